//! What differs from office to office and reaches the rules as data: hours, stage limits, who is there.

use std::collections::BTreeSet;
use std::sync::Arc;

use kernel::{AreaCode, Desk, Level, Moment, Street};
use workday::{Limit, Mode, Timetable};

use crate::clock::{Clock, ClockState, Pace, first_counted};

/// Limits of the stages inside the office, in working seconds (domain.md §4.3, §6.1, §6.5).
#[derive(Clone, Copy, Debug)]
pub struct StageLimits {
    pub intake: i64,
    pub verify: i64,
    pub dispatch: i64,
    pub accept: i64,
    pub inspect: i64,
    /// Silence of the reporter, in workdays.
    pub confirm_days: u32,
}

impl Default for StageLimits {
    fn default() -> Self {
        Self {
            intake: 2 * 3600,
            verify: 4 * 3600,
            dispatch: 15 * 60,
            accept: 2 * 3600,
            inspect: 8 * 3600,
            confirm_days: 5,
        }
    }
}

/// The office as the rules see it.
#[derive(Clone, Debug)]
pub struct Office {
    pub street: Street,
    pub timetable: Arc<Timetable>,
    pub stages: StageLimits,
    /// Desks where somebody sits today. Work for any other goes one level up, with an alert (trap E05).
    pub staffed: BTreeSet<Desk>,
}

impl Office {
    /// The nearest desk with somebody at it, and whether that is not the one asked for.
    ///
    /// Climbs grid → community → centre, each once, so it ends; the centre is the last resort.
    #[must_use]
    pub fn nearest(&self, desk: &Desk) -> (Desk, bool) {
        if self.staffed.contains(desk) {
            return (desk.clone(), false);
        }
        let community = match desk {
            Desk::Grid(code) => Some(Desk::Community(code.community())),
            _ => None,
        };
        match community {
            Some(next) if self.staffed.contains(&next) => (next, true),
            _ => (Desk::Centre, *desk != Desk::Centre),
        }
    }

    /// The desk that takes in and dispatches at a level, for a matter in `area`.
    #[must_use]
    pub fn dispatching_desk(&self, level: Level, area: AreaCode) -> Desk {
        match level {
            Level::Grid | Level::Community if area.level() != Level::Street => Desk::Community(area.community()),
            _ => Desk::Centre,
        }
    }

    /// A clock that runs for a number of working seconds.
    pub(crate) fn stage_clock(&self, now: Moment, seconds: i64) -> Result<Clock, workday::Error> {
        let due = self.timetable.resume(now.civil(), seconds, Pace::Sessions.basis())?;
        Ok(Clock {
            started_at: now,
            due_at: Moment::from_civil(due.at),
            pace: Pace::Sessions,
            limit: format!("{seconds}s"),
            total: seconds,
            provisional: due.provisional,
            state: ClockState::Running,
        })
    }

    /// A clock that runs for a limit of the catalogue.
    pub(crate) fn limit_clock(&self, now: Moment, limit: Limit, mode: Mode) -> Result<Clock, workday::Error> {
        let due = self.timetable.deadline(now.civil(), limit, mode)?;
        let basis = limit.basis(mode);
        // The day of receipt is no part of the limit.
        let from = first_counted(now.civil(), limit, mode);
        Ok(Clock {
            started_at: now,
            due_at: Moment::from_civil(due.at),
            pace: Pace::of(basis),
            limit: limit.to_string(),
            total: if limit.amount == 0 {
                0
            } else {
                self.timetable.working_seconds(from, due.at, basis)
            },
            provisional: due.provisional,
            state: ClockState::Running,
        })
    }
}
