//! Random walks: whoever wishes whatever whenever, some things stay true.

use std::collections::BTreeMap;

use case_rules::{
    Action, Case, Cell, Clock, ClockKind, Event, Guard, Home, Outcome, State, Sum, TodoKind, Wish, With, allowed,
    cells, decide, difference, due_wishes, next_alarm, reasons, recounted, rows,
};
use kernel::{Desk, Moment};
use proptest::prelude::*;
use workday::{Calendar, Closure, OfficeHours, Session, Timetable};

use crate::common::*;

/// One step: who, what, how long after the last one, and dice for the rest.
#[derive(Clone, Debug)]
struct Step {
    who: usize,
    /// Mostly something the person could do, else anything at all.
    sensible: bool,
    what: usize,
    minutes: i64,
    dice: usize,
}

fn step() -> impl Strategy<Value = Step> {
    let minutes =
        prop_oneof![100 => 0_i64..600, 20 => 600_i64..10_000, 10 => 10_000_i64..60_000, 1 => 500_000_i64..600_000];
    (
        0_usize..11,
        prop::bool::weighted(0.9),
        0_usize..1000,
        minutes,
        0_usize..1000,
    )
        .prop_map(|(who, sensible, what, minutes, dice)| Step {
            who,
            sensible,
            what,
            minutes,
            dice,
        })
}

fn wish(action: Action, dice: usize, now: Moment) -> Wish {
    let leads = [
        Desk::Grid(GRID),
        Desk::Community(COMMUNITY),
        unit("urban"),
        unit("housing"),
        unit("district:gas"),
        Desk::Grid(EMPTY_GRID),
    ];
    let lead = leads[dice % leads.len()].clone();
    let days = |count: usize| now.plus_seconds(86_400 * i64::try_from(count).expect("small"));
    let with = match action {
        Action::File => With::Standard(standard(["1wd", "5wd", "2uh", "4wh", "3nd"][dice % 5])),
        Action::Relocate => With::Place(place([GRID, EMPTY_GRID, STREET, EMPTY_COMMUNITY_GRID][dice % 4])),
        Action::Rehome => {
            let heirs = [
                (Desk::Grid(GRID), Desk::Community(COMMUNITY)),
                (Desk::Grid(GRID), Desk::Grid(EMPTY_GRID)),
                (
                    Desk::Community(COMMUNITY),
                    Desk::Community(EMPTY_COMMUNITY_GRID.community()),
                ),
                (unit("urban"), unit("housing")),
                (unit("housing"), unit("district:gas")),
                (unit("housing"), unit("closed")),
            ];
            With::Home(Home {
                place: dice
                    .is_multiple_of(2)
                    .then(|| place([GRID, EMPTY_GRID, STREET, COMMUNITY, EMPTY_COMMUNITY_GRID][dice % 5])),
                heirs: [heirs[dice % heirs.len()].clone()].into(),
            })
        }
        Action::Dispatch | Action::Redispatch => With::Units {
            lead,
            assisting: if dice.is_multiple_of(3) {
                vec![unit("housing"), unit("urban")]
            } else {
                vec![]
            },
            on_duty: true,
        },
        Action::Merge | Action::Absorb | Action::Release => With::Other {
            case: case_id(200 + dice as u128 % 2),
            reachable: 1,
            total: 1,
        },
        Action::RequestSuspension => With::Until {
            until: days(dice % 40),
            notice: "等到解冻后施工".into(),
        },
        Action::Submit => With::Result {
            outcome: Outcome::ALL[dice % 2],
            evidence: 1,
        },
        Action::Supervise => With::Order {
            order: order_id(dice as u128),
            due: days(dice % 3),
        },
        Action::Hide => With::Hidden {
            entries: vec![(1, "digest".into())],
            photo: None,
        },
        Action::Remind => With::Reminder {
            clock: ClockKind::Handle,
            started: now,
            percent: 50,
        },
        _ => With::Nothing,
    };
    let fitting = reasons(action);
    let reason = if fitting.is_empty() || dice.is_multiple_of(20) {
        None
    } else {
        Some(fitting[dice % fitting.len()])
    };
    Wish {
        action,
        reason,
        text: if dice.is_multiple_of(15) {
            String::new()
        } else {
            "已到现场看过".into()
        },
        with,
    }
}

