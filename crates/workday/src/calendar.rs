//! Which days are worked: notices over the weekday rule, local closures over both.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::civil::{Date, date};

use crate::civil::{day_number, weekday};
use crate::notice::check_year;
use crate::{Notice, NoticeError};

/// What kind of day it is.
///
/// ```
/// use jiff::civil::date;
/// use workday::{Calendar, DayKind};
///
/// let kind = |day| Calendar::builtin().day(date(2026, 2, day)).kind;
/// assert_eq!([12, 14, 17, 28].map(kind), [DayKind::Workday, DayKind::Makeup, DayKind::Holiday, DayKind::Makeup]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DayKind {
    /// Worked, Monday to Friday.
    Workday,
    /// Saturday or Sunday, not worked.
    Weekend,
    /// Off by a notice or a local closure, whatever the weekday.
    Holiday,
    /// 调休上班: a weekend day worked by a notice or a local order. A workday for every purpose.
    Makeup,
}

/// One day as the calendar sees it.
///
/// ```
/// use jiff::civil::date;
/// use workday::Calendar;
///
/// // Worked, although it bears the name of the festival.
/// let day = Calendar::builtin().day(date(2026, 2, 14));
/// assert_eq!((day.is_workday(), day.name), (true, Some("春节")));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day<'a> {
    /// The date.
    pub date: Date,
    /// Its kind.
    pub kind: DayKind,
    /// Festival or reason of closure. Never ask the name whether the day is worked: a make-up day has one too.
    pub name: Option<&'a str>,
    /// The notice that decided, if one did.
    pub notice: Option<&'a Notice>,
    /// The local closure that decided, if one did; it outranks the notice.
    pub closure: Option<&'a Closure>,
    /// Whether the day's year has a notice. Without one the kind is a guess from the weekday.
    pub known: bool,
}

impl Day<'_> {
    /// Whether the day is worked.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use workday::Calendar;
    ///
    /// assert!(Calendar::builtin().day(date(2026, 2, 28)).is_workday());
    /// ```
    #[must_use]
    pub const fn is_workday(&self) -> bool {
        matches!(self.kind, DayKind::Workday | DayKind::Makeup)
    }
}

/// A local exception for one day: a snow day, or a rest day the office works.
///
/// ```
/// use jiff::civil::date;
/// use workday::{Calendar, Closure};
///
/// let election = Closure { date: date(2026, 11, 28), works: true, reason: "换届选举".to_owned() };
/// assert!(Calendar::builtin().with_closures(vec![election])?.is_workday(date(2026, 11, 28)));
/// # Ok::<(), workday::NoticeError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closure {
    /// The day.
    pub date: Date,
    /// `false`: the office is closed. `true`: it works although the calendar says rest.
    pub works: bool,
    /// Why, in words for the screen.
    pub reason: String,
}

/// The working calendar.
///
/// ```
/// use jiff::civil::date;
/// use workday::{Calendar, DayKind};
///
/// let calendar = Calendar::builtin();
/// let sunday = calendar.day(date(2026, 9, 20));
/// assert_eq!(sunday.kind, DayKind::Makeup);
/// assert!(calendar.is_workday(date(2026, 9, 20)));
/// assert!(!calendar.is_workday(date(2026, 10, 1)));
/// assert_eq!(calendar.day(date(2024, 2, 12)).notice.map(|n| n.title()).as_deref(), Some("国办发明电〔2023〕7号"));
/// assert_eq!(calendar.last_known(), date(2026, 12, 31));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    notices: Vec<Notice>,
    closures: Vec<Closure>,
    marks: BTreeMap<i64, Mark>,
    /// Runs of years with a notice, as first and last day numbers, in order.
    known: Vec<(i64, i64)>,
    last_known: Date,
    /// The day of `works[0]`.
    first: i64,
    /// Every day from the first to the last year named anywhere; beyond it the weekday decides.
    works: Vec<bool>,
}

/// A day that something other than the weekday decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    /// Indices of the notice and of its span.
    Notice(usize, usize),
    /// Index of the closure.
    Closure(usize),
}

static BUILTIN: LazyLock<Calendar> = LazyLock::new(|| {
    Notice::read_all(include_str!("../data/notices.csv"))
        .and_then(Calendar::new)
        .expect("the notices shipped with the crate are read by its tests")
});

