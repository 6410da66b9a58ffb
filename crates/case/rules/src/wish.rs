//! What somebody wants to do, with everything that only the outside knows.

use std::collections::BTreeMap;

use kernel::{AccountId, AttachmentId, CaseId, Desk, Moment, OrderId};

use crate::clock::Clock;
use crate::facts::{Place, Standard};
use crate::words::{Action, ClockKind, Outcome, Reason};

/// A wish: the action, why, in which words, and what the action needs besides.
#[derive(Clone, Debug, PartialEq)]
pub struct Wish {
    pub action: Action,
    pub reason: Option<Reason>,
    pub text: String,
    pub with: With,
}

/// Where a matter goes when a grid, community or unit ends.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Home {
    /// The place by today's tree, when that is another.
    pub place: Option<Place>,
    /// Who follows whom, for the desks that are no more.
    pub heirs: BTreeMap<Desk, Desk>,
}

/// What an action needs besides a reason and words.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum With {
    #[default]
    Nothing,
    Place(Place),
    Home(Home),
    Standard(Standard),
    /// The other matter, and how many reporters it brings or takes.
    Other {
        case: CaseId,
        reachable: u32,
        total: u32,
    },
    Units {
        lead: Desk,
        assisting: Vec<Desk>,
        on_duty: bool,
    },
    /// The grid's supervisors, who follow from now on.
    Followers(Vec<(AccountId, String)>),
    Until {
        until: Moment,
        notice: String,
    },
    Result {
        outcome: Outcome,
        evidence: u32,
    },
    Order {
        order: OrderId,
        due: Moment,
    },
    /// The entries that read differently from now on, each with the digest of its new words; or a picture.
    Hidden {
        entries: Vec<(u32, String)>,
        photo: Option<AttachmentId>,
    },
    /// Clocks that another calendar moves.
    Clocks(BTreeMap<ClockKind, Clock>),
    Reminder {
        clock: ClockKind,
        started: Moment,
        percent: u8,
    },
}

impl Wish {
    #[must_use]
    pub fn new(action: Action) -> Self {
        Self {
            action,
            reason: None,
            text: String::new(),
            with: With::Nothing,
        }
    }

    #[must_use]
    pub fn because(self, reason: Reason) -> Self {
        Self {
            reason: Some(reason),
            ..self
        }
    }

    #[must_use]
    pub fn saying(self, text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..self
        }
    }

    #[must_use]
    pub fn with(self, with: With) -> Self {
        Self { with, ..self }
    }
}
