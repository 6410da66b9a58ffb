//! Faults reported against other systems, each with its number in the project's list of traps.

use workday::lunar::laba;
use workday::notice::from_ics;
use workday::{Basis, Calendar, Closure, DayKind, Deadline, Mode, Notice, Timetable};

use crate::{at, on, seven_hours};

const HOUR: i64 = 3_600;

fn due(from: &str, limit: &str) -> Deadline {
    seven_hours()
        .deadline(at(from), limit.parse().unwrap(), Mode::H)
        .unwrap()
}

#[test]
fn t01_a_makeup_sunday_is_a_working_day() {
    assert_eq!(due("2026-09-18T17:30", "4wh").at, at("2026-09-20T14:30"));
}

#[test]
fn t03_a_makeup_saturday_named_after_the_festival_is_worked() {
    assert_eq!(Calendar::builtin().day(on("2026-05-09")).name, Some("劳动节"));
    assert_eq!(due("2026-05-08T17:00", "8wh").at, at("2026-05-09T18:00"));
}

#[test]
fn t05_a_year_without_a_notice_is_provisional() {
    let guess = due("2027-02-04T16:00", "14wh");
    assert_eq!(
        guess,
        Deadline {
            at: at("2027-02-08T16:00"),
            provisional: true
        }
    );

    // The table arrives (made up, around the real festival): the date moves and becomes firm.
    let mut notices = Calendar::builtin().notices().to_vec();
    notices.extend(Notice::read_all("notice,2027,,,test\noff,2027-02-05,2027-02-12,春节\n").unwrap());
    let office = Timetable::new(Calendar::new(notices).unwrap(), seven_hours().hours().clone());
    let firm = office
        .deadline(at("2027-02-04T16:00"), "14wh".parse().unwrap(), Mode::H)
        .unwrap();
    assert_eq!(
        firm,
        Deadline {
            at: at("2027-02-16T16:00"),
            provisional: false
        }
    );
}

#[test]
fn t06_a_case_that_crosses_new_year() {
    assert_eq!(
        due("2025-12-31T16:00", "7wh"),
        Deadline {
            at: at("2026-01-04T16:00"),
            provisional: false
        }
    );
}

#[test]
fn t08_reported_outside_hours() {
    assert_eq!(due("2026-03-03T20:00", "4wh").at, at("2026-03-04T15:00"));
    let elapsed = seven_hours().working_seconds(at("2026-03-03T20:00"), at("2026-03-03T20:30"), Basis::Sessions);
    assert_eq!(elapsed, 0);
}

#[test]
fn t10_a_reminder_one_working_hour_before() {
    let (office, from) = (seven_hours(), at("2026-03-02T17:00"));
    assert_eq!(due("2026-03-02T17:00", "4wh").at, at("2026-03-03T12:00"));
    for (deadline, reminder) in [
        ("2026-03-03T12:00", "2026-03-03T11:00"),
        ("2026-03-03T10:00", "2026-03-03T09:00"),
        ("2026-03-03T09:30", "2026-03-02T17:30"),
    ] {
        let moment = office.before(from, at(deadline), 3_600, Basis::Sessions).unwrap();
        assert_eq!(moment, Some(at(reminder)), "{deadline}");
    }
}

#[test]
fn t11_a_limit_shorter_than_the_reminder_offset() {
    let from = at("2026-03-02T10:00");
    let reminder = seven_hours()
        .before(from, at("2026-03-02T10:30"), 3_600, Basis::Sessions)
        .unwrap();
    assert_eq!(reminder, None);
}

#[test]
fn t13_a_pause_inside_working_time() {
    let office = seven_hours();
    let due = due("2026-03-02T10:00", "14wh");
    let left = office.remaining(at("2026-03-02T15:00"), due.at, Basis::Sessions);
    assert_eq!(left, 11 * HOUR);
    assert_eq!(
        office.resume(at("2026-03-04T10:00"), left, Basis::Sessions).unwrap().at,
        at("2026-03-05T16:00")
    );
}

#[test]
fn t15_what_one_working_day_means() {
    let five = "5wd".parse::<workday::Limit>().unwrap();
    assert_eq!(due("2026-03-02T09:00", "5wd").at, at("2026-03-06T18:00"));
    assert_eq!(five.in_words(), "5个工作日");
    // The same sessions with an eight-hour workday.
    let hours = seven_hours().hours().clone().with_minutes_per_workday(480).unwrap();
    let eight = Timetable::new(Calendar::builtin().clone(), hours);
    assert_eq!(
        eight.deadline(at("2026-03-02T09:00"), five, Mode::H).unwrap().at,
        at("2026-03-09T16:00")
    );
}

