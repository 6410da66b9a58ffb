//! Notices as text, JSON and feed, and their versions in a calendar.

use jiff::civil::Weekday;
use workday::notice::{Doubt, from_ics, from_json, from_text};
use workday::{Calendar, Notice, NoticeError};

use crate::{on, shared};

const TEXTS: [(i16, &str); 3] = [
    (2024, include_str!("notices/2024.txt")),
    (2025, include_str!("notices/2025.txt")),
    (2026, include_str!("notices/2026.txt")),
];

fn builtin(year: i16) -> Notice {
    let notices = Calendar::builtin().notices();
    notices.iter().find(|notice| notice.year == year).unwrap().clone()
}

/// What a text says, a word a day or span: `o01-01…01-03` off, `w01-04` worked, with a year when it is not the notice's.
fn said(text: &str) -> (String, Vec<Doubt>) {
    let reading = from_text(text);
    let mut words = Vec::new();
    if let Some(notice) = &reading.notice {
        for span in &notice.days {
            let day = |date: jiff::civil::Date| {
                let date = date.to_string();
                date.trim_start_matches(&format!("{}-", notice.year)).to_owned()
            };
            let kind = if span.works { 'w' } else { 'o' };
            words.push(if span.from == span.to {
                format!("{kind}{}", day(span.from))
            } else {
                format!("{kind}{}…{}", day(span.from), day(span.to))
            });
        }
    }
    let doubts = reading.issues.into_iter().map(|issue| issue.doubt).collect();
    (words.join(" "), doubts)
}

#[test]
fn the_real_texts_give_the_crates_own_data() {
    for (year, text) in TEXTS {
        let own = builtin(year);
        // The same with line ends of Windows, in one paragraph, and with blanks that came along in pasting.
        let paragraph: String = text.lines().collect();
        let blanks = text.replace("月", " 月 ").replace('。', " 。");
        for text in [text.to_owned(), text.replace('\n', "\r\n"), blanks] {
            let reading = from_text(&text);
            assert_eq!(reading.issues, [], "{year}");
            let expected = Notice {
                source: String::new(),
                ..own.clone()
            };
            assert_eq!(reading.notice.unwrap(), expected);
        }
        let days = from_text(&paragraph).notice.unwrap().days;
        assert_eq!(days, own.days, "{year} in one paragraph");
    }
}

#[test]
fn sentences_of_twelve_notices_as_holiday_cn_understands_them() {
    let Some(json) = shared("05-holidays/holiday-cn/description_parsing_cases.json") else {
        return;
    };
    let cases: Vec<serde_json::Value> = serde_json::from_str(&json).unwrap();
    assert!(cases.len() > 30);
    for case in cases {
        let sentence = case["description"].as_str().unwrap();
        // Only what stands around the year's end needs the festival to know its year.
        let name = if sentence.contains("12月") { "元旦" } else { "节日" };
        let reading = from_text(&format!("{}年放假安排：\n{name}：{sentence}", case["year"]));
        assert_eq!(reading.issues, [], "{sentence}");
        let mut found: Vec<(String, bool)> = Vec::new();
        for span in reading.notice.unwrap().days {
            let days = span.from.series(jiff::Span::new().days(1));
            found.extend(
                days.take_while(|day| *day <= span.to)
                    .map(|day| (day.to_string(), !span.works)),
            );
        }
        let mut expected: Vec<(String, bool)> = case["expected"]
            .as_array()
            .unwrap()
            .iter()
            .map(|day| (day["date"].as_str().unwrap().to_owned(), day["isOffDay"] == true))
            .collect();
        expected.sort();
        assert_eq!(found, expected, "{sentence}");
    }
}

