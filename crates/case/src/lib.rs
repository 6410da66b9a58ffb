//! Matters: reported, climbing, supervised, closed by someone else. The slices, and what they share.

pub mod account;
pub mod api;
pub mod calendar;
pub mod call;
pub mod feed;
pub mod intake;
pub mod patrol;
pub mod receipt;
pub mod recount;
pub mod register;
pub mod rehome;
pub mod step;
pub mod sweep;
pub mod today;

pub mod flags;
mod notice;
pub mod office;
mod photo;
pub mod store;
mod timeline;
mod view;
