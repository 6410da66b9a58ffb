//! Somebody is on leave (trap E15): a deputy sits there for them, or the others of the desk, or the level above.

use serde_json::{Value, json};

use crate::ground::make_account;
use crate::matter::{ABANDONED, Matter};
use crate::office::{account, post_of};
use crate::person::{Reply, fresh_client};
use crate::world::{World, both};

/// Fills in the page's form.
async fn leave(world: &World, login: &str, fields: &[(&str, &str)]) -> Reply {
    let person = world.person(login).await;
    let page = person.get("/absences").await.expect(200);
    person.send(&page.form("/absences").with_all(fields)).await
}

/// Presses the button of the only leave on the page.
async fn end_early(world: &World, login: &str) -> Reply {
    let person = world.person(login).await;
    let page = person.get("/absences").await.expect(200);
    let forms = crate::html::forms(&page.text());
    let form = forms
        .iter()
        .find(|form| form.action.ends_with("/end"))
        .expect("a leave");
    person.send(form).await
}

async fn name(world: &World, login: &str) -> String {
    let id = account(world, login).await;
    let row = db::Sql::row(
        &world.site.db,
        "SELECT name FROM accounts WHERE street = $1 AND id = $2",
        db::values![world.site.street.0, id],
    );
    row.await.expect("read").expect("a row").get("name").expect("a name")
}

/// Reported in a grid of community 1 and sent there to be looked at.
async fn sent_to_grid(world: &World, grid: usize, words: &str) -> Matter {
    let matter = world.reported(grid, words).await;
    world
        .take("clerk-1a", &matter, "ask_verify", json!({ "text": "看一下" }))
        .await;
    matter
}

async fn desk(world: &World, matter: &Matter) -> Value {
    world.look(matter).await["case"]["desk"].clone()
}

#[tokio::test]
async fn e15_a_leave_that_cannot_be_meant_is_refused_with_what_to_do() {
    both(async |world| {
        // Typed wrongly: the form comes back with what was typed.
        let wrong = leave(world, "volunteer-01", &[("from", "2026-03-12"), ("to", "2026-03-11")]).await;
        wrong.expect(422).shows("最后一天在第一天之前").shows("2026-03-12");
        let past = leave(world, "volunteer-01", &[("from", "2026-03-09")]).await;
        past.expect(422).shows("以前的不用补登记");
        let stranger = leave(world, "volunteer-01", &[("from", "2026-03-12"), ("deputy", "没有此人")]).await;
        stranger.expect(422).shows("没有找到代理人").shows("没有此人");
        let own = leave(
            world,
            "volunteer-01",
            &[("from", "2026-03-12"), ("deputy", "volunteer-01")],
        )
        .await;
        own.expect(409).shows("不能是请假的本人");
        // Somebody else's leave is not one's to record.
        let other = leave(
            world,
            "volunteer-01",
            &[("from", "2026-03-12"), ("account", "volunteer-02")],
        )
        .await;
        other.expect(403);

        // The three administrators stand in only for their own.
        for (who, deputy) in [
            ("volunteer-01", "auditor"),
            ("secadmin", "volunteer-01"),
            ("secadmin", "sysadmin"),
        ] {
            let refused = leave(world, who, &[("from", "2026-03-12"), ("deputy", deputy)]).await;
            refused.expect(409).shows("同一角色的另一人");
        }
        let other = name(world, "secadmin-2").await;
        let same = leave(world, "secadmin", &[("from", "2026-03-12"), ("deputy", &other)]).await;
        same.expect(303);

        // No second leave at the same time, no deputy who is away, nobody away who stands in: so no circles.
        let days = [("from", "2026-03-11"), ("to", "2026-03-13"), ("deputy", "volunteer-02")];
        leave(world, "volunteer-01", &days).await.expect(303);
        let again = leave(world, "volunteer-01", &[("from", "2026-03-13"), ("to", "2026-03-16")]).await;
        again.expect(409).shows("时间有重叠").shows("2026-03-11 至 2026-03-13");
        let circle = [("from", "2026-03-12"), ("deputy", "volunteer-01")];
        let stands_in = leave(world, "volunteer-02", &circle).await.expect(409);
        stands_in.shows(&format!("代理 {} 的岗位", name(world, "volunteer-01").await));
        let away = leave(
            world,
            "volunteer-03",
            &[("from", "2026-03-13"), ("deputy", "volunteer-01")],
        )
        .await;
        away.expect(409).shows("也请假，不能代理");
        leave(world, "volunteer-02", &[("from", "2026-03-14")])
            .await
            .expect(303);
    })
    .await;
}

