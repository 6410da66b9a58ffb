//! Checks an old .xls file before the parser trusts its headers (MS-CFB and MS-XLS, trap X15).
//!
//! The parser lays every sheet out as a full rectangle and follows the sector chains as they come, so
//! a chain that loops, a size beyond the file or one far cell would take all memory.

use crate::read::ReadError;

const END_OF_CHAIN: u32 = 0xffff_fffe;
/// Special sector numbers start here.
const MAX_SECTOR: u32 = 0xffff_fffa;
/// Cells in the rectangle of one sheet; about 130 MB in the parser.
const MAX_RECTANGLE: u64 = 4_000_000;

const BEGIN: u16 = 0x0809;
const END: u16 = 0x000a;
const FILE_PASS: u16 = 0x002f;
const BOUND_SHEET: u16 = 0x0085;
const DIMENSIONS: u16 = 0x0200;
const MANY_NUMBERS: u16 = 0x00bd;
/// Records that hold a cell: number, label, rich string, bool or error, RK, shared string, formula, row of RKs.
const CELL_RECORDS: [u16; 8] = [0x0203, 0x0204, 0x00d6, 0x0205, 0x027e, 0x00fd, 0x0006, MANY_NUMBERS];

/// Accepts the bytes of a compound file if a workbook of bearable size is in it.
pub(crate) fn inspect(bytes: &[u8]) -> Result<(), ReadError> {
    let container = Container::open(bytes)?;
    let entries = container.entries()?;
    let find = |name: &str| entries.iter().find(|e| e.name.eq_ignore_ascii_case(name));
    if find("EncryptedPackage").is_some() {
        return Err(ReadError::Password);
    }
    let Some(book) = find("Workbook").or_else(|| find("Book")) else {
        return Err(ReadError::NotASheet);
    };
    let root = entries.first().ok_or(ReadError::Broken)?;
    if book.size > bytes.len() as u64 || root.size > bytes.len() as u64 {
        return Err(ReadError::FalseSize);
    }
    let mut stream = if book.size < 4096 {
        container.mini_chain(root.start, book.start)?
    } else {
        container.chain(book.start)?
    };
    stream.truncate(book.size as usize);
    check_workbook(&stream)
}

/// No password, and no sheet whose cells span too large a rectangle.
fn check_workbook(stream: &[u8]) -> Result<(), ReadError> {
    let mut sheets = Vec::new();
    for (kind, data) in Records(stream) {
        match kind {
            FILE_PASS if u16_at(data, 0) != Some(0) => return Err(ReadError::Password),
            BOUND_SHEET => sheets.push(u32_at(data, 0).ok_or(ReadError::Broken)? as usize),
            END => break,
            _ => {}
        }
    }
    for start in sheets {
        check_sheet(stream.get(start..).ok_or(ReadError::Broken)?)?;
    }
    Ok(())
}

