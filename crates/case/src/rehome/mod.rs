//! Handing matters over when a grid or unit ends: by the program or whoever manages the office, one after the other.

mod act;
mod plan;

pub use act::{BATCH, settle, write};
pub use plan::{Move, home_of};
