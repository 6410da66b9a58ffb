//! People come and go: posts, accounts, empty desks.

use db::{Sql, values};
use serde_json::json;

use crate::ground::make_account;
use crate::matter::ABANDONED;
use crate::office::{account, post_of};
use crate::person::{Person, Reply, fresh_client};
use crate::world::both;

async fn send(person: &Person, path: &str, fields: &[(&str, &str)]) -> Reply {
    let csrf = person.get("/notices").await.expect(200).any_csrf();
    let client = fresh_client();
    let mut all = vec![("_csrf", csrf.as_str()), ("_client", &client)];
    all.extend(fields);
    person.post(path, &all).await
}

#[tokio::test]
async fn m08_the_last_person_of_a_desk_with_open_work_stays() {
    both(async |world| {
        let matter = world.reported(1, "废弃的自动售货机").await;
        world.handling(&matter, ABANDONED).await;
        let (post, who) = (
            post_of(world, "unit-municipal").await,
            account(world, "unit-municipal").await,
        );
        let name = world.look(&matter).await["events"][4]["actor"]["name"].clone();
        let name = name.as_str().expect("a name").to_owned();
        let (security, system) = (world.person("secadmin").await, world.person("sysadmin").await);
        let end = format!("/posts/{post}/holdings/{who}/end");
        let refused = send(&security, &end, &[]).await.expect(409);
        refused.shows("没有其他人在岗");
        // Nor does the account end while it holds a post.
        let account_end = format!("/accounts/{who}/end");
        let refused = send(&system, &account_end, &[]).await.expect(409);
        refused.shows("还担任 1 个岗位");

        let heir = account(world, "volunteer-01").await.to_string();
        let grant = format!("/posts/{post}/holdings");
        send(&security, &grant, &[("account", &heir)]).await.expect(303);
        send(&security, &end, &[]).await.expect(303);
        send(&system, &account_end, &[]).await.expect(303);
        world
            .resident()
            .post("/login/demo", &[("login", "unit-municipal")])
            .await
            .expect(404);
        // The heir goes on at once; history keeps the name of who left.
        let heir = world.person("volunteer-01").await;
        heir.get("/today").await.expect(200).shows(&matter.number);
        heir.get(&matter.page())
            .await
            .expect(200)
            .shows(&format!("{name}（2026-03-10 离任）"));
        // The reporter reads no name, and nobody is offered or given who left.
        let receipt = world.resident().get(&matter.receipt_page()).await;
        receipt.expect(200).hides(&name).hides("离任");
        let chosen = format!("value=\"{who}\"");
        security.get("/posts").await.expect(200).hides(&chosen);
        security
            .get("/absences")
            .await
            .expect(200)
            .hides(&format!("value=\"{name}\""));
        let refused = send(&security, &grant, &[("account", &who.to_string())]).await;
        refused.expect(409).shows("已离任");
    })
    .await;
}

#[tokio::test]
async fn the_three_administrators_exclude_each_other_and_nobody_grants_to_himself() {
    both(async |world| {
        let security = world.person("secadmin").await;
        let grant = async |post_of_login: &str, to: &str| {
            let post = post_of(world, post_of_login).await;
            let to = account(world, to).await.to_string();
            let path = format!("/posts/{post}/holdings");
            send(&security, &path, &[("account", &to)]).await
        };
        grant("clerk-1a", "secadmin")
            .await
            .expect(409)
            .shows("不能给自己授予岗位");
        grant("clerk-1a", "sysadmin").await.expect(409).shows("互相排斥");
        grant("auditor", "clerk-1a").await.expect(409).shows("互相排斥");
        grant("auditor", "secadmin-2").await.expect(409).shows("互相排斥");
        grant("clerk-1a", "clerk-1a").await.expect(409).shows("已担任");
        // Every yes stands in the office's history.
        grant("clerk-2a", "clerk-1a").await.expect(303);
        let audit = world.person("auditor").await.get("/audit").await;
        audit.expect(200).shows("授予");
    })
    .await;
}

#[tokio::test]
async fn e15_work_for_an_empty_desk_goes_one_level_up_with_an_alert() {
    both(async |world| {
        let now = world.site.now().0;
        let sql = "UPDATE holdings SET to_at = $2 WHERE street = $1 AND post IN (SELECT id FROM posts WHERE street = $1 AND area = $3 AND role IN ('grid_worker', 'grid_head'))";
        let touched = world.site.db.run(sql, values![world.site.street.0, now, world.grid(1).0]).await;
        assert_eq!(touched.expect("ended"), 2);
        world.site.sessions.forget_all();
        let matter = world.reported(1, "废弃的自动售货机").await;
        world.take("clerk-1a", &matter, "ask_verify", json!({ "text": "看一下" })).await;
        let seen = world.look(&matter).await;
        assert_eq!(seen["case"]["desk"], format!("community:{}", world.grid(1).community().0));
        let centre = world.person("dispatcher-1").await;
        centre.get("/notices").await.expect(200).shows("无人在岗，事项已上转");
        centre.get(&matter.page()).await.expect(200).shows("岗位空缺");
        world.take("clerk-1a", &matter, "verified", json!({})).await;
    })
    .await;
}

#[tokio::test]
async fn e13_a_place_outside_every_grid_waits_in_the_centres_tray() {
    both(async |world| {
        let resident = world.resident();
        let page = resident.get("/reports/new").await;
        let form =
            page.form("/reports")
                .with_all(&[("words", "边界外的废弃售货机"), ("lng", "114.9"), ("lat", "32.9")]);
        let reply = resident.send(&form).await.expect(303);
        let flash = reply.headers["set-cookie"].to_str().expect("text").to_owned();
        assert!(flash.contains("%E4%BA%BA%E5%B7%A5%E5%88%86%E6%B4%BE"), "{flash}");
        let page = resident.get(&reply.location()).await.expect(200);
        page.shows("由社会服务管理中心受理");
        let centre = world.person("dispatcher-1").await;
        centre
            .get("/today?kind=intake")
            .await
            .expect(200)
            .shows("边界外的废弃售货机");
        let clerk = world.person("clerk-1a").await;
        clerk
            .get("/cases?view=all&q=%E8%BE%B9%E7%95%8C%E5%A4%96")
            .await
            .hides("边界外的废弃售货机");
    })
    .await;
}

#[tokio::test]
async fn s11_five_wrong_passwords_rest_the_account_and_say_nothing_about_it() {
    both(async |world| {
        make_account(world, "story-new").await;
        let door = world.resident();
        let enter = async |login: &str, password: &str| {
            let body = json!({ "login": login, "password": password });
            door.post_json("/api/v1/session", &body).await
        };
        let nobody = enter("story-none", "wrong").await.refused(409, "access.wrong");
        let wrong = enter("story-new", "wrong").await.refused(409, "access.wrong");
        assert_eq!(nobody.text(), wrong.text(), "the same words, known or not");
        for _ in 0..4 {
            enter("story-new", "wrong").await.refused(409, "access.wrong");
        }
        let right = "correct horse battery";
        enter("story-new", right).await.refused(409, "access.resting");
        world.wait(301);
        let session = enter("story-new", right).await.expect(201);
        assert!(session.session().len() > 40);
    })
    .await;
}
