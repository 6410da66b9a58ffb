//! Traps M10 and O13: categories change their names and end; matters keep theirs and are not lost.

use serde_json::json;
use sheets::{Options, read_bytes};

use crate::matter::ABANDONED;
use crate::person::{Person, Reply};
use crate::world::{World, both};

/// A new category of the municipal office, with one condition of one workday.
async fn make(world: &World, code: &str, name: &str) -> Reply {
    let system = world.person("sysadmin").await;
    let page = system.get("/office/categories/new").await.expect(200);
    let form = page.form("/office/categories").with_all(&[
        ("code", code),
        ("name", name),
        ("major", "市容环境"),
        ("lead", "municipal"),
        ("basis", "basic"),
        ("condition", "经查属实"),
        ("limit-new", "1"),
        ("unit-new", "wd"),
    ]);
    system.send(&form).await
}

async fn change(world: &World, code: &str, fields: &[(&str, &str)]) -> Reply {
    let (system, path) = (world.person("sysadmin").await, format!("/office/categories/{code}"));
    let form = system.get(&path).await.expect(200).form(&path);
    system.send(&form.with_all(fields)).await
}

async fn end(world: &World, code: &str, day: &str) -> Reply {
    let (system, path) = (world.person("sysadmin").await, format!("/office/categories/{code}"));
    let form = system.get(&path).await.expect(200).form(&format!("{path}/end"));
    system.send(&form.with("end", day)).await
}

/// Number and category of every row of the file that a list's form gives.
async fn file(person: &Person, list: &str) -> Vec<(String, String)> {
    let form = person.get(list).await.expect(200).form("/cases/export");
    let reply = person.send(&form.with("purpose", "年度统计")).await.expect(200);
    let sheet = read_bytes("事项.xlsx", &reply.bytes, &Options::default()).expect("a workbook");
    let cell = |row: &sheets::Row, index: usize| row.cells[index].text.clone();
    sheet.rows.iter().map(|row| (cell(row, 0), cell(row, 5))).collect()
}

#[tokio::test]
async fn m10_a_renamed_category_keeps_its_code_and_old_matters_their_name() {
    both(async |world| {
        make(world, "E01-70", "市容").await.expect(303);
        // Refused: the code is taken for ever, the name is another's, the form of a code, two pages at once.
        make(world, "E01-70", "别的")
            .await
            .expect(422)
            .shows("编码 E01-70 已是“市容”的");
        make(world, "E1-9", "别的").await.expect(422).shows("编码应写成 C01-01");
        make(world, "E01-71", "市容")
            .await
            .expect(422)
            .shows("“市容”已是 E01-70 的名称");
        let refused = change(world, "E01-70", &[("name", ""), ("limit-1", "0")])
            .await
            .expect(422);
        refused
            .shows("请填写类别名称")
            .shows("“经查属实”的时限应为 1 到 366 的整数");

        let old = world.reported(1, "沿街堆物").await;
        world.filed(&old, "E01-70/own1").await;
        let stale = {
            let system = world.person("sysadmin").await;
            let page = system.get("/office/categories/E01-70").await.expect(200);
            page.form("/office/categories/E01-70").with("name", "街面")
        };
        change(world, "E01-70", &[("name", "市容环境"), ("limit-1", "3")])
            .await
            .expect(303);
        let system = world.person("sysadmin").await;
        let refused = system.send(&stale).await.expect(409).shows("已有其他人改过这里");
        assert_eq!(refused.form("/office/categories/E01-70").get("name"), "街面");
        let new = world.reported(1, "又是沿街堆物").await;
        world.filed(&new, "E01-70/own1").await;

        // One code, each matter with the name and the limit of its day.
        for (matter, name, limit) in [(&old, "市容", "1wd"), (&new, "市容环境", "3wd")] {
            let standard = world.look(matter).await["case"]["standard"].clone();
            assert_eq!(
                (&standard["item"], &standard["item_name"], &standard["limit"]),
                (&json!("E01-70"), &json!(name), &json!(limit))
            );
        }
        let clerk = world.person("clerk-1a").await;
        let rows = file(&clerk, "/cases?view=all&item=E01-70").await;
        let mut names: Vec<(&str, &str)> = rows
            .iter()
            .map(|(number, name)| (number.as_str(), name.as_str()))
            .collect();
        names.sort_unstable();
        assert_eq!(
            names,
            [(old.number.as_str(), "市容"), (new.number.as_str(), "市容环境")]
        );
        let audit = world.person("auditor").await.get("/audit").await.expect(200);
        audit
            .shows("修改事项类别")
            .shows("名称：市容 → 市容环境")
            .shows("1 工作日 → 3 工作日");
        // Another program over the same database reads the same catalogue.
        let router = world.restarted().await;
        let seen = world.resident().at(router).get("/api/v1/catalogue").await;
        seen.expect(200).shows("市容环境").hides("\"市容\"");
    })
    .await;
}

