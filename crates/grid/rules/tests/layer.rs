//! Layers with one thing wrong each, and a public layer with nine broken polygons of ten.

use std::collections::BTreeSet;
use std::path::Path;

use codes::datum::Wgs84;
use grid_rules::{Area, Checked, Fault, FaultKind, LayerError, Locator, check};
use serde_json::{Value, json};

const METRE_LNG: f64 = 1.0 / 94_492.0;
const METRE_LAT: f64 = 1.0 / 110_884.0;

/// A ring in metres east and north of 114 E, 32 N.
fn ring(points: &[(f64, f64)]) -> Vec<[f64; 2]> {
    let mut ring: Vec<_> = points
        .iter()
        .map(|&(x, y)| [114.0 + x * METRE_LNG, 32.0 + y * METRE_LAT])
        .collect();
    ring.push(ring[0]);
    ring
}

fn rectangle(west: f64, south: f64, east: f64, north: f64) -> Vec<[f64; 2]> {
    ring(&[(west, south), (east, south), (east, north), (west, north)])
}

fn feature(code: &str, rings: &[Vec<[f64; 2]>]) -> Value {
    json!({
        "type": "Feature",
        "properties": { "code": code, "name": format!("第{}格", &code[code.len() - 1..]) },
        "geometry": { "type": "Polygon", "coordinates": rings },
    })
}

fn checked(features: Vec<Value>, reference: &[Area]) -> Checked {
    check(
        &json!({ "type": "FeatureCollection", "features": features }).to_string(),
        reference,
    )
    .expect("a collection")
}

fn faults(features: Vec<Value>) -> Vec<Fault> {
    checked(features, &[]).faults
}

fn kinds(faults: &[Fault]) -> Vec<FaultKind> {
    faults.iter().map(|fault| fault.kind).collect()
}

const ONE: &str = "411502005003001";
const TWO: &str = "411502005003002";

/// One community, 400 by 200 metres.
fn community() -> Vec<Area> {
    checked(vec![feature("411502005003", &[rectangle(0.0, 0.0, 400.0, 200.0)])], &[]).areas
}

#[test]
fn a_sound_layer_has_no_faults_and_feeds_the_locator() {
    let features = vec![
        feature(ONE, &[rectangle(0.0, 0.0, 200.0, 200.0)]),
        feature(TWO, &[rectangle(200.0, 0.0, 400.0, 200.0)]),
    ];
    let checked = checked(features, &community());
    assert_eq!(checked.faults, []);
    let locator = Locator::new(checked.areas.iter().map(|area| (area.code, area.rings())).collect()).expect("areas");
    let at = |x: f64| {
        locator
            .locate(114.0 + x * METRE_LNG, 32.0 + 100.0 * METRE_LAT)
            .map(|code| code.to_string())
    };
    assert_eq!(
        (at(100.0).as_deref(), at(300.0).as_deref(), at(500.0)),
        (Some(ONE), Some(TWO), None)
    );
}

#[test]
fn rings_are_saved_in_the_standard_direction() {
    // Outline and hole both clockwise.
    let mut outline = rectangle(0.0, 0.0, 200.0, 200.0);
    let mut hole = rectangle(50.0, 50.0, 100.0, 100.0);
    outline.reverse();
    hole.reverse();
    let checked = checked(vec![feature(ONE, &[outline.clone(), hole.clone()])], &[]);
    assert!(
        checked.faults.iter().all(|fault| fault.kind == FaultKind::Gap),
        "{:?}",
        checked.faults
    );
    let saved = checked.areas[0].to_geojson();
    outline.reverse();
    assert_eq!(saved["geometry"]["coordinates"][0], json!([outline, hole]));
    let again = check(
        &json!({ "type": "FeatureCollection", "features": [saved] }).to_string(),
        &[],
    )
    .expect("saved");
    assert_eq!(again.areas, checked.areas);
}

#[test]
fn a_narrow_gap_is_listed_with_its_size() {
    // Trap G06: 30 cm by 200 m.
    let found = faults(vec![
        feature(ONE, &[rectangle(0.0, 0.0, 200.0, 200.0)]),
        feature(TWO, &[rectangle(200.3, 0.0, 400.0, 200.0)]),
    ]);
    assert_eq!(kinds(&found), [FaultKind::Sliver]);
    let size = found[0].square_metres.expect("a size");
    assert!((size - 60.0).abs() < 1.0, "{size}");
    let [lng, _] = found[0].at.expect("a place");
    assert!((lng - (114.0 + 200.15 * METRE_LNG)).abs() < 2e-6);
    assert!(
        found[0]
            .message
            .contains("第1格（411502005003001）、第2格（411502005003002）之间有空隙"),
        "{}",
        found[0].message
    );
    assert!(
        found[0].message.contains("平方米") && found[0].message.contains("114.0021"),
        "{}",
        found[0].message
    );
}

