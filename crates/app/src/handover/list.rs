//! 区划与单位: what there is, with its figures, and what is no more.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use grid::store::list_areas;
use grid::succession::{DeskFigures, Ending, list_desk_figures, list_endings};
use kernel::{Desk, Level, Moment};
use routes::Route;
use web::{Fault, Page, Shell, Site, Town, Visitor};

/// A grid or unit in a list.
struct Line {
    href: String,
    name: String,
    code: String,
    figures: DeskFigures,
    households: i64,
    residents: i64,
    /// When it ends, where that is decided.
    ends: Option<String>,
}

struct Community {
    name: String,
    /// Its own staff, and the matters that belong to no grid of it.
    own: DeskFigures,
    grids: Vec<Line>,
}

struct Gone {
    name: String,
    at: String,
    heirs: String,
}

#[derive(Template)]
#[template(path = "handover/index.html")]
struct Index {
    shell: Shell,
    communities: Vec<Community>,
    units: Vec<Line>,
    gone: Vec<Gone>,
}

pub async fn index(State(site): State<Arc<Site>>, visitor: Visitor) -> Result<Response, Fault> {
    let (now, town) = (site.now(), site.town());
    let figures = list_desk_figures(&site.db, site.street, now).await?;
    let endings = list_endings(&site.db, site.street).await?;
    let areas = list_areas(&site.db, site.street, now).await?;
    let line = |desk: Desk, code: String, households: i64, residents: i64| Line {
        href: Route::AreaShow.to(&[&desk]),
        name: town.desk(&desk),
        code,
        figures: figures.get(&desk).copied().unwrap_or_default(),
        households,
        residents,
        ends: ending_of(&endings, &desk, now).map(last_day),
    };
    let communities = areas
        .iter()
        .filter(|area| area.code.level() == Level::Community)
        .map(|area| Community {
            name: area.name.clone(),
            own: figures.get(&Desk::Community(area.code)).copied().unwrap_or_default(),
            grids: areas
                .iter()
                .filter(|grid| grid.code != area.code && area.code.contains(grid.code))
                .map(|grid| {
                    line(
                        Desk::Grid(grid.code),
                        grid.code.digits(),
                        grid.households,
                        grid.residents,
                    )
                })
                .collect(),
        })
        .collect();
    let units = town
        .units
        .iter()
        .map(|unit| {
            let kind = if unit.is_district {
                "区级部门"
            } else {
                "街道部门"
            };
            line(Desk::Unit(unit.key.clone()), kind.into(), 0, 0)
        })
        .collect();
    let gone = endings
        .iter()
        .filter(|ending| ending.ends_at <= now)
        .map(|ending| Gone {
            name: town.desk(&ending.desk),
            at: last_day(ending),
            heirs: names(&town, &ending.heirs),
        })
        .collect();
    let page = Index {
        shell: Shell::of(&site, &visitor, "区划与单位"),
        communities,
        units,
        gone,
    };
    Ok(Page::ok(page).into_response())
}

pub(super) fn ending_of<'a>(endings: &'a [Ending], desk: &Desk, now: Moment) -> Option<&'a Ending> {
    endings
        .iter()
        .find(|ending| ending.desk == *desk && ending.ends_at > now)
}

/// The day after which it is no more.
pub(super) fn last_day(ending: &Ending) -> String {
    let last = ending.ends_at.plus_seconds(-1).civil().date();
    last.strftime("%Y-%m-%d").to_string()
}

pub(super) fn names(town: &Town, desks: &[Desk]) -> String {
    let names: Vec<String> = desks.iter().map(|desk| town.desk(desk)).collect();
    names.join("、")
}
