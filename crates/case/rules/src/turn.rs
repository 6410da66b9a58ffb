//! What a step does to the clocks, and which desk the matter waits at afterwards.

use kernel::{Desk, Level, Moment, Refusal};
use workday::{Limit, Mode, Unit};

use crate::case::Case;
use crate::clock::{Clock, ClockState, Pace};
use crate::facts::Fact;
use crate::guards::Ask;
use crate::lifecycle::{Effect, Row};
use crate::office::Office;
use crate::open::no_time;
use crate::wish::With;
use crate::words::{Action, ClockKind, State};

/// The clock facts of one effect.
pub(crate) fn turn(effect: Effect, ask: &Ask<'_>, after: &Case) -> Result<Vec<Fact>, Refusal> {
    let Ask { case, now, office, .. } = ask;
    let timetable = &office.timetable;
    let one = |kind, clock| vec![Fact::Clock(kind, clock)];
    // The promise starts once and keeps its day whatever happens in between (trap E01); only a wait for the resident
    // moves it (§5.3).
    if let (Effect::Start(ClockKind::Promise) | Effect::Resume(ClockKind::Promise), Some(clock)) =
        (effect, case.clock(ClockKind::Promise))
        && case.state != State::PendingConfirm
    {
        return Ok(one(
            ClockKind::Promise,
            Clock {
                state: ClockState::Running,
                ..clock.clone()
            },
        ));
    }
    Ok(match effect {
        Effect::Start(kind) => one(kind, start(kind, ask, after)?),
        Effect::Stop(kind) => case
            .clock(kind)
            .map(|clock| one(kind, clock.stopped(*now)))
            .unwrap_or_default(),
        Effect::Pause(kind) => case
            .clock(kind)
            .map(|clock| one(kind, clock.paused(*now, timetable)))
            .unwrap_or_default(),
        Effect::Resume(kind) => match case.clock(kind) {
            Some(clock) => one(kind, clock.resumed(*now, timetable).map_err(no_time)?),
            None => Vec::new(),
        },
        Effect::HandOver(kind) => match case.clock(kind) {
            Some(clock) if clock.is_running() => Vec::new(),
            Some(clock) if after.lead == case.lead => one(kind, clock.resumed(*now, timetable).map_err(no_time)?),
            _ => one(kind, start(kind, ask, after)?),
        },
        Effect::Extend(kind) => match case.clock(kind) {
            Some(clock) => {
                let limit = standard_limit(after)?;
                let longer = office.limit_clock(clock.due_at, limit, kind.mode()).map_err(no_time)?;
                let provisional = clock.provisional || longer.provisional;
                one(
                    kind,
                    Clock {
                        due_at: longer.due_at,
                        total: clock.total + longer.total,
                        provisional,
                        ..clock.clone()
                    },
                )
            }
            None => Vec::new(),
        },
        Effect::StopAll => case
            .clocks
            .iter()
            .map(|(kind, clock)| Fact::Clock(*kind, clock.stopped(*now)))
            .collect(),
    })
}

/// Nobody may take longer to accept an urgent matter than to handle it: at night the sessions of the office would allow it.
pub(crate) fn cap_accept(facts: &mut [Fact], after: &Case) {
    let handled_by = facts
        .iter()
        .find_map(|fact| match fact {
            Fact::Clock(ClockKind::Handle, clock) => Some(clock.due_at),
            _ => None,
        })
        .or_else(|| after.clock(ClockKind::Handle).map(|clock| clock.due_at));
    let Some(due) = handled_by.filter(|_| after.is_urgent()) else {
        return;
    };
    for fact in facts {
        if let Fact::Clock(ClockKind::Accept, clock) = fact
            && clock.is_running()
            && clock.due_at > due
        {
            // At least a second: a total of zero would mean no limit.
            clock.total = due.seconds_since(clock.started_at).max(1);
            (clock.due_at, clock.pace) = (due.max(clock.started_at), Pace::Continuous);
        }
    }
}

