//! `xingge import grids`: every fault of a drawn layer with its place; a good one becomes the next layer.

mod split;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use access::ending::end_posts;
use clap::Args;
use codes::DivisionCode;
use db::{Db, Tx};
use grid::store::{
    AreaRow, add_areas, count_open_work, end_level, list_buildings, list_unended, newest_layer, newest_start,
    replace_buildings,
};
use grid::succession::{Ending, add_ending, next_start};
use grid::{area_code, areas_document, redraw};
use grid_rules::{Area, Checked, FaultKind, Locator, check};
use kernel::{AreaCode, Desk, Level, Moment, Street};
use serde_json::Value;
use web::Fault;

use self::split::{Split, splits};
use super::{Counts, Founding, broken, file_name, office_of, record, refused};
use crate::commands::{Place, say};
use crate::handover::settle;
use crate::open::{now, open_site};

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
        let layer = DrawnLayer::read(&db, street, &text, now()).await?;
        for line in layer.report() {
            say(&line);
        }
        let blocked = layer.is_blocked();
        if blocked {
            say("有必须改正的问题，这一层不能导入。");
        } else if layer.changes() {
            if self.commit {
                let number = layer.commit(&db, &file_name(&self.file), now()).await?;
                say(&format!("已成为第 {number} 版图层。正在运行的服务一分钟内使用新图层。"));
            } else {
                say("以上只是报告，没有写入。加 --commit 写入。");
            }
        } else {
            say("与现有图层相同，什么也没有改变。");
        }
        if self.commit && !blocked {
            // Also when nothing changed: a run that was broken off is finished by the next one.
            let site = open_site(db.clone()).await.map_err(refused)?;
            let moved = settle(&site).await.map_err(refused)?;
            if moved > 0 {
                say(&format!("移交未办结事项 {moved} 件。"));
            }
        }
        let counts = layer.counts();
        db.close().await;
        say(&counts.to_string());
        if blocked && self.commit {
            return Err("没有写入。".into());
        }
        Ok(())
    }
}

/// A layer as drawn in a file, beside the one in use.
pub struct DrawnLayer {
    street: Street,
    checked: Checked,
    rows: usize,
    before: Vec<AreaRow>,
    new: Vec<AreaRow>,
    splits: Vec<Split>,
    /// What must be put right besides the drawing.
    obstacles: Vec<String>,
}

impl DrawnLayer {
    /// Reads a layer and looks up what it would end.
    ///
    /// # Errors
    /// When the text is no collection of areas; the database's failure.
    pub async fn read(db: &Db, street: Street, text: &str, now: Moment) -> Result<Self, String> {
        let before = list_unended(db, street).await.map_err(broken)?;
        let old = outlines(&before)?;
        let checked = check(text, &old).map_err(broken)?;
        let features: Value = serde_json::from_str(text).map_err(broken)?;
        let new = merged(&checked, &features, &before);
        let mut obstacles = Vec::new();
        if let Some(next) = next_start(db, street, AreaCode(street.0 * 1_000_000), now)
            .await
            .map_err(broken)?
        {
            let text = format!("已有一处区划调整定于 {} 生效。请在那之后再导入图层。", next.minute());
            obstacles.push(text);
        }
        for area in ends(&new, &before).filter(|area| area.code.level() != Level::Grid) {
            let work = count_open_work(db, street, area.code).await.map_err(broken)?;
            if work > 0 {
                obstacles.push(format!(
                    "{}（{}）不在文件里，但还有 {work} 件未办结事项。请先移交，或把它补进文件。",
                    area.name,
                    area.code.digits()
                ));
            }
        }
        let gone: Vec<&AreaRow> = ends(&new, &before)
            .filter(|area| area.code.level() == Level::Grid)
            .collect();
        let splits = splits(db, street, (&gone, &old), &checked.areas, now).await?;
        Ok(Self {
            street,
            rows: features["features"].as_array().map_or(0, Vec::len),
            checked,
            before,
            new,
            splits,
            obstacles,
        })
    }

    /// What is wrong, else what would end and where everything in it goes: a line each.
    #[must_use]
    pub fn report(&self) -> Vec<String> {
        let mut lines = faults(&self.checked, self.street);
        lines.extend(self.obstacles.iter().map(|text| format!("【必须改正】{text}")));
        if !self.is_blocked() {
            let gone = ends(&self.new, &self.before);
            lines.extend(gone.map(|area| format!("不再有 {} {}", area.code.digits(), area.name)));
            lines.extend(self.splits.iter().flat_map(|split| split.report(&self.new)));
        }
        lines
    }

