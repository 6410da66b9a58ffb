//! Clerks of communities and dispatchers of the centre: take in, decline, merge, dispatch, telephone.

use serde_json::{Value, json};

use crate::matter::ABANDONED;
use crate::person::fresh_client;
use crate::world::both;

#[tokio::test]
async fn a_clerk_files_declines_and_says_where_to_go() {
    both(async |world| {
        let clerk = world.person("clerk-1a").await;
        let matter = world.reported(1, "废弃的自动售货机没人管").await;
        // Refused: no row of the standard; the page says so and stays.
        let refused = clerk.step(&matter.id, "file", &[("standard", "")]).await;
        refused.expect(422).shows("请选择事项类别和立案条件");
        let page = clerk.get(&matter.page()).await.expect(200);
        let form = page.shows("建议为").step_form("file");
        assert!(!form.get("standard").is_empty(), "a row is suggested");
        clerk.send(&form.with("standard", ABANDONED)).await.expect(303);
        let seen = world.look(&matter).await;
        assert_eq!(seen["case"]["state"], "awaiting_dispatch");
        assert!(seen["case"]["clocks"]["promise"]["due_at"].is_number());
        // A filed matter cannot be declined any more.
        let late = json!({ "reason": "not_our_duty", "text": "请找开发商" });
        clerk
            .api_step(&matter.id, "decline", late)
            .await
            .refused(409, "case.state");

        let other = world.reported(1, "合同纠纷请你们解决").await;
        let bare = clerk.step(&other.id, "decline", &[("reason", "legal_procedure")]).await;
        bare.expect(409).shows("请写明“不予受理”的具体情况");
        let why = [
            ("reason", "legal_procedure"),
            ("text", "请向人民法院起诉；社区可预约法律咨询。"),
        ];
        clerk.step(&other.id, "decline", &why).await.expect(303);
        let page = world.resident().get(&other.receipt_page()).await.expect(200);
        page.shows("请向人民法院起诉").step_form("object");
    })
    .await;
}

#[tokio::test]
async fn a_dispatch_follows_the_duty_list_or_says_why_not() {
    both(async |world| {
        let clerk = world.person("clerk-1a").await;
        let matter = world.reported(1, "废弃的自动售货机").await;
        world.filed(&matter, ABANDONED).await;
        let page = clerk.get(&matter.page()).await.expect(200);
        let form = page.shows("按职责清单").step_form("dispatch");
        assert_eq!(form.get("lead"), "unit:municipal", "the list's unit is chosen");
        let refused = clerk.send(&form.clone().with("lead", "")).await.expect(422);
        refused.shows("请选择主办单位");
        let page = clerk.get(&matter.page()).await;
        let wrong = page.step_form("dispatch").with("lead", "unit:justice");
        let refused = clerk.send(&wrong).await.expect(409);
        let refused = refused.shows("不在此事项的职责清单上");
        assert_eq!(
            refused.step_form("dispatch").get("lead"),
            "unit:justice",
            "the choice is kept"
        );
        let none = json!({ "lead": "unit:moon" });
        clerk
            .api_step(&matter.id, "dispatch", none)
            .await
            .refused(422, "invalid");
        let page = clerk.get(&matter.page()).await;
        let right = page.step_form("dispatch").with("assisting", "unit:justice");
        clerk.send(&right).await.expect(303);
        world.take("unit-municipal", &matter, "accept", json!({})).await;
        assert_eq!(world.state(&matter).await, "joint");
        let joint = world.person("unit-justice").await;
        joint.get("/today").await.expect(200).shows(&matter.number);
        joint.get(&matter.page()).await.expect(200);
    })
    .await;
}

#[tokio::test]
async fn a_second_return_is_decided_one_level_up_and_there_is_no_third() {
    both(async |world| {
        let matter = world.reported(1, "废弃的自动售货机").await;
        world.filed(&matter, ABANDONED).await;
        let to = |unit: &str| json!({ "lead": format!("unit:{unit}"), "text": "依据职责清单协商" });
        let back = json!({ "reason": "wrong_unit", "text": "清单上不是我们" });
        world.take("clerk-1a", &matter, "dispatch", to("municipal")).await;
        let unit = world.person("unit-municipal").await;
        let bare = unit.api_step(&matter.id, "return", json!({ "text": "不归我们" })).await;
        bare.refused(409, "case.reason_missing");
        world.take("unit-municipal", &matter, "return", back.clone()).await;
        let seen = world.look(&matter).await;
        assert_eq!(seen["case"]["state"], "returned");
        assert_eq!(
            seen["case"]["desk"],
            format!("community:{}", world.grid(1).community().0)
        );
        world.take("clerk-1a", &matter, "redispatch", to("justice")).await;
        world.take("unit-justice", &matter, "return", back.clone()).await;
        let seen = world.look(&matter).await;
        assert_eq!(seen["case"]["desk"], "centre", "one level up");
        let page = world.person("dispatcher-1").await.get("/today?kind=decide").await;
        page.expect(200).shows(&matter.number);
        world.take("dispatcher-1", &matter, "redispatch", to("municipal")).await;
        unit.api_step(&matter.id, "return", back)
            .await
            .refused(409, "case.return.decided");
    })
    .await;
}

