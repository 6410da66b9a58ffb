//! Edits of the catalogue: each one entry of the office's history, with before and after.

use std::sync::Arc;

use codes::Catalogue;
use codes::catalogue::{Item, Standard};
use db::Tx;
use kernel::{Actor, Issues, Moment};
use serde_json::json;
use uuid::Uuid;
use web::{Fault, Site, Work, Written, record};

use super::draft::{Draft, fields};
use super::store::{load_catalogue, put_item};
use crate::changes::{Fields, changes, mark};
use crate::office::stale;

/// A category as somebody wants it, and the mark of what the page showed; none for a new one.
#[derive(Clone)]
pub struct Edit {
    pub draft: Draft,
    pub seen: Option<String>,
    pub actor: Actor,
}

/// Adds a category, or changes one that is there; tells whether anything changed.
pub fn put(tx: &Tx, site: Arc<Site>, edit: Edit) -> Work<'_, bool> {
    Box::pin(async move {
        let Edit { draft, seen, actor } = edit;
        let catalogue = load_catalogue(tx, site.street).await?;
        let before = match &seen {
            Some(_) => Some(catalogue.item(&draft.code).ok_or(Fault::Absent)?),
            None => None,
        };
        let read = draft.read(before, &catalogue, &site.town(), site.now().0);
        let (item, standards) = read.map_err(Fault::from)?;
        let old = before.map(|item| shown(&site, &catalogue, item)).unwrap_or_default();
        if seen.is_some_and(|seen| seen != mark(&old)) {
            return Err(stale().into());
        }
        let action = if before.is_some() {
            "category_changed"
        } else {
            "category_made"
        };
        keep(tx, &site, &actor, action, (&item, &standards), &old).await
    })
}

/// Ends a category from a day on, or takes the end back.
pub fn end(tx: &Tx, site: Arc<Site>, (code, at, actor): (String, Option<Moment>, Actor)) -> Work<'_, bool> {
    Box::pin(async move {
        let catalogue = load_catalogue(tx, site.street).await?;
        let before = catalogue.item(&code).ok_or(Fault::Absent)?;
        if at.is_none() && site.town().unit(&before.lead).is_none() {
            let mut issues = Issues::default();
            let text = "责任单位已不存在，先改选责任单位并保存，再恢复使用。";
            issues.add("lead", "access.category.owner_ended", text);
            return Err(Fault::Invalid(issues).into());
        }
        let item = Item {
            ended_at: at.map(|at| at.0),
            ..before.clone()
        };
        let action = if at.is_some() {
            "category_ended"
        } else {
            "category_resumed"
        };
        let old = shown(&site, &catalogue, before);
        keep(tx, &site, &actor, action, (&item, catalogue.standards(&code)), &old).await
    })
}

fn shown(site: &Site, catalogue: &Catalogue, item: &Item) -> Fields {
    fields(item, catalogue.standards(&item.code), &site.town())
}

async fn keep(
    tx: &Tx,
    site: &Site,
    actor: &Actor,
    action: &str,
    (item, standards): (&Item, &[Standard]),
    before: &Fields,
) -> Written<bool> {
    let changed = changes(before, &fields(item, standards, &site.town()));
    if changed.is_empty() {
        return Ok(false);
    }
    let now = site.now();
    put_item(tx, site.street, item, standards, now).await?;
    let what = json!({ "title": format!("{} {}", item.code, item.name), "changes": changed });
    record(tx, site.street, Uuid::nil(), actor, now, action, what).await?;
    Ok(true)
}
