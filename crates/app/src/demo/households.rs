//! A few dozen invented households in each of the first grids, registered through the rules.

use kernel::{Actor, CivilDate, HouseholdId, Moment, ResidentId, Role};
use people_rules::{
    Arrival, Change, Departure, Edit, Household, Newcomer, Opening, Relation, Setting, Sex, Wish, decide, register,
};
use web::Written;

use super::cast::{Member, id, name, phone};
use super::town::{Rng, Town};
use super::{Failure, STREET, buildings};

/// In so many grids, the first ones of the first community.
const GRIDS: usize = 3;
/// So many households in each.
const HOUSEHOLDS: usize = 36;
/// Names that tables, masks and sorting must get right: rare characters, and the dot of other peoples' names.
const NAMES: &[&str] = &[
    "王𠮷祥",
    "古丽米热·艾比布力",
    "李㛃",
    "欧阳春晓",
    "艾尼瓦尔・吐尔逊",
    "龚䶮",
];
const DAY: i64 = 86_400;

/// A change with the household that it changed.
pub struct Told {
    before: Option<Household>,
    change: Change,
}

/// Writes them the one way there is.
pub async fn load(tx: &db::Tx, all: &[Told]) -> Written<()> {
    for told in all {
        people::store::save(tx, STREET, told.before.as_ref(), &told.change).await?;
    }
    Ok(())
}

/// The households, deterministic from the seed; one has lost its head, of one two workers have said different things.
pub fn told(town: &Town, cast: &[Member], seed: u64, now: Moment) -> Result<Vec<Told>, Failure> {
    let refused = |_| Failure::Story("一户演示住户登记不了");
    // Its own numbers: the rest of the demo stays as it is whatever happens here.
    let mut rng = Rng::new(seed ^ 0x7065_6f70_6c65);
    let rows = buildings(town);
    let mut all = Vec::new();
    for grid in town.grids.iter().take(GRIDS) {
        let homes: Vec<_> = rows
            .iter()
            .filter(|row| row.area.digits() == grid.code && row.households > 0)
            .collect();
        let worker = |role| {
            let found = cast.iter().find(|member| {
                member.post.role == role && member.post.area.is_some_and(|area| area.digits() == grid.code)
            });
            found.map(Member::actor).ok_or(Failure::Story("没有人在岗"))
        };
        let (head, worker) = (worker(Role::GridHead)?, worker(Role::GridWorker)?);
        for number in 0..HOUSEHOLDS {
            let home = homes[number % homes.len()];
            let at = now.plus_seconds(-200 * DAY + 3600 * number as i64);
            let opening = Opening {
                id: HouseholdId(id(&mut rng, at.0)),
                building: home.id,
                dwelling: dwelling(number / homes.len(), home.floors),
                members: family(number, at, &mut rng),
            };
            let change = register(&opening, &worker, at, None).map_err(refused)?;
            let household = change.household().clone();
            all.push(Told { before: None, change });
            match number {
                3 => all.extend(death(household, &worker, now).map_err(refused)?),
                4 => all.extend(two_voices(household, &head, &worker, now).map_err(refused)?),
                _ => {}
            }
        }
    }
    Ok(all)
}

/// Doors of a staircase, floor by floor; a house of its own has none.
fn dwelling(place: usize, floors: i64) -> String {
    if floors < 3 {
        return if place == 0 {
            "独户".into()
        } else {
            format!("东侧第 {place} 间")
        };
    }
    let floor = 1 + (place / 2) % usize::try_from(floors).unwrap_or(1);
    format!("{}单元{floor}0{}", 1 + place / 20, 1 + place % 2)
}

