//! The same by JSON: the same acts, the same refusals.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kernel::{AbsenceId, ClientId};
use serde::Deserialize;
use serde_json::{Value, json};
use web::{Fault, JsonBody, Site, Visitor};

use super::act::{AbsenceInput, check, end_early, record_absence};
use super::page::list_seen;

/// A leave with the sender's own id.
#[derive(Debug, Deserialize)]
pub struct AbsenceBody {
    client_id: ClientId,
    #[serde(flatten)]
    input: AbsenceInput,
}

/// The sender's own id and nothing else.
#[derive(Debug, Deserialize)]
pub struct EndBody {
    client_id: ClientId,
}

pub async fn index(State(site): State<Arc<Site>>, visitor: Visitor) -> Result<Response, Fault> {
    let absences: Vec<Value> = list_seen(&site, &visitor)
        .await?
        .into_iter()
        .map(|absence| {
            let deputy = absence.deputy.map(|(id, name)| json!({ "account": id, "name": name }));
            json!({
                "id": absence.id,
                "account": absence.account,
                "name": absence.name,
                "from": absence.days.first().to_string(),
                "to": absence.days.last().to_string(),
                "deputy": deputy,
            })
        })
        .collect();
    Ok(Json(json!({ "absences": absences })).into_response())
}

pub async fn create(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    JsonBody(body): JsonBody<AbsenceBody>,
) -> Result<Response, Fault> {
    let given = check(&site, &visitor, &body.input).await?;
    let id = record_absence(&site, body.client_id, given).await?;
    Ok((StatusCode::CREATED, Json(json!({ "id": id }))).into_response())
}

pub async fn end(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(absence): Path<AbsenceId>,
    JsonBody(body): JsonBody<EndBody>,
) -> Result<Response, Fault> {
    end_early(&site, body.client_id, absence, &visitor).await?;
    Ok(Json(json!({ "id": absence })).into_response())
}
