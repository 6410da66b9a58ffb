//! The last day of each limit in a file of dates and workdays; deadlines a second of one core on the standard error.
//! `cargo xtask oracles` compares both with another program.

use std::hint::black_box;
use std::io::{self, BufWriter, Write};
use std::time::Instant;

use jiff::civil::{Date, DateTime};
use workday::{Limit, Mode, Timetable, Unit};

/// Often enough for a clock to see it.
const ROUNDS: usize = 80;

#[expect(clippy::disallowed_methods, reason = "a stopwatch is what a benchmark is")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = std::env::args().nth(1).ok_or("usage: due FILE")?;
    let mut questions: Vec<(DateTime, Limit)> = Vec::new();
    for line in std::fs::read_to_string(file)?.lines() {
        let (date, days) = line
            .split_once(' ')
            .ok_or("a line is a date and a number of workdays")?;
        let limit = Limit::new(days.parse()?, Unit::WorkDay);
        questions.push((date.parse::<Date>()?.at(9, 0, 0, 0), limit));
    }
    let office = Timetable::default();
    let mut answers: Vec<Date> = Vec::with_capacity(questions.len());
    let clock = Instant::now();
    for _ in 0..ROUNDS {
        answers.clear();
        for (received, limit) in black_box(&questions) {
            answers.push(office.deadline(*received, *limit, Mode::D)?.last_day());
        }
        black_box(&answers);
    }
    let rate = (questions.len() * ROUNDS) as f64 / clock.elapsed().as_secs_f64();

    let mut output = BufWriter::new(io::stdout().lock());
    for answer in answers {
        writeln!(output, "{answer}")?;
    }
    output.flush()?;
    eprintln!("{rate}");
    Ok(())
}
