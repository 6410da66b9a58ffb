//! Households as people type them: every field comes back as it was, with what is wrong beside it.

use codes::phone::Phone;
use kernel::{CivilDate, Issues, ResidentId};
use people_rules::{Arrival, Edit, Field, Member, Newcomer, Relation, Setting, Sex, faults_of};
use serde::Deserialize;
use web::Form;

use crate::store::BuildingRow;

/// A form has room for so many people; more are added one by one.
pub const MOST_MEMBERS: usize = 8;

macro_rules! numbered {
    ($name:literal) => {
        [
            concat!($name, "-0"),
            concat!($name, "-1"),
            concat!($name, "-2"),
            concat!($name, "-3"),
            concat!($name, "-4"),
            concat!($name, "-5"),
            concat!($name, "-6"),
            concat!($name, "-7"),
        ]
    };
}

/// The names of the fields of a person in a form, by the person's place.
const NAMES: &[(Field, [&str; MOST_MEMBERS])] = &[
    (Field::Name, numbered!("name")),
    (Field::Sex, numbered!("sex")),
    (Field::Born, numbered!("born")),
    (Field::Phone, numbered!("phone")),
    (Field::Relation, numbered!("relation")),
    (Field::From, numbered!("from")),
];

/// The field that an issue points at; the heading of the members for those beyond the form's room.
pub fn place_of(field: Field, index: usize) -> &'static str {
    let names = NAMES.iter().find(|(named, _)| *named == field);
    names
        .and_then(|(_, names)| names.get(index))
        .copied()
        .unwrap_or("members")
}

/// A person as typed.
#[derive(Clone, Default)]
pub struct TypedMember {
    pub index: usize,
    pub name: String,
    pub sex: String,
    pub relation: String,
    pub born: String,
    pub phone: String,
    pub consent: bool,
    pub from: String,
    pub arrival: String,
    /// The person as the form showed it, for an edit.
    pub was: String,
    pub is_head: bool,
}

impl TypedMember {
    pub fn of_form(form: &Form, index: usize) -> Self {
        let get = |name: &str| form.get(&format!("{name}-{index}")).to_owned();
        Self {
            index,
            name: get("name"),
            sex: get("sex"),
            relation: get("relation"),
            born: get("born"),
            phone: get("phone"),
            consent: !get("consent").is_empty(),
            from: get("from"),
            arrival: get("arrival"),
            was: get("was"),
            is_head: get("relation") == Relation::Head.key(),
        }
    }

    /// Somebody as registered, to be edited.
    pub fn of(index: usize, member: &Member) -> Self {
        let was = serde_json::to_string(member).unwrap_or_default();
        Self {
            index,
            name: member.name.as_str().to_owned(),
            sex: member.sex.key().into(),
            relation: member.relation.key().into(),
            born: member.born.map(|day| day.to_string()).unwrap_or_default(),
            phone: member.phone.as_ref().map(ToString::to_string).unwrap_or_default(),
            consent: member.consented_on.is_some(),
            from: member.from.to_string(),
            arrival: member.arrival.key().into(),
            was,
            is_head: member.relation == Relation::Head,
        }
    }

    /// Whether nothing was typed here.
    pub fn is_blank(&self) -> bool {
        self.name.is_empty() && self.born.is_empty() && self.phone.is_empty()
    }

