//! The page of figures, and the same at stable addresses for programs and office software.

use std::sync::Arc;

use askama::Template;
use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use insight_rules::{UNIT_INDEX, VERSION};
use kernel::figure::{Dimension, Period, month_after, month_text};
use sheets::{attachment, csv_bytes};
use web::{Fault, Form, Page, Shell, Site, Visitor};

use super::columns::{Column, EXCLUSIONS, Part, WITHOUT, kinds_of};
use super::export::{json_of, public_json_of, public_table_of, table_of};
use super::store::count_rows;
use super::table::{Cell, Indexed, Query, Row, indexed, is_indexed, rows_of, total_of};

/// A line of the table.
struct Line {
    name: String,
    cells: Vec<Cell>,
    index: Option<Indexed>,
}

struct Excluded {
    code: &'static str,
    name: &'static str,
    why: &'static str,
    number: i64,
    href: String,
}

#[derive(Template)]
#[template(path = "figures/index.html")]
struct Index {
    shell: Shell,
    period: String,
    from: String,
    to: String,
    running: bool,
    spans: Vec<(&'static str, String, bool)>,
    dimensions: Vec<(&'static str, &'static str, bool)>,
    dimension: Dimension,
    parts: Vec<(&'static str, String, bool)>,
    part: Part,
    /// Names of the columns, with the formula where there is one.
    heads: Vec<(String, String)>,
    lines: Vec<Line>,
    exclusions: Vec<Excluded>,
    without: &'static [(&'static str, &'static str)],
    version: &'static str,
    sheet: String,
    json: String,
    /// The table that may be published exists for whole months by community.
    public: Option<String>,
}

/// Months of the quarter or year that a month belongs to, some spans earlier.
fn span(month: i64, length: i64, back: i64) -> Period {
    let first = month - (month % 100 - 1) % length;
    let from = month_after(first, -length * back);
    Period {
        from,
        to: month_after(from, length - 1),
    }
}

fn query_of(form: &Form, now: i64) -> Result<Query, Fault> {
    let period = match (form.get("from"), form.get("to")) {
        ("", "") => Period { from: now, to: now },
        ("", month) | (month, "") => Period::parse(month, month).map_err(Fault::Unreadable)?,
        (from, to) => Period::parse(from, to).map_err(Fault::Unreadable)?,
    };
    let dimension = match form.get("dim") {
        "" => Dimension::Community,
        key => key.parse().map_err(Fault::Unreadable)?,
    };
    Ok(Query { period, dimension })
}

async fn counted(site: &Site, visitor: &Visitor, query: &Query) -> Result<Vec<Row>, Fault> {
    let now = site.now().month();
    let kinds = kinds_of(query.dimension);
    let counted = count_rows(&site.db, &visitor.scope, query.dimension, query.period, &kinds, now).await?;
    Ok(rows_of(counted, query.dimension, site))
}

pub async fn index(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    RawQuery(raw): RawQuery,
) -> Result<Response, Fault> {
    let form = Form::of_query(&raw.unwrap_or_default());
    let now = site.now().month();
    let query = query_of(&form, now)?;
    let parts = Part::of(query.dimension);
    let part: Part = match form.get("part") {
        "" => parts[0],
        key => key.parse().map_err(Fault::Unreadable)?,
    };
    // Another dimension may not have this table; its first one is shown.
    let part = if parts.contains(&part) { part } else { parts[0] };
    let rows = counted(&site, &visitor, &query).await?;
    let total = total_of(&rows);
    let here = |period: Period, dimension: Dimension, part: Part| {
        format!("?{}&dim={}&part={}", period.query(), dimension.key(), part.key())
    };
    let spans = [
        ("本月", span(now, 1, 0)),
        ("上月", span(now, 1, 1)),
        ("本季度", span(now, 3, 0)),
        ("上季度", span(now, 3, 1)),
        ("今年", span(now, 12, 0)),
        ("去年", span(now, 12, 1)),
    ];
    let mut lines: Vec<Line> = rows
        .iter()
        .filter(|row| part != Part::Index || is_indexed(&row.key))
        .map(|row| line(&query, part, row.name.clone(), &row.counts, Some(&row.key)))
        .collect();
    lines.push(line(&query, part, "合计".into(), &total, None));
    let address = format!("{}&dim={}", query.period.query(), query.dimension.key());
    let page = Index {
        shell: Shell::of(&site, &visitor, "统计"),
        period: query.period.name(),
        from: month_text(query.period.from),
        to: month_text(query.period.to),
        running: query.period.to >= now,
        spans: spans
            .into_iter()
            .map(|(name, period)| (name, here(period, query.dimension, part), period == query.period))
            .collect(),
        dimensions: Dimension::ALL
            .iter()
            .map(|dimension| (dimension.key(), dimension.name(), *dimension == query.dimension))
            .collect(),
        dimension: query.dimension,
        parts: parts
            .iter()
            .map(|one| (one.name(), here(query.period, query.dimension, *one), *one == part))
            .collect(),
        part,
        heads: heads(part),
        lines,
        exclusions: EXCLUSIONS
            .iter()
            .map(|out| Excluded {
                code: out.code,
                name: out.figure.name(),
                why: out.why,
                number: total.number(out.figure),
                href: query.href(out.figure, None),
            })
            .collect(),
        without: WITHOUT,
        version: VERSION,
        sheet: format!("{}?{address}", routes::Route::FigureSheet.path()),
        json: format!("{}?{address}", routes::Route::ApiFigures.path()),
        public: (is_public(&query)).then(|| format!("{}?{address}&public=1", routes::Route::FigureSheet.path())),
    };
    Ok(Page::ok(page).into_response())
}

fn line(query: &Query, part: Part, name: String, counts: &insight_rules::Counts, key: Option<&str>) -> Line {
    let columns = part.columns().iter();
    Line {
        name,
        cells: columns.map(|column| query.cell(*column, counts, key)).collect(),
        index: (part == Part::Index).then(|| indexed(query, counts, key)),
    }
}

fn heads(part: Part) -> Vec<(String, String)> {
    if part == Part::Index {
        return UNIT_INDEX
            .iter()
            .map(|part| {
                let inverse = if part.inverse { "，取 1 减去它" } else { "" };
                let name = format!("{} × {}%", part.rate.name(), part.weight);
                (name, format!("{}{inverse}", part.rate.formula().text()))
            })
            .collect();
    }
    part.columns()
        .iter()
        .map(|column| match column {
            Column::Figure(figure) => (figure.name().to_owned(), String::new()),
            Column::Hours(figure, title) => ((*title).to_owned(), format!("按自然时间，{}的平均", figure.name())),
            Column::Rate(rate) => (rate.name().to_owned(), rate.formula().text()),
        })
        .collect()
}

/// More than one month, or one more dimension, would let a reader subtract one table from another (trap R06).
fn is_public(query: &Query) -> bool {
    query.dimension == Dimension::Community && query.period.from == query.period.to
}

/// Whether the table for publication is asked for.
fn for_public(form: &Form, query: &Query) -> Result<bool, Fault> {
    match form.get("public") {
        "" | "0" => Ok(false),
        _ if is_public(query) => Ok(true),
        _ => Err(Fault::Unreadable(
            "可公开的表只有社区的单月表：别的维度或时段与它相减，会露出隐去的小数。请把 dim 设为 community，from 和 to 设为同一个月。".into(),
        )),
    }
}

pub async fn sheet(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    RawQuery(raw): RawQuery,
) -> Result<Response, Fault> {
    let form = Form::of_query(&raw.unwrap_or_default());
    let query = query_of(&form, site.now().month())?;
    let public = for_public(&form, &query)?;
    let rows = counted(&site, &visitor, &query).await?;
    let (headers, lines) = if public {
        public_table_of(&query, &rows)
    } else {
        table_of(&query, &rows)
    };
    let headers: Vec<&str> = headers.iter().map(String::as_str).collect();
    let name = format!(
        "{}-{}{}.csv",
        query.period.name(),
        query.dimension.name(),
        if public { "-公开" } else { "" }
    );
    let answer = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, attachment(&name)),
    ];
    Ok((answer, csv_bytes(&headers, lines)).into_response())
}

/// The same figures for programs.
pub async fn show_api(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    RawQuery(raw): RawQuery,
) -> Result<Response, Fault> {
    let form = Form::of_query(&raw.unwrap_or_default());
    let query = query_of(&form, site.now().month())?;
    let public = for_public(&form, &query)?;
    let rows = counted(&site, &visitor, &query).await?;
    let answer = if public {
        public_json_of(&query, &rows)
    } else {
        json_of(&query, &rows)
    };
    Ok(Json(answer).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_whole_months_quarters_and_years() {
        for (length, back, from, to) in [
            (1, 0, 202_602, 202_602),
            (1, 1, 202_601, 202_601),
            (3, 0, 202_601, 202_603),
            (3, 1, 202_510, 202_512),
            (12, 0, 202_601, 202_612),
            (12, 1, 202_501, 202_512),
        ] {
            assert_eq!(span(202_602, length, back), Period { from, to });
        }
    }
}
