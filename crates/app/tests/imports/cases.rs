//! Matters out of tables: two phases, once, with news, with what cannot be read given back.

use case_rules::{Case, Closing, Event, State};

use crate::scratch::{Scratch, both};

const HEAD: &str = "工单编号,反映时间,内容,地点,经度,纬度,反映人,类别,办结时间,办理结果\n";

fn table(rows: &[&str]) -> String {
    format!("{HEAD}{}\n", rows.join("\n"))
}

async fn case_of(scratch: &Scratch, key: &str) -> (Case, Vec<Event>) {
    let sql = format!(
        "SELECT c.body AS text FROM cases c JOIN case_imports i ON i.street = c.street AND i.case_id = c.id WHERE i.source_key = '{key}'"
    );
    let case: Case = serde_json::from_str(&scratch.texts(&sql).await[0]).unwrap();
    let sql = format!(
        "SELECT e.body AS text FROM case_events e JOIN case_imports i ON i.street = e.street AND i.case_id = e.about
         WHERE i.source_key = '{key}' ORDER BY e.about_seq"
    );
    let events = scratch.texts(&sql).await;
    let events = events.iter().map(|text| serde_json::from_str(text).unwrap()).collect();
    (case, events)
}

#[tokio::test]
async fn a_report_first_then_matters_then_nothing() {
    both(async |scratch| {
        let file = scratch.file(
            "工单.csv",
            table(&[
                "G-001,2019-02-28 11:25,路灯不亮,河南路 3 号,,,王女士,照明,,",
                "G-002,2019-03-01 09:00,井盖丢失,平西路口,114.07,32.12,,井盖,2019-03-02 16:00,已更换井盖",
                "G-003,昨天,没有时间的一行,,,,,,,",
            ]),
        );
        let looked = scratch.good(&["import", "cases", &file]);
        assert_eq!(looked.last(), "rows 3 imported 2 refused 1 unchanged 0");
        looked.has("「反映时间」时间读不懂：1 行（第 4 行）。请写成");
        looked.has("没有写入");
        assert_eq!(scratch.number("SELECT COUNT(*) AS number FROM offices").await, 0);

        let stored = scratch.good(&["import", "cases", &file, "--commit"]);
        assert_eq!(stored.last(), looked.last());
        scratch.holds();

        let (open, events) = case_of(scratch, "G-001").await;
        assert_eq!(open.state, State::Reported);
        assert_eq!(open.reported_at.minute(), "2019-02-28 11:25");
        assert_eq!(open.desk.unwrap().to_string(), "centre");
        assert!(events[0].text.contains("来源编号：G-001") && !events[0].text.contains("王女士"));
        let names = scratch.texts("SELECT name AS text FROM case_reporters").await;
        assert_eq!(names, ["王女士"]);

        let (closed, events) = case_of(scratch, "G-002").await;
        assert_eq!(closed.state, State::Archived);
        assert_eq!(closed.closing, Some(Closing::Elsewhere));
        assert_eq!(closed.closed_at.unwrap().minute(), "2019-03-02 16:00");
        assert!(events[0].text.contains("办理结果：已更换井盖"));

        let back = sheets::read(scratch.folder.join("工单-未导入.xlsx")).unwrap();
        assert_eq!(back.rows.len(), 1);
        let reason = back.column("未导入原因").unwrap();
        assert!(
            back.rows[0].cells[reason]
                .text
                .contains("「反映时间」时间读不懂（昨天）")
        );

        let events = scratch.number("SELECT COUNT(*) AS number FROM case_events").await;
        let again = scratch.good(&["import", "cases", &file, "--commit"]);
        again.has("什么也没有改变");
        assert_eq!(again.last(), "rows 3 imported 0 refused 1 unchanged 2");
        assert_eq!(
            scratch.number("SELECT COUNT(*) AS number FROM case_events").await,
            events
        );
        let audit = "SELECT body AS text FROM office_events WHERE action = 'imported'";
        let audit = scratch.texts(audit).await;
        assert_eq!(audit.len(), 1);
        assert!(audit[0].contains("工单.csv") && audit[0].contains("\"imported\":2"));
    })
    .await;
}

