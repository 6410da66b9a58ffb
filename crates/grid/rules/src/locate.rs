//! The grid of a point: exactly one or none, the same whatever the load order.

use std::cmp::Ordering;

use codes::DivisionCode;
use geo::Coord;
use thiserror::Error;

use crate::plane::Plane;

/// Rings of one grid as [longitude, latitude]; which ring is a hole follows from nesting, not from
/// direction (trap G03). Closing the ring is optional.
pub type Rings = Vec<Vec<[f64; 2]>>;

/// Why grids cannot be searched.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum LocatorError {
    #[error("网格 {0} 的边界含有无效坐标")]
    NotFinite(DivisionCode),
}

/// The closest grid of a point that lies in none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Nearest {
    pub code: DivisionCode,
    pub metres: f64,
}

/// A part of one border that rises from `low` to `high`; both neighbours hold the very same one, so
/// a point next to it changes sides for both at once (trap G01).
#[derive(Clone, Copy, Debug)]
struct Edge {
    low: [f64; 2],
    high: [f64; 2],
}

impl Edge {
    /// Whether a ray to the east crosses: the lower end counts, the upper does not, nor a start on the edge.
    fn crossed_from(&self, [x, y]: [f64; 2]) -> bool {
        let Self { low, high } = self;
        low[1] <= y && y < high[1] && (high[0] - low[0]) * (y - low[1]) > (x - low[0]) * (high[1] - low[1])
    }
}

/// One grid: its edges in buckets, one for each raster row that it touches.
#[derive(Debug)]
struct Shape {
    first_row: usize,
    /// Bucket of the first row; the next shape's begins after the last.
    first_bucket: usize,
}

/// Cells of equal size over all grids. A cell wholly on one side of every border answers at once.
#[derive(Debug)]
struct Raster {
    west: f64,
    south: f64,
    east: f64,
    north: f64,
    columns: usize,
    rows: usize,
    columns_per_degree: f64,
    rows_per_degree: f64,
}

impl Raster {
    fn column(&self, x: f64) -> usize {
        (((x - self.west) * self.columns_per_degree).max(0.0) as usize).min(self.columns - 1)
    }

    fn row(&self, y: f64) -> usize {
        (((y - self.south) * self.rows_per_degree).max(0.0) as usize).min(self.rows - 1)
    }

    fn centre(&self, column: usize, row: usize) -> [f64; 2] {
        [
            self.west + (column as f64 + 0.5) / self.columns_per_degree,
            self.south + (row as f64 + 0.5) / self.rows_per_degree,
        ]
    }

    /// Columns that an edge can touch within a row, a hair wider than it is.
    fn columns_of(&self, edge: &Edge, row: usize) -> (usize, usize) {
        let Edge { low, high } = edge;
        let rise = high[1] - low[1];
        let hair = 1e-6;
        let at = |line: f64| {
            let y = self.south + line / self.rows_per_degree;
            let part = if rise > 0.0 {
                ((y - low[1]) / rise).clamp(0.0, 1.0)
            } else {
                0.0
            };
            low[0] + part * (high[0] - low[0])
        };
        let (mut a, mut b) = (at(row as f64 - hair), at((row + 1) as f64 + hair));
        if rise == 0.0 {
            (a, b) = (low[0], high[0]);
        }
        let pad = hair / self.columns_per_degree;
        (self.column(a.min(b) - pad), self.column(a.max(b) + pad))
    }
}

const NOBODY: u32 = u32::MAX;
/// A cell with borders in it: the other bits number its list.
const MIXED: u32 = 1 << 31;
/// In a list: the whole cell lies within this grid.
const WHOLE: u32 = 1 << 31;

/// Answers which grid a point belongs to.
///
/// Borders are half-open: a western or southern border belongs to the grid, an eastern or northern
/// one to its neighbour. Where grids overlap the smaller code wins, in a gap nobody does.
///
/// ```
/// use grid_rules::Locator;
/// let grid = "411502005003001".parse()?;
/// let square = vec![vec![[114.0, 32.0], [114.1, 32.0], [114.1, 32.1], [114.0, 32.1]]];
/// let locator = Locator::new(vec![(grid, square)])?;
/// assert_eq!(locator.locate(114.05, 32.05), Some(grid));
/// assert_eq!(locator.locate(114.0, 32.05), Some(grid));
/// assert_eq!(locator.locate(114.1, 32.05), None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Locator {
    codes: Vec<DivisionCode>,
    shapes: Vec<Shape>,
    /// Where each bucket begins in `edges`; one more at the end.
    buckets: Vec<u32>,
    edges: Vec<Edge>,
    raster: Raster,
    cells: Vec<u32>,
    /// Where each mixed cell's list begins in `candidates`; one more at the end.
    lists: Vec<u32>,
    candidates: Vec<u32>,
}

