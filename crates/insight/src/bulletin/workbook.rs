//! The bulletin as a workbook whose rates and totals are formulas over the counts beside them.

use insight_rules::{Counts, Rate, VERSION};
use kernel::Age;
use kernel::figure::{Figure, month_text};
use sheets::{Entry, Outcome, Tab, WriteError, column_letters, write_book};

use super::month::Bulletin;
use super::{FIGURES, PRINCIPLES, RATES};
use crate::board::store::Figures;
use crate::figures::columns::EXCLUSIONS;
use crate::figures::table::Row;

/// Title, what is counted, headings; then the rows.
const FIRST: usize = 4;

/// The bulletin as an Excel workbook.
///
/// # Errors
/// When the workbook cannot be made.
pub fn write(bulletin: &Bulletin) -> Result<Vec<u8>, WriteError> {
    let title = format!("{}月报", bulletin.period().name());
    let mut tabs = vec![summary(bulletin, &title)];
    for (dimension, rows) in &bulletin.tables {
        tabs.push(table(
            bulletin,
            &format!("{title}：按{}", dimension.name()),
            dimension.name(),
            rows,
        ));
    }
    tabs.push(trend(bulletin, &title));
    if let Some(rows) = &bulletin.open {
        tabs.push(open(bulletin, &title, rows));
    }
    tabs.push(exclusions(bulletin, &title));
    tabs.push(method(bulletin, &title));
    write_book(&title, &bulletin.office, bulletin.as_of.civil(), &tabs)
}

fn text(words: impl Into<String>) -> Entry {
    Entry::Text(words.into())
}

fn headings<T: Into<String>>(words: impl IntoIterator<Item = T>) -> Vec<Entry> {
    words.into_iter().map(|word| Entry::Heading(word.into())).collect()
}

/// Two lines above the headings.
fn top(bulletin: &Bulletin, title: &str) -> Vec<Vec<Entry>> {
    let running = if bulletin.is_running() { "；本月未完" } else { "" };
    let counted = format!(
        "{}；口径 {VERSION}；数据截至 {}{running}",
        bulletin.office,
        bulletin.as_of.minute()
    );
    vec![headings([title]), vec![text(counted)]]
}

fn place(column: usize, row: usize) -> String {
    format!("{}{row}", column_letters(u32::try_from(column).unwrap_or(u32::MAX)))
}

/// A rate over counts that stand where `at` says.
fn rate(rate: Rate, counts: &Counts, at: impl Fn(Figure) -> String) -> Entry {
    let formula = rate.formula();
    let (over, mut under) = (at(formula.over), at(formula.under));
    for less in formula.less {
        under = format!("{under}-{}", at(*less));
    }
    let text = format!("IF({under}<=0,\"—\",ROUND({over}/({under}),4))");
    Entry::Formula(text, Outcome::Part(rate.of(counts).hundredths()))
}

/// Where a figure stands among [`FIGURES`], after the name.
fn column_of(figure: Figure) -> usize {
    1 + FIGURES.iter().position(|one| *one == figure).unwrap_or(FIGURES.len())
}

/// A sum over the rows of a table whose last row is this one.
fn total(column: usize, last: usize, number: i64) -> Entry {
    let range = format!("{}:{}", place(column, FIRST), place(column, last - 1));
    Entry::Formula(format!("SUM({range})"), Outcome::Count(number))
}

fn table(bulletin: &Bulletin, title: &str, name: &str, rows: &[Row]) -> Tab {
    let mut lines = top(bulletin, title);
    let names = FIGURES
        .iter()
        .map(|figure| figure.name())
        .chain(RATES.iter().map(|rate| rate.name()));
    lines.push(headings(std::iter::once(name).chain(names)));
    let rated =
        |counts: &Counts, row: usize| RATES.map(|one| rate(one, counts, |figure| place(column_of(figure), row)));
    for (row, Row { name, counts, .. }) in (FIRST..).zip(rows) {
        let mut line = vec![text(name.as_str())];
        line.extend(FIGURES.map(|figure| Entry::Count(counts.number(figure))));
        line.extend(rated(counts, row));
        lines.push(line);
    }
    let last = FIRST + rows.len();
    let mut line = vec![Entry::Heading("合计".into())];
    line.extend(FIGURES.map(|figure| total(column_of(figure), last, bulletin.total.number(figure))));
    line.extend(rated(&bulletin.total, last));
    lines.push(line);
    Tab {
        name: name.into(),
        widths: vec![26.0, 10.0],
        rows: lines,
        frozen: 3,
    }
}

