//! The invented town of the demonstration: borders, buildings, streets and people, all from one seed.
//!
//! Names of communities and the sums (27 km², 8 communities, 50 grids, 86,000 residents) are those of 五星街道 in 2016;
//! every line on the map, every other name and every household is generated.

mod address;
mod geojson;
mod geometry;
mod lattice;
mod lots;
mod people;
mod places;
mod plan;
mod rng;
mod shapes;
mod streets;
mod works;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

pub use geojson::geojson;
pub use places::random_place;
pub use rng::Rng;

use geometry::Pt;
use lattice::{Cell, Lattice};
use lots::{Lot, Use};
use shapes::Draft;
use works::Works;

/// Longitude and latitude in WGS-84 degrees, rounded to 1e-7.
pub type Position = [f64; 2];
/// A closed ring: the last position repeats the first; outer rings run counter-clockwise.
pub type Ring = Vec<Position>;

const CENTRE: Position = [114.07, 32.10];
/// Metres a degree of longitude and latitude at 32.10° N on the WGS-84 ellipsoid.
const METRES_A_DEGREE: Pt = Pt::new(94_390.4, 110_888.5);
/// Buildings kept of the somewhat larger number that finds room.
const BUILDINGS: usize = 2_700;

#[derive(Clone, Debug)]
pub struct Town {
    /// 9 digits.
    pub code: &'static str,
    pub name: &'static str,
    pub outline: Ring,
    pub label: Position,
    pub communities: Vec<Community>,
    pub grids: Vec<Grid>,
    pub buildings: Vec<Building>,
    pub compounds: Vec<Compound>,
    pub roads: Vec<Road>,
    pub water: Vec<Water>,
    pub parks: Vec<Green>,
}

#[derive(Clone, Debug)]
pub struct Community {
    /// 12 digits.
    pub code: String,
    pub name: String,
    pub rings: Vec<Ring>,
    pub label: Position,
    /// The community's office.
    pub office: Position,
    pub households: u32,
    pub residents: u32,
}

#[derive(Clone, Debug)]
pub struct Grid {
    /// 15 digits: the community's code and 001 upward, numbered west to east, then north to south.
    pub code: String,
    pub name: String,
    pub community_name: String,
    pub rings: Vec<Ring>,
    pub label: Position,
    /// West, south, east, north.
    pub bounds: [f64; 4],
    pub households: u32,
    pub residents: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BuildingKind {
    Apartments,
    House,
    Shop,
    Public,
    Industry,
}

impl BuildingKind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Apartments => "apartments",
            Self::House => "house",
            Self::Shop => "shop",
            Self::Public => "public",
            Self::Industry => "industry",
        }
    }
}

#[derive(Clone, Debug)]
pub struct Building {
    /// Code of its grid.
    pub grid: String,
    pub kind: BuildingKind,
    pub name: Option<String>,
    pub compound: Option<String>,
    /// Unique in the town.
    pub address: String,
    pub floors: u32,
    pub households: u32,
    pub residents: u32,
    pub ring: Ring,
}

/// A housing estate (小区) with its wall.
#[derive(Clone, Debug)]
pub struct Compound {
    pub name: String,
    pub address: String,
    pub rings: Vec<Ring>,
}

#[derive(Clone, Debug)]
pub struct Road {
    pub name: Option<String>,
    /// `primary`, `secondary`, `street` or `lane`.
    pub class: &'static str,
    pub points: Vec<Position>,
}

#[derive(Clone, Debug)]
pub struct Water {
    pub name: Option<String>,
    pub rings: Vec<Ring>,
}

#[derive(Clone, Debug)]
pub struct Green {
    pub name: Option<String>,
    pub rings: Vec<Ring>,
}

/// Builds the town: the same for the same seed, to the last byte, on every platform.
pub fn build(seed: u64) -> Town {
    let mut rng = Rng::new(seed);
    let lattice = Lattice::new(&mut rng);
    let lots = lots::cut(&lattice, &mut rng);
    let offices = office_lots(&lots);
    let mut works = Works {
        lots: &lots,
        rng: &mut rng,
        addresses: address::Addresses::default(),
        drafts: Vec::new(),
        compounds: Vec::new(),
    };
    works.build_all(&offices);
    let (mut drafts, compounds) = (works.drafts, works.compounds);
    thin_out(&mut drafts, &mut rng);

    let cells = numbered_cells(&lattice);
    let order: BTreeMap<Cell, usize> = cells.iter().enumerate().map(|(k, &cell)| (cell, k)).collect();
    let grid_of: Vec<usize> = drafts.iter().map(|draft| order[&lots[draft.lot].cell]).collect();
    let settled = people::settle(&mut drafts, &grid_of, cells.len(), &mut rng);
    let mut grids = draw_grids(&lattice, &cells);
    for (&grid, &(households, residents)) in grid_of.iter().zip(&settled) {
        grids[grid].households += households;
        grids[grid].residents += residents;
    }
    let communities = draw_communities(&lattice, &grids, &drafts);
    let outline = lattice.rings(|_| true).swap_remove(0);
    let buildings = drafts.into_iter().zip(&grid_of).zip(settled);
    Town {
        code: plan::STREET,
        name: plan::STREET_NAME,
        label: position(geometry::label(&outline)),
        outline: ring(&outline),
        communities,
        buildings: buildings
            .map(|((draft, &grid), people)| building(draft, &grids[grid].code, people))
            .collect(),
        grids,
        compounds,
        roads: streets::roads(&lattice, &lots),
        water: streets::water(&lattice, &lots, &mut rng),
        parks: streets::parks(&lattice, &lots),
    }
}

