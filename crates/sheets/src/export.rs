//! Workbooks we write: refused rows with their reasons, and cases in a layout that we read again.

use rust_xlsxwriter::{Format, Workbook, XlsxError};

use crate::cases::{CaseRow, FIELDS, RowProblem};
use crate::cell::date_text;
use crate::sheet::Sheet;

/// The header of the last column in a workbook of refused rows.
pub const REASON: &str = "未导入原因";

/// Excel's limit for the text of a cell.
const MAX_CELL: usize = 32_767;

/// Why a workbook could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    #[error("写不出表格：{0}")]
    Xlsx(#[from] XlsxError),
}

/// The refused rows as the file had them, and why each was refused; corrected, it can be imported again.
pub fn write_refused(sheet: &Sheet, refused: &[RowProblem]) -> Result<Vec<u8>, WriteError> {
    // A workbook that comes back has the reasons of last time.
    let columns: Vec<usize> = (0..sheet.headers.len())
        .filter(|&at| sheet.headers[at] != REASON)
        .collect();
    let mut headers: Vec<&str> = columns.iter().map(|&at| sheet.headers[at].as_str()).collect();
    headers.push(REASON);
    let rows = refused.iter().filter_map(|problem| {
        let row = sheet.row(problem.row)?;
        let reasons: Vec<String> = problem.issues.iter().map(|issue| issue.sentence()).collect();
        let mut texts: Vec<String> = columns.iter().map(|&at| row.cells[at].text.clone()).collect();
        texts.push(reasons.join("；"));
        Some(texts)
    });
    write("未导入", &headers, rows)
}

/// Cases in our own layout; reading it again gives the same cases.
pub fn write_cases<'a>(cases: impl IntoIterator<Item = &'a CaseRow>) -> Result<Vec<u8>, WriteError> {
    let headers: Vec<&str> = FIELDS.iter().map(|field| field.title).collect();
    let rows = cases.into_iter().map(|case| {
        let time = |time: Option<_>| time.map(date_text).unwrap_or_default();
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        FIELDS
            .iter()
            .map(|field| match field.field {
                "source_key" => case.source_key.clone(),
                "reported_at" => time(Some(case.reported_at)),
                "words" => case.words.clone(),
                "place_text" => case.place_text.clone(),
                "longitude" => case.point.map(|(lng, _)| lng.to_string()).unwrap_or_default(),
                "latitude" => case.point.map(|(_, lat)| lat.to_string()).unwrap_or_default(),
                "category_hint" => text(&case.category_hint),
                "reporter" => text(&case.reporter),
                "due_at" => time(case.due_at),
                "closed_at" => time(case.closed_at),
                "resolution" => text(&case.resolution),
                _ => String::new(),
            })
            .collect()
    });
    write("案件", &headers, rows)
}

/// Any table, each cell as its text.
///
/// # Errors
/// When the workbook cannot be made.
pub fn write_table(
    name: &str,
    headers: &[&str],
    rows: impl IntoIterator<Item = Vec<String>>,
) -> Result<Vec<u8>, WriteError> {
    write(name, headers, rows.into_iter())
}

/// Every cell is text: numbers keep their digits and `=1+1` stays what it is.
fn write(name: &str, headers: &[&str], rows: impl Iterator<Item = Vec<String>>) -> Result<Vec<u8>, WriteError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet_with_constant_memory()?;
    sheet.set_name(name)?;
    sheet.set_freeze_panes(1, 0)?;
    let bold = Format::new().set_bold();
    for (column, header) in (0u16..).zip(headers) {
        sheet.set_column_width(column, 20)?;
        sheet.write_string_with_format(0, column, fitting(header), &bold)?;
    }
    for (row, texts) in (1u32..).zip(rows) {
        for (column, text) in (0u16..).zip(texts) {
            if !text.is_empty() {
                sheet.write_string(row, column, fitting(&text))?;
            }
        }
    }
    Ok(book.save_to_buffer()?)
}

/// As much as a cell holds.
pub(crate) fn fitting(text: &str) -> &str {
    text.char_indices().nth(MAX_CELL).map_or(text, |(end, _)| &text[..end])
}
