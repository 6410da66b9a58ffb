//! Wrong, hostile, long: what is typed by somebody who means no good, or has a rare name.

use routes::Route;
use serde_json::json;

use crate::matter::{MISSING_COVER, Matter};
use crate::person::fresh_client;
use crate::world::both;

const SCRIPT: &str = "<img src=x onerror=alert(1)>\"'</textarea><script>alert(2)</script>";

#[tokio::test]
async fn s05_unknown_keys_of_order_and_filter_are_refused() {
    both(async |world| {
        let clerk = world.person("clerk-1a").await;
        for query in [
            "sort=name%3Bdrop%20table%20cases",
            "sort=(select%20phone%20from%20case_reporters)",
            "state=nowhere",
            "area=411502005%20OR%201%3D1",
            "desk=moon",
        ] {
            clerk.get(&format!("/cases?{query}")).await.expect(400);
            let reply = clerk.get(&format!("/api/v1/cases?{query}")).await;
            reply.refused(400, "unreadable");
        }
    })
    .await;
}

#[tokio::test]
async fn sql_in_any_field_is_only_text() {
    both(async |world| {
        let words = "'); DROP TABLE cases; -- %_\\";
        let matter = world.reported(1, words).await;
        let clerk = world.person("clerk-1a").await;
        clerk.get(&matter.page()).await.expect(200).shows(words);
        let found = clerk.get("/cases?view=all&q=%27)%3B%20DROP%20TABLE").await;
        found.expect(200).shows(&matter.number);
        for query in ["%25%27%20OR%201%3D1%20--", "100%25_sure", "%5C"] {
            let path = format!("/cases?view=all&q={query}");
            clerk.get(&path).await.expect(200).hides("没有保存");
        }
        let all = clerk.get("/cases?view=all&q=%25%27%20OR%201%3D1%20--").await;
        all.shows("没有符合条件的事项");
        let login = world.resident();
        let fields = [("login", "' OR '1'='1"), ("password", "' OR '1'='1")];
        login.post("/login", &fields).await.expect(422).shows("账号或密码不对");
        login.post("/login/demo", &[("login", "' OR '1'='1")]).await.expect(404);
    })
    .await;
}

#[tokio::test]
async fn s10_markup_is_shown_as_text_everywhere() {
    both(async |world| {
        let (lng, lat) = world.point(1);
        let body = json!({ "client_id": fresh_client(), "words": SCRIPT, "place": SCRIPT, "lng": lng, "lat": lat, "name": "<b>\u{202e}王", "phone": "" });
        let reply = world.resident().post_json("/api/v1/reports", &body).await;
        let reply = reply.expect(201).json();
        let text = |key: &str| reply[key].as_str().expect("text").to_owned();
        let matter = Matter {
            id: text("id"),
            number: text("number"),
            receipt: text("receipt"),
        };
        let clerk = world.person("clerk-1a").await;
        clerk.step(&matter.id, "note", &[("text", SCRIPT)]).await.expect(303);
        // A refused step brings the words back into the form.
        let back = clerk.step(&matter.id, "decline", &[("text", SCRIPT)]).await.expect(409);
        assert_eq!(back.step_form("decline").get("text"), SCRIPT);
        let form = clerk.get("/calls/new").await.form("/calls");
        let typed = form.with_all(&[("name", SCRIPT), ("phone", SCRIPT)]);
        let refused = clerk.send(&typed).await.expect(422);

        let order = json!({ "text": SCRIPT, "due": "2026-03-12T18:00" });
        world.take("leader-1", &matter, "supervise", order).await;
        let shown = json!({ "reason": "contact_reporter", "text": SCRIPT });
        world.take("clerk-1a", &matter, "reveal", shown).await;
        world.filed(&matter, MISSING_COVER).await;
        let lead = json!({ "lead": "unit:municipal", "text": SCRIPT });
        world.take("clerk-1a", &matter, "dispatch", lead).await;
        world.wait_days(20);
        let (clerk, leader) = (world.person("clerk-1a").await, world.person("leader-1").await);
        let unit = world.person("unit-municipal").await;
        let pages = [
            ("refused step", back),
            ("refused call", refused),
            ("matter", clerk.get(&matter.page()).await),
            ("list", clerk.get("/cases?view=all").await),
            ("search", clerk.get("/cases?view=all&q=%3Cimg").await),
            ("today", unit.get("/today").await),
            ("notices", clerk.get("/notices").await),
            ("similar", clerk.get(&format!("/calls/similar?lng={lng}&lat={lat}")).await),
            ("receipt", world.resident().get(&matter.receipt_page()).await),
            ("board", leader.get("/board").await),
        ];
        for (name, page) in pages {
            let raw = page.text();
            assert!(!raw.contains("<img src=x"), "{name}: {raw}");
            assert!(!raw.contains("<script>alert"), "{name}");
            assert!(raw.contains("&#60;img src=x"), "{name}: {raw}");
            assert!(!raw.contains('\u{202e}'), "{name}");
            let csp = page.headers["content-security-policy"].to_str().expect("text");
            assert!(csp.contains("script-src 'self'"), "{name}");
        }
        let points = clerk.get(Route::CaseMap.path()).await.expect(200);
        assert_eq!(points.headers["content-type"], "application/json");
    })
    .await;
}

