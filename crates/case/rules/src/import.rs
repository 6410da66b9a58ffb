//! Matters that another system had before: taken over with what that system says about them.

use kernel::{Actor, CaseId, Channel, Moment, Permission, Refusal};

use crate::decide::Change;
use crate::facts::{Event, Fact, Place};
use crate::office::Office;
use crate::open::intake;
use crate::words::{Action, Closing, State};

/// A matter as its source tells it, checked at the door already.
#[derive(Clone, Debug)]
pub struct Imported {
    pub id: CaseId,
    pub number: String,
    pub words: String,
    pub place: Place,
    /// The source names who reported it. Nobody holds a receipt, so nobody can be asked.
    pub named: bool,
    pub reported_at: Moment,
    /// When the source closed it.
    pub closed_at: Option<Moment>,
    /// Whatever else the source says: its number, its category, its answer.
    pub text: String,
}

/// Takes over a matter. The entry is made now and states when the source heard of it.
///
/// An open one waits at intake like any report. What the source closed goes to the archive at once, under a closing of
/// its own: this office neither handled nor inspected it.
///
/// # Errors
/// When the calendar has no working time.
pub fn import(imported: Imported, now: Moment, office: &Office) -> Result<Change, Refusal> {
    let area = imported.place.area;
    let mut facts = vec![
        Fact::Number(imported.number),
        Fact::Channel(Channel::Import),
        Fact::Words(imported.words),
        Fact::Place(imported.place),
        Fact::Reporters {
            reachable: 0,
            total: u32::from(imported.named),
        },
        Fact::ReportedAt(imported.reported_at),
    ];
    let (action, to) = match imported.closed_at {
        Some(at) => {
            facts.extend([
                Fact::Closing(Some(Closing::Elsewhere)),
                Fact::ClosedAt(Some(at)),
                Fact::Desk(None),
            ]);
            (Action::Import, State::Archived)
        }
        None => {
            facts.extend(intake(area, now, office)?);
            (Action::Report, State::Reported)
        }
    };
    let event = Event {
        seq: 1,
        at: now,
        actor: Actor::system().signature(&[], Permission::System),
        action,
        from: None,
        to,
        reason: None,
        text: imported.text,
        facts,
    };
    Change::of(imported.id, None, vec![event])
}
