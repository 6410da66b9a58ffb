//! Office hours: the sessions of a day, by season and weekday.

use jiff::civil::{Date, Time, Weekday, time};

use crate::HoursError;
use crate::civil::{day_number, weekday};

/// A set of weekdays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Weekdays(u8);

impl Weekdays {
    /// Monday to Sunday.
    pub const ALL: Self = Self(0b111_1111);

    /// A set from its members.
    ///
    /// ```
    /// use jiff::civil::Weekday;
    /// use workday::Weekdays;
    ///
    /// assert!(Weekdays::of(&[Weekday::Friday]).contains(Weekday::Friday));
    /// ```
    #[must_use]
    pub fn of(days: &[Weekday]) -> Self {
        Self(days.iter().fold(0, |set, day| set | 1 << day.to_monday_zero_offset()))
    }

    /// Whether a weekday is in the set.
    #[must_use]
    pub fn contains(self, day: Weekday) -> bool {
        self.has(day.to_monday_zero_offset() as usize)
    }

    const fn has(self, day: usize) -> bool {
        self.0 & (1 << day) != 0
    }
}

/// One stretch of office time, such as the morning.
///
/// The calendar decides whether a day is worked; the weekdays only choose its sessions. A make-up Saturday or Sunday
/// that no session names keeps the hours of the last day from Monday to Friday that has some, usually Friday.
///
/// ```
/// use jiff::civil::{Weekday, time};
/// use workday::{OfficeHours, Session, Weekdays};
///
/// let friday = Session { weekdays: Weekdays::of(&[Weekday::Friday]), ..Session::daily(time(9, 0, 0, 0), time(12, 0, 0, 0)) };
/// assert!(OfficeHours::new(vec![friday]).is_ok());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Session {
    /// First day of validity; `None`: since ever.
    pub valid_from: Option<Date>,
    /// Last day of validity, included; `None`: for good.
    pub valid_to: Option<Date>,
    /// Weekdays it is held on.
    pub weekdays: Weekdays,
    /// Start; a fraction of a second is dropped, as everywhere.
    pub start: Time,
    /// End, on the same day.
    pub end: Time,
}

impl Session {
    /// A session held every workday, for good.
    #[must_use]
    pub const fn daily(start: Time, end: Time) -> Self {
        Self {
            valid_from: None,
            valid_to: None,
            weekdays: Weekdays::ALL,
            start,
            end,
        }
    }
}

/// A stretch of working time within a day: start and end in seconds of the day.
pub(crate) type Stretch = (i64, i64);

/// When the office is open, and how many hours a workday promises.
///
/// The length of a workday is set apart from its sessions: were it their sum, a shorter summer afternoon would change
/// promises already made.
///
/// ```
/// use jiff::civil::{date, time};
/// use workday::{OfficeHours, Session};
///
/// let summer = Session {
///     valid_from: Some(date(2026, 6, 1)),
///     valid_to: Some(date(2026, 9, 30)),
///     ..Session::daily(time(15, 0, 0, 0), time(18, 0, 0, 0))
/// };
/// let hours = OfficeHours::new(vec![Session::daily(time(9, 0, 0, 0), time(12, 0, 0, 0)), summer])?;
/// assert_eq!(hours.minutes_per_workday(), 8 * 60);
/// assert_eq!(hours.with_minutes_per_workday(7 * 60)?.minutes_per_workday(), 420);
/// # Ok::<(), workday::HoursError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfficeHours {
    sessions: Vec<Session>,
    minutes_per_workday: u32,
    seasons: Vec<Season>,
}

/// A time during which no session begins or ceases to be valid.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Season {
    first: i64,
    week: [Vec<Stretch>; 7],
}

impl Default for OfficeHours {
    /// 08:00–12:00 and 14:00–18:00, eight hours a workday.
    fn default() -> Self {
        let daily = |from, to| Session::daily(time(from, 0, 0, 0), time(to, 0, 0, 0));
        Self::new(vec![daily(8, 12), daily(14, 18)]).expect("two sessions that do not overlap")
    }
}

