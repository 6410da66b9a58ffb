//! Looks into a zip container before anything is unpacked into memory (trap X15).

use std::io::{self, Cursor, Read};

use crate::read::ReadError;
use crate::sheet::MAX_CELLS;

/// Everything in the container together, unpacked: a sheet of 86,000 rows and 20 columns needs about 100 MB.
const MAX_UNPACKED: u64 = 200 * 1024 * 1024;
/// A workbook has some dozens of parts.
const MAX_PARTS: usize = 10_000;

/// Accepts an xlsx container of bearable size.
pub(crate) fn inspect(bytes: &[u8]) -> Result<(), ReadError> {
    inspect_within(bytes, MAX_UNPACKED)
}

/// Unpacks every part into nothing and counts, since the sizes a container declares may lie.
fn inspect_within(bytes: &[u8], limit: u64) -> Result<(), ReadError> {
    let broken = |_| ReadError::Broken;
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    let has = |name: &str| archive.index_for_name(name).is_some();
    if has("xl/workbook.bin") || has("content.xml") {
        return Err(ReadError::OtherFormat);
    }
    if !has("[Content_Types].xml") || has("word/document.xml") || has("ppt/presentation.xml") {
        return Err(ReadError::NotASheet);
    }
    if archive.len() > MAX_PARTS {
        return Err(ReadError::TooLarge);
    }
    let mut left = limit;
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(broken)?;
        if part.size() > left {
            return Err(ReadError::TooLarge);
        }
        let strings = part
            .name()
            .map_err(broken)?
            .to_ascii_lowercase()
            .ends_with("sharedstrings.xml");
        let mut part = part.by_ref().take(left + 1);
        let unpacked = if strings {
            let mut text = Vec::new();
            let unpacked = part.read_to_end(&mut text).map_err(|_| ReadError::Broken)?;
            check_count(text)?;
            unpacked as u64
        } else {
            io::copy(&mut part, &mut io::sink()).map_err(|_| ReadError::Broken)?
        };
        left = left.checked_sub(unpacked).ok_or(ReadError::TooLarge)?;
    }
    Ok(())
}

/// The parser reserves as many shared texts as the part declares.
fn check_count(mut text: Vec<u8>) -> Result<(), ReadError> {
    const NAME: &[u8] = b"uniqueCount";
    // Without the zeros UTF-16 reads like ASCII.
    text.retain(|&byte| byte != 0);
    for at in (0..text.len()).filter(|&at| text[at..].starts_with(NAME)) {
        let digits: String = text[at + NAME.len()..]
            .iter()
            .map(|&byte| char::from(byte))
            .skip_while(|c| c.is_whitespace() || matches!(c, '=' | '"' | '\''))
            .take_while(char::is_ascii_digit)
            .take(20)
            .collect();
        if digits.parse::<u64>().is_ok_and(|count| count > MAX_CELLS as u64) || digits.len() == 20 {
            return Err(ReadError::FalseSize);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::write::SimpleFileOptions;

    use super::*;

    #[test]
    fn x15_a_zip_bomb_is_refused() {
        const UNPACKED: u32 = 3 << 20;
        const LIMIT: u64 = 2 << 20;
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for name in ["[Content_Types].xml", "xl/worksheets/sheet1.xml"] {
            writer.start_file(name, SimpleFileOptions::default()).unwrap();
        }
        writer.write_all(&vec![b' '; UNPACKED as usize]).unwrap();
        let mut bytes = writer.finish().unwrap().into_inner();
        assert!(bytes.len() < 20_000);
        assert!(inspect_within(&bytes, 2 * LIMIT).is_ok());
        assert!(matches!(inspect_within(&bytes, LIMIT), Err(ReadError::TooLarge)));

        // A container that lies about the size is counted while it is unpacked.
        let size = UNPACKED.to_le_bytes();
        let places: Vec<_> = (0..bytes.len() - 4).filter(|&at| bytes[at..at + 4] == size).collect();
        assert!(!places.is_empty());
        for at in places {
            bytes[at..at + 4].copy_from_slice(&1000u32.to_le_bytes());
        }
        let refused = inspect_within(&bytes, LIMIT);
        assert!(
            matches!(refused, Err(ReadError::TooLarge | ReadError::Broken)),
            "{refused:?}"
        );
    }

    #[test]
    fn x15_shared_texts_that_cannot_be_there_are_refused() {
        let check = |text: &str| check_count(text.as_bytes().to_vec());
        assert!(check("<sst count=\"9\" uniqueCount=\"1966\"><si/>").is_ok());
        assert!(check("<sst uniqueCount=\"1000000000000\">").is_err());
        assert!(check("<sst uniqueCount = '99999999999999999999999'>").is_err());
        let wide: Vec<u8> = "<sst uniqueCount=\"1000000000000\">"
            .bytes()
            .flat_map(|b| [b, 0])
            .collect();
        assert!(check_count(wide).is_err());
    }
}
