//! A small office with named people, and a matter that they move along.

use std::collections::BTreeSet;

use case_rules::{
    Action, Case, Channel, Clock, ClockKind, Event, Office, Opening, Outcome, Place, Reason, Reporter, StageLimits,
    Standard, Wish, With, decide, due_wishes, open,
};
use kernel::{AccountId, Actor, AreaCode, CaseId, Desk, Moment, OrderId, Permission, Role, Street, UnitKey};
use uuid::Uuid;
use workday::Timetable;

pub const STREET: AreaCode = AreaCode(411_502_005_000_000);
pub const COMMUNITY: AreaCode = AreaCode(411_502_005_001_000);
pub const GRID: AreaCode = AreaCode(411_502_005_001_003);
/// Nobody works in this grid.
pub const EMPTY_GRID: AreaCode = AreaCode(411_502_005_001_012);
/// Nobody works in this community, nor in its grid.
pub const EMPTY_COMMUNITY_GRID: AreaCode = AreaCode(411_502_005_002_001);

pub fn unit(key: &str) -> Desk {
    Desk::Unit(UnitKey(key.into()))
}

fn person(number: u128, name: &str, role: Role, desks: &[Desk]) -> Actor {
    let permissions = role.default_permissions().iter().copied().collect();
    Actor {
        account: Some(AccountId(Uuid::from_u128(number))),
        name: name.into(),
        title: role.name().into(),
        on_behalf: None,
        desks: desks.to_vec(),
        permissions,
        stand_ins: Vec::new(),
    }
}

pub fn li() -> Actor {
    person(1, "李明", Role::GridWorker, &[Desk::Grid(GRID)])
}

pub fn wang() -> Actor {
    person(2, "王芳", Role::CommunityClerk, &[Desk::Community(COMMUNITY)])
}

pub fn zhao() -> Actor {
    person(3, "赵强", Role::CommunityInspector, &[Desk::Inspection(COMMUNITY)])
}

pub fn zhou() -> Actor {
    person(4, "周敏", Role::Dispatcher, &[Desk::Centre])
}

pub fn qian() -> Actor {
    person(5, "钱伟", Role::UnitClerk, &[unit("urban")])
}

pub fn zheng() -> Actor {
    person(6, "郑洁", Role::UnitClerk, &[unit("housing")])
}

pub fn feng() -> Actor {
    person(7, "冯涛", Role::UnitClerk, &[unit("district:gas")])
}

pub fn chen() -> Actor {
    person(8, "陈立", Role::Leader, &[Desk::Leader])
}

/// Works at the urban unit and inspects besides.
pub fn double() -> Actor {
    let mut both = qian();
    both.desks.push(Desk::Inspection(COMMUNITY));
    both.permissions.insert(Permission::Inspect);
    both
}

pub fn reporter() -> Actor {
    Actor::reporter()
}

pub fn system() -> Actor {
    Actor::system()
}

pub fn cast() -> Vec<Actor> {
    vec![
        li(),
        wang(),
        zhao(),
        zhou(),
        qian(),
        zheng(),
        feng(),
        chen(),
        double(),
        reporter(),
        system(),
    ]
}

pub fn office() -> Office {
    let staffed: BTreeSet<Desk> = cast()
        .into_iter()
        .flat_map(|actor| actor.desks)
        .filter(|desk| *desk != Desk::Reporter)
        .collect();
    Office {
        street: Street(411_502_005),
        timetable: std::sync::Arc::new(Timetable::default()),
        stages: StageLimits::default(),
        staffed,
    }
}

/// The moment written as `2026-03-02T09:00`.
pub fn at(text: &str) -> Moment {
    Moment::from_civil(text.parse().expect(text))
}

pub fn case_id(number: u128) -> CaseId {
    CaseId(Uuid::from_u128(number))
}

pub fn order_id(number: u128) -> OrderId {
    OrderId(Uuid::from_u128(number))
}

pub fn place(area: AreaCode) -> Place {
    Place {
        text: "文化路12号".into(),
        point: Some((114.084_657_312_9, 32.128_463_190_07)),
        area,
        layer: 1,
    }
}

pub fn opening(area: AreaCode, reporter: Reporter) -> Opening {
    Opening {
        id: case_id(100),
        number: "20260302-0001".into(),
        channel: Channel::Resident,
        words: "楼下下水道堵了，污水流到路上".into(),
        place: place(area),
        reporter,
        photos: 1,
        phone: None,
        solved: None,
    }
}

pub fn standard(limit: &str) -> Standard {
    Standard {
        item: "C01-37".into(),
        item_name: "下水道堵塞".into(),
        row: "C01-37/2".into(),
        condition: "污水外溢".into(),
        limit: limit.into(),
        urgent: false,
        evidence: false,
        ended: false,
    }
}

