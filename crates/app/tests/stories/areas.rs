//! A grid or a department ends: first its open matters go on elsewhere, then it gets its last day; nothing is deleted.

use app::commands::verify;
use app::handover::settle;
use db::{Sql, values};
use kernel::Desk;
use serde_json::{Value, json};

use crate::html::Form;
use crate::matter::{ABANDONED, Matter};
use crate::office::{account, post_of};
use crate::person::{Person, Reply, fresh_client};
use crate::world::{World, both};

/// The eight people of a grid, by the beginning of their logins.
const ROLES: [&str; 8] = [
    "supervisor",
    "grid-head",
    "grid-worker",
    "volunteer",
    "police-contact",
    "mediator",
    "information-contact",
    "party-group-leader",
];

fn grid(world: &World, number: usize) -> String {
    Desk::Grid(world.grid(number)).to_string()
}

/// A form that the page does not show, as somebody with other tools would send it.
async fn force(person: &Person, path: &str, fields: &[(&str, &str)]) -> Reply {
    let csrf = person.get("/notices").await.expect(200).any_csrf();
    let client = fresh_client();
    let mut all = vec![("_csrf", csrf.as_str()), ("_client", &client)];
    all.extend(fields);
    person.post(path, &all).await
}

/// The field of the form that asks where somebody goes on.
async fn holder(world: &World, login: &str) -> String {
    format!("holder-{}-{}", post_of(world, login).await, account(world, login).await)
}

/// Nobody of the grid goes on.
async fn all_leave(world: &World, mut form: Form, grid: usize) -> Form {
    for role in ROLES {
        form = form.with(&holder(world, &format!("{role}-{grid:02}")).await, "none");
    }
    form
}

/// Seven open matters of grid 2: three reported, one that the grid looks at, one that it handles, one with a department, one
/// with its reporter.
async fn seven(world: &World) -> Vec<Matter> {
    let mut all = Vec::new();
    for place in ["东门", "西门", "南门", "北门", "车棚", "广场", "小桥"] {
        all.push(world.reported(2, &format!("{place}旁废弃的售货机")).await);
    }
    world
        .take("clerk-1a", &all[3], "ask_verify", json!({ "text": "去看一下" }))
        .await;
    world.filed(&all[4], ABANDONED).await;
    let own = json!({ "lead": grid(world, 2), "text": "网格自己能搬走" });
    world.take("clerk-1a", &all[4], "dispatch", own).await;
    world.take("grid-worker-02", &all[4], "accept", json!({})).await;
    world.handling(&all[5], ABANDONED).await;
    world.awaiting_answer(&all[6]).await;
    all
}

/// Closed with the reporter's yes.
async fn closed(world: &World, grid: usize) -> Matter {
    let matter = world.reported(grid, "去年的售货机").await;
    world.awaiting_answer(&matter).await;
    let page = world.resident().get(&matter.receipt_page()).await.expect(200);
    let form = page.form(&format!("{}/steps", matter.receipt_page()));
    world.resident().send(&form.with("action", "confirm")).await.expect(303);
    matter
}

async fn looked(world: &World, matters: &[Matter]) -> Vec<Value> {
    let mut all = Vec::new();
    for matter in matters {
        all.push(world.look(matter).await);
    }
    all
}

async fn endings(world: &World) -> i64 {
    world.count("SELECT COUNT(*) AS number FROM endings").await
}

