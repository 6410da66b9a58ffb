//! Blocks cut into lots, and what each lot is used for.

use super::geometry::{Pt, area, contains, distance_to_line, middle, offset};
use super::lattice::{Cell, Lattice, Net, STEPS};
use super::plan::{self, COLUMNS, Class, PARKS, RIVER_LINE, ROWS, SITES, Site};
use super::rng::Rng;

/// Metres from the river's middle line to the nearest wall: water, green strip, embankment road, pavement.
const RIVER_SETBACK: f64 = 78.0;
const OUTLINE_SETBACK: f64 = 12.0;
/// Blocks longer than this are halved.
const HALVE_OVER: f64 = 345.0;
/// Least ground for a housing estate.
const ESTATE_M2: f64 = 14_000.0;

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Use {
    Compound,
    Towers,
    OldTown,
    Site(Site, &'static str),
    Industry,
    Village,
    Fields,
    Park(&'static str),
}

/// A street along a side of a lot, for the address.
#[derive(Clone, Copy, Debug)]
pub struct Front {
    pub name: &'static str,
    pub class: Class,
    pub eastward: bool,
    /// Even numbers stand on the south and east sides.
    pub even: bool,
}

pub struct Border {
    pub line: Vec<Pt>,
    pub setback: f64,
    pub front: Option<Front>,
}

pub struct Lot {
    pub block: (usize, usize),
    pub cell: Cell,
    pub ring: Vec<Pt>,
    /// North, west, south, east; lines run east or south.
    pub borders: [Border; 4],
    /// Direction of the local street, pointing about east.
    pub along: Pt,
    pub centre: Pt,
    pub fringe: bool,
    pub purpose: Use,
}

impl Lot {
    /// The part of the lot behind its setbacks, corners cut, as an open counter-clockwise ring.
    pub fn grounds(&self) -> Vec<Pt> {
        const STRIP: f64 = 3.0;
        let mut ring = Vec::new();
        // West and south run with the ring, east and north against it; inside lies to the left of the ring.
        for (side, with) in [(1, true), (2, true), (3, false), (0, false)] {
            let border = &self.borders[side];
            let mut line = border.line.clone();
            if !with {
                line.reverse();
            }
            let mut inner = offset(&line, |_| border.setback - STRIP);
            inner.retain(|&p| {
                let others = self.borders.iter().enumerate().filter(|(k, _)| *k != side);
                contains(&self.ring, p)
                    && others
                        .into_iter()
                        .all(|(_, b)| distance_to_line(p, &b.line) >= b.setback - STRIP)
            });
            ring.extend(inner);
        }
        ring
    }

    /// The most important street on which the lot lies, with the middle of that side.
    pub fn gate(&self) -> Option<(Front, Pt)> {
        let fronts = self
            .borders
            .iter()
            .filter_map(|b| Some((b.front?, b.line[b.line.len() / 2])));
        fronts.max_by_key(|(front, _)| front.class)
    }
}

/// All lots, block by block, with their purposes.
pub fn cut(lattice: &Lattice, rng: &mut Rng) -> Vec<Lot> {
    let mut lots: Vec<Lot> = Vec::new();
    for (i, j, cell) in lattice.blocks() {
        let net = lattice.net(i, j);
        let sides = [
            north(lattice, i, j),
            west(lattice, i, j),
            south(lattice, i, j),
            east(lattice, i, j),
        ];
        let half = STEPS / 2;
        let width = (net[half][STEPS] - net[half][0]).length();
        let height = (net[STEPS][half] - net[0][half]).length();
        for rows in spans(height) {
            for columns in spans(width) {
                lots.push(lot(&net, rows, columns, &sides, (i, j), cell));
            }
        }
    }
    assign(&mut lots, rng);
    lots
}

fn spans(length: f64) -> Vec<(usize, usize)> {
    if length > HALVE_OVER {
        vec![(0, STEPS / 2), (STEPS / 2, STEPS)]
    } else {
        vec![(0, STEPS)]
    }
}

type Kerb = (f64, Option<Front>);

fn row_line(lattice: &Lattice, line: usize, column: usize, south_of_it: bool) -> Kerb {
    let inside = line > 0 && lattice.cell(line - 1, column).is_some() && lattice.cell(line, column).is_some();
    if !inside {
        return (OUTLINE_SETBACK, None);
    }
    let (mut name, class) = plan::ROW_STREETS[line - 1];
    let mut setback = class.setback();
    if line == RIVER_LINE {
        setback = RIVER_SETBACK;
        name = if south_of_it {
            plan::SOUTH_BANK
        } else {
            plan::NORTH_BANK
        };
    }
    (
        setback,
        Some(Front {
            name,
            class,
            eastward: true,
            even: south_of_it,
        }),
    )
}

fn column_line(lattice: &Lattice, row: usize, line: usize, east_of_it: bool) -> Kerb {
    let inside = line > 0 && lattice.cell(row, line - 1).is_some() && lattice.cell(row, line).is_some();
    if !inside {
        return (OUTLINE_SETBACK, None);
    }
    let (name, class) = plan::COLUMN_STREETS[line - 1];
    (
        class.setback(),
        Some(Front {
            name,
            class,
            eastward: false,
            even: east_of_it,
        }),
    )
}

fn north(lattice: &Lattice, i: usize, j: usize) -> Kerb {
    row_line(lattice, i, j, true)
}

fn south(lattice: &Lattice, i: usize, j: usize) -> Kerb {
    row_line(lattice, i + 1, j, false)
}

fn west(lattice: &Lattice, i: usize, j: usize) -> Kerb {
    column_line(lattice, i, j, true)
}

fn east(lattice: &Lattice, i: usize, j: usize) -> Kerb {
    column_line(lattice, i, j + 1, false)
}

fn lot(
    net: &Net,
    rows: (usize, usize),
    columns: (usize, usize),
    kerbs: &[Kerb; 4],
    block: (usize, usize),
    cell: Cell,
) -> Lot {
    let border = |line: Vec<Pt>, on_block: bool, kerb: Kerb| {
        let (setback, front) = if on_block { kerb } else { (Class::Lane.setback(), None) };
        Border { line, setback, front }
    };
    let row = |i: usize| net[i][columns.0..=columns.1].to_vec();
    let column = |j: usize| (rows.0..=rows.1).map(|i| net[i][j]).collect::<Vec<_>>();
    let borders = [
        border(row(rows.0), rows.0 == 0, kerbs[0]),
        border(column(columns.0), columns.0 == 0, kerbs[1]),
        border(row(rows.1), rows.1 == STEPS, kerbs[2]),
        border(column(columns.1), columns.1 == STEPS, kerbs[3]),
    ];
    let open = |line: &[Pt]| line[..line.len() - 1].to_vec();
    let back = |line: &[Pt]| line[1..].iter().rev().copied().collect::<Vec<_>>();
    let ring = [
        open(&borders[1].line),
        open(&borders[2].line),
        back(&borders[3].line),
        back(&borders[0].line),
    ]
    .concat();
    let half = |line: &[Pt]| line[line.len() / 2];
    Lot {
        block,
        cell,
        along: (half(&borders[3].line) - half(&borders[1].line)).unit(),
        centre: middle(&ring),
        ring,
        borders,
        fringe: cell.0 >= 4,
        purpose: Use::Fields,
    }
}

/// Named sites first, then one housing estate (two at the fringe) nearest the town's middle in every grid, then the rest.
fn assign(lots: &mut [Lot], rng: &mut Rng) {
    let mut taken = vec![false; lots.len()];
    for k in 0..lots.len() {
        let (i, j) = lots[k].block;
        let first_of_block = k == 0 || lots[k - 1].block != lots[k].block;
        if let Some(park) = PARKS.iter().find(|park| (park.0, park.1) == (i, j)) {
            (lots[k].purpose, taken[k]) = (Use::Park(park.2), true);
        } else if let Some(site) = SITES.iter().find(|site| (site.0, site.1) == (i, j) && first_of_block) {
            (lots[k].purpose, taken[k]) = (Use::Site(site.2, site.3), true);
        }
    }
    let mut cells: Vec<Cell> = lots.iter().map(|lot| lot.cell).collect();
    cells.sort_unstable();
    cells.dedup();
    for cell in cells {
        let mut free: Vec<usize> = (0..lots.len()).filter(|&k| lots[k].cell == cell && !taken[k]).collect();
        let (middle_row, middle_column) = (ROWS as f64 / 2.0, COLUMNS as f64 / 2.0);
        let remote = |&k: &usize| {
            let (i, j) = lots[k].block;
            let away = Pt::new(i as f64 + 0.5 - middle_row, j as f64 + 0.5 - middle_column);
            let cramped = area(&lots[k].grounds()) < ESTATE_M2;
            (cramped, (away.dot(away) * 1000.0 + lots[k].centre.length()) as u64)
        };
        free.sort_by_cached_key(remote);
        let fringe = cell.0 >= 4;
        let estates = if fringe { 2 } else { 1 };
        for (rank, &k) in free.iter().enumerate() {
            lots[k].purpose = match rank < estates {
                true if rng.chance(if fringe { 0.3 } else { 0.2 }) => Use::Towers,
                true => Use::Compound,
                false if fringe => match rng.unit() {
                    roll if roll < 0.17 => Use::Village,
                    roll if roll < 0.23 => Use::Industry,
                    _ => Use::Fields,
                },
                false if rng.chance(0.08) => Use::Park("街心游园"),
                false => Use::OldTown,
            };
        }
    }
}
