//! Figures: every number opens as many matters as it says, the sums are those of the histories, and what may be published.

use std::collections::BTreeMap;

use app::commands::verify;
use case::store::rebuild_figures;
use case_rules::Case;
use db::{Sql, values};
use serde_json::{Value, json};
use sheets::{Options, read_bytes};

use crate::html::numbers;
use crate::lists::rows;
use crate::matter::ABANDONED;
use crate::world::{World, both};

/// A busy fortnight: spam, a test, a duplicate, something solved on the spot, one late, one disputed, one reopened, one open.
pub async fn fortnight(world: &World) {
    for reason in ["spam", "trial", "not_our_duty"] {
        let matter = world.reported(1, "不该立案的").await;
        let why = json!({ "reason": reason, "text": "见登记" });
        world.take("clerk-1a", &matter, "decline", why).await;
    }
    let (lng, lat) = world.point(1);
    let solved = json!({ "client_id": crate::person::fresh_client(), "words": "路口有垃圾", "lng": lng, "lat": lat,
        "standard": ABANDONED, "done": "已清走" });
    let worker = world.person("grid-worker-01").await;
    worker.post_json("/api/v1/self-resolutions", &solved).await.expect(201);
    let main = world.reported(1, "废弃的自动售货机").await;
    let again = world.reported(1, "同一台").await;
    let same = json!({ "other": main.number, "reason": "same_matter", "text": "同一台" });
    world.take("clerk-1a", &again, "merge", same).await;
    world.awaiting_answer(&main).await;
    let answer =
        |action: &str| json!({ "client_id": crate::person::fresh_client(), "action": action, "text": "看过了" });
    let say = async |matter: &crate::matter::Matter, action: &str| {
        let path = format!("/api/v1/receipts/{}/steps", matter.receipt);
        world.resident().post_json(&path, &answer(action)).await.expect(200);
    };
    say(&main, "dispute").await;
    let late = world.reported(1, "另一台售货机").await;
    world.handling(&late, ABANDONED).await;
    world.wait_days(9);
    let done = json!({ "text": "已清走", "outcome": "fixed" });
    world.take("unit-municipal", &late, "submit", done.clone()).await;
    world.take("inspector-1", &late, "inspect", json!({})).await;
    world.take("inspector-1", &late, "pass", json!({})).await;
    say(&late, "confirm").await;
    let why = json!({ "reason": "deadline_force_majeure", "text": "暴雪" });
    world.take("unit-municipal", &late, "appeal", why).await;
    world.take("clerk-1a", &late, "grant_appeal", json!({})).await;
    world.take("leader-1", &late, "grant_appeal", json!({})).await;
    world.take("unit-municipal", &main, "accept", json!({})).await;
    world.take("unit-municipal", &main, "submit", done).await;
    world.take("inspector-1", &main, "inspect", json!({})).await;
    world.take("inspector-1", &main, "pass", json!({})).await;
    say(&main, "confirm").await;
    say(&main, "reopen").await;
    world.reported(1, "还没人看的").await;
    case::sweep::run(&world.site).await.expect("the sweep");
}

