//! Limits as rules write them, the three ways of counting them, and the kinds of time they run on.

use std::fmt;
use std::str::FromStr;

use crate::LimitError;
use crate::civil::DAY;

/// What a limit counts.
///
/// ```
/// use workday::Unit;
///
/// assert_eq!(Unit::UrgentHour.code(), "uh");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// `um` 紧急工作分: minutes of the wall clock.
    UrgentMinute,
    /// `uh` 紧急工作时: hours of the wall clock, nights and holidays included.
    UrgentHour,
    /// `ud` 紧急工作日: continuous days of 24 hours.
    UrgentDay,
    /// `wh` 工作时: hours of office sessions.
    WorkHour,
    /// `wd` 工作日: whole days (modes D and L) or a fixed number of office hours each (mode H).
    WorkDay,
    /// `nd` 自然日: calendar days.
    NaturalDay,
}

impl Unit {
    /// Every unit with its code, in the order of the enum.
    pub const ALL: [(Self, &'static str); 6] = [
        (Self::UrgentMinute, "um"),
        (Self::UrgentHour, "uh"),
        (Self::UrgentDay, "ud"),
        (Self::WorkHour, "wh"),
        (Self::WorkDay, "wd"),
        (Self::NaturalDay, "nd"),
    ];

    /// The two-letter code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        Self::ALL[self as usize].1
    }
}

/// How days are counted. Hours and minutes run the same in every mode.
///
/// | unit | D | H | L |
/// | --- | --- | --- | --- |
/// | 工作日 | whole workdays after the day of receipt, until 24:00 | office hours, 8 each unless the office says otherwise | as D |
/// | 自然日 | whole days after the day of receipt, until 24:00 | 24 hours each | as D, then on to the first workday if the last day is a rest day |
/// | 工作时, 紧急… | running | running | running |
///
/// 工作日 in D and 自然日 in L follow the Civil Code, articles 201 (the first day does not count) and 203 (a
/// period that ends on a rest day ends on the day after). A promise to a resident is usually D, a limit inside
/// the office usually H; the caller says which.
///
/// ```
/// use jiff::civil::date;
/// use workday::{Mode, Timetable};
///
/// let (office, limit, from) = (Timetable::default(), "15nd".parse()?, date(2025, 9, 17).at(9, 0, 0, 0));
/// let last_day = |mode| office.deadline(from, limit, mode).map(|due| due.last_day());
/// assert_eq!(last_day(Mode::D)?, date(2025, 10, 2));
/// assert_eq!(last_day(Mode::L)?, date(2025, 10, 9));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mode {
    /// Whole days; the day of receipt does not count; ends 24:00 of the last counted day.
    D,
    /// Running hours from the moment of dispatch.
    H,
    /// Legal days: as D, and natural days roll over rest days at the end.
    L,
}

/// The kind of time a clock runs on, found with [`Limit::basis`].
///
/// ```
/// use jiff::civil::date;
/// use workday::{Basis, Timetable};
///
/// let office = Timetable::default();
/// let (saturday, tuesday) = (date(2026, 3, 7).at(0, 0, 0, 0), date(2026, 3, 10).at(0, 0, 0, 0));
/// let hours = |basis| office.working_seconds(saturday, tuesday, basis) / 3_600;
/// assert_eq!([Basis::Continuous, Basis::Sessions, Basis::Workdays].map(hours), [72, 8, 24]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Basis {
    /// The wall clock.
    Continuous,
    /// Office sessions on workdays.
    Sessions,
    /// The 24 hours of every workday.
    Workdays,
}

/// An amount of a unit: five workdays, two urgent hours.
///
/// A limit of 0 is allowed and exact: it ends where counting starts, which for whole days is 24:00 of the day of
/// receipt. Whether 0 means "no limit" is the rule's business, not the arithmetic's.
///
/// ```
/// use workday::{Limit, Unit};
///
/// let limit: Limit = "5wd".parse()?;
/// assert_eq!(limit, Limit { amount: 5, unit: Unit::WorkDay });
/// assert_eq!(limit.to_string(), "5wd");
/// assert_eq!(limit.in_words(), "5个工作日");
/// assert_eq!("2uh".parse::<Limit>()?.in_words(), "2紧急工作时");
/// assert!("5 days".parse::<Limit>().is_err());
/// # Ok::<(), workday::LimitError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Limit {
    /// How many.
    pub amount: u32,
    /// Of what.
    pub unit: Unit,
}

