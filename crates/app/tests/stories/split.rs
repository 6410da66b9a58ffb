//! A new layer splits a grid into two: each matter by its point, what is on the line waits for somebody to say.

use app::commands::{DrawnLayer, verify};
use app::handover::settle;
use codes::DivisionCode;
use db::{Sql, values};
use grid::store::{list_areas, list_buildings};
use grid_rules::{Locator, Rings};
use kernel::{AreaCode, Desk};
use serde_json::{Value, json};

use crate::matter::{ABANDONED, Matter};
use crate::office::account;
use crate::person::fresh_client;
use crate::world::{World, both};

/// Grid 2, cut from corner to corner.
struct Cut {
    /// Each half with a place well inside.
    halves: [(AreaCode, Rings, (f64, f64)); 2],
    /// In the middle of the new border.
    line: (f64, f64),
}

fn division(code: AreaCode) -> DivisionCode {
    code.digits().parse().expect("a code")
}

/// The first cut between two corners that leaves both halves whole, with room in each.
async fn cut(world: &World) -> Cut {
    let areas = list_areas(&world.site.db, world.site.street, world.site.now()).await;
    let old = areas
        .expect("areas")
        .into_iter()
        .find(|area| area.code == world.grid(2));
    let mut ring = old.expect("grid 2").rings.remove(0);
    ring.pop();
    let codes = [
        AreaCode(world.grid(2).community().0 + 81),
        AreaCode(world.grid(2).community().0 + 82),
    ];
    let town = world.site.town();
    for from in 0..ring.len() {
        for to in from + 2..ring.len() {
            let along = |part: f64| {
                let (a, b) = (ring[from], ring[to]);
                (a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part)
            };
            let whole = (1..50).all(|step| {
                let point = along(f64::from(step) / 50.0);
                town.locate(point.0, point.1) == Some(world.grid(2))
            });
            let mut one: Vec<[f64; 2]> = ring[from..=to].to_vec();
            let mut other: Vec<[f64; 2]> = ring[to..].iter().chain(&ring[..=from]).copied().collect();
            one.push(one[0]);
            other.push(other[0]);
            let rings = [vec![one], vec![other]];
            let drawn = codes.iter().map(|code| division(*code)).zip(rings.clone());
            let Some(locator) = whole.then(|| Locator::new(drawn.collect()).ok()).flatten() else {
                continue;
            };
            let deep = rings.each_ref().map(|rings| inside(&locator, &rings[0]));
            if let [Some(first), Some(second)] = deep
                && locator.locate(first.0, first.1) == Some(division(codes[0]))
                && locator.locate(second.0, second.1) == Some(division(codes[1]))
            {
                let [one, other] = rings;
                return Cut {
                    halves: [(codes[0], one, first), (codes[1], other, second)],
                    line: along(0.5),
                };
            }
        }
    }
    panic!("grid 2 cannot be cut");
}

/// A place of the ring's half, 15 metres from every border.
fn inside(locator: &Locator, ring: &[[f64; 2]]) -> Option<(f64, f64)> {
    let spread = |axis: usize| {
        let all = ring.iter().map(move |point| point[axis]);
        (
            all.clone().fold(f64::INFINITY, f64::min),
            all.fold(f64::NEG_INFINITY, f64::max),
        )
    };
    let ((west, east), (south, north)) = (spread(0), spread(1));
    (0..400).find_map(|step| {
        let (column, row) = (f64::from(step % 20) + 0.5, f64::from(step / 20) + 0.5);
        let point = (
            west + (east - west) * column / 20.0,
            south + (north - south) * row / 20.0,
        );
        let own = Locator::new(vec![(division(AreaCode(411_502_005_001_081)), vec![ring.to_vec()])]).ok()?;
        let deep = own.locate(point.0, point.1).is_some() && locator.within(point.0, point.1, 15.0).len() == 1;
        deep.then_some(point)
    })
}

/// The office's own layer with other grids in the place of grid 2.
async fn layer(world: &World, halves: &[(AreaCode, Rings)]) -> String {
    let body = grid::store::find_document(&world.site.db, world.site.street, "areas").await;
    let mut areas: Value = serde_json::from_str(&body.expect("read").expect("drawn")).expect("JSON");
    let features = areas["features"].as_array_mut().expect("features");
    let own = world.grid(2).digits();
    features.retain(|feature| feature["properties"]["code"] != own.as_str());
    for (name, (code, rings)) in ["第8甲网格", "第8乙网格"].iter().zip(halves) {
        features.push(json!({
            "type": "Feature", "properties": { "kind": "grid", "code": code.digits(), "name": name },
            "geometry": { "type": "Polygon", "coordinates": rings }
        }));
    }
    areas.to_string()
}

