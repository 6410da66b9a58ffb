//! The office keeps its calendar: what a change would do is seen first, open matters follow once, closed ones never.

use app::commands::verify;
use case::recount::plan::{Turn, page};
use case::store::{Ready, save_all};
use case_rules::{Action, next_alarm};
use db::{Sql, WriteError, values};
use kernel::Moment;
use serde_json::{Value, json};
use uuid::Uuid;
use web::Fault;
use web::calendar::Timetable;

use crate::html::{Form, links};
use crate::matter::{ABANDONED, Matter};
use crate::person::Reply;
use crate::world::{World, both};

/// A notice for a year that has none yet.
pub const NOTICE: &str =
    "国务院办公厅关于2027年部分节假日安排的通知\n一、元旦：1月1日（周五）至3日（周日）放假，共3天。";
/// The same year, a day longer.
const LONGER: &str = "国务院办公厅关于2027年部分节假日安排的通知\n一、元旦：1月1日（周五）至4日（周一）放假，共4天。1月9日（周六）上班。";

async fn form(world: &World, path: &str) -> Form {
    let page = world.person("sysadmin").await.get("/calendar").await;
    page.expect(200).form(&format!("{path}/preview"))
}

async fn ahead(world: &World, path: &str, fields: &[(&str, &str)]) -> Reply {
    let form = form(world, path).await.with_all(fields);
    world.person("sysadmin").await.send(&form).await
}

/// Closes a day; gives the address of the closure.
pub async fn closed(world: &World, day: &str, reason: &str) -> String {
    let system = world.person("sysadmin").await;
    let fields = [("day", day), ("reason", reason)];
    let page = ahead(world, "/calendar/closures", &fields).await.expect(200);
    system.send(&page.form("/calendar/closures")).await.expect(303);
    let page = system.get("/calendar").await.expect(200);
    let found = links(&page.text(), "/calendar/closures/");
    found.into_iter().next().expect("its link")
}

async fn sweep(world: &World) {
    case::sweep::run(&world.site).await.expect("the sweep");
}

/// The due time of a clock, `03-13 09:00`.
async fn due(world: &World, matter: &Matter, clock: &str) -> String {
    let seen = world.look(matter).await;
    let due = seen["case"]["clocks"][clock]["due_at"].as_i64().expect("a due time");
    Moment(due).minute()["2026-".len()..].to_owned()
}

async fn moves(world: &World, matter: &Matter) -> usize {
    let history = world.history(matter).await;
    history.iter().filter(|taken| *taken == "recount").count()
}

async fn todo(world: &World, matter: &Matter) -> String {
    let id: Uuid = matter.id.parse().expect("an id");
    let row = world.site.db.row(
        "SELECT due_at FROM case_todos WHERE street = $1 AND case_id = $2 AND desk = $3",
        values![world.site.street.0, id, "unit:municipal"],
    );
    let due: i64 = row
        .await
        .expect("read")
        .expect("a row")
        .get("due_at")
        .expect("a due time");
    Moment(due).minute()["2026-".len()..].to_owned()
}

async fn holds(world: &World) {
    let verdict = verify(&world.site.db, world.site.street).await.expect("read");
    assert_eq!(verdict.faults, [""; 0]);
}

async fn confirmed(world: &World, matter: &Matter) {
    world.awaiting_answer(matter).await;
    let page = world.resident().get(&matter.receipt_page()).await.expect(200);
    let form = page.form(&format!("{}/steps", matter.receipt_page()));
    world.resident().send(&form.with("action", "confirm")).await.expect(303);
    assert_eq!(world.state(matter).await, "closed");
}

