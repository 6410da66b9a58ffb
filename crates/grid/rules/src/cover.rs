//! Areas against each other and against the level above: overlaps, gaps, slivers, wrong datum.

use codes::datum::Gcj02;
use geo::{
    Area as _, BooleanOps, BoundingRect, Buffer, Coord, Euclidean, Intersects, Length, MapCoords, MultiPolygon,
    Polygon, Rect, unary_union,
};

use crate::fault::{Fault, FaultKind as Kind, inside};
use crate::layer::Area;
use crate::plane::Plane;

/// Pieces narrower than a metre are drawing noise, to be shown apart from real overlaps and gaps.
const SLIVER_WIDTH: f64 = 1.0;
/// Below a centimetre it is rounding of the file, not of the hand.
const NOISE_WIDTH: f64 = 0.01;
/// An open strip between areas counts as a gap up to this width; wider ones may be the outside.
const STRIP_WIDTH: f64 = 5.0;
/// Shorter strips are the rounded inner corners that closing a shape always leaves.
const STRIP_LENGTH: f64 = 10.0;

/// An area drawn in metres.
struct Flat<'a> {
    area: &'a Area,
    shape: MultiPolygon<f64>,
    frame: Option<Rect<f64>>,
}

impl<'a> Flat<'a> {
    fn draw(area: &'a Area, plane: Plane) -> Self {
        let shape = plane.flatten(&area.shape);
        let frame = shape.bounding_rect();
        Self { area, shape, frame }
    }

    /// Whether the frames meet, before the costly question whether the shapes do.
    fn may_meet(&self, frame: Option<Rect<f64>>) -> bool {
        self.frame.zip(frame).is_some_and(|(a, b)| a.intersects(&b))
    }
}

pub(crate) fn compare(areas: &[Area], reference: &[Area], faults: &mut Vec<Fault>) {
    let Some(centre) = centre(areas) else { return };
    let plane = Plane::about(centre.x, centre.y);
    let flats: Vec<_> = areas.iter().map(|area| Flat::draw(area, plane)).collect();
    let whole = unary_union(flats.iter().map(|flat| &flat.shape));

    overlaps(&flats, plane, faults);
    if reference.is_empty() {
        open_gaps(&whole, &flats, plane, faults);
        return;
    }
    let outlines: Vec<_> = reference.iter().map(|area| Flat::draw(area, plane)).collect();
    if let Some(fault) = datum_fault(areas, &whole, &outlines, plane, centre) {
        // Every gap and overhang along the outline would only repeat it.
        faults.push(fault);
        return;
    }
    gaps_in(&outlines, &flats, &whole, plane, faults);
    overhangs(&flats, &outlines, plane, faults);
}

fn centre(areas: &[Area]) -> Option<Coord<f64>> {
    let all = MultiPolygon(areas.iter().flat_map(|area| area.shape.iter().cloned()).collect());
    all.bounding_rect().map(|rect| rect.center())
}

/// Mean width of a piece: exact for a long strip, below the true width for a compact one.
fn width(piece: &Polygon<f64>) -> f64 {
    2.0 * piece.unsigned_area() / length_around(piece)
}

fn length_around(piece: &Polygon<f64>) -> f64 {
    let rings = std::iter::once(piece.exterior()).chain(piece.interiors());
    rings
        .map(|ring| Euclidean.length(ring))
        .sum::<f64>()
        .max(f64::MIN_POSITIVE)
}

fn pieces(shape: &MultiPolygon<f64>) -> impl Iterator<Item = &Polygon<f64>> {
    shape.iter().filter(|piece| width(piece) >= NOISE_WIDTH)
}

fn push(
    faults: &mut Vec<Fault>,
    kind: Kind,
    feature: Option<usize>,
    piece: &Polygon<f64>,
    plane: Plane,
    what: &str,
    remedy: &str,
) {
    let kind = if width(piece) < SLIVER_WIDTH {
        Kind::Sliver
    } else {
        kind
    };
    let at = inside(piece).map(|c| plane.round(c));
    faults.push(Fault::sized(
        kind,
        feature,
        at,
        Some(piece.unsigned_area()),
        what,
        remedy,
    ));
}

