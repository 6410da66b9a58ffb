//! Many matters at once, made by the same rules: what a demo office or a first import loads.

use std::collections::BTreeMap;

use case_rules::{Case, Cell, Event, Sum, cells};
use codes::receipt::{CaseNumber, ReceiptCode};
use db::{Chain, Error, Insert, Link, Sql, Tx, append_many, values};
use kernel::{Moment, Street};
use sm3::{Digest, Sm3};

use super::figures::{add, into_cells, into_marks, mark_row};
use super::people::ReporterRow;
use super::save::{COLUMNS, NO_DUE, columns};
use super::write;

/// A matter with its whole history.
#[derive(Clone, Debug)]
pub struct Made {
    pub case: Case,
    pub events: Vec<Event>,
    pub alarm: Option<Moment>,
    pub reporter: Option<(ReceiptCode, ReporterRow)>,
}

/// Writes new matters; the chain follows the order in which things happened.
///
/// # Errors
/// The database's failure.
pub async fn load_all(tx: &Tx, street: Street, made: &[Made]) -> Result<(), Error> {
    let mut cases = Insert::into("cases", COLUMNS);
    let mut todos = Insert::into("case_todos", "street, desk, case_id, kind, due_at").or_keep();
    let mut parties = Insert::into("case_parties", "street, party, case_id").or_keep();
    let mut reporters = Insert::into("case_reporters", "street, case_id, place, receipt, name, phone");
    let mut marks = into_marks();
    let mut sums: BTreeMap<Cell, Sum> = BTreeMap::new();
    let mut counters: BTreeMap<String, i64> = BTreeMap::new();
    let mut links = Vec::new();
    for Made {
        case,
        events,
        alarm,
        reporter,
    } in made
    {
        cases.row(columns(street, case, *alarm)?);
        for todo in case.todos() {
            todos.row(values![
                street.0,
                todo.desk.to_string(),
                case.id.0,
                todo.kind.key(),
                todo.due_at.map_or(NO_DUE, |at| at.0)
            ]);
        }
        for party in &case.parties {
            parties.row(values![street.0, party.as_str(), case.id.0]);
        }
        for mark in case.marks() {
            marks.row(mark_row(street, case.id, &mark));
        }
        for (cell, sum) in cells(case) {
            add(&mut sums, cell, sum);
        }
        if let Some((code, row)) = reporter {
            let receipt = Sm3::digest(code.to_string().as_bytes()).to_vec();
            reporters.row(values![
                street.0,
                case.id.0,
                1_i64,
                receipt,
                row.name.as_str(),
                row.phone.as_str()
            ]);
        }
        if let Ok(CaseNumber { year, sequence }) = case.number.parse() {
            let seq = i64::from(sequence);
            counters
                .entry(format!("cases:{year}"))
                .and_modify(|most| *most = seq.max(*most))
                .or_insert(seq);
        }
        for event in events {
            links.push(Link {
                about: case.id.0,
                about_seq: i64::from(event.seq),
                at: event.at,
                action: event.action.key().to_owned(),
                body: write(event)?,
            });
        }
    }
    tx.insert(cases).await?;
    tx.insert(todos).await?;
    tx.insert(parties).await?;
    tx.insert(reporters).await?;
    tx.insert(marks).await?;
    tx.insert(into_cells(street, &sums)).await?;
    links.sort_by_key(|link| (link.at, link.about, link.about_seq));
    append_many(tx, street, Chain::Cases, links).await?;
    for (name, value) in counters {
        tx.run(
            "INSERT INTO counters (street, name, value) VALUES ($1, $2, $3)
             ON CONFLICT (street, name) DO UPDATE SET value = CASE WHEN counters.value > excluded.value THEN counters.value ELSE excluded.value END",
            values![street.0, name, value],
        )
        .await?;
    }
    Ok(())
}
