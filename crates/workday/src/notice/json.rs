//! A notice as JSON.

use jiff::civil::Date;
use serde::Deserialize;

use super::reading::Days;
use super::{Notice, NoticeDays};
use crate::NoticeError;

/// Reads one notice from JSON: the fields of [`Notice`], as serde writes it, or a year's file of holiday-cn.
///
/// `to`, `document`, `issued`, `source` and `amends` may be missing.
///
/// # Errors
/// [`NoticeError::Json`] with the place where the text is broken or has another shape; [`NoticeError::NoDays`] for a year
/// nobody has arranged yet; [`NoticeError::Span`] and [`NoticeError::Year`] as for a calendar.
///
/// ```
/// use workday::{NoticeError, notice};
///
/// let own = r#"{"year": 2026, "days": [{"from": "2026-10-01", "to": "2026-10-03", "works": false, "name": "国庆节"}]}"#;
/// let theirs = r#"{"year": 2026, "papers": [], "days": [
///     {"name": "国庆节", "date": "2026-10-01", "isOffDay": true},
///     {"name": "国庆节", "date": "2026-10-02", "isOffDay": true},
///     {"name": "国庆节", "date": "2026-10-03", "isOffDay": true}]}"#;
/// assert_eq!(notice::from_json(own)?, notice::from_json(theirs)?);
/// assert_eq!(notice::from_json(r#"{"year": 2027, "days": []}"#), Err(NoticeError::NoDays { year: 2027 }));
/// # Ok::<(), NoticeError>(())
/// ```
pub fn from_json(text: &str) -> Result<Notice, NoticeError> {
    let form: Form = serde_json::from_str(text).map_err(|error| NoticeError::Json {
        line: error.line(),
        column: error.column(),
    })?;
    let mut spans = Vec::new();
    let mut single = Days::default();
    for entry in form.days {
        match entry {
            Entry::Span { from, to, works, name } => spans.push(NoticeDays {
                from,
                to: to.unwrap_or(from),
                works,
                name,
            }),
            Entry::Day { date, off, name } => {
                single.add(date, !off, &name);
            }
        }
    }
    spans.extend(single.into_spans());
    let notice = Notice {
        year: form.year,
        document: form.document,
        issued: form.issued,
        source: form
            .source
            .or_else(|| form.papers.into_iter().next())
            .unwrap_or_default(),
        amends: form.amends,
        days: spans,
    };
    notice.check()?;
    Ok(notice)
}

#[derive(Deserialize)]
struct Form {
    year: i16,
    document: Option<String>,
    issued: Option<Date>,
    source: Option<String>,
    /// The addresses in a file of holiday-cn; the first is the yearly notice.
    #[serde(default)]
    papers: Vec<String>,
    #[serde(default)]
    amends: bool,
    days: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Entry {
    Span {
        from: Date,
        to: Option<Date>,
        works: bool,
        name: String,
    },
    Day {
        date: Date,
        #[serde(rename = "isOffDay")]
        off: bool,
        name: String,
    },
}
