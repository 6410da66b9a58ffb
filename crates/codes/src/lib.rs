//! Codes and catalogues of the office: divisions, coordinates, phones, receipts and kinds of case.

pub mod catalogue;
pub mod datum;
pub mod division;
mod duty;
pub mod phone;
pub mod receipt;
pub mod text;

pub use catalogue::Catalogue;
pub use division::{DivisionCode, Level};
