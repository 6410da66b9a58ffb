//! The demo office: deterministic from a seed and a day, built through the same rules as real work.

mod cast;
mod history;
mod households;
mod phrases;
mod staff;
mod today;
pub mod town;
mod walk;

use std::collections::BTreeSet;
use std::sync::Arc;

use access::{add_account, add_catalogue, add_holding, add_post, add_role};
use case::store::{Made, load_all};
use case_rules::{Office, StageLimits};
use codes::Catalogue;
use db::{Db, Sql, Tx, WriteError, values};
use grid::store::{AreaRow, BuildingRow, add_areas, add_buildings, add_units, put_document};
use kernel::{Actor, AreaCode, Desk, Moment, Role, Street};
use serde_json::json;
use web::{Settings, UnitName};
use workday::Timetable;

use self::cast::{Member, cast};
use self::staff::Staff;
use self::town::{Rng, Town};
use self::walk::World;
use crate::starter::{self, units};

/// The seed that everybody's demo has, unless another is asked for.
pub const SEED: u64 = 7;
pub const STREET: Street = Street(411_502_005);
pub const NAME: &str = "五星街道办事处";
/// Accepted and closed in three full years, as the seed says.
pub const HISTORY: usize = 15_000;
/// How many matters one statement group carries; progress is told after each.
const CHUNK: usize = 1_500;

/// What the demo is made of.
struct Plan {
    town: Town,
    units: Vec<UnitName>,
    catalogue: Catalogue,
    cast: Vec<Member>,
    made: Vec<Made>,
}

