//! Households: who may see and change them, heads that die, two people at one household, and what verifies.

use app::commands::verify;
use db::{Sql, values};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::family::{Family, member, set_phone};
use crate::person::fresh_client;
use crate::world::{World, both};

/// How many lived in a household on a day, by the register.
async fn count_on(world: &World, family: &Family, day: &str) -> i64 {
    let id: uuid::Uuid = family.id.parse().expect("an id");
    let sql = "SELECT COUNT(*) AS number FROM residents WHERE street = $1 AND household = $2 AND from_day <= $3
               AND (to_day IS NULL OR to_day > $3)";
    let row = world.site.db.row(sql, values![world.site.street.0, id, day]).await;
    row.expect("read").expect("a row").get("number").expect("a number")
}

fn died(member: &str, on: &str) -> Value {
    json!({ "action": "end", "base": 1, "member": member, "on": on, "why": "died" })
}

#[tokio::test]
async fn only_staff_of_the_place_sees_a_household() {
    both(async |world| {
        let family = world.family().await;
        for login in [
            "supervisor-01",
            "volunteer-01",
            "dispatcher-1",
            "leader-1",
            "unit-municipal",
            "sysadmin",
            "secadmin",
            "auditor",
        ] {
            let person = world.person(login).await;
            for path in ["/households", &family.page(), "/api/v1/households", "/field-uploads"] {
                person.get(path).await.expect(403).hides("张建国");
            }
        }
        for login in ["grid-worker-02", "clerk-8a"] {
            let person = world.person(login).await;
            person.get(&family.page()).await.expect(404);
            person
                .get(&format!("/api/v1/households/{}", family.id))
                .await
                .refused(404, "absent");
            let found = person.get(&format!("/households?q={}", web::encode("张建国"))).await;
            found.expect(200).hides(&family.id);
            world
                .change(login, &family, died(&family.head, "2026-03-02"))
                .await
                .refused(404, "absent");
            // Nor can anybody register on a building of others.
            let mut body = world.new_family(1).await.register();
            body["client_id"] = fresh_client().into();
            let refused = person.post_json("/api/v1/households", &body).await;
            refused.refused(409, "people.building.unknown");
        }
        for login in ["grid-head-01", "grid-worker-01", "clerk-1a"] {
            world
                .person(login)
                .await
                .get(&family.page())
                .await
                .expect(200)
                .shows("王**")
                .hides("王秀英");
        }
    })
    .await;
}

#[tokio::test]
async fn m11_the_head_dies_and_the_wife_is_proposed() {
    both(async |world| {
        let family = world.family().await;
        let worker = world.person("grid-worker-01").await;
        let page = worker.get(&family.page()).await.expect(200);
        let ending = page.form(&format!("{}/members/{}/end", family.page(), family.head));
        worker
            .send(&ending.clone().with_all(&[("on", "2026-03-11"), ("why", "died")]))
            .await
            .expect(409)
            .shows("今天之后");
        worker
            .send(&ending.clone().with("on", ""))
            .await
            .expect(422)
            .shows("请选择离开的原因和日期");
        worker
            .send(&ending.with_all(&[("on", "2026-03-02"), ("why", "died")]))
            .await
            .expect(303);

        let page = worker.get(&family.page()).await.expect(200);
        page.shows("自 2026-03-02 起没有户主")
            .shows("建议由<b>王**</b>担任")
            .shows("现住 2 人");
        assert_eq!(world.household(&family).await["household"]["head"], Value::Null);
        for (day, count) in [("2026-03-01", 3), ("2026-03-02", 2), ("2026-03-10", 2)] {
            assert_eq!(count_on(world, &family, day).await, count, "{day}");
        }
        let list = worker.get("/households?view=pending").await.expect(200);
        list.shows(&family.id).shows("没有户主");

        // A colleague confirms by the form, where the proposal is chosen already.
        let clerk = world.person("clerk-1a").await;
        let form = clerk.get(&family.page()).await.form(&format!("{}/head", family.page()));
        assert_eq!(form.get("to"), family.wife);
        clerk.send(&form).await.expect(303);
        let after = world.household(&family).await;
        assert_eq!(after["household"]["head"], family.wife);
        assert_eq!(after["residents"], 2);
        clerk
            .get(&family.page())
            .await
            .expect(200)
            .hides("起没有户主。")
            .shows("确认户主");
    })
    .await;
}

