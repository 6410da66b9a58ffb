//! Zero, overflow, missing working time, broken office hours, and whose year is unknown.

use jiff::civil::{DateTime, Weekday, time};
use workday::{
    Basis, Calendar, Closure, Error, HoursError, Limit, Mode, OfficeHours, Session, Timetable, Unit, Weekdays,
};

use crate::{at, on};

fn session(from: i8, to: i8) -> Session {
    Session::daily(time(from, 0, 0, 0), time(to, 0, 0, 0))
}

fn office(sessions: Vec<Session>) -> Timetable {
    Timetable::new(Calendar::builtin().clone(), OfficeHours::new(sessions).unwrap())
}

#[test]
fn a_limit_of_zero_ends_where_counting_starts() {
    for (limit, mode, deadline) in [
        ("0wd", Mode::D, "2026-10-02T00:00"),
        ("0wd", Mode::H, "2026-10-01T20:00"),
        ("0wh", Mode::H, "2026-10-01T20:00"),
        ("0uh", Mode::H, "2026-10-01T20:00"),
        ("0nd", Mode::L, "2026-10-09T00:00"),
    ] {
        let due = Timetable::default()
            .deadline(at("2026-10-01T20:00"), limit.parse().unwrap(), mode)
            .unwrap();
        assert_eq!(due.at, at(deadline), "{limit} {mode:?}");
    }
}

#[test]
fn the_largest_limits_are_refused_not_wrapped() {
    for (unit, _) in Unit::ALL {
        for mode in [Mode::D, Mode::H, Mode::L] {
            for from in [at("2026-01-01T10:00"), DateTime::MIN, DateTime::MAX] {
                let result = Timetable::default().deadline(from, Limit::new(u32::MAX, unit), mode);
                // 2^32 minutes are 8,171 years: they fit when counted from the year -9999.
                if !(unit == Unit::UrgentMinute && from == DateTime::MIN) {
                    assert_eq!(result, Err(Error::OutOfRange), "{unit:?} {mode:?} {from}");
                }
            }
        }
    }
    let office = Timetable::default();
    for basis in [Basis::Continuous, Basis::Sessions, Basis::Workdays] {
        for seconds in [i64::MIN, i64::MAX] {
            assert_eq!(
                office.add_working_seconds(at("2026-01-01T10:00"), seconds, basis),
                Err(Error::OutOfRange)
            );
            assert_eq!(
                office.resume(at("2026-01-01T10:00"), seconds, basis),
                Err(Error::OutOfRange)
            );
        }
    }
    assert_eq!(office.next_working_moment(DateTime::MAX), Err(Error::OutOfRange));
}

#[test]
fn expired_sessions_are_an_error_not_a_hang() {
    let office = office(vec![Session {
        valid_to: Some(on("2025-12-31")),
        ..session(9, 17)
    }]);
    let from = at("2025-12-31T16:00");
    assert_eq!(
        office.add_working_seconds(from, 3_600, Basis::Sessions),
        Ok(at("2025-12-31T17:00"))
    );
    for result in [
        office.add_working_seconds(from, 3_601, Basis::Sessions).map(drop),
        office.next_working_moment(at("2026-03-01T09:00")).map(drop),
        office.deadline(from, "2wh".parse().unwrap(), Mode::H).map(drop),
        office.explain(from, "2wh".parse().unwrap(), Mode::H).map(drop),
        office
            .add_working_seconds(at("2028-06-01T09:00"), -1, Basis::Sessions)
            .map(drop),
    ] {
        assert!(matches!(result, Err(Error::NoWorkingTime { .. })), "{result:?}");
    }
    // Whole workdays do not ask for sessions.
    assert!(office.deadline(from, "2wd".parse().unwrap(), Mode::D).is_ok());
}

