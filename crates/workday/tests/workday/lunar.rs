//! Lunar dates against the table of the specification and the shared vectors.

use serde_json::Value;
use workday::lunar::{self, laba, leap_month};

use crate::{on, shared};

#[test]
fn laba_by_lunar_year() {
    let table = [
        "2015-01-27",
        "2016-01-17",
        "2017-01-05",
        "2018-01-24",
        "2019-01-13",
        "2020-01-02",
        "2021-01-20",
        "2022-01-10",
        "2022-12-30",
        "2024-01-18",
        "2025-01-07",
        "2026-01-26",
        "2027-01-15",
        "2028-01-04",
        "2029-01-22",
        "2030-01-11",
        "2031-01-01",
        "2032-01-20",
    ];
    for (year, day) in (2014..).zip(table) {
        assert_eq!(laba(year), Some(on(day)), "{year}");
    }
}

#[test]
fn festivals_and_leap_months() {
    // 春节, 端午, 中秋, 重阳
    for (year, days) in [
        (2026, ["2026-02-17", "2026-06-19", "2026-09-25", "2026-10-18"]),
        (2027, ["2027-02-06", "2027-06-09", "2027-09-15", "2027-10-08"]),
        (2028, ["2028-01-26", "2028-05-28", "2028-10-03", "2028-10-26"]),
    ] {
        for ((month, day), date) in [(1, 1), (5, 5), (8, 15), (9, 9)].into_iter().zip(days) {
            assert_eq!(lunar::date(year, month, day), Some(on(date)), "{year} {month} {day}");
        }
    }
    let leap: Vec<(i16, u8)> = (2025..=2033)
        .filter_map(|year| Some((year, leap_month(year)?)))
        .collect();
    assert_eq!(leap, [(2025, 6), (2028, 5), (2031, 3), (2033, 11)]);
}

#[test]
fn the_shared_vectors() {
    let Some(json) = shared("domain/vectors.json") else {
        return;
    };
    let vectors: Value = serde_json::from_str(&json).unwrap();
    let rows = vectors["laba"].as_object().unwrap();
    assert_eq!(rows.len(), 18);
    for (year, day) in rows {
        assert_eq!(laba(year.parse().unwrap()), Some(on(day.as_str().unwrap())), "{year}");
    }
    for (year, days) in vectors["festivals"].as_object().unwrap() {
        for (name, month, day) in [
            ("春节", 1, 1),
            ("元宵", 1, 15),
            ("端午", 5, 5),
            ("中秋", 8, 15),
            ("重阳", 9, 9),
        ] {
            let found = lunar::date(year.parse().unwrap(), month, day);
            assert_eq!(found, Some(on(days[name].as_str().unwrap())), "{year} {name}");
        }
    }
}

#[test]
fn days_that_do_not_exist() {
    for (year, month, day) in [
        (2026, 0, 1),
        (2026, 13, 1),
        (2026, 1, 0),
        (2026, 1, 31),
        (1899, 12, 8),
        (2101, 1, 1),
    ] {
        assert_eq!(lunar::date(year, month, day), None, "{year} {month} {day}");
    }
    assert_eq!((laba(i16::MAX), laba(i16::MIN), leap_month(0)), (None, None, None));
}
