//! The few pages that belong to no context: home, assets, health, the API's own description.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use db::{Sql, values};
use kernel::Permission;
use routes::{Kind, Route, Verb};
use serde_json::{Map, Value, json};
use web::{Fault, Site, Visitor, redirect, serve_asset};

/// Staff to their list, everybody else to the report form.
pub async fn home(visitor: Visitor) -> Response {
    let route = match (
        &visitor.session,
        visitor.may(Permission::ReadBoard),
        visitor.actor.desks.is_empty(),
    ) {
        (None, ..) => Route::SessionNew,
        (Some(_), true, _) => Route::Board,
        (Some(_), ..) => Route::Today,
    };
    redirect(route.path())
}

pub async fn asset(Path(file): Path<String>, headers: HeaderMap) -> Response {
    serve_asset(&file, &headers)
}

/// Whether the database answers.
pub async fn health(State(site): State<Arc<Site>>) -> Result<Response, Fault> {
    site.db
        .row("SELECT street FROM offices WHERE street = $1", values![site.street.0])
        .await?;
    Ok(Json(json!({ "status": "ok" })).into_response())
}

pub async fn metrics() -> Response {
    crate::metrics::text().into_response()
}

/// What each API route does, takes and answers with.
fn described(route: Route) -> Option<(&'static str, Option<&'static str>)> {
    Some(match route {
        Route::ApiSession => ("登录，得到会话（cookie 和 token）", Some("SignIn")),
        Route::ApiReport => ("居民上报，得到受理编号和查询码", Some("Report")),
        Route::ApiReceipt => ("凭查询码看进度", None),
        Route::ApiReceiptStep => ("反映人答复：confirm、dispute、object、reopen、note", Some("Step")),
        Route::ApiTodos => ("我的待办", None),
        Route::ApiAbsences => ("我的请假和代理，安全管理员看到全部", None),
        Route::ApiAbsenceCreate => ("登记请假，可以指定代理人", Some("Absence")),
        Route::ApiAbsenceEnd => ("提前销假", Some("Client")),
        Route::ApiCases => (
            "职责范围内的事项，参数 view、state、area（街道编码只列未分派网格的）、desk、q、sort、age、figure（配 from、to，可配 dim、key）、before",
            None,
        ),
        Route::ApiCaseCreate => ("工作人员上报或代报", Some("Report")),
        Route::ApiSelfResolve => ("自处置登记", Some("Report")),
        Route::ApiCase => ("一件事项的现状、全部经过和现在可做的操作", None),
        Route::ApiClocks => ("每个时限怎么算的：逐段计入、不计的理由和放假通知", None),
        Route::ApiStep => ("办理一步，action 取自生命周期表", Some("Step")),
        Route::ApiAreas => ("三级网格树", None),
        Route::ApiCatalogue => ("事项目录、立案标准和职责清单", None),
        Route::ApiLifecycle => ("生命周期表", None),
        Route::ApiBoard => ("街道一页的数字", None),
        Route::ApiFigures => (
            "统计数字和比率，参数 from、to（月份）、dim、public=1（可公开的社区月表）",
            None,
        ),
        Route::ApiHouseholds => ("职责范围内的住户，参数 q、building、view=pending、page", None),
        Route::ApiHouseholdCreate => ("登记住户，编号由发送方生成", Some("Household")),
        Route::ApiHousehold => ("一户的现状，姓名和电话遮着；谁看过有记录", None),
        Route::ApiHouseholdChange => (
            "改一户：add、end、change_head、confirm_head、correct、settle；写明所依据的版本，每项写原值和新值",
            Some("HouseholdChange"),
        ),
        Route::ApiHouseholdReveal => (
            "一户的现状和全部经过，不遮；写明理由，谁为什么看过有记录",
            Some("HouseholdReveal"),
        ),
        Route::ApiFieldUpload => ("手机离线写的登记：按序号收下，逐条答复", Some("FieldUploads")),
        _ => return None,
    })
}

