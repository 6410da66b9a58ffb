//! The State Council's yearly notices: what they hold, and how to read them.
//!
//! | from | with |
//! | --- | --- |
//! | the crate's own lines | [`Notice::read_all`] |
//! | the notice's Chinese text, as pasted | [`from_text`] |
//! | JSON, the crate's own or holiday-cn's | [`from_json`] |
//! | an iCalendar feed | [`from_ics`] |
//!
//! Texts and feeds are read into a [`Reading`], which lists what was not understood; a person looks at it before the
//! notice goes into a calendar with [`Calendar::with_notice`](crate::Calendar::with_notice).

mod ics;
mod json;
mod phrase;
mod reading;
mod sheet;
mod text;

use std::fmt::Write as _;

use jiff::civil::{Date, date};
use serde::Serialize;

use crate::NoticeError;

pub use ics::from_ics;
pub use json::from_json;
pub use reading::{Doubt, Issue, Reading};
pub use text::from_text;

/// One notice of the General Office of the State Council: which days of a year are off, which weekend days are worked.
///
/// ```
/// use workday::Calendar;
///
/// let notice = Calendar::builtin().notices().last().expect("there are notices");
/// assert_eq!((notice.year, notice.amends, notice.days.len()), (2026, false, 13));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Notice {
    /// The year the notice arranges. It may speak of days just outside it (2018-12-29 is in the notice for 2019).
    pub year: i16,
    /// Document number, such as 国办发明电〔2023〕7号, where known.
    pub document: Option<String>,
    /// Date of issue, where known.
    pub issued: Option<Date>,
    /// Address of the notice, or the data set the days were taken from.
    pub source: String,
    /// `true`: it changes the days it names and leaves the rest of an earlier notice for the year alone, as the second
    /// ones of 2015, 2019 and 2020 did. `false`: it arranges the whole year and replaces an earlier one.
    pub amends: bool,
    /// The days it names, in spans.
    pub days: Vec<NoticeDays>,
}

/// A run of days treated alike by a notice.
///
/// ```
/// use workday::Calendar;
///
/// let days = &Calendar::builtin().notices().last().expect("there are notices").days;
/// assert_eq!((days[0].name.as_str(), days[0].to.day(), days[0].works), ("元旦", 3, false));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NoticeDays {
    /// First day.
    pub from: Date,
    /// Last day, included.
    pub to: Date,
    /// `true`: worked in exchange (调休上班). `false`: off.
    pub works: bool,
    /// The festival the arrangement belongs to. A worked day carries the name too: the name never decides.
    pub name: String,
}

impl Notice {
    /// What to call the notice on a screen: its number, or `国务院办公厅2011年放假通知` where the number is unknown.
    ///
    /// ```
    /// use workday::Calendar;
    ///
    /// let titles: Vec<String> = Calendar::builtin().notices().iter().map(|notice| notice.title()).collect();
    /// assert_eq!((titles[0].as_str(), titles[2].as_str()), ("国务院办公厅2004年放假通知", "国办发明电〔2005〕35号"));
    /// ```
    #[must_use]
    pub fn title(&self) -> String {
        match &self.document {
            Some(document) => document.clone(),
            None => format!("国务院办公厅{}年放假通知", self.year),
        }
    }

    /// The title with the date of issue, where known: what to print beside a day.
    ///
    /// ```
    /// use workday::Calendar;
    ///
    /// let notice = Calendar::builtin().notices().last().expect("there are notices");
    /// assert_eq!(notice.citation(), "国办发明电〔2025〕7号，2025年11月4日");
    /// ```
    #[must_use]
    pub fn citation(&self) -> String {
        let mut words = self.title();
        if let Some(day) = self.issued {
            let _ = write!(words, "，{}年{}月{}日", day.year(), day.month(), day.day());
        }
        words
    }

