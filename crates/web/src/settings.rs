//! What an office sets for itself: its hours, the limits of its stages, the name of its centre.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, Time, date};
use kernel::{Issues, Moment};
use serde::{Deserialize, Serialize};
use workday::{Calendar, Limit, Mode, OfficeHours, Session, Timetable, Unit};

/// Summer hours come back every year; the timetable knows them for these years, and the plain hours for all others.
const YEARS: std::ops::RangeInclusive<i16> = 2016..=2060;
/// Forty hours: five workdays of eight.
const MOST_MINUTES: u32 = 40 * 60;
const MOST_DAYS: u32 = 60;
const MOST_NAME: usize = 30;

/// A time of the day, written `08:30`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Minute(u16);

/// A day of any year, written `06-01`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct MonthDay {
    month: i8,
    day: i8,
}

/// Two parts joined by a mark, each of two digits.
fn pair(text: &str, mark: char) -> Option<(u16, u16)> {
    let (first, second) = text.split_once(mark)?;
    let number = |part: &str| (part.len() == 2).then(|| part.parse().ok()).flatten();
    Some((number(first)?, number(second)?))
}

impl FromStr for Minute {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match pair(text, ':') {
            Some((hour, minute)) if hour < 24 && minute < 60 => Ok(Self(hour * 60 + minute)),
            _ if text.is_empty() => Err("还没有填，应写成 08:30 的样子。".to_owned()),
            _ => Err(format!("“{text}”不是时间，应写成 08:30 的样子。")),
        }
    }
}

impl fmt::Display for Minute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl FromStr for MonthDay {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || match text {
            "" => "还没有填，应写成 06-01 的样子。".to_owned(),
            _ => format!("“{text}”不是日期，应写成 06-01 的样子（2 月 29 日不能用）。"),
        };
        let (month, day) = pair(text, '-').ok_or_else(wrong)?;
        let (month, day) = (i8::try_from(month), i8::try_from(day));
        let (month, day) = month.ok().zip(day.ok()).ok_or_else(wrong)?;
        // A day that every year has.
        Date::new(2001, month, day).map_err(|_| wrong())?;
        Ok(Self { month, day })
    }
}

impl fmt::Display for MonthDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}-{:02}", self.month, self.day)
    }
}

impl MonthDay {
    fn of(self, year: i16) -> Date {
        date(year, self.month, self.day)
    }
}

macro_rules! written {
    ($name:ty) => {
        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.to_string()
            }
        }

        impl TryFrom<String> for $name {
            type Error = String;

            fn try_from(text: String) -> Result<Self, String> {
                text.parse()
            }
        }
    };
}
written!(Minute);
written!(MonthDay);

/// The sessions of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    pub morning: (Minute, Minute),
    pub afternoon: (Minute, Minute),
}

/// Other sessions from a day to a day of every year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Summer {
    pub from: MonthDay,
    pub to: MonthDay,
    pub hours: Hours,
}

/// Limits of the stages inside the office (domain.md §4.3, §6.1): working minutes, and workdays of the reporter's silence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stages {
    pub intake: u32,
    pub verify: u32,
    pub dispatch: u32,
    pub accept: u32,
    pub inspect: u32,
    pub confirm_days: u32,
}

/// Everything an office sets for itself, besides its name and its catalogue. Unknown keys are refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// The demo's one-click sign-in exists only where this is so.
    pub demo: bool,
    /// The name of the centre that takes in and dispatches.
    pub centre: String,
    pub hours: Hours,
    pub summer: Option<Summer>,
    pub stages: Stages,
}

impl Default for Settings {
    fn default() -> Self {
        let (morning, afternoon) = ((Minute(8 * 60), Minute(12 * 60)), (Minute(14 * 60), Minute(18 * 60)));
        Self {
            demo: false,
            centre: "社会服务管理中心".to_owned(),
            hours: Hours { morning, afternoon },
            summer: None,
            stages: Stages {
                intake: 120,
                verify: 240,
                dispatch: 15,
                accept: 120,
                inspect: 480,
                confirm_days: 5,
            },
        }
    }
}

