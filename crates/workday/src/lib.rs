//! China's working calendar and the arithmetic of deadlines on it.
#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

mod calendar;
mod civil;
mod error;
mod explain;
mod hours;
mod limit;
mod notice;
mod timetable;
mod walk;

pub use calendar::{Calendar, Closure, Day, DayKind};
pub use error::{Error, HoursError, LimitError, NoticeError};
pub use explain::{Explanation, Span, Why, amount_in_words};
pub use hours::{OfficeHours, Session, Weekdays};
pub use limit::{Basis, Limit, Mode, Unit};
pub use notice::{Notice, NoticeDays};
pub use timetable::{Deadline, Timetable};
