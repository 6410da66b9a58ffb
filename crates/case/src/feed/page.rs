//! One's own address: made, shown once, made anew, ended.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use db::Tx;
use kernel::Actor;
use routes::Route;
use serde_json::json;
use web::{Fault, Form, Page, Shell, Site, Visitor, Work, new_token, record, redirect_with, token_hash};

use super::read::address;
use super::store::{add_feed, end_feeds, find_feed, owner_of};

#[derive(Template)]
#[template(path = "feed/index.html")]
struct Index {
    shell: Shell,
    since: Option<String>,
    /// Only right after it was made: the table keeps a hash of it.
    address: Option<String>,
}

async fn page(site: &Site, visitor: &Visitor, address: Option<String>) -> Result<Response, Fault> {
    let own = visitor.actor.account.ok_or(Fault::Absent)?;
    let since = find_feed(&site.db, site.street, own).await?;
    Ok(Page::ok(Index {
        shell: Shell::of(site, visitor, "订阅到日历"),
        since: since.map(|at| at.minute()),
        address,
    })
    .into_response())
}

pub async fn index(State(site): State<Arc<Site>>, visitor: Visitor) -> Result<Response, Fault> {
    page(&site, &visitor, None).await
}

pub async fn create(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Fault> {
    let token = new_token().map_err(|error| Fault::from(db::Error::Content(error.to_string())))?;
    let hash = token_hash(&token);
    let given = (visitor.actor.clone(), hash.clone());
    site.write(form.client()?, given, make).await?;
    // A form sent twice made one address; who reads the second answer makes a new one.
    if owner_of(&site.db, site.street, hash).await?.is_none() {
        let text = "订阅地址已经生成，只在生成时显示一次。没有记下来的话，请点“重新生成”。";
        return Ok(redirect_with(Route::FeedIndex.path(), text));
    }
    page(&site, &visitor, Some(address(&headers, &token))).await
}

fn make(tx: &Tx, site: Arc<Site>, (actor, token): (Actor, Vec<u8>)) -> Work<'_, ()> {
    Box::pin(async move {
        let (street, now) = (site.street, site.now());
        let own = actor.account.ok_or(Fault::Absent)?;
        end_feeds(tx, street, own, now).await?;
        add_feed(tx, street, token, own, now).await?;
        record(tx, street, own.0, &actor, now, "feed_made", json!({})).await?;
        Ok(())
    })
}

pub async fn end(State(site): State<Arc<Site>>, visitor: Visitor, form: Form) -> Result<Response, Fault> {
    site.write(form.client()?, visitor.actor.clone(), finish).await?;
    Ok(redirect_with(Route::FeedIndex.path(), "已停用，原来的地址不再有内容。"))
}

fn finish(tx: &Tx, site: Arc<Site>, actor: Actor) -> Work<'_, ()> {
    Box::pin(async move {
        let own = actor.account.ok_or(Fault::Absent)?;
        if end_feeds(tx, site.street, own, site.now()).await? > 0 {
            record(tx, site.street, own.0, &actor, site.now(), "feed_ended", json!({})).await?;
        }
        Ok(())
    })
}
