//! Fonts: their bytes, their characters and widths, and the characters that none of them has.

use std::collections::{BTreeSet, HashMap};
use std::io::Read;
use std::sync::Arc;

use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, MetadataProvider};

use crate::breaks;
use crate::error::Error;
use crate::ink::POINTS_PER_MM;

const GZIP: [u8; 2] = [0x1f, 0x8b];

/// Regular or bold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Weight {
    /// Text.
    #[default]
    Regular,
    /// Headings, table heads, totals.
    Bold,
}

/// One font file, read and checked. Cloning is cheap.
#[derive(Clone, Debug)]
pub struct Font {
    bytes: Arc<Vec<u8>>,
    index: u32,
    drawn: krilla::text::Font,
}

impl Font {
    /// Reads a TrueType or OpenType font, plain or gzipped. `index` picks a font out of a collection (`.ttc`); otherwise 0.
    ///
    /// # Errors
    /// [`Error::Font`] when the bytes are no font or the index is beyond the collection.
    pub fn read(bytes: &[u8], index: u32) -> Result<Self, Error> {
        let bytes = if bytes.starts_with(&GZIP) {
            let mut plain = Vec::new();
            flate2::read::GzDecoder::new(bytes)
                .read_to_end(&mut plain)
                .map_err(|_| Error::Font)?;
            plain
        } else {
            bytes.to_vec()
        };
        let bytes = Arc::new(bytes);
        let drawn = krilla::text::Font::new(Arc::clone(&bytes).into(), index).ok_or(Error::Font)?;
        Ok(Self { bytes, index, drawn })
    }

    pub(crate) fn drawn(&self) -> &krilla::text::Font {
        &self.drawn
    }

    fn open(&self) -> Result<Face<'_>, Error> {
        let font = FontRef::from_index(&self.bytes, self.index).map_err(|_| Error::Font)?;
        let unscaled = LocationRef::default();
        Ok(Face {
            characters: font.charmap(),
            widths: font.glyph_metrics(Size::unscaled(), unscaled),
            em: f32::from(font.metrics(Size::unscaled(), unscaled).units_per_em),
        })
    }
}

/// The fonts of a document: two weights, and what stands in where they lack a character. Cloning is cheap.
#[derive(Clone, Debug)]
pub struct Fonts {
    faces: Vec<Font>,
}

impl Fonts {
    /// Without a fallback; a character that a weight lacks makes rendering fail with [`Error::Missing`].
    #[must_use]
    pub fn new(regular: Font, bold: Font) -> Self {
        Self {
            faces: vec![regular, bold],
        }
    }

    /// Adds a font for the characters that both weights lack, such as 𠮷. The first one added is asked first.
    #[must_use]
    pub fn with_fallback(mut self, font: Font) -> Self {
        self.faces.push(font);
        self
    }

    /// The width of one line of text in millimetres; `size` in points.
    ///
    /// # Errors
    /// [`Error::Missing`] for characters without a glyph.
    pub fn width(&self, text: &str, size: f32, weight: Weight) -> Result<f32, Error> {
        let mut type_case = TypeCase::open(self)?;
        let width = type_case.width(text, size, weight);
        type_case.complete().map(|()| width / POINTS_PER_MM)
    }

    /// Breaks text into lines of at most `width` millimetres by the rules of Chinese setting; `size` in points.
    ///
    /// # Errors
    /// [`Error::Missing`] for characters without a glyph.
    pub fn lines(&self, text: &str, size: f32, weight: Weight, width: f32) -> Result<Vec<String>, Error> {
        let mut type_case = TypeCase::open(self)?;
        let lines = breaks::lines(&mut type_case, text, size, weight, width * POINTS_PER_MM, 0.0);
        type_case.complete()?;
        Ok(lines.into_iter().map(|line| line.text.trim_end().to_owned()).collect())
    }

    pub(crate) fn face(&self, at: usize) -> &Font {
        &self.faces[at]
    }
}

struct Face<'a> {
    characters: Charmap<'a>,
    widths: GlyphMetrics<'a>,
    em: f32,
}

/// A character as it is drawn: from which font, which glyph, how wide in ems.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sort {
    pub face: usize,
    pub glyph: u32,
    pub advance: f32,
}

/// The fonts opened for one document, with what was already looked up, and what was looked up in vain.
pub(crate) struct TypeCase<'a> {
    faces: Vec<Face<'a>>,
    known: [HashMap<char, Sort>; 2],
    missing: BTreeSet<char>,
}

impl<'a> TypeCase<'a> {
    pub fn open(fonts: &'a Fonts) -> Result<Self, Error> {
        Ok(Self {
            faces: fonts.faces.iter().map(Font::open).collect::<Result<_, _>>()?,
            known: [HashMap::new(), HashMap::new()],
            missing: BTreeSet::new(),
        })
    }

    /// The glyph of a character. A missing one is noted for [`Self::complete`] and counts as a full em meanwhile.
    pub fn sort(&mut self, c: char, weight: Weight) -> Sort {
        let own = weight as usize;
        if let Some(&sort) = self.known[own].get(&c) {
            return sort;
        }
        let stand_ins = 2..self.faces.len();
        let sort = std::iter::once(own).chain(stand_ins).find_map(|at| {
            let face = &self.faces[at];
            let glyph = face.characters.map(c)?;
            let advance = face.widths.advance_width(glyph)? / face.em;
            Some(Sort {
                face: at,
                glyph: glyph.to_u32(),
                advance,
            })
        });
        let sort = sort.unwrap_or_else(|| {
            self.missing.insert(c);
            Sort {
                face: own,
                glyph: 0,
                advance: 1.0,
            }
        });
        self.known[own].insert(c, sort);
        sort
    }

    /// In points.
    pub fn width(&mut self, text: &str, size: f32, weight: Weight) -> f32 {
        text.chars().map(|c| self.sort(c, weight).advance).sum::<f32>() * size
    }

    /// Whether everything asked for so far has a glyph.
    pub fn complete(&self) -> Result<(), Error> {
        if self.missing.is_empty() {
            return Ok(());
        }
        Err(Error::Missing {
            characters: self.missing.iter().copied().collect(),
        })
    }
}
