//! Trap S08: what must not stay is gone from everywhere, and the history still proves that something was there.

use std::process::Command;

use app::commands::{Verdict, verify};
use db::{Engine, Sql, values};
use serde_json::{Value, json};

use crate::html::links;
use crate::matter::Matter;
use crate::office::with_photo;
use crate::person::fresh_client;
use crate::photos;
use crate::world::{World, both};

/// Synthetic, with a right check character.
const NUMBER: &str = "41150219900307002X";

async fn verdict(world: &World) -> Verdict {
    verify(&world.site.db, world.site.street).await.expect("read")
}

/// Every text column of every table that holds these words.
async fn found(world: &World, words: &str) -> Vec<String> {
    let db = &world.site.db;
    let columns = match db.engine() {
        Engine::Sqlite => {
            "SELECT m.name AS tab, c.name AS col FROM sqlite_schema m, pragma_table_info(m.name) c
             WHERE m.type = 'table' AND c.type = 'TEXT'"
        }
        Engine::Postgres => {
            "SELECT c.table_name::text AS tab, c.column_name::text AS col FROM information_schema.columns c
             JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
             WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.data_type = 'text'"
        }
    };
    let mut found = Vec::new();
    for row in db.rows(columns, values![]).await.expect("the schema") {
        let (table, column): (String, String) = (row.get("tab").expect("it"), row.get("col").expect("it"));
        let sql = format!("SELECT COUNT(*) AS number FROM {table} WHERE {column} LIKE '%{words}%'");
        if world.count(&sql).await > 0 {
            found.push(format!("{table}.{column}"));
        }
    }
    found.sort();
    found
}

