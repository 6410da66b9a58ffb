//! The system administrator keeps accounts: makes them, ends them; grants nothing and sees no case.

pub mod page;
