//! A matter as its history tells it.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{AccountId, AreaCode, CaseId, Channel, Desk, Level, Moment, OrderId};
use serde::{Deserialize, Serialize};

use crate::clock::Clock;
use crate::facts::{Event, ExtensionRequest, Fact, Place, Standard};
use crate::words::{ClockKind, Closing, Outcome, Reason, State};

pub type Extension = ExtensionRequest;

/// A request to let the matter rest until a date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suspension {
    pub until: Moment,
    /// What the public page says about it.
    pub notice: String,
    pub endorsed: Option<AccountId>,
    pub granted: bool,
}

/// A supervision order (督办).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    pub id: OrderId,
    pub ordered_at: Moment,
    pub due: Moment,
    pub automatic: bool,
    pub answered: bool,
}

/// An appeal against an overdue mark: once, two reviewers; the fact "was late" stays visible.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appeal {
    pub reviewers: Vec<AccountId>,
    pub granted: Option<bool>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Case {
    pub id: CaseId,
    pub seq: u32,
    pub number: String,
    pub channel: Channel,
    pub words: String,
    pub place: Place,
    pub reachable: u32,
    pub reporters: u32,
    pub standard: Option<Standard>,
    pub state: State,
    pub level: Level,
    pub desk: Option<Desk>,
    pub dispatched_by: Option<Desk>,
    pub lead: Option<Desk>,
    pub assisting: Vec<Desk>,
    pub vacant: Option<Desk>,
    pub followers: Vec<(AccountId, String)>,
    pub clocks: BTreeMap<ClockKind, Clock>,
    /// Who handled it in this round; none of them may inspect it.
    pub handlers: BTreeSet<AccountId>,
    pub returns: u32,
    pub extensions: u32,
    pub extension: Option<Extension>,
    pub suspension: Option<Suspension>,
    pub outcome: Option<Outcome>,
    pub evidence: u32,
    pub closing: Option<Closing>,
    pub reported_at: Moment,
    pub closed_at: Option<Moment>,
    pub round: u32,
    pub objections: u32,
    /// How often a result was sent back, by an inspector or by the reporter.
    #[serde(default)]
    pub reworks: u32,
    /// How often the reporter said that it is not solved.
    #[serde(default)]
    pub disputes: u32,
    /// Why it was declined or voided.
    #[serde(default)]
    pub dismissed: Option<Reason>,
    pub merged_into: Option<CaseId>,
    pub absorbed: BTreeSet<CaseId>,
    pub orders: Vec<Order>,
    pub reminded: BTreeSet<(ClockKind, Moment, u8)>,
    pub appeal: Option<Appeal>,
    /// Every desk that has or had it, and every account that reported or follows it: they keep seeing it.
    pub parties: BTreeSet<String>,
}

/// Why a history cannot be folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fold {
    Empty,
    /// Entry `at` does not follow the one before.
    Gap {
        at: u32,
    },
    /// Entry `at` starts from another state than the one reached.
    Torn {
        at: u32,
    },
}

