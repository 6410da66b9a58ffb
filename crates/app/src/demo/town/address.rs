//! Invented names and addresses, each given out once.

use std::collections::BTreeSet;

use super::geometry::Pt;
use super::lots::Front;
use super::plan;
use super::rng::Rng;

/// Metres of street for one house number on each side.
const METRES_A_NUMBER: f64 = 14.0;
/// Farther west and north than any building, so that numbers start there.
const ORIGIN: f64 = 3_300.0;

#[derive(Default)]
pub struct Addresses {
    given: BTreeSet<String>,
}

impl Addresses {
    /// "宝石桥社区 申碑路 12号": numbers grow eastward and southward, odd on the north and west sides.
    pub fn on_street(&mut self, community: usize, front: Option<Front>, at: Pt) -> String {
        let community = plan::COMMUNITIES[community];
        let Some(front) = front else {
            return self.unique(&format!("{community}社区"), 1, 1);
        };
        let metres = if front.eastward { at.x } else { -at.y } + ORIGIN;
        let step = (metres.max(0.0) / METRES_A_NUMBER) as u32;
        self.unique(
            &format!("{community}社区 {}", front.name),
            step * 2 + 1 + u32::from(front.even),
            2,
        )
    }

    fn unique(&mut self, street: &str, first: u32, step: u32) -> String {
        let mut number = first;
        loop {
            let address = format!("{street} {number}号");
            if self.given.insert(address.clone()) {
                return address;
            }
            number += step;
        }
    }

    pub fn compound_name(&mut self, rng: &mut Rng) -> String {
        self.unique_name(&plan::COMPOUND_FIRST, &plan::COMPOUND_LAST, rng)
    }

    pub fn hamlet_name(&mut self, rng: &mut Rng) -> String {
        self.unique_name(&plan::HAMLET_FIRST, &plan::HAMLET_LAST, rng)
    }

    fn unique_name(&mut self, first: &[&str], last: &[&str], rng: &mut Rng) -> String {
        let mut tries = 0;
        loop {
            // Once most pairs are in use, a quarter of the sky tells namesakes apart, as in real villages.
            let quarter = if tries < 30 {
                ""
            } else {
                *rng.pick(&["东", "西", "南", "北", "上", "下"])
            };
            let name = format!("{quarter}{}{}", rng.pick(first), rng.pick(last));
            tries += 1;
            if self.given.insert(name.clone()) {
                return name;
            }
        }
    }
}
