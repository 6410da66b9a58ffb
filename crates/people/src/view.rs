//! Words for the screen: values, history, conflicts.

use std::collections::BTreeMap;

use codes::phone::Phone;
use kernel::ResidentId;
use people_rules::{Conflict, Event, Fact, Field, Household, PersonName, Setting, Side, Stamp};

/// What words need besides the household: addresses of the buildings it was in.
pub struct Names<'a> {
    pub household: &'a Household,
    pub addresses: BTreeMap<i64, String>,
    /// Names and numbers in full; somebody has said what for.
    pub full: bool,
}

/// One line of the history.
pub struct Line {
    pub at: String,
    pub who: String,
    pub what: &'static str,
    pub words: Vec<String>,
    /// Where it came from, for a write that a phone kept for a while.
    pub origin: Option<String>,
}

/// A conflict with both sides.
pub struct Dispute {
    pub number: u32,
    pub what: String,
    pub kept: String,
    pub kept_by: String,
    pub later: String,
    pub later_by: String,
    pub decided: Option<String>,
    /// The two sides may look the same as shown: first look in full, then decide.
    pub veiled: bool,
}

/// The buildings that a history speaks of.
pub fn buildings_of(household: &Household, events: &[Event]) -> Vec<i64> {
    let set = |fact: &Fact| match fact {
        Fact::Set(None, Setting::Building(id)) => vec![*id],
        Fact::Disputed(conflict) => [Side::Kept, Side::Later]
            .iter()
            .filter_map(|side| match conflict.value(*side) {
                Setting::Building(id) => Some(*id),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    };
    let mut ids: Vec<i64> = events.iter().flat_map(|event| &event.facts).flat_map(set).collect();
    ids.push(household.building);
    ids.sort_unstable();
    ids.dedup();
    ids
}

impl Names<'_> {
    pub fn name(&self, id: ResidentId) -> String {
        let member = self.household.member(id);
        member.map(|member| self.shown(&member.name)).unwrap_or_default()
    }

    pub fn shown(&self, name: &PersonName) -> String {
        match self.full {
            true => name.as_str().to_owned(),
            false => name.mask(),
        }
    }

    pub fn number(&self, phone: &Phone) -> String {
        match self.full {
            true => phone.to_string(),
            false => phone.mask(),
        }
    }

    /// A value in words.
    pub fn value(&self, setting: &Setting) -> String {
        let none = || "（空）".to_owned();
        match setting {
            Setting::Building(id) => self
                .addresses
                .get(id)
                .cloned()
                .unwrap_or_else(|| format!("第 {id} 号楼栋")),
            Setting::Dwelling(text) => text.clone(),
            Setting::Name(name) => self.shown(name),
            Setting::Head(id) => id.map_or_else(|| "（没有户主）".to_owned(), |id| self.name(id)),
            Setting::Sex(sex) => sex.name().into(),
            Setting::Born(day) => day.map_or_else(none, |day| day.to_string()),
            Setting::Phone(phone) => phone.as_ref().map_or_else(none, |phone| self.number(phone)),
            Setting::Relation(relation) => relation.name().into(),
            Setting::From(day) => day.to_string(),
            Setting::Left(left) => left.map_or_else(
                || "仍住在这里".to_owned(),
                |left| format!("{} {}", left.on, left.why.name()),
            ),
        }
    }

    fn field(&self, of: Option<ResidentId>, setting: &Setting) -> String {
        let field = setting.field().name();
        of.map_or_else(|| field.to_owned(), |id| format!("{}的{field}", self.name(id)))
    }

    fn fact(&self, fact: &Fact) -> Option<String> {
        Some(match fact {
            Fact::Joined(member) => {
                let (relation, arrival) = (member.relation.name(), member.arrival.name());
                format!(
                    "{}（{relation}），{arrival}，{} 起",
                    self.shown(&member.name),
                    member.from
                )
            }
            // The absence of a head is told by its own line.
            Fact::Set(_, Setting::Head(None)) => return None,
            // Numbers are for whoever calls, not for a history that many read.
            Fact::Set(of, setting @ Setting::Phone(Some(phone))) => {
                format!("{}：{}", self.field(*of, setting), phone.mask())
            }
            Fact::Set(of, setting) => format!("{}：{}", self.field(*of, setting), self.value(setting)),
            Fact::Headless(None) => return None,
            Fact::Headless(Some(headless)) => match headless.proposed {
                Some(id) => format!(
                    "自 {} 起没有户主，建议由{}担任，等工作人员确认",
                    headless.since,
                    self.name(id)
                ),
                None => format!("自 {} 起没有户主，家中没有可以担任的成年人", headless.since),
            },
            Fact::Disputed(conflict) => {
                let what = self.field(conflict.of, &conflict.kept);
                format!(
                    "{what}与{}登记的不一致，暂按原来的，等人裁定（第 {} 处）",
                    conflict.kept_by.by, conflict.number
                )
            }
            Fact::Settled { number, side } => format!("第 {number} 处：{}", side.name()),
        })
    }

    pub fn line(&self, event: &Event) -> Line {
        let mut words: Vec<String> = event.facts.iter().filter_map(|fact| self.fact(fact)).collect();
        if words.is_empty() {
            words.push("与已登记的一致".into());
        }
        let origin = event.origin.as_ref().map(|origin| {
            format!(
                "{}在手机上写于 {}，{} 收到",
                origin.by,
                origin.phone_at.minute(),
                origin.received_at.minute()
            )
        });
        let absent = event.actor.on_behalf.as_ref();
        let absent = absent.map(|name| format!("（代 {name}）")).unwrap_or_default();
        Line {
            at: event.at.minute(),
            who: format!("{} {}{absent}", event.actor.title, event.actor.name),
            what: event.action.name(),
            words,
            origin,
        }
    }

    pub fn dispute(&self, conflict: &Conflict) -> Dispute {
        // Whoever decides must see the numbers; afterwards they are history.
        let value = |setting: &Setting| match (setting, &conflict.decided) {
            (Setting::Phone(Some(phone)), Some(_)) => phone.mask(),
            _ => self.value(setting),
        };
        Dispute {
            number: conflict.number,
            what: self.field(conflict.of, &conflict.kept),
            kept: value(&conflict.kept),
            kept_by: by(&conflict.kept_by),
            later: value(&conflict.later),
            later_by: by(&conflict.later_by),
            veiled: !self.full && matches!(conflict.kept.field(), Field::Name | Field::Phone | Field::Head),
            decided: conflict
                .decided
                .as_ref()
                .map(|decided| format!("{} {} 裁定：{}", decided.at.minute(), decided.by, decided.side.name())),
        }
    }
}

fn by(stamp: &Stamp) -> String {
    match stamp.phone_at {
        Some(phone_at) => format!("{}，手机上 {}，{} 收到", stamp.by, phone_at.minute(), stamp.at.minute()),
        None => format!("{}，{}", stamp.by, stamp.at.minute()),
    }
}
