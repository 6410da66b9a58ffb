//! The addresses: at most one of a person is good.

use db::{Error, Sql, Tx, values};
use kernel::{AccountId, Moment, Street};

/// Since when a person's address is good.
///
/// # Errors
/// The database's failure.
pub async fn find_feed(db: &impl Sql, street: Street, account: AccountId) -> Result<Option<Moment>, Error> {
    let row = db
        .row(
            "SELECT created_at FROM feeds WHERE street = $1 AND account = $2 AND ended_at IS NULL",
            values![street.0, account.0],
        )
        .await?;
    row.map(|row| row.get("created_at").map(Moment)).transpose()
}

/// Whose address it is, while it is good.
///
/// # Errors
/// The database's failure.
pub async fn owner_of(db: &impl Sql, street: Street, token: Vec<u8>) -> Result<Option<AccountId>, Error> {
    let row = db
        .row(
            "SELECT account FROM feeds WHERE street = $1 AND token = $2 AND ended_at IS NULL",
            values![street.0, token],
        )
        .await?;
    row.map(|row| row.get("account").map(AccountId)).transpose()
}

/// # Errors
/// The database's failure.
pub async fn add_feed(tx: &Tx, street: Street, token: Vec<u8>, account: AccountId, now: Moment) -> Result<(), Error> {
    tx.run(
        "INSERT INTO feeds (street, token, account, created_at) VALUES ($1, $2, $3, $4)",
        values![street.0, token, account.0, now.0],
    )
    .await
    .map(|_| ())
}

/// Ends a person's address; gives how many ended.
///
/// # Errors
/// The database's failure.
pub async fn end_feeds(tx: &Tx, street: Street, account: AccountId, now: Moment) -> Result<u64, Error> {
    tx.run(
        "UPDATE feeds SET ended_at = $3 WHERE street = $1 AND account = $2 AND ended_at IS NULL",
        values![street.0, account.0, now.0],
    )
    .await
}
