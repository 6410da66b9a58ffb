//! The office's own calendar: the notices it took in, its closures, and what sets open matters counting anew.

use std::str::FromStr;

use db::{Error, Sql, Tx, values};
use jiff::civil::Date;
use kernel::{Moment, Street};
use uuid::Uuid;
pub use workday::notice::{Issue, Reading, from_json, from_text};
pub use workday::{Basis, Calendar, Closure, Day, DayKind, Notice, NoticeError, Timetable, amount_in_words};

use crate::fault::Fault;
use crate::settings::Settings;

/// A notice of the office, one of several versions of its year.
#[derive(Clone, Debug)]
pub struct KeptNotice {
    pub version: i64,
    pub accepted_at: Moment,
    pub accepted_by: String,
    pub notice: Notice,
}

/// A closure of the office that has not ended.
#[derive(Clone, Debug)]
pub struct KeptClosure {
    pub id: Uuid,
    pub closure: Closure,
}

/// A change of the calendar on its way through the open matters.
#[derive(Clone, Debug)]
pub struct Recount {
    pub id: Uuid,
    /// Which notice, closure or hours, in words.
    pub basis: String,
    pub begun_at: Moment,
    pub after_case: Uuid,
    pub seen: i64,
    pub moved: i64,
    pub finished_at: Option<Moment>,
    /// The settings until then.
    before: String,
}

/// The notices that the office took in, in that order.
///
/// # Errors
/// The database's failure, or a notice that cannot be read.
pub async fn list_notices(db: &impl Sql, street: Street) -> Result<Vec<KeptNotice>, Error> {
    db.rows(
        "SELECT version, accepted_at, accepted_by, body FROM calendar_notices WHERE street = $1
         ORDER BY accepted_at, year, version",
        values![street.0],
    )
    .await?
    .iter()
    .map(|row| {
        let body: String = row.get("body")?;
        Ok(KeptNotice {
            version: row.get("version")?,
            accepted_at: Moment(row.get("accepted_at")?),
            accepted_by: row.get("accepted_by")?,
            notice: from_json(&body).map_err(|error| Error::Content(format!("notice: {error}")))?,
        })
    })
    .collect()
}

/// The closures that had begun by `at` and were not ended; without `at`, those of today.
async fn read_closures(db: &impl Sql, street: Street, at: Option<Moment>) -> Result<Vec<KeptClosure>, Error> {
    let at = at.map_or(i64::MAX, |at| at.0);
    db.rows(
        "SELECT id, day, works, reason FROM calendar_closures
         WHERE street = $1 AND added_at < $2 AND (ended_at IS NULL OR ended_at >= $2) ORDER BY day",
        values![street.0, at],
    )
    .await?
    .iter()
    .map(|row| {
        let day: i64 = row.get("day")?;
        let part = |value: i64| i8::try_from(value).ok();
        let date = i16::try_from(day / 10_000)
            .ok()
            .zip(part(day / 100 % 100))
            .zip(part(day % 100))
            .and_then(|((year, month), day)| Date::new(year, month, day).ok())
            .ok_or_else(|| Error::Content(format!("closure: {day}")))?;
        Ok(KeptClosure {
            id: row.get("id")?,
            closure: Closure {
                date,
                works: row.get::<i64>("works")? != 0,
                reason: row.get("reason")?,
            },
        })
    })
    .collect()
}

/// The closures in force, by day.
///
/// # Errors
/// The database's failure.
pub async fn list_closures(db: &impl Sql, street: Street) -> Result<Vec<KeptClosure>, Error> {
    read_closures(db, street, None).await
}

/// A day as the tables keep it, `20260310`.
#[must_use]
pub fn day_number(day: Date) -> i64 {
    (i64::from(day.year()) * 100 + i64::from(day.month())) * 100 + i64::from(day.day())
}

/// The notices that come with the program, the office's own over them, its closures over both.
///
/// # Errors
/// The database's failure, or notices that make no calendar.
pub async fn load_calendar(db: &impl Sql, street: Street) -> Result<Calendar, Error> {
    calendar_of(db, street, None).await
}

