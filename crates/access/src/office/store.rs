//! The office's settings and the names of its roles.

use std::sync::Arc;

use db::{Error, Sql, Tx, values};
use kernel::Street;
use web::calendar::load_calendar;
use web::{Fault, Settings, Setup};

use crate::categories::store::load_catalogue;

/// The office's name and settings.
///
/// # Errors
/// The database's failure, or settings that cannot be read.
pub async fn find_settings(db: &impl Sql, street: Street) -> Result<Option<(String, Settings)>, Error> {
    let row = db
        .row(
            "SELECT name, settings FROM offices WHERE street = $1",
            values![street.0],
        )
        .await?;
    row.map(|row| {
        let text: String = row.get("settings")?;
        let settings = serde_json::from_str(&text).map_err(|error| Error::Content(format!("settings: {error}")))?;
        Ok((row.get("name")?, settings))
    })
    .transpose()
}

/// What the office has set for itself, ready for use.
///
/// # Errors
/// The database's failure; settings or categories that cannot be used, in words.
pub async fn load_setup(db: &impl Sql, street: Street) -> Result<Setup, Fault> {
    let (name, settings) = find_settings(db, street).await?.ok_or(Fault::Absent)?;
    let timetable = settings
        .timetable(load_calendar(db, street).await?)
        .map_err(|error| Fault::Unreadable(format!("机构设置里的办公时间不能用：{error}。")))?;
    let catalogue = load_catalogue(db, street).await?;
    Ok(Setup {
        name,
        settings,
        timetable: Arc::new(timetable),
        catalogue: Arc::new(catalogue),
    })
}

/// # Errors
/// The database's failure.
pub async fn save_settings(tx: &Tx, street: Street, name: &str, settings: &Settings) -> Result<(), Error> {
    let text = serde_json::to_string(settings).map_err(|error| Error::Content(error.to_string()))?;
    tx.run(
        "UPDATE offices SET name = $2, settings = $3 WHERE street = $1",
        values![street.0, name, text],
    )
    .await
    .map(|_| ())
}

/// The roles in their order: key and what the office calls them.
///
/// # Errors
/// The database's failure.
pub async fn list_roles(db: &impl Sql, street: Street) -> Result<Vec<(String, String)>, Error> {
    db.rows(
        "SELECT key, name FROM roles WHERE street = $1 ORDER BY position",
        values![street.0],
    )
    .await?
    .iter()
    .map(|row| Ok((row.get("key")?, row.get("name")?)))
    .collect()
}

/// # Errors
/// The database's failure.
pub async fn rename_role(tx: &Tx, street: Street, key: &str, name: &str) -> Result<(), Error> {
    tx.run(
        "UPDATE roles SET name = $3 WHERE street = $1 AND key = $2",
        values![street.0, key, name],
    )
    .await
    .map(|_| ())
}
