//! The rules as rows of data, stories of named people, and random walks.

mod accounts;
mod clocks;
mod common;
mod figures;
mod imports;
mod lifecycle;

mod recount;
mod rehome;
mod reminders;
mod stories;
mod traps;
mod walks;
