//! Prints how many points a second one core places among 50 and among 100,000 grids.
#![expect(clippy::print_stdout, reason = "a program for people at a terminal")]

use std::hint::black_box;
use std::time::Instant;

use codes::DivisionCode;
use grid_rules::Locator;

/// Border points between two corners, so that outlines are as rough as drawn ones.
const STEPS: usize = 12;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for (columns, rows) in [(10, 5), (400, 250)] {
        let grids = (0..columns * rows)
            .map(|n| {
                Ok((
                    DivisionCode::from_value(411_502_001_001_001 + (n / 900 * 1000 + n % 900) as u64)?,
                    vec![ring(n % columns, n / columns)],
                ))
            })
            .collect::<Result<Vec<_>, Box<dyn std::error::Error>>>()?;
        let started = now();
        let locator = Locator::new(grids)?;
        let built = started.elapsed();

        let points: Vec<[f64; 2]> = (0..1_000_000_u64)
            .map(|k| {
                [
                    noise(k, 1) * columns as f64 * 0.005 + 114.0,
                    noise(k, 2) * rows as f64 * 0.005 + 32.0,
                ]
            })
            .collect();
        let started = now();
        let rounds = 4;
        let mut placed = 0_usize;
        for _ in 0..rounds {
            placed += points
                .iter()
                .filter(|p| locator.locate(black_box(p[0]), p[1]).is_some())
                .count();
        }
        let rate = (points.len() * rounds) as f64 / started.elapsed().as_secs_f64();
        println!(
            "{:>7} grids of {} points: built in {:.0} ms, {:.2} million points/s, {:.2} % placed",
            columns * rows,
            4 * STEPS,
            built.as_secs_f64() * 1e3,
            rate / 1e6,
            placed as f64 / (points.len() * rounds) as f64 * 100.0
        );
    }
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "measuring time is what the program does")]
fn now() -> Instant {
    Instant::now()
}

fn noise(n: u64, salt: u64) -> f64 {
    let mut z = (n ^ salt << 40).wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((z ^ z >> 31) >> 11) as f64 / (1_u64 << 53) as f64
}

/// A point of the border from corner (i, j) along one axis, waved a little; the same for both neighbours.
fn border(i: usize, j: usize, step: usize, upward: bool) -> [f64; 2] {
    let along = step as f64 / STEPS as f64;
    let key = ((i * 1_000 + j) * 100 + step) as u64;
    let wave = if step.is_multiple_of(STEPS) {
        0.0
    } else {
        (noise(key, 3 + u64::from(upward)) - 0.5) * 0.1
    };
    let (x, y) = if upward {
        (i as f64 + wave, j as f64 + along)
    } else {
        (i as f64 + along, j as f64 + wave)
    };
    [114.0 + x * 0.005, 32.0 + y * 0.005]
}

fn ring(i: usize, j: usize) -> Vec<[f64; 2]> {
    let south = (0..STEPS).map(|s| border(i, j, s, false));
    let east = (0..STEPS).map(|s| border(i + 1, j, s, true));
    let north = (1..=STEPS).rev().map(|s| border(i, j + 1, s, false));
    let west = (1..=STEPS).rev().map(|s| border(i, j, s, true));
    south.chain(east).chain(north).chain(west).collect()
}
