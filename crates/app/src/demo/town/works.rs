//! Puts footprints on lots: each inside its lot, clear of streets and of every other footprint.

use super::address::Addresses;
use super::geometry::{Pt, contains, keeps_off, quads_apart};
use super::lots::{Front, Lot, Use};
use super::plan::{self, Class, Site};
use super::rng::Rng;
use super::shapes::{Draft, Shape};
use super::{BuildingKind, Compound};

pub struct Works<'a> {
    pub lots: &'a [Lot],
    pub rng: &'a mut Rng,
    pub addresses: Addresses,
    pub drafts: Vec<Draft>,
    pub compounds: Vec<Compound>,
}

/// Between any two walls.
const GAP: f64 = 1.2;

struct HouseStyle {
    /// Share of the possible places that are built on, and the most of them.
    share: f64,
    most: usize,
    households: (usize, usize),
    length: (f64, f64),
}

const OLD_TOWN: HouseStyle = HouseStyle {
    share: 0.75,
    most: 30,
    households: (1, 4),
    length: (13.0, 22.0),
};
const VILLAGE: HouseStyle = HouseStyle {
    share: 0.92,
    most: 18,
    households: (1, 2),
    length: (9.5, 13.0),
};

impl Works<'_> {
    pub fn build_all(&mut self, offices: &[usize]) {
        for k in 0..self.lots.len() {
            if offices.contains(&k) {
                self.community_office(k);
            }
            match self.lots[k].purpose {
                Use::Compound => self.compound(k, false),
                Use::Towers => self.compound(k, true),
                Use::OldTown => self.old_town(k),
                Use::Site(site, name) => self.site(k, site, name),
                Use::Industry => self.industry(k, None),
                Use::Village => self.village(k),
                Use::Fields | Use::Park(_) => {}
            }
        }
    }

    /// Adds the footprint unless it leaves the lot or stands in another one's way.
    fn put(&mut self, k: usize, shape: &Shape) -> Option<&mut Draft> {
        let lot = &self.lots[k];
        let (ring, parts) = shape.outline();
        let fits = ring.iter().all(|&p| contains(&lot.ring, p))
            && lot
                .borders
                .iter()
                .all(|border| keeps_off(&ring, &border.line, border.setback));
        let mut same_lot = self
            .drafts
            .iter()
            .rev()
            .take_while(|draft| draft.lot == k)
            .flat_map(|draft| &draft.parts);
        if !fits || same_lot.any(|other| parts.iter().any(|part| !quads_apart(part, other, GAP))) {
            return None;
        }
        self.drafts.push(Draft {
            lot: k,
            kind: BuildingKind::House,
            name: None,
            compound: None,
            address: String::new(),
            floors: 1,
            flats: 0,
            ring,
            parts,
        });
        self.drafts.last_mut()
    }

    fn street_address(&mut self, k: usize, front: Option<Front>, at: Pt) -> String {
        let community = self.lots[k].cell.0;
        let front = front.or(self.lots[k].gate().map(|(front, _)| front));
        self.addresses.on_street(community, front, at)
    }

    fn gate_address(&mut self, k: usize) -> String {
        let gate = self.lots[k].gate();
        let at = gate.map_or(self.lots[k].centre, |(_, at)| at);
        self.street_address(k, gate.map(|(front, _)| front), at)
    }

    /// Centres of a regular set-out, north row first, with the lot's own directions.
    fn set_out(&self, k: usize, pitch: (f64, f64)) -> Vec<Pt> {
        let lot = &self.lots[k];
        let reach = |direction: Pt| {
            lot.ring
                .iter()
                .map(|&p| (p - lot.centre).dot(direction).abs())
                .fold(0.0, f64::max)
        };
        let (columns, rows) = (reach(lot.along) / pitch.0, reach(lot.along.left()) / pitch.1);
        let (columns, rows) = (columns as i32, rows as i32);
        let mut centres = Vec::new();
        for row in (-rows..=rows).rev() {
            for column in -columns..=columns {
                let (x, y) = (f64::from(column) * pitch.0, f64::from(row) * pitch.1);
                centres.push(lot.centre + lot.along * x + lot.along.left() * y);
            }
        }
        centres
    }

    fn community_office(&mut self, k: usize) {
        let name = format!("{}社区党群服务中心", plan::COMMUNITIES[self.lots[k].cell.0]);
        let address = self.gate_address(k);
        let (centre, along) = (self.lots[k].centre, self.lots[k].along);
        let mut places = self.set_out(k, (20.0, 20.0));
        places.sort_by(|a, b| (*a - centre).length().total_cmp(&(*b - centre).length()));
        for place in places {
            let shape = Shape {
                wing: Some((11.0, 14.0)),
                ..Shape::new(place, along, 34.0, 13.0)
            };
            if let Some(draft) = self.put(k, &shape) {
                draft.kind = BuildingKind::Public;
                (draft.name, draft.address, draft.floors) = (Some(name), address, 3);
                return;
            }
        }
    }

    fn compound(&mut self, k: usize, towers: bool) {
        self.shops(k, 0.13);
        let name = self.addresses.compound_name(self.rng);
        let gate = self.gate_address(k);
        let units = [(44.0, 4), (58.0, 6), (74.0, 8)];
        let (mut length, mut flats) = *self.rng.pick(&units);
        let most = if towers { 11 } else { 18 };
        // Wide enough for the buildings to fill the estate, never closer than light and fire rules allow.
        let room = super::geometry::area(&self.lots[k].ring) * 0.68 / f64::from(most);
        let pitch = if towers {
            let pitch = room.sqrt().max(46.0);
            (pitch, pitch)
        } else {
            (length + 12.0, (room / (length + 12.0)).clamp(26.5, 44.0))
        };
        let mut number = 0;
        for centre in self.set_out(k, pitch) {
            if number == most || self.rng.chance(0.07) {
                continue;
            }
            let mut shape = Shape::new(centre, self.lots[k].along, length, 12.5);
            if towers {
                (length, flats) = (26.0, 4);
                shape = Shape {
                    wing: Some((12.0, 6.0)),
                    ..Shape::new(centre, self.lots[k].along, length, 15.0)
                };
            } else if self.rng.chance(0.12) {
                shape.length -= 15.0;
            }
            let flats = if shape.length < length { flats - 2 } else { flats };
            if let Some(draft) = self.put(k, &shape) {
                number += 1;
                draft.kind = BuildingKind::Apartments;
                draft.compound = Some(name.clone());
                draft.address = format!("{gate} {number}号楼");
                draft.flats = flats;
            }
        }
        self.compounds.push(Compound {
            name,
            address: gate,
            rings: vec![super::ring(&self.lots[k].grounds())],
        });
    }

    /// Rows of shops with dwellings above, wall to wall along the streets.
    fn shops(&mut self, k: usize, share: f64) {
        for side in 0..4 {
            let border = &self.lots[k].borders[side];
            let Some(front) = border.front else { continue };
            let share = if front.class >= Class::Secondary {
                share * 1.5
            } else {
                share
            };
            let (line, setback) = (border.line.clone(), border.setback);
            for piece in line.windows(2) {
                let along = (piece[1] - piece[0]).unit();
                let middle = piece[0].towards(piece[1], 0.5);
                let inward = if (self.lots[k].centre - middle).dot(along.left()) > 0.0 {
                    along.left()
                } else {
                    along.left() * -1.0
                };
                let mut walked = 2.0;
                let whole = (piece[1] - piece[0]).length();
                while walked + 12.0 < whole {
                    let length = self.rng.between(15.0, 38.0).min(whole - walked);
                    let skip = !self.rng.chance(share);
                    let centre = piece[0] + along * (walked + length / 2.0) + inward * (setback + 5.8);
                    walked += length + 1.5;
                    if skip || self.put(k, &Shape::new(centre, along, length, 10.0)).is_none() {
                        continue;
                    }
                    let address = self.street_address(k, Some(front), centre);
                    let name = self.rng.chance(0.3).then(|| (*self.rng.pick(&plan::SHOPS)).to_owned());
                    let (floors, homes) = (2 + self.rng.below(2) as u32, self.rng.below(3) as u32);
                    if let Some(draft) = self.drafts.last_mut() {
                        draft.kind = BuildingKind::Shop;
                        (draft.name, draft.address, draft.floors, draft.flats) = (name, address, floors, homes);
                    }
                }
            }
        }
    }

    /// Houses on some of the given centres; `label` numbers those that have no street address.
    fn houses(&mut self, k: usize, centres: &[Pt], style: &HouseStyle, label: &dyn Fn(usize) -> Option<String>) {
        let &HouseStyle {
            share,
            most,
            households,
            length,
        } = style;
        let mut number = 0;
        for &centre in centres {
            if number == most || !self.rng.chance(share) {
                continue;
            }
            let along = self.lots[k].along;
            let at = centre + along * self.rng.between(-1.6, 1.6) + along.left() * self.rng.between(-2.2, 2.2);
            let mut shape = Shape::new(
                at,
                along,
                self.rng.between(length.0, length.1),
                self.rng.between(8.0, 10.5),
            );
            if self.rng.chance(0.25) {
                shape.wing = Some((4.2, 3.6));
            }
            if self.put(k, &shape).is_none() {
                continue;
            }
            number += 1;
            let address = label(number).unwrap_or_else(|| self.street_address(k, None, at));
            let floors = 1 + self.rng.below(3) as u32 + u32::from(households.1 > 2);
            let homes = (households.0 + self.rng.below(households.1 - households.0 + 1)) as u32;
            if let Some(draft) = self.drafts.last_mut() {
                (draft.address, draft.floors, draft.flats) = (address, floors, homes);
            }
        }
    }

    fn old_town(&mut self, k: usize) {
        self.shops(k, 0.3);
        let centres = self.set_out(k, (27.0, 25.0));
        self.houses(k, &centres, &OLD_TOWN, &|_| None);
    }

    fn village(&mut self, k: usize) {
        let lot = &self.lots[k];
        let heart =
            lot.centre + lot.along * self.rng.between(-35.0, 35.0) + lot.along.left() * self.rng.between(-35.0, 35.0);
        let reach = self.rng.between(40.0, 66.0);
        let mut centres = self.set_out(k, (17.0, 24.0));
        centres.retain(|&p| (p - heart).length() < reach);
        let hamlet = self.addresses.hamlet_name(self.rng);
        let community = plan::COMMUNITIES[self.lots[k].cell.0];
        self.houses(k, &centres, &VILLAGE, &|number| {
            Some(format!("{community}社区 {hamlet} {number}号"))
        });
    }

    fn industry(&mut self, k: usize, name: Option<&str>) {
        let address = self.gate_address(k);
        let mut number = 0;
        for centre in self.set_out(k, (64.0, 42.0)) {
            if number == 6 || self.rng.chance(0.35) {
                continue;
            }
            let (length, width) = (self.rng.between(38.0, 54.0), self.rng.between(19.0, 28.0));
            let shape = Shape::new(centre, self.lots[k].along, length, width);
            if let Some(draft) = self.put(k, &shape) {
                number += 1;
                draft.kind = BuildingKind::Industry;
                draft.name = name.map(|name| format!("{name}{number}号厂房"));
                draft.address = format!("{address} {number}号厂房");
            }
        }
    }

    fn site(&mut self, k: usize, site: Site, name: &str) {
        if site == Site::Industry {
            return self.industry(k, Some(name));
        }
        let (main, others): ((f64, f64), &[&str]) = match site {
            Site::Office => ((58.0, 16.0), &["社会服务管理中心", "附属楼"]),
            Site::School => ((66.0, 13.0), &["教学楼", "实验楼", "食堂"]),
            Site::Clinic => ((52.0, 17.0), &["住院楼", "门诊楼"]),
            Site::Market => ((74.0, 38.0), &["副楼"]),
            _ => ((56.0, 14.0), &["康复楼", "食堂"]),
        };
        let gate = self.gate_address(k);
        let (centre, along) = (self.lots[k].centre, self.lots[k].along);
        let mut shape = Shape {
            wing: Some((14.0, 22.0)),
            ..Shape::new(centre, along, main.0, main.1)
        };
        let names = std::iter::once(name.to_owned()).chain(others.iter().map(|other| format!("{name}{other}")));
        let mut places = self.set_out(k, (66.0, 48.0)).into_iter();
        for (number, title) in (1..).zip(names) {
            let floors = 2 + self.rng.below(4) as u32;
            let mut placed = number == 1 && self.put(k, &shape).is_some();
            shape = Shape::new(centre, along, 40.0, 14.0);
            while !placed {
                let Some(place) = places.next() else { break };
                shape.centre = place;
                placed = self.put(k, &shape).is_some();
            }
            if let Some(draft) = self.drafts.last_mut().filter(|_| placed) {
                draft.kind = BuildingKind::Public;
                (draft.name, draft.floors) = (Some(title), floors);
                draft.address = if number == 1 {
                    gate.clone()
                } else {
                    format!("{gate} {number}号楼")
                };
            }
        }
        if matches!(site, Site::Market | Site::Office | Site::Clinic) {
            self.shops(k, 0.3);
        }
    }
}
