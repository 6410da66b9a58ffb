//! Bulletins: the figures of a month on paper and in a workbook, the same bytes for the same data.

use std::path::Path;

use app::commands::write_month;
use serde_json::Value;
use sheets::{Options, Sheet, read_bytes};

use crate::figures::fortnight;
use crate::html::links;
use crate::world::both;

/// A sheet of a workbook as a program reads it that does not calculate.
fn sheet(bytes: &[u8], name: &str) -> Sheet {
    let options = Options {
        sheet: Some(name.to_owned()),
        ..Options::default()
    };
    read_bytes("月报.xlsx", bytes, &options).expect(name)
}

/// The last row's cell below a heading.
fn of_total(sheet: &Sheet, heading: &str) -> String {
    let column = sheet.column(heading).expect(heading);
    sheet.rows.last().expect("a total").cells[column].text.clone()
}

#[tokio::test]
async fn a_bulletin_tells_the_figures_of_its_month() {
    both(async |world| {
        let clerk = world.person("clerk-1a").await;
        clerk.get("/bulletins").await.expect(403);
        clerk.get("/bulletins/2026-03.pdf").await.expect(403);
        let leader = world.person("leader-1").await;
        for wrong in ["2026-13.pdf", "2026-03.csv", "2026-03", "1999-01.pdf", "2030-01.xlsx"] {
            leader.get(&format!("/bulletins/{wrong}")).await.expect(404);
        }
        fortnight(world).await;
        let leader = world.person("leader-1").await;
        let page = leader.get("/bulletins").await.expect(200);
        let page = page.shows("2026 年 3 月").shows("未完");
        let files = links(&page.text(), "/bulletins/");
        assert_eq!(files[..2], ["/bulletins/2026-03.pdf", "/bulletins/2026-03.xlsx"]);
        assert!(files.len() > 4, "{files:?}");
        // Every month of the list has its workbook, and its totals are those of the figures.
        for file in files.iter().filter(|file| file.ends_with(".xlsx")) {
            let month = file.trim_start_matches("/bulletins/").trim_end_matches(".xlsx");
            let book = leader.get(file).await.expect(200).bytes;
            for (dimension, name) in [("community", "社区"), ("unit", "主办单位"), ("category", "类别")] {
                let query = format!("from={month}&to={month}&dim={dimension}");
                let path = format!("/api/v1/figures?{query}");
                let told = leader.get(&path).await.expect(200).json();
                let sheet = sheet(&book, name);
                assert_eq!(
                    sheet.rows.len(),
                    told["rows"].as_array().expect("rows").len() + 1,
                    "{file}"
                );
                for (figure, heading) in [
                    ("received", "上报"),
                    ("closed_on_time", "按期结案"),
                    ("ended", "办结（含自行处置）"),
                ] {
                    let number = told["total"]["figures"][figure].to_string();
                    assert_eq!(of_total(&sheet, heading), number, "{file} {name} {heading}");
                }
                for (rate, heading) in [
                    ("closed_on_time", "按期结案率"),
                    ("handled_on_time_rated", "按期处置率（剔除挂账和申诉成立）"),
                    ("confirmed", "确认解决率"),
                ] {
                    let told = &told["total"]["rates"][rate];
                    let shown = of_total(&sheet, heading);
                    match told["percent"].as_f64() {
                        None => assert_eq!((shown.as_str(), &told["percent"]), ("—", &Value::Null)),
                        Some(percent) => {
                            let part: f64 = shown.parse().expect("a number");
                            assert!((part * 100.0 - percent).abs() < 1e-9, "{file} {name} {heading} {shown}");
                        }
                    }
                }
            }
        }
    })
    .await;
}

#[tokio::test]
async fn the_same_data_give_the_same_bytes_and_other_data_give_others() {
    both(async |world| {
        fortnight(world).await;
        // The fonts come with the built pages.
        let is_built = web::printing_font("NotoSansSC-Regular").is_some();
        let forms = ["pdf", "xlsx"];
        let forms = if is_built { &forms[..] } else { &forms[1..] };
        let fetch = async |form: &str| {
            let leader = world.person("leader-1").await;
            leader.get(&format!("/bulletins/2026-03.{form}")).await.expect(200)
        };
        let mut first = Vec::new();
        for form in forms {
            first.push(fetch(form).await.bytes);
        }
        // Time passes and people come and go; no matter moves.
        world.wait_days(12);
        for (form, first) in forms.iter().zip(&first) {
            let again = fetch(form).await;
            assert!(again.bytes == *first, "{form} differs");
            let name = again.headers["content-disposition"]
                .to_str()
                .expect("a header")
                .to_owned();
            assert!(name.ends_with(&format!("%E6%9C%88%E6%8A%A5-2026-03.{form}")), "{name}");
        }
        if is_built {
            assert!(first[0].starts_with(b"%PDF-"));
            let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("bulletins-{}", std::process::id()));
            let written = write_month(&world.site, 202_603, &folder).await.expect("written");
            for (path, first) in written.iter().zip(&first) {
                assert!(std::fs::read(path).expect("a file") == *first, "{}", path.display());
            }
            std::fs::remove_dir_all(&folder).expect("removed");
            let refused = write_month(&world.site, 203_001, &folder).await;
            assert_eq!(refused, Err("2030-01 没有上报，也没有办结，没有月报。".to_owned()));
        }
        world.reported(1, "又一台售货机").await;
        for (form, first) in forms.iter().zip(&first) {
            assert!(fetch(form).await.bytes != *first, "{form} is the same");
        }
    })
    .await;
}
