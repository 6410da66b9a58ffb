//! The State Council's notice as people paste it.

use jiff::civil::{Date, date};

use super::phrase::{Clause, Dated, Phrase};
use super::reading::{Days, Doubt, Issue, Reading};
use super::sheet::{Sheet, is_name};
use super::{Notice, check_year};

/// Beginnings of sentences that name no days: title, address, advice, signature.
const FURNITURE: [&str; 8] = [
    "国务院办公厅",
    "国办发",
    "关于",
    "各省",
    "鼓励",
    "节假日期间",
    "新华社",
    "来源",
];

/// Reads a notice from Chinese text, whole or only its numbered sentences, with line breaks and blanks as they come.
///
/// Read are 放假, 补休 and 上班 with dates, ranges and lists, and the long form of 2007 and 2008 that moves
/// 公休日 about. The weekdays in brackets and 共N天 are compared with the dates. What is not understood is an issue with
/// its text. The year comes from the title (2026年部分节假日). `source` of the notice is left empty for the caller.
///
/// ```
/// use jiff::civil::date;
/// use workday::notice;
///
/// let reading = notice::from_text(
///     "国务院办公厅关于2026年部分节假日安排的通知
///      一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
///      二、高温假由各地自定。",
/// );
/// let notice = reading.notice.expect("a year and days");
/// assert_eq!((notice.year, notice.days.len()), (2026, 2));
/// assert_eq!((notice.days[1].from, notice.days[1].works), (date(2026, 1, 4), true));
/// assert_eq!(reading.issues[0].text, "二、高温假由各地自定");
/// ```
#[must_use]
pub fn from_text(text: &str) -> Reading {
    let sheet = Sheet::new(text);
    let mut reader = Reader::default();
    let sentences = sheet.sentences();
    // All up to 通知如下 explains why there is a notice; the rules it may quote are not days.
    let body = sentences
        .iter()
        .position(|sentence| sentence.contains("通知如下"))
        .map_or(0, |last| last + 1);
    for (n, sentence) in sentences.iter().enumerate() {
        reader.learn(sentence);
        let Some(second) = arranged_year(sentence) else {
            continue;
        };
        match reader.year {
            None => reader.year = Some(second),
            Some(first) if first != second => {
                let doubt = Doubt::SecondYear { first, second };
                reader.raise(&sheet.raw(n), doubt);
                reader.end = Some(n);
                break;
            }
            Some(_) => {}
        }
    }
    let Some(year) = reader.year else {
        reader.raise("", Doubt::NoYear);
        return reader.finish(None);
    };
    let end = reader.end.unwrap_or(sentences.len());
    for (n, sentence) in sentences.iter().enumerate().take(end).skip(body) {
        reader.read(sentence, &sheet.raw(n), year);
    }
    reader.finish(Some(year))
}

/// The year of 2026年部分节假日 or 2026年元旦, not of 2026年1月1日.
fn arranged_year(sentence: &str) -> Option<i16> {
    for (at, _) in sentence.match_indices('年') {
        let (before, after) = (&sentence[..at], &sentence[at + '年'.len_utf8()..]);
        let digits = before.len() - before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        if digits == 4
            && !after.starts_with(|c: char| c.is_ascii_digit() || c == '第')
            && let Ok(year) = before[before.len() - 4..].parse()
            && check_year(year).is_ok()
        {
            return Some(year);
        }
    }
    None
}

#[derive(Default)]
struct Reader {
    year: Option<i16>,
    end: Option<usize>,
    document: Option<String>,
    issued: Option<Date>,
    amends: bool,
    section: Section,
    days: Days,
    issues: Vec<Issue>,
}

/// What one numbered item has said so far.
#[derive(Default)]
struct Section {
    name: String,
    /// A date without a year is the one nearest to this.
    anchor: Option<Date>,
    /// The last date named, whose month a bare day shares.
    last: Option<Date>,
    /// The days off, each once.
    off: Vec<Date>,
    /// Rest days moved elsewhere: worked, unless they lie inside the days off.
    moved: Vec<(Date, String)>,
}

impl Reader {
    fn raise(&mut self, text: &str, doubt: Doubt) {
        self.issues.push(Issue {
            text: text.to_owned(),
            doubt,
        });
    }

    /// Number, date of issue, and whether an earlier notice is amended.
    fn learn(&mut self, sentence: &str) {
        if let Some(at) = sentence.find("国办发")
            && let Some(end) = sentence[at..].find('号')
            && sentence[at..at + end].contains('〔')
        {
            let number = &sentence[at..at + end + '号'.len_utf8()];
            self.document.get_or_insert_with(|| number.to_owned());
        }
        let signed = sentence.strip_prefix("国务院办公厅").unwrap_or(sentence);
        if let Some(date) = full_date(signed) {
            self.issued = Some(date);
        }
        if sentence.contains("关于") && sentence.contains("通知") {
            self.amends |= ["调整", "延长", "补充"].iter().any(|word| sentence.contains(word));
        }
    }

