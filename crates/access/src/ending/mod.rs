//! The posts of a grid or unit that ends: they end with it, and so does what people hold of them.

mod store;

pub use store::{DeskPost, end_posts, list_desk_posts};
