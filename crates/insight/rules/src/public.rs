//! What may be published: few are never shown, nor what would give them away by subtraction (trap R06).

/// Fewer than this many are suppressed.
pub const FEWEST: i64 = 3;

/// A table ready for publication; `None` is suppressed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    pub rows: Vec<Vec<Option<i64>>>,
    pub totals: Vec<Option<i64>>,
}

/// Suppresses what is small, in `rows` of equally many columns.
///
/// Columns of a row may be parts of one another, so that of two whose difference is one or two, the smaller goes as well. A total
/// goes with the first suppressed cell of its column, and then by the same rule as a row.
#[must_use]
pub fn publish(rows: &[Vec<i64>]) -> Published {
    let width = rows.first().map_or(0, Vec::len);
    let shown: Vec<Vec<Option<i64>>> = rows.iter().map(|row| part(row)).collect();
    let sums: Vec<i64> = (0..width)
        .map(|column| rows.iter().filter_map(|row| row.get(column)).sum())
        .collect();
    let totals = part(&sums)
        .into_iter()
        .enumerate()
        .map(|(column, total)| total.filter(|_| shown.iter().all(|row| row.get(column).is_some_and(Option::is_some))))
        .collect();
    Published { rows: shown, totals }
}

fn part(row: &[i64]) -> Vec<Option<i64>> {
    row.iter()
        .map(|number| {
            let near = |other: &i64| *other > *number && *other - *number < FEWEST;
            (*number >= FEWEST && !row.iter().any(near)).then_some(*number)
        })
        .collect()
}
