//! Words and pictures that must not stay, taken out of the tables that hold them (trap S08).

use db::{Error, Sql, Tx, values};
use kernel::{AttachmentId, CaseId, Moment, Street};

/// Puts a new body in the place of an entry's; the chain keeps the digest of the first one.
///
/// # Errors
/// The database's failure.
pub async fn reword_entry(tx: &Tx, street: Street, case: CaseId, seq: u32, body: String) -> Result<(), Error> {
    tx.run(
        "UPDATE case_events SET body = $4 WHERE street = $1 AND about = $2 AND about_seq = $3",
        values![street.0, case.0, i64::from(seq), body],
    )
    .await
    .map(|_| ())
}

/// Takes the words of an entry out of the notices that were written with it.
///
/// # Errors
/// The database's failure.
pub async fn reword_notices(
    tx: &Tx,
    street: Street,
    case: CaseId,
    at: Moment,
    words: &str,
    mark: &str,
) -> Result<(), Error> {
    tx.run(
        "UPDATE notices SET text = REPLACE(text, $4, $5) WHERE street = $1 AND case_id = $2 AND at = $3",
        values![street.0, case.0, at.0, words, mark],
    )
    .await
    .map(|_| ())
}

/// Removes a picture for good.
///
/// # Errors
/// The database's failure.
pub async fn remove_photo(tx: &Tx, street: Street, case: CaseId, photo: AttachmentId) -> Result<(), Error> {
    tx.run(
        "DELETE FROM case_photos WHERE street = $1 AND case_id = $2 AND id = $3",
        values![street.0, case.0, photo.0],
    )
    .await
    .map(|_| ())
}