impl Case {
    /// The matter that a history tells.
    ///
    /// # Errors
    /// When entries are missing, out of order or do not fit together.
    pub fn fold<'a>(id: CaseId, events: impl IntoIterator<Item = &'a Event>) -> Result<Self, Fold> {
        let mut events = events.into_iter();
        let first = events.next().ok_or(Fold::Empty)?;
        let mut case = Self::blank(id, first);
        case.take(first)?;
        for event in events {
            case.take(event)?;
        }
        Ok(case)
    }

    fn blank(id: CaseId, first: &Event) -> Self {
        Self {
            id,
            seq: 0,
            number: String::new(),
            channel: Channel::Resident,
            words: String::new(),
            place: Place {
                text: String::new(),
                point: None,
                area: AreaCode(0),
                layer: 0,
            },
            reachable: 0,
            reporters: 0,
            standard: None,
            state: first.to,
            level: Level::Grid,
            desk: None,
            dispatched_by: None,
            lead: None,
            assisting: Vec::new(),
            vacant: None,
            followers: Vec::new(),
            clocks: BTreeMap::new(),
            handlers: BTreeSet::new(),
            returns: 0,
            extensions: 0,
            extension: None,
            suspension: None,
            outcome: None,
            evidence: 0,
            closing: None,
            reported_at: first.at,
            closed_at: None,
            round: 1,
            objections: 0,
            reworks: 0,
            disputes: 0,
            dismissed: None,
            merged_into: None,
            absorbed: BTreeSet::new(),
            orders: Vec::new(),
            reminded: BTreeSet::new(),
            appeal: None,
            parties: BTreeSet::new(),
        }
    }

    /// Takes one more entry.
    ///
    /// # Errors
    /// When it does not follow.
    pub fn take(&mut self, event: &Event) -> Result<(), Fold> {
        if event.seq != self.seq + 1 {
            return Err(Fold::Gap { at: event.seq });
        }
        if event.seq > 1 && event.from != Some(self.state) {
            return Err(Fold::Torn { at: event.seq });
        }
        self.seq = event.seq;
        self.state = event.to;
        if event.seq == 1
            && let Some(account) = event.actor.account
        {
            self.parties.insert(account.to_string());
        }
        for fact in &event.facts {
            self.learn(fact, event);
        }
        self.count(event);
        Ok(())
    }

    fn party(&mut self, desk: &Desk) {
        if !matches!(desk, Desk::Reporter) {
            self.parties.insert(desk.to_string());
        }
    }

    fn learn(&mut self, fact: &Fact, event: &Event) {
        match fact.clone() {
            Fact::Number(number) => self.number = number,
            Fact::Channel(channel) => self.channel = channel,
            Fact::Words(words) => self.words = words,
            Fact::Place(place) => self.place = place,
            Fact::Reporters { reachable, total } => (self.reachable, self.reporters) = (reachable, total),
            Fact::Filed(standard) => self.standard = Some(standard),
            Fact::Level(level) => self.level = level,
            Fact::Desk(desk) => {
                if let Some(desk) = &desk {
                    self.party(desk);
                }
                self.vacant = None;
                self.desk = desk;
            }
            Fact::DispatchedBy(desk) => self.dispatched_by = Some(desk),
            Fact::Lead(lead) => {
                if let Some(desk) = &lead {
                    self.party(desk);
                }
                self.lead = lead;
            }
            Fact::Assisting(desks) => {
                desks.iter().for_each(|desk| self.party(desk));
                self.assisting = desks;
            }
            Fact::Vacant(desk) => self.vacant = Some(desk),
            Fact::Follower(account, name) => {
                self.parties.insert(account.to_string());
                if !self.followers.iter().any(|(known, _)| *known == account) {
                    self.followers.push((account, name));
                }
            }
            Fact::Clock(kind, clock) => {
                self.clocks.insert(kind, clock);
            }
            Fact::Handler(None) => self.handlers.clear(),
            Fact::Handler(Some(account)) => {
                self.handlers.insert(account);
            }
            Fact::Returns(count) => self.returns = count,
            Fact::Extension(request) => self.extension = Some(request),
            Fact::ExtensionDecided { granted } => {
                self.extension = None;
                self.extensions += u32::from(granted);
            }
            Fact::Suspension { until, notice } => {
                self.suspension = Some(Suspension {
                    until,
                    notice,
                    endorsed: None,
                    granted: false,
                });
            }
            Fact::SuspensionEndorsed => {
                if let Some(request) = &mut self.suspension {
                    request.endorsed = event.actor.account;
                }
            }
            Fact::SuspensionDecided { granted } => match &mut self.suspension {
                Some(request) if granted => request.granted = true,
                _ => self.suspension = None,
            },
            Fact::Outcome(outcome) => self.outcome = Some(outcome),
            Fact::Evidence(count) => self.evidence = count,
            Fact::Closing(closing) => self.closing = closing,
            Fact::ClosedAt(at) => self.closed_at = at,
            Fact::ReportedAt(at) => self.reported_at = at,
            Fact::Round(round) => (self.round, self.returns, self.extensions) = (round, 0, 0), // a round allows all anew
            Fact::Objections(count) => self.objections = count,
            Fact::MergedInto(parent) => self.merged_into = parent,
            Fact::Absorbed(child) => {
                self.absorbed.insert(child);
            }
            Fact::Released(child) => {
                self.absorbed.remove(&child);
            }
            Fact::Ordered { order, due, automatic } => {
                self.orders.push(Order {
                    id: order,
                    ordered_at: event.at,
                    due,
                    automatic,
                    answered: false,
                });
            }
            Fact::OrderAnswered(id) => {
                self.orders
                    .iter_mut()
                    .filter(|order| order.id == id)
                    .for_each(|order| order.answered = true);
            }
            Fact::Reminded {
                clock,
                started,
                percent,
            } => {
                self.reminded.insert((clock, started, percent));
            }
            // Told by the entries themselves; nothing is decided by them.
            Fact::Hidden { .. } | Fact::PhotoHidden(_) | Fact::Phone(_) => {}
            Fact::Appealed => {
                self.appeal = Some(Appeal {
                    reviewers: Vec::new(),
                    granted: None,
                })
            }
            Fact::AppealReviewed { granted } => {
                if let Some(appeal) = &mut self.appeal {
                    appeal.reviewers.extend(event.actor.account);
                    if !granted || appeal.reviewers.len() >= 2 {
                        appeal.granted = Some(granted);
                    }
                }
            }
        }
    }

    /// Whether the matter lies in the grid, or anything of its work is the desk's.
    #[must_use]
    pub fn names(&self, desk: &Desk) -> bool {
        *desk == Desk::Grid(self.place.area)
            || [&self.desk, &self.lead, &self.dispatched_by]
                .into_iter()
                .flatten()
                .chain(&self.assisting)
                .any(|own| own == desk)
    }

    #[must_use]
    pub fn is_open(&self) -> bool {
        !self.state.is_final()
    }

    #[must_use]
    pub fn is_urgent(&self) -> bool {
        self.standard.as_ref().is_some_and(|standard| standard.urgent)
    }

    #[must_use]
    pub fn clock(&self, kind: ClockKind) -> Option<&Clock> {
        self.clocks.get(&kind)
    }

    /// The clock of whoever has it now; the one shown first and sorted by.
    #[must_use]
    pub fn current_clock(&self) -> Option<&Clock> {
        let kind = match self.state {
            State::Reported => ClockKind::Intake,
            State::Verifying => ClockKind::Verify,
            State::Filed | State::AwaitingDispatch | State::Returned | State::Reopened => ClockKind::Dispatch,
            State::Dispatched => ClockKind::Accept,
            State::Handling | State::Joint | State::Rework | State::Suspended => ClockKind::Handle,
            State::Handled | State::Inspecting => ClockKind::Inspect,
            State::PendingConfirm => ClockKind::Confirm,
            _ => return None,
        };
        self.clocks.get(&kind)
    }

    /// Whether the reporter wrote instead of confirming: silence does not count until somebody answers (domain.md §9, 36).
    #[must_use]
    pub fn awaits_answer(&self) -> bool {
        self.state == State::PendingConfirm && self.clock(ClockKind::Confirm).is_some_and(|clock| !clock.is_running())
    }

    /// Whether a request for more time or for a pause waits for a decision.
    #[must_use]
    pub fn has_request(&self) -> bool {
        self.extension.is_some() || self.suspension.as_ref().is_some_and(|request| !request.granted)
    }

    /// Whether the unit or the office is, or was at the end, behind its limit.
    #[must_use]
    pub fn is_late(&self, now: Moment) -> bool {
        [ClockKind::Promise, ClockKind::Handle]
            .iter()
            .filter_map(|kind| self.clocks.get(kind))
            .any(|clock| clock.is_late(now))
    }

    /// The order that waits for a reply.
    #[must_use]
    pub fn open_order(&self) -> Option<&Order> {
        self.orders.iter().find(|order| !order.answered)
    }

    /// Words for a list, cut by characters.
    #[must_use]
    pub fn title(&self) -> String {
        let line = self.words.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut cut: String = line.chars().take(40).collect();
        if line.chars().count() > 40 {
            cut.push('…');
        }
        cut
    }
}
