//! What follows a grid that ends: which grids take its ground, which of them a point belongs to, and the ground of two as one.

use std::collections::BTreeMap;

use codes::DivisionCode;
use geo::{Area as _, BooleanOps};

use crate::layer::Area;
use crate::locate::{Locator, Rings};
use crate::plane::Plane;

/// Closer than this to the border between two successors, a point says nothing sure about the side it is on.
pub const LINE_METRES: f64 = 5.0;
/// Below a hundredth of the old grid an overlap is a border drawn a little differently, not a successor.
const SHARE: f64 = 0.01;

/// Whom a point goes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heir {
    One(DivisionCode),
    /// Within [`LINE_METRES`] of the border between these.
    OnTheLine(Vec<DivisionCode>),
    /// No point, or one in none of the successors.
    Unknown,
}

impl Locator {
    /// The successor of a point. A single one takes everything, with or without a point.
    #[must_use]
    pub fn heir(&self, successors: &[DivisionCode], point: Option<(f64, f64)>) -> Heir {
        if let [only] = successors {
            return Heir::One(*only);
        }
        let Some((lng, lat)) = point else { return Heir::Unknown };
        let mut near = self.within(lng, lat, LINE_METRES);
        near.retain(|code| successors.contains(code));
        match (near.as_slice(), self.locate(lng, lat)) {
            ([], _) => Heir::Unknown,
            ([only], inside) if inside == Some(*only) => Heir::One(*only),
            ([_], _) => Heir::Unknown,
            _ => Heir::OnTheLine(near),
        }
    }
}

/// The areas of a new layer that take over ground of an old one, the largest share first.
#[must_use]
pub fn successors(old: &Area, new: &[Area]) -> Vec<DivisionCode> {
    let Some(centre) = old.centre() else { return Vec::new() };
    let plane = Plane::about(centre.x, centre.y);
    let ground = plane.flatten(&old.shape);
    let whole = ground.unsigned_area();
    let mut shares: Vec<(f64, DivisionCode)> = new
        .iter()
        .map(|area| {
            (
                ground.intersection(&plane.flatten(&area.shape)).unsigned_area(),
                area.code,
            )
        })
        .filter(|(share, _)| *share > whole * SHARE)
        .collect();
    shares.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    shares.into_iter().map(|(_, code)| code).collect()
}

/// The ground of two areas as rings: what both have as border falls away, every other vertex stays to the last digit, so
/// that neighbours still share their borders with it (trap G01).
#[must_use]
pub fn joined(one: &Rings, other: &Rings) -> Rings {
    type Point = [u64; 2];
    let bits = |[x, y]: [f64; 2]| [x.to_bits(), y.to_bits()];
    let mut ways: BTreeMap<Point, Vec<Point>> = BTreeMap::new();
    for ring in one.iter().chain(other) {
        for (at, a) in ring.iter().enumerate() {
            let (a, b) = (bits(*a), bits(ring[(at + 1) % ring.len()]));
            if a == b {
                continue;
            }
            // A border of both is there twice, and twice is none.
            let known = ways.get(&a).and_then(|ends| ends.iter().position(|end| *end == b));
            for (from, to) in [(a, b), (b, a)] {
                let ends = ways.entry(from).or_default();
                match known.and_then(|_| ends.iter().position(|end| *end == to)) {
                    Some(at) => drop(ends.swap_remove(at)),
                    None => ends.push(to),
                }
            }
        }
    }
    let mut rings = Rings::new();
    while let Some(first) = ways.iter().find(|(_, ends)| !ends.is_empty()).map(|(point, _)| *point) {
        let (mut here, mut ring) = (first, Vec::new());
        while let Some(next) = ways.get_mut(&here).and_then(Vec::pop) {
            if let Some(back) = ways.get_mut(&next)
                && let Some(at) = back.iter().position(|end| *end == here)
            {
                back.swap_remove(at);
            }
            ring.push(here.map(f64::from_bits));
            here = next;
            if here == first {
                break;
            }
        }
        ring.push(first.map(f64::from_bits));
        rings.push(ring);
    }
    rings
}
