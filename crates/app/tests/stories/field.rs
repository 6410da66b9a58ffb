//! People of the grid: what they solve on the spot, what they report, and how a matter climbs.

use serde_json::{Value, json};

use crate::matter::ABANDONED;
use crate::person::fresh_client;
use crate::photos;
use crate::world::both;

#[tokio::test]
async fn a_grid_worker_solves_on_the_spot_in_five_fields() {
    both(async |world| {
        let worker = world.person("grid-worker-01").await;
        let page = worker.get("/self-resolutions/new").await.expect(200);
        let form = page.form("/self-resolutions");
        assert!(form.visible.len() <= 5, "{:?}", form.visible);

        // Refused: not chosen what, not said how; the place stays.
        let empty = form.clone().with("place", "和平路 3 号");
        let refused = worker.send(&empty).await.expect(422);
        let refused = refused.shows("请选择是什么事").shows("请写一句怎么解决的");
        assert_eq!(refused.form("/self-resolutions").get("place"), "和平路 3 号");
        // Refused: not the grid's people.
        let clerk = world.person("clerk-1a").await;
        let body = json!({ "client_id": fresh_client(), "words": "垃圾", "place": "路口", "done": "已清扫" });
        clerk
            .post_json("/api/v1/self-resolutions", &body)
            .await
            .refused(403, "forbidden");
        // The same refusal by JSON.
        let body = json!({ "client_id": fresh_client(), "words": "垃圾", "place": "路口" });
        let refused = worker.post_json("/api/v1/self-resolutions", &body).await;
        let refused = refused.refused(422, "invalid");
        assert_eq!(refused.json()["issues"][0]["code"], "case.report.done_missing");

        let before = world
            .count("SELECT COUNT(*) AS number FROM cases WHERE closing = 'self'")
            .await;
        let form = form
            .with_all(&[
                ("standard", ABANDONED),
                ("place", "和平路 3 号"),
                ("done", "已联系清走"),
            ])
            .photo("a.jpg", photos::jpeg());
        worker.send(&form).await.expect(303);
        let after = world
            .count("SELECT COUNT(*) AS number FROM cases WHERE closing = 'self'")
            .await;
        assert_eq!(after, before + 1);
        let list = worker.get("/cases?view=all&q=%E5%92%8C%E5%B9%B3%E8%B7%AF%203").await;
        list.expect(200).shows("自动售货机").shows("自处置");
    })
    .await;
}

#[tokio::test]
async fn a_report_climbs_from_grid_to_district_with_its_clock_and_its_follower() {
    both(async |world| {
        let matter = world.found("grid-worker-01", 1, "售货机废弃，归属不清").await;
        let seen = world.look(&matter).await;
        assert_eq!(
            seen["case"]["desk"],
            format!("community:{}", world.grid(1).community().0)
        );
        world.filed(&matter, ABANDONED).await;
        let promise = |seen: &Value| seen["case"]["clocks"]["promise"]["due_at"].clone();
        let promised = promise(&world.look(&matter).await);
        assert!(promised.is_number(), "{promised}");

        // Refused: the worker does not hold it; the clerk gives no reason; a reason needs words.
        let reason = json!({ "reason": "needs_power", "text": "没有执法权" });
        let worker = world.person("grid-worker-01").await;
        worker
            .api_step(&matter.id, "escalate", reason.clone())
            .await
            .refused(409, "case.not_yours");
        let clerk = world.person("clerk-1a").await;
        let bare = clerk.api_step(&matter.id, "escalate", json!({ "text": "太难" })).await;
        bare.refused(409, "case.reason_missing");
        let mute = json!({ "reason": "needs_power" });
        let mute = clerk.api_step(&matter.id, "escalate", mute).await;
        mute.refused(409, "case.text_missing");

        // To the grid itself, which cannot do it and reports upward.
        let grid = json!({ "lead": format!("grid:{}", world.grid(1).0) });
        world.take("clerk-1a", &matter, "dispatch", grid).await;
        world.take("grid-worker-01", &matter, "accept", json!({})).await;
        assert_eq!(world.look(&matter).await["case"]["level"], "grid");
        world.take("grid-worker-01", &matter, "escalate", reason.clone()).await;
        let seen = world.look(&matter).await;
        assert_eq!(seen["case"]["level"], "community");
        let followers = seen["case"]["followers"].as_array().expect("followers");
        assert_eq!(followers.len(), 1, "the grid's supervisor follows");

        world.take("clerk-1a", &matter, "escalate", reason.clone()).await;
        let seen = world.look(&matter).await;
        assert_eq!(
            (&seen["case"]["level"], &seen["case"]["desk"]),
            (&json!("street"), &json!("centre"))
        );
        // Out of the clerk's hands, still in the clerk's sight.
        clerk.get(&matter.page()).await.expect(200);
        clerk
            .api_step(&matter.id, "dispatch", json!({ "lead": "unit:municipal" }))
            .await
            .refused(409, "case.not_yours");

        world.take("dispatcher-1", &matter, "escalate", reason.clone()).await;
        let seen = world.look(&matter).await;
        assert_eq!(seen["case"]["level"], "district");
        let top = world.person("dispatcher-1").await;
        top.api_step(&matter.id, "escalate", reason)
            .await
            .refused(409, "case.escalate.top");
        // The district's unit takes it; the promise never moved and the same person still follows.
        let unit = json!({ "lead": "unit:district:01", "text": "权限在区级" });
        world.take("dispatcher-1", &matter, "dispatch", unit).await;
        world.take("unit-district-01", &matter, "accept", json!({})).await;
        let seen = world.look(&matter).await;
        assert_eq!(promise(&seen), promised);
        assert_eq!(seen["case"]["followers"].as_array().expect("followers").len(), 1);
        let supervisor = world.person("supervisor-01").await;
        supervisor.get("/notices").await.expect(200).shows("请跟办");
        supervisor.get(&matter.page()).await.expect(200).shows("跟办");
        let stranger = world.person("supervisor-02").await;
        stranger.get(&matter.page()).await.expect(404);
    })
    .await;
}

#[tokio::test]
async fn a_grid_worker_verifies_what_somebody_else_reported() {
    both(async |world| {
        let matter = world.reported(1, "听说路口有废弃的售货机").await;
        let clerk = world.person("clerk-1a").await;
        clerk
            .step(&matter.id, "ask_verify", &[("text", "请看一下")])
            .await
            .expect(303);
        let worker = world.person("grid-worker-01").await;
        worker.get("/today?kind=verify").await.expect(200).shows(&matter.number);
        let next = world.person("grid-worker-02").await;
        next.get("/today").await.expect(200).hides(&matter.number);
        // Not found needs a reason and words.
        let bare = worker.step(&matter.id, "not_found", &[("text", "没有看到")]).await;
        bare.expect(409).shows("请选择“核实未发现”的理由").shows("没有看到");
        let gone = [("reason", "already_gone"), ("text", "到场时已拖走")];
        worker.step(&matter.id, "not_found", &gone).await.expect(303);
        assert_eq!(world.state(&matter).await, "voided");
        // The resident objects, and the matter is taken in anew.
        let resident = world.resident();
        let page = resident.get(&matter.receipt_page()).await.expect(200);
        let object = page.shows("到场时已拖走").step_form("object");
        resident.send(&object.with("text", "还在，在南侧")).await.expect(303);
        assert_eq!(world.state(&matter).await, "reported");
    })
    .await;
}
