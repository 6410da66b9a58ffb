//! From a wish to a change: who may, under which conditions, and what becomes so.

use kernel::{Actor, Desk, Level, Moment, Refusal};

use crate::case::Case;
use crate::closing::{closing, objection};
use crate::facts::{Event, ExtensionRequest, Fact};
use crate::guards::{Ask, check, seated, seats};
use crate::lifecycle::{Row, Seat, rows, selects, table};
use crate::office::Office;
use crate::open::intake_level;
use crate::rehome::rehomed;
use crate::turn::{cap_accept, desk, reply_due, returned_to, turn};
use crate::wish::{Wish, With};
use crate::words::{Action, ClockKind, Closing, State};

/// What a decision does: at least one event, and the matter after it.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    pub(crate) events: Vec<Event>,
    pub(crate) case: Case,
}

impl Change {
    /// The entries to append, in order; never empty.
    #[must_use]
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// The matter after them.
    #[must_use]
    pub fn case(&self) -> &Case {
        &self.case
    }
}

/// The actions that `actor` could take now, in the order of the table: the buttons of the page and the list in a refusal.
#[must_use]
pub fn allowed(case: &Case, actor: &Actor) -> Vec<Action> {
    let mut actions = Vec::new();
    for row in table().iter().filter(|row| row.from == Some(case.state)) {
        if actor.may(row.permission)
            && seated(row.seat, case, actor)
            && !actions.contains(&row.action)
            && asked_for(row, case)
        {
            actions.push(row.action);
        }
    }
    actions
}

/// Whether a step that answers something has something to answer; hides buttons that could only be refused.
fn asked_for(row: &Row, case: &Case) -> bool {
    use crate::lifecycle::Guard as G;
    row.guards.iter().all(|guard| match guard {
        G::ExtensionPending => case.extension.is_some(),
        G::SuspensionPending => case
            .suspension
            .as_ref()
            .is_some_and(|request| request.endorsed.is_none() && !request.granted),
        G::SuspensionEndorsed => case
            .suspension
            .as_ref()
            .is_some_and(|request| request.endorsed.is_some() && !request.granted),
        G::AppealPending => case.appeal.as_ref().is_some_and(|appeal| appeal.granted.is_none()),
        G::OrderOpen => case.open_order().is_some(),
        G::AtStreetLevel => case.level >= Level::Street,
        G::HasLevelAbove => case.level.above().is_some(),
        G::ExtensionsLeft => case.extensions < 2,
        G::NoRequestPending => !case.has_request(),
        G::CommentOpen => case.awaits_answer(),
        G::LateAndNotAppealed => {
            let closed = case.closed_at.unwrap_or(case.reported_at);
            case.appeal.is_none() && case.clock(ClockKind::Handle).is_some_and(|clock| clock.is_late(closed))
        }
        G::NotDecidedAbove => case.returns < 2,
        G::Unplaced => case.place.area.level() != Level::Grid,
        _ => true,
    })
}

/// Decides a wish.
///
/// # Errors
/// A refusal that says what is missing and what would be allowed instead.
pub fn decide(case: &Case, actor: &Actor, now: Moment, wish: &Wish, office: &Office) -> Result<Change, Refusal> {
    let ask = Ask {
        case,
        actor,
        now,
        wish,
        office,
    };
    let row = choose(&ask)?;
    for guard in row.guards.iter().filter(|guard| !selects(**guard)) {
        check(*guard, &ask)?;
    }
    let to = row.to.unwrap_or(case.state);
    let mut facts = consequences(&ask, row)?;
    let after = peek(&ask, to, &facts);
    for effect in row.effects {
        facts.extend(turn(*effect, &ask, &after)?);
    }
    cap_accept(&mut facts, &after);
    facts.extend(desk(&ask, row, &after));
    let event = Event {
        seq: case.seq + 1,
        at: now,
        actor: actor.signature(&seats(row.seat, case), row.permission),
        action: wish.action,
        from: Some(case.state),
        to,
        reason: wish.reason,
        text: wish.text.clone(),
        facts,
    };
    let mut change = Change::of(case.id, Some(case), vec![event])?;
    if let Some(next) = row.then {
        let then = decide(&change.case, &Actor::system(), now, &Wish::new(next), office)?;
        change.events.extend(then.events);
        change.case = then.case;
    }
    Ok(change)
}

