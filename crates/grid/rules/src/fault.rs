//! What can be wrong with a layer, each fault with its place, size and remedy.

use geo::{Coord, InteriorPoint, Polygon};
use serde::Serialize;

/// The kinds of fault an importer lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultKind {
    SelfCrossing,
    Overlap,
    Gap,
    /// An overlap or gap less than a metre wide.
    Sliver,
    SwappedAxes,
    Gcj02Suspected,
    DuplicateCode,
    BadCode,
    NotPolygon,
    /// Numbers that cannot be read or lie nowhere in China.
    BadCoordinates,
    OutsideParent,
    EmptyGeometry,
    UnclosedRing,
}

impl FaultKind {
    /// Whether the import must wait until it is repaired; the others are shown and may be accepted.
    #[must_use]
    pub const fn blocks(self) -> bool {
        !matches!(self, Self::Gap | Self::Sliver | Self::UnclosedRing)
    }
}

/// One fault. The place is missing only where the feature has no readable coordinate.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Fault {
    pub kind: FaultKind,
    /// Position in the file, from 1; absent when the fault is the layer's.
    pub feature: Option<usize>,
    /// Longitude and latitude to 6 places.
    pub at: Option<[f64; 2]>,
    pub square_metres: Option<f64>,
    /// What is wrong, where, how large, and what to do.
    pub message: String,
}

impl Fault {
    pub(crate) fn new(
        kind: FaultKind,
        feature: Option<usize>,
        at: Option<Coord<f64>>,
        what: &str,
        remedy: &str,
    ) -> Self {
        Self::sized(kind, feature, at, None, what, remedy)
    }

    pub(crate) fn sized(
        kind: FaultKind,
        feature: Option<usize>,
        at: Option<Coord<f64>>,
        square_metres: Option<f64>,
        what: &str,
        remedy: &str,
    ) -> Self {
        let place = at.map_or_else(String::new, |c| format!("，位置 {:.6}, {:.6}", c.x, c.y));
        let size = square_metres.map_or_else(String::new, |m| format!("，面积 {m:.1} 平方米"));
        Self {
            kind,
            feature,
            at: at.map(|c| [six_places(c.x), six_places(c.y)]),
            square_metres,
            message: format!("{what}{place}{size}。{remedy}。"),
        }
    }
}

fn six_places(degrees: f64) -> f64 {
    (degrees * 1e6).round() / 1e6
}

/// A point that surely lies within a piece.
pub(crate) fn inside(piece: &Polygon<f64>) -> Option<Coord<f64>> {
    piece
        .interior_point()
        .map(|p| p.0)
        .or_else(|| piece.exterior().0.first().copied())
}