#[tokio::test]
async fn e15_nobody_leaves_open_work_behind() {
    both(async |world| {
        let matter = world.reported(1, "废弃的自动售货机").await;
        world.handling(&matter, ABANDONED).await;
        let refused = leave(world, "unit-municipal", &[("from", "2026-03-10"), ("to", "2026-03-11")]).await;
        let refused = refused.expect(409).shows("件未办事项，这几天没有其他人在岗");
        refused
            .shows(&world.site.town().desk(&"unit:municipal".parse().expect("a desk")))
            .shows("2026-03-11");
        // On a coming day there may be work, even if there is none now.
        let refused = leave(world, "inspector-street", &[("from", "2026-03-16")]).await;
        refused.expect(409).shows("那几天没有其他人在岗");
        let days = [("from", "2026-03-10"), ("to", "2026-03-11"), ("deputy", "volunteer-01")];
        leave(world, "unit-municipal", &days).await.expect(303);

        // Of two at a desk one may go, but then the other neither goes nor loses the post.
        let desk = world.reported(1, "另一台售货机").await;
        leave(world, "clerk-1a", &[("from", "2026-03-16")]).await.expect(303);
        let both_gone = leave(world, "clerk-1b", &[("from", "2026-03-15"), ("to", "2026-03-17")]).await;
        both_gone.expect(409).shows("件未办事项");
        let (post, who) = (post_of(world, "clerk-1b").await, account(world, "clerk-1b").await);
        let security = world.person("secadmin").await;
        let end = format!("/posts/{post}/holdings/{who}/end");
        let fields = |csrf: String| vec![("_csrf", csrf), ("_client", fresh_client())];
        let fields = fields(security.get("/notices").await.any_csrf());
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        security.post(&end, &fields).await.expect(409).shows("没有其他人在岗");
        assert_eq!(world.state(&desk).await, "reported");
    })
    .await;
}

#[tokio::test]
async fn e15_the_deputy_sits_there_from_the_first_day_to_the_last() {
    both(async |world| {
        let (absent, deputy) = (name(world, "grid-worker-01").await, name(world, "grid-worker-02").await);
        let days = [
            ("from", "2026-03-11"),
            ("to", "2026-03-12"),
            ("deputy", "grid-worker-02"),
        ];
        leave(world, "grid-worker-01", &days).await.expect(303);
        let matter = sent_to_grid(world, 1, "废弃的自动售货机").await;
        // Twenty seconds before midnight the session is read and kept; at midnight it is read again.
        world.wait(15 * 3600 - 20);
        let worker = world.person("grid-worker-02").await;
        worker.get(&matter.page()).await.expect(404);
        worker.get("/today").await.expect(200).hides(&matter.number);
        world.wait(30);
        let mark = format!("代 {absent}");
        let today = worker.get("/today").await.expect(200);
        today.shows(&matter.number).shows(&mark);
        let own = sent_to_grid(world, 2, "自己网格的售货机").await;
        let todos = worker.get("/api/v1/todos").await.expect(200).json();
        let todos = todos["todos"].as_array().expect("a list");
        let todo = |matter: &Matter| {
            todos
                .iter()
                .find(|todo| todo["case"]["number"] == matter.number.as_str())
        };
        assert_eq!(todo(&matter).expect("theirs")["for"], absent.as_str());
        assert_eq!(todo(&own).expect("the own")["for"], Value::Null);

        // History says who acted and for whom; the own work bears no such mark. The reporter reads neither name.
        worker.step(&matter.id, "verified", &[]).await.expect(303);
        worker.step(&own.id, "verified", &[]).await.expect(303);
        let page = worker.get(&matter.page()).await.expect(200).seen();
        assert!(
            page.contains(&format!("{deputy} ")) && page.contains(&format!("网格员（{mark}）")),
            "{page}"
        );
        let signed = |seen: &Value| {
            seen["events"]
                .as_array()
                .and_then(|all| all.last())
                .map(|last| last["actor"].clone())
        };
        let (theirs, own) = (signed(&world.look(&matter).await), signed(&world.look(&own).await));
        assert_eq!(theirs.expect("an entry")["on_behalf"], absent.as_str());
        assert_eq!(own.expect("an entry")["on_behalf"], Value::Null);
        let receipt = world.resident().get(&matter.receipt_page()).await.expect(200);
        receipt.hides(&absent).hides(&deputy);

        // The last day counts whole; afterwards the deputy is out by himself.
        world.wait(48 * 3600 - 30);
        let worker = world.person("grid-worker-02").await;
        worker.get(&matter.page()).await.expect(200);
        world.wait(30);
        let later = sent_to_grid(world, 1, "又一台售货机").await;
        worker.get(&later.page()).await.expect(404);
        worker.get("/today").await.expect(200).hides(&later.number).hides(&mark);
        world
            .person("grid-worker-01")
            .await
            .get("/today")
            .await
            .shows(&later.number);
    })
    .await;
}

