//! Deadlines, pauses and reminders on a calendar and office hours.

use jiff::civil::{Date, DateTime};

use crate::civil::{civil, date_of, day_of, stamp};
use crate::walk::Sink;
use crate::{Basis, Calendar, Error, Limit, Mode, OfficeHours};

/// A calendar with office hours: everything a deadline depends on.
///
/// All moments are China civil time in whole seconds; a fraction of a second is dropped. There is no clock inside:
/// "now" is always an argument.
///
/// ```
/// use jiff::civil::date;
/// use workday::{Mode, Timetable};
///
/// let office = Timetable::default();
/// // Tuesday before the National Day holiday of 2025, four office hours: Thursday of the week after.
/// let due = office.deadline(date(2025, 9, 30).at(16, 30, 0, 0), "4wh".parse()?, Mode::H)?;
/// assert_eq!(due.at, date(2025, 10, 9).at(10, 30, 0, 0));
/// assert!(!due.provisional);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timetable {
    calendar: Calendar,
    hours: OfficeHours,
}

/// The moment a limit ends. On time means: finished at or before it.
///
/// ```
/// use jiff::civil::date;
/// use workday::{Mode, Timetable};
///
/// let due = Timetable::default().deadline(date(2026, 12, 31).at(9, 0, 0, 0), "5wd".parse()?, Mode::D)?;
/// assert_eq!((due.last_day(), due.provisional), (date(2027, 1, 7), true));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Deadline {
    /// The moment. "24:00 of a day" is 00:00 of the next; [`Deadline::last_day`] gives the day people mean.
    pub at: DateTime,
    /// Whether a day that was looked at lies in a year without a notice and so was judged by its weekday alone.
    /// Show such a date as provisional and compute it again when the notice arrives.
    pub provisional: bool,
}

impl Deadline {
    /// The day the deadline falls on, for a whole-day deadline its last day.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use workday::{Mode, Timetable};
    ///
    /// let due = Timetable::default().deadline(date(2024, 2, 2).at(9, 0, 0, 0), "3wd".parse()?, Mode::D)?;
    /// assert_eq!(due.at, date(2024, 2, 7).at(0, 0, 0, 0));
    /// assert_eq!(due.last_day(), date(2024, 2, 6));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn last_day(&self) -> Date {
        date_of(day_of(stamp(self.at) - 1)).unwrap_or(self.at.date())
    }

    /// Whether something finished at this moment is on time: at the deadline itself it is.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use workday::{Mode, Timetable};
    ///
    /// let due = Timetable::default().deadline(date(2026, 3, 2).at(9, 0, 0, 0), "2wh".parse()?, Mode::H)?;
    /// assert!(due.is_met_by(date(2026, 3, 2).at(11, 0, 0, 0)));
    /// assert!(!due.is_met_by(date(2026, 3, 2).at(11, 0, 1, 0)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn is_met_by(&self, finished: DateTime) -> bool {
        finished <= self.at
    }
}

impl Default for Timetable {
    /// The builtin calendar with the default office hours.
    fn default() -> Self {
        Self::new(Calendar::builtin().clone(), OfficeHours::default())
    }
}

impl Timetable {
    /// The timetable of a calendar and an office.
    ///
    /// ```
    /// use workday::{Calendar, OfficeHours, Timetable};
    ///
    /// let hours = OfficeHours::default().with_minutes_per_workday(420)?;
    /// let office = Timetable::new(Calendar::builtin().clone(), hours);
    /// assert_eq!(office.hours().minutes_per_workday(), 420);
    /// # Ok::<(), workday::HoursError>(())
    /// ```
    #[must_use]
    pub const fn new(calendar: Calendar, hours: OfficeHours) -> Self {
        Self { calendar, hours }
    }

    /// The calendar.
    ///
    /// ```
    /// use workday::{Calendar, Timetable};
    ///
    /// assert_eq!(Timetable::default().calendar(), Calendar::builtin());
    /// ```
    #[must_use]
    pub const fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// The office hours.
    ///
    /// ```
    /// use workday::{OfficeHours, Timetable};
    ///
    /// assert_eq!(Timetable::default().hours(), &OfficeHours::default());
    /// ```
    #[must_use]
    pub const fn hours(&self) -> &OfficeHours {
        &self.hours
    }

