//! The order of a phone: whatever order its writes arrive in, the end is the one that the phone showed.

use people_rules::{
    Departure, Household, Queue, Relation, Setting, Sex, WAIT_SECONDS, Wish, decide, is_overdue, register, skew_ms,
};
use proptest::prelude::*;

use crate::common::{HEAD, NOW, SON, WIFE, correct, day, old_couple, opening, person, phone, who, worker};

/// What a phone did without a network: create, change the head, add a member, and more.
fn phone_story() -> Vec<Wish> {
    vec![
        Wish::ChangeHead {
            base: 1,
            was: who(HEAD),
            to: who(WIFE),
        },
        Wish::Add {
            member: person(SON, "张志强", Relation::Son, Sex::Male, "1980-02-02"),
        },
        correct(1, Some(SON), phone(""), phone("13800138001")),
        correct(1, Some(SON), phone("13800138001"), phone("13800138002")),
        correct(
            1,
            None,
            Setting::Dwelling("2单元301".into()),
            Setting::Dwelling("2单元302".into()),
        ),
        Wish::End {
            base: 1,
            member: who(HEAD),
            on: day("2026-03-02"),
            why: Departure::Died,
        },
        Wish::ChangeHead {
            base: 1,
            was: who(WIFE),
            to: who(SON),
        },
    ]
}

fn apply(household: &mut Option<Household>, n: i64) {
    let story = phone_story();
    let change = match (&household, n) {
        (None, 1) => register(&opening(old_couple()), &worker("李建华"), NOW, None),
        (Some(household), n) => decide(household, &worker("李建华"), NOW, &story[n as usize - 2], None),
        (None, n) => panic!("{n} came before the household"),
    };
    *household = Some(change.expect("each follows from the one before").household().clone());
}

#[test]
fn o05_three_one_two_ends_as_the_phone_had_it() {
    let mut queue = Queue::new(1, []);
    let mut household = None;
    for (arriving, applied) in [(3, vec![]), (1, vec![1]), (2, vec![2, 3]), (2, vec![])] {
        queue.arrive(arriving, ());
        let mut turns = Vec::new();
        while let Some((n, ())) = queue.turn() {
            apply(&mut household, n);
            turns.push(n);
        }
        assert_eq!(turns, applied, "{arriving} arrives");
    }
    let household = household.expect("a household");
    assert_eq!((household.head, household.here().len()), (Some(who(WIFE)), 4));
}

#[test]
fn one_that_a_person_decided_is_passed_over() {
    let mut queue = Queue::new(2, [(3, None), (4, Some(())), (5, None)]);
    assert_eq!(queue.turn(), None);
    queue.arrive(2, ());
    assert_eq!(queue.turn(), Some((2, ())));
    assert_eq!(queue.turn(), Some((4, ())));
    assert_eq!((queue.turn(), queue.next()), (None, 6));
}

#[test]
fn o05_five_days_and_then_a_person() {
    for (seconds, overdue) in [(0, false), (WAIT_SECONDS - 1, false), (WAIT_SECONDS, true)] {
        assert_eq!(is_overdue(NOW, NOW.plus_seconds(seconds)), overdue, "{seconds}");
    }
}

#[test]
fn o08_the_skew_is_measured_by_the_steady_counter() {
    let two_days = 2 * 86_400;
    // Written 90 minutes before it was sent; the phone shows 2026-03-07 where it is 2026-03-05.
    let written = NOW.plus_seconds(-5400);
    assert_eq!(skew_ms(NOW, written.plus_seconds(two_days), 5_400_000), two_days * 1000);
    assert_eq!(skew_ms(NOW, written, 5_400_000), 0);
}

proptest! {
    #[test]
    fn o05_any_order_of_arrival_ends_equal(
        order in Just((1..=8_i64).collect::<Vec<_>>()).prop_shuffle(),
        again in proptest::collection::vec(1..=8_i64, 0..6),
    ) {
        let mut wanted = None;
        (1..=8).for_each(|n| apply(&mut wanted, n));
        let (mut queue, mut household) = (Queue::new(1, []), None);
        for n in order.iter().chain(&again) {
            queue.arrive(*n, ());
            while let Some((n, ())) = queue.turn() {
                apply(&mut household, n);
            }
        }
        prop_assert_eq!(household, wanted);
        prop_assert_eq!(queue.next(), 9);
    }
}
