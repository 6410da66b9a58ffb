//! What a calendar program reads: no names and no words of residents leave the house this way.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use case_rules::TodoKind;
use routes::Route;
use web::{Fault, Site, load_actor, token_hash};

use super::ics::{Entry, calendar, when};
use super::store::owner_of;
use crate::store::list_todos;

/// More is no calendar any more; the list has them all.
const MOST: i64 = 500;
const END: &str = ".ics";

pub async fn show(
    State(site): State<Arc<Site>>,
    Path(feed): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let token = feed.strip_suffix(END).ok_or(Fault::Absent)?;
    let now = site.now();
    let owner = owner_of(&site.db, site.street, token_hash(token)).await?;
    let owner = owner.ok_or(Fault::Absent)?;
    // Whoever has left has no calendar; whoever has no post has an empty one.
    let session = load_actor(&site.db, site.street, owner, now)
        .await?
        .ok_or(Fault::Absent)?;
    let (actor, town) = (session.actor(), site.town());
    let todos = list_todos(&site.db, site.street, &actor.desks, None, 0, MOST).await?;
    let entries: Vec<Entry> = todos
        .iter()
        .filter_map(|todo| {
            let name = todo.kind.parse::<TodoKind>().map_or("", TodoKind::name);
            let page = Route::CaseShow.to(&[&todo.case.id]);
            Some(Entry {
                uid: format!("{}.{}.{}@xingge", site.street.0, todo.case.id, todo.kind),
                when: when(todo.due_at?),
                summary: format!("{name} {}", todo.case.number),
                location: town.name(todo.case.area),
                url: format!("{}{page}", origin(&headers)),
            })
        })
        .collect();
    let kind = [(header::CONTENT_TYPE, "text/calendar; charset=utf-8")];
    let name = format!("{} 待办", session.name);
    Ok((kind, calendar(&name, now, &entries)).into_response())
}

/// The address of an account's calendar, as a program outside the browser needs it.
pub fn address(headers: &HeaderMap, token: &str) -> String {
    let path = Route::FeedRead.to(&[&format!("{token}{END}")]);
    format!("{}{path}", origin(headers))
}

/// Under which name the office was asked. A proxy that adds HTTPS says so.
fn origin(headers: &HeaderMap) -> String {
    let text = |name: &str| {
        headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    };
    let scheme = if text("x-forwarded-proto") == "https" {
        "https"
    } else {
        "http"
    };
    format!("{scheme}://{}", text("host"))
}
