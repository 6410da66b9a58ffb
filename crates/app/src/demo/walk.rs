//! A matter of the demo walks through the very rules of real work; only the clock and the dice are given.

use case::intake::act::standard_of;
use case::store::{Made, ReporterRow};
use case_rules::{
    Action, Case, Channel, Event, Office, Opening, Outcome, Place, Reason, Reporter, Standard, State, Wish, With,
    decide, next_alarm, open,
};
use codes::Catalogue;
use codes::catalogue::Item;
use codes::receipt::ReceiptCode;
use kernel::{Actor, AreaCode, CaseId, Desk, Moment, OrderId, UnitKey};

use super::cast::{id, name, phone};
use super::phrases;
use super::staff::Staff;
use super::town::{Rng, Town, random_place};

/// What walks need of the world.
pub struct World<'a> {
    pub town: &'a Town,
    pub office: &'a Office,
    pub staff: Staff,
    pub catalogue: &'a Catalogue,
    pub weight: u64,
}

/// Which limits a matter may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// As they come.
    Any,
    /// Two workdays or more, so that an open matter of yesterday is not late today.
    Days,
}

fn is_calm(row: &codes::catalogue::Standard) -> bool {
    row.unit == "wd" && row.limit >= 2
}

/// A matter on its way.
pub struct Walk<'a> {
    pub world: &'a World<'a>,
    pub case: Case,
    pub events: Vec<Event>,
    pub at: Moment,
    /// Nothing happens after this.
    until: Moment,
    reporter: Option<(ReceiptCode, ReporterRow)>,
    standard: Option<Standard>,
}

impl<'a> World<'a> {
    /// An item by the frequencies of the catalogue.
    fn item(&self, rng: &mut Rng) -> &str {
        let mut pick = rng.next_u64() % self.weight.max(1);
        for item in self.catalogue.items() {
            if pick < u64::from(item.weight) {
                return &item.code;
            }
            pick -= u64::from(item.weight);
        }
        "E01-10"
    }

    /// A new matter at a moment. Residents report two thirds, the field the rest; `self_resolve` closes it at once.
    pub fn begin(
        &'a self,
        number: String,
        at: Moment,
        until: Moment,
        self_resolve: bool,
        pace: Pace,
        rng: &mut Rng,
    ) -> Option<Walk<'a>> {
        let catalogue = self.catalogue;
        let grid = rng.pick(&self.town.grids);
        let area = AreaCode::from_digits(&grid.code)?;
        let (lng, lat, address) = random_place(self.town, &grid.code, rng)?;
        let calm = pace == Pace::Days;
        let mut code = self.item(rng).to_owned();
        while calm && !catalogue.standards(&code).iter().any(is_calm) {
            code = self.item(rng).to_owned();
        }
        let item = catalogue.item(&code)?;
        let rows: Vec<_> = catalogue
            .standards(&code)
            .iter()
            .filter(|row| !calm || is_calm(row))
            .collect();
        let row = *rows.get(rng.below(rows.len()))?;
        let standard = standard_of(catalogue, &row.id, at);
        let words = phrases::saying(&code, &item.name, &row.condition, &address, rng);
        let by_staff = self_resolve || rng.chance(0.35);
        let reporter = (!by_staff).then(|| {
            let named = rng.chance(0.8);
            let row = ReporterRow {
                name: if named { name(rng) } else { String::new() },
                phone: if named { phone(rng) } else { String::new() },
            };
            (ReceiptCode::from_random(id(rng, at.0).into_bytes()), row)
        });
        let (channel, actor) = if by_staff {
            (Channel::Patrol, self.staff.at(&Desk::Grid(area), rng))
        } else if rng.chance(0.3) {
            (Channel::Hotline, self.staff.at(&Desk::Community(area.community()), rng))
        } else {
            (Channel::Resident, Actor::reporter())
        };
        let opening = Opening {
            id: CaseId(id(rng, at.0)),
            number,
            channel,
            words,
            place: Place {
                text: address,
                point: Some((lng, lat)),
                area,
                layer: 1,
            },
            reporter: if by_staff { Reporter::Staff } else { Reporter::Reachable },
            photos: 0,
            phone: None,
            solved: self_resolve.then(|| (standard.clone(), phrases::solved(rng).to_owned())),
        };
        let change = open(opening, &actor, at, self.office).ok()?;
        Some(Walk {
            world: self,
            case: change.case().clone(),
            events: change.events().to_vec(),
            at,
            until,
            reporter,
            standard,
        })
    }
}

