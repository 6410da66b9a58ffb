//! The calendar changes while matters are open: what moves, from when to when, and what never does.

use case_rules::{Action, ClockKind, ClockState, Wish, With, recounted, recounted_alone};
use workday::{Calendar, Closure, OfficeHours, Timetable};

use crate::common::*;

/// The builtin calendar with these days closed, or worked where a `+` says so.
fn with_days(days: &[&str]) -> Timetable {
    let closures = days.iter().map(|day| Closure {
        date: day.trim_start_matches('+').parse().expect("a date"),
        works: day.starts_with('+'),
        reason: "大雪".into(),
    });
    let calendar = Calendar::builtin().with_closures(closures.collect()).expect("closures");
    Timetable::new(calendar, OfficeHours::default())
}

/// The program's wish to let the open clocks follow.
fn recount(story: &Story) -> Wish {
    let clocks = recounted(&story.events, &story.office.timetable).expect("working time");
    Wish::new(Action::Recount)
        .saying("大雪停止办公")
        .with(With::Clocks(clocks))
}

/// Days, limit; the promise before and after; the handling clock before and after.
type Row = (
    &'static [&'static str],
    &'static str,
    [&'static str; 2],
    [&'static str; 2],
);

#[test]
fn open_clocks_follow_and_tell_from_when_to_when() {
    let rows: [Row; 6] = [
        (
            &["2026-03-04"],
            "5wd",
            ["03-10 00:00", "03-11 00:00"],
            ["03-09 09:00", "03-10 09:00"],
        ),
        (
            &["2026-03-03", "2026-03-05"],
            "2wd",
            ["03-05 00:00", "03-07 00:00"],
            ["03-04 09:00", "03-06 09:00"],
        ),
        // A Saturday is worked: what is due later comes earlier.
        (
            &["+2026-03-07"],
            "7wd",
            ["03-12 00:00", "03-11 00:00"],
            ["03-11 09:00", "03-10 09:00"],
        ),
        // The day of receipt is not counted, but the unit's hours of that day are.
        (
            &["2026-03-02"],
            "1wd",
            ["03-04 00:00", "03-04 00:00"],
            ["03-03 09:00", "03-03 18:00"],
        ),
        // Beyond the due time, and around the clock: nothing moves.
        (
            &["2026-03-20"],
            "5wd",
            ["03-10 00:00", "03-10 00:00"],
            ["03-09 09:00", "03-09 09:00"],
        ),
        (
            &["2026-03-03"],
            "24uh",
            ["03-03 09:00", "03-03 09:00"],
            ["03-03 09:00", "03-03 09:00"],
        ),
    ];
    for (days, limit, promise, handle) in rows {
        let mut story = Story::handling("2026-03-02T09:00", limit);
        assert_eq!(
            [story.due(ClockKind::Promise), story.due(ClockKind::Handle)],
            [promise[0], handle[0]],
            "{days:?} {limit}"
        );
        story.office.timetable = with_days(days).into();
        let wish = recount(&story);
        if promise[0] == promise[1] && handle[0] == handle[1] {
            story.refused(&system(), &wish, "case.recount.none");
        } else {
            story.does(&system(), &wish);
            story.refused(&system(), &wish, "case.recount.none");
        }
        assert_eq!(
            [story.due(ClockKind::Promise), story.due(ClockKind::Handle)],
            [promise[1], handle[1]],
            "{days:?} {limit}"
        );
    }
}

#[test]
fn what_stands_keeps_what_it_has_left_by_the_new_calendar() {
    let mut story = Story::handling("2026-03-02T09:00", "5wd");
    story.does(&qian(), &until("2026-03-30T10:00"));
    story.does(&zhou(), &Wish::new(Action::EndorseSuspension));
    story
        .at("2026-03-05T09:00")
        .does(&chen(), &Wish::new(Action::GrantSuspension));
    // Three of five days are used; one of them turns out to have been closed.
    story.office.timetable = with_days(&["2026-03-04"]).into();
    let wish = recount(&story);
    story.does(&system(), &wish);
    let left = match story.case.clock(ClockKind::Handle).expect("a clock").state {
        ClockState::Paused { remaining, .. } => remaining,
        other => panic!("{other:?}"),
    };
    assert_eq!(left, 3 * 8 * 3600);
    story.at("2026-03-30T10:00").sweep();
    assert_eq!(story.due(ClockKind::Handle), "04-02 10:00");
}

#[test]
fn what_is_at_its_end_never_moves() {
    let mut story = Story::closed("2026-03-02T09:00", "5wd");
    story.office.timetable = with_days(&["2026-03-02", "2026-03-03"]).into();
    assert_eq!(
        recounted(&story.events, &story.office.timetable).expect("working time"),
        [].into()
    );
    let wish = recount(&story);
    story.refused(&system(), &wish, "case.state");
}

#[test]
fn the_clock_alone_is_enough_unless_something_else_moved_it() {
    let (was, is) = (Timetable::default(), with_days(&["2026-03-04"]));
    let story = Story::handling("2026-03-02T09:00", "5wd");
    for kind in [ClockKind::Promise, ClockKind::Handle] {
        let clock = story.case.clock(kind).expect("a clock");
        let alone = recounted_alone(kind, clock, (&was, &is)).expect("working time");
        assert_eq!(
            alone,
            recounted(&story.events, &is).expect("working time").remove(&kind)
        );
    }
    let mut story = Story::handling("2026-03-02T09:00", "5wd");
    story.does(&qian(), &because(Action::RequestExtension, case_rules::Reason::Weather));
    story.does(&zhou(), &Wish::new(Action::GrantExtension));
    let clock = story.case.clock(ClockKind::Handle).expect("a clock");
    let alone = recounted_alone(ClockKind::Handle, clock, (&was, &is)).expect("working time");
    assert!(alone.is_none_or(|alone| {
        Some(alone)
            == recounted(&story.events, &is)
                .expect("working time")
                .remove(&ClockKind::Handle)
    }));
}
