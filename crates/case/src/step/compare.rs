//! Two matters side by side, before one is merged into the other.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use kernel::CaseId;
use routes::Route;
use web::{Fault, Page, Shell, Site, Visitor};

use crate::store::{find_by_number, find_case, list_photos};

#[derive(Template)]
#[template(path = "step/compare.html")]
struct Compare {
    shell: Shell,
    seq: u32,
    id: CaseId,
    sides: Vec<Side>,
    parent_number: String,
}

struct Side {
    label: &'static str,
    number: String,
    href: String,
    words: String,
    place: String,
    reported: String,
    state: &'static str,
    item: String,
    reporters: u32,
    photos: Vec<String>,
}

pub async fn show(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path((id, other)): Path<(CaseId, String)>,
) -> Result<Response, Fault> {
    let child = find_case(&site.db, &visitor.scope, id).await?.ok_or(Fault::Absent)?;
    let parent = find_by_number(&site.db, &visitor.scope, &other)
        .await?
        .ok_or(Fault::Absent)?;
    let mut sides = Vec::new();
    for (label, case) in [("并入的事项", &child), ("主案（保留）", &parent)] {
        let photos = list_photos(&site.db, site.street, case.id).await?;
        sides.push(Side {
            label,
            number: case.number.clone(),
            href: Route::CaseShow.to(&[&case.id]),
            words: case.words.clone(),
            place: case.place.text.clone(),
            reported: case.reported_at.minute(),
            state: case.state.name(),
            item: case
                .standard
                .as_ref()
                .map(|standard| standard.item_name.clone())
                .unwrap_or_default(),
            reporters: case.reporters,
            photos: photos
                .iter()
                .map(|photo| Route::CasePhoto.to(&[&case.id, &photo.id]))
                .collect(),
        });
    }
    let page = Compare {
        shell: Shell::of(&site, &visitor, "并案比对"),
        seq: child.seq,
        id,
        sides,
        parent_number: parent.number,
    };
    Ok(Page::ok(page).into_response())
}
