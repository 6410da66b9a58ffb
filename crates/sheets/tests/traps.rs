//! The traps of spreadsheets, each with a small table made here.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail")]

use std::collections::HashMap;

use jiff::civil::{DateTime, date};
use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet};
use sheets::cases::{self, CaseRow, FIELDS, IssueKind, RowProblem};
use sheets::{Damage, Encoding, Mapping, Options, ReadError, Report, Sheet, plan, read, read_bytes};

const NOW: DateTime = date(2026, 11, 25).at(10, 0, 0, 0);

fn workbook(fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(book.add_worksheet());
    book.save_to_buffer().unwrap()
}

fn open(bytes: &[u8]) -> Sheet {
    read_bytes("表.xlsx", bytes, &Options::default()).unwrap()
}

fn texts(sheet: &Sheet) -> Vec<Vec<&str>> {
    sheet
        .rows
        .iter()
        .map(|row| row.cells.iter().map(|c| c.text.as_str()).collect())
        .collect()
}

fn cases_of(sheet: &Sheet) -> Vec<Result<CaseRow, RowProblem>> {
    let mapping = Mapping::for_headers(&sheet.headers, &FIELDS).unwrap();
    cases::rows(sheet, &mapping, NOW).unwrap()
}

fn csv_cases(text: &str) -> Vec<Result<CaseRow, RowProblem>> {
    cases_of(&open(text.as_bytes()))
}

fn kinds(row: &Result<CaseRow, RowProblem>) -> Vec<IssueKind> {
    row.as_ref()
        .err()
        .map(|p| p.issues.iter().map(|i| i.kind).collect())
        .unwrap_or_default()
}

#[test]
fn x01_an_id_stored_as_a_number_is_refused() {
    let bytes = workbook(|sheet| {
        for (column, header) in ["工单编号", "反映时间", "诉求内容"].into_iter().enumerate() {
            sheet.write(0, column as u16, header).unwrap();
        }
        sheet.write(1, 0, 411_502_199_003_071_217.0).unwrap();
        sheet.write(2, 0, "411502199003071217").unwrap();
        for row in [1, 2] {
            sheet.write(row, 1, "2026-11-01").unwrap();
            sheet.write(row, 2, "路灯不亮").unwrap();
        }
    });
    let sheet = open(&bytes);
    assert_eq!(sheet.rows[0].cells[0].damage, Some(Damage::LostDigits));
    let rows = cases_of(&sheet);
    assert_eq!(kinds(&rows[0]), [IssueKind::LostDigits]);
    assert_eq!(rows[1].as_ref().unwrap().source_key, "411502199003071217");
    let said = rows[0].as_ref().unwrap_err().issues[0].sentence();
    assert!(
        said.starts_with("「工单编号」是超过 15 位的数字") && said.contains("文本格式"),
        "{said}"
    );
}

#[test]
fn x03_numbers_come_out_as_people_see_them() {
    let bytes = workbook(|sheet| {
        sheet.write(0, 0, "楼号").unwrap();
        sheet.write(0, 1, "电话").unwrap();
        sheet.write(1, 0, 7.000_000_000_000_001).unwrap();
        sheet.write(1, 1, 13_800_138_000.0).unwrap();
    });
    assert_eq!(texts(&open(&bytes)), [["7", "13800138000"]]);
}

#[test]
fn x05_date_cells_do_not_drift() {
    let bytes = workbook(|sheet| {
        let day = Format::new().set_num_format("yyyy/mm/dd hh:mm:ss");
        for (row, serial) in [44431.0, 43942.965, 44_431.475_752_314_8].into_iter().enumerate() {
            sheet.write_with_format(row as u32 + 1, 0, serial, &day).unwrap();
        }
        sheet.write(0, 0, "时间").unwrap();
    });
    let sheet = open(&bytes);
    let dates: Vec<_> = sheet.rows.iter().map(|row| row.cells[0].date.unwrap()).collect();
    assert_eq!(dates[0], date(2021, 8, 23).at(0, 0, 0, 0));
    assert_eq!(dates[1], date(2020, 4, 21).at(23, 9, 36, 0));
    assert_eq!(dates[2], date(2021, 8, 23).at(11, 25, 5, 0));
    assert_eq!(
        texts(&sheet),
        [["2021-08-23"], ["2020-04-21 23:09:36"], ["2021-08-23 11:25:05"]]
    );
}

