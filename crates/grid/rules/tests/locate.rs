//! One grid a point: borders, holes, gaps, load order, and agreement with a plain ray cast.

use codes::DivisionCode;
use grid_rules::{Locator, LocatorError};
use proptest::prelude::*;

type Grid = (DivisionCode, Vec<Vec<[f64; 2]>>);

fn code(n: u64) -> DivisionCode {
    DivisionCode::from_value(411_502_005_001_000 + n / 999 * 1000 + n % 999 + 1).expect("a grid code")
}

fn rectangle(west: f64, south: f64, east: f64, north: f64) -> Vec<[f64; 2]> {
    vec![
        [west, south],
        [east, south],
        [east, north],
        [west, north],
        [west, south],
    ]
}

/// A lattice whose inner corners are shifted, neighbours sharing the very same corners.
fn lattice(columns: usize, rows: usize, shift: impl Fn(usize, usize) -> [f64; 2]) -> Vec<Grid> {
    let corner = |i: usize, j: usize| {
        let [dx, dy] = if i == 0 || j == 0 || i == columns || j == rows {
            [0.0; 2]
        } else {
            shift(i, j)
        };
        [114.0 + (i as f64 + dx) * 0.01, 32.0 + (j as f64 + dy) * 0.01]
    };
    let cell = |n: usize| {
        let (i, j) = (n % columns, n / columns);
        (
            code(n as u64),
            vec![vec![
                corner(i, j),
                corner(i + 1, j),
                corner(i + 1, j + 1),
                corner(i, j + 1),
            ]],
        )
    };
    (0..columns * rows).map(cell).collect()
}

/// Repeatable numbers in 0..1.
fn dice(seed: u64) -> impl FnMut() -> f64 {
    let mut state = seed | 1;
    move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as f64 / (1_u64 << 53) as f64
    }
}

fn brute(grids: &[Grid], [x, y]: [f64; 2]) -> Vec<DivisionCode> {
    let inside = |rings: &Vec<Vec<[f64; 2]>>| {
        let mut inside = false;
        for ring in rings {
            for k in 0..ring.len() {
                let (mut a, mut b) = (ring[k], ring[(k + 1) % ring.len()]);
                if a[1] > b[1] || (a[1] == b[1] && a[0] > b[0]) {
                    (a, b) = (b, a);
                }
                if a[1] <= y && y < b[1] && (b[0] - a[0]) * (y - a[1]) > (x - a[0]) * (b[1] - a[1]) {
                    inside = !inside;
                }
            }
        }
        inside
    };
    let mut found: Vec<_> = grids
        .iter()
        .filter(|(_, rings)| inside(rings))
        .map(|(code, _)| *code)
        .collect();
    found.sort();
    found
}

#[test]
fn two_grids_share_a_border_and_four_a_corner() {
    let grids: Vec<Grid> = [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)]
        .into_iter()
        .enumerate()
        .map(|(n, (x, y))| (code(n as u64), vec![rectangle(x, y, x + 1.0, y + 1.0)]))
        .collect();
    let locator = Locator::new(grids.clone()).expect("grids");
    assert_eq!(locator.locate(1.0, 0.5), Some(code(1)));
    assert_eq!(locator.locate(0.5, 1.0), Some(code(2)));
    assert_eq!(locator.locate(1.0, 1.0), Some(code(3)));
    assert_eq!(locator.locate(0.0, 0.0), Some(code(0)));
    assert_eq!(locator.locate(2.0, 1.0), None);
    for turn in 0..4 {
        let mut other = grids.clone();
        other.rotate_left(turn);
        let other = Locator::new(other).expect("grids");
        for at in [[1.0, 0.5], [0.5, 1.0], [1.0, 1.0], [0.0, 0.0]] {
            assert_eq!(other.locate(at[0], at[1]), locator.locate(at[0], at[1]));
        }
    }
}

#[test]
fn border_points_belong_to_exactly_one_grid_in_every_load_order() {
    let mut next = dice(7);
    let shifts: Vec<[f64; 2]> = (0..900).map(|_| [(next() - 0.5) * 0.6, (next() - 0.5) * 0.6]).collect();
    let grids = lattice(20, 20, |i, j| shifts[i * 30 + j]);
    let orders: Vec<Locator> = [0, 133, 399]
        .into_iter()
        .map(|turn| {
            let mut grids = grids.clone();
            grids.rotate_left(turn);
            if turn == 399 {
                grids.reverse();
            }
            Locator::new(grids).expect("grids")
        })
        .collect();
    let n = 20_000;
    let mut found = 0;
    for _ in 0..n {
        // An inner border: the east side of a cell that is not in the last column.
        let (i, j) = ((next() * 19.0) as usize, (next() * 20.0) as usize);
        let ring = &grids[j * 20 + i].1[0];
        let (a, b, part) = (ring[1], ring[2], next());
        let at = [a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1])];
        let answers: Vec<_> = orders.iter().map(|locator| locator.locate(at[0], at[1])).collect();
        assert!(answers.iter().all(|answer| *answer == answers[0]));
        assert_eq!(brute(&grids, at), answers[0].into_iter().collect::<Vec<_>>());
        found += usize::from(answers[0].is_some());
    }
    assert_eq!(found, n);
}

