//! What every seed must give: exact sums, a true partition, footprints in place, the same bytes.

use std::collections::{BTreeMap, BTreeSet};

use super::geometry::{self, Pt, contains};
use super::*;

const SEEDS: [u64; 4] = [1, 7, 20_160_425, u64::MAX];

type Vertex = (i64, i64);

fn whole(p: Position) -> Vertex {
    ((p[0] * 1e7).round() as i64, (p[1] * 1e7).round() as i64)
}

fn metres(p: Position) -> Pt {
    Pt::new(
        (p[0] - CENTRE[0]) * METRES_A_DEGREE.x,
        (p[1] - CENTRE[1]) * METRES_A_DEGREE.y,
    )
}

fn area_m2(ring: &[Position]) -> f64 {
    geometry::area(&ring.iter().map(|&p| metres(p)).collect::<Vec<_>>())
}

/// How many rings use each edge, whichever way they run.
fn edge_uses<'a>(rings: impl Iterator<Item = &'a Ring>) -> BTreeMap<(Vertex, Vertex), Vec<bool>> {
    let mut uses: BTreeMap<(Vertex, Vertex), Vec<bool>> = BTreeMap::new();
    for ring in rings {
        for side in ring.windows(2) {
            let (a, b) = (whole(side[0]), whole(side[1]));
            assert_ne!(a, b, "an edge without length");
            uses.entry((a.min(b), a.max(b))).or_default().push(a < b);
        }
    }
    uses
}

fn edges(ring: &Ring) -> BTreeSet<(Vertex, Vertex)> {
    edge_uses(std::iter::once(ring)).into_keys().collect()
}

#[test]
fn counts_and_sums_are_those_of_2016() {
    for seed in SEEDS {
        let town = build(seed);
        assert_eq!((town.communities.len(), town.grids.len()), (8, 50));
        assert!(
            (2_600..=2_800).contains(&town.buildings.len()),
            "{}",
            town.buildings.len()
        );
        let sum = |of: &dyn Fn(&Building) -> u32| town.buildings.iter().map(of).sum::<u32>();
        assert_eq!(sum(&|b| b.residents), 86_000);
        assert_eq!(sum(&|b| b.households), 32_330);
        assert!(
            town.buildings
                .iter()
                .all(|b| b.residents >= b.households && (b.households > 0 || b.residents == 0))
        );
        for grid in &town.grids {
            let here = |of: &dyn Fn(&Building) -> u32| {
                town.buildings
                    .iter()
                    .filter(|b| b.grid == grid.code)
                    .map(of)
                    .sum::<u32>()
            };
            assert_eq!(
                (here(&|b| b.households), here(&|b| b.residents)),
                (grid.households, grid.residents),
                "{}",
                grid.code
            );
            assert!(
                (450..=850).contains(&grid.households),
                "{} has {}",
                grid.code,
                grid.households
            );
        }
        for community in &town.communities {
            let own: Vec<&Grid> = town
                .grids
                .iter()
                .filter(|grid| grid.code.starts_with(&community.code))
                .collect();
            assert!((4..=7).contains(&own.len()));
            assert_eq!(
                own.iter().map(|grid| grid.households).sum::<u32>(),
                community.households
            );
            assert_eq!(own.iter().map(|grid| grid.residents).sum::<u32>(), community.residents);
        }
    }
}

#[test]
fn codes_names_and_addresses_are_unique_and_well_formed() {
    let town = build(7);
    let codes: BTreeSet<&str> = town.grids.iter().map(|grid| grid.code.as_str()).collect();
    assert_eq!(codes.len(), 50);
    assert!(codes.iter().all(|code| code.len() == 15 && code.starts_with(town.code)));
    assert_eq!(town.communities[1].code, "411502005002");
    assert_eq!(town.communities[1].name, "宝石桥社区");
    assert_eq!(
        (town.grids[0].code.as_str(), town.grids[0].name.as_str()),
        ("411502005001001", "河南路社区第一网格")
    );
    let addresses: BTreeSet<&str> = town.buildings.iter().map(|b| b.address.as_str()).collect();
    assert_eq!(addresses.len(), town.buildings.len());
    let compounds: BTreeSet<&str> = town.compounds.iter().map(|c| c.name.as_str()).collect();
    assert_eq!(compounds.len(), town.compounds.len());
    assert!(
        town.buildings
            .iter()
            .filter_map(|b| b.compound.as_deref())
            .all(|name| compounds.contains(name))
    );
    let named = |wanted: &str| {
        town.buildings
            .iter()
            .filter(|b| b.name.as_deref() == Some(wanted))
            .count()
    };
    for site in plan::SITES.iter().filter(|site| site.2 != plan::Site::Industry) {
        assert_eq!(named(site.3), 1, "{}", site.3);
    }
    for community in &town.communities {
        assert_eq!(
            named(&format!("{}党群服务中心", community.name)),
            1,
            "{}",
            community.name
        );
    }
}

