//! The list as a workbook: the same rows under the same scope, for a purpose that the audit reads.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use db::Tx;
use kernel::{Actor, ClientId, Issues};
use serde_json::json;
use sheets::{attachment, write_table};
use web::{Fault, Form, Site, Visitor, Work, record};

use super::page::{filter_of, render};
use crate::store::{CaseFilter, CaseRow, list_cases};
use crate::view::row_view;

/// More is not for reading; smaller parts are.
const MOST: i64 = 20_000;
const HEADERS: &[&str] = &[
    "受理编号",
    "反映时间",
    "事由",
    "地点",
    "网格",
    "类别",
    "状态",
    "在谁手里",
    "承诺时限",
    "结案时间",
    "标记",
];
/// What narrows the list, as its address names it.
const FILTERS: &[&str] = &[
    "view", "state", "area", "desk", "item", "q", "sort", "age", "figure", "from", "to", "dim", "key",
];

pub async fn create(State(site): State<Arc<Site>>, visitor: Visitor, form: Form) -> Result<Response, Fault> {
    let filter = CaseFilter {
        most: MOST + 1,
        skip: 0,
        ..filter_of(&form)?
    };
    let mut issues = Issues::default();
    let purpose = form.get("purpose").to_owned();
    if purpose.is_empty() {
        issues.add("purpose", "case.export.purpose_missing", "请写明导出用来做什么。");
    } else if codes::text::length(&purpose) > 200 {
        issues.add("purpose", "case.export.purpose_too_long", "用途请控制在 200 字以内。");
    }
    let rows = list_cases(&site.db, &visitor.scope, &filter, site.now()).await?;
    if rows.len() as i64 > MOST {
        let text = format!("符合条件的超过 {MOST} 件，请缩小范围，分几次导出。");
        issues.add("purpose", "case.export.too_many", text);
    }
    if !issues.0.is_empty() {
        return render(&site, &visitor, &form, StatusCode::UNPROCESSABLE_ENTITY, issues).await;
    }
    let given = Taken {
        actor: visitor.actor.clone(),
        purpose,
        filter: words_of(&form),
        rows: rows.len(),
    };
    // Every download is written down, the second one of a form too; without the line there is no file.
    site.write(ClientId(site.id()), given, note).await?;
    let file = workbook(&site, &rows)?;
    let name = format!("事项-{}.xlsx", site.now().civil().strftime("%Y%m%d-%H%M"));
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet".to_owned();
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_DISPOSITION, attachment(&name)),
    ];
    Ok((headers, file).into_response())
}

/// The filter as the audit shows it.
fn words_of(form: &Form) -> String {
    let parts = FILTERS.iter().filter(|name| !form.get(name).is_empty());
    let parts: Vec<String> = parts.map(|name| format!("{name}={}", form.get(name))).collect();
    if parts.is_empty() {
        "在办的全部".into()
    } else {
        parts.join("&")
    }
}

#[derive(Clone)]
struct Taken {
    actor: Actor,
    purpose: String,
    filter: String,
    rows: usize,
}

fn note(tx: &Tx, site: Arc<Site>, taken: Taken) -> Work<'_, ()> {
    Box::pin(async move {
        let Taken {
            actor,
            purpose,
            filter,
            rows,
        } = taken;
        let what = json!({ "purpose": purpose, "filter": filter, "rows": format!("{rows} 行") });
        let about = actor.account.map(|account| account.0).unwrap_or_default();
        record(tx, site.street, about, &actor, site.now(), "cases_exported", what).await?;
        Ok(())
    })
}

/// What the list shows and no more: neither reporters nor entries of history.
fn workbook(site: &Site, rows: &[CaseRow]) -> Result<Vec<u8>, Fault> {
    let (town, now) = (site.town(), site.now());
    let lines = rows.iter().map(|row| {
        let view = row_view(row, None, "", &town, now);
        let time = |at: Option<kernel::Moment>| at.map(kernel::Moment::minute).unwrap_or_default();
        let flags: Vec<&str> = view.flags.iter().map(|(name, _)| *name).collect();
        vec![
            view.number,
            view.reported,
            view.title,
            view.place,
            view.area,
            row.item_name.clone().unwrap_or_default(),
            view.state.to_owned(),
            view.holder,
            time(row.promise_due_at),
            time(row.closed_at),
            flags.join("、"),
        ]
    });
    write_table("事项", HEADERS, lines).map_err(|error| db::Error::Content(error.to_string()).into())
}
