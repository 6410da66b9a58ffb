//! Pages of ink written as PDF: fonts as subsets, text that can be searched, structure for screen readers.

use std::borrow::Cow;
use std::num::NonZeroU16;

use krilla::color::{luma, rgb};
use krilla::geom::{PathBuilder, Point};
use krilla::metadata::{DateTime, Metadata};
use krilla::page::PageSettings;
use krilla::paint::{Fill, LineJoin, Paint, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Identifier, TableHeaderScope, Tag, TagGroup, TagTree};
use krilla::text::{GlyphId, KrillaGlyph};
use krilla::{Document, SerializeSettings};

use crate::about::About;
use crate::breaks;
use crate::error::Error;
use crate::font::{Fonts, TypeCase};
use crate::ink::{Align, Color, Ink, Path, Pen, Style};

/// Chinese written with simplified characters, as used in the mainland.
const LANGUAGE: &str = "zh-CN";
/// China's clocks are eight hours ahead of UTC all year.
const CHINA: i8 = 8;

/// What a piece of the document is, for screen readers and for text taken out of it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Role {
    Title,
    Heading(NonZeroU16, String),
    Paragraph,
    Table,
    Row,
    HeadCell,
    Cell,
    /// With what it shows, in words.
    Figure(String),
}

/// The document's structure: each piece with the piece it belongs to, in reading order.
#[derive(Debug, Default)]
pub(crate) struct Tags {
    pieces: Vec<(Role, Option<usize>)>,
}

impl Tags {
    pub fn add(&mut self, role: Role, parent: Option<usize>) -> usize {
        self.pieces.push((role, parent));
        self.pieces.len() - 1
    }

    fn tree(&self, mut drawn: Vec<Vec<Identifier>>) -> TagTree {
        let mut tree = TagTree::new();
        // A piece stands after its parent: from the back, each is whole when it is handed up.
        let mut groups: Vec<Vec<TagGroup>> = vec![Vec::new(); self.pieces.len()];
        let mut top = Vec::new();
        for (at, (role, parent)) in self.pieces.iter().enumerate().rev() {
            let mut group = role.group();
            for identifier in std::mem::take(&mut drawn[at]) {
                group.push(identifier);
            }
            for child in std::mem::take(&mut groups[at]).into_iter().rev() {
                group.push(child);
            }
            match parent {
                Some(parent) => groups[*parent].push(group),
                None => top.push(group),
            }
        }
        for group in top.into_iter().rev() {
            tree.push(group);
        }
        tree
    }
}

impl Role {
    fn group(&self) -> TagGroup {
        match self {
            Self::Title => TagGroup::new(Tag::Title),
            Self::Heading(level, text) => TagGroup::new(Tag::Hn(*level, Some(text.clone()))),
            Self::Paragraph => TagGroup::new(Tag::P),
            Self::Table => TagGroup::new(Tag::Table),
            Self::Row => TagGroup::new(Tag::TR),
            Self::HeadCell => TagGroup::new(Tag::TH(TableHeaderScope::Column)),
            Self::Cell => TagGroup::new(Tag::TD),
            Self::Figure(words) => TagGroup::new(Tag::Figure(Some(words.clone()))),
        }
    }
}

/// Ink in groups; each belongs to a piece of [`Tags`] or, with none, is decoration.
#[derive(Debug)]
pub(crate) struct Page<'a> {
    /// Width and height in points.
    pub size: (f32, f32),
    pub groups: Vec<(Option<usize>, Cow<'a, [Ink]>)>,
}

pub(crate) fn write(
    about: &About,
    pages: &[Page<'_>],
    tags: &Tags,
    fonts: &Fonts,
    types: &mut TypeCase<'_>,
) -> Result<Vec<u8>, Error> {
    ask_for_all(pages, types)?;
    let is_tagged = !tags.pieces.is_empty();
    let mut document = Document::new_with(SerializeSettings {
        enable_tagging: is_tagged,
        ..SerializeSettings::default()
    });
    document.set_metadata(metadata(about));
    let mut drawn = vec![Vec::new(); tags.pieces.len()];
    for page in pages {
        let settings = PageSettings::from_wh(page.size.0, page.size.1).ok_or(Error::Paper)?;
        let mut sheet = document.start_page_with(settings);
        let mut surface = sheet.surface();
        for (piece, inks) in &page.groups {
            let tag = match piece {
                Some(_) => ContentTag::Other,
                None => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)),
            };
            let identifier = surface.start_tagged(tag);
            if let Some(piece) = piece {
                drawn[*piece].push(identifier);
            }
            for ink in inks.iter() {
                draw(&mut surface, ink, fonts, types);
            }
            surface.end_tagged();
        }
        surface.finish();
        sheet.finish();
    }
    if is_tagged {
        document.set_tag_tree(tags.tree(drawn));
    }
    document.finish().map_err(|error| Error::Writer(error.to_string()))
}

