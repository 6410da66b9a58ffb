//! The to-do page and the notices.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};
use case_rules::TodoKind;
use kernel::{Desk, Permission};
use routes::Route;
use web::{Fault, Form, Page, Shell, Site, Visitor, redirect};

use crate::store::{count_todos, list_notices, list_todos};
use crate::view::{RowView, row_view};

const MOST: i64 = 25;

struct Group {
    key: &'static str,
    name: &'static str,
    number: i64,
    late: i64,
    active: bool,
}

#[derive(Template)]
#[template(path = "today/index.html")]
struct Index {
    shell: Shell,
    rows: Vec<RowView>,
    groups: Vec<Group>,
    total: i64,
    late: i64,
    kind: &'static str,
    page: i64,
    more: bool,
    has_desk: bool,
    field: bool,
}

pub async fn index(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    RawQuery(query): RawQuery,
) -> Result<Response, Fault> {
    if !visitor.may(Permission::ReadCases) {
        let home = [
            (Permission::ManageAccounts, Route::AccountIndex),
            (Permission::GrantPosts, Route::PostIndex),
            (Permission::ReadAudit, Route::AuditIndex),
        ];
        let home = home
            .iter()
            .find(|(permission, _)| visitor.may(*permission))
            .map_or(Route::CaseNew, |(_, route)| *route);
        return Ok(redirect(home.path()));
    }
    let query = Form::of_query(&query.unwrap_or_default());
    let kind: Option<TodoKind> = query.get("kind").parse().ok();
    let page: i64 = query.get("page").parse().unwrap_or(1).clamp(1, 10_000);
    let (town, now, desks) = (site.town(), site.now(), &visitor.actor.desks);
    let todos = list_todos(
        &site.db,
        site.street,
        desks,
        kind.map(TodoKind::key),
        (page - 1) * MOST,
        MOST + 1,
    )
    .await?;
    let counts = count_todos(&site.db, site.street, desks, now).await?;
    let (total, late) = counts
        .iter()
        .fold((0, 0), |(all, late), (_, number, behind)| (all + number, late + behind));
    let groups = TodoKind::ALL
        .iter()
        .filter_map(|each| {
            let (_, number, late) = counts.iter().find(|(key, ..)| key == each.key())?;
            Some(Group {
                key: each.key(),
                name: each.name(),
                number: *number,
                late: *late,
                active: kind == Some(*each),
            })
        })
        .collect();
    let rows = todos
        .iter()
        .take(MOST as usize)
        .map(|todo| {
            let name = todo.kind.parse::<TodoKind>().map_or("", TodoKind::name);
            RowView {
                for_name: todo
                    .desk
                    .as_ref()
                    .and_then(|desk| visitor.sits_for(desk))
                    .map(str::to_owned),
                ..row_view(&todo.case, todo.due_at, name, &town, now)
            }
        })
        .collect();
    Ok(Page::ok(Index {
        shell: Shell::of(&site, &visitor, "今日待办"),
        rows,
        groups,
        total,
        late,
        kind: kind.map_or("", TodoKind::key),
        page,
        more: todos.len() as i64 > MOST,
        has_desk: !desks.is_empty(),
        field: desks.iter().any(|desk| matches!(desk, Desk::Grid(_))),
    })
    .into_response())
}

struct Notice {
    href: String,
    at: String,
    text: String,
    number: String,
    title: String,
}

#[derive(Template)]
#[template(path = "today/notices.html")]
struct Notices {
    shell: Shell,
    notices: Vec<Notice>,
}

pub async fn notices(State(site): State<Arc<Site>>, visitor: Visitor) -> Result<Response, Fault> {
    let parties: Vec<String> = visitor
        .actor
        .desks
        .iter()
        .map(ToString::to_string)
        .chain(visitor.actor.account.map(|account| account.to_string()))
        .collect();
    let rows = list_notices(&site.db, site.street, &parties, 50).await?;
    let notices = rows
        .into_iter()
        .map(|row| Notice {
            href: Route::CaseShow.to(&[&row.case]),
            at: row.at.minute(),
            text: row.text,
            number: row.number,
            title: row.title,
        })
        .collect();
    Ok(Page::ok(Notices {
        shell: Shell::of(&site, &visitor, "提醒"),
        notices,
    })
    .into_response())
}
