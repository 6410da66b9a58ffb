//! The calendar against four independent data sets, day by day, and its own rules.

use jiff::civil::date;
use workday::{Calendar, Closure, DayKind, Notice, NoticeError};

use crate::{on, shared};

#[test]
fn every_day_as_the_data_sets_and_the_verdicts_say() {
    let (Some(status), Some(verdicts)) = (shared("05-holidays/day_status.csv"), shared("05-holidays/VERDICTS.csv"))
    else {
        return;
    };
    let calendar = Calendar::builtin();
    let decided: Vec<(&str, bool)> = verdicts
        .lines()
        .skip(1)
        .filter_map(|line| Some((line.split(',').next()?, line.contains(",work,"))))
        .collect();
    assert_eq!(decided.len(), 3);
    let (mut days, mut disputed) = (0, 0);
    for line in status.lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        let day = on(fields[0]);
        if day.year() > 2026 {
            continue;
        }
        let works = match decided.iter().find(|verdict| verdict.0 == fields[0]) {
            Some(verdict) => {
                disputed += 1;
                verdict.1
            }
            None => {
                let said: Vec<&str> = fields[2..].iter().copied().filter(|word| !word.is_empty()).collect();
                assert!(said.iter().all(|word| *word == said[0]), "{line}");
                said[0] == "work"
            }
        };
        assert_eq!(calendar.is_workday(day), works, "{line}");
        assert!(calendar.is_known(day));
        days += 1;
    }
    assert_eq!((days, disputed), (8_401, 3));
}

#[test]
fn names_and_notices_of_2024_to_2026() {
    let Some(text) = shared("domain/holidays_2024_2026.csv") else {
        return;
    };
    let mut rows = 0;
    for line in text.lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        let day = Calendar::builtin().day(on(fields[0]));
        let kind = if fields[1] == "off" {
            DayKind::Holiday
        } else {
            DayKind::Makeup
        };
        assert_eq!(day.kind, kind, "{line}");
        let notice = day.notice.unwrap();
        // The file has no number for 2026 and names the date of issue instead.
        let issued = notice.issued.unwrap().to_string();
        let number = notice.document.as_deref().unwrap();
        assert!(number == fields[3] || fields[3].contains(&issued), "{line}");
        rows += 1;
    }
    assert!(rows > 80, "{rows} rows");
}

#[test]
fn workdays_by_month() {
    let table: [(i16, [i32; 12]); 3] = [
        (2024, [22, 18, 21, 22, 21, 19, 23, 22, 21, 19, 21, 22]),
        (2025, [19, 19, 21, 22, 19, 20, 23, 21, 23, 18, 20, 23]),
        (2026, [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23]),
    ];
    for (year, months) in table {
        for (month, expected) in (1..=12).zip(months) {
            let first = date(year, month, 1);
            let days = first
                .series(jiff::Span::new().days(1))
                .take(first.days_in_month() as usize);
            let worked = days.filter(|day| Calendar::builtin().is_workday(*day)).count();
            assert_eq!(worked as i32, expected, "{year}-{month}");
        }
    }
}

#[test]
fn kinds_names_and_notices_of_single_days() {
    use DayKind::{Holiday, Makeup, Weekend, Workday};
    for (day, kind, name, title) in [
        ("2005-12-31", Makeup, Some("元旦"), Some("国办发明电〔2005〕35号")),
        ("2013-04-07", Makeup, Some("清明节"), Some("国办发明电〔2012〕33号")),
        ("2013-10-12", Makeup, Some("国庆节"), Some("国办发明电〔2012〕33号")),
        (
            "2015-09-03",
            Holiday,
            Some("抗日战争暨世界反法西斯战争胜利70周年纪念日"),
            Some("国务院办公厅2015年放假通知"),
        ),
        ("2018-12-29", Makeup, Some("元旦"), Some("国办发明电〔2018〕15号")),
        ("2018-12-31", Holiday, Some("元旦"), Some("国办发明电〔2018〕15号")),
        ("2020-02-01", Holiday, Some("春节"), Some("国办发明电〔2020〕1号")),
        ("2020-02-03", Workday, Some("春节"), Some("国办发明电〔2020〕1号")),
        (
            "2025-10-06",
            Holiday,
            Some("国庆节、中秋节"),
            Some("国办发明电〔2024〕12号"),
        ),
        ("2026-02-14", Makeup, Some("春节"), Some("国办发明电〔2025〕7号")),
        ("2026-11-28", Weekend, None, None),
        ("2026-11-27", Workday, None, None),
    ] {
        let found = Calendar::builtin().day(on(day));
        let notice = found.notice.map(Notice::title);
        assert_eq!(
            (found.kind, found.name, notice.as_deref()),
            (kind, name, title),
            "{day}"
        );
        assert!(found.known);
    }
}

