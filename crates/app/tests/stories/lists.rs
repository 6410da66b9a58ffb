//! Lists and figures: everybody's day, and numbers of the leader's page that open lists of that length.

use serde_json::json;

use crate::html::{links, numbers};
use crate::matter::ABANDONED;
use crate::person::{Person, fresh_client};
use crate::world::both;

/// How many rows a list has over all its pages.
pub async fn rows(person: &Person, path: &str) -> usize {
    let (mut path, mut found) = (path.to_owned(), Vec::new());
    loop {
        let page = person.get(&path).await.expect(200).text();
        let body = page.split("<tbody>").nth(1).unwrap_or_default().to_owned();
        found.extend(links(&body, "/cases/"));
        let next = page
            .split("<a ")
            .find(|tag| tag.contains("rel=\"next\""))
            .map(|tag| links(tag, "/cases?")[0].clone());
        match next {
            Some(next) => path = next,
            None => break,
        }
    }
    let all = found.len();
    found.sort();
    found.dedup();
    assert_eq!(found.len(), all, "no row comes twice");
    all
}

#[tokio::test]
async fn numbers_of_the_leaders_page_open_lists_of_that_length() {
    both(async |world| {
        let order = json!({ "text": "本周办结", "due": "2026-03-12T18:00" });
        let matter = world.reported(1, "废弃的自动售货机").await;
        world.take("leader-1", &matter, "supervise", order).await;
        // One that lies in no grid.
        let path = "/api/v1/reports";
        let nowhere = json!({ "client_id": fresh_client(), "words": "河对岸有人烧荒", "place": "河对岸" });
        world.resident().post_json(path, &nowhere).await.expect(201);
        // Once on a quiet morning, once when most of it is late.
        for days in [0, 30] {
            world.wait_days(days);
            let leader = world.person("leader-1").await;
            let page = leader.get("/board").await.expect(200).text();
            let found = numbers(&page);
            for (path, number) in &found {
                assert_eq!(rows(&leader, path).await, *number, "{path} after {days} days");
            }
            // Every number that the page tells is among them: five on top, all that are late, what came and went in
            // all, the ages, and each community and month.
            let json = leader.get("/api/v1/board").await.expect(200).json();
            let list = |name: &str| json[name].as_array().expect(name).clone();
            let communities = list("communities");
            let late = communities.iter().filter(|one| one["figures"]["late"] != 0).count();
            let ages = json["ages"].as_object().expect("ages").len();
            let all = 5 + 1 + 2 + ages + communities.len() + late + 2 * list("months").len();
            assert_eq!(found.len(), all, "{found:?}");
            let told: usize = found.iter().map(|(_, number)| number).sum();
            assert!(told > 200, "{told}");
            assert!(
                found.contains(&("/cases?view=open&area=411502005".into(), 1)),
                "{found:?}"
            );
            let open = json["sum"]["open"].as_u64().expect("a number");
            assert_eq!(rows(&leader, "/cases?view=open").await as u64, open);
        }
    })
    .await;
}

#[tokio::test]
async fn everybodys_day_lists_what_the_own_desk_owes() {
    both(async |world| {
        let matter = world.reported(1, "废弃的自动售货机").await;
        let at = async |login: &str| {
            let page = world.person(login).await.get("/today").await.expect(200);
            let todos = world.person(login).await.get("/api/v1/todos").await.expect(200).json();
            let listed = todos["todos"].as_array().expect("todos").iter();
            let listed = listed.filter(|todo| todo["case"]["id"] == matter.id.as_str()).count();
            assert_eq!(listed == 1, page.seen().contains(&matter.number), "{login}");
            listed == 1
        };
        let owners = [
            "clerk-1a",
            "clerk-2a",
            "dispatcher-1",
            "unit-municipal",
            "inspector-1",
            "leader-1",
        ];
        let who = async || {
            let mut found = Vec::new();
            for login in owners {
                if at(login).await {
                    found.push(login);
                }
            }
            found
        };
        assert_eq!(who().await, ["clerk-1a"]);
        world.filed(&matter, ABANDONED).await;
        assert_eq!(who().await, ["clerk-1a"]);
        let lead = json!({ "lead": "unit:municipal" });
        world.take("clerk-1a", &matter, "dispatch", lead).await;
        assert_eq!(who().await, ["unit-municipal"]);
        world.take("unit-municipal", &matter, "accept", json!({})).await;
        let done = json!({ "text": "已清走", "outcome": "fixed" });
        world.take("unit-municipal", &matter, "submit", done).await;
        assert_eq!(who().await, ["inspector-1"]);
        world.take("inspector-1", &matter, "inspect", json!({})).await;
        world.take("inspector-1", &matter, "pass", json!({})).await;
        assert!(who().await.is_empty(), "it waits for the resident");
    })
    .await;
}
