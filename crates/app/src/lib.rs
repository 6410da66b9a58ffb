//! The program as a library: the router built from the route table, the office's start, the demo office.

pub mod commands;
pub mod demo;
mod handlers;
pub mod handover;
mod metrics;
pub mod open;
mod router;
pub mod starter;

pub use router::router;
