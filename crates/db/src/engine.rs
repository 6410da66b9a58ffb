//! Opening an engine: SQLite as one file, PostgreSQL by URL.

use std::sync::Arc;
use std::time::Duration;

use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr, Statement};

use tokio::task::AbortHandle;

use crate::dialect::Engine;
use crate::migrate;
use crate::sql::Sql;
use crate::writer::Writer;

/// The database failed. Never shown to anybody outside; the log has it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("数据库出错：{0}")]
    Driver(#[from] DbErr),
    #[error("数据库地址“{0}”读不懂：请写 sqlite:文件 或 postgres://用户@主机/库名")]
    Address(String),
    #[error("存储的内容读不懂：{0}")]
    Content(String),
    #[error("数据库已停止写入")]
    Stopped,
}

/// An open database. Cheap to clone.
#[derive(Clone)]
pub struct Db(Arc<Inner>);

struct Inner {
    engine: Engine,
    read: DatabaseConnection,
    writer: Writer,
    /// Folds SQLite's journal back.
    folding: Option<AbortHandle>,
}

impl Drop for Inner {
    fn drop(&mut self) {
        if let Some(folding) = &self.folding {
            folding.abort();
        }
    }
}

impl Db {
    /// Opens and migrates.
    ///
    /// # Errors
    /// When the address is unknown, the server is away or a migration fails.
    pub async fn open(address: &str) -> Result<Self, Error> {
        let (engine, read, write, folding) = if let Some(file) = address.strip_prefix("sqlite:") {
            let write = Database::connect(sqlite(file, 1)).await?;
            // The file and its journal mode exist before the first reader comes.
            let read = Database::connect(sqlite(file, 4)).await?;
            let folding = tokio::spawn(checkpoints(Database::connect(sqlite(file, 1)).await?));
            (Engine::Sqlite, read, write, Some(folding.abort_handle()))
        } else if address.starts_with("postgres://") || address.starts_with("postgresql://") {
            let read = Database::connect(postgres(address, 4)).await?;
            let write = Database::connect(postgres(address, 8)).await?;
            (Engine::Postgres, read, write, None)
        } else {
            return Err(Error::Address(address.to_owned()));
        };
        migrate::run(engine, &write).await?;
        Ok(Self(Arc::new(Inner {
            engine,
            read,
            writer: Writer::start(engine, write),
            folding,
        })))
    }

    pub(crate) fn writer(&self) -> &Writer {
        &self.0.writer
    }

    /// Stops taking writes, finishes those under way and closes.
    pub async fn close(&self) {
        self.0.writer.stop().await;
        if let Some(folding) = &self.0.folding {
            folding.abort();
        }
        if self.0.engine == Engine::Sqlite
            && let Err(error) = self.row("PRAGMA wal_checkpoint(TRUNCATE)", Vec::new()).await
        {
            tracing::warn!(%error, "the journal could not be folded back at the end");
        }
        if let Err(error) = self.0.read.close_by_ref().await {
            tracing::warn!(%error, "closing the reading side");
        }
    }

    /// A consistent copy in one file (SQLite only).
    ///
    /// # Errors
    /// When the engine is another, or the copy cannot be written.
    pub async fn copy_to(&self, file: &str) -> Result<(), Error> {
        match self.0.engine {
            Engine::Sqlite => self.run("VACUUM INTO $1", vec![file.into()]).await.map(|_| ()),
            Engine::Postgres => Err(Error::Content(
                "PostgreSQL 请用 pg_dump 备份，或用 xingge export 导出".into(),
            )),
        }
    }
}

impl Sql for Db {
    type Connection = DatabaseConnection;

    fn connection(&self) -> &DatabaseConnection {
        &self.0.read
    }

    fn engine(&self) -> Engine {
        self.0.engine
    }
}

/// How often the journal is folded back into the file.
const CHECKPOINT_EVERY: Duration = Duration::from_millis(500);
/// Above this many pages (256 MB) writers wait until the journal starts anew.
const LONGEST_JOURNAL: i64 = 65_536;

/// Folds the journal back on a connection of its own, which no writer waits for, until the connection is closed.
async fn checkpoints(connection: DatabaseConnection) {
    let statement = |mode: &str| Statement::from_string(DbBackend::Sqlite, format!("PRAGMA wal_checkpoint({mode})"));
    let mut tick = tokio::time::interval(CHECKPOINT_EVERY);
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut seen = 0;
    loop {
        tick.tick().await;
        let row = match connection.query_one_raw(statement("PASSIVE")).await {
            Ok(row) => row,
            Err(error) => {
                tracing::warn!(%error, "the journal could not be folded back");
                continue;
            }
        };
        let pages = row.and_then(|row| row.try_get_by_index::<i64>(1).ok()).unwrap_or(0);
        if pages > LONGEST_JOURNAL && pages >= seen {
            let _ = connection.query_one_raw(statement("RESTART")).await;
        }
        seen = pages;
    }
}

fn sqlite(file: &str, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(format!("sqlite:{file}?mode=rwc"));
    options
        .max_connections(connections)
        .min_connections(connections)
        .sqlx_logging(false)
        .test_before_acquire(false);
    options.idle_timeout(None::<Duration>).max_lifetime(None::<Duration>);
    options.map_sqlx_sqlite_opts(|options| {
        options
            .pragma("journal_mode", "WAL")
            // Every acknowledged write is on disk.
            .pragma("synchronous", "FULL")
            .pragma("busy_timeout", "10000")
            .pragma("cache_size", "-16000")
            // The journal is folded back beside the writes, not inside one of them.
            .pragma("wal_autocheckpoint", "0")
            .statement_cache_capacity(200)
    });
    options
}

fn postgres(address: &str, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(address);
    options
        .max_connections(connections)
        .min_connections(1)
        .sqlx_logging(false)
        .acquire_timeout(Duration::from_secs(20));
    options
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values;

    #[tokio::test]
    async fn closing_leaves_one_file() {
        let folder = std::env::temp_dir().join(format!("xingge-db-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let file = folder.join("office.db");
        let db = Db::open(&format!("sqlite:{}", file.display()))
            .await
            .expect("an empty database");
        for number in 0..50_i64 {
            db.write::<(), std::convert::Infallible, _>(move |tx| {
                Box::pin(async move {
                    let row = values![1_i64, format!("row {number}"), number];
                    tx.later("INSERT INTO counters (street, name, value) VALUES ($1, $2, $3)", row);
                    Ok(())
                })
            })
            .await
            .expect("a write");
        }
        let sum = db
            .row(
                "SELECT SUM(value) AS sum FROM counters WHERE street = $1",
                values![1_i64],
            )
            .await;
        assert_eq!(
            sum.expect("a sum").expect("a row").get::<i64>("sum").expect("a number"),
            1225
        );
        db.close().await;
        let journal = std::fs::metadata(folder.join("office.db-wal")).map_or(0, |data| data.len());
        assert_eq!(journal, 0, "what was acknowledged is in the one file that people copy");
        std::fs::remove_dir_all(&folder).expect("the folder is ours");
    }
}
