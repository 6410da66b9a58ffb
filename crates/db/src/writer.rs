//! Writes: one transaction each, committed before anybody sees the result.
//!
//! SQLite has one writing connection. Writes that wait at the same moment share one commit, each inside its own savepoint,
//! so that durability costs one sync for all of them and a refused write undoes only itself.

use std::panic::AssertUnwindSafe;
use std::sync::{Mutex, PoisonError};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbErr, SqliteTransactionMode, Statement,
    TransactionOptions, TransactionTrait,
};
use tokio::sync::{mpsc, oneshot};

use crate::dialect::Engine;
use crate::engine::{Db, Error};
use crate::sql::{Insert, Sql, Values, joined};

/// The most writes that share one commit.
const BATCH: usize = 64;
/// Attempts when PostgreSQL asks for another.
const ATTEMPTS: usize = 5;

/// An open transaction. Only the harness begins and ends it.
pub struct Tx {
    transaction: DatabaseTransaction,
    /// Statements whose answer nobody needs, until the next one whose answer somebody does.
    later: Mutex<Vec<(String, Values)>>,
    engine: Engine,
}

impl Sql for Tx {
    type Connection = DatabaseTransaction;

    fn connection(&self) -> &DatabaseTransaction {
        &self.transaction
    }

    fn engine(&self) -> Engine {
        self.engine
    }

    /// One trip to the engine where it takes several statements at once, which is most of what a small write costs.
    async fn settle(&self) -> Result<(), Error> {
        let later = std::mem::take(&mut *self.later.lock().unwrap_or_else(PoisonError::into_inner));
        match (self.engine, later.len()) {
            (_, 0) => {}
            (Engine::Sqlite, _) => {
                let (sql, values) = joined(later);
                self.send(&sql, values).await?;
            }
            (Engine::Postgres, _) => {
                for (sql, values) in later {
                    self.send(&sql, values).await?;
                }
            }
        }
        Ok(())
    }
}

impl Tx {
    async fn send(&self, sql: &str, values: Values) -> Result<(), Error> {
        let statement = Statement::from_sql_and_values(self.engine.backend(), sql, values);
        self.transaction.execute_raw(statement).await?;
        Ok(())
    }

    /// Puts a statement off until the next read, or the end of the write. Its failure fails the write all the same.
    pub fn later(&self, sql: &str, values: Values) {
        self.later
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push((sql.to_owned(), values));
    }

    /// The same for rows of a table.
    pub fn insert_later(&self, insert: Insert) {
        self.later
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend(insert.statements(self.engine));
    }

    /// Makes everything read from here on tell of one moment. Comes first in a transaction.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn hold_still(&self) -> Result<(), Error> {
        if let Some(sql) = self.engine.hold_still() {
            self.run(sql, Vec::new()).await?;
        }
        Ok(())
    }
}

/// Why a write did not happen: the rules said no, or the database failed.
#[derive(Debug)]
pub enum WriteError<E> {
    Refused(E),
    Failed(Error),
}

impl<E> From<Error> for WriteError<E> {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

type Reply = Box<dyn FnOnce(Result<(), Error>) + Send>;
type Job = Box<dyn for<'t> FnOnce(&'t Tx) -> BoxFuture<'t, (bool, Reply)> + Send>;

pub(crate) enum Message {
    Work(Job),
    Stop(oneshot::Sender<()>),
}

pub(crate) enum Writer {
    Queue(mpsc::Sender<Message>),
    Pool(DatabaseConnection),
}

impl Writer {
    pub(crate) fn start(engine: Engine, connection: DatabaseConnection) -> Self {
        match engine {
            Engine::Postgres => Self::Pool(connection),
            Engine::Sqlite => {
                let (sender, receiver) = mpsc::channel(4 * BATCH);
                tokio::spawn(serve(connection, receiver));
                Self::Queue(sender)
            }
        }
    }

    pub(crate) async fn stop(&self) {
        match self {
            Self::Queue(queue) => {
                let (done, stopped) = oneshot::channel();
                if queue.send(Message::Stop(done)).await.is_ok() {
                    let _ = stopped.await;
                }
            }
            Self::Pool(connection) => {
                if let Err(error) = connection.close_by_ref().await {
                    tracing::warn!(%error, "closing the writing side");
                }
            }
        }
    }
}