/// Looks up every character of every page before the first is drawn, so that all missing ones are told at once.
fn ask_for_all(pages: &[Page<'_>], types: &mut TypeCase<'_>) -> Result<(), Error> {
    let inks = pages
        .iter()
        .flat_map(|page| &page.groups)
        .flat_map(|group| group.1.iter());
    for ink in inks {
        if let Ink::Text { text, style, .. } = ink {
            types.width(text, style.size, style.weight);
        }
    }
    types.complete()
}

fn metadata(about: &About) -> Metadata {
    let part = |number: i8| u8::try_from(number).unwrap_or_default();
    let day = DateTime::new(u16::try_from(about.date.year()).unwrap_or_default())
        .month(part(about.date.month()))
        .day(part(about.date.day()))
        .utc_offset_hour(CHINA);
    Metadata::new()
        .title(about.title.clone())
        .authors(vec![about.office.clone()])
        .language(LANGUAGE.to_owned())
        .creation_date(day)
}

fn draw(surface: &mut Surface<'_>, ink: &Ink, fonts: &Fonts, types: &mut TypeCase<'_>) {
    match ink {
        Ink::Text {
            x,
            y,
            text,
            style,
            spread,
        } => {
            surface.set_stroke(None);
            surface.set_fill(Some(fill(style.color)));
            draw_text(surface, (*x, *y), text, *style, *spread, fonts, types);
        }
        Ink::Line { points, pen } => {
            surface.set_fill(None);
            surface.set_stroke(Some(stroke(*pen)));
            let figure = std::slice::from_ref(points);
            draw_path(surface, figure, false);
        }
        Ink::Shape { path, fill: color } => {
            surface.set_stroke(None);
            surface.set_fill(Some(fill(*color)));
            let Path { figures } = path;
            draw_path(surface, figures, true);
        }
    }
}

fn draw_path(surface: &mut Surface<'_>, figures: &[Vec<(f32, f32)>], closed: bool) {
    let mut builder = PathBuilder::new();
    for figure in figures {
        let mut points = figure.iter();
        if let Some(&(x, y)) = points.next() {
            builder.move_to(x, y);
            points.for_each(|&(x, y)| builder.line_to(x, y));
            if closed {
                builder.close();
            }
        }
    }
    if let Some(path) = builder.finish() {
        surface.draw_path(&path);
    }
}

fn draw_text(
    surface: &mut Surface<'_>,
    (x, y): (f32, f32),
    text: &str,
    style: Style,
    spread: f32,
    fonts: &Fonts,
    types: &mut TypeCase<'_>,
) {
    let mut x = match style.align {
        Align::Start => x,
        Align::Centre => x - types.width(text, style.size, style.weight) / 2.0,
        Align::End => x - types.width(text, style.size, style.weight),
    };
    // One run for each stretch of text from the same font.
    let mut run: Vec<KrillaGlyph> = Vec::new();
    let mut face = 0;
    let mut run_width = 0.0;
    let mut characters = text.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let sort = types.sort(c, style.weight);
        if sort.face != face && !run.is_empty() {
            let font = fonts.face(face).drawn().clone();
            surface.draw_glyphs(Point::from_xy(x, y), &run, font, text, style.size, false);
            x += run_width;
            run_width = 0.0;
            run.clear();
        }
        face = sort.face;
        let next = characters.peek().map(|&(_, next)| next);
        let stretched = next.is_some_and(|next| breaks::may_stretch(c, next));
        let advance = sort.advance + if stretched { spread / style.size } else { 0.0 };
        run_width += advance * style.size;
        let range = at..at + c.len_utf8();
        run.push(KrillaGlyph::new(
            GlyphId::new(sort.glyph),
            advance,
            0.0,
            0.0,
            0.0,
            range,
            None,
        ));
    }
    if !run.is_empty() {
        let font = fonts.face(face).drawn().clone();
        surface.draw_glyphs(Point::from_xy(x, y), &run, font, text, style.size, false);
    }
}

fn paint(Color(red, green, blue): Color) -> Paint {
    if red == green && green == blue {
        luma::Color::new(red).into()
    } else {
        rgb::Color::new(red, green, blue).into()
    }
}

fn fill(color: Color) -> Fill {
    Fill {
        paint: paint(color),
        ..Fill::default()
    }
}

fn stroke(pen: Pen) -> Stroke {
    Stroke {
        paint: paint(pen.color),
        width: pen.width,
        line_join: LineJoin::Round,
        dash: pen.dash.map(|(dash, gap)| StrokeDash {
            array: vec![dash, gap],
            offset: 0.0,
        }),
        ..Stroke::default()
    }
}