#[tokio::test]
async fn a_death_entered_by_mistake_is_taken_back() {
    both(async |world| {
        let family = world.family().await;
        world
            .change("clerk-1a", &family, died(&family.head, "2026-03-02"))
            .await
            .expect(200);
        let worker = world.person("grid-worker-01").await;
        let page = worker.get(&family.page()).await.expect(200);
        let back = page.form(&format!("{}/members/{}/end", family.page(), family.head));
        worker.send(&back).await.expect(303);
        worker
            .get(&family.page())
            .await
            .expect(200)
            .shows("现住 3 人")
            .hides("起没有户主。");
        assert_eq!(world.household(&family).await["household"]["head"], family.head);
        assert_eq!(count_on(world, &family, "2026-03-05").await, 3);
    })
    .await;
}

#[tokio::test]
async fn m11_with_a_minor_alone_staff_is_alerted_and_nobody_is_proposed() {
    both(async |world| {
        let family = world.family().await;
        let minor = json!({ "action": "change_head", "base": 1, "was": family.head, "to": family.grandson });
        world
            .change("clerk-1a", &family, minor)
            .await
            .refused(409, "people.head.minor");
        for member in [&family.wife, &family.head] {
            world
                .change("clerk-1a", &family, died(member, "2026-03-02"))
                .await
                .expect(200);
        }
        let page = world
            .person("grid-worker-01")
            .await
            .get(&family.page())
            .await
            .expect(200);
        let page = page
            .shows("家里没有可以担任户主的成年人")
            .shows("请社区今天就联系家里的亲属");
        assert_eq!(page.form(&format!("{}/head", family.page())).get("to"), "");
    })
    .await;
}

#[tokio::test]
async fn a_household_is_registered_by_the_form_and_what_was_typed_stays() {
    both(async |world| {
        let worker = world.person("grid-worker-01").await;
        let (building, address) = world.building(1).await;
        let page = worker.get("/households/new").await.expect(200);
        let form = page.form("/households");
        let form = form.with_all(&[
            ("dwelling", "3单元502"),
            ("name-0", "古丽米热・艾比布力"),
            ("sex-0", "female"),
            ("born-0", "1986-05-04"),
        ]);
        let form = form.with_all(&[
            ("phone-0", "1380013800"),
            ("name-1", "王𠮷祥"),
            ("sex-1", "male"),
            ("relation-1", "spouse"),
        ]);
        let told = worker
            .send(&form)
            .await
            .expect(422)
            .shows("请选择楼栋。")
            .shows("手机号码应为 11 位，现为 10 位");
        let form = told.form("/households");
        assert_eq!(form.get("name-1"), "王𠮷祥");
        let form = form.with_all(&[("building", &building.to_string()), ("phone-0", "13800138000")]);
        let told = worker.send(&form).await.expect(422).shows("留电话要本人同意");
        let form = told.form("/households").with("consent-0", "yes");
        let home = worker.send(&form).await.expect(303).location();
        // A double tap makes no second household.
        assert_eq!(worker.send(&form).await.expect(303).location(), home);
        worker
            .reveals(&home)
            .await
            .shows("王𠮷祥")
            .shows("古丽米热・艾比布力")
            .shows("1986-05-04")
            .shows(&address);
        // The dot of a search need not be the dot of the record (trap N01).
        for words in ["米热·艾", "吉祥", "𠮷祥"] {
            let list = worker
                .get(&format!("/households?q={}", web::encode(words)))
                .await
                .expect(200);
            match words {
                "吉祥" => list.hides(&home),
                _ => list.shows(&home),
            };
        }
        let list = worker
            .get(&format!("/households?building={building}"))
            .await
            .expect(200);
        list.shows(&home);
        worker
            .get("/households?q=%25")
            .await
            .expect(200)
            .shows("没有符合条件的住户");
    })
    .await;
}

#[tokio::test]
async fn going_back_and_saying_something_else_is_another_write() {
    both(async |world| {
        let family = world.family().await;
        let worker = world.person("grid-worker-01").await;
        let page = worker.get(&family.page()).await.expect(200);
        let form = page.form(&format!("{}/members", family.page())).with_all(&[
            ("arrival-0", "living"),
            ("sex-0", "male"),
            ("relation-0", "son"),
            ("name-0", "张志强"),
        ]);
        for _ in 0..2 {
            worker.send(&form).await.expect(303);
        }
        assert_eq!(world.household(&family).await["residents"], 4);
        worker.send(&form.with("name-0", "张志刚")).await.expect(303);
        assert_eq!(world.household(&family).await["residents"], 5);
    })
    .await;
}