impl<'a> Walk<'a> {
    /// Moves the clock on by some minutes, into working time unless the matter is urgent.
    pub fn wait(&mut self, low: f64, high: f64, rng: &mut Rng) {
        let later = self.at.plus_seconds((rng.between(low, high) * 60.0) as i64);
        let urgent = self.standard.as_ref().is_some_and(|standard| standard.urgent);
        self.at = match self.world.office.timetable.next_working_moment(later.civil()) {
            Ok(at) if !urgent => Moment::from_civil(at).max(later),
            _ => later,
        }
        .min(self.until);
    }

    /// Takes a step; `None` when the rules say no, which the demo's own tests do not allow.
    pub fn step(&mut self, actor: &Actor, wish: &Wish) -> Option<()> {
        let change = decide(&self.case, actor, self.at, wish, self.world.office).ok()?;
        self.events.extend_from_slice(change.events());
        self.case = change.case().clone();
        Some(())
    }

    fn holder(&self, rng: &mut Rng) -> Actor {
        self.case.desk.as_ref().map_or_else(
            || self.world.staff.dispatcher.clone(),
            |desk| self.world.staff.at(desk, rng),
        )
    }

    pub fn file(&mut self, rng: &mut Rng) -> Option<()> {
        let standard = self.standard.clone()?;
        let actor = self.holder(rng);
        self.step(&actor, &Wish::new(Action::File).with(With::Standard(standard)))
    }

