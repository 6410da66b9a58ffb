//! Lists: to-do by desk, matters by filter, points for the map.

use db::{Error, Row, Sql, Text, values};
use kernel::{Age, AreaCode, CaseId, Desk, Level, Moment, Scope, Street};
use uuid::Uuid;

use super::figures::{Counted, only_counted};
use super::scope::in_scope;

/// A line of a list.
#[derive(Clone, Debug)]
pub struct CaseRow {
    pub id: CaseId,
    pub number: String,
    pub state: String,
    pub area: AreaCode,
    pub desk: Option<Desk>,
    pub title: String,
    pub place: String,
    pub item: Option<String>,
    /// What the category was called when the matter was filed (trap M10).
    pub item_name: Option<String>,
    pub closing: Option<String>,
    pub flags: i64,
    pub reported_at: Moment,
    pub closed_at: Option<Moment>,
    pub promise_due_at: Option<Moment>,
    pub handle_due_at: Option<Moment>,
}

pub(super) const ROW: &str = "c.id, c.number, c.state, c.area, c.desk, c.title, c.place, c.item, c.item_name, c.closing, c.flags, c.reported_at, c.closed_at, \
                   c.promise_due_at, c.handle_due_at";

pub(super) fn case_row(row: &Row) -> Result<CaseRow, Error> {
    let moment = |name| row.get::<Option<i64>>(name).map(|at| at.map(Moment));
    Ok(CaseRow {
        id: CaseId(row.get("id")?),
        number: row.get("number")?,
        state: row.get("state")?,
        area: AreaCode(row.get("area")?),
        desk: row.get::<Option<String>>("desk")?.and_then(|desk| desk.parse().ok()),
        title: row.get("title")?,
        place: row.get("place")?,
        item: row.get("item")?,
        item_name: row.get("item_name")?,
        closing: row.get("closing")?,
        flags: row.get("flags")?,
        reported_at: Moment(row.get("reported_at")?),
        closed_at: moment("closed_at")?,
        promise_due_at: moment("promise_due_at")?,
        handle_due_at: moment("handle_due_at")?,
    })
}

/// A line of a to-do list.
#[derive(Clone, Debug)]
pub struct TodoRow {
    pub kind: String,
    /// The desk that owes it.
    pub desk: Option<Desk>,
    pub due_at: Option<Moment>,
    pub case: CaseRow,
}

/// What the desks owe, the most pressing first.
///
/// # Errors
/// The database's failure.
pub async fn list_todos(
    db: &impl Sql,
    street: Street,
    desks: &[Desk],
    kind: Option<&str>,
    skip: i64,
    most: i64,
) -> Result<Vec<TodoRow>, Error> {
    if desks.is_empty() {
        return Ok(Vec::new());
    }
    let mut text = Text::new(
        &format!(
            "SELECT t.kind AS todo, t.desk AS todo_desk, t.due_at AS todo_due, {ROW} FROM case_todos t
             JOIN cases c ON c.street = t.street AND c.id = t.case_id WHERE t.street = $1"
        ),
        values![street.0],
    );
    at_desks(&mut text, desks);
    if let Some(kind) = kind {
        let kind = text.arg(kind);
        text.push(&format!(" AND t.kind = {kind}"));
    }
    let (most, skip) = (text.arg(most), text.arg(skip));
    text.push(&format!(" ORDER BY t.due_at, t.case_id LIMIT {most} OFFSET {skip}"));
    db.rows(&text.sql, text.values)
        .await?
        .iter()
        .map(|row| {
            let due: i64 = row.get("todo_due")?;
            Ok(TodoRow {
                kind: row.get("todo")?,
                desk: row.get::<String>("todo_desk")?.parse().ok(),
                due_at: (due != i64::MAX).then_some(Moment(due)),
                case: case_row(row)?,
            })
        })
        .collect()
}

fn at_desks(text: &mut Text, desks: &[Desk]) {
    let places: Vec<String> = desks.iter().map(|desk| text.arg(desk.to_string())).collect();
    match places.as_slice() {
        // One desk is a plain seek in due order.
        [one] => text.push(&format!(" AND t.desk = {one}")),
        many => text.push(&format!(" AND t.desk IN ({})", many.join(", "))),
    }
}

/// How many of each kind the desks owe, and how many of these are late.
///
/// # Errors
/// The database's failure.
pub async fn count_todos(
    db: &impl Sql,
    street: Street,
    desks: &[Desk],
    now: Moment,
) -> Result<Vec<(String, i64, i64)>, Error> {
    if desks.is_empty() {
        return Ok(Vec::new());
    }
    let mut text = Text::new(
        "SELECT t.kind, COUNT(*) AS number, COUNT(CASE WHEN t.due_at < $2 THEN 1 END) AS late FROM case_todos t WHERE t.street = $1",
        values![street.0, now.0],
    );
    at_desks(&mut text, desks);
    text.push(" GROUP BY t.kind ORDER BY t.kind");
    db.rows(&text.sql, text.values)
        .await?
        .iter()
        .map(|row| Ok((row.get("kind")?, row.get("number")?, row.get("late")?)))
        .collect()
}

