//! What may happen to a matter: the lifecycle table, decisions, clocks, and the fold of its history.
//!
//! No I/O, no clock, no ids of its own: the moment, the actor and every id come in as arguments.
//! [`decide`] turns a wish into a [`Change`] or a refusal; a `Change` always holds events, so no write lacks history;
//! [`Case::fold`] gives the state back from the events alone.

mod account;
mod alarms;
mod case;
mod clock;
mod closing;
mod decide;
mod facts;
mod guards;
mod hide;
mod import;
mod lifecycle;
mod marks;
mod office;
mod open;
mod reasons;
mod recount;
mod rehome;
mod todo;
mod turn;
mod wish;
mod words;

pub use account::{Account, Entry, What, accounts};
pub use alarms::{due_wishes, next_alarm};
pub use case::{Appeal, Case, Extension, Fold, Order, Suspension};
pub use clock::{Clock, ClockState, Pace};
pub use decide::{Change, allowed, decide};
pub use facts::{Event, ExtensionRequest, Fact, PhoneClock, Place, Standard};
pub use hide::{MARK, Target, hidden, mark};
pub use import::{Imported, import};
pub use kernel::Channel;
pub use lifecycle::{Effect, Guard, Row, Seat, rows, selects, table};
pub use marks::{Cell, Sum, cells, difference};
pub use office::{Office, StageLimits};
pub use open::{Opening, Reporter, open};
pub use reasons::reasons;
pub use recount::{recounted, recounted_alone};
pub use todo::{Todo, TodoKind};
pub use wish::{Home, Wish, With};
pub use words::{Action, ClockKind, Closing, Outcome, Reason, State};
