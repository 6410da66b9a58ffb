//! Open matters of a grid or unit, whoever may see them: for handing all of them over.

use case_rules::Case;
use db::{Error, Sql, values};
use kernel::{CaseId, Desk, Moment, Street};
use uuid::Uuid;

use super::parse;

/// Open matters that lie in the grid or name the desk, in the order of their ids, after one of them.
///
/// # Errors
/// The database's failure.
pub async fn list_named(
    db: &impl Sql,
    street: Street,
    desk: &Desk,
    after: Option<CaseId>,
    most: i64,
) -> Result<Vec<Case>, Error> {
    let area = match desk {
        Desk::Grid(area) => area.0,
        _ => 0,
    };
    let mut after = after.map_or(Uuid::nil(), |case| case.0);
    let mut found = Vec::new();
    loop {
        // Whoever had a part once is a party; the folded matter says whether the part goes on.
        let rows = db
            .rows(
                "SELECT c.id, c.body FROM cases c WHERE c.street = $1 AND c.closed_at IS NULL AND c.desk IS NOT NULL AND c.id > $4
                 AND (c.area = $2 OR EXISTS (SELECT 1 FROM case_parties p WHERE p.street = c.street AND p.case_id = c.id AND p.party = $3))
                 ORDER BY c.id LIMIT $5",
                values![street.0, area, desk.to_string(), after, most],
            )
            .await?;
        let Some(last) = rows.last() else { return Ok(found) };
        after = last.get("id")?;
        for row in &rows {
            let case: Case = parse(&row.get::<String>("body")?)?;
            if case.names(desk) {
                found.push(case);
            }
        }
        if found.len() as i64 >= most || (rows.len() as i64) < most {
            found.truncate(usize::try_from(most).unwrap_or(usize::MAX));
            return Ok(found);
        }
    }
}

/// Open matters that lie in a grid that has ended, or wait at a desk that has. Seeks by grid and desk, so that it can be
/// asked at every sweep.
///
/// # Errors
/// The database's failure.
pub async fn list_astray(db: &impl Sql, street: Street, now: Moment, most: i64) -> Result<Vec<CaseId>, Error> {
    db.rows(
        "SELECT c.id FROM pub_grid_endings e JOIN cases c ON c.street = e.street AND c.area = e.area
         WHERE e.street = $1 AND e.ends_at <= $2 AND c.closed_at IS NULL AND c.desk IS NOT NULL
         UNION SELECT t.case_id AS id FROM pub_grid_endings e JOIN case_todos t ON t.street = e.street AND t.desk = e.desk
         JOIN cases c ON c.street = t.street AND c.id = t.case_id
         WHERE e.street = $1 AND e.ends_at <= $2 AND c.closed_at IS NULL AND c.desk IS NOT NULL
         ORDER BY id LIMIT $3",
        values![street.0, now.0, most],
    )
    .await?
    .into_iter()
    .map(|row| Ok(CaseId(row.get("id")?)))
    .collect()
}
