//! Named people walk the lifecycle of domain.md §6.1 from end to end; each story begins with a refusal.

use case_rules::{Action, Closing, Outcome, Reason, Reporter, State, TodoKind, Wish, With};
use kernel::{Actor, Desk, Level};

use crate::common::*;

fn todos(story: &Story) -> Vec<(Desk, TodoKind)> {
    story
        .case
        .todos()
        .into_iter()
        .map(|todo| (todo.desk, todo.kind))
        .collect()
}

#[test]
fn from_report_to_confirmation() {
    let mut story = Story::report("2026-03-02T09:00");
    story.refused(&li(), &file("5wd"), "case.not_yours").refused(
        &wang(),
        &Wish::new(Action::File),
        "case.file.standard_missing",
    );
    story.does(&wang(), &file("5wd"));
    assert_eq!(story.case.state, State::AwaitingDispatch);
    assert_eq!(story.events.last().expect("queued").actor.name, "系统");
    story.refused(&wang(), &Wish::new(Action::Dispatch), "case.dispatch.lead_missing");
    let off_duty = Wish::new(Action::Dispatch).with(With::Units {
        lead: unit("urban"),
        assisting: vec![],
        on_duty: false,
    });
    story.refused(&wang(), &off_duty, "case.dispatch.off_duty_list");
    story.does(&wang(), &off_duty.saying("管网由城管所维护"));
    story.refused(&zheng(), &Wish::new(Action::Accept), "case.not_yours");
    story.does(&qian(), &Wish::new(Action::Accept));
    story.refused(&qian(), &say(Action::Submit), "case.submit.outcome_missing");
    story
        .does(&qian(), &submit(Outcome::Fixed))
        .does(&zhao(), &Wish::new(Action::Inspect))
        .does(&zhao(), &Wish::new(Action::Pass));
    story.refused(&wang(), &Wish::new(Action::Confirm), "case.not_yours");
    assert_eq!(
        (story.case.state, story.case.desk.clone()),
        (State::PendingConfirm, Some(Desk::Reporter))
    );
    story.does(&reporter(), &Wish::new(Action::Confirm));
    assert_eq!(
        (story.case.closing, story.case.desk.clone()),
        (Some(Closing::Confirmed), None)
    );
}

#[test]
fn solved_on_the_spot_is_a_closing_kind_of_its_own() {
    let solved = || case_rules::Opening {
        solved: Some((None, "扶起并固定井盖".into())),
        ..opening(GRID, Reporter::Staff)
    };
    let refusal = case_rules::open(solved(), &qian(), at("2026-03-02T09:00"), &office()).expect_err("not a grid role");
    assert_eq!(refusal.code, "case.not_yours");
    let mut story = Story::open(solved(), &li(), "2026-03-02T09:00", office());
    assert_eq!(
        (story.case.state, story.case.closing, story.events.len()),
        (State::Closed, Some(Closing::SelfResolved), 1)
    );
    assert_eq!(story.events[0].text, "扶起并固定井盖");
    story
        .at("2026-03-03T09:00")
        .does(&zhao(), &because(Action::Reopen, Reason::CameBack));
    assert_eq!(
        (story.case.state, story.case.round, story.case.closing),
        (State::AwaitingDispatch, 2, None)
    );
}

#[test]
fn verified_or_not_found() {
    let mut story = Story::report("2026-03-02T09:00");
    story.does(&wang(), &Wish::new(Action::AskVerify));
    story.refused(&wang(), &Wish::new(Action::Verified), "case.not_yours");
    story.refused(
        &li(),
        &Wish::new(Action::NotFound).because(Reason::NothingThere),
        "case.text_missing",
    );
    assert_eq!(todos(&story), [(Desk::Grid(GRID), TodoKind::Verify)]);
    story
        .does(&li(), &Wish::new(Action::Verified))
        .does(&wang(), &Wish::new(Action::AskVerify));
    story.does(&li(), &because(Action::NotFound, Reason::NothingThere));
    assert_eq!((story.case.state, todos(&story).len()), (State::Voided, 0));
    story
        .refused(&reporter(), &Wish::new(Action::Object), "case.text_missing")
        .does(&reporter(), &say(Action::Object));
    assert_eq!(story.case.state, State::Reported);
}