#[test]
fn the_area_is_27_square_kilometres_and_the_middle_is_the_towns() {
    for seed in SEEDS {
        let town = build(seed);
        let whole_area = area_m2(&town.outline);
        assert!((whole_area / 27e6 - 1.0).abs() < 0.005, "{whole_area}");
        // Independently of the flat projection: the spherical area with the radius of the same surface at this latitude.
        let radius = 6_369_900.0_f64;
        let strip = |s: &[Position]| {
            (s[1][0] - s[0][0]).to_radians() * (s[0][1].to_radians().sin() + s[1][1].to_radians().sin())
        };
        let sphere = -town.outline.windows(2).map(strip).sum::<f64>() * radius * radius / 2.0;
        assert!((sphere / 27e6 - 1.0).abs() < 0.005, "{sphere}");
        let of = |rings: &mut dyn Iterator<Item = &Ring>| rings.map(|ring| area_m2(ring)).sum::<f64>();
        assert!((of(&mut town.grids.iter().flat_map(|g| &g.rings)) / whole_area - 1.0).abs() < 1e-9);
        assert!((of(&mut town.communities.iter().flat_map(|c| &c.rings)) / whole_area - 1.0).abs() < 1e-9);
        let inner: f64 = town.communities[..4]
            .iter()
            .map(|c| area_m2(&c.rings[0]))
            .fold(0.0, f64::max);
        assert!(town.communities[4..].iter().all(|c| area_m2(&c.rings[0]) > 2.0 * inner));
    }
}

#[test]
fn borders_are_shared_edge_by_edge() {
    for seed in SEEDS {
        let town = build(seed);
        let outline = edges(&town.outline);
        let closed = |ring: &Ring| ring.first() == ring.last() && area_m2(ring) > 0.0;
        for uses in [
            edge_uses(town.grids.iter().flat_map(|grid| &grid.rings)),
            edge_uses(town.communities.iter().flat_map(|community| &community.rings)),
        ] {
            for (edge, directions) in &uses {
                match directions[..] {
                    [one, other] => assert!(one != other && !outline.contains(edge), "two areas on the same side"),
                    [_] => assert!(outline.contains(edge), "a gap at {edge:?}"),
                    _ => panic!("{} areas at {edge:?}", directions.len()),
                }
            }
            assert!(outline.iter().all(|edge| uses.contains_key(edge)));
        }
        for grid in &town.grids {
            assert!(grid.rings.len() == 1 && closed(&grid.rings[0]));
        }
        for community in &town.communities {
            assert!(community.rings.len() == 1 && closed(&community.rings[0]));
            let own = edge_uses(
                town.grids
                    .iter()
                    .filter(|g| g.code.starts_with(&community.code))
                    .flat_map(|g| &g.rings),
            );
            let border: BTreeSet<_> = own
                .into_iter()
                .filter(|(_, uses)| uses.len() == 1)
                .map(|(edge, _)| edge)
                .collect();
            assert_eq!(border, edges(&community.rings[0]), "{}", community.name);
        }
    }
}

#[test]
fn no_two_borders_cross() {
    for seed in SEEDS {
        let town = build(seed);
        let all: Vec<(Pt, Pt)> = edge_uses(town.grids.iter().flat_map(|grid| &grid.rings))
            .into_keys()
            .map(|(a, b)| (Pt::new(a.0 as f64, a.1 as f64), Pt::new(b.0 as f64, b.1 as f64)))
            .collect();
        for (k, &(a, b)) in all.iter().enumerate() {
            assert!(
                all[k + 1..].iter().all(|&(c, d)| !geometry::segments_cross(a, b, c, d)),
                "seed {seed}"
            );
        }
    }
}

