//! What somebody wants to do, as a form, a program or a phone says it.

use codes::phone::Phone;
use kernel::{CivilDate, HouseholdId, ResidentId};
use serde::{Deserialize, Serialize};

use crate::facts::{Setting, Version};
use crate::name::PersonName;
use crate::words::{Action, Arrival, Departure, Relation, Sex, Side};

/// Somebody to be registered. The sender makes the id, so that later writes can name the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Newcomer {
    pub id: ResidentId,
    pub name: PersonName,
    pub sex: Sex,
    #[serde(default)]
    pub born: Option<CivilDate>,
    #[serde(default)]
    pub phone: Option<Phone>,
    /// The person agrees that the number is kept.
    #[serde(default)]
    pub consent: bool,
    pub relation: Relation,
    pub from: CivilDate,
    pub arrival: Arrival,
}

/// A new household.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    pub id: HouseholdId,
    pub building: i64,
    pub dwelling: String,
    pub members: Vec<Newcomer>,
}

/// One field as its author saw it, and as it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// None for the household itself.
    #[serde(default)]
    pub of: Option<ResidentId>,
    pub old: Setting,
    pub new: Setting,
    /// For a number: the person agrees that it is kept.
    #[serde(default)]
    pub consent: bool,
}

/// Something to do with a household that is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "snake_case")]
pub enum Wish {
    Add {
        member: Newcomer,
    },
    End {
        base: Version,
        member: ResidentId,
        on: CivilDate,
        why: Departure,
    },
    ChangeHead {
        base: Version,
        was: ResidentId,
        to: ResidentId,
    },
    ConfirmHead {
        base: Version,
        to: ResidentId,
    },
    Correct {
        base: Version,
        edits: Vec<Edit>,
    },
    Settle {
        number: u32,
        side: Side,
    },
}

impl Wish {
    #[must_use]
    pub const fn action(&self) -> Action {
        match self {
            Self::Add { .. } => Action::Add,
            Self::End { .. } => Action::End,
            Self::ChangeHead { .. } => Action::ChangeHead,
            Self::ConfirmHead { .. } => Action::ConfirmHead,
            Self::Correct { .. } => Action::Correct,
            Self::Settle { .. } => Action::Settle,
        }
    }
}