#[test]
fn what_is_wrong_with_a_text() {
    let weekday = |date, said| Doubt::WrongWeekday { date: on(date), said };
    for (text, days, doubts) in [
        (
            "2026年放假：\n元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周六）上班。",
            "o01-01…01-03 w01-04",
            vec![weekday("2026-01-04", Weekday::Saturday)],
        ),
        (
            "2026年放假：\n元旦：1月1日（星期三）至3日放假调休，共3天。",
            "o01-01…01-03",
            vec![weekday("2026-01-01", Weekday::Wednesday)],
        ),
        (
            "2026年放假：\n一、劳动节：5月1日至5日放假调休，共4天。",
            "o05-01…05-05",
            vec![Doubt::WrongTotal { said: 4, counted: 5 }],
        ),
        (
            "2026年放假：\n一、清明节：4月4日放假2天。",
            "o04-04",
            vec![Doubt::WrongTotal { said: 2, counted: 1 }],
        ),
        ("一、元旦：1月1日至3日放假调休，共3天。", "", vec![Doubt::NoYear]),
        ("", "", vec![Doubt::NoYear]),
        ("2026年部分节假日安排。", "", vec![Doubt::NotUnderstood, Doubt::NoDays]),
        (
            "2025年放假\n一、国庆节：10月1日至8日放假。\n2026年放假\n一、国庆节：10月1日至7日放假。",
            "o10-01…10-08",
            vec![
                Doubt::SecondYear {
                    first: 2025,
                    second: 2026,
                },
                Doubt::NotUnderstood,
            ],
        ),
        // Two years in one sentence are one notice.
        (
            "2019年放假：\n一、元旦：2018年12月30日至2019年1月1日放假调休，共3天。2018年12月29日（星期六）上班。",
            "w2018-12-29 o2018-12-30…01-01",
            vec![],
        ),
        (
            "2006年放假：\n一、元旦：1月1日—3日放假调休，共3天。12月31日（星期六）上班。",
            "w2005-12-31 o01-01…01-03",
            vec![],
        ),
        (
            "2026年放假：\n一、元旦：1月1日至3日放假。1月3日（周六）上班。",
            "o01-01…01-02 w01-03",
            vec![Doubt::Conflict { date: on("2026-01-03") }],
        ),
        // Not a date, a range that runs backwards, words that are not known: never a guess.
        (
            "2026年放假：\n春节：2月30日放假。",
            "",
            vec![Doubt::NotUnderstood, Doubt::NoDays],
        ),
        (
            "2026年放假：\n春节：2月9日至3日放假。",
            "",
            vec![Doubt::NotUnderstood, Doubt::NoDays],
        ),
        (
            "2026年放假：\n春节：2月17日放假。2月25日（星期三）起正常上班。妇女节放假半天。",
            "o02-17",
            vec![Doubt::NotUnderstood, Doubt::NotUnderstood],
        ),
    ] {
        let (found, issues) = said(text);
        assert_eq!((found.as_str(), issues), (days, doubts), "{text}");
    }
}

#[test]
fn an_issue_quotes_its_sentence() {
    let text = "国务院办公厅关于2026年部分节假日安排的通知\n一、元旦：１月１日（周四）放假。各地可 另行规定。\n二、春节：2月30日放假。";
    let words: Vec<String> = from_text(text).issues.iter().map(|issue| issue.in_words()).collect();
    assert_eq!(
        words,
        [
            "“各地可另行规定”：没有读懂，请对照原文手工录入。",
            "“二、春节：2月30日放假”：没有读懂，请对照原文手工录入。",
        ]
    );
}

#[test]
fn a_notice_that_changes_another_says_so() {
    let reading = from_text(
        "国务院办公厅关于调整2019年劳动节假期安排的通知
         国办发明电〔2019〕3号
         现将2019年劳动节放假安排调整通知如下。
         一、劳动节：5月1日至4日放假调休，共4天。4月28日（星期日）、5月5日（星期日）上班。
         国务院办公厅
         2019年3月22日",
    );
    assert_eq!(reading.issues, []);
    let notice = reading.notice.unwrap();
    assert!(notice.amends);
    let own = Calendar::builtin()
        .notices()
        .iter()
        .find(|own| own.document == notice.document);
    assert_eq!(
        (notice.days.clone(), notice.issued),
        (own.unwrap().days.clone(), own.unwrap().issued)
    );
}

#[test]
fn lines_and_json_give_back_every_notice() {
    for notice in Calendar::builtin().notices() {
        assert_eq!(
            Notice::read_all(&notice.to_lines()).unwrap(),
            std::slice::from_ref(notice)
        );
        let json = serde_json::to_string(notice).unwrap();
        assert_eq!(from_json(&json).as_ref(), Ok(notice));
    }
}

