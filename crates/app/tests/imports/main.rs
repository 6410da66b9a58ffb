//! Files of other systems through the program itself, on both engines.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail where they stand")]

mod buildings;
mod cases;
mod divisions;
mod founded;
mod grids;
mod killed;
mod moved;
mod scratch;
