//! The order of a phone: it numbers its writes, and they count in that order however they arrive (trap O05).

use std::collections::BTreeMap;

use kernel::Moment;

/// An early write waits this long for the ones before it; then a person decides.
pub const WAIT_SECONDS: i64 = 5 * 86_400;

/// What is known of one phone's writes from the first undecided one on. `None` marks one that was decided already.
#[derive(Clone, Debug)]
pub struct Queue<W> {
    next: i64,
    known: BTreeMap<i64, Option<W>>,
}

impl<W> Queue<W> {
    #[must_use]
    pub fn new(next: i64, known: impl IntoIterator<Item = (i64, Option<W>)>) -> Self {
        Self {
            next,
            known: known.into_iter().collect(),
        }
    }

    /// The lowest number that is not decided.
    #[must_use]
    pub const fn next(&self) -> i64 {
        self.next
    }

    /// Takes in a write; a number that is known stays what it is.
    pub fn arrive(&mut self, n: i64, write: W) {
        if n >= self.next {
            self.known.entry(n).or_insert(Some(write));
        }
    }

    /// The next write whose turn it is; nothing while one before it is missing.
    pub fn turn(&mut self) -> Option<(i64, W)> {
        while let Some(found) = self.known.remove(&self.next) {
            let n = self.next;
            self.next += 1;
            if let Some(write) = found {
                return Some((n, write));
            }
        }
        None
    }
}

/// Whether a write has waited long enough for a person to decide.
#[must_use]
pub const fn is_overdue(received_at: Moment, now: Moment) -> bool {
    now.seconds_since(received_at) >= WAIT_SECONDS
}

/// How far the phone's clock is ahead: what it showed, against receipt less the time since by its own steady counter (trap O08).
#[must_use]
pub const fn skew_ms(received_at: Moment, phone_at: Moment, elapsed_ms: i64) -> i64 {
    phone_at.0 - (received_at.0 - elapsed_ms)
}
