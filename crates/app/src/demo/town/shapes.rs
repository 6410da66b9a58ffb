//! Shapes of footprints, and a building before people move in.

use super::BuildingKind;
use super::geometry::Pt;

/// A footprint before people move in.
pub struct Draft {
    pub lot: usize,
    pub kind: BuildingKind,
    pub name: Option<String>,
    pub compound: Option<String>,
    pub address: String,
    pub floors: u32,
    /// Flats on one floor of a block of flats; households of a house.
    pub flats: u32,
    pub ring: Vec<Pt>,
    /// The rectangles it is made of.
    pub parts: Vec<[Pt; 4]>,
}

/// A rectangle or an L, turned along its street.
pub struct Shape {
    pub centre: Pt,
    pub along: Pt,
    pub length: f64,
    pub width: f64,
    /// Width and reach of a wing that makes it an L.
    pub wing: Option<(f64, f64)>,
}

impl Shape {
    pub fn new(centre: Pt, along: Pt, length: f64, width: f64) -> Self {
        Self {
            centre,
            along,
            length,
            width,
            wing: None,
        }
    }

    /// The outer ring, counter-clockwise, and its rectangles.
    pub fn outline(&self) -> (Vec<Pt>, Vec<[Pt; 4]>) {
        let (l, w) = (self.length / 2.0, self.width / 2.0);
        let at = |x: f64, y: f64| self.centre + self.along * x + self.along.left() * y;
        let body = [at(-l, -w), at(l, -w), at(l, w), at(-l, w)];
        let Some((broad, reach)) = self.wing else {
            return (body.to_vec(), vec![body]);
        };
        let wing = [
            at(-l, w),
            at(-l + broad, w),
            at(-l + broad, w + reach),
            at(-l, w + reach),
        ];
        (
            vec![body[0], body[1], body[2], wing[1], wing[2], wing[3]],
            vec![body, wing],
        )
    }
}
