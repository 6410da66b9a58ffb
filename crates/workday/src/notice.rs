//! The State Council's yearly notices, and the plain text they are kept in.

use jiff::civil::{Date, date};

use crate::NoticeError;

/// One notice of the General Office of the State Council: which days of a year are off, which weekend days are worked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The year the notice arranges. It may speak of days just outside it (2018-12-29 is in the notice for 2019).
    pub year: i16,
    /// Document number, such as 国办发明电〔2023〕7号, where known.
    pub document: Option<String>,
    /// Date of issue, where known.
    pub issued: Option<Date>,
    /// Address of the notice, or the data set the days were taken from.
    pub source: String,
    /// The days it names, in spans.
    pub days: Vec<NoticeDays>,
}

/// A run of days treated alike by a notice.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    #[must_use]
    pub fn title(&self) -> String {
        match &self.document {
            Some(document) => document.clone(),
            None => format!("国务院办公厅{}年放假通知", self.year),
        }
    }

    /// Reads notices from text, in the format of the crate's own data.
    ///
    /// A line is `notice,year,document,issued,source`, followed by its days, `off,from,to,name` or
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

    /// Checks that the spans run forwards and stay near the year.
    pub(crate) fn check(&self) -> Result<(), NoticeError> {
        check_year(self.year)?;
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
    if tag == "notice" {
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