#[test]
fn a_second_objection_goes_to_the_street() {
    let mut story = Story::report("2026-03-02T09:00");
    story.refused(
        &wang(),
        &Wish::new(Action::Decline).saying("不归我们"),
        "case.reason_missing",
    );
    story.refused(
        &wang(),
        &because(Action::Decline, Reason::NothingThere),
        "case.reason_missing",
    );
    let decline = because(Action::Decline, Reason::NotOurDuty);
    story.does(&wang(), &decline).does(&reporter(), &say(Action::Object));
    assert_eq!(
        (story.case.objections, story.case.desk.clone()),
        (1, Some(Desk::Community(COMMUNITY)))
    );
    story.does(&wang(), &decline).does(&reporter(), &say(Action::Object));
    assert_eq!(
        (story.case.objections, story.case.desk.clone()),
        (2, Some(Desk::Centre))
    );
    story
        .refused(&wang(), &decline, "case.not_yours")
        .does(&zhou(), &file("5wd"));
    assert_eq!(story.case.desk, Some(Desk::Centre));
}

#[test]
fn merged_and_taken_apart_again() {
    let mut child = Story::report("2026-03-02T09:00");
    child.refused(
        &wang(),
        &because(Action::Merge, Reason::SameMatter),
        "case.merge.target_missing",
    );
    child.refused(&wang(), &other(Action::Merge, 100), "case.merge.same");
    child.does(&wang(), &file("5wd"));
    let promise = child.clock(case_rules::ClockKind::Promise).due_at;
    child.does(&wang(), &other(Action::Merge, 200));
    assert_eq!(
        (child.case.closing, child.case.merged_into),
        (Some(Closing::Merged), Some(case_id(200)))
    );
    let mut parent = Story::open(
        case_rules::Opening {
            id: case_id(200),
            ..opening(GRID, Reporter::Staff)
        },
        &li(),
        "2026-03-02T08:30",
        office(),
    );
    parent
        .refused(&li(), &other(Action::Absorb, 100), "case.not_yours")
        .does(&wang(), &other(Action::Absorb, 100));
    assert_eq!((parent.case.reachable, parent.case.reporters), (1, 1));
    parent.refused(&wang(), &other(Action::Absorb, 100), "case.merge.same");
    parent.refused(&wang(), &other(Action::Release, 300), "case.merge.not_absorbed");
    child.refused(
        &li(),
        &because(Action::Unmerge, Reason::MergedByMistake),
        "case.not_yours",
    );
    child
        .at("2026-03-03T09:00")
        .does(&zhou(), &because(Action::Unmerge, Reason::MergedByMistake));
    parent.does(&wang(), &other(Action::Release, 100));
    assert_eq!(
        (child.case.state, child.case.closing, child.case.merged_into),
        (State::Reported, None, None)
    );
    assert_eq!((parent.case.reachable, parent.case.absorbed.len()), (0, 0));
    // Filed again, even under another limit: the promise keeps its day.
    child.does(&wang(), &file("10wd"));
    assert_eq!(child.clock(case_rules::ClockKind::Promise).due_at, promise);
}

#[test]
fn the_second_return_is_decided_above_and_a_third_refused() {
    let mut story = Story::dispatched("2026-03-02T09:00", "5wd");
    story.refused(
        &qian(),
        &Wish::new(Action::Return).because(Reason::WrongUnit),
        "case.text_missing",
    );
    story.does(&qian(), &because(Action::Return, Reason::WrongUnit));
    assert_eq!(todos(&story), [(Desk::Centre, TodoKind::Dispatch)]);
    story
        .does(&zhou(), &to(Action::Redispatch, &unit("housing"), &[]))
        .does(&zheng(), &Wish::new(Action::Accept));
    story.does(&zheng(), &because(Action::Return, Reason::WrongUnit));
    assert_eq!(todos(&story), [(Desk::Leader, TodoKind::Decide)]);
    story.refused(&zhou(), &to(Action::Redispatch, &unit("urban"), &[]), "case.not_yours");
    story.does(&chen(), &to(Action::Redispatch, &unit("urban"), &[]));
    story
        .refused(
            &qian(),
            &because(Action::Return, Reason::WrongUnit),
            "case.return.decided",
        )
        .does(&qian(), &Wish::new(Action::Accept));
    // Leaders decided who handles it; requests about it are still the centre's.
    story.does(&qian(), &because(Action::RequestExtension, Reason::Weather));
    assert!(todos(&story).contains(&(Desk::Centre, TodoKind::Extension)));
    story.does(&zhou(), &Wish::new(Action::GrantExtension));
}

