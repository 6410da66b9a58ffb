//! The list of matters and the points of the map.

use std::sync::Arc;

use askama::Template;
use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use case_rules::State as S;
use kernel::figure::Dimension;
use kernel::{Age, AreaCode, Issues, Level, Moment};
use routes::Route;
use serde_json::json;
use web::{Fault, Form, Page, Shell, Site, Visitor};

use super::counted::{counted_of, fields_of, query_of, sentence};
use crate::flags;
use crate::store::{CaseFilter, list_cases, list_points, sort_of};
use crate::view::{RowView, row_view};

const MOST: i64 = 30;
const VIEWS: &[(&str, &str)] = &[
    ("open", "在办"),
    ("late", "超期"),
    ("supervised", "督办"),
    ("unplaced", "待定归属"),
    ("all", "全部"),
];

#[derive(Template)]
#[template(path = "register/index.html")]
struct Index {
    shell: Shell,
    rows: Vec<RowView>,
    views: Vec<(&'static str, &'static str, bool)>,
    view: String,
    areas: Vec<(String, String, bool)>,
    states: Vec<(&'static str, &'static str, bool)>,
    items: Vec<(String, String, bool)>,
    words: String,
    /// The filter as it is, for the form of the export.
    chosen: Vec<(&'static str, String)>,
    purpose: String,
    issues: Issues,
    next: Option<String>,
    /// The number that the list opens, in words, and the fields that keep it.
    counted: Option<String>,
    fields: Vec<(&'static str, String)>,
}

/// Reads a filter; an unknown sort key is refused rather than passed on (trap S05).
///
/// # Errors
/// What cannot be read.
pub fn filter_of(query: &Form) -> Result<CaseFilter, Fault> {
    let by_due = sort_of(query.get("sort"))
        .ok_or_else(|| Fault::Unreadable("不能按这一列排序。可用：newest（新的在前）、due（快到期的在前）。".into()))?;
    let state = match query.get("state") {
        "" => None,
        key => Some(key.parse::<S>().map_err(Fault::Unreadable)?.key().to_owned()),
    };
    let area = match query.get("area") {
        "" => None,
        digits => Some(
            AreaCode::from_digits(digits)
                .ok_or_else(|| Fault::Unreadable("区划编码应为 9、12 或 15 位数字。".into()))?,
        ),
    };
    let desk = match query.get("desk") {
        "" => None,
        key => Some(key.parse().map_err(Fault::Unreadable)?),
    };
    let age = match query.get("age") {
        "" => None,
        key => Some(key.parse::<Age>().map_err(Fault::Unreadable)?),
    };
    let words = query.get("q").to_owned();
    let counted = counted_of(query)?;
    let item = Some(query.get("item").to_owned()).filter(|code| !code.is_empty());
    let view = match query.get("view") {
        "" if words.is_empty() && state.is_none() && counted.is_none() && item.is_none() => "open",
        other => other,
    };
    Ok(CaseFilter {
        state,
        area,
        desk,
        item,
        words,
        open: matches!(view, "open" | "supervised" | "unplaced"),
        late: view == "late",
        flags: if view == "supervised" { flags::SUPERVISED } else { 0 },
        age,
        counted,
        unplaced: view == "unplaced",
        before: query.get("before").parse().ok().map(Moment),
        by_due: by_due || view == "late",
        most: MOST,
        skip: query.get("skip").parse().unwrap_or(0).max(0),
    })
}

pub async fn index(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    RawQuery(query): RawQuery,
) -> Result<Response, Fault> {
    let query = Form::of_query(&query.unwrap_or_default());
    render(&site, &visitor, &query, StatusCode::OK, Issues::default()).await
}

/// The list by its filter; `query` comes from the address, or from the form of an export that was refused.
pub(super) async fn render(
    site: &Site,
    visitor: &Visitor,
    query: &Form,
    status: StatusCode,
    issues: Issues,
) -> Result<Response, Fault> {
    let filter = filter_of(query)?;
    let (town, now) = (site.town(), site.now());
    let found = list_cases(
        &site.db,
        &visitor.scope,
        &CaseFilter {
            most: MOST + 1,
            ..filter.clone()
        },
        now,
    )
    .await?;
    let view = match query.get("view") {
        "" if filter.open => "open",
        "" => "all",
        other => other,
    };
    let mut fields = filter.counted.as_ref().map(fields_of).unwrap_or_default();
    fields.extend(filter.age.map(|age| ("age", age.key().to_owned())));
    let chosen: Vec<(&'static str, String)> = ["state", "area", "desk", "item", "q", "sort"]
        .into_iter()
        .map(|name| (name, query.get(name).to_owned()))
        .filter(|(_, value)| !value.is_empty())
        .chain(fields.clone())
        .collect();
    let next =
        (found.len() as i64 > MOST).then(|| format!("?view={view}{}&skip={}", query_of(&chosen), filter.skip + MOST));
    let counted = filter.counted.as_ref().map(|counted| sentence(counted, site));
    let page = Index {
        shell: Shell::of(site, visitor, "事项"),
        rows: found
            .iter()
            .take(MOST as usize)
            .map(|row| row_view(row, None, "", &town, now))
            .collect(),
        views: VIEWS.iter().map(|(key, name)| (*key, *name, *key == view)).collect(),
        view: view.to_owned(),
        areas: areas_of(site, visitor, query.get("area")),
        states: S::ALL
            .iter()
            .map(|state| (state.key(), state.name(), query.get("state") == state.key()))
            .collect(),
        items: items(site, query.get("item")),
        words: query.get("q").to_owned(),
        chosen,
        purpose: query.get("purpose").to_owned(),
        issues,
        next,
        counted: counted.or_else(|| filter.age.map(|age| format!("{}反映的", age.name()))),
        fields,
    };
    Ok(Page(status, page).into_response())
}

/// Categories to filter by: those in use, then the ended ones, marked (trap M10).
fn items(site: &Site, chosen: &str) -> Vec<(String, String, bool)> {
    let (catalogue, now) = (site.catalogue(), site.now());
    let (open, ended): (Vec<_>, Vec<_>) = catalogue.items().iter().partition(|item| item.is_open(now.0));
    open.into_iter()
        .map(|item| (item, ""))
        .chain(ended.into_iter().map(|item| (item, "（已停用）")))
        .map(|(item, mark)| (item.code.clone(), format!("{}{mark}", item.name), item.code == chosen))
        .collect()
}

/// The communities to choose from, and for those who see the whole street what lies in none of them.
fn areas_of(site: &Site, visitor: &Visitor, chosen: &str) -> Vec<(String, String, bool)> {
    let town = site.town();
    let communities = town
        .areas
        .iter()
        .filter(|area| area.code.level() == Level::Community && visitor.scope.sees_area(area.code))
        .map(|area| (area.code.digits(), area.name.clone()));
    let whole = AreaCode(visitor.scope.street.0 * 1_000_000);
    let outside = visitor
        .scope
        .sees_street()
        .then(|| (whole.digits(), site.row_name(Dimension::Community, &whole.digits())));
    communities
        .chain(outside)
        .map(|(code, name)| (code.clone(), name, code == chosen))
        .collect()
}

/// Open matters as points for the map.
pub async fn points(State(site): State<Arc<Site>>, visitor: Visitor) -> Result<Response, Fault> {
    let points = list_points(&site.db, &visitor.scope, site.now(), 5000).await?;
    let features: Vec<_> = points
        .iter()
        .map(|point| {
            json!({
                "type": "Feature",
                "geometry": { "type": "Point", "coordinates": [point.lng, point.lat] },
                "properties": { "href": Route::CaseShow.to(&[&point.id]), "title": point.title, "tone": if point.late { "late" } else { "" } },
            })
        })
        .collect();
    Ok(Json(json!({ "type": "FeatureCollection", "features": features })).into_response())
}
