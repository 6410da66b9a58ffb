//! Rules of grids: where a point belongs, and what is wrong with a layer before it is imported.

mod cover;
pub mod fault;
pub mod layer;
pub mod locate;
mod plane;
mod rings;
mod succession;

pub use fault::{Fault, FaultKind};
pub use layer::{Area, Checked, LayerError, check};
pub use locate::{Locator, LocatorError, Nearest, Rings};
pub use succession::{Heir, LINE_METRES, joined, successors};
