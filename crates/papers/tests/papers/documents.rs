//! Documents that flow over pages.

use jiff::civil::date;
use papers::{About, Chart, Column, Document, Error, Figure, Fonts, Level, Table};

use crate::{about, document, fonts, pages, read_by};

fn register(rows: usize) -> Table {
    let columns = [
        Column::numbers("序号"),
        Column::words("诉求内容").share(1.0),
        Column::numbers("时长（小时）"),
    ];
    let mut table = Table::new("诉求登记表", columns);
    for row in 1..=rows {
        table.row([row.to_string(), format!("第{row}件诉求"), "4.5".to_owned()]);
    }
    table.total([String::new(), format!("合计{rows}件"), "4.5".to_owned()]);
    table
}

fn whole(fonts: &Fonts, about: About) -> Vec<u8> {
    let mut document = Document::new(about);
    document.subtitle("2026年第10期");
    document.figures([Figure::new("受理总量", "1,286", "件").note("较上月 +3.2%")]);
    document.heading(Level::One, "一、总体情况");
    document.paragraph("按期办结率98.6%，群众满意率97.1%。");
    let mut chart = Chart::bars("各社区受理", "件", ["幸福里", "清河"]);
    chart.series("受理", [128.0, 96.0]);
    document.chart(chart);
    document.table(register(3));
    document.note("注：数据截至10月31日。");
    document.print(fonts).unwrap()
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let Some(fonts) = fonts() else { return };
    let first = whole(&fonts, about());
    assert!(first.starts_with(b"%PDF-"));
    assert!(first == whole(&fonts, about()), "two prints of one document differ");
    let later = About {
        date: date(2026, 12, 5),
        ..about()
    };
    assert!(first != whole(&fonts, later), "the date is not in the document");
    // Both fonts, as subsets: 21 MB whole.
    assert!(first.len() < 100_000, "{} bytes", first.len());
}

#[test]
fn it_says_what_it_is() {
    let Some(fonts) = fonts() else { return };
    let Some(info) = read_by("pdfinfo", &whole(&fonts, about()), "info") else {
        return;
    };
    let line = |name: &str| info.lines().find(|line| line.starts_with(name)).unwrap_or_default();
    assert!(line("Title").ends_with("民生诉求办理情况通报"), "{info}");
    assert!(line("Author").ends_with("清河街道办事处"), "{info}");
    assert!(line("CreationDate").contains("2026"), "{info}");
    assert!(line("Tagged").ends_with("yes"), "{info}");
}

#[test]
fn justified_text_is_found_whole() {
    let Some(fonts) = fonts() else { return };
    let text = "10月，街道共受理群众诉求1,286件，其中12345热线转办842件、网格员上报317件、微信小程序提交127件；\
                按期办结率98.6%，较上月提高0.4个百分点。群众反映最集中的是“停车难”“噪声扰民”和《物业服务合同》履行问题——\
                三类合计占总量的41.3%。";
    let mut document = document();
    document.paragraph(text);
    let Some(pages) = pages(&document.print(&fonts).unwrap(), "justified") else {
        return;
    };
    assert!(pages[0].contains(text), "{}", pages[0]);
}

#[test]
fn a_table_over_pages_repeats_its_header_and_keeps_every_row() {
    let Some(fonts) = fonts() else { return };
    let mut document = document();
    document.table(register(80));
    let Some(pages) = pages(&document.print(&fonts).unwrap(), "table") else {
        return;
    };
    assert_eq!(pages.len(), 3);
    for (at, page) in pages.iter().enumerate() {
        assert_eq!(page.matches("时长（小时）").count(), 1, "page {at}: {page}");
        assert!(page.contains(&format!("第{}页共3页", at + 1)), "page {at}: {page}");
    }
    let all = pages.concat();
    for row in 1..=80 {
        assert_eq!(all.matches(&format!("第{row}件诉求")).count(), 1, "row {row}");
    }
    // The total never stands alone.
    assert!(
        pages[2].contains("第80件诉求") && pages[2].contains("合计80件"),
        "{}",
        pages[2]
    );
}

