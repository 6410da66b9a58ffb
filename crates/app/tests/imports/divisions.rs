//! Communities with their dates: added, renamed, ended.

use crate::scratch::{Scratch, both, shared};

const NOW: &str =
    "SELECT code || ' ' || name AS text FROM areas WHERE level = 'community' AND valid_to IS NULL ORDER BY code";

#[tokio::test]
async fn names_change_and_what_was_stays() {
    both(async |scratch| {
        let old = scratch.file(
            "2016.csv",
            "code,name,streetCode\n411502005001,河南路居委会,411502005\n411502005002,宝石桥居委会,411502005\n411502004001,别的街道,411502004\n",
        );
        let said = scratch.good(&["import", "divisions", &old, "--from", "2016-07-31"]);
        said.has("新增 411502005001 河南路居委会，2016-07-31 起");
        assert_eq!(said.last(), "rows 2 imported 2 refused 0 unchanged 0");
        let again = scratch.good(&["import", "divisions", &old]);
        assert_eq!(again.last(), "rows 2 imported 0 refused 0 unchanged 2");

        let new = scratch.file(
            "2023.csv",
            "code,name\n411502005002,宝石社区\n411502005009,秀水社区\n411502005009,秀水社区\n41150200501,少一位\n",
        );
        let said = scratch.good(&["import", "divisions", &new, "--from", "2023-06-30"]);
        said.has("更名 411502005002 宝石桥居委会 → 宝石社区，2023-06-30 起");
        said.has("第 4 行「code」411502005009 与第 3 行重复");
        said.has("第 5 行「code」41150200501：");
        assert_eq!(said.last(), "rows 4 imported 2 refused 2 unchanged 0");
        // A table with mistakes ends nothing.
        assert_eq!(scratch.texts(NOW).await.len(), 3);

        let right = scratch.file("2024.csv", "code,name\n411502005002,宝石社区\n411502005009,秀水社区\n");
        let early = scratch.xingge(&["import", "divisions", &right, "--from", "2020-01-01"]);
        assert!(!early.ok);
        early.has("已有的社区记录自 2023-06-30 00:00 起生效");
        let said = scratch.good(&["import", "divisions", &right, "--from", "2024-01-01"]);
        said.has("撤销 411502005001 河南路居委会，到 2024-01-01");
        assert_eq!(said.last(), "rows 2 imported 0 refused 0 unchanged 2");
        assert_eq!(
            scratch.texts(NOW).await,
            ["411502005002000 宝石社区", "411502005009000 秀水社区"]
        );
        let was = "SELECT name AS text FROM areas WHERE level = 'community' AND valid_to IS NOT NULL ORDER BY code";
        assert_eq!(scratch.texts(was).await, ["河南路居委会", "宝石桥居委会"]);
        scratch.holds();
    })
    .await;
}

#[tokio::test]
async fn a_community_with_open_work_is_not_ended() {
    let scratch = Scratch::make(None).await;
    scratch.good(&["demo", "--build-only", "--history", "20"]);
    let one = scratch.file("one.csv", "code,name\n411502005001,河南路社区\n");
    let said = scratch.good(&["import", "divisions", &one]);
    said.has("没有撤销；请先移交");
    assert_eq!(scratch.texts(NOW).await.len(), 8);
    scratch.remove().await;
}

#[tokio::test]
async fn eight_communities_become_ten() {
    let scratch = Scratch::make(None).await;
    for (file, last, after) in [
        ("2016", "rows 8 imported 8 refused 0 unchanged 0", 8),
        ("2023", "rows 10 imported 10 refused 0 unchanged 0", 10),
        ("2023", "rows 10 imported 0 refused 0 unchanged 10", 10),
    ] {
        let Some(path) = shared(&format!("01-divisions/wuxing-{file}.csv")) else {
            break;
        };
        let said = scratch.good(&["import", "divisions", path.to_str().unwrap()]);
        assert_eq!(said.last(), last);
        assert_eq!(scratch.texts(NOW).await.len(), after);
    }
    scratch.remove().await;
}

#[tokio::test]
async fn a_folder_of_tables_is_read_year_by_year() {
    let Some(folder) = shared("01-divisions") else {
        return;
    };
    let scratch = Scratch::make(None).await;
    let said = scratch.good(&["import", "divisions", folder.to_str().unwrap()]);
    assert_eq!(said.last(), "rows 36 imported 18 refused 0 unchanged 18");
    let names = scratch.texts(NOW).await;
    assert_eq!(names.len(), 10);
    assert_eq!(names[1], "411502005002000 宝石社区居民委员会");
    scratch.remove().await;
}
