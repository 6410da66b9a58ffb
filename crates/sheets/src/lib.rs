//! People's spreadsheets: read whatever office software wrote, import it in two phases, write back what was refused.
//!
//! Nothing here knows a database. The first phase reads a file and plans ([`read`], [`cases::rows`],
//! [`plan`]); the caller shows the [`Report`] and, in the second phase, stores what the plan calls new
//! or changed. A digest for each row makes the second import of the same file change nothing.

mod book;
pub mod cases;
mod cell;
mod csv_out;
mod csv_text;
pub mod dates;
mod export;
mod forbidden;
mod layout;
mod legacy;
mod mapping;
mod names;
mod plan;
mod read;
mod report;
mod sheet;
mod workbook;
mod zipped;

pub use book::{Entry, Outcome, Tab, write_book};
pub use cell::{Cell, Damage};
pub use csv_out::csv_bytes;
pub use csv_text::Encoding;
pub use export::{WriteError, write_cases, write_refused, write_table};
pub use forbidden::is_forbidden;
pub use mapping::{FieldSpec, Mapping, MappingError};
pub use names::{attachment, refused_name};
pub use plan::{Plan, plan};
pub use read::{Options, ReadError, read, read_bytes};
pub use report::Report;
pub use sheet::{Row, Sheet, column_letters};
