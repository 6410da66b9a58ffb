//! Looking into the office: ids that pages carry, reports with a photo.

use db::{Sql, values};
use uuid::Uuid;

use crate::matter::Matter;
use crate::person::Reply;
use crate::world::World;

async fn id_of(world: &World, sql: &str, name: &str) -> Uuid {
    let row = world.site.db.row(sql, values![world.site.street.0, name]);
    let row = row.await.expect("read").expect("a row");
    row.get("id").expect("an id")
}

pub async fn account(world: &World, login: &str) -> Uuid {
    id_of(world, "SELECT id FROM accounts WHERE street = $1 AND login = $2", login).await
}

pub async fn post_of(world: &World, login: &str) -> Uuid {
    id_of(
        world,
        "SELECT h.post AS id FROM holdings h JOIN accounts a ON a.street = h.street AND a.id = h.account
         WHERE h.street = $1 AND a.login = $2",
        login,
    )
    .await
}

/// A resident's report with a photo, by the form.
pub async fn with_photo(world: &World, words: &str, picture: Vec<u8>) -> (Matter, Reply) {
    let page = world.resident().get("/reports/new").await.expect(200);
    let (lng, lat) = world.point(1);
    let form = page
        .form("/reports")
        .with_all(&[
            ("words", words),
            ("lng", &lng.to_string()),
            ("lat", &lat.to_string()),
            ("name", "王秀英"),
            ("phone", "15400001234"),
        ])
        .photo("a.jpg", picture);
    let reply = world.resident().send(&form).await.expect(303);
    let receipt = reply.location().replace("/receipts/", "");
    let body = world
        .resident()
        .get(&format!("/api/v1/receipts/{receipt}"))
        .await
        .expect(200)
        .json();
    let number = body["number"].as_str().expect("a number").to_owned();
    let list = world
        .person("dispatcher-1")
        .await
        .get(&format!("/api/v1/cases?view=all&q={number}"))
        .await
        .expect(200)
        .json();
    let id = list["cases"][0]["id"].as_str().expect("an id").to_owned();
    let matter = Matter { id, number, receipt };
    (matter, reply)
}