#[tokio::test]
async fn m05_a_grid_with_open_work_ends_only_after_the_hand_over() {
    both(async |world| {
        let (own, heir) = (grid(world, 2), grid(world, 3));
        let before = world.count(&open_in(world, 2)).await;
        let (seven, closed) = (seven(world).await, closed(world, 2).await);
        let number = before + 7;
        let manager = world.person("sysadmin").await;
        let (path, end, hand_over) = (
            format!("/areas/{own}"),
            format!("/areas/{own}/end"),
            format!("/areas/{own}/matters"),
        );

        // Counts and numbers, and nothing of what people said.
        let page = manager.get(&path).await.expect(200);
        let page = page.shows(&format!("{number} 件")).hides("售货机").hides("王秀英");
        let page = seven.iter().fold(page, |page, matter| page.shows(&matter.number));
        page.hides(&format!("action=\"{end}\""));

        // Not while anything is open, and not without a place for its people: two refusals, nothing written.
        let page = manager.get(&format!("{path}?heir={heir}")).await.expect(200);
        page.shows("先移交未办结事项").hides(&format!("action=\"{end}\""));
        let fields = [("heir", heir.as_str()), ("last_day", "2026-03-10")];
        let refused = force(&manager, &end, &fields).await.expect(422);
        let farewell = all_leave(world, refused.shows("今后的岗位").form(&end), 2).await;
        let next = post_of(world, "grid-worker-03").await.to_string();
        let worker = holder(world, "grid-worker-02").await;
        let farewell = farewell.with(&worker, &next);
        let refused = manager.send(&farewell).await.expect(409);
        let refused = refused
            .shows(&format!("还有 {number} 件未办结事项"))
            .shows("请先全部移交，再停用");
        assert_eq!(refused.form(&end).get(&worker), next, "what was chosen stays chosen");
        assert_eq!(endings(world).await, 0);

        // Nobody to take over, somebody who cannot, no word why: refused too.
        let page = manager.get(&format!("{path}?heir={heir}")).await.expect(200);
        let form = page.form(&hand_over);
        let refused = manager.send(&form).await.expect(422);
        refused.shows("请写明移交的原因");
        for stranger in [grid(world, 50), grid(world, 2), "unit:municipal".into()] {
            let form = form.clone().with("heir", &stranger).with("why", "两格合并");
            manager.send(&form).await.expect(404);
        }
        force(&manager, &hand_over, &[("why", "两格合并")])
            .await
            .expect(422)
            .shows("请选择由谁接手");

        let states = looked(world, &seven).await;
        let done = manager.send(&form.with("why", "两格合并")).await.expect(303);
        let page = manager.get(&done.location()).await.expect(200);
        page.shows("<dd>0 件</dd>");
        for (before, after) in states.iter().zip(looked(world, &seven).await) {
            let (was, is) = (&before["case"], &after["case"]);
            assert_eq!(is["place"]["area"], json!(world.grid(3).0));
            assert_eq!((&is["state"], &is["clocks"]), (&was["state"], &was["clocks"]));
            let events = after["events"].as_array().expect("events");
            let last = events.last().expect("an entry");
            assert_eq!(last["action"], "rehome");
            assert!(
                last["text"].as_str().expect("words").contains("原因：两格合并"),
                "{last}"
            );
        }
        let desk = async |matter: &Matter| world.look(matter).await["case"]["desk"].clone();
        assert_eq!(desk(&seven[3]).await, json!(heir));
        assert_eq!(desk(&seven[4]).await, json!(heir));
        assert_eq!(desk(&seven[5]).await, "unit:municipal");
        assert_eq!(desk(&seven[6]).await, "reporter");
        world
            .take(
                "grid-worker-03",
                &seven[4],
                "submit",
                json!({ "text": "搬走了", "outcome": "fixed" }),
            )
            .await;
        let receipt = world.resident().get(&seven[4].receipt_page()).await.expect(200);
        receipt.shows("负责的网格或部门有调整").hides("两格合并");

        // Now it ends, with the day; a second time and a day that has gone are refused.
        let gone = manager
            .send(&farewell.clone().with("last_day", "2026-03-09"))
            .await
            .expect(422);
        gone.shows("请填写最后使用日");
        manager.send(&farewell).await.expect(303);
        manager.get("/areas").await.expect(200).shows("用到 2026-03-10");
        let again = farewell.clone().with("_client", &fresh_client());
        manager.send(&again).await.expect(409).shows("停用");
        assert_eq!(endings(world).await, 1);

        // Until midnight it works as before; what comes in goes to the heir then.
        let late = world.reported(2, "关门前的一件").await;
        assert_eq!(world.look(&late).await["case"]["place"]["area"], json!(world.grid(2).0));
        assert_eq!(settle(&world.site).await.expect("settled"), 0);
        world.wait_days(1);
        assert_eq!(settle(&world.site).await.expect("settled"), 1);
        assert_eq!(settle(&world.site).await.expect("settled"), 0, "once");
        assert_eq!(world.look(&late).await["case"]["place"]["area"], json!(world.grid(3).0));
        let worker = world.person("grid-worker-02").await;
        worker.get(&late.page()).await.expect(200).shows("关门前的一件");
        world.person("grid-head-02").await.get(&late.page()).await.expect(403);
        let fresh = world.reported(2, "合并以后的一件").await;
        assert_eq!(
            world.look(&fresh).await["case"]["place"]["area"],
            json!(world.grid(3).0)
        );

        // It is gone from the list, and what it had closed keeps its name.
        let manager = world.person("sysadmin").await;
        manager.get(&path).await.expect(404);
        manager
            .get("/areas")
            .await
            .expect(200)
            .shows("已停用")
            .shows("用到 2026-03-10");
        assert_eq!(
            world.look(&closed).await["case"]["place"]["area"],
            json!(world.grid(2).0)
        );
        let name = world.site.town().desk(&Desk::Grid(world.grid(2)));
        let centre = world.person("dispatcher-1").await;
        centre.get(&closed.page()).await.expect(200).shows(&name);
        let audit = world.person("auditor").await.get("/audit").await.expect(200);
        audit.shows("移交事项").shows("停用网格");
        let verdict = verify(&world.site.db, world.site.street).await.expect("read");
        assert_eq!(verdict.faults, Vec::<String>::new());
    })
    .await;
}

