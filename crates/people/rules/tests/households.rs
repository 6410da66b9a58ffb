//! Registering and correcting: what is refused, and what stands unchanged.

use people_rules::{Arrival, Departure, Relation, Setting, Sex, Wish, register};

use crate::common::{GRANDSON, HEAD, Kept, NOW, WIFE, correct, day, old_couple, opening, person, phone, who, worker};

#[test]
fn a_household_that_cannot_be_is_refused() {
    let with = |change: &dyn Fn(&mut Vec<people_rules::Newcomer>)| {
        let mut members = old_couple();
        change(&mut members);
        register(&opening(members), &worker("李建华"), NOW, None)
            .expect_err("refused")
            .code
    };
    assert_eq!(with(&|members| members[0].name = "".into()), "people.name.missing");
    assert_eq!(
        with(&|members| members[0].name = "张".repeat(51).into()),
        "people.name.too_long"
    );
    assert_eq!(
        with(&|members| members[0].name = "411502195508010000".into()),
        "people.name.digits"
    );
    assert_eq!(
        with(&|members| members[0].born = Some(day("2026-03-06"))),
        "people.born.future"
    );
    assert_eq!(
        with(&|members| members[0].born = Some(day("1855-01-01"))),
        "people.born.too_early"
    );
    assert_eq!(
        with(&|members| members[0].from = day("2026-03-06")),
        "people.from.future"
    );
    assert_eq!(
        with(&|members| members[0].from = day("1950-01-01")),
        "people.from.before_birth"
    );
    assert_eq!(
        with(&|members| members[0].phone = "13800138000".parse().ok()),
        "people.phone.consent"
    );
    assert_eq!(
        with(&|members| members[0].relation = Relation::Parent),
        "people.register.head"
    );
    assert_eq!(
        with(&|members| members[1].relation = Relation::Head),
        "people.register.head"
    );
    assert_eq!(with(&Vec::clear), "people.register.head");
    assert_eq!(with(&|members| members.push(members[2].clone())), "people.member.known");
    assert_eq!(
        with(&|members| {
            members[0].relation = Relation::Grandparent;
            members[2].relation = Relation::Head;
        }),
        "people.head.minor"
    );
    let mut nowhere = opening(old_couple());
    nowhere.dwelling.clear();
    let refused = register(&nowhere, &worker("李建华"), NOW, None).expect_err("refused");
    assert_eq!(refused.code, "people.dwelling.missing");
    let mut stranger = worker("路人");
    stranger.permissions.clear();
    let refused = register(&opening(old_couple()), &stranger, NOW, None).expect_err("refused");
    assert_eq!(refused.code, "people.not_yours");
}

#[test]
fn n01_n03_names_of_every_kind_are_kept_as_they_are() {
    for name in [
        "古丽米热·艾比布力",
        "古丽米热・艾比布力",
        "王𠮷祥",
        "㛃",
        "葛\u{e0100}城",
    ] {
        let kept = Kept::of(vec![person(HEAD, name, Relation::Head, Sex::Female, "1990-01-01")]);
        assert_eq!(kept.household.members[0].name.as_str(), name);
    }
}

#[test]
fn p03_one_number_on_two_residents_is_no_identity() {
    let mut kept = Kept::of(old_couple());
    kept.does("李建华", &correct(1, Some(HEAD), phone(""), phone("13800138000")));
    kept.does("李建华", &correct(2, Some(WIFE), phone(""), phone("13800138000")));
    let household = &kept.household;
    assert_eq!(household.members[0].phone, household.members[1].phone);
    assert_eq!(household.members[0].consented_on, Some(day("2026-03-05")));
    assert_eq!(household.here().len(), 3);
    kept.does("李建华", &correct(3, Some(HEAD), phone("13800138000"), phone("")));
    assert_eq!(kept.household.members[0].consented_on, None);
}

