//! Footprints: pieces put together, each in the grid of its middle, foreign towns only when asked for.

use serde_json::{Value, json};

use crate::scratch::{Scratch, both, shared};

fn square(id: i64, west: f64, south: f64, size: f64, more: &Value) -> Value {
    let (east, north) = (west + size, south + size);
    let ring = [
        [west, south],
        [east, south],
        [east, north],
        [west, north],
        [west, south],
    ];
    let mut properties = json!({ "id": id });
    for (name, value) in more.as_object().into_iter().flatten() {
        properties[name] = value.clone();
    }
    json!({ "type": "Feature", "properties": properties, "geometry": { "type": "Polygon", "coordinates": [ring] } })
}

#[tokio::test]
async fn pieces_are_one_building_in_one_grid() {
    both(async |scratch| {
        scratch.good(&["demo", "--build-only", "--history", "20"]);
        let body = scratch
            .texts("SELECT shape AS text FROM areas WHERE level = 'grid' ORDER BY code")
            .await;
        let rings: Vec<Vec<[f64; 2]>> = serde_json::from_str(&body[0]).unwrap();
        let corner = rings[0][0];
        let middle = rings[0].iter().fold([0.0, 0.0], |sum, point| {
            [sum[0] + point[0] / rings[0].len() as f64, sum[1] + point[1] / rings[0].len() as f64]
        });
        let [x, y] = [(middle[0] + corner[0]) / 2.0, (middle[1] + corner[1]) / 2.0];
        let more = json!({ "building:levels": "6", "addr_street": "平西路", "addr_housenumber": "7 号", "name": "=1+1" });
        let size = 0.00002;
        let features = [
            square(9_000_001, x - size, y, size, &more),
            square(9_000_001, x, y, size, &more),
            square(9_000_002, 121.5, 31.2, size, &json!({ "height": 20 })),
            json!({ "type": "Feature", "properties": { "id": 9_000_003 }, "geometry": { "type": "Point", "coordinates": [x, y] } }),
        ];
        let text = json!({ "type": "FeatureCollection", "features": features }).to_string();
        let file = scratch.file("b.geojson", text);
        let said = scratch.good(&["import", "buildings", &file, "--commit"]);
        said.has("图形 4 个，合并为 2 栋");
        said.has("在网格内 1 栋，在网格外 1 栋");
        said.has("楼栋 9000002（121.500010, 31.200010）不在已划分的网格内");
        said.has("第 4 个图形（编号 9000003）不是有面积的面");
        assert_eq!(said.last(), "rows 3 imported 1 refused 2 unchanged 0");
        let rows = "SELECT address || '|' || compound || '|' || floors AS text FROM buildings WHERE id > 9000000 ORDER BY id";
        assert_eq!(scratch.texts(rows).await, ["平西路7 号|=1+1|6"]);

        let said = scratch.good(&["import", "buildings", &file, "--anywhere", "--commit"]);
        assert_eq!(said.last(), "rows 3 imported 1 refused 1 unchanged 1");
        let outside = "SELECT area AS number FROM buildings WHERE id = 9000002";
        assert_eq!(scratch.number(outside).await, 411_502_005_000_000);
        scratch.holds();
    })
    .await;
}

/// Real towns: file, shapes, buildings, without any area.
#[tokio::test]
async fn foreign_towns_come_in_when_asked_for() {
    for (path, shapes, buildings, empty) in [
        ("02-geometry/kouvola/test-buildings.geojson", 2208, 2193, 15),
        ("02-geometry/shanghai/buildings.geojson", 1471, 1450, 0),
    ] {
        let Some(file) = shared(path) else { continue };
        let file = file.to_str().unwrap();
        let scratch = Scratch::make(None).await;
        let rows = buildings + empty;
        let said = scratch.good(&["import", "buildings", file]);
        said.has(&format!("图形 {shapes} 个，合并为 {buildings} 栋"));
        assert_eq!(
            said.last(),
            format!("rows {rows} imported 0 refused {rows} unchanged 0")
        );
        let words = ["import", "buildings", file, "--anywhere", "--commit"];
        let said = scratch.good(&words);
        assert_eq!(
            said.last(),
            format!("rows {rows} imported {buildings} refused {empty} unchanged 0")
        );
        let said = scratch.good(&words);
        assert_eq!(
            said.last(),
            format!("rows {rows} imported 0 refused {empty} unchanged {buildings}")
        );
        scratch.remove().await;
    }
}
