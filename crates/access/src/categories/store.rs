//! Categories and their standards.

use codes::Catalogue;
use codes::catalogue::{Basis, Item, Standard};
use db::{Error, Insert, Sql, Tx, values};
use kernel::{Moment, Street};
use web::Fault;

const ITEM: &str =
    "street, code, position, major, name, lead, basis, taken_back_by, words, places, weight, valid_from, valid_to";
const STANDARD: &str = "street, id, position, condition, amount, unit, season, evidence";

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

fn whole<T: TryFrom<i64>>(value: i64) -> Result<T, Error> {
    T::try_from(value).map_err(|_| Error::Content(format!("{value} is out of range")))
}

async fn list_items(db: &impl Sql, street: Street) -> Result<Vec<Item>, Error> {
    db.rows(
        "SELECT code, major, name, lead, basis, taken_back_by, words, places, weight, valid_to FROM catalogue_items
         WHERE street = $1 ORDER BY position, code",
        values![street.0],
    )
    .await?
    .iter()
    .map(|row| {
        let basis: String = row.get("basis")?;
        Ok(Item {
            code: row.get("code")?,
            major: row.get("major")?,
            name: row.get("name")?,
            lead: row.get("lead")?,
            basis: Basis::of(&basis).ok_or(Error::Content(basis))?,
            taken_back_by: row.get("taken_back_by")?,
            words: words(&row.get::<String>("words")?),
            places: words(&row.get::<String>("places")?),
            weight: whole(row.get("weight")?)?,
            ended_at: row.get("valid_to")?,
        })
    })
    .collect()
}

async fn list_standards(db: &impl Sql, street: Street) -> Result<Vec<Standard>, Error> {
    db.rows(
        "SELECT id, condition, amount, unit, season, evidence FROM catalogue_standards WHERE street = $1 ORDER BY position, id",
        values![street.0],
    )
    .await?
    .iter()
    .map(|row| {
        Ok(Standard {
            id: row.get("id")?,
            condition: row.get("condition")?,
            limit: whole(row.get("amount")?)?,
            unit: row.get("unit")?,
            season: row.get("season")?,
            evidence: row.get::<i64>("evidence")? != 0,
        })
    })
    .collect()
}

/// The office's catalogue, ended categories too.
///
/// # Errors
/// The database's failure; rows that do not make a catalogue, in words.
pub async fn load_catalogue(db: &impl Sql, street: Street) -> Result<Catalogue, Fault> {
    let (items, standards) = (list_items(db, street).await?, list_standards(db, street).await?);
    Catalogue::of(items, standards).map_err(|error| Fault::Unreadable(format!("事项目录不能用：{error}。")))
}

/// Founds an office's catalogue.
///
/// # Errors
/// The database's failure.
pub async fn add_catalogue(tx: &Tx, street: Street, catalogue: &Catalogue, from: Moment) -> Result<(), Error> {
    let mut items = Insert::into("catalogue_items", ITEM);
    let mut standards = Insert::into("catalogue_standards", STANDARD);
    for (position, item) in (1_i64..).zip(catalogue.items()) {
        items.row(item_row(street, position, item, from));
        for (position, standard) in (1_i64..).zip(catalogue.standards(&item.code)) {
            standards.row(standard_row(street, position, standard));
        }
    }
    tx.insert(items).await?;
    tx.insert(standards).await
}

fn item_row(street: Street, position: i64, item: &Item, from: Moment) -> db::Values {
    values![
        street.0,
        item.code.as_str(),
        position,
        item.major.as_str(),
        item.name.as_str(),
        item.lead.as_str(),
        item.basis.key(),
        item.taken_back_by.clone(),
        item.words.join(" "),
        item.places.join(" "),
        i64::from(item.weight),
        from.0,
        item.ended_at
    ]
}

fn standard_row(street: Street, position: i64, standard: &Standard) -> db::Values {
    values![
        street.0,
        standard.id.as_str(),
        position,
        standard.condition.as_str(),
        i64::from(standard.limit),
        standard.unit.as_str(),
        standard.season.clone(),
        i64::from(standard.evidence)
    ]
}

/// Adds a category, or stores what is now so of one that is there. New ones stand behind the others of their class.
///
/// # Errors
/// The database's failure.
pub async fn put_item(tx: &Tx, street: Street, item: &Item, standards: &[Standard], now: Moment) -> Result<(), Error> {
    let row = tx
        .row(
            "SELECT COALESCE(MAX(CASE WHEN code = $2 THEN position END), MAX(CASE WHEN major = $3 THEN position END), MAX(position) + 1, 1) AS position
             FROM catalogue_items WHERE street = $1",
            values![street.0, item.code.as_str(), item.major.as_str()],
        )
        .await?;
    let position: i64 = row.map_or(Ok(1), |row| row.get("position"))?;
    tx.run(
        &format!(
            "INSERT INTO catalogue_items ({ITEM}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
             ON CONFLICT (street, code) DO UPDATE SET position = excluded.position, major = excluded.major, name = excluded.name,
             lead = excluded.lead, basis = excluded.basis, taken_back_by = excluded.taken_back_by, words = excluded.words,
             places = excluded.places, weight = excluded.weight, valid_to = excluded.valid_to"
        ),
        item_row(street, position, item, now),
    )
    .await?;
    for (position, standard) in (1_i64..).zip(standards) {
        tx.run(
            &format!(
                "INSERT INTO catalogue_standards ({STANDARD}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                 ON CONFLICT (street, id) DO UPDATE SET amount = excluded.amount, unit = excluded.unit, evidence = excluded.evidence"
            ),
            standard_row(street, position, standard),
        )
        .await?;
    }
    Ok(())
}
