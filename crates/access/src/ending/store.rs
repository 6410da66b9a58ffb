//! Queries about the posts of one grid or unit.

use db::{Error, Sql, Tx, values};
use kernel::{AccountId, Desk, Moment, PostId, Role, Street};
use uuid::Uuid;

/// A post of a grid or unit, with whoever holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeskPost {
    pub id: PostId,
    pub role: Role,
    pub title: String,
    pub holders: Vec<(AccountId, String)>,
}

/// The grid's code and the unit's key, the other one naming nothing.
fn place(desk: &Desk) -> (i64, String) {
    match desk {
        Desk::Grid(area) => (area.0, String::new()),
        Desk::Unit(key) => (0, key.0.clone()),
        _ => (0, String::new()),
    }
}

/// The posts of a grid or unit at a moment, in the order of the roles.
///
/// # Errors
/// The database's failure.
pub async fn list_desk_posts(db: &impl Sql, street: Street, desk: &Desk, now: Moment) -> Result<Vec<DeskPost>, Error> {
    let (area, unit) = place(desk);
    let rows = db
        .rows(
            "SELECT p.id, p.role, p.title, a.id AS account, a.name FROM posts p
             JOIN roles r ON r.street = p.street AND r.key = p.role
             LEFT JOIN holdings h ON h.street = p.street AND h.post = p.id AND h.from_at <= $4 AND (h.to_at IS NULL OR h.to_at > $4)
             LEFT JOIN accounts a ON a.street = h.street AND a.id = h.account
             WHERE p.street = $1 AND (p.area = $2 OR p.unit = $3) AND (p.valid_to IS NULL OR p.valid_to > $4)
             ORDER BY r.position, p.title, p.id, a.login",
            values![street.0, area, unit, now.0],
        )
        .await?;
    let mut posts: Vec<DeskPost> = Vec::new();
    for row in rows {
        let id = PostId(row.get("id")?);
        if posts.last().is_none_or(|last| last.id != id) {
            posts.push(DeskPost {
                id,
                role: row.get::<String>("role")?.parse().map_err(Error::Content)?,
                title: row.get("title")?,
                holders: Vec::new(),
            });
        }
        let holder = row
            .get::<Option<Uuid>>("account")?
            .zip(row.get::<Option<String>>("name")?);
        if let (Some((account, name)), Some(post)) = (holder, posts.last_mut()) {
            post.holders.push((AccountId(account), name));
        }
    }
    Ok(posts)
}

/// Ends the posts of a grid or unit, and every holding of them, at a moment; done again it changes nothing.
///
/// # Errors
/// The database's failure.
pub async fn end_posts(tx: &Tx, street: Street, desk: &Desk, at: Moment) -> Result<(), Error> {
    let (area, unit) = place(desk);
    tx.run(
        "UPDATE holdings SET to_at = $4 WHERE street = $1 AND (to_at IS NULL OR to_at > $4)
         AND post IN (SELECT id FROM posts WHERE street = $1 AND (area = $2 OR unit = $3) AND (valid_to IS NULL OR valid_to >= $4))",
        values![street.0, area, unit.as_str(), at.0],
    )
    .await?;
    tx.run(
        "UPDATE posts SET valid_to = $4 WHERE street = $1 AND (area = $2 OR unit = $3) AND (valid_to IS NULL OR valid_to > $4)",
        values![street.0, area, unit, at.0],
    )
    .await
    .map(|_| ())
}