#[tokio::test]
async fn e15_without_a_deputy_the_grid_head_has_it_and_then_the_community() {
    both(async |world| {
        let grid = format!("grid:{}", world.grid(1).0);
        leave(world, "grid-worker-01", &[("from", "2026-03-10")])
            .await
            .expect(303);
        let matter = sent_to_grid(world, 1, "废弃的自动售货机").await;
        assert_eq!(desk(world, &matter).await, grid);
        let head = world.person("grid-head-01").await;
        head.get("/today").await.expect(200).shows(&matter.number).hides("代 ");
        // The clock runs whoever is away.
        let clock = world.look(&matter).await["case"]["clocks"]["verify"].clone();
        assert_eq!(clock["state"], "running", "{clock}");

        // The head cannot go while it is open; when the desk is empty of work, what is new goes one level up.
        let refused = leave(world, "grid-head-01", &[("from", "2026-03-10")]).await;
        refused.expect(409).shows("件未办事项");
        world.take("grid-head-01", &matter, "verified", json!({})).await;
        leave(world, "grid-head-01", &[("from", "2026-03-10")])
            .await
            .expect(303);
        let upward = sent_to_grid(world, 1, "第二台售货机").await;
        assert_eq!(
            desk(world, &upward).await,
            format!("community:{}", world.grid(1).community().0)
        );
        world
            .person("dispatcher-1")
            .await
            .get("/notices")
            .await
            .shows("无人在岗，事项已上转");

        // Back early: the desk has somebody again at once.
        end_early(world, "grid-head-01").await.expect(303);
        let third = sent_to_grid(world, 1, "第三台售货机").await;
        assert_eq!(desk(world, &third).await, grid);
        // At midnight both are back by themselves, and the desks are counted anew.
        world.take("grid-head-01", &third, "verified", json!({})).await;
        leave(world, "grid-head-01", &[("from", "2026-03-10")])
            .await
            .expect(303);
        world.wait(15 * 3600 - 20);
        let before = sent_to_grid(world, 1, "第四台售货机").await;
        assert_ne!(desk(world, &before).await, grid);
        world.wait(30);
        let after = sent_to_grid(world, 1, "第五台售货机").await;
        assert_eq!(desk(world, &after).await, grid);
    })
    .await;
}

