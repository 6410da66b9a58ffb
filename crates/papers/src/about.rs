//! What a document says about itself.

use jiff::civil::Date;

/// Title, office and date: they go into the document's metadata, where they are given rather than read from a clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// The title.
    pub title: String,
    /// The office that issues it.
    pub office: String,
    /// The day it was made, in China.
    pub date: Date,
}