#[test]
fn what_a_grid_returns_can_be_handed_over_by_the_street() {
    let mut story = Story::report("2026-03-02T09:00");
    story
        .does(&wang(), &file("5wd"))
        .does(&wang(), &because(Action::Escalate, Reason::NeedsPower));
    story.does(&zhou(), &to(Action::Dispatch, &Desk::Grid(GRID), &[]));
    assert_eq!(story.case.level, Level::Grid);
    story.does(&li(), &because(Action::Return, Reason::TakenBack));
    assert_eq!(story.case.level, Level::Street);
    story.does(&zhou(), &because(Action::Transfer, Reason::TakenBack));
    assert_eq!(story.case.closing, Some(Closing::Transferred));
}

#[test]
fn up_from_grid_to_district_with_one_clock() {
    let mut story = Story::report("2026-03-02T09:00");
    let up = because(Action::Escalate, Reason::NeedsPower);
    story.refused(&zhou(), &up, "case.state").does(&wang(), &file("5wd"));
    story
        .refused(&li(), &up, "case.not_yours")
        .does(&wang(), &to(Action::Dispatch, &Desk::Grid(GRID), &[]));
    let (started, due) = (
        story.clock(case_rules::ClockKind::Handle).started_at,
        story.due(case_rules::ClockKind::Handle),
    );
    let ladder: [(Actor, Actor, Desk, Level); 3] = [
        (li(), wang(), Desk::Community(COMMUNITY), Level::Community),
        (wang(), zhou(), unit("urban"), Level::Street),
        (qian(), zhou(), unit("district:gas"), Level::District),
    ];
    for (hour, (below, dispatcher, lead, level)) in ladder.iter().enumerate() {
        story
            .at(&format!("2026-03-02T1{hour}:00"))
            .does(below, &Wish::new(Action::Accept));
        story
            .does(below, &up)
            .does(dispatcher, &to(Action::Dispatch, lead, &[]));
        assert_eq!((story.case.level, story.case.lead.as_ref()), (*level, Some(lead)));
        assert_eq!(
            (
                story.clock(case_rules::ClockKind::Handle).started_at,
                story.due(case_rules::ClockKind::Handle)
            ),
            (started, due.clone())
        );
    }
    story
        .does(&feng(), &Wish::new(Action::Accept))
        .refused(&feng(), &up, "case.escalate.top");
}

#[test]
fn extended_twice_and_not_again() {
    let mut story = Story::handling("2026-03-02T09:00", "1wd");
    let ask = because(Action::RequestExtension, Reason::Weather);
    story.refused(&zhou(), &Wish::new(Action::GrantExtension), "case.extend.none");
    story.does(&qian(), &ask).refused(&qian(), &ask, "case.request_pending");
    story.refused(&zhou(), &Wish::new(Action::RefuseExtension), "case.text_missing");
    story.does(&zhou(), &say(Action::RefuseExtension)).does(&qian(), &ask);
    story
        .refused(&qian(), &Wish::new(Action::GrantExtension), "case.not_yours")
        .does(&zhou(), &Wish::new(Action::GrantExtension));
    story
        .does(&qian(), &ask)
        .does(&zhou(), &Wish::new(Action::GrantExtension));
    // A refused request does not count; each grant adds the limit once.
    assert_eq!(
        (story.case.extensions, story.due(case_rules::ClockKind::Handle)),
        (2, "03-05 09:00".into())
    );
    story.refused(&qian(), &ask, "case.extend.used_up");
}

#[test]
fn a_late_request_is_refused_and_an_open_one_ends_with_the_work() {
    let mut story = Story::handling("2026-03-02T09:00", "1wd");
    let ask = because(Action::RequestExtension, Reason::Weather);
    story.does(&qian(), &ask).does(&qian(), &submit(Outcome::Fixed));
    assert_eq!(
        (story.case.extension.is_some(), todos(&story)),
        (false, vec![(Desk::Inspection(COMMUNITY), TodoKind::Inspect)])
    );
    let mut late = Story::handling("2026-03-02T09:00", "1wd");
    late.at("2026-03-03T09:00")
        .does(&qian(), &ask)
        .does(&zhou(), &say(Action::RefuseExtension));
    late.at("2026-03-03T09:01").refused(&qian(), &ask, "case.extend.late");
}

