//! Trap S03: a file holds what its reader's list holds, for a purpose that is written down.

use std::collections::BTreeSet;

use serde_json::json;
use sheets::{Options, read_bytes};
use tokio::task::JoinSet;

use crate::matter::ABANDONED;
use crate::person::{Person, Reply};
use crate::world::both;

/// The first column of the file, and all its words.
fn read(reply: &Reply) -> (BTreeSet<String>, String) {
    let sheet = read_bytes("事项.xlsx", &reply.bytes, &Options::default()).expect("a workbook");
    let numbers = sheet.rows.iter().map(|row| row.cells[0].text.clone()).collect();
    let cells = sheet.rows.iter().flat_map(|row| &row.cells);
    (
        numbers,
        cells.map(|cell| cell.text.as_str()).collect::<Vec<_>>().join(" "),
    )
}

async fn export(person: &Person, filter: &[(&str, &str)]) -> Reply {
    let form = person.get("/cases?view=all").await.expect(200).form("/cases/export");
    person.send(&form.with_all(filter)).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s03_two_hundred_lists_and_files_at_once_right_after_a_restart() {
    both(async |world| {
        let logins = ["grid-worker-05", "grid-worker-09"];
        let mut own = Vec::new();
        for (login, grid) in logins.into_iter().zip([5, 9]) {
            let mut numbers = BTreeSet::new();
            for index in 0..3 {
                let matter = world
                    .found(login, grid, &format!("第 {grid} 网格的第 {index} 件"))
                    .await;
                let note = json!({ "text": "内部备注：物业经理电话另附" });
                world.take(login, &matter, "note", note).await;
                numbers.insert(matter.number);
            }
            own.push((world.person(login).await, numbers));
        }
        let router = world.restarted().await;
        let mut requests = JoinSet::new();
        for index in 0..200 {
            let (person, _) = &own[index % 2];
            let (person, list) = (person.at(router.clone()), index % 4 < 2);
            requests.spawn(async move {
                let reply = if list {
                    person.get("/cases?view=all").await
                } else {
                    // The token of the form is the session's, whichever program shows it.
                    export(&person, &[("purpose", "核对台账")]).await
                };
                (index % 2, list, reply.expect(200))
            });
        }
        let mut files = 0;
        for (who, list, reply) in requests.join_all().await {
            let (mine, others) = (&own[who].1, &own[1 - who].1);
            if list {
                let page = reply.seen();
                assert!(mine.iter().all(|number| page.contains(number.as_str())));
                assert!(!others.iter().any(|number| page.contains(number.as_str())));
            } else {
                let (numbers, words) = read(&reply);
                assert!(mine.is_subset(&numbers), "{numbers:?}");
                assert!(others.is_disjoint(&numbers), "{numbers:?}");
                assert!(!words.contains("内部备注") && !words.contains("1540000"), "{words}");
                files += 1;
            }
        }
        assert_eq!(files, 100);
        let logged = "SELECT COUNT(*) AS number FROM office_events WHERE action = 'cases_exported'";
        assert_eq!(world.count(logged).await, 100);
    })
    .await;
}

#[tokio::test]
async fn s03_the_file_equals_the_list_and_the_audit_says_who_took_it_and_why() {
    both(async |world| {
        let matter = world.reported(1, "=1+1 废弃的自动售货机").await;
        let other = world.reported(50, "楼道灯不亮").await;
        world.filed(&matter, ABANDONED).await;
        // Nobody, somebody who sees no matters, and nobody without a purpose.
        let fields = [("view", "all"), ("purpose", "核对台账")];
        let reply = world.resident().post("/cases/export", &fields).await;
        assert_eq!(reply.location().split('?').next(), Some("/login"));
        let auditor = world.person("auditor").await;
        let csrf = auditor.get("/notices").await.expect(200).any_csrf();
        let mut with_token = vec![("_csrf", csrf.as_str())];
        with_token.extend(fields);
        auditor.post("/cases/export", &with_token).await.expect(403);
        let clerk = world.person("clerk-1a").await;
        let told = export(&clerk, &[("q", "售货机")]).await.expect(422);
        let told = told.shows("请写明导出用来做什么");
        let again = told.form("/cases/export");
        assert_eq!(again.get("q"), "售货机", "the filter stays");

        let reply = clerk.send(&again.with("purpose", "周例会材料")).await.expect(200);
        let name = reply.headers["content-disposition"].to_str().expect("ASCII");
        assert!(name.starts_with("attachment;") && name.contains(".xlsx"), "{name}");
        let (numbers, words) = read(&reply);
        assert_eq!(numbers, BTreeSet::from([matter.number.clone()]));
        assert!(words.contains("=1+1 废弃的自动售货机"), "as text: {words}");
        assert!(words.contains("待派遣") && !words.contains("王秀英") && !words.contains("15400001234"));
        // A formula stays what somebody typed.
        let raw = export(&clerk, &[("purpose", "再核对")]).await.expect(200);
        let (numbers, _) = read(&raw);
        assert!(numbers.contains(&matter.number) && !numbers.contains(&other.number));

        let audit = auditor.get("/audit").await.expect(200);
        audit
            .shows("导出事项")
            .shows("周例会材料")
            .shows("view=all&q=售货机")
            .shows("1 行");
    })
    .await;
}
