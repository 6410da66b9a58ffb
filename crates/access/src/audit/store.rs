//! The office's history as the audit reads it.

use db::{Error, Sql, values};
use kernel::{Moment, Street};

/// An entry of the office's history, newest first.
#[derive(Clone, Debug)]
pub struct AuditRow {
    pub seq: i64,
    pub at: Moment,
    pub action: String,
    pub body: String,
}

/// # Errors
/// The database's failure.
pub async fn list_audit(db: &impl Sql, street: Street, before: i64, most: i64) -> Result<Vec<AuditRow>, Error> {
    db.rows(
        "SELECT seq, at, action, body FROM office_events WHERE street = $1 AND seq < $2 ORDER BY seq DESC LIMIT $3",
        values![street.0, before, most],
    )
    .await?
    .iter()
    .map(|row| {
        Ok(AuditRow {
            seq: row.get("seq")?,
            at: Moment(row.get("at")?),
            action: row.get("action")?,
            body: row.get("body")?,
        })
    })
    .collect()
}
