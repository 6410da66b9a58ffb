//! Cells out of xlsx and xls workbooks.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, DataRef, Dimensions, Reader, SheetType, SheetVisible, Xls, XlsError, Xlsx, XlsxError};

use crate::cell::Cell;
use crate::dates;
use crate::read::ReadError;
use crate::sheet::{Grid, Merge};

/// Merged areas beyond this many are decoration.
const MAX_MERGES: usize = 20_000;

type Bytes<'a> = Cursor<&'a [u8]>;

/// The formats, told apart by content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Xlsx,
    Xls,
}

/// The wanted sheet, or the first visible one with content.
///
/// The parser indexes into damaged files without asking; its panic is our refusal.
pub(crate) fn read(bytes: &[u8], format: Format, wanted: Option<&str>) -> Result<Grid, ReadError> {
    let open = || match format {
        Format::Xlsx => pick(&mut Xlsx::new(Cursor::new(bytes))?, wanted, fill_xlsx),
        Format::Xls => pick(&mut Xls::new(Cursor::new(bytes))?, wanted, fill_xls),
    };
    catch_unwind(AssertUnwindSafe(open)).unwrap_or(Err(ReadError::Broken))
}

fn pick<'a, R: Reader<Bytes<'a>>>(
    book: &mut R,
    wanted: Option<&str>,
    fill: fn(&mut R, &str) -> Result<Grid, ReadError>,
) -> Result<Grid, ReadError> {
    let mut sheets = book.sheets_metadata().to_vec();
    sheets.retain(|sheet| sheet.typ == SheetType::WorkSheet);
    // Stable: visible sheets first, each kind in the order of the tabs.
    sheets.sort_by_key(|sheet| sheet.visible != SheetVisible::Visible);
    let names: Vec<String> = sheets.into_iter().map(|sheet| sheet.name).collect();
    if let Some(wanted) = wanted {
        if !names.iter().any(|name| name == wanted) {
            return Err(ReadError::NoSuchSheet(names.join("、")));
        }
        return fill(book, wanted);
    }
    for (at, name) in names.iter().enumerate() {
        let grid = fill(book, name)?;
        if !grid.is_empty() {
            return Ok(Grid {
                other_sheets: names[at + 1..].to_vec(),
                ..grid
            });
        }
    }
    Err(ReadError::Empty)
}

fn named(name: &str) -> Grid {
    Grid {
        sheet: name.to_owned(),
        ..Grid::default()
    }
}

fn fill_xlsx(book: &mut Xlsx<Bytes<'_>>, name: &str) -> Result<Grid, ReadError> {
    let mut grid = named(name);
    // Cell by cell: a rectangle up to XFD1048576 is never laid out.
    let mut cells = book.worksheet_cells_reader(name)?;
    while let Some(cell) = cells.next_cell()? {
        let (row, column) = cell.get_position();
        grid.put(row, column, from_ref(cell.get_value()))?;
    }
    drop(cells);
    if !grid.is_empty() {
        grid.merges = merges(book.merge_cells_by_sheet_name(name)?);
    }
    Ok(grid)
}

fn fill_xls(book: &mut Xls<Bytes<'_>>, name: &str) -> Result<Grid, ReadError> {
    let mut grid = named(name);
    let range = book.worksheet_range(name)?;
    let (top, left) = range.start().unwrap_or_default();
    for (row, column, value) in range.used_cells() {
        grid.put(top + row as u32, left + column as u32, from_data(value))?;
    }
    grid.merges = merges(book.merge_cells_by_sheet_name(name)?);
    Ok(grid)
}

fn merges(areas: Vec<Dimensions>) -> Vec<Merge> {
    let mut merges: Vec<Merge> = areas
        .into_iter()
        .filter(|area| area.start.0 <= area.end.0 && area.start.1 <= area.end.1)
        .take(MAX_MERGES)
        .map(|area| Merge {
            rows: (area.start.0, area.end.0),
            columns: (area.start.1, area.end.1),
        })
        .collect();
    merges.sort_by_key(|merge| (merge.rows, merge.columns));
    merges
}

fn from_ref(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::SharedString(text) => Cell::text(text),
        DataRef::String(text) => Cell::text(text),
        other => from_data(&Data::from(other.clone())),
    }
}

fn from_data(value: &Data) -> Cell {
    match value {
        Data::Empty => Cell::default(),
        Data::String(text) | Data::DurationIso(text) => Cell::text(text),
        Data::Int(number) => Cell::number(*number as f64),
        Data::Float(number) => Cell::number(*number),
        Data::Bool(value) => Cell::text(if *value { "TRUE" } else { "FALSE" }),
        Data::Error(error) => Cell::error(error.to_string()),
        Data::DateTimeIso(text) => match dates::parse(text, dates::DateOrder::Plain) {
            Ok(date) => Cell::date(date),
            Err(_) => Cell::text(text),
        },
        Data::DateTime(date) => {
            let (serial, epoch_1904) = (date.as_f64(), is_1904(date));
            // Below one day it is a time of day; a span of time may exceed a day.
            if date.is_duration() || (0.0..1.0).contains(&serial) {
                Cell::text(&clock_text(serial))
            } else {
                dates::from_serial(serial, epoch_1904).map_or_else(|| Cell::number(serial), Cell::date)
            }
        }
    }
}

/// The parser keeps the epoch to itself; the same serial tells it apart.
fn is_1904(date: &calamine::ExcelDateTime) -> bool {
    let plain = calamine::ExcelDateTime::new(date.as_f64(), calamine::ExcelDateTimeType::DateTime, false);
    plain.to_ymd_hms_milli() != date.to_ymd_hms_milli()
}

fn clock_text(days: f64) -> String {
    let seconds = (days * 86_400.0).round() as i64;
    format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

impl From<XlsxError> for ReadError {
    fn from(error: XlsxError) -> Self {
        match error {
            XlsxError::Password => Self::Password,
            _ => Self::Broken,
        }
    }
}

impl From<XlsError> for ReadError {
    fn from(error: XlsError) -> Self {
        match error {
            XlsError::Password => Self::Password,
            _ => Self::Broken,
        }
    }
}
