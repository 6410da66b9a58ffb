//! Real files of people and programs, read where the shared data lies beside the repository.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "helpers of tests may fail, tell and measure"
)]

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use jiff::civil::{DateTime, date};
use sheets::cases::{self, FIELDS, IssueKind};
use sheets::{Encoding, Mapping, Plan, ReadError, Report, Sheet, plan, read};

const NOW: DateTime = date(2026, 11, 25).at(10, 0, 0, 0);

/// The path of a shared file, or nothing (and a line about it) on a machine without the data.
fn shared(path: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data")
        .join(path);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: no {}", path.display());
    None
}

fn timed<T>(what: &str, work: impl FnOnce() -> T) -> (T, Duration) {
    let started = Instant::now();
    let result = work();
    let took = started.elapsed();
    println!("{what}: {took:?}");
    (result, took)
}

fn plan_of(sheet: &Sheet, mapping: &Mapping, already: &HashMap<String, String>) -> Plan {
    plan(cases::rows(sheet, mapping, NOW).unwrap(), already)
}

/// Imports twice with a shipped mapping; the second time must change nothing.
fn import_twice(path: &Path, mapping: &str) -> (Sheet, Plan) {
    let (sheet, _) = timed(&format!("read {}", path.display()), || read(path).unwrap());
    let mapping = Mapping::named(mapping).unwrap().unwrap();
    assert_eq!(
        Mapping::for_headers(&sheet.headers, &FIELDS).unwrap().name,
        mapping.name
    );
    let (first, _) = timed("plan", || plan_of(&sheet, &mapping, &HashMap::new()));
    println!(
        "{}",
        Report {
            sheet: &sheet,
            plan: &first
        }
    );
    let already = first
        .new
        .iter()
        .map(|case| (case.source_key.clone(), case.digest()))
        .collect();
    let second = plan_of(&sheet, &mapping, &already);
    assert_eq!(second.imported(), 0);
    assert_eq!(second.unchanged.len(), first.imported());
    assert_eq!(second.refused, first.refused);
    (sheet, first)
}

fn count(plan: &Plan, kind: IssueKind) -> usize {
    plan.refused
        .iter()
        .filter(|p| p.issues.iter().any(|issue| issue.kind == kind))
        .count()
}

#[test]
fn messages_of_the_teddy_cup() {
    let Some(path) = shared("03-cases/zhengwu/附件3-留言.xlsx") else {
        return;
    };
    let (sheet, first) = import_twice(&path, "teddy2020");
    assert_eq!(first.rows(), 4_326);
    assert_eq!(first.imported() + first.refused.len(), 4_326);
    assert_eq!(first.refused, []);
    let dates = sheet
        .rows
        .iter()
        .filter(|row| row.cells[3].number.is_some() || row.cells[3].date.is_some());
    assert_eq!(dates.count(), 129, "the other times are text");
    let case = &first.new[0];
    assert_eq!((case.row, case.source_key.as_str()), (2, "188006"));
    assert_eq!(case.reported_at, date(2019, 2, 28).at(11, 25, 5, 0));
    assert!(
        case.words
            .starts_with("A3区一米阳光婚纱艺术摄影是否合法纳税了？\n座落在A市A3区"),
        "{}",
        case.words
    );
    assert!(
        first
            .new
            .iter()
            .all(|case| (2017..=2020).contains(&case.reported_at.year()))
    );
    assert!(sheet.dropped.contains(&"点赞数".to_owned()));

    let ((), _) = timed("export, read and plan again", || {
        let export = sheets::write_cases(&first.new).unwrap();
        let again = sheets::read_bytes("案件.xlsx", &export, &sheets::Options::default()).unwrap();
        let already = first
            .new
            .iter()
            .map(|case| (case.source_key.clone(), case.digest()))
            .collect();
        let mapping = Mapping::for_headers(&again.headers, &FIELDS).unwrap();
        let second = plan_of(&again, &mapping, &already);
        // X16: what has no category in the file got one from the mapping, and keeps it.
        assert_eq!((second.imported(), second.unchanged.len()), (0, first.new.len()));
    });
}