impl Calendar {
    /// The notices shipped with the crate: 2004 to 2026.
    ///
    /// ```
    /// let years = workday::Calendar::builtin().notices().iter().map(|notice| notice.year);
    /// assert_eq!((years.clone().min(), years.max()), (Some(2004), Some(2026)));
    /// ```
    #[must_use]
    pub fn builtin() -> &'static Self {
        &BUILTIN
    }

    /// A calendar from notices, in the order of issue. A later notice for the same year replaces an earlier one, or changes
    /// only the days it names when it [amends](Notice::amends). All stay listed in [`Calendar::notices`].
    ///
    /// # Errors
    /// [`NoticeError`] when there is no notice, or one names no day, or days far from its year.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use workday::{Calendar, Notice};
    ///
    /// let mut notices = Calendar::builtin().notices().to_vec();
    /// notices.extend(Notice::read_all("notice,2027,,,made up\noff,2027-01-01,2027-01-03,元旦\n")?);
    /// let next = Calendar::new(notices)?;
    /// assert!(next.is_known(date(2027, 6, 1)));
    /// # Ok::<(), workday::NoticeError>(())
    /// ```
    pub fn new(notices: Vec<Notice>) -> Result<Self, NoticeError> {
        Self::build(notices, Vec::new())
    }

    /// This calendar with one more notice, issued after those it has; closures stay.
    ///
    /// # Errors
    /// As [`Calendar::new`].
    ///
    /// ```
    /// use jiff::civil::date;
    /// use workday::{Calendar, Notice};
    ///
    /// let version = |lines| Notice::read_all(lines).map(|mut notices| notices.remove(0));
    /// // Made up: 4 January is named in haste and left out in the second version.
    /// let first = version("notice,2027,,2026-11-03,a\noff,2027-01-01,2027-01-04,元旦\n")?;
    /// let second = version("notice,2027,,2026-11-05,b\noff,2027-01-01,2027-01-03,元旦\n")?;
    /// let calendar = Calendar::builtin().with_notice(first)?.with_notice(second)?;
    /// assert!(calendar.is_workday(date(2027, 1, 4)));
    /// assert_eq!(calendar.notices().iter().filter(|notice| notice.year == 2027).count(), 2);
    /// # Ok::<(), workday::NoticeError>(())
    /// ```
    pub fn with_notice(&self, notice: Notice) -> Result<Self, NoticeError> {
        let mut notices = self.notices.clone();
        notices.push(notice);
        Self::build(notices, self.closures.clone())
    }

    /// This calendar with local closures laid over it, instead of any it had.
    ///
    /// # Errors
    /// [`NoticeError::Year`] for a closure outside 1949 to 2199.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use workday::{Calendar, Closure};
    ///
    /// let snow = Closure { date: date(2026, 1, 20), works: false, reason: "暴雪停工".to_owned() };
    /// let local = Calendar::builtin().with_closures(vec![snow])?;
    /// assert!(!local.is_workday(date(2026, 1, 20)));
    /// # Ok::<(), workday::NoticeError>(())
    /// ```
    pub fn with_closures(&self, closures: Vec<Closure>) -> Result<Self, NoticeError> {
        Self::build(self.notices.clone(), closures)
    }

    fn build(notices: Vec<Notice>, closures: Vec<Closure>) -> Result<Self, NoticeError> {
        let mut years: Vec<i16> = notices.iter().map(|notice| notice.year).collect();
        years.sort_unstable();
        years.dedup();
        let Some(&last_year) = years.last() else {
            return Err(NoticeError::NoNotice);
        };
        let mut marks = BTreeMap::new();
        for (n, notice) in notices.iter().enumerate() {
            notice.check()?;
            let is_replaced = |later: &Notice| later.year == notice.year && !later.amends;
            if notices[n + 1..].iter().any(is_replaced) {
                continue;
            }
            for (s, span) in notice.days.iter().enumerate() {
                for day in day_number(span.from)..=day_number(span.to) {
                    marks.insert(day, Mark::Notice(n, s));
                }
            }
        }
        for (c, closure) in closures.iter().enumerate() {
            check_year(closure.date.year())?;
            marks.insert(day_number(closure.date), Mark::Closure(c));
        }

        let mut known: Vec<(i64, i64)> = Vec::new();
        for &year in &years {
            let (first, last) = (day_number(date(year, 1, 1)), day_number(date(year, 12, 31)));
            match known.last_mut() {
                Some(run) if run.1 + 1 == first => run.1 = last,
                _ => known.push((first, last)),
            }
        }
        let edges = known.iter().flat_map(|run| [run.0, run.1]).chain(marks.keys().copied());
        let (first, last) = edges.fold((i64::MAX, i64::MIN), |(low, high), day| (low.min(day), high.max(day)));

        let mut calendar = Self {
            notices,
            closures,
            marks,
            known,
            last_known: date(last_year, 12, 31),
            first,
            works: Vec::new(),
        };
        calendar.works = (first..=last)
            .map(|day| match calendar.marks.get(&day) {
                Some(Mark::Notice(n, s)) => calendar.notices[*n].days[*s].works,
                Some(Mark::Closure(c)) => calendar.closures[*c].works,
                None => weekday(day) < 5,
            })
            .collect();
        Ok(calendar)
    }

    /// The notices, in order of issue.
    ///
    /// ```
    /// // 2020 had two: the year's, and the longer Spring Festival.
    /// let two = workday::Calendar::builtin().notices().iter().filter(|notice| notice.year == 2020);
    /// assert_eq!(two.map(|notice| notice.amends).collect::<Vec<_>>(), [false, true]);
    /// ```
    #[must_use]
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// The local closures.
    ///
    /// ```
    /// assert!(workday::Calendar::builtin().closures().is_empty());
    /// ```
    #[must_use]
    pub fn closures(&self) -> &[Closure] {
        &self.closures
    }

    /// Everything known about a date. It takes a date, never a moment: ask `at.date()`.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use workday::{Calendar, DayKind};
    ///
    /// let day = Calendar::builtin().day(date(2025, 10, 6));
    /// assert_eq!((day.kind, day.name), (DayKind::Holiday, Some("国庆节、中秋节")));
    /// assert!(day.known && !day.is_workday());
    /// ```
    #[must_use]
    pub fn day(&self, date: Date) -> Day<'_> {
        let number = day_number(date);
        let (name, notice, closure) = match self.marks.get(&number) {
            Some(Mark::Notice(n, s)) => {
                let notice = &self.notices[*n];
                (Some(notice.days[*s].name.as_str()), Some(notice), None)
            }
            Some(Mark::Closure(c)) => {
                let closure = &self.closures[*c];
                (Some(closure.reason.as_str()), None, Some(closure))
            }
            None => (None, None, None),
        };
        let kind = match (self.works(number), weekday(number) < 5) {
            (true, true) => DayKind::Workday,
            (true, false) => DayKind::Makeup,
            (false, _) if name.is_some() => DayKind::Holiday,
            (false, _) => DayKind::Weekend,
        };
        Day {
            date,
            kind,
            name,
            notice,
            closure,
            known: self.is_known(date),
        }
    }

    /// Whether a date is worked. In a year without a notice this is the weekday's guess.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use workday::Calendar;
    ///
    /// assert!(Calendar::builtin().is_workday(date(2026, 10, 10)));
    /// ```
    #[must_use]
    pub fn is_workday(&self, date: Date) -> bool {
        self.works(day_number(date))
    }

    /// Whether the date's year has a notice.
    ///
    /// The notice for the next year, out each autumn, can still move the last days of December (in 2018 it made
    /// 12-29 a workday and gave 12-31 off), so deadlines are best recomputed whenever a notice arrives.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use workday::Calendar;
    ///
    /// assert!(Calendar::builtin().is_known(date(2026, 12, 31)));
    /// assert!(!Calendar::builtin().is_known(date(2003, 12, 31)));
    /// ```
    #[must_use]
    pub fn is_known(&self, date: Date) -> bool {
        let day = day_number(date);
        self.covers(day, day)
    }

    /// 31 December of the last year with a notice.
    ///
    /// ```
    /// assert_eq!(workday::Calendar::builtin().last_known(), jiff::civil::date(2026, 12, 31));
    /// ```
    #[must_use]
    pub const fn last_known(&self) -> Date {
        self.last_known
    }

    /// Whether every day from `first` to `last` lies in a year with a notice.
    pub(crate) fn covers(&self, first: i64, last: i64) -> bool {
        self.known.iter().any(|run| run.0 <= first && last <= run.1)
    }

    /// Whether a day is worked.
    pub(crate) fn works(&self, day: i64) -> bool {
        usize::try_from(day - self.first)
            .ok()
            .and_then(|index| self.works.get(index).copied())
            .unwrap_or(weekday(day) < 5)
    }
}