/// Why the demo could not be built.
#[derive(Debug)]
pub enum Failure {
    /// The rules refused a step that the demo takes: a fault of the demo.
    Story(&'static str),
    Database(String),
}

impl<E: std::fmt::Debug> From<WriteError<E>> for Failure {
    fn from(error: WriteError<E>) -> Self {
        Self::Database(format!("{error:?}"))
    }
}

/// Founds the demo office in an empty database. `history` matters are closed; `tell` hears how far it is, 0 to 100.
///
/// # Errors
/// A story that the rules refuse, or the database's failure.
pub async fn build(db: &Db, seed: u64, now: Moment, history: usize, tell: impl Fn(u32, &str)) -> Result<(), Failure> {
    tell(0, "绘制街道");
    let plan = Arc::new(plan(seed, now, history, &tell)?);
    tell(50, "写入机构和人员");
    let founding = plan.clone();
    db.write(move |tx| {
        let plan = founding.clone();
        Box::pin(async move {
            found(tx, &plan, now)
                .await
                .map_err(WriteError::<std::convert::Infallible>::from)
        })
    })
    .await?;
    tell(52, "写入住户");
    let told = Arc::new(households::told(&plan.town, &plan.cast, seed, now)?);
    db.write(move |tx| {
        let told = told.clone();
        Box::pin(async move { households::load(tx, &told).await })
    })
    .await?;
    let mut loaded = 0;
    while loaded < plan.made.len() {
        let (part, from) = (plan.clone(), loaded);
        let to = (from + CHUNK).min(plan.made.len());
        db.write(move |tx| {
            let plan = part.clone();
            Box::pin(async move {
                load_all(tx, STREET, &plan.made[from..to])
                    .await
                    .map_err(WriteError::<std::convert::Infallible>::from)
            })
        })
        .await?;
        loaded = to;
        tell(
            55 + u32::try_from(45 * loaded / plan.made.len()).unwrap_or(0),
            "写入事项和经过",
        );
    }
    Ok(())
}

fn plan(seed: u64, now: Moment, history: usize, tell: &impl Fn(u32, &str)) -> Result<Plan, Failure> {
    let town = town::build(seed);
    let mut rng = Rng::new(seed);
    let units = units();
    let founded = history::window(now).0;
    let cast = cast(&town, &units, &mut rng, founded.0);
    let staffed: BTreeSet<Desk> = cast.iter().flat_map(Member::desks).collect();
    let office = Office {
        street: STREET,
        timetable: Arc::new(Timetable::default()),
        stages: StageLimits::default(),
        staffed,
    };
    let catalogue = starter::catalogue(&units).map_err(|_| Failure::Story("事项目录"))?;
    let weight = catalogue.items().iter().map(|item| u64::from(item.weight)).sum();
    let staff = Staff::of(&cast).ok_or(Failure::Story("没有人在岗"))?;
    let world = World {
        town: &town,
        office: &office,
        staff,
        catalogue: &catalogue,
        weight,
    };
    let mut made = history::closed(&world, now, history, &mut rng, tell)?;
    made.extend(today::open(&world, now, &made, &mut rng)?);
    drop(world);
    Ok(Plan {
        town,
        units,
        catalogue,
        cast,
        made,
    })
}

async fn found(tx: &Tx, plan: &Plan, now: Moment) -> Result<(), db::Error> {
    let from = history::window(now).0;
    let settings = json!(Settings {
        demo: true,
        ..Settings::default()
    });
    tx.run(
        "INSERT INTO offices (street, name, settings) VALUES ($1, $2, $3)",
        values![STREET.0, NAME, settings.to_string()],
    )
    .await?;
    for (position, role) in (1..).zip(Role::ALL) {
        add_role(tx, STREET, *role, position).await?;
    }
    add_units(tx, STREET, &plan.units, from).await?;
    add_catalogue(tx, STREET, &plan.catalogue, from).await?;
    add_areas(
        tx,
        STREET,
        1,
        "演示数据：几何为生成数据，非真实测绘",
        &areas(&plan.town),
        from,
    )
    .await?;
    add_buildings(tx, STREET, &buildings(&plan.town), from).await?;
    let documents = town::geojson(&plan.town);
    put_document(tx, STREET, "areas", &documents.areas).await?;
    put_document(tx, STREET, "base", &documents.base).await?;
    for member in &plan.cast {
        add_account(tx, STREET, &member.account, from).await?;
        add_post(tx, STREET, &member.post, from).await?;
        add_holding(tx, STREET, member.post.id, member.account.id, from).await?;
    }
    let people = plan.cast.len();
    web::record(
        tx,
        STREET,
        uuid::Uuid::nil(),
        &Actor::system(),
        from,
        "office_founded",
        json!({ "name": NAME, "people": people }),
    )
    .await
}

fn area(code: &str, name: &str, households: u32, residents: u32, rings: &[town::Ring]) -> Option<AreaRow> {
    Some(AreaRow {
        code: AreaCode::from_digits(code)?,
        name: name.to_owned(),
        households: households.into(),
        residents: residents.into(),
        rings: rings.to_vec(),
    })
}

fn areas(town: &Town) -> Vec<AreaRow> {
    let sum = |count: fn(&town::Community) -> u32| town.communities.iter().map(count).sum();
    let street = area(
        town.code,
        town.name,
        sum(|c| c.households),
        sum(|c| c.residents),
        std::slice::from_ref(&town.outline),
    );
    let communities = town
        .communities
        .iter()
        .filter_map(|c| area(&c.code, &c.name, c.households, c.residents, &c.rings));
    let grids = town
        .grids
        .iter()
        .filter_map(|g| area(&g.code, &g.name, g.households, g.residents, &g.rings));
    street.into_iter().chain(communities).chain(grids).collect()
}

fn buildings(town: &Town) -> Vec<BuildingRow> {
    (1..)
        .zip(&town.buildings)
        .filter_map(|(id, building)| {
            Some(BuildingRow {
                id,
                area: AreaCode::from_digits(&building.grid)?,
                compound: building.compound.clone().unwrap_or_default(),
                address: building.address.clone(),
                floors: building.floors.into(),
                households: building.households.into(),
                residents: building.residents.into(),
                point: *building.ring.first()?,
            })
        })
        .collect()
}
