//! The whole office as text, from one engine into the other and back.

use crate::scratch::Scratch;

/// Everything but the moment of the export.
fn rows(scratch: &Scratch, file: &str) -> Vec<String> {
    let text = std::fs::read_to_string(scratch.folder.join(file)).unwrap();
    text.lines().skip(1).map(str::to_owned).collect()
}

fn path(scratch: &Scratch, file: &str) -> String {
    scratch.folder.join(file).display().to_string()
}

#[tokio::test]
async fn an_office_moves_to_the_other_engine_and_back() {
    let home = Scratch::make(None).await;
    home.good(&["demo", "--build-only", "--history", "60"]);
    let file = path(&home, "office.jsonl");
    home.good(&["export", &file]);
    let twice = home.xingge(&["export", &file]);
    assert!(!twice.ok);
    twice.has("不覆盖");
    let taken = home.xingge(&["import", "office", &file]);
    assert!(!taken.ok);
    taken.has("已有单位");

    let mut servers = vec![None];
    servers.extend(std::env::var("XINGGE_TEST_PG").ok().map(Some));
    for server in servers {
        let away = Scratch::make(server).await;
        let said = away.good(&["import", "office", &file]);
        said.has("核对无误");
        away.holds();
        away.good(&["export", &path(&away, "back.jsonl")]);
        let (mut here, mut there) = (rows(&home, "office.jsonl"), rows(&away, "back.jsonl"));
        // Engines order text and ids in their own ways.
        here.sort_unstable();
        there.sort_unstable();
        assert_eq!(here, there);
        away.remove().await;
    }
    home.remove().await;
}

#[tokio::test]
async fn a_damaged_export_imports_nothing() {
    let home = Scratch::make(None).await;
    home.good(&["demo", "--build-only", "--history", "20"]);
    let file = path(&home, "office.jsonl");
    home.good(&["export", &file]);
    let text = std::fs::read_to_string(&file).unwrap();
    let short: Vec<&str> = text.lines().take(200).collect();
    let forged = text.replacen("\\\"text\\\":\\\"", "\\\"text\\\":\\\"改", 1);
    assert_ne!(forged, text);
    for (content, words) in [
        (short.join("\n"), "文件不完整，没有写入"),
        (forged, "文件不可信，没有写入"),
        ("甲,乙\n1,2\n".to_owned(), "不是 JSON"),
        ("{}\n".to_owned(), "这不是 xingge export 写出的文件"),
    ] {
        let away = Scratch::make(None).await;
        let bad = away.file("bad.jsonl", content);
        let said = away.xingge(&["import", "office", &bad]);
        assert!(!said.ok);
        said.has(words);
        let count = "SELECT COUNT(*) AS number FROM offices";
        assert_eq!(away.number(count).await, 0);
        away.remove().await;
    }
    home.remove().await;
}
