//! Everything that differs between the two engines, by name.

use sea_orm::DbBackend;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    pub(crate) const fn backend(self) -> DbBackend {
        match self {
            Self::Sqlite => DbBackend::Sqlite,
            Self::Postgres => DbBackend::Postgres,
        }
    }

    /// The most parameters one statement may carry.
    pub(crate) const fn max_parameters(self) -> usize {
        match self {
            Self::Sqlite => 32_766,
            Self::Postgres => 65_535,
        }
    }

    /// Migrations are written for PostgreSQL; SQLite knows these types by other names.
    pub(crate) fn migration(self, sql: &str) -> String {
        match self {
            Self::Postgres => sql.to_owned(),
            Self::Sqlite => sql
                .replace(" UUID", " BLOB")
                .replace(" BYTEA", " BLOB")
                .replace(" DOUBLE PRECISION", " REAL"),
        }
    }

    /// Makes all reads of a transaction see one moment; on SQLite they do.
    pub(crate) const fn hold_still(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"),
        }
    }

    /// Locks a row that serialises writers; SQLite has one writer anyway.
    pub(crate) const fn for_update(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => " FOR UPDATE",
        }
    }
}
