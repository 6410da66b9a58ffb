//! Tables as CSV that office software opens without asking and without running anything.

/// Headers and rows as UTF-8 with a byte order mark, which office software needs to recognise it.
///
/// A cell that a spreadsheet would take for a formula gets an apostrophe in front.
#[must_use]
pub fn csv_bytes<R: AsRef<[String]>>(headers: &[&str], rows: impl IntoIterator<Item = R>) -> Vec<u8> {
    let mut text = String::from("\u{feff}");
    line(&mut text, headers.iter().copied());
    for row in rows {
        line(&mut text, row.as_ref().iter().map(String::as_str));
    }
    text.into_bytes()
}

fn line<'a>(text: &mut String, cells: impl Iterator<Item = &'a str>) {
    for (index, cell) in cells.enumerate() {
        if index > 0 {
            text.push(',');
        }
        let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err();
        let quoted = formula || cell.contains([',', '"', '\n', '\r']);
        if !quoted {
            text.push_str(cell);
            continue;
        }
        text.push('"');
        if formula {
            text.push('\'');
        }
        text.push_str(&cell.replace('"', "\"\""));
        text.push('"');
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_formulas_are_text() {
        let row = ["=1+1", "a,b", "他说\"好\"", "-3", "两\n行", "93.72%", ""].map(str::to_owned);
        let bytes = csv_bytes(&["一", "二"], [row]);
        let text = String::from_utf8(bytes).unwrap();
        assert_eq!(
            text,
            "\u{feff}一,二\r\n\"'=1+1\",\"a,b\",\"他说\"\"好\"\"\",-3,\"两\n行\",93.72%,\r\n"
        );
    }
}
