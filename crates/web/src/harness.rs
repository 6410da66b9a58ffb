//! Writes: one transaction each, and once for each id of the sender.

use std::sync::Arc;

use db::{Tx, WriteError, forget_before, forget_old, remember, remembered};
use kernel::{ClientId, Moment};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::fault::Fault;
use crate::site::Site;

/// What a write comes to.
pub type Written<T> = Result<T, WriteError<Fault>>;

/// The future of a write, as long as its transaction.
pub type Work<'t, T> = std::pin::Pin<Box<dyn Future<Output = Written<T>> + Send + 't>>;

/// A sender that repeats itself does so within days.
const ANSWERS_KEPT_SECONDS: i64 = 30 * 86_400;

impl Site {
    /// Forgets the answers that nobody can be waiting for any more.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn forget_answers(&self) -> Result<(), Fault> {
        let (street, before) = (self.street, self.now().plus_seconds(-ANSWERS_KEPT_SECONDS));
        let forgotten = self
            .db
            .write::<u64, Fault, _>(move |tx| Box::pin(async move { Ok(forget_old(tx, street, before).await?) }));
        forgotten.await?;
        Ok(())
    }

    /// Runs `work` in one transaction under the sender's id. A repeat gets the first answer and does nothing.
    ///
    /// # Errors
    /// What `work` refused with, or a fault with a number.
    pub async fn write<T, A>(
        self: &Arc<Self>,
        client: ClientId,
        given: A,
        work: for<'t> fn(&'t Tx, Arc<Self>, A) -> Work<'t, T>,
    ) -> Result<T, Fault>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
        A: Clone + Send + Sync + 'static,
    {
        Ok(self.write_once(client, None, given, work).await?.0)
    }

    /// The same under an id that is made of what was sent: it counts as a repeat for so many seconds and is news afterwards.
    /// Tells whether it was a repeat.
    ///
    /// # Errors
    /// As [`Self::write`].
    pub async fn write_within<T, A>(
        self: &Arc<Self>,
        client: ClientId,
        seconds: i64,
        given: A,
        work: for<'t> fn(&'t Tx, Arc<Self>, A) -> Work<'t, T>,
    ) -> Result<(T, bool), Fault>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
        A: Clone + Send + Sync + 'static,
    {
        let since = self.now().plus_seconds(-seconds);
        self.write_once(client, Some(since), given, work).await
    }

    async fn write_once<T, A>(
        self: &Arc<Self>,
        client: ClientId,
        since: Option<Moment>,
        given: A,
        work: for<'t> fn(&'t Tx, Arc<Self>, A) -> Work<'t, T>,
    ) -> Result<(T, bool), Fault>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
        A: Clone + Send + Sync + 'static,
    {
        let site = self.clone();
        let written = self.db.write::<(T, bool), Fault, _>(move |tx| {
            let (site, given) = (site.clone(), given.clone());
            Box::pin(async move {
                let unreadable = |error: serde_json::Error| WriteError::Failed(db::Error::Content(error.to_string()));
                if let Some(since) = since {
                    forget_before(tx, site.street, client, since).await?;
                }
                if let Some(answer) = remembered(tx, site.street, client).await? {
                    return Ok((serde_json::from_str(&answer).map_err(unreadable)?, true));
                }
                let answer = work(tx, site.clone(), given).await?;
                let kept = serde_json::to_string(&answer).map_err(unreadable)?;
                remember(tx, site.street, client, &kept, site.now());
                Ok((answer, false))
            })
        });
        Ok(written.await?)
    }
}
