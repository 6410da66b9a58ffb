//! What can go wrong: in the arithmetic, in a notice, in office hours, in a written limit.

use std::error;
use std::fmt;

use jiff::civil::{Date, DateTime, Time};

/// Why a moment could not be computed.
///
/// ```
/// use jiff::civil::date;
/// use workday::{Error, Mode, Timetable};
///
/// let result = Timetable::default().deadline(date(2026, 1, 1).at(9, 0, 0, 0), "4000000000wd".parse()?, Mode::D);
/// assert_eq!(result, Err(Error::OutOfRange));
/// # Ok::<(), workday::LimitError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// No working time within 400 days of this date: every session has expired, or closures cover everything.
    NoWorkingTime {
        /// The last day looked at.
        near: Date,
    },
    /// The answer lies outside the years -9999 to 9999.
    OutOfRange,
    /// A pause that begins before the clock or before the pause before it has ended, or that ends before it begins.
    Pause {
        /// Where the pause begins.
        from: DateTime,
    },
}

impl Error {
    /// The error as a Chinese reader says it, without a full stop.
    ///
    /// ```
    /// assert_eq!(workday::Error::OutOfRange.in_words(), "结果超出公元 9999 年");
    /// ```
    #[must_use]
    pub fn in_words(&self) -> String {
        match self {
            Self::NoWorkingTime { near } => format!("{near} 前后 400 天内没有办公时间"),
            Self::OutOfRange => "结果超出公元 9999 年".to_owned(),
            Self::Pause { from } => format!("从 {from} 开始的暂停早于起算时刻、与前一次重叠，或结束早于开始"),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoWorkingTime { near } => write!(f, "no working time within 400 days of {near}"),
            Self::OutOfRange => f.write_str("the moment lies outside the years -9999 to 9999"),
            Self::Pause { from } => write!(f, "the pause from {from} runs backwards or begins before it may"),
        }
    }
}

impl error::Error for Error {}

/// Why notices or closures do not make a calendar.
///
/// ```
/// use workday::{Calendar, Notice, NoticeError};
///
/// assert_eq!(Notice::read_all("holiday,2026-10-01"), Err(NoticeError::Line { line: 1 }));
/// assert_eq!(Calendar::new(Vec::new()), Err(NoticeError::NoNotice));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoticeError {
    /// A calendar needs at least one notice: with none, every deadline would be a guess.
    NoNotice,
    /// A notice that names no day. A year that nobody has arranged yet has no notice.
    NoDays {
        /// The notice's year.
        year: i16,
    },
    /// JSON that is broken or has another shape.
    Json {
        /// Line number, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
    },
    /// A line that is neither `notice,…`, `amend,…`, `off,…` nor `work,…` with readable fields.
    Line {
        /// Line number, from 1.
        line: usize,
    },
    /// A span that ends before it begins, or lies outside its notice's year and the month on either side.
    Span {
        /// First day of the span.
        from: Date,
    },
    /// A year or date outside 1949 to 2199.
    Year {
        /// The year.
        year: i16,
    },
}

impl fmt::Display for NoticeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoNotice => f.write_str("a calendar needs at least one notice"),
            Self::NoDays { year } => write!(f, "the notice for {year} names no day"),
            Self::Json { line, column } => write!(f, "line {line}, column {column}: not a notice in JSON"),
            Self::Line { line } => write!(f, "line {line} is not a notice, amend, off or work line"),
            Self::Span { from } => write!(f, "the span from {from} runs backwards or leaves its notice's year"),
            Self::Year { year } => write!(f, "year {year} is outside 1949 to 2199"),
        }
    }
}

impl error::Error for NoticeError {}

/// Why sessions do not make office hours.
///
/// ```
/// use workday::{HoursError, OfficeHours};
///
/// let error = OfficeHours::new(Vec::new()).expect_err("an office without hours");
/// assert_eq!((error, error.in_words().as_str()), (HoursError::NoSession, "没有写办公时段"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum HoursError {
    /// No session, or none on any weekday.
    NoSession,
    /// A session that does not end after it starts, or whose validity ends before it begins.
    Backwards {
        /// Start of the session.
        start: Time,
    },
    /// Two sessions share time on one weekday while both are valid.
    Overlap {
        /// Start of the later one.
        start: Time,
    },
    /// A workday must last from 1 to 1,440 minutes.
    WorkdayLength {
        /// The minutes given.
        minutes: u32,
    },
}

impl HoursError {
    /// The error as a Chinese reader says it, without a full stop.
    #[must_use]
    pub fn in_words(&self) -> String {
        match self {
            Self::NoSession => "没有写办公时段".to_owned(),
            Self::Backwards { start } => format!("从 {start} 开始的时段结束不晚于开始"),
            Self::Overlap { start } => format!("从 {start} 开始的时段与前一段重叠"),
            Self::WorkdayLength { minutes } => format!("一个工作日不能是 {minutes} 分钟"),
        }
    }
}

impl fmt::Display for HoursError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSession => f.write_str("office hours need a session on some weekday"),
            Self::Backwards { start } => write!(f, "the session at {start} runs backwards"),
            Self::Overlap { start } => write!(f, "the session at {start} overlaps the one before"),
            Self::WorkdayLength { minutes } => write!(f, "a workday of {minutes} minutes"),
        }
    }
}

impl error::Error for HoursError {}

/// A limit that is not a whole number followed by `um`, `uh`, `ud`, `wh`, `wd` or `nd`.
///
/// ```
/// assert_eq!("5 days".parse::<workday::Limit>(), Err(workday::LimitError));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LimitError;

impl fmt::Display for LimitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a limit is a whole number and one of um, uh, ud, wh, wd, nd, as in 5wd")
    }
}

impl error::Error for LimitError {}
