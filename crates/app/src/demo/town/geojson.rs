//! The town as two GeoJSON documents (RFC 7946): areas for the case map, base for its background.

use serde_json::{Value, json};

use super::{Position, Town};

const NOTE: &str = "几何为生成数据，非真实测绘";

pub struct Documents {
    /// Outline, communities and grids, with codes, sums and label points.
    pub areas: Value,
    /// Parks, water, compounds, roads and buildings, in drawing order.
    pub base: Value,
}

pub fn geojson(town: &Town) -> Documents {
    let rings = [town.outline.clone()];
    let outline = json!({
        "kind": "street", "code": town.code, "name": town.name,
        "households": town.communities.iter().map(|c| c.households).sum::<u32>(),
        "residents": town.communities.iter().map(|c| c.residents).sum::<u32>(),
        "label": town.label,
    });
    let mut areas = vec![polygon(&rings, outline)];
    areas.extend(town.communities.iter().map(|c| {
        let properties = json!({
            "kind": "community", "code": c.code, "name": c.name, "households": c.households, "residents": c.residents,
            "label": c.label, "office": c.office,
        });
        polygon(&c.rings, properties)
    }));
    areas.extend(town.grids.iter().map(|g| {
        let properties = json!({
            "kind": "grid", "code": g.code, "name": g.name, "households": g.households, "residents": g.residents, "label": g.label,
        });
        polygon(&g.rings, properties)
    }));

    let mut base: Vec<Value> = town
        .parks
        .iter()
        .map(|p| polygon(&p.rings, json!({ "kind": "park", "name": p.name, "address": null })))
        .collect();
    base.extend(
        town.water
            .iter()
            .map(|w| polygon(&w.rings, json!({ "kind": "water", "name": w.name, "address": null }))),
    );
    base.extend(town.compounds.iter().map(|c| {
        polygon(
            &c.rings,
            json!({ "kind": "compound", "name": c.name, "address": c.address }),
        )
    }));
    base.extend(town.roads.iter().map(|r| {
        let properties = json!({ "kind": "road", "class": r.class, "name": r.name, "address": null });
        json!({ "type": "Feature", "properties": properties, "geometry": { "type": "LineString", "coordinates": r.points } })
    }));
    base.extend(town.buildings.iter().map(|b| {
        let properties = json!({
            "kind": "building", "use": b.kind.name(), "name": b.name, "address": b.address, "compound": b.compound, "grid": b.grid,
            "floors": b.floors, "households": b.households, "residents": b.residents,
        });
        polygon(std::slice::from_ref(&b.ring), properties)
    }));
    Documents {
        areas: collection(areas),
        base: collection(base),
    }
}

fn polygon(rings: &[Vec<Position>], properties: Value) -> Value {
    json!({ "type": "Feature", "properties": properties, "geometry": { "type": "Polygon", "coordinates": rings } })
}

fn collection(features: Vec<Value>) -> Value {
    json!({ "type": "FeatureCollection", "note": NOTE, "features": features })
}