impl Locator {
    /// Indexes the grids; their order does not matter.
    ///
    /// # Errors
    /// When a coordinate is not a finite number.
    pub fn new(mut grids: Vec<(DivisionCode, Rings)>) -> Result<Self, LocatorError> {
        // Stored order is code order, so the first hit is the smallest code.
        grids.sort_by_key(|(code, _)| *code);
        let mut outlines = Vec::with_capacity(grids.len());
        for (code, rings) in &grids {
            if rings.iter().flatten().flatten().any(|n| !n.is_finite()) {
                return Err(LocatorError::NotFinite(*code));
            }
            outlines.push(edges_of(rings));
        }
        let raster = raster_over(&outlines);

        let mut locator = Self {
            codes: grids.into_iter().map(|(code, _)| code).collect(),
            shapes: Vec::with_capacity(outlines.len()),
            buckets: vec![0],
            edges: Vec::new(),
            cells: vec![NOBODY; raster.columns * raster.rows],
            raster,
            lists: vec![0],
            candidates: Vec::new(),
        };
        let mut marks: Vec<(u32, u32)> = Vec::new();
        for (position, outline) in outlines.iter().enumerate() {
            locator.add(position as u32, outline, &mut marks);
        }
        marks.sort_unstable_by_key(|&(cell, mark)| (cell, mark & !WHOLE));
        locator.fill(&marks);
        Ok(locator)
    }

    /// The grid of a point, or none: outside all, or in a gap (trap G06).
    #[must_use]
    pub fn locate(&self, lng: f64, lat: f64) -> Option<DivisionCode> {
        let raster = &self.raster;
        if !(raster.west..=raster.east).contains(&lng) || !(raster.south..=raster.north).contains(&lat) {
            return None;
        }
        let row = raster.row(lat);
        let cell = self.cells[row * raster.columns + raster.column(lng)];
        if cell == NOBODY {
            return None;
        }
        if cell & MIXED == 0 {
            return Some(self.codes[cell as usize]);
        }
        let list = (cell & !MIXED) as usize;
        self.candidates[self.lists[list] as usize..self.lists[list + 1] as usize]
            .iter()
            .find(|&&mark| mark & WHOLE != 0 || self.contains(mark as usize, [lng, lat], row))
            .map(|mark| self.codes[(mark & !WHOLE) as usize])
    }

    /// The closest grid within so many metres, for an office that lets reports from a gap go there
    /// and says so (trap G06). Walks all borders; meant for the few points that `locate` leaves over.
    #[must_use]
    pub fn nearest_within(&self, lng: f64, lat: f64, metres: f64) -> Option<Nearest> {
        let plane = Plane::about(lng, lat);
        let mut best: Option<Nearest> = None;
        for (position, &code) in self.codes.iter().enumerate() {
            let distance = self.metres_to(position, plane);
            if distance <= metres && best.is_none_or(|b| distance.total_cmp(&b.metres) == Ordering::Less) {
                best = Some(Nearest { code, metres: distance });
            }
        }
        best
    }

    /// The grids that hold the point or have their border within so many metres of it, in the order of their codes.
    #[must_use]
    pub fn within(&self, lng: f64, lat: f64, metres: f64) -> Vec<DivisionCode> {
        let plane = Plane::about(lng, lat);
        let inside = self.locate(lng, lat);
        self.codes
            .iter()
            .enumerate()
            .filter(|(position, code)| inside == Some(**code) || self.metres_to(*position, plane) <= metres)
            .map(|(_, code)| *code)
            .collect()
    }

    /// From the middle of the plane to the nearest border of a grid.
    fn metres_to(&self, position: usize, plane: Plane) -> f64 {
        let from = self.shapes[position].first_bucket;
        let to = self
            .shapes
            .get(position + 1)
            .map_or(self.buckets.len() - 1, |next| next.first_bucket);
        let edges = &self.edges[self.buckets[from] as usize..self.buckets[to] as usize];
        edges.iter().fold(f64::INFINITY, |nearest, edge| {
            let [a, b] = [edge.low, edge.high].map(|[x, y]| plane.flat(Coord { x, y }));
            let (dx, dy) = (b.x - a.x, b.y - a.y);
            let square = dx * dx + dy * dy;
            let part = if square > 0.0 {
                (-(a.x * dx + a.y * dy) / square).clamp(0.0, 1.0)
            } else {
                0.0
            };
            nearest.min((a.x + part * dx).hypot(a.y + part * dy))
        })
    }