#[test]
fn gaps_and_overlaps_against_each_other() {
    let west = feature(ONE, &[rectangle(0.0, 0.0, 200.0, 200.0)]);
    let found = faults(vec![west.clone(), feature(TWO, &[rectangle(190.0, 0.0, 400.0, 200.0)])]);
    assert_eq!(kinds(&found), [FaultKind::Overlap]);
    assert!((found[0].square_metres.expect("a size") - 2000.0).abs() < 10.0);
    assert!(found[0].kind.blocks());

    let found = faults(vec![west.clone(), feature(TWO, &[rectangle(199.5, 0.0, 400.0, 200.0)])]);
    assert_eq!(kinds(&found), [FaultKind::Sliver]);
    assert!(found[0].message.contains("重叠"));

    // A courtyard that no grid holds.
    let found = faults(vec![feature(
        ONE,
        &[rectangle(0.0, 0.0, 200.0, 200.0), rectangle(50.0, 50.0, 90.0, 100.0)],
    )]);
    assert_eq!(kinds(&found), [FaultKind::Gap]);
    assert!((found[0].square_metres.expect("a size") - 2000.0).abs() < 10.0);

    // Two grids that only meet at a corner leave no gap.
    assert_eq!(
        faults(vec![west, feature(TWO, &[rectangle(200.0, 200.0, 400.0, 400.0)])]),
        []
    );
}

#[test]
fn gaps_and_overhangs_against_the_community() {
    let community = community();
    let found = checked(vec![feature(ONE, &[rectangle(0.0, 0.0, 350.0, 200.0)])], &community).faults;
    assert_eq!(kinds(&found), [FaultKind::Gap]);
    assert!((found[0].square_metres.expect("a size") - 10_000.0).abs() < 50.0);

    let found = checked(vec![feature(ONE, &[rectangle(0.0, 0.0, 430.0, 200.0)])], &community).faults;
    assert_eq!(kinds(&found), [FaultKind::OutsideParent]);
    assert!((found[0].square_metres.expect("a size") - 6_000.0).abs() < 50.0);
    assert!(
        found[0].message.contains("超出第3格（411502005003）的边界"),
        "{}",
        found[0].message
    );

    let elsewhere = feature("411502005004001", &[rectangle(0.0, 0.0, 400.0, 200.0)]);
    assert_eq!(
        kinds(&checked(vec![elsewhere], &community).faults),
        [FaultKind::Gap, FaultKind::OutsideParent]
    );

    let mut written = feature(ONE, &[rectangle(0.0, 0.0, 400.0, 200.0)]);
    written["properties"]["community"] = json!("411502005004");
    assert_eq!(kinds(&faults(vec![written])), [FaultKind::OutsideParent]);
}

#[test]
fn a_shifted_layer_is_suspected_once() {
    let shift = |ring: Vec<[f64; 2]>| -> Vec<[f64; 2]> {
        ring.into_iter()
            .map(|[lng, lat]| {
                let seen = Wgs84 { lng, lat }.to_gcj02();
                [seen.lng, seen.lat]
            })
            .collect()
    };
    let layer = |shift: &dyn Fn(Vec<[f64; 2]>) -> Vec<[f64; 2]>| {
        vec![
            feature(ONE, &[shift(rectangle(0.0, 0.0, 1000.0, 2000.0))]),
            feature(TWO, &[shift(rectangle(1000.0, 0.0, 2000.0, 2000.0))]),
        ]
    };
    let community = checked(
        vec![feature("411502005003", &[rectangle(0.0, 0.0, 2000.0, 2000.0)])],
        &[],
    )
    .areas;
    let found = checked(layer(&shift), &community).faults;
    assert_eq!(kinds(&found), [FaultKind::Gcj02Suspected]);
    assert!(found[0].message.contains("GCJ-02"), "{}", found[0].message);
    assert_eq!(checked(layer(&|ring| ring), &community).faults, []);
    // Half as far again the other way is a wrong place, not a wrong datum.
    let away = |ring: Vec<[f64; 2]>| {
        ring.into_iter()
            .map(|[x, y]| [x - 400.0 * METRE_LNG, y + 300.0 * METRE_LAT])
            .collect()
    };
    assert!(
        checked(layer(&away), &community)
            .faults
            .iter()
            .all(|fault| fault.kind != FaultKind::Gcj02Suspected)
    );
}

