//! The calendar or the office's hours changed: the open matters follow one after the other, each with an entry that says
//! from when to when; what is at its end never moves.

mod job;
pub mod plan;
mod store;

pub use job::run;
