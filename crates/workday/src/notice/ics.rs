//! A year's days from an iCalendar feed.

use jiff::SignedDuration;
use jiff::civil::{Date, DateTime};

use super::reading::{Days, Doubt, Issue, Reading};
use super::{Notice, NoticeDays};
use crate::civil::DAY;

/// Festivals that are days off for everybody by law, in every year. 除夕 is not among them: it was worked in 2024.
const FESTIVALS: [&str; 7] = ["元旦", "春节", "清明", "劳动节", "端午", "中秋", "国庆"];
/// Half-day observances for some, whatever the feed says of them.
const OBSERVANCES: [&str; 4] = ["妇女节", "青年节", "儿童节", "建军节"];

/// Reads the days of a year from an iCalendar text (RFC 5545).
///
/// An entry lasts from DTSTART to the day before DTEND; without DTEND it lasts one day, or its DURATION. A summary with
/// 补班, 上班 or （班） is worked; one with 放假 or （休）, or with the name of a festival that is always a day off, is off. All
/// other entries are returned in `to_confirm`: observances such as 妇女节 in any case, and 调休 alone, which may mean either.
/// Cancelled entries and other years are left out; repeating entries and broken ones are issues.
///
/// ```
/// use jiff::civil::date;
/// use workday::notice;
///
/// let feed = "BEGIN:VCALENDAR\r\n\
///     BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260215\r\nDTEND;VALUE=DATE:20260224\r\nSUMMARY:春节\r\nEND:VEVENT\r\n\
///     BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260308\r\nSUMMARY:妇女节\r\nEND:VEVENT\r\n\
///     END:VCALENDAR\r\n";
/// let reading = notice::from_ics(feed, 2026);
/// let days = reading.notice.expect("a day off").days;
/// assert_eq!((days[0].from, days[0].to), (date(2026, 2, 15), date(2026, 2, 23)));
/// assert_eq!(reading.to_confirm[0].name, "妇女节");
/// ```
#[must_use]
pub fn from_ics(text: &str, year: i16) -> Reading {
    let mut days = Days::default();
    let (mut to_confirm, mut issues) = (Vec::new(), Vec::new());
    for event in events(text) {
        let raise = |doubt| Issue {
            text: event.text.clone(),
            doubt,
        };
        if event.find("STATUS").is_some_and(|status| status.value == "CANCELLED") {
            continue;
        }
        let Some((from, to)) = event.extent() else {
            issues.push(raise(Doubt::NotUnderstood));
            continue;
        };
        if from.year() != year && to.year() != year {
            continue;
        }
        if event.find("RRULE").is_some() {
            issues.push(raise(Doubt::NotUnderstood));
            continue;
        }
        let name = event.find("SUMMARY").map(|line| plain(line.value)).unwrap_or_default();
        let Some(works) = judge(&name) else {
            to_confirm.push(NoticeDays {
                from,
                to,
                works: false,
                name,
            });
            continue;
        };
        for date in from.series(jiff::Span::new().days(1)).take_while(|day| *day <= to) {
            if !days.add(date, works, &name) {
                issues.push(raise(Doubt::Conflict { date }));
            }
        }
    }
    let days = days.into_spans();
    if days.is_empty() {
        issues.push(Issue {
            text: String::new(),
            doubt: Doubt::NoDays,
        });
    }
    let notice = (!days.is_empty()).then_some(Notice {
        year,
        document: None,
        issued: None,
        source: String::new(),
        amends: false,
        days,
    });
    Reading {
        notice,
        to_confirm,
        issues,
    }
}

/// Whether an entry with this summary is worked; `None` when only a person can say.
fn judge(name: &str) -> Option<bool> {
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    if has(&OBSERVANCES) {
        None
    } else if has(&["上班", "补班", "(班)", "（班）", "[班]"]) {
        Some(true)
    } else if has(&["放假", "(休)", "（休）", "[休]"]) || has(&FESTIVALS) && !has(&["调休"]) {
        Some(false)
    } else {
        None
    }
}

