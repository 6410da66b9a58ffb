//! iCalendar as RFC 5545 writes it: lines of at most 75 octets, ends by CR LF, marks escaped. No clock, no SQL. The kept
//! writer (`icalendar`) stands on chrono, a second library of time for these few lines.

use jiff::civil::Date;
use kernel::Moment;

/// When an entry is due.
#[derive(Clone, Copy, Debug)]
pub enum When {
    At(Moment),
    /// A limit in whole days holds until the end of its last day.
    Day(Date),
}

/// A moment as a calendar shows it: the day before where it is a midnight.
pub fn when(due: Moment) -> When {
    let civil = due.civil();
    match (civil.hour(), civil.minute(), civil.second()) {
        (0, 0, 0) => When::Day(due.plus_seconds(-1).civil().date()),
        _ => When::At(due),
    }
}

#[derive(Clone, Debug)]
pub struct Entry {
    /// The same for the same thing in every reading, so that a moved due date moves the entry.
    pub uid: String,
    pub when: When,
    pub summary: String,
    pub location: String,
    pub url: String,
}

/// The whole calendar.
pub fn calendar(name: &str, stamp: Moment, entries: &[Entry]) -> String {
    let mut text = String::new();
    let mut line = |content: &str| fold(&mut text, content);
    line("BEGIN:VCALENDAR");
    line("VERSION:2.0");
    line("PRODID:-//Xingge//due dates//ZH");
    line("METHOD:PUBLISH");
    line(&format!("X-WR-CALNAME:{}", escape(name)));
    line("REFRESH-INTERVAL;VALUE=DURATION:PT1H");
    line("X-PUBLISHED-TTL:PT1H");
    for entry in entries {
        line("BEGIN:VEVENT");
        line(&format!("UID:{}", entry.uid));
        line(&format!("DTSTAMP:{}", utc(stamp)));
        line(&match entry.when {
            When::At(at) => format!("DTSTART:{}", utc(at)),
            When::Day(day) => format!("DTSTART;VALUE=DATE:{}", day.strftime("%Y%m%d")),
        });
        line(&format!("SUMMARY:{}", escape(&entry.summary)));
        line(&format!("LOCATION:{}", escape(&entry.location)));
        line(&format!("URL:{}", entry.url));
        // Nobody is busy because something is due.
        line("TRANSP:TRANSPARENT");
        line("END:VEVENT");
    }
    line("END:VCALENDAR");
    text
}

/// `20261125T013000Z`.
fn utc(at: Moment) -> String {
    const EAST_SECONDS: i64 = 8 * 3600;
    at.plus_seconds(-EAST_SECONDS)
        .civil()
        .strftime("%Y%m%dT%H%M%SZ")
        .to_string()
}

/// Backslash, semicolon, comma and line break as a text value writes them (§3.3.11).
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => escaped.extend(['\\', c]),
            '\n' => escaped.push_str("\\n"),
            '\r' => {}
            _ => escaped.push(c),
        }
    }
    escaped
}

/// One content line, broken before 75 octets, never inside a character (§3.1).
fn fold(text: &mut String, content: &str) {
    let mut width = 0;
    for c in content.chars() {
        if width + c.len_utf8() > 75 {
            text.push_str("\r\n ");
            width = 1;
        }
        text.push(c);
        width += c.len_utf8();
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn entry(summary: &str, due: Moment) -> Entry {
        Entry {
            uid: "1@xingge".into(),
            when: when(due),
            summary: summary.into(),
            location: "河南路社区第一网格".into(),
            url: "http://127.0.0.1/cases/1".into(),
        }
    }

    #[test]
    fn a_moment_is_told_in_utc_and_a_whole_day_by_its_date() {
        let rows = [
            (date(2026, 11, 25).at(9, 30, 0, 0), "DTSTART:20261125T013000Z"),
            (date(2026, 3, 1).at(7, 0, 0, 0), "DTSTART:20260228T230000Z"),
            (date(2026, 11, 26).at(0, 0, 0, 0), "DTSTART;VALUE=DATE:20261125"),
            (date(2027, 1, 1).at(0, 0, 0, 0), "DTSTART;VALUE=DATE:20261231"),
        ];
        for (due, line) in rows {
            let due = Moment::from_civil(due);
            let text = calendar("待办", due, &[entry("核实", due)]);
            assert!(text.contains(&format!("\r\n{line}\r\n")), "{due}: {text}");
        }
    }

    #[test]
    fn marks_are_escaped_and_nothing_opens_a_line_of_its_own() {
        let text = calendar("待办", Moment(0), &[entry("a,b;c\\d\nEND:VCALENDAR\r", Moment(0))]);
        assert!(
            text.contains("\r\nSUMMARY:a\\,b\\;c\\\\d\\nEND:VCALENDAR\r\n"),
            "{text}"
        );
        assert_eq!(text.matches("\r\nEND:VCALENDAR").count(), 1);
    }

    #[test]
    fn long_lines_break_between_characters_and_join_again() {
        let long = "督办回复𠮷".repeat(40);
        let text = calendar("待办", Moment(0), &[entry(&long, Moment(0))]);
        for line in text.split("\r\n") {
            assert!(line.len() <= 75, "{} octets: {line}", line.len());
        }
        assert!(text.replace("\r\n ", "").contains(&format!("SUMMARY:{long}\r\n")));
    }
}
