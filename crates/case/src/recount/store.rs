//! Open matters in the order of their ids, and the mark of how far a change of the calendar has come.

use db::{Error, Sql, Tx, values};
use kernel::{Moment, Street};
use uuid::Uuid;

/// Open matters after this one, folded, by their ids.
///
/// # Errors
/// The database's failure.
pub async fn list_open(db: &impl Sql, street: Street, after: Uuid, most: i64) -> Result<Vec<String>, Error> {
    db.rows(
        "SELECT body FROM cases WHERE street = $1 AND id > $2 AND closed_at IS NULL ORDER BY id LIMIT $3",
        values![street.0, after, most],
    )
    .await?
    .iter()
    .map(|row| row.get("body"))
    .collect()
}

/// How far a change has come.
#[derive(Clone, Debug)]
pub struct Progress {
    pub id: Uuid,
    /// From where this stretch began.
    pub from: Uuid,
    /// To where it went; none when no open matter was left.
    pub to: Option<Uuid>,
    pub seen: i64,
    pub moved: i64,
}

/// Moves the mark; false when it was not where the stretch began, or another change took over.
///
/// # Errors
/// The database's failure.
pub async fn advance(tx: &Tx, street: Street, progress: &Progress, now: Moment) -> Result<bool, Error> {
    let finished = progress.to.is_none().then_some(now.0);
    let touched = tx
        .run(
            "UPDATE recounts SET after_case = $4, seen = seen + $5, moved = moved + $6, finished_at = $7
             WHERE street = $1 AND id = $2 AND after_case = $3 AND finished_at IS NULL",
            values![
                street.0,
                progress.id,
                progress.from,
                progress.to.unwrap_or(progress.from),
                progress.seen,
                progress.moved,
                finished
            ],
        )
        .await?;
    Ok(touched == 1)
}
