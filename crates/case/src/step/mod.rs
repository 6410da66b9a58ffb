//! One step of a matter's life, whichever: the table decides who may, the page shows what is allowed, the API says the same.

pub mod act;
pub mod compare;
pub mod forms;
pub mod hide;
pub mod page;
