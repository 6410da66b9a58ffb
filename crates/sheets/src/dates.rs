//! Dates and times as people write them and as Excel stores them.

use jiff::civil::{Date, DateTime, Time};
use serde::{Deserialize, Serialize};

use crate::cell::Cell;

/// How to read `3/4/2019`. The year in front needs no order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// Only dates that can be read one way.
    #[default]
    Plain,
    /// United States.
    MonthFirst,
    DayFirst,
}

/// Why a text is no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateProblem {
    #[error("不是能读懂的日期")]
    Unreadable,
    #[error("日期有几种读法")]
    Ambiguous,
    #[error("没有这一天或这一刻")]
    NoSuchDay,
}

/// A day number of Excel (`epoch_1904`: the old Macintosh epoch), to the nearest second.
///
/// Pure day arithmetic: no zone, so no drift of Shanghai's 43 seconds (trap X05). Day 60 of the 1900
/// epoch, the 29 February 1900 that never was, is no date.
#[must_use]
pub fn from_serial(serial: f64, epoch_1904: bool) -> Option<DateTime> {
    if !(0.0..2_958_466.0).contains(&serial) {
        return None;
    }
    let seconds = (serial * 86_400.0).round() as i64;
    let (days, seconds) = (seconds / 86_400, seconds % 86_400);
    let epoch = match (epoch_1904, days) {
        (true, _) => Date::constant(1904, 1, 1),
        (false, 0 | 60) => return None,
        (false, 1..60) => Date::constant(1899, 12, 31),
        (false, _) => Date::constant(1899, 12, 30),
    };
    let date = epoch.checked_add(jiff::Span::new().days(days)).ok()?;
    let time = time_of(
        (seconds / 3600) as u32,
        (seconds / 60 % 60) as u32,
        (seconds % 60) as u32,
    )?;
    Some(date.to_datetime(time))
}

/// The date a cell of a date column holds, whether stored as a date, a number or text.
pub fn from_cell(cell: &Cell, order: DateOrder) -> Result<DateTime, DateProblem> {
    match (cell.date, cell.number) {
        (Some(date), _) => Ok(date),
        // 20180312 typed as a number is read like the same text.
        (None, Some(number)) if number >= 1e7 => parse(&cell.text, order),
        (None, Some(number)) => plain_serial(number).ok_or(DateProblem::Unreadable),
        (None, None) => parse(&cell.text, order),
    }
}

/// Reads a date, with or without a time of day, as written by people and programs.
///
/// ```
/// use sheets::dates::{DateOrder, parse};
/// let read = |text| parse(text, DateOrder::Plain).unwrap().to_string();
/// assert_eq!(read("2019年2月28日"), "2019-02-28T00:00:00");
/// assert_eq!(read("2019/2/28 11:25:05"), "2019-02-28T11:25:05");
/// assert!(parse("1/1/19", DateOrder::Plain).is_err());
/// ```
pub fn parse(text: &str, order: DateOrder) -> Result<DateTime, DateProblem> {
    let text = codes::text::clean_text(text);
    let text = text.trim();
    if text.bytes().all(|b| b.is_ascii_digit()) && matches!(text.len(), 8 | 12 | 14) {
        return compact(text);
    }
    if text.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && let Some(date) = text.parse().ok().and_then(plain_serial)
    {
        return Ok(date);
    }
    let (text, half) = half_of_day(text);
    let groups = groups(&text)?;
    let [a, b, c, clock @ ..] = groups.as_slice() else {
        return Err(DateProblem::Unreadable);
    };
    let (year, month, day) = day_of(*a, *b, *c, order)?;
    let date = Date::new(year, month, day).map_err(|_| DateProblem::NoSuchDay)?;
    let time = match clock {
        [] if half.is_none() => Time::midnight(),
        [hour, minute] => clock_of(hour.0, minute.0, 0, half)?,
        // A fraction of a second is dropped.
        [hour, minute, second] | [hour, minute, second, _] => clock_of(hour.0, minute.0, second.0, half)?,
        _ => return Err(DateProblem::Unreadable),
    };
    Ok(date.to_datetime(time))
}