/// The OpenAPI document, made from the route table.
pub fn open_api_document() -> Value {
    let mut paths = Map::new();
    for route in Route::ALL {
        let row = route.row();
        let Some((summary, body)) = (row.kind == Kind::Api).then(|| described(*route)).flatten() else {
            continue;
        };
        let parameters: Vec<Value> = row
            .path
            .split('/')
            .filter_map(|piece| piece.strip_prefix('{').and_then(|piece| piece.strip_suffix('}')))
            .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }))
            .collect();
        let fault = json!({ "description": "不能办", "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Fault" } } } });
        let mut operation = json!({
            "operationId": format!("{route:?}"),
            "summary": summary,
            "parameters": parameters,
            "x-permission": row.permission.key(),
            "responses": { "2XX": { "description": "办成" }, "4XX": fault },
        });
        if let Some(body) = body {
            operation["requestBody"] = json!({ "required": true, "content": { "application/json": { "schema": { "$ref": format!("#/components/schemas/{body}") } } } });
        }
        let verb = if row.verb == Verb::Get { "get" } else { "post" };
        paths.entry(row.path).or_insert_with(|| json!({}))[verb] = operation;
    }
    let text = |words: &str| json!({ "type": "string", "description": words });
    let number = json!({ "type": ["number", "null"] });
    json!({
        "openapi": "3.1.0",
        "info": { "title": "星格 API", "version": env!("CARGO_PKG_VERSION"), "description": "与页面同一套规则、同一套拒绝。每个写操作带 client_id（UUID），重发得到同一答复。" },
        "paths": paths,
        "components": { "schemas": {
            "SignIn": { "type": "object", "required": ["login", "password"], "properties": { "login": text("登录名"), "password": text("密码") } },
            "Report": { "type": "object", "required": ["words"], "properties": {
                "client_id": { "type": ["string", "null"], "format": "uuid" }, "words": text("什么事，2000 字以内"), "place": text("地点"), "lng": number, "lat": number,
                "datum": { "type": "string", "enum": ["", "wgs84", "gcj02"] }, "area": text("社区或网格编码"), "name": text("称呼"), "phone": text("电话"),
                "standard": text("立案标准行"), "done": text("怎么解决的（自处置）") } },
            "Step": { "type": "object", "required": ["client_id", "action"], "properties": {
                "client_id": { "type": "string", "format": "uuid" },
                "action": { "type": "string", "enum": case_rules::Action::ALL.iter().map(|action| action.key()).collect::<Vec<_>>() },
                "seq": { "type": "integer", "description": "看到的最新一条经过的序号；之后有人办过就拒绝" },
                "reason": { "type": "string", "enum": case_rules::Reason::ALL.iter().map(|reason| reason.key()).chain([""]).collect::<Vec<_>>() },
                "text": text("说明"), "standard": text("立案标准行"), "lead": text("主办岗位"), "assisting": { "type": "array", "items": { "type": "string" } },
                "until": text("日期"), "notice": text("给居民看的说明"), "outcome": text("fixed 或 cannot"), "due": text("日期时间"), "other": text("另一事项的编号") } },
            "Household": { "type": "object", "required": ["client_id", "building", "dwelling", "members"], "properties": {
                "client_id": { "type": "string", "format": "uuid" }, "household": { "type": "string", "format": "uuid" }, "building": { "type": "integer" },
                "dwelling": text("房号"), "members": { "type": "array", "items": { "type": "object" } } } },
            "HouseholdChange": { "type": "object", "required": ["client_id", "action"], "properties": {
                "client_id": { "type": "string", "format": "uuid" },
                "action": { "type": "string", "enum": people_rules::Action::ALL.iter().map(|action| action.key()).filter(|key| *key != "register").collect::<Vec<_>>() },
                "base": { "type": "integer", "description": "所依据的版本" }, "edits": { "type": "array", "items": { "type": "object" } } } },
            "HouseholdReveal": { "type": "object", "required": ["client_id", "purpose"], "properties": {
                "client_id": { "type": "string", "format": "uuid" },
                "purpose": { "type": "string", "enum": people_rules::Purpose::ALL.iter().map(|purpose| purpose.key()).collect::<Vec<_>>() } } },
            "FieldUploads": { "type": "object", "required": ["device", "writes"], "properties": {
                "device": { "type": "string", "format": "uuid" },
                "writes": { "type": "array", "items": { "type": "object", "required": ["n", "client_id", "phone_at", "elapsed_ms", "kind", "body"] } } } },
            "Absence": { "type": "object", "required": ["client_id", "from"], "properties": {
                "client_id": { "type": "string", "format": "uuid" }, "account": text("谁请假，登录名；空着是本人"),
                "from": text("第一天，如 2026-03-02"), "to": text("最后一天，当天也算；空着就是一天"), "deputy": text("代理人的登录名，可以空着") } },
            "Client": { "type": "object", "required": ["client_id"], "properties": { "client_id": { "type": "string", "format": "uuid" } } },
            "Fault": { "type": "object", "required": ["code", "message"], "properties": { "code": text("稳定的代码"), "message": text("中文说明"),
                "allowed": { "type": "array", "items": { "type": "string" } }, "issues": { "type": "array", "items": { "type": "object" } } } },
        } },
    })
}

pub async fn open_api() -> Response {
    Json(open_api_document()).into_response()
}

#[derive(askama::Template)]
#[template(path = "api.html")]
struct Guide {
    shell: web::Shell,
    rows: Vec<(&'static str, &'static str, &'static str, &'static str)>,
}

/// A page that lists the API and lets one try it in the browser.
pub async fn api_guide(State(site): State<Arc<Site>>, visitor: Visitor) -> Response {
    let rows = Route::ALL
        .iter()
        .filter_map(|route| {
            let row = route.row();
            let (summary, _) = described(*route)?;
            Some((
                if row.verb == Verb::Get { "GET" } else { "POST" },
                row.path,
                summary,
                row.permission.name(),
            ))
        })
        .collect();
    web::Page::ok(Guide {
        shell: web::Shell::of(&site, &visitor, "接口"),
        rows,
    })
    .into_response()
}
