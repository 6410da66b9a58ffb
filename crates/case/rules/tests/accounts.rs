//! How a due time came about: the account of each clock says what counted, and adds up to the limit.

use case_rules::{Account, Action, ClockKind, Reason, What, Wish, accounts};
use workday::Timetable;

use crate::common::*;

/// The account as rows of text: what happened when, or the spans that say something.
fn told(account: &Account) -> Vec<String> {
    let mut rows = Vec::new();
    for entry in &account.entries {
        match &entry.what {
            What::Spent(spans) => rows.extend(
                spans
                    .iter()
                    .filter(|span| span.tells())
                    .map(|span| span.in_words(account.basis())),
            ),
            What::Started { limit } => rows.push(format!("{} 起，限{limit}", entry.at.minute())),
            What::Paused { left } => rows.push(format!("{} 停，剩 {left} 秒", entry.at.minute())),
            What::Resumed => rows.push(format!("{} 续，{} 到期", entry.at.minute(), entry.due_at.minute())),
            What::Moved => rows.push(format!("{} 延，{} 到期", entry.at.minute(), entry.due_at.minute())),
            What::Stopped => rows.push(format!("{} 止", entry.at.minute())),
        }
    }
    rows
}

fn account(story: &Story, kind: ClockKind) -> Vec<Account> {
    accounts(&story.events, &Timetable::default())
        .expect("a calendar with working time")
        .into_iter()
        .filter(|account| account.kind == kind)
        .collect()
}

#[test]
fn the_promise_counts_whole_days_and_names_the_notice_of_each_day_off() {
    let story = Story::handling("2026-09-30T09:00", "3wd");
    let promise = account(&story, ClockKind::Promise);
    assert_eq!(promise.len(), 1);
    assert_eq!(
        told(&promise[0]),
        [
            "2026-09-30 09:00 起，限3个工作日",
            "2026年9月30日 09:00—24:00 收件当日，不计",
            "2026年10月1日—2026年10月7日 国庆节放假（国办发明电〔2025〕7号，2025年11月4日），不计",
            "2026年10月8日—2026年10月9日 计2个工作日",
            "2026年10月10日 调休上班（国办发明电〔2025〕7号，2025年11月4日），计1个工作日",
        ]
    );
    assert_eq!(story.due(ClockKind::Promise), "10-11 00:00");
}

#[test]
fn a_pause_keeps_what_was_left_and_the_account_adds_up_to_the_limit() {
    // The vector of domain.md §5.5: 17 hours used, 23 left.
    let mut story = Story::handling("2025-04-21T09:00", "5wd");
    story.at("2025-04-22T10:00").does(&qian(), &until("2025-05-07T10:00"));
    story.does(&zhou(), &Wish::new(Action::EndorseSuspension));
    story
        .at("2025-04-23T10:00")
        .does(&chen(), &Wish::new(Action::GrantSuspension));
    story.at("2025-05-07T10:00").sweep();
    let handle = account(&story, ClockKind::Handle);
    assert_eq!(handle.len(), 1);
    let rows = told(&handle[0]);
    for row in [
        "2025-04-23 10:00 停，剩 82800 秒",
        "2025-05-07 10:00 续，2025-05-12 09:00 到期",
    ] {
        assert!(rows.iter().any(|told| told == row), "{row} in {rows:#?}");
    }
    assert_eq!(handle[0].counted(), 5 * 8 * 3_600, "{rows:#?}");
}

#[test]
fn an_extension_and_a_hand_over_are_lines_of_their_own() {
    let mut story = Story::handling("2026-03-02T09:00", "1wd");
    story.does(&qian(), &because(Action::RequestExtension, Reason::Weather));
    story.does(&zhou(), &Wish::new(Action::GrantExtension));
    let handle = account(&story, ClockKind::Handle);
    assert!(told(&handle[0]).contains(&"2026-03-02 09:00 延，2026-03-04 09:00 到期".to_owned()));
    assert_eq!(handle[0].counted(), 2 * 8 * 3_600);

    // Another unit counts anew; what the first one used stays told (trap E01).
    let mut story = Story::handling("2026-03-02T09:00", "1wd");
    story
        .at("2026-03-02T11:00")
        .does(&qian(), &because(Action::Return, Reason::WrongUnit));
    story.does(&zhou(), &to(Action::Redispatch, &unit("housing"), &[]));
    let handle = account(&story, ClockKind::Handle);
    assert_eq!(handle.len(), 2);
    assert_eq!(handle[0].counted(), 2 * 3_600);
    assert_eq!(handle[1].counted(), 8 * 3_600);
    assert_eq!(
        account(&story, ClockKind::Promise).len(),
        1,
        "the promise never starts anew"
    );
}

#[test]
fn waiting_for_the_resident_moves_the_promise_by_what_was_left() {
    let mut story = Story::pending("2026-03-02T09:00", "5wd");
    let before = story.due(ClockKind::Promise);
    story
        .at("2026-03-05T09:00")
        .does(&reporter(), &Wish::new(Action::Dispute));
    let promise = account(&story, ClockKind::Promise);
    let rows = told(&promise[0]);
    assert!(rows.iter().any(|row| row.contains("停，剩")), "{rows:#?}");
    assert!(story.due(ClockKind::Promise) > before, "{rows:#?}");
    assert_eq!(promise[0].counted(), promise[0].clock.total, "{rows:#?}");
}

#[test]
fn every_account_ends_at_the_due_time_that_history_keeps() {
    let mut story = Story::handling("2026-02-13T10:00", "5wd");
    story.does(&qian(), &because(Action::Escalate, Reason::NeedsPower));
    for account in accounts(&story.events, &Timetable::default()).expect("working time") {
        assert_eq!(story.clock(account.kind).due_at, account.clock.due_at);
        if account.clock.is_running() {
            assert_eq!(account.counted(), account.clock.total, "{:?}", account.kind);
        }
    }
}
