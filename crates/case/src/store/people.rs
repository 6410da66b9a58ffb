//! Reporters, photos, notices and followers of a matter.

use std::collections::{BTreeMap, BTreeSet};

use codes::receipt::ReceiptCode;
use db::{Error, Sql, Tx, values};
use kernel::{AccountId, AreaCode, AttachmentId, CaseId, Moment, Street};
use sm3::{Digest, Sm3};
use uuid::Uuid;
use web::Photo;

/// What the table keeps of a receipt code.
fn receipt_hash(code: ReceiptCode) -> Vec<u8> {
    Sm3::digest(code.to_string().as_bytes()).to_vec()
}

/// A reporter, for desks that may see who it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReporterRow {
    pub name: String,
    pub phone: String,
}

/// Which matter, and which of its reporters, a code opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Receipt {
    pub case: CaseId,
    pub place: i64,
}

/// Keeps a reporter with the hash of the receipt code.
pub fn add_reporter(
    tx: &Tx,
    street: Street,
    case: CaseId,
    code: ReceiptCode,
    reporter: &ReporterRow,
    account: Option<AccountId>,
) {
    tx.later(
        "INSERT INTO case_reporters (street, case_id, place, receipt, name, phone, account)
         VALUES ($1, $2, (SELECT COALESCE(MAX(place), 0) + 1 FROM case_reporters WHERE street = $1 AND case_id = $2), $3, $4, $5, $6)",
        values![street.0, case.0, receipt_hash(code), reporter.name.as_str(), reporter.phone.as_str(), account.map(|id| id.0)],
    );
}

/// The matter a code opens. Whoever has the code is the reporter.
///
/// # Errors
/// The database's failure.
pub async fn find_receipt(db: &impl Sql, street: Street, code: ReceiptCode) -> Result<Option<Receipt>, Error> {
    let row = db
        .row(
            "SELECT case_id, place FROM case_reporters WHERE street = $1 AND receipt = $2",
            values![street.0, receipt_hash(code)],
        )
        .await?;
    row.map(|row| {
        Ok(Receipt {
            case: CaseId(row.get("case_id")?),
            place: row.get("place")?,
        })
    })
    .transpose()
}

/// Who reported a matter. Callers have written down why they look.
///
/// # Errors
/// The database's failure.
pub async fn list_reporters(db: &impl Sql, street: Street, case: CaseId) -> Result<Vec<ReporterRow>, Error> {
    db.rows(
        "SELECT name, phone FROM case_reporters WHERE street = $1 AND case_id = $2 ORDER BY place",
        values![street.0, case.0],
    )
    .await?
    .iter()
    .map(|row| {
        Ok(ReporterRow {
            name: row.get("name")?,
            phone: row.get("phone")?,
        })
    })
    .collect()
}

/// The reporters of a matter and of everything merged into it, for the main matter's desk.
///
/// # Errors
/// The database's failure.
pub async fn reporters_of_all(db: &impl Sql, street: Street, cases: &[CaseId]) -> Result<Vec<ReporterRow>, Error> {
    let mut all = Vec::new();
    for case in cases {
        all.extend(list_reporters(db, street, *case).await?);
    }
    Ok(all)
}

/// A photo without its picture.
#[derive(Clone, Debug)]
pub struct PhotoRow {
    pub id: AttachmentId,
    /// `report` or `result`.
    pub stage: String,
    pub width: i64,
    pub height: i64,
    pub taken_at: Option<(f64, f64)>,
}

/// Keeps a photo.
///
/// # Errors
/// The database's failure.
pub async fn add_photo(
    tx: &Tx,
    street: Street,
    case: CaseId,
    id: AttachmentId,
    stage: &str,
    photo: &Photo,
    now: Moment,
) -> Result<(), Error> {
    tx.run(
        "INSERT INTO case_photos (street, id, case_id, stage, width, height, taken_lng, taken_lat, added_at, jpeg)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        values![
            street.0,
            id.0,
            case.0,
            stage,
            i64::from(photo.width),
            i64::from(photo.height),
            photo.taken_at.map(|(lng, _)| lng),
            photo.taken_at.map(|(_, lat)| lat),
            now.0,
            photo.jpeg.clone()
        ],
    )
    .await
    .map(|_| ())
}

