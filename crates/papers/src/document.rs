//! Documents that flow over pages: the model, and its setting on A4.

use std::borrow::Cow;
use std::num::NonZeroU16;

use crate::about::About;
use crate::breaks;
use crate::chart::Chart;
use crate::error::Error;
use crate::figures::{self, Figure};
use crate::flow::{self, Frame, Strip};
use crate::font::{Fonts, TypeCase, Weight};
use crate::ink::{Align, Color, Ink, Pen, Style};
use crate::pdf::{self, Role, Tags};
use crate::plot;
use crate::table::Table;

/// A4 in points.
const PAGE: (f32, f32) = (595.28, 841.89);
/// 小四; the measure holds 38 of them, so that a line of Chinese alone needs no stretching.
const BODY: f32 = 12.0;
const LEADING: f32 = 21.0;
const MEASURE: f32 = 38.0 * BODY;
const FRAME: Frame = Frame {
    page: PAGE,
    left: (PAGE.0 - MEASURE) / 2.0,
    top: 76.0,
    height: 690.0,
};
const HEAD_Y: f32 = 52.0;
const FOOT_Y: f32 = 800.0;
const RUNNING: Style = Style::new(9.0).color(Color::GREY);

/// The depth of a heading: 一、 then （一） then 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// 三号, 16 pt.
    One,
    /// 四号, 14 pt.
    Two,
    /// 小四, 12 pt.
    Three,
}

#[derive(Clone, Debug, PartialEq)]
enum Block {
    Heading(Level, String),
    Paragraph(String),
    Note(String),
    Figures(Vec<Figure>),
    Table(Table),
    Chart(Chart),
    PageBreak,
}

/// A document on A4: a title block, then whatever is added, with running head and page numbers.
///
/// Adding never fails; [`Document::print`] tells what cannot be printed.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    about: About,
    subtitle: String,
    blocks: Vec<Block>,
}

impl Document {
    /// An empty document.
    #[must_use]
    pub fn new(about: About) -> Self {
        Self {
            about,
            subtitle: String::new(),
            blocks: Vec::new(),
        }
    }

    /// A second line below the title: 2026年第10期.
    pub fn subtitle(&mut self, text: &str) {
        text.clone_into(&mut self.subtitle);
    }

    /// A heading; it stays with what follows. Its number is part of the text.
    pub fn heading(&mut self, level: Level, text: &str) {
        self.blocks.push(Block::Heading(level, text.to_owned()));
    }

    /// A paragraph, justified, its first line indented by two characters. A `\n` ends a line.
    pub fn paragraph(&mut self, text: &str) {
        self.blocks.push(Block::Paragraph(text.to_owned()));
    }

    /// Small print, such as where a table's numbers come from.
    pub fn note(&mut self, text: &str) {
        self.blocks.push(Block::Note(text.to_owned()));
    }

    /// Key figures side by side, up to four in a row.
    pub fn figures(&mut self, figures: impl IntoIterator<Item = Figure>) {
        self.blocks.push(Block::Figures(figures.into_iter().collect()));
    }

    /// A table.
    pub fn table(&mut self, table: Table) {
        self.blocks.push(Block::Table(table));
    }

    /// A chart.
    pub fn chart(&mut self, chart: Chart) {
        self.blocks.push(Block::Chart(chart));
    }

    /// What follows begins a new page.
    pub fn page_break(&mut self) {
        self.blocks.push(Block::PageBreak);
    }

    /// The document as PDF. The same input gives the same bytes.
    ///
    /// # Errors
    /// [`Error::Missing`] with every character that no font can draw; [`Error::Cells`] and [`Error::Chart`] for tables
    /// and charts that contradict themselves.
    pub fn print(&self, fonts: &Fonts) -> Result<Vec<u8>, Error> {
        let mut types = TypeCase::open(fonts)?;
        let mut tags = Tags::default();
        let strips = self.strips(&mut types, &mut tags)?;
        let mut pages = flow::fill(&strips, FRAME);
        let count = pages.len();
        for (at, page) in pages.iter_mut().enumerate() {
            page.groups.push((None, Cow::Owned(self.running(at, count))));
        }
        pdf::write(&self.about, &pages, &tags, fonts, &mut types)
    }

    fn strips(&self, types: &mut TypeCase<'_>, tags: &mut Tags) -> Result<Vec<Strip>, Error> {
        let mut out = self.title(types, tags);
        let mut breaks = false;
        for block in &self.blocks {
            let mut strips = match block {
                Block::Heading(level, text) => heading(*level, text, types, tags),
                Block::Paragraph(text) => paragraph(text, types, tags),
                Block::Note(text) => note(text, types, tags),
                Block::Figures(figures) => figures::strips(figures, types, tags, MEASURE),
                Block::Table(table) => table.strips(types, tags, MEASURE, FRAME.height)?,
                Block::Chart(chart) => {
                    chart.check()?;
                    vec![plot::strip(chart, types, tags, MEASURE)]
                }
                Block::PageBreak => {
                    breaks = true;
                    continue;
                }
            };
            if let Some(first) = strips.first_mut() {
                first.on_new_page = std::mem::take(&mut breaks);
            }
            out.append(&mut strips);
        }
        Ok(out)
    }

