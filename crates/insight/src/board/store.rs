//! The figures of the page: open matters by a partial index, months by their cells.

use std::collections::BTreeMap;

use db::{Error, Sql, Text, values};
use kernel::figure::{Dimension, Figure, MarkKind, Standing};
use kernel::{Age, AreaCode, Desk, Moment, Scope};
use uuid::Uuid;

/// Open matters of one area and desk.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    pub open: i64,
    pub late: i64,
    pub supervised: i64,
    pub suspended: i64,
    pub confirming: i64,
    /// By how long ago they were reported, in the order of [`Age::ALL`].
    pub ages: [i64; Age::ALL.len()],
}

impl Figures {
    pub fn add(&mut self, more: &Self) {
        self.open += more.open;
        self.late += more.late;
        self.supervised += more.supervised;
        self.suspended += more.suspended;
        self.confirming += more.confirming;
        for (sum, more) in self.ages.iter_mut().zip(more.ages) {
            *sum += more;
        }
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
    let mut text = Text::new(
        "SELECT area, COUNT(*) AS open,
            COUNT(CASE WHEN promise_due_at < $2 OR handle_due_at < $2 THEN 1 END) AS late,
            COUNT(CASE WHEN supervised <> 0 THEN 1 END) AS supervised,
            COUNT(CASE WHEN state = 'suspended' THEN 1 END) AS suspended,
            COUNT(CASE WHEN state = 'pending_confirm' THEN 1 END) AS confirming",
        values![scope.street.0, now.0],
    );
    for (index, age) in Age::ALL.iter().enumerate() {
        let (after, up_to) = age.reported(now);
        let (after, up_to) = (text.arg(after.0), text.arg(up_to.0));
        text.push(&format!(
            ", COUNT(CASE WHEN reported_at > {after} AND reported_at <= {up_to} THEN 1 END) AS age_{index}"
        ));
    }
    text.push(" FROM pub_case_open WHERE street = $1 AND desk IS NOT NULL GROUP BY area ORDER BY area");
    db.rows(&text.sql, text.values)
        .await?
        .iter()
        .map(|row| {
            let mut ages = [0; Age::ALL.len()];
            for (index, number) in ages.iter_mut().enumerate() {
                *number = row.get(&format!("age_{index}"))?;
            }
            let figures = Figures {
                open: row.get("open")?,
                late: row.get("late")?,
                supervised: row.get("supervised")?,
                suspended: row.get("suspended")?,
                confirming: row.get("confirming")?,
                ages,
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

/// Accepted and ended, month by month since `from`: the same figures that lists open.
///
/// # Errors
/// The database's failure.
pub async fn months(db: &impl Sql, scope: &Scope, from: i64) -> Result<Vec<(i64, i64, i64)>, Error> {
    if !scope.sees_street() {
        return Ok(Vec::new());
    }
    let mut months: BTreeMap<i64, (i64, i64)> = BTreeMap::new();
    for row in db
        .rows(
            "SELECT end_month, kind, bits, CAST(SUM(number) AS BIGINT) AS number FROM pub_case_cells
             WHERE street = $1 AND dimension = $2 AND end_month >= $3 AND kind IN ($4, $5) GROUP BY end_month, kind, bits",
            values![
                scope.street.0,
                Dimension::Channel.key(),
                from,
                MarkKind::Report.key(),
                MarkKind::End.key()
            ],
        )
        .await?
    {
        let (month, bits, number): (i64, i64, i64) = (row.get("end_month")?, row.get("bits")?, row.get("number")?);
        let kind: MarkKind = row.get::<String>("kind")?.parse().map_err(Error::Content)?;
        let counted = |figure: Figure| {
            let take = figure.take();
            take.kind == kind && take.takes(bits, HAPPENED)
        };
        let (opened, ended) = months.entry(month).or_default();
        *opened += if counted(Figure::Received) { number } else { 0 };
        *ended += if counted(Figure::Ended) { number } else { 0 };
    }
    Ok(months
        .into_iter()
        .map(|(month, (opened, ended))| (month, opened, ended))
        .collect())
}

/// What has no due month counts where it happened.
const HAPPENED: Standing = Standing {
    done: true,
    carried: false,
    early: false,
};
