//! The leader's page and its JSON twin.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use kernel::figure::{Dimension, Figure, Period};
use kernel::{Age, AreaCode, Desk};
use routes::Route;
use serde_json::{Map, Value, json};
use web::{Fault, Page, Shell, Site, Visitor};

use super::store::{Figures, LateRow, last_reason, list_late, months, open_by_area};
use crate::wall::shade::legend;

const LATE_ROWS: i64 = 20;

struct Late {
    href: String,
    title: String,
    number: String,
    area: String,
    holder: String,
    late: String,
    why: String,
}

/// A line of a bar chart, which is its own table: every number opens its list.
struct Bar {
    href: String,
    name: String,
    open: i64,
    late: i64,
    late_href: String,
    width: String,
    late_width: String,
}

/// What came and what went, and their lists.
struct Flow {
    name: String,
    opened: i64,
    opened_href: String,
    closed: i64,
    closed_href: String,
}

impl Flow {
    fn of(from: i64, to: i64, opened: i64, closed: i64) -> Self {
        let period = Period { from, to };
        let href = |figure: Figure| {
            let (path, key) = (Route::CaseIndex.path(), figure.key());
            format!("{path}?view=all&figure={key}&{}", period.query())
        };
        Self {
            name: period.name(),
            opened,
            opened_href: href(Figure::Received),
            closed,
            closed_href: href(Figure::Ended),
        }
    }
}

struct Month {
    flow: Flow,
    /// Bars of the chart: place and height in its own units, ten to a month, a hundred high.
    x: usize,
    opened_height: i64,
    closed_height: i64,
}

#[derive(Template)]
#[template(path = "board/index.html")]
struct Index {
    shell: Shell,
    at: String,
    sum: Figures,
    late: Vec<Late>,
    bars: Vec<Bar>,
    ages: Vec<Bar>,
    months: Vec<Month>,
    total: Option<Flow>,
    legend: Vec<(usize, String)>,
}

/// Everything the page shows.
struct Figured {
    sum: Figures,
    by_community: BTreeMap<AreaCode, Figures>,
    late: Vec<(LateRow, String)>,
    months: Vec<(i64, i64, i64)>,
}

async fn figure(site: &Site, visitor: &Visitor) -> Result<Figured, Fault> {
    let (now, scope) = (site.now(), &visitor.scope);
    let mut by_community: BTreeMap<AreaCode, Figures> = BTreeMap::new();
    let mut sum = Figures::default();
    for (area, figures) in open_by_area(&site.db, scope, now).await? {
        sum.add(&figures);
        by_community.entry(area.community()).or_default().add(&figures);
    }
    let mut late = Vec::new();
    for row in list_late(&site.db, scope, now, LATE_ROWS).await? {
        let why = last_reason(&site.db, scope, row.id)
            .await?
            .map(|(action, body)| words(&action, &body))
            .unwrap_or_default();
        late.push((row, why));
    }
    let today = now.civil().date();
    // Three full years and the current one.
    let from = i64::from(today.year() - 3) * 100 + 1;
    let months = months(&site.db, scope, from).await?;
    Ok(Figured {
        sum,
        by_community,
        late,
        months,
    })
}

/// Why it is late, from the last step that says so.
fn words(action: &str, body: &str) -> String {
    let event: Value = serde_json::from_str(body).unwrap_or_default();
    let text = match action {
        "report" | "dispatch" | "redispatch" => "",
        _ => event["text"].as_str().unwrap_or_default(),
    };
    let what = match action {
        "return" => "单位退单，改派中",
        "escalate" => "本级解决不了，已上报",
        "request_extension" => "已申请延期",
        "request_suspension" => "已申请挂账",
        "fail" | "dispute" => "返工",
        "reply" => "已回复督办",
        "report" => "尚未受理",
        _ => "已派遣，单位未办结",
    };
    if text.is_empty() {
        what.to_owned()
    } else {
        format!("{what}：{}", text.chars().take(40).collect::<String>())
    }
}

