//! Tables: columns by share or by content, a header on every page, rows that stay whole.

use std::rc::Rc;

use crate::breaks::{self, Line};
use crate::error::Error;
use crate::flow::Strip;
use crate::font::{TypeCase, Weight};
use crate::ink::{Align, Color, Ink, Pen, Style};
use crate::pdf::{Role, Tags};

const SIZE: f32 = 10.5;
const LEADING: f32 = 16.0;
const PAD_X: f32 = 5.0;
const PAD_Y: f32 = 3.5;
/// The baseline below the top of its line: half the leading, and the middle of a Chinese glyph above its baseline.
const BASELINE: f32 = LEADING / 2.0 + 0.38 * SIZE;
/// What a column of shares keeps at least, in ems, when columns by content are greedy.
const LEAST_EMS: f32 = 4.0;
const FRAME: Pen = Pen::new(1.0, Color::ACCENT);
const HEAD_RULE: Pen = Pen::new(0.6, Color::ACCENT);
const HAIRLINE: Pen = Pen::new(0.4, Color::PALE);

#[derive(Clone, Copy, Debug, PartialEq)]
enum Width {
    Fit,
    Share(f32),
}

/// A column: its heading, how its cells stand, how wide it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    heading: String,
    align: Align,
    width: Width,
}

impl Column {
    /// Words, beginning at the left, as wide as its widest cell.
    #[must_use]
    pub fn words(heading: &str) -> Self {
        Self {
            heading: heading.to_owned(),
            align: Align::Start,
            width: Width::Fit,
        }
    }

    /// Numbers, ending at the right, as wide as its widest cell.
    #[must_use]
    pub fn numbers(heading: &str) -> Self {
        Self {
            align: Align::End,
            ..Self::words(heading)
        }
    }

    /// As wide as its part of what other columns leave: 2 is twice as wide as 1. Longer cells take several lines.
    #[must_use]
    pub fn share(mut self, share: f32) -> Self {
        self.width = Width::Share(share.max(0.01));
        self
    }
}

/// Rows of text below headings, as wide as the page's text.
///
/// ```
/// use papers::{Column, Table};
///
/// let mut table = Table::new("各社区受理情况", [Column::words("社区").share(2.0), Column::numbers("受理（件）")]);
/// table.row(["幸福里社区", "128"]);
/// table.total(["合计", "128"]);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    caption: String,
    columns: Vec<Column>,
    /// With whether it is a total.
    rows: Vec<(Vec<String>, bool)>,
}

impl Table {
    /// Without rows yet. The caption stands above it; an empty one is left out.
    #[must_use]
    pub fn new(caption: &str, columns: impl IntoIterator<Item = Column>) -> Self {
        Self {
            caption: caption.to_owned(),
            columns: columns.into_iter().collect(),
            rows: Vec::new(),
        }
    }

    /// Adds a row; as many cells as columns.
    pub fn row<T: Into<String>>(&mut self, cells: impl IntoIterator<Item = T>) {
        self.rows.push((cells.into_iter().map(Into::into).collect(), false));
    }

    /// Adds a row of totals: bold, below a rule, on one page with the row before it.
    pub fn total<T: Into<String>>(&mut self, cells: impl IntoIterator<Item = T>) {
        self.rows.push((cells.into_iter().map(Into::into).collect(), true));
    }

    /// Its strips on pages that offer `measure` × `room` points.
    pub(crate) fn strips(
        &self,
        types: &mut TypeCase<'_>,
        tags: &mut Tags,
        measure: f32,
        room: f32,
    ) -> Result<Vec<Strip>, Error> {
        for (at, (cells, _)) in self.rows.iter().enumerate() {
            if cells.len() != self.columns.len() {
                return Err(Error::Cells {
                    row: at + 1,
                    cells: cells.len(),
                    columns: self.columns.len(),
                });
            }
        }
        let mut out = Vec::new();
        if !self.caption.is_empty() {
            out.push(self.captioned(tags, measure));
        }
        let widths = self.widths(types, measure);
        let table = tags.add(Role::Table, None);
        let headings: Vec<String> = self.columns.iter().map(|column| column.heading.clone()).collect();
        let head = self.broken(types, &headings, Weight::Bold, &widths);
        let row = tags.add(Role::Row, Some(table));
        let cells: Vec<usize> = headings.iter().map(|_| tags.add(Role::HeadCell, Some(row))).collect();
        let mut strip = self.strip(&head, &widths, Weight::Bold, &cells);
        let rule = |y: f32, pen: Pen| (None, vec![Ink::line((0.0, y), (measure, y), pen)]);
        strip.groups.push(rule(0.0, FRAME));
        strip.groups.push(rule(strip.height, HEAD_RULE));
        // Repeated, it is decoration: read aloud once is enough.
        let mut repeated = strip.clone();
        repeated.groups.iter_mut().for_each(|group| group.0 = None);
        let repeated = Rc::new(repeated);
        strip.gap = if out.is_empty() { 10.0 } else { 4.0 };
        strip.with_next = !self.rows.is_empty();
        out.push(strip);
        let tallest = room - repeated.height;
        for (at, (texts, is_total)) in self.rows.iter().enumerate() {
            let weight = if *is_total { Weight::Bold } else { Weight::Regular };
            let cells = self.broken(types, texts, weight, &widths);
            let row = tags.add(Role::Row, Some(table));
            let pieces: Vec<usize> = cells.iter().map(|_| tags.add(Role::Cell, Some(row))).collect();
            let total_follows = self.rows.get(at + 1).is_some_and(|next| next.1);
            let is_last = at + 1 == self.rows.len();
            for part in parts(&cells, tallest) {
                let mut strip = self.strip(&part, &widths, weight, &pieces);
                let pen = match () {
                    () if is_last => FRAME,
                    () if total_follows => HEAD_RULE,
                    () => HAIRLINE,
                };
                strip.groups.push(rule(strip.height, pen));
                strip.with_next = total_follows;
                strip.header = Some(Rc::clone(&repeated));
                out.push(strip);
            }
        }
        Ok(out)
    }

