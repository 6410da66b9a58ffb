//! A grid is split, joined or drawn anew: rows of points and what becomes of them (traps M05, M06).

use codes::DivisionCode;
use grid_rules::{Heir, Locator, Rings, check, joined, successors};
use serde_json::json;

/// A degree of longitude is about 94 km here: 0.0001 is 9.4 m.
const EIGHT: [f64; 2] = [114.000, 114.010];

fn code(digits: &str) -> DivisionCode {
    digits.parse().expect(digits)
}

fn square([west, east]: [f64; 2]) -> Rings {
    vec![vec![
        [west, 32.0],
        [east, 32.0],
        [east, 32.01],
        [west, 32.01],
        [west, 32.0],
    ]]
}

fn layer(areas: &[(&str, [f64; 2])]) -> Vec<grid_rules::Area> {
    let features: Vec<_> = areas
        .iter()
        .map(|(code, sides)| {
            json!({ "type": "Feature", "properties": { "code": code, "name": code },
                    "geometry": { "type": "Polygon", "coordinates": square(*sides) } })
        })
        .collect();
    let text = json!({ "type": "FeatureCollection", "features": features }).to_string();
    let checked = check(&text, &[]).expect("a collection");
    assert_eq!(checked.faults, []);
    checked.areas
}

const A: &str = "411502005001081";
const B: &str = "411502005001082";
const NINE: &str = "411502005001009";

#[test]
fn m06_each_point_has_one_successor_or_is_on_the_line() {
    let locator = Locator::new(vec![
        (code(A), square([114.000, 114.005])),
        (code(B), square([114.005, 114.010])),
        (code(NINE), square([114.010, 114.020])),
    ])
    .expect("drawn");
    let both = [code(A), code(B)];
    for (name, point, heir) in [
        ("deep in A", Some((114.002, 32.005)), Heir::One(code(A))),
        ("deep in B", Some((114.008, 32.005)), Heir::One(code(B))),
        ("6.6 m west of the line", Some((114.004_93, 32.005)), Heir::One(code(A))),
        (
            "4.7 m west of the line",
            Some((114.004_95, 32.005)),
            Heir::OnTheLine(both.to_vec()),
        ),
        ("on the line", Some((114.005, 32.005)), Heir::OnTheLine(both.to_vec())),
        (
            "3 m east of the line",
            Some((114.005_03, 32.005)),
            Heir::OnTheLine(both.to_vec()),
        ),
        // That border was there before, and grid 9 takes nothing over.
        ("3 m from grid 9", Some((114.009_97, 32.005)), Heir::One(code(B))),
        ("in grid 9, frozen in 8", Some((114.010_02, 32.005)), Heir::Unknown),
        ("in no grid", Some((114.5, 32.5)), Heir::Unknown),
        ("words only", None, Heir::Unknown),
    ] {
        assert_eq!(locator.heir(&both, point), heir, "{name}");
        assert_eq!(
            locator.heir(&[code(A)], point),
            Heir::One(code(A)),
            "{name}, one successor"
        );
        assert_eq!(locator.heir(&[], point), Heir::Unknown, "{name}, none");
    }
}

#[test]
fn successors_are_those_that_take_ground() {
    let old = layer(&[("411502005001008", EIGHT)]);
    let halves = layer(&[
        (A, [114.000, 114.004]),
        (B, [114.004, 114.010]),
        (NINE, [114.010, 114.020]),
    ]);
    assert_eq!(
        successors(&old[0], &halves),
        [code(B), code(A)],
        "the larger share first; no neighbour"
    );
    // The neighbour's border moved by half a metre: no successor.
    let shifted = layer(&[(A, [114.000, 114.009_995]), (NINE, [114.009_995, 114.020])]);
    assert_eq!(successors(&old[0], &shifted), [code(A)]);
    assert_eq!(successors(&old[0], &layer(&[(NINE, [114.010, 114.020])])), []);
}

#[test]
fn m05_joined_ground_has_no_border_inside() {
    let (west, east) = (square([114.000, 114.005]), square([114.005, 114.010]));
    let one = joined(&west, &east);
    assert_eq!(one.len(), 1);
    let locator = Locator::new(vec![(code(A), one.clone())]).expect("drawn");
    for step in 0..100 {
        let lng = 114.000_05 + 0.000_1 * f64::from(step);
        assert_eq!(locator.locate(lng, 32.005), Some(code(A)), "{lng}");
    }
    assert_eq!(locator.locate(114.0101, 32.005), None);
    assert!(
        one[0]
            .iter()
            .all(|point| west[0].contains(point) || east[0].contains(point)),
        "no vertex moved"
    );
    // Apart, both stay whole.
    let apart = joined(&west, &square([114.020, 114.030]));
    assert_eq!(apart.len(), 2);
    assert_eq!(joined(&west, &Rings::new()).len(), 1);
}
