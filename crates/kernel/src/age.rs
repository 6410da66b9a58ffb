//! How long ago something was reported, in the bands that charts and lists share.

use crate::{Moment, keyed};

keyed! {
    /// Whole days on the calendar of the wall; each band ends where the next begins.
    Age {
        Day = "1" "1 天内",
        Week = "7" "1 至 7 天",
        Fortnight = "15" "7 至 15 天",
        Month = "30" "15 至 30 天",
        Quarter = "90" "30 至 90 天",
        Older = "older" "90 天以上",
    }
}

const DAY: i64 = 86_400;

impl Age {
    /// The days at which the band ends; none for the last.
    const fn days(self) -> Option<i64> {
        match self {
            Self::Day => Some(1),
            Self::Week => Some(7),
            Self::Fortnight => Some(15),
            Self::Month => Some(30),
            Self::Quarter => Some(90),
            Self::Older => None,
        }
    }

    /// After when, and up to when, something of this age was reported.
    #[must_use]
    pub fn reported(self, now: Moment) -> (Moment, Moment) {
        let ago = |days: i64| now.plus_seconds(-days * DAY);
        let younger = Self::ALL.iter().rev().find(|age| **age < self);
        let after = self.days().map_or(Moment(i64::MIN), ago);
        let up_to = younger.and_then(|age| age.days()).map_or(Moment(i64::MAX), ago);
        (after, up_to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_leave_no_gap_and_do_not_overlap() {
        let now = Moment(1_773_104_400_000);
        for hours in [-1, 0, 1, 23, 24, 25, 24 * 7, 24 * 15 + 1, 24 * 30, 24 * 90, 24 * 4000] {
            let at = now.plus_seconds(-hours * 3600);
            let of: Vec<&Age> = Age::ALL
                .iter()
                .filter(|age| {
                    let (after, up_to) = age.reported(now);
                    at > after && at <= up_to
                })
                .collect();
            assert_eq!(of.len(), 1, "{hours} hours: {of:?}");
        }
        let (after, up_to) = Age::Week.reported(now);
        assert_eq!((after, up_to), (now.plus_seconds(-7 * DAY), now.plus_seconds(-DAY)));
    }
}
