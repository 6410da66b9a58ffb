//! The fifth workday after each date of a file, one a line; deadlines a second of one core on the standard error.
//! `cargo xtask oracles` compares both with another program.

use std::hint::black_box;
use std::io::{self, BufWriter, Write};
use std::time::Instant;

use jiff::civil::{Date, DateTime};
use workday::{Limit, Mode, Timetable, Unit};

/// Often enough for a clock to see it.
const ROUNDS: usize = 20;

#[expect(clippy::disallowed_methods, reason = "a stopwatch is what a benchmark is")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = std::env::args().nth(1).ok_or("usage: due FILE")?;
    let mut starts: Vec<DateTime> = Vec::new();
    for line in std::fs::read_to_string(file)?.lines() {
        starts.push(line.trim().parse::<Date>()?.at(9, 0, 0, 0));
    }
    let (office, limit) = (Timetable::default(), Limit::new(5, Unit::WorkDay));
    let mut answers: Vec<Date> = Vec::with_capacity(starts.len());
    let clock = Instant::now();
    for _ in 0..ROUNDS {
        answers.clear();
        for start in &starts {
            answers.push(office.deadline(black_box(*start), limit, Mode::D)?.last_day());
        }
        black_box(&answers);
    }
    let rate = (starts.len() * ROUNDS) as f64 / clock.elapsed().as_secs_f64();

    let mut output = BufWriter::new(io::stdout().lock());
    for answer in answers {
        writeln!(output, "{answer}")?;
    }
    output.flush()?;
    eprintln!("{rate}");
    Ok(())
}
