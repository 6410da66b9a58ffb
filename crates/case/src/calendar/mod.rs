//! The office keeps its calendar: it takes in the yearly notice, closes or works on days of its own, and sees before it
//! decides which open matters move. Everybody may look at the year.

mod act;
pub mod page;
mod preview;
mod proposal;
mod store;
mod year;
