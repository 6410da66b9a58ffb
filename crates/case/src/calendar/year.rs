//! A year as twelve small months, every day with its kind in words.

use jiff::civil::{Date, Weekday, date};
use web::calendar::{Calendar, DayKind};

use super::preview::kind_words;

/// A day of a month; empty before the first and after the last.
pub struct Cell {
    pub day: i8,
    /// `workday`, `weekend`, `holiday`, `makeup`, `closed`, `opened`.
    pub kind: &'static str,
    /// The one character that says so.
    pub word: &'static str,
    pub title: String,
}

/// A month in weeks that begin on Monday.
pub struct Month {
    pub name: String,
    pub weeks: Vec<Vec<Option<Cell>>>,
}

/// The kinds with their characters and what they mean.
pub const LEGEND: [(&str, &str, &str); 6] = [
    ("workday", "", "工作日"),
    ("weekend", "休", "周末"),
    ("holiday", "假", "放假"),
    ("makeup", "班", "调休上班"),
    ("closed", "停", "本单位停止办公"),
    ("opened", "开", "本单位上班"),
];

fn cell(calendar: &Calendar, on: Date) -> Cell {
    let day = calendar.day(on);
    let key = match (day.kind, day.closure.is_some()) {
        (DayKind::Workday | DayKind::Makeup, true) => "opened",
        (_, true) => "closed",
        (DayKind::Workday, _) => "workday",
        (DayKind::Weekend, _) => "weekend",
        (DayKind::Holiday, _) => "holiday",
        (DayKind::Makeup, _) => "makeup",
    };
    let word = LEGEND.iter().find(|(known, ..)| *known == key);
    let says = day.notice.map(|notice| format!("，{}", notice.citation()));
    Cell {
        day: on.day(),
        kind: key,
        word: word.map_or("", |(_, word, _)| word),
        title: format!(
            "{}月{}日 {}{}",
            on.month(),
            on.day(),
            kind_words(calendar, on),
            says.unwrap_or_default()
        ),
    }
}

/// The months of a year.
pub fn months(calendar: &Calendar, year: i16) -> Vec<Month> {
    (1..=12)
        .map(|month| {
            let first = date(year, month, 1);
            let mut weeks: Vec<Vec<Option<Cell>>> = vec![Vec::new()];
            let lead = first.weekday().since(Weekday::Monday);
            weeks[0].extend((0..lead).map(|_| None));
            for on in first
                .series(jiff::Span::new().days(1))
                .take_while(|on| on.month() == month)
            {
                if weeks.last().is_some_and(|week| week.len() == 7) {
                    weeks.push(Vec::new());
                }
                if let Some(week) = weeks.last_mut() {
                    week.push(Some(cell(calendar, on)));
                }
            }
            if let Some(week) = weeks.last_mut() {
                week.resize_with(7, || None);
            }
            Month {
                name: format!("{month}月"),
                weeks,
            }
        })
        .collect()
}