/// The photos of a matter that was found within somebody's scope.
///
/// # Errors
/// The database's failure.
pub async fn list_photos(db: &impl Sql, street: Street, case: CaseId) -> Result<Vec<PhotoRow>, Error> {
    db.rows(
        "SELECT id, stage, width, height, taken_lng, taken_lat FROM case_photos WHERE street = $1 AND case_id = $2 ORDER BY added_at, id",
        values![street.0, case.0],
    )
    .await?
    .iter()
    .map(|row| {
        let (lng, lat): (Option<f64>, Option<f64>) = (row.get("taken_lng")?, row.get("taken_lat")?);
        Ok(PhotoRow {
            id: AttachmentId(row.get("id")?),
            stage: row.get("stage")?,
            width: row.get("width")?,
            height: row.get("height")?,
            taken_at: lng.zip(lat),
        })
    })
    .collect()
}

/// One picture of one matter; another matter's picture is absent.
///
/// # Errors
/// The database's failure.
pub async fn load_photo(
    db: &impl Sql,
    street: Street,
    case: CaseId,
    photo: AttachmentId,
) -> Result<Option<Vec<u8>>, Error> {
    let row = db
        .row(
            "SELECT jpeg FROM case_photos WHERE street = $1 AND id = $2 AND case_id = $3",
            values![street.0, photo.0, case.0],
        )
        .await?;
    row.map(|row| row.get("jpeg")).transpose()
}

/// A word to a desk or a person.
#[derive(Clone, Debug)]
pub struct NoticeRow {
    pub case: CaseId,
    pub at: Moment,
    pub text: String,
    pub number: String,
    pub title: String,
}

/// The newest notices to any of the parties.
///
/// # Errors
/// The database's failure.
pub async fn list_notices(
    db: &impl Sql,
    street: Street,
    parties: &[String],
    most: i64,
) -> Result<Vec<NoticeRow>, Error> {
    if parties.is_empty() {
        return Ok(Vec::new());
    }
    let mut text = db::Text::new(
        "SELECT n.case_id, n.at, n.text, c.number, c.title FROM notices n JOIN cases c ON c.street = n.street AND c.id = n.case_id
         WHERE n.street = $1",
        values![street.0],
    );
    let places: Vec<String> = parties.iter().map(|party| text.arg(party.as_str())).collect();
    let most = text.arg(most);
    text.push(&format!(
        " AND n.party IN ({}) ORDER BY n.at DESC LIMIT {most}",
        places.join(", ")
    ));
    db.rows(&text.sql, text.values)
        .await?
        .iter()
        .map(|row| {
            Ok(NoticeRow {
                case: CaseId(row.get("case_id")?),
                at: Moment(row.get("at")?),
                text: row.get("text")?,
                number: row.get("number")?,
                title: row.get("title")?,
            })
        })
        .collect()
}

/// Those of the accounts that have left, and when.
///
/// # Errors
/// The database's failure.
pub async fn list_left(
    db: &impl Sql,
    street: Street,
    accounts: &BTreeSet<AccountId>,
) -> Result<BTreeMap<AccountId, Moment>, Error> {
    if accounts.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut text = db::Text::new(
        "SELECT account, ended_at FROM pub_access_accounts WHERE street = $1 AND ended_at IS NOT NULL",
        values![street.0],
    );
    let places: Vec<String> = accounts.iter().map(|account| text.arg(account.0)).collect();
    text.push(&format!(" AND account IN ({})", places.join(", ")));
    db.rows(&text.sql, text.values)
        .await?
        .iter()
        .map(|row| Ok((AccountId(row.get("account")?), Moment(row.get("ended_at")?))))
        .collect()
}

/// The supervisors (督导员) of a place today: whoever holds that post for the grid or an area around it, and the deputy of
/// one on leave.
///
/// # Errors
/// The database's failure.
pub async fn supervisors_of(
    db: &impl Sql,
    street: Street,
    area: AreaCode,
    now: Moment,
) -> Result<Vec<(AccountId, String)>, Error> {
    db.rows(
        "SELECT DISTINCT account, name FROM pub_access_holders
         WHERE street = $1 AND role = 'supervisor' AND area IN ($2, $3) AND from_at <= $4 AND (to_at IS NULL OR to_at > $4)
         ORDER BY name",
        values![street.0, area.0, area.community().0, now.0],
    )
    .await?
    .iter()
    .map(|row| Ok((AccountId(row.get::<Uuid>("account")?), row.get("name")?)))
    .collect()
}