fn building(draft: Draft, grid: &str, (households, residents): (u32, u32)) -> Building {
    let Draft {
        kind,
        name,
        compound,
        address,
        floors,
        ring: outline,
        ..
    } = draft;
    Building {
        grid: grid.to_owned(),
        kind,
        name,
        compound,
        address,
        floors,
        households,
        residents,
        ring: ring(&outline),
    }
}

/// The estate nearest the town's middle in each community also holds the community's office.
fn office_lots(lots: &[Lot]) -> Vec<usize> {
    let nearest = |community: usize| {
        let estates = (0..lots.len())
            .filter(|&k| lots[k].cell.0 == community && matches!(lots[k].purpose, Use::Compound | Use::Towers));
        estates.min_by(|&a, &b| lots[a].centre.length().total_cmp(&lots[b].centre.length()))
    };
    (0..plan::COMMUNITIES.len()).filter_map(nearest).collect()
}

/// Takes houses and shops away at random until the agreed number is left.
fn thin_out(drafts: &mut Vec<Draft>, rng: &mut Rng) {
    let mut loose: Vec<usize> = (0..drafts.len())
        .filter(|&k| matches!(drafts[k].kind, BuildingKind::House | BuildingKind::Shop))
        .collect();
    let mut gone = vec![false; drafts.len()];
    for _ in BUILDINGS..drafts.len() {
        if !loose.is_empty() {
            let chosen = rng.below(loose.len());
            gone[loose.swap_remove(chosen)] = true;
        }
    }
    let mut gone = gone.into_iter();
    drafts.retain(|_| !gone.next().unwrap_or(false));
}

/// Grids in the order of their codes: in each community two bands, the northern first, each from west to east.
fn numbered_cells(lattice: &Lattice) -> Vec<Cell> {
    let mut middles: BTreeMap<Cell, Pt> = BTreeMap::new();
    for (_, _, cell) in lattice.blocks() {
        middles
            .entry(cell)
            .or_insert_with(|| geometry::label(&lattice.rings(|other| other == cell)[0]));
    }
    let mut cells = Vec::new();
    for community in 0..plan::COMMUNITIES.len() {
        let mut own: Vec<(Cell, Pt)> = middles
            .iter()
            .filter(|(cell, _)| cell.0 == community)
            .map(|(c, p)| (*c, *p))
            .collect();
        own.sort_by(|a, b| b.1.y.total_cmp(&a.1.y));
        let northern = own.len().div_ceil(2);
        for band in own.chunks_mut(northern.max(1)) {
            band.sort_by(|a, b| a.1.x.total_cmp(&b.1.x));
            cells.extend(band.iter().map(|(cell, _)| *cell));
        }
    }
    cells
}

fn draw_grids(lattice: &Lattice, cells: &[Cell]) -> Vec<Grid> {
    const NUMERALS: [&str; 9] = ["一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let mut grids = Vec::new();
    let mut sequence = 0;
    for (k, &cell) in cells.iter().enumerate() {
        sequence = if k > 0 && cells[k - 1].0 == cell.0 {
            sequence + 1
        } else {
            1
        };
        let rings = lattice.rings(|other| other == cell);
        let community_name = format!("{}社区", plan::COMMUNITIES[cell.0]);
        let outer = ring(&rings[0]);
        let bounds = outer.iter().fold([180.0, 90.0, -180.0, -90.0], |b: [f64; 4], p| {
            [b[0].min(p[0]), b[1].min(p[1]), b[2].max(p[0]), b[3].max(p[1])]
        });
        grids.push(Grid {
            code: format!("{}{:03}{sequence:03}", plan::STREET, cell.0 + 1),
            name: format!("{community_name}第{}网格", NUMERALS[sequence - 1]),
            community_name,
            label: position(geometry::label(&rings[0])),
            rings: vec![outer],
            bounds,
            households: 0,
            residents: 0,
        });
    }
    grids
}

fn draw_communities(lattice: &Lattice, grids: &[Grid], drafts: &[Draft]) -> Vec<Community> {
    let draw = |(index, name): (usize, &&str)| {
        let code = format!("{}{:03}", plan::STREET, index + 1);
        let rings = lattice.rings(|cell| cell.0 == index);
        let own = || grids.iter().filter(|grid| grid.code.starts_with(&code));
        let label = geometry::label(&rings[0]);
        let office_name = format!("{name}社区党群服务中心");
        let office = drafts.iter().find(|draft| draft.name.as_deref() == Some(&office_name));
        Community {
            name: format!("{name}社区"),
            label: position(label),
            office: position(office.map_or(label, |draft| geometry::middle(&draft.ring))),
            households: own().map(|grid| grid.households).sum(),
            residents: own().map(|grid| grid.residents).sum(),
            rings: rings.iter().map(|outer| ring(outer)).collect(),
            code,
        }
    };
    plan::COMMUNITIES.iter().enumerate().map(draw).collect()
}

fn position_in_degrees(lng: f64, lat: f64) -> Position {
    // Rounding makes a shared vertex the same number for every neighbour.
    let round = |degrees: f64| (degrees * 1e7).round() / 1e7;
    [round(lng), round(lat)]
}

fn position(p: Pt) -> Position {
    position_in_degrees(CENTRE[0] + p.x / METRES_A_DEGREE.x, CENTRE[1] + p.y / METRES_A_DEGREE.y)
}

fn line(points: &[Pt]) -> Vec<Position> {
    points.iter().map(|&p| position(p)).collect()
}

fn ring(points: &[Pt]) -> Ring {
    let mut ring = line(points);
    ring.extend(ring.first().copied());
    ring
}
