//! Figures of a period, row by row: whoever leads compares areas, units, categories and channels, and opens any number.

pub(crate) mod columns;
mod export;
pub mod page;
pub(crate) mod store;
pub(crate) mod table;
