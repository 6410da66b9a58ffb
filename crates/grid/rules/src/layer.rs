//! Reads a GeoJSON layer of areas and lists everything that would send reports astray.

use std::collections::BTreeMap;

use codes::datum::{looks_swapped, plausible_in_china};
use codes::{DivisionCode, Level};
use geo::orient::Direction;
use geo::{BoundingRect, Coord, LineString, MultiPolygon, Orient, Polygon};
use serde_json::{Value, json};
use thiserror::Error;

use crate::cover;
use crate::fault::{Fault, FaultKind as Kind};
use crate::locate::Rings;
use crate::rings::crossings;

/// Why nothing of a file can be read.
#[derive(Debug, Error)]
pub enum LayerError {
    #[error("文件不是有效的 JSON：{0}")]
    NotJson(#[from] serde_json::Error),
    #[error("文件应为 GeoJSON 的 FeatureCollection")]
    NotCollection,
}

/// One area with a valid code, its rings in the standard direction (outlines counter-clockwise).
#[derive(Clone, Debug, PartialEq)]
pub struct Area {
    pub code: DivisionCode,
    pub name: String,
    pub shape: MultiPolygon<f64>,
    /// Position in the file, from 1.
    pub(crate) feature: usize,
    /// What the area must lie in: as written, else as the code says.
    pub(crate) parent: Option<DivisionCode>,
}

impl Area {
    /// The middle of the first outline's frame is enough to lay out metres around an area.
    pub(crate) fn centre(&self) -> Option<Coord<f64>> {
        self.shape.bounding_rect().map(|frame| frame.center())
    }

    /// Rings for the [`Locator`](crate::Locator).
    #[must_use]
    pub fn rings(&self) -> Rings {
        let rings = self
            .shape
            .iter()
            .flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()));
        rings.map(|ring| ring.0.iter().map(|c| [c.x, c.y]).collect()).collect()
    }

    /// A GeoJSON feature, as saved and sent to maps.
    #[must_use]
    pub fn to_geojson(&self) -> Value {
        let ring = |r: &LineString<f64>| r.0.iter().map(|c| [c.x, c.y]).collect::<Vec<_>>();
        let polygon = |p: &Polygon<f64>| {
            std::iter::once(p.exterior())
                .chain(p.interiors())
                .map(ring)
                .collect::<Vec<_>>()
        };
        json!({
            "type": "Feature",
            "properties": { "code": self.code, "name": self.name },
            "geometry": { "type": "MultiPolygon", "coordinates": self.shape.iter().map(polygon).collect::<Vec<_>>() },
        })
    }

    pub(crate) fn label(&self) -> String {
        if self.name.is_empty() {
            self.code.to_string()
        } else {
            format!("{}（{}）", self.name, self.code)
        }
    }
}

/// What could be read, and what is wrong.
#[derive(Clone, Debug)]
pub struct Checked {
    pub areas: Vec<Area>,
    pub faults: Vec<Fault>,
}

/// Reads a FeatureCollection (properties `code`, `name`, optional `community`; a feature's `id`
/// stands in for a missing code) and checks each area, then those of one level against each other
/// and against the level above: that of the file, or else of `reference`, in WGS-84. Without either
/// the outline is not checked, and only gaps between areas are found.
///
/// # Errors
/// When the text is no FeatureCollection at all.
pub fn check(geojson: &str, reference: &[Area]) -> Result<Checked, LayerError> {
    let root: Value = serde_json::from_str(geojson)?;
    let features = match (root["type"].as_str(), root["features"].as_array()) {
        (Some("FeatureCollection"), Some(features)) => features,
        _ => return Err(LayerError::NotCollection),
    };
    let mut areas: Vec<Area> = Vec::new();
    let mut faults = Vec::new();
    let mut seen: BTreeMap<DivisionCode, usize> = BTreeMap::new();
    for (feature, value) in (1..).zip(features) {
        let Some(shape) = read_shape(feature, value, &mut faults) else {
            continue;
        };
        let Some(area) = read_area(feature, value, shape, &mut faults) else {
            continue;
        };
        if let Some(first) = seen.insert(area.code, feature) {
            seen.insert(area.code, first);
            let what = format!("第 {feature} 个图形的代码 {} 与第 {first} 个重复", area.code);
            faults.push(Fault::new(
                Kind::DuplicateCode,
                Some(feature),
                first_place(&area.shape),
                &what,
                "请改正其中一个代码，或把两块合并为一个图形",
            ));
        }
        for place in crossings(&area.shape) {
            let what = format!("{}的边界自相交或自相接", area.label());
            faults.push(Fault::new(
                Kind::SelfCrossing,
                Some(feature),
                Some(place),
                &what,
                "请在该处移动或删除多余的顶点，使边界不打结",
            ));
        }
        areas.push(area);
    }
    let of = |areas: &[Area], level: Level| -> Vec<Area> {
        let fits = |area: &&Area| area.code.level() == level;
        areas.iter().filter(fits).cloned().collect()
    };
    for (level, above) in [
        (Level::County, None),
        (Level::Street, Some(Level::County)),
        (Level::Community, Some(Level::Street)),
        (Level::Grid, Some(Level::Community)),
    ] {
        let mut outlines = above.map_or_else(Vec::new, |above| of(&areas, above));
        if outlines.is_empty() {
            outlines = above.map_or_else(Vec::new, |above| of(reference, above));
        }
        cover::compare(&of(&areas, level), &outlines, &mut faults);
    }
    Ok(Checked { areas, faults })
}