    fn read(&mut self, sentence: &str, raw: &str, year: i16) {
        let mut rest = sentence;
        if let Some((name, after)) = heading(sentence) {
            self.close_section();
            self.section.name = name.to_owned();
            // 12月31日 in the item on 元旦 is the day before.
            if name.contains("元旦") {
                self.section.anchor = Some(date(year, 1, 1));
            }
            rest = after;
        }
        if rest.is_empty() || is_furniture(rest) {
            return;
        }
        let mut understood = true;
        for clause in Phrase::clauses(rest) {
            understood &= match clause {
                Some(clause) => self.take(clause, raw, year).is_some(),
                None => false,
            };
        }
        if !understood {
            self.raise(raw, Doubt::NotUnderstood);
        }
    }

    fn take(&mut self, clause: Clause, raw: &str, year: i16) -> Option<()> {
        match clause {
            Clause::Nothing => {}
            Clause::Rest(items) => {
                self.resolve(&items, raw, year)?;
            }
            Clause::Off(items) => {
                let dates = self.resolve(&items, raw, year)?;
                self.add(&dates, false, raw);
            }
            Clause::Work(items) => {
                let dates = self.resolve(&items, raw, year)?;
                self.add(&dates, true, raw);
            }
            Clause::Moved(from, to) => {
                let from = self.resolve(&from, raw, year)?;
                let to = self.resolve(&to, raw, year)?;
                let from = from.into_iter().map(|date| (date, raw.to_owned()));
                self.section.moved.extend(from);
                self.add(&to, false, raw);
            }
            Clause::Total(said) => {
                let counted = self.section.off.len();
                if counted != said {
                    self.raise(raw, Doubt::WrongTotal { said, counted });
                }
            }
        }
        Some(())
    }

    fn add(&mut self, dates: &[Date], works: bool, raw: &str) {
        for &date in dates {
            if !self.days.add(date, works, &self.section.name) {
                self.raise(raw, Doubt::Conflict { date });
            }
            if !works && !self.section.off.contains(&date) {
                self.section.off.push(date);
            }
        }
    }

    fn close_section(&mut self) {
        let section = std::mem::take(&mut self.section);
        for (date, raw) in &section.moved {
            if !section.off.contains(date) && !self.days.add(*date, true, &section.name) {
                self.raise(raw, Doubt::Conflict { date: *date });
            }
        }
    }

    /// The dates of a list; `None` when one does not exist or a range runs backwards.
    fn resolve(&mut self, items: &[(Dated, Option<Dated>)], raw: &str, year: i16) -> Option<Vec<Date>> {
        let mut dates = Vec::new();
        for (from, to) in items {
            let first = self.date(from, raw, year)?;
            let last = match to {
                Some(to) => self.date(to, raw, year)?,
                None => first,
            };
            // No festival is longer; a range of months is a slip of the pen.
            if last < first || first.checked_add(jiff::Span::new().days(31)).ok()? < last {
                return None;
            }
            dates.extend(first.series(jiff::Span::new().days(1)).take_while(|day| *day <= last));
        }
        Some(dates)
    }

    fn date(&mut self, dated: &Dated, raw: &str, year: i16) -> Option<Date> {
        let found = match (dated.year, dated.month) {
            (Some(year), Some(month)) => Date::new(year, month, dated.day).ok()?,
            (None, Some(month)) => match self.section.anchor {
                Some(anchor) => nearest(anchor, month, dated.day)?,
                None => Date::new(year, month, dated.day).ok()?,
            },
            (_, None) => {
                let last = self.section.last?;
                Date::new(last.year(), last.month(), dated.day).ok()?
            }
        };
        self.section.anchor.get_or_insert(found);
        self.section.last = Some(found);
        if let Some(said) = dated.weekday
            && said != found.weekday()
        {
            self.raise(raw, Doubt::WrongWeekday { date: found, said });
        }
        Some(found)
    }

    fn finish(mut self, year: Option<i16>) -> Reading {
        self.close_section();
        let days = std::mem::take(&mut self.days).into_spans();
        if year.is_some() && days.is_empty() {
            self.raise("", Doubt::NoDays);
        }
        let notice = year.filter(|_| !days.is_empty()).map(|year| Notice {
            year,
            document: self.document,
            issued: self.issued,
            source: String::new(),
            amends: self.amends,
            days,
        });
        Reading {
            notice,
            to_confirm: Vec::new(),
            issues: self.issues,
        }
    }
}

fn nearest(anchor: Date, month: i8, day: i8) -> Option<Date> {
    (anchor.year() - 1..=anchor.year() + 1)
        .filter_map(|year| Date::new(year, month, day).ok())
        .min_by_key(|date| anchor.duration_until(*date).abs())
}

fn is_furniture(sentence: &str) -> bool {
    FURNITURE.iter().any(|start| sentence.starts_with(start)) || full_date(sentence).is_some()
}

/// A sentence that is a whole date and nothing else.
fn full_date(sentence: &str) -> Option<Date> {
    let dated = Phrase::only_date(sentence)?;
    Date::new(dated.year?, dated.month?, dated.day).ok()
}

/// `一、元旦：…` as name and rest. The number may be missing, and the year may stand before the name.
fn heading(sentence: &str) -> Option<(&str, &str)> {
    let numbers = |c: char| "一二三四五六七八九十".contains(c);
    let mut rest = sentence;
    if let Some(after) = sentence.trim_start_matches(numbers).strip_prefix('、') {
        rest = after;
    }
    let (name, after) = rest.split_once(':')?;
    let name = match name.split_once('年') {
        Some((year, name)) if year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => name,
    };
    is_name(name).then_some((name, after))
}
