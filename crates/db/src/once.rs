//! A write that is sent twice happens once: the first answer is kept under the sender's own id.

use kernel::{ClientId, Moment, Street};

use crate::engine::Error;
use crate::sql::Sql;
use crate::values;
use crate::writer::Tx;

/// The answer that this id got before.
///
/// # Errors
/// The database's failure.
pub async fn remembered(tx: &Tx, street: Street, client: ClientId) -> Result<Option<String>, Error> {
    let row = tx
        .row(
            "SELECT answer FROM client_requests WHERE street = $1 AND client_id = $2",
            values![street.0, client.0],
        )
        .await?;
    row.map(|row| row.get("answer")).transpose()
}

/// Keeps an answer. Two first writes of one id meet at the key; the second one runs again and finds the first.
pub fn remember(tx: &Tx, street: Street, client: ClientId, answer: &str, now: Moment) {
    tx.later(
        "INSERT INTO client_requests (street, client_id, answer, at) VALUES ($1, $2, $3, $4)",
        values![street.0, client.0, answer, now.0],
    );
}

/// Forgets the answer of one id when it was given at a moment or earlier.
///
/// # Errors
/// The database's failure.
pub async fn forget_before(tx: &Tx, street: Street, client: ClientId, moment: Moment) -> Result<(), Error> {
    tx.run(
        "DELETE FROM client_requests WHERE street = $1 AND client_id = $2 AND at <= $3",
        values![street.0, client.0, moment.0],
    )
    .await
    .map(|_| ())
}

/// Forgets answers older than a moment.
///
/// # Errors
/// The database's failure.
pub async fn forget_old(tx: &Tx, street: Street, before: Moment) -> Result<u64, Error> {
    tx.run(
        "DELETE FROM client_requests WHERE street = $1 AND at < $2",
        values![street.0, before.0],
    )
    .await
}