    pub fn error<'a>(&self, issues: &'a Issues, name: &str) -> Option<&'a str> {
        issues.of(&format!("{name}-{}", self.index))
    }

    pub fn sexes(&self) -> Vec<(&'static str, &'static str, bool)> {
        Sex::ALL
            .iter()
            .map(|sex| (sex.key(), sex.name(), sex.key() == self.sex))
            .collect()
    }

    /// What somebody can be to the head; being the head is chosen elsewhere.
    pub fn relations(&self) -> Vec<(&'static str, &'static str, bool)> {
        let others = Relation::ALL.iter().filter(|relation| **relation != Relation::Head);
        others
            .map(|relation| (relation.key(), relation.name(), relation.key() == self.relation))
            .collect()
    }

    pub fn arrivals(&self) -> Vec<(&'static str, &'static str, bool)> {
        Arrival::ALL
            .iter()
            .map(|arrival| (arrival.key(), arrival.name(), arrival.key() == self.arrival))
            .collect()
    }

    /// Somebody to be registered. Without a day of coming it is today.
    pub fn read(&self, id: ResidentId, today: CivilDate, issues: &mut Issues) -> Option<Newcomer> {
        let before = issues.0.len();
        let born = self.day(Field::Born, &self.born, issues);
        let from = self
            .day(Field::From, &self.from, issues)
            .or(born.filter(|_| self.arrival == "born"))
            .unwrap_or(today);
        let phone = self.phone(issues);
        let relation = self.relation.parse().ok();
        if relation.is_none() {
            issues.add(
                place_of(Field::Relation, self.index),
                "people.relation.missing",
                "请选择与户主的关系。",
            );
        }
        let sex = self.sex.parse().ok();
        if sex.is_none() {
            issues.add(
                place_of(Field::Sex, self.index),
                "people.sex.missing",
                "请选择性别，不便说明的选“未说明”。",
            );
        }
        let newcomer = Newcomer {
            id,
            name: self.name.as_str().into(),
            sex: sex.unwrap_or(Sex::NotStated),
            born,
            phone,
            consent: self.consent,
            relation: relation.unwrap_or(Relation::Other),
            from,
            arrival: self.arrival.parse().unwrap_or(Arrival::Living),
        };
        for (field, refusal) in faults_of(&newcomer, today) {
            issues.add(place_of(field, self.index), refusal.code, refusal.text);
        }
        (issues.0.len() == before).then_some(newcomer)
    }

    /// What was changed against what the form showed.
    pub fn edits(&self, issues: &mut Issues) -> Vec<Edit> {
        let Ok(was) = serde_json::from_str::<Member>(&self.was) else {
            issues.add("members", "people.field.unknown", "页面打开太久，请刷新后重新填写。");
            return Vec::new();
        };
        let mut edits = Vec::new();
        let mut put = |old: Setting, new: Setting| {
            if old != new {
                edits.push(Edit {
                    of: Some(was.id),
                    old,
                    new,
                    consent: self.consent,
                });
            }
        };
        put(
            Setting::Name(was.name.clone()),
            Setting::Name(self.name.as_str().into()),
        );
        if let Ok(sex) = self.sex.parse() {
            put(Setting::Sex(was.sex), Setting::Sex(sex));
        }
        if let (Ok(relation), false) = (self.relation.parse(), self.is_head) {
            put(Setting::Relation(was.relation), Setting::Relation(relation));
        }
        let known = issues.0.len();
        let born = self.day(Field::Born, &self.born, issues);
        let from = self.day(Field::From, &self.from, issues);
        let phone = self.phone(issues);
        if issues.0.len() == known {
            // Without consent a number goes, also one that was there.
            let phone = phone
                .filter(|_| self.consent || was.phone.as_ref().map(ToString::to_string) != Some(self.phone.clone()));
            put(Setting::Born(was.born), Setting::Born(born));
            put(Setting::From(was.from), Setting::From(from.unwrap_or(was.from)));
            put(Setting::Phone(was.phone.clone()), Setting::Phone(phone));
        }
        edits
    }

    fn day(&self, field: Field, text: &str, issues: &mut Issues) -> Option<CivilDate> {
        if text.is_empty() {
            return None;
        }
        let day = text.parse();
        let place = place_of(field, self.index);
        match &day {
            Err(error) if field == Field::Born => {
                issues.add(place, "people.born.unreadable", format!("出生日期：{error}。"));
            }
            Err(error) => issues.add(place, "people.from.unreadable", format!("来此居住日期：{error}。")),
            Ok(_) => {}
        }
        day.ok()
    }

    fn phone(&self, issues: &mut Issues) -> Option<Phone> {
        if self.phone.is_empty() {
            return None;
        }
        let phone = self.phone.parse::<Phone>();
        if let Err(error) = &phone {
            let text = format!("电话不对：{error}。不留电话也可以登记。");
            issues.add(place_of(Field::Phone, self.index), "people.phone.unreadable", text);
        }
        phone.ok()
    }
}

/// The household's own fields as the form showed them, for an edit.
#[derive(Debug, Default, Deserialize, serde::Serialize)]
pub struct Was {
    pub building: i64,
    pub dwelling: String,
}

/// By compound: the number, the address, and whether it is chosen.
pub type Choices = Vec<(String, Vec<(i64, String, bool)>)>;

/// Buildings to choose from, by compound.
pub fn choices(rows: &[BuildingRow], chosen: &str) -> Choices {
    let mut groups: Choices = Vec::new();
    for row in rows {
        let name = if row.compound.is_empty() {
            "沿街和散户"
        } else {
            row.compound.as_str()
        };
        let choice = (row.id, row.address.clone(), row.id.to_string() == chosen);
        match groups.iter_mut().find(|(group, _)| group == name) {
            Some((_, group)) => group.push(choice),
            None => groups.push((name.to_owned(), vec![choice])),
        }
    }
    groups
}
