//! Where a matter goes: by its own point, or to whoever takes everything.

use case_rules::{Case, Home, Place};
use kernel::{AreaCode, Desk, Level};
use web::{Heirs, Town};

/// How the matters of a desk are handed over, and why.
#[derive(Clone, Debug)]
pub struct Move {
    /// Who takes all of them; absent, each goes to the grid that is drawn where it lies.
    pub heir: Option<Desk>,
    pub why: String,
}

impl Move {
    /// Who follows whom for one matter of the desk.
    pub(super) fn heirs(&self, desk: &Desk, case: &Case, town: &Town) -> Heirs {
        let lies = || {
            let (lng, lat) = case.place.point?;
            town.locate(lng, lat).map(Desk::Grid)
        };
        let heir = self.heir.clone().or_else(lies).filter(|heir| heir != desk);
        heir.into_iter().map(|heir| (desk.clone(), vec![heir])).collect()
    }
}

/// The home of a matter after the desks of `heirs` have ended; empty where nothing of it is theirs.
#[must_use]
pub fn home_of(case: &Case, heirs: &Heirs, town: &Town) -> Home {
    let mut home = Home::default();
    let area = case.place.area;
    if let Some(to) = heirs.get(&Desk::Grid(area)) {
        let area = grid_after(case, area, to, town);
        home.place = Some(Place {
            area,
            layer: town.layer,
            ..case.place.clone()
        });
    }
    let own = [&case.desk, &case.lead, &case.dispatched_by];
    for desk in own.into_iter().flatten().chain(&case.assisting) {
        if let Some(heir) = follow(case, desk, heirs, town) {
            home.heirs.insert(desk.clone(), heir);
        }
    }
    home
}

/// Who stands in for a desk, over as many endings as there were.
fn follow(case: &Case, desk: &Desk, heirs: &Heirs, town: &Town) -> Option<Desk> {
    let mut heir = desk.clone();
    for _ in 0..heirs.len() {
        let Some(to) = heirs.get(&heir) else { break };
        heir = match (&heir, to.as_slice()) {
            (Desk::Grid(area), to) => {
                let area = grid_after(case, *area, to, town);
                match area.level() {
                    Level::Grid => Desk::Grid(area),
                    Level::Community => Desk::Community(area),
                    Level::Street | Level::District => Desk::Centre,
                }
            }
            (_, [only]) => only.clone(),
            _ => Desk::Centre,
        };
    }
    (heir != *desk).then_some(heir)
}

/// The grid that takes a matter over; its community when the point is on the line or there is none.
fn grid_after(case: &Case, ended: AreaCode, heirs: &[Desk], town: &Town) -> AreaCode {
    let grids: Vec<AreaCode> = heirs
        .iter()
        .filter_map(|heir| match heir {
            Desk::Grid(area) => Some(*area),
            _ => None,
        })
        .collect();
    let community = Some(ended.community()).filter(|community| town.has_area(*community));
    let area = town.heir(&grids, case.place.point).or(community);
    area.unwrap_or(ended.street())
}
