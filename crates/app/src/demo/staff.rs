//! Who acts in the demo, by the desk they sit at.

use std::collections::BTreeMap;

use kernel::{AccountId, Actor, AreaCode, Desk, Role};

use super::cast::Member;
use super::town::Rng;

/// Actors by desk and role.
pub struct Staff {
    by_desk: BTreeMap<Desk, Vec<Actor>>,
    pub supervisors: BTreeMap<AreaCode, (AccountId, String)>,
    pub leader: Actor,
    pub dispatcher: Actor,
}

impl Staff {
    /// Everybody who acts, by the desk they sit at.
    pub fn of(cast: &[Member]) -> Option<Self> {
        let mut by_desk: BTreeMap<Desk, Vec<Actor>> = BTreeMap::new();
        let mut supervisors = BTreeMap::new();
        for member in cast {
            for desk in member.desks() {
                by_desk.entry(desk).or_default().push(member.actor());
            }
            if let (Role::Supervisor, Some(area)) = (member.post.role, member.post.area) {
                supervisors.insert(area, (member.account.id, member.account.name.clone()));
            }
        }
        let leader = by_desk.get(&Desk::Leader)?.first()?.clone();
        let dispatcher = by_desk.get(&Desk::Centre)?.first()?.clone();
        Some(Self {
            by_desk,
            supervisors,
            leader,
            dispatcher,
        })
    }

    /// Somebody at a desk.
    pub fn at(&self, desk: &Desk, rng: &mut Rng) -> Actor {
        match self.by_desk.get(desk) {
            Some(actors) => rng.pick(actors).clone(),
            None => self.dispatcher.clone(),
        }
    }
}
