//! The warped lattice of blocks: every border is one curve, computed once and shared by both neighbours.

use std::collections::BTreeMap;

use super::geometry::{Pt, area, curve, middle};
use super::plan::{BLOCKS, COLUMNS, HEIGHTS, ROWS, WIDTHS};
use super::rng::Rng;

/// Straight pieces of a block's side; even, because lots halve a block.
pub const STEPS: usize = 8;
pub type Side = [Pt; STEPS + 1];
/// Points of a block, row by row from the north-west corner.
pub type Net = [Side; STEPS + 1];
type Node = (usize, usize);

pub const AREA_M2: f64 = 27_000_000.0;

/// Community (from 0) and grid letter of a block.
pub type Cell = (usize, char);

pub struct Lattice {
    cells: Vec<Vec<Option<Cell>>>,
    /// `across[i][j]` runs east from node (i, j), `down[i][j]` runs south from it.
    across: Vec<Vec<Side>>,
    down: Vec<Vec<Side>>,
}

impl Lattice {
    pub fn new(rng: &mut Rng) -> Self {
        let cells = BLOCKS
            .iter()
            .map(|row| row.split_whitespace().map(parse_cell).collect())
            .collect();
        let flat = [Pt::new(0.0, 0.0); STEPS + 1];
        let mut lattice = Self {
            cells,
            across: vec![vec![flat; COLUMNS]; ROWS + 1],
            down: vec![vec![flat; COLUMNS + 1]; ROWS],
        };
        let outline = lattice.trace(|_| true);
        let outline = outline.first().map_or(&[][..], Vec::as_slice);
        let mut nodes = warp(rng);
        round_off(&mut nodes, outline);
        lattice.draw_streets(&nodes);
        lattice.draw_outline(&nodes, outline, rng);
        lattice.fit();
        lattice
    }

    pub fn cell(&self, row: usize, column: usize) -> Option<Cell> {
        *self.cells.get(row)?.get(column)?
    }

    /// Blocks of the town as (row, column, cell), north-west first.
    pub fn blocks(&self) -> impl Iterator<Item = (usize, usize, Cell)> {
        let row = |(i, row): (usize, &'_ Vec<Option<Cell>>)| {
            let found: Vec<_> = row
                .iter()
                .enumerate()
                .filter_map(|(j, cell)| cell.map(|cell| (i, j, cell)))
                .collect();
            found
        };
        self.cells.iter().enumerate().flat_map(row)
    }

    pub fn across(&self, line: usize, column: usize) -> &Side {
        &self.across[line][column]
    }

    pub fn down(&self, row: usize, line: usize) -> &Side {
        &self.down[row][line]
    }

    /// Points inside a block, blended from its four sides (a Coons patch), so the outermost ones are its borders.
    pub fn net(&self, row: usize, column: usize) -> Net {
        let (north, south) = (&self.across[row][column], &self.across[row + 1][column]);
        let (west, east) = (&self.down[row][column], &self.down[row][column + 1]);
        let mut net = [*north; STEPS + 1];
        net[STEPS] = *south;
        for i in 1..STEPS {
            let v = i as f64 / STEPS as f64;
            for j in 0..=STEPS {
                let u = j as f64 / STEPS as f64;
                let ruled = north[j].towards(south[j], v) + west[i].towards(east[i], u);
                let corners = north[0]
                    .towards(north[STEPS], u)
                    .towards(south[0].towards(south[STEPS], u), v);
                net[i][j] = ruled - corners;
            }
            net[i][0] = west[i];
            net[i][STEPS] = east[i];
        }
        net
    }

    /// Counter-clockwise open rings around the chosen blocks.
    pub fn rings(&self, chosen: impl Fn(Cell) -> bool) -> Vec<Vec<Pt>> {
        let along = |ring: &Vec<Node>| {
            let next = ring.iter().cycle().skip(1);
            ring.iter()
                .zip(next)
                .flat_map(|(&a, &b)| self.side(a, b).into_iter().take(STEPS))
                .collect()
        };
        self.trace(chosen).iter().map(along).collect()
    }

    fn side(&self, a: Node, b: Node) -> Side {
        let mut side = if a.0 == b.0 {
            self.across[a.0][a.1.min(b.1)]
        } else {
            self.down[a.0.min(b.0)][a.1]
        };
        if b < a {
            side.reverse();
        }
        side
    }

    fn trace(&self, chosen: impl Fn(Cell) -> bool) -> Vec<Vec<Node>> {
        let mut next: BTreeMap<Node, Node> = BTreeMap::new();
        let is_chosen = |i: usize, j: usize| self.cell(i, j).is_some_and(&chosen);
        for (i, j, _) in self.blocks().filter(|&(_, _, cell)| chosen(cell)) {
            if j == 0 || !is_chosen(i, j - 1) {
                next.insert((i, j), (i + 1, j));
            }
            if !is_chosen(i + 1, j) {
                next.insert((i + 1, j), (i + 1, j + 1));
            }
            if !is_chosen(i, j + 1) {
                next.insert((i + 1, j + 1), (i, j + 1));
            }
            if i == 0 || !is_chosen(i - 1, j) {
                next.insert((i, j + 1), (i, j));
            }
        }
        let mut rings = Vec::new();
        while let Some((mut node, _)) = next.first_key_value().map(|(a, b)| (*a, *b)) {
            let mut ring = Vec::new();
            while let Some(follower) = next.remove(&node) {
                ring.push(node);
                node = follower;
            }
            rings.push(ring);
        }
        rings
    }