/// Every figure and rate of the office, this month from the first table and the month before beside it.
fn summary(bulletin: &Bulletin, title: &str) -> Tab {
    let mut lines = top(bulletin, title);
    lines.push(headings(["指标", "本月", "上月", "怎么算"]));
    let (of, last) = bulletin
        .tables
        .first()
        .map_or(("", FIRST), |(dimension, rows)| (dimension.name(), FIRST + rows.len()));
    for figure in FIGURES {
        let now = format!("'{of}'!{}", place(column_of(figure), last));
        lines.push(vec![
            text(figure.name()),
            Entry::Formula(now, Outcome::Count(bulletin.total.number(figure))),
            Entry::Count(bulletin.before.number(figure)),
        ]);
    }
    // The figures stand below one another here.
    let at = |column: usize| move |figure: Figure| place(column, FIRST - 1 + column_of(figure));
    for one in RATES {
        lines.push(vec![
            text(one.name()),
            rate(one, &bulletin.total, at(1)),
            rate(one, &bulletin.before, at(2)),
            text(one.formula().text()),
        ]);
    }
    Tab {
        name: "总表".into(),
        widths: vec![36.0, 10.0, 10.0, 60.0],
        rows: lines,
        frozen: 3,
    }
}

/// Rows of counts below their sums.
fn counted(bulletin: &Bulletin, title: &str, names: &[&str], rows: Vec<(String, Vec<i64>)>) -> Vec<Vec<Entry>> {
    let mut lines = top(bulletin, title);
    lines.push(headings(names.iter().copied()));
    let last = FIRST + rows.len();
    let sums = (1..names.len()).map(|column| {
        let sum = rows.iter().filter_map(|(_, numbers)| numbers.get(column - 1)).sum();
        total(column, last, sum)
    });
    let sums: Vec<Entry> = std::iter::once(Entry::Heading("合计".into())).chain(sums).collect();
    lines.extend(rows.into_iter().map(|(name, numbers)| {
        std::iter::once(text(name))
            .chain(numbers.into_iter().map(Entry::Count))
            .collect()
    }));
    lines.push(sums);
    lines
}

fn trend(bulletin: &Bulletin, title: &str) -> Tab {
    let rows = bulletin.trend.iter();
    let rows = rows.map(|(month, received, ended)| (month_text(*month), vec![*received, *ended]));
    Tab {
        name: "趋势".into(),
        widths: vec![26.0, 10.0],
        rows: counted(
            bulletin,
            &format!("{title}：逐月上报和办结"),
            &["月份", "上报", "办结"],
            rows.collect(),
        ),
        frozen: 3,
    }
}

fn open(bulletin: &Bulletin, title: &str, open: &[(String, Figures)]) -> Tab {
    let mut names = vec!["社区", "在办", "超期", "督办未回复", "挂账", "等反映人确认"];
    names.extend(Age::ALL.iter().map(|age| age.name()));
    let rows = open.iter().map(|(name, figures)| {
        let mut numbers = vec![
            figures.open,
            figures.late,
            figures.supervised,
            figures.suspended,
            figures.confirming,
        ];
        numbers.extend(figures.ages);
        (name.clone(), numbers)
    });
    Tab {
        name: "在办".into(),
        widths: vec![26.0, 14.0],
        rows: counted(
            bulletin,
            &format!("{title}：在办的和反映了多久"),
            &names,
            rows.collect(),
        ),
        frozen: 3,
    }
}

fn exclusions(bulletin: &Bulletin, title: &str) -> Tab {
    let mut lines = top(bulletin, &format!("{title}：不计入比率的"));
    lines.push(headings(["代码", "是什么", "件数", "为什么"]));
    for out in EXCLUSIONS {
        lines.push(vec![
            text(out.code),
            text(out.figure.name()),
            Entry::Count(bulletin.total.number(out.figure)),
            text(out.why),
        ]);
    }
    Tab {
        name: "不计入".into(),
        widths: vec![26.0, 26.0, 10.0, 60.0],
        rows: lines,
        frozen: 3,
    }
}

fn method(bulletin: &Bulletin, title: &str) -> Tab {
    let mut lines = top(bulletin, &format!("{title}：怎么算的"));
    lines.extend(PRINCIPLES.iter().map(|principle| vec![text(*principle)]));
    let formulas = RATES
        .iter()
        .map(|rate| vec![text(format!("{}：{}", rate.name(), rate.formula().text()))]);
    lines.extend(formulas);
    Tab {
        name: "口径".into(),
        widths: vec![100.0],
        rows: lines,
        frozen: 0,
    }
}