#[tokio::test]
async fn m10_an_ended_category_cannot_be_chosen_and_can_be_filtered() {
    both(async |world| {
        make(world, "E02-70", "黑网吧").await.expect(303);
        let (old, other) = (
            world.reported(1, "楼上开了黑网吧").await,
            world.reported(1, "黑网吧又开了").await,
        );
        world.filed(&old, "E02-70/own1").await;
        let clerk = world.person("clerk-1a").await;
        let before = clerk
            .get(&other.page())
            .await
            .expect(200)
            .shows("建议为“黑网吧”")
            .step_form("file");

        // Refused: a day that is past, or none at all.
        for day in ["2026-03-09", "明天"] {
            end(world, "E02-70", day)
                .await
                .expect(422)
                .shows("停用日期应为今天或以后的一天");
        }
        end(world, "E02-70", "2026-03-12").await.expect(303);
        clerk.get(&other.page()).await.expect(200).shows("建议为“黑网吧”");
        world.wait_days(2);
        let clerk = world.person("clerk-1a").await;
        let page = clerk.get(&other.page()).await.expect(200).hides("E02-70/own1");
        let refused = clerk.send(&before.with("_csrf", &page.any_csrf())).await.expect(422);
        refused.shows("“黑网吧”这一类已停用，不能再用它立案");
        clerk
            .get("/calls/suggest?words=%E9%BB%91%E7%BD%91%E5%90%A7")
            .await
            .hides("E02-70");
        clerk.get("/cases/new").await.expect(200).hides("E02-70");

        // The old matter goes on under it, and the list finds it.
        world
            .take("clerk-1a", &old, "dispatch", json!({ "lead": "unit:municipal" }))
            .await;
        let list = clerk.get("/cases?view=all&item=E02-70").await.expect(200);
        let list = list.shows("黑网吧（已停用）").shows(&old.number).hides(&other.number);
        list.shows("<option value=\"E02-70\" selected>");
        let system = world.person("sysadmin").await;
        let ended = system.get("/office/categories?view=ended").await.expect(200);
        ended.shows("黑网吧").shows("自 2026-03-12 停用");
        system.get("/office/categories").await.expect(200).hides("黑网吧");
        end(world, "E02-70", "").await.expect(303);
        let page = clerk.get(&other.page()).await.expect(200).shows("建议为“黑网吧”");
        clerk.send(&page.step_form("file")).await.expect(303);
    })
    .await;
}

#[tokio::test]
async fn o13_a_report_under_a_category_that_ended_meanwhile_is_kept_and_classed_anew() {
    both(async |world| {
        make(world, "E02-70", "黑网吧").await.expect(303);
        let worker = world.person("grid-worker-01").await;
        let page = worker.get("/self-resolutions/new").await.expect(200);
        let filled = page.form("/self-resolutions").with_all(&[
            ("standard", "E02-70/own1"),
            ("place", "和平路 3 号二楼"),
            ("done", "已劝停并登记"),
        ]);
        end(world, "E02-70", "2026-03-10").await.expect(303);
        worker.get("/self-resolutions/new").await.expect(200).hides("E02-70");

        // Sent an hour later, when there was a signal again: taken under the old name.
        world.wait(3600);
        worker.send(&filled).await.expect(303);
        let list = worker.get("/cases?view=all&item=E02-70").await.expect(200);
        let list = list.shows("黑网吧").shows("待改类");
        let link = crate::html::links(&list.text(), "/cases/")
            .into_iter()
            .find(|link| link.len() == 43);
        let id = link.expect("the matter")["/cases/".len()..].to_owned();
        let clerk = world.person("clerk-1a").await;
        clerk
            .get("/today?kind=reclass")
            .await
            .expect(200)
            .shows("待改正类别")
            .shows("黑网吧");

        // Refused: not the desk, without a category, under one that has ended.
        let forced = worker
            .force(&id, "reclass", &[("standard", ABANDONED)])
            .await
            .expect(409);
        forced.shows("要由当前承办的岗位来做");
        let bare = clerk.step(&id, "reclass", &[("standard", "")]).await.expect(422);
        bare.shows("请选择事项类别和立案条件");
        let ended = clerk.step(&id, "reclass", &[("standard", "E02-70/own1")]).await;
        ended.expect(422).shows("“黑网吧”这一类已停用");

        clerk
            .step(&id, "reclass", &[("standard", "E01-36/dirt")])
            .await
            .expect(303);
        let seen = clerk.get(&format!("/api/v1/cases/{id}")).await.expect(200).json();
        let case = &seen["case"];
        assert_eq!((&case["state"], &case["closing"]), (&json!("closed"), &json!("self")));
        assert_eq!(case["standard"]["item"], "E01-36");
        let reported = &seen["events"][0]["facts"];
        assert!(
            reported.to_string().contains("黑网吧"),
            "the old name stays in the history: {reported}"
        );
        clerk.get("/today?kind=reclass").await.expect(200).hides("待改正类别");
        let list = clerk.get("/cases?view=all&item=E01-36").await.expect(200);
        list.shows(&id).hides("待改类");
    })
    .await;
}