#[test]
fn x06_text_dates_of_all_kinds_in_one_column() {
    let rows = csv_cases(
        "编号,反映时间,诉求内容\n1,2021/9/1,井盖\n2,2021年9月1日,井盖\n3,44440,井盖\n4,1/1/19,井盖\n5,去年,井盖\n6,2027-01-01,井盖\n7,,井盖\n8,2021-09-31,井盖\n",
    );
    for row in &rows[..3] {
        assert_eq!(row.as_ref().unwrap().reported_at, date(2021, 9, 1).at(0, 0, 0, 0));
    }
    let found: Vec<_> = rows[3..].iter().map(|row| kinds(row)[0]).collect();
    use IssueKind::{AmbiguousTime, FutureTime, Missing, NoSuchTime, UnreadableTime};
    assert_eq!(found, [AmbiguousTime, UnreadableTime, FutureTime, Missing, NoSuchTime]);
}

#[test]
fn x08_merged_cells_title_and_header() {
    let bytes = workbook(|sheet| {
        let plain = Format::new();
        sheet.merge_range(1, 0, 1, 3, "五星街道住户登记表", &plain).unwrap();
        sheet.merge_range(3, 0, 4, 0, "户主", &plain).unwrap();
        sheet.merge_range(3, 1, 3, 2, "成员", &plain).unwrap();
        sheet.write(4, 1, "姓名").unwrap();
        sheet.write(4, 2, "关系").unwrap();
        sheet.merge_range(3, 3, 4, 3, "备注", &plain).unwrap();
        sheet.merge_range(5, 0, 8, 0, "张三", &plain).unwrap();
        for (row, name) in [(5, "张三"), (6, "李四"), (7, "张小"), (8, "张大")] {
            sheet.write(row, 1, name).unwrap();
        }
        sheet.merge_range(9, 1, 9, 2, "王五 本人", &plain).unwrap();
        sheet.write(9, 0, "王五").unwrap();
        sheet.write(9, 3, "租住").unwrap();
    });
    let sheet = open(&bytes);
    assert_eq!(sheet.headers, ["户主", "成员/姓名", "成员/关系", "备注"]);
    assert_eq!(sheet.header_row, 5);
    let heads: Vec<_> = sheet
        .rows
        .iter()
        .map(|row| (row.number, row.cells[0].text.as_str()))
        .collect();
    assert_eq!(
        heads,
        [(6, "张三"), (7, "张三"), (8, "张三"), (9, "张三"), (10, "王五")]
    );
    assert!(
        sheet
            .notes
            .iter()
            .any(|n| n.contains("横向合并") && n.contains("第 10 行")),
        "{:?}",
        sheet.notes
    );
}

#[test]
fn a_title_right_above_the_header_is_no_group() {
    let bytes = workbook(|sheet| {
        sheet.merge_range(0, 0, 0, 1, "五星街道登记表", &Format::new()).unwrap();
        for (row, cells) in [["姓名", "门牌"], ["张三", "七号"], ["李四", "八号"]]
            .iter()
            .enumerate()
        {
            for (column, text) in cells.iter().enumerate() {
                sheet.write(row as u32 + 1, column as u16, *text).unwrap();
            }
        }
    });
    let sheet = open(&bytes);
    assert_eq!(
        (sheet.header_row, sheet.headers),
        (2, vec!["姓名".to_owned(), "门牌".to_owned()])
    );
}

#[test]
fn a_wide_header_over_data_is_no_group() {
    let bytes = workbook(|sheet| {
        sheet.write(0, 0, "姓名").unwrap();
        sheet.merge_range(0, 1, 0, 2, "联系方式", &Format::new()).unwrap();
        for (column, text) in ["张三", "一号楼", "门卫转"].into_iter().enumerate() {
            sheet.write(1, column as u16, text).unwrap();
        }
    });
    let sheet = open(&bytes);
    assert_eq!(sheet.headers, ["姓名", "联系方式", "联系方式（C列）"]);
    assert_eq!(texts(&sheet), [["张三", "一号楼", "门卫转"]]);
}