#[tokio::test]
async fn t21_a_closed_day_lists_its_effect_first_then_moves_what_is_open_and_never_what_is_closed() {
    both(async |world| {
        let system = world.person("sysadmin").await;
        let (open, done) = (
            world.reported(1, "废弃售货机").await,
            world.reported(1, "另一台售货机").await,
        );
        world.handling(&open, ABANDONED).await;
        confirmed(world, &done).await;
        let before = world.look(&done).await;

        // Refused: what cannot be used is said by field, and what was typed stays.
        let wrong = ahead(world, "/calendar/closures", &[("day", "2026-02-30"), ("reason", "")]).await;
        let wrong = wrong.expect(422).shows("请填写日期").shows("请写明原因");
        assert_eq!(wrong.form("/calendar/closures/preview").get("day"), "2026-02-30");
        let rest = [("day", "2026-03-14"), ("reason", "暴雪停工")];
        let rest = ahead(world, "/calendar/closures", &rest).await.expect(422);
        assert_eq!(rest.shows("本来就休息").form("/calendar/closures/preview").get("reason"), "暴雪停工");

        // Before it is adopted: the day, the matter by its number, and nothing stored.
        let snow = [("day", "2026-03-12"), ("reason", "暴雪停工")];
        let page = ahead(world, "/calendar/closures", &snow).await.expect(200);
        let page = page
            .shows("2026年3月12日 周四")
            .shows(&open.number)
            .shows("对居民承诺 03-13 24:00 → 03-16 24:00")
            .shows("处置 03-13 09:00 → 03-16 09:00")
            .hides(&done.number)
            .hides("废弃售货机");
        sweep(world).await;
        assert_eq!(due(world, &open, "handle").await, "03-13 09:00");

        system.send(&page.form("/calendar/closures")).await.expect(303);
        let calendar = world.person("leader-1").await.get("/calendar").await.expect(200);
        calendar.shows("正在重算").shows("本单位停止办公（暴雪停工）").hides("先看变化");
        // What starts now counts by the new calendar at once.
        let fresh = world.reported(1, "刚上报的售货机").await;
        world.handling(&fresh, ABANDONED).await;
        assert_eq!(due(world, &fresh, "handle").await, "03-16 09:00");

        let (one, other) = tokio::join!(case::sweep::run(&world.site), case::sweep::run(&world.site));
        one.expect("one sweep");
        other.expect("the other");
        sweep(world).await;
        assert_eq!(due(world, &open, "promise").await, "03-17 00:00");
        assert_eq!(due(world, &open, "handle").await, "03-16 09:00");
        assert_eq!(todo(world, &open).await, "03-16 09:00");
        assert_eq!((moves(world, &open).await, moves(world, &fresh).await), (1, 0));
        assert_eq!(world.look(&done).await, before);
        let page = world.person("unit-municipal").await.get(&open.page()).await.expect(200);
        page.shows("重算时限")
            .shows("2026年3月12日 周四 停止办公（暴雪停工）：对居民承诺 03-13 24:00 → 03-16 24:00；处置 03-13 09:00 → 03-16 09:00。");
        let calendar = system.get("/calendar").await.expect(200).shows("完成").hides("正在重算");

        // The same day twice is refused; ended, all goes back.
        let again = ahead(world, "/calendar/closures", &[("day", "2026-03-12"), ("reason", "停电")]).await;
        again.expect(422).shows("这一天已经有安排");
        let closure = links(&calendar.text(), "/calendar/closures/").remove(0);
        let page = system.get(&closure).await.expect(200).shows("03-16 24:00 → 03-13 24:00");
        system.send(&page.form(&format!("{closure}/end"))).await.expect(303);
        sweep(world).await;
        assert_eq!(due(world, &open, "handle").await, "03-13 09:00");
        assert_eq!(moves(world, &open).await, 2);
        system.get(&closure).await.expect(404);
        let audit = world.person("auditor").await.get("/audit").await.expect(200);
        audit.shows("安排停止办公或上班的一天").shows("取消停止办公或上班的一天");
        holds(world).await;
    })
    .await;
}

