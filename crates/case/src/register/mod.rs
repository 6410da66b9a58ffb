//! All matters within one's sight: find, filter, look at on a map, take away as a table.

pub mod export;
pub mod page;
