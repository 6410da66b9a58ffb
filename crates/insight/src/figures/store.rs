//! Figures by row: sums over cells, a few seeks however long the past.

use std::collections::{BTreeMap, BTreeSet};

use db::{Error, Sql, Text, values};
use insight_rules::{Count, Counts};
use kernel::Scope;
use kernel::figure::{Dimension, MarkKind, Period, Standing, month_after};

/// The figures of every row of a dimension, over marks of these kinds. `now` is the month it is.
///
/// # Errors
/// The database's failure.
pub async fn count_rows(
    db: &impl Sql,
    scope: &Scope,
    dimension: Dimension,
    period: Period,
    kinds: &BTreeSet<MarkKind>,
    now: i64,
) -> Result<BTreeMap<String, Counts>, Error> {
    let mut rows: BTreeMap<String, Counts> = BTreeMap::new();
    // The figures are for those who see the whole street.
    if !scope.sees_street() {
        return Ok(rows);
    }
    let kinds: Vec<String> = kinds.iter().map(|kind| format!("'{}'", kind.key())).collect();
    let kinds = kinds.join(", ");
    let select = format!(
        "SELECT key, kind, bits, 1 AS done, CASE WHEN month < $3 THEN 1 ELSE 0 END AS carried,
            CASE WHEN month > $4 THEN 1 ELSE 0 END AS early,
            CAST(SUM(number) AS BIGINT) AS number, CAST(SUM(seconds) AS BIGINT) AS seconds
         FROM pub_case_cells WHERE street = $1 AND dimension = $2 AND kind IN ({kinds}) AND end_month BETWEEN $3 AND $4
         GROUP BY key, kind, bits, CASE WHEN month < $3 THEN 1 ELSE 0 END, CASE WHEN month > $4 THEN 1 ELSE 0 END
         UNION ALL
         SELECT key, kind, bits, 0 AS done, CASE WHEN month < $3 THEN 1 ELSE 0 END AS carried, 0 AS early,
            CAST(SUM(number) AS BIGINT) AS number, CAST(SUM(seconds) AS BIGINT) AS seconds
         FROM pub_case_cells WHERE street = $1 AND dimension = $2 AND kind IN ({kinds}) AND month <= $4 AND end_month IN (0"
    );
    let mut text = Text::new(
        &select,
        values![scope.street.0, dimension.key(), period.from, period.to],
    );
    // Named one by one, so that each month is a seek: few things are done after the month in which they are due.
    let mut month = month_after(period.to, 1);
    while month <= now {
        text.push(&format!(", {month}"));
        month = month_after(month, 1);
    }
    text.push(") GROUP BY key, kind, bits, CASE WHEN month < $3 THEN 1 ELSE 0 END");
    for row in db.rows(&text.sql, text.values).await? {
        let flag = |name| row.get::<i32>(name).map(|flag| flag == 1);
        let standing = Standing {
            done: flag("done")?,
            carried: flag("carried")?,
            early: flag("early")?,
        };
        let kind: MarkKind = row.get::<String>("kind")?.parse().map_err(Error::Content)?;
        let count = Count {
            number: row.get("number")?,
            seconds: row.get("seconds")?,
        };
        rows.entry(row.get("key")?)
            .or_default()
            .add(kind, row.get("bits")?, standing, count);
    }
    Ok(rows)
}
