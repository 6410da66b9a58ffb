//! "怎么算的": how each due time of a matter came about, for staff in full and for the reporter about the promise.

pub mod page;
