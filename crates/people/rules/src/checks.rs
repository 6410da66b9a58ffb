//! What a value must be, whoever says it.

use codes::text::length;
use kernel::{CivilDate, Refusal, ResidentId};

use crate::facts::{Left, Setting};
use crate::household::Household;
use crate::wish::Newcomer;
use crate::words::{Departure, Field, Relation};

pub const MOST_NAME: usize = 50;
pub const MOST_DWELLING: usize = 50;
/// Nobody was born earlier than this many years ago.
const OLDEST: i64 = 130;

/// Everything that is wrong with somebody to be registered, by field.
#[must_use]
pub fn faults_of(newcomer: &Newcomer, today: CivilDate) -> Vec<(Field, Refusal)> {
    let mut faults = Vec::new();
    let mut note = |field, checked: Result<(), Refusal>| faults.extend(checked.err().map(|refusal| (field, refusal)));
    note(Field::Name, name(newcomer.name.as_str()));
    note(Field::Born, born(newcomer.born, today));
    note(Field::From, from(newcomer.from, newcomer.born, today));
    note(Field::Phone, phone(newcomer.phone.is_some(), newcomer.consent));
    faults
}

fn name(name: &str) -> Result<(), Refusal> {
    // Names of many peoples are long and have dots; none has digits (trap N01).
    match length(name) {
        0 => Err(Refusal::new("people.name.missing", "请填写姓名。")),
        n if n > MOST_NAME => {
            let text = format!("姓名有 {n} 个字，超过 {MOST_NAME} 字，请检查。");
            Err(Refusal::new("people.name.too_long", text))
        }
        _ if name.chars().any(|c| c.is_ascii_digit() || c == '\n') => Err(Refusal::new(
            "people.name.digits",
            "姓名里有数字，请检查。证件号码不要填在这里。",
        )),
        _ => Ok(()),
    }
}

pub(crate) fn dwelling(dwelling: &str) -> Result<(), Refusal> {
    match length(dwelling) {
        0 => Err(Refusal::new(
            "people.dwelling.missing",
            "请填写房号，例如 2单元301；独门独院写“独户”。",
        )),
        n if n > MOST_DWELLING => {
            let text = format!("房号有 {n} 个字，超过 {MOST_DWELLING} 字，请精简。");
            Err(Refusal::new("people.dwelling.too_long", text))
        }
        _ => Ok(()),
    }
}

fn born(born: Option<CivilDate>, today: CivilDate) -> Result<(), Refusal> {
    match born {
        Some(day) if day > today => Err(Refusal::new("people.born.future", "出生日期在今天之后，请检查。")),
        Some(day) if day.years_until(today) > OLDEST => {
            let text = format!("出生日期早于 {OLDEST} 年前，请检查年份。");
            Err(Refusal::new("people.born.too_early", text))
        }
        _ => Ok(()),
    }
}

fn from(from: CivilDate, born: Option<CivilDate>, today: CivilDate) -> Result<(), Refusal> {
    if from > today {
        return Err(Refusal::new(
            "people.from.future",
            "来此居住的日期在今天之后。请等搬来以后再登记。",
        ));
    }
    if born.is_some_and(|born| from < born) {
        return Err(Refusal::new(
            "people.from.before_birth",
            "来此居住的日期早于出生日期，请检查。",
        ));
    }
    Ok(())
}

fn phone(given: bool, consent: bool) -> Result<(), Refusal> {
    if given && !consent {
        return Err(Refusal::new(
            "people.phone.consent",
            "留电话要本人同意。同意的请勾选“本人同意留电话”，不同意的请不要填。",
        ));
    }
    Ok(())
}

/// Whether a field of a household may be set so.
pub(crate) fn setting(
    household: &Household,
    of: Option<ResidentId>,
    new: &Setting,
    consent: bool,
    today: CivilDate,
) -> Result<(), Refusal> {
    let member = of.and_then(|id| household.member(id));
    match new {
        Setting::Building(_) => Ok(()),
        Setting::Dwelling(text) => dwelling(text),
        Setting::Name(text) => name(text.as_str()),
        Setting::Sex(_) => Ok(()),
        Setting::Born(day) => born(*day, today).and_then(|()| {
            let since = member.map_or(today, |member| member.from);
            from(since, *day, today)
        }),
        Setting::Phone(number) => phone(number.is_some(), consent),
        Setting::From(day) => from(*day, member.and_then(|member| member.born), today).and_then(|()| {
            let left = member.and_then(|member| member.left);
            left.map_or(Ok(()), |left| leaving(left, *day, today))
        }),
        Setting::Left(left) => {
            let since = member.map_or(today, |member| member.from);
            left.map_or(Ok(()), |left| leaving(left, since, today))
        }
        Setting::Relation(relation) => {
            if (*relation == Relation::Head) != (of == household.head) {
                return Err(Refusal::new("people.relation.head", "户主不在这里改，请用“变更户主”。"));
            }
            Ok(())
        }
        Setting::Head(to) => head(household, *to, today),
    }
}

fn leaving(left: Left, since: CivilDate, today: CivilDate) -> Result<(), Refusal> {
    if left.on > today {
        return Err(Refusal::new(
            "people.left.future",
            "离开的日期在今天之后。请在当天或以后登记，人数才不会提前减少。",
        ));
    }
    if left.on < since && left.why != Departure::Mistaken {
        let text = format!("离开的日期早于来此居住的日期（{since}），请检查。");
        return Err(Refusal::new("people.left.before_arrival", text));
    }
    Ok(())
}

/// A minor only where no adult is left to choose.
fn head(household: &Household, to: Option<ResidentId>, today: CivilDate) -> Result<(), Refusal> {
    let member = to
        .and_then(|id| household.member(id))
        .filter(|member| member.left.is_none());
    let Some(member) = member else {
        return Err(Refusal::new("people.head.absent", "户主要从现在住在这一户的人里选。"));
    };
    let minor = member.born.is_some_and(|born| born.years_until(today) < 18);
    if minor && household.here().iter().any(|other| other.is_adult(today)) {
        return Err(Refusal::new(
            "people.head.minor",
            "选的人未满 18 岁，不能当户主，请从成年人里选。",
        ));
    }
    Ok(())
}
