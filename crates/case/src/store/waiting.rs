//! What was taken in and nobody has in hand; and things that are done once a day.

use db::{Error, Sql, Tx, values};
use kernel::{CaseId, Moment, Street};

use crate::flags::VACANT;

/// Matters that nobody has in hand.
#[derive(Clone, Copy, Debug)]
pub struct Waiting {
    pub number: i64,
    pub oldest: CaseId,
    pub since: Moment,
}

/// Matters reported before a moment that nobody has in hand: at the centre to be taken in or sent on, anywhere to be
/// dispatched, or sent to a desk where nobody sits.
///
/// # Errors
/// The database's failure.
pub async fn find_waiting(db: &impl Sql, street: Street, before: Moment) -> Result<Option<Waiting>, Error> {
    const WAITING: &str = "street = $1 AND closed_at IS NULL AND reported_at < $2
        AND (state IN ('filed', 'awaiting_dispatch') OR (desk = 'centre' AND state IN ('reported', 'returned', 'reopened'))
          OR (state IN ('verifying', 'dispatched', 'rework') AND (flags & $3) <> 0))";
    let given = || values![street.0, before.0, VACANT];
    let oldest = db
        .row(
            &format!("SELECT id, reported_at FROM cases WHERE {WAITING} ORDER BY reported_at, id LIMIT 1"),
            given(),
        )
        .await?;
    let Some(oldest) = oldest else { return Ok(None) };
    let count = db
        .row(
            &format!("SELECT COUNT(*) AS number FROM cases WHERE {WAITING}"),
            given(),
        )
        .await?;
    Ok(Some(Waiting {
        number: count.map_or(Ok(1), |row| row.get("number"))?,
        oldest: CaseId(oldest.get("id")?),
        since: Moment(oldest.get("reported_at")?),
    }))
}

/// Whether something was done on this day already.
///
/// # Errors
/// The database's failure.
pub async fn was_taken(db: &impl Sql, street: Street, name: &str, day: i64) -> Result<bool, Error> {
    let row = db
        .row(
            "SELECT value FROM counters WHERE street = $1 AND name = $2 AND value >= $3",
            values![street.0, name, day],
        )
        .await?;
    Ok(row.is_some())
}

/// Takes a day for something that is done once; false when somebody was faster.
///
/// # Errors
/// The database's failure.
pub async fn take_day(tx: &Tx, street: Street, name: &str, day: i64) -> Result<bool, Error> {
    let taken = tx
        .run(
            "INSERT INTO counters (street, name, value) VALUES ($1, $2, $3)
             ON CONFLICT (street, name) DO UPDATE SET value = excluded.value WHERE counters.value < excluded.value",
            values![street.0, name, day],
        )
        .await?;
    Ok(taken > 0)
}
