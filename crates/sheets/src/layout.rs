//! Finds the header among titles and blank rows, and gives every row the shape of the header (trap X08).

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::cell::Cell;
use crate::csv_text::Encoding;
use crate::forbidden::is_forbidden;
use crate::read::ReadError;
use crate::sheet::{Grid, MAX_CELLS, MAX_ROWS, Merge, Row, Sheet, column_letters};

/// Titles, units and notes above a header take fewer rows than this.
const SEARCHED: usize = 30;
/// Longer texts are no header.
const HEADER_CHARS: usize = 40;
/// Merged groups over merged groups over names.
const HEADER_DEPTH: usize = 3;

type Cells = BTreeMap<u32, Cell>;

pub(crate) fn lay_out(file: &str, encoding: Option<Encoding>, grid: Grid) -> Result<Sheet, ReadError> {
    if grid.is_empty() {
        return Err(ReadError::Empty);
    }
    if grid.rows.len() > MAX_ROWS {
        return Err(ReadError::TooManyRows);
    }
    let mut notes = Vec::new();
    if !grid.other_sheets.is_empty() {
        let names = grid.other_sheets.join("、");
        notes.push(format!("只读入工作表「{}」，没有读：{names}", grid.sheet));
    }
    let (top, depth) = find_header(&grid);
    let header_rows = &grid.rows[top..top + depth];
    let body = &grid.rows[top + depth..];

    let mut columns: BTreeSet<u32> = BTreeSet::new();
    for (_, cells) in header_rows.iter().chain(body) {
        columns.extend(cells.iter().map(|(column, _)| column));
    }
    let columns: Vec<u32> = columns.into_iter().collect();
    if columns.len() * grid.rows.len() > MAX_CELLS {
        return Err(ReadError::TooManyRows);
    }
    let headers = name_columns(&columns, header_rows, &grid.merges, &mut notes);

    let mut rows: Vec<Row> = Vec::with_capacity(body.len());
    for (number, cells) in body {
        let mut row = vec![Cell::default(); columns.len()];
        for (column, cell) in cells {
            if let Ok(at) = columns.binary_search(column) {
                row[at] = cell.clone();
            }
        }
        rows.push(Row {
            number: number + 1,
            cells: row,
        });
    }
    let header_end = header_rows.last().map_or(0, |row| row.0);
    fill_merged(&mut rows, &columns, header_end, &grid.merges, &mut notes);

    let mut sheet = Sheet {
        file: file.to_owned(),
        name: grid.sheet,
        encoding,
        header_row: header_end + 1,
        headers,
        rows,
        dropped: Vec::new(),
        notes,
    };
    drop_forbidden(&mut sheet);
    Ok(sheet)
}

/// Where the header begins among the rows with content, and how many rows it has.
fn find_header(grid: &Grid) -> (usize, usize) {
    let searched = grid.rows.len().min(SEARCHED);
    let spread: Vec<Cells> = (0..searched).map(|at| spread(grid, at)).collect();
    let filled = |at: usize| grid.rows[at].1.len();
    // A title merged over the whole table is one cell, however wide.
    let several = (0..searched).map(filled).max().unwrap_or(1).min(2);
    let wide = (0..searched)
        .filter(|&at| filled(at) >= several)
        .map(|at| spread[at].len())
        .max()
        .unwrap_or(1);
    let mut top = (0..searched)
        .find(|&at| filled(at) >= several && spread[at].len() * 10 >= wide * 6 && spread[at].values().all(is_name))
        .unwrap_or(0);
    let mut depth = 1;
    // Groups may be years, which are no names by themselves; a single cell is a title.
    let groups = |at: usize| {
        let line = |(_, cell): &(u32, Cell)| cell.text.contains('：');
        filled(at) >= 2 && !grid.rows[at].1.iter().any(line) && is_group_row(grid, at)
    };
    while depth < HEADER_DEPTH && top > 0 && groups(top - 1) {
        top -= 1;
        depth += 1;
    }
    while depth < HEADER_DEPTH && is_group_row(grid, top + depth - 1) {
        match spread.get(top + depth) {
            Some(cells) if cells.values().all(is_name) => depth += 1,
            _ => break,
        }
    }
    (top, depth)
}

/// A row's cells with merged areas spread over the columns they cover.
fn spread(grid: &Grid, at: usize) -> Cells {
    let (row, cells) = &grid.rows[at];
    let mut spread: Cells = cells.iter().cloned().collect();
    for merge in merges_over(&grid.merges, *row) {
        let origin = grid.rows.iter().find(|(r, _)| *r == merge.rows.0);
        let value = origin.and_then(|(_, cells)| cells.iter().find(|(column, _)| *column == merge.columns.0));
        if let Some((_, value)) = value {
            // A title may be merged over all 16,384 columns.
            for column in merge.columns.0..=merge.columns.1.min(merge.columns.0 + 200) {
                spread.entry(column).or_insert_with(|| value.clone());
            }
        }
    }
    spread
}

fn merges_over(merges: &[Merge], row: u32) -> impl Iterator<Item = &Merge> {
    merges.iter().filter(move |m| (m.rows.0..=m.rows.1).contains(&row))
}

