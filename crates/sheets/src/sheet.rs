//! A sheet after reading: headers, rows with the numbers a person sees, and what the reader noticed.

use crate::cell::Cell;
use crate::csv_text::Encoding;
use crate::read::ReadError;

/// Rows with content in one sheet, and cells with content in one file. 86,000 residents with 30
/// columns fit; beyond, a file is split by its owner (trap X15).
pub(crate) const MAX_ROWS: usize = 200_000;
pub(crate) const MAX_CELLS: usize = 3_000_000;

/// One row of data.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The number in the margin of the office software, counted from 1.
    pub number: u32,
    /// As many cells as the sheet has headers.
    pub cells: Vec<Cell>,
}

/// A table with its header found.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// The file's name without folders.
    pub file: String,
    /// The sheet's name; empty for CSV.
    pub name: String,
    /// How the text was encoded, for CSV.
    pub encoding: Option<Encoding>,
    /// Row number of the header's last row.
    pub header_row: u32,
    /// Unique and never empty.
    pub headers: Vec<String>,
    pub rows: Vec<Row>,
    /// Headers of columns that the office must not hold and that were left out.
    pub dropped: Vec<String>,
    /// What a person should know before trusting the table, in Chinese.
    pub notes: Vec<String>,
}

impl Sheet {
    /// Position of a header.
    #[must_use]
    pub fn column(&self, header: &str) -> Option<usize> {
        self.headers.iter().position(|h| h == header)
    }

    /// The row with that number in the margin.
    #[must_use]
    pub fn row(&self, number: u32) -> Option<&Row> {
        let at = self.rows.binary_search_by_key(&number, |row| row.number).ok()?;
        self.rows.get(at)
    }
}

/// Cells as found, before headers are known; rows and columns counted from 0, only cells with content.
#[derive(Default)]
pub(crate) struct Grid {
    pub sheet: String,
    pub rows: Vec<(u32, Vec<(u32, Cell)>)>,
    pub merges: Vec<Merge>,
    pub other_sheets: Vec<String>,
    /// Cells put so far.
    pub cells: usize,
}

/// A merged area, both ends included.
#[derive(Clone, Copy)]
pub(crate) struct Merge {
    pub rows: (u32, u32),
    pub columns: (u32, u32),
}

impl Grid {
    pub(crate) fn put(&mut self, row: u32, column: u32, cell: Cell) -> Result<(), ReadError> {
        if cell.is_empty() {
            return Ok(());
        }
        self.cells += 1;
        if self.cells > MAX_CELLS || self.rows.len() > MAX_ROWS {
            return Err(ReadError::TooManyRows);
        }
        match self.rows.last_mut() {
            Some((last, cells)) if *last == row => cells.push((column, cell)),
            Some((last, _)) if *last > row => match self.rows.binary_search_by_key(&row, |r| r.0) {
                Ok(at) => self.rows[at].1.push((column, cell)),
                // Rows out of order are rare and the file is bounded, so moving the tail is fine.
                Err(at) => self.rows.insert(at, (row, vec![(column, cell)])),
            },
            _ => self.rows.push((row, vec![(column, cell)])),
        }
        Ok(())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

/// The letters over a column: 0 is A, 26 is AA.
#[must_use]
pub fn column_letters(column: u32) -> String {
    let mut letters = String::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        rest -= 1;
        letters.insert(0, char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters() {
        for (column, letters) in [(0, "A"), (25, "Z"), (26, "AA"), (16_383, "XFD")] {
            assert_eq!(column_letters(column), letters);
        }
    }

    #[test]
    fn rows_out_of_order_are_put_in_place() {
        let mut grid = Grid::default();
        for row in [5, 2, 5, 9, 3] {
            grid.put(row, 0, Cell::text("x")).unwrap();
        }
        let rows: Vec<_> = grid.rows.iter().map(|(row, cells)| (*row, cells.len())).collect();
        assert_eq!(rows, [(2, 1), (3, 1), (5, 2), (9, 1)]);
    }
}
