//! One cell as a person sees it, with the date or number behind it and what Excel did to it.

use jiff::civil::DateTime;

/// What cannot be trusted about a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    /// A number of more than 15 digits: Excel keeps 15 and the rest is gone (trap X01).
    LostDigits,
    /// A formula that ended in an error such as `#N/A`.
    FormulaError,
}

/// A cell: its text without surrounding blanks, and what stands behind the text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    pub text: String,
    /// Set for cells formatted as a date; a date written as text is only text here.
    pub date: Option<DateTime>,
    /// Set for cells stored as a number.
    pub number: Option<f64>,
    pub damage: Option<Damage>,
}

impl Cell {
    /// A text cell. Scientific notation in text is what Excel leaves of a long number saved as CSV.
    pub(crate) fn text(text: &str) -> Self {
        let text = trim(text);
        Self {
            damage: is_scientific(text).then_some(Damage::LostDigits),
            text: text.replace("\r\n", "\n"),
            ..Self::default()
        }
    }

    pub(crate) fn number(value: f64) -> Self {
        let value = without_dust(value);
        Self {
            text: value.to_string(),
            number: Some(value),
            damage: (value.abs() >= 1e15).then_some(Damage::LostDigits),
            date: None,
        }
    }

    pub(crate) fn date(date: DateTime) -> Self {
        Self {
            text: date_text(date),
            date: Some(date),
            ..Self::default()
        }
    }

    pub(crate) fn error(text: String) -> Self {
        Self {
            text,
            damage: Some(Damage::FormulaError),
            ..Self::default()
        }
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }
}

/// `2019-02-28 11:25:05`, or the day alone at midnight.
pub(crate) fn date_text(date: DateTime) -> String {
    if date.time() == jiff::civil::Time::midnight() {
        date.date().to_string()
    } else {
        format!("{} {}", date.date(), date.time())
    }
}

/// Excel shows 15 digits, so 7.0000000000000009 is 7 (trap X03).
fn without_dust(value: f64) -> f64 {
    if !value.is_finite() || value.abs() >= 1e15 {
        return value;
    }
    format!("{value:.14e}").parse().unwrap_or(value)
}

/// Blanks of all kinds (U+3000 too) and characters nobody sees, at both ends.
fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || codes::text::is_invisible(c))
}

/// `4.11502E+17`: more digits than the text shows.
fn is_scientific(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once("E+").or_else(|| text.split_once("e+")) else {
        return false;
    };
    mantissa.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && mantissa.parse::<f64>().is_ok()
        && exponent.parse::<u32>().is_ok_and(|e| e >= 11)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn x03_numbers_lose_their_dust() {
        for (value, text) in [
            (7.000_000_000_000_001, "7"),
            (13_800_138_000.0, "13800138000"),
            (0.1 + 0.2, "0.3"),
            (-2.5, "-2.5"),
            (1e14, "100000000000000"),
        ] {
            assert_eq!(Cell::number(value).text, text);
            assert_eq!(Cell::number(value).damage, None);
        }
    }

    #[test]
    fn x01_numbers_beyond_fifteen_digits_are_marked() {
        assert_eq!(Cell::number(411_502_199_003_071_217.0).damage, Some(Damage::LostDigits));
        assert_eq!(Cell::text("4.11502E+17").damage, Some(Damage::LostDigits));
        assert_eq!(Cell::text("411502199003071217").damage, None);
        assert_eq!(Cell::text("0101E+").damage, None);
    }

    #[test]
    fn blanks_around_text_go() {
        assert_eq!(Cell::text("\n\t\u{3000}座落在\r\n二楼 \t").text, "座落在\n二楼");
    }
}