fn walk(area: kernel::AreaCode, staff: bool, steps: &[Step]) -> Story {
    let (from, who) = if staff {
        (case_rules::Reporter::Staff, li())
    } else {
        (case_rules::Reporter::Reachable, reporter())
    };
    let mut story = Story::open(opening(area, from), &who, "2026-02-12T16:00", office());
    let people = cast();
    for step in steps {
        story.now = story.now.plus_seconds(step.minutes * 60);
        if step.dice.is_multiple_of(12) {
            another_calendar(&mut story, step.dice);
        }
        for due in due_wishes(
            &story.case,
            story.now,
            &story.office,
            order_id(u128::from(story.case.seq)),
        ) {
            // One due thing may make the next one moot; nothing else refuses the program.
            if let Ok(change) = decide(&story.case, &system(), story.now, &due, &story.office) {
                story.events.extend(change.events().iter().cloned());
                story.case = change.case().clone();
            }
        }
        let mut actor = &people[step.who];
        // Mostly whoever was asked last acts, so that requests get their decisions.
        if !step.dice.is_multiple_of(4)
            && let Some(todo) = story.case.todos().last()
        {
            actor = people
                .iter()
                .find(|person| person.desks.contains(&todo.desk))
                .unwrap_or(actor);
        }
        let mut options = allowed(&story.case, actor);
        options.retain(|action| {
            !matches!(
                action,
                Action::Note | Action::Reveal | Action::Supervise | Action::Reply | Action::Hide
            ) || step.dice.is_multiple_of(7)
        });
        if step.sensible && options.is_empty() {
            // Let somebody act who can, or most walks would stand still.
            let able = people.iter().find(|person| {
                allowed(&story.case, person)
                    .iter()
                    .any(|action| rows(Some(story.case.state), *action).any(|row| row.to.is_some()))
            });
            actor = able.unwrap_or(actor);
            options = allowed(&story.case, actor);
        }
        let action = if step.sensible && !options.is_empty() {
            options[step.what % options.len()]
        } else {
            Action::ALL[step.what % Action::ALL.len()]
        };
        let before = story.case.clone();
        match decide(
            &story.case,
            actor,
            story.now,
            &wish(action, step.dice, story.now),
            &story.office,
        ) {
            Ok(change) => {
                assert!(!change.events().is_empty());
                if matches!(action, Action::Inspect | Action::Pass | Action::Fail) {
                    let own = actor.account.is_none_or(|account| before.handlers.contains(&account));
                    assert!(!own, "{} {action} their own work", actor.name);
                }
                story.events.extend(change.events().iter().cloned());
                story.case = change.case().clone();
            }
            Err(refusal) => assert!(refusal.code.starts_with("case.") && !refusal.text.is_empty()),
        }
        always(&before, &story);
    }
    story
}

/// Whether an action does what the to-do row asks for.
fn answers(kind: TodoKind, state: State, action: Action) -> bool {
    match kind {
        TodoKind::Extension => action == Action::GrantExtension,
        TodoKind::Suspension => {
            matches!(action, Action::EndorseSuspension | Action::GrantSuspension)
        }
        TodoKind::Reply => action == Action::Reply,
        TodoKind::Appeal => action == Action::GrantAppeal,
        TodoKind::Answer => action == Action::Note,
        // An assisting unit helps; what it owes is done when the lead submits.
        TodoKind::Handle if state == State::Joint => true,
        _ => rows(Some(state), action).any(|row| row.to.is_some_and(|to| to != state)),
    }
}

