//! The only crate that names a database driver.
//!
//! One text of SQL serves both engines: SQLite (one folder, WAL, every acknowledged write on disk) and PostgreSQL.
//! What differs stands in `dialect.rs`. A write happens inside [`Db::write`] and nowhere else; it is committed before
//! its result is seen.

mod chain;
mod dialect;
mod engine;
mod migrate;
mod once;
mod sql;
mod writer;

pub use chain::{Chain, Entry, Head, Link, append, append_many, body_digest, head, link_hash, read_chain};
pub use dialect::Engine;
pub use engine::{Db, Error};
pub use once::{forget_before, forget_old, remember, remembered};
pub use sea_orm::sea_query as query;
pub use sql::{Insert, Row, Sql, Text, Values};
pub use writer::{Tx, WriteError};
