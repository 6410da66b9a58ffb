//! What the rows of the route table point at: a matter with a photo, another, and accounts to grant and to end.

use uuid::Uuid;

use crate::html::links;
use crate::matter::Matter;
use crate::office::{account, post_of, with_photo};
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
    /// The marks of what the forms of settings and of a category showed.
    pub office_seen: String,
    pub category_seen: String,
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

pub async fn fixture(world: &World) -> Fixture {
    let (matter, _) = with_photo(world, "废弃的售货机挡住人行道", photos::jpeg()).await;
    let page = world.person("clerk-1a").await.get(&matter.page()).await;
    let photos = links(&page.expect(200).text(), &format!("{}/photos/", matter.page()));
    let login = world.resident().get("/login").await.expect(200).text();
    let system = world.person("sysadmin").await;
    let seen = async |path: &str| system.get(path).await.expect(200).form(path).get("seen").to_owned();
    Fixture {
        office_seen: seen("/office").await,
        category_seen: seen("/office/categories/E01-36").await,
        other: world.reported(1, "同一台售货机").await,
        photo: photos[0].rsplit('/').next().expect("an id").to_owned(),
        asset: links(&login, "/assets/")[0].clone(),
        volunteer_post: post_of(world, "volunteer-03").await,
        ended: make_account(world, "story-ended").await,
        newcomer: make_account(world, "story-new").await,
        matter,
    }
}
