//! Numbered writes as they came, and what became of them.

use db::{Error, Row, Sql, Text, Tx, values};
use kernel::{AccountId, AreaCode, ClientId, DeviceId, Moment, Scope, Street};
use people_rules::UploadState;
use serde::{Deserialize, Serialize};

use crate::act::Answer;
use crate::store::{in_scope, parse, write};

/// What a phone is told about one of its writes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// Stable, for a refusal.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub code: String,
    pub text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<Answer>,
}

impl Told {
    pub fn said(code: &str, text: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            text: text.into(),
            done: None,
        }
    }
}

/// A write of a phone.
#[derive(Clone)]
pub struct Upload {
    pub device: DeviceId,
    pub n: i64,
    pub client: ClientId,
    /// Who wrote it.
    pub author: String,
    pub area: AreaCode,
    pub received_at: Moment,
    pub phone_at: Moment,
    pub elapsed_ms: i64,
    pub kind: String,
    pub body: String,
    pub state: UploadState,
    pub told: Told,
}

const COLUMNS: &str =
    "device, n, client_id, author, area, received_at, phone_at, elapsed_ms, kind, body, state, answer";

fn upload(row: &Row) -> Result<Upload, Error> {
    Ok(Upload {
        device: DeviceId(row.get("device")?),
        n: row.get("n")?,
        client: ClientId(row.get("client_id")?),
        author: row.get("author")?,
        area: AreaCode(row.get("area")?),
        received_at: Moment(row.get("received_at")?),
        phone_at: Moment(row.get("phone_at")?),
        elapsed_ms: row.get("elapsed_ms")?,
        kind: row.get("kind")?,
        body: row.get("body")?,
        state: row.get::<String>("state")?.parse().map_err(Error::Content)?,
        told: parse(&row.get::<String>("answer")?)?,
    })
}

/// The phone's account and next number, held until the write ends: one phone's writes are ordered one after the other.
///
/// # Errors
/// The database's failure.
pub async fn hold_device(
    tx: &Tx,
    street: Street,
    device: DeviceId,
    account: AccountId,
) -> Result<(AccountId, i64), Error> {
    let row = tx
        .row(
            "INSERT INTO field_devices (street, device, account, next_n) VALUES ($1, $2, $3, 1)
             ON CONFLICT (street, device) DO UPDATE SET next_n = field_devices.next_n RETURNING account, next_n",
            values![street.0, device.0, account.0],
        )
        .await?;
    row.map_or(Ok((account, 1)), |row| {
        Ok((AccountId(row.get("account")?), row.get("next_n")?))
    })
}

/// # Errors
/// The database's failure.
pub async fn set_next(tx: &Tx, street: Street, device: DeviceId, next: i64) -> Result<(), Error> {
    tx.run(
        "UPDATE field_devices SET next_n = $3 WHERE street = $1 AND device = $2",
        values![street.0, device.0, next],
    )
    .await
    .map(|_| ())
}

/// Keeps a write as it came. One that is there stays as it was.
///
/// # Errors
/// The database's failure.
pub async fn keep(tx: &Tx, street: Street, upload: &Upload) -> Result<(), Error> {
    let sql = format!(
        "INSERT INTO field_uploads (street, {COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
         ON CONFLICT DO NOTHING"
    );
    let values = values![
        street.0,
        upload.device.0,
        upload.n,
        upload.client.0,
        upload.author.as_str(),
        upload.area.0,
        upload.received_at.0,
        upload.phone_at.0,
        upload.elapsed_ms,
        upload.kind.as_str(),
        upload.body.as_str(),
        upload.state.key(),
        write(&upload.told)?,
    ];
    tx.run(&sql, values).await.map(|_| ())
}

/// Writes down what became of a write.
///
/// # Errors
/// The database's failure.
pub async fn settle(
    tx: &Tx,
    street: Street,
    device: DeviceId,
    n: i64,
    state: UploadState,
    told: &Told,
) -> Result<(), Error> {
    tx.run(
        "UPDATE field_uploads SET state = $4, answer = $5 WHERE street = $1 AND device = $2 AND n = $3",
        values![street.0, device.0, n, state.key(), write(told)?],
    )
    .await
    .map(|_| ())
}

/// A phone's writes from a number on.
///
/// # Errors
/// The database's failure.
pub async fn list_from(db: &impl Sql, street: Street, device: DeviceId, n: i64) -> Result<Vec<Upload>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM field_uploads WHERE street = $1 AND device = $2 AND n >= $3 ORDER BY n");
    let rows = db.rows(&sql, values![street.0, device.0, n]).await?;
    rows.iter().map(upload).collect()
}

/// One write of one phone, if its author worked within the scope.
///
/// # Errors
/// The database's failure.
pub async fn find_upload(db: &impl Sql, scope: &Scope, device: DeviceId, n: i64) -> Result<Option<Upload>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM field_uploads u WHERE u.street = $1 AND u.device = $2 AND u.n = $3");
    let mut text = Text::new(&sql, values![scope.street.0, device.0, n]);
    in_scope(&mut text, scope, "u.area");
    db.row(&text.sql, text.values).await?.as_ref().map(upload).transpose()
}

const OPEN: &str = "u.street = $1 AND u.state IN ('waiting', 'refused')";

/// The writes that are not settled, oldest first, each with the lowest number that its phone still owes.
///
/// # Errors
/// The database's failure.
pub async fn list_open(db: &impl Sql, scope: &Scope, most: i64) -> Result<Vec<(Upload, i64)>, Error> {
    let sql = format!(
        "SELECT {}, d.next_n FROM field_uploads u JOIN field_devices d ON d.street = u.street AND d.device = u.device WHERE {OPEN}",
        COLUMNS
            .split(", ")
            .map(|name| format!("u.{name}"))
            .collect::<Vec<_>>()
            .join(", ")
    );
    let mut text = Text::new(&sql, values![scope.street.0]);
    in_scope(&mut text, scope, "u.area");
    let most = text.arg(most);
    text.push(&format!(" ORDER BY u.received_at, u.device, u.n LIMIT {most}"));
    let rows = db.rows(&text.sql, text.values).await?;
    rows.iter().map(|row| Ok((upload(row)?, row.get("next_n")?))).collect()
}

/// How many are not settled.
///
/// # Errors
/// The database's failure.
pub async fn count_open(db: &impl Sql, scope: &Scope) -> Result<i64, Error> {
    let mut text = Text::new(
        &format!("SELECT COUNT(*) AS number FROM field_uploads u WHERE {OPEN}"),
        values![scope.street.0],
    );
    in_scope(&mut text, scope, "u.area");
    let row = db.row(&text.sql, text.values).await?;
    row.map_or(Ok(0), |row| row.get("number"))
}
