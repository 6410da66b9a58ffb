//! Many matters counted anew in one go: what `save` writes for one, in as few statements as the engine takes.

use std::collections::BTreeMap;

use case_rules::{Case, Cell, Change, Sum, difference};
use db::{Chain, Error, Insert, Link, Sql, Tx, Values, append_many, values};
use kernel::{Moment, Street};
use uuid::Uuid;

use super::figures::{add, into_cells, into_marks, mark_row};
use super::save::{COLUMNS, NO_DUE, columns};
use super::write;

/// A change that moves clocks, as rows: no desk, state or party is another after it.
pub struct Ready {
    id: Uuid,
    row: Values,
    links: Vec<Link>,
    todos: Vec<Values>,
    marks: Vec<Values>,
    gone: Vec<&'static str>,
    cells: BTreeMap<Cell, Sum>,
}

impl Ready {
    /// # Errors
    /// When the matter cannot be written as text.
    pub fn of(street: Street, before: &Case, change: &Change, alarm: Option<Moment>) -> Result<Self, Error> {
        let case = change.case();
        let links = change.events().iter().map(|event| {
            Ok(Link {
                about: case.id.0,
                about_seq: i64::from(event.seq),
                at: event.at,
                action: event.action.key().to_owned(),
                body: write(event)?,
            })
        });
        let (old, new) = (before.todos(), case.todos());
        let mut todos = Vec::new();
        if old != new {
            todos.extend(new.iter().map(|todo| {
                values![
                    street.0,
                    todo.desk.to_string(),
                    case.id.0,
                    todo.kind.key(),
                    todo.due_at.map_or(NO_DUE, |at| at.0)
                ]
            }));
        }
        let (had, marks) = (before.marks(), case.marks());
        Ok(Self {
            id: case.id.0,
            row: columns(street, case, alarm)?,
            links: links.collect::<Result<_, Error>>()?,
            todos,
            gone: had
                .iter()
                .filter(|gone| marks.iter().all(|mark| mark.kind != gone.kind))
                .map(|gone| gone.kind.key())
                .collect(),
            marks: marks
                .iter()
                .filter(|mark| !had.contains(mark))
                .map(|mark| mark_row(street, case.id, mark))
                .collect(),
            cells: difference(Some(before), case),
        })
    }
}

/// Writes such changes, each of one entry; false, and nothing may be kept, when somebody was faster with one of them.
///
/// # Errors
/// The database's failure.
pub async fn save_all(tx: &Tx, street: Street, all: &[Ready]) -> Result<bool, Error> {
    let mut cases = Insert::into("cases", COLUMNS).or(
        " ON CONFLICT (street, id) DO UPDATE SET seq = excluded.seq, flags = excluded.flags, \
         promise_due_at = excluded.promise_due_at, handle_due_at = excluded.handle_due_at, alarm_at = excluded.alarm_at, \
         body = excluded.body WHERE cases.seq = excluded.seq - 1",
    );
    let mut todos = Insert::into("case_todos", "street, desk, case_id, kind, due_at")
        .or(" ON CONFLICT (street, desk, case_id, kind) DO UPDATE SET due_at = excluded.due_at");
    let mut marks = into_marks();
    let mut sums: BTreeMap<Cell, Sum> = BTreeMap::new();
    let mut links = Vec::new();
    for ready in all {
        cases.row(ready.row.clone());
        links.extend(ready.links.iter().cloned());
        ready.todos.iter().for_each(|row| todos.row(row.clone()));
        ready.marks.iter().for_each(|row| marks.row(row.clone()));
        for kind in &ready.gone {
            tx.later(
                "DELETE FROM case_marks WHERE street = $1 AND case_id = $2 AND kind = $3",
                values![street.0, ready.id, *kind],
            );
        }
        for (cell, sum) in &ready.cells {
            add(&mut sums, cell.clone(), *sum);
        }
    }
    if tx.insert_counted(cases).await? != all.len() as u64 {
        return Ok(false);
    }
    append_many(tx, street, Chain::Cases, links).await?;
    tx.insert(todos).await?;
    tx.insert(marks).await?;
    tx.insert(into_cells(street, &sums)).await?;
    Ok(true)
}
