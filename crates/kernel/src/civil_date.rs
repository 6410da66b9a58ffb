//! A day of the calendar, without time or zone: births, arrivals, deaths.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::Moment;

/// A day. It is written `2026-03-02` and never becomes an instant, so no zone can shift it (domain.md §4.10).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CivilDate(pub Date);

impl CivilDate {
    /// Whole years from this day to another one; negative when the other is earlier.
    #[must_use]
    pub fn years_until(self, day: Self) -> i64 {
        let before_birthday = (day.0.month(), day.0.day()) < (self.0.month(), self.0.day());
        i64::from(day.0.year()) - i64::from(self.0.year()) - i64::from(before_birthday)
    }
}

impl Moment {
    /// The day in China.
    #[must_use]
    pub fn day(self) -> CivilDate {
        CivilDate(self.civil().date())
    }
}

impl fmt::Display for CivilDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for CivilDate {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let whole = text.len() == 10 && text.as_bytes()[4] == b'-' && text.as_bytes()[7] == b'-';
        let day = whole.then(|| text.parse().ok()).flatten();
        day.map(Self)
            .ok_or_else(|| format!("“{text}”不是日期，请按 2026-03-02 这样填写"))
    }
}

impl Serialize for CivilDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for CivilDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> CivilDate {
        text.parse().expect(text)
    }

    #[test]
    fn days_read_what_they_write() {
        // 1986-05-04 lost an hour to summer time; a day does not care.
        for text in ["1986-05-04", "2024-02-29", "1949-10-01"] {
            assert_eq!(day(text).to_string(), text);
        }
        for wrong in [
            "",
            "2026-2-3",
            "2026-02-30",
            "20260203",
            "2026-02-03T09:00:00+08:00",
            "二〇二六年",
        ] {
            assert!(wrong.parse::<CivilDate>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_year_is_full_on_the_birthday() {
        for (born, on, years) in [
            ("2008-03-02", "2026-03-01", 17),
            ("2008-03-02", "2026-03-02", 18),
            ("2008-02-29", "2026-02-28", 17),
            ("2008-02-29", "2026-03-01", 18),
            ("2027-01-01", "2026-03-01", -1),
        ] {
            assert_eq!(day(born).years_until(day(on)), years, "{born} {on}");
        }
    }
}
