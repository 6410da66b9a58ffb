//! The security administrator grants posts: who holds which, from now until it is taken back.

pub mod page;