/// The first row for this state and action that fits the actor and the matter.
fn choose(ask: &Ask<'_>) -> Result<&'static Row, Refusal> {
    let Ask { case, actor, wish, .. } = ask;
    let options = || {
        allowed(case, actor)
            .iter()
            .map(|action| action.name().to_owned())
            .collect::<Vec<_>>()
    };
    let mut fitting = rows(Some(case.state), wish.action).peekable();
    if fitting.peek().is_none() {
        let text = format!("事项现在是“{}”，不能“{}”。", case.state.name(), wish.action.name());
        return Err(Refusal {
            code: "case.state",
            text,
            allowed: options(),
        });
    }
    let fits = |row: &&Row| {
        actor.may(row.permission)
            && seated(row.seat, case, actor)
            && row
                .guards
                .iter()
                .all(|guard| !selects(*guard) || check(*guard, ask).is_ok())
    };
    fitting.find(fits).ok_or_else(|| {
        let text = format!("“{}”要由当前承办的岗位来做，您不在这个岗位上。", wish.action.name());
        Refusal {
            code: "case.not_yours",
            text,
            allowed: options(),
        }
    })
}

/// What becomes so by the action itself.
fn consequences(ask: &Ask<'_>, row: &Row) -> Result<Vec<Fact>, Refusal> {
    let Ask {
        case,
        actor,
        now,
        wish,
        office,
    } = ask;
    let mut facts = Vec::new();
    match (wish.action, &wish.with) {
        (Action::File | Action::Reclass, With::Standard(standard)) => facts.push(Fact::Filed(standard.clone())),
        (Action::File | Action::Reclass, _) => {
            return Err(Refusal::new("case.file.standard_missing", "请选择事项类别和立案条件。"));
        }
        (Action::Relocate, With::Place(place)) => {
            facts.push(Fact::Place(place.clone()));
            if case.objections < 2 {
                facts.push(Fact::Level(intake_level(place.area)));
            }
        }
        (Action::Relocate, _) => {
            return Err(Refusal::new("case.relocate.place_missing", "请在地图上点选新的位置。"));
        }
        (Action::Recount, With::Clocks(clocks)) => {
            let moved = clocks.iter().filter(|(kind, clock)| case.clock(**kind) != Some(*clock));
            facts.extend(moved.map(|(kind, clock)| Fact::Clock(*kind, clock.clone())));
        }
        (Action::Rehome, With::Home(home)) => facts.extend(rehomed(case, home, office)?),
        (Action::Merge, With::Other { case: parent, .. }) => {
            facts.extend([
                Fact::MergedInto(Some(*parent)),
                Fact::Closing(Some(Closing::Merged)),
                Fact::ClosedAt(Some(*now)),
            ]);
        }
        (Action::Unmerge, _) => facts.extend([Fact::MergedInto(None), Fact::Closing(None), Fact::ClosedAt(None)]),
        (
            Action::Absorb,
            With::Other {
                case: child,
                reachable,
                total,
            },
        ) => {
            facts.push(Fact::Absorbed(*child));
            facts.push(Fact::Reporters {
                reachable: case.reachable + reachable,
                total: case.reporters + total,
            });
        }
        (
            Action::Release,
            With::Other {
                case: child,
                reachable,
                total,
            },
        ) => {
            facts.push(Fact::Released(*child));
            let (reachable, total) = (
                case.reachable.saturating_sub(*reachable),
                case.reporters.saturating_sub(*total),
            );
            facts.push(Fact::Reporters { reachable, total });
        }
        (Action::Dispatch | Action::Redispatch, With::Units { lead, assisting, .. }) => {
            let (desk, upward) = office.nearest(lead);
            // Nobody handles at the centre: a matter sent there would wait for ever.
            if upward && desk == Desk::Centre {
                return Err(Refusal::new(
                    "case.dispatch.vacant",
                    "选中的单位没有在岗人员，上一级也没有，请改派。",
                ));
            }
            facts.extend(case.desk.clone().map(Fact::DispatchedBy));
            facts.push(Fact::Lead(Some(desk.clone())));
            facts.push(Fact::Assisting(
                assisting.iter().filter(|unit| **unit != desk).cloned().collect(),
            ));
            facts.push(Fact::Level(desk.level()));
        }
        (Action::Return, _) => {
            let returns = case.returns + 1;
            facts.push(Fact::Returns(returns));
            facts.push(Fact::Level(
                returned_to(&Case {
                    returns,
                    ..(*case).clone()
                })
                .level(),
            ));
        }
        (Action::Escalate, with) => {
            if let Some(level) = case.level.above() {
                facts.push(Fact::Level(level));
            }
            if let With::Followers(followers) = with {
                facts.extend(
                    followers
                        .iter()
                        .map(|(account, name)| Fact::Follower(*account, name.clone())),
                );
            }
        }
        (Action::Accept, _) => facts.extend(actor.account.map(|account| Fact::Handler(Some(account)))),
        (Action::RequestExtension, _) => facts.push(Fact::Extension(ExtensionRequest { asked_at: *now })),
        (Action::GrantExtension, _) => facts.push(Fact::ExtensionDecided { granted: true }),
        (Action::RefuseExtension, _) => facts.push(Fact::ExtensionDecided { granted: false }),
        (Action::RequestSuspension, With::Until { until, notice }) => {
            facts.push(Fact::Suspension {
                until: *until,
                notice: notice.clone(),
            });
        }
        (Action::EndorseSuspension, _) => facts.push(Fact::SuspensionEndorsed),
        (Action::GrantSuspension, _) => facts.push(Fact::SuspensionDecided { granted: true }),
        (Action::RefuseSuspension | Action::Resume, _) => facts.push(Fact::SuspensionDecided { granted: false }),
        (Action::Submit, With::Result { outcome, evidence }) => {
            facts.push(Fact::Outcome(*outcome));
            facts.push(Fact::Evidence(case.evidence + evidence));
            facts.extend(actor.account.map(|account| Fact::Handler(Some(account))));
        }
        (Action::Submit, _) => {
            return Err(Refusal::new("case.submit.outcome_missing", "请选择处置结果。"));
        }
        (Action::Supervise, With::Order { order, due }) => {
            let automatic = row.permission == kernel::Permission::System;
            let due = if automatic { reply_due(*now, office)? } else { *due };
            facts.push(Fact::Ordered {
                order: *order,
                due,
                automatic,
            });
        }
        (Action::Supervise, _) => {
            return Err(Refusal::new("case.order.due_missing", "请填写督办的回复期限。"));
        }
        (Action::Reply, _) => facts.extend(case.open_order().map(|order| Fact::OrderAnswered(order.id))),
        (
            Action::Remind,
            With::Reminder {
                clock,
                started,
                percent,
            },
        ) => {
            facts.push(Fact::Reminded {
                clock: *clock,
                started: *started,
                percent: *percent,
            });
        }
        (Action::Appeal, _) => facts.push(Fact::Appealed),
        (Action::GrantAppeal, _) => facts.push(Fact::AppealReviewed { granted: true }),
        (Action::RefuseAppeal, _) => facts.push(Fact::AppealReviewed { granted: false }),
        (Action::Reopen, _) => {
            facts.extend([
                Fact::Closing(None),
                Fact::ClosedAt(None),
                Fact::Round(case.round + 1),
                Fact::Handler(None),
            ]);
            if row.seat == Seat::Reporter {
                facts.extend(objection(case));
            }
        }
        (Action::Object, _) => facts.extend(objection(case)),
        (Action::Hide, With::Hidden { entries, photo }) => {
            facts.extend(entries.iter().map(|(entry, digest)| Fact::Hidden {
                entry: *entry,
                digest: digest.clone(),
            }));
            facts.extend(photo.map(Fact::PhotoHidden));
        }
        _ => {}
    }
    // Whoever submits, returns, escalates or is paused needs no answer to a request any more.
    if row.to.is_some()
        && !matches!(wish.action, Action::GrantSuspension)
        && matches!(case.state, State::Handling | State::Joint)
    {
        facts.extend(
            case.extension
                .as_ref()
                .map(|_| Fact::ExtensionDecided { granted: false }),
        );
        facts.extend(
            case.suspension
                .as_ref()
                .map(|_| Fact::SuspensionDecided { granted: false }),
        );
    }
    if let Some(kind) = closing(row, case) {
        facts.extend([Fact::Closing(Some(kind)), Fact::ClosedAt(Some(*now))]);
    }
    Ok(facts)
}

/// The matter with the facts so far, for clocks and desk to look at.
fn peek(ask: &Ask<'_>, to: State, facts: &[Fact]) -> Case {
    let event = Event {
        seq: ask.case.seq + 1,
        at: ask.now,
        actor: ask.actor.clone(),
        action: ask.wish.action,
        from: Some(ask.case.state),
        to,
        reason: None,
        text: String::new(),
        facts: facts.to_vec(),
    };
    let mut after = ask.case.clone();
    // Cannot fail: the entry was made to follow.
    let followed = after.take(&event);
    debug_assert!(followed.is_ok());
    after
}
