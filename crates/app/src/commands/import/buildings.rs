//! `xingge import buildings`: footprints become buildings, each in the grid of its middle.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;
use codes::datum::plausible_in_china;
use codes::text::clean_text;
use db::WriteError;
use grid::load_town;
use grid::store::{BuildingRow, list_buildings, replace_buildings};
use kernel::{AreaCode, Street};
use serde_json::Value;
use web::{Fault, Town};

use super::{Counts, Founding, broken, file_name, office_of, record, refused};
use crate::commands::{Place, say};
use crate::open::now;

/// Reasons shown one by one; the others are counted.
const SHOWN: usize = 10;
/// One storey where only the height is known (GB 50096 allows 2.8 m and more).
const METRES_A_FLOOR: f64 = 3.0;

#[derive(Args, Clone, Debug)]
pub struct Buildings {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    founding: Founding,
    /// 楼栋文件（GeoJSON，WGS-84 经纬度，属性 id）
    file: PathBuf,
    /// 网格以外的也收下，归到街道，待划分
    #[arg(long)]
    anywhere: bool,
    /// 写入；不写则只报告
    #[arg(long)]
    commit: bool,
}

/// One building put together from its pieces.
#[derive(Default)]
struct Footprint {
    /// Twice the area, and the middle weighted with it.
    weight: f64,
    sum: [f64; 2],
    properties: Value,
}

impl Buildings {
    pub async fn run(&self) -> Result<(), String> {
        let text =
            std::fs::read_to_string(&self.file).map_err(|error| format!("打不开 {}：{error}", self.file.display()))?;
        let root: Value = serde_json::from_str(&text).map_err(|error| format!("文件不是有效的 JSON：{error}"))?;
        let features = root["features"]
            .as_array()
            .ok_or("文件应为 GeoJSON 的 FeatureCollection。")?;
        let db = self.place.open().await?;
        let street = office_of(&db, &self.founding, self.commit).await?;
        let town = load_town(&db, street, now()).await.map_err(refused)?;
        let mut reasons = Vec::new();
        let prints = read(features, &mut reasons);
        say(&format!("图形 {} 个，合并为 {} 栋", features.len(), prints.len()));
        let known: BTreeMap<i64, BuildingRow> = list_buildings(&db, street)
            .await
            .map_err(broken)?
            .into_iter()
            .map(|building| (building.id, building))
            .collect();
        let (mut rows, mut unchanged, mut inside) = (Vec::new(), 0, 0);
        for (id, print) in &prints {
            match self.place_of(*id, print, &town, street) {
                Err(reason) => reasons.push(reason),
                Ok(row) => {
                    inside += usize::from(row.area.level() == kernel::Level::Grid);
                    match known.get(id) {
                        Some(old) if *old == row => unchanged += 1,
                        _ => rows.push(row),
                    }
                }
            }
        }
        let counts = Counts {
            rows: rows.len() + unchanged + reasons.len(),
            imported: rows.len(),
            refused: reasons.len(),
            unchanged,
        };
        say(&format!("在网格内 {inside} 栋，在网格外 {} 栋", prints.len() - inside));
        for reason in reasons.iter().take(SHOWN) {
            say(reason);
        }
        if reasons.len() > SHOWN {
            say(&format!("……另有 {} 条", reasons.len() - SHOWN));
        }
        if !self.commit {
            say("以上只是报告，没有写入。加 --commit 写入。");
        } else if rows.is_empty() {
            say("没有新的内容，什么也没有改变。");
        } else {
            let file = file_name(&self.file);
            db.write::<(), Fault, _>(move |tx| {
                let (rows, file) = (rows.clone(), file.clone());
                Box::pin(async move {
                    replace_buildings(tx, street, &rows, now()).await?;
                    record(tx, street, "buildings", &file, counts).await?;
                    Ok::<_, WriteError<Fault>>(())
                })
            })
            .await
            .map_err(refused)?;
        }
        db.close().await;
        say(&counts.to_string());
        Ok(())
    }

