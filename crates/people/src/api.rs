//! The same by JSON, and the door for phones: the same acts, the same refusals.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kernel::{ClientId, HouseholdId};
use serde::Deserialize;
use serde_json::{Value, json};
use web::{Fault, Form, JsonBody, Site, Visitor};

use crate::act::{Order, carry_out, note_reading};
use crate::register::page::filter_of;
use crate::store::{PAGE, find_building, find_household, list_events, list_households};
use crate::upload::act::{Batch, take_in};

/// A write with the sender's own id.
#[derive(Debug, Deserialize)]
pub struct ChangeBody {
    client_id: ClientId,
    #[serde(flatten)]
    order: Value,
}

pub async fn households(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    RawQuery(query): RawQuery,
) -> Result<Response, Fault> {
    let filter = filter_of(&Form::of_query(&query.unwrap_or_default()));
    let mut rows = list_households(&site.db, &visitor.scope, &filter).await?;
    let more = rows.len() as i64 > PAGE;
    rows.truncate(PAGE as usize);
    let rows: Vec<Value> = rows
        .into_iter()
        .map(|row| {
            json!({
                "id": row.id,
                "building": row.building.id,
                "address": row.building.address,
                "dwelling": row.dwelling,
                "area": row.building.area.digits(),
                "head": row.head_name,
                "residents": row.residents,
                "headless_since": row.headless_since,
                "conflicts": row.conflicts,
            })
        })
        .collect();
    Ok(Json(json!({ "households": rows, "more": more })).into_response())
}

pub async fn household(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(id): Path<HouseholdId>,
) -> Result<Response, Fault> {
    let household = find_household(&site.db, &visitor.scope, id)
        .await?
        .ok_or(Fault::Absent)?;
    let building = find_building(&site.db, &visitor.scope, household.building)
        .await?
        .ok_or(Fault::Absent)?;
    note_reading(&site, &visitor, id, &building).await?;
    let events = list_events(&site.db, site.street, id).await?;
    let body = json!({
        "household": household,
        "address": building.address,
        "area": building.area.digits(),
        "residents": household.count_on(site.now().day()),
        "events": events,
    });
    Ok(Json(body).into_response())
}

fn order_of(household: HouseholdId, order: Value) -> Result<Order, Fault> {
    Order::of_json(household, order).map_err(|error| Fault::Unreadable(format!("JSON 读不懂：{error}")))
}

pub async fn create_household(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    JsonBody(mut body): JsonBody<ChangeBody>,
) -> Result<Response, Fault> {
    let id = body.order["household"].as_str().and_then(|id| id.parse().ok());
    body.order["action"] = "register".into();
    let order = order_of(id.unwrap_or_else(|| HouseholdId(site.id())), body.order)?;
    let answer = carry_out(&site, body.client_id, &visitor, order).await?;
    Ok((StatusCode::CREATED, Json(answer)).into_response())
}

pub async fn change_household(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(id): Path<HouseholdId>,
    JsonBody(body): JsonBody<ChangeBody>,
) -> Result<Response, Fault> {
    if body.order["action"] == "register" {
        return Err(Fault::Unreadable("登记新的一户请用 POST /api/v1/households。".into()));
    }
    let order = order_of(id, body.order)?;
    Ok(Json(carry_out(&site, body.client_id, &visitor, order).await?).into_response())
}

pub async fn take_uploads(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    JsonBody(batch): JsonBody<Batch>,
) -> Result<Response, Fault> {
    let answers = take_in(&site, &visitor, batch).await?;
    Ok(Json(json!({ "answers": answers })).into_response())
}
