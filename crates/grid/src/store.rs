//! Areas, buildings, units and drawn documents.

use db::{Error, Insert, Row, Sql, Tx, values};
use kernel::{AreaCode, Level, Moment, Street, UnitKey};
use serde_json::Value;
use web::{AreaName, UnitName};

/// A drawn area: rings in the order of GeoJSON, outlines and holes as structure says.
#[derive(Clone, Debug, PartialEq)]
pub struct AreaRow {
    pub code: AreaCode,
    pub name: String,
    pub households: i64,
    pub residents: i64,
    pub rings: Vec<Vec<[f64; 2]>>,
}

/// The areas valid at a moment, from the street down.
///
/// # Errors
/// The database's failure, or a shape that cannot be read.
pub async fn list_areas(db: &impl Sql, street: Street, now: Moment) -> Result<Vec<AreaRow>, Error> {
    db.rows(
        "SELECT code, name, households, residents, shape FROM areas
         WHERE street = $1 AND valid_from <= $2 AND (valid_to IS NULL OR valid_to > $2) ORDER BY code",
        values![street.0, now.0],
    )
    .await?
    .iter()
    .map(|row| {
        let shape: String = row.get("shape")?;
        Ok(AreaRow {
            code: AreaCode(row.get("code")?),
            name: row.get("name")?,
            households: row.get("households")?,
            residents: row.get("residents")?,
            rings: serde_json::from_str(&shape).map_err(|error| Error::Content(error.to_string()))?,
        })
    })
    .collect()
}

/// Draws areas as a new layer, valid from a moment.
///
/// # Errors
/// The database's failure.
pub async fn add_areas(
    tx: &Tx,
    street: Street,
    layer: i64,
    note: &str,
    areas: &[AreaRow],
    from: Moment,
) -> Result<(), Error> {
    insert_layer(tx, street, layer, note, from).await?;
    insert_areas(tx, street, layer, areas, from).await
}

/// Notes a layer; its areas follow.
///
/// # Errors
/// The database's failure.
pub async fn insert_layer(tx: &Tx, street: Street, layer: i64, note: &str, from: Moment) -> Result<(), Error> {
    tx.run(
        "INSERT INTO layers (street, layer, valid_from, note) VALUES ($1, $2, $3, $4)",
        values![street.0, layer, from.0, note],
    )
    .await
    .map(|_| ())
}

/// Adds areas to a layer that is there.
///
/// # Errors
/// The database's failure.
pub async fn insert_areas(tx: &Tx, street: Street, layer: i64, areas: &[AreaRow], from: Moment) -> Result<(), Error> {
    let mut insert = Insert::into(
        "areas",
        "street, code, valid_from, layer, level, name, households, residents, shape",
    );
    for area in areas {
        let level: Level = area.code.level();
        let shape = serde_json::to_string(&area.rings).map_err(|error| Error::Content(error.to_string()))?;
        insert.row(values![
            street.0,
            area.code.0,
            from.0,
            layer,
            level.key(),
            area.name.as_str(),
            area.households,
            area.residents,
            shape
        ]);
    }
    tx.insert(insert).await
}

/// Ends every area valid now, so that another layer can take over.
///
/// # Errors
/// The database's failure.
pub async fn end_areas(tx: &Tx, street: Street, now: Moment) -> Result<u64, Error> {
    tx.run(
        "UPDATE areas SET valid_to = $2 WHERE street = $1 AND valid_to IS NULL",
        values![street.0, now.0],
    )
    .await
}

/// Ends the areas of one level, or one of them.
///
/// # Errors
/// The database's failure.
pub async fn end_level(
    tx: &Tx,
    street: Street,
    level: Level,
    only: Option<AreaCode>,
    now: Moment,
) -> Result<u64, Error> {
    tx.run(
        "UPDATE areas SET valid_to = $3 WHERE street = $1 AND level = $2 AND valid_to IS NULL AND ($4 = 0 OR code = $4)",
        values![street.0, level.key(), now.0, only.map_or(0, |code| code.0)],
    )
    .await
}

/// The areas that have no end yet, also those that begin later.
///
/// # Errors
/// The database's failure, or a shape that cannot be read.
pub async fn list_unended(db: &impl Sql, street: Street) -> Result<Vec<AreaRow>, Error> {
    list_areas(db, street, Moment(i64::MAX)).await
}

