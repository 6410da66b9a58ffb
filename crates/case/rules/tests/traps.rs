//! Mistakes that other systems made, by their numbers in the list of traps.

use case_rules::{
    Action, Case, ClockKind, ClockState, Closing, Event, Fact, Office, Opening, Outcome, PhoneClock, Place, Reason,
    Reporter, Standard, State, Target, TodoKind, Wish, With, allowed, decide, hidden, mark,
};
use jiff::civil::Time;
use kernel::Desk;
use workday::{Calendar, OfficeHours, Session, Timetable};

use crate::common::*;

/// Filed and dispatched to the urban unit in an office with the hours of the list: 09:00–12:00, 14:00–18:00.
fn dispatched(time: &str, limit: &str) -> Story {
    let hours = [(9, 12), (14, 18)]
        .map(|(from, to)| Session::daily(Time::constant(from, 0, 0, 0), Time::constant(to, 0, 0, 0)));
    let hours = OfficeHours::new(hours.to_vec()).expect("hours");
    let office = Office {
        timetable: Timetable::new(Calendar::builtin().clone(), hours).into(),
        ..office()
    };
    let mut story = Story::open(opening(GRID, Reporter::Reachable), &reporter(), time, office);
    story
        .does(&wang(), &file(limit))
        .does(&wang(), &because(Action::Escalate, Reason::NeedsPower));
    story.does(&zhou(), &to(Action::Dispatch, &unit("urban"), &[]));
    story
}

#[test]
fn e01_a_hand_over_gives_a_clock_of_its_own_and_keeps_the_promise() {
    let mut story = dispatched("2026-03-03T09:00", "4wh");
    assert_eq!(
        (story.due(ClockKind::Promise), story.due(ClockKind::Handle)),
        ("03-03 15:00".into(), "03-03 15:00".into())
    );
    story
        .at("2026-03-03T11:00")
        .does(&qian(), &because(Action::Return, Reason::WrongUnit));
    story.does(&zhou(), &to(Action::Redispatch, &unit("housing"), &[]));
    assert_eq!(
        (story.due(ClockKind::Promise), story.due(ClockKind::Handle)),
        ("03-03 15:00".into(), "03-03 17:00".into())
    );
}

#[test]
fn e03_each_level_fires_once_however_often_the_job_runs() {
    let mut story = Story::handling("2026-03-02T09:00", "1wd");
    for run in 0..18 {
        story.now = at("2026-03-03T09:00").plus_seconds(run * 600);
        story.sweep();
    }
    let handle = |event: &&Event| {
        event.facts.iter().any(|fact| {
            matches!(
                fact,
                Fact::Reminded {
                    clock: ClockKind::Handle,
                    ..
                }
            )
        })
    };
    assert_eq!(story.events.iter().filter(handle).count(), 3);
    // Two servers that saw the same matter: the slower one is refused.
    let wish = Wish::new(Action::Remind).with(With::Reminder {
        clock: ClockKind::Handle,
        started: story.clock(ClockKind::Handle).started_at,
        percent: 100,
    });
    story.refused(&system(), &wish, "case.remind.done");
}

#[test]
fn e05_the_ladder_upward_always_ends() {
    let mut office = office();
    office.staffed.clear();
    for desk in [
        Desk::Grid(GRID),
        Desk::Community(COMMUNITY),
        Desk::Inspection(COMMUNITY),
        unit("urban"),
        Desk::Leader,
    ] {
        assert_eq!(office.nearest(&desk), (Desk::Centre, true));
    }
    assert_eq!(office.nearest(&Desk::Centre), (Desk::Centre, false));
}