/// One VEVENT.
struct Event {
    /// Its lines, as they stand when unfolded.
    text: String,
}

struct Line<'a> {
    params: &'a str,
    value: &'a str,
}

fn events(text: &str) -> Vec<Event> {
    // A line that begins with a blank goes on where the line before ended.
    let text = text.replace("\r\n", "\n").replace("\n ", "").replace("\n\t", "");
    let mut events = Vec::new();
    let mut open: Option<String> = None;
    for line in text.lines() {
        let line = line.trim_end();
        if line.eq_ignore_ascii_case("BEGIN:VEVENT") {
            open = Some(String::new());
        } else if line.eq_ignore_ascii_case("END:VEVENT") {
            events.extend(open.take().map(|text| Event { text }));
        } else if let Some(event) = &mut open {
            if !event.is_empty() {
                event.push('\n');
            }
            event.push_str(line);
        }
    }
    // A feed cut off in the middle of an entry: the entry is broken, not absent.
    events.extend(open.map(|text| Event { text: text + "\n…" }));
    events
}

impl Event {
    fn find(&self, name: &str) -> Option<Line<'_>> {
        self.text.lines().find_map(|line| {
            let (left, value) = line.split_once(':')?;
            let (found, params) = left.split_once(';').unwrap_or((left, ""));
            found.eq_ignore_ascii_case(name).then_some(Line { params, value })
        })
    }

    /// First and last day.
    fn extent(&self) -> Option<(Date, Date)> {
        if self.text.ends_with('…') {
            return None;
        }
        let from = self.find("DTSTART")?.moment()?;
        let end = match (self.find("DTEND"), self.find("DURATION")) {
            (Some(line), _) => line.moment()?,
            (None, Some(line)) => from.checked_add(days(line.value)?).ok()?,
            (None, None) => from.checked_add(SignedDuration::from_secs(DAY)).ok()?,
        };
        // The end is the first moment that no longer belongs to the entry; an entry of no length is its day.
        let last = end.checked_sub(SignedDuration::from_secs(1)).ok()?.max(from);
        let backwards = end < from;
        (!backwards).then_some((from.date(), last.date()))
    }
}

impl Line<'_> {
    /// A date or a moment, in China's civil time.
    fn moment(&self) -> Option<DateTime> {
        let value = self.value.trim();
        if !value.is_ascii() {
            return None;
        }
        let is_date = self.params.to_ascii_uppercase().contains("VALUE=DATE") || !value.contains('T');
        let date = value.get(..8)?;
        let date: Date = format!("{}-{}-{}", &date[..4], date.get(4..6)?, &date[6..])
            .parse()
            .ok()?;
        if is_date {
            return Some(date.at(0, 0, 0, 0));
        }
        let (clock, utc) = match value.strip_suffix('Z') {
            Some(value) => (value.get(9..)?, true),
            None => (value.get(9..)?, false),
        };
        let time = format!("{}:{}:{}", clock.get(..2)?, clock.get(2..4)?, clock.get(4..6)?);
        let moment = date.to_datetime(time.parse().ok()?);
        let offset = SignedDuration::from_hours(if utc { 8 } else { 0 });
        moment.checked_add(offset).ok()
    }
}

/// A DURATION of days or weeks, `P9D` or `P1W`.
fn days(value: &str) -> Option<SignedDuration> {
    let amount = value.trim().strip_prefix('P')?;
    let days = match (amount.strip_suffix('D'), amount.strip_suffix('W')) {
        (Some(days), _) => days.parse::<i64>().ok()?,
        (_, Some(weeks)) => weeks.parse::<i64>().ok()?.checked_mul(7)?,
        _ => return None,
    };
    (1..=366).contains(&days).then(|| SignedDuration::from_secs(days * DAY))
}

/// A text value without its escapes.
fn plain(value: &str) -> String {
    value
        .trim()
        .replace("\\,", ",")
        .replace("\\;", ";")
        .replace("\\n", " ")
        .replace("\\\\", "\\")
}
