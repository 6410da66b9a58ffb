//! The map without any outside server: areas, base layer, and which grid a point lies in.

use std::sync::Arc;

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use web::{Fault, Form, Site};

use crate::store::{find_document, list_areas};

async fn document(site: &Site, name: &str) -> Result<Response, Fault> {
    let empty = || json!({ "type": "FeatureCollection", "features": [] }).to_string();
    let body = find_document(&site.db, site.street, name).await?.unwrap_or_else(empty);
    Ok((
        [
            (header::CONTENT_TYPE, "application/geo+json"),
            (header::CACHE_CONTROL, "private, max-age=600"),
        ],
        body,
    )
        .into_response())
}

pub async fn areas(State(site): State<Arc<Site>>) -> Result<Response, Fault> {
    document(&site, "areas").await
}

pub async fn base(State(site): State<Arc<Site>>) -> Result<Response, Fault> {
    document(&site, "base").await
}

/// The grid of a point, in words for a form.
pub async fn locate(State(site): State<Arc<Site>>, RawQuery(query): RawQuery) -> Result<Response, Fault> {
    let query = Form::of_query(&query.unwrap_or_default());
    let number = |name| query.get(name).parse::<f64>().ok().filter(|value| value.is_finite());
    let (Some(lng), Some(lat)) = (number("lng"), number("lat")) else {
        return Err(Fault::Unreadable("请给出 lng 和 lat 两个数字。".into()));
    };
    let town = site.town();
    let body = match town.locate(lng, lat) {
        Some(code) => json!({ "inside": true, "code": code.digits(), "text": town.name(code) }),
        None => json!({ "inside": false, "text": "不在已划分的网格内，由街道中心人工分派" }),
    };
    Ok(Json(body).into_response())
}

/// The tree for programs.
pub async fn areas_api(State(site): State<Arc<Site>>) -> Result<Response, Fault> {
    let areas: Vec<Value> = list_areas(&site.db, site.street, site.now())
        .await?
        .into_iter()
        .map(|area| json!({ "code": area.code.digits(), "level": area.code.level(), "name": area.name, "households": area.households, "residents": area.residents }))
        .collect();
    Ok(Json(json!({ "areas": areas })).into_response())
}