#[test]
fn e06_transferred_is_not_solved_and_two_objections_go_to_the_street() {
    let mut story = Story::report("2026-03-02T09:00");
    story.does(&wang(), &file("5wd")).refused(
        &wang(),
        &because(Action::Transfer, Reason::TakenBack),
        "case.transfer.level",
    );
    story.does(&wang(), &because(Action::Escalate, Reason::TakenBack));
    story.refused(
        &zhou(),
        &Wish::new(Action::Transfer).because(Reason::TakenBack),
        "case.text_missing",
    );
    for objections in 1..=2 {
        story.does(&zhou(), &because(Action::Transfer, Reason::TakenBack));
        assert_eq!(
            (story.case.state, story.case.closing),
            (State::Closed, Some(Closing::Transferred))
        );
        assert!(story.case.closing.is_some_and(|closing| !closing.is_solved()));
        // Seven days are well inside the thirty that any closing gives.
        story.now = story.now.plus_seconds(7 * 86_400);
        story.does(&reporter(), &Wish::new(Action::Reopen));
        assert_eq!(
            (story.case.objections, story.case.state),
            (objections, State::AwaitingDispatch)
        );
    }
    assert_eq!(story.case.desk, Some(Desk::Centre));

    let mut low = Story::report("2026-03-02T09:00");
    low.does(&wang(), &file("5wd"));
    for desk in [Desk::Community(COMMUNITY), Desk::Centre] {
        let dispatcher = if low.case.desk == Some(Desk::Centre) {
            zhou()
        } else {
            wang()
        };
        low.does(&dispatcher, &to(Action::Dispatch, &Desk::Grid(GRID), &[]))
            .does(&li(), &Wish::new(Action::Accept));
        low.does(&li(), &submit(Outcome::Cannot))
            .does(&zhao(), &Wish::new(Action::Inspect))
            .does(&zhao(), &Wish::new(Action::Pass));
        low.does(&reporter(), &Wish::new(Action::Confirm));
        assert_eq!(low.case.closing, Some(Closing::UnsolvableExplained));
        low.does(&reporter(), &Wish::new(Action::Reopen));
        assert_eq!(low.case.desk, Some(desk));
    }
}

#[test]
fn e08_the_worker_cannot_close_what_he_did() {
    let mut story = Story::handling("2026-03-02T09:00", "5wd");
    story.does(&qian(), &submit(Outcome::Fixed));
    for action in [Action::Confirm, Action::Lapse, Action::Pass] {
        story.refused(&double(), &Wish::new(action), "case.state");
    }
    story
        .refused(&double(), &Wish::new(Action::Inspect), "case.inspect.own_work")
        .refused(&wang(), &Wish::new(Action::Inspect), "case.not_yours");
    story
        .does(&zhao(), &Wish::new(Action::Inspect))
        .does(&zhao(), &Wish::new(Action::Pass));
    for stranger in [double(), qian(), zhao(), wang(), chen()] {
        story.refused(&stranger, &Wish::new(Action::Confirm), "case.not_yours");
    }
}

#[test]
fn e10_a_reopened_matter_goes_on_with_what_was_left() {
    // Handled Monday 11:00 with three hours left; opened and dispatched again on Thursday at 09:00.
    let mut story = dispatched("2026-03-02T10:00", "4wh");
    story
        .does(&qian(), &Wish::new(Action::Accept))
        .at("2026-03-02T11:00")
        .does(&qian(), &submit(Outcome::Fixed))
        .does(&zhao(), &Wish::new(Action::Inspect));
    story
        .does(&zhao(), &Wish::new(Action::Pass))
        .does(&reporter(), &Wish::new(Action::Confirm));
    let first = story.case.closed_at;
    story
        .at("2026-03-05T09:00")
        .does(&reporter(), &Wish::new(Action::Reopen))
        .does(&zhou(), &to(Action::Dispatch, &unit("urban"), &[]));
    assert_eq!(
        (story.due(ClockKind::Handle), story.case.round),
        ("03-05 12:00".into(), 2)
    );
    let closings = story.events.iter().filter_map(|event| {
        event.facts.iter().find_map(|fact| match fact {
            Fact::ClosedAt(Some(at)) => Some(*at),
            _ => None,
        })
    });
    assert_eq!(
        closings.collect::<Vec<_>>(),
        Vec::from_iter(first),
        "the first closing stays in history"
    );
}

#[test]
fn e11_not_solved_without_a_word_still_leaves_an_entry() {
    let mut story = Story::pending("2026-03-02T09:00", "5wd");
    let before = story.events.len();
    story.does(&reporter(), &Wish::new(Action::Dispute));
    let last = story.events.last().expect("an entry");
    assert_eq!(
        (story.events.len(), last.action, last.to, last.text.as_str()),
        (before + 1, Action::Dispute, State::Rework, "")
    );
    assert_eq!(story.case.state, last.to);
}