#[test]
fn rests_after_two_approvals_and_goes_on_by_itself() {
    let mut story = Story::handling("2026-03-02T09:00", "5wd");
    story.refused(
        &qian(),
        &because(Action::RequestSuspension, Reason::Season),
        "case.suspend.until_missing",
    );
    story
        .refused(&qian(), &until("2026-03-01T08:00"), "case.suspend.until")
        .refused(&qian(), &until("2027-04-01T08:00"), "case.suspend.until");
    story.does(&qian(), &until("2026-04-01T08:00"));
    story.refused(
        &chen(),
        &Wish::new(Action::GrantSuspension),
        "case.suspend.not_endorsed",
    );
    assert!(todos(&story).contains(&(Desk::Centre, TodoKind::Suspension)));
    let mut both = zhou();
    both.permissions.extend(chen().permissions);
    story.does(&both, &Wish::new(Action::EndorseSuspension));
    story.refused(&both, &Wish::new(Action::GrantSuspension), "case.suspend.same_approver");
    assert!(todos(&story).contains(&(Desk::Leader, TodoKind::Suspension)));
    story
        .does(&chen(), &Wish::new(Action::GrantSuspension))
        .refused(&qian(), &submit(Outcome::Fixed), "case.state");
    story.refused(&system(), &Wish::new(Action::Resume), "case.not_yet");
    assert!(!story.at("2026-04-01T07:59").sweep().contains(&Action::Resume));
    assert!(story.at("2026-04-01T08:00").sweep().contains(&Action::Resume));
    assert_eq!(
        (story.case.state, story.case.suspension.is_none()),
        (State::Handling, true)
    );
}

#[test]
fn a_joint_matter_goes_on_jointly() {
    for who in [qian(), system()] {
        let mut story = Story::report("2026-03-02T09:00");
        story.does(&wang(), &file("5wd")).does(
            &wang(),
            &to(Action::Dispatch, &unit("urban"), &[unit("housing"), unit("urban")]),
        );
        story
            .refused(&zheng(), &Wish::new(Action::Accept), "case.not_yours")
            .does(&qian(), &Wish::new(Action::Accept));
        assert_eq!(
            (story.case.state, story.case.assisting.clone()),
            (State::Joint, vec![unit("housing")])
        );
        assert!(todos(&story).contains(&(unit("housing"), TodoKind::Handle)));
        story
            .does(&qian(), &until("2026-04-01T08:00"))
            .does(&wang(), &Wish::new(Action::EndorseSuspension));
        story
            .does(&chen(), &Wish::new(Action::GrantSuspension))
            .at("2026-04-01T09:00")
            .does(&who, &Wish::new(Action::Resume));
        assert_eq!(story.case.state, State::Joint);
    }
}

#[test]
fn nobody_inspects_their_own_work() {
    let mut story = Story::handling("2026-03-02T09:00", "5wd");
    story.does(&qian(), &submit(Outcome::Fixed)).refused(
        &double(),
        &Wish::new(Action::Inspect),
        "case.inspect.own_work",
    );
    story.does(&zhao(), &Wish::new(Action::Inspect)).refused(
        &double(),
        &Wish::new(Action::Pass),
        "case.inspect.own_work",
    );
    story.refused(
        &zhao(),
        &Wish::new(Action::Fail).because(Reason::WorkIncomplete),
        "case.text_missing",
    );
    story.does(&zhao(), &because(Action::Fail, Reason::WorkIncomplete));
    assert_eq!(todos(&story), [(unit("urban"), TodoKind::Rework)]);
    story
        .does(&qian(), &Wish::new(Action::Accept))
        .does(&qian(), &submit(Outcome::Fixed));
    story
        .does(&zhao(), &Wish::new(Action::Inspect))
        .does(&zhao(), &Wish::new(Action::Pass))
        .does(&reporter(), &Wish::new(Action::Dispute));
    assert_eq!(story.case.state, State::Rework);
}

#[test]
fn evidence_means_photos_of_the_work_not_of_the_report() {
    let strict = case_rules::Standard {
        evidence: true,
        ..standard("5wd")
    };
    let mut story = Story::report("2026-03-02T09:00");
    story.does(&wang(), &Wish::new(Action::File).with(With::Standard(strict)));
    story
        .does(&wang(), &to(Action::Dispatch, &unit("urban"), &[]))
        .does(&qian(), &Wish::new(Action::Accept));
    let bare = say(Action::Submit).with(With::Result {
        outcome: Outcome::Fixed,
        evidence: 0,
    });
    story
        .refused(&qian(), &bare, "case.submit.evidence_missing")
        .does(&qian(), &submit(Outcome::Fixed));
    assert_eq!(story.case.evidence, 2);
}

