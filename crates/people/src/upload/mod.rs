//! The door for phones that had no network: writes numbered by the phone, carried out in the phone's order, none dropped.
//!
//! `store` and `act` know numbers, waiting and answers; what a write says is one `match` on its kind, where other kinds can follow.

pub mod act;
pub mod page;
pub mod store;
