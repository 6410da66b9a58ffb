//! Division codes: county, street, community and grid as one ordered number.

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// How deep a code reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// 6 digits, GB/T 2260.
    County,
    /// 9 digits, GB/T 10114.
    Street,
    /// 12 digits, statistical code.
    Community,
    /// 15 digits, the office's own last three.
    Grid,
}

impl Level {
    /// Digits of a code at this level.
    #[must_use]
    pub const fn digits(self) -> usize {
        match self {
            Self::County => 6,
            Self::Street => 9,
            Self::Community => 12,
            Self::Grid => 15,
        }
    }

    /// What the screen calls the level.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::County => "县（区）",
            Self::Street => "街道",
            Self::Community => "社区",
            Self::Grid => "网格",
        }
    }

    /// How many numbers one code of this level spans.
    const fn span(self) -> u64 {
        match self {
            Self::County => 1_000_000_000,
            Self::Street => 1_000_000,
            Self::Community => 1_000,
            Self::Grid => 1,
        }
    }

    const fn above(self) -> Option<Self> {
        match self {
            Self::County => None,
            Self::Street => Some(Self::County),
            Self::Community => Some(Self::Street),
            Self::Grid => Some(Self::Community),
        }
    }
}

/// Why a text or number is not a division code.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum DivisionCodeError {
    #[error("区划代码只能是数字")]
    NotDigits,
    #[error("区划代码应为 6、9、12 或 15 位数字，现为 {0} 位")]
    WrongLength(usize),
    #[error("区划代码的省级部分应在 11 至 82 之间")]
    UnknownProvince,
    #[error("区划代码中间一级为全零，下级没有上级")]
    MissingLevel,
    #[error("应为{}代码（{} 位），现为{}代码", .wanted.label(), .wanted.digits(), .found.label())]
    WrongLevel { wanted: Level, found: Level },
}

/// A county, street, community or grid, stored as 15 digits padded with zeros on the right.
///
/// Everything below a division has a number within its [`range`](Self::range), so one
/// `BETWEEN` selects a whole street.
///
/// ```
/// use codes::{DivisionCode, Level};
/// let street: DivisionCode = "411502005".parse()?;
/// let grid: DivisionCode = "411502005003002".parse()?;
/// assert_eq!(street.value(), 411_502_005_000_000);
/// assert_eq!(grid.level(), Level::Grid);
/// assert!(street.contains(grid));
/// assert_eq!(grid.parent().map(|c| c.to_string()).as_deref(), Some("411502005003"));
/// # Ok::<(), codes::division::DivisionCodeError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DivisionCode(u64);

impl DivisionCode {
    /// Reads the padded 15-digit number, as stored in a database column.
    ///
    /// # Errors
    /// When the number is no code of any level.
    pub fn from_value(value: u64) -> Result<Self, DivisionCodeError> {
        let digits = value.to_string().len();
        if digits != Level::Grid.digits() {
            return Err(DivisionCodeError::WrongLength(digits));
        }
        // GB/T 2260: 11 Beijing … 82 Macao.
        if !(11..=82).contains(&(value / 10_000_000_000_000)) {
            return Err(DivisionCodeError::UnknownProvince);
        }
        let street = value / Level::Street.span() % 1000;
        let community = value / Level::Community.span() % 1000;
        let grid = value % 1000;
        let broken = if street == 0 {
            community != 0 || grid != 0
        } else {
            community == 0 && grid != 0
        };
        if broken {
            return Err(DivisionCodeError::MissingLevel);
        }
        Ok(Self(value))
    }

    /// Reads a street's 9 digits, also when padded with zeros.
    ///
    /// # Errors
    /// When the text is no code or one of another level.
    pub fn street(text: &str) -> Result<Self, DivisionCodeError> {
        Self::at(Level::Street, text)
    }

    /// Reads a community's 12 digits, also when padded with zeros.
    ///
    /// # Errors
    /// When the text is no code or one of another level.
    pub fn community(text: &str) -> Result<Self, DivisionCodeError> {
        Self::at(Level::Community, text)
    }

    /// Reads a grid's 15 digits.
    ///
    /// # Errors
    /// When the text is no code or one of another level.
    pub fn grid(text: &str) -> Result<Self, DivisionCodeError> {
        Self::at(Level::Grid, text)
    }

    fn at(wanted: Level, text: &str) -> Result<Self, DivisionCodeError> {
        let code: Self = text.parse()?;
        let found = code.level();
        if found == wanted {
            Ok(code)
        } else {
            Err(DivisionCodeError::WrongLevel { wanted, found })
        }
    }

    /// The padded 15-digit number.
    #[must_use]
    pub const fn value(self) -> u64 {
        self.0
    }

    /// The deepest level that is not zero.
    #[must_use]
    pub const fn level(self) -> Level {
        if !self.0.is_multiple_of(Level::Community.span()) {
            Level::Grid
        } else if !self.0.is_multiple_of(Level::Street.span()) {
            Level::Community
        } else if !self.0.is_multiple_of(Level::County.span()) {
            Level::Street
        } else {
            Level::County
        }
    }

    /// The division one level up; none above a county.
    #[must_use]
    pub fn parent(self) -> Option<Self> {
        let span = self.level().above()?.span();
        Some(Self(self.0 / span * span))
    }

    /// Whether `other` is this division or lies anywhere below it.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.range().contains(&other.0)
    }

    /// The numbers of this division and of everything below it.
    #[must_use]
    pub fn range(self) -> RangeInclusive<u64> {
        self.0..=self.0 + (self.level().span() - 1)
    }
}

impl FromStr for DivisionCode {
    type Err = DivisionCodeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        if !text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(DivisionCodeError::NotDigits);
        }
        if !matches!(text.len(), 6 | 9 | 12 | 15) {
            return Err(DivisionCodeError::WrongLength(text.len()));
        }
        let padded = format!("{text:0<15}");
        let value = padded.parse().map_err(|_| DivisionCodeError::NotDigits)?;
        // A leading zero makes the number shorter; no province starts with one.
        Self::from_value(value).map_err(|e| match e {
            DivisionCodeError::WrongLength(_) => DivisionCodeError::UnknownProvince,
            other => other,
        })
    }
}

impl fmt::Display for DivisionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0 / self.level().span())
    }
}

impl TryFrom<String> for DivisionCode {
    type Error = DivisionCodeError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<DivisionCode> for String {
    fn from(code: DivisionCode) -> Self {
        code.to_string()
    }
}