#[test]
fn g11_a_corrected_place_finds_its_desk_both_ways() {
    let mut story = Story::report("2026-03-02T09:00");
    let moved = |area| {
        say(Action::Relocate).with(With::Place(Place {
            layer: 2,
            ..place(area)
        }))
    };
    story
        .refused(&wang(), &say(Action::Relocate), "case.relocate.place_missing")
        .does(&wang(), &moved(STREET));
    assert_eq!(story.case.desk, Some(Desk::Centre));
    story.does(&zhou(), &moved(GRID));
    assert_eq!(
        (story.case.desk.clone(), story.case.place.layer),
        (Some(Desk::Community(COMMUNITY)), 2)
    );
}

#[test]
fn m01_the_reporter_of_a_merged_matter_is_asked_about_the_main_one() {
    let mut main = Story::inspecting("2026-03-02T09:00", "5wd");
    main.case.reachable = 0;
    main.does(&wang(), &other(Action::Absorb, 12));
    main.does(&zhao(), &Wish::new(Action::Pass));
    assert_eq!(main.case.state, State::PendingConfirm);
    assert!(!allowed(&main.case, &reporter()).contains(&Action::Reveal));
}

#[test]
fn m03_merge_and_undo_are_both_in_history_with_the_clocks() {
    let mut story = Story::report("2026-03-02T09:00");
    story.does(&wang(), &file("5wd"));
    let promise = story.clock(ClockKind::Promise).clone();
    story.does(&wang(), &other(Action::Merge, 200));
    assert!(!story.clock(ClockKind::Promise).is_running());
    story.does(&zhou(), &because(Action::Unmerge, Reason::MergedByMistake));
    assert_eq!(*story.clock(ClockKind::Promise), promise);
    let tail: Vec<_> = story
        .events
        .iter()
        .rev()
        .take(2)
        .map(|event| (event.action, event.reason))
        .collect();
    assert_eq!(
        tail,
        [
            (Action::Unmerge, Some(Reason::MergedByMistake)),
            (Action::Merge, Some(Reason::SameMatter))
        ]
    );
    assert_eq!(Case::fold(story.case.id, &story.events).as_ref(), Ok(&story.case));
}

#[test]
fn t13_a_pause_keeps_the_working_time_that_was_left() {
    // Dispatched Monday 10:00 with 14 hours; paused Monday 15:00 to Wednesday 10:00.
    let mut story = dispatched("2026-03-02T10:00", "14wh");
    story.does(&qian(), &Wish::new(Action::Accept));
    story
        .at("2026-03-02T15:00")
        .does(&qian(), &until("2026-03-04T10:00"))
        .does(&zhou(), &Wish::new(Action::EndorseSuspension));
    story
        .does(&chen(), &Wish::new(Action::GrantSuspension))
        .at("2026-03-04T10:00")
        .does(&system(), &Wish::new(Action::Resume));
    assert_eq!(story.due(ClockKind::Handle), "03-05 16:00");
}

#[test]
fn t21_an_open_matter_keeps_the_standard_it_was_filed_under() {
    let mut story = Story::report("2026-03-02T09:00");
    story.does(&wang(), &file("3wd"));
    let filed = story.case.standard.clone();
    story
        .refused(&wang(), &file("5wd"), "case.state")
        .does(&wang(), &to(Action::Dispatch, &unit("urban"), &[]));
    assert_eq!(
        (story.case.standard.clone(), story.due(ClockKind::Handle)),
        (filed, "03-05 09:00".into())
    );
}

#[test]
fn t28_lateness_is_what_it_was_after_an_appeal() {
    let mut story = Story::handling("2026-03-02T09:00", "1wd");
    story
        .at("2026-03-03T11:00")
        .does(&qian(), &submit(Outcome::Fixed))
        .does(&zhao(), &Wish::new(Action::Inspect));
    story
        .does(&zhao(), &Wish::new(Action::Pass))
        .does(&reporter(), &Wish::new(Action::Confirm));
    let handle = story.clock(ClockKind::Handle).clone();
    story
        .does(&qian(), &because(Action::Appeal, Reason::DeadlineWrongDispatch))
        .does(&zhou(), &Wish::new(Action::GrantAppeal));
    story.does(&chen(), &Wish::new(Action::GrantAppeal));
    assert_eq!(*story.clock(ClockKind::Handle), handle);
    assert!(handle.is_late(story.now));
    // Due Tuesday 09:00, handed in at 11:00: the record goes on saying two hours.
    let ClockState::Stopped { at: stopped } = handle.state else {
        panic!("{handle:?}");
    };
    let timetable = &story.office.timetable;
    let late = timetable.working_seconds(handle.due_at.civil(), stopped.civil(), handle.pace.basis());
    assert_eq!(late, 2 * 3_600);
}