#[test]
fn headers_twice_or_without_a_name_are_told_apart() {
    let sheet = open("姓名,,姓名\n张三,1,李四\n".as_bytes());
    assert_eq!(sheet.headers, ["姓名", "B列", "姓名（C列）"]);
    assert_eq!(sheet.notes.len(), 2);
}

#[test]
fn x10_gbk_is_found_out_on_the_whole_file() {
    let mut bytes = b"id,name\n".to_vec();
    while bytes.len() < 20_000 {
        bytes.extend(b"1,plain\n");
    }
    bytes.extend(b"\xd5\xc5\xc8\xfd,\xc4\xd0\n");
    let sheet = open(&bytes);
    assert_eq!(sheet.encoding, Some(Encoding::Gb18030));
    assert_eq!(texts(&sheet).last().unwrap()[..], ["张三", "男"]);

    let (gb18030, _, _) = encoding_rs::GB18030.encode("姓名,社区\n㛃𬭎𠮷,敖塆\n");
    assert_eq!(texts(&open(&gb18030)), [["㛃𬭎𠮷", "敖塆"]]);
    let marked = [b"\xef\xbb\xbf".as_slice(), "姓名,性别\n张三,男\n".as_bytes()].concat();
    assert_eq!(open(&marked).headers, ["姓名", "性别"]);

    // 一 in GBK is also a letter of UTF-8.
    let unclear = b"a,b\n1,\xd2\xbb\n";
    let Err(ReadError::EncodingUnclear { as_gb18030, .. }) = read_bytes("a.csv", unclear, &Options::default()) else {
        panic!("two readings are a question");
    };
    assert!(as_gb18030.contains('一'));
    let chosen = Options {
        encoding: Some(Encoding::Gb18030),
        ..Options::default()
    };
    assert_eq!(texts(&read_bytes("a.csv", unclear, &chosen).unwrap()), [["1", "一"]]);
}

#[test]
fn x11_row_numbers_are_those_of_the_sheet() {
    let text = "编号,时间,备注\r\n1,2020-01-01,\"第一行\r\n第二行\"\r\n\r\n2,2020-01-02,末\n\n\r\n3,2020-01-03,完";
    let sheet = open(text.as_bytes());
    let rows: Vec<_> = sheet
        .rows
        .iter()
        .map(|row| (row.number, row.cells[2].text.as_str()))
        .collect();
    assert_eq!(rows, [(2, "第一行\n第二行"), (4, "末"), (7, "完")]);
    let old_mac = open(b"a,b\r1,2\r\r3,4\r");
    assert_eq!(old_mac.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [2, 4]);
}

#[test]
fn x13_quotes_commas_and_slashes_survive() {
    let category = "消防/燃气,\"急\"";
    let text = "编号,反映时间,诉求内容,类别\n1,2020-01-01,气味,\"消防/燃气,\"\"急\"\"\"\n";
    let rows = csv_cases(text);
    let case = rows[0].as_ref().unwrap();
    assert_eq!(case.category_hint.as_deref(), Some(category));
    let again = cases_of(&open(&sheets::write_cases([case]).unwrap()));
    assert_eq!(again[0].as_ref().unwrap().category_hint.as_deref(), Some(category));
}

#[test]
fn x15_a_far_cell_is_one_cell() {
    let bytes = workbook(|sheet| {
        sheet.write(1_048_575, 16_383, "远").unwrap();
    });
    let sheet = open(&bytes);
    assert_eq!((sheet.headers.len(), sheet.rows.len()), (1, 0));
    assert_eq!(sheet.header_row, 1_048_576);
}

