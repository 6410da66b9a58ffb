//! Coming in and going out: password, the demo's one click, lock-out, elder mode.

pub mod act;
pub mod page;
