//! A change of the calendar as somebody wants it: read from what was typed, checked, and laid over the calendar in force.

use kernel::{Issues, Moment};
use web::calendar::{Calendar, Closure, Issue, KeptClosure, Notice, NoticeError, from_json, from_text, parse_day};

const MOST_REASON: usize = 30;
const MOST_TEXT: usize = 20_000;

/// What stands in the forms.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    pub text: String,
    /// The notice changes only the days it names.
    pub amends: bool,
    pub day: String,
    /// The day is worked; otherwise closed.
    pub works: bool,
    pub reason: String,
}

/// What changes.
#[derive(Clone, Debug)]
pub enum Proposal {
    Notice(Notice),
    Close(Closure),
    End(KeptClosure),
}

/// A day as people say it.
pub fn day_words(date: jiff::civil::Date) -> String {
    const NAMES: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];
    let weekday = usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or(0);
    format!(
        "{}年{}月{}日 周{}",
        date.year(),
        date.month(),
        date.day(),
        NAMES[weekday]
    )
}

/// A closure as people say it.
pub fn closure_words(closure: &Closure) -> String {
    let what = if closure.works { "上班" } else { "停止办公" };
    format!("{} {what}（{}）", day_words(closure.date), closure.reason)
}

fn error_words(error: &NoticeError) -> String {
    match error {
        NoticeError::Json { line, column } => {
            format!("第 {line} 行第 {column} 个字符起读不懂。请检查引号和括号，或改为粘贴通知的文字。")
        }
        NoticeError::NoDays { year } => format!("{year} 年的这份通知没有写明哪天放假、哪天上班，不能采用。"),
        NoticeError::Span { from } => {
            format!("从 {from} 起的一段日子前后颠倒，或离通知的年份太远，请核对原文。")
        }
        NoticeError::Year { year } => format!("{year} 年不在能用的范围（1949 到 2199 年）里，请核对原文。"),
        NoticeError::NoNotice | NoticeError::Line { .. } => "读不出通知。请粘贴完整的通知。".to_owned(),
        _ => "读不懂这份通知，请粘贴完整的文字。".to_owned(),
    }
}

/// Reads a pasted notice, with what the reader was not sure of.
///
/// # Errors
/// What keeps it from being a notice.
pub fn read_notice(typed: &Typed) -> Result<(Notice, Vec<Issue>), Issues> {
    let mut issues = Issues::default();
    let text = typed.text.trim();
    if text.is_empty() || codes::text::length(text) > MOST_TEXT {
        issues.add("text", "case.calendar.text", "请粘贴放假通知的全文，不超过 20,000 字。");
        return Err(issues);
    }
    let (notice, doubts) = if text.starts_with('{') {
        match from_json(text) {
            Ok(notice) => (Some(notice), Vec::new()),
            Err(error) => {
                issues.add("text", "case.calendar.unread", error_words(&error));
                return Err(issues);
            }
        }
    } else {
        let reading = from_text(text);
        (reading.notice, reading.issues)
    };
    match notice {
        Some(mut notice) => {
            notice.amends |= typed.amends;
            Ok((notice, doubts))
        }
        None => {
            // The first says what is missing; the others follow from it.
            let words = doubts.first().map(Issue::in_words).unwrap_or_default();
            issues.add("text", "case.calendar.unread", format!("没有读出通知：{words}"));
            Err(issues)
        }
    }
}

/// Reads a closure.
///
/// # Errors
/// Every field that cannot be used.
pub fn read_closure(typed: &Typed, now: Moment) -> Result<Closure, Issues> {
    let mut issues = Issues::default();
    let this = now.civil().year();
    let date = parse_day(&typed.day).filter(|date| (this - 1..=this + 1).contains(&date.year()));
    if date.is_none() {
        issues.add(
            "day",
            "case.calendar.day",
            "请填写日期，写成 2026-03-10 的样子，在去年到明年之间。",
        );
    }
    let reason = typed.reason.trim();
    if reason.is_empty() || codes::text::length(reason) > MOST_REASON {
        issues.add(
            "reason",
            "case.calendar.reason",
            "请写明原因，不超过 30 字，例如“暴雪停工”。",
        );
    }
    match date {
        Some(date) if issues.0.is_empty() => Ok(Closure {
            date,
            works: typed.works,
            reason: reason.to_owned(),
        }),
        _ => Err(issues),
    }
}