    fn draw_streets(&mut self, nodes: &[Vec<Pt>]) {
        let at = |i: Option<usize>, j: Option<usize>| nodes.get(i?)?.get(j?).copied();
        for (i, line) in self.across.iter_mut().enumerate() {
            for (j, side) in line.iter_mut().enumerate() {
                let (before, after) = (at(Some(i), j.checked_sub(1)), at(Some(i), Some(j + 2)));
                *side = smooth(before, nodes[i][j], nodes[i][j + 1], after);
            }
        }
        for (i, line) in self.down.iter_mut().enumerate() {
            for (j, side) in line.iter_mut().enumerate() {
                let (before, after) = (at(i.checked_sub(1), Some(j)), at(Some(i + 2), Some(j)));
                *side = smooth(before, nodes[i][j], nodes[i + 1][j], after);
            }
        }
    }

    /// The outer border bends on its own: it follows fields and brooks, not streets.
    fn draw_outline(&mut self, nodes: &[Vec<Pt>], outline: &[Node], rng: &mut Rng) {
        let at = |k: usize| outline[k % outline.len()];
        let place = |k: usize| nodes[at(k).0][at(k).1];
        for k in 0..outline.len() {
            let (a, b) = (at(k), at(k + 1));
            let mut side = smooth(
                Some(place(k + outline.len() - 1)),
                place(k),
                place(k + 1),
                Some(place(k + 2)),
            );
            let outward = (place(k) - place(k + 1)).left();
            let bend = rng.between(-0.09, 0.09);
            for (step, p) in side.iter_mut().enumerate().take(STEPS).skip(1) {
                let t = step as f64 / STEPS as f64;
                *p = *p + outward * (bend * 4.0 * t * (1.0 - t) + rng.between(-0.014, 0.014));
            }
            if b < a {
                side.reverse();
            }
            if a.0 == b.0 {
                self.across[a.0][a.1.min(b.1)] = side;
            } else {
                self.down[a.0.min(b.0)][a.1] = side;
            }
        }
    }

    /// Scales the town to its official area and puts its middle on the origin.
    fn fit(&mut self) {
        let mut ring = self.rings(|_| true).swap_remove(0);
        ring.extend(ring.first().copied());
        let factor = (AREA_M2 / area(&ring)).sqrt();
        let centre = middle(&ring);
        for p in self.across.iter_mut().chain(&mut self.down).flatten().flatten() {
            *p = (*p - centre) * factor;
        }
    }
}

fn parse_cell(word: &str) -> Option<Cell> {
    let mut letters = word.chars();
    let community = letters.next()?.to_digit(10)? as usize;
    Some((community.checked_sub(1)?, letters.next()?))
}

fn smooth(before: Option<Pt>, a: Pt, b: Pt, after: Option<Pt>) -> Side {
    let points = [before.unwrap_or(a * 2.0 - b), a, b, after.unwrap_or(b * 2.0 - a)];
    let mut side = [a; STEPS + 1];
    for (step, p) in side.iter_mut().enumerate().skip(1) {
        *p = curve(points, step as f64 / STEPS as f64);
    }
    side[STEPS] = b;
    side
}

/// Lattice nodes in metres: a slightly turned lattice, bent by slow noise, with a small shake of each node.
fn warp(rng: &mut Rng) -> Vec<Vec<Pt>> {
    const FIELD: usize = 6;
    const BEND: f64 = 230.0;
    let mut draw = || Pt::new(rng.between(-BEND, BEND), rng.between(-BEND, BEND));
    let field: Vec<Vec<Pt>> = (0..FIELD).map(|_| (0..FIELD).map(|_| draw()).collect()).collect();
    let (width, height): (f64, f64) = (WIDTHS.iter().sum(), HEIGHTS.iter().sum());
    let mut y = 0.0;
    let mut nodes = Vec::new();
    for i in 0..=ROWS {
        let mut x = 0.0;
        let mut line = Vec::new();
        for j in 0..=COLUMNS {
            let (u, v) = (x / width * (FIELD - 1) as f64, y / height * (FIELD - 1) as f64);
            let (ui, vi) = ((u as usize).min(FIELD - 2), (v as usize).min(FIELD - 2));
            let (u, v) = (ease(u - ui as f64), ease(v - vi as f64));
            let bend = field[vi][ui]
                .towards(field[vi][ui + 1], u)
                .towards(field[vi + 1][ui].towards(field[vi + 1][ui + 1], u), v);
            let shake = Pt::new(rng.between(-22.0, 22.0), rng.between(-20.0, 20.0));
            let p = Pt::new(x - width / 2.0, height / 2.0 - y) + bend + shake;
            // A turn of 4.6 degrees: the street net follows the river, not the compass.
            line.push(Pt::new(p.x * 0.9968 + p.y * 0.08, p.y * 0.9968 - p.x * 0.08));
            x += WIDTHS.get(j).copied().unwrap_or(0.0);
        }
        nodes.push(line);
        y += HEIGHTS.get(i).copied().unwrap_or(0.0);
    }
    nodes
}

fn ease(t: f64) -> f64 {
    t * t * (3.0 - 2.0 * t)
}

/// Takes the steps off the outer border.
fn round_off(nodes: &mut [Vec<Pt>], outline: &[Node]) {
    for _ in 0..2 {
        let before: Vec<Pt> = outline.iter().map(|&(i, j)| nodes[i][j]).collect();
        for (k, &(i, j)) in outline.iter().enumerate() {
            let around = before[(k + 1) % before.len()].towards(before[(k + before.len() - 1) % before.len()], 0.5);
            nodes[i][j] = before[k].towards(around, 0.38);
        }
    }
}