#[tokio::test]
async fn m01_a_merged_reporter_follows_the_main_matter_in_reduced_form() {
    both(async |world| {
        let clerk = world.person("clerk-1a").await;
        let main = world.reported(1, "主案：路口废弃售货机").await;
        let child = world.reported(1, "也是那台售货机").await;
        let page = clerk.get(&child.page()).await.expect(200);
        page.shows("可能是同一件事").shows(&main.number);
        let compare = format!("{}/merge/{}", child.page(), main.number);
        let side = clerk.get(&compare).await.expect(200);
        let side = side.shows("主案：路口废弃售货机").shows("也是那台售货机");
        // Refused: without words; into itself; into nothing.
        let form = side.step_form("merge");
        clerk.send(&form).await.expect(409).shows("请写明“并案”");
        let itself = json!({ "other": child.number, "reason": "same_matter", "text": "同一台" });
        clerk
            .api_step(&child.id, "merge", itself)
            .await
            .refused(409, "case.merge.same");
        let nothing = json!({ "other": "2026-999999", "reason": "same_matter", "text": "同一台" });
        clerk
            .api_step(&child.id, "merge", nothing)
            .await
            .refused(422, "invalid");
        let side = clerk.get(&compare).await;
        let form = side.step_form("merge").with("text", "同一台售货机");
        clerk.send(&form).await.expect(303);
        assert_eq!(world.look(&main).await["case"]["reporters"], 2);

        let note = json!({ "text": "内部备注：物业经理电话另附" });
        world.take("clerk-1a", &main, "note", note).await;
        world.awaiting_answer(&main).await;
        let resident = world.resident();
        let page = resident.get(&child.receipt_page()).await.expect(200);
        let page = page
            .shows(&child.number)
            .shows("与另一件相同")
            .shows("请您看看解决了没有")
            .hides(&main.receipt)
            .hides("主案：路口废弃售货机")
            .hides("内部备注");
        let answer = page.form(&format!("{}/steps", child.receipt_page()));
        resident.send(&answer.with("action", "confirm")).await.expect(303);
        assert_eq!(world.state(&main).await, "closed");
        let page = resident.get(&main.receipt_page()).await.expect(200);
        page.shows("已结案：您确认已解决。");
    })
    .await;
}

#[tokio::test]
async fn m03_words_to_a_merged_matter_arrive_in_the_main_one_and_it_can_be_undone() {
    both(async |world| {
        let main = world.reported(1, "路口废弃售货机").await;
        let child = world.reported(1, "也是那台售货机").await;
        let same = json!({ "other": main.number, "reason": "same_matter", "text": "同一台" });
        world.take("clerk-1a", &child, "merge", same).await;
        let path = format!("/api/v1/receipts/{}/steps", child.receipt);
        let words = json!({ "client_id": fresh_client(), "action": "note", "text": "昨天又倒了" });
        world.resident().post_json(&path, &words).await.expect(200);
        let seen = world.look(&main).await;
        assert!(seen["events"].to_string().contains("昨天又倒了"));

        let undo = json!({ "reason": "merged_by_mistake", "text": "是另一台" });
        let stranger = world.person("clerk-8a").await;
        stranger
            .api_step(&child.id, "unmerge", undo.clone())
            .await
            .refused(404, "absent");
        world.take("clerk-1a", &child, "unmerge", undo).await;
        assert_eq!(world.look(&main).await["case"]["reporters"], 1);
        assert_eq!(world.state(&child).await, "reported");
        assert!(world.history(&main).await.contains(&"release".to_owned()));
        assert!(world.history(&child).await.contains(&"unmerge".to_owned()));
    })
    .await;
}

