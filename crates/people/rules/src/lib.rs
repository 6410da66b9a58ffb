//! What may happen to a household: who lives there from when to when, its head, and edits that meet.
//!
//! No I/O, no clock, no ids of its own. [`register`] and [`decide`] turn a wish into a [`Change`] or a refusal; a `Change`
//! always holds an event; [`Household::fold`] gives the state back from the events alone. [`Queue`] is the order of a phone.

mod checks;
mod decide;
mod facts;
mod head;
mod household;
mod merge;
mod name;
mod queue;
mod wish;
mod words;

pub use checks::{MOST_DWELLING, MOST_NAME, faults_of};
pub use decide::{Change, decide, register};
pub use facts::{Conflict, Decided, Event, Fact, Headless, Left, Member, Origin, Setting, Stamp, Version};
pub use head::{propose, relation_after};
pub use household::{Fold, Household};
pub use name::PersonName;
pub use queue::{Queue, WAIT_SECONDS, is_overdue, skew_ms};
pub use wish::{Edit, Newcomer, Opening, Wish};
pub use words::{Action, Arrival, Departure, Field, Purpose, Relation, Sex, Side, UploadState};