/// Day numbers of 1954 to 2119; smaller and greater numbers are more likely something else.
fn plain_serial(number: f64) -> Option<DateTime> {
    (20_000.0..80_000.0)
        .contains(&number)
        .then(|| from_serial(number, false))
        .flatten()
}

/// `20180312`, `201803121125`, `20180312112505`.
fn compact(digits: &str) -> Result<DateTime, DateProblem> {
    let part = |from: usize, to: usize| digits.get(from..to).and_then(|d| d.parse::<u32>().ok()).unwrap_or(0);
    let date = Date::new(part(0, 4) as i16, part(4, 6) as i8, part(6, 8) as i8).map_err(|_| DateProblem::NoSuchDay)?;
    let time = time_of(part(8, 10), part(10, 12), part(12, 14)).ok_or(DateProblem::NoSuchDay)?;
    Ok(date.to_datetime(time))
}

/// Takes AM/PM, 上午/下午 and the weekday out; true is the second half of the day.
fn half_of_day(text: &str) -> (String, Option<bool>) {
    let mut text = text.to_ascii_uppercase();
    let mut half = None;
    for (mark, after_noon) in [
        ("AM", false),
        ("PM", true),
        ("上午", false),
        ("下午", true),
        ("晚上", true),
    ] {
        if text.contains(mark) {
            text = text.replacen(mark, " ", 1);
            half = Some(after_noon);
        }
    }
    for day in "一二三四五六日天".chars() {
        for name in ["星期", "周"] {
            text = text.replace(&format!("{name}{day}"), " ");
        }
    }
    (text, half)
}

/// The numbers of a date text with their count of digits; anything unexpected between them refuses it.
fn groups(text: &str) -> Result<Vec<(u32, usize)>, DateProblem> {
    let mut groups: Vec<(u32, usize)> = Vec::with_capacity(7);
    let mut open = false;
    for c in text.chars() {
        if let Some(digit) = c.to_digit(10) {
            match groups.last_mut() {
                Some(last) if open && last.1 < 9 => *last = (last.0 * 10 + digit, last.1 + 1),
                _ if open => return Err(DateProblem::Unreadable),
                _ => groups.push((digit, 1)),
            }
            open = true;
        } else if matches!(c, '-' | '/' | '.' | ':' | '：' | ' ' | '\n' | 'T' | '(' | ')')
            || matches!(
                c,
                '（' | '）' | ',' | '，' | '年' | '月' | '日' | '号' | '时' | '点' | '分' | '秒'
            )
        {
            open = false;
        } else {
            return Err(DateProblem::Unreadable);
        }
    }
    Ok(groups)
}

type Group = (u32, usize);

fn day_of(a: Group, b: Group, c: Group, order: DateOrder) -> Result<(i16, i8, i8), DateProblem> {
    let short = |group: Group| group.1 <= 2;
    let (year, month, day) = if a.1 == 4 && short(b) && short(c) {
        (a.0, b.0, c.0)
    } else if c.1 == 4 && short(a) && short(b) {
        match order {
            DateOrder::MonthFirst => (c.0, a.0, b.0),
            DateOrder::DayFirst => (c.0, b.0, a.0),
            DateOrder::Plain if a.0 > 12 => (c.0, b.0, a.0),
            DateOrder::Plain if b.0 > 12 || a.0 == b.0 => (c.0, a.0, b.0),
            DateOrder::Plain => return Err(DateProblem::Ambiguous),
        }
    } else if short(a) && short(b) && short(c) {
        // 1/1/19 is 1919 or 2019 (trap X06).
        return Err(DateProblem::Ambiguous);
    } else {
        return Err(DateProblem::Unreadable);
    };
    if !(1900..=2200).contains(&year) {
        return Err(DateProblem::NoSuchDay);
    }
    Ok((year as i16, month as i8, day as i8))
}

fn clock_of(hour: u32, minute: u32, second: u32, half: Option<bool>) -> Result<Time, DateProblem> {
    let hour = match half {
        Some(true) if hour < 12 => hour + 12,
        Some(false) if hour == 12 => 0,
        _ => hour,
    };
    time_of(hour, minute, second).ok_or(DateProblem::NoSuchDay)
}