#[test]
fn five_silent_workdays_close_but_a_comment_is_not_silence() {
    let mut story = Story::pending("2026-03-02T09:00", "5wd");
    story.refused(&system(), &Wish::new(Action::Lapse), "case.not_yet");
    assert_eq!(story.at("2026-03-10T00:00").sweep(), []);
    assert_eq!(story.at("2026-03-10T00:01").sweep(), [Action::Lapse]);
    assert_eq!(story.case.closing, Some(Closing::Silent));

    let mut story = Story::pending("2026-03-02T09:00", "5wd");
    story
        .refused(&reporter(), &Wish::new(Action::Note), "case.text_missing")
        .does(&reporter(), &say(Action::Note));
    assert_eq!(todos(&story), [(unit("urban"), TodoKind::Answer)]);
    assert_eq!(story.at("2026-04-01T09:00").sweep(), []);
    assert_eq!(
        case_rules::next_alarm(&story.case, &story.office).filter(|at| *at <= story.now),
        None
    );
    story.refused(&system(), &Wish::new(Action::Lapse), "case.not_yet");
    // Another reader's note is no answer; the unit's is, and the five days start anew.
    story
        .does(&zhou(), &say(Action::Note))
        .does(&qian(), &say(Action::Note));
    assert_eq!(
        (todos(&story), story.due(case_rules::ClockKind::Confirm)),
        (vec![], "04-10 00:00".into())
    );
    story.at("2026-04-02T09:00").does(&qian(), &say(Action::Note));
    assert_eq!(story.due(case_rules::ClockKind::Confirm), "04-10 00:00");
}

#[test]
fn what_cannot_be_done_is_explained_and_not_solved() {
    let mut story = Story::handling("2026-03-02T09:00", "5wd");
    story
        .refused(&qian(), &Wish::new(Action::Submit), "case.text_missing")
        .does(&qian(), &submit(Outcome::Cannot));
    story
        .does(&zhao(), &Wish::new(Action::Inspect))
        .does(&zhao(), &Wish::new(Action::Pass))
        .does(&reporter(), &Wish::new(Action::Confirm));
    assert_eq!(story.case.closing, Some(Closing::UnsolvableExplained));
}

#[test]
fn found_by_staff_closes_with_the_inspection() {
    let mut story = Story::open(opening(GRID, Reporter::Staff), &li(), "2026-03-02T09:00", office());
    story
        .does(&wang(), &file("5wd"))
        .does(&wang(), &to(Action::Dispatch, &Desk::Grid(GRID), &[]))
        .does(&li(), &Wish::new(Action::Accept));
    story
        .refused(&zhao(), &Wish::new(Action::Inspect), "case.state")
        .does(&li(), &submit(Outcome::Fixed));
    story
        .does(&zhao(), &Wish::new(Action::Inspect))
        .does(&zhao(), &Wish::new(Action::Pass));
    assert_eq!(
        (story.case.state, story.case.closing),
        (State::Closed, Some(Closing::InspectedOnly))
    );
}

#[test]
fn comes_back_within_thirty_days() {
    let mut story = Story::closed("2026-03-02T09:00", "5wd");
    story.refused(&qian(), &because(Action::Reopen, Reason::CameBack), "case.not_yours");
    story.refused(&zhao(), &Wish::new(Action::Reopen), "case.reason_missing");
    story
        .at("2026-04-01T09:01")
        .refused(&reporter(), &Wish::new(Action::Reopen), "case.reopen.too_late");
    story
        .at("2026-04-01T09:00")
        .does(&reporter(), &Wish::new(Action::Reopen));
    assert_eq!(
        (story.case.state, story.case.round, story.case.objections),
        (State::AwaitingDispatch, 2, 1)
    );
    assert_eq!(
        (story.case.closing, story.case.closed_at, story.case.handlers.len()),
        (None, None, 0)
    );
}

