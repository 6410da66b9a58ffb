//! Where work lies: the desk that has to act next, and the areas of the three-level tree.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// An area of the tree, always 15 digits: street `411502005000000`, community `411502005001000`, grid `411502005001003`.
///
/// Codes nest by prefix, so "everything below" is one integer range on both engines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AreaCode(pub i64);

/// A rung of the ladder that a matter climbs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    Grid,
    Community,
    Street,
    District,
}

impl Level {
    /// The next rung up; nothing stands above the district.
    #[must_use]
    pub const fn above(self) -> Option<Self> {
        match self {
            Self::Grid => Some(Self::Community),
            Self::Community => Some(Self::Street),
            Self::Street => Some(Self::District),
            Self::District => None,
        }
    }

    /// The key stored and sent.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Grid => "grid",
            Self::Community => "community",
            Self::Street => "street",
            Self::District => "district",
        }
    }

    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Grid => "网格",
            Self::Community => "社区",
            Self::Street => "街道",
            Self::District => "区级部门",
        }
    }
}

impl AreaCode {
    #[must_use]
    pub const fn level(self) -> Level {
        if self.0 % 1_000 != 0 {
            Level::Grid
        } else if self.0 % 1_000_000 != 0 {
            Level::Community
        } else {
            Level::Street
        }
    }

    /// The community of a grid or community; the street stays itself.
    #[must_use]
    pub const fn community(self) -> Self {
        Self(self.0 - self.0 % 1_000)
    }

    #[must_use]
    pub const fn street(self) -> Self {
        Self(self.0 - self.0 % 1_000_000)
    }

    /// The largest code at or below this area.
    #[must_use]
    pub const fn last(self) -> Self {
        match self.level() {
            Level::Grid | Level::District => self,
            Level::Community => Self(self.0 + 999),
            Level::Street => Self(self.0 + 999_999),
        }
    }

    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 <= other.0 && other.0 <= self.last().0
    }

    /// The nine, twelve or fifteen digits that people write.
    #[must_use]
    pub fn digits(self) -> String {
        match self.level() {
            Level::Grid | Level::District => format!("{}", self.0),
            Level::Community => format!("{}", self.0 / 1_000),
            Level::Street => format!("{}", self.0 / 1_000_000),
        }
    }

    /// Reads nine, twelve or fifteen digits.
    #[must_use]
    pub fn from_digits(digits: &str) -> Option<Self> {
        let factor = match digits.len() {
            9 => 1_000_000,
            12 => 1_000,
            15 => 1,
            _ => return None,
        };
        digits.parse::<i64>().ok().filter(|n| *n > 0).map(|n| Self(n * factor))
    }
}

/// The key of a responsible unit, such as `civil_affairs` or `district:gas`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UnitKey(pub String);

impl UnitKey {
    /// Whether the unit belongs to the district, above the street.
    #[must_use]
    pub fn is_district(&self) -> bool {
        self.0.starts_with("district:")
    }
}

/// Where a matter waits. A desk outlives the people who sit at it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Desk {
    /// The grid's own people.
    Grid(AreaCode),
    /// The community's clerks.
    Community(AreaCode),
    /// The centre's dispatchers.
    Centre,
    /// A responsible unit.
    Unit(UnitKey),
    /// The community's inspectors.
    Inspection(AreaCode),
    /// The street's leaders.
    Leader,
    /// The person who reported it.
    Reporter,
}

impl Desk {
    /// The level at which this desk decides.
    #[must_use]
    pub fn level(&self) -> Level {
        match self {
            Self::Grid(_) | Self::Reporter => Level::Grid,
            Self::Community(_) | Self::Inspection(_) => Level::Community,
            Self::Unit(key) if key.is_district() => Level::District,
            Self::Centre | Self::Unit(_) | Self::Leader => Level::Street,
        }
    }
}

impl fmt::Display for Desk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Grid(code) => write!(f, "grid:{}", code.0),
            Self::Community(code) => write!(f, "community:{}", code.0),
            Self::Centre => f.write_str("centre"),
            Self::Unit(key) => write!(f, "unit:{}", key.0),
            Self::Inspection(code) => write!(f, "inspection:{}", code.0),
            Self::Leader => f.write_str("leader"),
            Self::Reporter => f.write_str("reporter"),
        }
    }
}

impl FromStr for Desk {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (kind, rest) = text.split_once(':').unwrap_or((text, ""));
        let area = || {
            rest.parse()
                .map(AreaCode)
                .map_err(|_| format!("岗位“{text}”里的编码不对"))
        };
        match kind {
            "grid" => area().map(Self::Grid),
            "community" => area().map(Self::Community),
            "inspection" => area().map(Self::Inspection),
            "unit" if !rest.is_empty() => Ok(Self::Unit(UnitKey(rest.to_owned()))),
            "centre" => Ok(Self::Centre),
            "leader" => Ok(Self::Leader),
            "reporter" => Ok(Self::Reporter),
            _ => Err(format!("没有“{text}”这个岗位")),
        }
    }
}

impl Serialize for Desk {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Desk {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_nest_by_prefix() {
        for (digits, level, parent) in [
            ("411502005", Level::Street, "411502005"),
            ("411502005001", Level::Community, "411502005001"),
            ("411502005001003", Level::Grid, "411502005001"),
        ] {
            let area = AreaCode::from_digits(digits).expect(digits);
            assert_eq!(area.level(), level);
            assert_eq!(area.digits(), digits);
            assert_eq!(area.community().digits(), parent);
            assert!(area.street().contains(area));
        }
        let one = AreaCode(411_502_005_001_000);
        assert!(one.contains(AreaCode(411_502_005_001_050)));
        assert!(!one.contains(AreaCode(411_502_005_002_001)));
        for wrong in ["", "41150200", "4115020050011", "41150200500a"] {
            assert_eq!(AreaCode::from_digits(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn desks_read_what_they_write() {
        for text in [
            "grid:411502005001003",
            "community:411502005001000",
            "centre",
            "unit:justice",
            "inspection:411502005001000",
            "leader",
            "reporter",
        ] {
            assert_eq!(text.parse::<Desk>().expect(text).to_string(), text);
        }
        for wrong in ["", "grid", "grid:x", "unit:", "moon"] {
            assert!(wrong.parse::<Desk>().is_err(), "{wrong}");
        }
    }
}
