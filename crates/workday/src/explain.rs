//! How a deadline came about, told by the walk that computed it.

use jiff::civil::DateTime;

use crate::civil::{DAY, civil, date_of, day_of, stamp};
use crate::walk::Sink;
use crate::{Basis, Calendar, Deadline, Error, Limit, Mode, Pause, Timetable};

/// Why a span counted or did not.
///
/// ```
/// use jiff::civil::date;
/// use workday::{Mode, Timetable, Why};
///
/// let story = Timetable::default().explain(date(2026, 3, 6).at(9, 0, 0, 0), "1wd".parse()?, Mode::D)?;
/// let reasons: Vec<Why> = story.spans.into_iter().map(|span| span.why).collect();
/// assert_eq!(reasons, [Why::ReceiptDay, Why::Weekend, Why::Counted]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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
        /// The notice, with its date of issue.
        notice: String,
    },
    /// A weekend day that counted because a notice makes it worked.
    Makeup {
        /// The notice, with its date of issue.
        notice: String,
    },
    /// A day the office itself decided, to close or to work.
    Closure {
        /// The office's reason.
        reason: String,
    },
    /// A day in a year without a notice: counted, or not, by its weekday.
    Provisional,
    /// The clock stood still.
    Paused,
    /// The workday a legal period was moved to because its last day was a rest day.
    RollOver,
}

/// A stretch of time with one reason.
///
/// ```
/// use jiff::civil::date;
/// use workday::{Basis, Timetable};
///
/// let monday = date(2026, 3, 2);
/// let spans = Timetable::default().spans(monday.at(11, 0, 0, 0), monday.at(15, 0, 0, 0), Basis::Sessions)?;
/// assert_eq!(spans.iter().map(|span| span.seconds).collect::<Vec<_>>(), [3_600, 0, 3_600]);
/// # Ok::<(), workday::Error>(())
/// ```
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
///
/// ```
/// use jiff::civil::date;
/// use workday::{Mode, Timetable};
///
/// let from = date(2026, 3, 2).at(9, 0, 0, 0);
/// let story = Timetable::default().explain(from, "2wd".parse()?, Mode::D)?;
/// assert_eq!(story.deadline, Timetable::default().deadline(from, "2wd".parse()?, Mode::D)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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
    ///     "2025年10月1日—2025年10月8日 国庆节、中秋节放假（国办发明电〔2024〕12号，2024年11月12日），不计",
    ///     "2025年10月9日 08:00—10:30 计2小时30分",
    ///     "2025年10月9日 10:30 到期",
    /// ]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn explain(&self, from: DateTime, limit: Limit, mode: Mode) -> Result<Explanation, Error> {
        self.explain_with_pauses(from, limit, mode, &[])
    }

    /// The deadline of a paused clock with its reasons.
    ///
    /// # Errors
    /// As [`Timetable::deadline_with_pauses`].
    ///
    /// ```
    /// use jiff::civil::date;
    /// use workday::{Mode, Pause, Timetable};
    ///
    /// let monday = date(2026, 3, 2);
    /// let pause = Pause { from: monday.at(10, 0, 0, 0), to: monday.at(15, 0, 0, 0) };
    /// let story = Timetable::default().explain_with_pauses(monday.at(9, 0, 0, 0), "2wh".parse()?, Mode::H, &[pause])?;
    /// assert_eq!(story.in_words()[1..], [
    ///     "2026年3月2日 09:00—10:00 计1小时",
    ///     "2026年3月2日 10:00—15:00 挂账暂停，不计",
    ///     "2026年3月2日 15:00—16:00 计1小时",
    ///     "2026年3月2日 16:00 到期",
    /// ]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn explain_with_pauses(
        &self,
        from: DateTime,
        limit: Limit,
        mode: Mode,
        pauses: &[Pause],
    ) -> Result<Explanation, Error> {
        let mut story = Story {
            calendar: self.calendar(),
            basis: limit.basis(mode),
            parts: Vec::new(),
        };
        let deadline = self.run(from, limit, mode, pauses, &mut story)?;
        let spans = story.parts.into_iter().map(Part::into_span).collect::<Result<_, _>>()?;
        Ok(Explanation {
            from: civil(stamp(from))?,
            limit,
            mode,
            deadline,
            spans,
        })
    }

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
    ///     "2026年9月20日 08:00—09:00 调休上班（国办发明电〔2025〕7号，2025年11月4日），计1小时",
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
            (Some(notice), _) if day.kind == crate::DayKind::Makeup => Some(Why::Makeup {
                notice: notice.citation(),
            }),
            (Some(notice), Some(name)) if !day.is_workday() => Some(Why::Holiday {
                name: name.to_owned(),
                notice: notice.citation(),
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

    fn paused(&mut self, from: i64, to: i64) {
        self.parts.retain(|part| part.from < from);
        if let Some(last) = self.parts.last_mut() {
            last.to = last.to.min(from);
        }
        self.push(from, to, false, Why::Paused);
    }
}
