//! How a deadline came about, told by the walk that computed it.

use jiff::civil::DateTime;

use crate::civil::{DAY, civil, date_of, day_of, stamp};
use crate::walk::Sink;
use crate::{Basis, Calendar, Deadline, Error, Limit, Mode, Timetable};

/// Why a span counted or did not.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Why {
    /// Ordinary time of the clock.
    Counted,
    /// The day of receipt, which whole-day counting leaves out.
    ReceiptDay,
    /// Night, lunch or any other time outside the sessions of a workday.
    OutsideHours,
    /// An ordinary Saturday or Sunday.
    Weekend,
    /// A day off by notice.
    Holiday {
        /// The festival.
        name: String,
        /// The notice's title.
        notice: String,
    },
    /// A weekend day that counted because a notice makes it worked.
    Makeup {
        /// The notice's title.
        notice: String,
    },
    /// A day the office itself decided, to close or to work.
    Closure {
        /// The office's reason.
        reason: String,
    },
    /// A day in a year without a notice: counted, or not, by its weekday.
    Provisional,
    /// The workday a legal period was moved to because its last day was a rest day.
    RollOver,
}

/// A stretch of time with one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// Where it begins.
    pub from: DateTime,
    /// Where it ends, and the next begins.
    pub to: DateTime,
    /// The seconds it counted on the clock's basis: 0 for a span that did not count, 86,400 for a whole day.
    pub seconds: i64,
    /// Why.
    pub why: Why,
}

/// A deadline with every span from start to end, without gaps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The start.
    pub from: DateTime,
    /// The limit.
    pub limit: Limit,
    /// The mode.
    pub mode: Mode,
    /// The result, the same as from [`Timetable::deadline`].
    pub deadline: Deadline,
    /// The spans, in order; the first begins at `from`, the last ends at the deadline.
    pub spans: Vec<Span>,
}

impl Timetable {
    /// A deadline with its reasons.
    ///
    /// # Errors
    /// As [`Timetable::deadline`].
    ///
    /// ```
    /// use jiff::civil::date;
    /// use workday::{Mode, Timetable};
    ///
    /// let story = Timetable::default().explain(date(2025, 9, 30).at(16, 30, 0, 0), "4wh".parse()?, Mode::H)?;
    /// assert_eq!(story.in_words(), [
    ///     "2025年9月30日 16:30 起，限4工作时",
    ///     "2025年9月30日 16:30—18:00 计1小时30分",
    ///     "2025年10月1日—2025年10月8日 国庆节、中秋节放假（国办发明电〔2024〕12号），不计",
    ///     "2025年10月9日 08:00—10:30 计2小时30分",
    ///     "2025年10月9日 10:30 到期",
    /// ]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn explain(&self, from: DateTime, limit: Limit, mode: Mode) -> Result<Explanation, Error> {
        let mut story = Story {
            calendar: self.calendar(),
            basis: limit.basis(mode),
            parts: Vec::new(),
        };
        let deadline = self.run(from, limit, mode, &mut story)?;
        let spans = story.parts.into_iter().map(Part::into_span).collect::<Result<_, _>>()?;
        Ok(Explanation {
            from: civil(stamp(from))?,
            limit,
            mode,
            deadline,
            spans,
        })
    }
}

impl Timetable {
    /// Every span between two moments, without gaps: what a clock of this basis counted there and what it left out.
    /// The counted seconds add up to [`Timetable::working_seconds`]; nothing when `to` is not the later moment.
    ///
    /// # Errors
    /// As [`Timetable::deadline`].
    ///
    /// ```
    /// use jiff::civil::date;
    /// use workday::{Basis, Timetable};
    ///
    /// let (friday, sunday) = (date(2026, 9, 18).at(17, 0, 0, 0), date(2026, 9, 20).at(9, 0, 0, 0));
    /// let spans = Timetable::default().spans(friday, sunday, Basis::Sessions)?;
    /// let words: Vec<_> = spans.iter().filter(|span| span.tells()).map(|span| span.in_words(Basis::Sessions)).collect();
    /// assert_eq!(words, [
    ///     "2026年9月18日 17:00—18:00 计1小时",
    ///     "2026年9月19日 周末，不计",
    ///     "2026年9月20日 08:00—09:00 调休上班（国办发明电〔2025〕7号），计1小时",
    /// ]);
    /// # Ok::<(), workday::Error>(())
    /// ```
    pub fn spans(&self, from: DateTime, to: DateTime, basis: Basis) -> Result<Vec<Span>, Error> {
        let (from, to) = (stamp(from), stamp(to));
        let mut story = Story {
            calendar: self.calendar(),
            basis,
            parts: Vec::new(),
        };
        if from < to {
            let mut at = self.walk(from, self.measure(from, to, basis), basis, &mut story)?;
            // What is left of the way counted nothing.
            while at < to {
                let midnight = (day_of(at) + 1) * DAY;
                story.idle(at, midnight.min(to));
                at = midnight.min(to);
            }
        }
        story.parts.into_iter().map(Part::into_span).collect()
    }
}

/// A span while the walk is still going on, in stamps.
struct Part {
    from: i64,
    to: i64,
    counts: bool,
    why: Why,
}

impl Part {
    fn into_span(self) -> Result<Span, Error> {
        let seconds = if self.counts { self.to - self.from } else { 0 };
        Ok(Span {
            from: civil(self.from)?,
            to: civil(self.to)?,
            seconds,
            why: self.why,
        })
    }
}

/// The sink that writes spans.
struct Story<'a> {
    calendar: &'a Calendar,
    basis: Basis,
    parts: Vec<Part>,
}

impl Story<'_> {
    fn push(&mut self, from: i64, to: i64, counts: bool, why: Why) {
        if from == to {
            return;
        }
        match self.parts.last_mut() {
            Some(last) if last.counts == counts && last.why == why && last.to == from => last.to = to,
            _ => self.parts.push(Part { from, to, counts, why }),
        }
    }

    /// What the calendar says about a whole day; `None` for an ordinary workday.
    fn reason(&self, day: i64) -> Option<Why> {
        let day = self.calendar.day(date_of(day).ok()?);
        if let Some(closure) = day.closure {
            return Some(Why::Closure {
                reason: closure.reason.clone(),
            });
        }
        match (day.notice, day.name) {
            (Some(notice), _) if day.kind == crate::DayKind::Makeup => Some(Why::Makeup { notice: notice.title() }),
            (Some(notice), Some(name)) if !day.is_workday() => Some(Why::Holiday {
                name: name.to_owned(),
                notice: notice.title(),
            }),
            _ if !day.known => Some(Why::Provisional),
            _ if !day.is_workday() => Some(Why::Weekend),
            _ => None,
        }
    }
}

impl Sink for Story<'_> {
    fn counted(&mut self, from: i64, to: i64) {
        let why = if self.basis == Basis::Continuous {
            None
        } else {
            self.reason(day_of(from))
        };
        self.push(from, to, true, why.unwrap_or(Why::Counted));
    }

    fn idle(&mut self, from: i64, to: i64) {
        let day = day_of(from);
        let why = if self.calendar.works(day) {
            None
        } else {
            self.reason(day)
        };
        self.push(from, to, false, why.unwrap_or(Why::OutsideHours));
    }

    fn receipt(&mut self, from: i64, to: i64) {
        self.push(from, to, false, Why::ReceiptDay);
    }

    fn rolled(&mut self, from: i64, to: i64) {
        self.push(from, to, false, Why::RollOver);
    }
}

impl Explanation {
    /// The explanation in Chinese, a line each: the start, every span but nights and lunches, the end.
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
