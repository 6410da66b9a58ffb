//! The same by JSON: the same acts, the same refusals.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use case_rules::{Action, Case, Channel, Event, TodoKind, allowed, table};
use kernel::{Actor, CaseId, ClientId};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sm3::{Digest, Sm3};
use web::{Fault, Form, JsonBody, Site, Visitor};

use crate::flags;
use crate::intake::act::{ReportInput, check, open_case, open_implied};
use crate::receipt::act::{follow, step as receipt_step};
use crate::register::page::filter_of;
use crate::step::act::{StepInput, take_step};
use crate::store::{CaseRow, find_case, list_cases, list_events, list_todos};
use crate::timeline::public_timeline;

/// A report with the sender's own id.
#[derive(Debug, Deserialize)]
pub struct ReportBody {
    client_id: Option<ClientId>,
    #[serde(flatten)]
    input: ReportInput,
}

/// A step with the sender's own id.
#[derive(Debug, Deserialize)]
pub struct StepBody {
    client_id: ClientId,
    #[serde(flatten)]
    input: StepInput,
}

/// The id that a sender without one stands for: the same person with the same words at the same place.
fn implied_client(who: &str, input: &ReportInput) -> ClientId {
    let digest = Sm3::digest(
        format!(
            "{who}\n{}\n{}\n{:?}\n{}\n{}",
            input.words,
            input.place,
            input.lng.zip(input.lat),
            input.name,
            input.phone
        )
        .as_bytes(),
    );
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    ClientId(uuid::Builder::from_random_bytes(bytes).into_uuid())
}

async fn open(
    site: &Arc<Site>,
    body: ReportBody,
    actor: Actor,
    by_staff: bool,
    channel: Channel,
) -> Result<Response, Fault> {
    let who = actor.account.map(|account| account.to_string()).unwrap_or_default();
    let report = check(&body.input, site, by_staff, channel)?;
    let Some(client) = body.client_id else {
        let implied = implied_client(&who, &body.input);
        let (opened, same) = open_implied(site, implied, actor, report).await?;
        if !same {
            return Ok((StatusCode::CREATED, Json(opened)).into_response());
        }
        let mut answer = json!(opened);
        answer["message"] = format!("与 {} 号相同，没有重复登记。", opened.number).into();
        return Ok(Json(answer).into_response());
    };
    let opened = open_case(site, client, actor, report, Vec::new()).await?;
    Ok((StatusCode::CREATED, Json(opened)).into_response())
}

pub async fn report(State(site): State<Arc<Site>>, JsonBody(body): JsonBody<ReportBody>) -> Result<Response, Fault> {
    let body = ReportBody {
        input: ReportInput {
            done: String::new(),
            ..body.input
        },
        ..body
    };
    open(&site, body, Actor::reporter(), false, Channel::Resident).await
}

pub async fn create_case(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    JsonBody(body): JsonBody<ReportBody>,
) -> Result<Response, Fault> {
    let by_staff = body.input.phone.is_empty() && body.input.name.is_empty();
    let body = ReportBody {
        input: ReportInput {
            done: String::new(),
            ..body.input
        },
        ..body
    };
    let channel = if by_staff { Channel::Patrol } else { Channel::Hotline };
    open(&site, body, visitor.actor, by_staff, channel).await
}

pub async fn self_resolve(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    JsonBody(body): JsonBody<ReportBody>,
) -> Result<Response, Fault> {
    if body.input.done.trim().is_empty() {
        let mut issues = kernel::Issues::default();
        issues.add("done", "case.report.done_missing", "请写一句怎么解决的。");
        return Err(issues.into());
    }
    open(&site, body, visitor.actor, true, Channel::Patrol).await
}

pub async fn receipt(State(site): State<Arc<Site>>, Path(code): Path<String>) -> Result<Response, Fault> {
    let followed = follow(&site, &code).await?;
    let town = site.town();
    let lines: Vec<Value> = public_timeline(&followed.case, &followed.events, &town)
        .into_iter()
        .map(|line| json!({ "at": line.at, "what": line.what, "text": line.text }))
        .collect();
    let actions: Vec<&str> = followed.actions.iter().map(|action| action.key()).collect();
    let body = json!({
        "number": followed.own.number,
        "state": followed.case.state.key(),
        "state_name": followed.case.state.name(),
        "closing": followed.case.closing.map(|closing| closing.key()),
        "timeline": lines,
        "allowed": actions,
    });
    Ok(Json(body).into_response())
}

pub async fn create_receipt_step(
    State(site): State<Arc<Site>>,
    Path(code): Path<String>,
    JsonBody(body): JsonBody<StepBody>,
) -> Result<Response, Fault> {
    Ok(Json(receipt_step(&site, body.client_id, &code, body.input).await?).into_response())
}

