//! The worked examples of the specification, as rows.

use workday::{Basis, Mode, Timetable};

use crate::{at, on};

#[test]
fn workdays_in_mode_d() {
    for (received, limit, last_day) in [
        ("2024-02-02", "3wd", "2024-02-06"),
        ("2024-02-08", "3wd", "2024-02-19"),
        ("2024-02-09", "1wd", "2024-02-18"),
        ("2024-04-03", "3wd", "2024-04-09"),
        ("2024-04-30", "5wd", "2024-05-10"),
        ("2024-09-13", "2wd", "2024-09-18"),
        ("2024-09-30", "5wd", "2024-10-12"),
        ("2024-09-27", "7wd", "2024-10-12"),
        ("2025-01-24", "5wd", "2025-02-07"),
        ("2025-01-24", "6wd", "2025-02-08"),
        ("2025-01-27", "5wd", "2025-02-10"),
        ("2025-04-25", "5wd", "2025-05-06"),
        ("2025-09-26", "7wd", "2025-10-13"),
        ("2025-09-30", "1wd", "2025-10-09"),
        ("2025-09-30", "3wd", "2025-10-11"),
        ("2025-10-08", "1wd", "2025-10-09"),
        ("2025-12-31", "3wd", "2026-01-06"),
        ("2026-02-13", "5wd", "2026-02-27"),
        ("2026-02-13", "7wd", "2026-03-02"),
        ("2026-02-14", "5wd", "2026-02-28"),
        ("2026-04-30", "5wd", "2026-05-11"),
        ("2026-09-18", "10wd", "2026-10-09"),
        ("2026-09-18", "11wd", "2026-10-10"),
        ("2026-09-30", "3wd", "2026-10-10"),
        ("2026-09-30", "15wd", "2026-10-27"),
    ] {
        // The hour of receipt makes no difference, and for workdays neither does the legal mode.
        for (hour, mode) in [(0, Mode::D), (11, Mode::D), (23, Mode::D), (9, Mode::L)] {
            let due = Timetable::default()
                .deadline(on(received).at(hour, 30, 0, 0), limit.parse().unwrap(), mode)
                .unwrap();
            assert_eq!(due.last_day(), on(last_day), "{received} + {limit}");
            assert_eq!(due.at, on(last_day).tomorrow().unwrap().at(0, 0, 0, 0));
            assert!(!due.provisional);
        }
    }
}

#[test]
fn natural_days() {
    for (received, limit, mode, last_day) in [
        ("2025-09-17", "15nd", Mode::L, "2025-10-09"),
        ("2025-12-03", "60nd", Mode::L, "2026-02-02"),
        ("2026-02-01", "15nd", Mode::L, "2026-02-24"),
        ("2026-08-03", "60nd", Mode::L, "2026-10-08"),
        ("2024-01-29", "15nd", Mode::L, "2024-02-18"),
        ("2026-01-05", "15nd", Mode::L, "2026-01-20"),
        ("2025-09-17", "15nd", Mode::D, "2025-10-02"),
    ] {
        let due = Timetable::default()
            .deadline(on(received).at(15, 0, 0, 0), limit.parse().unwrap(), mode)
            .unwrap();
        assert_eq!(due.last_day(), on(last_day), "{received} + {limit}");
    }
}

#[test]
fn running_hours_and_days() {
    for (start, limit, deadline) in [
        ("2025-09-30T16:30", "4wh", "2025-10-09T10:30"),
        ("2026-02-14T15:00", "4wh", "2026-02-24T09:00"),
        ("2025-01-25T10:00", "2wh", "2025-01-26T10:00"),
        ("2025-03-03T12:30", "2wh", "2025-03-03T16:00"),
        ("2026-02-13T17:59", "1wh", "2026-02-14T08:59"),
        ("2024-10-11T17:00", "8wh", "2024-10-12T17:00"),
        ("2026-09-30T17:00", "2wh", "2026-10-08T09:00"),
        ("2025-10-11T11:30", "4wh", "2025-10-11T17:30"),
        ("2025-10-01T23:15", "2uh", "2025-10-02T01:15"),
        ("2026-02-16T22:30", "4uh", "2026-02-17T02:30"),
        ("2026-02-16T22:30", "45um", "2026-02-16T23:15"),
        ("2026-02-16T22:30", "2ud", "2026-02-18T22:30"),
        ("2026-02-16T22:30", "2nd", "2026-02-18T22:30"),
        ("2026-02-13T10:00", "5wd", "2026-02-27T10:00"),
        ("2025-09-30T10:00", "1wd", "2025-10-09T10:00"),
        ("2025-09-30T10:00", "2wd", "2025-10-10T10:00"),
        ("2025-09-26T16:00", "7wd", "2025-10-13T16:00"),
    ] {
        let due = Timetable::default()
            .deadline(at(start), limit.parse().unwrap(), Mode::H)
            .unwrap();
        assert_eq!((due.at, due.provisional), (at(deadline), false), "{start} + {limit}");
    }
}

