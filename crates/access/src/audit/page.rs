//! The audit list.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use web::{Fault, Form, Page, Shell, Site, Visitor};

use super::store::list_audit;

const MOST: i64 = 50;

struct Entry {
    seq: i64,
    at: String,
    who: String,
    what: &'static str,
    detail: String,
}

#[derive(Template)]
#[template(path = "audit/index.html")]
struct Index {
    shell: Shell,
    entries: Vec<Entry>,
    before: Option<i64>,
}

fn name(action: &str) -> &'static str {
    match action {
        "sign_in" => "登录",
        "sign_in_failed" => "登录失败",
        "account_made" => "开通账号",
        "account_ended" => "停用账号",
        "password_reset" => "重置密码",
        "post_made" => "设立岗位",
        "post_granted" => "授予岗位",
        "post_taken_back" => "免去岗位",
        "office_changed" => "修改机构设置",
        "notice_adopted" => "采用放假通知",
        "closure_added" => "安排停止办公或上班的一天",
        "closure_ended" => "取消停止办公或上班的一天",
        "role_renamed" => "角色改名",
        "category_made" => "新设事项类别",
        "category_changed" => "修改事项类别",
        "category_ended" => "停用事项类别",
        "category_resumed" => "恢复事项类别",
        "absence_recorded" => "登记请假",
        "absence_ended" => "提前销假",
        "feed_made" => "生成日历订阅",
        "feed_ended" => "停用日历订阅",
        "grid_ended" => "停用网格",
        "unit_ended" => "停用单位",
        "matters_handed_over" => "移交事项",
        "office_founded" => "建立单位",
        "imported" => "导入数据",
        "cases_exported" => "导出事项",
        "household_read" => "查看住户",
        "household_revealed" => "查看住户姓名和电话",
        "upload_discarded" => "作废离线上传",
        _ => "其他",
    }
}

pub async fn index(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    RawQuery(query): RawQuery,
) -> Result<Response, Fault> {
    let query = Form::of_query(&query.unwrap_or_default());
    let before = query.get("before").parse().unwrap_or(i64::MAX);
    let rows = list_audit(&site.db, site.street, before, MOST).await?;
    let next = (rows.len() as i64 == MOST)
        .then(|| rows.last().map(|row| row.seq))
        .flatten();
    let entries = rows
        .into_iter()
        .map(|row| {
            let body: Value = serde_json::from_str(&row.body).unwrap_or_default();
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            let detail = ["title", "login", "name", "file", "purpose", "filter", "rows"]
                .iter()
                .map(|key| text(&body["what"][key]))
                .filter(|text| !text.is_empty());
            let changes = body["what"]["changes"].as_array().into_iter().flatten().map(|change| {
                let side = |key| {
                    Some(text(&change[key]))
                        .filter(|text| !text.is_empty())
                        .unwrap_or_else(|| "（空）".into())
                };
                format!("{}：{} → {}", text(&change["field"]), side("before"), side("after"))
            });
            Entry {
                seq: row.seq,
                at: row.at.minute(),
                who: text(&body["actor"]["name"]),
                what: name(&row.action),
                detail: detail.chain(changes).collect::<Vec<_>>().join(" · "),
            }
        })
        .collect();
    Ok(Page::ok(Index {
        shell: Shell::of(&site, &visitor, "审计"),
        entries,
        before: next,
    })
    .into_response())
}
