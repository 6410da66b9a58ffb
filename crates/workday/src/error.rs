//! What can go wrong: in the arithmetic, in a notice, in office hours, in a written limit.

use std::error;
use std::fmt;

use jiff::civil::{Date, Time};

/// Why a moment could not be computed.
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
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoWorkingTime { near } => write!(f, "no working time within 400 days of {near}"),
            Self::OutOfRange => f.write_str("the moment lies outside the years -9999 to 9999"),
        }
    }
}

impl error::Error for Error {}

/// Why notices or closures do not make a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoticeError {
    /// A calendar needs at least one notice: with none, every deadline would be a guess.
    NoNotice,
    /// A line that is neither `notice,…`, `off,…` nor `work,…` with readable fields.
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
            Self::Line { line } => write!(f, "line {line} is not a notice, off or work line"),
            Self::Span { from } => write!(f, "the span from {from} runs backwards or leaves its notice's year"),
            Self::Year { year } => write!(f, "year {year} is outside 1949 to 2199"),
        }
    }
}

impl error::Error for NoticeError {}

/// Why sessions do not make office hours.
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LimitError;

impl fmt::Display for LimitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a limit is a whole number and one of um, uh, ud, wh, wd, nd, as in 5wd")
    }
}

impl error::Error for LimitError {}
