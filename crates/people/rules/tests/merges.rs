//! Two people change one household: what merges, what becomes a conflict, who decides.

use kernel::Moment;
use people_rules::{Change, Departure, Household, Left, Relation, Setting, Sex, Side, Wish, decide};

use crate::common::{
    GRANDSON, HEAD, Kept, NOW, SON, WIFE, correct, day, old_couple, origin, person, phone, who, worker,
};

/// What a phone wrote at its own time, applied now.
fn offline(kept: &mut Kept, name: &str, n: i64, phone_at: Moment, wish: &Wish) -> Change {
    let origin = origin(name, n, phone_at);
    let change = decide(&kept.household, &worker(name), NOW, wish, Some(&origin)).expect("decided");
    kept.keep(change)
}

/// Four versions old, as both workers have seen it.
fn version_four() -> Kept {
    let mut kept = Kept::of(old_couple());
    for (base, (old, new)) in (1..).zip([
        ("2单元301", "2单元302"),
        ("2单元302", "2单元303"),
        ("2单元303", "2单元301"),
    ]) {
        kept.does(
            "李建华",
            &correct(base, None, Setting::Dwelling(old.into()), Setting::Dwelling(new.into())),
        );
    }
    assert_eq!(kept.household.version, 4);
    kept
}

fn newborn() -> Wish {
    Wish::Add {
        member: person(SON, "张小红", Relation::Grandchild, Sex::Female, "2026-03-01"),
    }
}

#[test]
fn o06_the_member_is_added_and_the_phone_waits_for_a_person() {
    let mut kept = version_four();
    let (a, b) = (Moment(NOW.0 - 7_200_000), Moment(NOW.0 - 3_600_000));
    offline(
        &mut kept,
        "甲",
        1,
        a,
        &correct(4, Some(HEAD), phone(""), phone("13800138001")),
    );
    let change = offline(
        &mut kept,
        "乙",
        1,
        b,
        &correct(4, Some(HEAD), phone(""), phone("13800138002")),
    );
    assert!(change.is_disputed());
    assert!(!offline(&mut kept, "乙", 2, b, &newborn()).is_disputed());
    let household = &kept.household;
    assert_eq!(household.here().len(), 4, "the member is added");
    assert_eq!(
        Some(Setting::Phone(household.members[0].phone.clone())),
        Some(phone("13800138001"))
    );
    let conflict = household.open_conflicts().next().expect("marked");
    assert_eq!(
        (conflict.kept.clone(), conflict.later.clone()),
        (phone("13800138001"), phone("13800138002"))
    );
    assert_eq!(
        (conflict.kept_by.by.as_str(), conflict.later_by.by.as_str()),
        ("甲", "乙")
    );
    assert_eq!(
        (conflict.kept_by.phone_at, conflict.later_by.phone_at),
        (Some(a), Some(b))
    );
    assert_eq!((conflict.kept_by.at, conflict.base), (NOW, 4));

    let mut other = kept.clone();
    kept.does(
        "社区",
        &Wish::Settle {
            number: 1,
            side: Side::Later,
        },
    );
    assert_eq!(
        Setting::Phone(kept.household.members[0].phone.clone()),
        phone("13800138002")
    );
    assert_eq!(kept.household.open_conflicts().count(), 0);
    assert_eq!(
        kept.refuses(&Wish::Settle {
            number: 1,
            side: Side::Kept
        }),
        "people.conflict.decided"
    );
    other.does(
        "社区",
        &Wish::Settle {
            number: 1,
            side: Side::Kept,
        },
    );
    assert_eq!(
        Setting::Phone(other.household.members[0].phone.clone()),
        phone("13800138001")
    );
}

#[test]
fn different_fields_and_equal_values_merge() {
    let mut kept = version_four();
    let now = NOW;
    offline(
        &mut kept,
        "甲",
        1,
        now,
        &correct(4, Some(HEAD), phone(""), phone("13800138001")),
    );
    offline(
        &mut kept,
        "乙",
        1,
        now,
        &correct(4, Some(WIFE), phone(""), phone("13800138001")),
    );
    offline(
        &mut kept,
        "乙",
        2,
        now,
        &correct(4, Some(HEAD), phone(""), phone("13800138001")),
    );
    offline(
        &mut kept,
        "乙",
        3,
        now,
        &correct(
            4,
            Some(HEAD),
            Setting::Name("张建国".into()),
            Setting::Name("张建帼".into()),
        ),
    );
    assert_eq!(kept.household.conflicts, []);
    assert_eq!(kept.household.version, 8, "each left a trace");
}

#[test]
fn no_state_goes_backwards() {
    // Both ended the same member, on different days.
    let mut kept = version_four();
    let end = |on| Wish::End {
        base: 4,
        member: who(GRANDSON),
        on: day(on),
        why: Departure::MovedOut,
    };
    offline(&mut kept, "甲", 1, NOW, &end("2026-03-02"));
    offline(&mut kept, "乙", 1, NOW, &end("2026-03-02"));
    assert_eq!(kept.household.conflicts, []);
    offline(&mut kept, "丙", 1, NOW, &end("2026-02-20"));
    let left = Left {
        on: day("2026-03-02"),
        why: Departure::MovedOut,
    };
    assert_eq!(kept.household.member(who(GRANDSON)).expect("a member").left, Some(left));
    assert_eq!(kept.household.open_conflicts().count(), 1);

    // One registers the head's death, the other hands over to the wife without knowing.
    let mut kept = version_four();
    let death = Wish::End {
        base: 4,
        member: who(HEAD),
        on: day("2026-03-02"),
        why: Departure::Died,
    };
    let over = Wish::ChangeHead {
        base: 4,
        was: who(HEAD),
        to: who(WIFE),
    };
    offline(&mut kept, "甲", 1, NOW, &death);
    offline(&mut kept, "乙", 1, NOW, &over);
    assert_eq!(kept.household.head, None, "nobody brings the dead back as head");
    kept.does(
        "社区",
        &Wish::Settle {
            number: 1,
            side: Side::Later,
        },
    );
    assert_eq!((kept.household.head, kept.household.headless), (Some(who(WIFE)), None));
}

#[test]
fn a_third_voice_is_heard_too() {
    let mut kept = version_four();
    offline(
        &mut kept,
        "甲",
        1,
        NOW,
        &correct(4, Some(HEAD), phone(""), phone("13800138001")),
    );
    offline(
        &mut kept,
        "乙",
        1,
        NOW,
        &correct(4, Some(HEAD), phone(""), phone("13800138002")),
    );
    // The third has seen the accepted value, and still the two others wait for a person.
    offline(
        &mut kept,
        "丙",
        1,
        NOW,
        &correct(5, Some(HEAD), phone("13800138001"), phone("13800138003")),
    );
    let numbers: Vec<u32> = kept
        .household
        .open_conflicts()
        .map(|conflict| conflict.number)
        .collect();
    assert_eq!(numbers, [1, 2]);
    let fold = Household::fold(kept.household.id, &kept.events);
    assert_eq!(fold.expect("a household").conflicts.len(), 2);
}