/// The latest moment at which an area of a level began.
///
/// # Errors
/// The database's failure.
pub async fn newest_start(db: &impl Sql, street: Street, level: Level) -> Result<Moment, Error> {
    let row = db
        .row(
            "SELECT COALESCE(MAX(valid_from), 0) AS newest FROM areas WHERE street = $1 AND level = $2",
            values![street.0, level.key()],
        )
        .await?;
    row.map_or(Ok(Moment(0)), |row| Ok(Moment(row.get("newest")?)))
}

/// Open matters at or below an area.
///
/// # Errors
/// The database's failure.
pub async fn count_open_work(db: &impl Sql, street: Street, area: AreaCode) -> Result<i64, Error> {
    let row = db
        .row(
            "SELECT COUNT(*) AS number FROM pub_case_open WHERE street = $1 AND desk IS NOT NULL AND area BETWEEN $2 AND $3",
            values![street.0, area.0, area.last().0],
        )
        .await?;
    row.map_or(Ok(0), |row| row.get("number"))
}

/// # Errors
/// The database's failure.
pub async fn newest_layer(db: &impl Sql, street: Street) -> Result<i64, Error> {
    let row = db
        .row(
            "SELECT COALESCE(MAX(layer), 0) AS layer FROM layers WHERE street = $1",
            values![street.0],
        )
        .await?;
    row.map_or(Ok(0), |row| row.get("layer"))
}

/// The layer in use at a moment; another may be decided already.
///
/// # Errors
/// The database's failure.
pub async fn layer_at(db: &impl Sql, street: Street, now: Moment) -> Result<i64, Error> {
    let row = db
        .row(
            "SELECT COALESCE(MAX(layer), 0) AS layer FROM layers WHERE street = $1 AND valid_from <= $2",
            values![street.0, now.0],
        )
        .await?;
    row.map_or(Ok(0), |row| row.get("layer"))
}

/// Changes whenever an area or unit begins or ends: cheap to ask now and then.
///
/// # Errors
/// The database's failure.
pub async fn tree_mark(db: &impl Sql, street: Street, now: Moment) -> Result<String, Error> {
    let mut mark = String::new();
    for table in ["areas", "units"] {
        let sql = format!(
            "SELECT COUNT(*) AS number, COALESCE(MAX(valid_from), 0) AS began,
                COALESCE(MAX(CASE WHEN valid_to <= $2 THEN valid_to END), 0) AS ended
             FROM {table} WHERE street = $1 AND valid_from <= $2"
        );
        if let Some(row) = db.row(&sql, values![street.0, now.0]).await? {
            let (number, began, ended): (i64, i64, i64) = (row.get("number")?, row.get("began")?, row.get("ended")?);
            mark.push_str(&format!("{table} {number} {began} {ended} "));
        }
    }
    Ok(mark)
}

/// Every area there ever was, by its last name; the shape is not read.
///
/// # Errors
/// The database's failure.
pub async fn list_area_names(db: &impl Sql, street: Street) -> Result<Vec<AreaName>, Error> {
    db.rows(
        "SELECT code, name FROM areas WHERE street = $1 ORDER BY code, valid_from",
        values![street.0],
    )
    .await?
    .iter()
    .map(|row| {
        Ok(AreaName {
            code: AreaCode(row.get("code")?),
            name: row.get("name")?,
        })
    })
    .collect()
}

/// A building with its counts.
#[derive(Clone, Debug, PartialEq)]
pub struct BuildingRow {
    pub id: i64,
    pub area: AreaCode,
    pub compound: String,
    pub address: String,
    pub floors: i64,
    pub households: i64,
    pub residents: i64,
    pub point: [f64; 2],
}

/// # Errors
/// The database's failure.
pub async fn add_buildings(tx: &Tx, street: Street, buildings: &[BuildingRow], from: Moment) -> Result<(), Error> {
    let mut insert = Insert::into(
        "buildings",
        "street, id, area, valid_from, compound, address, floors, households, residents, lng, lat",
    )
    .or_keep();
    for building in buildings {
        insert.row(values![
            street.0,
            building.id,
            building.area.0,
            from.0,
            building.compound.as_str(),
            building.address.as_str(),
            building.floors,
            building.households,
            building.residents,
            building.point[0],
            building.point[1]
        ]);
    }
    tx.insert(insert).await
}

