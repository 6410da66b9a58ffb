//! The system administrator sets up the office: hours, limits of the stages, its name, what its roles are called.

mod act;
pub mod page;
pub(crate) mod store;

pub(crate) use act::stale;