#[tokio::test]
async fn a_notice_is_read_shown_and_kept_as_a_version_of_its_year() {
    both(async |world| {
        let system = world.person("sysadmin").await;
        for (text, words) in [
            ("", "请粘贴放假通知的全文"),
            ("元旦：1月1日放假1天。", "找不到年份"),
            ("{\"year\": 2027,\n\"days\": [}", "第 2 行"),
            ("{\"year\": 2027, \"days\": []}", "没有写明哪天放假"),
        ] {
            let refused = ahead(world, "/calendar/notices", &[("text", text)])
                .await
                .expect(422)
                .shows(words);
            assert_eq!(refused.form("/calendar/notices/preview").get("text"), text);
        }
        let some = [("text", NOTICE), ("amends", "on")];
        let some = ahead(world, "/calendar/notices", &some).await.expect(422);
        some.shows("2027 年还没有采用过通知，不能只改几天");
        system
            .get("/calendar?year=2027")
            .await
            .expect(200)
            .shows("暂按周末推算");

        // What the reader doubts must be looked at.
        let doubtful = NOTICE.replace("周五", "周四");
        let page = ahead(world, "/calendar/notices", &[("text", &doubtful)])
            .await
            .expect(200);
        let page = page.shows("1月1日应是周五，写的是周四").form("/calendar/notices");
        let refused = system.send(&page).await.expect(422).shows("有读不准的地方");
        assert_eq!(refused.form("/calendar/notices").get("text"), doubtful);

        let first = ahead(world, "/calendar/notices", &[("text", NOTICE)]).await.expect(200);
        let first = first.shows("2027年1月2日 周六").form("/calendar/notices");
        let second = ahead(world, "/calendar/notices", &[("text", LONGER)]).await.expect(200);
        let second = second.shows("2027年1月9日 周六").form("/calendar/notices");
        system.send(&first).await.expect(303);
        let stale = system.send(&second).await.expect(409).shows("日历已被其他人改过");
        assert_eq!(stale.form("/calendar/notices").get("text"), LONGER);
        let same = ahead(world, "/calendar/notices", &[("text", NOTICE)]).await.expect(422);
        same.shows("没有哪一天不同");
        system.send(&stale.form("/calendar/notices")).await.expect(303);
        let year = system.get("/calendar?year=2027").await.expect(200);
        year.shows("第 1 版")
            .shows("已被后来的代替")
            .shows("第 2 版")
            .hides("暂按周末推算");

        // The newest counts, also for a program that starts now.
        let kept = world.person("sysadmin").await.at(world.restarted().await);
        let page = kept.get("/calendar?year=2027").await.expect(200);
        page.shows("1月4日 放假（元旦）").shows("1月9日 调休上班（元旦）");
        let setup = access::load_setup(&world.site.db, world.site.street)
            .await
            .expect("set up");
        assert_eq!(setup.timetable, world.site.setup().timetable);
        assert!(setup.timetable.calendar().is_workday(jiff::civil::date(2027, 1, 9)));
        holds(world).await;
    })
    .await;
}

#[tokio::test]
async fn a_counting_that_was_cut_off_goes_on_where_it_was() {
    both(async |world| {
        let first = world.reported(1, "废弃售货机").await;
        let second = world.reported(1, "另一台售货机").await;
        for matter in [&first, &second] {
            world.handling(matter, ABANDONED).await;
        }
        closed(world, "2026-03-12", "暴雪停工").await;
        // As after a kill: the mark has passed the first.
        let (id, street) = (first.id.parse::<Uuid>().expect("an id"), world.site.street.0);
        let mark = "UPDATE recounts SET after_case = $2, seen = 7, moved = 5 WHERE street = $1";
        world.site.db.run(mark, values![street, id]).await.expect("marked");
        sweep(world).await;
        sweep(world).await;
        assert_eq!((moves(world, &first).await, moves(world, &second).await), (0, 1));
        let seen = world.count("SELECT seen + moved AS number FROM recounts").await;
        assert_eq!(seen, 7 + 5 + 2);

        // Another change before one is through: it takes over, and the entry names both.
        closed(world, "2026-03-13", "停电").await;
        closed(world, "2026-03-16", "停水").await;
        sweep(world).await;
        let said = world.look(&second).await;
        let said = said["events"].as_array().expect("events").last().expect("one")["text"].clone();
        let said = said.as_str().expect("words");
        assert!(said.contains("（停电）；") && said.contains("（停水）："), "{said}");
        assert_eq!(due(world, &first, "handle").await, due(world, &second, "handle").await);
        holds(world).await;
    })
    .await;
}

