//! Where households are kept: one row of folded history, the history itself, and the rows that lists need.

use std::collections::BTreeMap;

use db::{Chain, Error, Insert, Link, Sql, Text, Tx, Values, append, values};
use kernel::{AreaCode, HouseholdId, Moment, Refusal, ResidentId, Scope, Street};
use people_rules::{Change, Event, Household, PersonName};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;
use web::{Fault, Written};

const HOUSEHOLD_COLUMNS: &str =
    "street, id, version, building, dwelling, head_name, search, residents, headless_since, conflicts, body";
const RESIDENT_COLUMNS: &str =
    "street, id, household, name, sex, born, phone, relation, from_day, arrival, to_day, departure";
const BUILDING: &str = "b.id AS building, b.area, b.compound, b.address, b.valid_to";
/// Households as lists and pages find them: with the building that says where they are.
const FROM: &str = "FROM households h JOIN pub_grid_buildings b ON b.street = h.street AND b.id = h.building";

/// Adds the scope to a statement over `b`, the building, or `u`, an upload.
pub(crate) fn in_scope(text: &mut Text, scope: &Scope, column: &str) {
    let mut ways = Vec::new();
    for area in &scope.areas {
        let (first, last) = (text.arg(area.0), text.arg(area.last().0));
        ways.push(format!("{column} BETWEEN {first} AND {last}"));
    }
    match ways.is_empty() {
        true => text.push(" AND 1 = 0"),
        false => text.push(&format!(" AND ({})", ways.join(" OR "))),
    }
}

/// A household, if its building lies within the scope.
///
/// # Errors
/// The database's failure.
pub async fn find_household(db: &impl Sql, scope: &Scope, id: HouseholdId) -> Result<Option<Household>, Error> {
    let sql = format!("SELECT h.body {FROM} WHERE h.street = $1 AND h.id = $2");
    let mut text = Text::new(&sql, values![scope.street.0, id.0]);
    in_scope(&mut text, scope, "b.area");
    let row = db.row(&text.sql, text.values).await?;
    row.map(|row| parse(&row.get::<String>("body")?)).transpose()
}

/// The history of a household that was found within somebody's scope.
///
/// # Errors
/// The database's failure.
pub async fn list_events(db: &impl Sql, street: Street, id: HouseholdId) -> Result<Vec<Event>, Error> {
    db.rows(
        "SELECT body FROM people_events WHERE street = $1 AND about = $2 ORDER BY about_seq",
        values![street.0, id.0],
    )
    .await?
    .into_iter()
    .map(|row| parse(&row.get::<String>("body")?))
    .collect()
}

/// A line of the list.
#[derive(Clone, Debug)]
pub struct HouseholdRow {
    pub id: HouseholdId,
    pub building: BuildingRow,
    pub dwelling: String,
    /// Empty without one.
    pub head_name: PersonName,
    pub residents: i64,
    pub headless_since: Option<String>,
    pub conflicts: i64,
}

/// What a list is asked for.
#[derive(Clone, Default)]
pub struct Filter {
    /// Part of an address, a compound, or the name of somebody who lives there.
    pub words: String,
    pub building: Option<i64>,
    /// Without a head, or with two values of one field.
    pub pending: bool,
    pub page: i64,
}

pub const PAGE: i64 = 50;

/// Households within the scope, by address; one more than a page where there is another.
///
/// # Errors
/// The database's failure.
pub async fn list_households(db: &impl Sql, scope: &Scope, filter: &Filter) -> Result<Vec<HouseholdRow>, Error> {
    let sql = format!(
        "SELECT h.id, h.dwelling, h.head_name, h.residents, h.headless_since, h.conflicts, {BUILDING} {FROM}
         WHERE h.street = $1"
    );
    let mut text = Text::new(&sql, values![scope.street.0]);
    in_scope(&mut text, scope, "b.area");
    if !filter.words.is_empty() {
        let words = unified(&filter.words)
            .replace('\\', "\\\\")
            .replace('%', "\\%")
            .replace('_', "\\_");
        let like = text.arg(format!("%{words}%"));
        text.push(&format!(
            " AND (h.search LIKE {like} ESCAPE '\\' OR b.address LIKE {like} ESCAPE '\\' OR b.compound LIKE {like} ESCAPE '\\')"
        ));
    }
    if let Some(building) = filter.building {
        let building = text.arg(building);
        text.push(&format!(" AND h.building = {building}"));
    }
    if filter.pending {
        text.push(" AND (h.headless_since IS NOT NULL OR h.conflicts > 0)");
    }
    let (most, skip) = (text.arg(PAGE + 1), text.arg(filter.page * PAGE));
    text.push(&format!(
        " ORDER BY b.compound, b.address, h.dwelling, h.id LIMIT {most} OFFSET {skip}"
    ));
    db.rows(&text.sql, text.values)
        .await?
        .iter()
        .map(|row| {
            Ok(HouseholdRow {
                id: HouseholdId(row.get("id")?),
                building: building(row)?,
                dwelling: row.get("dwelling")?,
                head_name: row.get::<String>("head_name")?.into(),
                residents: row.get("residents")?,
                headless_since: row.get("headless_since")?,
                conflicts: row.get("conflicts")?,
            })
        })
        .collect()
}