async fn calendar_of(db: &impl Sql, street: Street, before: Option<Moment>) -> Result<Calendar, Error> {
    let kept = list_notices(db, street).await?;
    let closures = read_closures(db, street, before).await?;
    let kept = kept
        .into_iter()
        .filter(|kept| before.is_none_or(|at| kept.accepted_at < at));
    let notices = Calendar::builtin().notices().iter().cloned();
    let all = notices.chain(kept.map(|kept| kept.notice)).collect();
    Calendar::new(all)
        .and_then(|calendar| calendar.with_closures(closures.into_iter().map(|kept| kept.closure).collect()))
        .map_err(|error| Error::Content(format!("calendar: {error}")))
}

fn timetable_of(settings: &str, calendar: Calendar) -> Result<Timetable, Fault> {
    let settings: Settings =
        serde_json::from_str(settings).map_err(|error| Error::Content(format!("settings: {error}")))?;
    settings
        .timetable(calendar)
        .map_err(|error| Fault::Unreadable(format!("机构设置里的办公时间不能用：{error}。")))
}

/// Calendar and hours as the database has them now.
///
/// # Errors
/// The database's failure.
pub async fn load_timetable(db: &impl Sql, street: Street) -> Result<Timetable, Fault> {
    let row = db
        .row("SELECT settings FROM offices WHERE street = $1", values![street.0])
        .await?
        .ok_or(Fault::Absent)?;
    timetable_of(&row.get::<String>("settings")?, load_calendar(db, street).await?)
}

impl Recount {
    /// Calendar and hours as they were until this change.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn timetable_before(&self, db: &impl Sql, street: Street) -> Result<Timetable, Fault> {
        timetable_of(&self.before, calendar_of(db, street, Some(self.begun_at)).await?)
    }
}

/// Lets the open matters follow a change that the same transaction writes afterwards. What an earlier one has not reached
/// yet is counted by this one, and told so.
///
/// # Errors
/// The database's failure.
pub async fn begin_recount(tx: &Tx, street: Street, id: Uuid, basis: &str, now: Moment) -> Result<(), Error> {
    let open = tx
        .rows(
            "SELECT basis FROM recounts WHERE street = $1 AND finished_at IS NULL ORDER BY begun_at, id",
            values![street.0],
        )
        .await?;
    let mut bases = open
        .iter()
        .map(|row| row.get::<String>("basis"))
        .collect::<Result<Vec<_>, _>>()?;
    bases.push(basis.to_owned());
    tx.run(
        "UPDATE recounts SET finished_at = $2 WHERE street = $1 AND finished_at IS NULL",
        values![street.0, now.0],
    )
    .await?;
    let row = tx
        .row("SELECT settings FROM offices WHERE street = $1", values![street.0])
        .await?;
    let before: String = row.map_or_else(|| Ok("{}".to_owned()), |row| row.get("settings"))?;
    tx.run(
        "INSERT INTO recounts (street, id, basis, before, begun_at, after_case, seen, moved)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $7)",
        values![street.0, id, bases.join("；"), before, now.0, Uuid::nil(), 0_i64],
    )
    .await
    .map(|_| ())
}

/// The newest changes, the newest first.
///
/// # Errors
/// The database's failure.
pub async fn list_recounts(db: &impl Sql, street: Street, most: i64) -> Result<Vec<Recount>, Error> {
    db.rows(
        "SELECT id, basis, before, begun_at, after_case, seen, moved, finished_at FROM recounts WHERE street = $1
         ORDER BY CASE WHEN finished_at IS NULL THEN 0 ELSE 1 END, begun_at DESC, id DESC LIMIT $2",
        values![street.0, most],
    )
    .await?
    .iter()
    .map(|row| {
        Ok(Recount {
            id: row.get("id")?,
            basis: row.get("basis")?,
            before: row.get("before")?,
            begun_at: Moment(row.get("begun_at")?),
            after_case: row.get("after_case")?,
            seen: row.get("seen")?,
            moved: row.get("moved")?,
            finished_at: row.get::<Option<i64>>("finished_at")?.map(Moment),
        })
    })
    .collect()
}

/// A day as it is typed, `2026-03-10`.
#[must_use]
pub fn parse_day(text: &str) -> Option<Date> {
    (text.len() == 10).then(|| Date::from_str(text).ok()).flatten()
}
