//! Accounts, posts and holdings.

use db::{Error, Sql, Tx, values};
use kernel::{AccountId, AreaCode, Desk, Moment, Permission, PostId, Role, Street, UnitKey};
use uuid::Uuid;

/// An account to be made.
#[derive(Clone, Debug)]
pub struct NewAccount {
    pub id: AccountId,
    pub login: String,
    pub name: String,
    /// The hash; empty for an account that cannot sign in by password.
    pub password: String,
}

/// A post to be made.
#[derive(Clone, Debug)]
pub struct NewPost {
    pub id: PostId,
    pub role: Role,
    pub area: Option<AreaCode>,
    pub unit: Option<UnitKey>,
    pub title: String,
}

/// # Errors
/// The database's failure; two accounts cannot share a login.
pub async fn add_account(tx: &Tx, street: Street, account: &NewAccount, now: Moment) -> Result<(), Error> {
    tx.run(
        "INSERT INTO accounts (street, id, login, name, password, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
        values![
            street.0,
            account.id.0,
            account.login.as_str(),
            account.name.as_str(),
            account.password.as_str(),
            now.0
        ],
    )
    .await
    .map(|_| ())
}

/// # Errors
/// The database's failure.
pub async fn add_post(tx: &Tx, street: Street, post: &NewPost, now: Moment) -> Result<(), Error> {
    tx.run(
        "INSERT INTO posts (street, id, role, area, unit, title, valid_from) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        values![
            street.0,
            post.id.0,
            post.role.key(),
            post.area.map(|area| area.0),
            post.unit.as_ref().map(|unit| unit.0.clone()),
            post.title.as_str(),
            now.0
        ],
    )
    .await
    .map(|_| ())
}

/// # Errors
/// The database's failure.
pub async fn add_holding(tx: &Tx, street: Street, post: PostId, account: AccountId, from: Moment) -> Result<(), Error> {
    tx.run(
        "INSERT INTO holdings (street, post, account, from_at) VALUES ($1, $2, $3, $4)",
        values![street.0, post.0, account.0, from.0],
    )
    .await
    .map(|_| ())
}

/// A role with the permissions that the office starts with.
///
/// # Errors
/// The database's failure.
pub async fn add_role(tx: &Tx, street: Street, role: Role, position: i64) -> Result<(), Error> {
    let permissions: Vec<&str> = role
        .default_permissions()
        .iter()
        .map(|permission: &Permission| permission.key())
        .collect();
    tx.run(
        "INSERT INTO roles (street, key, name, permissions, position) VALUES ($1, $2, $3, $4, $5)",
        values![street.0, role.key(), role.name(), permissions.join(" "), position],
    )
    .await
    .map(|_| ())
}

/// Somebody of the office, with one of the posts held today.
#[derive(Clone, Debug)]
pub struct PersonRow {
    pub account: AccountId,
    pub login: String,
    pub name: String,
    pub ended_at: Option<Moment>,
    pub role: Option<Role>,
    pub unit: Option<UnitKey>,
    pub title: String,
}

/// Accounts with the posts they hold now, in the order of the roles.
///
/// # Errors
/// The database's failure.
pub async fn list_people(db: &impl Sql, street: Street, now: Moment) -> Result<Vec<PersonRow>, Error> {
    db.rows(
        "SELECT a.id, a.login, a.name, a.ended_at, p.role, p.unit, p.title FROM accounts a
         LEFT JOIN holdings h ON h.street = a.street AND h.account = a.id AND h.from_at <= $2 AND (h.to_at IS NULL OR h.to_at > $2)
         LEFT JOIN posts p ON p.street = h.street AND p.id = h.post
         LEFT JOIN roles r ON r.street = p.street AND r.key = p.role
         WHERE a.street = $1 ORDER BY r.position, p.area, p.title, a.login",
        values![street.0, now.0],
    )
    .await?
    .iter()
    .map(|row| {
        Ok(PersonRow {
            account: AccountId(row.get("id")?),
            login: row.get("login")?,
            name: row.get("name")?,
            ended_at: row.get::<Option<i64>>("ended_at")?.map(Moment),
            role: row.get::<Option<String>>("role")?.and_then(|role| role.parse().ok()),
            unit: row.get::<Option<String>>("unit")?.map(UnitKey),
            title: row.get::<Option<String>>("title")?.unwrap_or_default(),
        })
    })
    .collect()
}

