//! The three-level tree as drawn: areas with dates, buildings, units, and which grid a point lies in.

mod document;
pub mod map;
pub mod store;
pub mod succession;

pub use document::areas_document;

use std::sync::Arc;

use codes::DivisionCode;
use grid_rules::{Heir, Locator};
use kernel::{AreaCode, Moment, Street};
use web::{Fault, Former, Ground, Site, Town};

/// The tree in use at a moment, with its locator.
///
/// # Errors
/// The database's failure; a stored shape that cannot be located in.
pub async fn load_town(db: &impl db::Sql, street: Street, now: Moment) -> Result<Town, Fault> {
    // Read first: what changes in between is seen as another mark later.
    let mark = store::tree_mark(db, street, now).await?;
    let areas = store::list_areas(db, street, now).await?;
    let units = store::list_units(db, street, now).await?;
    let layer = store::layer_at(db, street, now).await?;
    let former = Former {
        areas: store::list_area_names(db, street).await?,
        units: store::list_former_units(db, street, now).await?,
        heirs: succession::list_heirs(db, street, now).await?,
    };
    let grids = areas
        .iter()
        .filter(|area| area.code.level() == kernel::Level::Grid)
        .filter_map(|area| Some((division(area.code)?, area.rings.clone())))
        .collect();
    let locator = Locator::new(grids).map_err(|error| db::Error::Content(error.to_string()))?;
    let names = areas
        .into_iter()
        .map(|area| web::AreaName {
            code: area.code,
            name: area.name,
        })
        .collect();
    let locator = Arc::new(locator);
    let own = locator.clone();
    let ground = Ground {
        locate: Box::new(move |lng, lat| area_code(own.locate(lng, lat)?)),
        heir: Box::new(move |grids, point| {
            let grids: Vec<DivisionCode> = grids.iter().filter_map(|code| division(*code)).collect();
            match locator.heir(&grids, point) {
                Heir::One(code) => area_code(code),
                Heir::OnTheLine(_) | Heir::Unknown => None,
            }
        }),
    };
    Ok(Town::new(layer, mark, names, units, former, ground))
}

/// The map's document of the areas, made anew as they are at a moment.
///
/// # Errors
/// The database's failure.
pub async fn redraw(tx: &db::Tx, street: Street, at: Moment) -> Result<(), db::Error> {
    let before = store::find_document(tx, street, "areas").await?;
    let before = before
        .and_then(|body| serde_json::from_str(&body).ok())
        .unwrap_or_default();
    let areas = store::list_areas(tx, street, at).await?;
    store::put_document(tx, street, "areas", &areas_document(&areas, &before)).await
}

/// Takes the tree into use that is drawn by now, if it is another; tells whether it is.
///
/// # Errors
/// As for [`load_town`].
pub async fn keep_town(site: &Site) -> Result<bool, Fault> {
    let now = site.now();
    let stale = store::tree_mark(&site.db, site.street, now).await? != site.town().mark;
    if stale {
        site.redraw(load_town(&site.db, site.street, now).await?);
    }
    Ok(stale)
}

/// A code as the shapes know it.
#[must_use]
pub fn division(code: AreaCode) -> Option<DivisionCode> {
    DivisionCode::from_value(u64::try_from(code.0).ok()?).ok()
}

/// A code as the tree knows it.
#[must_use]
pub fn area_code(code: DivisionCode) -> Option<AreaCode> {
    i64::try_from(code.value()).ok().map(AreaCode)
}
