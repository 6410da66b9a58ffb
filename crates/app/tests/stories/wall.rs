//! The wall screen: the leader's numbers for a room, and no words of anybody.

use serde_json::json;

use crate::html::links;
use crate::matter::ABANDONED;
use crate::world::both;

#[tokio::test]
async fn the_wall_shows_the_boards_numbers_and_nobodys_words() {
    both(async |world| {
        let matter = world.reported(1, ABANDONED).await;
        let order = json!({ "text": "本周办结", "due": "2026-03-12T18:00" });
        world.take("leader-1", &matter, "supervise", order).await;
        world.wait_days(30);
        let leader = world.person("leader-1").await;
        let board = leader.get("/api/v1/board").await.expect(200).json();
        let wall = leader.get("/wall").await.expect(200).text();
        let (sum, figures) = (&board["sum"], wall.split("w-figures").nth(1).expect("figures"));
        let shown: Vec<&str> = figures
            .split("<dd>")
            .skip(1)
            .take(5)
            .map(|part| part.split('<').next().expect("a number"))
            .collect();
        for (key, shown) in ["open", "late", "supervised", "suspended", "pending_confirm"]
            .iter()
            .zip(shown)
        {
            assert_eq!(sum[key].to_string(), shown, "{key}");
        }
        assert!(!wall.contains(ABANDONED) && !wall.contains(&matter.number));
        assert!(links(&wall, "/cases").is_empty(), "nothing to open from afar");
    })
    .await;
}

#[tokio::test]
async fn each_grid_is_as_dark_as_its_list_is_long() {
    both(async |world| {
        for _ in 0..4 {
            world.reported(1, ABANDONED).await;
        }
        let leader = world.person("leader-1").await;
        let shades = leader.get("/board/shades.json").await.expect(200).json();
        let mut seen = 0;
        for (area, step) in shades.as_object().expect("steps") {
            let list = leader
                .get(&format!("/cases?view=open&area={area}"))
                .await
                .expect(200)
                .text();
            let rows = list
                .split("<tbody>")
                .nth(1)
                .map_or(0, |body| body.matches("<tr").count());
            let from = [0, 1, 2, 4, 7];
            let step = usize::try_from(step.as_u64().expect("a step")).expect("small");
            let darker = from.get(step + 1).copied().unwrap_or(usize::MAX);
            if area.len() == 15 {
                assert!(from[step] <= rows && rows < darker, "{area}: {rows} are step {step}");
                seen += 1;
            }
        }
        assert!(seen > 20, "{seen}");
        assert!(shades[world.grid(1).digits()].as_u64() >= Some(3));
    })
    .await;
}
