//! A clock of a matter: due moment, pause by remaining working seconds, and what lateness it ended with.

use jiff::civil::DateTime;
use kernel::Moment;
use serde::{Deserialize, Serialize};
use workday::{Basis, Limit, Mode, Timetable};

/// Which seconds a clock counts, in a form that history keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pace {
    /// Day and night.
    Continuous,
    /// Office sessions.
    Sessions,
    /// Whole workdays.
    Workdays,
}

impl Pace {
    #[must_use]
    pub const fn basis(self) -> Basis {
        match self {
            Self::Continuous => Basis::Continuous,
            Self::Sessions => Basis::Sessions,
            Self::Workdays => Basis::Workdays,
        }
    }

    #[must_use]
    pub const fn of(basis: Basis) -> Self {
        match basis {
            Basis::Continuous => Self::Continuous,
            Basis::Sessions => Self::Sessions,
            Basis::Workdays => Self::Workdays,
        }
    }
}

/// Where a clock begins to count: at its start, or with the day after where whole days count.
pub(crate) fn first_counted(start: DateTime, limit: Limit, mode: Mode) -> DateTime {
    match start.date().tomorrow() {
        Ok(next) if limit.is_whole_days(mode) => next.at(0, 0, 0, 0),
        _ => start,
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockState {
    Running,
    /// Stands still since `at` with this many seconds of its own pace left; negative when it was late already.
    Paused {
        at: Moment,
        remaining: i64,
    },
    Stopped {
        at: Moment,
    },
}

/// One clock. The due moment is kept even when it stands, so that history reads on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    pub started_at: Moment,
    pub due_at: Moment,
    pub pace: Pace,
    /// The limit as given, such as `5wd`, or seconds such as `7200s` for the stages of the office.
    pub limit: String,
    /// The limit in seconds of its own pace, extensions included; reminders are parts of it, pauses are not.
    pub total: i64,
    /// The calendar of a year after the due date is not published yet.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub provisional: bool,
    pub state: ClockState,
}

impl Clock {
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.state == ClockState::Running
    }

    #[must_use]
    pub fn is_stopped(&self) -> bool {
        matches!(self.state, ClockState::Stopped { .. })
    }

    /// A limit of zero means that nothing happens by itself, not that it happens at once (trap E05).
    #[must_use]
    pub fn is_limited(&self) -> bool {
        self.total > 0
    }

    /// On time is a finish at or before the due moment (§5.3).
    #[must_use]
    pub fn is_late(&self, now: Moment) -> bool {
        let at = match self.state {
            ClockState::Running => now,
            ClockState::Paused { at, .. } | ClockState::Stopped { at } => at,
        };
        self.is_limited() && at > self.due_at
    }

    /// The same clock, standing, with the working seconds it has left.
    #[must_use]
    pub fn paused(&self, now: Moment, timetable: &Timetable) -> Self {
        if !self.is_running() {
            return self.clone();
        }
        // On the day of receipt a whole-day clock has not begun to count.
        let remaining = timetable
            .remaining(now.civil(), self.due_at.civil(), self.pace.basis())
            .min(self.total);
        Self {
            state: ClockState::Paused { at: now, remaining },
            ..self.clone()
        }
    }

    /// The same clock, running again with what it had left. A clock that was late stays late by as much.
    ///
    /// # Errors
    /// When the calendar has no working time.
    pub fn resumed(&self, now: Moment, timetable: &Timetable) -> Result<Self, workday::Error> {
        let remaining = match self.state {
            ClockState::Running => return Ok(self.clone()),
            ClockState::Paused { remaining, .. } => remaining,
            ClockState::Stopped { at } => timetable.remaining(at.civil(), self.due_at.civil(), self.pace.basis()),
        };
        let due = timetable.resume(now.civil(), remaining, self.pace.basis())?;
        Ok(Self {
            due_at: Moment::from_civil(due.at),
            provisional: self.provisional || due.provisional,
            state: ClockState::Running,
            ..self.clone()
        })
    }

    /// The same clock, at its end. One that stood ended when it came to stand: what is submitted in time
    /// stays in time however long inspection and confirmation take (§5.3).
    #[must_use]
    pub fn stopped(&self, now: Moment) -> Self {
        let at = match self.state {
            ClockState::Running => now,
            ClockState::Paused { at, .. } | ClockState::Stopped { at } => at,
        };
        Self {
            state: ClockState::Stopped { at },
            ..self.clone()
        }
    }
}