fn open_in(world: &World, number: usize) -> String {
    let code = world.grid(number).0;
    format!("SELECT COUNT(*) AS number FROM cases WHERE closed_at IS NULL AND area = {code}")
}

#[tokio::test]
async fn m05_the_heir_of_a_grid_has_its_ground_and_households() {
    both(async |world| {
        let sum = |what: &str, grids: &[usize]| {
            let codes: Vec<String> = grids.iter().map(|number| world.grid(*number).0.to_string()).collect();
            let now = world.site.now().0;
            format!(
                "SELECT CAST(SUM({what}) AS BIGINT) AS number FROM areas WHERE code IN ({}) AND valid_from <= {now} AND (valid_to IS NULL OR valid_to > {now})",
                codes.join(", ")
            )
        };
        let before = (
            world.count(&sum("households", &[2, 3])).await,
            world.count(&sum("residents", &[2, 3])).await,
        );
        assert!(before.0 > 0);
        let manager = world.person("sysadmin").await;
        let (path, heir) = (format!("/areas/{}", grid(world, 2)), grid(world, 3));
        let page = manager.get(&format!("{path}?heir={heir}")).await.expect(200);
        let handed = page.form(&format!("{path}/matters")).with("why", "两格合并");
        let done = manager.send(&handed).await.expect(303);
        let page = manager.get(&done.location()).await.expect(200);
        let farewell = page.form(&format!("{path}/end")).with("last_day", "2026-03-11");
        manager.send(&all_leave(world, farewell, 2).await).await.expect(303);
        // The heir's ground changes then, so it takes no other grid over before; others may end as well.
        let next = format!("/areas/{}", grid(world, 4));
        for (heir, status) in [(3, 409), (5, 303)] {
            let page = manager.get(&format!("{next}?heir={}", grid(world, heir))).await.expect(200);
            let page = match page.seen().contains("先移交未办结事项") {
                true => {
                    let handed = page.form(&format!("{next}/matters")).with("why", "两格合并");
                    let done = manager.send(&handed).await.expect(303);
                    manager.get(&done.location()).await.expect(200)
                }
                false => page,
            };
            let farewell = page.form(&format!("{next}/end")).with("last_day", "2026-03-12");
            let reply = manager.send(&all_leave(world, farewell, 4).await).await.expect(status);
            if status == 409 {
                reply.shows("的边界已定于 2026-03-12 00:00 改变");
            }
        }
        // The map and the posts follow at the turn of the day, also in an office that was closed at that moment.
        world.wait_days(1);
        settle(&world.site).await.expect("settled");
        let point = world.point(2);
        assert_eq!(world.site.town().locate(point.0, point.1), Some(world.grid(2)));
        world.wait_days(1);
        settle(&world.site).await.expect("settled");
        assert_eq!(world.site.town().locate(point.0, point.1), Some(world.grid(3)));
        let after = (
            world.count(&sum("households", &[2, 3])).await,
            world.count(&sum("residents", &[2, 3])).await,
        );
        assert_eq!(after, before);
        let map = world.resident().get("/map/areas.geojson").await.expect(200);
        map.hides(&world.grid(2).digits()).shows(&world.grid(3).digits());
        let left = format!(
            "SELECT COUNT(*) AS number FROM buildings WHERE valid_to IS NULL AND area = {}",
            world.grid(2).0
        );
        assert_eq!(world.count(&left).await, 0);
    })
    .await;
}