    /// Title, subtitle, the office at the left and the date at the right, and the one strong rule of the document.
    fn title(&self, types: &mut TypeCase<'_>, tags: &mut Tags) -> Vec<Strip> {
        let style = Style::new(22.0).bold().align(Align::Centre);
        let mut out = set(&self.about.title, Setting::plain(style, 34.0), Role::Title, types, tags);
        if !self.subtitle.is_empty() {
            let style = Style::new(14.0).align(Align::Centre);
            let setting = Setting::plain(style, 24.0);
            out.append(&mut set(&self.subtitle, setting, Role::Paragraph, types, tags));
        }
        let date = self.about.date;
        let date = format!("{}年{}月{}日", date.year(), date.month(), date.day());
        let piece = Some(tags.add(Role::Paragraph, None));
        let rule = Ink::line((0.0, 24.0), (MEASURE, 24.0), Pen::new(1.6, Color::ACCENT));
        let line = vec![
            Ink::text(0.0, 15.0, self.about.office.as_str(), Style::new(10.5)),
            Ink::text(MEASURE, 15.0, date, Style::new(10.5).align(Align::End)),
        ];
        out.push(Strip {
            gap: 6.0,
            height: 28.0,
            groups: vec![(piece, line), (None, vec![rule])],
            ..Strip::default()
        });
        out.iter_mut().for_each(|strip| strip.with_next = true);
        out
    }

    /// Running head, except above the title, and the page number.
    fn running(&self, at: usize, count: usize) -> Vec<Ink> {
        let number = format!("第 {} 页　共 {count} 页", at + 1);
        let mut inks = vec![Ink::text(PAGE.0 / 2.0, FOOT_Y, number, RUNNING.align(Align::Centre))];
        if at > 0 {
            let right = FRAME.left + MEASURE;
            let y = HEAD_Y + 6.0;
            inks.push(Ink::text(FRAME.left, HEAD_Y, self.about.office.as_str(), RUNNING));
            inks.push(Ink::text(
                right,
                HEAD_Y,
                self.about.title.as_str(),
                RUNNING.align(Align::End),
            ));
            inks.push(Ink::line((FRAME.left, y), (right, y), Pen::new(0.4, Color::PALE)));
        }
        inks
    }
}

fn heading(level: Level, text: &str, types: &mut TypeCase<'_>, tags: &mut Tags) -> Vec<Strip> {
    let (depth, size, leading, gap) = match level {
        Level::One => (1, 16.0, 26.0, 16.0),
        Level::Two => (2, 14.0, 23.0, 12.0),
        Level::Three => (3, BODY, LEADING, 8.0),
    };
    let role = Role::Heading(NonZeroU16::MIN.saturating_add(depth - 1), text.to_owned());
    let setting = Setting {
        gap,
        ..Setting::plain(Style::new(size).bold(), leading)
    };
    let mut strips = set(text, setting, role, types, tags);
    strips.iter_mut().for_each(|strip| strip.with_next = true);
    strips
}

fn paragraph(text: &str, types: &mut TypeCase<'_>, tags: &mut Tags) -> Vec<Strip> {
    let setting = Setting {
        gap: 3.0,
        indent: 2.0 * BODY,
        ..Setting::plain(Style::new(BODY), LEADING)
    };
    let mut strips = set(text, setting, Role::Paragraph, types, tags);
    // No line of a paragraph alone at the end or at the beginning of a page.
    let count = strips.len();
    for (at, strip) in strips.iter_mut().enumerate() {
        strip.with_next = at + 1 < count && (at == 0 || at + 2 == count);
    }
    strips
}

fn note(text: &str, types: &mut TypeCase<'_>, tags: &mut Tags) -> Vec<Strip> {
    let setting = Setting {
        gap: 5.0,
        ..Setting::plain(RUNNING, 14.0)
    };
    set(text, setting, Role::Paragraph, types, tags)
}

/// How a text is set in lines across the measure.
#[derive(Clone, Copy)]
struct Setting {
    style: Style,
    leading: f32,
    gap: f32,
    indent: f32,
}

impl Setting {
    const fn plain(style: Style, leading: f32) -> Self {
        Self {
            style,
            leading,
            gap: 0.0,
            indent: 0.0,
        }
    }
}

/// One strip a line.
fn set(text: &str, setting: Setting, role: Role, types: &mut TypeCase<'_>, tags: &mut Tags) -> Vec<Strip> {
    let Setting { style, leading, .. } = setting;
    let piece = tags.add(role, None);
    let weight: Weight = style.weight;
    let lines = breaks::lines(types, text, style.size, weight, MEASURE, setting.indent);
    let strips = lines.into_iter().enumerate().map(|(at, line)| {
        let start = if at == 0 { setting.indent } else { 0.0 };
        let ink = match style.align {
            Align::Centre => Ink::text(MEASURE / 2.0, 0.0, line.text.trim_end(), style),
            _ => Ink::Text {
                x: start,
                y: 0.0,
                text: line.text,
                style,
                spread: line.spread,
            },
        };
        // The middle of a Chinese glyph, 0.38 em above its baseline, stands in the middle of its line.
        let ink = ink.moved(0.0, leading / 2.0 + 0.38 * style.size);
        Strip {
            gap: if at == 0 { setting.gap } else { 0.0 },
            height: leading,
            groups: vec![(Some(piece), vec![ink])],
            ..Strip::default()
        }
    });
    strips.collect()
}
