//! Figures of one row, added up from groups of marks.

use kernel::figure::{Figure, MarkKind, Standing};

/// How many, and how long together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    pub number: i64,
    pub seconds: i64,
}

/// Every figure of one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counts(Vec<Count>);

impl Default for Counts {
    fn default() -> Self {
        Self(vec![Count::default(); Figure::ALL.len()])
    }
}

impl Counts {
    /// Adds marks of one kind that lie alike to the period.
    pub fn add(&mut self, kind: MarkKind, bits: i64, standing: Standing, count: Count) {
        for (figure, sum) in Figure::ALL.iter().zip(&mut self.0) {
            let take = figure.take();
            if take.kind == kind && take.takes(bits, standing) {
                sum.number += count.number;
                sum.seconds += count.seconds;
            }
        }
    }

    /// Adds another row.
    pub fn merge(&mut self, other: &Self) {
        for (sum, more) in self.0.iter_mut().zip(&other.0) {
            sum.number += more.number;
            sum.seconds += more.seconds;
        }
    }

    #[must_use]
    pub fn count(&self, figure: Figure) -> Count {
        // The variants are numbered as they are listed.
        self.0.get(figure as usize).copied().unwrap_or_default()
    }

    #[must_use]
    pub fn number(&self, figure: Figure) -> i64 {
        self.count(figure).number
    }

    /// Hours that each took, in tenths, half up.
    #[must_use]
    pub fn mean_hours(&self, figure: Figure) -> Option<i64> {
        let Count { number, seconds } = self.count(figure);
        (number > 0).then(|| (seconds + 180 * number) / (360 * number))
    }
}
