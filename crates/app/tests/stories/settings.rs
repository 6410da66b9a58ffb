//! What an office sets for itself: hours, limits, names; and what is told every morning about work that nobody has.

use case::store::find_waiting;
use db::{Sql, values};
use kernel::Moment;
use serde_json::{Value, json};
use web::Site;

use crate::html::Form;
use crate::matter::{ABANDONED, Matter};
use crate::world::{World, both};

async fn form(world: &World) -> Form {
    let page = world.person("sysadmin").await.get("/office").await;
    page.expect(200).form("/office")
}

/// When somebody must have taken in what was just reported, `10:00`.
async fn taken_in_by(world: &World, matter: &Matter) -> String {
    let seen = world.look(matter).await;
    let due = seen["case"]["clocks"]["intake"]["due_at"].as_i64().expect("a due time");
    Moment(due).minute()
}

#[tokio::test]
async fn hours_and_limits_hold_for_what_starts_from_now_on() {
    both(async |world| {
        let system = world.person("sysadmin").await;
        let before = world.reported(1, "早上报的废弃售货机").await;
        assert_eq!(taken_in_by(world, &before).await, "2026-03-10 11:00");

        // Refused: every field by its name, and nothing of what was typed is lost.
        let wrong = form(world).await.with_all(&[
            ("morning_from", "25:00"),
            ("afternoon_to", "13:00"),
            ("summer_from", "06-01"),
            ("intake", "0"),
            ("centre", ""),
            ("name", "五星街道"),
        ]);
        let refused = system.send(&wrong).await.expect(422);
        let refused = refused
            .shows("“25:00”不是时间")
            .shows("夏季结束：还没有填，应写成 06-01 的样子")
            .shows("受理时限应为 1 到 2400 的整数（工作分钟）")
            .shows("请填写中心的名称");
        let typed = refused.form("/office");
        assert_eq!((typed.get("morning_from"), typed.get("name")), ("25:00", "五星街道"));
        let early = form(world).await.with("afternoon_to", "13:00");
        system.send(&early).await.expect(422).shows("上下班时间要按先后");

        // Before saving, what the hours would mean.
        let preview = "/office/preview?morning_from=09:00&morning_to=12:00&afternoon_from=13:00&afternoon_to=20:00";
        system.get(preview).await.expect(200).shows("今天 20:00");

        let (first, second) = (form(world).await, form(world).await);
        let hours = [("morning_from", "08:30"), ("afternoon_from", "14:30"), ("intake", "60")];
        system.send(&first.with_all(&hours)).await.expect(303);
        let after = world.reported(1, "改了时限以后报的").await;
        assert_eq!(taken_in_by(world, &after).await, "2026-03-10 10:00");
        assert_eq!(
            taken_in_by(world, &before).await,
            "2026-03-10 11:00",
            "no due time jumps"
        );

        // Somebody else was faster; what was typed stays.
        let stale = second.with_all(&[("dispatch", "30"), ("name", "五星街道办")]);
        let stale = system.send(&stale).await.expect(409).shows("已有其他人改过这里");
        assert_eq!(stale.form("/office").get("dispatch"), "30");
        // Nothing changed, nothing written.
        let written = "SELECT COUNT(*) AS number FROM office_events WHERE action = 'office_changed'";
        system.send(&form(world).await).await.expect(303);
        assert_eq!(world.count(written).await, 1);
        let audit = world.person("auditor").await.get("/audit").await.expect(200);
        audit
            .shows("修改机构设置")
            .shows("受理时限：120 工作分钟 → 60 工作分钟")
            .shows("办公时间：08:00–12:00、14:00–18:00 → 08:30–12:00、14:30–18:00");

        // At noon the new hours count: an hour from 12:00 begins at 14:30.
        world.wait(3 * 3600);
        let noon = world.reported(1, "中午报的").await;
        assert_eq!(taken_in_by(world, &noon).await, "2026-03-10 15:30");
    })
    .await;
}