impl Stages {
    /// Each limit with its key, its name on the screen, its unit and the most it may be.
    #[must_use]
    pub const fn named(&self) -> [(&'static str, &'static str, &'static str, u32, u32); 6] {
        const MINUTES: &str = "工作分钟";
        [
            ("intake", "受理", MINUTES, self.intake, MOST_MINUTES),
            ("verify", "现场核实", MINUTES, self.verify, MOST_MINUTES),
            ("dispatch", "派遣", MINUTES, self.dispatch, MOST_MINUTES),
            ("accept", "签收", MINUTES, self.accept, MOST_MINUTES),
            ("inspect", "核查", MINUTES, self.inspect, MOST_MINUTES),
            ("confirm_days", "等反映人回复", "工作日", self.confirm_days, MOST_DAYS),
        ]
    }
}

impl Hours {
    fn is_in_order(&self) -> bool {
        let Self { morning, afternoon } = self;
        morning.0 < morning.1 && morning.1 <= afternoon.0 && afternoon.0 < afternoon.1
    }

    fn sessions(self, from: Option<Date>, to: Option<Date>) -> [Session; 2] {
        let time = |at: Minute| Time::constant(0, 0, 0, 0) + jiff::SignedDuration::from_mins(i64::from(at.0));
        [self.morning, self.afternoon].map(|(start, end)| Session {
            valid_from: from,
            valid_to: to,
            ..Session::daily(time(start), time(end))
        })
    }
}

impl Settings {
    /// What cannot be used, each with its field.
    ///
    /// # Errors
    /// Every issue at once.
    pub fn check(&self) -> Result<(), Issues> {
        let mut issues = Issues::default();
        if self.centre.is_empty() || codes::text::length(&self.centre) > MOST_NAME {
            let text = format!("请填写中心的名称，不超过 {MOST_NAME} 字。");
            issues.add("centre", "access.office.centre", text);
        }
        let order = "上下班时间要按先后：上午开始、上午结束、下午开始、下午结束。";
        if !self.hours.is_in_order() {
            issues.add("morning_from", "access.office.hours", order);
        }
        if let Some(summer) = &self.summer {
            if !summer.hours.is_in_order() {
                issues.add("summer_morning_from", "access.office.hours", format!("夏季{order}"));
            }
            if summer.from >= summer.to {
                let text = "夏季的开始日期应早于结束日期，在同一年里。";
                issues.add("summer_from", "access.office.summer", text);
            }
        }
        for (key, name, unit, value, most) in self.stages.named() {
            if !(1..=most).contains(&value) {
                issues.add(
                    key,
                    "access.office.stage",
                    format!("{name}时限应为 1 到 {most} 的整数（{unit}）。"),
                );
            }
        }
        issues.or(())
    }

