//! History: events and the facts they state. Folding facts is all it takes to know a matter.

use kernel::{AccountId, Actor, AreaCode, AttachmentId, CaseId, Channel, Desk, Level, Moment, OrderId};
use serde::{Deserialize, Serialize};

use crate::clock::Clock;
use crate::words::{Action, ClockKind, Closing, Outcome, Reason, State};

/// Where the matter is, with the grid frozen as it was drawn then.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// The address or description, as given.
    pub text: String,
    /// CGCS2000 / WGS-84 degrees. Absent when only words are known.
    pub point: Option<(f64, f64)>,
    /// The grid, or the street when the place belongs to no grid (the unassigned tray).
    pub area: AreaCode,
    /// The version of the grid layer that said so.
    pub layer: i64,
}

/// The row of the standard under which the matter was filed, frozen at filing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standard {
    pub item: String,
    pub item_name: String,
    /// The condition's row, such as `C01-37/2`.
    pub row: String,
    pub condition: String,
    /// Such as `2uh` or `5wd`.
    pub limit: String,
    pub urgent: bool,
    pub evidence: bool,
    /// The category had ended when the matter came in; the desk classes it anew (trap O13).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ended: bool,
}

/// One fact. Facts name what is now so, never how it came about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    Number(String),
    Channel(Channel),
    Words(String),
    Place(Place),
    /// How many people reported it and can be asked.
    Reporters {
        reachable: u32,
        total: u32,
    },
    Filed(Standard),
    Level(Level),
    /// The desk where it waits now; none when nothing is owed.
    Desk(Option<Desk>),
    /// The desk that dispatched it, to which approvals and returns go.
    DispatchedBy(Desk),
    Lead(Option<Desk>),
    Assisting(Vec<Desk>),
    /// Nobody sits at the desk it was meant for; it went upward.
    Vacant(Desk),
    Follower(AccountId, String),
    Clock(ClockKind, Clock),
    Handler(Option<AccountId>),
    Returns(u32),
    Extension(ExtensionRequest),
    ExtensionDecided {
        granted: bool,
    },
    Suspension {
        until: Moment,
        notice: String,
    },
    SuspensionEndorsed,
    SuspensionDecided {
        granted: bool,
    },
    Outcome(Outcome),
    Evidence(u32),
    Closing(Option<Closing>),
    ClosedAt(Option<Moment>),
    /// When the source of an import heard of it; otherwise the first entry says so.
    ReportedAt(Moment),
    Round(u32),
    Objections(u32),
    MergedInto(Option<CaseId>),
    /// The matter that was merged into this one.
    Absorbed(CaseId),
    Released(CaseId),
    Ordered {
        order: OrderId,
        due: Moment,
        automatic: bool,
    },
    OrderAnswered(OrderId),
    Reminded {
        clock: ClockKind,
        started: Moment,
        percent: u8,
    },
    Appealed,
    AppealReviewed {
        granted: bool,
    },
    /// An earlier entry of the matter reads differently since; the digest proves its new words.
    Hidden {
        entry: u32,
        digest: String,
    },
    /// A picture that is gone.
    PhotoHidden(AttachmentId),
    /// What the sender's device took for the time.
    Phone(PhoneClock),
}

/// A device's own clock, which may be wrong, and how long by its counter it waited since.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhoneClock {
    /// When it was written, as the device had it.
    pub at: Moment,
    /// From then to sending; a counter that nobody sets.
    pub elapsed_ms: i64,
}

impl PhoneClock {
    /// How far the device's clock is ahead, in seconds; negative when it is behind.
    #[must_use]
    pub const fn ahead(self, received: Moment) -> i64 {
        Moment(self.at.0 + self.elapsed_ms).seconds_since(received)
    }
}

/// What was asked for with an extension.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtensionRequest {
    pub asked_at: Moment,
}

/// One entry of history.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// 1, 2, 3 … within the matter.
    pub seq: u32,
    pub at: Moment,
    pub actor: Actor,
    pub action: Action,
    pub from: Option<State>,
    pub to: State,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    pub facts: Vec<Fact>,
}
