//! How each clock of a matter came to its due time: told from history, with the spans that the arithmetic counted.

use jiff::civil::DateTime;
use kernel::{Moment, Refusal};
use workday::{Basis, Limit, Span, Timetable, Why, amount_in_words};

use crate::clock::{Clock, ClockState, first_counted};
use crate::facts::{Event, Fact};
use crate::open::no_time;
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
    /// Due at another time: an extension, or another calendar.
    Moved,
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

    fn add(&mut self, at: Moment, by: Option<Action>, what: What) {
        let due_at = self.clock.due_at;
        self.entries.push(Entry { at, what, by, due_at });
    }

    /// Counts from where the clock last began to run up to `to`.
    fn spend(&mut self, from: DateTime, to: Moment, timetable: &Timetable) -> Result<(), Refusal> {
        let spans = timetable.spans(from, to.civil(), self.basis()).map_err(no_time)?;
        if !spans.is_empty() {
            self.add(Moment::from_civil(from), None, What::Spent(spans));
        }
        Ok(())
    }

    fn first_counted(&self) -> DateTime {
        let start = self.clock.started_at.civil();
        match self.clock.limit.parse::<Limit>() {
            Ok(limit) => first_counted(start, limit, self.kind.mode()),
            Err(_) => start,
        }
    }
}

/// The accounts of all clocks of a matter, in the order in which they started. A hand-over to another unit starts a
/// clock of its own, and with it an account of its own. A clock without a limit has nothing to tell.
///
/// # Errors
/// When the calendar has no working time.
pub fn accounts(events: &[Event], timetable: &Timetable) -> Result<Vec<Account>, Refusal> {
    // Each account with the moment from which its clock runs now.
    let mut open: Vec<(Account, Option<DateTime>)> = Vec::new();
    for event in events {
        for fact in &event.facts {
            let (kind, clock) = match fact {
                Fact::Clock(kind, clock) if clock.is_limited() => (kind, clock),
                _ => continue,
            };
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
    let (start, state) = (account.clock.started_at, account.clock.state);
    let limit = limit_in_words(&account.clock.limit);
    account.add(start, Some(by), What::Started { limit });
    match state {
        ClockState::Running => {
            let (from, to) = (start.civil(), account.first_counted());
            if from < to {
                let receipt = Span {
                    from,
                    to,
                    seconds: 0,
                    why: Why::ReceiptDay,
                };
                account.add(start, None, What::Spent(vec![receipt]));
            }
            (account, Some(to))
        }
        ClockState::Paused { at, remaining } => {
            account.add(at, Some(by), What::Paused { left: remaining });
            (account, None)
        }
        ClockState::Stopped { at } => {
            account.add(at, Some(by), What::Stopped);
            (account, None)
        }
    }
}

/// What an entry of history did to a clock that was there already.
fn turn(
    account: &mut Account,
    runs: &mut Option<DateTime>,
    event: &Event,
    clock: &Clock,
    timetable: &Timetable,
) -> Result<(), Refusal> {
    let before = std::mem::replace(&mut account.clock, clock.clone());
    let by = Some(event.action);
    if let (Action::Recount, ClockState::Paused { remaining, .. }) = (event.action, clock.state) {
        account.add(event.at, by, What::Paused { left: remaining });
        return Ok(());
    }
    let halt = match clock.state {
        ClockState::Running if !before.is_running() => {
            account.add(event.at, by, What::Resumed);
            *runs = Some(event.at.civil().max(account.first_counted()));
            return Ok(());
        }
        ClockState::Running if before.due_at != clock.due_at => {
            account.add(event.at, by, What::Moved);
            return Ok(());
        }
        ClockState::Running => return Ok(()),
        ClockState::Paused { at, remaining } if before.is_running() => (at, What::Paused { left: remaining }),
        ClockState::Stopped { at } if !matches!(before.state, ClockState::Stopped { .. }) => (at, What::Stopped),
        _ => return Ok(()),
    };
    if let Some(from) = runs.take() {
        account.spend(from, halt.0, timetable)?;
    }
    account.add(halt.0, by, halt.1);
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
