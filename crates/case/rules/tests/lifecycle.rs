//! The table as data: complete, reachable, unambiguous, and the same as the committed picture of it.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use case_rules::{
    Action, Case, Closing, Effect, Guard, Row, State, Wish, allowed, decide, reasons, rows, selects, table,
};
use kernel::Actor;

use crate::common::{Story, at, cast};

fn picture() -> String {
    let debug = |items: &[String]| {
        if items.is_empty() {
            "-".to_owned()
        } else {
            items.join(" ")
        }
    };
    let mut text = String::from("from | action | to | permission | seat | guards | effects\n");
    for row in table() {
        let to = match (row.to, row.then) {
            (Some(to), Some(then)) => format!("{to}, then {then}"),
            (Some(to), None) => to.to_string(),
            (None, _) => "=".to_owned(),
        };
        let from = row.from.map_or("-", State::key);
        let guards: Vec<String> = row.guards.iter().map(|guard| format!("{guard:?}")).collect();
        let effects: Vec<String> = row.effects.iter().map(|effect| format!("{effect:?}")).collect();
        let (guards, effects) = (debug(&guards), debug(&effects));
        writeln!(
            text,
            "{from} | {} | {to} | {} | {:?} | {guards} | {effects}",
            row.action, row.permission, row.seat
        )
        .expect("writes");
    }
    text
}

#[test]
fn table_equals_the_committed_picture() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/lifecycle.txt");
    let now = picture();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, &now).expect("writes");
    }
    let then = std::fs::read_to_string(path).expect("tests/lifecycle.txt; UPDATE=1 makes it");
    assert_eq!(
        now, then,
        "the table changed: read the difference, then run once with UPDATE=1"
    );
}

/// Everything reachable from the given states.
fn reach(start: BTreeSet<State>) -> BTreeSet<State> {
    let mut seen = start;
    loop {
        let next: BTreeSet<State> = table()
            .iter()
            .filter(|row| row.from.is_some_and(|from| seen.contains(&from)))
            .filter_map(|row| row.to)
            .collect();
        let before = seen.len();
        seen.extend(next);
        if seen.len() == before {
            return seen;
        }
    }
}

#[test]
fn every_state_is_reached_from_the_first_step() {
    let first = table()
        .iter()
        .filter(|row| row.from.is_none())
        .filter_map(|row| row.to)
        .collect();
    assert_eq!(reach(first), State::ALL.iter().copied().collect());
}

#[test]
fn every_open_state_has_a_way_to_an_end() {
    for state in State::ALL.iter().filter(|state| !state.is_final()) {
        assert!(reach([*state].into()).iter().any(|end| end.is_final()), "{state}");
        assert!(
            table()
                .iter()
                .any(|row| row.from == Some(*state) && row.to.is_some_and(|to| to != *state)),
            "{state} has no way out"
        );
    }
}

/// Somebody with every permission at every desk, so that only the table can refuse.
fn anybody() -> Actor {
    let mut all = cast().remove(0);
    for other in cast() {
        all.desks.extend(other.desks);
        all.permissions.extend(other.permissions);
    }
    all
}

#[test]
fn every_pair_outside_the_table_is_refused_with_what_would_be_allowed() {
    let story = Story::handling("2026-03-02T09:00", "5wd");
    let mut refused = 0;
    for state in State::ALL {
        let case = Case {
            state: *state,
            ..story.case.clone()
        };
        for action in Action::ALL
            .iter()
            .filter(|action| rows(Some(*state), **action).next().is_none())
        {
            let refusal = decide(&case, &anybody(), story.now, &Wish::new(*action), &story.office)
                .expect_err("outside the table");
            assert_eq!(refusal.code, "case.state", "{state} {action}");
            let names: Vec<&str> = allowed(&case, &anybody()).into_iter().map(Action::name).collect();
            assert_eq!(refusal.allowed, names);
            assert!(refusal.text.contains(state.name()) && refusal.text.contains(action.name()));
            assert_eq!(
                names.is_empty(),
                table().iter().all(|row| row.from != Some(*state)),
                "{state} names nothing to do"
            );
            refused += 1;
        }
    }
    let pairs: BTreeSet<_> = table()
        .iter()
        .filter_map(|row| row.from.map(|from| (from, row.action)))
        .collect();
    assert_eq!(refused, State::ALL.len() * Action::ALL.len() - pairs.len());
}

#[test]
fn rows_for_the_same_step_are_told_apart() {
    let choice = |row: &Row| {
        row.guards
            .iter()
            .filter(|guard| selects(**guard))
            .map(|guard| format!("{guard:?}"))
            .collect::<Vec<_>>()
    };
    for (index, one) in table().iter().enumerate() {
        for two in table()
            .iter()
            .skip(index + 1)
            .filter(|two| two.from == one.from && two.action == one.action)
        {
            let by_actor = one.permission != two.permission || one.seat != two.seat;
            let by_matter = !choice(one).is_empty() && !choice(two).is_empty() && choice(one) != choice(two);
            assert!(by_actor || by_matter, "{:?} {} twice", one.from, one.action);
        }
    }
}

#[test]
fn what_must_be_explained_has_reasons_and_the_other_way_round() {
    for row in table().iter().filter(|row| row.guards.contains(&Guard::Explained)) {
        assert!(!reasons(row.action).is_empty(), "{}", row.action);
    }
    // Return, decline, suspend, rework, void: reason and words by §6.1.
    for action in [
        Action::Return,
        Action::Decline,
        Action::RequestSuspension,
        Action::Fail,
        Action::NotFound,
    ] {
        assert!(
            table()
                .iter()
                .filter(|row| row.action == action)
                .all(|row| row.guards.contains(&Guard::Explained)),
            "{action}"
        );
    }
    for action in Action::ALL
        .iter()
        .filter(|action| !reasons(**action).is_empty() && **action != Action::Supervise)
    {
        assert!(
            table()
                .iter()
                .any(|row| row.action == *action && row.guards.contains(&Guard::Explained)),
            "{action} never asks for its reasons"
        );
    }
}

#[test]
fn whatever_ends_a_matter_stops_its_clocks() {
    for row in table()
        .iter()
        .filter(|row| row.from.is_some_and(|from| !from.is_final()) && row.to.is_some_and(State::is_final))
    {
        assert_eq!(row.effects, [Effect::StopAll], "{:?} {}", row.from, row.action);
    }
}

#[test]
fn handed_over_and_explained_never_count_as_solved() {
    let solved: Vec<&str> = Closing::ALL
        .iter()
        .filter(|closing| closing.is_solved())
        .map(|closing| closing.key())
        .collect();
    assert_eq!(solved, ["confirmed", "silent", "inspected_only", "self"]);
}

#[test]
fn a_late_hand_or_a_stranger_is_told_what_else_to_do() {
    let story = Story::handling("2026-03-02T09:00", "5wd");
    let refusal = decide(
        &story.case,
        &crate::common::zheng(),
        at("2026-03-02T10:00"),
        &Wish::new(Action::Submit),
        &story.office,
    )
    .expect_err("not hers");
    assert_eq!(refusal.code, "case.not_yours");
    assert_eq!(refusal.allowed, ["补充说明", "查看反映人"]);
}