#[tokio::test]
async fn e15_the_deputy_of_a_supervisor_follows_too() {
    both(async |world| {
        let days = [
            ("account", "supervisor-01"),
            ("from", "2026-03-10"),
            ("deputy", "volunteer-02"),
        ];
        leave(world, "secadmin", &days).await.expect(303);
        let matter = world.reported(1, "废弃的自动售货机").await;
        world.filed(&matter, ABANDONED).await;
        let lead = json!({ "lead": format!("grid:{}", world.grid(1).0), "text": "网格先去" });
        world.take("clerk-1a", &matter, "dispatch", lead).await;
        world.take("grid-worker-01", &matter, "accept", json!({})).await;
        let why = json!({ "reason": "needs_power", "text": "没有吊车" });
        world.take("grid-worker-01", &matter, "escalate", why).await;
        let page = world.person("dispatcher-1").await.get(&matter.page()).await.expect(200);
        let page = page.shows(&name(world, "supervisor-01").await);
        page.shows(&name(world, "volunteer-02").await);
        let deputy = world.person("volunteer-02").await;
        deputy.get("/notices").await.expect(200).shows("请跟办");
        // A supervisor's order given by the deputy is signed for the supervisor.
        let order = [("text", "今天办"), ("due", "2026-03-11T09:00")];
        deputy.step(&matter.id, "supervise", &order).await.expect(303);
        let seen = world.look(&matter).await;
        let last = seen["events"].as_array().and_then(|all| all.last()).expect("an entry");
        assert_eq!(last["actor"]["on_behalf"], name(world, "supervisor-01").await.as_str());
    })
    .await;
}

#[tokio::test]
async fn e15_posts_and_accounts_know_who_stands_in() {
    both(async |world| {
        let newcomer = make_account(world, "story-deputy").await;
        let days = [("from", "2026-03-11"), ("deputy", "story-deputy")];
        leave(world, "grid-worker-01", &days).await.expect(303);
        let (security, system) = (world.person("secadmin").await, world.person("sysadmin").await);
        let send = async |person: &crate::person::Person, path: &str, account: &str| {
            let csrf = person.get("/notices").await.expect(200).any_csrf();
            let client = fresh_client();
            person
                .post(path, &[("_csrf", &csrf), ("_client", &client), ("account", account)])
                .await
        };
        // A deputy of ordinary staff becomes no administrator, and leaves only after somebody else stands in.
        let grant = format!("/posts/{}/holdings", post_of(world, "auditor").await);
        let refused = send(&security, &grant, &newcomer.to_string()).await;
        refused.expect(409).shows("三员的岗位不能这样混在一起");
        let account_end = format!("/accounts/{newcomer}/end");
        let refused = send(&system, &account_end, "").await;
        refused
            .expect(409)
            .shows("代理")
            .shows(&name(world, "grid-worker-01").await);
        end_early(world, "grid-worker-01").await.expect(303);
        send(&system, &account_end, "").await.expect(303);
        let audit = world.person("auditor").await.get("/audit").await.expect(200);
        audit.shows("登记请假").shows("提前销假").shows("2026-03-11");
    })
    .await;
}

#[tokio::test]
async fn e15_the_same_by_json() {
    both(async |world| {
        let clerk = world.person("clerk-1a").await;
        let send = async |body: &Value| clerk.post_json("/api/v1/absences", body).await;
        let wrong = json!({ "client_id": fresh_client(), "from": "下周" });
        send(&wrong).await.refused(422, "invalid");
        let own = json!({ "client_id": fresh_client(), "from": "2026-03-11", "deputy": "clerk-1a" });
        send(&own).await.refused(409, "access.absence.self");
        let body =
            json!({ "client_id": fresh_client(), "from": "2026-03-11", "to": "2026-03-12", "deputy": "clerk-1b" });
        let made = send(&body).await.expect(201).json();
        assert_eq!(
            send(&body).await.expect(201).json(),
            made,
            "once, however often it is sent"
        );
        let deputy = world.person("clerk-1b").await;
        for reader in [&clerk, &deputy] {
            let list = reader.get("/api/v1/absences").await.expect(200).json();
            assert_eq!(list["absences"][0]["id"], made["id"]);
            assert_eq!(list["absences"][0]["to"], "2026-03-12");
        }
        let end = format!("/api/v1/absences/{}/end", made["id"].as_str().expect("an id"));
        let ended = || json!({ "client_id": fresh_client() });
        deputy.post_json(&end, &ended()).await.refused(404, "absent");
        clerk.post_json(&end, &ended()).await.expect(200);
        clerk.post_json(&end, &ended()).await.refused(404, "absent");
        let list = clerk.get("/api/v1/absences").await.expect(200).json();
        assert_eq!(list["absences"], json!([]));
        // Ended, not deleted.
        let kept = world
            .count("SELECT COUNT(*) AS number FROM absences WHERE ended_at IS NOT NULL")
            .await;
        assert_eq!(kept, 1);
    })
    .await;
}
