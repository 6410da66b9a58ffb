//! All matters within one's sight: find, filter, look at on a map.

mod counted;
pub mod page;
pub mod sheet;
