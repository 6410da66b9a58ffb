//! The clocks of a matter: where they start, stand, go on and end, and what counts as late.

use case_rules::{Action, ClockKind, ClockState, Outcome, Reason, Standard, Wish, With};

use crate::common::*;

#[test]
fn each_clock_has_its_limit() {
    let mut story = Story::report("2026-03-02T09:00");
    assert_eq!(story.due(ClockKind::Intake), "03-02 11:00");
    story.does(&wang(), &Wish::new(Action::AskVerify));
    assert_eq!(story.due(ClockKind::Verify), "03-02 15:00");
    // Intake stands while somebody looks: two hours are left at 11:00 and end after lunch.
    story.at("2026-03-02T11:00").does(&li(), &Wish::new(Action::Verified));
    assert_eq!(story.due(ClockKind::Intake), "03-02 15:00");
    story
        .does(&wang(), &file("5wd"))
        .does(&wang(), &because(Action::Escalate, Reason::NeedsPower));
    assert_eq!(
        (story.due(ClockKind::Dispatch), story.due(ClockKind::Promise)),
        ("03-02 11:15".into(), "03-10 00:00".into())
    );
    story.does(&zhou(), &to(Action::Dispatch, &unit("urban"), &[]));
    assert_eq!(
        (story.due(ClockKind::Accept), story.due(ClockKind::Handle)),
        ("03-02 15:00".into(), "03-09 11:00".into())
    );
    story
        .does(&qian(), &Wish::new(Action::Accept))
        .does(&qian(), &submit(Outcome::Fixed));
    assert_eq!(story.due(ClockKind::Inspect), "03-03 11:00");
    story
        .does(&zhao(), &Wish::new(Action::Inspect))
        .does(&zhao(), &Wish::new(Action::Pass));
    assert_eq!(story.due(ClockKind::Confirm), "03-10 00:00");
}

#[test]
fn handled_in_time_stays_in_time_however_long_the_rest_takes() {
    let rows = [
        ("2026-03-03T09:00", false),
        ("2026-03-03T09:01", true),
        ("2026-03-03T20:00", true),
    ];
    for (submitted, late) in rows {
        let mut story = Story::handling("2026-03-02T09:00", "1wd");
        story.at(submitted).does(&qian(), &submit(Outcome::Fixed));
        story
            .at("2026-03-05T17:00")
            .does(&zhao(), &Wish::new(Action::Inspect))
            .does(&zhao(), &Wish::new(Action::Pass));
        story
            .at("2026-03-09T10:00")
            .does(&reporter(), &Wish::new(Action::Confirm));
        assert_eq!(story.clock(ClockKind::Handle).is_late(story.now), late, "{submitted}");
        assert_eq!(
            story.clock(ClockKind::Handle).state,
            ClockState::Stopped { at: at(submitted) }
        );
    }
}

#[test]
fn late_after_hours_is_late_while_it_stands() {
    let mut story = Story::handling("2026-03-02T09:00", "8wh");
    story.at("2026-03-03T09:00");
    assert!(!story.clock(ClockKind::Handle).is_late(story.now));
    let mut story = Story::handling("2026-03-02T10:00", "6wh");
    assert_eq!(story.due(ClockKind::Handle), "03-02 18:00");
    story.at("2026-03-02T20:00").does(&qian(), &submit(Outcome::Fixed));
    assert!(story.clock(ClockKind::Handle).is_late(story.now));
}

#[test]
fn what_was_late_stays_late_by_as_much() {
    let mut story = Story::handling("2026-03-02T09:00", "1wd");
    story.at("2026-03-03T11:00").does(&qian(), &submit(Outcome::Fixed));
    story
        .at("2026-03-09T15:00")
        .does(&zhao(), &Wish::new(Action::Inspect))
        .does(&zhao(), &because(Action::Fail, Reason::WorkIncomplete));
    assert_eq!(story.due(ClockKind::Handle), "03-09 11:00");
    assert!(story.clock(ClockKind::Handle).is_late(story.now));
}