#[test]
fn x16_our_own_export_changes_nothing() {
    let text = "编号,反映时间,诉求内容,地点,经度,纬度,反映人,办结时间,办理结果,办理时限,类别\n\
        =1+1,2020-01-01,\"路灯不亮\n第三盏\",河南路,113.72,32.128463461326831,张𠮷,2020-01-02 03:04:05,已修,2020-01-09,路灯\n\
        007,20200102,  +86 井盖 ,,,,,,,,\n";
    let first = plan(csv_cases(text), &HashMap::new());
    assert_eq!((first.new.len(), first.refused.len()), (2, 0));
    let already: HashMap<_, _> = first.new.iter().map(|c| (c.source_key.clone(), c.digest())).collect();
    let exported = sheets::write_cases(&first.new).unwrap();
    let second = plan(cases_of(&open(&exported)), &already);
    assert_eq!(
        (second.imported(), second.refused.len(), second.unchanged.len()),
        (0, 0, 2)
    );
    assert_eq!(second.unchanged[0].source_key, "=1+1", "text stays text");

    let altered = text.replace("已修", "已换新灯");
    let third = plan(csv_cases(&altered), &already);
    assert_eq!((third.new.len(), third.changed.len(), third.unchanged.len()), (0, 1, 1));
}

#[test]
fn digests_are_stable() {
    let rows = csv_cases("编号,反映时间,诉求内容\n1,2020-01-01,井盖\n");
    let digest = rows[0].as_ref().unwrap().digest();
    assert_eq!(digest.len(), 64);
    assert_eq!(
        digest,
        "eb71d296849fba305146848c78bac7e4d5b9b6bb4c90d32337c0bbe342602096"
    );
}

