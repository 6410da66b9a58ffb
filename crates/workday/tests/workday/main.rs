//! What the crate promises, as rows of data, as traps from other people's bug reports, and as properties.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod calendar;
mod edges;
mod explanations;
mod lunar;
mod notices;
mod pauses;
mod properties;
mod tables;
mod traps;
mod vectors;

use std::path::PathBuf;

use jiff::civil::{Date, DateTime, time};
use workday::{Calendar, OfficeHours, Session, Timetable};

fn at(text: &str) -> DateTime {
    text.parse().unwrap()
}

fn on(text: &str) -> Date {
    text.parse().unwrap()
}

/// 09:00–12:00 and 14:00–18:00, seven hours a workday: the office of the traps.
fn seven_hours() -> Timetable {
    let daily = |from, to| Session::daily(time(from, 0, 0, 0), time(to, 0, 0, 0));
    let hours = OfficeHours::new(vec![daily(9, 12), daily(14, 18)])
        .unwrap()
        .with_minutes_per_workday(420)
        .unwrap();
    Timetable::new(Calendar::builtin().clone(), hours)
}

/// A file of the shared data beside the repository; without it the test says so and passes.
fn shared(path: &str) -> Option<String> {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data")
        .join(path);
    let text = std::fs::read_to_string(&file).ok();
    if text.is_none() {
        eprintln!("skipped: no {}", file.display());
    }
    text
}
