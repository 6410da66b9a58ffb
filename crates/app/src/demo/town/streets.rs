//! Streets along the lattice, lanes inside blocks, the river with its banks, ponds and parks.

use super::geometry::{Pt, distance_to_line, offset, shrink};
use super::lattice::{Lattice, STEPS};
use super::lots::{Lot, Use};
use super::plan::{self, COLUMNS, Class, ROWS};
use super::rng::Rng;
use super::{Green, Road, Water, line, ring};

/// From the river's middle line to the middle of the embankment road.
const BANK_ROAD: f64 = 62.0;
/// How far the river and main streets go on beyond the border.
const TAIL: f64 = 420.0;

/// The river's middle line, from beyond the western border to beyond the eastern one.
pub fn river_line(lattice: &Lattice) -> Vec<Pt> {
    let row = plan::RIVER_LINE;
    let inside = |&j: &usize| lattice.cell(row - 1, j).is_some() && lattice.cell(row, j).is_some();
    with_tails(join((0..COLUMNS).filter(inside).map(|j| &lattice.across(row, j)[..])))
}

fn join<'a>(pieces: impl Iterator<Item = &'a [Pt]>) -> Vec<Pt> {
    let mut joined: Vec<Pt> = Vec::new();
    for piece in pieces {
        let repeated = usize::from(joined.last() == piece.first());
        joined.extend(&piece[repeated..]);
    }
    joined
}

fn with_tails(mut line: Vec<Pt>) -> Vec<Pt> {
    if let [first, second, .., before, last] = line[..] {
        line.insert(0, first + (first - second).unit() * TAIL);
        line.push(last + (last - before).unit() * TAIL);
    }
    line
}

pub fn roads(lattice: &Lattice, lots: &[Lot]) -> Vec<Road> {
    let river = river_line(lattice);
    let mut roads = Vec::new();
    for (i, &(name, class)) in (1..).zip(&plan::ROW_STREETS) {
        if i == plan::RIVER_LINE {
            for (name, side) in [(plan::NORTH_BANK, BANK_ROAD), (plan::SOUTH_BANK, -BANK_ROAD)] {
                roads.push(Road {
                    name: Some(name.to_owned()),
                    class: class.name(),
                    points: line(&offset(&river, |_| side)),
                });
            }
            continue;
        }
        let inside = |j: usize| {
            (lattice.cell(i - 1, j).is_some() && lattice.cell(i, j).is_some()).then(|| &lattice.across(i, j)[..])
        };
        roads.extend(
            runs((0..COLUMNS).map(inside))
                .into_iter()
                .map(|run| street(name, class, run)),
        );
    }
    for (j, &(name, class)) in (1..).zip(&plan::COLUMN_STREETS) {
        let inside = |i: usize| {
            (lattice.cell(i, j - 1).is_some() && lattice.cell(i, j).is_some()).then(|| &lattice.down(i, j)[..])
        };
        for run in runs((0..ROWS).map(inside)) {
            let pieces = if class == Class::Primary {
                vec![run]
            } else {
                keep_off(&run, &river, BANK_ROAD)
            };
            roads.extend(pieces.into_iter().map(|run| street(name, class, run)));
        }
    }
    roads.extend(lanes(lattice, lots));
    roads
}

fn street(name: &str, class: Class, run: Vec<Pt>) -> Road {
    let run = if class == Class::Primary { with_tails(run) } else { run };
    Road {
        name: Some(name.to_owned()),
        class: class.name(),
        points: line(&run),
    }
}

fn runs<'a>(pieces: impl Iterator<Item = Option<&'a [Pt]>>) -> Vec<Vec<Pt>> {
    let pieces: Vec<_> = pieces.collect();
    let inside = pieces.split(Option::is_none).filter(|run| !run.is_empty());
    inside.map(|run| join(run.iter().flatten().copied())).collect()
}

/// Cuts out the part of a line within `gap` metres of the river.
fn keep_off(run: &[Pt], river: &[Pt], gap: f64) -> Vec<Vec<Pt>> {
    let mut pieces = vec![Vec::new()];
    let mut before: Option<(Pt, f64)> = None;
    for &p in run {
        let away = distance_to_line(p, river) - gap;
        if let Some((q, q_away)) = before
            && (q_away > 0.0) != (away > 0.0)
        {
            let cut = q.towards(p, q_away / (q_away - away));
            if away > 0.0 {
                pieces.push(vec![cut]);
            } else if let Some(piece) = pieces.last_mut() {
                piece.push(cut);
            }
        }
        if let Some(piece) = pieces.last_mut().filter(|_| away > 0.0) {
            piece.push(p);
        }
        before = Some((p, away));
    }
    pieces.retain(|piece| piece.len() > 1);
    pieces
}