#[tokio::test]
async fn the_office_its_centre_and_its_roles_have_names_of_their_own() {
    both(async |world| {
        let system = world.person("sysadmin").await;
        let names = [("name", "七星街道办事处"), ("centre", "社会治理中心")];
        system.send(&form(world).await.with_all(&names)).await.expect(303);
        system.get("/office").await.expect(200).shows("七星街道办事处");
        let matter = world.found("grid-worker-01", 1, "归属不清的售货机").await;
        world.filed(&matter, ABANDONED).await;
        let reason = json!({ "reason": "needs_power", "text": "没有执法权" });
        world.take("clerk-1a", &matter, "escalate", reason).await;
        let centre = world.person("dispatcher-1").await;
        centre.get(&matter.page()).await.expect(200).shows("社会治理中心");

        let role = async |key: &str, name: &str| {
            let page = system.get("/office").await.expect(200);
            let form = page.form(&format!("/office/roles/{key}")).with("role", name);
            system.send(&form).await
        };
        role("leader", "").await.expect(422).shows("请填写角色名称");
        role("leader", "派遣员派遣员派遣员派遣员派")
            .await
            .expect(422)
            .shows("不超过 12 字");
        let taken = role("leader", "系统管理员").await.expect(422);
        taken.shows("已有角色叫“系统管理员”");
        role("leader", "街道负责人").await.expect(303);
        // Another name, the same permissions.
        let security = world
            .person("secadmin")
            .await
            .get("/posts?q=%E8%A1%97%E9%81%93%E9%A2%86%E5%AF%BC")
            .await;
        security.expect(200).shows("街道负责人");
        world.person("leader-1").await.get("/board").await.expect(200);
        let audit = world.person("auditor").await.get("/audit").await.expect(200);
        audit.shows("角色改名").shows("街道领导 → 街道负责人");
    })
    .await;
}

/// Everybody leaves the posts that fit.
async fn leave(world: &World, which: &str) {
    let sql = format!(
        "UPDATE holdings SET to_at = $2 WHERE street = $1 AND post IN (SELECT id FROM posts WHERE street = $1 AND {which})"
    );
    let now = world.site.now().0;
    let left = world.site.db.run(&sql, values![world.site.street.0, now]).await;
    assert!(left.expect("ended") > 0);
    world.site.sessions.forget_all();
}

/// What one party was told about work that nobody has.
async fn told(world: &World, party: &str) -> i64 {
    let sql = "SELECT COUNT(*) AS number FROM notices WHERE street = $1 AND party = $2 AND text LIKE '%没有单位接手%'";
    let row = world.site.db.row(sql, values![world.site.street.0, party]).await;
    let row = row.expect("read").expect("a row");
    row.get("number").expect("a number")
}

async fn waiting(site: &Site) -> i64 {
    let found = find_waiting(&site.db, site.street, site.now()).await.expect("read");
    found.map_or(0, |waiting| waiting.number)
}

#[tokio::test]
async fn e13_what_nobody_has_in_hand_is_told_every_workday_once() {
    both(async |world| {
        let sweep = async || {
            let (one, other) = tokio::join!(case::sweep::run(&world.site), case::sweep::run(&world.site));
            one.expect("one sweep");
            other.expect("the other");
        };
        sweep().await;
        // Refused: a unit where nobody sits would never receive it.
        leave(world, "unit = 'justice'").await;
        let before = waiting(&world.site).await;
        let matter = world.reported(1, "废弃的自动售货机").await;
        let receipt = async || world.resident().get(&matter.receipt_page()).await.expect(200);
        receipt().await.shows("已收到，尚未分派");
        world.filed(&matter, ABANDONED).await;
        receipt().await.shows("尚未分派，正在安排单位办理");
        world.wait(60);
        assert_eq!(waiting(&world.site).await, before + 1);
        let clerk = world.person("clerk-1a").await;
        let lead = json!({ "lead": "unit:justice", "text": "涉及纠纷" });
        clerk
            .api_step(&matter.id, "dispatch", lead)
            .await
            .refused(409, "case.dispatch.vacant");
        // A grid without people: it climbs to the community with a mark, and is nobody's until somebody accepts it.
        leave(world, &format!("area = {}", world.grid(1).0)).await;
        let lead = json!({ "lead": format!("grid:{}", world.grid(1).0) });
        world.take("clerk-1a", &matter, "dispatch", lead).await;
        receipt().await.shows("承办岗位暂时没有人").hides("等待接手");
        assert_eq!(waiting(&world.site).await, before + 1, "sent to nobody is not sent");

        // Wednesday to Friday, then Monday: once a day for each, however often and from wherever it is swept.
        let start = told(world, "centre").await;
        sweep().await;
        assert_eq!(told(world, "centre").await, start, "told this morning already");
        for (days, more) in [(1, 1), (1, 2), (1, 3), (1, 3), (1, 3), (1, 4)] {
            world.wait_days(days);
            sweep().await;
            assert_eq!(told(world, "centre").await, start + more);
            assert_eq!(told(world, "leader").await, told(world, "centre").await);
        }
        for login in ["dispatcher-1", "leader-1"] {
            let notices = world.person(login).await.get("/notices").await.expect(200);
            notices.shows("件没有单位接手，最早的已等").shows("请系统管理员处理");
        }
        let clerk = world.person("clerk-1a").await.get("/notices").await;
        clerk.expect(200).hides("没有单位接手");

        // Somebody takes it in hand, and it is not counted any more.
        let before = waiting(&world.site).await;
        world.take("clerk-1a", &matter, "accept", json!({})).await;
        assert_eq!(waiting(&world.site).await, before - 1);
        receipt().await.hides("暂时没有人");
    })
    .await;
}

