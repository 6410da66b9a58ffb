//! Where matters are kept: one row of folded history, the history itself, and the rows that lists need.

mod bulk;
mod figures;
mod homes;
mod imports;
mod lists;
mod people;
mod reword;
mod save;
mod scope;
mod similar;
mod together;
mod waiting;

pub use bulk::{Made, load_all};
pub use figures::{Counted, rebuild_figures, verify_figures};
pub use homes::{list_astray, list_named};
pub use imports::{Taken, find_mapping, keep_imports, list_imports, put_mapping, rename_reporter, update_import};
pub use lists::{CaseFilter, CaseRow, PointRow, TodoRow, count_todos, list_cases, list_points, list_todos, sort_of};
pub use people::{
    NoticeRow, PhotoRow, Receipt, ReporterRow, add_photo, add_reporter, find_receipt, list_left, list_notices,
    list_photos, list_reporters, load_photo, reporters_of_all, supervisors_of,
};
pub use reword::{remove_photo, reword_entry, reword_notices};
pub(crate) use save::stale;
pub use save::{next_number, next_numbers, save};
pub use scope::in_scope;
pub use similar::{Likeness, find_similar, shared_pairs};
pub use together::{Ready, save_all};
pub use waiting::{Waiting, find_waiting, take_day, was_taken};

use case_rules::{Case, Event};
use db::{Error, Sql, Text, Tx, values};
use kernel::{CaseId, Moment, Scope, Street};

/// A matter, if it exists within the scope.
///
/// # Errors
/// The database's failure.
pub async fn find_case(db: &impl Sql, scope: &Scope, id: CaseId) -> Result<Option<Case>, Error> {
    let mut text = Text::new(
        "SELECT c.body FROM cases c WHERE c.street = $1 AND c.id = $2",
        values![scope.street.0, id.0],
    );
    in_scope(&mut text, scope);
    let row = db.row(&text.sql, text.values).await?;
    row.map(|row| parse(&row.get::<String>("body")?)).transpose()
}

/// A matter by its number, within the scope.
///
/// # Errors
/// The database's failure.
pub async fn find_by_number(db: &impl Sql, scope: &Scope, number: &str) -> Result<Option<Case>, Error> {
    let mut text = Text::new(
        "SELECT c.body FROM cases c WHERE c.street = $1 AND c.number = $2",
        values![scope.street.0, number],
    );
    in_scope(&mut text, scope);
    let row = db.row(&text.sql, text.values).await?;
    row.map(|row| parse(&row.get::<String>("body")?)).transpose()
}

/// A matter for the program itself: alarms, receipts that were checked, verification.
///
/// # Errors
/// The database's failure.
pub async fn load_for_program(db: &impl Sql, street: Street, id: CaseId) -> Result<Option<Case>, Error> {
    find_case(db, &Scope::whole(street), id).await
}

/// The history of a matter that was found within somebody's scope.
///
/// # Errors
/// The database's failure.
pub async fn list_events(db: &impl Sql, street: Street, id: CaseId) -> Result<Vec<Event>, Error> {
    db.rows(
        "SELECT body FROM case_events WHERE street = $1 AND about = $2 ORDER BY about_seq",
        values![street.0, id.0],
    )
    .await?
    .into_iter()
    .map(|row| parse(&row.get::<String>("body")?))
    .collect()
}

/// Matters whose alarm has rung, oldest first.
///
/// # Errors
/// The database's failure.
pub async fn list_alarms(db: &impl Sql, street: Street, now: Moment, most: i64) -> Result<Vec<CaseId>, Error> {
    db.rows(
        "SELECT id FROM cases WHERE street = $1 AND alarm_at <= $2 ORDER BY alarm_at LIMIT $3",
        values![street.0, now.0, most],
    )
    .await?
    .into_iter()
    .map(|row| Ok(CaseId(row.get("id")?)))
    .collect()
}

/// Sets the alarm of a matter that had nothing to do after all.
///
/// # Errors
/// The database's failure.
pub async fn set_alarm(tx: &Tx, street: Street, id: CaseId, alarm: Option<Moment>) -> Result<(), Error> {
    tx.run(
        "UPDATE cases SET alarm_at = $3 WHERE street = $1 AND id = $2",
        values![street.0, id.0, alarm.map(|at| at.0)],
    )
    .await
    .map(|_| ())
}

pub(crate) fn parse<T: serde::de::DeserializeOwned>(body: &str) -> Result<T, Error> {
    serde_json::from_str(body).map_err(|error| Error::Content(error.to_string()))
}

pub(crate) fn write<T: serde::Serialize>(value: &T) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|error| Error::Content(error.to_string()))
}
