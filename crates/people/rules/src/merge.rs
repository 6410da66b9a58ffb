//! Edits that meet: by field, from what the author saw to what the author wants (trap O06).

use kernel::{CivilDate, Refusal};

use crate::checks::setting;
use crate::facts::{Conflict, Fact, Setting, Stamp, Version};
use crate::head::relation_after;
use crate::household::Household;
use crate::wish::Edit;
use crate::words::Relation;

/// What an edit comes to: the value as wanted, nothing where it is so already, or a conflict that keeps the earlier one.
pub(crate) fn merge(
    household: &Household,
    edit: &Edit,
    base: Version,
    by: &Stamp,
    today: CivilDate,
) -> Result<Vec<Fact>, Refusal> {
    let field = edit.new.field();
    let known = household.setting(edit.of, field).zip(household.set_by(edit.of, field));
    let (Some((current, kept_by)), true) = (known, edit.old.field() == field) else {
        return Err(Refusal::new(
            "people.field.unknown",
            "要改的内容不在这一户里，请刷新后重新填写。",
        ));
    };
    if current == edit.new {
        return Ok(Vec::new());
    }
    setting(household, edit.of, &edit.new, edit.consent, today)?;
    let disputed = household
        .open_conflicts()
        .any(|conflict| conflict.of == edit.of && conflict.kept.field() == field);
    if current == edit.old && !disputed {
        return Ok(settle(household, edit.of, &edit.new));
    }
    Ok(vec![Fact::Disputed(Conflict {
        number: u32::try_from(household.conflicts.len()).unwrap_or(u32::MAX) + 1,
        of: edit.of,
        kept: current,
        kept_by: kept_by.clone(),
        later: edit.new.clone(),
        later_by: by.clone(),
        base,
        decided: None,
    })])
}

/// A value and what follows from it.
pub(crate) fn settle(household: &Household, of: Option<kernel::ResidentId>, new: &Setting) -> Vec<Fact> {
    let mut facts = vec![Fact::Set(of, new.clone())];
    match new {
        Setting::Left(Some(_)) if of == household.head => facts.push(Fact::Set(None, Setting::Head(None))),
        // Brought back: the head is the head again, unless there is another by now.
        Setting::Left(None) => {
            let member = of.and_then(|id| household.member(id));
            if household.head.is_none() && member.is_some_and(|member| member.relation == Relation::Head) {
                facts.push(Fact::Set(None, Setting::Head(of)));
            } else if member.is_some_and(|member| member.relation == Relation::Head) {
                facts.push(Fact::Set(of, Setting::Relation(Relation::Other)));
            }
        }
        Setting::Head(Some(to)) => {
            let new_head = household.member(*to).map_or(Relation::Other, |member| member.relation);
            for member in household.members.iter().filter(|member| member.left.is_none()) {
                let relation = match member.id == *to {
                    true => Relation::Head,
                    false => relation_after(new_head, member.relation, member.sex),
                };
                if relation != member.relation {
                    facts.push(Fact::Set(Some(member.id), Setting::Relation(relation)));
                }
            }
        }
        _ => {}
    }
    facts
}
