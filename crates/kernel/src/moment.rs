//! A point in time, in milliseconds, with China's civil time as its only face.

use std::fmt;

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

/// Milliseconds since 1970-01-01T00:00Z.
///
/// China has kept UTC+8 without summer time since 1991-09-15, so civil time is an addition, not a zone look-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(pub i64);

const OFFSET_MS: i64 = 8 * 3_600_000;
const EPOCH: DateTime = jiff::civil::date(1970, 1, 1).at(0, 0, 0, 0);

impl Moment {
    /// The civil time in China. Moments beyond the calendar (years ±9999) are clamped to the epoch.
    #[must_use]
    pub fn civil(self) -> DateTime {
        let span = jiff::SignedDuration::from_millis(self.0 + OFFSET_MS);
        EPOCH.checked_add(span).unwrap_or(EPOCH)
    }

    /// The moment of a civil time in China.
    #[must_use]
    pub fn from_civil(at: DateTime) -> Self {
        let since = at.duration_since(EPOCH);
        Self(since.as_millis() as i64 - OFFSET_MS)
    }

    /// Reads a time as people and programs write it: with its offset (`2026-11-25T09:30:00+08:00`), or as civil time in
    /// China (`2026-11-25T09:30`); a day alone means 18:00. An offset is never dropped (trap O10).
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        if let Ok(stamp) = text.parse::<jiff::Timestamp>() {
            return Some(Self(stamp.as_millisecond()));
        }
        let civil = match text.contains(['T', ' ']) {
            true => text.parse::<DateTime>().ok()?,
            false => text.parse::<Date>().ok()?.at(18, 0, 0, 0),
        };
        Some(Self::from_civil(civil))
    }

    /// This moment moved by whole seconds.
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0 + seconds * 1000)
    }

    /// Seconds from `earlier` to this moment; negative when this one is earlier.
    #[must_use]
    pub const fn seconds_since(self, earlier: Self) -> i64 {
        (self.0 - earlier.0) / 1000
    }

    /// `2026-11-25 09:30`, as people read it.
    #[must_use]
    pub fn minute(self) -> String {
        self.civil().strftime("%Y-%m-%d %H:%M").to_string()
    }

    /// `2026-11-25T09:30:00+08:00`, as programs read it.
    #[must_use]
    pub fn rfc3339(self) -> String {
        self.civil().strftime("%Y-%m-%dT%H:%M:%S+08:00").to_string()
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.minute())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_time_is_read_with_its_offset() {
        let nine = Moment::from_civil(date(2026, 3, 12).at(9, 0, 0, 0));
        for text in [
            "2026-03-12T09:00",
            "2026-03-12 09:00:00",
            "2026-03-12T09:00:00+08:00",
            "2026-03-12T01:00:00Z",
            "2026-03-11T20:00:00-05:00",
        ] {
            assert_eq!(Moment::read(text), Some(nine), "{text}");
        }
        assert_eq!(Moment::read(&nine.rfc3339()), Some(nine));
        let evening = Moment::from_civil(date(2026, 3, 12).at(18, 0, 0, 0));
        assert_eq!(Moment::read("2026-03-12"), Some(evening));
        for text in ["", "明天", "2026-13-01T09:00", "2026-02-30"] {
            assert_eq!(Moment::read(text), None, "{text}");
        }
    }

    #[test]
    fn civil_time_and_back() {
        for (ms, civil) in [
            (0, date(1970, 1, 1).at(8, 0, 0, 0)),
            (1_774_483_200_000, date(2026, 3, 26).at(8, 0, 0, 0)),
            (-1, date(1970, 1, 1).at(7, 59, 59, 999_000_000)),
        ] {
            assert_eq!(Moment(ms).civil(), civil);
            assert_eq!(Moment::from_civil(civil), Moment(ms));
        }
    }
}
