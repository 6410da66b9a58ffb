//! Times that phones and forms bring: traps O08 and O10.

use serde_json::json;

use crate::person::fresh_client;
use crate::world::{World, both};

async fn report(world: &World, phone: &[(&str, serde_json::Value)]) -> crate::person::Reply {
    let (lng, lat) = world.point(1);
    let mut body = json!({ "client_id": fresh_client(), "words": "巡查时发现路面有坑", "lng": lng, "lat": lat });
    for (name, value) in phone {
        body[*name] = value.clone();
    }
    world
        .person("grid-worker-01")
        .await
        .post_json("/api/v1/cases", &body)
        .await
}

#[tokio::test]
async fn o08_a_wrong_phone_clock_moves_no_limit_and_is_shown() {
    both(async |world| {
        let wrong = report(world, &[("phone_at", json!("昨天"))]).await;
        let issues = wrong.expect(422).json();
        assert_eq!(issues["issues"][0]["code"], "case.report.phone_at");
        let back = [
            ("phone_at", json!("2026-03-10T09:00:00+08:00")),
            ("elapsed_ms", json!(-1)),
        ];
        report(world, &back).await.expect(422);

        let clerk = world.person("clerk-1a").await;
        let plain = report(world, &[]).await.expect(201).json();
        let look = async |id: &serde_json::Value| {
            let path = format!("/api/v1/cases/{}", id.as_str().expect("an id"));
            clerk.get(&path).await.expect(200).json()
        };
        let due = look(&plain["id"]).await["case"]["clocks"]["intake"]["due_at"].clone();
        // Sent 90 minutes after it was written, by the counter; the server has 2026-03-10 09:00.
        for (phone, elapsed, shown) in [
            ("2026-03-12T07:30:00+08:00", 90 * 60_000, Some("手机时间快 2 天")),
            ("2026-03-11T23:30:00Z", 90 * 60_000, Some("手机时间快 2 天")),
            ("2026-03-10T06:00:00+08:00", 0, Some("手机时间慢 3 小时")),
            ("2026-03-10T07:30:00+08:00", 90 * 60_000, None),
            ("2026-03-10T09:04:59+08:00", 0, None),
            ("2026-03-10T09:05:01+08:00", 0, Some("手机时间快 5 分钟")),
        ] {
            let fields = [("phone_at", json!(phone)), ("elapsed_ms", json!(elapsed))];
            let id = report(world, &fields).await.expect(201).json()["id"].clone();
            let seen = look(&id).await;
            assert_eq!(seen["case"]["clocks"]["intake"]["due_at"], due, "{phone}");
            assert_eq!(seen["case"]["reported_at"], world.site.now().0);
            let first = seen["events"][0].to_string();
            let stamp: jiff::Timestamp = phone.parse().expect("a time");
            let kept = format!("{{\"at\":{},\"elapsed_ms\":{elapsed}}}", stamp.as_millisecond());
            assert!(first.contains(&kept), "{first}");
            let page = clerk.get(&format!("/cases/{}", id.as_str().expect("an id"))).await;
            let page = page.expect(200);
            match shown {
                Some(words) => page.shows(words).shows("时限都从收到时算"),
                None => page.hides("手机时间"),
            };
        }
        // By the form; a clock that nobody can read loses no report.
        for (phone, shown) in [("2026-03-12T09:00:00.000+08:00", true), ("+275760-09-13", false)] {
            let page = world.resident().get("/reports/new").await.expect(200);
            let words = format!("路面有坑 {phone}");
            let form = page.form("/reports").with_all(&[
                ("words", &words),
                ("place", "和平路"),
                ("phone_at", phone),
                ("elapsed_ms", "1200"),
            ]);
            world.resident().send(&form).await.expect(303);
            let list = world.person("dispatcher-1").await.get("/api/v1/cases?view=all").await;
            let id = list.expect(200).json()["cases"][0]["id"].clone();
            let page = world.person("dispatcher-1").await;
            let page = page.get(&format!("/cases/{}", id.as_str().expect("an id"))).await;
            let page = page.expect(200).shows(&words);
            assert_eq!(page.seen().contains("手机时间快 2 天"), shown);
        }
    })
    .await;
}

#[tokio::test]
async fn o10_nine_o_clock_stays_nine_o_clock_however_often_it_is_sent() {
    both(async |world| {
        let matter = world.reported(1, "废弃的自动售货机").await;
        let leader = world.person("leader-1").await;
        let page = leader.get(&matter.page()).await.expect(200);
        let mut form =
            page.step_form("supervise")
                .with_all(&[("due", "2026-03-12T09:00"), ("reason", "important"), ("text", "")]);
        // Three times it comes back for want of words, with the time as it was typed.
        for _ in 0..3 {
            let told = leader.send(&form).await.expect(409);
            form = told.step_form("supervise");
            assert_eq!(form.get("due"), "2026-03-12T09:00");
        }
        leader.send(&form.with("text", "请周四前报结果")).await.expect(303);
        let shown = leader.get(&matter.page()).await.expect(200);
        let shown = shown.shows("限 2026-03-12 09:00 前回复");
        // What the program gave out comes in again, whatever the zone it is written in.
        let due = world.look(&matter).await["case"]["orders"][0]["due"]
            .as_i64()
            .expect("a time");
        for again in [
            kernel::Moment(due).rfc3339(),
            "2026-03-12T01:00:00Z".into(),
            "2026-03-11T20:00:00-05:00".into(),
            "2026-03-12T09:00:00".into(),
        ] {
            let order = json!({ "due": again, "reason": "important", "text": "再催一次" });
            world.take("leader-1", &matter, "supervise", order).await;
        }
        let seen = world.look(&matter).await;
        let orders = seen["case"]["orders"].as_array().expect("orders");
        assert_eq!(orders.len(), 5);
        assert!(orders.iter().all(|order| order["due"] == due), "{orders:?}");
        drop(shown);
        // A day without a time ends with the office day; a day that does not exist is said.
        let wrong = json!({ "due": "2026-02-30T09:00", "reason": "important", "text": "催" });
        leader
            .api_step(&matter.id, "supervise", wrong)
            .await
            .refused(422, "invalid");
    })
    .await;
}

#[tokio::test]
async fn o10_the_day_of_a_suspension_stays_that_day() {
    both(async |world| {
        let matter = world.reported(1, "废弃的自动售货机").await;
        world.handling(&matter, crate::matter::ABANDONED).await;
        let unit = world.person("unit-municipal").await;
        let page = unit.get(&matter.page()).await.expect(200);
        let mut form = page.step_form("request_suspension").with_all(&[
            ("until", "2026-04-01"),
            ("notice", "等到解冻后施工"),
            ("reason", "season"),
            ("text", ""),
        ]);
        for _ in 0..3 {
            let told = unit.send(&form).await.expect(409);
            form = told.step_form("request_suspension");
            assert_eq!(form.get("until"), "2026-04-01");
        }
        unit.send(&form.with("text", "要等解冻")).await.expect(303);
        let page = unit.get(&matter.page()).await.expect(200);
        page.shows("申请挂账至 2026-04-01");
    })
    .await;
}