pub fn file(limit: &str) -> Wish {
    Wish::new(Action::File).with(With::Standard(standard(limit)))
}

pub fn to(action: Action, lead: &Desk, assisting: &[Desk]) -> Wish {
    Wish::new(action).with(With::Units {
        lead: lead.clone(),
        assisting: assisting.to_vec(),
        on_duty: true,
    })
}

pub fn submit(outcome: Outcome) -> Wish {
    Wish::new(Action::Submit)
        .saying("已疏通并清洗路面")
        .with(With::Result { outcome, evidence: 1 })
}

pub fn because(action: Action, reason: Reason) -> Wish {
    Wish::new(action).because(reason).saying("现场看过，依据职责清单第三条")
}

pub fn say(action: Action) -> Wish {
    Wish::new(action).saying("请尽快")
}

pub fn until(text: &str) -> Wish {
    because(Action::RequestSuspension, Reason::Season).with(With::Until {
        until: at(text),
        notice: "等到解冻后施工".into(),
    })
}

pub fn other(action: Action, number: u128) -> Wish {
    because(action, Reason::SameMatter).with(With::Other {
        case: case_id(number),
        reachable: 1,
        total: 1,
    })
}

/// A matter, its whole history and the time.
pub struct Story {
    pub office: Office,
    pub now: Moment,
    pub case: Case,
    pub events: Vec<Event>,
}

impl Story {
    /// A resident's report from the grid with people in it.
    pub fn report(time: &str) -> Self {
        Self::open(opening(GRID, Reporter::Reachable), &reporter(), time, office())
    }

    pub fn open(opening: Opening, actor: &Actor, time: &str, office: Office) -> Self {
        let change = open(opening, actor, at(time), &office).expect("opens");
        Self {
            office,
            now: at(time),
            case: change.case().clone(),
            events: change.events().to_vec(),
        }
    }

    /// Filed by the community, sent up to the centre and dispatched to the urban unit.
    pub fn dispatched(time: &str, limit: &str) -> Self {
        let mut story = Self::report(time);
        story
            .does(&wang(), &file(limit))
            .does(&wang(), &because(Action::Escalate, Reason::NeedsPower));
        story.does(&zhou(), &to(Action::Dispatch, &unit("urban"), &[]));
        story
    }

    pub fn handling(time: &str, limit: &str) -> Self {
        let mut story = Self::dispatched(time, limit);
        story.does(&qian(), &Wish::new(Action::Accept));
        story
    }

    pub fn inspecting(time: &str, limit: &str) -> Self {
        let mut story = Self::handling(time, limit);
        story
            .does(&qian(), &submit(Outcome::Fixed))
            .does(&zhao(), &Wish::new(Action::Inspect));
        story
    }

    pub fn pending(time: &str, limit: &str) -> Self {
        let mut story = Self::inspecting(time, limit);
        story.does(&zhao(), &Wish::new(Action::Pass));
        story
    }

    pub fn closed(time: &str, limit: &str) -> Self {
        let mut story = Self::pending(time, limit);
        story.does(&reporter(), &Wish::new(Action::Confirm));
        story
    }

    pub fn at(&mut self, time: &str) -> &mut Self {
        self.now = at(time);
        self
    }

    pub fn does(&mut self, who: &Actor, wish: &Wish) -> &mut Self {
        match decide(&self.case, who, self.now, wish, &self.office) {
            Ok(change) => {
                self.events.extend(change.events().iter().cloned());
                self.case = change.case().clone();
            }
            Err(refusal) => panic!("{} {}: {} {refusal}", who.name, wish.action, refusal.code),
        }
        self
    }

    #[track_caller]
    pub fn refused(&mut self, who: &Actor, wish: &Wish, code: &str) -> &mut Self {
        let refusal = decide(&self.case, who, self.now, wish, &self.office).expect_err("should be refused");
        assert_eq!(refusal.code, code, "{refusal}");
        self
    }

    /// Lets the program do what is due, as every run of the job does, and tells what it did.
    pub fn sweep(&mut self) -> Vec<Action> {
        let due = due_wishes(&self.case, self.now, &self.office, order_id(u128::from(self.case.seq)));
        due.iter().for_each(|wish| {
            self.does(&system(), wish);
        });
        due.iter().map(|wish| wish.action).collect()
    }

    #[track_caller]
    pub fn clock(&self, kind: ClockKind) -> &Clock {
        self.case.clock(kind).expect("runs")
    }

    #[track_caller]
    pub fn due(&self, kind: ClockKind) -> String {
        self.clock(kind).due_at.civil().strftime("%m-%d %H:%M").to_string()
    }
}
