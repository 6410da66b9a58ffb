//! Where a line may end: Chinese and Latin text by the rules for punctuation of GB/T 15834-2011, 5.1.

use crate::font::{TypeCase, Weight};

/// Never first on a line: what closes or follows, hyphens of ranges, the middle dot and the slash.
const NO_START: &str = "，。、；：？！）》」』】〕〉〗”’％‰℃·・～－–／/,.;:?!)]}%";
/// Never last on a line: what opens, the slash, and signs that stand before a number.
const NO_END: &str = "（《「『【〔〈〖“‘￥¥＄$№／/([{";
/// Two of these are one mark, never torn apart.
const DOUBLED: &str = "—…";
/// Stretched further than this, in ems for each gap, a line looks worse than one that ends early.
const MOST_STRETCH: f32 = 0.4;

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Line {
    /// With the spaces at its end, so that text copied out of the document keeps its words apart.
    pub text: String,
    /// In points, without the spaces at the end.
    pub width: f32,
    /// What each gap needs so that the line fills the measure; 0 on the last line of a paragraph.
    pub spread: f32,
}

/// Breaks text at `measure` points, the first line shorter by `indent`. A `\n` ends a line; a tab is a space.
pub(crate) fn lines(
    types: &mut TypeCase<'_>,
    text: &str,
    size: f32,
    weight: Weight,
    measure: f32,
    indent: f32,
) -> Vec<Line> {
    let mut out = Vec::new();
    for part in text.split('\n') {
        let characters: Vec<char> = part
            .trim_end_matches('\r')
            .chars()
            .map(|c| if c == '\t' { ' ' } else { c })
            .collect();
        let mut start = 0;
        loop {
            let room = if out.is_empty() { measure - indent } else { measure };
            let end = line_end(types, &characters, start, size, weight, room);
            let last = end == characters.len();
            out.push(set(types, &characters[start..end], size, weight, room, last));
            if last {
                break;
            }
            start = end;
        }
    }
    out
}

/// The index after the last character of the line that begins at `start`.
fn line_end(types: &mut TypeCase<'_>, text: &[char], start: usize, size: f32, weight: Weight, room: f32) -> usize {
    let mut width = 0.0;
    let mut possible = None;
    for at in start..text.len() {
        if at > start && may_break(text[at - 1], text[at]) {
            possible = Some(at);
        }
        width += types.sort(text[at], weight).advance * size;
        // A hundredth of a point: a line of whole ems must not fail on the last bit of a float.
        if width > room + 0.01 && at > start && text[at] != ' ' {
            // A word longer than the line is cut where the line is full.
            return possible.unwrap_or(at);
        }
    }
    text.len()
}

fn set(types: &mut TypeCase<'_>, text: &[char], size: f32, weight: Weight, room: f32, last: bool) -> Line {
    let seen = text.iter().rposition(|&c| c != ' ').map_or(0, |at| at + 1);
    let advance = |&c: &char| types.sort(c, weight).advance;
    let width = text[..seen].iter().map(advance).sum::<f32>() * size;
    let gaps = text[..seen]
        .windows(2)
        .filter(|pair| may_stretch(pair[0], pair[1]))
        .count();
    let spread = if gaps == 0 { 0.0 } else { (room - width) / gaps as f32 };
    let wanted = !last && spread > 0.0 && spread <= MOST_STRETCH * size;
    Line {
        text: text.iter().collect(),
        width,
        spread: if wanted { spread } else { 0.0 },
    }
}

/// Whether a line may end between two neighbours.
pub(crate) fn may_break(before: char, after: char) -> bool {
    if after == ' ' || NO_START.contains(after) || NO_END.contains(before) {
        return false;
    }
    if before == ' ' {
        return true;
    }
    let one_mark = before == after && DOUBLED.contains(before);
    let one_word = (is_word(before) || before == '’') && is_word(after);
    !one_mark && !one_word
}

/// Whether the gap between two neighbours may grow in a justified line.
pub(crate) fn may_stretch(before: char, after: char) -> bool {
    let one_mark = before == after && DOUBLED.contains(before);
    after != ' ' && !one_mark && !(is_word(before) && is_word(after))
}

/// Letters, digits and signs that belong together, as opposed to characters that each stand alone.
fn is_word(c: char) -> bool {
    let alone = matches!(u32::from(c),
        // Dashes, quotation marks, ellipsis, reference marks; arrows to dingbats; everything from the radicals on.
        0x2010..=0x203B | 0x2190..=0x27BF | 0x2E80..);
    !alone && c != ' ' && c != '·'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_where_the_standard_lets_them() {
        for (pair, breaks) in [
            ("街道", true),
            ("街，", false),
            ("，街", true),
            ("街“", true),
            ("“街", false),
            ("街《", true),
            ("《街", false),
            ("》（", true),
            ("）。", false),
            ("——", false),
            ("……", false),
            ("…—", true),
            ("道—", true),
            ("12", false),
            ("1.", false),
            (".5", false),
            ("5%", false),
            ("5％", false),
            ("￥5", false),
            ("5件", true),
            ("件5", true),
            ("ab", false),
            ("a-", false),
            ("a ", false),
            (" a", true),
            (" ，", false),
            ("甲·", false),
            ("甲/", false),
            ("/乙", false),
            ("t’", false),
            ("’s", false),
            ("①甲", true),
            ("①②", true),
            ("𠮷野", true),
        ] {
            let mut characters = pair.chars();
            let (before, after) = (characters.next().unwrap(), characters.next().unwrap());
            assert_eq!(may_break(before, after), breaks, "{pair}");
        }
    }

    #[test]
    fn gaps_inside_words_and_doubled_marks_never_grow() {
        for (pair, stretches) in [
            ("街道", true),
            ("道，", true),
            ("道a", true),
            ("ab", false),
            ("98", false),
            ("a ", false),
            (" b", true),
            ("——", false),
        ] {
            let mut characters = pair.chars();
            let (before, after) = (characters.next().unwrap(), characters.next().unwrap());
            assert_eq!(may_stretch(before, after), stretches, "{pair}");
        }
    }
}
