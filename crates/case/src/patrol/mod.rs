//! On patrol: solve it on the spot in at most five fields, or report it upward.

pub mod page;
