//! "怎么算的": the account of a due time, for staff in full and for the reporter about the promise.

use crate::matter::ABANDONED;
use crate::world::both;

#[tokio::test]
async fn every_due_time_tells_how_it_came_about() {
    both(async |world| {
        let matter = world.reported(1, "废弃的自动售货机").await;
        let clocks = format!("{}/clocks", matter.page());
        // Nothing outside the scope, nothing without a seat.
        world.person("grid-worker-02").await.get(&clocks).await.expect(404);
        world.resident().get(&clocks).await.expect(303);
        world.resident().get("/receipts/2222222222/clock").await.expect(404);

        let promise = format!("{}/clock", matter.receipt_page());
        let early = world.resident().get(&promise).await.expect(200);
        early.shows("还没有承诺时间");

        world.handling(&matter, ABANDONED).await;
        let staff = world.person("clerk-1a").await.get(&clocks).await.expect(200);
        staff
            .shows("对居民承诺")
            .shows("单位之间的时限")
            .shows("收件当日")
            .shows("开始计时，限3个工作日");
        let page = world.resident().get(&promise).await.expect(200);
        page.shows("对居民承诺").shows("收件当日").hides("单位之间的时限");

        let json = world
            .person("clerk-1a")
            .await
            .get(&format!("/api/v1/cases/{}/clocks", matter.id))
            .await
            .expect(200)
            .json();
        let names: Vec<&str> = json
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|table| table["name"].as_str())
            .collect();
        assert!(names.contains(&"对居民承诺") && names.contains(&"处置"), "{names:?}");
    })
    .await;
}