pub async fn index(State(site): State<Arc<Site>>, visitor: Visitor) -> Result<Response, Fault> {
    let figured = figure(&site, &visitor).await?;
    let (town, now) = (site.town(), site.now());
    let most = figured.by_community.values().map(|figures| figures.open).max();
    let list = |view: &str, name: &str, key: &str| format!("{}?view={view}&{name}={key}", Route::CaseIndex.path());
    let bars = figured
        .by_community
        .iter()
        .map(|(area, figures)| Bar {
            href: list("open", "area", &area.digits()),
            name: site.row_name(Dimension::Community, &area.digits()),
            open: figures.open,
            late: figures.late,
            late_href: list("late", "area", &area.digits()),
            width: percent(figures.open, most),
            late_width: percent(figures.late, most),
        })
        .collect();
    let oldest = figured.sum.ages.iter().copied().max();
    let ages = Age::ALL
        .iter()
        .zip(figured.sum.ages)
        .map(|(age, number)| Bar {
            href: list("open", "age", age.key()),
            name: age.name().into(),
            open: number,
            late: 0,
            late_href: String::new(),
            width: percent(number, oldest),
            late_width: String::new(),
        })
        .collect();
    let late = figured
        .late
        .into_iter()
        .map(|(row, why)| Late {
            href: Route::CaseShow.to(&[&row.id]),
            title: row.title,
            number: row.number,
            area: town.name(row.area),
            holder: row.desk.as_ref().map(|desk: &Desk| town.desk(desk)).unwrap_or_default(),
            late: span(now.seconds_since(row.due_at)),
            why,
        })
        .collect();
    let tallest = figured
        .months
        .iter()
        .map(|(_, opened, closed)| *opened.max(closed))
        .max()
        .unwrap_or(0)
        .max(1);
    let height = |number: i64| number * 100 / tallest;
    let chart: Vec<Month> = figured
        .months
        .iter()
        .enumerate()
        .map(|(index, (month, opened, closed))| Month {
            flow: Flow::of(*month, *month, *opened, *closed),
            x: index * 10,
            opened_height: height(*opened),
            closed_height: height(*closed),
        })
        .collect();
    let page = Index {
        shell: Shell::of(&site, &visitor, "街道一页"),
        at: now.minute(),
        sum: figured.sum,
        late,
        bars,
        ages,
        total: total_of(&figured.months),
        months: chart,
        legend: legend(),
    };
    Ok(Page::ok(page).into_response())
}

/// A part of the longest bar.
pub(crate) fn percent(number: i64, longest: Option<i64>) -> String {
    format!("{:.1}%", number as f64 * 100.0 / longest.unwrap_or(0).max(1) as f64)
}

/// All months together, from the first to the last.
fn total_of(months: &[(i64, i64, i64)]) -> Option<Flow> {
    let ((first, ..), (last, ..)) = (months.first()?, months.last()?);
    let opened = months.iter().map(|(_, opened, _)| opened).sum();
    let closed = months.iter().map(|(.., closed)| closed).sum();
    Some(Flow::of(*first, *last, opened, closed))
}

fn span(seconds: i64) -> String {
    match seconds {
        ..3600 => format!("{} 分钟", (seconds / 60).max(1)),
        3600..172_800 => format!("{} 小时", seconds / 3600),
        _ => format!("{} 天", seconds / 86_400),
    }
}

/// The same figures for programs.
pub async fn show_api(State(site): State<Arc<Site>>, visitor: Visitor) -> Result<Response, Fault> {
    let figured = figure(&site, &visitor).await?;
    let figures = |f: &Figures| json!({ "open": f.open, "late": f.late, "supervised": f.supervised, "suspended": f.suspended, "pending_confirm": f.confirming });
    let ages: Map<String, Value> = Age::ALL
        .iter()
        .zip(figured.sum.ages)
        .map(|(age, number)| (age.key().to_owned(), number.into()))
        .collect();
    let communities: Vec<Value> = figured
        .by_community
        .iter()
        .map(|(area, f)| json!({ "area": area.digits(), "figures": figures(f) }))
        .collect();
    let late: Vec<Value> = figured
        .late
        .iter()
        .map(|(row, why)| json!({ "id": row.id, "number": row.number, "area": row.area.digits(), "desk": row.desk, "due_at": row.due_at.rfc3339(), "why": why }))
        .collect();
    let months: Vec<Value> = figured
        .months
        .iter()
        .map(|(month, opened, closed)| json!({ "month": month, "opened": opened, "closed": closed }))
        .collect();
    Ok(
        Json(json!({ "sum": figures(&figured.sum), "ages": ages, "communities": communities, "late": late, "months": months }))
            .into_response(),
    )
}
