//! Plausible places of cases: a few metres from a wall or at a kerb, always inside the grid asked for.

use super::geometry::{Pt, contains};
use super::rng::Rng;
use super::{Building, Grid, METRES_A_DEGREE, Position, Town, position_in_degrees};

/// Share of cases that lie on the street rather than at a building.
const ON_STREET: f64 = 0.3;

/// A place inside the grid with its address; `None` only when no grid has this code.
pub fn random_place(town: &Town, grid_code: &str, rng: &mut Rng) -> Option<(f64, f64, String)> {
    let grid = town.grids.iter().find(|grid| grid.code == grid_code)?;
    let buildings: Vec<&Building> = town.buildings.iter().filter(|b| b.grid == grid_code).collect();
    if rng.chance(ON_STREET)
        && let Some(place) = kerb(town, grid, &buildings, rng)
    {
        return Some(place);
    }
    if buildings.is_empty() {
        let [lng, lat] = grid.label;
        return Some((lng, lat, grid.name.clone()));
    }
    let building = *rng.pick(&buildings);
    let [lng, lat] = by_wall(grid, building, rng).unwrap_or(building.ring[0]);
    Some((lng, lat, building.address.clone()))
}

fn by_wall(grid: &Grid, building: &Building, rng: &mut Rng) -> Option<Position> {
    let side = rng.below(building.ring.len() - 1);
    let (a, b) = (building.ring[side], building.ring[side + 1]);
    place_beside(a, b, rng.between(0.1, 0.9), -rng.between(1.0, 4.0)).filter(|&p| is_inside(grid, p))
}

/// One of the first stretches of kerb inside the grid, looking through the streets from a random one.
fn kerb(town: &Town, grid: &Grid, buildings: &[&Building], rng: &mut Rng) -> Option<(f64, f64, String)> {
    let start = rng.below(town.roads.len());
    let (share, side) = (rng.between(0.1, 0.9), if rng.chance(0.5) { 4.0 } else { -4.0 });
    let skip = rng.below(3);
    let mut roads = (0..town.roads.len()).map(|k| &town.roads[(start + k) % town.roads.len()]);
    let segments = roads
        .by_ref()
        .filter_map(|road| Some((road.name.as_ref()?, road)))
        .flat_map(|(name, road)| road.points.windows(2).map(move |s| (name, s[0], s[1])));
    let mut inside = segments.filter_map(|(name, a, b)| {
        let place = place_beside(a, b, share, side)?;
        is_inside(grid, place).then_some((name, place))
    });
    let first = inside.next();
    let (name, [lng, lat]) = inside.take(skip * 5).last().or(first)?;
    let metres = |b: &Building| {
        let [x, y] = [b.ring[0][0] - lng, b.ring[0][1] - lat];
        let p = Pt::new(x * METRES_A_DEGREE.x, y * METRES_A_DEGREE.y);
        p.length()
    };
    let nearest = buildings
        .iter()
        .min_by(|a, b| metres(a).total_cmp(&metres(b)))
        .filter(|b| metres(b) < 120.0);
    let landmark = nearest.and_then(|b| b.compound.as_ref().or(b.name.as_ref()));
    let community = grid.community_name.as_str();
    let address = match landmark {
        Some(landmark) => format!("{community} {name}，近{landmark}"),
        None => format!("{community} {name}路段"),
    };
    Some((lng, lat, address))
}

/// A point at a share of the way from a to b, some metres to the left, rounded like every coordinate.
fn place_beside(a: Position, b: Position, share: f64, left: f64) -> Option<Position> {
    let scale = METRES_A_DEGREE;
    let (a, b) = (
        Pt::new(a[0] * scale.x, a[1] * scale.y),
        Pt::new(b[0] * scale.x, b[1] * scale.y),
    );
    (a != b).then(|| {
        let p = a.towards(b, share) + (b - a).unit().left() * left;
        position_in_degrees(p.x / scale.x, p.y / scale.y)
    })
}

fn is_inside(grid: &Grid, place: Position) -> bool {
    let [west, south, east, north] = grid.bounds;
    let near = place[0] >= west && place[0] <= east && place[1] >= south && place[1] <= north;
    near && grid.rings.first().is_some_and(|ring| contains(ring, Pt::from(place)))
}