/// The name of somebody who has not left.
///
/// # Errors
/// The database's failure.
pub async fn find_name(db: &impl Sql, street: Street, account: AccountId) -> Result<Option<String>, Error> {
    let row = db
        .row(
            "SELECT name FROM accounts WHERE street = $1 AND id = $2 AND ended_at IS NULL",
            values![street.0, account.0],
        )
        .await?;
    row.map(|row| row.get("name")).transpose()
}

/// What sign-in needs of an account.
#[derive(Clone, Debug)]
pub struct Credentials {
    pub id: AccountId,
    pub name: String,
    pub password: String,
    pub failures: i64,
    pub locked_until: Option<Moment>,
}

/// # Errors
/// The database's failure.
pub async fn find_credentials(
    db: &impl Sql,
    street: Street,
    login: &str,
    now: Moment,
) -> Result<Option<Credentials>, Error> {
    let row = db
        .row(
            "SELECT id, name, password, failures, locked_until FROM accounts
             WHERE street = $1 AND login = $2 AND (ended_at IS NULL OR ended_at > $3)",
            values![street.0, login, now.0],
        )
        .await?;
    row.map(|row| {
        Ok(Credentials {
            id: AccountId(row.get("id")?),
            name: row.get("name")?,
            password: row.get("password")?,
            failures: row.get("failures")?,
            locked_until: row.get::<Option<i64>>("locked_until")?.map(Moment),
        })
    })
    .transpose()
}

/// # Errors
/// The database's failure.
pub async fn note_failure(
    tx: &Tx,
    street: Street,
    account: AccountId,
    failures: i64,
    locked_until: Option<Moment>,
) -> Result<(), Error> {
    tx.run(
        "UPDATE accounts SET failures = $3, locked_until = $4 WHERE street = $1 AND id = $2",
        values![street.0, account.0, failures, locked_until.map(|at| at.0)],
    )
    .await
    .map(|_| ())
}

/// # Errors
/// The database's failure.
pub async fn add_session(
    tx: &Tx,
    street: Street,
    token: Vec<u8>,
    account: AccountId,
    now: Moment,
) -> Result<(), Error> {
    tx.run(
        "INSERT INTO sessions (street, token, account, created_at, seen_at) VALUES ($1, $2, $3, $4, $4)",
        values![street.0, token, account.0, now.0],
    )
    .await
    .map(|_| ())
}

/// # Errors
/// The database's failure.
pub async fn end_sessions(tx: &Tx, street: Street, account: AccountId) -> Result<(), Error> {
    tx.run(
        "DELETE FROM sessions WHERE street = $1 AND account = $2",
        values![street.0, account.0],
    )
    .await
    .map(|_| ())
}

/// Stores another password for an account that has not ended, and lets it try again at once.
///
/// # Errors
/// The database's failure.
pub async fn store_password(tx: &Tx, street: Street, account: AccountId, hash: &str) -> Result<u64, Error> {
    tx.run(
        "UPDATE accounts SET password = $3, failures = 0, locked_until = NULL WHERE street = $1 AND id = $2 AND ended_at IS NULL",
        values![street.0, account.0, hash],
    )
    .await
}

/// # Errors
/// The database's failure.
pub async fn end_account(tx: &Tx, street: Street, account: AccountId, now: Moment) -> Result<u64, Error> {
    tx.run(
        "UPDATE accounts SET ended_at = $3 WHERE street = $1 AND id = $2 AND ended_at IS NULL",
        values![street.0, account.0, now.0],
    )
    .await
}

