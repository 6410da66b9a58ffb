//! A weighted sum of rates, and the one that units get (domain.md §6.7). Persons get none, and reports are never counted in.

use crate::rate::Rate;
use crate::ratio::Ratio;

/// One rate in a sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Of a hundred.
    pub weight: i64,
    pub rate: Rate,
    /// The fewer the better: what is left of the rate counts.
    pub inverse: bool,
}

const fn part(weight: i64, rate: Rate, inverse: bool) -> Part {
    Part { weight, rate, inverse }
}

/// What a unit is measured by: solved as the reporter says, in time, once, for good, taken on at once.
pub const UNIT_INDEX: [Part; 5] = [
    part(35, Rate::Confirmed, false),
    part(25, Rate::HandledOnTimeRated, false),
    part(15, Rate::Rework, true),
    part(15, Rate::Reopened, true),
    part(10, Rate::Response, false),
];

/// The weighted sum in hundredths of a point, half up. None as soon as one ratio has no denominator: a part that nobody
/// knows is neither 0 nor 100.
#[must_use]
pub fn composite(parts: &[(i64, Ratio, bool)]) -> Option<i64> {
    let mut sum = 0.0;
    for (weight, ratio, inverse) in parts {
        if ratio.under <= 0 {
            return None;
        }
        let share = ratio.over as f64 / ratio.under as f64;
        sum += *weight as f64 * if *inverse { 1.0 - share } else { share };
    }
    // Half up in spite of binary fractions such as 94.364999….
    Some((sum * 100.0 + 0.5 + 1e-9).floor() as i64)
}

/// The rates of a sum that have no denominator.
#[must_use]
pub fn missing(parts: &[(Part, Ratio)]) -> Vec<Rate> {
    parts
        .iter()
        .filter(|(_, ratio)| ratio.under <= 0)
        .map(|(part, _)| part.rate)
        .collect()
}
