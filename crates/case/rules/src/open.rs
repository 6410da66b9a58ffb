//! The first step: a report, or something solved on the spot.

use kernel::{Actor, AreaCode, CaseId, Channel, Desk, Level, Moment, Permission, Refusal};

use crate::case::Case;
use crate::clock::{Clock, ClockState, Pace};
use crate::decide::Change;
use crate::facts::{Event, Fact, PhoneClock, Place, Standard};
use crate::office::Office;
use crate::words::{Action, ClockKind, Closing, Outcome, State};

/// Whether the person who reported it can be asked about the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reporter {
    /// Holds a receipt code.
    Reachable,
    /// A member of staff found it.
    Staff,
}

/// A new matter, checked at the door already.
#[derive(Clone, Debug)]
pub struct Opening {
    pub id: CaseId,
    pub number: String,
    pub channel: Channel,
    pub words: String,
    pub place: Place,
    pub reporter: Reporter,
    pub photos: u32,
    /// What the sender's device took for the time; every limit counts from `now` (trap O08).
    pub phone: Option<PhoneClock>,
    /// Given when it was solved on the spot, with what was done.
    pub solved: Option<(Option<Standard>, String)>,
}

/// Opens a matter.
///
/// # Errors
/// When the actor may not, or the calendar has no working time.
pub fn open(opening: Opening, actor: &Actor, now: Moment, office: &Office) -> Result<Change, Refusal> {
    let solved = opening.solved.is_some();
    if solved && !actor.may(Permission::SelfResolve) {
        return Err(Refusal::new("case.not_yours", "自处置由网格人员登记。"));
    }
    let total = u32::from(opening.reporter == Reporter::Reachable);
    let mut facts = vec![
        Fact::Number(opening.number),
        Fact::Channel(opening.channel),
        Fact::Words(opening.words),
        Fact::Place(opening.place.clone()),
        Fact::Reporters {
            reachable: total,
            total,
        },
    ];
    if opening.photos > 0 {
        facts.push(Fact::Evidence(opening.photos));
    }
    facts.extend(opening.phone.map(Fact::Phone));
    let (action, to, text) = match opening.solved {
        Some((standard, done)) => {
            let ended = standard.as_ref().is_some_and(|standard| standard.ended);
            facts.extend(standard.map(Fact::Filed));
            facts.push(Fact::Level(Level::Grid));
            facts.push(Fact::Outcome(Outcome::Fixed));
            facts.extend(actor.account.map(|account| Fact::Handler(Some(account))));
            // Both clocks stand at zero: found and solved in one step.
            let clock = Clock {
                started_at: now,
                due_at: now,
                pace: Pace::Continuous,
                limit: "0s".into(),
                total: 0,
                provisional: false,
                state: ClockState::Stopped { at: now },
            };
            facts.push(Fact::Clock(ClockKind::Handle, clock));
            facts.push(Fact::Closing(Some(Closing::SelfResolved)));
            facts.push(Fact::ClosedAt(Some(now)));
            let area = opening.place.area;
            let desk = || office.nearest(&office.dispatching_desk(intake_level(area), area)).0;
            facts.push(Fact::Desk(ended.then(desk)));
            (Action::SelfResolve, State::Closed, done)
        }
        None => {
            facts.extend(intake(opening.place.area, now, office)?);
            (Action::Report, State::Reported, String::new())
        }
    };
    let event = Event {
        seq: 1,
        at: now,
        actor: actor.signature(
            &[Desk::Grid(opening.place.area)],
            if solved {
                Permission::SelfResolve
            } else {
                Permission::Report
            },
        ),
        action,
        from: None,
        to,
        reason: None,
        text,
        facts,
    };
    Change::of(opening.id, None, vec![event])
}

/// Where a new matter waits, and until when.
pub(crate) fn intake(area: AreaCode, now: Moment, office: &Office) -> Result<Vec<Fact>, Refusal> {
    let level = intake_level(area);
    let wanted = office.dispatching_desk(level, area);
    let (desk, upward) = office.nearest(&wanted);
    let mut facts = vec![Fact::Level(level), Fact::Desk(Some(desk))];
    facts.extend(upward.then_some(Fact::Vacant(wanted)));
    let clock = office.stage_clock(now, office.stages.intake).map_err(no_time)?;
    facts.push(Fact::Clock(ClockKind::Intake, clock));
    Ok(facts)
}

/// A place inside a grid belongs to its community's desk; the unassigned tray is the centre's.
pub(crate) fn intake_level(area: AreaCode) -> Level {
    if area.level() == Level::Street {
        Level::Street
    } else {
        Level::Community
    }
}

pub(crate) fn no_time(error: workday::Error) -> Refusal {
    let error = error.in_words();
    Refusal::new(
        "case.calendar",
        format!("时限算不出来：{error}。请系统管理员检查工作日历和办公时间。"),
    )
}

impl Change {
    pub(crate) fn of(id: CaseId, before: Option<&Case>, events: Vec<Event>) -> Result<Self, Refusal> {
        let fold = |fault| Refusal::new("case.history", format!("历史记录不连贯：{fault:?}。"));
        let case = match before {
            None => Case::fold(id, &events).map_err(fold)?,
            Some(case) => {
                let mut case = case.clone();
                for event in &events {
                    case.take(event).map_err(fold)?;
                }
                case
            }
        };
        Ok(Self { events, case })
    }
}
