//! The three-level tree as drawn: areas with dates, buildings, units, and which grid a point lies in.

mod document;
pub mod map;
pub mod store;

pub use document::areas_document;

use codes::DivisionCode;
use grid_rules::Locator;
use kernel::{AreaCode, Moment, Street};
use web::{Fault, Town};

/// The tree in use at a moment, with its locator.
///
/// # Errors
/// The database's failure; a stored shape that cannot be located in.
pub async fn load_town(db: &impl db::Sql, street: Street, now: Moment) -> Result<Town, Fault> {
    let areas = store::list_areas(db, street, now).await?;
    let units = store::list_units(db, street, now).await?;
    let layer = store::newest_layer(db, street).await?;
    let grids = areas
        .iter()
        .filter(|area| area.code.level() == kernel::Level::Grid)
        .filter_map(|area| {
            Some((
                DivisionCode::from_value(u64::try_from(area.code.0).ok()?).ok()?,
                area.rings.clone(),
            ))
        })
        .collect();
    let locator = Locator::new(grids).map_err(|error| db::Error::Content(error.to_string()))?;
    let names = areas
        .into_iter()
        .map(|area| web::AreaName {
            code: area.code,
            name: area.name,
        })
        .collect();
    let locate = move |lng: f64, lat: f64| {
        let code = locator.locate(lng, lat)?;
        i64::try_from(code.value()).ok().map(AreaCode)
    };
    Ok(Town::new(layer, names, units, Box::new(locate)))
}
