//! The page of what phones sent and nobody has settled.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kernel::{DeviceId, Moment};
use people_rules::{UploadState, WAIT_SECONDS, Wish, is_overdue, skew_ms};
use routes::Route;
use web::{Fault, Form, Page, Shell, Site, Visitor, redirect_with};

use super::act::{Decision, decide, household_order};
use super::store::{Upload, list_open};
use crate::act::Order;

const MOST: i64 = 100;
/// A clock is said to be wrong from here on.
const SKEW_MS: i64 = 300_000;

struct Entry {
    device: DeviceId,
    n: i64,
    what: String,
    author: String,
    phone_at: String,
    received_at: String,
    /// How long it waits, and for what.
    waits: String,
    skew: Option<String>,
    refused: Option<String>,
    /// Whether a person decides now.
    open: bool,
    /// What cannot be read can only be discarded.
    readable: bool,
}

#[derive(Template)]
#[template(path = "upload/index.html")]
struct Index {
    shell: Shell,
    entries: Vec<Entry>,
    refusal: Option<String>,
}

/// What a write wants, in words.
fn what(upload: &Upload) -> String {
    match household_order(&upload.body) {
        Some(Order::Register(opening)) => {
            let names: Vec<String> = opening.members.iter().map(|member| member.name.mask()).collect();
            format!("登记住户：{}，{}", opening.dwelling, names.join("、"))
        }
        Some(Order::Change(_, Wish::Add { member })) => format!("增加成员：{}", member.name.mask()),
        Some(Order::Change(_, Wish::Correct { edits, .. })) => {
            let fields: Vec<&str> = edits.iter().map(|edit| edit.new.field().name()).collect();
            format!("更正：{}", fields.join("、"))
        }
        Some(Order::Change(_, wish)) => wish.action().name().to_owned(),
        None => "内容读不懂".to_owned(),
    }
}

fn span(seconds: i64) -> String {
    match (seconds / 86_400, seconds / 3600, seconds / 60) {
        (0, 0, minutes) => format!("{minutes} 分钟"),
        (0, hours, _) => format!("{hours} 小时"),
        (days, _, _) => format!("{days} 天"),
    }
}

fn entry(upload: Upload, next: i64, now: Moment) -> Entry {
    let waited = span(now.seconds_since(upload.received_at));
    let waiting = upload.state == UploadState::Waiting;
    let overdue = is_overdue(upload.received_at, now);
    let waits = match (waiting, overdue) {
        (false, _) => format!("{waited}前收到，没有登记成"),
        (true, true) => format!("等第 {next} 条已 {waited}，超过 5 天，请处理"),
        (true, false) => {
            let until = upload.received_at.plus_seconds(WAIT_SECONDS);
            format!("等第 {next} 条已 {waited}，{} 还没等到再处理", until.minute())
        }
    };
    let skew = skew_ms(upload.received_at, upload.phone_at, upload.elapsed_ms);
    let skew = (skew.abs() >= SKEW_MS).then(|| {
        let direction = if skew > 0 { "快" } else { "慢" };
        format!("手机时钟{direction} {}", span(skew.abs() / 1000))
    });
    Entry {
        readable: household_order(&upload.body).is_some(),
        device: upload.device,
        n: upload.n,
        what: what(&upload),
        phone_at: upload.phone_at.minute(),
        received_at: upload.received_at.minute(),
        waits,
        skew,
        refused: (!waiting).then_some(upload.told.text),
        open: !waiting || overdue,
        author: upload.author,
    }
}

async fn page(site: &Site, visitor: &Visitor, status: StatusCode, refusal: Option<String>) -> Result<Response, Fault> {
    let rows = list_open(&site.db, &visitor.scope, MOST).await?;
    let page = Index {
        shell: Shell::of(site, visitor, "待处理的离线上传"),
        entries: rows
            .into_iter()
            .map(|(upload, next)| entry(upload, next, site.now()))
            .collect(),
        refusal,
    };
    Ok(Page(status, page).into_response())
}

pub async fn index(State(site): State<Arc<Site>>, visitor: Visitor) -> Result<Response, Fault> {
    page(&site, &visitor, StatusCode::OK, None).await
}

pub async fn create_decision(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(which): Path<(DeviceId, i64)>,
    form: Form,
) -> Result<Response, Fault> {
    let reason = form.get("reason").to_owned();
    let decision = match form.get("decision") {
        "accept" => Decision::Accept,
        "discard" if !reason.is_empty() => Decision::Discard { reason },
        _ => {
            let text = "作废要写理由，上传的人会看到。".to_owned();
            return page(&site, &visitor, StatusCode::UNPROCESSABLE_ENTITY, Some(text)).await;
        }
    };
    match decide(&site, form.client()?, &visitor, which, decision).await {
        Ok(state) => {
            let flash = match state {
                UploadState::Discarded => "已作废，理由已记下。",
                UploadState::Conflict => "已登记；有一项与别人登记的不一致，请到那一户裁定。",
                _ => "已登记。",
            };
            Ok(redirect_with(Route::FieldUploadIndex.path(), flash))
        }
        Err(Fault::Refused(refusal)) => page(&site, &visitor, StatusCode::CONFLICT, Some(refusal.text)).await,
        Err(other) => Err(other),
    }
}