#[tokio::test]
async fn news_of_the_source_becomes_an_entry() {
    both(async |scratch| {
        let open = "G-001,2019-02-28 11:25,路灯不亮,河南路 3 号,,,王女士,照明,,";
        let file = scratch.file("a.csv", table(&[open]));
        scratch.good(&["import", "cases", &file, "--commit"]);
        let news = "G-001,2019-02-28 11:25,路灯不亮,河南路 5 号,,,王先生,照明,2019-03-04 10:00,已修复";
        let file = scratch.file("a.csv", table(&[news]));
        let said = scratch.good(&["import", "cases", &file, "--commit"]);
        said.has("新增 0，变更 1");
        assert_eq!(said.last(), "rows 1 imported 1 refused 0 unchanged 0");
        let (case, events) = case_of(scratch, "G-001").await;
        // A person decides what to make of it.
        assert_eq!(case.state, State::Reported);
        assert_eq!(
            events[1].text,
            "来源有变动。\n地点：河南路 5 号\n办结时间：2019-03-04 10:00\n办理结果：已修复"
        );
        assert_eq!(
            scratch.texts("SELECT name AS text FROM case_reporters").await,
            ["王先生"]
        );
        let again = scratch.good(&["import", "cases", &file, "--commit"]);
        assert_eq!(again.last(), "rows 1 imported 0 refused 0 unchanged 1");
        let back = scratch.file("a.csv", table(&[open]));
        scratch.good(&["import", "cases", &back, "--commit"]);
        let (_, events) = case_of(scratch, "G-001").await;
        assert_eq!(events[2].text, "来源有变动。\n地点：河南路 3 号");
        scratch.holds();
    })
    .await;
}

#[tokio::test]
async fn hostile_cells_stay_text() {
    let scratch = Scratch::make(None).await;
    let file = scratch.file(
        "b.csv",
        table(&[
            "\"=HYPERLINK(\"\"http://x\"\",\"\"点\"\")\",2019-02-28 11:25,\"<script>alert(1)</script> =1+1\",\"'; DROP TABLE cases; --\",,,@SUM(1),,,",
            "=2+3,没有,\"<img src=x onerror=alert(1)>\",,,,,,,",
        ]),
    );
    scratch.good(&["import", "cases", &file, "--commit"]);
    let titles = scratch.texts("SELECT title AS text FROM cases").await;
    assert_eq!(titles, ["<script>alert(1)</script> =1+1"]);
    let places = scratch.texts("SELECT place AS text FROM cases").await;
    assert_eq!(places, ["'; DROP TABLE cases; --"]);
    let book = std::fs::read(scratch.folder.join("b-未导入.xlsx")).unwrap();
    let back = sheets::read_bytes("b.xlsx", &book, &sheets::Options::default()).unwrap();
    assert_eq!(back.rows[0].cells[0].text, "=2+3");
    assert!(back.rows[0].cells[0].number.is_none());
    scratch.holds();
    scratch.remove().await;
}

#[tokio::test]
async fn what_was_given_back_is_never_overwritten() {
    let scratch = Scratch::make(None).await;
    let file = scratch.file("c.csv", table(&["G-1,没有,甲,,,,,,,"]));
    scratch.good(&["import", "cases", &file, "--commit"]);
    let mine = scratch.file("c-未导入.xlsx", "正在改");
    scratch
        .good(&["import", "cases", &file, "--commit"])
        .has("c-未导入-2.xlsx");
    assert_eq!(std::fs::read_to_string(mine).unwrap(), "正在改");
    scratch.remove().await;
}

#[tokio::test]
async fn a_mapping_is_found_by_name_or_headers() {
    let scratch = Scratch::make(None).await;
    let file = scratch.file("d.csv", table(&["G-1,2019-02-28 11:25,甲,,,,,,,"]));
    let unknown = scratch.xingge(&["import", "cases", &file, "--map", "没有的"]);
    assert!(!unknown.ok);
    unknown.has("没有名为“没有的”的列对应关系");
    let wrong = scratch.xingge(&["import", "cases", &file, "--map", "nyc311"]);
    assert!(!wrong.ok);
    wrong.has("缺少必需的列");
    scratch.good(&["import", "cases", &file, "--commit"]);
    let kept = scratch.texts("SELECT name AS text FROM mappings").await;
    assert_eq!(kept.len(), 1);
    let named = scratch.good(&["import", "cases", &file, "--map", &kept[0]]);
    assert_eq!(named.last(), "rows 1 imported 0 refused 0 unchanged 1");
    scratch.remove().await;
}

/// Real files: file, rows, refused.
#[tokio::test]
async fn real_tables_come_in_once() {
    for (path, rows, refused) in [
        ("03-cases/zhengwu/附件3-留言.xlsx", 4326, 0),
        ("03-cases/nyc311/311_Service_Requests_2013-12-25.csv", 2386, 1),
        ("03-cases/nyc311/311_PyBOOT.csv", 924, 0),
    ] {
        let scratch = Scratch::make(None).await;
        if let Some(file) = scratch.shared(path) {
            let first = scratch.good(&["import", "cases", &file, "--commit"]);
            let good = rows - refused;
            assert_eq!(
                first.last(),
                format!("rows {rows} imported {good} refused {refused} unchanged 0")
            );
            let again = scratch.good(&["import", "cases", &file, "--commit"]);
            assert_eq!(
                again.last(),
                format!("rows {rows} imported 0 refused {refused} unchanged {good}")
            );
            assert_eq!(scratch.number("SELECT COUNT(*) AS number FROM cases").await, good);
            scratch.holds();
        }
        scratch.remove().await;
    }
}
