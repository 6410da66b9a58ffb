//! From a wish to a change: what is asked, what becomes so, and who is the head afterwards.

use kernel::{Actor, CivilDate, HouseholdId, Moment, Permission, Refusal, ResidentId};

use crate::checks::{dwelling, faults_of, setting};
use crate::facts::{Event, Fact, Headless, Left, Member, Origin, Setting, Version, stamp};
use crate::head::propose;
use crate::household::Household;
use crate::merge::{merge, settle};
use crate::wish::{Edit, Newcomer, Opening, Wish};
use crate::words::{Action, Relation};

/// What a decision does: one event, and the household after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    event: Event,
    household: Household,
}

impl Change {
    /// The entry to append.
    #[must_use]
    pub const fn event(&self) -> &Event {
        &self.event
    }

    /// The household after it.
    #[must_use]
    pub const fn household(&self) -> &Household {
        &self.household
    }

    /// Whether something was said that meets another value.
    #[must_use]
    pub fn is_disputed(&self) -> bool {
        self.event.facts.iter().any(|fact| matches!(fact, Fact::Disputed(_)))
    }

    /// The event of these facts, with the head's absence noted where it begins, changes or ends.
    fn of(
        id: HouseholdId,
        before: Option<&Household>,
        actor: &Actor,
        now: Moment,
        action: Action,
        origin: Option<&Origin>,
        facts: Vec<Fact>,
    ) -> Result<Self, Refusal> {
        let mut event = Event {
            seq: before.map_or(0, |before| before.version) + 1,
            at: now,
            actor: actor.signature(&[], Permission::EditHouseholds),
            action,
            origin: origin.cloned(),
            facts,
        };
        let after = |event: &Event| {
            let outcome = match before {
                Some(before) => {
                    let mut household = before.clone();
                    household.take(event).map(|()| household)
                }
                None => Household::fold(id, [event]),
            };
            outcome.map_err(|_| Refusal::new("people.fold", "这一户的登记前后不连贯，请把情况告诉系统管理员。"))
        };
        let draft = after(&event)?;
        let headless = headless(&draft, now.day());
        if headless != draft.headless {
            event.facts.push(Fact::Headless(headless));
        }
        let household = after(&event)?;
        Ok(Self { event, household })
    }
}

/// Since when there is no head, and whom to propose. An empty household needs none.
fn headless(household: &Household, today: CivilDate) -> Option<Headless> {
    if household.head.is_some() || household.here().is_empty() {
        return None;
    }
    let heads = household
        .members
        .iter()
        .filter(|member| member.relation == Relation::Head);
    let since = heads.filter_map(|member| member.left.map(|left| left.on)).max();
    Some(Headless {
        since: since.unwrap_or(today),
        proposed: propose(household, today),
    })
}

fn may(actor: &Actor) -> Result<(), Refusal> {
    if actor.may(Permission::EditHouseholds) {
        return Ok(());
    }
    Err(Refusal::new(
        "people.not_yours",
        "您的岗位不能登记住户，请联系本网格的网格员或社区。",
    ))
}

fn join(newcomer: &Newcomer, today: CivilDate) -> Result<Fact, Refusal> {
    if let Some((_, refusal)) = faults_of(newcomer, today).into_iter().next() {
        return Err(refusal);
    }
    Ok(Fact::Joined(Member {
        id: newcomer.id,
        name: newcomer.name.clone(),
        sex: newcomer.sex,
        born: newcomer.born,
        phone: newcomer.phone.clone(),
        consented_on: newcomer.phone.is_some().then_some(today),
        relation: newcomer.relation,
        from: newcomer.from,
        arrival: newcomer.arrival,
        left: None,
    }))
}

/// Registers a household: one head, of age where anybody is, and everybody who lives there.
///
/// # Errors
/// A refusal that says what is missing.
pub fn register(opening: &Opening, actor: &Actor, now: Moment, origin: Option<&Origin>) -> Result<Change, Refusal> {
    may(actor)?;
    dwelling(&opening.dwelling)?;
    let today = now.day();
    let heads: Vec<ResidentId> = opening
        .members
        .iter()
        .filter(|member| member.relation == Relation::Head)
        .map(|member| member.id)
        .collect();
    let [head] = heads[..] else {
        return Err(Refusal::new(
            "people.register.head",
            "一户要有一位户主，也只能有一位。请检查“与户主关系”。",
        ));
    };
    let mut facts = vec![
        Fact::Set(None, Setting::Building(opening.building)),
        Fact::Set(None, Setting::Dwelling(opening.dwelling.clone())),
    ];
    for (index, member) in opening.members.iter().enumerate() {
        if opening.members[..index]
            .iter()
            .any(|other| other.id == member.id || is_same(other, member))
        {
            return Err(known());
        }
        // A refusal says which of them by place: names stay out of messages.
        let joined = join(member, today).map_err(|refusal| {
            let text = format!("第 {} 人：{}", index + 1, refusal.text);
            Refusal { text, ..refusal }
        });
        facts.push(joined?);
    }
    facts.push(Fact::Set(None, Setting::Head(Some(head))));
    let change = Change::of(opening.id, None, actor, now, Action::Register, origin, facts)?;
    setting(&change.household, None, &Setting::Head(Some(head)), false, today)?;
    Ok(change)
}

