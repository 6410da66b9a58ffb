//! The system administrator keeps the catalogue: categories with their owners, limits and words. Codes stay, nothing is deleted.

mod act;
mod draft;
pub mod page;
pub(crate) mod store;
