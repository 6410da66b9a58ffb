//! The formulas of the workbook calculated by other means, and the lines of the printed tables.

use std::io::Cursor;

use calamine::{Data, Range, Reader, Xlsx};
use insight_rules::{Count, Counts};
use kernel::Moment;
use kernel::figure::{Dimension, MarkKind, Standing, bits};

use super::month::Bulletin;
use super::{FIGURES, PRINCIPLES, RATES, paper, workbook};
use crate::board::store::Figures;
use crate::figures::table::{Row, total_of};

/// So many closed on time, late, and open.
fn counts(on_time: i64, late: i64, open: i64) -> Counts {
    let mut counts = Counts::default();
    let standing = |done: bool| Standing {
        done,
        carried: false,
        early: false,
    };
    let mut add = |kind: MarkKind, bits: i64, done: bool, number: i64| {
        counts.add(kind, bits, standing(done), Count { number, seconds: 0 });
    };
    add(MarkKind::Report, bits::FILED, true, on_time + late + open);
    add(MarkKind::Close, 0, true, on_time);
    add(MarkKind::Close, bits::LATE | bits::EXEMPT, true, late);
    add(MarkKind::Close, bits::SUSPENDED, false, open);
    add(MarkKind::End, bits::ASKED | bits::CONFIRMED, true, on_time);
    add(MarkKind::End, bits::ASKED | bits::DISPUTED | bits::REOPENED, true, late);
    counts
}

fn bulletin() -> Bulletin {
    let row = |name: &str, counts: Counts| Row {
        key: name.to_owned(),
        name: name.to_owned(),
        counts,
    };
    // One of thirty-two falls on the half of a hundredth of a percent; the second row has nothing to count.
    let rows = || {
        vec![
            row("=1+1", counts(1, 31, 0)),
            row("空", counts(0, 0, 2)),
            row("滨河", counts(119, 8, 3)),
        ]
    };
    let total = total_of(&rows());
    let figures = Figures {
        open: 5,
        late: 1,
        ages: [1, 2, 2, 0, 0, 0],
        ..Figures::default()
    };
    Bulletin {
        office: "清河街道办事处".into(),
        month: 202_602,
        as_of: Moment(1_773_104_400_000),
        tables: [Dimension::Community, Dimension::Unit, Dimension::Category]
            .map(|dimension| (dimension, rows()))
            .into(),
        total,
        before: counts(2, 1, 0),
        trend: vec![(202_601, 3, 3), (202_602, 164, 159)],
        open: Some(vec![("滨河".into(), figures)]),
    }
}

struct Book(Vec<(String, Range<Data>, Range<String>)>);

impl Book {
    fn open(bytes: &[u8]) -> Self {
        let mut read = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
        let tabs = read.sheet_names().into_iter().map(|name| {
            let cells = read.worksheet_range(&name).expect("cells");
            let formulas = read.worksheet_formula(&name).expect("formulas");
            (name, cells, formulas)
        });
        Self(tabs.collect())
    }

    fn tab(&self, name: &str) -> &(String, Range<Data>, Range<String>) {
        self.0.iter().find(|(tab, ..)| tab == name).expect("a sheet")
    }

    /// A cell by its name, calculated down to what was typed; none is a dash.
    fn value(&self, tab: &str, name: &str) -> Option<f64> {
        let digits = name.find(|c: char| c.is_ascii_digit()).expect("a row");
        let column = name[..digits]
            .bytes()
            .fold(0, |sum, letter| sum * 26 + u32::from(letter - b'A') + 1)
            - 1;
        let row: u32 = name[digits..].parse().expect("a row");
        let (_, cells, formulas) = self.tab(tab);
        match formulas.get_value((row - 1, column)).filter(|text| !text.is_empty()) {
            Some(text) => self.calculate(tab, text),
            None => match cells.get_value((row - 1, column)) {
                Some(Data::Float(number)) => Some(*number),
                other => panic!("{tab} {name} is {other:?}"),
            },
        }
    }

    fn difference(&self, tab: &str, names: &str) -> f64 {
        let mut values = names.split('-').map(|name| self.value(tab, name).expect("a number"));
        let first = values.next().expect("a cell");
        values.fold(first, |rest, value| rest - value)
    }

