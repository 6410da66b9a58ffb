//! People's text: invisible characters out, length, cut and mask by character.

use std::borrow::Cow;

/// Removes what nobody sees and evens out blanks.
///
/// Zero-width and direction marks, control characters and emoji style selectors go; every kind of
/// blank becomes one space; full-width letters and digits become plain ones (full-width punctuation
/// is proper Chinese and stays); lines stay lines. Variation selectors of rare characters in names
/// (U+E0100 and up) are kept. `Cow::Borrowed` says that nothing was changed.
///
/// ```
/// use codes::text::clean_text;
/// assert_eq!(clean_text("张\u{200b}三\u{3000} "), "张三");
/// assert_eq!(clean_text("Ａ座１２号"), "A座12号");
/// ```
#[must_use]
pub fn clean_text(text: &str) -> Cow<'_, str> {
    let mut cleaned = String::with_capacity(text.len());
    let mut blank = false;
    for c in text.replace("\r\n", "\n").chars() {
        if is_invisible(c) {
            continue;
        }
        if matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}') {
            blank = false;
            if !cleaned.is_empty() {
                cleaned.push('\n');
            }
        } else if c.is_whitespace() {
            blank = true;
        } else {
            if blank && !cleaned.is_empty() && !cleaned.ends_with('\n') {
                cleaned.push(' ');
            }
            blank = false;
            cleaned.push(narrow(c));
        }
    }
    cleaned.truncate(cleaned.trim_end().len());
    if cleaned == text {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(cleaned)
    }
}

/// Whether a character takes no room on screen and carries no meaning here (trap N06).
#[must_use]
pub const fn is_invisible(c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' | '\u{85}' => false,
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' => true,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' => true,
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => true,
        '\u{fe0e}' | '\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' => true,
        _ => false,
    }
}

/// A full-width letter or digit as the plain one.
pub(crate) const fn narrow(c: char) -> char {
    match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => (c as u32 - 0xfee0) as u8 as char,
        _ => c,
    }
}

/// A selector belongs to the character before it: 葛󠄀 is one character on paper.
const fn is_selector(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Characters as a reader counts them; rare characters count once whatever their bytes (trap N03).
#[must_use]
pub fn length(text: &str) -> usize {
    text.chars().filter(|&c| !is_selector(c)).count()
}

/// The first `n` characters, never half of one.
///
/// ```
/// assert_eq!(codes::text::cut("王𠮷祥", 2), "王𠮷");
/// ```
#[must_use]
pub fn cut(text: &str, n: usize) -> &str {
    let end = text
        .char_indices()
        .filter(|&(_, c)| !is_selector(c))
        .nth(n)
        .map_or(text.len(), |(at, _)| at);
    &text[..end]
}

/// A name with all but its first character hidden; a name of one character is hidden whole.
///
/// ```
/// assert_eq!(codes::text::mask_name("王𠮷祥"), "王**");
/// ```
#[must_use]
pub fn mask_name(name: &str) -> String {
    let name = clean_text(name);
    match length(&name) {
        0 => String::new(),
        1 => "*".to_owned(),
        n => format!("{}{}", cut(&name, 1), "*".repeat(n - 1)),
    }
}
