//! Printed documents as PDF, with Chinese typography: bulletins and notices that flow over pages, cards placed by hand.
//!
//! Fonts come in as bytes, the date comes in as an argument, and the same input gives the same bytes. Text can be selected
//! and searched, fonts are embedded as subsets, and documents are tagged for screen readers. A character that no font can
//! draw is an [`Error::Missing`] before anything is written; nothing is dropped or drawn as a box.
//!
//! * [`Document`] flows: title block, headings, paragraphs, [`Table`]s, key [`Figure`]s, [`Chart`]s, notes, page numbers.
//! * [`Sheet`] is a free page of any size for cards, labels and codes; [`print_sheets`] makes them one PDF.
//!
//! Places and sizes of sheets and what stands on them are in **millimetres** from the upper left corner; sizes of type and
//! widths of lines are in **points** (1/72 inch), as everybody names them. Lines break by GB/T 15834-2011, 5.1: no closing
//! mark begins a line, no opening mark ends one, words and numbers stay whole, —— and …… are one mark. Letters are not
//! kerned, and scripts that need shaping (Arabic, Tibetan, Mongolian) are not set right.
//!
//! ```
//! use jiff::civil::date;
//! use papers::{About, Column, Document, Error, Fonts, Level, Table};
//!
//! fn bulletin(fonts: &Fonts) -> Result<Vec<u8>, Error> {
//!     let mut document = Document::new(About {
//!         title: "民生诉求办理情况通报".to_owned(),
//!         office: "清河街道办事处".to_owned(),
//!         date: date(2026, 11, 5),
//!     });
//!     document.subtitle("2026年第10期");
//!     document.heading(Level::One, "一、总体情况");
//!     document.paragraph("10月共受理群众诉求1,286件，按期办结率98.6%。");
//!     let columns = [Column::words("社区").share(1.0), Column::numbers("受理（件）")];
//!     let mut table = Table::new("各社区受理情况", columns);
//!     table.row(["幸福里社区", "128"]);
//!     document.table(table);
//!     document.print(fonts)
//! }
//! ```
#![warn(missing_docs)]

mod about;
mod breaks;
mod chart;
mod document;
mod error;
mod figures;
mod flow;
mod font;
mod ink;
mod pdf;
mod plot;
mod sheet;
mod table;

pub use about::About;
pub use chart::Chart;
pub use document::{Document, Level};
pub use error::Error;
pub use figures::Figure;
pub use font::{Font, Fonts, Weight};
pub use ink::{Align, Color, Path, Pen, Style};
pub use sheet::{Sheet, print_sheets};
pub use table::{Column, Table};