    /// Reads notices from text, in the format of the crate's own data.
    ///
    /// A line is `notice,year,document,issued,source`, or `amend,…` for one that only changes an earlier one, followed by its days, `off,from,to,name` or
    /// `work,from,to,name`. Document, issued and `to` may be empty; dates are `2026-10-01`; lines that are empty or
    /// begin with `#` are skipped. No field but the last may hold a comma.
    ///
    /// # Errors
    /// [`NoticeError::Line`] for the first line that does not read.
    ///
    /// ```
    /// use workday::Notice;
    ///
    /// let notices = Notice::read_all("notice,2026,,2025-11-04,example\noff,2026-10-01,2026-10-07,国庆节\n")?;
    /// assert_eq!(notices[0].days[0].name, "国庆节");
    /// # Ok::<(), workday::NoticeError>(())
    /// ```
    pub fn read_all(text: &str) -> Result<Vec<Self>, NoticeError> {
        let mut notices = Vec::new();
        for (index, line) in text.lines().enumerate() {
            let line = line.trim_end();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            read_line(line, &mut notices).ok_or(NoticeError::Line { line: index + 1 })?;
        }
        Ok(notices)
    }

    /// The notice as lines that [`Notice::read_all`] reads back.
    ///
    /// ```
    /// use workday::Notice;
    ///
    /// let text = "notice,2026,,2025-11-04,example\noff,2026-10-01,2026-10-07,国庆节\nwork,2026-10-10,,国庆节\n";
    /// let notices = Notice::read_all(text)?;
    /// assert_eq!(notices[0].to_lines(), text);
    /// # Ok::<(), workday::NoticeError>(())
    /// ```
    #[must_use]
    pub fn to_lines(&self) -> String {
        let tag = if self.amends { "amend" } else { "notice" };
        let document = self.document.as_deref().unwrap_or_default();
        let issued = self.issued.map(|day| day.to_string()).unwrap_or_default();
        let mut text = format!("{tag},{},{document},{issued},{}\n", self.year, self.source);
        for span in &self.days {
            let tag = if span.works { "work" } else { "off" };
            let to = if span.to == span.from {
                String::new()
            } else {
                span.to.to_string()
            };
            let _ = writeln!(text, "{tag},{},{to},{}", span.from, span.name);
        }
        text
    }

    /// Checks that there are days, and that the spans run forwards and stay near the year.
    pub(crate) fn check(&self) -> Result<(), NoticeError> {
        check_year(self.year)?;
        // The empty table of a year that nobody has arranged must not turn guesses into facts.
        if self.days.is_empty() {
            return Err(NoticeError::NoDays { year: self.year });
        }
        let nearby = date(self.year - 1, 12, 1)..=date(self.year + 1, 1, 31);
        for span in &self.days {
            if span.to < span.from || !nearby.contains(&span.from) || !nearby.contains(&span.to) {
                return Err(NoticeError::Span { from: span.from });
            }
        }
        Ok(())
    }
}

/// Years a calendar keeps a table for.
pub(crate) fn check_year(year: i16) -> Result<(), NoticeError> {
    if (1949..=2199).contains(&year) {
        Ok(())
    } else {
        Err(NoticeError::Year { year })
    }
}

fn read_line(line: &str, notices: &mut Vec<Notice>) -> Option<()> {
    let (tag, rest) = line.split_once(',')?;
    if tag == "notice" || tag == "amend" {
        let mut fields = rest.splitn(4, ',');
        let (year, document) = (fields.next()?.parse().ok()?, fields.next()?);
        let (issued, source) = (fields.next()?, fields.next()?);
        notices.push(Notice {
            year,
            document: (!document.is_empty()).then(|| document.to_owned()),
            issued: if issued.is_empty() {
                None
            } else {
                Some(issued.parse().ok()?)
            },
            source: source.to_owned(),
            amends: tag == "amend",
            days: Vec::new(),
        });
        return Some(());
    }
    let works = match tag {
        "work" => true,
        "off" => false,
        _ => return None,
    };
    let mut fields = rest.splitn(3, ',');
    let from: Date = fields.next()?.parse().ok()?;
    let to = match fields.next()? {
        "" => from,
        to => to.parse().ok()?,
    };
    let name = fields.next()?.to_owned();
    notices.last_mut()?.days.push(NoticeDays { from, to, works, name });
    Some(())
}