/// Walks a sheet exactly as the parser will, charts inside it skipped.
fn check_sheet(stream: &[u8]) -> Result<(), ReadError> {
    let mut area = Area::default();
    let mut depth = 0u32;
    for (kind, data) in Records(stream) {
        match kind {
            BEGIN => depth += 1,
            END if depth <= 1 => break,
            END => depth -= 1,
            _ if depth > 1 => {}
            DIMENSIONS => check_dimensions(data)?,
            _ if CELL_RECORDS.contains(&kind) => {
                let (Some(row), Some(first)) = (u16_at(data, 0), u16_at(data, 2)) else {
                    return Err(ReadError::Broken);
                };
                area.add(row, first);
                if kind == MANY_NUMBERS
                    && let Some(last) = u16_at(data, data.len().saturating_sub(2))
                {
                    area.add(row, last);
                }
                if area.cells() > MAX_RECTANGLE {
                    return Err(ReadError::FarCell);
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// The records of a stream: kind and data, until one does not fit.
struct Records<'a>(&'a [u8]);

impl<'a> Iterator for Records<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let end = 4 + usize::from(u16_at(self.0, 2)?);
        let record = (u16_at(self.0, 0)?, self.0.get(4..end)?);
        self.0 = &self.0[end..];
        Some(record)
    }
}

/// The declared size of a sheet, which the parser reserves at once.
fn check_dimensions(data: &[u8]) -> Result<(), ReadError> {
    let (first_row, last_row, columns_at) = if data.len() == 10 {
        (u16_at(data, 0).map(u32::from), u16_at(data, 2).map(u32::from), 4)
    } else {
        (u32_at(data, 0), u32_at(data, 4), 8)
    };
    let (Some(first_row), Some(last_row)) = (first_row, last_row) else {
        return Err(ReadError::Broken);
    };
    let (Some(first), Some(last)) = (u16_at(data, columns_at), u16_at(data, columns_at + 2)) else {
        return Err(ReadError::Broken);
    };
    // The ends are one past the last row and column; an empty sheet has zeros.
    let rows = u64::from(last_row.saturating_sub(first_row));
    let columns = u64::from(last.saturating_sub(first));
    let backwards = first_row > last_row || first > last;
    // From column 256 on the parser takes the first column for 0.
    if backwards || first > 255 || rows * columns > MAX_RECTANGLE {
        return Err(ReadError::FalseSize);
    }
    Ok(())
}

/// The rectangle around the cells seen so far.
#[derive(Default)]
struct Area(Option<[u16; 4]>);

impl Area {
    fn add(&mut self, row: u16, column: u16) {
        let [top, left, bottom, right] = self.0.unwrap_or([row, column, row, column]);
        self.0 = Some([top.min(row), left.min(column), bottom.max(row), right.max(column)]);
    }

    fn cells(&self) -> u64 {
        self.0.map_or(0, |[top, left, bottom, right]| {
            (u64::from(bottom - top) + 1) * (u64::from(right - left) + 1)
        })
    }
}

struct Entry {
    name: String,
    start: u32,
    size: u64,
}

/// A compound file: sectors and the table that chains them.
struct Container<'a> {
    bytes: &'a [u8],
    sector: usize,
    table: Vec<u32>,
}

impl<'a> Container<'a> {
    fn open(bytes: &'a [u8]) -> Result<Self, ReadError> {
        let shift = u16_at(bytes, 30)
            .filter(|s| matches!(s, 9 | 12))
            .ok_or(ReadError::Broken)?;
        let mut container = Self {
            bytes,
            sector: 1 << shift,
            table: Vec::new(),
        };
        let mut blocks: Vec<u32> = (0..109).filter_map(|i| u32_at(bytes, 76 + 4 * i)).collect();
        let mut next = u32_at(bytes, 68).ok_or(ReadError::Broken)?;
        let mut steps = 0;
        while next < MAX_SECTOR {
            steps += 1;
            if steps > container.sectors() {
                return Err(ReadError::Broken);
            }
            let mut numbers = numbers(container.at(next)?);
            next = numbers.pop().ok_or(ReadError::Broken)?;
            blocks.extend(numbers);
        }
        for block in blocks.into_iter().filter(|&block| block < MAX_SECTOR) {
            let numbers = numbers(container.at(block)?);
            container.table.extend(numbers);
            if container.table.len() > 4 * bytes.len() {
                return Err(ReadError::Broken);
            }
        }
        Ok(container)
    }

    fn sectors(&self) -> usize {
        self.bytes.len() / self.sector + 1
    }

    fn at(&self, sector: u32) -> Result<&'a [u8], ReadError> {
        let from = (sector as usize + 1) * self.sector;
        let to = self.bytes.len().min(from + self.sector);
        self.bytes
            .get(from..to)
            .filter(|s| !s.is_empty())
            .ok_or(ReadError::Broken)
    }

    /// The bytes of a chain, which may visit no sector twice.
    fn chain(&self, start: u32) -> Result<Vec<u8>, ReadError> {
        let mut data = Vec::new();
        let mut sector = start;
        let mut steps = 0;
        while sector != END_OF_CHAIN {
            steps += 1;
            if steps > self.sectors() {
                return Err(ReadError::Broken);
            }
            data.extend_from_slice(self.at(sector)?);
            sector = *self.table.get(sector as usize).ok_or(ReadError::Broken)?;
        }
        Ok(data)
    }

    /// The bytes of a small stream: its 64-byte sectors lie in the stream of the root entry.
    fn mini_chain(&self, root: u32, start: u32) -> Result<Vec<u8>, ReadError> {
        let sectors = self.chain(root)?;
        let table = numbers(&self.chain(u32_at(self.bytes, 60).ok_or(ReadError::Broken)?)?);
        let mut data = Vec::new();
        let mut sector = start;
        while sector != END_OF_CHAIN {
            let from = sector as usize * 64;
            let to = sectors.len().min(from + 64);
            data.extend_from_slice(sectors.get(from..to).ok_or(ReadError::Broken)?);
            if data.len() > sectors.len() {
                return Err(ReadError::Broken);
            }
            sector = *table.get(sector as usize).ok_or(ReadError::Broken)?;
        }
        Ok(data)
    }

    fn entries(&self) -> Result<Vec<Entry>, ReadError> {
        let directory = self.chain(u32_at(self.bytes, 48).ok_or(ReadError::Broken)?)?;
        Ok(directory.chunks_exact(128).filter_map(entry).collect())
    }
}

