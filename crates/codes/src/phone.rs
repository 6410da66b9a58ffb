//! Phone numbers as residents type them: mobiles, landlines with area code, service numbers.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::text::{is_invisible, narrow};

/// What a number reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PhoneKind {
    Mobile,
    Landline,
    /// Hotlines: 12345, 95588, 400…; public, hence never masked.
    Service,
}

/// Why a text is not a phone number.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PhoneError {
    #[error("请填写电话号码")]
    Empty,
    #[error("号码已被遮挡（含有 *），请填写完整号码")]
    Masked,
    #[error("号码被表格软件改成了科学计数，请把单元格设为文本后重填")]
    Scientific,
    #[error("电话号码中有不能识别的字符“{0}”")]
    Character(char),
    #[error("手机号码应为 11 位，现为 {0} 位")]
    MobileLength(usize),
    #[error("座机号码请带区号，例如 0376-6222222")]
    AreaCodeMissing,
    #[error("座机号码应为区号加 7 或 8 位数字")]
    LandlineLength,
    #[error("不是手机、座机或服务号码")]
    Unknown,
}

/// A checked number, plain digits; a landline may carry an extension after `-`.
///
/// Any 11 digits from 13 to 19 are a mobile: prefix lists get old (trap P01).
///
/// ```
/// use codes::phone::Phone;
/// let phone: Phone = "\u{202d}１３８ 0013 8000\u{202c}".parse()?;
/// assert_eq!(phone.to_string(), "13800138000");
/// assert_eq!(phone.mask(), "138****8000");
/// # Ok::<(), codes::phone::PhoneError>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Phone(String);

impl Phone {
    /// What it reaches.
    #[must_use]
    pub fn kind(&self) -> PhoneKind {
        match self.0.as_bytes() {
            [b'1', b'3'..=b'9', ..] if self.0.len() == 11 => PhoneKind::Mobile,
            [b'0', ..] => PhoneKind::Landline,
            _ => PhoneKind::Service,
        }
    }

    /// The number with its middle hidden: `138****8000`, `0376****222`.
    #[must_use]
    pub fn mask(&self) -> String {
        let number = self.0.split('-').next().unwrap_or_default();
        let shown = match self.kind() {
            PhoneKind::Mobile => 3,
            PhoneKind::Landline => area_code_length(number),
            PhoneKind::Service => return self.0.clone(),
        };
        format!("{}****{}", &number[..shown], &number[shown + 4..])
    }
}

/// GB area codes: 010 and 02x have three digits, the others four.
fn area_code_length(number: &str) -> usize {
    if matches!(number.as_bytes(), [b'0', b'1' | b'2', ..]) {
        3
    } else {
        4
    }
}

impl FromStr for Phone {
    type Err = PhoneError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (number, extension) = digits_of(text)?;
        let number = &*without_country(&number);
        match number.as_bytes() {
            [] => Err(PhoneError::Empty),
            [b'0', b'1'..=b'9', ..] => {
                let local = &number[area_code_length(number).min(number.len())..];
                if !matches!(local.len(), 7 | 8) || local.starts_with('0') || extension.len() > 6 {
                    return Err(PhoneError::LandlineLength);
                }
                let tail = if extension.is_empty() {
                    String::new()
                } else {
                    format!("-{extension}")
                };
                Ok(Self(format!("{number}{tail}")))
            }
            _ if !extension.is_empty() => Err(PhoneError::Unknown),
            _ if is_service(number) => Ok(Self(number.to_owned())),
            [b'1', b'3'..=b'9', ..] if number.len() == 11 => Ok(Self(number.to_owned())),
            [b'1', b'3'..=b'9', ..] if number.len() > 8 => Err(PhoneError::MobileLength(number.len())),
            [b'2'..=b'8', ..] if matches!(number.len(), 7 | 8) => Err(PhoneError::AreaCodeMissing),
            _ => Err(PhoneError::Unknown),
        }
    }
}

/// Plain digits and an extension after 转; blanks, hyphens and brackets are only layout.
fn digits_of(text: &str) -> Result<(String, String), PhoneError> {
    let (mut number, mut extension, mut after) = (String::new(), String::new(), false);
    let text: String = text.chars().filter(|&c| !is_invisible(c)).map(narrow).collect();
    let text = text.trim();
    for (at, c) in text.char_indices() {
        match c {
            '0'..='9' if after => extension.push(c),
            '0'..='9' => number.push(c),
            '转' if !number.is_empty() => after = true,
            // 0376-6222222-801: a hyphen after a whole landline opens the extension.
            '-' | '－' | '–' | '—' if is_whole_landline(&number) => after = true,
            '-' | '－' | '–' | '—' | '(' | ')' | '（' | '）' => {}
            '+' | '＋' if at == 0 => {}
            '*' | '＊' | '×' => return Err(PhoneError::Masked),
            '.' | 'E' | 'e' if text.to_ascii_uppercase().contains("E+") => {
                return Err(PhoneError::Scientific);
            }
            c if c.is_whitespace() => {}
            c => return Err(PhoneError::Character(c)),
        }
    }
    Ok((number, extension))
}

fn is_whole_landline(number: &str) -> bool {
    number.starts_with('0') && number.len() >= area_code_length(number) + 7
}

/// Drops +86 and 0086; a landline written that way has lost its zero and gets it back.
fn without_country(number: &str) -> Cow<'_, str> {
    let rest = number
        .strip_prefix("0086")
        .or_else(|| number.strip_prefix("86").filter(|r| r.len() >= 10));
    match rest {
        None => number.into(),
        Some(rest) if matches!(rest.as_bytes(), [b'0', ..] | [b'1', b'3'..=b'9', ..]) || is_service(rest) => {
            rest.into()
        }
        Some(rest) => format!("0{rest}").into(),
    }
}

/// 110 and kin, 12345, 95588, 96xxx, 10086, 400 and 800.
fn is_service(number: &str) -> bool {
    match number.len() {
        3 => matches!(number, "110" | "119" | "120" | "122"),
        5..=8 if number.starts_with("95") || number.starts_with("96") => number.len() <= 6 || number.starts_with("95"),
        5 => number.starts_with("12") || number.starts_with("100"),
        10 => number.starts_with("400") || number.starts_with("800"),
        _ => false,
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Logs see the masked number only.
impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Phone({})", self.mask())
    }
}

impl TryFrom<String> for Phone {
    type Error = PhoneError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Phone> for String {
    fn from(phone: Phone) -> Self {
        phone.0
    }
}
