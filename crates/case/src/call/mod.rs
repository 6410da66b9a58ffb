//! The phone and the counter: somebody speaks, a clerk types at once, with the keyboard alone.

pub mod page;