/// The State Council moves a day, or the office its hours: open clocks follow, nothing else does.
fn another_calendar(story: &mut Story, dice: usize) {
    let day = |text: &str| text.parse().expect("a date");
    let closures = ["2026-02-26", "2026-03-09", "2026-03-18"].map(|date| Closure {
        date: day(date),
        works: false,
        reason: "大雪".into(),
    });
    let calendar = Calendar::builtin()
        .with_closures(closures[..dice % 4].to_vec())
        .expect("closures");
    let hours = match dice % 5 {
        0 => OfficeHours::default()
            .with_season(day("2026-03-01"), day("2026-05-31"), &summer())
            .expect("a season"),
        _ => OfficeHours::default(),
    };
    story.office.timetable = Timetable::new(calendar, hours).into();
    let clocks = recounted(&story.events, &story.office.timetable).expect("working time");
    let wish = Wish::new(Action::Recount)
        .saying("大雪停止办公")
        .with(With::Clocks(clocks));
    if let Ok(change) = decide(&story.case, &system(), story.now, &wish, &story.office) {
        assert_eq!(
            (change.case().state, &change.case().desk),
            (story.case.state, &story.case.desk)
        );
        story.events.extend(change.events().iter().cloned());
        story.case = change.case().clone();
    }
}

fn summer() -> [Session; 2] {
    let time = |hour, minute| jiff::civil::time(hour, minute, 0, 0);
    [
        Session::daily(time(8, 30), time(12, 0)),
        Session::daily(time(15, 0), time(18, 30)),
    ]
}

/// Each clock that is not at its end stands as if the present calendar had always been.
fn counted_by_the_calendar(story: &Story) {
    let told: BTreeMap<ClockKind, Clock> = story
        .case
        .clocks
        .clone()
        .into_iter()
        .filter(|(_, clock)| !clock.is_stopped())
        .collect();
    assert_eq!(recounted(&story.events, &story.office.timetable).as_ref(), Ok(&told));
}

/// What is true of a matter at any time.
fn always(before: &Case, story: &Story) {
    let Story { case, office, now, .. } = story;
    assert_eq!(case.desk.is_some(), case.is_open(), "{}: {:?}", case.state, case.desk);
    assert_eq!(
        case.closing.is_some(),
        matches!(case.state, State::Closed | State::Archived | State::Merged),
        "{}",
        case.state
    );
    assert_eq!(case.closed_at.is_some(), case.closing.is_some(), "{}", case.state);
    let todos = case.todos();
    assert!(
        !case.is_open() || case.desk == Some(Desk::Reporter) || !todos.is_empty(),
        "{} owes nothing to anybody",
        case.state
    );
    for todo in &todos {
        let able = cast().into_iter().any(|person| {
            person.desks.contains(&todo.desk)
                && allowed(case, &person)
                    .into_iter()
                    .any(|action| answers(todo.kind, case.state, action))
        });
        assert!(able, "{} waits at {} where nobody can act", todo.kind, todo.desk);
    }
    assert!(
        !case.is_open()
            || case
                .desk
                .as_ref()
                .is_some_and(|desk| *desk == Desk::Reporter || office.staffed.contains(desk)),
        "{:?}",
        case.desk
    );
    if let (Some(old), Some(new)) = (before.clock(ClockKind::Promise), case.clock(ClockKind::Promise)) {
        assert_eq!(old.started_at, new.started_at, "the promise never starts anew");
        let waited = before.state == State::PendingConfirm && case.state == State::Rework;
        assert!(
            old.due_at == new.due_at || (waited && old.due_at < new.due_at),
            "only a wait for the resident moves the promise, and never forward"
        );
    }
    assert!(before.clock(ClockKind::Promise).is_none() || case.clock(ClockKind::Promise).is_some());
    assert!(
        case.is_open() || case.clocks.values().all(|clock| !clock.is_running()),
        "{} runs on",
        case.state
    );
    counted_by_the_calendar(story);
    // Whatever is due now is either done or comes again later, never refused in silence.
    for due in due_wishes(case, *now, office, order_id(1)) {
        decide(case, &system(), *now, &due, office)
            .unwrap_or_else(|refusal| panic!("{} is due but refused: {refusal}", due.action));
    }
    assert!(
        next_alarm(case, office).is_some()
            || !case
                .clock(ClockKind::Handle)
                .is_some_and(|clock| clock.is_running() && !clock.is_late(*now))
    );
}

