//! A row of key figures: few numbers, large, each with its name.

use crate::flow::Strip;
use crate::font::{TypeCase, Weight};
use crate::ink::{Align, Color, Ink, Pen, Style};
use crate::pdf::{Role, Tags};

const HEIGHT: f32 = 74.0;
/// More than this many in a row leave no room for their names.
const IN_A_ROW: usize = 4;
const PAD: f32 = 8.0;
const RULE: Pen = Pen::new(0.4, Color::PALE);
const NAME: Style = Style::new(10.5).color(Color::GREY).align(Align::Centre);
const NOTE: Style = Style::new(9.0).color(Color::GREY).align(Align::Centre);
const UNIT: f32 = 10.5;
const VALUE: f32 = 22.0;

/// A number that a reader should take away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// What is counted: 受理总量.
    pub name: String,
    /// The number as it is written: 1,286.
    pub value: String,
    /// Its unit: 件.
    pub unit: String,
    /// What to compare it with, in small: 较上月 +3.2%. May be empty.
    pub note: String,
}

impl Figure {
    /// Without a note.
    #[must_use]
    pub fn new(name: &str, value: &str, unit: &str) -> Self {
        Self {
            name: name.to_owned(),
            value: value.to_owned(),
            unit: unit.to_owned(),
            note: String::new(),
        }
    }

    /// With a note below.
    #[must_use]
    pub fn note(mut self, note: &str) -> Self {
        note.clone_into(&mut self.note);
        self
    }

    /// One below the other, centred in a column of `width` points that begins at `left`.
    fn inks(&self, types: &mut TypeCase<'_>, left: f32, width: f32) -> Vec<Ink> {
        let middle = left + width / 2.0;
        let room = width - 2.0 * PAD;
        let value_width = types.width(&self.value, VALUE, Weight::Bold);
        let unit_width = types.width(&self.unit, UNIT, Weight::Regular) + 2.0;
        // A long number is set smaller instead of running into its neighbour.
        let size = VALUE * ((room - unit_width) / value_width).min(1.0);
        let value_width = value_width * size / VALUE;
        let start = middle - (value_width + unit_width) / 2.0;
        let fitted = |types: &mut TypeCase<'_>, text: &str, style: Style| Style {
            size: style.size * (room / types.width(text, style.size, style.weight)).min(1.0),
            ..style
        };
        let name = fitted(types, &self.name, NAME);
        let note = fitted(types, &self.note, NOTE);
        let value = Style::new(size).bold().color(Color::ACCENT);
        vec![
            Ink::text(middle, 20.0, self.name.as_str(), name),
            Ink::text(start, 45.0, self.value.as_str(), value),
            Ink::text(start + value_width + 2.0, 45.0, self.unit.as_str(), Style::new(UNIT)),
            Ink::text(middle, 62.0, self.note.as_str(), note),
        ]
    }
}

/// The figures in rows of equal columns between two hairlines.
pub(crate) fn strips(figures: &[Figure], types: &mut TypeCase<'_>, tags: &mut Tags, measure: f32) -> Vec<Strip> {
    if figures.is_empty() {
        return Vec::new();
    }
    // Five are three and two rather than four and one.
    let rows = figures.len().div_ceil(IN_A_ROW);
    let columns = figures.len().div_ceil(rows);
    let width = measure / columns as f32;
    let strip = |(at, row): (usize, &[Figure])| {
        let mut groups = Vec::new();
        let mut rules = vec![Ink::line((0.0, HEIGHT), (measure, HEIGHT), RULE)];
        if at == 0 {
            rules.push(Ink::line((0.0, 0.0), (measure, 0.0), RULE));
        }
        for (column, figure) in row.iter().enumerate() {
            let left = column as f32 * width;
            if column > 0 {
                rules.push(Ink::line((left, 13.0), (left, HEIGHT - 13.0), RULE));
            }
            let piece = tags.add(Role::Paragraph, None);
            groups.push((Some(piece), figure.inks(types, left, width)));
        }
        groups.push((None, rules));
        Strip {
            gap: if at == 0 { 12.0 } else { 0.0 },
            height: HEIGHT,
            groups,
            with_next: at + 1 < rows,
            ..Strip::default()
        }
    };
    figures.chunks(columns).enumerate().map(strip).collect()
}