impl Proposal {
    /// On what the change rests, for each matter's history.
    pub fn basis(&self) -> String {
        match self {
            Self::Notice(notice) => format!("采用{}", notice.citation()),
            Self::Close(closure) => closure_words(closure),
            Self::End(kept) => format!("取消“{}”", closure_words(&kept.closure)),
        }
    }

    /// The calendar with the change.
    ///
    /// # Errors
    /// When it fits nowhere, or changes nothing.
    pub fn over(&self, calendar: &Calendar, kept: &[KeptClosure]) -> Result<Calendar, Issues> {
        let mut issues = Issues::default();
        let next = match self {
            Self::Notice(notice) => {
                if notice.amends && !calendar.notices().iter().any(|known| known.year == notice.year) {
                    let text = format!("{} 年还没有采用过通知，不能只改几天。请先采用全年的通知。", notice.year);
                    issues.add("text", "case.calendar.amends", text);
                    return Err(issues);
                }
                calendar.with_notice(notice.clone())
            }
            Self::Close(closure) => {
                if let Some(known) = kept.iter().find(|known| known.closure.date == closure.date) {
                    let text = format!("这一天已经有安排：{}。请先取消它。", closure_words(&known.closure));
                    issues.add("day", "case.calendar.taken", text);
                    return Err(issues);
                }
                if calendar.is_workday(closure.date) == closure.works {
                    let what = if closure.works { "上班" } else { "休息" };
                    let text = format!("{}本来就{what}，不用再加。", day_words(closure.date));
                    issues.add("day", "case.calendar.same", text);
                    return Err(issues);
                }
                let own = kept.iter().map(|known| known.closure.clone());
                calendar.with_closures(own.chain([closure.clone()]).collect())
            }
            Self::End(ended) => {
                let own = kept.iter().filter(|known| known.id != ended.id);
                calendar.with_closures(own.map(|known| known.closure.clone()).collect())
            }
        };
        let next = next.map_err(|error| {
            issues.add("text", "case.calendar.unread", error_words(&error));
            issues.clone()
        })?;
        let is_new = |notice: &Notice| !calendar.is_known(jiff::civil::date(notice.year, 1, 1));
        let news = matches!(self, Self::Notice(notice) if is_new(notice));
        if !news && differing(calendar, &next, self.years()).is_empty() {
            let text = "和现在采用的日历一样，没有哪一天不同，不用再采用。";
            issues.add("text", "case.calendar.nothing", text);
            return Err(issues);
        }
        Ok(next)
    }

    /// The years in which days may become different.
    pub fn years(&self) -> std::ops::RangeInclusive<i16> {
        match self {
            Self::Notice(notice) => notice.year - 1..=notice.year + 1,
            Self::Close(closure) | Self::End(KeptClosure { closure, .. }) => closure.date.year()..=closure.date.year(),
        }
    }
}

/// The days that are worked in one calendar and not in the other.
pub fn differing(
    was: &Calendar,
    is: &Calendar,
    years: std::ops::RangeInclusive<i16>,
) -> Vec<(jiff::civil::Date, bool)> {
    let first = jiff::civil::date(*years.start(), 1, 1);
    let last = jiff::civil::date(*years.end(), 12, 31);
    first
        .series(jiff::Span::new().days(1))
        .take_while(|date| *date <= last)
        .filter(|date| was.is_workday(*date) != is.is_workday(*date))
        .map(|date| (date, is.is_workday(date)))
        .collect()
}

/// The days of some years, so that a page that shows what they no longer are is known.
pub fn mark(calendar: &Calendar, years: std::ops::RangeInclusive<i16>) -> String {
    let first = jiff::civil::date(*years.start(), 1, 1);
    let days: String = first
        .series(jiff::Span::new().days(1))
        .take_while(|date| date.year() <= *years.end())
        .map(|date| if calendar.is_workday(date) { '1' } else { '0' })
        .collect();
    let hash = web::token_hash(&days);
    hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
