//! How a matter ends, and what an objection to the end does.

use kernel::Level;

use crate::case::Case;
use crate::facts::Fact;
use crate::lifecycle::Row;
use crate::words::{Action, Closing, Outcome, State};

/// One more objection. The second goes to whoever supervises: the street decides (trap E06).
pub(crate) fn objection(case: &Case) -> impl Iterator<Item = Fact> {
    let count = case.objections + 1;
    let up = (count >= 2 && case.level < Level::Street).then_some(Fact::Level(Level::Street));
    std::iter::once(Fact::Objections(count)).chain(up)
}

/// How a step to `closed` closes.
pub(crate) fn closing(row: &Row, case: &Case) -> Option<Closing> {
    if row.to != Some(State::Closed) {
        return None;
    }
    if row.action == Action::Transfer {
        return Some(Closing::Transferred);
    }
    if case.outcome == Some(Outcome::Cannot) {
        return Some(Closing::UnsolvableExplained);
    }
    match row.action {
        Action::Confirm => Some(Closing::Confirmed),
        Action::Lapse => Some(Closing::Silent),
        Action::Pass => Some(Closing::InspectedOnly),
        _ => None,
    }
}