#[test]
fn days_of_new_york() {
    for (file, rows, due) in [
        ("311_Service_Requests_2013-12-25.csv", 2_386, 445),
        ("311_PyBOOT.csv", 924, 0),
    ] {
        let Some(path) = shared(&format!("03-cases/nyc311/{file}")) else {
            return;
        };
        let (sheet, first) = import_twice(&path, "nyc311");
        assert_eq!(first.rows(), rows);
        if due > 0 {
            let column = sheet.column("Due Date").unwrap();
            let filled = sheet.rows.iter().filter(|row| !row.cells[column].is_empty()).count();
            assert_eq!(filled, due);
            assert_eq!(first.new[0].reported_at, date(2013, 12, 25).at(23, 59, 8, 0));
        }
    }
}

#[test]
fn years_of_boston() {
    let mut backwards = 0;
    for (file, rows) in [("filtered_2015.csv", 6_221), ("filtered_2017.csv", 7_760)] {
        let Some(path) = shared(&format!("03-cases/boston311/{file}")) else {
            return;
        };
        let (_, first) = import_twice(&path, "boston311");
        assert_eq!(first.rows(), rows);
        backwards += count(&first, IssueKind::ClosedBeforeReported);
    }
    println!("closed before opened: {backwards}");
    assert!((1..=10).contains(&backwards), "10 in all seven years");
}

#[test]
fn sixty_thousand_empty_rows() {
    let Some(path) = shared("08-ledgers/synthetic-filled/留言分类-6万空行.xlsx") else {
        return;
    };
    let (sheet, took) = timed("60,000 empty rows", || read(path).unwrap());
    assert_eq!(sheet.rows.len(), 495);
    assert_eq!(sheet.headers.len(), 6);
    assert!(took < Duration::from_secs(20), "{took:?}");
}

#[test]
fn gbk_file_of_replies() {
    let Some(path) = shared("08-ledgers/synthetic-filled/留言答复-gbk.csv") else {
        return;
    };
    let sheet = read(path).unwrap();
    assert_eq!(sheet.encoding, Some(Encoding::Gb18030));
    assert_eq!(sheet.rows.len(), 300);
    assert_eq!(sheet.headers[..2], ["留言编号", "答复意见"]);
}

#[test]
fn forms_as_found() {
    let roster = ["序号", "姓名", "失业保险编号", "身份证号", "电话号码"];
    let calls = ["序号", "姓名", "联系电话", "回访时间", "回访结果"];
    let years = ["级别", "描述", "2023/数量", "2023/同比去年", "2022/数量"];
    for (file, header_row, headers, rows) in [
        ("as-found/花名册.xls", 3, roster, 20),
        ("as-found/回访记录.xls", 4, calls, 11),
        ("synthetic-filled/花名册-已填.xls", 3, roster, 20),
        ("as-found/行政区划数量统计-双层表头.xlsx", 2, years, 6),
    ] {
        let Some(path) = shared(&format!("08-ledgers/{file}")) else {
            return;
        };
        let sheet = read(path).unwrap();
        assert_eq!(sheet.header_row, header_row, "{file}");
        assert_eq!(sheet.headers[..5], headers, "{file}");
        assert_eq!(sheet.rows.len(), rows, "{file}");
    }
}

#[test]
fn columns_of_signing_in_are_left_out() {
    let Some(path) = shared("08-ledgers/synthetic-filled/签到签退表.xls") else {
        return;
    };
    let sheet = read(path).unwrap();
    assert_eq!(sheet.header_row, 5);
    assert!(!sheet.dropped.is_empty());
    assert!(!sheet.headers.iter().any(|header| sheets::is_forbidden(header)));
    assert!(sheet.headers.contains(&"上午/姓名".to_owned()), "{:?}", sheet.headers);
}

#[test]
fn fixtures_of_parsers() {
    let Some(folder) = shared("08-ledgers/parser-fixtures-calamine") else {
        return;
    };
    let mut seen = HashMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let (result, took) = timed(&name, || read(&path));
        assert!(took < Duration::from_secs(5), "{name} took {took:?}");
        match &result {
            Ok(sheet) => println!("   {:?} {} rows", sheet.headers, sheet.rows.len()),
            Err(error) => println!("   {error}"),
        }
        seen.insert(name, result);
    }
    for name in ["OOM_alloc.xls", "OOM_alloc2.xls"] {
        let Err(error) = &seen[name] else {
            panic!("{name} must be refused");
        };
        assert!(matches!(error, ReadError::FalseSize), "{name}: {error}");
    }
    for name in ["pass_protected.xlsx", "pass_protected.xlsb"] {
        assert!(matches!(&seen[name], Err(ReadError::Password)), "{name}");
    }
    assert!(matches!(&seen["empty_sheet.xlsx"], Err(ReadError::Empty)));
}
