//! Somebody is away for some days (请假): a deputy sits at their posts, or the desks count without them (trap E15).

mod act;
pub mod api;
mod decide;
pub mod page;
mod store;

pub use decide::{Absence, suits};
pub use store::list_absences;
