//! What a new layer ends: which grids follow, which matters and buildings go where, what somebody has to decide.

use access::ending::{DeskPost, list_desk_posts};
use case::store::list_named;
use db::Db;
use grid::store::{AreaRow, list_buildings};
use grid::{area_code, division};
use grid_rules::{Area, Heir, Locator, successors};
use kernel::{AreaCode, Desk, Level, Moment, Street};

use super::super::broken;

/// More open matters than any grid has.
const MOST: i64 = 100_000;

/// Something with a point that goes to a successor.
struct Moved {
    name: String,
    heir: Heir,
    households: i64,
    has_point: bool,
}

/// A grid that is no more in a new layer.
pub struct Split {
    code: AreaCode,
    name: String,
    heirs: Vec<AreaCode>,
    matters: Vec<Moved>,
    buildings: Vec<Moved>,
    posts: Vec<DeskPost>,
}

/// The grids that a layer ends, each with what lies in it.
pub async fn splits(
    db: &Db,
    street: Street,
    (gone, old): (&[&AreaRow], &[Area]),
    new: &[Area],
    now: Moment,
) -> Result<Vec<Split>, String> {
    let is_grid = |area: &&Area| area_code(area.code).is_some_and(|code| code.level() == Level::Grid);
    let grids: Vec<Area> = new.iter().filter(is_grid).cloned().collect();
    let rings = grids.iter().map(|area| (area.code, area.rings())).collect();
    let locator = Locator::new(rings).map_err(broken)?;
    let buildings = list_buildings(db, street).await.map_err(broken)?;
    let mut splits = Vec::new();
    for area in gone {
        let drawn = old.iter().find(|old| Some(old.code) == division(area.code));
        let heirs = drawn.map(|old| successors(old, &grids)).unwrap_or_default();
        let desk = Desk::Grid(area.code);
        let matters = list_named(db, street, &desk, None, MOST).await.map_err(broken)?;
        splits.push(Split {
            code: area.code,
            name: area.name.clone(),
            matters: matters
                .iter()
                .map(|case| Moved {
                    name: case.number.clone(),
                    heir: locator.heir(&heirs, case.place.point),
                    households: 0,
                    has_point: case.place.point.is_some(),
                })
                .collect(),
            buildings: buildings
                .iter()
                .filter(|building| building.area == area.code)
                .map(|building| Moved {
                    name: format!("{} {}", building.id, building.address),
                    heir: locator.heir(&heirs, Some((building.point[0], building.point[1]))),
                    households: building.households,
                    has_point: true,
                })
                .collect(),
            posts: list_desk_posts(db, street, &desk, now).await.map_err(broken)?,
            heirs: heirs.into_iter().filter_map(area_code).collect(),
        });
    }
    Ok(splits)
}

impl Split {
    /// The desk that ends, and those that follow.
    pub fn ending(&self) -> (Desk, Vec<Desk>) {
        (
            Desk::Grid(self.code),
            self.heirs.iter().map(|heir| Desk::Grid(*heir)).collect(),
        )
    }

    /// Who takes over how much, and what somebody has to decide: a line each.
    pub fn report(&self, new: &[AreaRow]) -> Vec<String> {
        let mut lines = if self.heirs.is_empty() {
            let (matters, buildings) = (self.matters.len(), self.buildings.len());
            vec![format!(
                "{}：没有网格接手，未办结事项 {matters} 件归所属社区待定归属，楼栋 {buildings} 栋没有网格",
                self.name
            )]
        } else {
            self.shares(new)
        };
        for post in &self.posts {
            for (_, person) in &post.holders {
                lines.push(format!("  岗位结束，请重新任命：{person}（{}）", post.title));
            }
        }
        lines
    }

    fn shares(&self, new: &[AreaRow]) -> Vec<String> {
        let name = |code: AreaCode| {
            let drawn = new.iter().find(|area| area.code == code);
            drawn.map_or_else(|| code.digits(), |area| format!("{} {}", code.digits(), area.name))
        };
        let heirs: Vec<String> = self.heirs.iter().map(|heir| name(*heir)).collect();
        let mut lines = vec![format!("{}：由 {} 接手", self.name, heirs.join("、"))];
        for (heir, name) in self.heirs.iter().zip(&heirs) {
            let goes_there = |moved: &&Moved| moved.heir() == Some(*heir);
            let matters = self.matters.iter().filter(goes_there).count();
            let buildings = self.buildings.iter().filter(goes_there).count();
            let households: i64 = self
                .buildings
                .iter()
                .filter(goes_there)
                .map(|building| building.households)
                .sum();
            lines.push(format!(
                "  {name}：未办结事项 {matters} 件，楼栋 {buildings} 栋、{households} 户"
            ));
        }
        for matter in self.matters.iter().filter(|matter| matter.heir().is_none()) {
            lines.push(format!("  待定归属：事项 {}，{}", matter.name, matter.why()));
        }
        for building in self.buildings.iter().filter(|building| building.heir().is_none()) {
            let (name, why) = (&building.name, building.why());
            lines.push(format!("  请核对：楼栋 {name}，{} 户，{why}", building.households));
        }
        lines
    }
}

impl Moved {
    /// The grid that it goes to, where that is sure.
    fn heir(&self) -> Option<AreaCode> {
        match self.heir {
            Heir::One(code) => area_code(code),
            Heir::OnTheLine(_) | Heir::Unknown => None,
        }
    }

    fn why(&self) -> &'static str {
        match self.heir {
            Heir::OnTheLine(_) => "离新网格的分界线不到 5 米",
            _ if self.has_point => "位置不在接手的网格里",
            _ => "没有位置",
        }
    }
}
