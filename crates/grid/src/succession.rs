//! Endings: when a grid or unit is no more, who takes over, and the tree drawn from then on.

mod store;

pub use store::{DeskFigures, Ending, add_ending, end_unit, list_desk_figures, list_endings, list_heirs, next_start};

use db::Tx;
use grid_rules::joined;
use kernel::{AreaCode, Moment, Street};

use crate::store::{
    AreaRow, end_level, insert_areas, insert_layer, list_areas, list_buildings, newest_layer, replace_buildings,
};

/// Ends a grid; another takes its ground, its buildings and households from that moment on.
///
/// # Errors
/// The database's failure.
pub async fn join_grids(
    tx: &Tx,
    street: Street,
    (ended, heir): (&AreaRow, &AreaRow),
    at: Moment,
    note: &str,
) -> Result<(), db::Error> {
    for area in [ended, heir] {
        end_level(tx, street, area.code.level(), Some(area.code), at).await?;
    }
    let layer = newest_layer(tx, street).await? + 1;
    insert_layer(tx, street, layer, note, at).await?;
    let whole = AreaRow {
        households: heir.households + ended.households,
        residents: heir.residents + ended.residents,
        rings: joined(&heir.rings, &ended.rings),
        ..heir.clone()
    };
    insert_areas(tx, street, layer, &[whole], at).await?;
    let mut moved = list_buildings(tx, street).await?;
    moved.retain(|building| building.area == ended.code);
    for building in &mut moved {
        building.area = heir.code;
    }
    replace_buildings(tx, street, &moved, at).await
}

/// One of the areas in use at a moment.
///
/// # Errors
/// The database's failure.
pub async fn find_area(
    db: &impl db::Sql,
    street: Street,
    code: AreaCode,
    now: Moment,
) -> Result<Option<AreaRow>, db::Error> {
    Ok(list_areas(db, street, now)
        .await?
        .into_iter()
        .find(|area| area.code == code))
}
