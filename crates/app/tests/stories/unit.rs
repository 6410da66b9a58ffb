//! A department handles: accept, extend, suspend, submit with proof, and somebody else inspects.

use serde_json::json;

use crate::matter::{ABANDONED, MISSING_COVER};
use crate::office::{account, post_of};
use crate::person::fresh_client;
use crate::photos;
use crate::world::both;

#[tokio::test]
async fn a_unit_sees_only_what_was_sent_to_it_and_accepts() {
    both(async |world| {
        let matter = world.reported(1, "废弃的自动售货机").await;
        world.filed(&matter, ABANDONED).await;
        let unit = world.person("unit-municipal").await;
        unit.get(&matter.page()).await.expect(404);
        let lead = json!({ "lead": "unit:municipal" });
        world.take("clerk-1a", &matter, "dispatch", lead).await;
        unit.get("/today?kind=accept").await.expect(200).shows(&matter.number);
        let other = world.person("unit-justice").await;
        other.get(&matter.page()).await.expect(404);
        // Nobody else accepts for it.
        let clerk = world.person("clerk-1a").await;
        clerk
            .api_step(&matter.id, "accept", json!({}))
            .await
            .refused(409, "case.not_yours");
        // Not accepted, not handed in.
        let done = json!({ "text": "已清走", "outcome": "fixed" });
        unit.api_step(&matter.id, "submit", done)
            .await
            .refused(409, "case.state");
        unit.step(&matter.id, "accept", &[]).await.expect(303);
        assert_eq!(world.state(&matter).await, "handling");
    })
    .await;
}

#[tokio::test]
async fn an_extension_is_asked_in_time_and_at_most_twice() {
    both(async |world| {
        let matter = world.reported(1, "废弃的自动售货机").await;
        world.handling(&matter, ABANDONED).await;
        let unit = world.person("unit-municipal").await;
        let why = json!({ "reason": "material", "text": "吊车明天才到" });
        for _ in 0..2 {
            world
                .take("unit-municipal", &matter, "request_extension", why.clone())
                .await;
            let pending = unit.api_step(&matter.id, "request_extension", why.clone()).await;
            pending.refused(409, "case.request_pending");
            let before = world.look(&matter).await["case"]["clocks"]["handle"]["due_at"].as_i64();
            let own = unit.api_step(&matter.id, "grant_extension", json!({})).await;
            own.refused(409, "case.not_yours");
            let list = world.person("clerk-1a").await.get("/today?kind=extension").await;
            list.expect(200).shows(&matter.number);
            world
                .take("clerk-1a", &matter, "grant_extension", json!({ "text": "同意" }))
                .await;
            let after = world.look(&matter).await["case"]["clocks"]["handle"]["due_at"].as_i64();
            assert!(after > before);
        }
        unit.api_step(&matter.id, "request_extension", why.clone())
            .await
            .refused(409, "case.extend.used_up");

        let late = world.reported(1, "另一台废弃的自动售货机").await;
        world.handling(&late, ABANDONED).await;
        world.wait_days(7);
        let unit = world.person("unit-municipal").await;
        unit.api_step(&late.id, "request_extension", why)
            .await
            .refused(409, "case.extend.late");
    })
    .await;
}

