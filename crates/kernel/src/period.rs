//! Whole months that figures are counted over.

use crate::Moment;

/// Whole months, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    pub from: i64,
    pub to: i64,
}

/// How a mark lies to a period that counts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Standing {
    /// Done within the period.
    pub done: bool,
    /// Due before the period.
    pub carried: bool,
    /// Done within the period and due only after it.
    pub early: bool,
}

impl Period {
    /// How a mark counts; not at all when it was done before the period, or is neither due nor done by its end.
    ///
    /// So each matter is counted in every period from where it is due to where it is done, and where it is done early it is
    /// counted there: nothing done is lost, and what is done in a period is always part of what had to be done.
    #[must_use]
    pub const fn standing(self, month: i64, end_month: i64) -> Option<Standing> {
        let done = end_month >= self.from && end_month <= self.to;
        let open = (end_month == 0 || end_month > self.to) && month <= self.to;
        if !done && !open {
            return None;
        }
        Some(Standing {
            done,
            carried: month < self.from,
            early: done && month > self.to,
        })
    }
}

impl Period {
    /// Reads two months such as `2026-10`. The last month may not lie before the first.
    ///
    /// # Errors
    /// A sentence for whoever typed it.
    pub fn parse(from: &str, to: &str) -> Result<Self, String> {
        let period = Self {
            from: month_of(from)?,
            to: month_of(to)?,
        };
        if period.to < period.from {
            return Err(format!("止月 {to} 早于起月 {from}，请对调。"));
        }
        Ok(period)
    }

    /// The two months as part of an address.
    #[must_use]
    pub fn query(self) -> String {
        format!("from={}&to={}", month_text(self.from), month_text(self.to))
    }

    /// What people call it.
    #[must_use]
    pub fn name(self) -> String {
        let (year, last_year) = (self.from / 100, self.to / 100);
        let (first, last) = (self.from % 100, self.to % 100);
        match (year == last_year, first, last) {
            (true, 1, 12) => format!("{year} 年"),
            (true, first, last) if first == last => format!("{year} 年 {first} 月"),
            (true, first, last) if first % 3 == 1 && last == first + 2 => format!("{year} 年第 {} 季度", last / 3),
            (true, first, last) => format!("{year} 年 {first} 至 {last} 月"),
            (false, first, last) => format!("{year} 年 {first} 月至 {last_year} 年 {last} 月"),
        }
    }
}

fn month_of(text: &str) -> Result<i64, String> {
    let month = text
        .split_once('-')
        .filter(|(year, month)| year.len() == 4 && month.len() == 2);
    month
        .and_then(|(year, month)| Some((year.parse::<i64>().ok()?, month.parse::<i64>().ok()?)))
        .filter(|(year, month)| *year >= 2000 && (1..=12).contains(month))
        .map(|(year, month)| year * 100 + month)
        .ok_or_else(|| format!("“{text}”不是月份。请写成 2026-10 这样。"))
}

/// A month as addresses and forms write it, `2026-10`.
#[must_use]
pub fn month_text(month: i64) -> String {
    format!("{:04}-{:02}", month / 100, month % 100)
}

/// The month `steps` later; earlier when negative.
#[must_use]
pub const fn month_after(month: i64, steps: i64) -> i64 {
    let count = month / 100 * 12 + month % 100 - 1 + steps;
    count / 12 * 100 + count % 12 + 1
}

impl Moment {
    /// The month as a number, `202611`.
    #[must_use]
    pub fn month(self) -> i64 {
        let day = self.civil().date();
        i64::from(day.year()) * 100 + i64::from(day.month())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_step_over_the_year() {
        for (month, steps, then) in [
            (202_611, 1, 202_612),
            (202_612, 1, 202_701),
            (202_601, -1, 202_512),
            (202_603, -15, 202_412),
        ] {
            assert_eq!(month_after(month, steps), then);
        }
    }

    #[test]
    fn a_matter_counts_from_where_it_is_due_to_where_it_is_done() {
        let october = Period {
            from: 202_610,
            to: 202_610,
        };
        for (month, end, standing) in [
            (202_610, 202_610, Some((true, false, false))),
            (202_610, 0, Some((false, false, false))),
            (202_610, 202_611, Some((false, false, false))),
            (202_610, 202_609, None),
            (202_609, 0, Some((false, true, false))),
            (202_609, 202_610, Some((true, true, false))),
            (202_611, 202_610, Some((true, false, true))),
            (202_611, 0, None),
            (202_611, 202_611, None),
        ] {
            let standing = standing.map(|(done, carried, early)| Standing { done, carried, early });
            assert_eq!(october.standing(month, end), standing, "{month} {end}");
        }
    }

    #[test]
    fn periods_are_read_and_named() {
        for (from, to, name) in [
            ("2026-10", "2026-10", "2026 年 10 月"),
            ("2026-10", "2026-12", "2026 年第 4 季度"),
            ("2026-01", "2026-12", "2026 年"),
            ("2026-02", "2026-04", "2026 年 2 至 4 月"),
            ("2025-11", "2026-02", "2025 年 11 月至 2026 年 2 月"),
        ] {
            let period = Period::parse(from, to).expect(name);
            assert_eq!(period.name(), name);
            assert_eq!(period.query(), format!("from={from}&to={to}"));
        }
        for (from, to) in [
            ("2026-13", "2026-12"),
            ("2026-1", "2026-01"),
            ("", ""),
            ("2026-02", "2026-01"),
            ("26-01", "2026-01"),
        ] {
            assert!(Period::parse(from, to).is_err(), "{from} {to}");
        }
    }
}
