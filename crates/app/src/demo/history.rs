//! Three full years of closed matters, seasonal, by the frequencies of the catalogue.

use case::store::Made;
use codes::receipt::CaseNumber;
use jiff::ToSpan;
use kernel::Moment;

use super::Failure;
use super::town::Rng;
use super::walk::{Pace, Walk, World};

/// Days before today by which everything of the past is closed.
const SETTLED_DAYS: i64 = 24;

/// How busy each month is: summer and the weeks before the Spring Festival more than the rest.
const SEASON: [f64; 12] = [1.1, 0.8, 0.9, 0.95, 1.0, 1.1, 1.25, 1.25, 1.05, 0.95, 0.95, 1.05];

/// The three years, to the day.
pub fn window(now: Moment) -> (Moment, Moment) {
    let day = now.plus_seconds(-SETTLED_DAYS * 86_400).civil().date();
    let from = day.checked_sub(3.years()).unwrap_or(day);
    let midnight = |day: jiff::civil::Date| Moment::from_civil(day.at(0, 0, 0, 0));
    (midnight(from), midnight(day))
}

/// Moments of reports, in order: seasonal, mostly by day, some at night.
fn moments(now: Moment, number: usize, rng: &mut Rng) -> Vec<Moment> {
    let (from, to) = window(now);
    let days = to.seconds_since(from) / 86_400;
    let mut moments: Vec<Moment> = Vec::with_capacity(number);
    while moments.len() < number {
        let day = from.plus_seconds((rng.unit() * days as f64) as i64 * 86_400);
        let month = usize::try_from(day.civil().month() - 1).unwrap_or(0);
        let rest = matches!(
            day.civil().weekday(),
            jiff::civil::Weekday::Saturday | jiff::civil::Weekday::Sunday
        );
        if rng.unit() * 1.25 > SEASON[month] * if rest { 0.7 } else { 1.0 } {
            continue;
        }
        let hour = if rng.chance(0.9) {
            rng.between(7.5, 19.5)
        } else {
            rng.between(0.0, 24.0)
        };
        moments.push(day.plus_seconds((hour * 3600.0) as i64));
    }
    moments.sort_unstable();
    moments
}

/// The closed matters, numbered in the order in which they came.
pub fn closed(
    world: &World<'_>,
    now: Moment,
    number: usize,
    rng: &mut Rng,
    tell: &impl Fn(u32, &str),
) -> Result<Vec<Made>, Failure> {
    let mut made = Vec::with_capacity(number);
    let (mut year, mut sequence) = (0, 0);
    let moments = moments(now, number, rng);
    for (index, at) in moments.into_iter().enumerate() {
        let this = u16::try_from(at.civil().year()).unwrap_or(year);
        if this != year {
            (year, sequence) = (this, 0);
        }
        sequence += 1;
        let walk = world
            .begin(
                CaseNumber { year, sequence }.to_string(),
                at,
                now,
                rng.chance(0.3),
                Pace::Any,
                rng,
            )
            .and_then(|walk| walk.finish(rng))
            .and_then(Walk::archive)
            .ok_or(Failure::Story("一件历史事项走不到结案"))?;
        made.push(walk.made());
        if index % 500 == 0 {
            tell(2 + u32::try_from(48 * index / number).unwrap_or(0), "推演三年的事项");
        }
    }
    Ok(made)
}