    /// What it was filed as.
    pub fn item(&self) -> Option<&'a Item> {
        self.world.catalogue.item(&self.standard.as_ref()?.item)
    }

    /// To whom the duty list and the level point.
    pub fn dispatch(&mut self, rng: &mut Rng) -> Option<()> {
        let item = self.item()?;
        let lead = match (rng.chance(0.25), self.case.place.area) {
            (true, area) => Desk::Grid(area),
            (false, _) => Desk::Unit(UnitKey(item.lead.clone())),
        };
        self.dispatch_to(lead, Vec::new(), rng)
    }

    pub fn dispatch_to(&mut self, lead: Desk, assisting: Vec<Desk>, rng: &mut Rng) -> Option<()> {
        let action = if self.case.state == State::Returned {
            Action::Redispatch
        } else {
            Action::Dispatch
        };
        let actor = self.holder(rng);
        self.step(
            &actor,
            &Wish::new(action).saying("请按时限办理。").with(With::Units {
                lead,
                assisting,
                on_duty: true,
            }),
        )
    }

    pub fn accept(&mut self, rng: &mut Rng) -> Option<()> {
        let actor = self.holder(rng);
        self.step(&actor, &Wish::new(Action::Accept))
    }

    pub fn escalate(&mut self, rng: &mut Rng) -> Option<()> {
        let followers = self
            .world
            .staff
            .supervisors
            .get(&self.case.place.area)
            .cloned()
            .into_iter()
            .collect();
        let actor = self.holder(rng);
        let wish = Wish::new(Action::Escalate)
            .because(Reason::NeedsPower)
            .saying("本级没有执法权，需要上级协调。");
        self.step(&actor, &wish.with(With::Followers(followers)))
    }

    pub fn give_back(&mut self, rng: &mut Rng) -> Option<()> {
        let actor = self.holder(rng);
        self.step(
            &actor,
            &Wish::new(Action::Return)
                .because(Reason::WrongUnit)
                .saying("按职责清单不属本单位，建议改派。"),
        )
    }

    pub fn submit(&mut self, cannot: bool, rng: &mut Rng) -> Option<()> {
        let actor = self.holder(rng);
        let outcome = if cannot { Outcome::Cannot } else { Outcome::Fixed };
        let text = if cannot {
            phrases::cannot(rng)
        } else {
            phrases::done(rng)
        };
        self.step(
            &actor,
            &Wish::new(Action::Submit)
                .saying(text)
                .with(With::Result { outcome, evidence: 1 }),
        )
    }

    pub fn inspect(&mut self, passes: bool, rng: &mut Rng) -> Option<()> {
        let actor = self.holder(rng);
        self.step(&actor, &Wish::new(Action::Inspect))?;
        let wish = match passes {
            true => Wish::new(Action::Pass).saying("现场看过，属实。"),
            false => Wish::new(Action::Fail)
                .because(Reason::WorkIncomplete)
                .saying("还有一处没有处理到位。"),
        };
        self.wait(20.0, 90.0, rng);
        self.step(&actor, &wish)
    }

    pub fn ask(&mut self, desk: &Desk, wish: &Wish, rng: &mut Rng) -> Option<()> {
        let actor = self.world.staff.at(desk, rng);
        self.step(&actor, wish)
    }

    /// An order by the leader.
    pub fn supervise(&mut self, rng: &mut Rng) -> Option<()> {
        let due = self.at.plus_seconds(26 * 3600);
        let order = OrderId(id(rng, self.at.0));
        let leader = self.world.staff.leader.clone();
        let wish = Wish::new(Action::Supervise)
            .because(Reason::Important)
            .saying("请说明进展和办结时间。");
        self.step(&leader, &wish.with(With::Order { order, due }))
    }

    /// How long the limit leaves for the work, in minutes of the wall.
    fn room(&self) -> f64 {
        let due = self.case.clock(case_rules::ClockKind::Handle).map(|clock| clock.due_at);
        due.map_or(600.0, |due| {
            (due.seconds_since(self.at) as f64 / 60.0).clamp(20.0, 20_000.0)
        })
    }

    /// The whole way to the end: most straight, some by detours.
    pub fn finish(mut self, rng: &mut Rng) -> Option<Self> {
        if self.case.state == State::Closed {
            return Some(self);
        }
        self.wait(5.0, 100.0, rng);
        self.file(rng)?;
        self.wait(2.0, 12.0, rng);
        if rng.chance(0.02) {
            self.escalate(rng)?;
            self.wait(10.0, 60.0, rng);
            let wish = Wish::new(Action::Transfer)
                .because(Reason::TakenBack)
                .saying("属上收事项，已移交区级主管部门，联系方式见回复。");
            let centre = Desk::Centre;
            self.ask(&centre, &wish, rng)?;
            return Some(self);
        }
        self.dispatch(rng)?;
        self.wait(5.0, 110.0, rng);
        if rng.chance(0.03) {
            self.give_back(rng)?;
            self.wait(3.0, 14.0, rng);
            self.dispatch(rng)?;
            self.wait(5.0, 60.0, rng);
        }
        self.accept(rng)?;
        if rng.chance(0.05) && self.case.level < kernel::Level::Street {
            self.wait(30.0, 200.0, rng);
            self.escalate(rng)?;
            self.wait(3.0, 60.0, rng);
            let lead = Desk::Unit(UnitKey(self.item()?.lead.clone()));
            self.dispatch_to(lead, Vec::new(), rng)?;
            self.wait(5.0, 100.0, rng);
            self.accept(rng)?;
        }
        // About one in fifteen runs over its limit.
        let room = self.room();
        let (low, high) = if rng.chance(0.065) { (1.02, 1.5) } else { (0.15, 0.85) };
        self.wait(room * low, room * high, rng);
        let cannot = rng.chance(0.02);
        self.submit(cannot, rng)?;
        self.wait(30.0, 400.0, rng);
        if rng.chance(0.04) {
            self.inspect(false, rng)?;
            self.wait(20.0, 120.0, rng);
            self.accept(rng)?;
            self.wait(60.0, 400.0, rng);
            self.submit(cannot, rng)?;
            self.wait(30.0, 300.0, rng);
        }
        self.inspect(true, rng)?;
        if self.case.state == State::PendingConfirm {
            if rng.chance(0.62) {
                self.at = self
                    .at
                    .plus_seconds((rng.between(0.5, 60.0) * 3600.0) as i64)
                    .min(self.until);
                self.step(&Actor::reporter(), &Wish::new(Action::Confirm))?;
            } else {
                self.at = self.case.clock(case_rules::ClockKind::Confirm)?.due_at.plus_seconds(30);
                self.step(
                    &Actor::system(),
                    &Wish::new(Action::Lapse).saying("5 个工作日内未收到反馈，按“逾期未反馈”结案。"),
                )?;
            }
        }
        Some(self)
    }

    /// A year after closing the retention begins.
    pub fn archive(mut self) -> Option<Self> {
        let at = self.case.closed_at?.plus_seconds(365 * 86_400 + 3600);
        if at < self.until {
            self.at = at;
            self.step(&Actor::system(), &Wish::new(Action::Archive))?;
        }
        Some(self)
    }

    /// The finished matter for the store.
    #[must_use]
    pub fn made(self) -> Made {
        let alarm = next_alarm(&self.case, self.world.office);
        Made {
            case: self.case,
            events: self.events,
            alarm,
            reporter: self.reporter,
        }
    }
}