fn is_same(one: &Newcomer, other: &Newcomer) -> bool {
    one.name == other.name && one.born == other.born
}

fn known() -> Refusal {
    let text = "要登记的人已经在这一户里了（姓名和出生日期都相同），没有重复登记。";
    Refusal::new("people.member.known", text)
}

/// Decides a wish about a household that is there.
///
/// # Errors
/// A refusal that says what is wrong and what to do.
pub fn decide(
    household: &Household,
    actor: &Actor,
    now: Moment,
    wish: &Wish,
    origin: Option<&Origin>,
) -> Result<Change, Refusal> {
    may(actor)?;
    let today = now.day();
    let by = stamp(now, actor, origin);
    let edit = |base: Version, edits: &[Edit]| -> Result<Vec<Fact>, Refusal> {
        if base > household.version {
            return Err(Refusal::new(
                "people.base",
                "所依据的版本比登记的还新，请刷新后重新填写。",
            ));
        }
        let mut after = household.clone();
        let mut facts = Vec::new();
        for edit in edits {
            let more = merge(&after, edit, base, &by, today)?;
            // Each edit sees the ones before it: two in one form may depend on each other.
            let event = Event {
                seq: after.version + 1,
                at: now,
                actor: actor.clone(),
                action: wish.action(),
                origin: origin.cloned(),
                facts: more,
            };
            after
                .take(&event)
                .map_err(|_| Refusal::new("people.field.unknown", "要改的内容不在这一户里，请刷新后重新填写。"))?;
            facts.extend(event.facts);
        }
        Ok(facts)
    };
    let facts = match wish {
        Wish::Add { member } => add(household, member, today)?,
        Wish::End { base, member, on, why } => {
            let left = Left { on: *on, why: *why };
            edit(
                *base,
                &[one(Some(*member), Setting::Left(None), Setting::Left(Some(left)))],
            )?
        }
        Wish::ChangeHead { base, was, to } => {
            edit(*base, &[one(None, Setting::Head(Some(*was)), Setting::Head(Some(*to)))])?
        }
        Wish::ConfirmHead { base, to } => edit(*base, &[one(None, Setting::Head(None), Setting::Head(Some(*to)))])?,
        Wish::Correct { base, edits } => {
            if edits.is_empty() {
                return Err(Refusal::new("people.nothing", "没有改动，不用保存。"));
            }
            if edits.iter().any(|edit| matches!(edit.new, Setting::Head(_))) {
                return Err(Refusal::new("people.relation.head", "户主不在这里改，请用“变更户主”。"));
            }
            edit(*base, edits)?
        }
        Wish::Settle { number, side } => {
            let conflict = household
                .open_conflicts()
                .find(|conflict| conflict.number == *number)
                .ok_or_else(|| Refusal::new("people.conflict.decided", "这一处已经有人裁定过了。"))?;
            let mut facts = vec![Fact::Settled {
                number: *number,
                side: *side,
            }];
            let wanted = conflict.value(*side);
            let current = household.setting(conflict.of, wanted.field());
            if *side == crate::words::Side::Later && current.as_ref() != Some(wanted) {
                // The number was given with consent when it was sent.
                setting(household, conflict.of, wanted, true, today)?;
                facts.extend(settle(household, conflict.of, wanted));
            }
            facts
        }
    };
    Change::of(household.id, Some(household), actor, now, wish.action(), origin, facts)
}

const fn one(of: Option<ResidentId>, old: Setting, new: Setting) -> Edit {
    Edit {
        of,
        old,
        new,
        consent: false,
    }
}

fn add(household: &Household, member: &Newcomer, today: CivilDate) -> Result<Vec<Fact>, Refusal> {
    let twin = |other: &Member| other.left.is_none() && other.name == member.name && other.born == member.born;
    if household
        .members
        .iter()
        .any(|other| other.id == member.id || twin(other))
    {
        return Err(known());
    }
    if member.relation != Relation::Head {
        return Ok(vec![join(member, today)?]);
    }
    if household.head.is_some() || !household.here().is_empty() {
        return Err(Refusal::new(
            "people.relation.head",
            "新成员先按与户主的关系登记，再用“变更户主”或“确认户主”。",
        ));
    }
    // Somebody moves into an empty dwelling.
    let facts = vec![join(member, today)?, Fact::Set(None, Setting::Head(Some(member.id)))];
    Ok(facts)
}