async fn read(world: &World, text: &str) -> DrawnLayer {
    let read = DrawnLayer::read(&world.site.db, world.site.street, text, world.site.now()).await;
    read.expect("a layer")
}

async fn reported_at(world: &World, (lng, lat): (f64, f64), words: &str) -> Matter {
    let body = json!({ "client_id": fresh_client(), "words": words, "lng": lng, "lat": lat });
    let reply = world
        .resident()
        .post_json("/api/v1/reports", &body)
        .await
        .expect(201)
        .json();
    let text = |key: &str| reply[key].as_str().expect("text").to_owned();
    Matter {
        id: text("id"),
        number: text("number"),
        receipt: text("receipt"),
    }
}

async fn area(world: &World, matter: &Matter) -> AreaCode {
    let seen = world.look(matter).await;
    AreaCode(seen["case"]["place"]["area"].as_i64().expect("a code"))
}

/// Handled by grid 2 itself.
async fn with_the_grid(world: &World, matter: &Matter) {
    world.filed(matter, ABANDONED).await;
    let own = json!({ "lead": Desk::Grid(world.grid(2)), "text": "网格自己能搬走" });
    world.take("clerk-1a", matter, "dispatch", own).await;
    world.take("grid-worker-02", matter, "accept", json!({})).await;
}

#[tokio::test]
async fn m06_a_layer_that_does_not_fit_splits_nothing() {
    both(async |world| {
        let cut = cut(world).await;
        let whole = layer(world, &[]).await;
        // The same half twice, and the half of another street.
        let [(one, rings, _), (_, other, _)] = &cut.halves;
        let twice = layer(world, &[(*one, rings.clone()), (AreaCode(one.0 + 1), rings.clone())]).await;
        let foreign = layer(
            world,
            &[(*one, rings.clone()), (AreaCode(411_502_004_001_082), other.clone())],
        )
        .await;
        for (text, words) in [(&twice, "重叠"), (&foreign, "不属于本街道")] {
            let layer = read(world, text).await;
            assert!(layer.is_blocked());
            let report = layer.report().join("\n");
            assert!(report.contains("【必须改正】") && report.contains(words), "{report}");
            assert!(layer.commit(&world.site.db, "错图层", world.site.now()).await.is_err());
        }
        // Source equals target: grid 2 as it is drawn.
        let ring = list_areas(&world.site.db, world.site.street, world.site.now()).await;
        let own = ring
            .expect("areas")
            .into_iter()
            .find(|area| area.code == world.grid(2))
            .expect("grid 2");
        let mut same: Value = serde_json::from_str(&whole).expect("JSON");
        same["features"].as_array_mut().expect("features").push(json!({
            "type": "Feature", "properties": { "kind": "grid", "code": own.code.digits(), "name": own.name },
            "geometry": { "type": "Polygon", "coordinates": own.rings }
        }));
        assert!(!read(world, &same.to_string()).await.changes());
        assert_eq!(world.count("SELECT COUNT(*) AS number FROM endings").await, 0);
        assert_eq!(settle(&world.site).await.expect("settled"), 0);
    })
    .await;
}