#[tokio::test]
async fn every_number_opens_as_many_matters_as_it_says() {
    both(async |world| {
        let clerk = world.person("clerk-1a").await;
        clerk.get("/figures").await.expect(403);
        clerk.get("/figures.csv").await.expect(403);
        clerk.get("/api/v1/figures").await.expect(403);
        fortnight(world).await;
        let leader = world.person("leader-1").await;
        for wrong in ["from=2026-13", "from=2026-03&to=2026-01", "dim=person", "part=rank"] {
            leader.get(&format!("/figures?{wrong}")).await.expect(400);
        }
        leader
            .get("/cases?figure=rank&from=2026-03&to=2026-03")
            .await
            .expect(400);
        leader.get("/cases?figure=closed").await.expect(400).shows("月份");
        let mut found = BTreeMap::new();
        for (period, dimensions) in [
            (
                "from=2026-03&to=2026-03",
                ["community", "grid", "unit", "category", "channel"].as_slice(),
            ),
            ("from=2026-01&to=2026-02", ["community", "category"].as_slice()),
            ("from=2025-01&to=2025-12", ["unit", "channel"].as_slice()),
        ] {
            for dimension in dimensions {
                for part in ["close", "handle", "intake", "check", "load", "index"] {
                    let page = leader
                        .get(&format!("/figures?{period}&dim={dimension}&part={part}"))
                        .await;
                    found.extend(numbers(&page.expect(200).text()));
                }
            }
        }
        assert!(found.len() > 500, "{}", found.len());
        assert!(found.values().filter(|number| **number > 0).count() > 150);
        for (path, number) in &found {
            assert_eq!(rows(&leader, path).await, *number, "{path}");
        }
        // The list says which number it opens, and keeps it when it is filtered.
        let page = leader
            .get("/cases?view=all&figure=spam&from=2026-03&to=2026-03")
            .await
            .expect(200);
        assert!(page.seen().contains("2026 年 3 月 · 骚扰、广告或无意义内容"));
        let kept = "name=\"figure\" value=\"spam\"";
        assert!(page.text().contains(kept));
        // And it can be taken away as it stands.
        let form = page.form("/cases/export").with("purpose", "核对统计");
        let file = leader.send(&form).await.expect(200);
        let sheet = read_bytes("事项.xlsx", &file.bytes, &Options::default()).expect("a workbook");
        assert_eq!(sheet.rows.len(), 1);
    })
    .await;
}

async fn figures(world: &World, query: &str) -> Value {
    let path = format!("/api/v1/figures?{query}");
    world.person("leader-1").await.get(&path).await.expect(200).json()
}

#[tokio::test]
async fn a_fortnight_is_counted_as_it_was() {
    both(async |world| {
        let month = "from=2026-03&to=2026-03&dim=channel";
        let before = figures(world, month).await;
        fortnight(world).await;
        let after = figures(world, month).await;
        let more = |key: &str| {
            let number = |figures: &Value| figures["total"]["figures"][key].as_i64().expect(key);
            number(&after) - number(&before)
        };
        for (figure, number) in [
            ("received", 8),
            ("valid", 3),
            ("valid_reports", 4),
            ("spam", 1),
            ("trial", 1),
            ("declined", 1),
            ("merged", 1),
            ("self_resolved", 1),
            ("filed", 2),
            ("reworked", 1),
            // The appeal was granted: still late, and on the list of exemptions.
            ("handled_late", 1),
            ("handle_exempt", 1),
        ] {
            assert_eq!(more(figure), number, "{figure}");
        }
        let late = &after["total"]["rates"];
        let number = |rate: &str, part: &str| late[rate][part].as_i64().expect(rate);
        assert_eq!(
            number("handled_on_time", "denominator") - number("handled_on_time_rated", "denominator"),
            after["total"]["figures"]["handle_exempt"].as_i64().expect("a number")
                + after["total"]["figures"]["handle_suspended"]
                    .as_i64()
                    .expect("a number")
        );
        // All dimensions tell of the same matters.
        for dimension in ["community", "unit", "category"] {
            let other = figures(world, &format!("from=2026-03&to=2026-03&dim={dimension}")).await;
            assert_eq!(other["total"], after["total"], "{dimension}");
        }
    })
    .await;
}

#[tokio::test]
async fn grids_have_a_load_and_no_rate_and_units_stand_in_the_offices_order() {
    both(async |world| {
        fortnight(world).await;
        let grids = figures(world, "from=2026-03&to=2026-03&dim=grid").await;
        assert_eq!(grids["rows"][0]["rates"], json!({}));
        assert_eq!(grids["rows"][0]["index"], Value::Null);
        assert!(grids["rows"][0]["figures"].get("handled_on_time").is_none());
        let leader = world.person("leader-1").await;
        let page = leader.get("/figures?dim=grid&part=index&from=2026-03&to=2026-03").await;
        page.expect(200).shows("不打分").hides("单位指数").hides("准确派遣率");
        let units = figures(world, "from=2024-01&to=2026-12&dim=unit").await;
        let keys = units["rows"].as_array().expect("rows").iter();
        let keys: Vec<&str> = keys.map(|row| row["key"].as_str().expect("a key")).collect();
        assert!(
            keys.contains(&"grid") && !keys.iter().any(|key| key.starts_with("grid:")),
            "{keys:?}"
        );
        let town = world.site.town();
        let order = |key: &str| town.units.iter().position(|unit| format!("unit:{}", unit.key.0) == key);
        let places: Vec<usize> = keys.iter().filter_map(|key| order(key)).collect();
        assert!(places.len() > 3 && places.is_sorted(), "{places:?}");
        // What has no unit, and grids, get no index.
        for row in units["rows"].as_array().expect("rows") {
            let key = row["key"].as_str().expect("a key");
            assert!(!matches!(key, "" | "grid") || row["index"].is_null(), "{key}");
        }
    })
    .await;
}