#[tokio::test]
async fn e13_a_category_needs_somebody_who_receives_it() {
    both(async |world| {
        let system = world.person("sysadmin").await;
        let page = system.get("/office/categories/new").await.expect(200);
        let drying = page.form("/office/categories").with_all(&[
            ("code", "E01-70"),
            ("name", "晾衣"),
            ("major", "市容环境"),
            ("basis", "basic"),
            ("condition", "绿地、栏杆上晾晒衣物"),
            ("limit-new", "1"),
            ("unit-new", "wd"),
            ("words", "晾衣绳、晒被子"),
        ]);
        // Refused: no owner, an owner of the district, one that is not there; what was typed stays.
        let bare = system.send(&drying).await.expect(422);
        let bare = bare.shows("没有责任单位的类别不能启用");
        assert_eq!(bare.form("/office/categories").get("words"), "晾衣绳、晒被子");
        for lead in ["district:01", "nobody"] {
            let refused = system.send(&drying.clone().with("lead", lead)).await.expect(422);
            refused.shows("不存在或不是街道部门");
        }
        let number = "SELECT COUNT(*) AS number FROM catalogue_items WHERE code = 'E01-70'";
        assert_eq!(world.count(number).await, 0);
        system.send(&drying.with("lead", "justice")).await.expect(303);

        // In community 6 somebody reports it; the words find the new category.
        let grid = (1..=50).find(|number| world.grid(*number).community().0 % 1_000_000 == 6_000);
        let matter = world
            .reported(grid.expect("a grid of community 6"), "栏杆上拉晾衣绳晒被子")
            .await;
        let clerk = world.person("clerk-6a").await;
        let page = clerk.get(&matter.page()).await.expect(200);
        let page = page.shows("建议为“晾衣”");
        assert_eq!(page.step_form("file").get("standard"), "E01-70/own1");

        let list = system.get("/office/categories").await.expect(200);
        list.hides("派出去没人接");
        leave(world, "unit = 'justice'").await;
        let system = world.person("sysadmin").await;
        let list = system.get("/office/categories").await.expect(200);
        list.shows("派出去没人接")
            .shows("E01-70 晾衣")
            .shows("责任单位没有人在岗");
        // An office without the department: its categories are named, and none comes back into use before it has an owner.
        let mut town = web::Town::clone(&world.site.town());
        town.units.retain(|unit| unit.key.0 != "justice");
        world.site.redraw(town);
        let list = system.get("/office/categories").await.expect(200);
        list.shows("责任单位已撤销");
        let page = system.get("/office/categories/E01-70").await.expect(200);
        system
            .send(&page.form("/office/categories/E01-70/end"))
            .await
            .expect(303);
        let page = system.get("/office/categories/E01-70").await.expect(200);
        let resume = page.form("/office/categories/E01-70/end");
        let refused = system.send(&resume).await.expect(422);
        refused.shows("先改选责任单位并保存，再恢复使用");
        let moved = page.form("/office/categories/E01-70").with("lead", "municipal");
        system.send(&moved).await.expect(303);
        let page = system.get("/office/categories/E01-70").await.expect(200);
        let resume = page.form("/office/categories/E01-70/end");
        system.send(&resume).await.expect(303);
        let seen: Value = world.resident().get("/api/v1/catalogue").await.expect(200).json();
        let items = seen["items"].as_array().expect("items");
        let item = items
            .iter()
            .find(|item| item["code"] == "E01-70")
            .expect("the category");
        assert_eq!(
            (&item["open"], &item["duty"]["lead"]),
            (&json!(true), &json!("municipal"))
        );
    })
    .await;
}