#[tokio::test]
async fn m06_a_split_grid_sends_each_matter_by_its_point() {
    both(async |world| {
        let Cut {
            halves: [(a, first, in_a), (b, second, in_b)],
            line,
        } = cut(world).await;
        // Building 3 stands on the new border.
        let buildings = list_buildings(&world.site.db, world.site.street)
            .await
            .expect("buildings");
        let own = |building: &&grid::store::BuildingRow| building.area == world.grid(2);
        let third = buildings.iter().filter(own).nth(2).expect("building 3").clone();
        let moved = "UPDATE buildings SET lng = $3, lat = $4 WHERE street = $1 AND id = $2";
        let at = values![world.site.street.0, third.id, line.0, line.1];
        assert_eq!(world.site.db.run(moved, at).await.expect("moved"), 1);

        let deep_a = reported_at(world, in_a, "甲边的售货机").await;
        let deep_b = reported_at(world, in_b, "乙边的售货机").await;
        let at_the_line = reported_at(world, line, "三号楼前的售货机").await;
        with_the_grid(world, &deep_a).await;
        with_the_grid(world, &deep_b).await;
        let done = reported_at(world, in_a, "早就办完的售货机").await;
        world.awaiting_answer(&done).await;
        let page = world.resident().get(&done.receipt_page()).await.expect(200);
        let yes = page
            .form(&format!("{}/steps", done.receipt_page()))
            .with("action", "confirm");
        world.resident().send(&yes).await.expect(303);
        let promise = async |matter: &Matter| world.look(matter).await["case"]["clocks"].clone();
        let clocks = (promise(&deep_a).await, promise(&at_the_line).await);

        // The report tells before anything is written; no household and no person is given away by guess.
        let text = layer(world, &[(a, first), (b, second)]).await;
        let drawn = read(world, &text).await;
        assert!(!drawn.is_blocked() && drawn.changes(), "{:?}", drawn.report());
        let report = drawn.report().join("\n");
        for words in [
            format!("不再有 {}", world.grid(2).digits()),
            format!("{} 第8甲网格：未办结事项 ", a.digits()),
            format!("待定归属：事项 {}，离新网格的分界线不到 5 米", at_the_line.number),
            format!("请核对：楼栋 {} ", third.id),
            "岗位结束，请重新任命：".to_owned(),
        ] {
            assert!(report.contains(&words), "no “{words}” in\n{report}");
        }
        assert!(!report.contains(&done.number));
        world.wait(60);
        drawn
            .commit(&world.site.db, "拆分.geojson", world.site.now())
            .await
            .expect("committed");
        world.wait(20);
        // The running program notices by itself.
        assert!(settle(&world.site).await.expect("settled") >= 3);
        assert_eq!(settle(&world.site).await.expect("settled"), 0);
        assert_eq!(world.site.town().locate(in_a.0, in_a.1), Some(a));
        assert_eq!(area(world, &deep_a).await, a);
        assert_eq!(area(world, &deep_b).await, b);
        assert_eq!(area(world, &at_the_line).await, a.community());
        assert_eq!(area(world, &done).await, world.grid(2), "closed matters stay");
        assert_eq!(
            (promise(&deep_a).await, promise(&at_the_line).await),
            clocks,
            "no clock is touched"
        );
        // Nobody is appointed yet, so the community has what the grid had.
        let desk = world.look(&deep_a).await["case"]["desk"].clone();
        assert_eq!(desk, json!(Desk::Community(a.community())));

        // Li worked in grid 8, and sees nothing until somebody appoints him; then 8A, and 8A only.
        let li = world.person("grid-worker-02").await;
        li.get(&deep_a.page()).await.expect(403);
        let security = world.person("secadmin").await;
        let posts = security.get("/posts").await.expect(200);
        let post = posts
            .form("/posts")
            .with_all(&[("role", "grid_worker"), ("area", &a.digits())]);
        security.send(&post).await.expect(303);
        let sql = format!("SELECT id FROM posts WHERE area = {}", a.0);
        let row = world.site.db.row(&sql, values![]).await.expect("read").expect("a post");
        let path = format!("/posts/{}/holdings", row.get::<uuid::Uuid>("id").expect("an id"));
        let who = account(world, "grid-worker-02").await.to_string();
        let fields = [
            ("_csrf", &*posts.any_csrf()),
            ("_client", &*fresh_client()),
            ("account", &*who),
        ];
        security.post(&path, &fields).await.expect(303);
        li.get(&deep_a.page()).await.expect(200).shows("甲边的售货机");
        li.get(&deep_b.page()).await.expect(404);
        li.get(&at_the_line.page()).await.expect(404);
        li.get("/cases?view=all").await.expect(200).hides(&deep_b.number);

        // Whoever takes in says which half the matter on the line belongs to: one of the two, and with a reason.
        let clerk = world.person("clerk-1a").await;
        let waiting = clerk.get("/cases?view=unplaced").await.expect(200);
        waiting.shows(&at_the_line.number).hides(&deep_a.number);
        let form = clerk.get(&at_the_line.page()).await.expect(200).step_form("rehome");
        clerk
            .send(&form.clone().with("text", "门牌在甲边"))
            .await
            .expect(422)
            .shows("请选择事项属于哪个网格");
        let ended = form
            .clone()
            .with("text", "门牌在甲边")
            .with("area", &world.grid(2).digits());
        clerk.send(&ended).await.expect(422);
        clerk
            .send(&form.with("text", "门牌在甲边").with("area", &a.digits()))
            .await
            .expect(303);
        assert_eq!(area(world, &at_the_line).await, a);
        li.get(&at_the_line.page()).await.expect(200);

        let centre = world.person("dispatcher-1").await;
        let name = world.site.town().desk(&Desk::Grid(world.grid(2)));
        centre.get(&done.page()).await.expect(200).shows(&name);
        let verdict = verify(&world.site.db, world.site.street).await.expect("read");
        assert_eq!(verdict.faults, Vec::<String>::new());
    })
    .await;
}
