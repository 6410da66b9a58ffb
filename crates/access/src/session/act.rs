//! Signing in and out.

use std::sync::Arc;

use db::{Tx, WriteError};
use kernel::{AccountId, Actor, ClientId, Moment, Refusal};
use serde_json::json;
use web::{Fault, Site, Work, new_token, record, token_hash};

use crate::password;
use crate::store::{add_session, end_sessions, find_credentials, note_failure};

/// After this many failures in a row the account rests.
const MOST_FAILURES: i64 = 5;
/// Short enough that a stranger cannot shut the owner out for long (trap S11).
const REST_SECONDS: i64 = 300;
/// Checked against when there is no such account, so that the answer takes as long.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$RdescudvJCsgt3ub+b2dWRWJTmaaJObG0AAAAAAAAAA";

fn wrong() -> Refusal {
    Refusal::new(
        "access.wrong",
        "账号或密码不对。连续输错 5 次会暂停 5 分钟。忘记密码请找系统管理员重置。",
    )
}

/// Signs in by password; gives the token for the cookie.
///
/// # Errors
/// The same words for an unknown account and a wrong password; other words for a resting account.
pub async fn sign_in(site: &Arc<Site>, login: &str, password: &str) -> Result<String, Fault> {
    let now = site.now();
    let found = find_credentials(&site.db, site.street, login, now).await?;
    if let Some(until) = found
        .as_ref()
        .and_then(|found| found.locked_until)
        .filter(|until| *until > now)
    {
        let minutes = (until.seconds_since(now) + 59) / 60;
        return Err(Refusal::new("access.resting", format!("输错次数太多，请 {minutes} 分钟后再试。")).into());
    }
    let stored = found
        .as_ref()
        .map_or(NOBODY, |found| found.password.as_str())
        .to_owned();
    let fits = password::fits(password.to_owned(), stored).await;
    match found {
        Some(found) if fits => enter(site, found.id, found.name).await,
        Some(found) => {
            site.write(ClientId(site.id()), (found.id, found.failures + 1), fail)
                .await?;
            Err(wrong().into())
        }
        None => Err(wrong().into()),
    }
}

fn fail(tx: &Tx, site: Arc<Site>, (account, failures): (AccountId, i64)) -> Work<'_, ()> {
    Box::pin(async move {
        let now = site.now();
        let rests = failures >= MOST_FAILURES;
        let until = rests.then(|| now.plus_seconds(REST_SECONDS));
        note_failure(tx, site.street, account, if rests { 0 } else { failures }, until).await?;
        record(
            tx,
            site.street,
            account.0,
            &Actor::system(),
            now,
            "sign_in_failed",
            json!({ "rests": rests }),
        )
        .await?;
        Ok(())
    })
}

/// Opens a session for somebody who is known.
///
/// # Errors
/// The database's failure.
pub async fn enter(site: &Arc<Site>, account: AccountId, name: String) -> Result<String, Fault> {
    let token = new_token().map_err(|error| Fault::from(db::Error::Content(error.to_string())))?;
    site.write(ClientId(site.id()), (account, name, token_hash(&token)), open)
        .await?;
    Ok(token)
}

fn open(tx: &Tx, site: Arc<Site>, (account, name, token): (AccountId, String, Vec<u8>)) -> Work<'_, ()> {
    Box::pin(async move {
        let now: Moment = site.now();
        note_failure(tx, site.street, account, 0, None).await?;
        add_session(tx, site.street, token, account, now).await?;
        let actor = Actor {
            account: Some(account),
            name,
            title: String::new(),
            on_behalf: None,
            desks: Vec::new(),
            permissions: [].into(),
            stand_ins: Vec::new(),
        };
        record(tx, site.street, account.0, &actor, now, "sign_in", json!({})).await?;
        Ok::<_, WriteError<Fault>>(())
    })
}

/// Ends every session of an account.
///
/// # Errors
/// The database's failure.
pub async fn sign_out(site: &Arc<Site>, account: AccountId) -> Result<(), Fault> {
    site.write(ClientId(site.id()), account, |tx, site, account| {
        Box::pin(async move { Ok(end_sessions(tx, site.street, account).await?) })
    })
    .await?;
    site.sessions.forget_all();
    Ok(())
}
