//! Deadlines per second on one core: `cargo run --release -p workday --example bench`.

use std::hint::black_box;
use std::time::Instant;

use jiff::SignedDuration;
use jiff::civil::{DateTime, date};
use workday::{Limit, Mode, Timetable, Unit};

const ROUNDS: u32 = 200;

#[expect(clippy::disallowed_methods, reason = "a stopwatch is what a benchmark is")]
#[expect(clippy::print_stdout, reason = "the figures are the output")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let office = Timetable::default();
    // Every 89th minute of more than two years, so that holidays, nights and lunches all come up.
    let starts: Vec<DateTime> = (0..12_000)
        .map(|n| {
            date(2024, 1, 1)
                .at(0, 0, 0, 0)
                .checked_add(SignedDuration::from_mins(n * 89))
        })
        .collect::<Result<_, _>>()?;
    for (unit, mode, most) in [
        (Unit::WorkDay, Mode::D, 30),
        (Unit::WorkDay, Mode::H, 30),
        (Unit::WorkHour, Mode::H, 24),
        (Unit::NaturalDay, Mode::L, 60),
        (Unit::UrgentHour, Mode::H, 24),
    ] {
        let clock = Instant::now();
        let mut count = 0_u32;
        for round in 0..ROUNDS {
            for (n, start) in starts.iter().enumerate() {
                let amount = (n as u32 + round) % most + 1;
                black_box(office.deadline(black_box(*start), Limit::new(amount, unit), mode)?);
                count += 1;
            }
        }
        let rate = f64::from(count) / clock.elapsed().as_secs_f64();
        println!("{:>6.1} million/s  1..={most}{} mode {mode:?}", rate / 1e6, unit.code());
    }
    Ok(())
}
