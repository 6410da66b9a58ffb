//! What reading a foreign text gave: the notice as far as it was understood, and everything that was not.

use std::collections::BTreeMap;

use jiff::civil::{Date, Weekday};

use super::{Notice, NoticeDays};

/// A notice read from a text that people or other programs wrote.
///
/// Nothing is dropped in silence: what did not become a day is in `issues` or in `to_confirm`. A person looks at both
/// before the notice goes into a calendar.
///
/// ```
/// use workday::{Calendar, notice};
///
/// let reading = notice::from_text("2027年元旦：1月1日至3日放假，共3天。");
/// assert!(reading.issues.is_empty());
/// let notice = reading.notice.expect("a year and days");
/// assert!(Calendar::builtin().with_notice(notice)?.is_known(jiff::civil::date(2027, 6, 1)));
/// # Ok::<(), workday::NoticeError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The notice, with the days in order; `None` when the text names no year or no day.
    pub notice: Option<Notice>,
    /// Entries of a feed that may be days off, or only observances; move them to the notice's days to accept them.
    pub to_confirm: Vec<NoticeDays>,
    /// What was not understood, or does not agree with itself.
    pub issues: Vec<Issue>,
}

/// A sentence or entry with something wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// The sentence or entry, as it stands in the text.
    pub text: String,
    /// What is wrong.
    pub doubt: Doubt,
}

/// What is wrong with a sentence.
///
/// ```
/// use workday::notice::{Doubt, from_text};
///
/// let issues = from_text("2026年元旦：1月1日至3日放假，共4天。").issues;
/// assert_eq!(issues[0].doubt, Doubt::WrongTotal { said: 4, counted: 3 });
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Doubt {
    /// It, or a part of it, is in words that are not known. The parts that are known were read.
    NotUnderstood,
    /// The weekday in brackets is not the date's. The day was read by its date.
    WrongWeekday {
        /// The date.
        date: Date,
        /// The weekday written beside it.
        said: Weekday,
    },
    /// 共N天 is not the number of days named.
    WrongTotal {
        /// The total written.
        said: usize,
        /// The days off named before it.
        counted: usize,
    },
    /// The same day is off in one place and worked in another; it was read as worked.
    Conflict {
        /// The day.
        date: Date,
    },
    /// The text names no year, so its dates mean nothing.
    NoYear,
    /// A second year's arrangement begins here; it and what follows was not read.
    SecondYear {
        /// The year that was read.
        first: i16,
        /// The year that begins.
        second: i16,
    },
    /// The text names no day at all.
    NoDays,
}

impl Issue {
    /// The issue as a sentence in Chinese: what is wrong, where, and what to do.
    ///
    /// ```
    /// use workday::notice;
    ///
    /// let reading = notice::from_text("2026年元旦：1月1日（周五）放假1天。");
    /// assert_eq!(reading.issues[0].in_words(), "“2026年元旦：1月1日（周五）放假1天”：1月1日应是周四，写的是周五，请核对原文。");
    /// ```
    #[must_use]
    pub fn in_words(&self) -> String {
        let what = match self.doubt {
            Doubt::NotUnderstood => "没有读懂，请对照原文手工录入".to_owned(),
            Doubt::WrongWeekday { date, said } => format!(
                "{}月{}日应是{}，写的是{}，请核对原文",
                date.month(),
                date.day(),
                weekday_word(date.weekday()),
                weekday_word(said)
            ),
            Doubt::WrongTotal { said, counted } => {
                format!("写的是共{said}天，按日期数是{counted}天，请核对原文")
            }
            Doubt::Conflict { date } => {
                format!("{}月{}日既放假又上班，暂按上班，请核对原文", date.month(), date.day())
            }
            Doubt::NoYear => "找不到年份，请连同通知的标题一起粘贴".to_owned(),
            Doubt::SecondYear { first, second } => {
                format!("前面是{first}年，从这里起是{second}年，没有读；请一次只粘贴一份通知")
            }
            Doubt::NoDays => "没有写明哪天放假、哪天上班".to_owned(),
        };
        if self.text.is_empty() {
            format!("{what}。")
        } else {
            format!("“{}”：{what}。", self.text)
        }
    }
}

/// 周一 to 周日.
pub(super) fn weekday_word(day: Weekday) -> String {
    const NAMES: [char; 7] = ['一', '二', '三', '四', '五', '六', '日'];
    format!("周{}", NAMES[day.to_monday_zero_offset() as usize])
}

fn follows(before: Date, date: Date) -> bool {
    before.tomorrow().is_ok_and(|next| next == date)
}

/// Days one by one, kept apart until the whole text is read.
#[derive(Default)]
pub(super) struct Days(BTreeMap<Date, (bool, String)>);

impl Days {
    /// Adds a day; `false` when it stands already with the other kind. A worked day stays worked.
    pub(super) fn add(&mut self, date: Date, works: bool, name: &str) -> bool {
        match self.0.get(&date) {
            Some(&(before, _)) if before != works => {
                if works {
                    self.0.insert(date, (works, name.to_owned()));
                }
                false
            }
            Some(_) => true,
            None => {
                self.0.insert(date, (works, name.to_owned()));
                true
            }
        }
    }

    /// The days in order, runs alike as one span.
    pub(super) fn into_spans(self) -> Vec<NoticeDays> {
        let mut spans: Vec<NoticeDays> = Vec::new();
        for (date, (works, name)) in self.0 {
            match spans.last_mut() {
                // Worked days stand one by one, as the notices name them.
                Some(last) if !works && !last.works && last.name == name && follows(last.to, date) => last.to = date,
                _ => spans.push(NoticeDays {
                    from: date,
                    to: date,
                    works,
                    name,
                }),
            }
        }
        spans
    }
}
