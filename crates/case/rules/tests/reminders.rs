//! What the program does by itself: reminders, orders, and work for a desk where nobody sits.

use std::collections::BTreeMap;

use case_rules::{
    Action, ClockKind, Fact, Outcome, Reason, Reporter, State, TodoKind, Wish, With, due_wishes, next_alarm,
};
use kernel::{Desk, Level, Moment};

use crate::common::*;

/// How often each clock was reminded at each level, from the history.
fn counts(story: &Story) -> BTreeMap<(ClockKind, u8), usize> {
    let mut counts = BTreeMap::new();
    for fact in story.events.iter().flat_map(|event| &event.facts) {
        if let Fact::Reminded { clock, percent, .. } = fact {
            *counts.entry((*clock, *percent)).or_default() += 1;
        }
    }
    counts
}

/// When each reminder of the handling clock came, running the program at every alarm.
fn reminded_at(story: &mut Story, last: &str) -> Vec<(u8, String)> {
    while let Some(alarm) = next_alarm(&story.case, &story.office).filter(|alarm| *alarm <= at(last)) {
        assert!(alarm >= story.now, "the program looks again and again at {alarm}");
        story.now = alarm;
        assert!(!story.sweep().is_empty(), "an alarm at {alarm} with nothing to do");
    }
    let when = |moment: Moment| moment.civil().strftime("%m-%d %H:%M").to_string();
    let facts = story
        .events
        .iter()
        .flat_map(|event| event.facts.iter().map(move |fact| (event.at, fact)));
    facts
        .filter_map(|(time, fact)| match fact {
            Fact::Reminded {
                clock: ClockKind::Handle,
                percent,
                ..
            } => Some((*percent, when(time))),
            _ => None,
        })
        .collect()
}

#[test]
fn yellow_orange_red_at_their_working_moments() {
    let rows = [
        (
            "2026-03-02T09:00",
            "1wd",
            [(50, "03-02 15:00"), (80, "03-02 17:24"), (100, "03-03 09:00")],
        ),
        // Red at the end of a session waits for the next one, and Friday's for Monday.
        (
            "2026-03-06T14:00",
            "4wh",
            [(50, "03-06 16:00"), (80, "03-06 17:12"), (100, "03-09 08:00")],
        ),
        // Urgent hours on the wall clock, but not an urgent matter: nobody is woken.
        (
            "2026-03-06T17:00",
            "2uh",
            [(50, "03-09 08:00"), (80, "03-09 08:00"), (100, "03-09 08:00")],
        ),
        // Saturday 28 February 2026 was worked.
        (
            "2026-02-27T14:00",
            "1wd",
            [(50, "02-28 08:00"), (80, "02-28 10:24"), (100, "02-28 14:00")],
        ),
    ];
    for (start, limit, expected) in rows {
        let mut story = Story::handling(start, limit);
        let expected = expected.map(|(percent, time)| (percent, time.to_owned())).to_vec();
        assert_eq!(reminded_at(&mut story, "2026-03-20T18:00"), expected, "{start} {limit}");
    }
}

#[test]
fn urgent_matters_remind_at_night() {
    let urgent = case_rules::Standard {
        urgent: true,
        ..standard("2uh")
    };
    let mut story = Story::report("2026-03-07T22:00");
    story
        .does(&wang(), &Wish::new(Action::File).with(With::Standard(urgent)))
        .does(&wang(), &to(Action::Dispatch, &Desk::Grid(GRID), &[]));
    let expected = [(50, "03-07 23:00"), (80, "03-07 23:36"), (100, "03-08 00:00")]
        .map(|(percent, time)| (percent, time.to_owned()));
    assert_eq!(reminded_at(&mut story, "2026-03-08T00:30"), expected);
}

#[test]
fn catching_up_at_night_waits_for_the_morning() {
    let mut story = Story::handling("2026-03-02T09:00", "1wd");
    for quiet in [
        "2026-03-03T02:00",
        "2026-03-03T07:59",
        "2026-03-07T10:00",
        "2026-03-03T13:00",
    ] {
        let actions: Vec<_> = due_wishes(&story.case, at(quiet), &story.office, order_id(1))
            .iter()
            .map(|wish| wish.action)
            .collect();
        assert!(!actions.contains(&Action::Remind), "{quiet}");
    }
    assert_eq!(story.at("2026-03-03T08:00").sweep(), [Action::Remind, Action::Remind]);
}

#[test]
fn a_pause_uses_up_nothing() {
    let mut story = Story::handling("2026-03-02T09:00", "5wd");
    story
        .at("2026-03-03T09:00")
        .does(&qian(), &until("2026-03-30T09:00"))
        .does(&zhou(), &Wish::new(Action::EndorseSuspension));
    story.does(&chen(), &Wish::new(Action::GrantSuspension));
    // One of five days was used; half of the limit is gone a day and a half after the end of the pause.
    assert_eq!(
        reminded_at(&mut story, "2026-03-31T16:00"),
        [(50, "03-31 15:00".to_owned())]
    );
}

#[test]
fn an_extension_moves_the_levels_that_have_not_fired() {
    let mut story = Story::handling("2026-03-02T09:00", "1wd");
    story
        .does(&qian(), &because(Action::RequestExtension, Reason::Weather))
        .does(&zhou(), &Wish::new(Action::GrantExtension));
    assert_eq!(
        reminded_at(&mut story, "2026-03-03T10:00"),
        [(50, "03-03 09:00".to_owned())]
    );
}

