//! What every handler gets: the office, its clock and database, and who is asking.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use codes::Catalogue;
use codes::catalogue::Item;
use db::Db;
use kernel::{Actor, AreaCode, ClientId, Desk, Moment, Permission, Scope, Street, UnitKey};
use routes::Route;
use uuid::Uuid;
use workday::Timetable;

use crate::bucket::Buckets;
use crate::fault::Fault;
use crate::session::{Post, Session, Sessions};
use crate::settings::Settings;

/// A name on the tree.
#[derive(Clone, Debug)]
pub struct AreaName {
    pub code: AreaCode,
    pub name: String,
}

/// A responsible unit of the office or the district.
#[derive(Clone, Debug)]
pub struct UnitName {
    pub key: UnitKey,
    pub name: String,
    pub is_district: bool,
}

/// Who takes over from a unit or grid that has ended: one desk takes everything, several take what lies with them.
pub type Heirs = BTreeMap<Desk, Vec<Desk>>;

/// What of the past still has a name: matters and reports keep it.
#[derive(Clone, Debug, Default)]
pub struct Former {
    pub areas: Vec<AreaName>,
    pub units: Vec<UnitName>,
    pub heirs: Heirs,
}

/// Which of several grids takes over a point that may be unknown.
type HeirOf = dyn Fn(&[AreaCode], Option<(f64, f64)>) -> Option<AreaCode> + Send + Sync;

/// Answers about points, from the shapes as they are drawn today.
pub struct Ground {
    pub locate: Box<dyn Fn(f64, f64) -> Option<AreaCode> + Send + Sync>,
    /// None when the point is unknown, outside, or on the line between two.
    pub heir: Box<HeirOf>,
}

/// The drawn tree as it stands today: names, and which grid a point lies in.
#[derive(Clone)]
pub struct Town {
    pub layer: i64,
    pub areas: Vec<AreaName>,
    pub units: Vec<UnitName>,
    pub heirs: Heirs,
    /// Another mark in the database means that the tree is another by now.
    pub mark: String,
    names: HashMap<AreaCode, String>,
    former_units: Vec<UnitName>,
    ground: Arc<Ground>,
    /// The office's own name for its centre; the site puts it in.
    centre: String,
}

impl Town {
    #[must_use]
    pub fn new(
        layer: i64,
        mark: String,
        areas: Vec<AreaName>,
        units: Vec<UnitName>,
        former: Former,
        ground: Ground,
    ) -> Self {
        let names = former
            .areas
            .iter()
            .chain(&areas)
            .map(|area| (area.code, area.name.clone()))
            .collect();
        Self {
            layer,
            areas,
            units,
            heirs: former.heirs,
            mark,
            names,
            former_units: former.units,
            ground: Arc::new(ground),
            centre: String::new(),
        }
    }

    /// Whether the desk's grid, community or unit is there today.
    #[must_use]
    pub fn has(&self, desk: &Desk) -> bool {
        match desk {
            Desk::Grid(area) | Desk::Community(area) | Desk::Inspection(area) => self.has_area(*area),
            Desk::Unit(key) => self.units.iter().any(|unit| unit.key == *key),
            Desk::Centre | Desk::Leader | Desk::Reporter => true,
        }
    }

    #[must_use]
    pub fn has_area(&self, code: AreaCode) -> bool {
        self.areas.iter().any(|area| area.code == code)
    }

    /// The desk itself, or whoever took over from it: for lists that go on naming a unit that has ended.
    #[must_use]
    pub fn successor(&self, desk: Desk) -> Desk {
        let mut desk = desk;
        // Nobody takes over from itself, but a broken table must not hang the program.
        for _ in 0..=self.heirs.len() {
            match self.heirs.get(&desk).map(Vec::as_slice) {
                Some([heir]) if !self.has(&desk) => desk = heir.clone(),
                _ => break,
            }
        }
        desk
    }

    /// The words for a desk.
    #[must_use]
    pub fn desk(&self, desk: &Desk) -> String {
        match desk {
            Desk::Grid(area) => self.name(*area),
            Desk::Community(area) => self.name(*area),
            Desk::Centre => self.centre.clone(),
            Desk::Unit(key) => self
                .units
                .iter()
                .chain(&self.former_units)
                .find(|unit| unit.key == *key)
                .map_or_else(|| key.0.clone(), |unit| unit.name.clone()),
            Desk::Inspection(area) => format!("{}核查岗", self.name(*area)),
            Desk::Leader => "街道领导".into(),
            Desk::Reporter => "反映人".into(),
        }
    }

    /// A unit that has not ended.
    #[must_use]
    pub fn unit(&self, key: &str) -> Option<&UnitName> {
        self.units.iter().find(|unit| unit.key.0 == key)
    }

    /// The grid of a point, exactly one, or none.
    #[must_use]
    pub fn locate(&self, lng: f64, lat: f64) -> Option<AreaCode> {
        (self.ground.locate)(lng, lat)
    }

    /// Which of the grids takes a point over, if that is sure.
    #[must_use]
    pub fn heir(&self, grids: &[AreaCode], point: Option<(f64, f64)>) -> Option<AreaCode> {
        (self.ground.heir)(grids, point)
    }

    /// The name of an area; its digits where it has none.
    #[must_use]
    pub fn name(&self, code: AreaCode) -> String {
        self.names.get(&code).cloned().unwrap_or_else(|| code.digits())
    }
}

