//! Who could be the head next, and what everybody is to the new one.

use kernel::{CivilDate, ResidentId};

use crate::facts::Member;
use crate::household::Household;
use crate::words::{Relation, Sex};

/// Whom to propose on a day: the spouse, then the eldest adult child, parent, sibling and so on; never a minor (trap M11).
#[must_use]
pub fn propose(household: &Household, day: CivilDate) -> Option<ResidentId> {
    let rank = |member: &Member| match member.relation {
        Relation::Spouse => 0,
        Relation::Son | Relation::Daughter => 1,
        Relation::Parent => 2,
        Relation::Sibling => 3,
        Relation::Grandchild => 4,
        Relation::Grandparent => 5,
        Relation::Other | Relation::Head => 6,
    };
    let adults = household
        .members
        .iter()
        .filter(|member| member.left.is_none() && member.is_adult(day));
    // Of one rank the eldest; who has no date of birth comes after those who have.
    adults
        .min_by_key(|member| (rank(member), member.born.is_none(), member.born))
        .map(|member| member.id)
}

/// What somebody is to the new head, from what both were to the old one. Where that does not follow: other, to be corrected.
#[must_use]
pub const fn relation_after(new_head: Relation, old: Relation, sex: Sex) -> Relation {
    use Relation as R;
    let child = match sex {
        Sex::Male => R::Son,
        Sex::Female => R::Daughter,
        Sex::Unknown | Sex::NotStated => R::Other,
    };
    match (new_head, old) {
        (R::Spouse, R::Head) => R::Spouse,
        (R::Spouse, R::Son | R::Daughter | R::Grandchild) => old,
        (R::Son | R::Daughter, R::Head | R::Spouse) => R::Parent,
        (R::Son | R::Daughter, R::Son | R::Daughter) => R::Sibling,
        (R::Son | R::Daughter, R::Parent) => R::Grandparent,
        (R::Parent, R::Head | R::Sibling) => child,
        (R::Parent, R::Son | R::Daughter) => R::Grandchild,
        (R::Parent, R::Parent) => R::Spouse,
        (R::Sibling, R::Head | R::Sibling) => R::Sibling,
        (R::Sibling, R::Parent | R::Grandparent) => old,
        (R::Grandchild, R::Head | R::Spouse) => R::Grandparent,
        (R::Grandparent, R::Head | R::Sibling) => R::Grandchild,
        (R::Grandparent, R::Grandparent) => R::Spouse,
        _ => R::Other,
    }
}