fn standard_limit(case: &Case) -> Result<Limit, Refusal> {
    let text = case.standard.as_ref().map_or("5wd", |standard| standard.limit.as_str());
    text.parse().map_err(|_| {
        Refusal::new(
            "case.limit",
            format!("立案标准里的时限“{text}”读不懂，请系统管理员检查。"),
        )
    })
}

/// A new clock of a kind. The promise counts from the report, whole days; units count hours from dispatch (§5.2).
fn start(kind: ClockKind, ask: &Ask<'_>, after: &Case) -> Result<Clock, Refusal> {
    let Ask { now, office, .. } = ask;
    let stages = &office.stages;
    let clock = match kind {
        ClockKind::Promise => office.limit_clock(after.reported_at, standard_limit(after)?, kind.mode()),
        ClockKind::Handle => office.limit_clock(*now, standard_limit(after)?, kind.mode()),
        ClockKind::Confirm => office.limit_clock(
            *now,
            Limit {
                amount: stages.confirm_days,
                unit: Unit::WorkDay,
            },
            kind.mode(),
        ),
        ClockKind::Intake => office.stage_clock(*now, stages.intake),
        ClockKind::Verify => office.stage_clock(*now, stages.verify),
        ClockKind::Dispatch => office.stage_clock(*now, stages.dispatch),
        ClockKind::Accept => office.stage_clock(*now, stages.accept),
        ClockKind::Inspect => office.stage_clock(*now, stages.inspect),
    };
    clock.map_err(no_time)
}

/// One workday to answer an automatic order.
pub(crate) fn reply_due(now: Moment, office: &Office) -> Result<Moment, Refusal> {
    let day = Limit {
        amount: 1,
        unit: Unit::WorkDay,
    };
    office
        .timetable
        .deadline(now.civil(), day, Mode::H)
        .map(|due| Moment::from_civil(due.at))
        .map_err(no_time)
}

/// Where the matter waits now, when that changes.
pub(crate) fn desk(ask: &Ask<'_>, row: &Row, after: &Case) -> Vec<Fact> {
    let moved = row.to.is_some() || matches!(ask.wish.action, Action::Relocate | Action::Rehome);
    if !moved {
        return Vec::new();
    }
    let Ask { case, office, .. } = ask;
    let area = after.place.area;
    let wanted = match after.state {
        State::Reported | State::Filed | State::AwaitingDispatch | State::Reopened => {
            office.dispatching_desk(after.level, area)
        }
        State::Verifying if area.level() == Level::Grid => Desk::Grid(area),
        State::Verifying => office.dispatching_desk(after.level, area),
        State::Dispatched | State::Handling | State::Joint | State::Rework | State::Suspended => match &ask.wish.with {
            With::Units { lead, .. } => lead.clone(),
            _ => after.lead.clone().unwrap_or(Desk::Centre),
        },
        State::Returned => returned_to(after),
        State::Handled | State::Inspecting => Desk::Inspection(area.community()),
        State::PendingConfirm => return vec![Fact::Desk(Some(Desk::Reporter))],
        _ => return vec![Fact::Desk(None)],
    };
    let (desk, upward) = match after.state {
        // The lead was settled at dispatch and keeps the matter, even if its people change.
        State::Handling | State::Joint | State::Rework | State::Suspended => (wanted.clone(), false),
        _ => office.nearest(&wanted),
    };
    if case.desk.as_ref() == Some(&desk) && !upward {
        return Vec::new();
    }
    let mut facts = vec![Fact::Desk(Some(desk))];
    if upward {
        facts.push(Fact::Vacant(wanted));
    }
    facts
}

/// A returned matter goes back to whoever dispatched it; the second time, one level up (domain.md §9, 15).
pub(crate) fn returned_to(case: &Case) -> Desk {
    let back = case.dispatched_by.clone().unwrap_or(Desk::Centre);
    match back {
        back if case.returns < 2 => back,
        Desk::Centre | Desk::Leader => Desk::Leader,
        _ => Desk::Centre,
    }
}
