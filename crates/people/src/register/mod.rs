//! Grid and community staff look for a household of theirs, or register a new one.

pub mod page;
