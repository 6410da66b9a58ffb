//! Leaves as they are kept.

use db::{Error, Sql, Tx, values};
use kernel::{AbsenceId, AccountId, Moment, Street};

use super::decide::{Absence, Days};

/// Leaves that are not over, the first to begin in front.
///
/// # Errors
/// The database's failure.
pub async fn list_absences(db: &impl Sql, street: Street, now: Moment) -> Result<Vec<Absence>, Error> {
    db.rows(
        "SELECT s.id, s.account, a.name, s.from_at, s.to_at, s.deputy, d.name AS deputy_name FROM absences s
         JOIN accounts a ON a.street = s.street AND a.id = s.account
         LEFT JOIN accounts d ON d.street = s.street AND d.id = s.deputy
         WHERE s.street = $1 AND s.ended_at IS NULL AND s.to_at > $2 ORDER BY s.from_at, a.name",
        values![street.0, now.0],
    )
    .await?
    .iter()
    .map(|row| {
        let deputy: Option<uuid::Uuid> = row.get("deputy")?;
        Ok(Absence {
            id: AbsenceId(row.get("id")?),
            account: AccountId(row.get("account")?),
            name: row.get("name")?,
            days: Days {
                from: Moment(row.get("from_at")?),
                to: Moment(row.get("to_at")?),
            },
            deputy: deputy.map(AccountId).zip(row.get::<Option<String>>("deputy_name")?),
        })
    })
    .collect()
}

/// # Errors
/// The database's failure.
pub async fn add_absence(tx: &Tx, street: Street, absence: &Absence) -> Result<(), Error> {
    tx.run(
        "INSERT INTO absences (street, id, account, from_at, to_at, deputy) VALUES ($1, $2, $3, $4, $5, $6)",
        values![
            street.0,
            absence.id.0,
            absence.account.0,
            absence.days.from.0,
            absence.days.to.0,
            absence.deputy.as_ref().map(|(deputy, _)| deputy.0)
        ],
    )
    .await
    .map(|_| ())
}

/// # Errors
/// The database's failure.
pub async fn end_absence(tx: &Tx, street: Street, id: AbsenceId, now: Moment) -> Result<u64, Error> {
    tx.run(
        "UPDATE absences SET ended_at = $3 WHERE street = $1 AND id = $2 AND ended_at IS NULL",
        values![street.0, id.0, now.0],
    )
    .await
}
