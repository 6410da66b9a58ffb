//! What the rows of the route table point at: a matter with a photo, another, accounts to grant and to end, a household.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::calendar::{NOTICE, closed};
use crate::family::{Family, set_phone};
use crate::html::links;
use crate::matter::Matter;
use crate::office::{account, post_of, with_photo};
use crate::person::fresh_client;
use crate::photos;
use crate::world::World;

/// What the rows point at.
pub struct Fixture {
    pub matter: Matter,
    pub other: Matter,
    pub photo: String,
    pub asset: String,
    pub volunteer_post: Uuid,
    pub ended: Uuid,
    pub newcomer: Uuid,
    /// With one conflict.
    pub family: Family,
    /// The phone with one write that was refused.
    pub device: String,
    /// Two coming leaves of `mediator-05`.
    pub absences: [String; 2],
    /// Where the calendar of `mediator-06` is read.
    pub feed: String,
    /// The marks of what the forms of settings and of a category showed.
    pub office_seen: String,
    pub category_seen: String,
    /// A closed day of last year, and the marks that adopting a notice, closing a day and ending that one carry.
    pub closure: String,
    pub calendar_seen: [String; 3],
}

/// The system administrator opens an account by the form; the password is `correct horse battery`.
pub async fn make_account(world: &World, login: &str) -> Uuid {
    let form = world.person("sysadmin").await.get("/accounts").await;
    let form = form.expect(200).form("/accounts").with_all(&[
        ("login", login),
        ("name", "新来的同事"),
        ("password", "correct horse battery"),
    ]);
    world.person("sysadmin").await.send(&form).await.expect(303);
    account(world, login).await
}

/// A leave of one coming day, by JSON.
async fn make_absence(world: &World, login: &str, day: &str) -> String {
    let body = json!({ "client_id": fresh_client(), "from": day });
    let reply = world.person(login).await.post_json("/api/v1/absences", &body).await;
    reply.expect(201).json()["id"].as_str().expect("an id").to_owned()
}

/// Makes a calendar's address by the form; gives its path.
pub async fn make_feed(world: &World, login: &str) -> String {
    let person = world.person(login).await;
    let page = person.get("/feeds").await.expect(200);
    let made = person.send(&page.form("/feeds")).await.expect(200).text();
    let end = made.find(".ics").expect("an address") + ".ics".len();
    let begin = made[..end].rfind("/feeds/").expect("its path");
    made[begin..end].to_owned()
}

pub async fn fixture(world: &World) -> Fixture {
    let (matter, _) = with_photo(world, "废弃的售货机挡住人行道", photos::jpeg()).await;
    let page = world.person("clerk-1a").await.get(&matter.page()).await;
    let photos = links(&page.expect(200).text(), &format!("{}/photos/", matter.page()));
    let login = world.resident().get("/login").await.expect(200).text();
    let system = world.person("sysadmin").await;
    let seen = async |path: &str| system.get(path).await.expect(200).form(path).get("seen").to_owned();
    let closure = closed(world, "2025-12-10", "全员培训").await;
    let ahead = async |path: &str, fields: &[(&str, &str)]| {
        let form = system
            .get("/calendar")
            .await
            .expect(200)
            .form(&format!("{path}/preview"));
        let page = system.send(&form.with_all(fields)).await.expect(200);
        page.form(path).get("seen").to_owned()
    };
    let ending = system.get(&closure).await.expect(200);
    Fixture {
        calendar_seen: [
            ahead("/calendar/notices", &[("text", NOTICE)]).await,
            ahead("/calendar/closures", &[("day", "2026-03-12"), ("reason", "暴雪停工")]).await,
            ending.form(&format!("{closure}/end")).get("seen").to_owned(),
        ],
        closure,
        office_seen: seen("/office").await,
        category_seen: seen("/office/categories/E01-36").await,
        other: world.reported(1, "同一台售货机").await,
        photo: photos[0].rsplit('/').next().expect("an id").to_owned(),
        asset: links(&login, "/assets/")[0].clone(),
        volunteer_post: post_of(world, "volunteer-03").await,
        ended: make_account(world, "story-ended").await,
        newcomer: make_account(world, "story-new").await,
        family: disputed_family(world).await,
        device: refused_upload(world).await,
        absences: [
            make_absence(world, "mediator-05", "2026-03-16").await,
            make_absence(world, "mediator-05", "2026-03-17").await,
        ],
        feed: make_feed(world, "mediator-06").await,
        matter,
    }
}

async fn disputed_family(world: &World) -> Family {
    let family = world.family().await;
    for (login, number) in [("grid-head-01", "13800138001"), ("clerk-1a", "13800138002")] {
        let wish = set_phone(&family.wife, Value::Null, number, 1);
        world.change(login, &family, wish).await.expect(200);
    }
    family
}

async fn refused_upload(world: &World) -> String {
    let device = fresh_client();
    let write = json!({
        "n": 1, "client_id": fresh_client(), "phone_at": "2026-03-10T09:00:00+08:00", "elapsed_ms": 0, "kind": "household", "body": {},
    });
    let body = json!({ "device": device, "writes": [write] });
    let worker = world.person("grid-worker-01").await;
    worker.post_json("/api/v1/field-uploads", &body).await.expect(200);
    device
}