#[test]
fn an_office_closed_for_good_is_an_error() {
    let days = on("2026-01-01").series(jiff::Span::new().days(1)).take(500);
    let closures = days
        .map(|date| Closure {
            date,
            works: false,
            reason: "撤并".to_owned(),
        })
        .collect();
    let office = Timetable::new(
        Calendar::builtin().with_closures(closures).unwrap(),
        OfficeHours::default(),
    );
    for (limit, mode) in [("1wd", Mode::D), ("1wd", Mode::H), ("1nd", Mode::L)] {
        let result = office.deadline(at("2026-01-05T10:00"), limit.parse().unwrap(), mode);
        assert!(
            matches!(result, Err(Error::NoWorkingTime { .. })),
            "{limit} {mode:?}: {result:?}"
        );
    }
}

#[test]
fn provisional_exactly_when_an_unknown_day_was_looked_at() {
    for (from, limit, mode, provisional) in [
        ("2026-12-30T10:00", "1wd", Mode::D, false),
        ("2026-12-30T10:00", "2wd", Mode::D, true),
        ("2026-12-31T10:00", "7wh", Mode::H, true),
        ("2026-12-31T10:00", "6wh", Mode::H, false),
        // The wall clock needs no notice, and a legal period needs one only at its end.
        ("2026-12-31T10:00", "99uh", Mode::H, false),
        ("2026-12-31T10:00", "9nd", Mode::H, false),
        ("2026-12-01T10:00", "30nd", Mode::L, false),
        ("2026-12-01T10:00", "31nd", Mode::L, true),
        ("2003-12-30T10:00", "5wd", Mode::D, true),
        ("2003-12-31T10:00", "2wd", Mode::D, false),
        ("1988-07-01T10:00", "1wh", Mode::H, true),
    ] {
        let due = Timetable::default()
            .deadline(at(from), limit.parse().unwrap(), mode)
            .unwrap();
        assert_eq!(due.provisional, provisional, "{from} + {limit} {mode:?}");
    }
    let office = Timetable::default();
    assert!(
        office
            .resume(at("2026-12-31T17:00"), 7_200, Basis::Sessions)
            .unwrap()
            .provisional
    );
    assert!(
        !office
            .resume(at("2026-12-31T17:00"), 3_600, Basis::Sessions)
            .unwrap()
            .provisional
    );
    let due = office
        .deadline(at("2026-12-30T10:00"), "1wd".parse().unwrap(), Mode::D)
        .unwrap();
    assert!(office.extend(due, "1wd".parse().unwrap(), Mode::D).unwrap().provisional);
}

#[test]
fn broken_office_hours_are_refused() {
    let start = |hour| time(hour, 0, 0, 0);
    let weekends = Session {
        weekdays: Weekdays::of(&[]),
        ..session(9, 12)
    };
    let summer = Session {
        valid_from: Some(on("2026-06-01")),
        valid_to: Some(on("2026-05-01")),
        ..session(9, 12)
    };
    for (sessions, error) in [
        (vec![], HoursError::NoSession),
        (vec![weekends], HoursError::NoSession),
        (vec![session(12, 9)], HoursError::Backwards { start: start(12) }),
        (vec![session(9, 9)], HoursError::Backwards { start: start(9) }),
        (vec![summer], HoursError::Backwards { start: start(9) }),
        (
            vec![session(11, 14), session(9, 12)],
            HoursError::Overlap { start: start(11) },
        ),
    ] {
        assert_eq!(OfficeHours::new(sessions), Err(error));
    }
    for minutes in [0, 1_441] {
        let result = OfficeHours::default().with_minutes_per_workday(minutes);
        assert_eq!(result, Err(HoursError::WorkdayLength { minutes }));
    }
    // Touching sessions, and overlapping ones that are never valid together, are fine.
    assert!(OfficeHours::new(vec![session(9, 12), session(12, 15)]).is_ok());
    let winter = Session {
        valid_to: Some(on("2026-05-31")),
        ..session(9, 12)
    };
    let summer = Session {
        valid_from: Some(on("2026-06-01")),
        ..session(8, 11)
    };
    assert!(OfficeHours::new(vec![winter, summer]).is_ok());
}

