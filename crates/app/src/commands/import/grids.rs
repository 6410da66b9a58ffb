//! `xingge import grids`: every fault of a drawn layer with its place; a good one becomes the next layer.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use clap::Args;
use codes::DivisionCode;
use db::{Db, Tx};
use grid::areas_document;
use grid::store::{
    AreaRow, add_areas, count_open_work, end_level, list_buildings, list_unended, newest_layer, newest_start,
    replace_buildings,
};
use grid_rules::{Area, Checked, FaultKind, Locator, check};
use kernel::{AreaCode, Level, Moment, Street};
use serde_json::Value;
use web::Fault;

use super::divisions::redraw;
use super::{Counts, Founding, broken, file_name, office_of, record, refused};
use crate::commands::{Place, say};
use crate::open::now;

#[derive(Args, Clone, Debug)]
pub struct Grids {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    founding: Founding,
    /// 边界文件（GeoJSON，WGS-84 经纬度，属性 code、name）
    file: PathBuf,
    /// 写入；不写则只报告
    #[arg(long)]
    commit: bool,
}

impl Grids {
    pub async fn run(&self) -> Result<(), String> {
        let text =
            std::fs::read_to_string(&self.file).map_err(|error| format!("打不开 {}：{error}", self.file.display()))?;
        let db = self.place.open().await?;
        let street = office_of(&db, &self.founding, self.commit).await?;
        let before = list_unended(&db, street).await.map_err(broken)?;
        let checked = check(&text, &outlines(&before)?).map_err(broken)?;
        let features: Value = serde_json::from_str(&text).map_err(broken)?;
        let rows = features["features"].as_array().map_or(0, Vec::len);
        let blocked = tell(&checked, street);
        let new = merged(&checked, &features, &before);
        let changed = changed(&new, &before);
        let counts = if blocked {
            Counts {
                rows,
                refused: rows,
                ..Counts::default()
            }
        } else {
            Counts {
                rows,
                imported: changed,
                refused: 0,
                unchanged: rows - changed,
            }
        };
        for area in ends(&new, &before).filter(|_| !blocked) {
            let work = count_open_work(&db, street, area.code).await.map_err(broken)?;
            let note = if work > 0 {
                format!("，还有 {work} 件未办结事项留在原处")
            } else {
                String::new()
            };
            say(&format!("不再有 {} {}{note}", area.code.digits(), area.name));
        }
        if blocked {
            say("有必须改正的问题，这一层不能导入。");
        } else if changed == 0 && ends(&new, &before).next().is_none() {
            say("与现有图层相同，什么也没有改变。");
        } else if self.commit {
            self.store(&db, street, new, counts).await?;
        } else {
            say("以上只是报告，没有写入。加 --commit 写入。");
        }
        db.close().await;
        say(&counts.to_string());
        if blocked && self.commit {
            return Err("没有写入。".into());
        }
        Ok(())
    }

    async fn store(&self, db: &Db, street: Street, new: Vec<AreaRow>, counts: Counts) -> Result<(), String> {
        let file = file_name(&self.file);
        let layer = db
            .write::<i64, Fault, _>(move |tx| {
                let (new, file) = (new.clone(), file.clone());
                Box::pin(async move {
                    let layer = draw(tx, street, &file, &new).await?;
                    record(tx, street, "grids", &file, counts).await?;
                    Ok(layer)
                })
            })
            .await
            .map_err(refused)?;
        say(&format!(
            "已成为第 {layer} 版图层。正在运行的服务重启后使用新图层；未办结的事项仍按原来的网格办理。"
        ));
        Ok(())
    }
}

/// The areas that are drawn now, as the check takes them.
fn outlines(areas: &[AreaRow]) -> Result<Vec<Area>, String> {
    let document = areas_document(areas, &Value::Null).to_string();
    Ok(check(&document, &[]).map_err(broken)?.areas)
}

/// Lists every fault; tells whether the layer has to wait.
fn tell(checked: &Checked, street: Street) -> bool {
    let mut blocked = false;
    for fault in &checked.faults {
        blocked |= fault.kind.blocks();
        let mark = if fault.kind.blocks() {
            "必须改正"
        } else {
            "可以接受"
        };
        say(&format!("【{mark}】{}", fault.message));
    }
    let own = AreaCode(street.0 * 1_000_000);
    for area in &checked.areas {
        if area_code(area.code).is_none_or(|code| !own.contains(code)) {
            blocked = true;
            let name = &area.name;
            say(&format!(
                "【必须改正】{name}（{}）不属于本街道。请只导入本街道的边界。",
                area.code
            ));
        }
    }
    let mut kinds: BTreeMap<FaultKind, (usize, BTreeSet<usize>)> = BTreeMap::new();
    for fault in &checked.faults {
        let (places, features) = kinds.entry(fault.kind).or_default();
        *places += 1;
        features.extend(fault.feature);
    }
    for (kind, (places, features)) in kinds {
        let features = match features.len() {
            // Gaps lie between the features.
            0 => String::new(),
            number => format!("{number} 个图形，"),
        };
        say(&format!("{}：{features}{places} 处", name(kind)));
    }
    blocked
}

