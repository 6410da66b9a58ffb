//! An office founded from the command line by its own code and name.

use crate::scratch::{Scratch, both};

const WHO: [&str; 4] = ["--street", "320114002", "--name", "赛虹桥街道办事处"];

#[tokio::test]
async fn an_office_is_founded_by_its_code_and_name_and_only_once() {
    both(async |scratch: &Scratch| {
        for (words, said) in [
            (&["found"][..], "请写明是哪个街道"),
            (&["found", "--street", "320114002"], "请用 --name 写明单位名称"),
            (
                &["found", "--street", "32011400200", "--name", "甲"],
                "街道代码“32011400200”不对",
            ),
            (
                &["found", "--street", "320114000", "--name", "甲"],
                "街道代码“320114000”不对",
            ),
            (
                &["found", "--street", "320114002", "--name", " "],
                "单位名称应为 1 到 30 字",
            ),
        ] {
            let refused = scratch.xingge(words);
            assert!(!refused.ok, "{words:?}");
            refused.has(said);
        }
        scratch.xingge(&["verify"]).has("还没有单位");

        let founded = scratch.good(&[&["found"][..], &WHO].concat());
        founded.has("已建立单位“赛虹桥街道办事处”（320114002）");
        let again = scratch.xingge(&[&["found"][..], &WHO].concat());
        assert!(!again.ok);
        again.has("这里已有单位“赛虹桥街道办事处”");
        assert_eq!(scratch.texts("SELECT name AS text FROM areas").await, ["赛虹桥街道"]);
        // The catalogue is there, and every category has a unit of this office.
        let items = "SELECT COUNT(*) AS number FROM catalogue_items WHERE street = 320114002";
        assert_eq!(
            scratch.number(items).await,
            codes::Catalogue::builtin().items().len() as i64
        );
        let lost = "SELECT COUNT(*) AS number FROM catalogue_items i WHERE NOT EXISTS
            (SELECT 1 FROM units u WHERE u.street = i.street AND u.key = i.lead)";
        assert_eq!(scratch.number(lost).await, 0);

        // An import for another office is refused before it looks at the file.
        let csv = scratch.file("divisions.csv", "code,name\n320114002001,凤凰\n");
        let other = scratch.xingge(&["import", "divisions", &csv, "--street", "411502005"]);
        assert!(!other.ok);
        other.has("不是 --street 写的那个");
        scratch.holds();
    })
    .await;
}

#[tokio::test]
async fn an_import_into_an_empty_folder_founds_the_office_of_the_example() {
    both(async |scratch: &Scratch| {
        let csv = scratch.file("divisions.csv", "code,name\n411502005001,和平社区\n");
        let half = scratch.xingge(&["import", "divisions", &csv, "--street", "320114002"]);
        assert!(!half.ok);
        half.has("请用 --name 写明单位名称");
        scratch.xingge(&["verify"]).has("还没有单位");
        scratch.good(&["import", "divisions", &csv]);
        assert_eq!(
            scratch.texts("SELECT name AS text FROM offices").await,
            ["五星街道办事处"]
        );
        scratch.holds();
    })
    .await;
}
