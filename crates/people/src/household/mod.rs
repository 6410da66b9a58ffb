//! One household: who lives there, masked until asked; its history, what was said two ways; staff corrects, adds, ends, confirms and decides.

mod change;
pub mod page;

pub use change::{add_member, decide_conflict, edit, end_member, set_head, update};
