//! Workbooks that calculate: counts, and formulas over them with their results beside, for readers that do not calculate.

use jiff::civil::DateTime;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet};

use crate::export::{WriteError, fitting};

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// Text as it is: `=1+1` stays text.
    Text(String),
    /// A title or the heading of a column.
    Heading(String),
    Count(i64),
    /// A formula without its `=`, and what it gives.
    Formula(String, Outcome),
}

/// What a formula gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Count(i64),
    /// A part of a whole in hundredths of a percent; of nothing it is a dash, as the formula has to say too.
    Part(Option<i64>),
}

/// One sheet of a workbook.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tab {
    pub name: String,
    /// Widths of columns in characters; further columns are as wide as the last.
    pub widths: Vec<f64>,
    pub rows: Vec<Vec<Entry>>,
    /// So many rows on top stay in sight, and the first column.
    pub frozen: u32,
}

/// A workbook; the same input gives the same bytes. `at` is when it was made, in China.
///
/// # Errors
/// When the workbook cannot be made.
pub fn write_book(title: &str, office: &str, at: DateTime, tabs: &[Tab]) -> Result<Vec<u8>, WriteError> {
    let mut book = Workbook::new();
    let whole = |number: i8| u8::try_from(number).unwrap_or_default();
    let made = ExcelDateTime::from_ymd(at.year().unsigned_abs(), whole(at.month()), whole(at.day()))?.and_hms(
        at.hour().unsigned_abs().into(),
        whole(at.minute()),
        whole(at.second()),
    )?;
    let about = DocProperties::new();
    book.set_properties(&about.set_title(title).set_company(office).set_creation_datetime(&made));
    let looks = Looks::new();
    for tab in tabs {
        let sheet = book.add_worksheet();
        sheet.set_name(&tab.name)?;
        if tab.frozen > 0 {
            sheet.set_freeze_panes(tab.frozen, 1)?;
        }
        let columns = tab.rows.iter().map(Vec::len).max().unwrap_or(0);
        let widths = tab
            .widths
            .iter()
            .chain(std::iter::repeat(tab.widths.last().unwrap_or(&12.0)));
        for (column, width) in (0u16..).zip(widths.take(columns)) {
            sheet.set_column_width(column, *width)?;
        }
        for (row, entries) in (0u32..).zip(&tab.rows) {
            for (column, entry) in (0u16..).zip(entries) {
                looks.write(sheet, row, column, entry)?;
            }
        }
    }
    Ok(book.save_to_buffer()?)
}

struct Looks {
    text: Format,
    heading: Format,
    count: Format,
    part: Format,
}

impl Looks {
    fn new() -> Self {
        let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
        let right = Format::new().set_align(FormatAlign::Right).set_align(FormatAlign::Top);
        Self {
            heading: wrapped.clone().set_bold().set_border_bottom(FormatBorder::Thin),
            text: wrapped,
            count: right.clone().set_num_format("0"),
            part: right.set_num_format("0.00%"),
        }
    }

    fn write(&self, sheet: &mut Worksheet, row: u32, column: u16, entry: &Entry) -> Result<(), WriteError> {
        match entry {
            Entry::Text(text) if text.is_empty() => {}
            Entry::Text(text) => {
                sheet.write_string_with_format(row, column, fitting(text), &self.text)?;
            }
            Entry::Heading(text) => {
                sheet.write_string_with_format(row, column, fitting(text), &self.heading)?;
            }
            Entry::Count(number) => {
                sheet.write_number_with_format(row, column, *number as f64, &self.count)?;
            }
            Entry::Formula(text, outcome) => {
                let (result, look) = match outcome {
                    Outcome::Count(number) => (number.to_string(), &self.count),
                    Outcome::Part(Some(hundredths)) => ((*hundredths as f64 / 10_000.0).to_string(), &self.part),
                    Outcome::Part(None) => ("—".to_owned(), &self.part),
                };
                let formula = Formula::new(format!("={text}")).set_result(result);
                sheet.write_formula_with_format(row, column, formula, look)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader, Xlsx};
    use jiff::civil::date;

    use super::*;

    fn book(name: &str, at: DateTime) -> Vec<u8> {
        let tab = Tab {
            name: "总表".into(),
            widths: vec![20.0, 10.0],
            rows: vec![
                vec![Entry::Heading("社区".into()), Entry::Heading("件".into())],
                vec![Entry::Text(name.into()), Entry::Count(3)],
                vec![
                    Entry::Text("合计".into()),
                    Entry::Formula("SUM(B2:B2)".into(), Outcome::Count(3)),
                    Entry::Formula("ROUND(B2/B3,4)".into(), Outcome::Part(Some(9372))),
                    Entry::Formula("IF(B9<=0,\"—\",1)".into(), Outcome::Part(None)),
                ],
            ],
            frozen: 1,
        };
        write_book("月报", "清河街道办事处", at, &[tab]).expect("a workbook")
    }

    #[test]
    fn formulas_live_beside_their_results_and_names_stay_text() {
        let at = date(2026, 11, 5).at(16, 32, 0, 0);
        let bytes = book("=HYPERLINK(\"http://x\")", at);
        let mut read = Xlsx::new(Cursor::new(bytes.as_slice())).expect("a workbook");
        let cells = read.worksheet_range("总表").expect("a sheet");
        let at_cell = |row: u32, column: u32| cells.get_value((row, column)).cloned().unwrap_or_default();
        assert_eq!(at_cell(1, 0), Data::String("=HYPERLINK(\"http://x\")".into()));
        assert_eq!(at_cell(1, 1), Data::Float(3.0));
        assert_eq!(at_cell(2, 1), Data::Float(3.0));
        assert_eq!(at_cell(2, 2), Data::Float(0.9372));
        assert_eq!(at_cell(2, 3), Data::String("—".into()));
        let formulas = read.worksheet_formula("总表").expect("formulas");
        let formula = |row, column| formulas.get_value((row, column)).cloned().unwrap_or_default();
        assert_eq!(formula(1, 0), "");
        assert_eq!(formula(2, 1), "SUM(B2:B2)");
        assert_eq!(formula(2, 2), "ROUND(B2/B3,4)");
        // Nothing of the clock gets in.
        assert_eq!(book("甲", at), book("甲", at));
        assert_ne!(book("甲", at), book("乙", at));
        assert_ne!(book("甲", at), book("甲", date(2026, 11, 6).at(0, 0, 0, 0)));
    }
}
