//! Who acts, and how far that person sees.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{AccountId, AreaCode, Desk, Permission, Street};

/// The person (or the program) behind a write, as history keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// Absent for a resident without an account and for the program itself.
    pub account: Option<AccountId>,
    /// The name to show: a person's, `反映人`, or `系统`.
    pub name: String,
    /// The post's title, such as `网格员`.
    pub title: String,
    /// The colleague on leave who holds that post, where somebody stands in for them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_behalf: Option<String>,
    /// The desks this person sits at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub desks: Vec<Desk>,
    #[serde(skip)]
    pub permissions: BTreeSet<Permission>,
    /// The posts of colleagues on leave, with what only these posts bring.
    #[serde(skip)]
    pub stand_ins: Vec<StandIn>,
}

/// A post that somebody sits in for its holder: what to sign with, and the desks and permissions that no own post brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandIn {
    pub title: String,
    pub name: String,
    pub desks: Vec<Desk>,
    pub permissions: BTreeSet<Permission>,
}

impl Actor {
    /// The program, acting by its clock.
    #[must_use]
    pub fn system() -> Self {
        Self {
            account: None,
            name: "系统".into(),
            title: "系统".into(),
            on_behalf: None,
            desks: Vec::new(),
            permissions: [Permission::System].into(),
            stand_ins: Vec::new(),
        }
    }

    /// Somebody who shows the receipt code of a matter.
    #[must_use]
    pub fn reporter() -> Self {
        Self {
            account: None,
            name: "反映人".into(),
            title: "居民".into(),
            on_behalf: None,
            desks: vec![Desk::Reporter],
            permissions: [Permission::HoldReceipt].into(),
            stand_ins: Vec::new(),
        }
    }

    /// This person as history keeps them after a step at one of `seats`: who, in which post, for whom. What the post
    /// allows is looked up anew.
    #[must_use]
    pub fn signature(&self, seats: &[Desk], permission: Permission) -> Self {
        let seat = seats.iter().find(|seat| self.desks.contains(*seat));
        let post = self
            .stand_ins
            .iter()
            .find(|post| post.permissions.contains(&permission) || seat.is_some_and(|seat| post.desks.contains(seat)));
        let (title, on_behalf) = match post {
            Some(post) => (post.title.clone(), Some(post.name.clone())),
            None => (self.title.clone(), self.on_behalf.clone()),
        };
        Self {
            title,
            on_behalf,
            permissions: BTreeSet::new(),
            stand_ins: Vec::new(),
            ..self.clone()
        }
    }

    #[must_use]
    pub fn may(&self, permission: Permission) -> bool {
        match permission {
            Permission::Public => true,
            Permission::SignedIn => self.account.is_some(),
            other => self.permissions.contains(&other),
        }
    }
}

/// How far somebody sees: a required argument of every query that returns people or cases.
///
/// A case is inside when its place is in one of the areas, or when one of the parties (a desk that has or had it,
/// an account that follows or reported it) is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    pub street: Street,
    /// Areas seen whole.
    pub areas: Vec<AreaCode>,
    /// Desks and accounts, as the party table writes them.
    pub parties: Vec<String>,
}

impl Scope {
    /// Sees nothing at all.
    #[must_use]
    pub const fn nothing(street: Street) -> Self {
        Self {
            street,
            areas: Vec::new(),
            parties: Vec::new(),
        }
    }

    /// Sees the whole street.
    #[must_use]
    pub fn whole(street: Street) -> Self {
        Self {
            street,
            areas: vec![AreaCode(street.0 * 1_000_000)],
            parties: Vec::new(),
        }
    }

    /// Whether the whole street is seen.
    #[must_use]
    pub fn sees_street(&self) -> bool {
        self.sees_area(AreaCode(self.street.0 * 1_000_000))
    }

    /// Whether the area is seen whole.
    #[must_use]
    pub fn sees_area(&self, area: AreaCode) -> bool {
        self.areas.iter().any(|own| own.contains(area))
    }
}
