//! What a matter counts as: its marks, folded from the state like everything else, and the cells that sums are kept in.

use std::collections::BTreeMap;

use kernel::Moment;
use kernel::figure::{Dimension, Mark, MarkKind, bits};

use crate::case::Case;
use crate::clock::{Clock, ClockState};
use crate::facts::Event;
use crate::words::{Action, ClockKind, Closing, Reason, State};

/// What is summed together: matters of one row that bear the same mark.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell {
    pub dimension: Dimension,
    pub key: String,
    pub kind: MarkKind,
    pub month: i64,
    pub end_month: i64,
    pub bits: i64,
}

/// How many, and how long together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    pub number: i64,
    pub seconds: i64,
}

/// The cells of a matter: each mark once in each dimension.
pub fn cells(case: &Case) -> impl Iterator<Item = (Cell, Sum)> {
    let lead = case.lead.as_ref();
    let item = case.standard.as_ref().map(|standard| standard.item.as_str());
    let rows = Dimension::ALL
        .iter()
        .map(|dimension| {
            (
                *dimension,
                dimension.key_of(case.place.area, lead, item, case.channel.key()),
            )
        })
        .collect::<Vec<_>>();
    case.marks().into_iter().flat_map(move |mark| {
        let sum = Sum {
            number: 1,
            seconds: mark.seconds,
        };
        let cell = move |(dimension, key)| Cell {
            dimension,
            key,
            kind: mark.kind,
            month: mark.month,
            end_month: mark.end_month,
            bits: mark.bits,
        };
        rows.clone().into_iter().map(move |row| (cell(row), sum))
    })
}

/// What a change adds to the sums and takes from them; cells that stay as they are do not appear.
#[must_use]
pub fn difference(before: Option<&Case>, after: &Case) -> BTreeMap<Cell, Sum> {
    let mut sums: BTreeMap<Cell, Sum> = BTreeMap::new();
    for (cell, sum) in cells(after) {
        let entry = sums.entry(cell).or_default();
        entry.number += sum.number;
        entry.seconds += sum.seconds;
    }
    for (cell, sum) in before.into_iter().flat_map(cells) {
        let entry = sums.entry(cell).or_default();
        entry.number -= sum.number;
        entry.seconds -= sum.seconds;
    }
    sums.retain(|_, sum| *sum != Sum::default());
    sums
}

impl Case {
    /// Takes from an entry what only figures ask for.
    pub(crate) fn count(&mut self, event: &Event) {
        if event.from == Some(event.to) {
            return;
        }
        self.reworks += u32::from(event.to == State::Rework);
        self.disputes += u32::from(event.action == Action::Dispute);
        self.dismissed = event
            .reason
            .filter(|_| matches!(event.to, State::Declined | State::Voided));
    }

    /// The marks it bears now, at most one of each kind.
    #[must_use]
    pub fn marks(&self) -> Vec<Mark> {
        let outcome = self.outcome_bits();
        let reported = self.reported_at.month();
        let mut marks = vec![Mark {
            kind: MarkKind::Report,
            month: reported,
            end_month: reported,
            bits: outcome,
            seconds: 0,
        }];
        marks.extend(self.stage(MarkKind::Verify, ClockKind::Verify, 0));
        if outcome == bits::FILED {
            marks.extend(self.filing());
            marks.extend(self.stage(
                MarkKind::Dispatch,
                ClockKind::Dispatch,
                set(self.returns > 0, bits::RETURNED),
            ));
            marks.extend(self.stage(MarkKind::Accept, ClockKind::Accept, 0));
            marks.extend(self.handling());
            marks.extend(self.stage(MarkKind::Inspect, ClockKind::Inspect, 0));
            marks.extend(self.promise());
        }
        marks.extend(self.ending());
        marks
    }

    /// What became of the report.
    fn outcome_bits(&self) -> i64 {
        match (self.closing, self.state) {
            (Some(Closing::Elsewhere), _) => bits::ELSEWHERE,
            (Some(Closing::SelfResolved), _) => bits::SELF_RESOLVED,
            (Some(Closing::Merged), _) => bits::MERGED,
            (_, State::Reported | State::Verifying) => bits::PENDING,
            (_, State::Voided) => bits::VOIDED,
            (_, State::Declined) => {
                let why = self.dismissed;
                bits::DECLINED
                    | set(why == Some(Reason::Spam), bits::SPAM)
                    | set(why == Some(Reason::Trial), bits::TRIAL)
            }
            _ => bits::FILED,
        }
    }

