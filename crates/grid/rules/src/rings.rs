//! Where the rings of one area cross or touch themselves or each other.

use geo::algorithm::line_intersection::{LineIntersection, line_intersection};
use geo::{Coord, Line, MultiPolygon, Validation};

struct Segment {
    ring: usize,
    position: usize,
    /// Segments of the ring.
    of: usize,
    line: Line<f64>,
}

impl Segment {
    fn west(&self) -> f64 {
        self.line.start.x.min(self.line.end.x)
    }

    fn east(&self) -> f64 {
        self.line.start.x.max(self.line.end.x)
    }

    fn follows(&self, other: &Self) -> bool {
        self.ring == other.ring
            && ((self.position + 1) % self.of == other.position || (other.position + 1) % self.of == self.position)
    }
}

/// Each place where a ring meets itself, or crosses or runs along another ring; two rings may touch
/// in single points. Sweeps from west to east.
pub(crate) fn crossings(shape: &MultiPolygon<f64>) -> Vec<Coord<f64>> {
    let mut segments = Vec::new();
    let rings = shape
        .iter()
        .flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()));
    for (ring, line) in rings.enumerate() {
        let lines: Vec<_> = line.lines().filter(|l| l.start != l.end).collect();
        let of = lines.len();
        segments.extend(lines.into_iter().enumerate().map(|(position, line)| Segment {
            ring,
            position,
            of,
            line,
        }));
    }
    segments.sort_by(|a, b| a.west().total_cmp(&b.west()));

    let mut places: Vec<Coord<f64>> = Vec::new();
    for (at, a) in segments.iter().enumerate() {
        for b in segments[at + 1..].iter().take_while(|b| b.west() <= a.east()) {
            let place = match line_intersection(a.line, b.line) {
                None => continue,
                Some(LineIntersection::Collinear { intersection }) => {
                    // Two straight runs that follow each other share their joint and no more.
                    if intersection.start == intersection.end && (a.follows(b) || a.ring != b.ring) {
                        continue;
                    }
                    intersection.start
                }
                Some(LineIntersection::SinglePoint { .. }) if a.follows(b) => continue,
                Some(LineIntersection::SinglePoint { is_proper: false, .. }) if a.ring != b.ring => continue,
                Some(LineIntersection::SinglePoint { intersection, .. }) => intersection,
            };
            if !places
                .iter()
                .any(|p| (p.x - place.x).abs() < 1e-6 && (p.y - place.y).abs() < 1e-6)
            {
                places.push(place);
            }
        }
    }
    // What remains: a hole outside its outline, a part within another part.
    if places.is_empty() && !shape.is_valid() {
        places.extend(shape.iter().filter_map(|p| p.exterior().0.first()).take(1));
    }
    places
}