/// # Errors
/// The database's failure.
pub async fn end_holding(tx: &Tx, street: Street, post: PostId, account: AccountId, now: Moment) -> Result<u64, Error> {
    tx.run(
        "UPDATE holdings SET to_at = $4 WHERE street = $1 AND post = $2 AND account = $3 AND (to_at IS NULL OR to_at > $4)",
        values![street.0, post.0, account.0, now.0],
    )
    .await
}

/// How many posts somebody holds.
///
/// # Errors
/// The database's failure.
pub async fn count_holdings(db: &impl Sql, street: Street, account: AccountId, now: Moment) -> Result<i64, Error> {
    let row = db
        .row(
            "SELECT COUNT(*) AS number FROM holdings WHERE street = $1 AND account = $2 AND (to_at IS NULL OR to_at > $3)",
            values![street.0, account.0, now.0],
        )
        .await?;
    row.map_or(Ok(0), |row| row.get("number"))
}

/// How many open matters wait at a desk, or will come back to it as the lead.
///
/// # Errors
/// The database's failure.
pub async fn count_open_work(db: &impl Sql, street: Street, desk: &Desk) -> Result<i64, Error> {
    let row = db
        .row(
            "SELECT COUNT(*) AS number FROM (
               SELECT case_id FROM pub_case_open_work WHERE street = $1 AND desk = $2
               UNION SELECT id FROM pub_case_open WHERE street = $1 AND lead = $2) t",
            values![street.0, desk.to_string()],
        )
        .await?;
    row.map_or(Ok(0), |row| row.get("number"))
}

/// A post with whoever holds it now.
#[derive(Clone, Debug)]
pub struct PostRow {
    pub id: PostId,
    pub role: Role,
    pub role_name: String,
    pub title: String,
    pub area: Option<AreaCode>,
    pub unit: Option<UnitKey>,
    pub holder: Option<(AccountId, String)>,
}

impl PostRow {
    pub fn sits_at(&self, desk: &Desk) -> bool {
        web::desks_of(self.role, self.area, self.unit.as_ref()).contains(desk)
    }

    pub fn is_held(&self, by: impl Fn(AccountId) -> bool) -> bool {
        self.holder.as_ref().is_some_and(|(account, _)| by(*account))
    }
}

/// # Errors
/// The database's failure.
pub async fn list_posts(db: &impl Sql, street: Street, now: Moment) -> Result<Vec<PostRow>, Error> {
    db.rows(
        "SELECT p.id, p.role, r.name AS role_name, p.title, p.area, p.unit, a.id AS account, a.name FROM posts p
         JOIN roles r ON r.street = p.street AND r.key = p.role
         LEFT JOIN holdings h ON h.street = p.street AND h.post = p.id AND h.from_at <= $2 AND (h.to_at IS NULL OR h.to_at > $2)
         LEFT JOIN accounts a ON a.street = h.street AND a.id = h.account
         WHERE p.street = $1 AND (p.valid_to IS NULL OR p.valid_to > $2) ORDER BY r.position, p.area, p.title, a.login",
        values![street.0, now.0],
    )
    .await?
    .iter()
    .map(|row| {
        let account: Option<Uuid> = row.get("account")?;
        let name: Option<String> = row.get("name")?;
        Ok(PostRow {
            id: PostId(row.get("id")?),
            role: row.get::<String>("role")?.parse().map_err(Error::Content)?,
            role_name: row.get("role_name")?,
            title: row.get("title")?,
            area: row.get::<Option<i64>>("area")?.map(AreaCode),
            unit: row.get::<Option<String>>("unit")?.map(UnitKey),
            holder: account.map(AccountId).zip(name),
        })
    })
    .collect()
}

/// The roles somebody holds now.
///
/// # Errors
/// The database's failure.
pub async fn roles_of(db: &impl Sql, street: Street, account: AccountId, now: Moment) -> Result<Vec<Role>, Error> {
    Ok(web::posts_of(db, street, account, now)
        .await?
        .into_iter()
        .map(|post| post.role)
        .collect())
}
