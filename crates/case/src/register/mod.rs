//! All matters within one's sight: find, filter, look at on a map, take away as a table.

mod counted;
pub mod export;
pub mod page;
