//! What is counted, and that it is counted once.

use std::collections::BTreeMap;

use case_rules::{Action, Case, Cell, Opening, Outcome, Reason, Reporter, Sum, Wish, cells, difference, open};
use kernel::figure::{Dimension, Figure, MarkKind, Period, When, bits};

use crate::common::*;

const MARCH: Period = Period {
    from: 202_603,
    to: 202_603,
};

/// The sums of a dimension over the matters.
fn sums<'a>(cases: impl IntoIterator<Item = &'a Case>, dimension: Dimension) -> BTreeMap<Cell, Sum> {
    let mut sums: BTreeMap<Cell, Sum> = BTreeMap::new();
    for (cell, sum) in cases
        .into_iter()
        .flat_map(cells)
        .filter(|(cell, _)| cell.dimension == dimension)
    {
        let entry = sums.entry(cell).or_default();
        entry.number += sum.number;
        entry.seconds += sum.seconds;
    }
    sums
}

/// A figure over the matters: how many, and how long together.
fn count(cases: &[Case], figure: Figure, period: Period) -> (i64, i64) {
    let take = figure.take();
    let taken = |cell: &Cell| {
        cell.kind == take.kind
            && period
                .standing(cell.month, cell.end_month)
                .is_some_and(|standing| take.takes(cell.bits, standing))
    };
    sums(cases, Dimension::Channel)
        .iter()
        .filter(|(cell, _)| taken(cell))
        .fold((0, 0), |(number, seconds), (_, sum)| {
            (number + sum.number, seconds + sum.seconds)
        })
}

#[track_caller]
fn counted(cases: &[Case], period: Period, expected: &[(Figure, i64)]) {
    for (figure, number) in expected {
        assert_eq!(count(cases, *figure, period).0, *number, "{figure}");
    }
}

#[test]
fn r01_a_matter_closed_twice_is_one_closed_matter() {
    let mut twice = Story::closed("2026-03-02T09:00", "5wd");
    twice.does(&reporter(), &Wish::new(Action::Reopen));
    let others = [
        Story::closed("2026-03-03T09:00", "5wd").case,
        Story::closed("2026-03-04T09:00", "5wd").case,
    ];
    let with = |case: &Case| [others.as_slice(), std::slice::from_ref(case)].concat();
    // While it is open again, it is not closed.
    counted(
        &with(&twice.case),
        MARCH,
        &[
            (Figure::Filed, 3),
            (Figure::Closed, 2),
            (Figure::Unclosed, 1),
            (Figure::Ended, 2),
        ],
    );
    twice
        .does(&zhou(), &to(Action::Dispatch, &unit("urban"), &[]))
        .does(&qian(), &Wish::new(Action::Accept))
        .does(&qian(), &submit(Outcome::Fixed))
        .does(&zhao(), &Wish::new(Action::Inspect))
        .does(&zhao(), &Wish::new(Action::Pass))
        .does(&reporter(), &Wish::new(Action::Confirm));
    counted(
        &with(&twice.case),
        MARCH,
        &[
            (Figure::Received, 3),
            (Figure::Filed, 3),
            (Figure::ToClose, 3),
            (Figure::Closed, 3),
            (Figure::Ended, 3),
            (Figure::Unclosed, 0),
            (Figure::Reopened, 1),
        ],
    );
}

#[test]
fn r03_handling_ends_with_the_result_and_the_wait_for_the_reporter_is_a_figure_of_its_own() {
    let mut story = Story::handling("2026-03-02T09:00", "5wd");
    story
        .at("2026-03-02T15:00")
        .does(&qian(), &submit(Outcome::Fixed))
        .does(&zhao(), &Wish::new(Action::Inspect))
        .does(&zhao(), &Wish::new(Action::Pass));
    let waiting = [story.case.clone()];
    counted(
        &waiting,
        MARCH,
        &[(Figure::Handled, 1), (Figure::Closed, 0), (Figure::Asked, 0)],
    );
    story
        .at("2026-03-05T15:00")
        .does(&reporter(), &Wish::new(Action::Confirm));
    let closed = [story.case];
    assert_eq!(count(&closed, Figure::Handled, MARCH), (1, 6 * 3600));
    assert_eq!(count(&closed, Figure::Confirmed, MARCH), (1, 3 * 86_400));
}

#[test]
fn r05_spam_tests_and_duplicates_are_received_and_not_counted_as_problems() {
    let report = |number: u128| {
        let opening = Opening {
            id: case_id(number),
            ..opening(GRID, Reporter::Reachable)
        };
        Story::open(opening, &reporter(), "2026-03-02T09:00", office())
    };
    let cases: Vec<Case> = (0..100)
        .map(|number| {
            let mut story = report(1000 + number);
            let wish = match number {
                0..4 => because(Action::Decline, Reason::Spam),
                4..10 => other(Action::Merge, 1099),
                10 => because(Action::Decline, Reason::Trial),
                _ => file("5wd"),
            };
            story.does(&wang(), &wish);
            story.case
        })
        .collect();
    counted(
        &cases,
        MARCH,
        &[
            (Figure::Received, 100),
            (Figure::Valid, 89),
            (Figure::ValidReports, 95),
            (Figure::Spam, 4),
            (Figure::Trial, 1),
            (Figure::Merged, 6),
            (Figure::Declined, 0),
            (Figure::Filed, 89),
        ],
    );
}