#[tokio::test]
async fn o10_editing_three_times_shifts_no_day() {
    both(async |world| {
        let family = world.family().await;
        let clerk = world.person("clerk-1a").await;
        let before = world.household(&family).await["household"]["members"].clone();
        for name in ["张建帼", "张建郭", "张建国"] {
            let page = clerk.get(&format!("{}/edit", family.page())).await.expect(200);
            let form = page.form(&family.page());
            assert_eq!(form.get("born-0"), "1955-08-01");
            assert_eq!(form.get("from-0"), "2016-05-01");
            clerk.send(&form.with("name-0", name)).await.expect(303);
        }
        assert_eq!(world.household(&family).await["household"]["members"], before);
        let page = clerk.get(&format!("{}/edit", family.page())).await.expect(200);
        clerk
            .send(&page.form(&family.page()))
            .await
            .expect(409)
            .shows("没有改动");
        clerk
            .send(&page.form(&family.page()).with("born-0", "1855-08-01"))
            .await
            .expect(409)
            .shows("请检查年份");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_at_the_same_moment_both_are_kept() {
    both(async |world| {
        let family = world.family().await;
        let mut posts = JoinSet::new();
        for (login, whose, number) in [
            ("grid-worker-01", &family.head, "13800138001"),
            ("grid-head-01", &family.wife, "13800138002"),
            ("clerk-1a", &family.head, "13800138003"),
        ] {
            let person = world.person(login).await;
            let mut body = set_phone(whose, Value::Null, number, 1);
            body["client_id"] = fresh_client().into();
            let path = format!("/api/v1/households/{}/changes", family.id);
            posts.spawn(async move { person.post_json(&path, &body).await.expect(200).json() });
        }
        let answers = posts.join_all().await;
        assert_eq!(
            answers.iter().filter(|answer| answer["disputed"] == true).count(),
            1,
            "{answers:?}"
        );
        let after = world.household(&family).await;
        assert_eq!(after["household"]["version"], 4);
        assert_eq!(after["household"]["members"][1]["phone"], "13800138002");
        assert_eq!(after["household"]["conflicts"].as_array().map(Vec::len), Some(1));
    })
    .await;
}

#[tokio::test]
async fn names_and_numbers_are_masked_until_somebody_says_what_for() {
    both(async |world| {
        let family = world.family().await;
        let given = set_phone(&family.wife, Value::Null, "13800138001", 1);
        world.change("clerk-1a", &family, given).await.expect(200);
        let worker = world.person("grid-worker-01").await;
        let page = worker.get(&family.page()).await.expect(200);
        let api = format!("/api/v1/households/{}", family.id);
        let search = format!("?q={}", web::encode("王秀英"));
        for reply in [
            worker.get(&family.page()).await,
            worker.get(&format!("/households{search}")).await,
            worker.get(&format!("/api/v1/households{search}")).await,
            worker.get(&api).await,
            worker
                .send(&page.form(&format!("{}/reveals", family.page())))
                .await
                .expect(422)
                .shows("请选择查看姓名和电话的理由"),
        ] {
            reply
                .shows(&family.id)
                .shows("张**")
                .hides("张建国")
                .hides("13800138001");
        }
        page.shows("138****8001");
        let masked = worker.get(&api).await.expect(200).json();
        assert_eq!(masked["household"]["members"][1]["phone"], "138****8001");
        let nothing = json!({ "client_id": fresh_client(), "purpose": "" });
        worker
            .post_json(&format!("{api}/reveals"), &nothing)
            .await
            .refused(400, "unreadable");
        let revealed = async || {
            let sql =
                "SELECT COUNT(*) AS number FROM office_events WHERE street = $1 AND action = 'household_revealed'";
            let row = world.site.db.row(sql, values![world.site.street.0]).await;
            row.expect("read")
                .expect("a row")
                .get::<i64>("number")
                .expect("a number")
        };
        let before = revealed().await;

        let full = worker.reveals(&family.page()).await;
        full.shows("张建国")
            .shows("tel:13800138001")
            .shows("联系这家人")
            .hides("王**");
        assert_eq!(revealed().await, before + 1);
        // The next look needs its own purpose; the form to correct has one, once a day.
        worker.get(&family.page()).await.hides("张建国").hides("13800138001");
        for _ in 0..2 {
            worker
                .get(&format!("{}/edit", family.page()))
                .await
                .expect(200)
                .shows("张建国");
        }
        assert_eq!(revealed().await, before + 2);
        let audit = world.person("auditor").await.get("/audit").await.expect(200);
        audit
            .shows("查看住户姓名和电话")
            .shows("：联系这家人")
            .shows("：更正登记")
            .hides("张建国");
    })
    .await;
}

#[tokio::test]
async fn who_read_about_a_household_is_kept_once_a_day() {
    both(async |world| {
        let family = world.family().await;
        let id: uuid::Uuid = family.id.parse().expect("an id");
        let readings = async || {
            let sql = "SELECT COUNT(*) AS number FROM office_events WHERE street = $1 AND about = $2 AND action = 'household_read'";
            let row = world.site.db.row(sql, values![world.site.street.0, id]).await;
            row.expect("read").expect("a row").get::<i64>("number").expect("a number")
        };
        let worker = world.person("grid-worker-01").await;
        worker.get("/households").await.expect(200);
        assert_eq!(readings().await, 0);
        for _ in 0..3 {
            worker.get(&family.page()).await.expect(200);
            worker.get(&format!("{}/edit", family.page())).await.expect(200);
            worker.get(&format!("/api/v1/households/{}", family.id)).await.expect(200);
        }
        assert_eq!(readings().await, 1);
        world.person("clerk-1a").await.get(&family.page()).await.expect(200);
        assert_eq!(readings().await, 2);
        world.wait_days(1);
        world.person("grid-worker-01").await.get(&family.page()).await.expect(200);
        assert_eq!(readings().await, 3);
        // The auditor sees that somebody looked, and nothing of the family.
        let audit = world.person("auditor").await.get("/audit").await.expect(200);
        audit.shows("查看住户").hides("张建国").hides("王秀英");
    })
    .await;
}

#[tokio::test]
async fn a_household_follows_its_building_and_its_history_verifies() {
    both(async |world| {
        let family = world.family().await;
        let (other, address) = world.building(2).await;
        // The worker of grid 1 may not move a household to another grid; the community may.
        let moved = || {
            let edit = json!({ "of": null, "old": { "building": family.building }, "new": { "building": other } });
            json!({ "action": "correct", "base": 1, "edits": [edit] })
        };
        world.change("grid-worker-01", &family, moved()).await.refused(409, "people.building.unknown");
        world.change("clerk-1a", &family, moved()).await.expect(200);
        world.person("grid-worker-01").await.get(&family.page()).await.expect(404);
        world.person("grid-worker-02").await.get(&family.page()).await.expect(200).shows(&address);
        let newborn = member(&fresh_client(), "张小红", "grandchild", "female", "2026-03-01");
        world.change("clerk-1a", &family, json!({ "action": "add", "member": newborn.clone() })).await.expect(200);
        let twice = json!({ "action": "add", "member": newborn });
        world.change("clerk-1a", &family, twice).await.refused(409, "people.member.known");

        let street = world.site.street;
        let verdict = verify(&world.site.db, street).await.expect("read");
        assert_eq!(verdict.faults, Vec::<String>::new());
        assert!(verdict.households > 100, "{}", verdict.households);
        let id: uuid::Uuid = family.id.parse().expect("an id");
        let run = async |sql: &str| {
            let touched = world.site.db.run(sql, values![street.0, id]).await;
            assert_eq!(touched.expect("changed"), 1, "{sql}");
            verify(&world.site.db, street).await.expect("read").faults
        };
        let faults = run("UPDATE households SET building = 1 WHERE street = $1 AND id = $2").await;
        assert!(faults.iter().any(|fault| fault.contains(&family.id)), "{faults:?}");
        let faults = run(
            "UPDATE people_events SET body = REPLACE(body, '张小红', '张小黑') WHERE street = $1 AND about = $2 AND action = 'add'",
        )
        .await;
        assert!(faults.iter().any(|fault| fault.contains("被改动过")), "{faults:?}");
    })
    .await;
}

#[tokio::test]
async fn a_deputy_signs_for_the_colleague_on_leave_and_at_home_for_nobody() {
    both(async |world| {
        let family = world.family().await;
        let deputy = world.person("grid-worker-02").await;
        deputy.get(&family.page()).await.expect(404);
        let worker = world.person("grid-worker-01").await;
        let leave = worker.get("/absences").await.expect(200).form("/absences");
        let days = [
            ("from", "2026-03-10"),
            ("to", "2026-03-11"),
            ("deputy", "grid-worker-02"),
        ];
        worker.send(&leave.with_all(&days)).await.expect(303);

        let newborn = member(&fresh_client(), "张小红", "grandchild", "female", "2026-03-01");
        let add = json!({ "action": "add", "member": newborn });
        world.change("grid-worker-02", &family, add).await.expect(200);
        let events = world.household(&family).await["events"].clone();
        let absent = events[0]["actor"]["name"].as_str().expect("a name").to_owned();
        let signed = &events[1]["actor"];
        assert_eq!(signed["title"], events[0]["actor"]["title"], "{signed}");
        assert_eq!(signed["on_behalf"], json!(absent));
        let page = world.person("grid-worker-02").await.get(&family.page()).await;
        page.expect(200).shows(&format!("（代 {absent}）"));
        // In the own grid the same person signs as always.
        let home = world.new_family(2).await;
        let mut body = home.register();
        body["client_id"] = fresh_client().into();
        let deputy = world.person("grid-worker-02").await;
        deputy.post_json("/api/v1/households", &body).await.expect(201);
        let own = world.household(&home).await["events"][0]["actor"].clone();
        assert_eq!(own["on_behalf"], Value::Null, "{own}");
    })
    .await;
}