#[test]
fn every_footprint_stands_in_its_grid_and_on_its_own() {
    for seed in SEEDS {
        let town = build(seed);
        for building in &town.buildings {
            assert!(area_m2(&building.ring) > 50.0);
            for &corner in &building.ring {
                let holders: Vec<&str> = town
                    .grids
                    .iter()
                    .filter(|g| contains(&g.rings[0], corner.into()))
                    .map(|g| g.code.as_str())
                    .collect();
                assert_eq!(holders, [building.grid.as_str()]);
            }
        }
        let rings: Vec<Vec<Pt>> = town
            .buildings
            .iter()
            .map(|b| b.ring.iter().map(|&p| metres(p)).collect())
            .collect();
        for (k, one) in rings.iter().enumerate() {
            for other in rings[k + 1..]
                .iter()
                .filter(|other| (other[0] - one[0]).length() < 200.0)
            {
                assert!(!one.iter().any(|&p| contains(other, p)) && !other.iter().any(|&p| contains(one, p)));
                assert!(geometry::keeps_off(one, other, 0.5));
            }
        }
    }
}

#[test]
fn no_footprint_stands_in_the_river() {
    let town = build(7);
    let river: Vec<Pt> = town.water[0].rings[0].iter().map(|&p| metres(p)).collect();
    assert_eq!(town.water[0].name.as_deref(), Some("浉河"));
    let dry = |b: &Building| b.ring.iter().all(|&p| !contains(&river, metres(p)));
    assert!(town.buildings.iter().all(dry));
}

#[test]
fn ten_thousand_points_lie_in_one_grid_each() {
    let town = build(7);
    let mut rng = Rng::new(11);
    let bounds = |axis: usize| {
        let values = town.outline.iter().map(|p| p[axis]);
        (
            values.clone().fold(f64::INFINITY, f64::min),
            values.fold(f64::NEG_INFINITY, f64::max),
        )
    };
    let ((west, east), (south, north)) = (bounds(0), bounds(1));
    let mut corners = town.grids.iter().flat_map(|grid| grid.rings[0].iter().copied());
    let mut tried = 0;
    while tried < 10_000 {
        // Border vertices first: they too belong to one grid at most, and to one if the outline holds them.
        let p = corners
            .next()
            .unwrap_or_else(|| [rng.between(west, east), rng.between(south, north)]);
        let holders = town
            .grids
            .iter()
            .filter(|grid| contains(&grid.rings[0], p.into()))
            .count();
        let inside = contains(&town.outline, p.into());
        assert_eq!(holders, usize::from(inside), "{p:?}");
        tried += usize::from(inside);
    }
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let bytes = |seed| {
        let documents = geojson(&build(seed));
        (documents.areas.to_string(), documents.base.to_string())
    };
    assert!(bytes(7) == bytes(7));
    assert!(bytes(7) != bytes(8));
}

#[test]
fn documents_say_that_they_are_generated() {
    let town = build(7);
    let geojson::Documents { areas, base } = geojson(&town);
    assert_eq!(areas["note"], "几何为生成数据，非真实测绘");
    assert_eq!(base["note"], areas["note"]);
    assert_eq!(areas["features"].as_array().map(Vec::len), Some(59));
    assert_eq!(areas["features"][0]["properties"]["residents"], 86_000);
    let kinds: BTreeSet<&str> = base["features"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|f| f["properties"]["kind"].as_str())
        .collect();
    assert_eq!(
        kinds.into_iter().collect::<Vec<_>>(),
        ["building", "compound", "park", "road", "water"]
    );
}

#[test]
fn places_lie_in_the_grid_asked_for() {
    let town = build(7);
    let mut rng = Rng::new(3);
    let mut on_street = 0;
    for grid in &town.grids {
        for _ in 0..200 {
            let (lng, lat, address) = random_place(&town, &grid.code, &mut rng).expect("the grid exists");
            assert!(contains(&grid.rings[0], Pt::new(lng, lat)), "{address}");
            assert!(address.starts_with(&grid.community_name), "{address}");
            on_street += usize::from(address.contains("路段") || address.contains('近'));
        }
    }
    assert!((2_000..4_000).contains(&on_street), "{on_street}");
    assert!(random_place(&town, "411502005009001", &mut rng).is_none());
}

#[test]
fn apportioning_meets_the_total_and_the_minimum() {
    assert_eq!(people::apportion(10, &[1, 1, 1], &[0, 0, 0]), [4, 3, 3]);
    assert_eq!(people::apportion(10, &[0, 3, 1], &[2, 0, 4]), [2, 3, 5]);
}