/// What the office has set for itself, ready for use.
pub struct Setup {
    pub name: String,
    pub settings: Settings,
    /// The office's calendar and hours.
    pub timetable: Arc<Timetable>,
    pub catalogue: Arc<Catalogue>,
}

/// The running office.
pub struct Site {
    pub db: Db,
    pub street: Street,
    pub clock: Box<dyn Fn() -> Moment + Send + Sync>,
    pub ids: Box<dyn Fn() -> Uuid + Send + Sync>,
    pub sessions: Sessions,
    pub buckets: Buckets,
    town: RwLock<Arc<Town>>,
    setup: RwLock<Arc<Setup>>,
    pub(crate) staffed: Mutex<Option<Staffed>>,
}

/// Desks with somebody at them, and until when that is known.
pub(crate) struct Staffed {
    pub desks: Arc<BTreeSet<Desk>>,
    pub version: u64,
    pub until: Moment,
}

impl Site {
    #[must_use]
    pub fn new(
        db: Db,
        street: Street,
        setup: Setup,
        town: Town,
        clock: Box<dyn Fn() -> Moment + Send + Sync>,
        ids: Box<dyn Fn() -> Uuid + Send + Sync>,
    ) -> Self {
        let sessions = Sessions::for_engine(db::Sql::engine(&db));
        let town = Town {
            centre: setup.settings.centre.clone(),
            ..town
        };
        Self {
            db,
            street,
            clock,
            ids,
            sessions,
            buckets: Buckets::default(),
            town: RwLock::new(Arc::new(town)),
            setup: RwLock::new(Arc::new(setup)),
            staffed: Mutex::default(),
        }
    }

    #[must_use]
    pub fn now(&self) -> Moment {
        (self.clock)()
    }

    #[must_use]
    pub fn id(&self) -> Uuid {
        (self.ids)()
    }

    #[must_use]
    pub fn town(&self) -> Arc<Town> {
        self.town.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Takes a newly drawn tree into use. Posts end with their grids, so sessions are read again.
    pub fn redraw(&self, town: Town) {
        let town = Town {
            centre: self.setup().settings.centre.clone(),
            ..town
        };
        *self.town.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(town);
        self.sessions.forget_all();
    }

    /// What the office has set for itself: hours, limits, names and catalogue.
    #[must_use]
    pub fn setup(&self) -> Arc<Setup> {
        self.setup.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The office's categories, with their limits and duties.
    #[must_use]
    pub fn catalogue(&self) -> Arc<Catalogue> {
        self.setup().catalogue.clone()
    }

    /// Categories that can be chosen and whose matters nobody would receive, with the reason (trap E13).
    #[must_use]
    pub fn unowned(&self, staffed: &BTreeSet<Desk>) -> Vec<(Item, &'static str)> {
        let (town, now) = (self.town(), self.now());
        let why = |item: &Item| {
            let heir = |key: &String| town.successor(Desk::Unit(UnitKey(key.clone())));
            let lead = heir(&item.lead);
            if !town.has(&lead) {
                Some("责任单位已撤销")
            } else if !staffed.contains(&lead) {
                Some("责任单位没有人在岗")
            } else if item.taken_back_by.as_ref().is_some_and(|by| !town.has(&heir(by))) {
                Some("收回它的区级部门已撤销")
            } else {
                None
            }
        };
        let catalogue = self.catalogue();
        let open = catalogue.open_items(now.0);
        open.filter_map(|item| Some((item.clone(), why(item)?))).collect()
    }

    /// Takes another calendar into use, at once and for whatever starts from now on.
    pub fn retime(&self, timetable: Timetable) {
        let setup = self.setup();
        self.settle(Setup {
            name: setup.name.clone(),
            settings: setup.settings.clone(),
            timetable: Arc::new(timetable),
            catalogue: setup.catalogue.clone(),
        });
    }

    /// Takes edited settings or categories into use, at once and for whatever starts from now on.
    pub fn settle(&self, setup: Setup) {
        let centre = setup.settings.centre.clone();
        *self.setup.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(setup);
        let mut town = self.town.write().unwrap_or_else(PoisonError::into_inner);
        if town.centre != centre {
            *town = Arc::new(Town {
                centre,
                ..Town::clone(&town)
            });
        }
    }
}

/// Who is asking, as the guard found out.
#[derive(Clone)]
pub struct Visitor {
    pub actor: Actor,
    pub scope: Scope,
    pub session: Option<Arc<Session>>,
    /// Large type and targets (domain.md §4.15).
    pub elder: bool,
    /// A sentence left by the step before.
    pub flash: Option<String>,
    pub route: Route,
}

impl Visitor {
    #[must_use]
    pub fn may(&self, permission: Permission) -> bool {
        self.actor.may(permission)
    }

    #[must_use]
    pub fn posts(&self) -> &[Post] {
        self.session.as_ref().map_or(&[], |session| &session.posts)
    }

    /// For whom this person sits at a desk, where it is not an own one.
    #[must_use]
    pub fn sits_for(&self, desk: &Desk) -> Option<&str> {
        let stand_ins = &self.actor.stand_ins;
        let post = stand_ins.iter().find(|post| post.desks.contains(desk))?;
        Some(&post.name)
    }

    /// A new id for a form that is about to be shown.
    #[must_use]
    pub fn client(&self, site: &Site) -> ClientId {
        ClientId(site.id())
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fault> {
        // The guard stands before every route; without it nothing is reachable.
        parts.extensions.get::<Self>().cloned().ok_or(Fault::Absent)
    }
}
