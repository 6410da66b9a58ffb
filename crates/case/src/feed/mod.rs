//! Due dates as a calendar that one subscribes to, one address a person.

mod ics;
pub mod page;
pub mod read;
mod store;