#[test]
fn only_a_row_taller_than_a_page_is_cut() {
    let Some(fonts) = fonts() else { return };
    let long: Vec<String> = (1..=60).map(|line| format!("第{line}行")).collect();
    let mut table = Table::new("", [Column::words("经过").share(1.0)]);
    table.row(["短"]);
    table.row([long.join("\n")]);
    let tall: Vec<String> = (1..=20).map(|line| format!("后{line}行")).collect();
    table.row([tall.join("\n")]);
    let mut document = document();
    document.table(table);
    let Some(pages) = pages(&document.print(&fonts).unwrap(), "tall") else {
        return;
    };
    let all = pages.concat();
    for line in 1..=60 {
        assert_eq!(all.matches(&format!("第{line}行")).count(), 1, "line {line}");
    }
    let holds = |page: &&String| (1..=20).all(|line| page.contains(&format!("后{line}行")));
    assert_eq!(pages.iter().filter(holds).count(), 1, "{pages:?}");
}

#[test]
fn a_heading_is_never_last_on_a_page() {
    let Some(fonts) = fonts() else { return };
    for lines in 24..34 {
        let mut document = document();
        for _ in 0..lines {
            document.paragraph("占一行。");
        }
        document.heading(Level::One, "一、标题");
        document.heading(Level::Two, "（一）小标题");
        document.paragraph(&"后文".repeat(60));
        let Some(pages) = pages(&document.print(&fonts).unwrap(), "heading") else {
            return;
        };
        let page = pages.iter().find(|page| page.contains("一、标题")).unwrap();
        assert!(
            page.contains("（一）小标题") && page.contains("后文"),
            "{lines}: {page}"
        );
    }
}

#[test]
fn a_page_break_begins_a_page_once() {
    let Some(fonts) = fonts() else { return };
    let mut document = document();
    document.paragraph("甲");
    document.page_break();
    document.page_break();
    document.paragraph("乙");
    document.page_break();
    let Some(pages) = pages(&document.print(&fonts).unwrap(), "break") else {
        return;
    };
    assert_eq!(pages.len(), 2, "{pages:?}");
    assert!(
        pages[1].contains('乙') && pages[1].contains("民生诉求办理情况通报"),
        "{pages:?}"
    );
}

#[test]
fn charts_of_little_or_nothing_are_drawn() {
    let Some(fonts) = fonts() else { return };
    let none: [&str; 0] = [];
    let mut zeros = Chart::bars("全为零", "件", ["甲社区", "乙社区"]);
    zeros.series("受理", [0.0, 0.0]);
    let mut one = Chart::lines("只有一个月", "件", ["10月"]);
    one.series("受理", [42.0]);
    let empty = Chart::lines("没有标签", "件", none);
    let no_series = Chart::bars("没有数", "件", ["甲社区"]);
    let mut document = document();
    for chart in [zeros, one, empty, no_series] {
        document.chart(chart);
    }
    let Some(pages) = pages(&document.print(&fonts).unwrap(), "charts") else {
        return;
    };
    let all = pages.concat();
    for words in ["全为零", "甲社区", "乙社区", "只有一个月", "10月", "没有标签", "没有数"] {
        assert!(all.contains(words), "{words}: {all}");
    }
    assert_eq!(all.matches("本期没有数据").count(), 2, "{all}");
}

#[test]
fn contradictions_are_refused() {
    let Some(fonts) = fonts() else { return };
    let mut table = Table::new("", [Column::words("社区"), Column::numbers("件数")]);
    table.row(["幸福里", "128"]);
    table.row(["清河"]);
    let mut document = document();
    document.table(table);
    let cells = Error::Cells {
        row: 2,
        cells: 1,
        columns: 2,
    };
    assert_eq!(document.print(&fonts), Err(cells));
    let mut chart = Chart::bars("受理", "件", ["幸福里"]);
    chart.series("受理", [1.0, 2.0]);
    let mut document = crate::document();
    document.chart(chart);
    assert!(matches!(document.print(&fonts), Err(Error::Chart { title, .. }) if title == "受理"));
}
