//! What another calendar does to a matter: its clocks as they would stand, had the calendar always been this one.

use std::collections::BTreeMap;

use jiff::civil::DateTime;
use kernel::{Moment, Refusal};
use workday::{Limit, Timetable};

use crate::clock::{Clock, ClockState, first_counted};
use crate::facts::{Event, Fact};
use crate::open::no_time;
use crate::words::{Action, ClockKind};

/// A clock on its way through history, counted by the new calendar.
struct Run {
    /// As history has it.
    told: Clock,
    /// As it would be.
    clock: Clock,
    /// From when it runs; none while it stands.
    from: Option<DateTime>,
    /// Seconds of its pace that it had used when it began to run.
    used: i64,
    /// `from` and `used` as they were before it last came to stand.
    before: (DateTime, i64),
}

/// The clocks of a matter that are not at their end, counted anew from its history. Earlier countings are passed over,
/// so that it does not matter how often the calendar changed on the way.
///
/// # Errors
/// When the calendar has no working time.
pub fn recounted(events: &[Event], timetable: &Timetable) -> Result<BTreeMap<ClockKind, Clock>, Refusal> {
    let mut runs: BTreeMap<ClockKind, Run> = BTreeMap::new();
    for event in events.iter().filter(|event| event.action != Action::Recount) {
        for fact in &event.facts {
            let Fact::Clock(kind, clock) = fact else { continue };
            match runs.get_mut(kind) {
                Some(run) if run.told.started_at == clock.started_at => run.turn(*kind, event.at, clock, timetable)?,
                _ => {
                    runs.insert(*kind, Run::begun(*kind, clock, timetable)?);
                }
            }
        }
    }
    let open = runs.into_iter().filter(|(_, run)| !run.told.is_stopped());
    Ok(open.map(|(kind, run)| (kind, run.clock)).collect())
}

/// The same from the clock alone, where nothing but its start has moved its due time; none where history must be asked.
///
/// # Errors
/// When a calendar has no working time.
pub fn recounted_alone(
    kind: ClockKind,
    clock: &Clock,
    (was, is): (&Timetable, &Timetable),
) -> Result<Option<Clock>, Refusal> {
    if !clock.is_running() {
        return Ok(None);
    }
    let told = Run::begun(kind, clock, was)?.clock;
    match told == *clock {
        true => Ok(Some(Run::begun(kind, clock, is)?.clock)),
        false => Ok(None),
    }
}

impl Run {
    fn begun(kind: ClockKind, told: &Clock, timetable: &Timetable) -> Result<Self, Refusal> {
        let start = told.started_at.civil();
        let from = match told.limit.parse::<Limit>() {
            Ok(limit) => first_counted(start, limit, kind.mode()),
            Err(_) => start,
        };
        let mut run = Self {
            told: told.clone(),
            clock: told.clone(),
            from: Some(from),
            used: 0,
            before: (from, 0),
        };
        // Of a clock that stands from its first moment, or has no limit, nothing is known but what history says.
        if !told.is_running() {
            run.from = None;
        } else if told.is_limited() {
            run.clock.provisional = false;
            run.set_due(timetable)?;
        }
        Ok(run)
    }

    /// What an entry of history did to the clock.
    fn turn(&mut self, kind: ClockKind, at: Moment, told: &Clock, timetable: &Timetable) -> Result<(), Refusal> {
        let was = std::mem::replace(&mut self.told, told.clone());
        (self.clock.total, self.clock.state) = (told.total, told.state);
        match (was.state, told.state) {
            (ClockState::Running, ClockState::Running) => self.set_due(timetable)?,
            (ClockState::Running, ClockState::Paused { at, .. } | ClockState::Stopped { at }) => {
                self.halt(at, timetable);
            }
            // The promise keeps its day through closing and opening again (trap E01).
            (ClockState::Stopped { .. }, ClockState::Running) if kind == ClockKind::Promise => {
                (self.from, self.used) = (Some(self.before.0), self.before.1);
                self.set_due(timetable)?;
            }
            (stood, ClockState::Running) => {
                // What was at its end does not move with the calendar; it goes on with what it had left then.
                if let ClockState::Stopped { at } = stood {
                    let basis = self.clock.pace.basis();
                    self.used = told.total - timetable.remaining(at.civil(), was.due_at.civil(), basis);
                }
                self.from = Some(at.civil().max(self.before.0));
                self.set_due(timetable)?;
            }
            (ClockState::Paused { .. }, ClockState::Paused { at, .. }) => self.stand(at),
            _ => {}
        }
        Ok(())
    }

    fn halt(&mut self, at: Moment, timetable: &Timetable) {
        if let Some(from) = self.from.take() {
            self.before = (from, self.used);
            // On the day of receipt a whole-day clock has not begun to count.
            let to = at.civil().max(from);
            self.used += timetable.working_seconds(from, to, self.clock.pace.basis());
        }
        self.stand(at);
    }

    /// What a clock that stands has left.
    fn stand(&mut self, at: Moment) {
        if let ClockState::Paused { .. } = self.told.state {
            let remaining = self.clock.total - self.used;
            self.clock.state = ClockState::Paused { at, remaining };
        }
    }

    fn set_due(&mut self, timetable: &Timetable) -> Result<(), Refusal> {
        let (Some(from), true) = (self.from, self.clock.is_limited()) else {
            return Ok(());
        };
        let left = self.clock.total - self.used;
        let due = timetable.resume(from, left, self.clock.pace.basis()).map_err(no_time)?;
        self.clock.due_at = Moment::from_civil(due.at);
        self.clock.provisional |= due.provisional;
        Ok(())
    }
}