#[tokio::test]
async fn a_form_without_the_pages_token_changes_nothing() {
    both(async |world| {
        let matter = world.reported(1, "废弃的自动售货机").await;
        let clerk = world.person("clerk-1a").await;
        let form = clerk.get(&matter.page()).await.step_form("note").with("text", "补充");
        for wrong in [
            "",
            "0000",
            &world.person("clerk-1b").await.get("/today").await.any_csrf(),
        ] {
            clerk.send(&form.clone().with("_csrf", wrong)).await.expect(403);
        }
        assert_eq!(world.history(&matter).await, ["report"]);
        clerk.send(&form.clone().with("_client", "")).await.expect(400);
        clerk.send(&form).await.expect(303);
        clerk.force(&matter.id, "moon", &[("text", "补充")]).await.expect(400);
        clerk
            .force(&matter.id, "pass", &[("text", "直接通过")])
            .await
            .expect(409)
            .shows("不能“核查通过”");
    })
    .await;
}

#[tokio::test]
async fn ten_thousand_characters_come_back_to_be_cut() {
    both(async |world| {
        let long = "很长的话".repeat(2500);
        let page = world.resident().get("/reports/new").await;
        let form = page.form("/reports").with_all(&[("words", &long), ("place", "和平路")]);
        let refused = world.resident().send(&form).await.expect(422);
        let refused = refused.shows("文字有 10000 个字");
        assert_eq!(refused.form("/reports").get("words"), long);
        let body = json!({ "client_id": fresh_client(), "words": long, "place": "和平路" });
        let reply = world.resident().post_json("/api/v1/reports", &body).await;
        let reply = reply.refused(422, "invalid");
        assert_eq!(reply.json()["issues"][0]["code"], "case.report.words_too_long");

        let matter = world.reported(1, "废弃的自动售货机").await;
        let clerk = world.person("clerk-1a").await;
        let refused = clerk.step(&matter.id, "note", &[("text", &long)]).await.expect(422);
        let form = refused.shows("说明超过 5000 字").step_form("note");
        assert_eq!(form.get("text"), long);
        // Beyond any letter: not read at all, and said so.
        let flood = "水".repeat(200_000);
        let page = world.resident().get("/reports/new").await;
        let form = page
            .form("/reports")
            .with_all(&[("words", &flood), ("place", "和平路")]);
        world.resident().send(&form).await.expect(413).shows("文字太长");
    })
    .await;
}

#[tokio::test]
async fn n03_characters_beyond_the_first_plane_stay_whole() {
    both(async |world| {
        let words = "𠮷野家门口🚧盖板松动，𪚥字招牌也要掉了👍🏽";
        let body = json!({ "client_id": fresh_client(), "words": words, "place": "𠮷祥路", "area": world.grid(1).digits(), "name": "王𠮷祥" });
        let reply = world.resident().post_json("/api/v1/reports", &body).await;
        let reply = reply.expect(201).json();
        let (id, receipt) = (reply["id"].as_str().expect("id"), reply["receipt"].as_str().expect("code"));
        let clerk = world.person("clerk-1a").await;
        let page = clerk.get(&format!("/cases/{id}")).await.expect(200);
        page.shows(words).shows("王**").hides("王𠮷祥");
        let page = world.resident().get(&format!("/receipts/{receipt}")).await;
        page.expect(200).shows(words).shows("𠮷祥路");
        let found = clerk.get("/cases?view=all&q=%F0%A0%AE%B7%E7%A5%A5").await;
        found.expect(200).shows("𠮷祥路");
        // Exactly two thousand of them fit; the limit counts people's characters.
        let most = "𠮷".repeat(2000);
        let body = json!({ "client_id": fresh_client(), "words": most, "place": "和平路" });
        world.resident().post_json("/api/v1/reports", &body).await.expect(201);
    })
    .await;
}
