//! What comes by itself: silence, reminders, orders; each once, however often and from wherever the sweep runs.

use serde_json::{Value, json};

use crate::matter::{ABANDONED, Matter};
use crate::world::{World, both};

async fn sweep(world: &World) {
    case::sweep::run(&world.site).await.expect("the sweep");
}

async fn times(world: &World, matter: &Matter, action: &str) -> usize {
    let history = world.history(matter).await;
    history.iter().filter(|taken| *taken == action).count()
}

#[tokio::test]
async fn silence_of_five_workdays_closes_as_silent_and_not_earlier() {
    both(async |world| {
        let matter = world.reported(1, "废弃的自动售货机").await;
        world.awaiting_answer(&matter).await;
        // Tuesday to Tuesday: the fifth workday is the seventeenth, and counts to its end.
        world.wait_days(7);
        sweep(world).await;
        assert_eq!(world.state(&matter).await, "pending_confirm");
        world.wait_days(1);
        let (one, other) = tokio::join!(case::sweep::run(&world.site), case::sweep::run(&world.site));
        one.expect("one sweep");
        other.expect("the other");
        sweep(world).await;
        let seen = world.look(&matter).await;
        assert_eq!(
            (&seen["case"]["state"], &seen["case"]["closing"]),
            (&json!("closed"), &json!("silent"))
        );
        assert_eq!(times(world, &matter, "lapse").await, 1);
        let page = world.resident().get(&matter.receipt_page()).await.expect(200);
        page.shows("到期没有收到您的反馈").step_form("reopen");
    })
    .await;
}

#[tokio::test]
async fn reminders_come_once_each_and_then_an_order_by_itself() {
    both(async |world| {
        let matter = world.reported(1, "废弃的自动售货机").await;
        world.handling(&matter, ABANDONED).await;
        for _ in 0..4 {
            for _ in 0..3 {
                world.wait(2 * 3600 + 1200);
                let (one, other) = tokio::join!(case::sweep::run(&world.site), case::sweep::run(&world.site));
                one.expect("one sweep");
                other.expect("the other");
            }
            world.wait_days(1);
            sweep(world).await;
        }
        world.wait_days(2);
        sweep(world).await;
        sweep(world).await;
        let seen = world.look(&matter).await;
        let events = seen["events"].as_array().expect("events").clone();
        let said = |event: &Value| event["text"].as_str().unwrap_or_default().to_owned();
        let mut reminders: Vec<String> = events
            .iter()
            .filter(|event| event["action"] == "remind")
            .map(said)
            .collect();
        assert_eq!(reminders.len(), 6, "three levels of two clocks: {reminders:?}");
        reminders.sort();
        reminders.dedup();
        assert_eq!(reminders.len(), 6);
        assert_eq!(times(world, &matter, "supervise").await, 1);
        let unit = world.person("unit-municipal").await;
        unit.get("/notices").await.expect(200).shows("催办：").shows("督办：");
        unit.get("/today?kind=reply").await.expect(200).shows(&matter.number);
        let mute = unit.step(&matter.id, "reply", &[]).await;
        mute.expect(409).shows("请填写“回复督办”的说明");
        let words = [("text", "吊车周四到，周五办结")];
        unit.step(&matter.id, "reply", &words).await.expect(303);
        unit.get("/today?kind=reply").await.expect(200).hides(&matter.number);
    })
    .await;
}

#[tokio::test]
async fn a_leader_or_supervisor_orders_and_the_unit_answers() {
    both(async |world| {
        let matter = world.reported(1, "废弃的自动售货机").await;
        world.handling(&matter, ABANDONED).await;
        let unit = world.person("unit-municipal").await;
        let order = json!({ "text": "本周办结", "reason": "important", "due": "2026-03-12T18:00" });
        unit.api_step(&matter.id, "supervise", order.clone())
            .await
            .refused(409, "case.not_yours");
        let leader = world.person("leader-1").await;
        let past = json!({ "text": "本周办结", "due": "2026-03-01T18:00" });
        leader
            .api_step(&matter.id, "supervise", past)
            .await
            .refused(409, "case.order.due");
        let undated = leader.step(&matter.id, "supervise", &[("text", "本周办结")]).await;
        let undated = undated.expect(422).shows("请选择督办回复的期限");
        assert_eq!(undated.step_form("supervise").get("text"), "本周办结");
        world.take("leader-1", &matter, "supervise", order.clone()).await;
        world.take("supervisor-01", &matter, "supervise", order.clone()).await;
        let outside = world.person("supervisor-50").await;
        outside
            .api_step(&matter.id, "supervise", order)
            .await
            .refused(404, "absent");
        leader
            .get("/cases?view=supervised")
            .await
            .expect(200)
            .shows(&matter.number);
        world
            .take("unit-municipal", &matter, "reply", json!({ "text": "周五办结" }))
            .await;
    })
    .await;
}