fn entry(chunk: &[u8]) -> Option<Entry> {
    let units: Vec<u16> = (0..32)
        .filter_map(|i| u16_at(chunk, 2 * i))
        .take_while(|&unit| unit != 0)
        .collect();
    Some(Entry {
        name: String::from_utf16_lossy(&units),
        start: u32_at(chunk, 116)?,
        size: u64::from(u32_at(chunk, 120)?) | u64::from(u32_at(chunk, 124)?) << 32,
    })
}

fn numbers(sector: &[u8]) -> Vec<u32> {
    (0..sector.len() / 4).filter_map(|i| u32_at(sector, 4 * i)).collect()
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at + 2)?.try_into().ok().map(u16::from_le_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        let mut bytes = kind.to_le_bytes().to_vec();
        bytes.extend((data.len() as u16).to_le_bytes());
        bytes.extend(data);
        bytes
    }

    #[test]
    fn x15_far_cells_and_false_sizes_of_old_files() {
        let begin = record(BEGIN, &[0; 16]);
        let near = record(0x0203, &[1, 0, 2, 0, 0, 0]);
        let far = record(0x0203, &[0xff, 0xff, 0xff, 0x00, 0, 0]);
        let sheet = |parts: &[&[u8]]| check_sheet(&[&begin, &parts.concat()[..]].concat());
        assert!(sheet(&[&near]).is_ok());
        assert!(sheet(&[&far]).is_ok(), "one far cell alone is small");
        assert!(matches!(sheet(&[&near, &far]), Err(ReadError::FarCell)));
        let end = record(END, &[]);
        assert!(sheet(&[&near, &end, &far]).is_ok(), "another sheet");
        assert!(sheet(&[&near, &begin, &far, &end]).is_ok(), "a chart inside");
        assert!(matches!(sheet(&[&near, &begin, &end, &far]), Err(ReadError::FarCell)));
        let huge = record(DIMENSIONS, &[0, 0, 0, 0, 0xff, 0xff, 0xff, 0x7f, 0, 0, 0xff, 0, 0, 0]);
        assert!(matches!(sheet(&[&huge]), Err(ReadError::FalseSize)));
        let beyond = record(DIMENSIONS, &[0, 0, 0, 0, 0, 0, 1, 0, 0, 0x40, 1, 0x40, 0, 0]);
        assert!(matches!(sheet(&[&beyond]), Err(ReadError::FalseSize)));
        let secret = record(FILE_PASS, &[1, 0, 0, 0]);
        assert!(matches!(check_workbook(&secret), Err(ReadError::Password)));
        let nowhere = record(BOUND_SHEET, &[0xff, 0xff, 0xff, 0x7f, 0, 0]);
        assert!(matches!(check_workbook(&nowhere), Err(ReadError::Broken)));
    }

    #[test]
    fn rubbish_is_refused() {
        assert!(inspect(&[]).is_err());
        assert!(inspect(&vec![0xd0; 4096]).is_err());
        assert!(inspect(&vec![0; 4096]).is_err());
    }
}