/// A building as the register of households needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuildingRow {
    pub id: i64,
    pub area: AreaCode,
    pub compound: String,
    pub address: String,
    pub valid_to: Option<Moment>,
}

fn building(row: &db::Row) -> Result<BuildingRow, Error> {
    Ok(BuildingRow {
        id: row.get("building")?,
        area: AreaCode(row.get("area")?),
        compound: row.get("compound")?,
        address: row.get("address")?,
        valid_to: row.get::<Option<i64>>("valid_to")?.map(Moment),
    })
}

/// The buildings within the scope that have not ended.
///
/// # Errors
/// The database's failure.
pub async fn list_buildings(db: &impl Sql, scope: &Scope, now: Moment) -> Result<Vec<BuildingRow>, Error> {
    let mut text = Text::new(
        &format!(
            "SELECT {BUILDING} FROM pub_grid_buildings b WHERE b.street = $1 AND (b.valid_to IS NULL OR b.valid_to > $2)"
        ),
        values![scope.street.0, now.0],
    );
    in_scope(&mut text, scope, "b.area");
    text.push(" ORDER BY b.compound, b.address, b.id");
    db.rows(&text.sql, text.values).await?.iter().map(building).collect()
}

/// A building within the scope, whether it has ended or not.
///
/// # Errors
/// The database's failure.
pub async fn find_building(db: &impl Sql, scope: &Scope, id: i64) -> Result<Option<BuildingRow>, Error> {
    let mut text = Text::new(
        &format!("SELECT {BUILDING} FROM pub_grid_buildings b WHERE b.street = $1 AND b.id = $2"),
        values![scope.street.0, id],
    );
    in_scope(&mut text, scope, "b.area");
    db.row(&text.sql, text.values).await?.as_ref().map(building).transpose()
}

/// Addresses for the history of a household that was found within somebody's scope.
///
/// # Errors
/// The database's failure.
pub async fn list_addresses(db: &impl Sql, street: Street, ids: &[i64]) -> Result<BTreeMap<i64, String>, Error> {
    let mut text = Text::new(
        "SELECT id, address FROM pub_grid_buildings WHERE street = $1",
        values![street.0],
    );
    let ids: Vec<String> = ids.iter().map(|id| text.arg(*id)).collect();
    text.push(&format!(" AND id IN ({})", ids.join(", ")));
    db.rows(&text.sql, text.values)
        .await?
        .iter()
        .map(|row| Ok((row.get("id")?, row.get("address")?)))
        .collect()
}

/// Whether an id of a resident or household was given away already.
///
/// # Errors
/// The database's failure.
pub async fn is_taken(
    tx: &Tx,
    street: Street,
    household: Option<HouseholdId>,
    ids: &[ResidentId],
) -> Result<bool, Error> {
    let mut text = Text::new("SELECT id FROM households WHERE street = $1", values![street.0]);
    let household = text.arg(household.map_or(Uuid::nil(), |id| id.0));
    let ids: Vec<String> = [Uuid::nil()]
        .into_iter()
        .chain(ids.iter().map(|id| id.0))
        .map(|id| text.arg(id))
        .collect();
    text.push(&format!(
        " AND id = {household} UNION ALL SELECT id FROM residents WHERE street = $1 AND id IN ({}) LIMIT 1",
        ids.join(", ")
    ));
    Ok(tx.row(&text.sql, text.values).await?.is_some())
}