#[test]
fn the_files_of_holiday_cn() {
    for year in 2007..=2026 {
        let Some(json) = shared(&format!("05-holidays/holiday-cn/{year}.json")) else {
            return;
        };
        let theirs = from_json(&json).unwrap();
        let mut alone = Calendar::new(vec![theirs]).unwrap();
        // Years with two notices are one file there.
        for day in on(&format!("{year}-01-01")).series(jiff::Span::new().days(1)).take(365) {
            let own = Calendar::builtin().day(day);
            if own.notice.is_some_and(|notice| notice.year == year) {
                assert_eq!(alone.is_workday(day), own.is_workday(), "{day}");
            }
        }
        alone = alone.with_notice(builtin(2026)).unwrap();
        assert!(alone.is_known(on("2026-06-01")));
    }
    let empty = shared("05-holidays/holiday-cn/2027.json").unwrap();
    assert_eq!(from_json(&empty), Err(NoticeError::NoDays { year: 2027 }));
}

#[test]
fn broken_json_names_the_place() {
    assert_eq!(from_json(""), Err(NoticeError::Json { line: 1, column: 0 }));
    for text in [
        "[]",
        r#"{"year": 2026}"#,
        r#"{"year": 2026, "days": [{"from": "2026-02-30", "works": false, "name": "春节"}]}"#,
        r#"{"year": 2026, "days": [{"date": "2026-02-17", "name": "春节"}]}"#,
    ] {
        assert!(matches!(from_json(text), Err(NoticeError::Json { .. })), "{text}");
    }
    let far = r#"{"year": 2026, "days": [{"from": "2024-02-10", "works": false, "name": "春节"}]}"#;
    assert_eq!(from_json(far), Err(NoticeError::Span { from: on("2024-02-10") }));
}

/// A feed of entries, each the lines inside a VEVENT.
fn feed(entries: &[&str]) -> String {
    let entries: Vec<String> = entries
        .iter()
        .map(|entry| format!("BEGIN:VEVENT\r\n{}\r\nEND:VEVENT\r\n", entry.replace('\n', "\r\n")))
        .collect();
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{}END:VCALENDAR\r\n",
        entries.concat()
    )
}

#[test]
fn entries_of_a_feed() {
    for (entry, off_or_worked, to_confirm) in [
        (
            "DTSTART;VALUE=DATE:20260215\nDTEND;VALUE=DATE:20260224\nSUMMARY:春节",
            "o2026-02-15…2026-02-23",
            "",
        ),
        (
            "DTSTART;VALUE=DATE:20260215\nDURATION:P9D\nSUMMARY:春节（休）",
            "o2026-02-15…2026-02-23",
            "",
        ),
        ("DTSTART;VALUE=DATE:20260214\nSUMMARY:春节（班）", "w2026-02-14", ""),
        (
            "DTSTART:20260214T000000\nDTEND:20260215T000000\nSUMMARY:春节 补班",
            "w2026-02-14",
            "",
        ),
        // Midnight in China, written in UTC.
        (
            "DTSTART:20260930T160000Z\nDTEND:20261001T160000Z\nSUMMARY:国庆节",
            "o2026-10-01",
            "",
        ),
        (
            "DTSTART;VALUE=DATE:20260101\nDTEND;VALUE=DATE:20260101\nSUMMARY:元旦",
            "o2026-01-01",
            "",
        ),
        ("DTSTART;VALUE=DATE:20260404\nSUMMARY:清\n 明节", "o2026-04-04", ""),
        ("DTSTART;VALUE=DATE:20260308\nSUMMARY:妇女节（休）", "", "妇女节（休）"),
        ("DTSTART;VALUE=DATE:20260216\nSUMMARY:除夕", "", "除夕"),
        ("DTSTART;VALUE=DATE:20260214\nSUMMARY:春节调休", "", "春节调休"),
        (
            "DTSTART;VALUE=DATE:20260105\nSUMMARY:小寒\\, 第23个节气",
            "",
            "小寒, 第23个节气",
        ),
        ("DTSTART;VALUE=DATE:20250101\nSUMMARY:元旦", "", ""),
        ("STATUS:CANCELLED\nDTSTART;VALUE=DATE:20260101\nSUMMARY:元旦", "", ""),
    ] {
        let reading = from_ics(&feed(&[entry]), 2026);
        let days = reading.notice.map(|notice| notice.days).unwrap_or_default();
        let words: Vec<String> = days
            .iter()
            .map(|span| match (span.works, span.from == span.to) {
                (true, _) => format!("w{}", span.from),
                (false, true) => format!("o{}", span.from),
                (false, false) => format!("o{}…{}", span.from, span.to),
            })
            .collect();
        let names: Vec<&str> = reading.to_confirm.iter().map(|span| span.name.as_str()).collect();
        assert_eq!(
            (words.join(" "), names.join(" ")),
            (off_or_worked.to_owned(), to_confirm.to_owned()),
            "{entry}"
        );
    }
}

