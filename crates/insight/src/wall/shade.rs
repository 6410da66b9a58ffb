//! How dark a grid is drawn by its open matters. No clock, no SQL.

/// From how many open matters each darker step begins; below the first a grid stays blank.
pub const STEPS: [i64; 4] = [1, 2, 4, 7];

/// The step of so many, 0 to 4.
pub fn shade(open: i64) -> usize {
    STEPS.iter().filter(|from| **from <= open).count()
}

/// What each step means, for the legend: `0`, `1`, `2-3`, `4-6`, `7 件以上`.
pub fn legend() -> Vec<(usize, String)> {
    let below = std::iter::once("没有".to_owned());
    let steps = STEPS
        .iter()
        .enumerate()
        .map(|(index, from)| match STEPS.get(index + 1) {
            Some(next) if next - 1 == *from => format!("{from} 件"),
            Some(next) => format!("{from}—{} 件", next - 1),
            None => format!("{from} 件以上"),
        });
    below.chain(steps).enumerate().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_begins_where_the_legend_says() {
        let rows = [(0, 0), (1, 1), (2, 2), (3, 2), (4, 3), (6, 3), (7, 4), (900, 4)];
        for (open, step) in rows {
            assert_eq!(shade(open), step, "{open}");
        }
        let words: Vec<String> = legend().into_iter().map(|(_, words)| words).collect();
        assert_eq!(words, ["没有", "1 件", "2—3 件", "4—6 件", "7 件以上"]);
    }
}