#[tokio::test]
async fn a_matter_worked_on_meanwhile_is_not_overwritten() {
    both(async |world| {
        let matter = world.reported(1, "废弃售货机").await;
        world.handling(&matter, ABANDONED).await;
        let was = world.site.setup().timetable.clone();
        closed(world, "2026-03-12", "暴雪停工").await;
        let turn = turn(world, &was).await;
        let (db, street) = (&world.site.db, world.site.street);
        let seen = page(db, street, Uuid::nil(), &turn).await.expect("counted");
        assert!(!seen.moves.is_empty());
        let ready = seen.moves.iter().map(|step| {
            assert_eq!(step.change.events()[0].action, Action::Recount);
            let alarm = next_alarm(step.change.case(), &turn.office);
            Ready::of(street, &step.before, &step.change, alarm)
        });
        let ready = std::sync::Arc::new(ready.collect::<Result<Vec<_>, _>>().expect("rows"));
        world
            .take("unit-municipal", &matter, "note", json!({ "text": "已约好拖车" }))
            .await;
        let written = db.write::<(), Fault, _>(move |tx| {
            let ready = ready.clone();
            Box::pin(async move {
                match save_all(tx, street, &ready).await? {
                    true => Ok(()),
                    false => Err(WriteError::Refused(Fault::Absent)),
                }
            })
        });
        assert!(written.await.is_err(), "nothing of the stretch is kept");
        assert_eq!(due(world, &matter, "handle").await, "03-13 09:00");
        sweep(world).await;
        let history = world.history(&matter).await;
        assert_eq!(history[history.len() - 2..], ["note", "recount"]);
        holds(world).await;
    })
    .await;
}

async fn turn(world: &World, was: &std::sync::Arc<Timetable>) -> Turn {
    Turn {
        was: was.clone(),
        office: case::office::office(&world.site).await.expect("the office"),
        basis: "暴雪停工".into(),
        now: world.site.now(),
    }
}

#[tokio::test]
async fn other_hours_let_open_matters_follow_too() {
    both(async |world| {
        let system = world.person("sysadmin").await;
        let matter = world.reported(1, "废弃售货机").await;
        world.handling(&matter, ABANDONED).await;
        let page = system.get("/office").await.expect(200);
        let limits = page.form("/office").with("intake", "60");
        system.send(&limits).await.expect(303);
        sweep(world).await;
        assert_eq!(moves(world, &matter).await, 0, "limits of stages hold for what starts");
        let page = system.get("/office").await.expect(200);
        let hours = [("afternoon_from", "14:30"), ("afternoon_to", "17:30")];
        system.send(&page.form("/office").with_all(&hours)).await.expect(303);
        sweep(world).await;
        // Twenty-four hours of work, seven a day.
        assert_eq!(due(world, &matter, "handle").await, "03-13 12:00");
        assert_eq!(moves(world, &matter).await, 1);
        let said: Value = world.look(&matter).await;
        let said = said["events"].to_string();
        assert!(
            said.contains("办公时间改为：办公时间 08:00–12:00、14:30–17:30"),
            "{said}"
        );
        system.get("/calendar").await.expect(200).shows("办公时间改为");
        holds(world).await;
    })
    .await;
}