#[test]
fn t16_excluded_days_lengthen_the_wait() {
    // New Year's Day 2025, a Wednesday, lies in the window.
    let (office, opened) = (Timetable::default(), at("2024-12-30T09:00"));
    let elapsed = office.working_seconds(opened, at("2025-01-01T10:00"), Basis::Workdays);
    assert!(elapsed < 3 * 24 * HOUR, "{elapsed}");
    let escalates = office
        .add_working_seconds(opened, 3 * 24 * HOUR, Basis::Workdays)
        .unwrap();
    assert_eq!(escalates, at("2025-01-03T09:00"));
}

#[test]
fn t18_half_day_observances_are_not_days_off() {
    let calendar = Calendar::builtin();
    for day in ["2024-03-08", "2023-05-04", "2025-08-01", "2026-06-01"] {
        assert!(calendar.is_workday(on(day)), "{day}");
    }
    assert_eq!(calendar.day(on("2026-03-08")).kind, DayKind::Weekend);
    // Unless the office says so.
    let closure = Closure {
        date: on("2024-03-08"),
        works: false,
        reason: "妇女节".to_owned(),
    };
    assert!(
        !calendar
            .with_closures(vec![closure])
            .unwrap()
            .is_workday(on("2024-03-08"))
    );
    // And a span of nine days is off for all nine.
    for day in 15..=23 {
        assert_eq!(calendar.day(jiff::civil::date(2026, 2, day)).kind, DayKind::Holiday);
    }
}

#[test]
fn t18_an_entry_of_several_days_and_an_observance() {
    let feed = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260215\nDTEND;VALUE=DATE:20260224\nSUMMARY:春节\n\
        END:VEVENT\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260309\nDTEND;VALUE=DATE:20260310\nSUMMARY:妇女节\nEND:VEVENT\n\
        END:VCALENDAR\n";
    let reading = from_ics(feed, 2026);
    let mut notice = reading.notice.unwrap();
    let calendar = Calendar::new(vec![notice.clone()]).unwrap();
    for day in 15..=23 {
        assert!(!calendar.is_workday(jiff::civil::date(2026, 2, day)), "{day}");
    }
    assert!(calendar.is_workday(on("2026-02-24")));
    // A Monday here, so that only the entry could take it off; it does once somebody says so.
    assert!(calendar.is_workday(on("2026-03-09")));
    assert_eq!(reading.to_confirm.len(), 1);
    notice.days.extend(reading.to_confirm);
    assert!(!Calendar::new(vec![notice]).unwrap().is_workday(on("2026-03-09")));
}

#[test]
fn t20_an_old_date_stays_that_day() {
    // Shanghai stood at +08:05:43 before 1901; civil time has no offset that could move the day.
    let day = Calendar::builtin().day(on("1900-12-31"));
    assert_eq!(day.date.to_string(), "1900-12-31");
    let due = Timetable::default()
        .deadline(at("1900-12-31T00:00"), "1nd".parse().unwrap(), Mode::H)
        .unwrap();
    assert_eq!(due.at, at("1901-01-01T00:00"));
}

#[test]
fn t23_laba_by_lunar_year() {
    for (lunar_year, day) in [
        (2021, "2022-01-10"),
        (2022, "2022-12-30"),
        (2023, "2024-01-18"),
        (2024, "2025-01-07"),
        (2025, "2026-01-26"),
        // After a leap 11th month.
        (2033, "2034-01-27"),
    ] {
        assert_eq!(laba(lunar_year), Some(on(day)), "{lunar_year}");
    }
    let in_2023 = (2020..=2025).filter_map(laba).filter(|day| day.year() == 2023);
    assert_eq!(in_2023.count(), 0);
}

#[test]
fn t25_the_eve_is_off_only_in_some_years() {
    let calendar = Calendar::builtin();
    assert!(calendar.is_workday(on("2024-02-09")));
    assert!(!calendar.is_workday(on("2025-01-28")));
}

#[test]
fn t26_a_moment_is_looked_up_by_its_date() {
    assert!(!Calendar::builtin().is_workday(at("2026-10-01T08:30").date()));
}

#[test]
fn e01_two_departments_have_two_clocks() {
    let promise = due("2026-03-03T09:00", "4wh");
    let second = due("2026-03-03T11:00", "3wh");
    assert_eq!(
        (promise.at, second.at),
        (at("2026-03-03T15:00"), at("2026-03-03T16:00"))
    );
    assert!(!promise.is_met_by(second.at));
}

#[test]
fn e10_a_reopened_case_keeps_what_was_left() {
    let office = seven_hours();
    let due = due("2026-03-02T09:00", "7wh");
    let left = office.remaining(at("2026-03-02T15:00"), due.at, Basis::Sessions);
    assert_eq!(left, 3 * HOUR);
    assert_eq!(
        office.resume(at("2026-03-05T09:00"), left, Basis::Sessions).unwrap().at,
        at("2026-03-05T12:00")
    );
}