/// The buildings that have no end yet.
///
/// # Errors
/// The database's failure.
pub async fn list_buildings(db: &impl Sql, street: Street) -> Result<Vec<BuildingRow>, Error> {
    db.rows(
        "SELECT id, area, compound, address, floors, households, residents, lng, lat FROM buildings
         WHERE street = $1 AND valid_to IS NULL ORDER BY id",
        values![street.0],
    )
    .await?
    .iter()
    .map(|row| {
        Ok(BuildingRow {
            id: row.get("id")?,
            area: AreaCode(row.get("area")?),
            compound: row.get("compound")?,
            address: row.get("address")?,
            floors: row.get("floors")?,
            households: row.get("households")?,
            residents: row.get("residents")?,
            point: [row.get("lng")?, row.get("lat")?],
        })
    })
    .collect()
}

/// Ends buildings and adds them as they are now; new ones have nothing to end.
///
/// # Errors
/// The database's failure.
pub async fn replace_buildings(tx: &Tx, street: Street, buildings: &[BuildingRow], now: Moment) -> Result<(), Error> {
    for building in buildings {
        tx.run(
            "UPDATE buildings SET valid_to = $3 WHERE street = $1 AND id = $2 AND valid_to IS NULL",
            values![street.0, building.id, now.0],
        )
        .await?;
    }
    add_buildings(tx, street, buildings, now).await
}

/// The units that have ended.
///
/// # Errors
/// The database's failure.
pub async fn list_former_units(db: &impl Sql, street: Street, now: Moment) -> Result<Vec<UnitName>, Error> {
    db.rows(
        "SELECT key, name, kind FROM units WHERE street = $1 AND valid_to <= $2 ORDER BY position",
        values![street.0, now.0],
    )
    .await?
    .iter()
    .map(unit_name)
    .collect()
}

fn unit_name(row: &Row) -> Result<UnitName, Error> {
    let kind: String = row.get("kind")?;
    Ok(UnitName {
        key: UnitKey(row.get("key")?),
        name: row.get("name")?,
        is_district: kind == "district",
    })
}

/// # Errors
/// The database's failure.
pub async fn list_units(db: &impl Sql, street: Street, now: Moment) -> Result<Vec<UnitName>, Error> {
    db.rows(
        "SELECT key, name, kind FROM units WHERE street = $1 AND valid_from <= $2 AND (valid_to IS NULL OR valid_to > $2) ORDER BY position",
        values![street.0, now.0],
    )
    .await?
    .iter()
    .map(unit_name)
    .collect()
}

/// # Errors
/// The database's failure.
pub async fn add_units(tx: &Tx, street: Street, units: &[UnitName], from: Moment) -> Result<(), Error> {
    let mut insert = Insert::into("units", "street, key, name, kind, position, valid_from");
    for (position, unit) in (1_i64..).zip(units) {
        let kind = if unit.is_district { "district" } else { "street" };
        insert.row(values![
            street.0,
            unit.key.0.as_str(),
            unit.name.as_str(),
            kind,
            position,
            from.0
        ]);
    }
    tx.insert(insert).await
}

/// A drawn document, kept whole because it is served whole.
///
/// # Errors
/// The database's failure.
pub async fn put_document(tx: &Tx, street: Street, name: &str, body: &Value) -> Result<(), Error> {
    tx.run(
        "INSERT INTO documents (street, name, body) VALUES ($1, $2, $3)
         ON CONFLICT (street, name) DO UPDATE SET body = excluded.body",
        values![street.0, name, body.to_string()],
    )
    .await
    .map(|_| ())
}

/// # Errors
/// The database's failure.
pub async fn find_document(db: &impl Sql, street: Street, name: &str) -> Result<Option<String>, Error> {
    let row = db
        .row(
            "SELECT body FROM documents WHERE street = $1 AND name = $2",
            values![street.0, name],
        )
        .await?;
    row.map(|row| row.get("body")).transpose()
}