#[test]
fn t28_a_granted_appeal_leaves_the_lateness_on_record_and_out_of_the_rating() {
    let mut story = Story::dispatched("2026-03-02T09:00", "4wh");
    story.does(&qian(), &Wish::new(Action::Accept));
    let due = story.clock(case_rules::ClockKind::Handle).due_at;
    story.now = due.plus_seconds(2 * 3600);
    story
        .does(&qian(), &submit(Outcome::Fixed))
        .does(&zhao(), &Wish::new(Action::Inspect))
        .does(&zhao(), &Wish::new(Action::Pass))
        .does(&reporter(), &Wish::new(Action::Confirm))
        .does(&qian(), &because(Action::Appeal, Reason::DeadlineForceMajeure));
    let late = [
        (Figure::HandledLate, 1),
        (Figure::HandledOnTime, 0),
        (Figure::ToHandle, 1),
    ];
    counted(std::slice::from_ref(&story.case), MARCH, &late);
    counted(std::slice::from_ref(&story.case), MARCH, &[(Figure::HandleExempt, 0)]);
    // One reviewer does not decide it.
    story.does(&zhou(), &Wish::new(Action::GrantAppeal));
    counted(std::slice::from_ref(&story.case), MARCH, &[(Figure::HandleExempt, 0)]);
    story.does(&chen(), &Wish::new(Action::GrantAppeal));
    counted(std::slice::from_ref(&story.case), MARCH, &late);
    counted(
        std::slice::from_ref(&story.case),
        MARCH,
        &[
            (Figure::HandleExempt, 1),
            (Figure::CloseExempt, 1),
            (Figure::ClosedLate, 1),
        ],
    );
}

#[test]
fn what_is_due_later_or_done_before_counts_where_it_belongs() {
    let period = |month| Period { from: month, to: month };
    // Due on 7 April, closed in March: March's work, done early.
    let early = [Story::closed("2026-03-30T09:00", "5wd").case];
    counted(
        &early,
        MARCH,
        &[(Figure::ToClose, 1), (Figure::Closed, 1), (Figure::CloseEarly, 1)],
    );
    counted(&early, period(202_604), &[(Figure::ToClose, 0), (Figure::Closed, 0)]);
    // Due in March, open until May: carried on into April and into May.
    let mut open = Story::pending("2026-03-02T09:00", "5wd");
    let one = |story: &Story| [story.case.clone()];
    counted(
        &one(&open),
        MARCH,
        &[(Figure::ToClose, 1), (Figure::CloseCarried, 0), (Figure::Unclosed, 1)],
    );
    open.at("2026-05-06T10:00")
        .does(&reporter(), &Wish::new(Action::Confirm));
    let april = [
        (Figure::ToClose, 1),
        (Figure::CloseCarried, 1),
        (Figure::Unclosed, 1),
        (Figure::Closed, 0),
    ];
    counted(&one(&open), period(202_604), &april);
    counted(
        &one(&open),
        period(202_605),
        &[(Figure::CloseCarried, 1), (Figure::Closed, 1)],
    );
    counted(&one(&open), period(202_606), &[(Figure::ToClose, 0)]);
}

#[test]
fn solved_on_the_spot_is_ended_without_a_promise() {
    let opening = Opening {
        solved: Some((Some(standard("5wd")), "已清走".into())),
        ..opening(GRID, Reporter::Staff)
    };
    let change = open(opening, &li(), at("2026-03-02T09:00"), &office()).expect("opens");
    counted(
        std::slice::from_ref(change.case()),
        MARCH,
        &[
            (Figure::Received, 1),
            (Figure::Valid, 1),
            (Figure::SelfResolved, 1),
            (Figure::Ended, 1),
            (Figure::ToClose, 0),
            (Figure::ToHandle, 0),
            (Figure::Filed, 0),
        ],
    );
}

#[test]
fn a_matter_counts_in_one_row_of_each_dimension() {
    let story = Story::closed("2026-03-02T09:00", "5wd");
    let keys = |dimension| {
        let mut keys: Vec<String> = sums([&story.case], dimension)
            .into_keys()
            .map(|cell| cell.key)
            .collect();
        keys.dedup();
        keys
    };
    assert_eq!(keys(Dimension::Community), ["411502005001"]);
    assert_eq!(keys(Dimension::Grid), ["411502005001003"]);
    assert_eq!(keys(Dimension::Unit), ["unit:urban"]);
    assert_eq!(keys(Dimension::Category), ["C01"]);
    assert_eq!(keys(Dimension::Channel), ["resident"]);
    let mut kinds: Vec<MarkKind> = story.case.marks().iter().map(|mark| mark.kind).collect();
    let all = kinds.len();
    kinds.sort_unstable();
    kinds.dedup();
    assert_eq!(kinds.len(), all, "one mark of each kind");
    assert!(!kinds.contains(&MarkKind::Verify), "nobody was asked to verify");
}

/// The formulas rest on this: what is done is part of what had to be done, and the parts add up.
#[test]
fn figures_are_parts_of_their_wholes() {
    for (part, whole) in [
        (Figure::Valid, Figure::Received),
        (Figure::ClosedOnTime, Figure::ToClose),
        (Figure::CloseExempt, Figure::ClosedLate),
        (Figure::HandleExempt, Figure::HandledLate),
        (Figure::Confirmed, Figure::Asked),
        (Figure::Reopened, Figure::Ended),
    ] {
        let (part, whole) = (part.take(), whole.take());
        assert_eq!(part.kind, whole.kind);
        assert!(whole.when == When::Due || whole.when == part.when);
    }
    assert_eq!(Figure::CloseExempt.take().any, bits::EXEMPT);
}

#[test]
fn a_change_that_changes_no_mark_changes_no_sum() {
    let mut story = Story::handling("2026-03-02T09:00", "5wd");
    let before = story.case.clone();
    story.does(&qian(), &say(Action::Note));
    assert_eq!(difference(Some(&before), &story.case), BTreeMap::new());
}