    fn captioned(&self, tags: &mut Tags, measure: f32) -> Strip {
        let style = Style::new(SIZE).bold().align(Align::Centre);
        let ink = Ink::text(measure / 2.0, BASELINE, self.caption.as_str(), style);
        Strip {
            gap: 10.0,
            height: LEADING,
            groups: vec![(Some(tags.add(Role::Paragraph, None)), vec![ink])],
            with_next: true,
            ..Strip::default()
        }
    }

    /// The width of each column, padding included; together they fill the measure.
    fn widths(&self, types: &mut TypeCase<'_>, measure: f32) -> Vec<f32> {
        let shares: f32 = self.columns.iter().map(|column| column.width.share()).sum();
        let sharing = self.columns.iter().filter(|column| column.width.share() > 0.0).count();
        let natural: Vec<f32> = (0..self.columns.len()).map(|at| self.natural(types, at)).collect();
        let fitted: f32 = natural.iter().sum();
        let kept = sharing as f32 * (LEAST_EMS * SIZE + 2.0 * PAD_X);
        let for_fitted = match sharing {
            // Nobody else takes what is left: they grow, or shrink, together.
            0 => measure,
            _ => fitted.min((measure - kept).max(measure / 2.0)),
        };
        let scale = if fitted > 0.0 { for_fitted / fitted } else { 0.0 };
        let columns = self.columns.iter().zip(natural);
        columns
            .map(|(column, natural)| match column.width {
                Width::Fit => natural * scale,
                Width::Share(share) => (measure - for_fitted) * share / shares,
            })
            .collect()
    }

    /// What a column by content would like; 0 for one of shares.
    fn natural(&self, types: &mut TypeCase<'_>, at: usize) -> f32 {
        let column = &self.columns[at];
        if column.width != Width::Fit {
            return 0.0;
        }
        let mut widest = types.width(&column.heading, SIZE, Weight::Bold);
        for (cells, is_total) in &self.rows {
            let weight = if *is_total { Weight::Bold } else { Weight::Regular };
            for line in cells[at].split('\n') {
                widest = widest.max(types.width(line, SIZE, weight));
            }
        }
        widest + 2.0 * PAD_X
    }

    fn broken(&self, types: &mut TypeCase<'_>, texts: &[String], weight: Weight, widths: &[f32]) -> Vec<Vec<Line>> {
        let cells = texts.iter().zip(widths);
        cells
            .map(|(text, width)| breaks::lines(types, text, SIZE, weight, width - 2.0 * PAD_X, 0.0))
            .collect()
    }

    fn strip(&self, cells: &[Vec<Line>], widths: &[f32], weight: Weight, pieces: &[usize]) -> Strip {
        let tallest = cells.iter().map(Vec::len).max().unwrap_or(0);
        let height = height(tallest);
        let mut strip = Strip {
            height,
            ..Strip::default()
        };
        let mut left = 0.0;
        for (at, (lines, width)) in cells.iter().zip(widths).enumerate() {
            let align = self.columns[at].align;
            let x = match align {
                Align::End => left + width - PAD_X,
                _ => left + PAD_X,
            };
            let style = Style {
                weight,
                ..Style::new(SIZE).align(align)
            };
            let top = (height - leading(lines.len())) / 2.0;
            let inks = lines.iter().enumerate().map(|(line, set)| {
                let y = top + leading(line) + BASELINE;
                Ink::text(x, y, set.text.trim_end(), style)
            });
            strip.groups.push((Some(pieces[at]), inks.collect()));
            left += width;
        }
        strip
    }
}

impl Width {
    fn share(self) -> f32 {
        match self {
            Self::Fit => 0.0,
            Self::Share(share) => share,
        }
    }
}

fn leading(lines: usize) -> f32 {
    lines as f32 * LEADING
}

fn height(lines: usize) -> f32 {
    leading(lines) + 2.0 * PAD_Y
}

/// A row as it is, or cut between lines where a whole page would not hold it.
fn parts(cells: &[Vec<Line>], tallest: f32) -> Vec<Vec<Vec<Line>>> {
    let lines = cells.iter().map(Vec::len).max().unwrap_or(0);
    if height(lines) <= tallest {
        return vec![cells.to_vec()];
    }
    let at_once = (((tallest - 2.0 * PAD_Y) / LEADING) as usize).max(1);
    let part = |from: usize| -> Vec<Vec<Line>> {
        let lines = |cell: &Vec<Line>| cell.iter().skip(from).take(at_once).cloned().collect();
        cells.iter().map(lines).collect()
    };
    (0..lines).step_by(at_once).map(part).collect()
}
