//! Civil moments as whole seconds and days as numbers, so that the arithmetic is integer arithmetic.

use jiff::SignedDuration;
use jiff::civil::{Date, DateTime, date};

use crate::Error;

/// Seconds of a civil day; China has had no summer time since 1991, so every day has them all.
pub(crate) const DAY: i64 = 86_400;

const EPOCH: Date = date(1970, 1, 1);
/// The days jiff can name: -9999-01-01 to 9999-12-31.
pub(crate) const FIRST_DAY: i64 = -4_371_587;
pub(crate) const LAST_DAY: i64 = 2_932_896;

/// Days since 1970-01-01.
pub(crate) fn day_number(date: Date) -> i64 {
    date.duration_since(EPOCH).as_secs() / DAY
}

/// The date of a day number.
pub(crate) fn date_of(day: i64) -> Result<Date, Error> {
    let distance = SignedDuration::from_secs(day * DAY);
    EPOCH.checked_add(distance).map_err(|_| Error::OutOfRange)
}

/// Whole seconds since 1970-01-01 00:00 civil time; a fraction of a second is dropped.
pub(crate) fn stamp(at: DateTime) -> i64 {
    let time = at.time();
    let of_day = (i64::from(time.hour()) * 60 + i64::from(time.minute())) * 60 + i64::from(time.second());
    day_number(at.date()) * DAY + of_day
}

/// The civil moment of a stamp.
pub(crate) fn civil(stamp: i64) -> Result<DateTime, Error> {
    let distance = SignedDuration::from_secs(stamp);
    EPOCH
        .at(0, 0, 0, 0)
        .checked_add(distance)
        .map_err(|_| Error::OutOfRange)
}

/// The day a stamp lies in.
pub(crate) const fn day_of(stamp: i64) -> i64 {
    stamp.div_euclid(DAY)
}

/// Monday = 0 … Sunday = 6.
pub(crate) const fn weekday(day: i64) -> usize {
    // 1970-01-01 was a Thursday.
    (day + 3).rem_euclid(7) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_of_the_range_and_weekdays() {
        assert_eq!(day_number(Date::MIN), FIRST_DAY);
        assert_eq!(day_number(Date::MAX), LAST_DAY);
        assert!(date_of(LAST_DAY + 1).is_err());
        for day in [-1, 0, 1, 20_000, -20_000] {
            let date = date_of(day).unwrap();
            assert_eq!(weekday(day), date.weekday().to_monday_zero_offset() as usize, "{date}");
            assert_eq!(day_number(date), day);
        }
        let at = date(2026, 9, 20).at(14, 30, 5, 0);
        assert_eq!(civil(stamp(at)).unwrap(), at);
    }
}
