//! Figures of a period, row by row: whoever leads compares areas, units, categories and channels, and opens any number.

mod columns;
mod export;
pub mod page;
mod store;
mod table;
