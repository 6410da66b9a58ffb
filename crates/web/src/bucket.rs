//! How often a stranger may knock: small buckets in memory, by address and by account name.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use kernel::Moment;

/// Tokens that refill evenly.
#[derive(Default)]
pub struct Buckets(Mutex<HashMap<String, (f64, Moment)>>);

impl Buckets {
    /// Whether one more is allowed of `most` per `seconds`; takes it if so.
    pub fn take(&self, who: &str, most: u32, seconds: i64, now: Moment) -> bool {
        let mut buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() > 50_000 {
            buckets.retain(|_, (_, last)| now.seconds_since(*last) < 3600);
        }
        let (tokens, last) = buckets.entry(who.to_owned()).or_insert((f64::from(most), now));
        let refill = (now.0 - last.0).max(0) as f64 / 1000.0 * f64::from(most) / seconds as f64;
        *tokens = (*tokens + refill).min(f64::from(most));
        *last = now;
        let allowed = *tokens >= 1.0;
        if allowed {
            *tokens -= 1.0;
        }
        allowed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_and_then_wait() {
        let buckets = Buckets::default();
        let now = Moment(0);
        assert_eq!((0..8).filter(|_| buckets.take("a", 5, 60, now)).count(), 5);
        assert!(buckets.take("b", 5, 60, now), "another is not shut out");
        assert!(!buckets.take("a", 5, 60, Moment(11_000)));
        assert!(buckets.take("a", 5, 60, Moment(13_000)));
    }
}
