//! Households and residents on buildings: dated, merged by field, never deleted. The slices, and what they share.

pub mod act;
pub mod api;
pub mod household;
pub mod register;
pub mod store;
pub mod upload;

mod typed;
mod view;