#[test]
fn what_does_not_fit_is_refused() {
    let kept = Kept::of(old_couple());
    let end = |member, on, why| Wish::End {
        base: 1,
        member: who(member),
        on: day(on),
        why,
    };
    let rows = [
        (end(HEAD, "2026-03-06", Departure::Died), "people.left.future"),
        (
            end(HEAD, "2016-04-30", Departure::MovedOut),
            "people.left.before_arrival",
        ),
        (end(55, "2026-03-01", Departure::Died), "people.field.unknown"),
        (
            Wish::ChangeHead {
                base: 1,
                was: who(HEAD),
                to: who(55),
            },
            "people.head.absent",
        ),
        (
            correct(
                1,
                Some(WIFE),
                Setting::Relation(Relation::Spouse),
                Setting::Relation(Relation::Head),
            ),
            "people.relation.head",
        ),
        (
            correct(
                1,
                Some(HEAD),
                Setting::Relation(Relation::Head),
                Setting::Relation(Relation::Other),
            ),
            "people.relation.head",
        ),
        (
            correct(1, None, Setting::Head(Some(who(HEAD))), Setting::Head(None)),
            "people.relation.head",
        ),
        (
            correct(1, Some(HEAD), Setting::Sex(Sex::Male), phone("13800138000")),
            "people.field.unknown",
        ),
        (correct(2, Some(HEAD), phone(""), phone("13800138000")), "people.base"),
        (Wish::Correct { base: 1, edits: vec![] }, "people.nothing"),
        (
            Wish::Add {
                member: person(60, "王秀英", Relation::Other, Sex::Female, "1957-09-10"),
            },
            "people.member.known",
        ),
        (
            Wish::Add {
                member: person(60, "新来的", Relation::Head, Sex::Female, "1957-09-10"),
            },
            "people.relation.head",
        ),
    ];
    for (wish, code) in rows {
        assert_eq!(kept.refuses(&wish), code, "{wish:?}");
    }
}

#[test]
fn somebody_registered_by_mistake_counts_on_no_day() {
    let mut kept = Kept::of(old_couple());
    let mistaken = Wish::End {
        base: 1,
        member: who(GRANDSON),
        on: day("2026-03-05"),
        why: Departure::Mistaken,
    };
    kept.does("李建华", &mistaken);
    assert_eq!(kept.household.count_on(day("2020-01-01")), 2);
    assert_eq!(kept.household.members.len(), 3, "and is still there to be seen");
}

#[test]
fn o10_editing_three_times_moves_no_day() {
    // 1986-05-04 lost an hour to summer time.
    let mut member = person(HEAD, "张建国", Relation::Head, Sex::Male, "1986-05-04");
    member.from = day("1990-09-15");
    member.arrival = Arrival::MovedIn;
    let mut kept = Kept::of(vec![member]);
    for (base, (old, new)) in (1..).zip([("张建国", "张建帼"), ("张建帼", "张建郭"), ("张建郭", "张建国")])
    {
        let wish = correct(base, Some(HEAD), Setting::Name(old.into()), Setting::Name(new.into()));
        let sent: Wish = serde_json::from_str(&serde_json::to_string(&wish).expect("JSON")).expect("a wish");
        kept.does("李建华", &sent);
    }
    let stored = serde_json::to_string(&kept.household).expect("JSON");
    let household: people_rules::Household = serde_json::from_str(&stored).expect("a household");
    assert_eq!(household, kept.household);
    assert_eq!(household.members[0].born, Some(day("1986-05-04")));
    assert_eq!(household.members[0].from, day("1990-09-15"));
    assert_eq!(household.count_on(day("1990-09-14")), 0);
    assert_eq!(household.count_on(day("1990-09-15")), 1);
}

#[test]
fn what_is_printed_for_a_log_names_nobody() {
    let mut kept = Kept::of(old_couple());
    let number = correct(1, Some(WIFE), phone(""), phone("13800138000"));
    let name = correct(
        1,
        Some(HEAD),
        Setting::Name("张国庆".into()),
        Setting::Name("张国强".into()),
    );
    kept.does("李建华", &number);
    let disputed = kept.does("李建华", &name);
    for printed in [
        format!("{:?}", kept.household),
        format!("{:?}", kept.events),
        format!("{:?}", opening(old_couple())),
        format!("{number:?} {name:?} {disputed:?}"),
    ] {
        assert!(printed.contains("张**") || printed.contains("王**"), "{printed}");
        for plain in ["建国", "秀英", "国庆", "国强", "13800138000"] {
            assert!(!printed.contains(plain), "{plain} in {printed}");
        }
    }
}