    fn place_of(&self, id: i64, print: &Footprint, town: &Town, street: Street) -> Result<BuildingRow, String> {
        let [lng, lat] = print.sum.map(|sum| sum / print.weight);
        let area = match town.locate(lng, lat) {
            Some(area) => area,
            None if self.anywhere => AreaCode(street.0 * 1_000_000),
            None => {
                let why = if plausible_in_china(lng, lat) {
                    "不在已划分的网格内，请核对边界或坐标；要先收下，加 --anywhere"
                } else {
                    "不在中国范围内，请导出为 WGS-84 经纬度；要先收下，加 --anywhere"
                };
                return Err(format!("楼栋 {id}（{lng:.6}, {lat:.6}）{why}"));
            }
        };
        let text = |names: &[&str]| {
            let value = names.iter().find_map(|name| print.properties[*name].as_str());
            clean_text(value.unwrap_or_default()).into_owned()
        };
        let number = |names: &[&str]| {
            names.iter().find_map(|name| {
                let value = &print.properties[*name];
                value
                    .as_f64()
                    .or_else(|| value.as_str()?.trim().parse().ok())
                    .filter(|value| (0.0..1e6).contains(value))
            })
        };
        let whole = |names: &[&str]| number(names).map_or(0, |value| value.round() as i64);
        let storeys = number(&["floors", "building:levels", "levels"])
            .or_else(|| number(&["height"]).map(|metres| metres / METRES_A_FLOOR));
        let address = match text(&["address"]) {
            address if !address.is_empty() => address,
            _ => format!(
                "{}{}",
                text(&["addr:street", "addr_street"]),
                text(&["addr:housenumber", "addr_housenumber"])
            ),
        };
        Ok(BuildingRow {
            id,
            area,
            compound: text(&["compound", "name"]),
            address,
            floors: storeys.map_or(0, |storeys| storeys.round().max(1.0) as i64),
            households: whole(&["households"]),
            residents: whole(&["residents"]),
            point: [lng, lat],
        })
    }
}

/// Puts pieces with one id together: map tiles cut buildings at their edges.
fn read(features: &[Value], reasons: &mut Vec<String>) -> BTreeMap<i64, Footprint> {
    let mut prints: BTreeMap<i64, Footprint> = BTreeMap::new();
    for (number, feature) in (1..).zip(features) {
        let properties = &feature["properties"];
        let Some(id) = [&properties["id"], &feature["id"]]
            .into_iter()
            .find_map(|id| id.as_i64().or_else(|| id.as_str()?.parse().ok()))
        else {
            reasons.push(format!("第 {number} 个图形没有编号（id），请补填"));
            continue;
        };
        let geometry = &feature["geometry"];
        let outlines: Vec<&Value> = match geometry["type"].as_str() {
            Some("Polygon") => vec![&geometry["coordinates"][0]],
            Some("MultiPolygon") => geometry["coordinates"]
                .as_array()
                .map(|polygons| polygons.iter().map(|polygon| &polygon[0]).collect())
                .unwrap_or_default(),
            _ => Vec::new(),
        };
        let outlines: Option<Vec<Vec<[f64; 2]>>> = outlines.into_iter().map(points).collect();
        let outlines = outlines.unwrap_or_default();
        if outlines.iter().all(|outline| middle(outline).0 <= 0.0) {
            reasons.push(format!("第 {number} 个图形（编号 {id}）不是有面积的面，请改画"));
            continue;
        }
        let print = prints.entry(id).or_default();
        if print.properties.is_null() {
            print.properties = properties.clone();
        }
        for outline in outlines {
            let (weight, [x, y]) = middle(&outline);
            print.weight += weight;
            print.sum[0] += weight * x;
            print.sum[1] += weight * y;
        }
    }
    prints
}

fn points(ring: &Value) -> Option<Vec<[f64; 2]>> {
    ring.as_array()?
        .iter()
        .map(|point| Some([point.get(0)?.as_f64()?, point.get(1)?.as_f64()?]))
        .collect()
}

/// Twice the area of a ring and its centre; degrees are good enough within one building.
fn middle(ring: &[[f64; 2]]) -> (f64, [f64; 2]) {
    let Some(&[x0, y0]) = ring.first() else {
        return (0.0, [0.0; 2]);
    };
    let (mut area, mut x, mut y) = (0.0, 0.0, 0.0);
    for pair in ring.windows(2) {
        // Counted from the first point, so that small differences keep their digits.
        let [ax, ay] = [pair[0][0] - x0, pair[0][1] - y0];
        let [bx, by] = [pair[1][0] - x0, pair[1][1] - y0];
        let cross = ax * by - bx * ay;
        area += cross;
        x += (ax + bx) * cross;
        y += (ay + by) * cross;
    }
    if area == 0.0 {
        return (0.0, [x0, y0]);
    }
    (area.abs(), [x0 + x / (3.0 * area), y0 + y / (3.0 * area)])
}
