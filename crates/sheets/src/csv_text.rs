//! Rows out of CSV text in whatever encoding and with whatever line ends (traps X10, X11).

use serde::{Deserialize, Serialize};

use crate::cell::Cell;
use crate::read::ReadError;
use crate::sheet::Grid;

/// Encodings that spreadsheets in China are saved in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Encoding {
    Utf8,
    Utf16,
    Gb18030,
}

/// Decodes: byte order mark, then UTF-8, then GB18030, judged on the whole file.
///
/// Bytes that make sense both ways are a question to the person, not a guess.
pub(crate) fn decode(bytes: &[u8], wanted: Option<Encoding>) -> Result<(String, Encoding), ReadError> {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        let text = encoding
            .decode_without_bom_handling_and_without_replacement(&bytes[mark..])
            .ok_or(ReadError::UnknownEncoding)?;
        let kind = if encoding == encoding_rs::UTF_8 {
            Encoding::Utf8
        } else {
            Encoding::Utf16
        };
        return Ok((text.into_owned(), kind));
    }
    if bytes.contains(&0) {
        return Err(ReadError::NotASheet);
    }
    let utf8 = || std::str::from_utf8(bytes).ok();
    let gb18030 = || encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(bytes);
    match wanted {
        Some(Encoding::Utf8) => {
            let text = utf8().ok_or(ReadError::UnknownEncoding)?;
            Ok((text.to_owned(), Encoding::Utf8))
        }
        Some(Encoding::Gb18030) => {
            let text = gb18030().ok_or(ReadError::UnknownEncoding)?;
            Ok((text.into_owned(), Encoding::Gb18030))
        }
        Some(Encoding::Utf16) => Err(ReadError::UnknownEncoding),
        None => match utf8() {
            Some(text) => {
                // Chinese in UTF-8 has three bytes a character. Two-byte characters only (accents,
                // Cyrillic) may be GB2312, whose bytes are all A1 and above; a no-break space is not.
                let foreign = !text.is_ascii() && text.chars().all(|c| c < '\u{800}');
                let simplified = bytes.iter().all(|b| b.is_ascii() || *b >= 0xa1);
                match gb18030().filter(|_| foreign && simplified) {
                    Some(chinese) => Err(ReadError::EncodingUnclear {
                        as_utf8: preview(text),
                        as_gb18030: preview(&chinese),
                    }),
                    None => Ok((text.to_owned(), Encoding::Utf8)),
                }
            }
            None => {
                let text = gb18030().ok_or(ReadError::UnknownEncoding)?;
                Ok((text.into_owned(), Encoding::Gb18030))
            }
        },
    }
}

fn preview(text: &str) -> String {
    codes::text::cut(text.trim(), 60).to_owned()
}

/// Splits text into rows; row numbers are those a spreadsheet shows, so blank lines count.
pub(crate) fn rows(text: &str) -> Result<Grid, ReadError> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let mut grid = Grid::default();
    let mut record = csv::StringRecord::new();
    let mut row = 0;
    loop {
        let start = reader.position().byte() as usize;
        if !reader.read_record(&mut record).map_err(|_| ReadError::Broken)? {
            return Ok(grid);
        }
        row += blank_lines(text.as_bytes(), start);
        for (column, field) in record.iter().enumerate() {
            grid.put(row, column as u32, Cell::text(field))?;
        }
        row += 1;
    }
}

/// Empty lines that the CSV reader will skip at this place.
fn blank_lines(bytes: &[u8], start: usize) -> u32 {
    let mut before = start.checked_sub(1).and_then(|at| bytes.get(at)).copied();
    let mut lines = 0;
    for &byte in &bytes[start.min(bytes.len())..] {
        match byte {
            // The second half of a line end.
            b'\n' if before == Some(b'\r') => {}
            b'\n' | b'\r' => lines += 1,
            _ => break,
        }
        before = Some(byte);
    }
    lines
}

/// Comma, tab or semicolon: whichever the first line has most of.
fn delimiter(text: &str) -> u8 {
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or("");
    let count = |c: u8| line.bytes().filter(|&b| b == c).count();
    let mut best = b',';
    for candidate in [b'\t', b';'] {
        if count(candidate) > count(best) {
            best = candidate;
        }
    }
    best
}
