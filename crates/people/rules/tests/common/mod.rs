//! A household of four, who edits it, and days.

use kernel::{AccountId, Actor, CivilDate, DeviceId, HouseholdId, Moment, Permission, ResidentId};
use people_rules::{
    Arrival, Change, Edit, Event, Household, Newcomer, Opening, Origin, Relation, Setting, Sex, Wish, decide, register,
};
use uuid::Uuid;

pub const HEAD: u128 = 1;
pub const WIFE: u128 = 2;
pub const SON: u128 = 3;
pub const GRANDSON: u128 = 9;

/// 2026-03-05, nine in the morning.
pub const NOW: Moment = Moment(1_772_672_400_000);

pub fn day(text: &str) -> CivilDate {
    text.parse().expect(text)
}

pub fn who(n: u128) -> ResidentId {
    ResidentId(Uuid::from_u128(n))
}

pub fn worker(name: &str) -> Actor {
    Actor {
        account: Some(AccountId(Uuid::from_u128(77))),
        name: name.into(),
        title: "网格员".into(),
        on_behalf: None,
        desks: Vec::new(),
        permissions: [Permission::ReadHouseholds, Permission::EditHouseholds].into(),
        stand_ins: Vec::new(),
    }
}

pub fn origin(by: &str, n: i64, phone_at: Moment) -> Origin {
    Origin {
        device: DeviceId(Uuid::from_u128(5)),
        n,
        by: by.into(),
        phone_at,
        received_at: NOW,
    }
}

pub fn person(n: u128, name: &str, relation: Relation, sex: Sex, born: &str) -> Newcomer {
    Newcomer {
        id: who(n),
        name: name.into(),
        sex,
        born: (!born.is_empty()).then(|| day(born)),
        phone: None,
        consent: false,
        relation,
        from: day(if born > "2016-05-01" { born } else { "2016-05-01" }),
        arrival: Arrival::Living,
    }
}

pub fn opening(members: Vec<Newcomer>) -> Opening {
    Opening {
        id: HouseholdId(Uuid::from_u128(100)),
        building: 12,
        dwelling: "2单元301".into(),
        members,
    }
}

/// Head 70, wife 68, grandson 9 on 2026-03-02 (trap M11).
pub fn old_couple() -> Vec<Newcomer> {
    vec![
        person(HEAD, "张建国", Relation::Head, Sex::Male, "1955-08-01"),
        person(WIFE, "王秀英", Relation::Spouse, Sex::Female, "1957-09-10"),
        person(GRANDSON, "张小明", Relation::Grandchild, Sex::Male, "2016-06-01"),
    ]
}

/// A household with the history that made it.
#[derive(Clone)]
pub struct Kept {
    pub household: Household,
    pub events: Vec<Event>,
}

impl Kept {
    pub fn of(members: Vec<Newcomer>) -> Self {
        let change = register(&opening(members), &worker("李建华"), NOW, None).expect("registered");
        Self {
            household: change.household().clone(),
            events: vec![change.event().clone()],
        }
    }

    #[track_caller]
    pub fn does(&mut self, name: &str, wish: &Wish) -> Change {
        let change = decide(&self.household, &worker(name), NOW, wish, None).expect("decided");
        self.keep(change)
    }

    pub fn keep(&mut self, change: Change) -> Change {
        self.household = change.household().clone();
        self.events.push(change.event().clone());
        assert_eq!(
            Household::fold(self.household.id, &self.events),
            Ok(self.household.clone())
        );
        change
    }

    #[track_caller]
    pub fn refuses(&self, wish: &Wish) -> &'static str {
        decide(&self.household, &worker("李建华"), NOW, wish, None)
            .expect_err("refused")
            .code
    }
}

pub fn correct(base: u32, of: Option<u128>, old: Setting, new: Setting) -> Wish {
    let edit = Edit {
        of: of.map(who),
        old,
        new,
        consent: true,
    };
    Wish::Correct {
        base,
        edits: vec![edit],
    }
}

pub fn phone(number: &str) -> Setting {
    Setting::Phone((!number.is_empty()).then(|| number.parse().expect(number)))
}