impl Limit {
    /// A limit of `amount` units.
    ///
    /// ```
    /// use workday::{Limit, Unit};
    ///
    /// assert_eq!(Limit::new(15, Unit::NaturalDay).to_string(), "15nd");
    /// ```
    #[must_use]
    pub const fn new(amount: u32, unit: Unit) -> Self {
        Self { amount, unit }
    }

    /// The limit as a Chinese reader says it.
    ///
    /// ```
    /// use workday::{Limit, Unit};
    ///
    /// assert_eq!(Limit::new(4, Unit::WorkHour).in_words(), "4工作时");
    /// ```
    #[must_use]
    pub fn in_words(self) -> String {
        let name = match self.unit {
            Unit::UrgentMinute => "紧急工作分",
            Unit::UrgentHour => "紧急工作时",
            Unit::UrgentDay => "紧急工作日",
            Unit::WorkHour => "工作时",
            Unit::WorkDay => "个工作日",
            Unit::NaturalDay => "个自然日",
        };
        format!("{}{name}", self.amount)
    }

    /// The kind of time this limit runs on in a mode: what to give to `remaining`, `resume` and `point`.
    ///
    /// ```
    /// use workday::{Basis, Limit, Mode, Unit};
    ///
    /// let five = Limit::new(5, Unit::WorkDay);
    /// assert_eq!(five.basis(Mode::D), Basis::Workdays);
    /// assert_eq!(five.basis(Mode::H), Basis::Sessions);
    /// ```
    #[must_use]
    pub const fn basis(self, mode: Mode) -> Basis {
        match (self.unit, mode) {
            (Unit::WorkHour, _) | (Unit::WorkDay, Mode::H) => Basis::Sessions,
            (Unit::WorkDay, Mode::D | Mode::L) => Basis::Workdays,
            (Unit::UrgentMinute | Unit::UrgentHour | Unit::UrgentDay | Unit::NaturalDay, _) => Basis::Continuous,
        }
    }

    /// The seconds of `basis(mode)` this limit lasts, when a running workday has `workday` seconds.
    pub(crate) fn seconds(self, mode: Mode, workday: i64) -> i64 {
        let each = match (self.unit, mode) {
            (Unit::UrgentMinute, _) => 60,
            (Unit::UrgentHour | Unit::WorkHour, _) => 3_600,
            (Unit::WorkDay, Mode::H) => workday,
            (Unit::UrgentDay | Unit::WorkDay | Unit::NaturalDay, _) => DAY,
        };
        i64::from(self.amount) * each
    }

    /// Whether whole days count, so that the day of receipt is left out and people mean a day by the end, not a moment.
    ///
    /// ```
    /// use workday::{Limit, Mode};
    ///
    /// let limit: Limit = "5wd".parse()?;
    /// assert!(limit.is_whole_days(Mode::D) && !limit.is_whole_days(Mode::H));
    /// # Ok::<(), workday::LimitError>(())
    /// ```
    #[must_use]
    pub const fn is_whole_days(self, mode: Mode) -> bool {
        matches!((self.unit, mode), (Unit::WorkDay | Unit::NaturalDay, Mode::D | Mode::L))
    }

    /// Whether the last day moves to a workday.
    pub(crate) const fn rolls_over(self, mode: Mode) -> bool {
        matches!((self.unit, mode), (Unit::NaturalDay, Mode::L))
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.amount, self.unit.code())
    }
}

impl FromStr for Limit {
    type Err = LimitError;

    fn from_str(text: &str) -> Result<Self, LimitError> {
        for (unit, code) in Unit::ALL {
            if let Some(amount) = text.strip_suffix(code) {
                // `u32::from_str` would also take "+5".
                if !amount.bytes().all(|byte| byte.is_ascii_digit()) {
                    return Err(LimitError);
                }
                let amount = amount.parse().map_err(|_| LimitError)?;
                return Ok(Self { amount, unit });
            }
        }
        Err(LimitError)
    }
}
