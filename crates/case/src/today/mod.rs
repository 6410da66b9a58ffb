//! Everybody's list for today: what the own desks owe, the most pressing first.

pub mod page;
