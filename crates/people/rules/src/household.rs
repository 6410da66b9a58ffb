//! A household as its history makes it.

use kernel::{CivilDate, HouseholdId, ResidentId};
use serde::{Deserialize, Serialize};

use crate::facts::{Conflict, Decided, Event, Fact, Headless, Member, Setting, Stamp, Version};
use crate::words::{Departure, Field, Relation, Side};

/// People who live together on a building. The building decides the grid; the household knows no grid of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Household {
    pub id: HouseholdId,
    pub version: Version,
    pub building: i64,
    pub dwelling: String,
    pub head: Option<ResidentId>,
    pub headless: Option<Headless>,
    /// Everybody ever registered here, in the order of joining.
    pub members: Vec<Member>,
    /// Open ones and decided ones.
    pub conflicts: Vec<Conflict>,
    /// Who set what last: one for the household and for each member, and one for each field changed since.
    stamps: Vec<(Option<ResidentId>, Option<Field>, Stamp)>,
}

/// Why a history does not fold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fold {
    Empty,
    /// The entry that should be next, and the one that came.
    Gap(Version, Version),
    /// A fact about somebody or something that is not there.
    Unknown(Version),
}

impl Household {
    fn empty(id: HouseholdId) -> Self {
        Self {
            id,
            version: 0,
            building: 0,
            dwelling: String::new(),
            head: None,
            headless: None,
            members: Vec::new(),
            conflicts: Vec::new(),
            stamps: Vec::new(),
        }
    }

    /// The household that a history makes.
    ///
    /// # Errors
    /// When entries are missing or tell of what is not there.
    pub fn fold<'a>(id: HouseholdId, events: impl IntoIterator<Item = &'a Event>) -> Result<Self, Fold> {
        let mut household = Self::empty(id);
        for event in events {
            household.take(event)?;
        }
        if household.version == 0 {
            Err(Fold::Empty)
        } else {
            Ok(household)
        }
    }

    /// Takes the next entry.
    ///
    /// # Errors
    /// When it is not the next, or tells of what is not there.
    pub fn take(&mut self, event: &Event) -> Result<(), Fold> {
        if event.seq != self.version + 1 {
            return Err(Fold::Gap(self.version + 1, event.seq));
        }
        if self.version == 0 {
            self.stamps.push((None, None, event.stamp()));
        }
        for fact in &event.facts {
            self.learn(fact, event).ok_or(Fold::Unknown(event.seq))?;
        }
        self.version = event.seq;
        Ok(())
    }

    fn learn(&mut self, fact: &Fact, event: &Event) -> Option<()> {
        match fact {
            Fact::Joined(member) => {
                self.stamps.push((Some(member.id), None, event.stamp()));
                self.members.push(member.clone());
            }
            Fact::Set(of, setting) => {
                self.set(*of, setting, event.at.day())?;
                let field = Some(setting.field());
                self.stamps.retain(|(who, what, _)| (who, what) != (of, &field));
                self.stamps.push((*of, field, event.stamp()));
            }
            Fact::Headless(headless) => self.headless = *headless,
            Fact::Disputed(conflict) => self.conflicts.push(conflict.clone()),
            Fact::Settled { number, side } => {
                let conflict = self.conflicts.iter_mut().find(|conflict| conflict.number == *number)?;
                conflict.decided = Some(Decided {
                    at: event.at,
                    by: event.actor.name.clone(),
                    side: *side,
                });
            }
        }
        Some(())
    }

    fn set(&mut self, of: Option<ResidentId>, setting: &Setting, today: CivilDate) -> Option<()> {
        let Some(id) = of else {
            match setting {
                Setting::Building(building) => self.building = *building,
                Setting::Dwelling(dwelling) => dwelling.clone_into(&mut self.dwelling),
                Setting::Head(head) => self.head = *head,
                _ => return None,
            }
            return Some(());
        };
        let member = self.members.iter_mut().find(|member| member.id == id)?;
        match setting {
            Setting::Name(name) => name.clone_into(&mut member.name),
            Setting::Sex(sex) => member.sex = *sex,
            Setting::Born(born) => member.born = *born,
            Setting::Phone(phone) => {
                member.consented_on = phone.is_some().then_some(today);
                member.phone.clone_from(phone);
            }
            Setting::Relation(relation) => member.relation = *relation,
            Setting::From(from) => member.from = *from,
            Setting::Left(left) => member.left = *left,
            Setting::Building(_) | Setting::Dwelling(_) | Setting::Head(_) => return None,
        }
        Some(())
    }

    #[must_use]
    pub fn member(&self, id: ResidentId) -> Option<&Member> {
        self.members.iter().find(|member| member.id == id)
    }

    /// Whoever has not left, head first.
    #[must_use]
    pub fn here(&self) -> Vec<&Member> {
        let mut here: Vec<&Member> = self.members.iter().filter(|member| member.left.is_none()).collect();
        here.sort_by_key(|member| Some(member.id) != self.head);
        here
    }

    /// How many lived here on a day: from the day of coming, up to the day before the day of leaving (trap M11).
    #[must_use]
    pub fn count_on(&self, day: CivilDate) -> usize {
        self.members.iter().filter(|member| member.lives_on(day)).count()
    }

    /// What a field holds now.
    #[must_use]
    pub fn setting(&self, of: Option<ResidentId>, field: Field) -> Option<Setting> {
        match (of, field) {
            (None, Field::Building) => Some(Setting::Building(self.building)),
            (None, Field::Dwelling) => Some(Setting::Dwelling(self.dwelling.clone())),
            (None, Field::Head) => Some(Setting::Head(self.head)),
            (None, _) => None,
            (Some(id), field) => self.member(id)?.setting(field),
        }
    }

    /// Who set a field last.
    #[must_use]
    pub fn set_by(&self, of: Option<ResidentId>, field: Field) -> Option<&Stamp> {
        let find = |what: Option<Field>| self.stamps.iter().find(|(who, named, _)| *who == of && *named == what);
        find(Some(field)).or_else(|| find(None)).map(|(_, _, stamp)| stamp)
    }

    /// The conflicts that wait for a person.
    pub fn open_conflicts(&self) -> impl Iterator<Item = &Conflict> {
        self.conflicts.iter().filter(|conflict| conflict.decided.is_none())
    }
}

impl Member {
    #[must_use]
    pub fn lives_on(&self, day: CivilDate) -> bool {
        self.from <= day
            && self
                .left
                .is_none_or(|left| left.why != Departure::Mistaken && day < left.on)
    }

    /// Whether known to be of age on a day. Without a date of birth, only who must be.
    #[must_use]
    pub fn is_adult(&self, day: CivilDate) -> bool {
        match self.born {
            Some(born) => born.years_until(day) >= 18,
            None => matches!(
                self.relation,
                Relation::Spouse | Relation::Parent | Relation::Grandparent
            ),
        }
    }

    fn setting(&self, field: Field) -> Option<Setting> {
        Some(match field {
            Field::Name => Setting::Name(self.name.clone()),
            Field::Sex => Setting::Sex(self.sex),
            Field::Born => Setting::Born(self.born),
            Field::Phone => Setting::Phone(self.phone.clone()),
            Field::Relation => Setting::Relation(self.relation),
            Field::From => Setting::From(self.from),
            Field::Left => Setting::Left(self.left),
            Field::Building | Field::Dwelling | Field::Head => return None,
        })
    }
}

impl Conflict {
    /// The value of a side.
    #[must_use]
    pub const fn value(&self, side: Side) -> &Setting {
        match side {
            Side::Kept => &self.kept,
            Side::Later => &self.later,
        }
    }
}
