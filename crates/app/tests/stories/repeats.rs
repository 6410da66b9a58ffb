//! The same thing sent again, many at once, and two people at one matter.

use std::collections::BTreeSet;

use serde_json::json;
use tokio::task::JoinSet;

use crate::matter::ABANDONED;
use crate::person::fresh_client;
use crate::world::{World, both};

async fn cases(world: &World) -> i64 {
    world.count("SELECT COUNT(*) AS number FROM cases").await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn o01_fifty_times_the_same_report_is_one_case_with_one_answer() {
    both(async |world| {
        let before = cases(world).await;
        let (lng, lat) = world.point(1);
        let body = json!({ "client_id": fresh_client(), "words": "路灯不亮", "lng": lng, "lat": lat });
        let mut posts = JoinSet::new();
        for _ in 0..50 {
            let (resident, body) = (world.resident(), body.clone());
            posts.spawn(async move {
                let reply = resident.post_json("/api/v1/reports", &body).await;
                reply.expect(201).text()
            });
        }
        let answers: BTreeSet<String> = posts.join_all().await.into_iter().collect();
        assert_eq!(answers.len(), 1, "{answers:?}");
        assert_eq!(cases(world).await, before + 1);

        // The same by the page, with a double click.
        let page = world.resident().get("/reports/new").await;
        let form = page
            .form("/reports")
            .with_all(&[("words", "路灯不亮"), ("place", "和平路")]);
        let mut posts = JoinSet::new();
        for _ in 0..10 {
            let (resident, form) = (world.resident(), form.clone());
            posts.spawn(async move { resident.send(&form).await.expect(303).location() });
        }
        let receipts: BTreeSet<String> = posts.join_all().await.into_iter().collect();
        assert_eq!(receipts.len(), 1);
        assert_eq!(cases(world).await, before + 2);
    })
    .await;
}

#[tokio::test]
async fn o01_a_repeated_step_or_call_gets_the_first_answer() {
    both(async |world| {
        let matter = world.reported(1, "废弃的自动售货机").await;
        let clerk = world.person("clerk-1a").await;
        let form = clerk.get(&matter.page()).await.step_form("file");
        let form = form.with("standard", ABANDONED);
        for _ in 0..3 {
            assert_eq!(clerk.send(&form).await.expect(303).location(), matter.page());
        }
        let filed = world.history(&matter).await;
        assert_eq!(filed, ["report", "file", "queue"]);

        let before = cases(world).await;
        let call = clerk.get("/calls/new").await.form("/calls").with_all(&[
            ("words", "废弃的自动售货机"),
            ("place", "和平路"),
            ("area", &world.grid(1).community().digits()),
            ("standard", ABANDONED),
            ("then", "file"),
        ]);
        let first = clerk.send(&call).await.expect(200).shows("已立案，等待派遣");
        let code = first.seen().split("查询码 ").nth(1).expect("a code")[..40].to_owned();
        let second = clerk.send(&call).await.expect(200).shows("已立案，等待派遣");
        second.shows(&code);
        assert_eq!(cases(world).await, before + 1);
    })
    .await;
}

#[tokio::test]
async fn o03_without_an_id_the_same_words_within_ten_minutes_are_one() {
    both(async |world| {
        let send = async |words: &str, name: &str| {
            let body = json!({ "words": words, "place": "和平路", "name": name });
            world.resident().post_json("/api/v1/reports", &body).await
        };
        for (after, same) in [(3, true), (599, true), (600, false), (601, false)] {
            // Two seconds before a full ten minutes: a window with fixed edges would end in between.
            let past = world.site.now().0 / 1000 % 600;
            world.wait(600 + 598 - past);
            let words = format!("路灯不亮，第 {after} 根");
            let before = cases(world).await;
            let first = send(&words, "王秀英").await.expect(201).json();
            world.wait(after);
            let again = send(&words, "王秀英").await;
            if same {
                let again = again.expect(200).json();
                assert_eq!(again["number"], first["number"], "after {after} s");
                assert_eq!(again["receipt"], first["receipt"]);
                let number = first["number"].as_str().expect("a number");
                assert_eq!(again["message"], format!("与 {number} 号相同，没有重复登记。"));
                assert_eq!(cases(world).await, before + 1);
                send(&words, "李建华").await.expect(201);
                assert_eq!(
                    cases(world).await,
                    before + 2,
                    "somebody else gets a receipt of their own"
                );
            } else {
                let again = again.expect(201).json();
                assert_ne!(again["number"], first["number"], "after {after} s");
                assert_eq!(cases(world).await, before + 2);
                // The desk is told that it may be the same.
                let page = world.person("dispatcher-1").await;
                let page = page
                    .get(&format!("/cases/{}", again["id"].as_str().expect("an id")))
                    .await;
                let number = first["number"].as_str().expect("a number");
                page.expect(200).shows("可能是同一件事").shows(number);
                // From now on the new one is the same one.
                world.wait(after - 10);
                let third = send(&words, "王秀英").await.expect(200).json();
                assert_eq!(third["number"], again["number"]);
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn o03_without_an_id_at_the_very_same_moment_is_one_too() {
    both(async |world| {
        let before = cases(world).await;
        let body = json!({ "words": "路灯不亮", "place": "和平路", "phone": "15400001234" });
        let mut posts = JoinSet::new();
        for _ in 0..20 {
            let (resident, body) = (world.resident(), body.clone());
            posts.spawn(async move {
                let reply = resident.post_json("/api/v1/reports", &body).await;
                (reply.status, reply.json()["number"].to_string())
            });
        }
        let answers = posts.join_all().await;
        assert_eq!(
            answers.iter().filter(|(status, _)| *status == 201).count(),
            1,
            "{answers:?}"
        );
        let numbers: BTreeSet<&String> = answers.iter().map(|(_, number)| number).collect();
        assert_eq!(numbers.len(), 1);
        assert_eq!(cases(world).await, before + 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn o15_two_hundred_reports_at_once_have_two_hundred_numbers() {
    both(async |world| {
        let before = cases(world).await;
        let (lng, lat) = world.point(1);
        let mut posts = JoinSet::new();
        for number in 0..=200 {
            let resident = world.resident();
            let mut body =
                json!({ "client_id": fresh_client(), "words": format!("第 {number} 件"), "lng": lng, "lat": lat });
            if number == 100 {
                body["standard"] = "moon/landing".into();
            }
            posts.spawn(async move {
                let reply = resident.post_json("/api/v1/reports", &body).await;
                (reply.status, reply.json()["number"].as_str().map(str::to_owned))
            });
        }
        let answers = posts.join_all().await;
        let refused = answers.iter().filter(|(status, _)| *status == 422).count();
        assert_eq!(refused, 1);
        let numbers: BTreeSet<&String> = answers.iter().filter_map(|(_, number)| number.as_ref()).collect();
        assert_eq!(numbers.len(), 200);
        assert_eq!(cases(world).await, before + 200);
        // In a row, none skipped by the one that was refused.
        let last = |number: &String| number[5..].parse::<usize>().expect("digits");
        let (low, high) = (numbers.first().expect("one"), numbers.last().expect("one"));
        assert_eq!(last(high) - last(low), 199);
    })
    .await;
}

#[tokio::test]
async fn of_two_people_one_wins_and_the_other_keeps_the_words() {
    both(async |world| {
        let matter = world.reported(1, "废弃的自动售货机").await;
        let (one, other) = (world.person("clerk-1a").await, world.person("clerk-1b").await);
        let first = one.get(&matter.page()).await.step_form("file");
        let second = other.get(&matter.page()).await.step_form("decline");
        one.send(&first.with("standard", ABANDONED)).await.expect(303);
        let second = second.with_all(&[
            ("reason", "not_our_duty"),
            ("text", "请联系售货机的经营者，电话贴在机身上。"),
        ]);
        let told = other.send(&second).await.expect(409);
        told.shows("没有保存")
            .shows("已有人处理了这件事项")
            .shows("立案")
            .shows("请联系售货机的经营者，电话贴在机身上。");
        // By JSON the same code.
        let body = json!({ "seq": 1, "text": "我来补充" });
        other
            .api_step(&matter.id, "note", body)
            .await
            .refused(409, "case.stale");
        // Where the step is still open, the form comes back filled.
        let page = other.get(&matter.page()).await;
        let note = page.step_form("note").with("text", "我写了很久的一段话");
        world.take("clerk-1a", &matter, "note", json!({ "text": "先到" })).await;
        let told = other.send(&note).await.expect(409).shows("补充说明");
        assert_eq!(told.seen().matches("您的操作没有生效").count(), 1, "said once");
        let form = told.step_form("note");
        assert_eq!(form.get("text"), "我写了很久的一段话");
        other.send(&form).await.expect(303);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn at_the_very_same_moment_exactly_one_wins() {
    both(async |world| {
        for round in 0..5 {
            let matter = world.reported(1, &format!("第 {round} 台废弃的自动售货机")).await;
            let mut both = Vec::new();
            for login in ["clerk-1a", "clerk-1b"] {
                let clerk = world.person(login).await;
                let form = clerk.get(&matter.page()).await.step_form("file");
                both.push((clerk, form.with("standard", ABANDONED)));
            }
            let mut posts = JoinSet::new();
            for (clerk, form) in both {
                posts.spawn(async move { clerk.send(&form).await.status });
            }
            let mut answers = posts.join_all().await;
            answers.sort_unstable();
            assert_eq!(answers, [303, 409]);
            assert_eq!(world.history(&matter).await, ["report", "file", "queue"]);
        }
    })
    .await;
}
