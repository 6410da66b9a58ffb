//! A resident without an account: report, receipt, timeline, answer, and who looked.

use serde_json::json;

use crate::matter::ABANDONED;
use crate::office::with_photo;
use crate::photos;
use crate::world::both;

#[tokio::test]
async fn a_resident_reports_with_a_photo_and_follows() {
    both(async |world| {
        let resident = world.resident();
        // Refusals first: nothing said, nowhere named, a telephone that is none; what was typed stays.
        let empty = resident.get("/reports/new").await.expect(200);
        let empty = empty.form("/reports").with("phone", "123").with("name", "王秀英");
        let refused = resident.send(&empty).await.expect(422);
        let refused = refused
            .shows("请写一写发生了什么")
            .shows("请告诉我们在哪里")
            .shows("电话不对");
        assert_eq!(refused.form("/reports").get("name"), "王秀英");

        let (matter, reply) = with_photo(world, "门口的售货机废弃了，挡路。", photos::jpeg()).await;
        let page = resident.get(&reply.location()).await.expect(200);
        let page = page
            .shows(&matter.number)
            .shows(&matter.receipt)
            .shows("请记下或截图保存")
            .shows("已收到反映")
            .shows("还没有人看过");
        let picture = crate::html::links(&page.text(), &format!("{}/photos/", matter.receipt_page()));
        let picture = resident.get(&picture[0]).await.expect(200);
        assert_eq!(&picture.bytes[..2], &[0xFF, 0xD8]);

        world.awaiting_answer(&matter).await;
        let page = resident.get(&matter.receipt_page()).await.expect(200);
        let page = page
            .shows("承诺在")
            .shows("由市政")
            .shows("请您看看解决了没有")
            .shows("已清走，地面已复原。")
            .hides("inspector")
            .hides("王秀英");
        let confirm = page.form(&format!("{}/steps", matter.receipt_page()));
        resident.send(&confirm.with("action", "confirm")).await.expect(303);
        let closed = resident.get(&matter.receipt_page()).await.expect(200);
        closed.shows("已结案：您确认已解决。");
        assert_eq!(world.look(&matter).await["case"]["closing"], "confirmed");
    })
    .await;
}

#[tokio::test]
async fn s01_the_number_opens_nothing_and_codes_cannot_be_guessed() {
    both(async |world| {
        let matter = world.reported(1, "废弃的售货机").await;
        let resident = world.resident();
        for wrong in [&matter.number, &matter.id, "2222222222", "O0O0O-O0O0O"] {
            resident.get(&format!("/receipts/{wrong}")).await.expect(404);
            let path = format!("/api/v1/receipts/{wrong}");
            resident.get(&path).await.refused(404, "absent");
        }
        // Typed by an elder: lower case, full width, with blanks.
        let typed = matter.receipt.to_lowercase().replace('-', "%20");
        resident.get(&format!("/receipts/{typed}")).await.expect(200);
        // Whoever fails often waits, and the right code still opens after a while.
        let mut last = 404;
        for _ in 0..150 {
            last = resident.get("/receipts/2222222222").await.status;
        }
        assert_eq!(last, 429);
        world.wait(120);
        resident.get(&matter.receipt_page()).await.expect(200);
    })
    .await;
}

#[tokio::test]
async fn a_dispute_goes_back_and_a_reopening_has_thirty_days() {
    both(async |world| {
        let matter = world.reported(1, "废弃的售货机").await;
        let resident = world.resident();
        let step = async |action: &str, text: &str| {
            let client = crate::person::fresh_client();
            let path = format!("/api/v1/receipts/{}/steps", matter.receipt);
            let body = json!({ "client_id": client, "action": action, "text": text });
            resident.post_json(&path, &body).await
        };
        // Nothing to confirm yet; the refusal says what can be done.
        let early = step("confirm", "").await.refused(409, "case.state");
        assert_eq!(early.json()["allowed"], json!(["补充说明"]));
        // A resident takes no step of the office.
        step("file", "").await.expect(422);
        step("decline", "不办").await.refused(409, "case.not_yours");

        world.awaiting_answer(&matter).await;
        let page = resident.get(&matter.receipt_page()).await.expect(200);
        let dispute = page.step_form("dispute").with("text", "底座还在");
        resident.send(&dispute).await.expect(303);
        assert_eq!(world.state(&matter).await, "rework");
        let unit = world.person("unit-municipal").await;
        unit.get("/notices").await.expect(200).shows("底座还在");
        world.take("unit-municipal", &matter, "accept", json!({})).await;
        let done = json!({ "text": "底座已拆除。", "outcome": "fixed" });
        world.take("unit-municipal", &matter, "submit", done).await;
        world.take("inspector-1", &matter, "inspect", json!({})).await;
        world.take("inspector-1", &matter, "pass", json!({})).await;
        step("confirm", "").await.expect(200);

        world.wait(29 * 86_400);
        let page = resident.get(&matter.receipt_page()).await.expect(200);
        let reopen = page.step_form("reopen").with("text", "又摆了一台");
        resident.send(&reopen).await.expect(303);
        assert_eq!(world.state(&matter).await, "awaiting_dispatch");
        let seen = world.look(&matter).await;
        assert_eq!(seen["case"]["round"], 2);
        assert!(seen["case"]["closing"].is_null());

        // A second matter, one day too late.
        let late = world.reported(1, "另一台废弃的售货机").await;
        world.awaiting_answer(&late).await;
        let path = format!("/api/v1/receipts/{}/steps", late.receipt);
        let send = async |action: &str| {
            let body = json!({ "client_id": crate::person::fresh_client(), "action": action });
            resident.post_json(&path, &body).await
        };
        send("confirm").await.expect(200);
        world.wait(30 * 86_400 + 60);
        send("reopen").await.refused(409, "case.reopen.too_late");
    })
    .await;
}

#[tokio::test]
async fn a_look_at_the_reporter_shows_on_the_receipt() {
    both(async |world| {
        let matter = world.reported(1, "废弃的售货机").await;
        let clerk = world.person("clerk-1a").await;
        let path = format!("{}/reveals", matter.page());
        let page = clerk.get(&matter.page()).await.expect(200);
        let page = page.hides("王秀英").hides("15400001234").shows("王**");
        // Without a reason nothing is shown and nothing is written.
        let form = page.form(&path);
        clerk
            .send(&form)
            .await
            .expect(409)
            .hides("15400001234")
            .shows("请选择“查看反映人”的理由");
        let receipt = world.resident().get(&matter.receipt_page()).await;
        receipt.shows("还没有人看过");

        let page = clerk.get(&matter.page()).await;
        let form = page
            .form(&path)
            .with_all(&[("reason", "contact_reporter"), ("text", "约您看现场")]);
        let shown = clerk.send(&form).await.expect(200);
        shown.shows("王秀英").shows("15400001234");
        let receipt = world.resident().get(&matter.receipt_page()).await;
        receipt.shows("约您看现场").shows("需联系反映人").hides("还没有人看过");
        // The next look needs its own reason; the unit that handles it can be asked for one too.
        clerk.get(&matter.page()).await.hides("15400001234");
        world.handling(&matter, ABANDONED).await;
        let unit = world.person("unit-municipal").await;
        let page = unit.get(&matter.page()).await.expect(200);
        page.hides("15400001234").form(&path);
    })
    .await;
}