#[test]
fn a_late_mark_is_appealed_once_before_two_reviewers() {
    let appeal = because(Action::Appeal, Reason::DeadlineForceMajeure);
    Story::closed("2026-03-02T09:00", "5wd").refused(&qian(), &appeal, "case.appeal.not_open");
    let mut story = Story::handling("2026-03-02T09:00", "1wd");
    story
        .at("2026-03-03T09:30")
        .does(&qian(), &submit(Outcome::Fixed))
        .does(&zhao(), &Wish::new(Action::Inspect));
    story
        .does(&zhao(), &Wish::new(Action::Pass))
        .does(&reporter(), &Wish::new(Action::Confirm));
    story
        .refused(&zhou(), &Wish::new(Action::GrantAppeal), "case.appeal.none")
        .does(&qian(), &appeal);
    assert_eq!(todos(&story), [(Desk::Centre, TodoKind::Appeal)]);
    story.does(&zhou(), &Wish::new(Action::GrantAppeal)).refused(
        &zhou(),
        &Wish::new(Action::GrantAppeal),
        "case.appeal.same_reviewer",
    );
    assert_eq!(todos(&story), [(Desk::Leader, TodoKind::Appeal)]);
    story.does(&chen(), &Wish::new(Action::GrantAppeal));
    assert_eq!(story.case.appeal.as_ref().and_then(|appeal| appeal.granted), Some(true));
    assert!(story.case.is_late(story.now), "the fact stays");
    story.refused(&qian(), &appeal, "case.appeal.not_open");
}

#[test]
fn orders_wait_for_a_reply() {
    let mut story = Story::handling("2026-03-02T09:00", "1wd");
    let order = |due: &str| {
        say(Action::Supervise).with(With::Order {
            order: order_id(1),
            due: at(due),
        })
    };
    story
        .refused(&qian(), &order("2026-03-03T18:00"), "case.not_yours")
        .refused(&chen(), &order("2026-03-02T09:00"), "case.order.due");
    story.refused(&qian(), &say(Action::Reply), "case.order.none").refused(
        &system(),
        &Wish::new(Action::Supervise),
        "case.not_yet",
    );
    story.does(&chen(), &order("2026-03-03T18:00"));
    assert!(todos(&story).contains(&(unit("urban"), TodoKind::Reply)));
    story.does(&qian(), &say(Action::Reply));
    assert!(story.case.open_order().is_none());
    assert!(story.at("2026-03-04T09:00").sweep().contains(&Action::Supervise));
    let automatic = story.case.open_order().expect("waits");
    assert_eq!((automatic.automatic, automatic.due), (true, at("2026-03-05T09:00")));

    // Before anybody leads, whoever has it answers: here the grid that looks on the spot.
    let mut early = Story::report("2026-03-02T09:00");
    early
        .does(&wang(), &Wish::new(Action::AskVerify))
        .does(&chen(), &order("2026-03-03T18:00"));
    assert!(todos(&early).contains(&(Desk::Grid(GRID), TodoKind::Reply)));
    early.does(&li(), &say(Action::Reply));
}

#[test]
fn a_year_after_closing_it_is_archived() {
    let mut story = Story::closed("2026-03-02T09:00", "5wd");
    story.refused(&system(), &Wish::new(Action::Archive), "case.not_yet");
    assert_eq!(
        case_rules::next_alarm(&story.case, &story.office),
        Some(at("2027-03-02T09:00"))
    );
    assert_eq!(story.at("2027-03-02T09:00").sweep(), [Action::Archive]);
    assert_eq!(
        (story.case.state, case_rules::next_alarm(&story.case, &story.office)),
        (State::Archived, None)
    );
}

#[test]
fn a_community_does_not_approve_what_it_handles_itself() {
    let own = Desk::Community(COMMUNITY);
    let mut story = Story::report("2026-03-02T09:00");
    story
        .does(&wang(), &file("5wd"))
        .does(&wang(), &to(Action::Dispatch, &own, &[]));
    story
        .does(&wang(), &Wish::new(Action::Accept))
        .does(&wang(), &because(Action::RequestExtension, Reason::Material));
    assert!(todos(&story).contains(&(Desk::Centre, TodoKind::Extension)));
    story
        .refused(&wang(), &Wish::new(Action::GrantExtension), "case.not_yours")
        .does(&zhou(), &Wish::new(Action::GrantExtension));
    story
        .does(&wang(), &until("2026-04-01T08:00"))
        .refused(&wang(), &Wish::new(Action::EndorseSuspension), "case.not_yours")
        .does(&zhou(), &Wish::new(Action::EndorseSuspension));
    // What it dispatches to others it approves as before.
    let mut story = Story::report("2026-03-02T09:00");
    story
        .does(&wang(), &file("5wd"))
        .does(&wang(), &to(Action::Dispatch, &Desk::Grid(GRID), &[]));
    story
        .does(&li(), &Wish::new(Action::Accept))
        .does(&li(), &because(Action::RequestExtension, Reason::Material))
        .does(&wang(), &Wish::new(Action::GrantExtension));
}