const fn name(kind: FaultKind) -> &'static str {
    match kind {
        FaultKind::SelfCrossing => "边界自相交或自相接",
        FaultKind::Overlap => "重叠",
        FaultKind::Gap => "空隙",
        FaultKind::Sliver => "不足一米的重叠或空隙",
        FaultKind::SwappedAxes => "经纬度写反",
        FaultKind::Gcj02Suspected => "疑似火星坐标",
        FaultKind::DuplicateCode => "代码重复",
        FaultKind::BadCode => "代码有误",
        FaultKind::NotPolygon => "不是面",
        FaultKind::BadCoordinates => "坐标无法使用",
        FaultKind::OutsideParent => "超出上级边界",
        FaultKind::EmptyGeometry => "没有边界",
        FaultKind::UnclosedRing => "边界没有闭合",
    }
}

fn area_code(code: DivisionCode) -> Option<AreaCode> {
    i64::try_from(code.value()).ok().map(AreaCode)
}

/// The areas of the file; counts that it does not give stay as they were.
fn merged(checked: &Checked, file: &Value, before: &[AreaRow]) -> Vec<AreaRow> {
    let features = file["features"].as_array().map_or(&[][..], Vec::as_slice);
    let given = |code: DivisionCode, what: &str| {
        let own = |feature: &&Value| {
            let written = &feature["properties"]["code"];
            let text = written.as_str().map_or_else(|| written.to_string(), str::to_owned);
            text.parse() == Ok(code)
        };
        features.iter().find(own)?["properties"][what].as_i64()
    };
    checked
        .areas
        .iter()
        .filter_map(|area| {
            let code = area_code(area.code)?;
            let old = before.iter().find(|old| old.code == code);
            let count = |what: &str, old: Option<i64>| given(area.code, what).or(old).unwrap_or(0);
            Some(AreaRow {
                code,
                name: match (area.name.is_empty(), old) {
                    (true, Some(old)) => old.name.clone(),
                    _ => area.name.clone(),
                },
                households: count("households", old.map(|old| old.households)),
                residents: count("residents", old.map(|old| old.residents)),
                rings: area.rings(),
            })
        })
        .collect()
}

/// A layer is whole: what a level of the file leaves out is no more.
fn ends<'a>(new: &'a [AreaRow], before: &'a [AreaRow]) -> impl Iterator<Item = &'a AreaRow> {
    before.iter().filter(|old| {
        new.iter().any(|area| area.code.level() == old.code.level()) && new.iter().all(|area| area.code != old.code)
    })
}

fn changed(new: &[AreaRow], before: &[AreaRow]) -> usize {
    let plain = |area: &AreaRow| AreaRow {
        rings: drawn(&area.rings),
        ..area.clone()
    };
    new.iter()
        .filter(|area| {
            let old = before.iter().find(|old| old.code == area.code);
            old.is_none_or(|old| plain(old) != plain(area))
        })
        .count()
}

/// Rings in one form, whichever point they begin with and whichever way they run.
fn drawn(rings: &[Vec<[f64; 2]>]) -> Vec<Vec<[f64; 2]>> {
    let order = |a: &[f64; 2], b: &[f64; 2]| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1]));
    let mut rings: Vec<Vec<[f64; 2]>> = rings
        .iter()
        .map(|ring| {
            let mut ring = ring.clone();
            ring.dedup();
            if ring.len() > 1 && ring.first() == ring.last() {
                ring.pop();
            }
            let first = (0..ring.len()).min_by(|a, b| order(&ring[*a], &ring[*b])).unwrap_or(0);
            ring.rotate_left(first);
            if ring.len() > 2 && order(&ring[1], &ring[ring.len() - 1]).is_gt() {
                ring[1..].reverse();
            }
            ring
        })
        .collect();
    rings.sort_by(|a, b| order(&a[0], &b[0]));
    rings
}

/// The new layer takes over every level it holds; buildings follow the grids.
async fn draw(tx: &Tx, street: Street, file: &str, new: &[AreaRow]) -> Result<i64, db::Error> {
    let mut at = now();
    let levels: BTreeSet<Level> = new.iter().map(|area| area.code.level()).collect();
    for level in &levels {
        at = at.max(Moment(newest_start(tx, street, *level).await?.0 + 1));
    }
    for level in levels {
        end_level(tx, street, level, None, at).await?;
    }
    let layer = newest_layer(tx, street).await? + 1;
    add_areas(tx, street, layer, file, new, at).await?;
    redraw(tx, street).await?;
    let grids = new
        .iter()
        .filter(|area| area.code.level() == Level::Grid)
        .filter_map(|area| {
            let code = u64::try_from(area.code.0).ok()?;
            Some((DivisionCode::from_value(code).ok()?, area.rings.clone()))
        })
        .collect::<Vec<_>>();
    if grids.is_empty() {
        return Ok(layer);
    }
    let locator = Locator::new(grids).map_err(|error| db::Error::Content(error.to_string()))?;
    let mut moved = list_buildings(tx, street).await?;
    moved.retain_mut(|building| {
        let grid = locator.locate(building.point[0], building.point[1]);
        let area = grid.and_then(area_code);
        let area = area.unwrap_or(AreaCode(street.0 * 1_000_000));
        area != std::mem::replace(&mut building.area, area)
    });
    replace_buildings(tx, street, &moved, at).await?;
    Ok(layer)
}
