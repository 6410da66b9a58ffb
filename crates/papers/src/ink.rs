//! What stands on a page, in points from the upper left corner.

use crate::font::Weight;

pub(crate) const POINTS_PER_MM: f32 = 72.0 / 25.4;

/// A colour as red, green and blue. Equal parts are written as grey, so that black text prints with black ink alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Color(pub u8, pub u8, pub u8);

impl Color {
    /// Text.
    pub const BLACK: Self = Self(0, 0, 0);
    /// Notes, running heads, labels: 5.7 : 1 on white.
    pub const GREY: Self = Self(102, 102, 102);
    /// Hairlines.
    pub const PALE: Self = Self(196, 196, 196);
    /// The one accent, the teal of the screens.
    pub const ACCENT: Self = Self(14, 79, 84);
    /// Paper.
    pub const WHITE: Self = Self(255, 255, 255);
}

/// Where text stands beside its point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// The text begins at the point.
    #[default]
    Start,
    /// The point is its middle.
    Centre,
    /// The text ends at the point: numbers in a column.
    End,
}

/// How a line of text looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    /// In points.
    pub size: f32,
    /// Regular or bold.
    pub weight: Weight,
    /// Its ink.
    pub color: Color,
    /// Where it stands beside its point.
    pub align: Align,
}

impl Style {
    /// Black, regular, beginning at its point.
    #[must_use]
    pub const fn new(size: f32) -> Self {
        Self {
            size,
            weight: Weight::Regular,
            color: Color::BLACK,
            align: Align::Start,
        }
    }

    /// In bold.
    #[must_use]
    pub const fn bold(mut self) -> Self {
        self.weight = Weight::Bold;
        self
    }

    /// In another colour.
    #[must_use]
    pub const fn color(mut self, color: Color) -> Self {
        self.color = color;
        self
    }

    /// Standing otherwise beside its point.
    #[must_use]
    pub const fn align(mut self, align: Align) -> Self {
        self.align = align;
        self
    }
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pen {
    /// In points.
    pub width: f32,
    /// Its ink.
    pub color: Color,
    /// Lengths of dash and gap in points; none for a whole line.
    pub dash: Option<(f32, f32)>,
}

impl Pen {
    /// A whole line.
    #[must_use]
    pub const fn new(width: f32, color: Color) -> Self {
        Self {
            width,
            color,
            dash: None,
        }
    }
}

/// Straight-edged figures, for example the dark modules of a QR code as one path of many rectangles. In millimetres.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Path {
    pub(crate) figures: Vec<Vec<(f32, f32)>>,
}

impl Path {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a closed figure by its corners.
    pub fn polygon(&mut self, corners: &[(f32, f32)]) {
        self.figures.push(corners.to_vec());
    }

    /// Adds a rectangle by its upper left corner, width and height.
    pub fn rect(&mut self, x: f32, y: f32, width: f32, height: f32) {
        self.polygon(&[(x, y), (x + width, y), (x + width, y + height), (x, y + height)]);
    }

    pub(crate) fn mapped(&self, place: impl Fn((f32, f32)) -> (f32, f32)) -> Self {
        let figures = self.figures.iter();
        Self {
            figures: figures
                .map(|figure| figure.iter().map(|&point| place(point)).collect())
                .collect(),
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Ink {
    Text {
        x: f32,
        /// Of the baseline.
        y: f32,
        text: String,
        style: Style,
        /// Added to each gap that may stretch.
        spread: f32,
    },
    /// An open line through points.
    Line {
        points: Vec<(f32, f32)>,
        pen: Pen,
    },
    Shape {
        path: Path,
        fill: Color,
    },
}

impl Ink {
    pub fn text(x: f32, y: f32, text: impl Into<String>, style: Style) -> Self {
        Self::Text {
            x,
            y,
            text: text.into(),
            style,
            spread: 0.0,
        }
    }

    pub fn line(from: (f32, f32), to: (f32, f32), pen: Pen) -> Self {
        Self::Line {
            points: vec![from, to],
            pen,
        }
    }

    pub fn rect(x: f32, y: f32, width: f32, height: f32, fill: Color) -> Self {
        let mut path = Path::new();
        path.rect(x, y, width, height);
        Self::Shape { path, fill }
    }

    /// The same, elsewhere.
    pub fn moved(&self, dx: f32, dy: f32) -> Self {
        let mut ink = self.clone();
        match &mut ink {
            Self::Text { x, y, .. } => {
                *x += dx;
                *y += dy;
            }
            Self::Line { points, .. } => points.iter_mut().for_each(|point| {
                point.0 += dx;
                point.1 += dy;
            }),
            Self::Shape { path, .. } => *path = path.mapped(|(x, y)| (x + dx, y + dy)),
        }
        ink
    }
}
