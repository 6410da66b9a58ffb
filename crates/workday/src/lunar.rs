//! Dates of the lunar calendar (农历), for what is kept by it: 腊八, 春节, 中秋.
//!
//! A festival of the lunar calendar belongs to a lunar year, which is named after the Gregorian year it begins in and ends
//! in the one after. So a Gregorian year may hold 腊八 twice (2022) or not at all (2023): key what happens once a lunar
//! year by that year.

use jiff::civil::Date;
use tyme4rs::tyme::lunar::{LunarDay, LunarYear};

/// Years the arithmetic is checked for; the calendar of other centuries was not this one.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2100;

/// The Gregorian date of 腊八, the 8th day of the 12th month of a lunar year; `None` outside 1900 to 2100.
///
/// ```
/// use jiff::civil::date;
/// use workday::lunar::laba;
///
/// assert_eq!(laba(2021), Some(date(2022, 1, 10)));
/// assert_eq!(laba(2022), Some(date(2022, 12, 30)));
/// assert_eq!(laba(2023), Some(date(2024, 1, 18)));
/// ```
#[must_use]
pub fn laba(lunar_year: i16) -> Option<Date> {
    date(lunar_year, 12, 8)
}

/// The Gregorian date of a lunar day; the month is the ordinary one, not the leap month of the same number. `None` for a day
/// that does not exist, and outside the lunar years 1900 to 2100.
///
/// ```
/// use jiff::civil::date;
/// use workday::lunar;
///
/// assert_eq!(lunar::date(2026, 1, 1), Some(date(2026, 2, 17)));
/// assert_eq!(lunar::date(2026, 8, 15), Some(date(2026, 9, 25)));
/// assert_eq!(lunar::date(2026, 13, 1), None);
/// ```
#[must_use]
pub fn date(lunar_year: i16, month: u8, day: u8) -> Option<Date> {
    // The library below panics on other months.
    if !YEARS.contains(&lunar_year) || !(1..=12).contains(&month) {
        return None;
    }
    let lunar = LunarDay::new(lunar_year.into(), month.into(), day.into()).ok()?;
    let solar = lunar.get_solar_day();
    let (year, month, day) = (solar.get_year(), solar.get_month(), solar.get_day());
    Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?).ok()
}

/// The number of the month that comes twice in a lunar year, if one does; `None` also outside 1900 to 2100.
///
/// ```
/// use workday::lunar::leap_month;
///
/// assert_eq!(leap_month(2025), Some(6));
/// assert_eq!(leap_month(2026), None);
/// ```
#[must_use]
pub fn leap_month(lunar_year: i16) -> Option<u8> {
    if !YEARS.contains(&lunar_year) {
        return None;
    }
    let month = LunarYear::new(lunar_year.into()).ok()?.get_leap_month();
    u8::try_from(month).ok().filter(|month| *month > 0)
}