#[test]
fn the_same_unit_goes_on_and_another_starts_anew() {
    for (next, due) in [("urban", "03-03 17:00"), ("housing", "03-04 11:00")] {
        let mut story = Story::dispatched("2026-03-02T09:00", "1wd");
        story
            .at("2026-03-02T11:00")
            .does(&qian(), &because(Action::Return, Reason::WrongUnit));
        story.at("2026-03-03T09:00");
        let mut dispatch = to(Action::Redispatch, &unit(next), &[]);
        if next == "housing" {
            story.at("2026-03-03T11:00");
            dispatch = dispatch.saying("改派住建办");
        }
        story.does(&zhou(), &dispatch);
        assert_eq!(story.due(ClockKind::Handle), due, "{next}");
    }
}

#[test]
fn the_promise_stands_only_while_the_resident_is_waited_for() {
    let mut story = Story::handling("2026-03-02T09:00", "5wd");
    let due = story.due(ClockKind::Promise);
    story
        .does(&qian(), &until("2026-04-01T08:00"))
        .does(&zhou(), &Wish::new(Action::EndorseSuspension));
    story.does(&chen(), &Wish::new(Action::GrantSuspension));
    assert_eq!(
        (
            story.due(ClockKind::Promise),
            story.clock(ClockKind::Promise).is_running()
        ),
        (due, true)
    );
    assert!(!story.clock(ClockKind::Handle).is_running());

    let mut story = Story::pending("2026-03-02T09:00", "1wd");
    story
        .at("2026-03-04T09:00")
        .does(&reporter(), &Wish::new(Action::Dispute));
    assert_eq!(
        (
            story.due(ClockKind::Promise),
            story.clock(ClockKind::Promise).is_running()
        ),
        ("03-05 09:00".into(), true),
        "asked on Monday, answered on Wednesday: the two days were the resident's"
    );
    let mut story = Story::pending("2026-03-02T09:00", "1wd");
    assert_eq!(story.at("2026-03-10T08:00").sweep(), [Action::Lapse]);
    assert!(
        !story.clock(ClockKind::Promise).is_late(story.now),
        "done in time; only the answer took long"
    );
}

#[test]
fn urgent_hours_run_through_the_night() {
    let story = Story::handling("2026-03-06T17:00", "2uh");
    assert_eq!(
        (story.due(ClockKind::Handle), story.due(ClockKind::Promise)),
        ("03-06 19:00".into(), "03-06 19:00".into())
    );
}

#[test]
fn nobody_may_take_longer_to_accept_an_urgent_matter_than_to_handle_it() {
    // Dispatched, limit, urgent, then due to be accepted and to be handled.
    let rows = [
        ("2026-03-02T20:00", "2uh", true, "03-02 22:00", "03-02 22:00"),
        ("2026-03-02T17:00", "2uh", true, "03-02 19:00", "03-02 19:00"),
        ("2026-03-07T09:00", "24uh", true, "03-08 09:00", "03-08 09:00"),
        ("2026-03-02T09:00", "4uh", true, "03-02 11:00", "03-02 13:00"),
        ("2026-03-02T17:30", "1wh", false, "03-03 09:30", "03-03 08:30"),
    ];
    for (time, limit, urgent, accept, handle) in rows {
        let mut story = Story::report(time);
        let standard = Standard {
            urgent,
            ..standard(limit)
        };
        story
            .does(&wang(), &Wish::new(Action::File).with(With::Standard(standard)))
            .does(&wang(), &because(Action::Escalate, Reason::NeedsPower))
            .does(&zhou(), &to(Action::Dispatch, &unit("urban"), &[]));
        let due = (story.due(ClockKind::Accept), story.due(ClockKind::Handle));
        assert_eq!(due, (accept.into(), handle.into()), "{time} {limit}");
        assert!(story.clock(ClockKind::Accept).is_limited());
    }
    // Dispatched anew when the time to handle it has passed: late at once, and never without a limit.
    let mut story = Story::report("2026-03-02T20:00");
    let standard = Standard {
        urgent: true,
        ..standard("2uh")
    };
    story
        .does(&wang(), &Wish::new(Action::File).with(With::Standard(standard)))
        .does(&wang(), &because(Action::Escalate, Reason::NeedsPower))
        .does(&zhou(), &to(Action::Dispatch, &unit("urban"), &[]))
        .at("2026-03-02T23:00")
        .does(&qian(), &because(Action::Return, Reason::WrongUnit))
        .does(&zhou(), &to(Action::Redispatch, &unit("urban"), &[]));
    let accept = story.clock(ClockKind::Accept);
    assert!(accept.is_limited() && accept.is_late(story.now.plus_seconds(1)));
}
