//! One ordered list of plain SQL; each file runs once, inside a transaction.

use sea_orm::{ConnectionTrait, DatabaseConnection, Statement, TransactionTrait};

use crate::dialect::Engine;
use crate::engine::Error;

const MIGRATIONS: &[(i64, &str)] = &[
    (1, include_str!("../migrations/0001_office.sql")),
    (2, include_str!("../migrations/0002_cases.sql")),
    (3, include_str!("../migrations/0003_redactions.sql")),
    (4, include_str!("../migrations/0004_absences.sql")),
    (5, include_str!("../migrations/0005_feeds.sql")),
    (6, include_str!("../migrations/0006_people.sql")),
    (7, include_str!("../migrations/0007_endings.sql")),
    (8, include_str!("../migrations/0008_figures.sql")),
    (9, include_str!("../migrations/0009_catalogue.sql")),
    (10, include_str!("../migrations/0010_calendar.sql")),
    (11, include_str!("../migrations/0011_bulletins.sql")),
];

pub(crate) async fn run(engine: Engine, connection: &DatabaseConnection) -> Result<(), Error> {
    connection
        .execute_unprepared("CREATE TABLE IF NOT EXISTS migrations (number BIGINT PRIMARY KEY)")
        .await?;
    let newest = connection
        .query_one_raw(Statement::from_string(
            engine.backend(),
            "SELECT COALESCE(MAX(number), 0) AS newest FROM migrations",
        ))
        .await?
        .map_or(Ok(0), |row| row.try_get::<i64>("", "newest"))?;
    for (number, sql) in MIGRATIONS.iter().filter(|(number, _)| *number > newest) {
        let transaction = connection.begin().await?;
        transaction.execute_unprepared(&engine.migration(sql)).await?;
        transaction
            .execute_unprepared(&format!("INSERT INTO migrations (number) VALUES ({number})"))
            .await?;
        transaction.commit().await?;
    }
    Ok(())
}
