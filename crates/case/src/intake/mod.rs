//! A resident reports: photo, place, words; gets a receipt code. The same door serves staff, the phone and the API.

pub mod act;
pub mod page;
