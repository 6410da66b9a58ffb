//! The rules of households as rows of data, the traps with their inputs, and properties.

mod common;
mod heads;
mod households;
mod merges;
mod order;