#[derive(Serialize)]
struct RowJson {
    id: CaseId,
    number: String,
    state: String,
    area: String,
    desk: Option<String>,
    title: String,
    place: String,
    item: Option<String>,
    closing: Option<String>,
    flags: Vec<&'static str>,
    reported_at: String,
    closed_at: Option<String>,
    promise_due_at: Option<String>,
    handle_due_at: Option<String>,
}

fn row_json(row: CaseRow) -> RowJson {
    let time = |at: Option<kernel::Moment>| at.map(kernel::Moment::rfc3339);
    RowJson {
        id: row.id,
        number: row.number,
        state: row.state,
        area: row.area.digits(),
        desk: row.desk.map(|desk| desk.to_string()),
        title: row.title,
        place: row.place,
        item: row.item,
        closing: row.closing,
        flags: flags::names(row.flags).into_iter().map(|(_, key)| key).collect(),
        reported_at: row.reported_at.rfc3339(),
        closed_at: time(row.closed_at),
        promise_due_at: time(row.promise_due_at),
        handle_due_at: time(row.handle_due_at),
    }
}

pub async fn todos(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    RawQuery(query): RawQuery,
) -> Result<Response, Fault> {
    let query = Form::of_query(&query.unwrap_or_default());
    let kind: Option<TodoKind> = match query.get("kind") {
        "" => None,
        key => Some(key.parse().map_err(Fault::Unreadable)?),
    };
    let rows = list_todos(
        &site.db,
        site.street,
        &visitor.actor.desks,
        kind.map(TodoKind::key),
        0,
        100,
    )
    .await?;
    let todos: Vec<Value> = rows
        .into_iter()
        .map(|todo| json!({ "kind": todo.kind, "for": todo.desk.as_ref().and_then(|desk| visitor.sits_for(desk)), "due_at": todo.due_at.map(kernel::Moment::rfc3339), "case": row_json(todo.case) }))
        .collect();
    Ok(Json(json!({ "todos": todos })).into_response())
}

pub async fn cases(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    RawQuery(query): RawQuery,
) -> Result<Response, Fault> {
    let filter = filter_of(&Form::of_query(&query.unwrap_or_default()))?;
    let rows = list_cases(&site.db, &visitor.scope, &filter, site.now()).await?;
    Ok(Json(json!({ "cases": rows.into_iter().map(row_json).collect::<Vec<_>>() })).into_response())
}

fn case_json(case: &Case, events: &[Event], actor: &Actor) -> Value {
    let actions: Vec<&str> = allowed(case, actor)
        .iter()
        .map(|action: &Action| action.key())
        .collect();
    json!({ "case": case, "events": events, "allowed": actions })
}

pub async fn case(State(site): State<Arc<Site>>, visitor: Visitor, Path(id): Path<CaseId>) -> Result<Response, Fault> {
    let case = find_case(&site.db, &visitor.scope, id).await?.ok_or(Fault::Absent)?;
    let events = list_events(&site.db, site.street, id).await?;
    Ok(Json(case_json(&case, &events, &visitor.actor)).into_response())
}

pub async fn create_step(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(id): Path<CaseId>,
    JsonBody(body): JsonBody<StepBody>,
) -> Result<Response, Fault> {
    let sight = (visitor.actor, visitor.scope);
    Ok(Json(take_step(&site, body.client_id, sight, id, body.input, Vec::new()).await?).into_response())
}

/// The catalogue with limits and duties; ended categories too, so that old matters can be read.
pub async fn catalogue(State(site): State<Arc<Site>>) -> Response {
    let (catalogue, town, now) = (site.catalogue(), site.town(), site.now());
    let items: Vec<Value> = catalogue
        .items()
        .iter()
        .map(|item| {
            let standards: Vec<Value> = catalogue
                .standards(&item.code)
                .iter()
                .map(|s| json!({ "id": s.id, "condition": s.condition, "limit": format!("{}{}", s.limit, s.unit), "urgent": s.urgent(), "evidence": s.evidence }))
                .collect();
            let by = item.taken_back_by.as_deref();
            let by = by.map(|key| town.unit(key).map_or_else(|| key.to_owned(), |unit| unit.name.clone()));
            let duty = json!({ "lead": item.lead, "basis": item.basis, "taken_back_by": by });
            json!({ "code": item.code, "major": item.major, "name": item.name, "open": item.is_open(now.0), "duty": duty, "standards": standards })
        })
        .collect();
    Json(json!({ "items": items })).into_response()
}

/// The lifecycle table as it drives everything.
pub async fn lifecycle() -> Response {
    let rows: Vec<Value> = table()
        .iter()
        .map(|row| {
            json!({
                "from": row.from.map(|state| state.key()),
                "action": row.action.key(),
                "to": row.to.map(|state| state.key()),
                "permission": row.permission.key(),
                "seat": format!("{:?}", row.seat),
                "guards": row.guards.iter().map(|guard| format!("{guard:?}")).collect::<Vec<_>>(),
            })
        })
        .collect();
    Json(json!({ "rows": rows })).into_response()
}
