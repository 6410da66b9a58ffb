//! China's working calendar and the arithmetic of deadlines on it.
#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

mod calendar;
mod civil;
mod error;
mod explain;
mod hours;
mod limit;
pub mod lunar;
pub mod notice;
mod pause;
mod timetable;
mod walk;
mod words;

pub use calendar::{Calendar, Closure, Day, DayKind};
pub use error::{Error, HoursError, LimitError, NoticeError};
pub use explain::{Explanation, Span, Why};
pub use hours::{OfficeHours, Session, Weekdays};
pub use limit::{Basis, Limit, Mode, Unit};
pub use notice::{Notice, NoticeDays};
pub use pause::Pause;
pub use timetable::{Deadline, Timetable};
pub use words::amount_in_words;