fn history(story: &Story) {
    assert_eq!(Case::fold(story.case.id, &story.events).as_ref(), Ok(&story.case));
    for (index, event) in story.events.iter().enumerate() {
        assert_eq!(usize::try_from(event.seq), Ok(index + 1));
        assert!(index == 0 || event.from == Some(story.events[index - 1].to));
        assert!(index == 0 || event.at >= story.events[index - 1].at);
        assert!(!event.actor.name.is_empty());
        let row = rows(event.from, event.action)
            .find(|row| row.to.or(event.from) == Some(event.to))
            .expect("a row of the table");
        let asked = |guard| row.guards.contains(&guard);
        assert!(
            !asked(Guard::Explained)
                || event
                    .reason
                    .is_some_and(|reason| reasons(event.action).contains(&reason)),
            "{}",
            event.action
        );
        assert!(
            !(asked(Guard::Explained) || asked(Guard::Worded)) || !event.text.trim().is_empty(),
            "{}",
            event.action
        );
    }
    let again: Vec<Event> =
        serde_json::from_str(&serde_json::to_string(&story.events).expect("writes")).expect("reads");
    assert_eq!(again, story.events);
    let again: Case = serde_json::from_str(&serde_json::to_string(&story.case).expect("writes")).expect("reads");
    assert_eq!(again, story.case);
}

/// Sums kept step by step are the sums of the matter as it stands, wherever one looks.
fn sums(story: &Story) {
    let mut kept: std::collections::BTreeMap<Cell, Sum> = std::collections::BTreeMap::new();
    let mut before: Option<Case> = None;
    for event in &story.events {
        let after = match before.clone() {
            None => Case::fold(story.case.id, [event]).expect("folds"),
            Some(mut case) => {
                case.take(event).expect("follows");
                case
            }
        };
        for (cell, sum) in difference(before.as_ref(), &after) {
            let entry = kept.entry(cell).or_default();
            entry.number += sum.number;
            entry.seconds += sum.seconds;
        }
        kept.retain(|_, sum| *sum != Sum::default());
        assert_eq!(kept, cells(&after).collect());
        before = Some(after);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_history_holds(
        area in prop::sample::select(vec![GRID, EMPTY_GRID, STREET, EMPTY_COMMUNITY_GRID]),
        staff in any::<bool>(),
        steps in prop::collection::vec(step(), 1..60),
    ) {
        let story = walk(area, staff, &steps);
        history(&story);
        sums(&story);
    }
}

/// The walks are worth something only if they come around: every state, and nearly every action, is visited.
#[test]
fn walks_visit_the_whole_table() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let (mut states, mut actions) = (std::collections::BTreeSet::new(), std::collections::BTreeSet::new());
    for number in 0..400 {
        let steps = prop::collection::vec(step(), 60)
            .new_tree(&mut runner)
            .expect("steps")
            .current();
        let story = walk(GRID, number % 3 == 0, &steps);
        states.extend(story.events.iter().map(|event| event.to));
        actions.extend(story.events.iter().map(|event| event.action));
    }
    let never: Vec<_> = State::ALL.iter().filter(|state| !states.contains(state)).collect();
    assert!(never.is_empty(), "{never:?}");
    let never: Vec<_> = Action::ALL
        .iter()
        // Walks begin with a report; what was solved on the spot has stories of its own.
        .filter(|action| !actions.contains(action) && !matches!(action, Action::SelfResolve | Action::Reclass))
        .collect();
    assert!(never.is_empty(), "{never:?}");
}

#[test]
fn a_torn_history_is_not_folded() {
    let mut story = Story::closed("2026-03-02T09:00", "5wd");
    let id = story.case.id;
    assert_eq!(Case::fold(id, &[]), Err(case_rules::Fold::Empty));
    let mut gap = story.events.clone();
    gap.remove(2);
    assert_eq!(Case::fold(id, &gap), Err(case_rules::Fold::Gap { at: 4 }));
    story.events[3].from = Some(State::Closed);
    assert_eq!(Case::fold(id, &story.events), Err(case_rules::Fold::Torn { at: 4 }));
}
