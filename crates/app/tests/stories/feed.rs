//! Due dates in one's own calendar program: an address without a sign-in, hence with little in it.

use crate::ground::make_feed;
use crate::matter::ABANDONED;
use crate::person::Reply;
use crate::world::{World, both};

async fn read(world: &World, path: &str) -> Reply {
    world.resident().get(path).await
}

#[tokio::test]
async fn an_address_that_is_not_good_is_not_there() {
    both(async |world| {
        for path in [
            "/feeds/0.ics",
            "/feeds/end.ics",
            "/feeds/%27%20OR%201=1.ics",
            "/feeds/0",
        ] {
            read(world, path).await.expect(404);
        }
        let first = make_feed(world, "clerk-1a").await;
        read(world, &first).await.expect(200);
        read(world, first.trim_end_matches(".ics")).await.expect(404);
        // Made anew, the old one is over; ended, there is none.
        let second = make_feed(world, "clerk-1a").await;
        read(world, &first).await.expect(404);
        read(world, &second).await.expect(200);
        let clerk = world.person("clerk-1a").await;
        let page = clerk.get("/feeds").await.expect(200);
        assert!(!page.text().contains(&second), "the address is shown once");
        clerk.send(&page.form("/feeds/end")).await.expect(303);
        read(world, &second).await.expect(404);
        clerk.get("/feeds").await.expect(200).shows("还没有订阅");
    })
    .await;
}

#[tokio::test]
async fn the_same_form_sent_twice_makes_one_address() {
    both(async |world| {
        let clerk = world.person("clerk-1a").await;
        let form = clerk.get("/feeds").await.expect(200).form("/feeds");
        clerk.send(&form).await.expect(200);
        clerk.send(&form).await.expect(303);
        assert_eq!(world.count("SELECT COUNT(*) AS number FROM feeds").await, 1);
    })
    .await;
}

#[tokio::test]
async fn due_dates_come_and_go_with_the_work() {
    both(async |world| {
        let feed = make_feed(world, "clerk-1a").await;
        let beyond = make_feed(world, "clerk-8a").await;
        let matter = world.reported(1, ABANDONED).await;
        let text = read(world, &feed).await.expect(200).text();
        assert!(
            text.contains(&format!("SUMMARY:待受理 {}\r\n", matter.number)),
            "{text}"
        );
        assert!(text.contains(&format!("{}\r\n", matter.page())), "{text}");
        let plain = text.replace("\r\n ", "");
        assert!(!plain.contains(ABANDONED), "no words of residents: {plain}");
        assert!(!read(world, &beyond).await.text().contains(&matter.number));
        world
            .take(
                "clerk-1a",
                &matter,
                "ask_verify",
                serde_json::json!({ "text": "看一下" }),
            )
            .await;
        let text = read(world, &feed).await.expect(200).text();
        assert!(!text.contains(&matter.number), "{text}");
        let worker = make_feed(world, "grid-worker-01").await;
        assert!(read(world, &worker).await.expect(200).text().contains(&matter.number));
    })
    .await;
}
