//! Marks and cells: what figures are counted from, kept with every write and never counted anew.

use std::collections::{BTreeMap, BTreeSet};

use case_rules::{Case, Cell, Sum, cells, difference};
use db::{Error, Insert, Sql, Text, Tx, Values, values};
use kernel::figure::{Dimension, Figure, Mark, MarkKind, Period, When};
use kernel::{AreaCode, CaseId, Level, Street};

const MARKS: &str = "street, case_id, kind, month, end_month, bits, seconds";
const CELLS: &str = "street, dimension, end_month, month, kind, key, bits, number, seconds";
/// Rows read at once.
const PAGE: i64 = 5_000;

pub(super) fn into_marks() -> Insert {
    Insert::into("case_marks", MARKS).or(
        " ON CONFLICT (street, case_id, kind) DO UPDATE SET month = excluded.month, end_month = excluded.end_month, \
         bits = excluded.bits, seconds = excluded.seconds",
    )
}

pub(super) fn mark_row(street: Street, case: CaseId, mark: &Mark) -> Values {
    values![
        street.0,
        case.0,
        mark.kind.key(),
        mark.month,
        mark.end_month,
        mark.bits,
        mark.seconds
    ]
}

/// One statement that adds to the sums, however many they are.
pub(super) fn into_cells(street: Street, sums: &BTreeMap<Cell, Sum>) -> Insert {
    let mut insert = Insert::into("case_cells", CELLS).or(
        " ON CONFLICT (street, dimension, end_month, month, kind, key, bits) DO UPDATE SET \
         number = case_cells.number + excluded.number, seconds = case_cells.seconds + excluded.seconds",
    );
    for (cell, sum) in sums {
        insert.row(values![
            street.0,
            cell.dimension.key(),
            cell.end_month,
            cell.month,
            cell.kind.key(),
            cell.key.as_str(),
            cell.bits,
            sum.number,
            sum.seconds
        ]);
    }
    insert
}

/// Writes what a change does to the marks of its matter and to the sums.
pub(super) fn save_figures(tx: &Tx, street: Street, before: Option<&Case>, case: &Case) {
    let old = before.map(Case::marks).unwrap_or_default();
    let new = case.marks();
    let mut insert = into_marks();
    for mark in new.iter().filter(|mark| !old.contains(mark)) {
        insert.row(mark_row(street, case.id, mark));
    }
    tx.insert_later(insert);
    for gone in old.iter().filter(|gone| new.iter().all(|mark| mark.kind != gone.kind)) {
        tx.later(
            "DELETE FROM case_marks WHERE street = $1 AND case_id = $2 AND kind = $3",
            values![street.0, case.id.0, gone.kind.key()],
        );
    }
    tx.insert_later(into_cells(street, &difference(before, case)));
}

/// The sums of all matters, as their histories give them.
fn sums_of<'a>(cases: impl Iterator<Item = &'a Case>) -> BTreeMap<Cell, Sum> {
    let mut sums: BTreeMap<Cell, Sum> = BTreeMap::new();
    for (cell, sum) in cases.flat_map(cells) {
        add(&mut sums, cell, sum);
    }
    sums
}

pub(super) fn add(sums: &mut BTreeMap<Cell, Sum>, cell: Cell, sum: Sum) {
    let entry = sums.entry(cell).or_default();
    entry.number += sum.number;
    entry.seconds += sum.seconds;
}

/// Compares what is stored with what the matters, folded from their histories, count as. What differs comes back in words.
///
/// # Errors
/// The database's failure.
pub async fn verify_figures<'a>(
    db: &impl Sql,
    street: Street,
    cases: impl Iterator<Item = &'a Case> + Clone,
) -> Result<Vec<String>, Error> {
    let mut faults = Vec::new();
    let mut expected = sums_of(cases.clone());
    expected.retain(|_, sum| *sum != Sum::default());
    let stored = read_cells(db, street).await?;
    let cells: BTreeSet<&Cell> = expected.keys().chain(stored.keys()).collect();
    for cell in cells {
        let (should, is) = (expected.get(cell), stored.get(cell));
        if should != is {
            let (should, is) = (should.copied().unwrap_or_default(), is.copied().unwrap_or_default());
            faults.push(format!(
                "统计“{}”{} {}：应为 {} 件 {} 秒，存着 {} 件 {} 秒。",
                cell.kind.name(),
                cell.month,
                cell.key,
                should.number,
                should.seconds,
                is.number,
                is.seconds
            ));
        }
    }
    let expected: BTreeSet<(CaseId, Mark)> = cases
        .flat_map(|case| case.marks().into_iter().map(|mark| (case.id, mark)))
        .collect();
    let stored = read_marks(db, street).await?;
    let wrong: BTreeSet<CaseId> = expected.symmetric_difference(&stored).map(|(case, _)| *case).collect();
    faults.extend(
        wrong
            .iter()
            .map(|case| format!("事项 {case} 的统计标记与经过推算的不一致。")),
    );
    Ok(faults)
}

