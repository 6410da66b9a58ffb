//! History: events and the facts they state. Folding facts is all it takes to know a household.

use codes::phone::Phone;
use kernel::{Actor, CivilDate, DeviceId, Moment, ResidentId};
use serde::{Deserialize, Serialize};

use crate::name::PersonName;
use crate::words::{Action, Arrival, Departure, Field, Relation, Sex, Side};

/// Counts the events of a household; an edit names the one it was based on.
pub type Version = u32;

/// When and how somebody ceased to live here. That day no longer counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    pub on: CivilDate,
    pub why: Departure,
}

/// Somebody of a household, with the days of living there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    pub id: ResidentId,
    pub name: PersonName,
    pub sex: Sex,
    pub born: Option<CivilDate>,
    /// Contact data, never an identity (trap P03); only with consent.
    pub phone: Option<Phone>,
    /// When the person agreed to have the number kept.
    pub consented_on: Option<CivilDate>,
    pub relation: Relation,
    pub from: CivilDate,
    pub arrival: Arrival,
    pub left: Option<Left>,
}

/// One value of one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Setting {
    /// The number in the register of buildings; the grid follows from it.
    Building(i64),
    Dwelling(String),
    Head(Option<ResidentId>),
    Name(PersonName),
    Sex(Sex),
    Born(Option<CivilDate>),
    Phone(Option<Phone>),
    Relation(Relation),
    From(CivilDate),
    Left(Option<Left>),
}

impl Setting {
    #[must_use]
    pub const fn field(&self) -> Field {
        match self {
            Self::Building(_) => Field::Building,
            Self::Dwelling(_) => Field::Dwelling,
            Self::Head(_) => Field::Head,
            Self::Name(_) => Field::Name,
            Self::Sex(_) => Field::Sex,
            Self::Born(_) => Field::Born,
            Self::Phone(_) => Field::Phone,
            Self::Relation(_) => Field::Relation,
            Self::From(_) => Field::From,
            Self::Left(_) => Field::Left,
        }
    }
}

/// No head since a day. Nobody proposed means that no adult is left: staff is alerted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Headless {
    pub since: CivilDate,
    pub proposed: Option<ResidentId>,
}

/// Where a write came from, when a phone kept it for a while. Both clocks stay (trap O08).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    pub device: DeviceId,
    pub n: i64,
    /// Who wrote it, also where somebody else decides that it counts.
    pub by: String,
    pub phone_at: Moment,
    pub received_at: Moment,
}

/// Who set a value last, and when it was accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    pub at: Moment,
    pub by: String,
    /// What the phone's clock showed, for a write made offline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone_at: Option<Moment>,
}

/// The same field said two ways. The earlier accepted value stands until a person decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// 1, 2, 3 … within the household.
    pub number: u32,
    /// None for the household itself.
    pub of: Option<ResidentId>,
    pub kept: Setting,
    pub kept_by: Stamp,
    pub later: Setting,
    pub later_by: Stamp,
    /// The version that the later one had seen.
    pub base: Version,
    pub decided: Option<Decided>,
}

/// How a conflict ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    pub at: Moment,
    pub by: String,
    pub side: Side,
}

/// One fact. Facts name what is now so, never how it came about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    Joined(Member),
    /// The first value is whose; none is the household's own.
    Set(Option<ResidentId>, Setting),
    Headless(Option<Headless>),
    Disputed(Conflict),
    Settled {
        number: u32,
        side: Side,
    },
}

/// One entry of history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// 1, 2, 3 … within the household: its version afterwards.
    pub seq: Version,
    pub at: Moment,
    pub actor: Actor,
    pub action: Action,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
    pub facts: Vec<Fact>,
}

impl Event {
    /// Who is meant by "who said so": the worker with the phone, or whoever acted.
    #[must_use]
    pub fn stamp(&self) -> Stamp {
        stamp(self.at, &self.actor, self.origin.as_ref())
    }
}

pub(crate) fn stamp(at: Moment, actor: &Actor, origin: Option<&Origin>) -> Stamp {
    Stamp {
        at: origin.map_or(at, |origin| origin.received_at),
        by: origin.map_or_else(|| actor.name.clone(), |origin| origin.by.clone()),
        phone_at: origin.map(|origin| origin.phone_at),
    }
}