#[test]
fn o13_what_was_solved_under_an_ended_category_waits_to_be_classed_anew() {
    let solved = |ended| Opening {
        solved: Some((
            Some(Standard {
                ended,
                ..standard("1wd")
            }),
            "已联系清走".into(),
        )),
        ..opening(GRID, Reporter::Staff)
    };
    let mut fresh = Story::open(solved(false), &li(), "2026-03-02T09:00", office());
    assert_eq!((fresh.case.desk.clone(), fresh.case.todos().len()), (None, 0));
    let other = Standard {
        item: "E01-10".into(),
        item_name: "暴露垃圾".into(),
        ..standard("1wd")
    };
    let reclass = Wish::new(Action::Reclass).with(With::Standard(other));
    fresh.refused(&wang(), &reclass, "case.not_yours");

    let mut story = Story::open(solved(true), &li(), "2026-03-02T09:00", office());
    assert_eq!(story.case.state, State::Closed);
    let todos = story.case.todos();
    assert_eq!(todos.len(), 1);
    assert_eq!(
        (&todos[0].desk, todos[0].kind),
        (&Desk::Community(COMMUNITY), TodoKind::Reclass)
    );
    story
        .refused(&li(), &reclass, "case.not_yours")
        .refused(&wang(), &Wish::new(Action::Reclass), "case.file.standard_missing")
        .does(&wang(), &reclass);
    let standard = story.case.standard.clone().expect("classed");
    assert_eq!((standard.item.as_str(), standard.ended), ("E01-10", false));
    assert_eq!(
        (story.case.closing, story.case.closed_at),
        (Some(Closing::SelfResolved), Some(at("2026-03-02T09:00")))
    );
    assert!(story.case.desk.is_none() && story.case.todos().is_empty());
}

#[test]
fn returns_and_extensions_are_counted_anew_after_reopening() {
    let mut story = Story::handling("2026-03-02T09:00", "5wd");
    for _ in 0..2 {
        story
            .does(&qian(), &because(Action::RequestExtension, Reason::Material))
            .does(&zhou(), &say(Action::GrantExtension));
    }
    story.refused(
        &qian(),
        &because(Action::RequestExtension, Reason::Material),
        "case.extend.used_up",
    );
    story
        .does(&qian(), &submit(Outcome::Fixed))
        .does(&zhao(), &Wish::new(Action::Inspect))
        .does(&zhao(), &Wish::new(Action::Pass))
        .does(&reporter(), &Wish::new(Action::Confirm));
    assert_eq!((story.case.round, story.case.extensions), (1, 2));
    story.does(&reporter(), &Wish::new(Action::Reopen));
    assert_eq!((story.case.round, story.case.extensions, story.case.returns), (2, 0, 0));
    // A first return of the new round goes back to who dispatched it; the unit may ask for more time again.
    story
        .does(&zhou(), &to(Action::Dispatch, &unit("urban"), &[]))
        .does(&qian(), &because(Action::Return, Reason::WrongUnit));
    assert_eq!((story.case.returns, story.case.desk.clone()), (1, Some(Desk::Centre)));
    story
        .does(&zhou(), &to(Action::Redispatch, &unit("urban"), &[]))
        .does(&qian(), &Wish::new(Action::Accept))
        .does(&qian(), &because(Action::RequestExtension, Reason::Material));

    // Twice returned in the first round, once in the second: there is no third return to refuse.
    let mut story = Story::dispatched("2026-03-02T09:00", "5wd");
    story
        .does(&qian(), &because(Action::Return, Reason::WrongUnit))
        .does(&zhou(), &to(Action::Redispatch, &unit("housing"), &[]))
        .does(&zheng(), &because(Action::Return, Reason::WrongUnit))
        .does(&chen(), &to(Action::Redispatch, &unit("urban"), &[]));
    story.refused(
        &qian(),
        &because(Action::Return, Reason::WrongUnit),
        "case.return.decided",
    );
    story
        .does(&qian(), &Wish::new(Action::Accept))
        .does(&qian(), &submit(Outcome::Fixed))
        .does(&zhao(), &Wish::new(Action::Inspect))
        .does(&zhao(), &Wish::new(Action::Pass))
        .does(&reporter(), &Wish::new(Action::Confirm))
        .does(&reporter(), &Wish::new(Action::Reopen));
    let desk = story.case.desk.clone().expect("waits");
    let dispatcher = if desk == Desk::Centre { zhou() } else { wang() };
    story
        .does(&dispatcher, &to(Action::Dispatch, &unit("urban"), &[]))
        .does(&qian(), &because(Action::Return, Reason::WrongUnit));
    assert_eq!(story.case.returns, 1);
}