fn family(number: usize, at: Moment, rng: &mut Rng) -> Vec<Newcomer> {
    let of = |relation, sex, age: i16, rng: &mut Rng| newcomer(relation, sex, age, at, rng);
    let (man, woman) = (Sex::Male, Sex::Female);
    let mut family = match number % 6 {
        // The third of each grid: a couple with the grandchild they bring up.
        3 => vec![
            of(Relation::Head, man, 71, rng),
            of(Relation::Spouse, woman, 68, rng),
            of(Relation::Grandchild, man, 9, rng),
        ],
        0 => vec![of(Relation::Head, woman, 78, rng)],
        1 => vec![of(Relation::Head, woman, 29, rng), of(Relation::Spouse, man, 31, rng)],
        2 => vec![
            of(Relation::Head, man, 52, rng),
            of(Relation::Spouse, woman, 50, rng),
            of(Relation::Daughter, woman, 24, rng),
            of(Relation::Parent, woman, 79, rng),
        ],
        _ => vec![
            of(Relation::Head, man, 38, rng),
            of(Relation::Spouse, woman, 36, rng),
            of(Relation::Son, man, 8, rng),
        ],
    };
    if let Some(rare) = NAMES.get(number) {
        family[0].name = (*rare).into();
    }
    let surname = surname(family[0].name.as_str());
    for member in &mut family[1..] {
        let descends = matches!(
            member.relation,
            Relation::Son | Relation::Daughter | Relation::Grandchild
        );
        if let (true, Some(surname)) = (descends, &surname) {
            let given: String = member.name.as_str().chars().skip(1).collect();
            member.name = format!("{surname}{given}").into();
        }
    }
    family
}

/// The surname of a Han name; names with a dot have none.
fn surname(name: &str) -> Option<String> {
    let letters = name.chars().count();
    let whole = !name.contains(['·', '・']);
    whole.then(|| name.chars().take(letters.saturating_sub(2).max(1)).collect())
}

fn newcomer(relation: Relation, sex: Sex, age: i16, at: Moment, rng: &mut Rng) -> Newcomer {
    let today = at.day().0;
    let born = jiff::civil::date(today.year() - age, 1 + rng.below(8) as i8, 1 + rng.below(28) as i8);
    let came = jiff::civil::date(today.year() - 1 - rng.below(12) as i16, 3, 1 + rng.below(28) as i8);
    let phone = (age > 18 && rng.chance(0.6)).then(|| phone(rng).parse().ok()).flatten();
    Newcomer {
        id: ResidentId(id(rng, at.0)),
        name: name(rng).into(),
        sex,
        born: Some(CivilDate(born)),
        consent: phone.is_some(),
        phone,
        relation,
        from: CivilDate(born.max(came)),
        arrival: if born > came { Arrival::Born } else { Arrival::Living },
    }
}

/// The head died three days ago; the proposal waits to be confirmed.
fn death(household: Household, worker: &Actor, now: Moment) -> Result<Option<Told>, kernel::Refusal> {
    let Some(member) = household.head else { return Ok(None) };
    let wish = Wish::End {
        base: household.version,
        member,
        on: now.plus_seconds(-3 * DAY).day(),
        why: Departure::Died,
    };
    let change = decide(&household, worker, now.plus_seconds(-2 * DAY), &wish, None)?;
    Ok(Some(Told {
        before: Some(household),
        change,
    }))
}

/// Head and worker of the grid both learned another number of the same person.
fn two_voices(first: Household, head: &Actor, worker: &Actor, now: Moment) -> Result<Vec<Told>, kernel::Refusal> {
    let mut told = Vec::new();
    let mut before = first.clone();
    for (actor, number, hours) in [(head, "15400000001", 30), (worker, "15400000002", 6)] {
        let member = &first.members[1];
        let edit = Edit {
            of: Some(member.id),
            old: Setting::Phone(member.phone.clone()),
            new: Setting::Phone(number.parse().ok()),
            consent: true,
        };
        let wish = Wish::Correct {
            base: first.version,
            edits: vec![edit],
        };
        let change = decide(&before, actor, now.plus_seconds(-3600 * hours), &wish, None)?;
        let after = change.household().clone();
        told.push(Told {
            before: Some(std::mem::replace(&mut before, after)),
            change,
        });
    }
    Ok(told)
}
