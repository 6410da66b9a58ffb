//! What came from foreign files: which row became which matter, and how their columns were read.

use db::{Error, Insert, Sql, Text, Tx, values};
use kernel::{CaseId, Street};

/// A row of a foreign file and the matter it became.
#[derive(Clone, Debug)]
pub struct Taken {
    pub key: String,
    pub case: CaseId,
    /// SM3 of the row as it was read.
    pub digest: Vec<u8>,
}

/// Parameters that one statement carries on either engine.
const MOST_KEYS: usize = 500;

/// Which of the keys were imported from a source before.
///
/// # Errors
/// The database's failure.
pub async fn list_imports(db: &impl Sql, street: Street, source: &str, keys: &[String]) -> Result<Vec<Taken>, Error> {
    let mut found = Vec::new();
    for keys in keys.chunks(MOST_KEYS) {
        let mut text = Text::new(
            "SELECT source_key, case_id, digest FROM case_imports WHERE street = $1 AND source = $2 AND source_key IN (",
            values![street.0, source],
        );
        let places: Vec<String> = keys.iter().map(|key| text.arg(key.as_str())).collect();
        text.push(&places.join(", "));
        text.push(")");
        for row in db.rows(&text.sql, text.values).await? {
            found.push(Taken {
                key: row.get("source_key")?,
                case: CaseId(row.get("case_id")?),
                digest: row.get("digest")?,
            });
        }
    }
    Ok(found)
}

/// Keeps which rows became which matters. Two imports of one row meet at the key and the second runs again.
///
/// # Errors
/// The database's failure.
pub async fn keep_imports(tx: &Tx, street: Street, source: &str, taken: &[Taken]) -> Result<(), Error> {
    let mut insert = Insert::into("case_imports", "street, source, source_key, case_id, digest");
    for row in taken {
        insert.row(values![
            street.0,
            source,
            row.key.as_str(),
            row.case.0,
            row.digest.clone()
        ]);
    }
    tx.insert(insert).await
}

/// Keeps that a row was read again with other content.
///
/// # Errors
/// The database's failure.
pub async fn update_import(tx: &Tx, street: Street, source: &str, taken: &Taken) -> Result<(), Error> {
    tx.run(
        "UPDATE case_imports SET digest = $4 WHERE street = $1 AND source = $2 AND source_key = $3",
        values![street.0, source, taken.key.as_str(), taken.digest.clone()],
    )
    .await
    .map(|_| ())
}

/// Corrects the name of the first reporter, which stands apart from history.
///
/// # Errors
/// The database's failure.
pub async fn rename_reporter(tx: &Tx, street: Street, case: CaseId, name: &str) -> Result<(), Error> {
    tx.run(
        "UPDATE case_reporters SET name = $3 WHERE street = $1 AND case_id = $2 AND place = 1",
        values![street.0, case.0, name],
    )
    .await
    .map(|_| ())
}

/// How the columns of a file were read, kept for next time.
///
/// # Errors
/// The database's failure.
pub async fn find_mapping(db: &impl Sql, street: Street, name: &str) -> Result<Option<String>, Error> {
    let row = db
        .row(
            "SELECT body FROM mappings WHERE street = $1 AND name = $2",
            values![street.0, name],
        )
        .await?;
    row.map(|row| row.get("body")).transpose()
}

/// # Errors
/// The database's failure.
pub async fn put_mapping(tx: &Tx, street: Street, name: &str, body: &str) -> Result<(), Error> {
    tx.run(
        "INSERT INTO mappings (street, name, body) VALUES ($1, $2, $3)
         ON CONFLICT (street, name) DO UPDATE SET body = excluded.body",
        values![street.0, name, body],
    )
    .await
    .map(|_| ())
}