    fn contains(&self, position: usize, point: [f64; 2], row: usize) -> bool {
        let shape = &self.shapes[position];
        let bucket = shape.first_bucket + (row - shape.first_row);
        self.edges[self.buckets[bucket] as usize..self.buckets[bucket + 1] as usize]
            .iter()
            .fold(false, |inside, edge| inside ^ edge.crossed_from(point))
    }

    /// Sorts one grid's edges into row buckets and notes which cells it touches or covers.
    fn add(&mut self, position: u32, outline: &[Edge], marks: &mut Vec<(u32, u32)>) {
        let first_bucket = self.buckets.len() - 1;
        let first_row = outline.iter().map(|e| self.raster.row(e.low[1])).min().unwrap_or(0);
        let last_row = outline.iter().map(|e| self.raster.row(e.high[1])).max().unwrap_or(0);
        self.shapes.push(Shape {
            first_row,
            first_bucket,
        });
        if outline.is_empty() {
            return;
        }
        let mut by_row: Vec<Vec<Edge>> = vec![Vec::new(); last_row - first_row + 1];
        for edge in outline {
            for row in self.raster.row(edge.low[1])..=self.raster.row(edge.high[1]) {
                by_row[row - first_row].push(*edge);
            }
        }
        for (row, edges) in (first_row..).zip(by_row) {
            let mut touched: Vec<_> = edges.iter().map(|e| self.raster.columns_of(e, row)).collect();
            touched.sort_unstable();
            self.edges.extend(edges);
            self.buckets.push(self.edges.len() as u32);

            let line = (row * self.raster.columns) as u32;
            let mut next = None;
            for (from, to) in touched {
                // Cells between two touched stretches lie wholly in or wholly out.
                if let Some(gap) = next.filter(|&gap| gap < from)
                    && self.contains(position as usize, self.raster.centre(gap, row), row)
                {
                    marks.extend((gap..from).map(|column| (line + column as u32, position | WHOLE)));
                }
                let start = next.map_or(from, |n| n.max(from));
                marks.extend((start..=to).map(|column| (line + column as u32, position)));
                next = next.max(Some(to + 1));
            }
        }
    }

    /// Writes the cells from the sorted marks.
    fn fill(&mut self, marks: &[(u32, u32)]) {
        for group in marks.chunk_by(|a, b| a.0 == b.0) {
            let cell = group[0].0 as usize;
            self.cells[cell] = match group {
                [(_, mark)] if mark & WHOLE != 0 => mark & !WHOLE,
                _ => {
                    let list = self.lists.len() as u32 - 1;
                    self.candidates.extend(group.iter().map(|&(_, mark)| mark));
                    self.lists.push(self.candidates.len() as u32);
                    MIXED | list
                }
            };
        }
    }
}

fn edges_of(rings: &Rings) -> Vec<Edge> {
    let mut edges = Vec::with_capacity(rings.iter().map(Vec::len).sum());
    for ring in rings {
        for (at, &a) in ring.iter().enumerate() {
            let b = ring[(at + 1) % ring.len()];
            if a != b {
                let up = (a[1], a[0]) <= (b[1], b[0]);
                edges.push(if up {
                    Edge { low: a, high: b }
                } else {
                    Edge { low: b, high: a }
                });
            }
        }
    }
    edges
}

/// About 32 cells a grid: enough that few cells hold more than two candidates, little enough to cache.
fn raster_over(outlines: &[Vec<Edge>]) -> Raster {
    let (mut west, mut south, mut east, mut north) =
        (f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY);
    for [x, y] in outlines.iter().flatten().flat_map(|e| [e.low, e.high]) {
        (west, south, east, north) = (west.min(x), south.min(y), east.max(x), north.max(y));
    }
    let cells = (outlines.len() * 32).clamp(1 << 16, 1 << 22) as f64;
    // An empty or flat layer gets a raster of one row or column and finds nothing.
    let (width, height) = ((east - west).max(1e-9), (north - south).max(1e-9));
    let columns = (cells * width / height).sqrt().clamp(1.0, cells);
    let rows = (cells / columns).clamp(1.0, cells);
    let (columns, rows) = (columns as usize, rows as usize);
    Raster {
        west,
        south,
        east,
        north,
        columns,
        rows,
        columns_per_degree: columns as f64 / width,
        rows_per_degree: rows as f64 / height,
    }
}
