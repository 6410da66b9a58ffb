//! Sessions and the posts behind them.

use std::collections::BTreeSet;
use std::sync::{Arc, PoisonError};

use db::{Error, Sql, values};
use kernel::{AccountId, AreaCode, Desk, Moment, Permission, PostId, Role, Street, UnitKey};

use crate::session::{Post, Session, csrf_of, desks_of, token_hash};
use crate::site::{Site, Staffed};

/// The session of a token, if it is still good. Reads the table only when the session was not seen lately.
///
/// # Errors
/// The database's failure.
pub async fn find_session(site: &Site, token: &str) -> Result<Option<Arc<Session>>, Error> {
    let now = site.now();
    let key = token_hash(token);
    if let Some(session) = site.sessions.get(&key, now) {
        return Ok(Some(session));
    }
    let row = site
        .db
        .row(
            "SELECT s.account, s.created_at, s.seen_at FROM sessions s
             JOIN accounts a ON a.street = s.street AND a.id = s.account
             WHERE s.street = $1 AND s.token = $2 AND (a.ended_at IS NULL OR a.ended_at > $3)",
            values![site.street.0, key.clone(), now.0],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let account = AccountId(row.get("account")?);
    let Some(mut session) = load_actor(&site.db, site.street, account, now).await? else {
        return Ok(None);
    };
    session.created_at = Moment(row.get("created_at")?);
    session.seen_at = Moment(row.get("seen_at")?);
    session.csrf = csrf_of(token);
    if session.is_over(now) {
        return Ok(None);
    }
    touch(site, &mut session, &key, now).await;
    let session = Arc::new(session);
    site.sessions.put(key, session.clone(), now);
    Ok(Some(session))
}

/// Notes now and then that the session is in use; not a record of anybody's time.
async fn touch(site: &Site, session: &mut Session, key: &[u8], now: Moment) {
    const STEP_MS: i64 = 600_000;
    if now.0 - session.seen_at.0 < STEP_MS {
        return;
    }
    session.seen_at = now;
    let (street, key) = (site.street.0, key.to_vec());
    let write = site.db.write::<(), std::convert::Infallible, _>(move |tx| {
        let key = key.clone();
        Box::pin(async move {
            tx.run(
                "UPDATE sessions SET seen_at = $3 WHERE street = $1 AND token = $2",
                values![street, key, now.0],
            )
            .await?;
            Ok(())
        })
    });
    if let Err(error) = write.await {
        tracing::warn!(?error, "the session could not be prolonged");
    }
}

/// An account with the posts it holds now, its own and those of colleagues on leave.
///
/// # Errors
/// The database's failure.
pub async fn load_actor(
    db: &impl Sql,
    street: Street,
    account: AccountId,
    now: Moment,
) -> Result<Option<Session>, Error> {
    let row = db
        .row(
            "SELECT name FROM accounts WHERE street = $1 AND id = $2",
            values![street.0, account.0],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let next = db
        .row(
            "SELECT MIN(CASE WHEN t.from_at > $3 THEN t.from_at ELSE t.to_at END) AS next FROM (
               SELECT h.from_at, h.to_at FROM holdings h WHERE h.street = $1 AND (h.account = $2 OR h.account IN (
                 SELECT s.account FROM absences s WHERE s.street = $1 AND s.deputy = $2 AND s.ended_at IS NULL AND s.to_at > $3))
               UNION ALL
               SELECT s.from_at, s.to_at FROM absences s WHERE s.street = $1 AND s.deputy = $2 AND s.ended_at IS NULL
             ) t WHERE t.from_at > $3 OR t.to_at > $3",
            values![street.0, account.0, now.0],
        )
        .await?;
    let next: Option<i64> = next.map(|row| row.get("next")).transpose()?.flatten();
    let mut posts = posts_of(db, street, account, now).await?;
    for (absent, name) in represented(db, street, account, now).await? {
        let theirs = posts_of(db, street, absent, now).await?;
        posts.extend(theirs.into_iter().map(|post| Post {
            for_name: Some(name.clone()),
            ..post
        }));
    }
    Ok(Some(Session {
        account,
        name: row.get("name")?,
        posts,
        created_at: now,
        seen_at: now,
        csrf: String::new(),
        good_until: Moment(next.unwrap_or(i64::MAX)),
    }))
}

/// The colleagues on leave in whose place somebody sits at a moment. Whoever stands in is never on leave at that time,
/// so nobody stands in at second hand.
async fn represented(
    db: &impl Sql,
    street: Street,
    deputy: AccountId,
    now: Moment,
) -> Result<Vec<(AccountId, String)>, Error> {
    db.rows(
        "SELECT s.account, a.name FROM absences s JOIN accounts a ON a.street = s.street AND a.id = s.account
         WHERE s.street = $1 AND s.deputy = $2 AND s.ended_at IS NULL AND s.from_at <= $3 AND s.to_at > $3
         ORDER BY s.from_at, a.name",
        values![street.0, deputy.0, now.0],
    )
    .await?
    .iter()
    .map(|row| Ok((AccountId(row.get("account")?), row.get("name")?)))
    .collect()
}

/// The posts somebody holds at a moment, in their own right.
///
/// # Errors
/// The database's failure.
pub async fn posts_of(db: &impl Sql, street: Street, account: AccountId, now: Moment) -> Result<Vec<Post>, Error> {
    db.rows(
        "SELECT p.id, p.role, p.area, p.unit, p.title, r.name, r.permissions FROM holdings h
         JOIN posts p ON p.street = h.street AND p.id = h.post
         JOIN roles r ON r.street = p.street AND r.key = p.role
         WHERE h.street = $1 AND h.account = $2 AND h.from_at <= $3 AND (h.to_at IS NULL OR h.to_at > $3)
           AND (p.valid_to IS NULL OR p.valid_to > $3)
         ORDER BY r.position, p.title",
        values![street.0, account.0, now.0],
    )
    .await?
    .into_iter()
    .map(|row| {
        let role: String = row.get("role")?;
        let permissions: String = row.get("permissions")?;
        let permissions: Result<Vec<Permission>, String> = permissions.split_whitespace().map(str::parse).collect();
        Ok(Post {
            id: PostId(row.get("id")?),
            role: role.parse().map_err(Error::Content)?,
            role_name: row.get("name")?,
            title: row.get("title")?,
            area: row.get::<Option<i64>>("area")?.map(AreaCode),
            unit: row.get::<Option<String>>("unit")?.map(UnitKey),
            permissions: permissions.map_err(Error::Content)?,
            for_name: None,
        })
    })
    .collect()
}

/// The desks with somebody at them now: a holder who is not on leave, or the deputy of one who is. Kept until a post,
/// a holding or a leave changes.
///
/// # Errors
/// The database's failure.
pub async fn staffed(site: &Site) -> Result<Arc<BTreeSet<Desk>>, Error> {
    let (now, version) = (site.now(), site.sessions.version());
    let lock = || site.staffed.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = lock()
        .as_ref()
        .filter(|known| known.version == version && now < known.until)
    {
        return Ok(known.desks.clone());
    }
    let rows = site
        .db
        .rows(
            "SELECT DISTINCT p.role, p.area, p.unit FROM holdings h
             JOIN posts p ON p.street = h.street AND p.id = h.post
             WHERE h.street = $1 AND h.from_at <= $2 AND (h.to_at IS NULL OR h.to_at > $2)
               AND (p.valid_to IS NULL OR p.valid_to > $2)
               AND NOT EXISTS (SELECT 1 FROM absences s WHERE s.street = h.street AND s.account = h.account AND s.deputy IS NULL
                 AND s.ended_at IS NULL AND s.from_at <= $2 AND s.to_at > $2)",
            values![site.street.0, now.0],
        )
        .await?;
    let next = site
        .db
        .row(
            "SELECT MIN(CASE WHEN from_at > $2 THEN from_at ELSE to_at END) AS next FROM absences
             WHERE street = $1 AND ended_at IS NULL AND to_at > $2",
            values![site.street.0, now.0],
        )
        .await?;
    let next: Option<i64> = next.map(|row| row.get("next")).transpose()?.flatten();
    let mut desks = BTreeSet::new();
    for row in rows {
        let role: Role = row.get::<String>("role")?.parse().map_err(Error::Content)?;
        let unit = row.get::<Option<String>>("unit")?.map(UnitKey);
        desks.extend(desks_of(
            role,
            row.get::<Option<i64>>("area")?.map(AreaCode),
            unit.as_ref(),
        ));
    }
    let desks = Arc::new(desks);
    let until = Moment((now.0 + site.sessions.trust_ms()).min(next.unwrap_or(i64::MAX)));
    *lock() = Some(Staffed {
        desks: desks.clone(),
        version,
        until,
    });
    Ok(desks)
}
