//! Clocks that stood still, and hours that change with the season.

use jiff::civil::time;
use workday::{Basis, Calendar, Error, HoursError, Mode, OfficeHours, Pause, Session, Timetable};

use crate::{at, on};

fn pause(from: &str, to: &str) -> Pause {
    Pause {
        from: at(from),
        to: at(to),
    }
}

#[test]
fn deadlines_with_pauses() {
    // start, limit, mode, pauses, deadline
    for (from, limit, mode, pauses, due) in [
        (
            "2025-04-21T09:00",
            "5wd",
            Mode::H,
            vec![pause("2025-04-23T10:00", "2025-05-07T10:00")],
            "2025-05-12T09:00",
        ),
        (
            "2026-03-02T09:00",
            "5wd",
            Mode::D,
            vec![pause("2026-03-04T10:00", "2026-03-11T10:00")],
            "2026-03-17T00:00",
        ),
        // Paused twice, the second time over a weekend that does not count anyway.
        (
            "2026-03-02T09:00",
            "2wd",
            Mode::H,
            vec![
                pause("2026-03-02T10:00", "2026-03-02T15:00"),
                pause("2026-03-03T09:00", "2026-03-09T09:00"),
            ],
            "2026-03-10T12:00",
        ),
        // On the day of receipt, which does not count, and after the deadline: nothing moves.
        (
            "2026-03-02T09:00",
            "2wd",
            Mode::D,
            vec![
                pause("2026-03-02T10:00", "2026-03-02T11:00"),
                pause("2026-03-05T00:00", "2026-03-09T00:00"),
            ],
            "2026-03-05T00:00",
        ),
        // From the day of receipt into the first day.
        (
            "2026-03-02T09:00",
            "2wd",
            Mode::D,
            vec![pause("2026-03-02T10:00", "2026-03-04T00:00")],
            "2026-03-06T00:00",
        ),
        // A legal period is moved to a workday once, at its end: 10-02 and two days are 10-04, then 10-09.
        (
            "2025-09-17T09:00",
            "15nd",
            Mode::L,
            vec![pause("2025-09-20T00:00", "2025-09-22T00:00")],
            "2025-10-10T00:00",
        ),
    ] {
        let office = Timetable::default();
        let limit = limit.parse().unwrap();
        let found = office.deadline_with_pauses(at(from), limit, mode, &pauses).unwrap();
        assert_eq!(
            (found.at, found.provisional),
            (at(due), false),
            "{from} {limit} {mode:?}"
        );
    }
}

#[test]
fn pauses_out_of_order_are_refused() {
    let start = "2026-03-02T09:00";
    for pauses in [
        vec![pause("2026-03-02T08:59", "2026-03-02T10:00")],
        vec![pause("2026-03-02T11:00", "2026-03-02T10:00")],
        vec![
            pause("2026-03-02T10:00", "2026-03-02T15:00"),
            pause("2026-03-02T14:00", "2026-03-02T16:00"),
        ],
    ] {
        let from = pauses.last().unwrap().from;
        let result = Timetable::default().deadline_with_pauses(at(start), "5wd".parse().unwrap(), Mode::H, &pauses);
        assert_eq!(result, Err(Error::Pause { from }));
    }
}

#[test]
fn a_pause_that_ends_in_an_unknown_year_is_provisional() {
    let office = Timetable::default();
    let (limit, pauses) = ("2wh".parse().unwrap(), [pause("2026-12-31T10:00", "2027-01-04T09:00")]);
    let due = office
        .deadline_with_pauses(at("2026-12-31T09:00"), limit, Mode::H, &pauses)
        .unwrap();
    assert_eq!((due.at, due.provisional), (at("2027-01-04T10:00"), true));
}

#[test]
fn summer_hours_are_laid_over_the_others() {
    let afternoon = |from, to| Session::daily(time(from, 0, 0, 0), time(to, 0, 0, 0));
    let summer = [afternoon(8, 12), afternoon(15, 18)];
    let hours = OfficeHours::default()
        .with_minutes_per_workday(420)
        .unwrap()
        .with_season(on("2026-06-01"), on("2026-09-30"), &summer)
        .unwrap();
    assert_eq!(hours.minutes_per_workday(), 420);
    // And the year after, over both.
    let hours = hours.with_season(on("2027-06-01"), on("2027-09-30"), &summer).unwrap();
    let office = Timetable::new(Calendar::builtin().clone(), hours);
    for (start, deadline) in [
        ("2026-05-29T11:30", "2026-05-29T14:30"),
        ("2026-06-01T11:30", "2026-06-01T15:30"),
        ("2026-09-30T11:30", "2026-09-30T15:30"),
        ("2026-10-08T11:30", "2026-10-08T14:30"),
        ("2027-05-31T11:30", "2027-05-31T14:30"),
        ("2027-06-01T11:30", "2027-06-01T15:30"),
    ] {
        let found = office.add_working_seconds(at(start), 3_600, Basis::Sessions);
        assert_eq!(found, Ok(at(deadline)), "{start}");
    }
    let backwards = OfficeHours::default().with_season(on("2026-09-30"), on("2026-06-01"), &summer);
    assert!(matches!(backwards, Err(HoursError::Backwards { .. })));
}