/// What `xingge export` writes.
fn exported(world: &World) -> String {
    let file = std::env::temp_dir().join(format!("xingge-hidden-{}.jsonl", fresh_client()));
    let mut command = Command::new(env!("CARGO_BIN_EXE_xingge"));
    command.arg("export").arg(&file);
    match world.address.strip_prefix("sqlite:") {
        Some(path) => command
            .arg("--data")
            .arg(std::path::Path::new(path).parent().expect("a folder")),
        None => command.arg("--database").arg(&world.address),
    };
    let done = command.output().expect("the program runs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let text = std::fs::read_to_string(&file).expect("the export");
    std::fs::remove_file(&file).expect("removed");
    text
}

fn hide(what: &str) -> Value {
    json!({ "hide": what, "reason": "id_number", "text": "居民把证件号码写进来了" })
}

/// A matter whose comment has a number, at the unit's desk with a notice about it.
async fn commented(world: &World) -> Matter {
    let matter = world.reported(1, "废弃的自动售货机").await;
    world.awaiting_answer(&matter).await;
    let path = format!("/api/v1/receipts/{}/steps", matter.receipt);
    let words = format!("我的身份证号是 {NUMBER}，请核对");
    let note = json!({ "client_id": fresh_client(), "action": "note", "text": words });
    world.resident().post_json(&path, &note).await.expect(200);
    matter
}

#[tokio::test]
async fn s08_a_hidden_comment_is_gone_from_everywhere() {
    both(async |world| {
        let matter = commented(world).await;
        let seq = world.history(&matter).await.len();
        let words = format!("words:{seq}");
        assert_eq!(found(world, NUMBER).await, ["case_events.body", "notices.text"]);
        assert!(exported(world).contains(NUMBER));

        // Nobody, the wrong role, out of scope.
        let path = format!("/api/v1/cases/{}/steps", matter.id);
        let mut body = hide(&words);
        body["client_id"] = fresh_client().into();
        body["action"] = "hide".into();
        world.resident().post_json(&path, &body).await.expect(401);
        for login in ["unit-municipal", "inspector-1", "grid-worker-01"] {
            let reply = world
                .person(login)
                .await
                .api_step(&matter.id, "hide", hide(&words))
                .await;
            reply.refused(409, "case.not_yours");
            let page = world.person(login).await.get(&matter.page()).await.expect(200);
            assert!(page.find_step_form("hide").is_none(), "{login}");
        }
        let stranger = world.person("clerk-8a").await;
        stranger
            .api_step(&matter.id, "hide", hide(&words))
            .await
            .refused(404, "absent");
        // Without a reason; without saying what; an entry that is not there or has no words; a picture of elsewhere.
        let clerk = world.person("clerk-1a").await;
        let why = json!({ "hide": words, "text": "证件号码" });
        clerk
            .api_step(&matter.id, "hide", why)
            .await
            .refused(409, "case.reason_missing");
        for nothing in ["", "words", "words:x", "photo:1"] {
            clerk
                .api_step(&matter.id, "hide", hide(nothing))
                .await
                .refused(422, "invalid");
        }
        for empty in ["words:99", "words:4", "photo:01970000-0000-7000-8000-000000000000"] {
            let reply = clerk.api_step(&matter.id, "hide", hide(empty)).await;
            reply.refused(409, "case.hide.nothing");
        }
        assert_eq!(found(world, NUMBER).await.len(), 2, "nothing was touched");

        // By the form of the page.
        let page = clerk.get(&matter.page()).await.expect(200);
        let form = page.step_form("hide").with_all(&[
            ("hide", &words),
            ("reason", "id_number"),
            ("text", "居民把证件号码写进来了"),
        ]);
        clerk.send(&form).await.expect(303);

        assert_eq!(found(world, NUMBER).await, Vec::<String>::new());
        let export = exported(world);
        assert!(!export.contains(NUMBER));
        assert!(export.contains("【内容已隐藏】"));
        let page = clerk.get(&matter.page()).await.expect(200);
        page.hides(NUMBER)
            .shows("【内容已隐藏】：理由 含身份证号等证件号码，")
            .shows("2026-03-10 09:00")
            .shows("隐藏内容：2026-03-10 09:00 补充说明")
            .shows("居民把证件号码写进来了");
        let receipt = world.resident().get(&matter.receipt_page()).await.expect(200);
        receipt
            .hides(NUMBER)
            .shows("【内容已隐藏】")
            .shows("部分内容已隐藏")
            .hides("居民把证件号码写进来了");
        let json = world
            .resident()
            .get(&format!("/api/v1/receipts/{}", matter.receipt))
            .await;
        json.expect(200).hides(NUMBER);
        let json = clerk.get(&format!("/api/v1/cases/{}", matter.id)).await.expect(200);
        json.hides(NUMBER).shows("【内容已隐藏】");
        let notices = world.person("unit-municipal").await.get("/notices").await.expect(200);
        notices.hides(NUMBER).shows("反映人补充：【内容已隐藏】");
        world
            .person("leader-1")
            .await
            .get("/board")
            .await
            .expect(200)
            .hides(NUMBER);

        // Everything holds, and the matter goes on.
        assert_eq!(verdict(world).await.faults, Vec::<String>::new());
        let answer = json!({ "text": "已核对，请放心" });
        world.take("unit-municipal", &matter, "note", answer).await;
        assert_eq!(verdict(world).await.faults, Vec::<String>::new());
    })
    .await;
}

#[tokio::test]
async fn s08_the_reports_own_words_place_and_photo_can_go_too() {
    both(async |world| {
        let words = format!("{NUMBER} 的车挡住了路，废弃的售货机也在");
        let (matter, _) = with_photo(world, &words, photos::jpeg()).await;
        let clerk = world.person("clerk-1a").await;
        let page = clerk.get(&matter.page()).await.expect(200);
        let photo = links(&page.text(), &format!("{}/photos/", matter.page()))[0].clone();
        let id = photo.rsplit('/').next().expect("an id").to_owned();
        let (lng, lat) = world.point(1);
        let place = json!({ "text": "现场核对", "place": format!("{NUMBER} 家门口"), "lng": lng, "lat": lat });
        world.take("clerk-1a", &matter, "relocate", place).await;
        let held = ["case_events.body", "cases.body", "cases.place", "cases.title"];
        assert_eq!(found(world, NUMBER).await, held);

        world.take("clerk-1a", &matter, "hide", hide("words:1")).await;
        assert_eq!(
            found(world, NUMBER).await,
            ["case_events.body", "cases.body", "cases.place"]
        );
        world.take("clerk-1a", &matter, "hide", hide("place")).await;
        assert_eq!(found(world, NUMBER).await, Vec::<String>::new());
        world
            .take("dispatcher-1", &matter, "hide", hide(&format!("photo:{id}")))
            .await;

        let list = clerk.get("/cases?view=all").await.expect(200);
        list.hides(NUMBER).shows("【内容已隐藏】");
        let search = clerk
            .get(&format!("/api/v1/cases?view=all&q={NUMBER}"))
            .await
            .expect(200)
            .json();
        assert_eq!(search["cases"], json!([]));
        let page = clerk.get(&matter.page()).await.expect(200);
        page.hides(NUMBER)
            .hides(&id)
            .shows("照片【内容已隐藏】：理由 含身份证号等证件号码");
        clerk.get(&photo).await.expect(404);
        let receipt = world.resident().get(&matter.receipt_page()).await.expect(200);
        receipt.hides(NUMBER).hides(&id).shows("照片【内容已隐藏】");
        let own = format!("{}/photos/{id}", matter.receipt_page());
        world.resident().get(&own).await.expect(404);
        assert_eq!(world.count("SELECT COUNT(*) AS number FROM case_photos").await, 0);
        assert!(!exported(world).contains(NUMBER));
        assert_eq!(verdict(world).await.faults, Vec::<String>::new());

        // Long after the end, and what was hidden before can be hidden again.
        world.wait(60);
        let decline = json!({ "reason": "not_our_duty", "text": "请联系经营者" });
        world.take("clerk-1a", &matter, "decline", decline).await;
        world.take("clerk-1a", &matter, "hide", hide("words:1")).await;
        assert_eq!(world.state(&matter).await, "declined");
        assert_eq!(verdict(world).await.faults, Vec::<String>::new());
    })
    .await;
}

#[tokio::test]
async fn s08_what_is_changed_without_an_entry_is_still_found() {
    both(async |world| {
        let matter = commented(world).await;
        let id: uuid::Uuid = matter.id.parse().expect("an id");
        let seq = i64::try_from(world.history(&matter).await.len()).expect("few");
        let street = world.site.street.0;
        let read = "SELECT body FROM case_events WHERE street = $1 AND about = $2 AND about_seq = $3";
        let body = async |seq: i64| -> String {
            let row = world.site.db.row(read, values![street, id, seq]).await;
            row.expect("read").expect("an entry").get("body").expect("a body")
        };
        let put = async |seq: i64, body: &str| {
            let sql = "UPDATE case_events SET body = $4 WHERE street = $1 AND about = $2 AND about_seq = $3";
            let done = world.site.db.run(sql, values![street, id, seq, body]).await;
            assert_eq!(done.expect("written"), 1);
        };
        let original = body(seq).await;
        world
            .take("clerk-1a", &matter, "hide", hide(&format!("words:{seq}")))
            .await;
        let hidden = body(seq).await;
        assert_ne!(hidden, original);
        assert_eq!(verdict(world).await.faults, Vec::<String>::new());

        let faults = async || verdict(world).await.faults.join(" ");
        // The redacted words are proven too.
        put(seq, &hidden.replace("理由", "原因")).await;
        assert!(faults().await.contains("被改动过"));
        // The words came back, as from an old file.
        put(seq, &original).await;
        assert!(faults().await.contains("应已隐藏，却又是原文"));
        put(seq, &hidden).await;
        assert_eq!(faults().await, "");
        // Hiding one entry opens no other.
        let submitted = body(seq - 3).await;
        put(seq - 3, &submitted.replace("已清走", "没清走")).await;
        assert!(faults().await.contains("被改动过"));
        put(seq - 3, &submitted).await;
        // Nor does a new digest beside the new words.
        let forged = "UPDATE case_events SET digest = $4 WHERE street = $1 AND about = $2 AND about_seq = $3";
        let digest = db::body_digest("别的");
        let done = world.site.db.run(forged, values![street, id, 1_i64, digest]).await;
        assert_eq!(done.expect("written"), 1);
        assert!(faults().await.contains("被改动过"));
    })
    .await;
}