/// What to list. Every field narrows.
#[derive(Clone, Debug, Default)]
pub struct CaseFilter {
    pub state: Option<String>,
    /// A community or a grid with all that is in it; the street itself for what lies in none of them.
    pub area: Option<AreaCode>,
    pub desk: Option<Desk>,
    /// The code of a category, ended or not.
    pub item: Option<String>,
    /// A number, or words of the title or place.
    pub words: String,
    pub open: bool,
    pub late: bool,
    /// Only matters with any of these flags.
    pub flags: i64,
    /// Only matters reported so long ago.
    pub age: Option<Age>,
    /// Only matters that a figure counts.
    pub counted: Option<Counted>,
    /// Only matters of a community or the street, without a grid.
    pub unplaced: bool,
    /// Reported before this one, for the next page.
    pub before: Option<Moment>,
    pub by_due: bool,
    pub most: i64,
    pub skip: i64,
}

/// The order a list may have; anything else is not a key (trap S05).
#[must_use]
pub fn sort_of(key: &str) -> Option<bool> {
    match key {
        "" | "newest" => Some(false),
        "due" => Some(true),
        _ => None,
    }
}

/// Matters within the scope.
///
/// # Errors
/// The database's failure.
pub async fn list_cases(db: &impl Sql, scope: &Scope, filter: &CaseFilter, now: Moment) -> Result<Vec<CaseRow>, Error> {
    let mut text = Text::new(
        &format!("SELECT {ROW} FROM cases c WHERE c.street = $1"),
        values![scope.street.0],
    );
    in_scope(&mut text, scope);
    narrow(&mut text, filter, now);
    if let Some(before) = filter.before {
        let before = text.arg(before.0);
        text.push(&format!(" AND c.reported_at < {before}"));
    }
    let (most, skip) = (text.arg(filter.most), text.arg(filter.skip));
    let order = if filter.by_due {
        "c.promise_due_at, c.reported_at, c.id"
    } else {
        "c.reported_at DESC, c.id DESC"
    };
    text.push(&format!(" ORDER BY {order} LIMIT {most} OFFSET {skip}"));
    db.rows(&text.sql, text.values).await?.iter().map(case_row).collect()
}

fn narrow(text: &mut Text, filter: &CaseFilter, now: Moment) {
    if let Some(state) = &filter.state {
        let state = text.arg(state.as_str());
        text.push(&format!(" AND c.state = {state}"));
    }
    if let Some(area) = filter.area {
        let last = if area.level() == Level::Street {
            area
        } else {
            area.last()
        };
        let (first, last) = (text.arg(area.0), text.arg(last.0));
        text.push(&format!(" AND c.area BETWEEN {first} AND {last}"));
    }
    if let Some(item) = &filter.item {
        let item = text.arg(item.as_str());
        text.push(&format!(" AND c.item = {item}"));
    }
    if let Some(desk) = &filter.desk {
        let desk = text.arg(desk.to_string());
        text.push(&format!(" AND c.desk = {desk}"));
    }
    if filter.open || filter.late {
        text.push(" AND c.closed_at IS NULL AND c.desk IS NOT NULL");
    }
    if filter.late {
        let now = text.arg(now.0);
        text.push(&format!(" AND (c.promise_due_at < {now} OR c.handle_due_at < {now})"));
    }
    if filter.unplaced {
        text.push(" AND c.area % 1000 = 0");
    }
    if filter.flags != 0 {
        let flags = text.arg(filter.flags);
        text.push(&format!(" AND (c.flags & {flags}) <> 0"));
    }
    if let Some(age) = filter.age {
        let (after, up_to) = age.reported(now);
        let (after, up_to) = (text.arg(after.0), text.arg(up_to.0));
        text.push(&format!(" AND c.reported_at > {after} AND c.reported_at <= {up_to}"));
    }
    if let Some(counted) = &filter.counted {
        only_counted(text, counted);
    }
    if !filter.words.is_empty() {
        let like: String = filter
            .words
            .chars()
            .flat_map(|c| if "%_\\".contains(c) { vec!['\\', c] } else { vec![c] })
            .collect();
        let like = text.arg(format!("%{like}%"));
        text.push(&format!(" AND (c.number LIKE {like} ESCAPE '\\' OR c.title LIKE {like} ESCAPE '\\' OR c.place LIKE {like} ESCAPE '\\')"));
    }
}

/// A dot on the map.
#[derive(Clone, Debug)]
pub struct PointRow {
    pub id: Uuid,
    pub lng: f64,
    pub lat: f64,
    pub title: String,
    pub late: bool,
}

/// Open matters with a point, within the scope.
///
/// # Errors
/// The database's failure.
pub async fn list_points(db: &impl Sql, scope: &Scope, now: Moment, most: i64) -> Result<Vec<PointRow>, Error> {
    let mut text = Text::new(
        "SELECT c.id, c.lng, c.lat, c.title, c.promise_due_at FROM cases c WHERE c.street = $1 AND c.closed_at IS NULL AND c.desk IS NOT NULL
         AND c.lng IS NOT NULL",
        values![scope.street.0],
    );
    in_scope(&mut text, scope);
    let most = text.arg(most);
    text.push(&format!(" ORDER BY c.promise_due_at LIMIT {most}"));
    db.rows(&text.sql, text.values)
        .await?
        .iter()
        .map(|row| {
            let due: Option<i64> = row.get("promise_due_at")?;
            Ok(PointRow {
                id: row.get("id")?,
                lng: row.get("lng")?,
                lat: row.get("lat")?,
                title: row.get("title")?,
                late: due.is_some_and(|due| due < now.0),
            })
        })
        .collect()
}