#[test]
fn x18_files_with_chinese_names() {
    let folder = std::env::temp_dir().join(format!("sheets-x18-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("五星办事处_3月_案件 .xls");
    // An .xls by name, an xlsx inside, a blank before the dot.
    std::fs::write(
        &path,
        workbook(|sheet| {
            sheet.write(0, 0, "编号").unwrap();
            sheet.write(1, 0, "1").unwrap();
        }),
    )
    .unwrap();
    let sheet = read(&path);
    std::fs::remove_dir_all(&folder).unwrap();
    let sheet = sheet.unwrap();
    assert_eq!(sheet.file, "五星办事处_3月_案件 .xls");
    assert_eq!(sheets::refused_name(&sheet.file), "五星办事处_3月_案件-未导入.xlsx");
    assert_eq!(sheets::refused_name("../../\"a\r\nb\".csv"), "ab-未导入.xlsx");
    let header = sheets::attachment("../五星\r\n.xlsx");
    assert_eq!(
        header,
        "attachment; filename=\"__.xlsx\"; filename*=UTF-8''%E4%BA%94%E6%98%9F.xlsx"
    );
}

#[test]
fn every_problem_of_a_row_is_told() {
    let text = "编号,反映时间,诉求内容,经度,纬度,办结时间\n\
        ,2020-13-01,,0,0,2019-01-01\n1,2020-01-02,井盖,32.1,114.0,2020-01-01\n1,2020-01-02,井盖,114,,\n2,2020-01-02,井盖,东,32,\n";
    let rows = csv_cases(text);
    use IssueKind::{
        ClosedBeforeReported, Duplicate, HalfPoint, Missing, NoSuchTime, NotANumber, SwappedPoint, ZeroPoint,
    };
    assert_eq!(kinds(&rows[0]), [Missing, NoSuchTime, Missing, ZeroPoint]);
    assert_eq!(kinds(&rows[1]), [SwappedPoint, ClosedBeforeReported]);
    assert_eq!(kinds(&rows[2]), [Duplicate, HalfPoint]);
    assert_eq!(kinds(&rows[3]), [NotANumber]);
    assert_eq!(rows[2].as_ref().unwrap_err().row, 4);
    let long = format!(
        "编号,反映时间,诉求内容\n1,2020-01-01,{}\n2,2020-01-01,{}\n",
        "长".repeat(10_000),
        "长".repeat(10_001)
    );
    let rows = csv_cases(&long);
    assert!(rows[0].is_ok());
    assert_eq!(kinds(&rows[1]), [IssueKind::TooLong]);
}

#[test]
fn refused_rows_go_back_with_reasons_and_come_in_corrected() {
    let text = "编号,反映时间,诉求内容,宗教信仰,积分\n=cmd|' /C calc'!A0,昨天,井盖,无,5\n2,2020-01-01,路灯,无,6\n";
    let sheet = open(text.as_bytes());
    assert_eq!(sheet.dropped, ["宗教信仰", "积分"]);
    let first = plan(cases_of(&sheet), &HashMap::new());
    let report = Report {
        sheet: &sheet,
        plan: &first,
    }
    .to_string();
    assert!(report.contains("按规定不收集的列已略去：宗教信仰、积分"), "{report}");
    assert!(report.contains("「反映时间」时间读不懂：1 行（第 2 行）"), "{report}");
    assert_eq!(report.lines().last(), Some("rows 2 imported 1 refused 1 unchanged 0"));

    let back = open(&sheets::write_refused(&sheet, &first.refused).unwrap());
    assert_eq!(back.headers, ["编号", "反映时间", "诉求内容", "未导入原因"]);
    assert_eq!(back.rows[0].cells[0].text, "=cmd|' /C calc'!A0");
    assert!(back.rows[0].cells[3].text.contains("请写成 2019-02-28 11:25 的样子"));
    let again = plan(cases_of(&back), &HashMap::new());
    let twice = open(&sheets::write_refused(&back, &again.refused).unwrap());
    assert_eq!(twice.headers, back.headers, "one column of reasons");
}

#[test]
fn formula_errors_are_told() {
    let bytes = workbook(|sheet| {
        for (column, header) in ["编号", "反映时间", "诉求内容"].into_iter().enumerate() {
            sheet.write(0, column as u16, header).unwrap();
        }
        sheet.write(1, 0, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
        sheet.write(1, 1, "2020-01-01").unwrap();
        sheet.write(1, 2, "井盖").unwrap();
    });
    let rows = cases_of(&open(&bytes));
    assert_eq!(kinds(&rows[0]), [IssueKind::FormulaError]);
}

#[test]
fn what_is_no_table_is_refused_with_words() {
    let refused = |bytes: &[u8]| read_bytes("x", bytes, &Options::default()).unwrap_err();
    assert!(matches!(refused(b""), ReadError::Empty));
    assert!(matches!(refused(b"\n , \n"), ReadError::Empty));
    assert!(matches!(refused(b"<html><table></table>"), ReadError::Markup));
    assert!(matches!(refused(b"%PDF-1.7\n"), ReadError::NotASheet));
    assert!(matches!(refused(b"\x89PNG\r\n\x1a\n\0\0"), ReadError::NotASheet));
    assert!(matches!(refused(b"PK\x03\x04rubbish"), ReadError::Broken));
    assert!(refused(b"").to_string().contains("没有内容"));
}

#[test]
fn mappings_are_plain_json_and_checked() {
    let names: Vec<_> = Mapping::shipped().unwrap().into_iter().map(|m| m.name).collect();
    assert_eq!(names, ["teddy2020", "nyc311", "boston311"]);
    for mapping in Mapping::shipped().unwrap() {
        let json = serde_json::to_string(&mapping).unwrap();
        assert_eq!(Mapping::from_json(&json).unwrap(), mapping);
        let all: Vec<String> = mapping.columns.values().flatten().cloned().collect();
        mapping.check(&all, &FIELDS).unwrap();
    }
    let headers = ["工单号（必填）*", "受理时间", "问题描述", "事发地点"].map(str::to_owned);
    let guess = Mapping::guess(&headers, &FIELDS);
    assert_eq!(guess.columns["source_key"], ["工单号（必填）*"]);
    assert_eq!(guess.columns["words"], ["问题描述"]);
    assert_eq!(guess.columns["place_text"], ["事发地点"]);
    let missing = guess.check(&headers[1..], &FIELDS).unwrap_err();
    assert_eq!(missing.to_string(), "缺少必需的列：来源编号");
    assert!(Mapping::from_json("{\"name\":\"a\",\"columns\":{},\"typo\":1}").is_err());
}
