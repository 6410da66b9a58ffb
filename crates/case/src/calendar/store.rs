//! Notices and closures as they are written; they are read in `web::calendar`, which every clock needs.

use db::{Error, Sql, Tx, values};
use kernel::{Moment, Street};
use uuid::Uuid;
use web::calendar::{Closure, Notice, day_number};

use crate::store::write;

/// Keeps a notice as the next version of its year.
///
/// # Errors
/// The database's failure.
pub async fn add_notice(tx: &Tx, street: Street, notice: &Notice, by: &str, now: Moment) -> Result<i64, Error> {
    let year = i64::from(notice.year);
    let row = tx
        .row(
            "SELECT COALESCE(MAX(version), 0) + 1 AS version FROM calendar_notices WHERE street = $1 AND year = $2",
            values![street.0, year],
        )
        .await?;
    let version: i64 = row.map_or(Ok(1), |row| row.get("version"))?;
    tx.run(
        "INSERT INTO calendar_notices (street, year, version, accepted_at, accepted_by, citation, body)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        values![street.0, year, version, now.0, by, notice.citation(), write(notice)?],
    )
    .await?;
    Ok(version)
}

/// # Errors
/// The database's failure.
pub async fn add_closure(tx: &Tx, street: Street, id: Uuid, closure: &Closure, now: Moment) -> Result<(), Error> {
    tx.run(
        "INSERT INTO calendar_closures (street, id, day, works, reason, added_at) VALUES ($1, $2, $3, $4, $5, $6)",
        values![
            street.0,
            id,
            day_number(closure.date),
            i64::from(closure.works),
            closure.reason.as_str(),
            now.0
        ],
    )
    .await
    .map(|_| ())
}

/// # Errors
/// The database's failure.
pub async fn end_closure(tx: &Tx, street: Street, id: Uuid, now: Moment) -> Result<(), Error> {
    tx.run(
        "UPDATE calendar_closures SET ended_at = $3 WHERE street = $1 AND id = $2 AND ended_at IS NULL",
        values![street.0, id, now.0],
    )
    .await
    .map(|_| ())
}
