//! A leader's one page: what is late, where, with whom, why.

pub mod page;
pub(crate) mod store;