    /// When a limit that starts at `from` ends; see [`Mode`] for the table of units and modes.
    ///
    /// # Errors
    /// [`Error::NoWorkingTime`] when the office has no working time for more than 400 days on the way,
    /// [`Error::OutOfRange`] when the end lies beyond the year 9999.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use workday::{Mode, Timetable};
    ///
    /// let (office, from) = (Timetable::default(), date(2026, 2, 13).at(10, 0, 0, 0));
    /// // Five workdays: whole days after the day of receipt, or forty office hours from now.
    /// assert_eq!(office.deadline(from, "5wd".parse()?, Mode::D)?.last_day(), date(2026, 2, 27));
    /// assert_eq!(office.deadline(from, "5wd".parse()?, Mode::H)?.at, date(2026, 2, 27).at(10, 0, 0, 0));
    /// // Two urgent hours never wait.
    /// assert_eq!(office.deadline(from, "2uh".parse()?, Mode::H)?.at, date(2026, 2, 13).at(12, 0, 0, 0));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn deadline(&self, from: DateTime, limit: Limit, mode: Mode) -> Result<Deadline, Error> {
        self.run(from, limit, mode, &[], &mut ())
    }

    /// A deadline moved by one more limit (延期). Counting goes on where it ended, so no day of receipt is left out.
    ///
    /// # Errors
    /// As [`Timetable::deadline`].
    ///
    /// ```
    /// use jiff::civil::date;
    /// use workday::{Mode, Timetable};
    ///
    /// let (office, limit) = (Timetable::default(), "3wd".parse()?);
    /// let due = office.deadline(date(2026, 9, 28).at(9, 0, 0, 0), limit, Mode::D)?;
    /// assert_eq!(due.last_day(), date(2026, 10, 8));
    /// assert_eq!(office.extend(due, limit, Mode::D)?.last_day(), date(2026, 10, 12));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn extend(&self, deadline: Deadline, limit: Limit, mode: Mode) -> Result<Deadline, Error> {
        let next = self.count(stamp(deadline.at), limit, mode, &mut ())?;
        Ok(Deadline {
            provisional: next.provisional || deadline.provisional,
            ..next
        })
    }

    pub(crate) fn seconds(&self, limit: Limit, mode: Mode) -> i64 {
        limit.seconds(mode, i64::from(self.hours.minutes_per_workday()) * 60)
    }

    pub(crate) fn count(&self, start: i64, limit: Limit, mode: Mode, sink: &mut impl Sink) -> Result<Deadline, Error> {
        let end = self.walk(start, self.seconds(limit, mode), limit.basis(mode), sink)?;
        self.finish(start, end, limit, mode, sink)
    }

    /// The end of counting as a deadline, moved to a workday where the law says so.
    pub(crate) fn finish(
        &self,
        start: i64,
        end: i64,
        limit: Limit,
        mode: Mode,
        sink: &mut impl Sink,
    ) -> Result<Deadline, Error> {
        if limit.rolls_over(mode) {
            let rolled = self.roll_over(end, sink)?;
            // Only the end of a natural period asks the calendar anything.
            let known = self.calendar.covers(day_of(end - 1), day_of(rolled - 1));
            return Ok(Deadline {
                at: civil(rolled)?,
                provisional: !known,
            });
        }
        self.settle(start, end, limit.basis(mode))
    }

    /// A moment as a deadline, provisional when the days between it and `other` are not all known.
    pub(crate) fn settle(&self, other: i64, end: i64, basis: Basis) -> Result<Deadline, Error> {
        let (first, last) = (other.min(end), other.max(end));
        let known =
            basis == Basis::Continuous || first == last || self.calendar.covers(day_of(first), day_of(last - 1));
        Ok(Deadline {
            at: civil(end)?,
            provisional: !known,
        })
    }

    /// The working seconds between two moments; negative when `to` is the earlier one.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use workday::{Basis, Timetable};
    ///
    /// let office = Timetable::default();
    /// let (friday, sunday) = (date(2026, 9, 18).at(17, 0, 0, 0), date(2026, 9, 20).at(9, 0, 0, 0));
    /// // Sunday 20 September 2026 is worked.
    /// assert_eq!(office.working_seconds(friday, sunday, Basis::Sessions), 2 * 3_600);
    /// assert_eq!(office.working_seconds(sunday, friday, Basis::Sessions), -2 * 3_600);
    /// ```
    #[must_use]
    pub fn working_seconds(&self, from: DateTime, to: DateTime, basis: Basis) -> i64 {
        let (from, to) = (stamp(from), stamp(to));
        if from <= to {
            self.measure(from, to, basis)
        } else {
            -self.measure(to, from, basis)
        }
    }

    /// The earliest moment by which so many working seconds have passed: the end of a session rather than the start of
    /// the next. Negative seconds go back, to the latest moment. Zero gives `from`.
    ///
    /// # Errors
    /// As [`Timetable::deadline`].
    ///
    /// ```
    /// use jiff::civil::date;
    /// use workday::{Basis, Timetable};
    ///
    /// let (office, monday) = (Timetable::default(), date(2026, 3, 2));
    /// let noon = office.add_working_seconds(monday.at(8, 0, 0, 0), 4 * 3_600, Basis::Sessions)?;
    /// assert_eq!(noon, monday.at(12, 0, 0, 0));
    /// let morning = office.add_working_seconds(monday.at(13, 0, 0, 0), -3_600, Basis::Sessions)?;
    /// assert_eq!(morning, monday.at(11, 0, 0, 0));
    /// # Ok::<(), workday::Error>(())
    /// ```
    pub fn add_working_seconds(&self, from: DateTime, seconds: i64, basis: Basis) -> Result<DateTime, Error> {
        let from = stamp(from);
        let end = if seconds < 0 {
            self.walk_back(from, seconds.checked_neg().ok_or(Error::OutOfRange)?, basis)?
        } else {
            self.walk(from, seconds, basis, &mut ())?
        };
        civil(end)
    }

    /// What is left of a clock, in working seconds; negative when late. This is what a pause must keep.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use workday::{Mode, Timetable};
    ///
    /// let (office, limit) = (Timetable::default(), "5wd".parse::<workday::Limit>()?);
    /// let basis = limit.basis(Mode::H);
    /// let due = office.deadline(date(2025, 4, 21).at(9, 0, 0, 0), limit, Mode::H)?;
    /// let left = office.remaining(date(2025, 4, 23).at(10, 0, 0, 0), due.at, basis);
    /// assert_eq!(left, 23 * 3_600);
    /// let due = office.resume(date(2025, 5, 7).at(10, 0, 0, 0), left, basis)?;
    /// assert_eq!(due.at, date(2025, 5, 12).at(9, 0, 0, 0));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn remaining(&self, at: DateTime, deadline: DateTime, basis: Basis) -> i64 {
        self.working_seconds(at, deadline, basis)
    }

    /// The deadline of a clock that goes on at `at` with the seconds kept at the pause.
    ///
    /// A clock that was late stays exactly as late: the new deadline lies before `at`, at the end of working time. A
    /// whole-day clock keeps its seconds too, so after a pause it may end within a day; a natural period (mode L) does
    /// not roll over again.
    ///
    /// # Errors
    /// As [`Timetable::deadline`].
    ///
    /// ```
    /// use jiff::civil::date;
    /// use workday::{Basis, Timetable};
    ///
    /// let (office, thursday) = (Timetable::default(), date(2026, 3, 5).at(9, 0, 0, 0));
    /// let due = office.resume(thursday, 3 * 3_600, Basis::Sessions)?;
    /// assert_eq!(due.at, date(2026, 3, 5).at(12, 0, 0, 0));
    /// // Two hours late before, two hours late now: one of Thursday morning, one of Wednesday.
    /// let due = office.resume(thursday, -2 * 3_600, Basis::Sessions)?;
    /// assert_eq!(due.at, date(2026, 3, 4).at(17, 0, 0, 0));
    /// # Ok::<(), workday::Error>(())
    /// ```
    pub fn resume(&self, at: DateTime, remaining: i64, basis: Basis) -> Result<Deadline, Error> {
        let at = stamp(at);
        let end = if remaining > 0 {
            self.walk(at, remaining, basis, &mut ())?
        } else {
            // The earliest moment with that lateness: one second further back lies inside working time.
            let beyond = 1_i64.checked_sub(remaining).ok_or(Error::OutOfRange)?;
            self.walk_back(at, beyond, basis)? + 1
        };
        self.settle(at, end, basis)
    }

    /// The moment when `percent` of the working time between `from` and `deadline` is used: 50 and 80 for reminders,
    /// 100 for the deadline, more to go beyond it. Rounded up to a second.
    ///
    /// # Errors
    /// As [`Timetable::deadline`].
    ///
    /// ```
    /// use jiff::civil::date;
    /// use workday::{Basis, Timetable};
    ///
    /// let (from, due) = (date(2026, 3, 2).at(17, 0, 0, 0), date(2026, 3, 3).at(11, 0, 0, 0));
    /// let half = Timetable::default().point(from, due, Basis::Sessions, 50)?;
    /// assert_eq!(half, date(2026, 3, 3).at(9, 0, 0, 0));
    /// # Ok::<(), workday::Error>(())
    /// ```
    pub fn point(&self, from: DateTime, deadline: DateTime, basis: Basis, percent: u32) -> Result<DateTime, Error> {
        let total = self.working_seconds(from, deadline, basis).max(0);
        let part = (total.unsigned_abs() as u128 * u128::from(percent)).div_ceil(100);
        let part = i64::try_from(part).map_err(|_| Error::OutOfRange)?;
        self.add_working_seconds(from, part, basis)
    }

    /// The moment so many working seconds before a deadline, or `None` when the clock that started at `from` never had
    /// that much: a limit of 30 minutes has no reminder an hour before.
    ///
    /// # Errors
    /// As [`Timetable::deadline`].
    ///
    /// ```
    /// use jiff::civil::date;
    /// use workday::{Basis, Timetable};
    ///
    /// let (from, due) = (date(2026, 3, 2).at(16, 0, 0, 0), date(2026, 3, 3).at(8, 30, 0, 0));
    /// let office = Timetable::default();
    /// let reminder = office.before(from, due, 3_600, Basis::Sessions)?;
    /// assert_eq!(reminder, Some(date(2026, 3, 2).at(17, 30, 0, 0)));
    /// assert_eq!(office.before(from, due, 3 * 3_600, Basis::Sessions)?, None);
    /// # Ok::<(), workday::Error>(())
    /// ```
    pub fn before(
        &self,
        from: DateTime,
        deadline: DateTime,
        seconds: u32,
        basis: Basis,
    ) -> Result<Option<DateTime>, Error> {
        let seconds = i64::from(seconds);
        if self.working_seconds(from, deadline, basis) < seconds {
            return Ok(None);
        }
        let at = self.add_working_seconds(deadline, -seconds, basis)?;
        Ok(Some(at))
    }

    /// The first moment at or after `at` inside a session of a workday, where a reminder may be sent.
    ///
    /// # Errors
    /// As [`Timetable::deadline`].
    ///
    /// ```
    /// use jiff::civil::date;
    /// use workday::Timetable;
    ///
    /// let eve = date(2026, 2, 14).at(18, 0, 0, 0);
    /// assert_eq!(Timetable::default().next_working_moment(eve)?, date(2026, 2, 24).at(8, 0, 0, 0));
    /// # Ok::<(), workday::Error>(())
    /// ```
    pub fn next_working_moment(&self, at: DateTime) -> Result<DateTime, Error> {
        // The first second of working time ends one second later.
        civil(self.walk(stamp(at), 1, Basis::Sessions, &mut ())? - 1)
    }
}
