//! The head: who follows, who never does, and how many live there on which day.

use people_rules::{Arrival, Departure, Headless, Left, Relation, Setting, Sex, Wish, relation_after};

use crate::common::{GRANDSON, HEAD, Kept, SON, WIFE, correct, day, old_couple, person, who};

fn dies(member: u128, on: &str) -> Wish {
    Wish::End {
        base: 1,
        member: who(member),
        on: day(on),
        why: Departure::Died,
    }
}

#[test]
fn m11_the_wife_is_proposed_and_the_count_falls_on_the_day() {
    let mut kept = Kept::of(old_couple());
    kept.does("李建华", &dies(HEAD, "2026-03-02"));
    let household = &kept.household;
    let headless = Headless {
        since: day("2026-03-02"),
        proposed: Some(who(WIFE)),
    };
    assert_eq!(household.headless, Some(headless));
    for (on, count) in [
        ("2026-03-01", 3),
        ("2026-03-02", 2),
        ("2026-03-05", 2),
        ("2016-04-30", 0),
    ] {
        assert_eq!(household.count_on(day(on)), count, "{on}");
    }
    // A proposal is no decision: there is no head until somebody confirms one.
    assert_eq!(household.head, None);
    kept.does("李建华", &Wish::ConfirmHead { base: 2, to: who(WIFE) });
    let household = &kept.household;
    assert_eq!((household.head, household.headless), (Some(who(WIFE)), None));
    let relations: Vec<_> = household.members.iter().map(|member| member.relation).collect();
    assert_eq!(relations, [Relation::Head, Relation::Head, Relation::Grandchild]);
    assert_eq!(household.here().len(), 2);
}

#[test]
fn m11_a_minor_is_never_proposed() {
    let mut kept = Kept::of(old_couple());
    kept.does("李建华", &dies(WIFE, "2026-03-01"));
    kept.does("李建华", &dies(HEAD, "2026-03-02"));
    let headless = kept.household.headless.expect("no head");
    assert_eq!(headless.proposed, None, "only the grandson is left");
    // Staff may still decide: there is nobody else.
    kept.does(
        "李建华",
        &Wish::ConfirmHead {
            base: 3,
            to: who(GRANDSON),
        },
    );
    assert_eq!(kept.household.head, Some(who(GRANDSON)));
    // With an adult there, nobody may.
    let kept = Kept::of(old_couple());
    let minor = Wish::ChangeHead {
        base: 1,
        was: who(HEAD),
        to: who(GRANDSON),
    };
    assert_eq!(kept.refuses(&minor), "people.head.minor");
}

#[test]
fn after_the_spouse_comes_the_eldest_adult() {
    use Relation as R;
    type Others = &'static [(Relation, &'static str)];
    let rows: [(Others, Option<u128>); 7] = [
        (&[(R::Son, "1990-01-01"), (R::Daughter, "1985-01-01")], Some(1)),
        (&[(R::Son, "2010-01-01"), (R::Parent, "1930-01-01")], Some(1)),
        (&[(R::Son, "2008-03-06"), (R::Daughter, "2012-01-01")], None),
        (&[(R::Son, "2008-03-05")], Some(0)),
        (&[(R::Other, ""), (R::Parent, "")], Some(1)),
        (&[(R::Son, ""), (R::Sibling, "1960-01-01")], Some(1)),
        (&[(R::Spouse, ""), (R::Parent, "1930-01-01")], Some(0)),
    ];
    for (others, proposed) in rows {
        let mut members = vec![person(HEAD, "张建国", R::Head, Sex::Male, "1955-08-01")];
        for (index, (relation, born)) in (10..).zip(others) {
            members.push(person(
                index,
                &format!("张{}", relation.name()),
                *relation,
                Sex::Male,
                born,
            ));
        }
        let mut kept = Kept::of(members);
        kept.does("李建华", &dies(HEAD, "2026-03-05"));
        let found = kept.household.headless.expect("no head").proposed;
        assert_eq!(found, proposed.map(|index| who(10 + index)), "{others:?}");
    }
}

#[test]
fn relations_follow_the_new_head() {
    use Relation as R;
    for (new_head, old, sex, relation) in [
        (R::Spouse, R::Head, Sex::Male, R::Spouse),
        (R::Spouse, R::Son, Sex::Male, R::Son),
        (R::Spouse, R::Parent, Sex::Female, R::Other),
        (R::Son, R::Spouse, Sex::Female, R::Parent),
        (R::Son, R::Daughter, Sex::Female, R::Sibling),
        (R::Daughter, R::Head, Sex::Male, R::Parent),
        (R::Daughter, R::Grandchild, Sex::Male, R::Other),
        (R::Parent, R::Head, Sex::Female, R::Daughter),
        (R::Parent, R::Head, Sex::NotStated, R::Other),
        (R::Parent, R::Son, Sex::Male, R::Grandchild),
        (R::Grandchild, R::Head, Sex::Male, R::Grandparent),
        (R::Other, R::Spouse, Sex::Male, R::Other),
    ] {
        assert_eq!(relation_after(new_head, old, sex), relation, "{new_head:?} {old:?}");
    }
}

#[test]
fn a_living_head_hands_over_and_a_death_entered_by_mistake_is_taken_back() {
    let mut members = old_couple();
    members.push(person(SON, "张志强", Relation::Son, Sex::Male, "1980-02-02"));
    let mut kept = Kept::of(members);
    let over = Wish::ChangeHead {
        base: 1,
        was: who(HEAD),
        to: who(SON),
    };
    kept.does("李建华", &over);
    let relation = |kept: &Kept, n| kept.household.member(who(n)).expect("a member").relation;
    assert_eq!(relation(&kept, HEAD), Relation::Parent);
    assert_eq!(relation(&kept, WIFE), Relation::Parent);
    assert_eq!(relation(&kept, SON), Relation::Head);
    kept.does("李建华", &dies(SON, "2026-03-01"));
    assert!(kept.household.headless.is_some());
    let left = Left {
        on: day("2026-03-01"),
        why: Departure::Died,
    };
    kept.does(
        "李建华",
        &correct(3, Some(SON), Setting::Left(Some(left)), Setting::Left(None)),
    );
    assert_eq!((kept.household.head, kept.household.headless), (Some(who(SON)), None));
    assert_eq!(kept.household.count_on(day("2026-03-02")), 4);
}

#[test]
fn an_empty_household_needs_no_head_and_takes_in_a_new_one() {
    let mut kept = Kept::of(vec![person(HEAD, "张建国", Relation::Head, Sex::Male, "1955-08-01")]);
    kept.does("李建华", &dies(HEAD, "2026-03-02"));
    assert_eq!(kept.household.headless, None);
    assert_eq!(kept.household.here().len(), 0);
    let mut newcomer = person(SON, "刘桂兰", Relation::Head, Sex::Female, "1970-01-01");
    newcomer.from = day("2026-03-04");
    newcomer.arrival = Arrival::MovedIn;
    kept.does("李建华", &Wish::Add { member: newcomer });
    assert_eq!(kept.household.head, Some(who(SON)));
    assert_eq!(kept.household.count_on(day("2026-03-03")), 0);
    assert_eq!(kept.household.count_on(day("2026-03-04")), 1);
}
