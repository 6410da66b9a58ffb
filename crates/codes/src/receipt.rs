//! What a resident keeps after a report: the case number, and the secret code that opens it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::text::{is_invisible, narrow};

/// 30 symbols that nobody mixes up on paper or on the phone: no 0 O, 1 I L, U.
const ALPHABET: &[u8; 30] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";
const SYMBOLS: usize = 10;

/// Why a text is not a receipt code.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ReceiptError {
    #[error("查询码应为 10 个字符，现为 {0} 个")]
    WrongLength(usize),
    #[error("查询码里没有“{0}”，请对照回执再看一遍")]
    Character(char),
}

/// The code on a receipt, shown as `XXXXX-XXXXX`: 30^10 values, 49 bits.
///
/// Case numbers follow each other; access needs this code as well (trap S01).
///
/// ```
/// use codes::receipt::ReceiptCode;
/// let code = ReceiptCode::from_random([7; 16]);
/// let typed = code.to_string().to_lowercase().replace('-', " ");
/// assert_eq!(typed.parse(), Ok(code));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ReceiptCode([u8; SYMBOLS]);

impl ReceiptCode {
    /// Makes a code from random bytes; 128 bits folded into 49 leave no measurable bias.
    #[must_use]
    pub fn from_random(bytes: [u8; 16]) -> Self {
        let mut rest = u128::from_be_bytes(bytes);
        let base = ALPHABET.len() as u128;
        Self(std::array::from_fn(|_| {
            let symbol = ALPHABET[(rest % base) as usize];
            rest /= base;
            symbol
        }))
    }
}

impl FromStr for ReceiptCode {
    type Err = ReceiptError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut symbols = Vec::with_capacity(SYMBOLS);
        for c in text.chars() {
            if is_invisible(c) || c.is_whitespace() || matches!(c, '-' | '－' | '–' | '—' | '‐' | '−' | '_') {
                continue;
            }
            let plain = narrow(c).to_ascii_uppercase();
            match ALPHABET.iter().find(|&&symbol| char::from(symbol) == plain) {
                Some(&symbol) => symbols.push(symbol),
                None => return Err(ReceiptError::Character(c)),
            }
        }
        let count = symbols.len();
        symbols
            .try_into()
            .map(Self)
            .map_err(|_| ReceiptError::WrongLength(count))
    }
}

impl fmt::Display for ReceiptCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, &symbol) in self.0.iter().enumerate() {
            if at == SYMBOLS / 2 {
                f.write_str("-")?;
            }
            write!(f, "{}", char::from(symbol))?;
        }
        Ok(())
    }
}

/// The code is a secret and stays out of logs.
impl fmt::Debug for ReceiptCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReceiptCode(*****-*****)")
    }
}

impl TryFrom<String> for ReceiptCode {
    type Error = ReceiptError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<ReceiptCode> for String {
    fn from(code: ReceiptCode) -> Self {
        code.to_string()
    }
}

/// Why a text is not a case number.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("事项编号应为“年份-序号”，例如 2026-000123")]
pub struct CaseNumberError;

/// The number people quote: the year and a sequence within it, counted by the store and never
/// taken from a clock (trap O15).
///
/// ```
/// use codes::receipt::CaseNumber;
/// let number = CaseNumber { year: 2026, sequence: 123 };
/// assert_eq!(number.to_string(), "2026-000123");
/// assert_eq!("２０２６-123".parse(), Ok(number));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CaseNumber {
    pub year: u16,
    /// From 1; wider than six digits when a year needs it.
    pub sequence: u32,
}

impl FromStr for CaseNumber {
    type Err = CaseNumberError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let plain: String = text
            .chars()
            .filter(|&c| !is_invisible(c) && !c.is_whitespace())
            .map(|c| {
                if matches!(c, '－' | '–' | '—') {
                    '-'
                } else {
                    narrow(c)
                }
            })
            .collect();
        let (year, sequence) = plain.split_once('-').ok_or(CaseNumberError)?;
        let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if year.len() != 4 || !digits(year) || !digits(sequence) {
            return Err(CaseNumberError);
        }
        let number = Self {
            year: year.parse().map_err(|_| CaseNumberError)?,
            sequence: sequence.parse().map_err(|_| CaseNumberError)?,
        };
        if number.year < 2000 || number.sequence == 0 {
            Err(CaseNumberError)
        } else {
            Ok(number)
        }
    }
}

impl fmt::Display for CaseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:06}", self.year, self.sequence)
    }
}

impl TryFrom<String> for CaseNumber {
    type Error = CaseNumberError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<CaseNumber> for String {
    fn from(number: CaseNumber) -> Self {
        number.to_string()
    }
}