#[test]
fn broken_entries_of_a_feed_are_issues() {
    for entry in [
        "SUMMARY:元旦",
        "DTSTART;VALUE=DATE:20260230\nSUMMARY:春节",
        "DTSTART;VALUE=DATE:2026\nSUMMARY:春节",
        "DTSTART;VALUE=DATE:二〇二六年一月\nSUMMARY:元旦",
        "DTSTART;VALUE=DATE:20260103\nDTEND;VALUE=DATE:20260101\nSUMMARY:元旦",
        "DTSTART;VALUE=DATE:20260101\nRRULE:FREQ=YEARLY\nSUMMARY:元旦",
        "DTSTART;VALUE=DATE:20260101\nDURATION:PT5H\nSUMMARY:元旦",
    ] {
        let reading = from_ics(&feed(&[entry]), 2026);
        assert_eq!(reading.notice, None, "{entry}");
        let issue = &reading.issues[0];
        assert_eq!((issue.text.as_str(), &issue.doubt), (entry, &Doubt::NotUnderstood));
    }
    // Cut off in the middle.
    let text = feed(&["DTSTART;VALUE=DATE:20260101\nSUMMARY:元旦"]);
    let reading = from_ics(text.split_once("END:VEVENT").unwrap().0, 2026);
    assert_eq!(
        (reading.notice, &reading.issues[0].doubt),
        (None, &Doubt::NotUnderstood)
    );
}

#[test]
fn a_whole_feed_is_a_calendar() {
    let own = builtin(2026);
    let entries: Vec<String> = own
        .days
        .iter()
        .map(|span| {
            let compact = |date: jiff::civil::Date| date.to_string().replace('-', "");
            let mark = if span.works { "补班" } else { "放假" };
            let end = compact(span.to.tomorrow().unwrap());
            format!(
                "DTSTART;VALUE=DATE:{}\nDTEND;VALUE=DATE:{end}\nSUMMARY:{} {mark}",
                compact(span.from),
                span.name
            )
        })
        .collect();
    let entries: Vec<&str> = entries.iter().map(String::as_str).collect();
    let theirs = from_ics(&feed(&entries), 2026).notice.unwrap();
    let days = |notice: &Notice| -> Vec<_> {
        notice
            .days
            .iter()
            .map(|span| (span.from, span.to, span.works))
            .collect()
    };
    assert_eq!(days(&theirs), days(&own));
}

#[test]
fn versions_of_a_year() {
    let version = |text: &str| Notice::read_all(text).unwrap().remove(0);
    let first = version("notice,2027,甲,,a\nwork,2026-12-26,,元旦\noff,2027-01-01,2027-01-04,元旦\n");
    let amended = version("amend,2027,乙,,b\noff,2027-01-05,,元旦\n");
    let second = version("notice,2027,丙,,c\noff,2027-01-01,2027-01-03,元旦\n");
    let builtin = Calendar::builtin();
    let calendar = builtin.with_notice(first).unwrap().with_notice(amended).unwrap();
    for (day, works) in [("2026-12-26", true), ("2027-01-04", false), ("2027-01-05", false)] {
        assert_eq!(calendar.is_workday(on(day)), works, "{day}");
    }
    // The whole arrangement anew: neither the first nor its amendment speaks any longer, and both stay listed.
    let calendar = calendar.with_notice(second).unwrap();
    for (day, works) in [
        ("2026-12-26", false),
        ("2027-01-03", false),
        ("2027-01-04", true),
        ("2027-01-05", true),
    ] {
        assert_eq!(calendar.is_workday(on(day)), works, "{day}");
    }
    assert_eq!(calendar.notices().len(), builtin.notices().len() + 3);
    assert_eq!(
        calendar.day(on("2027-01-01")).notice.unwrap().document.as_deref(),
        Some("丙")
    );
    // The other years are as they were.
    assert_eq!(calendar.day(on("2026-02-14")), builtin.day(on("2026-02-14")));
}
