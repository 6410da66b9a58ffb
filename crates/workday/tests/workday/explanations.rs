//! Explanations as people read them.

use workday::{Calendar, Closure, Mode, OfficeHours, Timetable, Why};

use crate::{at, on};

fn words(office: &Timetable, from: &str, limit: &str, mode: Mode) -> Vec<String> {
    office
        .explain(at(from), limit.parse().unwrap(), mode)
        .unwrap()
        .in_words()
}

#[test]
fn whole_workdays_over_a_holiday_and_a_makeup_day() {
    assert_eq!(
        words(&Timetable::default(), "2026-09-30T15:00", "3wd", Mode::D),
        [
            "2026年9月30日 15:00 起，限3个工作日",
            "2026年9月30日 15:00—24:00 收件当日，不计",
            "2026年10月1日—2026年10月7日 国庆节放假（国办发明电〔2025〕7号，2025年11月4日），不计",
            "2026年10月8日—2026年10月9日 计2个工作日",
            "2026年10月10日 调休上班（国办发明电〔2025〕7号，2025年11月4日），计1个工作日",
            "2026年10月10日 24:00 到期",
        ]
    );
}

#[test]
fn a_legal_period_rolls_over() {
    assert_eq!(
        words(&Timetable::default(), "2025-09-17T10:00", "15nd", Mode::L),
        [
            "2025年9月17日 10:00 起，限15个自然日",
            "2025年9月17日 10:00—24:00 收件当日，不计",
            "2025年9月18日—2025年10月2日 计15个自然日",
            "2025年10月3日—2025年10月8日 国庆节、中秋节放假（国办发明电〔2024〕12号，2024年11月12日），不计",
            "2025年10月9日 期满日为休息日，顺延至此日",
            "2025年10月9日 24:00 到期",
        ]
    );
}

#[test]
fn the_wall_clock_over_midnight() {
    assert_eq!(
        words(&Timetable::default(), "2025-10-01T23:15", "2uh", Mode::H),
        [
            "2025年10月1日 23:15 起，限2紧急工作时",
            "2025年10月1日 23:15—2025年10月2日 01:15 计2小时",
            "2025年10月2日 01:15 到期",
        ]
    );
}

#[test]
fn an_unknown_year_says_so() {
    assert_eq!(
        words(&Timetable::default(), "2026-12-31T17:00", "2wh", Mode::H),
        [
            "2026年12月31日 17:00 起，限2工作时",
            "2026年12月31日 17:00—18:00 计1小时",
            "2027年1月1日 08:00—09:00 放假通知尚未公布，暂按周一至周五上班，计1小时",
            "2027年1月1日 09:00 到期（暂定：有关年份的放假通知尚未公布）",
        ]
    );
}

#[test]
fn closures_give_their_reason() {
    let snow = Closure {
        date: on("2026-01-20"),
        works: false,
        reason: "暴雪停工".to_owned(),
    };
    let calendar = Calendar::builtin().with_closures(vec![snow]).unwrap();
    let office = Timetable::new(calendar, OfficeHours::default());
    assert_eq!(
        words(&office, "2026-01-19T17:00", "2wh", Mode::H),
        [
            "2026年1月19日 17:00 起，限2工作时",
            "2026年1月19日 17:00—18:00 计1小时",
            "2026年1月20日 暴雪停工，不计",
            "2026年1月21日 08:00—09:00 计1小时",
            "2026年1月21日 09:00 到期",
        ]
    );
}

#[test]
fn nights_and_lunches_are_spans_too() {
    let story = Timetable::default()
        .explain(at("2026-03-02T11:00"), "6wh".parse().unwrap(), Mode::H)
        .unwrap();
    let spans: Vec<(String, i64, bool)> = story
        .spans
        .iter()
        .map(|span| (span.from.to_string(), span.seconds, span.why == Why::OutsideHours))
        .collect();
    assert_eq!(
        spans,
        [
            ("2026-03-02T11:00:00".to_owned(), 3_600, false),
            ("2026-03-02T12:00:00".to_owned(), 0, true),
            ("2026-03-02T14:00:00".to_owned(), 14_400, false),
            ("2026-03-02T18:00:00".to_owned(), 0, true),
            ("2026-03-03T08:00:00".to_owned(), 3_600, false),
        ]
    );
}
