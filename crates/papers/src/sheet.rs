//! A free page: text, lines, rectangles and paths at places in millimetres.

use std::borrow::Cow;

use crate::about::About;
use crate::error::Error;
use crate::font::{Fonts, TypeCase};
use crate::ink::{Color, Ink, POINTS_PER_MM, Path, Pen, Style};
use crate::pdf::{self, Page, Tags};

/// How far a cut mark stays off the cards, and how long it is, in millimetres.
const CUT_GAP: f32 = 1.0;
const CUT_LENGTH: f32 = 4.0;

/// A page of any size on which things are placed in millimetres from the upper left corner, later ones above earlier ones.
///
/// A sheet is also the way to draw something once and place it often: a card is a small sheet, placed on an A4 one.
///
/// ```
/// use papers::{Color, Pen, Sheet, Style};
///
/// let mut card = Sheet::new(90.0, 54.0);
/// card.text(6.0, 12.0, "幸福里社区第三网格", Style::new(12.0).bold());
/// card.line((6.0, 15.0), (84.0, 15.0), Pen::new(0.5, Color::ACCENT));
/// let mut page = Sheet::a4();
/// page.place(&card, 15.0, 13.5);
/// page.cut_marks(&[15.0, 105.0], &[13.5, 67.5]);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// In points.
    width: f32,
    height: f32,
    inks: Vec<Ink>,
}

impl Sheet {
    /// An empty page of `width` × `height` millimetres.
    #[must_use]
    pub fn new(width: f32, height: f32) -> Self {
        Self {
            width: width * POINTS_PER_MM,
            height: height * POINTS_PER_MM,
            inks: Vec::new(),
        }
    }

    /// 210 × 297 mm.
    #[must_use]
    pub fn a4() -> Self {
        Self::new(210.0, 297.0)
    }

    /// One line of text whose baseline is `y` below the page's upper edge.
    pub fn text(&mut self, x: f32, y: f32, text: &str, style: Style) {
        self.inks
            .push(Ink::text(x * POINTS_PER_MM, y * POINTS_PER_MM, text, style));
    }

    /// A straight line.
    pub fn line(&mut self, from: (f32, f32), to: (f32, f32), pen: Pen) {
        self.inks.push(Ink::line(points(from), points(to), pen));
    }

    /// A filled rectangle by its upper left corner, width and height.
    pub fn rect(&mut self, x: f32, y: f32, width: f32, height: f32, fill: Color) {
        let mut path = Path::new();
        path.rect(x, y, width, height);
        self.path(&path, fill);
    }

    /// A filled path.
    pub fn path(&mut self, path: &Path, fill: Color) {
        let path = path.mapped(points);
        self.inks.push(Ink::Shape { path, fill });
    }

    /// Everything on another sheet, its upper left corner at `x`, `y`. Nothing is cut off at its edge.
    pub fn place(&mut self, other: &Self, x: f32, y: f32) {
        let (dx, dy) = points((x, y));
        self.inks.extend(other.inks.iter().map(|ink| ink.moved(dx, dy)));
    }

    /// Short lines outside a block of cards to cut along: above and below it at each of `x`, beside it at each of `y`, in
    /// ascending order. Nothing is drawn inside the block, where it would be seen on a card.
    pub fn cut_marks(&mut self, x: &[f32], y: &[f32]) {
        let pen = Pen::new(0.25, Color::BLACK);
        let ends = |at: &[f32]| at.first().copied().zip(at.last().copied());
        if let Some((top, bottom)) = ends(y) {
            for &x in x {
                self.line((x, top - CUT_GAP - CUT_LENGTH), (x, top - CUT_GAP), pen);
                self.line((x, bottom + CUT_GAP), (x, bottom + CUT_GAP + CUT_LENGTH), pen);
            }
        }
        if let Some((left, right)) = ends(x) {
            for &y in y {
                self.line((left - CUT_GAP - CUT_LENGTH, y), (left - CUT_GAP, y), pen);
                self.line((right + CUT_GAP, y), (right + CUT_GAP + CUT_LENGTH, y), pen);
            }
        }
    }
}

fn points((x, y): (f32, f32)) -> (f32, f32) {
    (x * POINTS_PER_MM, y * POINTS_PER_MM)
}

/// The sheets as one PDF, in order. The same input gives the same bytes.
///
/// # Errors
/// [`Error::Missing`] with every character that no font can draw; [`Error::Paper`] for a sheet without area.
pub fn print_sheets(about: &About, sheets: &[Sheet], fonts: &Fonts) -> Result<Vec<u8>, Error> {
    let mut types = TypeCase::open(fonts)?;
    let pages = sheets
        .iter()
        .map(|sheet| Page {
            size: (sheet.width, sheet.height),
            groups: vec![(None, Cow::Borrowed(&sheet.inks[..]))],
        })
        .collect::<Vec<_>>();
    pdf::write(about, &pages, &Tags::default(), fonts, &mut types)
}
