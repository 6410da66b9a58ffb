//! All matters within one's sight: find, filter, look at on a map.

pub mod page;