    /// Filed counts in the month of filing; whether in time, the intake clock says.
    fn filing(&self) -> Option<Mark> {
        let clock = self.clock(ClockKind::Intake)?;
        let at = stopped(clock)?;
        Some(Mark {
            kind: MarkKind::File,
            month: at.month(),
            end_month: at.month(),
            bits: set(clock.is_late(at), bits::LATE) | set(!self.orders.is_empty(), bits::SUPERVISED),
            seconds: 0,
        })
    }

    /// A stage with a clock of its own, as its last round stands.
    fn stage(&self, kind: MarkKind, clock: ClockKind, more: i64) -> Option<Mark> {
        let clock = self.clock(clock).filter(|clock| clock.is_limited())?;
        let end = stopped(clock);
        Some(Mark {
            kind,
            month: clock.due_at.month(),
            end_month: end.map_or(0, Moment::month),
            bits: set(end.is_some_and(|at| clock.is_late(at)), bits::LATE) | more,
            seconds: 0,
        })
    }

    /// Handling ends when the result is submitted; what inspection and the reporter take is not the unit's time (trap R03).
    fn handling(&self) -> Option<Mark> {
        let clock = self.clock(ClockKind::Handle).filter(|clock| clock.is_limited())?;
        if self.closing == Some(Closing::Transferred) {
            return None;
        }
        let submitted = matches!(
            self.state,
            State::Handled | State::Inspecting | State::PendingConfirm | State::Closed | State::Archived
        );
        let end = match clock.state {
            ClockState::Paused { at, .. } | ClockState::Stopped { at } if submitted => Some(at),
            _ => None,
        };
        let late = end.is_some_and(|at| clock.is_late(at));
        Some(Mark {
            kind: MarkKind::Handle,
            month: clock.due_at.month(),
            end_month: end.map_or(0, Moment::month),
            bits: self.lateness(late) | set(self.reworks > 0, bits::REWORKED),
            seconds: end.map_or(0, |at| at.seconds_since(clock.started_at).max(0)),
        })
    }

    /// The promise to the resident is due once, whatever happens in between, and kept when the matter is closed for good.
    fn promise(&self) -> Option<Mark> {
        let clock = self.clock(ClockKind::Promise).filter(|clock| clock.is_limited())?;
        let late = self.closed_at.is_some_and(|at| clock.is_late(at));
        Some(Mark {
            kind: MarkKind::Close,
            month: clock.due_at.month(),
            end_month: self.closed_at.map_or(0, Moment::month),
            bits: self.lateness(late),
            seconds: 0,
        })
    }

    /// How it ended; the wait for the reporter is a figure of its own (trap R03).
    fn ending(&self) -> Option<Mark> {
        let (closing, at) = (self.closing?, self.closed_at?);
        let confirm = self.clock(ClockKind::Confirm);
        let (how, asked) = match closing {
            // Another matter, or another system, ends these.
            Closing::Merged | Closing::Elsewhere => return None,
            Closing::Confirmed => (bits::CONFIRMED, true),
            Closing::Silent => (bits::SILENT, true),
            Closing::UnsolvableExplained => (bits::UNSOLVABLE, confirm.is_some()),
            Closing::Transferred => (bits::TRANSFERRED, false),
            Closing::SelfResolved => (bits::SELF_RESOLVED, false),
            Closing::InspectedOnly => (0, false),
        };
        let waited = confirm.filter(|_| asked).map_or(0, |clock| {
            let end = stopped(clock).unwrap_or(at);
            end.seconds_since(clock.started_at).max(0)
        });
        Some(Mark {
            kind: MarkKind::End,
            month: at.month(),
            end_month: at.month(),
            bits: how
                | set(asked, bits::ASKED)
                | set(self.disputes > 0, bits::DISPUTED)
                | set(self.round > 1, bits::REOPENED),
            seconds: waited,
        })
    }

    fn lateness(&self, late: bool) -> i64 {
        let granted = self.appeal.as_ref().is_some_and(|appeal| appeal.granted == Some(true));
        set(late, bits::LATE)
            | set(late && granted, bits::EXEMPT)
            | set(self.state == State::Suspended, bits::SUSPENDED)
    }
}

const fn set(so: bool, bit: i64) -> i64 {
    if so { bit } else { 0 }
}

fn stopped(clock: &Clock) -> Option<Moment> {
    match clock.state {
        ClockState::Stopped { at } => Some(at),
        _ => None,
    }
}