impl OfficeHours {
    /// Office hours of these sessions, with eight hours a workday.
    ///
    /// # Errors
    /// [`HoursError`] when there is no session, one runs backwards, or two valid on one day overlap.
    ///
    /// ```
    /// use jiff::civil::time;
    /// use workday::{HoursError, OfficeHours, Session};
    ///
    /// let (start, noon) = (time(9, 0, 0, 0), time(12, 0, 0, 0));
    /// assert!(OfficeHours::new(vec![Session::daily(start, noon)]).is_ok());
    /// assert_eq!(OfficeHours::new(vec![Session::daily(noon, start)]), Err(HoursError::Backwards { start: noon }));
    /// ```
    pub fn new(sessions: Vec<Session>) -> Result<Self, HoursError> {
        if sessions.iter().all(|session| session.weekdays.0 == 0) {
            return Err(HoursError::NoSession);
        }
        let mut edges = vec![i64::MIN];
        for session in &sessions {
            let (start, end) = stretch(session);
            let backwards = matches!((session.valid_from, session.valid_to), (Some(from), Some(to)) if to < from);
            if end <= start || backwards {
                return Err(HoursError::Backwards { start: session.start });
            }
            edges.extend(session.valid_from.map(day_number));
            edges.extend(session.valid_to.map(|to| day_number(to) + 1));
        }
        edges.sort_unstable();
        edges.dedup();
        let seasons = edges
            .into_iter()
            .map(|first| season(&sessions, first))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            sessions,
            minutes_per_workday: 480,
            seasons,
        })
    }

    /// These hours with others laid over them from one day to another, both included: the summer afternoons of a year.
    ///
    /// # Errors
    /// As [`OfficeHours::new`]; the validity of the sessions given is replaced by the season's.
    ///
    /// ```
    /// use jiff::civil::{date, time};
    /// use workday::{OfficeHours, Session};
    ///
    /// let summer = [(8, 12), (15, 18)].map(|(from, to)| Session::daily(time(from, 0, 0, 0), time(to, 0, 0, 0)));
    /// let hours = OfficeHours::default().with_season(date(2026, 6, 1), date(2026, 9, 30), &summer)?;
    /// // Two sessions before the season, two in it, two after it.
    /// assert_eq!(hours.sessions().len(), 6);
    /// # Ok::<(), workday::HoursError>(())
    /// ```
    pub fn with_season(self, from: Date, to: Date, sessions: &[Session]) -> Result<Self, HoursError> {
        let mut all = Vec::new();
        for session in &self.sessions {
            let before = Session {
                valid_to: Some(
                    session
                        .valid_to
                        .unwrap_or(Date::MAX)
                        .min(from.yesterday().unwrap_or(from)),
                ),
                ..*session
            };
            let after = Session {
                valid_from: Some(session.valid_from.unwrap_or(Date::MIN).max(to.tomorrow().unwrap_or(to))),
                ..*session
            };
            let outside =
                session.valid_from.is_some_and(|first| to < first) || session.valid_to.is_some_and(|last| last < from);
            if outside {
                all.push(*session);
            } else {
                all.extend(
                    [before, after]
                        .into_iter()
                        .filter(|part| part.valid_from.unwrap_or(Date::MIN) <= part.valid_to.unwrap_or(Date::MAX)),
                );
            }
        }
        all.extend(sessions.iter().map(|session| Session {
            valid_from: Some(from),
            valid_to: Some(to),
            ..*session
        }));
        Self::new(all)?.with_minutes_per_workday(self.minutes_per_workday)
    }

    /// The same sessions with another length of a workday, as mode H counts it.
    ///
    /// # Errors
    /// [`HoursError::WorkdayLength`] outside 1 to 1,440 minutes.
    ///
    /// ```
    /// let hours = workday::OfficeHours::default().with_minutes_per_workday(7 * 60 + 30)?;
    /// assert_eq!(hours.minutes_per_workday(), 450);
    /// # Ok::<(), workday::HoursError>(())
    /// ```
    pub fn with_minutes_per_workday(mut self, minutes: u32) -> Result<Self, HoursError> {
        if !(1..=1_440).contains(&minutes) {
            return Err(HoursError::WorkdayLength { minutes });
        }
        self.minutes_per_workday = minutes;
        Ok(self)
    }

    /// The sessions.
    ///
    /// ```
    /// assert_eq!(workday::OfficeHours::default().sessions().len(), 2);
    /// ```
    #[must_use]
    pub fn sessions(&self) -> &[Session] {
        &self.sessions
    }

    /// Minutes of office time one 工作日 stands for in mode H.
    ///
    /// ```
    /// assert_eq!(workday::OfficeHours::default().minutes_per_workday(), 480);
    /// ```
    #[must_use]
    pub const fn minutes_per_workday(&self) -> u32 {
        self.minutes_per_workday
    }

    /// The sessions of a day, given that it is worked; in order, apart.
    pub(crate) fn stretches(&self, day: i64) -> &[Stretch] {
        // The first season begins before every day, so there is always one to find.
        let season = match self.seasons.as_slice() {
            [always] => always,
            seasons => &seasons[seasons.partition_point(|season| season.first <= day) - 1],
        };
        &season.week[weekday(day)]
    }
}

fn stretch(session: &Session) -> Stretch {
    let seconds = |at: Time| (i64::from(at.hour()) * 60 + i64::from(at.minute())) * 60 + i64::from(at.second());
    (seconds(session.start), seconds(session.end))
}

fn season(sessions: &[Session], first: i64) -> Result<Season, HoursError> {
    let is_valid = |session: &&Session| {
        session.valid_from.is_none_or(|from| day_number(from) <= first)
            && session.valid_to.is_none_or(|to| first <= day_number(to))
    };
    let mut valid: Vec<&Session> = sessions.iter().filter(is_valid).collect();
    valid.sort_by_key(|session| session.start);
    let mut week: [Vec<Stretch>; 7] = Default::default();
    for (day, stretches) in week.iter_mut().enumerate() {
        for session in valid.iter().filter(|session| session.weekdays.has(day)) {
            let next = stretch(session);
            if stretches.last().is_some_and(|before| next.0 < before.1) {
                return Err(HoursError::Overlap { start: session.start });
            }
            stretches.push(next);
        }
    }
    // Saturday and Sunday are looked up only when they are worked.
    for day in [5, 6] {
        if week[day].is_empty() {
            week[day] = week[..5]
                .iter()
                .rev()
                .find(|day| !day.is_empty())
                .cloned()
                .unwrap_or_default();
        }
    }
    Ok(Season { first, week })
}
