//! How each clock of a matter came to its due time: told from history, with the spans that the arithmetic counted.

use jiff::civil::DateTime;
use kernel::Moment;
use workday::{Basis, Limit, Span, Timetable, Why, amount_in_words};

use crate::clock::{Clock, ClockState};
use crate::facts::{Event, Fact};
use crate::words::{Action, ClockKind};

/// What happened to a clock at one point of its life.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    Started {
        limit: String,
    },
    /// Time that went by while the clock ran: what counted, what did not, and why.
    Spent(Vec<Span>),
    /// Stands, with so many seconds of its own pace left; negative when it was late already.
    Paused {
        left: i64,
    },
    Resumed,
    Extended,
    Stopped,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub at: Moment,
    pub what: What,
    /// The step that caused it; none for time that went by.
    pub by: Option<Action>,
    /// The due time after it.
    pub due_at: Moment,
}

/// One clock from its start to its end, or to its due time while it runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    pub kind: ClockKind,
    pub clock: Clock,
    pub entries: Vec<Entry>,
}

impl Account {
    /// How the spans of this clock name whole days.
    #[must_use]
    pub const fn basis(&self) -> Basis {
        self.clock.pace.basis()
    }

    /// So many seconds of this clock in Chinese.
    #[must_use]
    pub fn amount(&self, seconds: i64) -> String {
        amount_in_words(seconds, self.basis())
    }

    /// Seconds of its own pace that the clock has counted, up to its end or its due time.
    #[must_use]
    pub fn counted(&self) -> i64 {
        self.entries
            .iter()
            .map(|entry| match &entry.what {
                What::Spent(spans) => spans.iter().map(|span| span.seconds).sum(),
                _ => 0,
            })
            .sum()
    }

    fn add(&mut self, at: Moment, by: Action, what: What) {
        let due_at = self.clock.due_at;
        let by = Some(by);
        self.entries.push(Entry { at, what, by, due_at });
    }

    /// Counts from where the clock last began to run up to `to`.
    fn spend(&mut self, from: DateTime, to: Moment, timetable: &Timetable) -> Result<(), workday::Error> {
        let spans = timetable.spans(from, to.civil(), self.basis())?;
        if !spans.is_empty() {
            let (at, due_at) = (Moment::from_civil(from), self.clock.due_at);
            let what = What::Spent(spans);
            self.entries.push(Entry {
                at,
                what,
                by: None,
                due_at,
            });
        }
        Ok(())
    }
}

/// The accounts of all clocks of a matter, in the order in which they started. A hand-over to another unit starts a
/// clock of its own, and with it an account of its own.
///
/// # Errors
/// When the calendar has no working time.
pub fn accounts(events: &[Event], timetable: &Timetable) -> Result<Vec<Account>, workday::Error> {
    // Each account with the moment from which its clock runs now.
    let mut open: Vec<(Account, Option<DateTime>)> = Vec::new();
    for event in events {
        for fact in &event.facts {
            let Fact::Clock(kind, clock) = fact else { continue };
            let last = open.iter_mut().rev().find(|(account, _)| account.kind == *kind);
            match last {
                Some((account, runs)) if account.clock.started_at == clock.started_at => {
                    turn(account, runs, event, clock, timetable)?;
                }
                _ => {
                    let account = Account {
                        kind: *kind,
                        clock: clock.clone(),
                        entries: Vec::new(),
                    };
                    open.push(begun(account, event.action));
                }
            }
        }
    }
    let mut accounts = Vec::new();
    for (mut account, runs) in open {
        // What is still ahead, up to the due time.
        if let Some(from) = runs {
            account.spend(from, account.clock.due_at, timetable)?;
        }
        accounts.push(account);
    }
    Ok(accounts)
}

/// A clock that starts. Whole-day counting leaves out the day of receipt.
fn begun(mut account: Account, by: Action) -> (Account, Option<DateTime>) {
    let clock = account.clock.clone();
    let limit = limit_in_words(&clock.limit);
    account.add(clock.started_at, by, What::Started { limit });
    match clock.state {
        ClockState::Running => {
            let (start, from) = (clock.started_at.civil(), first_counted(account.kind, &clock));
            if start < from {
                let receipt = Span {
                    from: start,
                    to: from,
                    seconds: 0,
                    why: Why::ReceiptDay,
                };
                let (at, due_at) = (clock.started_at, clock.due_at);
                let what = What::Spent(vec![receipt]);
                account.entries.push(Entry {
                    at,
                    what,
                    by: None,
                    due_at,
                });
            }
            (account, Some(from))
        }
        ClockState::Paused { at, remaining } => {
            account.add(at, by, What::Paused { left: remaining });
            (account, None)
        }
        ClockState::Stopped { at } => {
            account.add(at, by, What::Stopped);
            (account, None)
        }
    }
}

/// Where a clock begins to count: at its start, or with the day after where whole days count.
fn first_counted(kind: ClockKind, clock: &Clock) -> DateTime {
    let start = clock.started_at.civil();
    let mode = kind.mode();
    let whole_days = clock
        .limit
        .parse::<Limit>()
        .is_ok_and(|limit| limit.is_whole_days(mode));
    match start.date().tomorrow() {
        Ok(next) if whole_days => next.at(0, 0, 0, 0),
        _ => start,
    }
}

/// What an entry of history did to a clock that was there already.
fn turn(
    account: &mut Account,
    runs: &mut Option<DateTime>,
    event: &Event,
    clock: &Clock,
    timetable: &Timetable,
) -> Result<(), workday::Error> {
    let before = std::mem::replace(&mut account.clock, clock.clone());
    match (before.state, clock.state) {
        (ClockState::Running, ClockState::Running) if before.due_at != clock.due_at => {
            account.add(event.at, event.action, What::Extended);
        }
        (ClockState::Running, ClockState::Paused { at, remaining }) => {
            if let Some(from) = runs.take() {
                account.spend(from, at, timetable)?;
            }
            account.add(at, event.action, What::Paused { left: remaining });
        }
        (ClockState::Running, ClockState::Stopped { at }) => {
            if let Some(from) = runs.take() {
                account.spend(from, at, timetable)?;
            }
            account.add(at, event.action, What::Stopped);
        }
        (ClockState::Paused { .. } | ClockState::Stopped { .. }, ClockState::Running) => {
            account.add(event.at, event.action, What::Resumed);
            *runs = Some(event.at.civil().max(first_counted(account.kind, clock)));
        }
        (ClockState::Paused { .. }, ClockState::Stopped { at }) => account.add(at, event.action, What::Stopped),
        _ => {}
    }
    Ok(())
}

/// A limit as people say it: `5wd` is 5工作日, and the seconds of a stage are hours and minutes.
fn limit_in_words(limit: &str) -> String {
    if let Ok(limit) = limit.parse::<Limit>() {
        return limit.in_words();
    }
    let seconds: i64 = limit.trim_end_matches('s').parse().unwrap_or(0);
    match (seconds / 3_600, seconds / 60 % 60) {
        (0, minutes) => format!("{minutes}分钟"),
        (hours, 0) => format!("{hours}工作时"),
        (hours, minutes) => format!("{hours}工作时{minutes}分"),
    }
}
