//! Opening an office: the database, its settings, its tree, and the clock of the world.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use access::load_setup;
use db::{Db, Sql, values};
use grid::load_town;
use kernel::{Moment, Street};
use uuid::Uuid;
use web::{Fault, Site};

/// The clock on the wall.
#[must_use]
pub fn now() -> Moment {
    #[expect(clippy::disallowed_methods, reason = "the program's edge is where time comes in")]
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Moment(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// A new id, as whoever creates a record makes it.
#[must_use]
pub fn new_id() -> Uuid {
    #[expect(clippy::disallowed_methods, reason = "the program's edge is where ids are made")]
    Uuid::now_v7()
}

/// The one office of a database, if it was founded.
///
/// # Errors
/// The database's failure.
pub async fn find_office(db: &Db) -> Result<Option<(Street, String)>, db::Error> {
    // The only statement without a street: it is how the street is found.
    let row = db
        .row("SELECT street, name FROM offices ORDER BY street LIMIT 1", values![])
        .await?;
    row.map(|row| Ok((Street(row.get("street")?), row.get("name")?)))
        .transpose()
}

/// The office ready to serve.
///
/// # Errors
/// The database's failure, or a database without an office.
pub async fn open_site(db: Db) -> Result<Arc<Site>, Fault> {
    let Some((street, _)) = find_office(&db).await? else {
        return Err(Fault::Unreadable(
            "数据库里还没有单位。先运行 xingge demo 建立演示单位，或用 xingge found 建立自己的单位。".into(),
        ));
    };
    let town = load_town(&db, street, now()).await?;
    let setup = load_setup(&db, street).await?;
    Ok(Arc::new(Site::new(
        db,
        street,
        setup,
        town,
        Box::new(now),
        Box::new(new_id),
    )))
}