/// Writes marks and sums anew from the matters as their histories give them.
///
/// # Errors
/// The database's failure.
pub async fn rebuild_figures(tx: &Tx, street: Street, cases: impl Iterator<Item = &Case> + Clone) -> Result<(), Error> {
    for table in ["case_marks", "case_cells"] {
        tx.run(&format!("DELETE FROM {table} WHERE street = $1"), values![street.0])
            .await?;
    }
    let mut marks = into_marks();
    for case in cases.clone() {
        for mark in case.marks() {
            marks.row(mark_row(street, case.id, &mark));
        }
    }
    tx.insert(marks).await?;
    tx.insert(into_cells(street, &sums_of(cases))).await
}

fn keyed<T: std::str::FromStr<Err = String>>(text: &str) -> Result<T, Error> {
    text.parse().map_err(Error::Content)
}

async fn read_cells(db: &impl Sql, street: Street) -> Result<BTreeMap<Cell, Sum>, Error> {
    let rows = db
        .rows(
            &format!("SELECT {CELLS} FROM case_cells WHERE street = $1 AND (number <> 0 OR seconds <> 0)"),
            values![street.0],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let cell = Cell {
                dimension: keyed(&row.get::<String>("dimension")?)?,
                key: row.get("key")?,
                kind: keyed(&row.get::<String>("kind")?)?,
                month: row.get("month")?,
                end_month: row.get("end_month")?,
                bits: row.get("bits")?,
            };
            let sum = Sum {
                number: row.get("number")?,
                seconds: row.get("seconds")?,
            };
            Ok((cell, sum))
        })
        .collect()
}

async fn read_marks(db: &impl Sql, street: Street) -> Result<BTreeSet<(CaseId, Mark)>, Error> {
    let mut marks = BTreeSet::new();
    let mut after = (uuid::Uuid::nil(), String::new());
    loop {
        let rows = db
            .rows(
                &format!(
                    "SELECT {MARKS} FROM case_marks WHERE street = $1 AND (case_id, kind) > ($2, $3)
                     ORDER BY case_id, kind LIMIT $4"
                ),
                values![street.0, after.0, after.1.as_str(), PAGE],
            )
            .await?;
        for row in &rows {
            after = (row.get("case_id")?, row.get("kind")?);
            let mark = Mark {
                kind: keyed::<MarkKind>(&after.1)?,
                month: row.get("month")?,
                end_month: row.get("end_month")?,
                bits: row.get("bits")?,
                seconds: row.get("seconds")?,
            };
            marks.insert((CaseId(after.0), mark));
        }
        if (rows.len() as i64) < PAGE {
            return Ok(marks);
        }
    }
}

/// The matters that a figure counts.
#[derive(Clone, Debug)]
pub struct Counted {
    pub figure: Figure,
    pub period: Period,
    /// One row of a table; otherwise all of them.
    pub row: Option<(Dimension, String)>,
}

/// Adds "counted by this figure" to a statement over `cases c` whose first value is the street.
pub(super) fn only_counted(text: &mut Text, counted: &Counted) {
    let take = counted.figure.take();
    let kind = text.arg(take.kind.key());
    let (from, to) = (text.arg(counted.period.from), text.arg(counted.period.to));
    let done = format!("m.end_month BETWEEN {from} AND {to}");
    let open = format!("((m.end_month = 0 OR m.end_month > {to}) AND m.month <= {to})");
    let when = match take.when {
        When::Due => format!("({done} OR {open})"),
        When::Done => done,
        When::Open => open,
        When::Carried => format!("m.month < {from} AND (m.end_month = 0 OR m.end_month >= {from})"),
        When::Early => format!("{done} AND m.month > {to}"),
    };
    let mut bits = String::new();
    if take.any != 0 {
        bits.push_str(&format!(" AND (m.bits & {}) <> 0", take.any));
    }
    if take.none != 0 {
        bits.push_str(&format!(" AND (m.bits & {}) = 0", take.none));
    }
    text.push(&format!(
        " AND c.id IN (SELECT m.case_id FROM case_marks m WHERE m.street = $1 AND m.kind = {kind} AND {when}{bits})"
    ));
    if let Some((dimension, key)) = &counted.row {
        only_row(text, *dimension, key);
    }
}

/// The row of a table as a condition; the other way round of [`Dimension::key_of`].
fn only_row(text: &mut Text, dimension: Dimension, key: &str) {
    let condition = match (dimension, key) {
        (Dimension::Community | Dimension::Grid, key) => match AreaCode::from_digits(key) {
            Some(area) if dimension == Dimension::Community && area.level() != Level::Street => {
                let (first, last) = (text.arg(area.0), text.arg(area.last().0));
                format!("c.area BETWEEN {first} AND {last}")
            }
            Some(area) => format!("c.area = {}", text.arg(area.0)),
            None => "1 = 0".into(),
        },
        (Dimension::Unit, "") => "c.lead IS NULL".into(),
        (Dimension::Unit, Dimension::GRIDS) => "c.lead LIKE 'grid:%'".into(),
        (Dimension::Unit, key) => format!("c.lead = {}", text.arg(key)),
        (Dimension::Category, "") => "c.item IS NULL".into(),
        (Dimension::Category, key) => {
            let (all, divided) = (text.arg(format!("{key}%")), text.arg(format!("{key}-%")));
            format!("(c.item LIKE {divided} OR (c.item LIKE {all} AND c.item NOT LIKE '%-%'))")
        }
        (Dimension::Channel, key) => format!("c.channel = {}", text.arg(key)),
    };
    text.push(&format!(" AND {condition}"));
}