impl Db {
    /// Runs `work` in one transaction and commits it when it ends well. A refusal undoes everything it wrote.
    ///
    /// `work` may run again when PostgreSQL finds it in conflict with another write.
    ///
    /// # Errors
    /// What `work` refused with, or the database's failure.
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, WriteError<E>>
    where
        T: Send + 'static,
        E: Send + 'static,
        F: for<'t> Fn(&'t Tx) -> BoxFuture<'t, Result<T, WriteError<E>>> + Send + Sync + 'static,
    {
        match self.writer() {
            Writer::Pool(connection) => on_pool(connection, work).await,
            Writer::Queue(queue) => {
                let (sender, receiver) = oneshot::channel();
                let job: Job = Box::new(move |tx| {
                    Box::pin(async move {
                        let outcome = AssertUnwindSafe(work(tx)).catch_unwind().await;
                        let outcome = outcome.unwrap_or_else(|_| Err(Error::Content("写入时程序出错".into()).into()));
                        let outcome = settled(outcome, tx).await;
                        let good = outcome.is_ok();
                        let reply: Reply = Box::new(move |committed| {
                            let _ = sender.send(match committed {
                                Ok(()) => outcome,
                                Err(error) => Err(error.into()),
                            });
                        });
                        (good, reply)
                    })
                });
                queue.send(Message::Work(job)).await.map_err(|_| Error::Stopped)?;
                receiver.await.map_err(|_| Error::Stopped)?
            }
        }
    }
}

/// What was put off belongs to the write: when it fails, so does the write.
async fn settled<T, E>(outcome: Result<T, WriteError<E>>, tx: &Tx) -> Result<T, WriteError<E>> {
    let done = outcome?;
    tx.settle().await?;
    Ok(done)
}

async fn on_pool<T, E, F>(connection: &DatabaseConnection, work: F) -> Result<T, WriteError<E>>
where
    F: for<'t> Fn(&'t Tx) -> BoxFuture<'t, Result<T, WriteError<E>>>,
{
    let mut attempt = 1;
    loop {
        let transaction = connection.begin().await.map_err(Error::from)?;
        let tx = Tx {
            transaction,
            later: Mutex::default(),
            engine: Engine::Postgres,
        };
        let outcome = settled(work(&tx).await, &tx).await;
        let ended = match &outcome {
            Ok(_) => tx.transaction.commit().await,
            Err(_) => tx.transaction.rollback().await,
        };
        let failure = match (&outcome, &ended) {
            (Err(WriteError::Failed(Error::Driver(error))), _) => Some(error),
            (_, Err(error)) => Some(error),
            _ => None,
        };
        if attempt < ATTEMPTS && failure.is_some_and(asks_again) {
            attempt += 1;
            continue;
        }
        ended.map_err(Error::from)?;
        return outcome;
    }
}

/// Serialisation failure, deadlock, or two first writes of one key: the second run sees the first one's rows.
fn asks_again(error: &DbErr) -> bool {
    let text = error.to_string();
    text.contains("could not serialize") || text.contains("deadlock detected") || text.contains("duplicate key")
}

async fn serve(connection: DatabaseConnection, mut queue: mpsc::Receiver<Message>) {
    let mut stop = None;
    while stop.is_none() {
        let Some(first) = queue.recv().await else {
            break;
        };
        let mut batch = Vec::new();
        let mut next = Some(first);
        while let Some(message) = next.take() {
            match message {
                Message::Work(job) => batch.push(job),
                Message::Stop(done) => stop = Some(done),
            }
            if batch.len() < BATCH && stop.is_none() {
                next = queue.try_recv().ok();
            }
        }
        let (replies, result) = commit(&connection, batch).await;
        let mut failed = result.err().map(|error| error.to_string());
        for (good, reply) in replies {
            reply(match failed.take() {
                // A refused write has its answer whatever happens to the others.
                Some(text) if good => {
                    failed = Some(text.clone());
                    Err(Error::Content(text))
                }
                other => {
                    failed = other;
                    Ok(())
                }
            });
        }
    }
    if let Err(error) = connection.close_by_ref().await {
        tracing::warn!(%error, "closing the writing side");
    }
    if let Some(done) = stop {
        let _ = done.send(());
    }
}

async fn commit(connection: &DatabaseConnection, batch: Vec<Job>) -> (Vec<(bool, Reply)>, Result<(), DbErr>) {
    let mut replies = Vec::with_capacity(batch.len());
    let immediate = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    let outer = match connection.begin_with_options(immediate).await {
        Ok(outer) => outer,
        // The jobs are dropped with their senders; their callers hear that the database failed.
        Err(error) => {
            tracing::error!(%error, "no transaction could be begun");
            return (replies, Err(error));
        }
    };
    let result = async {
        for job in batch {
            let savepoint = outer.begin().await?;
            let tx = Tx {
                transaction: savepoint,
                later: Mutex::default(),
                engine: Engine::Sqlite,
            };
            let (good, reply) = job(&tx).await;
            replies.push((good, reply));
            if good {
                tx.transaction.commit().await?
            } else {
                tx.transaction.rollback().await?
            }
        }
        Ok(())
    }
    .await;
    let result = match result {
        Ok(()) => outer.commit().await,
        Err(error) => outer.rollback().await.and(Err(error)),
    };
    if let Err(error) = &result {
        tracing::error!(%error, "a commit failed");
    }
    (replies, result)
}
