//! Clocks that stand still and go on (挂账).

use jiff::civil::DateTime;

use crate::civil::{DAY, day_of, stamp};
use crate::walk::Sink;
use crate::{Deadline, Error, Limit, Mode, Timetable};

/// A stretch of time during which a clock stands still (挂账).
///
/// ```
/// use jiff::civil::date;
/// use workday::{Mode, Pause, Timetable};
///
/// let day = date(2026, 3, 2);
/// let lunch = Pause { from: day.at(12, 0, 0, 0), to: day.at(14, 0, 0, 0) };
/// let (office, from, limit) = (Timetable::default(), day.at(11, 0, 0, 0), "2wh".parse()?);
/// // Nothing counts at noon anyway.
/// assert_eq!(office.deadline_with_pauses(from, limit, Mode::H, &[lunch])?, office.deadline(from, limit, Mode::H)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Pause {
    /// When it begins.
    pub from: DateTime,
    /// When the clock goes on.
    pub to: DateTime,
}

impl Timetable {
    /// The deadline of a clock that was paused (挂账): what was left at each pause is spent from its end on.
    ///
    /// A pause that begins at the deadline or later changes nothing. Unlike a chain of [`Timetable::resume`], a natural
    /// period (mode L) is moved to a workday once, at its end.
    ///
    /// # Errors
    /// As [`Timetable::deadline`]; [`Error::Pause`] for a pause that runs backwards, or begins before the start or
    /// before the end of the pause before it.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use workday::{Mode, Pause, Timetable};
    ///
    /// let (office, from) = (Timetable::default(), date(2025, 4, 21).at(9, 0, 0, 0));
    /// let pause = Pause { from: date(2025, 4, 23).at(10, 0, 0, 0), to: date(2025, 5, 7).at(10, 0, 0, 0) };
    /// let due = office.deadline_with_pauses(from, "5wd".parse()?, Mode::H, &[pause])?;
    /// assert_eq!(due.at, date(2025, 5, 12).at(9, 0, 0, 0));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn deadline_with_pauses(
        &self,
        from: DateTime,
        limit: Limit,
        mode: Mode,
        pauses: &[Pause],
    ) -> Result<Deadline, Error> {
        self.run(from, limit, mode, pauses, &mut ())
    }

    /// `deadline` with a listener: what `explain` calls too.
    pub(crate) fn run(
        &self,
        from: DateTime,
        limit: Limit,
        mode: Mode,
        pauses: &[Pause],
        sink: &mut impl Sink,
    ) -> Result<Deadline, Error> {
        let mut start = stamp(from);
        let received = start;
        if limit.is_whole_days(mode) {
            let midnight = (day_of(start) + 1) * DAY;
            sink.receipt(start, midnight);
            start = midnight;
        }
        if pauses.is_empty() {
            return self.count(start, limit, mode, sink);
        }

        let basis = limit.basis(mode);
        let (mut end, mut at) = (self.walk(start, self.seconds(limit, mode), basis, sink)?, start);
        let (mut earliest, mut provisional) = (received, false);
        for pause in pauses {
            let (stop, go) = (stamp(pause.from), stamp(pause.to));
            if stop < earliest || go < stop {
                return Err(Error::Pause { from: pause.from });
            }
            earliest = go;
            if stop >= end {
                continue;
            }
            // A pause on the day of receipt takes nothing from a clock that starts at its end.
            let left = self.measure(stop.max(start), end, basis);
            provisional |= self.settle(at, stop.max(at), basis)?.provisional;
            at = go.max(start);
            sink.paused(stop, go);
            if go < start {
                sink.receipt(go, start);
            }
            end = self.walk(at, left, basis, sink)?;
        }
        let due = self.finish(at, end, limit, mode, sink)?;
        Ok(Deadline {
            provisional: due.provisional || provisional,
            ..due
        })
    }
}