#[test]
fn points_of_a_clock() {
    // Eight hours from Monday 08:00: half is 12:00, 80 % is 6 h 24 min, 110 % runs into Tuesday.
    let office = Timetable::default();
    let (from, due) = (at("2026-03-02T08:00"), at("2026-03-02T18:00"));
    for (percent, moment) in [
        (0, "2026-03-02T08:00"),
        (50, "2026-03-02T12:00"),
        (80, "2026-03-02T16:24"),
        (100, "2026-03-02T18:00"),
        (110, "2026-03-03T08:48"),
    ] {
        assert_eq!(
            office.point(from, due, Basis::Sessions, percent).unwrap(),
            at(moment),
            "{percent} %"
        );
    }
    // A third of a minute is 19.8 seconds; by the 20th it is used.
    let third = office.point(from, at("2026-03-02T08:01"), Basis::Sessions, 33);
    assert_eq!(third, Ok(at("2026-03-02T08:00:20")));
}

#[test]
fn reminders_wait_for_office_hours() {
    for (moment, next) in [
        ("2026-03-02T07:59", "2026-03-02T08:00"),
        ("2026-03-02T08:00", "2026-03-02T08:00"),
        ("2026-03-02T11:59:59", "2026-03-02T11:59:59"),
        ("2026-03-02T12:00", "2026-03-02T14:00"),
        ("2026-09-18T18:00", "2026-09-20T08:00"),
        ("2026-09-30T18:30", "2026-10-08T08:00"),
    ] {
        assert_eq!(
            Timetable::default().next_working_moment(at(moment)).unwrap(),
            at(next),
            "{moment}"
        );
    }
}

#[test]
fn pauses() {
    // limit, start, pause, resumption, minutes left, new deadline
    for (limit, mode, start, paused, resumed, left, deadline) in [
        (
            "5wd",
            Mode::H,
            "2025-04-21T09:00",
            "2025-04-23T10:00",
            "2025-05-07T10:00",
            1_380,
            "2025-05-12T09:00",
        ),
        // Paused on a holiday and resumed on it: nothing moves.
        (
            "4wh",
            Mode::H,
            "2025-09-30T16:30",
            "2025-10-02T10:00",
            "2025-10-07T20:00",
            150,
            "2025-10-09T10:30",
        ),
        // Whole days: Wednesday's rest and three workdays.
        (
            "5wd",
            Mode::D,
            "2026-03-02T09:00",
            "2026-03-04T10:00",
            "2026-03-11T10:00",
            5_160,
            "2026-03-17T00:00",
        ),
        // Two hours late at the pause, two hours late afterwards.
        (
            "2wh",
            Mode::H,
            "2026-03-02T09:00",
            "2026-03-02T15:00",
            "2026-03-05T10:00",
            -120,
            "2026-03-04T18:00",
        ),
        (
            "2uh",
            Mode::H,
            "2026-03-02T09:00",
            "2026-03-02T10:00",
            "2026-03-07T10:00",
            60,
            "2026-03-07T11:00",
        ),
    ] {
        let (office, limit) = (Timetable::default(), limit.parse::<workday::Limit>().unwrap());
        let basis = limit.basis(mode);
        let due = office.deadline(at(start), limit, mode).unwrap();
        let remaining = office.remaining(at(paused), due.at, basis);
        assert_eq!(remaining, left * 60, "{start} + {limit}");
        assert_eq!(
            office.resume(at(resumed), remaining, basis).unwrap().at,
            at(deadline),
            "{start} + {limit}"
        );
    }
}
