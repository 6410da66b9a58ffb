//! Explanations and spans in Chinese.

use jiff::civil::DateTime;

use crate::civil::{DAY, stamp};
use crate::{Basis, Explanation, Span, Why};

impl Explanation {
    /// The explanation in Chinese, a line each: the start, every span but nights and lunches, the end.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use workday::{Mode, Timetable};
    ///
    /// let story = Timetable::default().explain(date(2026, 3, 2).at(9, 0, 0, 0), "2uh".parse()?, Mode::H)?;
    /// assert_eq!(story.in_words().last().map(String::as_str), Some("2026年3月2日 11:00 到期"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn in_words(&self) -> Vec<String> {
        let mut lines = vec![format!("{} 起，限{}", moment(self.from), self.limit.in_words())];
        let days = match self.limit.basis(self.mode) {
            _ if !self.limit.is_whole_days(self.mode) => None,
            Basis::Workdays => Some("个工作日"),
            _ => Some("个自然日"),
        };
        for span in self.spans.iter().filter(|span| span.tells()) {
            lines.push(format!("{} {}", span.extent(), span.account(days)));
        }
        let doubt = if self.deadline.provisional {
            "（暂定：有关年份的放假通知尚未公布）"
        } else {
            ""
        };
        lines.push(format!("{} 到期{doubt}", end_moment(self.deadline.at)));
        lines
    }
}

impl Span {
    /// Whether the span says something to a person; nights and lunches do not.
    #[must_use]
    pub fn tells(&self) -> bool {
        self.why != Why::OutsideHours
    }

    /// The span in Chinese: from when to when, why, and how much it counted on a clock of this basis.
    #[must_use]
    pub fn in_words(&self, basis: Basis) -> String {
        let midnight = stamp(self.from) % DAY == 0;
        let days = match basis {
            Basis::Workdays => Some("个工作日"),
            Basis::Continuous if midnight => Some("个自然日"),
            _ => None,
        };
        format!("{} {}", self.extent(), self.account(days))
    }

    /// From when to when, such as `2026年10月1日—2026年10月7日` or `2026年9月18日 17:00—18:00`.
    #[must_use]
    pub fn extent(&self) -> String {
        let (first, (last, end)) = (day(self.from), end_parts(self.to));
        let starts_at_midnight = stamp(self.from) % DAY == 0;
        match (starts_at_midnight && end == "24:00", first == last) {
            (true, true) => first,
            (true, false) => format!("{first}—{last}"),
            (false, true) => format!("{first} {}—{end}", clock(self.from)),
            (false, false) => format!("{first} {}—{last} {end}", clock(self.from)),
        }
    }

    /// `days` is the name of a whole day, where the clock counts whole days.
    fn account(&self, days: Option<&str>) -> String {
        let count = if self.seconds > 0 {
            format!("计{}", amount(self.seconds, days))
        } else {
            "不计".to_owned()
        };
        let why = self.why.in_words();
        match self.why {
            Why::Counted | Why::OutsideHours => count,
            Why::RollOver => why,
            _ => format!("{why}，{count}"),
        }
    }
}

impl Why {
    /// The reason in Chinese, with the notice where one says so; nothing for ordinary working time and nights.
    #[must_use]
    pub fn in_words(&self) -> String {
        match self {
            Self::Counted | Self::OutsideHours => String::new(),
            Self::ReceiptDay => "收件当日".to_owned(),
            Self::Weekend => "周末".to_owned(),
            Self::Holiday { name, notice } => format!("{name}放假（{notice}）"),
            Self::Makeup { notice } => format!("调休上班（{notice}）"),
            Self::Closure { reason } => reason.clone(),
            Self::Provisional => "放假通知尚未公布，暂按周一至周五上班".to_owned(),
            Self::Paused => "挂账暂停".to_owned(),
            Self::RollOver => "期满日为休息日，顺延至此日".to_owned(),
        }
    }
}

/// So many seconds of a basis in Chinese: whole workdays as days, anything else in hours, minutes and seconds.
///
/// ```
/// use workday::{Basis, amount_in_words};
///
/// assert_eq!(amount_in_words(2 * 86_400, Basis::Workdays), "2个工作日");
/// assert_eq!(amount_in_words(5_400, Basis::Sessions), "1小时30分");
/// assert_eq!(amount_in_words(0, Basis::Sessions), "0分");
/// ```
#[must_use]
pub fn amount_in_words(seconds: i64, basis: Basis) -> String {
    if seconds == 0 {
        return "0分".to_owned();
    }
    amount(seconds, (basis == Basis::Workdays).then_some("个工作日"))
}

fn amount(seconds: i64, days: Option<&str>) -> String {
    if let (Some(unit), 0) = (days, seconds % DAY) {
        return format!("{}{unit}", seconds / DAY);
    }
    let parts = [
        (seconds / 3_600, "小时"),
        (seconds / 60 % 60, "分"),
        (seconds % 60, "秒"),
    ];
    parts
        .iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, unit)| format!("{n}{unit}"))
        .collect()
}

fn day(at: DateTime) -> String {
    format!("{}年{}月{}日", at.year(), at.month(), at.day())
}

fn clock(at: DateTime) -> String {
    let seconds = if at.second() == 0 {
        String::new()
    } else {
        format!(":{:02}", at.second())
    };
    format!("{:02}:{:02}{seconds}", at.hour(), at.minute())
}

fn moment(at: DateTime) -> String {
    format!("{} {}", day(at), clock(at))
}

/// The day and clock of an end, where midnight is 24:00 of the day before.
fn end_parts(at: DateTime) -> (String, String) {
    match at.date().yesterday() {
        Ok(before) if stamp(at) % DAY == 0 => (day(before.at(0, 0, 0, 0)), "24:00".to_owned()),
        _ => (day(at), clock(at)),
    }
}

fn end_moment(at: DateTime) -> String {
    let (day, clock) = end_parts(at);
    format!("{day} {clock}")
}
