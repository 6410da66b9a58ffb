//! The figures of the page: open matters by a partial index, months by their tallies.

use db::{Error, Sql, values};
use kernel::{AreaCode, Desk, Moment, Scope};
use uuid::Uuid;

/// Open matters of one area and desk.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    pub open: i64,
    pub late: i64,
    pub supervised: i64,
    pub suspended: i64,
    pub confirming: i64,
}

impl Figures {
    pub fn add(&mut self, more: &Self) {
        self.open += more.open;
        self.late += more.late;
        self.supervised += more.supervised;
        self.suspended += more.suspended;
        self.confirming += more.confirming;
    }
}

/// Open figures by grid or community code.
///
/// # Errors
/// The database's failure.
pub async fn open_by_area(db: &impl Sql, scope: &Scope, now: Moment) -> Result<Vec<(AreaCode, Figures)>, Error> {
    if !scope.sees_street() {
        return Ok(Vec::new());
    }
    db.rows(
        "SELECT area, COUNT(*) AS open,
            COUNT(CASE WHEN promise_due_at < $2 OR handle_due_at < $2 THEN 1 END) AS late,
            COUNT(CASE WHEN supervised <> 0 THEN 1 END) AS supervised,
            COUNT(CASE WHEN state = 'suspended' THEN 1 END) AS suspended,
            COUNT(CASE WHEN state = 'pending_confirm' THEN 1 END) AS confirming
         FROM pub_case_open WHERE street = $1 AND desk IS NOT NULL GROUP BY area ORDER BY area",
        values![scope.street.0, now.0],
    )
    .await?
    .iter()
    .map(|row| {
        let figures = Figures {
            open: row.get("open")?,
            late: row.get("late")?,
            supervised: row.get("supervised")?,
            suspended: row.get("suspended")?,
            confirming: row.get("confirming")?,
        };
        Ok((AreaCode(row.get("area")?), figures))
    })
    .collect()
}

/// A late matter.
#[derive(Clone, Debug)]
pub struct LateRow {
    pub id: Uuid,
    pub title: String,
    pub number: String,
    pub area: AreaCode,
    pub desk: Option<Desk>,
    pub due_at: Moment,
}

/// The latest matters, the worst first.
///
/// # Errors
/// The database's failure.
pub async fn list_late(db: &impl Sql, scope: &Scope, now: Moment, most: i64) -> Result<Vec<LateRow>, Error> {
    if !scope.sees_street() {
        return Ok(Vec::new());
    }
    db.rows(
        "SELECT id, title, number, area, desk, COALESCE(promise_due_at, handle_due_at) AS due_at FROM pub_case_open
         WHERE street = $1 AND desk IS NOT NULL AND (promise_due_at < $2 OR handle_due_at < $2)
         ORDER BY COALESCE(promise_due_at, handle_due_at), id LIMIT $3",
        values![scope.street.0, now.0, most],
    )
    .await?
    .iter()
    .map(|row| {
        Ok(LateRow {
            id: row.get("id")?,
            title: row.get("title")?,
            number: row.get("number")?,
            area: AreaCode(row.get("area")?),
            desk: row.get::<Option<String>>("desk")?.and_then(|desk| desk.parse().ok()),
            due_at: Moment(row.get("due_at")?),
        })
    })
    .collect()
}

/// The last step that explains a delay: its action and its entry.
///
/// # Errors
/// The database's failure.
pub async fn last_reason(db: &impl Sql, scope: &Scope, case: Uuid) -> Result<Option<(String, String)>, Error> {
    let row = db
        .row(
            "SELECT action, body FROM pub_case_steps WHERE street = $1 AND case_id = $2
             AND action IN ('return', 'escalate', 'request_extension', 'request_suspension', 'fail', 'dispute', 'reply', 'report', 'dispatch', 'redispatch')
             ORDER BY seq DESC LIMIT 1",
            values![scope.street.0, case],
        )
        .await?;
    row.map(|row| Ok((row.get("action")?, row.get("body")?))).transpose()
}

/// Accepted and closed, month by month since `from`.
///
/// # Errors
/// The database's failure.
pub async fn months(db: &impl Sql, scope: &Scope, from: i64) -> Result<Vec<(i64, i64, i64)>, Error> {
    if !scope.sees_street() {
        return Ok(Vec::new());
    }
    db.rows(
        "SELECT month, CAST(SUM(CASE WHEN what IN ('reported', 'self_resolved') THEN number ELSE 0 END) AS BIGINT) AS opened,
            CAST(SUM(CASE WHEN what IN ('closed', 'self_resolved') THEN number ELSE 0 END) AS BIGINT) AS closed
         FROM pub_case_tallies WHERE street = $1 AND month >= $2 GROUP BY month ORDER BY month",
        values![scope.street.0, from],
    )
    .await?
    .iter()
    .map(|row| Ok((row.get("month")?, row.get("opened")?, row.get("closed")?)))
    .collect()
}
