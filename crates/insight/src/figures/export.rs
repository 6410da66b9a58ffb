//! The figures for programs and for office software, and the table that may be published.

use insight_rules::{Counts, FEWEST, Rate, VERSION, publish};
use kernel::figure::{Dimension, Figure, month_text};
use serde_json::{Map, Value, json};

use super::columns::{EXCLUSIONS, PUBLIC, figures_of};
use super::table::{Query, Row, hours, indexed, is_indexed, total_of};

fn rates_of(dimension: Dimension) -> &'static [Rate] {
    match dimension {
        Dimension::Grid => &[],
        _ => Rate::ALL,
    }
}

fn row_json(query: &Query, counts: &Counts) -> (Value, Value) {
    let figures: Map<String, Value> = figures_of(query.dimension)
        .into_iter()
        .map(|figure| (figure.key().to_owned(), counts.number(figure).into()))
        .collect();
    let rates: Map<String, Value> = rates_of(query.dimension)
        .iter()
        .map(|rate| {
            let ratio = rate.of(counts);
            let percent = |hundredths: i64| hundredths as f64 / 100.0;
            let interval = ratio.interval().map(|(low, high)| [percent(low), percent(high)]);
            let rate_json = json!({
                "numerator": ratio.over, "denominator": ratio.under, "percent": ratio.hundredths().map(percent), "interval95": interval,
            });
            (rate.key().to_owned(), rate_json)
        })
        .collect();
    (figures.into(), rates.into())
}

/// Everything as JSON.
#[must_use]
pub fn json_of(query: &Query, rows: &[Row]) -> Value {
    let total = total_of(rows);
    let (figures, rates) = row_json(query, &total);
    let listed: Vec<Value> = rows
        .iter()
        .map(|row| {
            let (figures, rates) = row_json(query, &row.counts);
            let mut listed = json!({ "key": row.key, "name": row.name, "figures": figures, "rates": rates });
            if query.dimension == Dimension::Unit && is_indexed(&row.key) {
                let index = indexed(query, &row.counts, Some(&row.key));
                listed["index"] = json!(index.value.parse::<f64>().ok());
            }
            listed
        })
        .collect();
    let formulas: Map<String, Value> = rates_of(query.dimension)
        .iter()
        .map(|rate| (rate.key().to_owned(), rate.formula().text().into()))
        .collect();
    let exclusions: Vec<Value> = EXCLUSIONS
        .iter()
        .map(|out| json!({ "code": out.code, "figure": out.figure.key(), "number": total.number(out.figure), "why": out.why }))
        .collect();
    json!({
        "version": VERSION, "from": month_text(query.period.from), "to": month_text(query.period.to), "dimension": query.dimension.key(),
        "rows": listed, "total": { "figures": figures, "rates": rates }, "formulas": formulas, "exclusions": exclusions,
    })
}

/// The same as a table: a row a line, the total last.
#[must_use]
pub fn table_of(query: &Query, rows: &[Row]) -> (Vec<String>, Vec<Vec<String>>) {
    let (figures, rates) = (figures_of(query.dimension), rates_of(query.dimension));
    let mut headers = vec![query.dimension.name().to_owned()];
    headers.extend(figures.iter().map(|figure| figure.name().to_owned()));
    for rate in rates {
        headers.extend([
            rate.name().to_owned(),
            format!("{}：分子", rate.name()),
            format!("{}：分母", rate.name()),
        ]);
    }
    let timed = [(Figure::Handled, "平均处置小时"), (Figure::Asked, "平均等待确认小时")];
    let timed: &[(Figure, &str)] = if rates.is_empty() { &[] } else { &timed };
    headers.extend(timed.iter().map(|(_, title)| (*title).to_owned()));
    headers.push("时段".into());
    headers.push("口径版本".into());
    let line = |name: &str, counts: &Counts| {
        let mut cells = vec![name.to_owned()];
        cells.extend(figures.iter().map(|figure| counts.number(*figure).to_string()));
        for rate in rates {
            let ratio = rate.of(counts);
            cells.extend([ratio.text(), ratio.over.to_string(), ratio.under.to_string()]);
        }
        cells.extend(timed.iter().map(|(figure, _)| hours(counts, *figure)));
        cells.extend([query.period.name(), VERSION.to_owned()]);
        cells
    };
    let mut lines: Vec<Vec<String>> = rows.iter().map(|row| line(&row.name, &row.counts)).collect();
    lines.push(line("合计", &total_of(rows)));
    (headers, lines)
}

/// What stands in place of a suppressed number.
fn few() -> String {
    format!("少于{FEWEST}或须隐去")
}

/// The rows of the public table with its suppressed cells; the total last, under no key.
fn published(rows: &[Row]) -> Vec<(Option<&Row>, Vec<Option<i64>>)> {
    let numbers: Vec<Vec<i64>> = rows
        .iter()
        .map(|row| PUBLIC.iter().map(|figure| row.counts.number(*figure)).collect())
        .collect();
    let published = publish(&numbers);
    let shown = rows.iter().map(Some).zip(published.rows);
    shown.chain([(None, published.totals)]).collect()
}

/// The public table as JSON: suppressed cells are null.
#[must_use]
pub fn public_json_of(query: &Query, rows: &[Row]) -> Value {
    let listed: Vec<Value> = published(rows)
        .into_iter()
        .map(|(row, cells)| {
            let figures: Map<String, Value> = PUBLIC
                .iter()
                .zip(cells)
                .map(|(figure, cell)| (figure.key().to_owned(), cell.into()))
                .collect();
            json!({ "key": row.map(|row| &row.key), "name": row.map_or("合计", |row| row.name.as_str()), "figures": figures })
        })
        .collect();
    json!({ "version": VERSION, "month": month_text(query.period.from), "dimension": query.dimension.key(), "suppressed_below": FEWEST, "rows": listed })
}

/// The public table as a table.
#[must_use]
pub fn public_table_of(query: &Query, rows: &[Row]) -> (Vec<String>, Vec<Vec<String>>) {
    let mut headers = vec![query.dimension.name().to_owned()];
    headers.extend(PUBLIC.iter().map(|figure| figure.name().to_owned()));
    headers.extend(["月份".to_owned(), "口径版本".to_owned()]);
    let lines = published(rows)
        .into_iter()
        .map(|(row, cells)| {
            let mut line = vec![row.map_or("合计", |row| row.name.as_str()).to_owned()];
            line.extend(
                cells
                    .into_iter()
                    .map(|cell| cell.map_or_else(few, |number| number.to_string())),
            );
            line.extend([query.period.name(), VERSION.to_owned()]);
            line
        })
        .collect();
    (headers, lines)
}