    /// A calendar with the office's hours.
    ///
    /// # Errors
    /// When sessions run backwards or overlap; `check` says so in words.
    pub fn timetable(&self, calendar: Calendar) -> Result<Timetable, workday::HoursError> {
        let mut sessions = Vec::new();
        let mut plain_from = None;
        if let Some(summer) = &self.summer {
            for year in YEARS {
                let (from, to) = (summer.from.of(year), summer.to.of(year));
                sessions.extend(self.hours.sessions(plain_from, from.yesterday().ok()));
                sessions.extend(summer.hours.sessions(Some(from), Some(to)));
                plain_from = to.tomorrow().ok();
            }
        }
        sessions.extend(self.hours.sessions(plain_from, None));
        Ok(Timetable::new(calendar, OfficeHours::new(sessions)?))
    }
}

impl Settings {
    /// What these hours mean for a limit that starts in the afternoon of a day: an example for people.
    #[must_use]
    pub fn example(&self, now: Moment, calendar: &Calendar) -> String {
        const HOURS: u32 = 4;
        let today = now.civil().date();
        let limit = Limit {
            amount: HOURS,
            unit: Unit::WorkHour,
        };
        let due = self
            .timetable(calendar.clone())
            .map_err(|error| error.to_string())
            .and_then(|timetable| {
                let due = timetable.deadline(today.at(16, 0, 0, 0), limit, Mode::H);
                due.map_err(|error| error.to_string())
            });
        let Ok(due) = due else {
            return "这样的时间算不出到期时间，请检查。".to_owned();
        };
        let day = match (due.at.date() - today).get_days() {
            0 => "今天".to_owned(),
            1 => "明天".to_owned(),
            _ => due.at.strftime("%m-%d").to_string(),
        };
        format!(
            "例如今天 16:00 起 {HOURS} 个工作时 → {day} {}",
            due.at.strftime("%H:%M")
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(text: &str) -> Hours {
        let at: Vec<Minute> = text.split(' ').map(|at| at.parse().unwrap()).collect();
        Hours {
            morning: (at[0], at[1]),
            afternoon: (at[2], at[3]),
        }
    }

    fn calendar() -> Calendar {
        Calendar::builtin().clone()
    }

    fn summer(from: &str, to: &str) -> Settings {
        Settings {
            summer: Some(Summer {
                from: from.parse().unwrap(),
                to: to.parse().unwrap(),
                hours: hours("08:00 12:00 15:00 18:00"),
            }),
            ..Settings::default()
        }
    }

    #[test]
    fn what_is_not_set_is_as_it_always_was_and_unknown_keys_are_refused() {
        let read = |text: &str| serde_json::from_str::<Settings>(text);
        assert_eq!(read("{}").unwrap(), Settings::default());
        assert_eq!(Settings::default().timetable(calendar()).unwrap(), Timetable::default());
        assert!(read(r#"{"demo":true}"#).unwrap().demo);
        for wrong in [
            r#"{"color":"red"}"#,
            r#"{"hours":{"morning":["08:00","12:00"]}}"#,
            r#"{"hours":{"morning":["8:00","12:00"],"afternoon":["14:00","18:00"]}}"#,
            r#"{"hours":{"morning":["08:00","24:00"],"afternoon":["14:00","18:00"]}}"#,
            r#"{"summer":{"from":"02-29","to":"09-30","hours":{"morning":["08:00","12:00"],"afternoon":["15:00","18:00"]}}}"#,
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
        let written = serde_json::to_string(&summer("06-01", "09-30")).unwrap();
        assert_eq!(read(&written).unwrap(), summer("06-01", "09-30"));
    }

    #[test]
    fn summer_hours_come_back_every_year() {
        let timetable = summer("06-01", "09-30").timetable(calendar()).unwrap();
        // From, four office hours later.
        let rows = [
            ("2026-05-29T16:00", "2026-06-01T10:00"),
            ("2026-06-01T11:00", "2026-06-01T18:00"),
            ("2026-09-30T16:00", "2026-10-08T10:00"),
            ("2031-07-01T11:00", "2031-07-01T18:00"),
            ("2031-12-01T11:00", "2031-12-01T17:00"),
        ];
        for (from, to) in rows {
            let due = timetable.deadline(from.parse().unwrap(), "4wh".parse().unwrap(), Mode::H);
            assert_eq!(due.unwrap().at, to.parse().unwrap(), "{from}");
        }
    }

    #[test]
    fn the_example_counts_with_the_hours_of_the_form() {
        let tuesday = Moment::from_civil("2026-03-10T09:00".parse().unwrap());
        let friday = Moment::from_civil("2026-07-10T09:00".parse().unwrap());
        let plain = Settings::default();
        assert_eq!(
            plain.example(tuesday, &calendar()),
            "例如今天 16:00 起 4 个工作时 → 明天 10:00"
        );
        assert_eq!(
            plain.example(friday, &calendar()),
            "例如今天 16:00 起 4 个工作时 → 07-13 10:00"
        );
        let short = Settings {
            hours: hours("09:00 12:00 13:00 20:00"),
            ..Settings::default()
        };
        assert_eq!(
            short.example(tuesday, &calendar()),
            "例如今天 16:00 起 4 个工作时 → 今天 20:00"
        );
    }

    #[test]
    fn what_cannot_be_used_is_named_by_field() {
        let fields = |settings: &Settings| -> Vec<&str> {
            let issues = settings.check().err().unwrap_or_default();
            issues.0.iter().map(|issue| issue.field).collect()
        };
        assert!(fields(&Settings::default()).is_empty());
        assert!(fields(&summer("06-01", "09-30")).is_empty());
        assert_eq!(fields(&summer("10-01", "04-30")), ["summer_from"]);
        let mut settings = Settings {
            hours: hours("08:00 12:00 11:00 18:00"),
            centre: String::new(),
            ..Settings::default()
        };
        settings.stages.dispatch = 0;
        settings.stages.confirm_days = 61;
        assert_eq!(
            fields(&settings),
            ["centre", "morning_from", "dispatch", "confirm_days"]
        );
        assert!(settings.timetable(calendar()).is_err());
    }
}
