//! The page that a room reads from five metres, and the shades of the map.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use kernel::AreaCode;
use kernel::figure::Dimension;
use serde_json::{Map, Value};
use web::{Fault, Page, Shell, Site, Visitor};

use super::shade::{legend, shade};
use crate::board::page::percent;
use crate::board::store::{Figures, months, open_by_area};

/// So many months are shown, the present one last.
const MONTHS: i16 = 12;
/// How often the numbers are fetched anew; after three misses the page says since when they stand.
const REFRESH_SECONDS: u32 = 60;

struct Bar {
    name: String,
    open: i64,
    late: i64,
    width: String,
    late_width: String,
}

struct Month {
    name: String,
    opened: i64,
    closed: i64,
    opened_width: String,
    closed_width: String,
}

#[derive(Template)]
#[template(path = "wall/index.html")]
struct Index {
    shell: Shell,
    at: String,
    sum: Figures,
    bars: Vec<Bar>,
    months: Vec<Month>,
    legend: Vec<(usize, String)>,
    refresh: u32,
}

pub async fn index(State(site): State<Arc<Site>>, visitor: Visitor) -> Result<Response, Fault> {
    let (now, scope) = (site.now(), &visitor.scope);
    let mut sum = Figures::default();
    let mut by_community: BTreeMap<AreaCode, (i64, i64)> = BTreeMap::new();
    for (area, figures) in open_by_area(&site.db, scope, now).await? {
        let (open, late) = by_community.entry(area.community()).or_default();
        *open += figures.open;
        *late += figures.late;
        sum.add(&figures);
    }
    let longest = by_community.values().map(|(open, _)| *open).max();
    let bars = by_community
        .iter()
        .map(|(area, (open, late))| Bar {
            name: site.row_name(Dimension::Community, &area.digits()),
            open: *open,
            late: *late,
            width: percent(*open, longest),
            late_width: percent(*late, longest),
        })
        .collect();
    let today = now.civil().date();
    let first = i64::from(today.year()) * 12 + i64::from(today.month()) - i64::from(MONTHS);
    let rows = months(&site.db, scope, first / 12 * 100 + first % 12 + 1).await?;
    let longest = rows.iter().map(|(_, opened, closed)| *opened.max(closed)).max();
    let months = rows
        .iter()
        .map(|(month, opened, closed)| Month {
            name: format!("{} 月", month % 100),
            opened: *opened,
            closed: *closed,
            opened_width: percent(*opened, longest),
            closed_width: percent(*closed, longest),
        })
        .collect();
    let page = Index {
        shell: Shell::of(&site, &visitor, "大屏"),
        at: now.minute(),
        sum,
        bars,
        months,
        legend: legend(),
        refresh: REFRESH_SECONDS,
    };
    Ok(Page::ok(page).into_response())
}

/// The step of each grid with open matters, by its code.
pub async fn shades(State(site): State<Arc<Site>>, visitor: Visitor) -> Result<Response, Fault> {
    let figures = open_by_area(&site.db, &visitor.scope, site.now()).await?;
    let shades: Map<String, Value> = figures
        .iter()
        .map(|(area, figures)| (area.digits(), shade(figures.open).into()))
        .collect();
    Ok(Json(shades).into_response())
}
