//! A leader's one page: what is late, where, with whom, why.

pub mod page;
mod store;
