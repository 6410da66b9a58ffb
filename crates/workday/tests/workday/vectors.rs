//! The shared test vectors, read from beside the repository.

use serde_json::Value;
use workday::{Limit, Mode, Timetable, Unit};

use crate::{at, on, shared};

fn rows<'a>(vectors: &'a Value, name: &str) -> &'a [Value] {
    vectors[name].as_array().unwrap()
}

fn text(row: &Value, name: &str) -> String {
    // All stamps are +08:00, which is what civil time here means.
    row[name].as_str().unwrap().trim_end_matches("+08:00").to_owned()
}

fn amount(row: &Value, name: &str) -> u32 {
    row[name].as_u64().unwrap().try_into().unwrap()
}

#[test]
fn every_vector_about_working_time() {
    let Some(json) = shared("domain/vectors.json") else {
        return;
    };
    let vectors: Value = serde_json::from_str(&json).unwrap();
    let office = Timetable::default();
    let mut count = 0;

    for (name, unit, mode) in [
        ("workday_mode_d", Unit::WorkDay, Mode::D),
        ("natural_day_mode_l", Unit::NaturalDay, Mode::L),
    ] {
        for row in rows(&vectors, name) {
            let received = on(&text(row, "received")).at(10, 0, 0, 0);
            let due = office
                .deadline(received, Limit::new(amount(row, "days"), unit), mode)
                .unwrap();
            assert_eq!(due.last_day(), on(&text(row, "deadline")), "{row}");
            count += 1;
        }
    }
    for row in rows(&vectors, "workday_mode_h") {
        let limit = Limit::new(amount(row, "days"), Unit::WorkDay);
        let due = office.deadline(at(&text(row, "start")), limit, Mode::H).unwrap();
        assert_eq!(due.at, at(&text(row, "deadline")), "{row}");
        count += 1;
    }
    for (name, basis) in [
        ("work_hours", workday::Basis::Sessions),
        ("urgent", workday::Basis::Continuous),
    ] {
        for row in rows(&vectors, name) {
            // Half an hour occurs, so seconds rather than whole units.
            let seconds = (row["hours"].as_f64().unwrap() * 3_600.0) as i64;
            let due = office
                .add_working_seconds(at(&text(row, "start")), seconds, basis)
                .unwrap();
            assert_eq!(due, at(&text(row, "deadline")), "{row}");
            count += 1;
        }
    }
    assert_eq!(count, 46);

    let pause = &vectors["pause"];
    let limit = Limit::new(amount(pause, "days_mode_h"), Unit::WorkDay);
    let basis = limit.basis(Mode::H);
    let (start, paused) = (at(&text(pause, "start")), at(&text(pause, "paused")));
    let due = office.deadline(start, limit, Mode::H).unwrap();
    assert_eq!(due.at, at(&text(pause, "original_deadline")));
    assert_eq!(
        office.working_seconds(start, paused, basis),
        i64::from(amount(pause, "used_hours")) * 3_600
    );
    let left = office.remaining(paused, due.at, basis);
    assert_eq!(left, i64::from(amount(pause, "remaining_hours")) * 3_600);
    let resumed = office.resume(at(&text(pause, "resumed")), left, basis).unwrap();
    assert_eq!(resumed.at, at(&text(pause, "deadline")));

    let extension = &vectors["extension_mode_d"];
    let limit = Limit::new(amount(extension, "days"), Unit::WorkDay);
    let due = office
        .deadline(on(&text(extension, "received")).at(9, 0, 0, 0), limit, Mode::D)
        .unwrap();
    assert_eq!(due.last_day(), on(&text(extension, "first")));
    assert_eq!(
        office.extend(due, limit, Mode::D).unwrap().last_day(),
        on(&text(extension, "extended_once"))
    );
}