/// The one way to write a household: its row, its residents, its conflicts and its history, all from one change.
///
/// # Errors
/// A stale refusal, or the database's failure.
pub async fn save(tx: &Tx, street: Street, before: Option<&Household>, change: &Change) -> Written<()> {
    let household = change.household();
    let row = columns(street, household)?;
    match before {
        None => {
            let mut insert = Insert::into("households", HOUSEHOLD_COLUMNS);
            insert.row(row);
            tx.insert_later(insert);
        }
        Some(before) => {
            let sets: Vec<String> = (HOUSEHOLD_COLUMNS.split(", ").enumerate().skip(2))
                .map(|(index, name)| format!("{name} = ${}", index + 1))
                .collect();
            let sql = format!(
                "UPDATE households SET {} WHERE street = $1 AND id = $2 AND version = ${}",
                sets.join(", "),
                row.len() + 1
            );
            let values = row.into_iter().chain(values![i64::from(before.version)]).collect();
            if tx.run(&sql, values).await? == 0 {
                let text = "刚才已有其他人改过这一户，您的操作没有生效。请看最新情况后再决定。";
                return Err(Fault::Stale(Refusal::new("people.stale", text)).into());
            }
        }
    }
    let event = change.event();
    let link = Link {
        about: household.id.0,
        about_seq: i64::from(event.seq),
        at: event.at,
        action: event.action.key().to_owned(),
        body: write(event)?,
    };
    append(tx, street, Chain::People, &[link]).await?;
    save_residents(tx, street, before, household);
    save_conflicts(tx, street, before, household)?;
    Ok(())
}

fn columns(street: Street, household: &Household) -> Result<Values, Error> {
    let here = household.here();
    let head = household.head.and_then(|id| household.member(id));
    let search: Vec<String> = here.iter().map(|member| unified(member.name.as_str())).collect();
    Ok(values![
        street.0,
        household.id.0,
        i64::from(household.version),
        household.building,
        household.dwelling.as_str(),
        head.map_or("", |head| head.name.as_str()),
        search.join("\n"),
        i64::try_from(here.len()).unwrap_or(i64::MAX),
        household.headless.map(|headless| headless.since.to_string()),
        i64::try_from(household.open_conflicts().count()).unwrap_or(i64::MAX),
        write(household)?,
    ])
}

fn save_residents(tx: &Tx, street: Street, before: Option<&Household>, household: &Household) {
    let sets: Vec<String> = (RESIDENT_COLUMNS.split(", ").skip(3))
        .map(|name| format!("{name} = excluded.{name}"))
        .collect();
    let sql = format!(
        "INSERT INTO residents ({RESIDENT_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         ON CONFLICT (street, id) DO UPDATE SET {} WHERE residents.household = excluded.household",
        sets.join(", ")
    );
    for member in &household.members {
        if before.and_then(|before| before.member(member.id)) == Some(member) {
            continue;
        }
        let values = values![
            street.0,
            member.id.0,
            household.id.0,
            member.name.as_str(),
            member.sex.key(),
            member.born.map(|day| day.to_string()),
            member.phone.as_ref().map(ToString::to_string),
            member.relation.key(),
            member.from.to_string(),
            member.arrival.key(),
            member.left.map(|left| left.on.to_string()),
            member.left.map(|left| left.why.key()),
        ];
        tx.later(&sql, values);
    }
}

fn save_conflicts(tx: &Tx, street: Street, before: Option<&Household>, household: &Household) -> Result<(), Error> {
    for conflict in &household.conflicts {
        if before.is_some_and(|before| before.conflicts.contains(conflict)) {
            continue;
        }
        tx.later(
            "INSERT INTO household_conflicts (street, household, number, resident, field, opened_at, decided_at, body)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (street, household, number) DO UPDATE SET decided_at = excluded.decided_at, body = excluded.body",
            values![
                street.0,
                household.id.0,
                i64::from(conflict.number),
                conflict.of.map(|id| id.0),
                conflict.kept.field().key(),
                conflict.later_by.at.0,
                conflict.decided.as_ref().map(|decided| decided.at.0),
                write(conflict)?,
            ],
        );
    }
    Ok(())
}

/// A name for searching: every dot of names is one dot, blanks are gone; the spelling on record stays (trap N01).
fn unified(name: &str) -> String {
    name.chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '・' | '•' | '‧' | '.' | '．' | '∙' => '·',
            other => other,
        })
        .collect()
}

pub(crate) fn parse<T: DeserializeOwned>(body: &str) -> Result<T, Error> {
    serde_json::from_str(body).map_err(|error| Error::Content(error.to_string()))
}

pub(crate) fn write<T: Serialize>(value: &T) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|error| Error::Content(error.to_string()))
}