#[tokio::test]
async fn m03_undo_gives_back_entries_followers_and_clocks() {
    both(async |world| {
        let main = world.reported(1, "路口废弃售货机").await;
        let child = world.reported(1, "也是那台售货机").await;
        world.filed(&child, crate::matter::ABANDONED).await;
        let up = json!({ "reason": "needs_power", "text": "要城管来拖" });
        world.take("clerk-1a", &child, "escalate", up).await;
        let before = world.look(&child).await;
        let followers = before["case"]["followers"].as_array().expect("followers").len();
        assert!(followers > 0, "the grid's supervisor follows");
        let main_before = world.look(&main).await;

        let same = json!({ "other": main.number, "reason": "same_matter", "text": "同一台" });
        world.take("dispatcher-1", &child, "merge", same).await;
        world.wait(3600);
        let undo = json!({ "reason": "merged_by_mistake", "text": "是另一台" });
        world.take("dispatcher-1", &child, "unmerge", undo).await;

        let after = world.look(&child).await;
        let entries = |seen: &serde_json::Value| seen["events"].as_array().expect("events").clone();
        let (old, new) = (entries(&before), entries(&after));
        assert_eq!(new[..old.len()], old[..], "what was written stays");
        let tail: Vec<&str> = new[old.len()..]
            .iter()
            .filter_map(|event| event["action"].as_str())
            .collect();
        assert_eq!(tail, ["merge", "unmerge"]);
        for kept in ["followers", "standard", "words", "reporters", "reported_at", "parties"] {
            assert_eq!(after["case"][kept], before["case"][kept], "{kept}");
        }
        for part in ["due_at", "total", "state"] {
            let promise = |case: &Value| case["case"]["clocks"]["promise"][part].clone();
            assert_eq!(promise(&after), promise(&before), "{part}");
        }
        assert_eq!(after["case"]["merged_into"], json!(null));
        assert_eq!(after["case"]["closing"], json!(null));
        // The clock of the desk that takes it in runs from now.
        assert_eq!(after["case"]["clocks"]["intake"]["state"], json!("running"));
        let main_after = world.look(&main).await;
        for kept in ["reporters", "reachable", "followers", "clocks", "absorbed"] {
            assert_eq!(main_after["case"][kept], main_before["case"][kept], "{kept}");
        }
        let tail = world.history(&main).await;
        assert_eq!(tail[tail.len() - 2..], ["absorb", "release"]);
    })
    .await;
}

#[tokio::test]
async fn m01_a_chain_of_merges_still_leads_every_reporter_to_the_end() {
    both(async |world| {
        let mut matters = Vec::new();
        for words in ["第一件", "第二件", "第三件"] {
            matters.push(world.reported(1, words).await);
        }
        for pair in matters.windows(2) {
            let same = json!({ "other": pair[1].number, "reason": "same_matter", "text": "同一台" });
            world.take("clerk-1a", &pair[0], "merge", same).await;
        }
        world.awaiting_answer(&matters[2]).await;
        let page = world.resident().get(&matters[0].receipt_page()).await;
        page.expect(200).shows("请您看看解决了没有");
    })
    .await;
}

#[tokio::test]
async fn a_call_is_taken_by_form_filed_and_merged() {
    both(async |world| {
        let clerk = world.person("dispatcher-1").await;
        let page = clerk.get("/calls/new").await.expect(200);
        let form = page.form("/calls").with("phone", "不知道").with("name", "赵大爷");
        let refused = clerk.send(&form).await.expect(422);
        let refused = refused.shows("请写一写发生了什么").shows("电话不对");
        assert_eq!(refused.form("/calls").get("name"), "赵大爷", "what was typed is kept");

        let (lng, lat) = world.point(1);
        let (lng, lat) = (lng.to_string(), lat.to_string());
        let call = [
            ("phone", "15400009999"),
            ("name", "赵大爷"),
            ("words", "废弃的自动售货机挡路"),
            ("lng", &lng),
            ("lat", &lat),
        ];
        // A clerk of the community files in the same go.
        let clerk = world.person("clerk-1a").await;
        let form = clerk.get("/calls/new").await.form("/calls").with_all(&call);
        let form = form.with("standard", ABANDONED).with("then", "file");
        let done = clerk.send(&form).await.expect(200).shows("已立案，等待派遣");
        let text = done.seen();
        let number = text.split("已登记 ").nth(1).expect("a number")[..11].to_owned();
        let similar = clerk.get(&format!("/calls/similar?lng={lng}&lat={lat}")).await;
        similar.expect(200).shows(&number);
        let suggestions = clerk
            .get("/catalogue/suggestions?words=%E8%87%AA%E5%8A%A8%E5%94%AE%E8%B4%A7%E6%9C%BA")
            .await;
        suggestions.expect(200).shows("自动售货机");
        // The next caller about the same is merged and is told so.
        let form = clerk.get("/calls/new").await.form("/calls").with_all(&call);
        let done = clerk.send(&form.with("parent", &number)).await.expect(200);
        done.shows(&format!("已并入 {number}"));
    })
    .await;
}