    /// Whether the layer has to wait.
    #[must_use]
    pub fn is_blocked(&self) -> bool {
        let faults = self.checked.faults.iter().any(|fault| fault.kind.blocks());
        faults || foreign(&self.checked, self.street).next().is_some() || !self.obstacles.is_empty()
    }

    /// Whether anything would be another than now.
    #[must_use]
    pub fn changes(&self) -> bool {
        changed(&self.new, &self.before) > 0 || ends(&self.new, &self.before).next().is_some()
    }

    fn counts(&self) -> Counts {
        if self.is_blocked() {
            return Counts {
                rows: self.rows,
                refused: self.rows,
                ..Counts::default()
            };
        }
        let changed = changed(&self.new, &self.before);
        Counts {
            rows: self.rows,
            imported: changed,
            refused: 0,
            unchanged: self.rows - changed,
        }
    }

    /// Draws the layer: one transaction for areas, buildings, posts and the note of who takes over.
    ///
    /// # Errors
    /// A layer that has to wait; the database's failure.
    pub async fn commit(&self, db: &Db, file: &str, now: Moment) -> Result<i64, String> {
        if self.is_blocked() {
            return Err("有必须改正的问题，没有写入。".into());
        }
        let (street, counts) = (self.street, self.counts());
        let (new, file) = (self.new.clone(), file.to_owned());
        let endings: Vec<(Desk, Vec<Desk>)> = self.splits.iter().map(Split::ending).collect();
        db.write::<i64, Fault, _>(move |tx| {
            let (new, file, endings) = (new.clone(), file.clone(), endings.clone());
            Box::pin(async move {
                let (layer, at) = draw(tx, street, &file, &new, now).await?;
                for (desk, heirs) in endings {
                    end_posts(tx, street, &desk, at).await?;
                    let ending = Ending {
                        desk,
                        ends_at: at,
                        heirs,
                    };
                    add_ending(tx, street, &ending).await?;
                }
                record(tx, street, "grids", &file, counts).await?;
                Ok(layer)
            })
        })
        .await
        .map_err(refused)
    }
}

/// The areas that are drawn now, as the check takes them.
fn outlines(areas: &[AreaRow]) -> Result<Vec<Area>, String> {
    let document = areas_document(areas, &Value::Null).to_string();
    Ok(check(&document, &[]).map_err(broken)?.areas)
}

/// Areas of the file that are another street's.
fn foreign(checked: &Checked, street: Street) -> impl Iterator<Item = &Area> {
    let own = AreaCode(street.0 * 1_000_000);
    let ours = move |area: &&Area| area_code(area.code).is_some_and(|code| own.contains(code));
    checked.areas.iter().filter(move |area| !ours(area))
}

/// Every fault, and how many of each kind.
fn faults(checked: &Checked, street: Street) -> Vec<String> {
    let mut lines = Vec::new();
    for fault in &checked.faults {
        let mark = if fault.kind.blocks() {
            "必须改正"
        } else {
            "可以接受"
        };
        lines.push(format!("【{mark}】{}", fault.message));
    }
    for area in foreign(checked, street) {
        let (name, code) = (&area.name, area.code);
        lines.push(format!(
            "【必须改正】{name}（{code}）不属于本街道。请只导入本街道的边界。"
        ));
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
        lines.push(format!("{}：{features}{places} 处", name(kind)));
    }
    lines
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
async fn draw(tx: &Tx, street: Street, file: &str, new: &[AreaRow], now: Moment) -> Result<(i64, Moment), db::Error> {
    let mut at = now;
    let levels: BTreeSet<Level> = new.iter().map(|area| area.code.level()).collect();
    for level in &levels {
        at = at.max(Moment(newest_start(tx, street, *level).await?.0 + 1));
    }
    for level in levels {
        end_level(tx, street, level, None, at).await?;
    }
    let layer = newest_layer(tx, street).await? + 1;
    add_areas(tx, street, layer, file, new, at).await?;
    redraw(tx, street, at).await?;
    let grids = new
        .iter()
        .filter(|area| area.code.level() == Level::Grid)
        .filter_map(|area| {
            let code = u64::try_from(area.code.0).ok()?;
            Some((DivisionCode::from_value(code).ok()?, area.rings.clone()))
        })
        .collect::<Vec<_>>();
    if grids.is_empty() {
        return Ok((layer, at));
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
    Ok((layer, at))
}
