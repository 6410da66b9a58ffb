//! Ending a grid or a unit (whoever manages the office, or a new layer): its matters, ground and posts go on elsewhere.
//! It stands here because it moves what belongs to three contexts in one transaction.

mod act;
pub mod list;
pub mod page;
mod settle;

pub use settle::{settle, take_up};