#[test]
fn seasons_and_weekdays_choose_the_sessions() {
    // Quanzhou's afternoons: 15:00–18:00 from June to September, 14:30–17:30 otherwise; Friday afternoons end at 16:30.
    let until = |to| Session {
        valid_to: Some(on(to)),
        ..Session::daily(time(14, 30, 0, 0), time(17, 30, 0, 0))
    };
    let summer = Session {
        valid_from: Some(on("2026-06-01")),
        valid_to: Some(on("2026-09-30")),
        ..session(15, 18)
    };
    let autumn = Session {
        valid_from: Some(on("2026-10-01")),
        valid_to: None,
        ..until("2026-10-01")
    };
    let seasonal = office(vec![session(9, 12), until("2026-05-31"), summer, autumn]);
    for (start, deadline) in [
        ("2026-05-29T17:00", "2026-06-01T09:30"),
        ("2026-06-01T11:30", "2026-06-01T15:30"),
        ("2026-09-30T17:30", "2026-10-08T09:30"),
        ("2026-10-08T11:30", "2026-10-08T15:00"),
    ] {
        assert_eq!(
            seasonal.add_working_seconds(at(start), 3_600, Basis::Sessions),
            Ok(at(deadline)),
            "{start}"
        );
    }

    // A make-up day keeps the hours of Friday, unless sessions name its own weekday.
    let mut week = vec![Session {
        weekdays: Weekdays::of(&[Weekday::Monday, Weekday::Tuesday, Weekday::Wednesday, Weekday::Thursday]),
        ..session(9, 18)
    }];
    week.push(Session {
        weekdays: Weekdays::of(&[Weekday::Friday]),
        ..session(9, 16)
    });
    let short = office(week.clone());
    assert_eq!(
        short.next_working_moment(at("2026-09-20T15:59")),
        Ok(at("2026-09-20T15:59"))
    );
    assert_eq!(
        short.next_working_moment(at("2026-09-20T16:00")),
        Ok(at("2026-09-21T09:00"))
    );
    week.push(Session {
        weekdays: Weekdays::of(&[Weekday::Sunday]),
        ..session(10, 11)
    });
    let sunday = office(week);
    assert_eq!(
        sunday.next_working_moment(at("2026-09-20T08:00")),
        Ok(at("2026-09-20T10:00"))
    );
    // Naming Sunday does not make every Sunday worked.
    assert_eq!(
        sunday.next_working_moment(at("2026-09-13T10:00")),
        Ok(at("2026-09-14T09:00"))
    );
}

#[test]
fn limits_read_and_write() {
    for (text, amount, unit, words) in [
        ("30um", 30, Unit::UrgentMinute, "30紧急工作分"),
        ("2uh", 2, Unit::UrgentHour, "2紧急工作时"),
        ("1ud", 1, Unit::UrgentDay, "1紧急工作日"),
        ("4wh", 4, Unit::WorkHour, "4工作时"),
        ("5wd", 5, Unit::WorkDay, "5个工作日"),
        ("15nd", 15, Unit::NaturalDay, "15个自然日"),
        ("4294967295nd", u32::MAX, Unit::NaturalDay, "4294967295个自然日"),
    ] {
        let limit: Limit = text.parse().unwrap();
        assert_eq!((limit, limit.to_string().as_str()), (Limit::new(amount, unit), text));
        assert_eq!(limit.in_words(), words);
    }
    for text in [
        "",
        "wd",
        "5",
        "5 wd",
        "+5wd",
        "-5wd",
        "5WD",
        "4294967296wd",
        "５wd",
        "1.5wh",
    ] {
        assert!(text.parse::<Limit>().is_err(), "{text:?}");
    }
}

#[test]
fn fractions_of_a_second_are_dropped() {
    let office = Timetable::default();
    let due = office
        .deadline(at("2026-03-02T10:00:00.999"), "1wh".parse().unwrap(), Mode::H)
        .unwrap();
    assert_eq!(due.at, at("2026-03-02T11:00:00"));
    assert!(due.is_met_by(at("2026-03-02T11:00:00")));
    assert!(!due.is_met_by(at("2026-03-02T11:00:00.001")));
}
