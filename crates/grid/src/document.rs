//! The areas as one GeoJSON document for the map.

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::store::AreaRow;

type Ring = Vec<[f64; 2]>;

/// The drawn areas, from the street down. `before` is the document until now: what it knows of an area besides
/// (the office of a community, where the name is written) stays.
#[must_use]
pub fn areas_document(areas: &[AreaRow], before: &Value) -> Value {
    let features = before["features"].as_array().map_or(&[][..], Vec::as_slice);
    let known: HashMap<&str, &Value> = features
        .iter()
        .filter_map(|feature| Some((feature["properties"]["code"].as_str()?, feature)))
        .collect();
    let features: Vec<Value> = areas
        .iter()
        .filter(|area| !area.rings.is_empty())
        .map(|area| {
            let geometry = geometry(&area.rings);
            let code = area.code.digits();
            let old = known.get(code.as_str());
            let mut properties = old
                .and_then(|old| old["properties"].as_object().cloned())
                .unwrap_or_default();
            if old.is_some_and(|old| old["geometry"] != geometry) {
                // Another shape has its middle elsewhere; the map finds it.
                properties.remove("label");
            }
            properties.insert("kind".into(), json!(area.code.level().key()));
            properties.insert("code".into(), json!(code));
            properties.insert("name".into(), json!(area.name));
            properties.insert("households".into(), json!(area.households));
            properties.insert("residents".into(), json!(area.residents));
            json!({ "type": "Feature", "properties": properties, "geometry": geometry })
        })
        .collect();
    let mut document = json!({ "type": "FeatureCollection", "features": features });
    if let Some(note) = before.get("note") {
        document["note"] = note.clone();
    }
    document
}

/// Rings as polygons: each outline with its holes, as nesting says.
fn geometry(rings: &[Ring]) -> Value {
    let around = |ring: &Ring| -> Vec<usize> {
        (0..rings.len())
            .filter(|other| !std::ptr::eq(&rings[*other], ring) && surrounds(&rings[*other], ring))
            .collect()
    };
    let nesting: Vec<Vec<usize>> = rings.iter().map(around).collect();
    let outline = |at: usize| nesting[at].len().is_multiple_of(2);
    let polygons: Vec<Vec<&Ring>> = (0..rings.len())
        .filter(|at| outline(*at))
        .map(|at| {
            let hole = |hole: &usize| nesting[*hole].len() == nesting[at].len() + 1 && nesting[*hole].contains(&at);
            let holes = (0..rings.len()).filter(hole);
            std::iter::once(at).chain(holes).map(|ring| &rings[ring]).collect()
        })
        .collect();
    match polygons.as_slice() {
        [one] => json!({ "type": "Polygon", "coordinates": one }),
        many => json!({ "type": "MultiPolygon", "coordinates": many }),
    }
}

/// Whether a ring lies within another; they may touch, but not in most of their points.
fn surrounds(outer: &Ring, inner: &Ring) -> bool {
    let within = |&[x, y]: &[f64; 2]| {
        outer
            .iter()
            .zip(outer.iter().cycle().skip(1))
            .filter(|([ax, ay], [bx, by])| (ay > &y) != (by > &y) && x < (bx - ax) * (y - ay) / (by - ay) + ax)
            .count()
            % 2
            == 1
    };
    let inside = inner.iter().filter(|point| within(point)).count();
    2 * inside > inner.len()
}
