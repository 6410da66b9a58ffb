//! Queries about what ends.

use std::collections::BTreeMap;

use db::{Error, Sql, Tx, values};
use kernel::{AreaCode, Desk, Moment, Street, UnitKey};
use web::Heirs;

/// A grid or unit that has ended or will.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    pub desk: Desk,
    pub ends_at: Moment,
    pub heirs: Vec<Desk>,
}

/// Notes that a desk ends, and who takes over.
///
/// # Errors
/// The database's failure.
pub async fn add_ending(tx: &Tx, street: Street, ending: &Ending) -> Result<(), Error> {
    let area = match ending.desk {
        Desk::Grid(area) => Some(area.0),
        _ => None,
    };
    let heirs: Vec<String> = ending.heirs.iter().map(ToString::to_string).collect();
    tx.run(
        "INSERT INTO endings (street, desk, ends_at, area, heirs) VALUES ($1, $2, $3, $4, $5)",
        values![
            street.0,
            ending.desk.to_string(),
            ending.ends_at.0,
            area,
            heirs.join(" ")
        ],
    )
    .await
    .map(|_| ())
}

/// What has ended or will, the latest first.
///
/// # Errors
/// The database's failure.
pub async fn list_endings(db: &impl Sql, street: Street) -> Result<Vec<Ending>, Error> {
    db.rows(
        "SELECT desk, ends_at, heirs FROM pub_grid_endings WHERE street = $1 ORDER BY ends_at DESC, desk",
        values![street.0],
    )
    .await?
    .iter()
    .map(|row| {
        let (desk, heirs): (String, String) = (row.get("desk")?, row.get("heirs")?);
        let heirs: Result<Vec<Desk>, String> = heirs.split_whitespace().map(str::parse).collect();
        Ok(Ending {
            desk: desk.parse().map_err(Error::Content)?,
            ends_at: Moment(row.get("ends_at")?),
            heirs: heirs.map_err(Error::Content)?,
        })
    })
    .collect()
}

/// Who takes over from what has ended by now.
///
/// # Errors
/// The database's failure.
pub async fn list_heirs(db: &impl Sql, street: Street, now: Moment) -> Result<Heirs, Error> {
    let endings = list_endings(db, street).await?.into_iter();
    let mut ended: Vec<Ending> = endings.filter(|ending| ending.ends_at <= now).collect();
    // The last ending of a desk has the last word.
    ended.reverse();
    Ok(ended.into_iter().map(|ending| (ending.desk, ending.heirs)).collect())
}

/// # Errors
/// The database's failure.
pub async fn end_unit(tx: &Tx, street: Street, unit: &UnitKey, at: Moment) -> Result<u64, Error> {
    tx.run(
        "UPDATE units SET valid_to = $3 WHERE street = $1 AND key = $2 AND valid_to IS NULL",
        values![street.0, unit.0.as_str(), at.0],
    )
    .await
}

/// When a drawing of an area, or of anything in it, takes effect that is decided but not yet in use.
///
/// # Errors
/// The database's failure.
pub async fn next_start(db: &impl Sql, street: Street, area: AreaCode, now: Moment) -> Result<Option<Moment>, Error> {
    let row = db
        .row(
            "SELECT MIN(valid_from) AS next FROM areas WHERE street = $1 AND code BETWEEN $2 AND $3 AND valid_from > $4",
            values![street.0, area.0, area.last().0, now.0],
        )
        .await?;
    Ok(row
        .map(|row| row.get::<Option<i64>>("next"))
        .transpose()?
        .flatten()
        .map(Moment))
}

/// What a grid, community or unit has: counts, never content.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DeskFigures {
    /// Open matters that lie in the area, or that the unit leads.
    pub open: i64,
    pub posts: i64,
    pub holders: i64,
}

/// Open matters and staff by desk; an area stands for its grid or community.
///
/// # Errors
/// The database's failure.
pub async fn list_desk_figures(
    db: &impl Sql,
    street: Street,
    now: Moment,
) -> Result<BTreeMap<Desk, DeskFigures>, Error> {
    let mut figures: BTreeMap<Desk, DeskFigures> = BTreeMap::new();
    let rows = db
        .rows(
            "SELECT area, NULL AS unit, COUNT(*) AS number FROM pub_case_open WHERE street = $1 AND desk IS NOT NULL GROUP BY area
             UNION ALL
             SELECT NULL AS area, lead AS unit, COUNT(*) AS number FROM pub_case_open WHERE street = $1 AND desk IS NOT NULL AND lead LIKE 'unit:%' GROUP BY lead",
            values![street.0],
        )
        .await?;
    for row in rows {
        let desk = match (row.get::<Option<i64>>("area")?, row.get::<Option<String>>("unit")?) {
            (Some(area), _) => area_desk(AreaCode(area)),
            (None, Some(unit)) => unit.parse().map_err(Error::Content)?,
            (None, None) => continue,
        };
        figures.entry(desk).or_default().open += row.get::<i64>("number")?;
    }
    let rows = db
        .rows(
            "SELECT area, unit, COUNT(DISTINCT post) AS posts,
                COUNT(CASE WHEN from_at <= $2 AND (to_at IS NULL OR to_at > $2) THEN 1 END) AS holders
             FROM pub_access_posts
             WHERE street = $1 AND (area IS NOT NULL OR unit IS NOT NULL) AND (ends_at IS NULL OR ends_at > $2)
             GROUP BY area, unit",
            values![street.0, now.0],
        )
        .await?;
    for row in rows {
        let desk = match (row.get::<Option<i64>>("area")?, row.get::<Option<String>>("unit")?) {
            (Some(area), _) => area_desk(AreaCode(area)),
            (None, Some(unit)) => Desk::Unit(UnitKey(unit)),
            (None, None) => continue,
        };
        let known = figures.entry(desk).or_default();
        known.posts = row.get("posts")?;
        known.holders = row.get("holders")?;
    }
    Ok(figures)
}

fn area_desk(area: AreaCode) -> Desk {
    match area.level() {
        kernel::Level::Grid => Desk::Grid(area),
        _ => Desk::Community(area),
    }
}