fn time_of(hour: u32, minute: u32, second: u32) -> Option<Time> {
    let small = |n: u32| i8::try_from(n).ok();
    Time::new(small(hour)?, small(minute)?, small(second)?, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn x05_serial_days_do_not_drift() {
        for (serial, epoch_1904, expected) in [
            (44431.0, false, "2021-08-23T00:00:00"),
            (43942.965, false, "2020-04-21T23:09:36"),
            (44_431.475_752_314_8, false, "2021-08-23T11:25:05"),
            (1.0, false, "1900-01-01T00:00:00"),
            (61.0, false, "1900-03-01T00:00:00"),
            (42_969.999_999_9, true, "2021-08-24T00:00:00"),
        ] {
            let date = from_serial(serial, epoch_1904).map(|d| d.to_string());
            assert_eq!(date.as_deref(), Some(expected), "{serial}");
        }
        assert_eq!(from_serial(60.0, false), None);
        assert_eq!(from_serial(-1.0, false), None);
        assert_eq!(from_serial(f64::NAN, false), None);
    }

    #[test]
    fn x06_text_dates_of_all_kinds() {
        let plain = DateOrder::Plain;
        for (text, order, expected) in [
            ("2021/9/1", plain, "2021-09-01T00:00:00"),
            ("2021.9.1", plain, "2021-09-01T00:00:00"),
            ("2021年9月1日", plain, "2021-09-01T00:00:00"),
            ("２０２１年９月１日", plain, "2021-09-01T00:00:00"),
            ("20180312", plain, "2018-03-12T00:00:00"),
            ("44440", plain, "2021-09-01T00:00:00"),
            ("43942.965", plain, "2020-04-21T23:09:36"),
            ("2019/2/28 11:25:05", plain, "2019-02-28T11:25:05"),
            ("2017-06-08 17:31:20", plain, "2017-06-08T17:31:20"),
            ("2017-06-08T17:31:20.250", plain, "2017-06-08T17:31:20"),
            ("2019年2月28日 下午3时05分", plain, "2019-02-28T15:05:00"),
            ("2019年2月28日星期四", plain, "2019-02-28T00:00:00"),
            ("12/25/2013 01:05:00 PM", DateOrder::MonthFirst, "2013-12-25T13:05:00"),
            ("12/25/2013 12:05:00 AM", plain, "2013-12-25T00:05:00"),
            ("05/01/2022 12:00:03 AM", DateOrder::MonthFirst, "2022-05-01T00:00:03"),
            ("05/01/2022", DateOrder::DayFirst, "2022-01-05T00:00:00"),
        ] {
            let date = parse(text, order).map(|d| d.to_string());
            assert_eq!(date.as_deref(), Ok(expected), "{text}");
        }
        for (text, problem) in [
            ("1/1/19", DateProblem::Ambiguous),
            ("05/01/2022", DateProblem::Ambiguous),
            ("2019-02-29", DateProblem::NoSuchDay),
            ("2019-02-28 25:00:00", DateProblem::NoSuchDay),
            ("去年三月", DateProblem::Unreadable),
            ("2019-02", DateProblem::Unreadable),
            ("192.168.1.1", DateProblem::Unreadable),
            ("13800138000", DateProblem::Unreadable),
            ("", DateProblem::Unreadable),
        ] {
            assert_eq!(parse(text, plain), Err(problem), "{text}");
        }
    }

    #[test]
    fn a_number_in_a_date_column_is_a_day() {
        let read = |number| from_cell(&Cell::number(number), DateOrder::Plain);
        assert_eq!(
            read(44440.0).map(|d| d.to_string()).as_deref(),
            Ok("2021-09-01T00:00:00")
        );
        assert_eq!(
            read(20_180_312.0).map(|d| d.to_string()).as_deref(),
            Ok("2018-03-12T00:00:00")
        );
        assert_eq!(read(7.0), Err(DateProblem::Unreadable));
    }
}
