//! A grid, a community or a unit ends: what of a matter goes where, row by row.

use case_rules::{Action, ClockKind, Event, Fact, Home, Reason, State, Wish, With, allowed, decide};
use kernel::{Actor, AreaCode, Desk, Level, Permission};

use crate::common::*;

/// Somebody works in the second half of the split grid, nobody in the first.
const FIRST_HALF: AreaCode = EMPTY_GRID;

fn home(area: Option<AreaCode>, heirs: &[(Desk, Desk)]) -> Wish {
    let home = Home {
        place: area.map(|area| case_rules::Place {
            layer: 2,
            ..place(area)
        }),
        heirs: heirs.iter().cloned().collect(),
    };
    Wish::new(Action::Rehome)
        .saying("第3网格停用，移交第12网格")
        .with(With::Home(home))
}

fn to_grid(area: AreaCode) -> Wish {
    home(Some(area), &[(Desk::Grid(GRID), Desk::Grid(area))])
}

/// Sent to the grid's own people to look.
fn verifying() -> Story {
    let mut story = Story::report("2026-03-02T09:00");
    story.does(&wang(), &Wish::new(Action::AskVerify));
    story
}

/// Handled by the grid itself.
fn with_the_grid() -> Story {
    let mut story = Story::report("2026-03-02T09:00");
    story
        .does(&wang(), &file("5wd"))
        .does(&wang(), &to(Action::Dispatch, &Desk::Grid(GRID), &[]))
        .does(&li(), &Wish::new(Action::Accept));
    story
}

fn joint() -> Story {
    let mut story = Story::report("2026-03-02T09:00");
    story
        .does(&wang(), &file("5wd"))
        .does(&wang(), &because(Action::Escalate, Reason::NeedsPower))
        .does(&zhou(), &to(Action::Dispatch, &unit("urban"), &[unit("housing")]))
        .does(&qian(), &Wish::new(Action::Accept));
    story
}

/// Moves the matter as the program does; the state and every clock stay.
#[track_caller]
fn moved(story: &mut Story, wish: &Wish) {
    let before = story.case.clone();
    story.does(&system(), wish);
    assert_eq!(story.case.state, before.state);
    assert_eq!(story.case.clocks, before.clocks, "no clock is touched");
    let last: &Event = story.events.last().expect("an entry");
    assert_eq!(
        (last.action, last.from, last.to),
        (Action::Rehome, Some(before.state), before.state)
    );
    assert!(!last.text.is_empty());
    assert_eq!(
        case_rules::Case::fold(story.case.id, &story.events),
        Ok(story.case.clone())
    );
}

#[test]
fn m06_a_matter_goes_with_its_point_and_waits_where_people_are() {
    let nobody = Desk::Community(COMMUNITY);
    for (name, mut story, area, desk, lead, level) in [
        (
            "reported",
            Story::report("2026-03-02T09:00"),
            FIRST_HALF,
            nobody.clone(),
            None,
            Level::Community,
        ),
        (
            "verifying",
            verifying(),
            FIRST_HALF,
            nobody.clone(),
            None,
            Level::Community,
        ),
        (
            "handled by the grid",
            with_the_grid(),
            FIRST_HALF,
            nobody.clone(),
            Some(nobody.clone()),
            Level::Community,
        ),
        (
            "on the line",
            with_the_grid(),
            COMMUNITY,
            nobody.clone(),
            Some(nobody.clone()),
            Level::Community,
        ),
        (
            "at a unit",
            Story::handling("2026-03-02T09:00", "5wd"),
            FIRST_HALF,
            unit("urban"),
            Some(unit("urban")),
            Level::Street,
        ),
        (
            "inspected",
            Story::inspecting("2026-03-02T09:00", "5wd"),
            FIRST_HALF,
            Desk::Inspection(COMMUNITY),
            Some(unit("urban")),
            Level::Street,
        ),
        (
            "at the resident",
            Story::pending("2026-03-02T09:00", "5wd"),
            FIRST_HALF,
            Desk::Reporter,
            Some(unit("urban")),
            Level::Street,
        ),
        (
            "of no community",
            Story::report("2026-03-02T09:00"),
            STREET,
            Desk::Centre,
            None,
            Level::Street,
        ),
    ] {
        let heir = if area.level() == Level::Grid {
            Desk::Grid(area)
        } else {
            nobody.clone()
        };
        moved(&mut story, &home(Some(area), &[(Desk::Grid(GRID), heir)]));
        assert_eq!(story.case.place.area, area, "{name}");
        assert_eq!(story.case.place.layer, 2, "{name}");
        assert_eq!(story.case.desk, Some(desk), "{name}");
        assert_eq!(story.case.lead, lead, "{name}");
        assert_eq!(story.case.level, level, "{name}");
    }
}

