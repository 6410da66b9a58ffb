//! Matters taken over from another system: open ones wait here, closed ones are archived and count as nobody's work.

use case_rules::{
    Action, Case, Channel, Closing, Event, Imported, Place, State, Wish, decide, due_wishes, import, next_alarm,
};
use kernel::{Desk, Moment};

use crate::common::{COMMUNITY, GRID, STREET, at, case_id, office, order_id, system, wang};

fn imported(area: kernel::AreaCode, closed_at: Option<&str>) -> Imported {
    Imported {
        id: case_id(7),
        number: "2026-000007".into(),
        words: "路灯不亮".into(),
        place: Place {
            text: "河南路 3 号".into(),
            point: None,
            area,
            layer: 1,
        },
        named: true,
        reported_at: at("2019-02-28T11:25"),
        closed_at: closed_at.map(at),
        text: "来源编号：188006".into(),
    }
}

const NOW: &str = "2026-03-02T09:30";

fn folded(events: &[Event]) -> Case {
    Case::fold(case_id(7), events).expect("folds")
}

#[test]
fn what_is_open_at_the_source_waits_at_intake_from_now_on() {
    for (area, desk) in [(GRID, Desk::Community(COMMUNITY)), (STREET, Desk::Centre)] {
        let change = import(imported(area, None), at(NOW), &office()).expect("opens");
        let case = change.case();
        assert_eq!(case, &folded(change.events()));
        assert_eq!(case.state, State::Reported);
        assert_eq!(case.desk, Some(desk));
        assert_eq!(case.channel, Channel::Import);
        assert_eq!(case.reported_at, at("2019-02-28T11:25"));
        assert_eq!(change.events()[0].at, at(NOW));
        // Two hours of work from the import, not from 2019.
        let clock = case.current_clock().expect("an intake clock");
        assert_eq!(clock.due_at, at("2026-03-02T11:30"));
        assert_eq!((case.reachable, case.reporters), (0, 1));
    }
}

#[test]
fn what_is_closed_at_the_source_is_archived_and_owes_nothing() {
    let closed = imported(GRID, Some("2019-03-04T17:00"));
    let change = import(closed, at(NOW), &office()).expect("opens");
    let case = change.case();
    assert_eq!(case, &folded(change.events()));
    assert_eq!(case.state, State::Archived);
    assert_eq!(case.closing, Some(Closing::Elsewhere));
    assert!(!Closing::Elsewhere.is_solved());
    assert_eq!(case.closed_at, Some(at("2019-03-04T17:00")));
    assert!(case.todos().is_empty());
    assert_eq!(next_alarm(case, &office()), None);
    let later = Moment(at(NOW).0 + 400 * 86_400_000);
    assert!(due_wishes(case, later, &office(), order_id(1)).is_empty());
}

#[test]
fn news_of_the_source_is_an_entry_in_any_state_and_only_the_program_writes_it() {
    let change = import(imported(GRID, None), at(NOW), &office()).expect("opens");
    let news = Wish::new(Action::Import).saying("办理结果：已修复");
    for state in State::ALL {
        let case = Case {
            state: *state,
            ..change.case().clone()
        };
        let after = decide(&case, &system(), at(NOW), &news, &office()).expect("noted");
        assert_eq!(after.case().state, *state);
        assert_eq!(after.events()[0].text, "办理结果：已修复");
        let refusal = decide(&case, &wang(), at(NOW), &news, &office()).expect_err("not hers");
        assert_eq!(refusal.code, "case.not_yours");
    }
    let silent = decide(change.case(), &system(), at(NOW), &Wish::new(Action::Import), &office());
    assert!(silent.is_err());
}
