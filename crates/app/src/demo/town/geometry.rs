//! Plane geometry in metres: only +, −, ×, ÷ and square root, so every platform gets the same last digit.

use std::ops::{Add, Mul, Sub};

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pt {
    pub x: f64,
    pub y: f64,
}

impl Pt {
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    pub fn dot(self, other: Self) -> f64 {
        self.x * other.x + self.y * other.y
    }

    pub fn cross(self, other: Self) -> f64 {
        self.x * other.y - self.y * other.x
    }

    pub fn length(self) -> f64 {
        self.dot(self).sqrt()
    }

    pub fn unit(self) -> Self {
        let length = self.length();
        if length == 0.0 {
            Self::new(1.0, 0.0)
        } else {
            self * (1.0 / length)
        }
    }

    /// Turned by a quarter to the left.
    pub fn left(self) -> Self {
        Self::new(-self.y, self.x)
    }

    pub fn towards(self, other: Self, share: f64) -> Self {
        self + (other - self) * share
    }
}

impl From<[f64; 2]> for Pt {
    fn from([x, y]: [f64; 2]) -> Self {
        Self { x, y }
    }
}

impl Add for Pt {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self::new(self.x + other.x, self.y + other.y)
    }
}

impl Sub for Pt {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self::new(self.x - other.x, self.y - other.y)
    }
}

impl Mul<f64> for Pt {
    type Output = Self;
    fn mul(self, factor: f64) -> Self {
        Self::new(self.x * factor, self.y * factor)
    }
}

/// Area inside a ring, positive when it runs counter-clockwise; open and closed rings alike.
pub fn area(ring: &[Pt]) -> f64 {
    let Some(&origin) = ring.first() else {
        return 0.0;
    };
    let twice: f64 = ring
        .windows(2)
        .map(|pair| (pair[0] - origin).cross(pair[1] - origin))
        .sum();
    twice / 2.0
}

/// The mean of the vertices.
pub fn middle(points: &[Pt]) -> Pt {
    let sum = points.iter().fold(Pt::new(0.0, 0.0), |sum, &p| sum + p);
    sum * (1.0 / points.len().max(1) as f64)
}

/// Half-open crossing rule: of the areas of a partition exactly one contains any point, borders included.
pub fn contains<T: Copy + Into<Pt>>(ring: &[T], p: Pt) -> bool {
    let mut inside = false;
    let mut before: Option<Pt> = ring.last().map(|&last| last.into());
    for &vertex in ring {
        let b: Pt = vertex.into();
        if let Some(a) = before.replace(b)
            && (a.y > p.y) != (b.y > p.y)
        {
            // Always walked upwards, so that both neighbours of a border compute the very same crossing.
            let (low, high) = if a.y < b.y { (a, b) } else { (b, a) };
            inside ^= p.x < low.x + (p.y - low.y) / (high.y - low.y) * (high.x - low.x);
        }
    }
    inside
}

pub fn distance_to_segment(p: Pt, a: Pt, b: Pt) -> f64 {
    let ab = b - a;
    let square = ab.dot(ab);
    let share = if square == 0.0 {
        0.0
    } else {
        ((p - a).dot(ab) / square).clamp(0.0, 1.0)
    };
    (p - a - ab * share).length()
}

pub fn distance_to_line(p: Pt, line: &[Pt]) -> f64 {
    line.windows(2)
        .map(|s| distance_to_segment(p, s[0], s[1]))
        .fold(f64::INFINITY, f64::min)
}

pub fn segments_cross(a: Pt, b: Pt, c: Pt, d: Pt) -> bool {
    let side = |p: Pt, q: Pt, r: Pt| (q - p).cross(r - p);
    side(a, b, c) * side(a, b, d) < 0.0 && side(c, d, a) * side(c, d, b) < 0.0
}

/// Whether the ring stays at least `gap` metres from the line.
pub fn keeps_off(ring: &[Pt], line: &[Pt], gap: f64) -> bool {
    let closing = ring.last().zip(ring.first()).map(|(&a, &b)| [a, b]);
    let sides = ring.windows(2).map(|s| [s[0], s[1]]).chain(closing);
    sides.into_iter().all(|[a, b]| {
        line.windows(2).all(|s| {
            !segments_cross(a, b, s[0], s[1])
                && distance_to_segment(a, s[0], s[1]) >= gap
                && distance_to_segment(b, s[0], s[1]) >= gap
                && distance_to_segment(s[0], a, b) >= gap
                && distance_to_segment(s[1], a, b) >= gap
        })
    })
}

/// Whether a separating side keeps two rectangles at least `gap` metres apart.
pub fn quads_apart(one: &[Pt; 4], two: &[Pt; 4], gap: f64) -> bool {
    let separated = |by: &[Pt; 4], other: &[Pt; 4]| {
        (0..4).any(|i| {
            let outward = (by[(i + 1) % 4] - by[i]).unit().left() * -1.0;
            other.iter().all(|&p| (p - by[i]).dot(outward) >= gap)
        })
    };
    separated(one, two) || separated(two, one)
}

/// A point on the Catmull-Rom curve from `p[1]` to `p[2]`.
pub fn curve(p: [Pt; 4], t: f64) -> Pt {
    let linear = (p[2] - p[0]) * t;
    let square = (p[0] * 2.0 - p[1] * 5.0 + p[2] * 4.0 - p[3]) * (t * t);
    let cube = (p[1] * 3.0 - p[0] - p[2] * 3.0 + p[3]) * (t * t * t);
    p[1] + (linear + square + cube) * 0.5
}

/// The line moved sideways, to the left by a positive number of metres given per vertex.
pub fn offset(line: &[Pt], by: impl Fn(usize) -> f64) -> Vec<Pt> {
    (0..line.len())
        .map(|i| {
            let ahead = line[(i + 1).min(line.len() - 1)] - line[i.saturating_sub(1)];
            line[i] + ahead.unit().left() * by(i)
        })
        .collect()
}

/// The ring drawn in towards its middle by about `by` metres; meant for the nearly convex blocks of a town.
pub fn shrink(ring: &[Pt], by: f64) -> Vec<Pt> {
    let centre = middle(ring);
    let nearest = ring
        .iter()
        .map(|&p| (p - centre).length())
        .fold(f64::INFINITY, f64::min);
    let share = (by / nearest).min(0.6);
    ring.iter().map(|&p| p.towards(centre, share)).collect()
}

/// A point well inside the ring: the middle of its widest stretch at the height of its mean vertex.
pub fn label(ring: &[Pt]) -> Pt {
    let y = middle(ring).y;
    let mut crossings: Vec<f64> = ring
        .windows(2)
        .filter(|s| (s[0].y > y) != (s[1].y > y))
        .map(|s| s[0].x + (y - s[0].y) / (s[1].y - s[0].y) * (s[1].x - s[0].x))
        .collect();
    crossings.sort_by(f64::total_cmp);
    let width = |pair: &&[f64]| pair[1] - pair[0];
    let widest = crossings.chunks_exact(2).max_by(|a, b| width(a).total_cmp(&width(b)));
    widest.map_or(middle(ring), |pair| Pt::new((pair[0] + pair[1]) / 2.0, y))
}