    /// The formulas that bulletins write, as a spreadsheet would.
    fn calculate(&self, tab: &str, text: &str) -> Option<f64> {
        if let Some((other, name)) = text.split_once('!') {
            return self.value(other.trim_matches('\''), name);
        }
        if let Some(range) = text.strip_prefix("SUM(").and_then(|rest| rest.strip_suffix(')')) {
            let (from, to) = range.split_once(':').expect("a range");
            let letters = from.trim_end_matches(|c: char| c.is_ascii_digit());
            let row = |name: &str| name[letters.len()..].parse::<u32>().expect("a row");
            let rows = row(from)..=row(to);
            return Some(
                rows.map(|row| self.value(tab, &format!("{letters}{row}")).expect("a number"))
                    .sum(),
            );
        }
        let (under, rest) = text
            .strip_prefix("IF(")
            .and_then(|rest| rest.split_once("<=0,\"—\",ROUND("))
            .expect(text);
        let (over, again) = rest.split_once("/(").expect(text);
        assert_eq!(again.strip_suffix("),4))"), Some(under), "{text}");
        let under = self.difference(tab, under);
        if under <= 0.0 {
            return None;
        }
        let over = self.value(tab, over).expect("a number");
        Some((over / under * 10_000.0).round() / 10_000.0)
    }
}

#[test]
fn formulas_give_what_stands_beside_them() {
    let book = Book::open(&workbook::write(&bulletin()).expect("a workbook"));
    let mut seen = 0;
    for (tab, cells, formulas) in &book.0 {
        let (top, left) = formulas.start().unwrap_or_default();
        for (row, column, text) in formulas.used_cells() {
            let at = (row as u32 + top, column as u32 + left);
            let kept = match cells.get_value(at) {
                Some(Data::Float(number)) => Some(*number),
                Some(Data::String(text)) if text == "—" => None,
                other => panic!("{tab} {at:?} is {other:?}"),
            };
            assert_eq!(book.calculate(tab, text), kept, "{tab} {at:?} {text}");
            seen += 1;
        }
    }
    // The totals and rates of three tables, the summary, the trend, what is open.
    let tables = 3 * (FIGURES.len() + 4 * RATES.len());
    assert_eq!(seen, tables + FIGURES.len() + 2 * RATES.len() + 2 + 11);
}

#[test]
fn rates_are_those_of_the_tables_and_names_stay_text() {
    let bulletin = bulletin();
    let bytes = workbook::write(&bulletin).expect("a workbook");
    let book = Book::open(&bytes);
    for (dimension, rows) in &bulletin.tables {
        let (_, cells, _) = book.tab(dimension.name());
        let lines = rows
            .iter()
            .map(|row| (row.name.as_str(), &row.counts))
            .chain([("合计", &bulletin.total)]);
        for (line, (name, counts)) in (3u32..).zip(lines) {
            assert_eq!(cells.get_value((line, 0)), Some(&Data::String(name.into())));
            for (column, rate) in (1 + FIGURES.len() as u32..).zip(RATES) {
                let ratio = rate.of(counts);
                let expected = match ratio.hundredths() {
                    Some(hundredths) => Data::Float(hundredths as f64 / 10_000.0),
                    None => Data::String("—".into()),
                };
                assert_eq!(
                    cells.get_value((line, column)),
                    Some(&expected),
                    "{name} {}",
                    rate.name()
                );
            }
        }
    }
    assert_eq!(bytes, workbook::write(&bulletin).expect("a workbook"));
}

#[test]
fn few_have_their_interval_and_nothing_is_a_dash() {
    let line = paper::line("滨河", &counts(9, 7, 0));
    assert_eq!(line[..5], ["滨河", "16", "0", "16", "0"]);
    assert_eq!(
        line[5..],
        [
            "56.25%\n9/16\n33–77%",
            "—",
            "56.25%\n9/16\n33–77%",
            "43.75%\n7/16\n23–67%"
        ]
    );
    let few = format!("分母不到 {} 件", insight_rules::SMALL);
    assert!(PRINCIPLES.iter().any(|principle| principle.contains(&few)));
    assert_eq!(paper::line("清河", &counts(119, 8, 0))[5], "93.70%\n119/127");
}

#[test]
fn print_is_the_same_for_the_same_bulletin() {
    // The fonts come with the built pages.
    if web::printing_font("NotoSansSC-Regular").is_none() {
        return;
    }
    let print = |bulletin: &Bulletin| paper::print(bulletin).expect("a document");
    let first = print(&bulletin());
    assert!(first == print(&bulletin()));
    let later = Bulletin {
        as_of: Moment(1_773_190_800_000),
        ..bulletin()
    };
    assert!(first != print(&later));
}
