//! Typed ids: UUIDv7 made by whoever creates the record, so that a repeated request is recognised.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.fmt(f) }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(s: &str) -> Result<Self, Self::Err> { s.parse().map(Self) }
        }
    )+};
}

ids! {
    /// One matter.
    CaseId,
    /// One sign-in.
    AccountId,
    /// One post, which people hold from a date to a date.
    PostId,
    /// One leave, from a day to a day.
    AbsenceId,
    /// One photo or file.
    AttachmentId,
    /// One supervision order.
    OrderId,
    /// One household.
    HouseholdId,
    /// One resident, also after moving out.
    ResidentId,
    /// One phone as one account uses it: it numbers its own writes.
    DeviceId,
    /// The sender's own id of a write; a repeat gets the first answer.
    ClientId,
}

/// The subdistrict's nine-digit code. It leads every key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Street(pub i64);

impl fmt::Display for Street {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