/// The line between two lots of a block is a lane, unless both are fields.
fn lanes(lattice: &Lattice, lots: &[Lot]) -> Vec<Road> {
    let mut lanes = Vec::new();
    let built = |lot: &Lot| !matches!(lot.purpose, Use::Fields | Use::Park(_));
    for (i, j, _) in lattice.blocks() {
        let here: Vec<&Lot> = lots.iter().filter(|lot| lot.block == (i, j)).collect();
        for (k, one) in here.iter().enumerate() {
            for other in &here[k + 1..] {
                let shared = [(2, 0), (3, 1)]
                    .into_iter()
                    .find(|&(a, b)| one.borders[a].line == other.borders[b].line);
                if let Some((side, _)) = shared.filter(|_| built(one) || built(other)) {
                    let points = keep_off(&one.borders[side].line, &river_line(lattice), BANK_ROAD);
                    lanes.extend(points.iter().map(|piece| Road {
                        name: None,
                        class: Class::Lane.name(),
                        points: line(piece),
                    }));
                }
            }
        }
    }
    lanes
}

pub fn water(lattice: &Lattice, lots: &[Lot], rng: &mut Rng) -> Vec<Water> {
    let middle = river_line(lattice);
    let mut half_width = 38.0;
    let widths: Vec<f64> = middle
        .iter()
        .map(|_| {
            half_width = f64::clamp(half_width + rng.between(-2.6, 2.6), 32.0, 46.0);
            half_width
        })
        .collect();
    let mut band = offset(&middle, |k| -widths[k]);
    band.extend(offset(&middle, |k| widths[k]).into_iter().rev());
    let mut water = vec![Water {
        name: Some(plan::RIVER.to_owned()),
        rings: vec![ring(&band)],
    }];
    for lot in lots.iter().filter(|lot| lot.fringe && lot.purpose == Use::Fields) {
        if rng.chance(0.3) {
            water.push(Water {
                name: None,
                rings: vec![ring(&pond(lot, rng))],
            });
        }
    }
    water
}

/// A round-cornered pond: a shaken octagon, its corners cut twice.
fn pond(lot: &Lot, rng: &mut Rng) -> Vec<Pt> {
    const OCTAGON: [(f64, f64); 8] = [
        (1.0, 0.0),
        (0.7, 0.7),
        (0.0, 1.0),
        (-0.7, 0.7),
        (-1.0, 0.0),
        (-0.7, -0.7),
        (0.0, -1.0),
        (0.7, -0.7),
    ];
    let (long, short) = (rng.between(26.0, 52.0), rng.between(18.0, 34.0));
    let mut shore: Vec<Pt> = OCTAGON
        .iter()
        .map(|&(x, y)| {
            let shake = rng.between(0.7, 1.15);
            lot.centre + lot.along * (x * long * shake) + lot.along.left() * (y * short * shake)
        })
        .collect();
    for _ in 0..2 {
        let next = shore.iter().cycle().skip(1);
        shore = shore
            .iter()
            .zip(next)
            .flat_map(|(&a, &b)| [a.towards(b, 0.25), a.towards(b, 0.75)])
            .collect();
    }
    shore
}

pub fn parks(lattice: &Lattice, lots: &[Lot]) -> Vec<Green> {
    let mut parks: Vec<Green> = plan::PARKS
        .iter()
        .map(|&(i, j, name)| {
            let net = lattice.net(i, j);
            let mut border: Vec<Pt> = net.iter().map(|row| row[0]).collect();
            border.extend(&net[STEPS][1..]);
            border.extend(net[..STEPS].iter().rev().map(|row| row[STEPS]));
            border.extend(net[0][1..STEPS].iter().rev());
            Green {
                name: Some(name.to_owned()),
                rings: vec![ring(&shrink(&border, 16.0))],
            }
        })
        .collect();
    let small = lots.iter().filter(|lot| lot.purpose == Use::Park("街心游园"));
    parks.extend(small.map(|lot| Green {
        name: Some("街心游园".to_owned()),
        rings: vec![ring(&lot.grounds())],
    }));
    let river = river_line(lattice);
    for side in [1.0, -1.0] {
        let mut strip = offset(&river, |_| side * 54.0);
        strip.extend(offset(&river, |_| side * 30.0).into_iter().rev());
        if side > 0.0 {
            strip.reverse();
        }
        parks.push(Green {
            name: Some("浉河滨水绿带".to_owned()),
            rings: vec![ring(&strip)],
        });
    }
    parks
}
