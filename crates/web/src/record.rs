//! The office's own history.

use db::{Chain, Error, Link, Tx, append};
use kernel::{Actor, Moment, Street};
use serde_json::{Value, json};
use uuid::Uuid;

/// Writes an entry into the office's history: who did what, to whom or what. What changes the office, not a matter, goes
/// with one.
///
/// # Errors
/// The database's failure.
pub async fn record(
    tx: &Tx,
    street: Street,
    about: Uuid,
    actor: &Actor,
    now: Moment,
    action: &str,
    what: Value,
) -> Result<(), Error> {
    let body = json!({ "actor": actor, "what": what }).to_string();
    append(
        tx,
        street,
        Chain::Office,
        &[Link {
            about,
            about_seq: 0,
            at: now,
            action: action.to_owned(),
            body,
        }],
    )
    .await
}