fn read_area(feature: usize, value: &Value, shape: MultiPolygon<f64>, faults: &mut Vec<Fault>) -> Option<Area> {
    let properties = &value["properties"];
    let at = first_place(&shape);
    let mut code_of = |value: &Value, what: &str| {
        let written = match value {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            _ => String::new(),
        };
        let fault = match written.parse::<DivisionCode>() {
            Ok(code) => return Some(code),
            Err(_) if written.is_empty() => format!("第 {feature} 个图形没有{what}代码"),
            Err(error) => format!("第 {feature} 个图形的{what}代码“{written}”有误：{error}"),
        };
        faults.push(Fault::new(
            Kind::BadCode,
            Some(feature),
            at,
            &fault,
            "请按区划代码表填写",
        ));
        None
    };
    let own = if properties["code"].is_null() {
        &value["id"]
    } else {
        &properties["code"]
    };
    let code = code_of(own, "")?;
    let parent = match &properties["community"] {
        Value::Null => code.parent(),
        written => Some(code_of(written, "所属社区")?),
    };
    let name = properties["name"]
        .as_str()
        .map(|name| codes::text::clean_text(name).into_owned())
        .unwrap_or_default();
    let area = Area {
        code,
        name,
        shape: shape.orient(Direction::Default),
        feature,
        parent,
    };
    if let Some(parent) = parent.filter(|p| !p.contains(code)) {
        let what = format!("{}的代码不在所写社区 {parent} 之下", area.label());
        faults.push(Fault::new(
            Kind::OutsideParent,
            Some(feature),
            at,
            &what,
            "请改正网格代码或所属社区",
        ));
    }
    Some(area)
}

/// The polygons of a feature; structure alone tells outlines from holes.
fn read_shape(feature: usize, value: &Value, faults: &mut Vec<Fault>) -> Option<MultiPolygon<f64>> {
    let geometry = &value["geometry"];
    let mut refuse = |kind, at, what: &str, remedy: &str| {
        faults.push(Fault::new(
            kind,
            Some(feature),
            at,
            &format!("第 {feature} 个图形{what}"),
            remedy,
        ));
        None
    };
    let coordinates = geometry["coordinates"].as_array();
    let one;
    let polygons: &[Value] = match (geometry["type"].as_str(), coordinates) {
        (Some("Polygon"), Some(_)) => {
            one = [geometry["coordinates"].clone()];
            &one
        }
        (Some("MultiPolygon"), Some(polygons)) => polygons,
        (None, _) => {
            return refuse(Kind::EmptyGeometry, None, "没有边界", "请在地图软件里补画边界");
        }
        (Some(other), _) => {
            return refuse(
                Kind::NotPolygon,
                None,
                &format!("不是面，而是 {other}"),
                "请把边界改画为面（Polygon 或 MultiPolygon）",
            );
        }
    };
    let mut shape = Vec::new();
    let mut open = None;
    for polygon in polygons {
        let mut rings = Vec::new();
        for ring in polygon.as_array().map_or(&[][..], Vec::as_slice) {
            let Some(mut ring) = read_ring(ring) else {
                return refuse(
                    Kind::BadCoordinates,
                    None,
                    "的坐标无法读取",
                    "请把每个点写成 [经度, 纬度] 两个数字",
                );
            };
            if let Some(c) = ring.iter().find(|c| looks_swapped(c.x, c.y)) {
                return refuse(
                    Kind::SwappedAxes,
                    Some(Coord { x: c.y, y: c.x }),
                    "的经度和纬度写反了",
                    "请把每个点改为先经度、后纬度",
                );
            }
            if let Some(&c) = ring.iter().find(|c| !plausible_in_china(c.x, c.y)) {
                return refuse(
                    Kind::BadCoordinates,
                    Some(c),
                    "的坐标不在中国范围内",
                    "请导出为 WGS-84 经纬度后重新导入",
                );
            }
            if ring.first() != ring.last() {
                open = ring.last().copied();
                ring.extend(ring.first().copied());
            }
            ring.dedup();
            if ring.len() >= 4 {
                rings.push(LineString(ring));
            } else if rings.is_empty() {
                return refuse(
                    Kind::EmptyGeometry,
                    ring.first().copied(),
                    "的边界不足三个点",
                    "请重画该边界或删除这个图形",
                );
            }
        }
        if !rings.is_empty() {
            let outline = rings.remove(0);
            shape.push(Polygon::new(outline, rings));
        }
    }
    if shape.is_empty() {
        return refuse(Kind::EmptyGeometry, None, "没有边界", "请在地图软件里补画边界");
    }
    if open.is_some() {
        let what = format!("第 {feature} 个图形的边界没有闭合");
        faults.push(Fault::new(
            Kind::UnclosedRing,
            Some(feature),
            open,
            &what,
            "已用直线连回起点，请核对这一段",
        ));
    }
    Some(MultiPolygon(shape))
}

fn read_ring(ring: &Value) -> Option<Vec<Coord<f64>>> {
    let point = |point: &Value| {
        Some(Coord {
            x: point.get(0)?.as_f64()?,
            y: point.get(1)?.as_f64()?,
        })
    };
    ring.as_array()?.iter().map(point).collect()
}

fn first_place(shape: &MultiPolygon<f64>) -> Option<Coord<f64>> {
    shape.iter().find_map(|p| p.exterior().0.first().copied())
}
