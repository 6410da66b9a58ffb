//! What figures mean: rates with their denominators, intervals, the unit index, and what may be published.
//!
//! No I/O and no clock: counts come in, words and numbers go out. What a figure counts is said by [`kernel::figure`].

mod composite;
mod counts;
mod public;
mod rate;
mod ratio;

pub use composite::{Part, UNIT_INDEX, composite, missing};
pub use counts::{Count, Counts};
pub use public::{FEWEST, Published, publish};
pub use rate::{Formula, Rate};
pub use ratio::{Ratio, SMALL};

/// Changes whenever a formula, a cohort or a rounding does, and stands on every table.
pub const VERSION: &str = "2026-1";