/// Whether a row of the header has a name spread over several columns, with their own names below.
fn is_group_row(grid: &Grid, at: usize) -> bool {
    let Some((row, cells)) = grid.rows.get(at) else {
        return false;
    };
    let Some((below, names)) = grid.rows.get(at + 1).filter(|next| next.0 == row + 1) else {
        return false;
    };
    // A name with its own text below is no group: that row is data.
    let grouped = |column: u32| {
        merges_over(&grid.merges, *row)
            .any(|m| m.columns.0 < m.columns.1 && (m.columns.0..=m.columns.1).contains(&column))
    };
    let stands_alone =
        |column: u32| !grouped(column) && cells.iter().any(|(c, cell)| *c == column && cell.number.is_none());
    if names.iter().any(|(column, _)| stands_alone(*column)) {
        return false;
    }
    grid.merges.iter().any(|m| {
        m.rows == (*row, *row)
            && m.columns.1 > m.columns.0
            && cells.iter().any(|(column, _)| *column == m.columns.0)
            && (m.columns.0..=m.columns.1).all(|c| names.iter().any(|(column, _)| *column == c))
            && !merges_over(&grid.merges, *below).any(|n| n.rows.0 == *below && n.columns == m.columns)
    })
}

/// Not a value, not a sentence, and not a line of a form such as 「填报单位：…」.
fn is_name(cell: &Cell) -> bool {
    cell.number.is_none()
        && cell.date.is_none()
        && codes::text::length(&cell.text) <= HEADER_CHARS
        && !cell.text.contains('：')
}

/// One unique name a column: groups before names with a slash, letters where there is none.
fn name_columns(
    columns: &[u32],
    rows: &[(u32, Vec<(u32, Cell)>)],
    merges: &[Merge],
    notes: &mut Vec<String>,
) -> Vec<String> {
    let header = Grid {
        rows: rows.to_vec(),
        merges: merges.to_vec(),
        ..Grid::default()
    };
    let levels: Vec<Cells> = (0..rows.len()).map(|at| spread(&header, at)).collect();
    let mut names: Vec<String> = Vec::with_capacity(columns.len());
    let mut taken: HashSet<String> = HashSet::new();
    for &column in columns {
        let mut parts: Vec<String> = Vec::new();
        for cell in levels.iter().filter_map(|level| level.get(&column)) {
            let part = codes::text::clean_text(&cell.text).replace('\n', "");
            if parts.last() != Some(&part) {
                parts.push(part);
            }
        }
        let letters = column_letters(column);
        let mut name = parts.join("/");
        if name.is_empty() {
            name = format!("{letters}列");
            notes.push(format!("{letters} 列没有表头，暂称「{name}」"));
        }
        if taken.contains(&name) {
            let again = format!("{name}（{letters}列）");
            notes.push(format!("表头「{name}」不止一列，{letters} 列称「{again}」"));
            name = again;
        }
        // A third table could name a column like our substitute.
        while !taken.insert(name.clone()) {
            name.push('＊');
        }
        names.push(name);
    }
    names
}

/// Gives a value merged down a column to every row it covers; other merged cells are only reported.
fn fill_merged(rows: &mut [Row], columns: &[u32], header_end: u32, merges: &[Merge], notes: &mut Vec<String>) {
    let mut filled = 0;
    let mut across = Vec::new();
    for merge in merges.iter().filter(|m| m.rows.0 > header_end) {
        let from = rows.partition_point(|row| row.number <= merge.rows.0);
        let to = rows.partition_point(|row| row.number <= merge.rows.1 + 1);
        let Ok(column) = columns.binary_search(&merge.columns.0) else {
            continue;
        };
        let Some(value) = rows.get(from).filter(|row| row.number == merge.rows.0 + 1) else {
            continue;
        };
        let value = value.cells[column].clone();
        if value.is_empty() {
            continue;
        }
        if merge.columns.1 > merge.columns.0 {
            across.push(merge.rows.0 + 1);
        }
        for row in &mut rows[from..to] {
            filled += 1;
            // Areas of a sound file do not overlap, so this bound is only met by forged ones.
            if filled > MAX_CELLS {
                return;
            }
            if row.cells[column].is_empty() {
                row.cells[column] = value.clone();
            }
        }
    }
    across.dedup();
    if !across.is_empty() {
        let shown: Vec<String> = across.iter().take(10).map(u32::to_string).collect();
        notes.push(format!(
            "{} 行有横向合并的单元格（第 {} 行），内容只算在最左一列，请核对",
            across.len(),
            shown.join("、")
        ));
    }
}

fn drop_forbidden(sheet: &mut Sheet) {
    let keep: Vec<bool> = sheet.headers.iter().map(|header| !is_forbidden(header)).collect();
    if keep.iter().all(|&keep| keep) {
        return;
    }
    let kept = |at: usize| keep.get(at).copied().unwrap_or(true);
    let headers = std::mem::take(&mut sheet.headers);
    for (at, header) in headers.into_iter().enumerate() {
        if kept(at) {
            sheet.headers.push(header);
        } else {
            sheet.dropped.push(header);
        }
    }
    for row in &mut sheet.rows {
        let mut at = 0;
        row.cells.retain(|_| {
            at += 1;
            kept(at - 1)
        });
    }
    sheet
        .notes
        .push(format!("按规定不收集的列已略去：{}", sheet.dropped.join("、")));
}