#[tokio::test]
async fn m05_a_department_ends_and_its_duties_go_to_its_heir() {
    both(async |world| {
        let matter = world.reported(1, "废弃的自动售货机").await;
        world.handling(&matter, ABANDONED).await;
        let closed = closed(world, 1).await;
        let manager = world.person("sysadmin").await;
        let (path, heir) = ("/areas/unit:municipal", "unit:construction");
        let name = world.site.town().desk(&"unit:municipal".parse().expect("a desk"));
        let holder = holder(world, "unit-municipal").await;

        // It leads items of the duty list: somebody has to be named for them.
        let fields = [("last_day", "2026-03-10"), (holder.as_str(), "none")];
        let refused = force(&manager, &format!("{path}/end"), &fields).await.expect(422);
        refused.shows("类事项由它主办").shows("请选择由谁接手");
        let page = manager.get(&format!("{path}?heir={heir}")).await.expect(200);
        let fields = [("heir", heir), ("last_day", "2026-03-10"), (holder.as_str(), "none")];
        let refused = force(&manager, &format!("{path}/end"), &fields).await.expect(409);
        let farewell = refused.shows(&matter.number).form(&format!("{path}/end"));
        // An heir where nobody sits takes nothing over.
        let sql = "UPDATE holdings SET to_at = $2 WHERE street = $1 AND account IN (SELECT id FROM accounts WHERE street = $1 AND login = 'unit-justice')";
        let now = world.site.now().0;
        let run = world.site.db.run(sql, values![world.site.street.0, now]).await;
        assert_eq!(run.expect("ended"), 1);
        world.site.sessions.forget_all();
        let handed = page.form(&format!("{path}/matters")).with("why", "机构改革");
        let vacant = handed.clone().with("heir", "unit:justice");
        manager.send(&vacant).await.expect(409).shows("没有在岗人员，接不了");
        assert_eq!(world.look(&matter).await["case"]["lead"], "unit:municipal");

        manager.send(&handed).await.expect(303);
        assert_eq!(world.look(&matter).await["case"]["lead"], heir);
        let heirs = world.person("unit-construction").await;
        heirs.get("/today").await.expect(200).shows(&matter.number);
        let former = world.person("unit-municipal").await;
        former.get(&matter.page()).await.expect(200);
        former
            .api_step(&matter.id, "submit", json!({ "text": "做完了", "outcome": "fixed" }))
            .await
            .refused(409, "case.not_yours");
        let next = post_of(world, "unit-construction").await.to_string();
        manager
            .send(&farewell.with(&holder, &next).with("_client", &fresh_client()))
            .await
            .expect(303);

        world.wait_days(1);
        settle(&world.site).await.expect("settled");
        // Whoever sat there goes on at the heir's; what it did keeps its name.
        let former = world.person("unit-municipal").await;
        former.get("/today").await.expect(200).shows(&matter.number);
        let centre = world.person("dispatcher-1").await;
        centre.get(&closed.page()).await.expect(200).shows(&name);
        // The duty list now means the heir: suggested, and no reason is asked for.
        let fresh = world.reported(1, "又一台废弃的售货机").await;
        world.filed(&fresh, ABANDONED).await;
        let clerk = world.person("clerk-1a").await;
        let form = clerk.get(&fresh.page()).await.expect(200).step_form("dispatch");
        assert_eq!(form.get("lead"), heir);
        clerk
            .api_step(&fresh.id, "dispatch", json!({ "lead": "unit:municipal" }))
            .await
            .refused(422, "invalid");
        world.take("clerk-1a", &fresh, "dispatch", json!({ "lead": heir })).await;
        let manager = world.person("sysadmin").await;
        manager.get(path).await.expect(404);
        manager.get("/areas").await.expect(200).shows(&format!("{name}，用到 2026-03-10"));
    })
    .await;
}