#[test]
fn s08_what_is_hidden_is_hidden_in_every_state_and_folds() {
    let mut story = Story::handling("2026-03-02T09:00", "5wd");
    story.does(&qian(), &until("2026-04-01T08:00"));
    let why = |with| {
        Wish::new(Action::Hide)
            .because(Reason::IdNumber)
            .saying("原文有证件号码")
            .with(with)
    };
    story.refused(&wang(), &why(With::Nothing), "case.hide.nothing");
    story.refused(&qian(), &why(With::Nothing), "case.not_yours");
    let mark = mark(Reason::IdNumber, &wang(), story.now);
    assert_eq!(
        mark,
        "【内容已隐藏】：理由 含身份证号等证件号码，社区工作人员，2026-03-02 09:00"
    );
    let asked = story.case.seq;
    for (target, touched) in [
        (Target::Words(1), vec![1]),
        (Target::Words(asked), vec![asked]),
        (Target::Place, vec![1]),
        (Target::Words(99), vec![]),
    ] {
        let reworded = hidden(&story.events, target, &mark);
        assert_eq!(reworded.iter().map(|event| event.seq).collect::<Vec<_>>(), touched);
        let mut history = story.events.clone();
        for event in reworded {
            let at = usize::try_from(event.seq).expect("small") - 1;
            history[at] = event;
        }
        if touched.is_empty() {
            continue;
        }
        let entries = touched.iter().map(|seq| (*seq, "digest".to_owned())).collect();
        let wish = why(With::Hidden { entries, photo: None });
        let change = decide(&story.case, &wang(), story.now, &wish, &story.office).expect("hides");
        let change = change.over(&history).expect("folds");
        let case = change.case();
        assert_eq!(
            (case.state, &case.clocks, &case.desk, case.seq),
            (
                story.case.state,
                &story.case.clocks,
                &story.case.desk,
                story.case.seq + 1
            )
        );
        let notice = case.suspension.as_ref().map(|request| request.notice.clone());
        match target {
            Target::Words(1) => assert_eq!(case.words, mark),
            Target::Place => assert_eq!(case.place.text, mark),
            _ => assert_eq!(notice, Some(mark.clone())),
        }
        history.extend(change.events().iter().cloned());
        assert_eq!(Case::fold(case.id, &history).as_ref(), Ok(case));
    }
    for state in State::ALL {
        let case = Case {
            state: *state,
            ..story.case.clone()
        };
        for who in [wang(), zhou()] {
            assert!(allowed(&case, &who).contains(&Action::Hide), "{state} {}", who.name);
        }
        for who in [li(), zhao(), qian(), chen(), reporter(), system()] {
            assert!(!allowed(&case, &who).contains(&Action::Hide), "{state} {}", who.name);
        }
    }
}

#[test]
fn o08_the_phones_clock_is_kept_and_moves_no_limit() {
    let plain = Story::report("2026-03-05T09:00");
    let phone = PhoneClock {
        at: at("2026-03-07T07:30"),
        elapsed_ms: 90 * 60_000,
    };
    let opening = case_rules::Opening {
        phone: Some(phone),
        ..opening(GRID, Reporter::Reachable)
    };
    let story = Story::open(opening, &reporter(), "2026-03-05T09:00", office());
    assert_eq!(story.case.clocks, plain.case.clocks);
    assert_eq!(story.case.reported_at, at("2026-03-05T09:00"));
    assert!(story.events[0].facts.contains(&Fact::Phone(phone)));
    assert_eq!(phone.ahead(story.events[0].at), 2 * 86_400);
    assert_eq!(Case::fold(story.case.id, &story.events).as_ref(), Ok(&story.case));
}
