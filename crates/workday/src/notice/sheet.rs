//! A pasted text as sentences, beside the characters as they were typed.

/// The text twice: as typed without blanks, and with one form of every bracket, digit and dash.
pub(super) struct Sheet {
    /// Sentences as typed, and as read.
    sentences: Vec<(String, String)>,
}

/// Where a line that begins so begins a sentence, though the line before has no full stop.
const OPENINGS: [&str; 12] = [
    "国务院办公厅",
    "国办发",
    "关于",
    "各省",
    "经",
    "根据",
    "按照",
    "现将",
    "鼓励",
    "节假日期间",
    "新华社",
    "来源",
];

impl Sheet {
    pub(super) fn new(text: &str) -> Self {
        let mut sheet = Self { sentences: Vec::new() };
        let (mut raw, mut read) = (String::new(), String::new());
        for line in text.lines() {
            let typed: String = line.chars().filter(|c| !is_blank(*c)).collect();
            let line: String = typed.chars().map(one_form).collect();
            if line.is_empty() || opens(&line) {
                sheet.end(&mut raw, &mut read);
            }
            for (at, (typed, c)) in typed.chars().zip(line.char_indices()).enumerate() {
                if c.1 == '。' {
                    sheet.end(&mut raw, &mut read);
                    continue;
                }
                // 通知如下：一、元旦：… in one paragraph.
                if at > 0 && !read.is_empty() && is_numbered_heading(&line[c.0..]) && !is_number(&line[..c.0]) {
                    sheet.end(&mut raw, &mut read);
                }
                raw.push(typed);
                read.push(c.1);
            }
        }
        sheet.end(&mut raw, &mut read);
        sheet
    }

    fn end(&mut self, raw: &mut String, read: &mut String) {
        if !read.is_empty() {
            self.sentences.push((std::mem::take(raw), std::mem::take(read)));
        }
    }

    /// The sentences in one form, without full stops.
    pub(super) fn sentences(&self) -> Vec<&str> {
        self.sentences.iter().map(|sentence| sentence.1.as_str()).collect()
    }

    /// A sentence as typed, without blanks.
    pub(super) fn raw(&self, n: usize) -> String {
        self.sentences[n].0.clone()
    }
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}')
}

fn one_form(c: char) -> char {
    match c {
        '（' => '(',
        '）' => ')',
        '：' => ':',
        '，' => ',',
        '；' => ';',
        '[' | '［' | '【' => '〔',
        ']' | '］' | '】' => '〕',
        '—' | '–' | '－' | '-' | '~' | '～' | '到' => '至',
        '０'..='９' => char::from_digit(c as u32 - '０' as u32, 10).unwrap_or(c),
        _ => c,
    }
}

fn opens(line: &str) -> bool {
    OPENINGS.iter().any(|start| line.starts_with(start))
        || numbered(line).is_some()
        || line.find(':').is_some_and(|at| is_name(&line[..at]))
        || super::phrase::Phrase::only_date(line).is_some()
}

/// What follows `一、` at the beginning.
fn numbered(line: &str) -> Option<&str> {
    let after = line.trim_start_matches(is_chinese_digit);
    after.strip_prefix('、').filter(|_| after.len() < line.len())
}

/// `一、元旦:` at the beginning; the name tells it from an enumeration such as 周六、周日.
fn is_numbered_heading(line: &str) -> bool {
    numbered(line).is_some_and(|rest| rest.find(':').is_some_and(|at| is_name(&rest[..at])))
}

/// Whether a text before a colon is the name of an item.
pub(super) fn is_name(text: &str) -> bool {
    (1..=30).contains(&text.chars().count()) && !text.contains(['月', ',', '(', ')'])
}

/// Whether the text ends inside a number such as 十一.
fn is_number(text: &str) -> bool {
    text.ends_with(is_chinese_digit)
}

fn is_chinese_digit(c: char) -> bool {
    "一二三四五六七八九十".contains(c)
}