#[test]
fn known_years_end_where_the_notices_end() {
    let calendar = Calendar::builtin();
    for (day, known) in [
        ("2003-12-31", false),
        ("2004-01-01", true),
        ("2026-12-31", true),
        ("2027-01-01", false),
        ("1988-05-01", false),
    ] {
        assert_eq!(calendar.is_known(on(day)), known, "{day}");
        assert_eq!(calendar.day(on(day)).known, known, "{day}");
    }
    // Guessed from the weekday: 2027-01-01 is a Friday and will surely be off, but nobody has said so.
    assert_eq!(calendar.day(on("2027-01-01")).kind, DayKind::Workday);
    assert_eq!(calendar.last_known(), on("2026-12-31"));
}

#[test]
fn a_gap_between_notices_stays_unknown() {
    let text = "notice,2020,,,a\noff,2020-01-01,,元旦\nnotice,2022,,,b\noff,2022-01-01,2022-01-03,元旦\n";
    let calendar = Calendar::new(Notice::read_all(text).unwrap()).unwrap();
    assert!(calendar.is_known(on("2020-12-31")) && calendar.is_known(on("2022-01-01")));
    assert!(!calendar.is_known(on("2021-06-01")));
}

#[test]
fn a_later_notice_amends_an_earlier_one() {
    let text = "notice,2020,,,a\nwork,2020-02-01,,春节\namend,2020,,,b\noff,2020-01-31,2020-02-02,春节\n";
    let calendar = Calendar::new(Notice::read_all(text).unwrap()).unwrap();
    assert_eq!(calendar.day(on("2020-02-01")).kind, DayKind::Holiday);
}

#[test]
fn closures_outrank_notices_and_weekdays() {
    let closure = |day, works, reason: &str| Closure {
        date: on(day),
        works,
        reason: reason.to_owned(),
    };
    let local = Calendar::builtin()
        .with_closures(vec![
            closure("2026-01-20", false, "暴雪停工"),
            closure("2026-10-01", true, "普查加班"),
            closure("2026-10-10", false, "停电"),
            closure("2026-11-28", true, "换届选举"),
        ])
        .unwrap();
    for (day, kind, name) in [
        ("2026-01-20", DayKind::Holiday, "暴雪停工"),
        ("2026-10-01", DayKind::Workday, "普查加班"),
        ("2026-10-10", DayKind::Holiday, "停电"),
        ("2026-11-28", DayKind::Makeup, "换届选举"),
    ] {
        let found = local.day(on(day));
        assert_eq!(
            (found.kind, found.name, found.notice),
            (kind, Some(name), None),
            "{day}"
        );
        assert_eq!(found.closure.unwrap().reason, name);
    }
    assert_eq!(local.closures().len(), 4);
    assert_eq!(local.with_closures(Vec::new()).unwrap(), *Calendar::builtin());
}

#[test]
fn broken_notices_are_refused() {
    let line = |line| Err(NoticeError::Line { line });
    for (text, expected) in [
        ("", Err(NoticeError::NoNotice)),
        ("off,2026-01-01,,元旦", line(1)),
        ("notice,2026,,,a\nholiday,2026-01-01,,元旦", line(2)),
        ("# a comment\n\nnotice,2026,,,a\noff,2026-02-30,,春节", line(4)),
        ("notice,2027,,,a", Err(NoticeError::NoDays { year: 2027 })),
        ("notice,next,,,a", line(1)),
        ("notice,2026,,soon,a", line(1)),
        ("notice,26,,,a", Err(NoticeError::Year { year: 26 })),
        (
            "notice,2026,,,a\noff,2026-01-03,2026-01-01,元旦",
            Err(NoticeError::Span { from: on("2026-01-03") }),
        ),
        (
            "notice,2026,,,a\noff,2027-05-01,,劳动节",
            Err(NoticeError::Span { from: on("2027-05-01") }),
        ),
    ] {
        let result = Notice::read_all(text).and_then(Calendar::new).map(drop);
        assert_eq!(result, expected, "{text}");
    }
    let far = Closure {
        date: on("9999-01-01"),
        works: false,
        reason: String::new(),
    };
    assert_eq!(
        Calendar::builtin().with_closures(vec![far]),
        Err(NoticeError::Year { year: 9999 })
    );
}
