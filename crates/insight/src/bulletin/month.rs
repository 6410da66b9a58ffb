//! What a bulletin says: the figures of one month, counted as the tables count them, up to the newest entry.

use std::collections::BTreeMap;

use db::{Error, Sql, values};
use insight_rules::Counts;
use kernel::figure::{Dimension, Period, month_after};
use kernel::{AreaCode, Moment, Scope};
use web::Site;

use super::DIMENSIONS;
use crate::board::store::{Figures, months, open_by_area};
use crate::figures::columns::kinds_of;
use crate::figures::store::count_rows;
use crate::figures::table::{Row, rows_of, total_of};

/// The trend shows so many months, the bulletin's own last.
const TREND: i64 = 12;

/// Everything a bulletin says. It is made of data alone: no clock comes in.
pub struct Bulletin {
    pub office: String,
    /// Such as `202610`.
    pub month: i64,
    /// The newest entry of any matter: up to then the numbers count.
    pub as_of: Moment,
    pub tables: Vec<(Dimension, Vec<Row>)>,
    pub total: Counts,
    /// The month before.
    pub before: Counts,
    /// Month, received, ended.
    pub trend: Vec<(i64, i64, i64)>,
    /// What was open at `as_of`, by community; none for a month long past.
    pub open: Option<Vec<(String, Figures)>>,
}

impl Bulletin {
    #[must_use]
    pub const fn period(&self) -> Period {
        Period {
            from: self.month,
            to: self.month,
        }
    }

    /// Whether the month was not over when the newest entry was written.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.month >= self.as_of.month()
    }
}

/// When anything happened last.
async fn newest(db: &impl Sql, scope: &Scope) -> Result<Option<Moment>, Error> {
    // The last entries by number are not always the last by time: an old matter may be taken in from elsewhere.
    let row = db
        .row(
            "SELECT MAX(at) AS at FROM (SELECT at FROM pub_case_entries WHERE street = $1 ORDER BY seq DESC LIMIT 1000) AS newest",
            values![scope.street.0],
        )
        .await?;
    row.map_or(Ok(None), |row| Ok(row.get::<Option<i64>>("at")?.map(Moment)))
}

/// A month in which something was received or ended.
pub struct Listed {
    pub month: i64,
    pub received: i64,
    pub ended: i64,
    pub is_running: bool,
}

/// The months that have a bulletin, the newest first.
///
/// # Errors
/// The database's failure.
pub async fn list_months(db: &impl Sql, scope: &Scope) -> Result<Vec<Listed>, Error> {
    let newest = newest(db, scope).await?.map_or(0, Moment::month);
    let months = months(db, scope, 1).await?;
    Ok(months
        .into_iter()
        .rev()
        .filter(|(_, received, ended)| received + ended > 0)
        .map(|(month, received, ended)| Listed {
            month,
            received,
            ended,
            is_running: month >= newest,
        })
        .collect())
}

/// The bulletin of a month; none where there is nothing to tell.
///
/// # Errors
/// The database's failure.
pub async fn gather(site: &Site, scope: &Scope, month: i64) -> Result<Option<Bulletin>, Error> {
    let db = &site.db;
    let Some(as_of) = newest(db, scope).await? else {
        return Ok(None);
    };
    let flow: BTreeMap<i64, (i64, i64)> = months(db, scope, month_after(month, 1 - TREND))
        .await?
        .into_iter()
        .map(|(month, received, ended)| (month, (received, ended)))
        .collect();
    if flow.get(&month).is_none_or(|(received, ended)| received + ended == 0) {
        return Ok(None);
    }
    let count = async |dimension: Dimension, month: i64| {
        let period = Period { from: month, to: month };
        let counted = count_rows(db, scope, dimension, period, &kinds_of(dimension), as_of.month()).await?;
        Ok::<_, Error>(rows_of(counted, dimension, site))
    };
    let mut tables = Vec::new();
    for dimension in DIMENSIONS {
        tables.push((dimension, count(dimension, month).await?));
    }
    let before = total_of(&count(Dimension::Community, month_after(month, -1)).await?);
    let total = tables.first().map(|(_, rows)| total_of(rows)).unwrap_or_default();
    let trend = (1 - TREND..=0)
        .map(|steps| month_after(month, steps))
        .map(|month| (month, flow.get(&month).copied().unwrap_or_default()))
        .map(|(month, (received, ended))| (month, received, ended))
        .skip_while(|(_, received, ended)| received + ended == 0)
        .collect();
    // What is open is known of now only.
    let is_fresh = month_after(month, 1) >= as_of.month();
    let open = if is_fresh {
        let mut by_community: BTreeMap<AreaCode, Figures> = BTreeMap::new();
        for (area, figures) in open_by_area(db, scope, as_of).await? {
            by_community.entry(area.community()).or_default().add(&figures);
        }
        let named =
            |(area, figures): (AreaCode, Figures)| (site.row_name(Dimension::Community, &area.digits()), figures);
        Some(by_community.into_iter().map(named).collect())
    } else {
        None
    };
    Ok(Some(Bulletin {
        office: site.setup().name.clone(),
        month,
        as_of,
        tables,
        total,
        before,
        trend,
        open,
    }))
}

/// All communities together.
#[must_use]
pub fn sum_of(open: &[(String, Figures)]) -> Figures {
    open.iter().fold(Figures::default(), |mut sum, (_, figures)| {
        sum.add(figures);
        sum
    })
}
