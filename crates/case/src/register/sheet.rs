//! The list of matters as a table for office software.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use sheets::{attachment, csv_bytes};
use web::{Fault, Form, Site, Visitor};

use super::page::filter_of;
use crate::store::{CaseFilter, list_cases};
use crate::view::row_view;

/// A file that office software still opens well.
const MOST: i64 = 20_000;
const HEADERS: [&str; 9] = [
    "编号",
    "事由",
    "地点",
    "网格",
    "在谁手里",
    "状态",
    "上报时间",
    "承诺时限",
    "办结时间",
];

pub async fn show(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    RawQuery(query): RawQuery,
) -> Result<Response, Fault> {
    let filter = filter_of(&Form::of_query(&query.unwrap_or_default()))?;
    let (town, now) = (site.town(), site.now());
    let filter = CaseFilter {
        most: MOST + 1,
        skip: 0,
        ..filter
    };
    let found = list_cases(&site.db, &visitor.scope, &filter, now).await?;
    if found.len() as i64 > MOST {
        return Err(Fault::Unreadable(format!(
            "超过 {MOST} 件，一个文件装不下。请缩小时段，或只选一个社区、单位。"
        )));
    }
    let rows = found.iter().map(|row| {
        let view = row_view(row, None, "", &town, now);
        let moment = |at: Option<kernel::Moment>| at.map(kernel::Moment::minute).unwrap_or_default();
        [
            view.number,
            view.title,
            view.place,
            view.area,
            view.holder,
            view.state.to_owned(),
            view.reported,
            moment(row.promise_due_at),
            moment(row.closed_at),
        ]
    });
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, attachment("事项.csv")),
    ];
    Ok((headers, csv_bytes(&HEADERS, rows)).into_response())
}