fn overlaps(flats: &[Flat<'_>], plane: Plane, faults: &mut Vec<Fault>) {
    for (at, a) in flats.iter().enumerate() {
        for b in flats[at + 1..].iter().filter(|b| b.may_meet(a.frame)) {
            for piece in pieces(&a.shape.intersection(&b.shape)) {
                let what = format!("{}与{}重叠", a.area.label(), b.area.label());
                push(
                    faults,
                    Kind::Overlap,
                    Some(a.area.feature),
                    piece,
                    plane,
                    &what,
                    "请让两格共用同一条边界",
                );
            }
        }
    }
}

/// Names of the areas within reach of a piece.
fn neighbours(piece: &Polygon<f64>, flats: &[Flat<'_>]) -> Vec<String> {
    let reach = MultiPolygon(vec![piece.clone()]).buffer(0.05);
    let frame = reach.bounding_rect();
    flats
        .iter()
        .filter(|f| f.may_meet(frame) && !f.shape.intersection(&reach).0.is_empty())
        .map(|f| f.area.label())
        .collect()
}

const GAP_REMEDY: &str = "请把边界拉到一起或补画网格，否则落在这里的上报没有网格";

/// Without an outline: holes among the areas, and narrow strips open to the outside.
fn open_gaps(whole: &MultiPolygon<f64>, flats: &[Flat<'_>], plane: Plane, faults: &mut Vec<Fault>) {
    let holes = whole
        .iter()
        .flat_map(|p| p.interiors())
        .map(|ring| Polygon::new(ring.clone(), vec![]));
    let holes = MultiPolygon(holes.collect());
    for piece in pieces(&holes) {
        let what = match neighbours(piece, flats).as_slice() {
            [only] => format!("{only}里有一处空洞"),
            beside => format!("{}之间有空隙", beside.join("、")),
        };
        push(faults, Kind::Gap, None, piece, plane, &what, GAP_REMEDY);
    }
    let filled = MultiPolygon(
        whole
            .iter()
            .map(|p| Polygon::new(p.exterior().clone(), vec![]))
            .collect(),
    );
    let closed = filled.buffer(STRIP_WIDTH / 2.0).buffer(-STRIP_WIDTH / 2.0);
    for piece in pieces(&closed.difference(&filled)).filter(|p| length_around(p) / 2.0 >= STRIP_LENGTH) {
        let beside = neighbours(piece, flats);
        if beside.len() > 1 {
            let what = format!("{}之间有空隙", beside.join("、"));
            push(faults, Kind::Gap, None, piece, plane, &what, GAP_REMEDY);
        }
    }
}

fn gaps_in(
    outlines: &[Flat<'_>],
    flats: &[Flat<'_>],
    whole: &MultiPolygon<f64>,
    plane: Plane,
    faults: &mut Vec<Fault>,
) {
    for outline in outlines {
        if !flats.iter().any(|flat| flat.area.parent == Some(outline.area.code)) {
            let at = inside_any(&outline.shape).map(|c| plane.round(c));
            let what = format!("{}还没有任何网格", outline.area.label());
            faults.push(Fault::sized(
                Kind::Gap,
                None,
                at,
                Some(outline.shape.unsigned_area()),
                &what,
                "请补画该社区的网格",
            ));
            continue;
        }
        for piece in pieces(&outline.shape.difference(whole)) {
            let what = format!("{}内有一块不属于任何网格", outline.area.label());
            push(faults, Kind::Gap, None, piece, plane, &what, GAP_REMEDY);
        }
    }
}

fn overhangs(flats: &[Flat<'_>], outlines: &[Flat<'_>], plane: Plane, faults: &mut Vec<Fault>) {
    for flat in flats {
        let feature = Some(flat.area.feature);
        let Some(outline) = outlines.iter().find(|o| Some(o.area.code) == flat.area.parent) else {
            let at = inside_any(&flat.shape).map(|c| plane.round(c));
            let what = format!("{}所属的上级不在参照边界里", flat.area.label());
            faults.push(Fault::new(
                Kind::OutsideParent,
                feature,
                at,
                &what,
                "请改正代码，或先导入上级边界",
            ));
            continue;
        };
        for piece in pieces(&flat.shape.difference(&outline.shape)) {
            let what = format!("{}超出{}的边界", flat.area.label(), outline.area.label());
            push(
                faults,
                Kind::OutsideParent,
                feature,
                piece,
                plane,
                &what,
                "请把边界收回到上级范围之内",
            );
        }
    }
}

fn inside_any(shape: &MultiPolygon<f64>) -> Option<Coord<f64>> {
    shape.iter().find_map(inside)
}

/// Suspects GCJ-02 when the layer, shifted back, misses the outline by less than half as much.
fn datum_fault(
    areas: &[Area],
    whole: &MultiPolygon<f64>,
    outlines: &[Flat<'_>],
    plane: Plane,
    centre: Coord<f64>,
) -> Option<Fault> {
    let outline = unary_union(outlines.iter().map(|flat| &flat.shape));
    let misfit = whole.xor(&outline).unsigned_area();
    // A fair drawing is no suspect, nor is a layer of another place.
    if misfit < outline.unsigned_area() * 0.01 || whole.intersection(&outline).0.is_empty() {
        return None;
    }
    let back = |c: Coord<f64>| {
        let true_place = Gcj02 { lng: c.x, lat: c.y }.to_wgs84();
        Coord {
            x: true_place.lng,
            y: true_place.lat,
        }
    };
    let shifted: Vec<_> = areas
        .iter()
        .map(|area| plane.flatten(&area.shape.map_coords(back)))
        .collect();
    if unary_union(&shifted).xor(&outline).unsigned_area() >= misfit / 2.0 {
        return None;
    }
    let moved = plane.flat(back(centre));
    let what = format!(
        "整层边界疑为 GCJ-02（高德、腾讯）坐标，偏移约 {:.0} 米",
        moved.x.hypot(moved.y)
    );
    Some(Fault::sized(
        Kind::Gcj02Suspected,
        None,
        Some(centre),
        Some(misfit),
        &what,
        "请确认数据来源；若确为 GCJ-02，导入时选择该坐标系，由系统换算一次",
    ))
}