#[test]
fn m06_source_equals_target_moves_nothing() {
    for mut story in [Story::report("2026-03-02T09:00"), with_the_grid(), joint()] {
        story.refused(&system(), &to_grid(GRID), "case.rehome.same");
        story.refused(&system(), &home(None, &[]), "case.rehome.same");
        story.refused(
            &system(),
            &Wish::new(Action::Rehome).saying("拆分"),
            "case.rehome.nowhere",
        );
    }
    // Another grid's end is none of this matter's business.
    joint().refused(
        &system(),
        &home(None, &[(Desk::Grid(EMPTY_GRID), Desk::Grid(GRID))]),
        "case.rehome.same",
    );
}

#[test]
fn m05_a_unit_s_matters_go_to_its_successor() {
    let heirs = [(unit("urban"), unit("housing"))];
    let mut story = Story::handling("2026-03-02T09:00", "5wd");
    moved(&mut story, &home(None, &heirs));
    assert_eq!(
        (story.case.desk.clone(), story.case.lead.clone()),
        (Some(unit("housing")), Some(unit("housing")))
    );
    assert!(story.case.parties.contains("unit:urban"), "who had it keeps seeing it");
    story.does(&zheng(), &submit(case_rules::Outcome::Fixed));

    // The successor was helping already: it does not help itself.
    let mut story = joint();
    moved(&mut story, &home(None, &heirs));
    assert_eq!(
        (story.case.lead.clone(), story.case.assisting.clone()),
        (Some(unit("housing")), vec![])
    );
    let mut story = joint();
    moved(&mut story, &home(None, &[(unit("housing"), unit("district:gas"))]));
    assert_eq!(story.case.assisting, vec![unit("district:gas")]);

    // Sent up meanwhile: the new lead does not pull it down again.
    let mut story = with_the_grid();
    story.does(&li(), &because(Action::Escalate, Reason::NeedsMoney));
    moved(
        &mut story,
        &home(None, &[(Desk::Grid(GRID), Desk::Community(COMMUNITY))]),
    );
    assert_eq!(
        (story.case.state, story.case.level),
        (State::AwaitingDispatch, Level::Community)
    );
}

#[test]
fn m05_nothing_goes_to_a_successor_where_nobody_sits() {
    let mut story = Story::handling("2026-03-02T09:00", "5wd");
    story.refused(
        &system(),
        &home(None, &[(unit("urban"), unit("closed"))]),
        "case.rehome.vacant",
    );
    let mut story = joint();
    story.refused(
        &system(),
        &home(None, &[(unit("housing"), unit("closed"))]),
        "case.rehome.vacant",
    );
    // A grid without people has its community above it, and the centre hears of it.
    let mut story = with_the_grid();
    moved(&mut story, &to_grid(FIRST_HALF));
    let facts = &story.events.last().expect("an entry").facts;
    assert!(facts.contains(&Fact::Vacant(Desk::Grid(FIRST_HALF))));
}

#[test]
fn only_the_program_and_whoever_manages_the_office_hand_over() {
    let manager = Actor {
        permissions: [Permission::ManageOffice].into(),
        ..chen()
    };
    for who in [li(), zhao(), qian(), chen(), reporter()] {
        with_the_grid().refused(&who, &to_grid(FIRST_HALF), "case.not_yours");
        assert!(
            !allowed(&with_the_grid().case, &who).contains(&Action::Rehome),
            "{}",
            who.name
        );
    }
    with_the_grid().does(&manager, &to_grid(FIRST_HALF));
    // What has ended stays with the grid that it had.
    let mut closed = Story::closed("2026-03-02T09:00", "5wd");
    closed.refused(&system(), &to_grid(FIRST_HALF), "case.state");
    assert_eq!(closed.case.place.area, GRID);
}

#[test]
fn whoever_takes_in_gives_a_matter_on_the_line_its_grid() {
    let mut story = with_the_grid();
    story.refused(&wang(), &to_grid(FIRST_HALF), "case.rehome.placed");
    moved(
        &mut story,
        &home(Some(COMMUNITY), &[(Desk::Grid(GRID), Desk::Community(COMMUNITY))]),
    );
    assert!(allowed(&story.case, &wang()).contains(&Action::Rehome));
    let decided = decide(
        &story.case,
        &wang(),
        story.now,
        &home(Some(FIRST_HALF), &[]),
        &story.office,
    )
    .expect("decided");
    assert_eq!(decided.case().place.area, FIRST_HALF);
    assert_eq!(
        decided.case().clock(ClockKind::Promise),
        story.case.clock(ClockKind::Promise)
    );
    assert!(!allowed(decided.case(), &wang()).contains(&Action::Rehome));
}