#[tokio::test]
async fn a_suspension_needs_two_different_people_and_tells_the_resident() {
    both(async |world| {
        let matter = world.reported(1, "废弃的自动售货机").await;
        world.handling(&matter, ABANDONED).await;
        let unit = world.person("unit-municipal").await;
        let ask = [
            ("reason", "season"),
            ("text", "等绿化施工一起做"),
            ("until", "2026-03-20"),
            ("notice", "与绿化施工一并进行"),
        ];
        let refused = unit.step(&matter.id, "request_suspension", &ask[..3]).await;
        let refused = refused.expect(409).shows("请填写给居民看的说明");
        let kept = refused.step_form("request_suspension");
        assert_eq!(
            (kept.get("text"), kept.get("until")),
            ("等绿化施工一起做", "2026-03-20")
        );
        let past = json!({ "reason": "season", "text": "等", "until": "2026-03-01", "notice": "等" });
        unit.api_step(&matter.id, "request_suspension", past)
            .await
            .refused(409, "case.suspend.until");
        unit.step(&matter.id, "request_suspension", &ask).await.expect(303);

        let leader = world.person("leader-1").await;
        leader
            .api_step(&matter.id, "grant_suspension", json!({}))
            .await
            .refused(409, "case.suspend.not_endorsed");
        world
            .take("clerk-1a", &matter, "endorse_suspension", json!({ "text": "属实" }))
            .await;
        let clerk = world.person("clerk-1a").await;
        clerk
            .api_step(&matter.id, "grant_suspension", json!({}))
            .await
            .refused(409, "case.not_yours");
        leader
            .get("/today?kind=suspension")
            .await
            .expect(200)
            .shows(&matter.number);
        world
            .take("leader-1", &matter, "grant_suspension", json!({ "text": "同意" }))
            .await;
        let receipt = world.resident().get(&matter.receipt_page()).await;
        receipt.shows("与绿化施工一并进行");

        let left = |seen: &serde_json::Value| seen["case"]["clocks"]["handle"]["state"].clone();
        assert!(left(&world.look(&matter).await).to_string().contains("remaining"));
        world.wait_days(11);
        case::sweep::run(&world.site).await.expect("the sweep");
        assert_eq!(world.state(&matter).await, "handling", "it resumes by itself");
    })
    .await;
}

#[tokio::test]
async fn a_result_needs_proof_where_the_standard_says_so_and_another_pair_of_eyes() {
    both(async |world| {
        let matter = world.reported(1, "沟槽盖板没了，有人会掉下去").await;
        world.handling(&matter, MISSING_COVER).await;
        let unit = world.person("unit-municipal").await;
        let done = [("text", "已换上新盖板"), ("outcome", "fixed")];
        let refused = unit.step(&matter.id, "submit", &done).await.expect(409);
        let refused = refused.shows("要求提供处置后的照片");
        assert_eq!(refused.step_form("submit").get("text"), "已换上新盖板");
        let proof = refused.step_form("submit").with_all(&done);
        unit.send(&proof.photo("b.jpg", photos::jpeg())).await.expect(303);
        assert_eq!(world.state(&matter).await, "handled");

        // The handler is given the inspector's post as well, and still may not inspect this one.
        let (post, who) = (
            post_of(world, "inspector-1").await,
            account(world, "unit-municipal").await,
        );
        let security = world.person("secadmin").await;
        let csrf = security.get("/notices").await.any_csrf();
        let fields = [
            ("_csrf", csrf.as_str()),
            ("_client", &fresh_client()),
            ("account", &who.to_string()),
        ];
        let path = format!("/posts/{post}/holdings");
        security.post(&path, &fields).await.expect(303);
        unit.api_step(&matter.id, "inspect", json!({}))
            .await
            .refused(409, "case.inspect.own_work");

        world.take("inspector-1", &matter, "inspect", json!({})).await;
        let inspector = world.person("inspector-1").await;
        let bare = inspector.step(&matter.id, "fail", &[("text", "边角还翘着")]).await;
        bare.expect(409).shows("请选择“核查不通过”的理由").shows("边角还翘着");
        let fail = [("reason", "work_incomplete"), ("text", "边角还翘着")];
        inspector.step(&matter.id, "fail", &fail).await.expect(303);
        let list = world.person("unit-municipal").await.get("/today?kind=rework").await;
        list.expect(200).shows(&matter.number).shows("返工");
        world.take("unit-municipal", &matter, "accept", json!({})).await;
        let again = unit.get(&matter.page()).await.step_form("submit").with_all(&done);
        unit.send(&again.photo("c.jpg", photos::jpeg())).await.expect(303);
        world.take("inspector-1", &matter, "inspect", json!({})).await;
        world.take("inspector-1", &matter, "pass", json!({})).await;
        assert_eq!(world.state(&matter).await, "pending_confirm");
    })
    .await;
}