#[test]
fn the_automatic_order_comes_once_a_workday_after_the_limit() {
    let mut story = Story::handling("2026-03-02T09:00", "1wd");
    let orders = |story: &Story| story.case.orders.iter().filter(|order| order.automatic).count();
    story.at("2026-03-04T08:59").sweep();
    assert_eq!(orders(&story), 0);
    for time in ["2026-03-04T09:00", "2026-03-04T09:10", "2026-03-09T09:00"] {
        story.at(time).sweep();
        assert_eq!(orders(&story), 1, "{time}");
    }
    // Rework goes on with the same clock: no second order for it.
    story
        .does(&qian(), &submit(Outcome::Fixed))
        .at("2026-03-16T09:00")
        .does(&zhao(), &Wish::new(Action::Inspect));
    story
        .does(&zhao(), &because(Action::Fail, Reason::WorkIncomplete))
        .at("2026-03-20T09:00")
        .sweep();
    assert_eq!(orders(&story), 1);
}

#[test]
fn a_new_clock_is_reminded_anew() {
    let mut story = Story::dispatched("2026-03-02T09:00", "1wd");
    story.at("2026-03-02T16:00").sweep();
    story
        .does(&qian(), &because(Action::Return, Reason::WrongUnit))
        .does(&zhou(), &to(Action::Redispatch, &unit("housing"), &[]));
    story.at("2026-03-03T15:00").sweep();
    assert_eq!(counts(&story).get(&(ClockKind::Handle, 50)), Some(&2));
}

#[test]
fn a_limit_of_zero_means_nothing_by_itself() {
    let mut story = Story::handling("2026-03-02T09:00", "0wd");
    for time in ["2026-03-02T09:00", "2026-03-09T09:00"] {
        assert_eq!(story.at(time).sweep(), [], "{time}");
    }
    assert!(!story.case.is_late(story.now));
    let mut story = Story::inspecting("2026-03-02T09:00", "5wd");
    story.office.stages.confirm_days = 0;
    story.does(&zhao(), &Wish::new(Action::Pass)).at("2026-04-02T09:00");
    assert_eq!((story.sweep(), story.case.state), (vec![], State::PendingConfirm));
}

#[test]
fn work_for_an_empty_desk_goes_up_with_a_mark() {
    let mut story = Story::open(
        opening(EMPTY_COMMUNITY_GRID, Reporter::Reachable),
        &reporter(),
        "2026-03-02T09:00",
        office(),
    );
    let empty = Desk::Community(EMPTY_COMMUNITY_GRID.community());
    assert_eq!(
        (story.case.desk.clone(), story.case.vacant.clone()),
        (Some(Desk::Centre), Some(empty.clone()))
    );
    // Nobody to look on the spot either: the centre does it.
    story
        .does(&zhou(), &Wish::new(Action::AskVerify))
        .does(&zhou(), &Wish::new(Action::Verified))
        .does(&zhou(), &file("5wd"));
    assert_eq!(
        (story.case.desk.clone(), story.case.vacant.clone()),
        (Some(Desk::Centre), Some(empty.clone()))
    );
    // Nobody handles at the centre, so a dispatch that would end there is refused, not lost.
    for lead in [empty, Desk::Grid(EMPTY_COMMUNITY_GRID), unit("closed")] {
        story.refused(&zhou(), &to(Action::Dispatch, &lead, &[]), "case.dispatch.vacant");
    }
    story
        .does(&zhou(), &to(Action::Dispatch, &unit("urban"), &[]))
        .does(&qian(), &Wish::new(Action::Accept));
    // No inspectors in that community: the centre inspects.
    story.does(&qian(), &submit(Outcome::Fixed));
    assert_eq!(story.case.desk, Some(Desk::Centre));
    assert_eq!(
        story.case.vacant,
        Some(Desk::Inspection(EMPTY_COMMUNITY_GRID.community()))
    );
    story
        .does(&zhou(), &Wish::new(Action::Inspect))
        .does(&zhou(), &Wish::new(Action::Pass));
}

#[test]
fn an_empty_grid_is_skipped_upward() {
    let mut story = Story::open(
        opening(EMPTY_GRID, Reporter::Reachable),
        &reporter(),
        "2026-03-02T09:00",
        office(),
    );
    story.does(&wang(), &Wish::new(Action::AskVerify));
    assert_eq!(
        (story.case.desk.clone(), story.case.vacant.clone()),
        (Some(Desk::Community(COMMUNITY)), Some(Desk::Grid(EMPTY_GRID)))
    );
    story
        .does(&wang(), &Wish::new(Action::Verified))
        .does(&wang(), &file("5wd"));
    story.does(&wang(), &to(Action::Dispatch, &Desk::Grid(EMPTY_GRID), &[]));
    let skipped = (story.case.lead.clone(), story.case.vacant.clone(), story.case.level);
    assert_eq!(
        skipped,
        (
            Some(Desk::Community(COMMUNITY)),
            Some(Desk::Grid(EMPTY_GRID)),
            Level::Community
        )
    );
    assert_eq!(story.case.todos()[0].kind, TodoKind::Accept);
    story.does(&wang(), &Wish::new(Action::Accept));
}
