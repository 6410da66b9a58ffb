//! The one function that spends working time day by day, and its two relatives that go back and that measure.

use crate::civil::{DAY, FIRST_DAY, LAST_DAY, date_of, day_of};
use crate::hours::Stretch;
use crate::{Basis, Error, Timetable};

/// A year and a month: longer without working time means that there is none.
const PATIENCE: i64 = 400;

const WHOLE_DAY: &[Stretch] = &[(0, DAY)];

/// Is told what the walk does, in order and without gaps. The arithmetic itself listens with `()`.
pub(crate) trait Sink {
    /// Time that counted.
    fn counted(&mut self, _from: i64, _to: i64) {}
    /// Time within one day that did not.
    fn idle(&mut self, _from: i64, _to: i64) {}
    /// The rest of the day of receipt.
    fn receipt(&mut self, _from: i64, _to: i64) {}
    /// The workday a period was moved to.
    fn rolled(&mut self, _from: i64, _to: i64) {}
    /// A pause; what was told of the time after its beginning did not happen.
    fn paused(&mut self, _from: i64, _to: i64) {}
}

impl Sink for () {}

impl Timetable {
    fn stretches(&self, day: i64, basis: Basis) -> &[Stretch] {
        match basis {
            Basis::Continuous => WHOLE_DAY,
            _ if !self.calendar().works(day) => &[],
            Basis::Workdays => WHOLE_DAY,
            Basis::Sessions => self.hours().stretches(day),
        }
    }

    /// The earliest moment by which `seconds` (not negative) of working time have passed since `from`.
    pub(crate) fn walk(&self, from: i64, seconds: i64, basis: Basis, sink: &mut impl Sink) -> Result<i64, Error> {
        if basis == Basis::Continuous {
            let end = from.checked_add(seconds).ok_or(Error::OutOfRange)?;
            sink.counted(from, end);
            return Ok(end);
        }
        if seconds == 0 {
            return Ok(from);
        }
        let (mut at, mut left) = (from, seconds);
        let mut last_worked = day_of(from);
        for day in day_of(from)..=LAST_DAY {
            let midnight = day * DAY;
            for &(open, close) in self.stretches(day, basis) {
                let (open, close) = ((midnight + open).max(at), midnight + close);
                if close <= open {
                    continue;
                }
                last_worked = day;
                sink.idle(at, open);
                if left <= close - open {
                    sink.counted(open, open + left);
                    return Ok(open + left);
                }
                sink.counted(open, close);
                left -= close - open;
                at = close;
            }
            sink.idle(at, midnight + DAY);
            at = midnight + DAY;
            if day - last_worked > PATIENCE {
                return Err(Error::NoWorkingTime { near: date_of(day)? });
            }
        }
        Err(Error::OutOfRange)
    }

    /// The latest moment from which `seconds` (not negative) of working time lead up to `to`.
    pub(crate) fn walk_back(&self, to: i64, seconds: i64, basis: Basis) -> Result<i64, Error> {
        if basis == Basis::Continuous {
            return to.checked_sub(seconds).ok_or(Error::OutOfRange);
        }
        if seconds == 0 {
            return Ok(to);
        }
        let mut left = seconds;
        let mut last_worked = day_of(to);
        for day in (FIRST_DAY..=day_of(to)).rev() {
            let midnight = day * DAY;
            for &(open, close) in self.stretches(day, basis).iter().rev() {
                let (open, close) = (midnight + open, (midnight + close).min(to));
                if close <= open {
                    continue;
                }
                last_worked = day;
                if left <= close - open {
                    return Ok(close - left);
                }
                left -= close - open;
            }
            if last_worked - day > PATIENCE {
                return Err(Error::NoWorkingTime { near: date_of(day)? });
            }
        }
        Err(Error::OutOfRange)
    }

    /// The working seconds from `from` to `to`, given that `from <= to`.
    pub(crate) fn measure(&self, from: i64, to: i64, basis: Basis) -> i64 {
        if basis == Basis::Continuous {
            return to - from;
        }
        let mut sum = 0;
        for day in day_of(from)..=day_of(to) {
            let midnight = day * DAY;
            for &(open, close) in self.stretches(day, basis) {
                sum += ((midnight + close).min(to) - (midnight + open).max(from)).max(0);
            }
        }
        sum
    }

    /// `end` moved to 24:00 of the first workday, when the day it ends falls on a rest day.
    pub(crate) fn roll_over(&self, end: i64, sink: &mut impl Sink) -> Result<i64, Error> {
        let last = day_of(end - 1);
        if self.calendar().works(last) {
            return Ok(end);
        }
        for day in last + 1..=last + PATIENCE {
            let midnight = day * DAY;
            if self.calendar().works(day) {
                sink.rolled(midnight, midnight + DAY);
                return Ok(midnight + DAY);
            }
            sink.idle(midnight, midnight + DAY);
        }
        Err(Error::NoWorkingTime { near: date_of(last)? })
    }
}