#[test]
fn each_feature_on_its_own() {
    use FaultKind as K;
    let square = || rectangle(0.0, 0.0, 200.0, 200.0);
    let with = |geometry: Value| {
        let mut one = feature(ONE, &[]);
        one["geometry"] = geometry;
        one
    };
    let bow = ring(&[(0.0, 0.0), (200.0, 200.0), (200.0, 0.0), (0.0, 200.0)]);
    let spike = ring(&[
        (0.0, 0.0),
        (200.0, 0.0),
        (200.0, 200.0),
        (200.0, 300.0),
        (200.0, 200.0),
        (0.0, 200.0),
    ]);
    let swapped: Vec<_> = square().into_iter().map(|[lng, lat]| [lat, lng]).collect();
    let mut open = square();
    open.pop();
    let rows: Vec<(Value, K)> = vec![
        (feature(ONE, &[bow]), K::SelfCrossing),
        (feature(ONE, &[spike]), K::SelfCrossing),
        (
            feature(ONE, &[square(), rectangle(100.0, 100.0, 300.0, 150.0)]),
            K::SelfCrossing,
        ),
        (
            feature(ONE, &[square(), rectangle(300.0, 300.0, 350.0, 350.0)]),
            K::SelfCrossing,
        ),
        (feature(ONE, &[swapped]), K::SwappedAxes),
        (feature(ONE, &[open]), K::UnclosedRing),
        (feature("41150200500300A", &[square()]), K::BadCode),
        (feature("41150200500", &[square()]), K::BadCode),
        (
            with(json!({ "type": "Point", "coordinates": [114.0, 32.0] })),
            K::NotPolygon,
        ),
        (
            with(json!({ "type": "Polygon", "coordinates": [[["114", "32"]]] })),
            K::BadCoordinates,
        ),
        (
            with(json!({ "type": "Polygon", "coordinates": [[[12_690_000.0, 3_760_000.0], [0.0, 0.0], [1.0, 1.0]]] })),
            K::BadCoordinates,
        ),
        (with(json!({ "type": "Polygon", "coordinates": [] })), K::EmptyGeometry),
        (
            with(json!({ "type": "Polygon", "coordinates": [[[114.0, 32.0], [114.0, 32.1], [114.0, 32.0]]] })),
            K::EmptyGeometry,
        ),
        (with(Value::Null), K::EmptyGeometry),
    ];
    for (value, kind) in rows {
        let found = faults(vec![value.clone()]);
        assert!(
            found.iter().any(|fault| fault.kind == kind),
            "{kind:?}: {found:?} of {value}"
        );
        let fault = found.iter().find(|fault| fault.kind == kind).expect("just seen");
        assert_eq!(fault.feature, Some(1));
        assert!(
            fault.message.ends_with('。') && fault.message.contains("请"),
            "{}",
            fault.message
        );
    }
    let twice = vec![
        feature(ONE, &[square()]),
        feature(ONE, &[rectangle(200.0, 0.0, 400.0, 200.0)]),
    ];
    assert_eq!(kinds(&faults(twice)), [K::DuplicateCode]);
}

#[test]
fn a_crossing_is_named_where_it_lies() {
    let bow = ring(&[(0.0, 0.0), (200.0, 200.0), (200.0, 0.0), (0.0, 200.0)]);
    let found = faults(vec![feature(ONE, &[bow])]);
    let places: Vec<_> = found
        .iter()
        .filter(|f| f.kind == FaultKind::SelfCrossing)
        .filter_map(|f| f.at)
        .collect();
    assert_eq!(places.len(), 1);
    assert!((places[0][0] - (114.0 + 100.0 * METRE_LNG)).abs() < 2e-6);
    assert!((places[0][1] - (32.0 + 100.0 * METRE_LAT)).abs() < 2e-6);
}

#[test]
fn what_is_no_layer_is_refused() {
    assert!(matches!(check("no", &[]), Err(LayerError::NotJson(_))));
    assert!(matches!(
        check("{\"type\":\"Feature\"}", &[]),
        Err(LayerError::NotCollection)
    ));
    assert!(matches!(check("[]", &[]), Err(LayerError::NotCollection)));
    let nothing = checked(vec![], &[]);
    assert!(nothing.areas.is_empty() && nothing.faults.is_empty());
}

#[test]
fn nine_of_ten_public_county_outlines_cross_themselves() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../../shared/data/02-geometry/xinyang-admin/xinyang-districts.geojson");
    let Ok(text) = std::fs::read_to_string(path) else {
        eprintln!("skipped: the shared data is not here");
        return;
    };
    let checked = check(&text, &[]).expect("a collection");
    assert_eq!(checked.areas.len(), 10);
    let broken: BTreeSet<_> = checked
        .faults
        .iter()
        .filter(|fault| fault.kind == FaultKind::SelfCrossing)
        .map(|fault| fault.feature)
        .collect();
    assert_eq!(broken.len(), 9, "{broken:?}");
    assert!(checked.faults.iter().all(|fault| fault.at.is_some()));
}