#[tokio::test]
async fn r06_what_may_be_published_has_no_small_number_and_no_way_to_one() {
    both(async |world| {
        fortnight(world).await;
        let leader = world.person("leader-1").await;
        for wrong in [
            "dim=grid&from=2026-03&to=2026-03",
            "dim=community&from=2026-02&to=2026-03",
        ] {
            for path in ["/figures.csv", "/api/v1/figures"] {
                let reply = leader.get(&format!("{path}?{wrong}&public=1")).await;
                reply.expect(400).shows("相减");
            }
        }
        let query = "dim=community&from=2026-03&to=2026-03";
        let open = figures(world, query).await;
        let table = figures(world, &format!("{query}&public=1")).await;
        let rows = table["rows"].as_array().expect("rows");
        let (mut shown, mut hidden) = (0, 0);
        for row in rows {
            let truth = open["rows"]
                .as_array()
                .expect("rows")
                .iter()
                .find(|one| one["key"] == row["key"]);
            for (figure, cell) in row["figures"].as_object().expect("figures") {
                let truth = truth.unwrap_or(&open["total"])["figures"][figure].as_i64();
                match cell.as_i64() {
                    Some(number) => {
                        assert!(number >= 3 && Some(number) == truth, "{row}");
                        shown += 1;
                    }
                    None => hidden += 1,
                }
            }
        }
        assert!(shown > 0 && hidden > 0, "{table}");
        let total = rows.last().expect("a total");
        let any_hidden = |figure: &str| {
            rows[..rows.len() - 1]
                .iter()
                .any(|row| row["figures"][figure].is_null())
        };
        for figure in ["received", "valid", "closed", "closed_on_time"] {
            assert!(!any_hidden(figure) || total["figures"][figure].is_null(), "{figure}");
        }
        let file = leader
            .get(&format!("/figures.csv?{query}&public=1"))
            .await
            .expect(200)
            .text();
        assert!(file.contains("少于3或须隐去"), "{file}");
        let file = leader.get(&format!("/figures.csv?{query}")).await.expect(200).text();
        assert!(file.contains("合计") && file.contains("按期结案率：分母"), "{file}");
    })
    .await;
}

#[tokio::test]
async fn sums_that_histories_do_not_give_are_found_and_made_anew() {
    both(async |world| {
        fortnight(world).await;
        let (db, street) = (&world.site.db, world.site.street);
        let faults = async || verify(db, street).await.expect("read").faults;
        assert_eq!(faults().await, Vec::<String>::new());
        for sql in [
            "UPDATE case_cells SET number = number + 1 WHERE street = $1 AND kind = 'file' AND dimension = 'channel'",
            "DELETE FROM case_marks WHERE street = $1 AND kind = 'handle'",
        ] {
            db.run(sql, values![street.0]).await.expect("changed");
        }
        let found = faults().await;
        assert!(found.iter().any(|fault| fault.contains("统计“立案”")), "{found:?}");
        assert!(found.iter().any(|fault| fault.contains("统计标记")), "{found:?}");
        let rebuilt = db.write::<(), std::convert::Infallible, _>(move |tx| {
            Box::pin(async move {
                let rows = tx
                    .rows("SELECT body FROM cases WHERE street = $1", values![street.0])
                    .await?;
                let cases: Vec<Case> = rows
                    .iter()
                    .map(|row| serde_json::from_str(&row.get::<String>("body").expect("a body")).expect("a matter"))
                    .collect();
                Ok(rebuild_figures(tx, street, cases.iter()).await?)
            })
        });
        rebuilt.await.expect("written");
        assert_eq!(faults().await, Vec::<String>::new());
    })
    .await;
}
