//! A drawn layer: faults with their places, then the next layer; open matters of a grid that is no more go on elsewhere.

use serde_json::{Value, json};

use crate::scratch::{Scratch, both, shared};

async fn demo(scratch: &Scratch) -> Value {
    scratch.good(&["demo", "--build-only", "--history", "20"]);
    let body = scratch
        .texts("SELECT body AS text FROM documents WHERE name = 'areas'")
        .await;
    serde_json::from_str(&body[0]).unwrap()
}

#[tokio::test]
async fn the_office_s_own_layer_changes_nothing() {
    both(async |scratch| {
        let areas = demo(scratch).await;
        let file = scratch.file("areas.geojson", areas.to_string());
        let said = scratch.good(&["import", "grids", &file, "--commit"]);
        said.has("什么也没有改变");
        assert_eq!(said.last(), "rows 59 imported 0 refused 0 unchanged 59");
        assert_eq!(scratch.number("SELECT MAX(layer) AS number FROM layers").await, 1);
    })
    .await;
}

#[tokio::test]
async fn m05_a_layer_without_a_grid_ends_it_and_its_matters_wait_for_the_community() {
    both(async |scratch| {
        let mut areas = demo(scratch).await;
        // The grid with the most open matters, and another.
        let open = "SELECT area || '' AS text FROM cases WHERE closed_at IS NULL AND area % 1000 > 0 GROUP BY area ORDER BY COUNT(*) DESC, area";
        let gone = scratch.texts(open).await.remove(0);
        let drawn = "SELECT code || '' AS text FROM areas WHERE level = 'grid' ORDER BY code";
        let grids = scratch.texts(drawn).await;
        let other = grids.iter().find(|code| **code != gone).unwrap().clone();
        let on =
            |area: &str| format!("SELECT COUNT(*) AS number FROM buildings WHERE area = {area} AND valid_to IS NULL");
        let lies = |area: &str, state: &str| {
            format!("SELECT COUNT(*) AS number FROM cases WHERE area = {area} AND closed_at IS {state}")
        };
        let community = format!("{}000", &gone[..12]);
        let (waiting, closed) = (
            scratch.number(&lies(&gone, "NULL")).await,
            scratch.number(&lies(&gone, "NOT NULL")).await,
        );
        let unplaced = scratch.number(&lies(&community, "NULL")).await;
        assert!(waiting > 0 && scratch.number(&on(&gone)).await > 0);
        // The file has the grids only, without that one; the other is called otherwise.
        let features = areas["features"].as_array_mut().unwrap();
        features.retain(|feature| feature["properties"]["kind"] == "grid" && feature["properties"]["code"] != *gone);
        let kept = features.iter_mut().find(|feature| feature["properties"]["code"] == *other);
        kept.unwrap()["properties"]["name"] = json!("第一网格");
        let file = scratch.file("hole.geojson", areas.to_string());
        let looked = scratch.good(&["import", "grids", &file]);
        looked.has("内有一块不属于任何网格");
        looked.has(&format!("不再有 {gone}"));
        looked.has(&format!("没有网格接手，未办结事项 {waiting} 件归所属社区待定归属"));
        looked.has("岗位结束，请重新任命");
        assert_eq!(scratch.number("SELECT MAX(layer) AS number FROM layers").await, 1);
        assert_eq!(scratch.number(&lies(&gone, "NULL")).await, waiting);

        let said = scratch.good(&["import", "grids", &file, "--commit"]);
        said.has("已成为第 2 版图层");
        said.has(&format!("移交未办结事项 {waiting} 件"));
        let rows = grids.len() - 1;
        assert_eq!(
            said.last(),
            format!("rows {rows} imported 1 refused 0 unchanged {}", rows - 1)
        );
        let now = "SELECT COUNT(*) AS number FROM areas WHERE level = 'grid' AND valid_to IS NULL AND layer = 2";
        assert_eq!(scratch.number(now).await, grids.len() as i64 - 1);
        let ended = "SELECT COUNT(*) AS number FROM areas WHERE level = 'grid' AND valid_to IS NOT NULL AND layer = 1";
        assert_eq!(scratch.number(ended).await, grids.len() as i64);
        assert_eq!(scratch.number(&lies(&gone, "NULL")).await, 0);
        assert_eq!(scratch.number(&lies(&community, "NULL")).await, unplaced + waiting);
        assert_eq!(scratch.number(&lies(&gone, "NOT NULL")).await, closed, "closed matters stay");
        // What stood in the grid that is no more waits for the street.
        assert_eq!(scratch.number(&on(&gone)).await, 0);
        assert!(scratch.number(&on("411502005000000")).await > 0);
        let document = scratch
            .texts("SELECT body AS text FROM documents WHERE name = 'areas'")
            .await;
        assert!(!document[0].contains(&gone) && document[0].contains(&other));
        scratch.good(&["import", "grids", &file, "--commit"])
            .has("什么也没有改变");
        scratch.holds();
    })
    .await;
}

#[tokio::test]
async fn a_layer_with_blocking_faults_is_refused_whole() {
    let scratch = Scratch::make(None).await;
    let mut areas = demo(&scratch).await;
    let features = areas["features"].as_array_mut().unwrap();
    let grid = features
        .iter()
        .position(|feature| feature["properties"]["kind"] == "grid")
        .unwrap();
    let mut copy = features[grid].clone();
    copy["properties"]["code"] = json!("411502005001900");
    features.push(copy);
    let file = scratch.file("overlap.geojson", areas.to_string());
    let said = scratch.xingge(&["import", "grids", &file, "--commit"]);
    assert!(!said.ok);
    said.has("【必须改正】");
    said.has("重叠");
    said.has("，位置 114.");
    said.has("rows 60 imported 0 refused 60 unchanged 0");
    assert_eq!(scratch.number("SELECT MAX(layer) AS number FROM layers").await, 1);
    scratch.remove().await;
}

#[tokio::test]
async fn nine_of_ten_counties_are_invalid() {
    let Some(file) = shared("02-geometry/xinyang-admin/xinyang-districts.geojson") else {
        return;
    };
    let scratch = Scratch::make(None).await;
    let said = scratch.good(&["import", "grids", file.to_str().unwrap()]);
    said.has("边界自相交或自相接：9 个图形");
    said.has("浉河区（411502）不属于本街道");
    assert_eq!(said.last(), "rows 10 imported 0 refused 10 unchanged 0");
    assert_eq!(scratch.number("SELECT COUNT(*) AS number FROM offices").await, 0);
    scratch.remove().await;
}
