//! An import that is killed between two transactions is finished by the next, with nothing twice.

use std::time::Duration;

use crate::scratch::both;

const ROWS: usize = 4000;

#[tokio::test]
async fn killed_and_run_again() {
    both(async |scratch| {
        let mut text = String::from("编号,反映时间,内容\n");
        for number in 1..=ROWS {
            text.push_str(&format!("K{number},2020-01-01 08:00,第 {number} 件\n"));
        }
        let file = scratch.file("k.csv", text);
        let words = ["import", "cases", &file, "--commit"];
        // The database exists before anybody looks into it.
        scratch.good(&["import", "cases", &file]);
        let mut child = scratch.start(&words);
        let count = "SELECT COUNT(*) AS number FROM case_imports";
        let mut seen = 0;
        while seen == 0 && child.try_wait().unwrap().is_none() {
            tokio::time::sleep(Duration::from_millis(5)).await;
            seen = scratch.number(count).await;
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let before = scratch.number(count).await;
        assert!(before > 0 && before % 500 == 0, "{before}");
        assert_eq!(scratch.number("SELECT COUNT(*) AS number FROM cases").await, before);

        let rest = scratch.good(&words);
        assert_eq!(
            rest.last(),
            format!(
                "rows {ROWS} imported {} refused 0 unchanged {before}",
                ROWS as i64 - before
            )
        );
        for table in ["cases", "case_imports", "case_events"] {
            let sql = format!("SELECT COUNT(*) AS number FROM {table}");
            assert_eq!(scratch.number(&sql).await, ROWS as i64, "{table}");
        }
        let numbers = "SELECT COUNT(DISTINCT number) AS number FROM cases";
        assert_eq!(scratch.number(numbers).await, ROWS as i64);
        scratch.holds();
    })
    .await;
}
