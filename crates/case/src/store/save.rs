//! One way to write a matter: its row, its history, its to-do rows, parties and figures, all from one change.

use std::collections::BTreeSet;

use case_rules::{Case, Change, ClockKind, Todo};
use codes::receipt::CaseNumber;
use db::{Chain, Insert, Link, Sql, Tx, Values, append, values};
use kernel::{Moment, Refusal, Street};
use web::{Fault, Written};

use super::figures::save_figures;
use super::write;
use crate::flags::flags_of;

/// To-do rows without a due time come last.
pub(super) const NO_DUE: i64 = i64::MAX;

pub(super) const COLUMNS: &str = "street, id, seq, number, state, level, area, desk, lead, item, item_name, channel, title, place, lng, lat, closing, flags, \
                       reported_at, closed_at, promise_due_at, handle_due_at, alarm_at, body";

pub(super) fn columns(street: Street, case: &Case, alarm: Option<Moment>) -> Result<Values, db::Error> {
    let due = |kind| case.clock(kind).map(|clock| clock.due_at.0);
    let point = case.place.point;
    Ok(values![
        street.0,
        case.id.0,
        i64::from(case.seq),
        case.number.as_str(),
        case.state.key(),
        case.level.key(),
        case.place.area.0,
        case.desk.as_ref().map(ToString::to_string),
        case.lead.as_ref().map(ToString::to_string),
        case.standard.as_ref().map(|standard| standard.item.clone()),
        case.standard.as_ref().map(|standard| standard.item_name.clone()),
        case.channel.key(),
        case.title(),
        case.place.text.as_str(),
        point.map(|(lng, _)| lng),
        point.map(|(_, lat)| lat),
        case.closing.map(|closing| closing.key().to_owned()),
        flags_of(case),
        case.reported_at.0,
        case.closed_at.map(|at| at.0),
        due(ClockKind::Promise),
        due(ClockKind::Handle),
        alarm.map(|at| at.0),
        write(case)?,
    ])
}

/// Writes a change. `before` is the matter as it was loaded; when somebody else was faster, nothing is written.
///
/// # Errors
/// A stale refusal, or the database's failure.
pub async fn save(
    tx: &Tx,
    street: Street,
    before: Option<&Case>,
    change: &Change,
    alarm: Option<Moment>,
) -> Written<()> {
    let case = change.case();
    let values = columns(street, case, alarm)?;
    // The first write asks nothing, so that all of it goes to the engine in one trip, after the chain's head was read.
    let mut insert = Insert::into("cases", COLUMNS);
    match before {
        None => insert.row(values),
        Some(before) => {
            let sets: Vec<String> = COLUMNS
                .split(',')
                .enumerate()
                .skip(2)
                .map(|(index, name)| format!("{} = ${}", name.trim(), index + 1))
                .collect();
            let sql = format!(
                "UPDATE cases SET {} WHERE street = $1 AND id = $2 AND seq = ${}",
                sets.join(", "),
                values.len() + 1
            );
            let mut values = values;
            values.push(i64::from(before.seq).into());
            if tx.run(&sql, values).await? == 0 {
                return Err(Fault::Stale(stale()).into());
            }
        }
    }
    let links = change.events().iter().map(|event| {
        Ok(Link {
            about: case.id.0,
            about_seq: i64::from(event.seq),
            at: event.at,
            action: event.action.key().to_owned(),
            body: write(event)?,
        })
    });
    append(tx, street, Chain::Cases, &links.collect::<Result<Vec<_>, db::Error>>()?).await?;
    tx.insert_later(insert);
    save_todos(tx, street, before, case);
    save_parties(tx, street, before, case);
    save_figures(tx, street, before, case);
    Ok(())
}

/// What a second actor is told; the page adds what happened meanwhile.
pub(crate) fn stale() -> Refusal {
    Refusal::new(
        "case.stale",
        "刚才已有其他人处理了这件事项，您的操作没有生效，填写的内容已保留。请看最新进展后再决定。",
    )
}

fn save_todos(tx: &Tx, street: Street, before: Option<&Case>, case: &Case) {
    let old = before.map(Case::todos).unwrap_or_default();
    let new = case.todos();
    if old == new {
        return;
    }
    if !old.is_empty() {
        tx.later(
            "DELETE FROM case_todos WHERE street = $1 AND case_id = $2",
            values![street.0, case.id.0],
        );
    }
    let mut insert = Insert::into("case_todos", "street, desk, case_id, kind, due_at").or_keep();
    for Todo { desk, kind, due_at } in new {
        insert.row(values![
            street.0,
            desk.to_string(),
            case.id.0,
            kind.key(),
            due_at.map_or(NO_DUE, |at| at.0)
        ]);
    }
    tx.insert_later(insert);
}

fn save_parties(tx: &Tx, street: Street, before: Option<&Case>, case: &Case) {
    let none = BTreeSet::new();
    let old = before.map_or(&none, |before| &before.parties);
    let mut insert = Insert::into("case_parties", "street, party, case_id").or_keep();
    for party in case.parties.difference(old) {
        insert.row(values![street.0, party.as_str(), case.id.0]);
    }
    tx.insert_later(insert);
}

/// The next number of a year: one counter row, so that no two are alike and none is skipped.
///
/// # Errors
/// The database's failure.
pub async fn next_number(tx: &Tx, street: Street, now: Moment) -> Result<String, db::Error> {
    let numbers = next_numbers(tx, street, now, 1).await?;
    Ok(numbers.into_iter().next().unwrap_or_default())
}

/// The next numbers of a year, for many matters at once.
///
/// # Errors
/// The database's failure.
pub async fn next_numbers(tx: &Tx, street: Street, now: Moment, count: i64) -> Result<Vec<String>, db::Error> {
    let year = now.civil().year();
    let numbered = |sequence: i64| {
        let number = CaseNumber {
            year: u16::try_from(year).ok()?,
            sequence: u32::try_from(sequence).ok()?,
        };
        Some(number.to_string())
    };
    let row = tx
        .row(
            "INSERT INTO counters (street, name, value) VALUES ($1, $2, $3)
             ON CONFLICT (street, name) DO UPDATE SET value = counters.value + $3 RETURNING value",
            values![street.0, format!("cases:{year}"), count],
        )
        .await?;
    let last: i64 = row.map_or(Ok(count), |row| row.get("value"))?;
    (last - count + 1..=last)
        .map(|sequence| numbered(sequence).ok_or_else(|| db::Error::Content(format!("{year} 年的编号用完了"))))
        .collect()
}