#[test]
fn corners_belong_to_exactly_one_grid() {
    let mut next = dice(11);
    let shifts: Vec<[f64; 2]> = (0..900).map(|_| [(next() - 0.5) * 0.6, (next() - 0.5) * 0.6]).collect();
    let grids = lattice(20, 20, |i, j| shifts[i * 30 + j]);
    let locator = Locator::new(grids.clone()).expect("grids");
    for n in 0..400 {
        let at = grids[n].1[0][0];
        let answer = locator.locate(at[0], at[1]);
        assert_eq!(brute(&grids, at), answer.into_iter().collect::<Vec<_>>());
        assert!(answer.is_some(), "{at:?}");
    }
}

#[test]
fn holes_do_not_depend_on_direction() {
    let turned = |mut ring: Vec<[f64; 2]>, turn: bool| {
        if turn {
            ring.reverse();
        }
        ring
    };
    for turns in 0..4 {
        let outer = turned(rectangle(114.0, 32.0, 114.1, 32.1), turns & 1 == 1);
        let hole = turned(rectangle(114.04, 32.04, 114.06, 32.06), turns & 2 == 2);
        let locator = Locator::new(vec![(code(0), vec![outer, hole])]).expect("a grid");
        assert_eq!(locator.locate(114.02, 32.05), Some(code(0)), "turns {turns}");
        assert_eq!(locator.locate(114.05, 32.05), None, "turns {turns}");
        assert_eq!(locator.locate(114.08, 32.05), Some(code(0)), "turns {turns}");
    }
}

#[test]
fn a_gap_belongs_to_nobody_and_names_the_nearest_on_request() {
    // 30 cm at this latitude.
    let gap = 0.3 / 94_400.0;
    let west = rectangle(114.0, 32.0, 114.001, 32.0018);
    let east = rectangle(114.001 + gap, 32.0, 114.002, 32.0018);
    let locator = Locator::new(vec![(code(0), vec![west]), (code(1), vec![east])]).expect("grids");
    let at = 114.001 + gap / 3.0;
    assert_eq!(locator.locate(at, 32.0009), None);
    let nearest = locator.nearest_within(at, 32.0009, 5.0).expect("a neighbour");
    assert_eq!(nearest.code, code(0));
    assert!((nearest.metres - 0.1).abs() < 0.01, "{nearest:?}");
    assert_eq!(locator.nearest_within(114.01, 32.0009, 5.0), None);
}

#[test]
fn where_grids_overlap_the_smaller_code_wins() {
    let both = |turn: bool| {
        let mut grids = vec![
            (code(4), vec![rectangle(0.0, 0.0, 2.0, 2.0)]),
            (code(2), vec![rectangle(1.0, 0.0, 3.0, 2.0)]),
        ];
        if turn {
            grids.reverse();
        }
        Locator::new(grids).expect("grids")
    };
    for locator in [both(false), both(true)] {
        assert_eq!(locator.locate(1.5, 1.0), Some(code(2)));
        assert_eq!(locator.locate(0.5, 1.0), Some(code(4)));
    }
}

#[test]
fn odd_layers_are_answered_or_refused() {
    assert_eq!(Locator::new(vec![]).expect("nothing").locate(114.0, 32.0), None);
    let flat = Locator::new(vec![(code(0), vec![vec![[114.0, 32.0], [114.1, 32.0]]])]).expect("a line");
    assert_eq!(flat.locate(114.05, 32.0), None);
    let locator = Locator::new(vec![
        (code(0), vec![rectangle(114.0, 32.0, 114.1, 32.1)]),
        (code(1), vec![]),
    ])
    .expect("one");
    for (lng, lat) in [
        (f64::NAN, 32.0),
        (114.05, f64::NAN),
        (f64::INFINITY, 32.0),
        (32.05, 114.05),
    ] {
        assert_eq!(locator.locate(lng, lat), None);
    }
    let broken = vec![(code(0), vec![vec![[114.0, f64::NAN], [114.1, 32.0], [114.0, 32.1]]])];
    assert_eq!(
        Locator::new(broken).expect_err("no number"),
        LocatorError::NotFinite(code(0))
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn agrees_with_a_plain_ray_cast(seed in any::<u64>(), columns in 1_usize..12, rows in 1_usize..12) {
        let mut next = dice(seed);
        let shifts: Vec<[f64; 2]> = (0..256).map(|_| [(next() - 0.5) * 0.8, (next() - 0.5) * 0.8]).collect();
        let mut grids = lattice(columns, rows, |i, j| shifts[i * 16 + j]);
        // Free triangles and stars on top make overlaps, holes and self-crossings.
        for n in 0..4 {
            let ring: Vec<[f64; 2]> = (0..3 + n * 2).map(|_| [114.0 + next() * 0.12, 32.0 + next() * 0.12]).collect();
            grids.push((code(500 + n as u64), vec![ring, rectangle(114.02, 32.01, 114.03, 32.05)]));
        }
        let locator = Locator::new(grids.clone()).expect("grids");
        for k in 0..600 {
            let mut at = [113.99 + next() * 0.15, 31.99 + next() * 0.15];
            match k % 3 {
                // Heights and lengths shared with corners.
                1 => at[1] = 32.0 + 0.01 * (next() * 12.0).floor(),
                2 => {
                    let ring = &grids[(next() * grids.len() as f64) as usize].1[0];
                    at = ring[(next() * ring.len() as f64) as usize];
                }
                _ => {}
            }
            prop_assert_eq!(locator.locate(at[0], at[1]), brute(&grids, at).first().copied(), "{:?}", at);
        }
    }
}
