//! The same by JSON, and the door for phones: the same acts, the same refusals.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use codes::phone::Phone;
use codes::text::mask_name;
use kernel::{ClientId, HouseholdId};
use people_rules::{Household, Purpose};
use serde::Deserialize;
use serde_json::{Value, json};
use web::{Fault, Form, JsonBody, Site, Visitor};

use crate::act::{Order, carry_out, load_household, note_reading, reveal};
use crate::register::page::filter_of;
use crate::store::{BuildingRow, PAGE, list_events, list_households};
use crate::upload::act::{Batch, take_in};

/// A write with the sender's own id.
#[derive(Deserialize)]
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
                "head": row.head_name.mask(),
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
    let (household, building) = load_household(&site, &visitor, id).await?;
    note_reading(&site, &visitor, id, &building).await?;
    let mut body = body_of(&site, &household, &building);
    mask(&mut body);
    Ok(Json(body).into_response())
}

fn body_of(site: &Site, household: &Household, building: &BuildingRow) -> Value {
    json!({
        "household": household,
        "address": building.address,
        "area": building.area.digits(),
        "residents": household.count_on(site.now().day()),
    })
}

/// Masks names and numbers wherever they stand, as pages do.
fn mask(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(mask),
        Value::Object(fields) => {
            for (key, value) in fields {
                match (key.as_str(), &*value) {
                    ("name", Value::String(name)) => *value = mask_name(name).into(),
                    ("phone", Value::String(number)) => {
                        *value = number.parse().map_or(Value::Null, |phone: Phone| phone.mask().into());
                    }
                    _ => mask(value),
                }
            }
        }
        _ => {}
    }
}

/// Who asks for a household in full, and what for.
#[derive(Deserialize)]
pub struct RevealBody {
    client_id: ClientId,
    purpose: Purpose,
}

pub async fn reveal_household(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(id): Path<HouseholdId>,
    JsonBody(asked): JsonBody<RevealBody>,
) -> Result<Response, Fault> {
    let (household, building) = reveal(&site, &visitor, asked.client_id, id, asked.purpose).await?;
    let mut body = body_of(&site, &household, &building);
    body["events"] = json!(list_events(&site.db, site.street, id).await?);
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
