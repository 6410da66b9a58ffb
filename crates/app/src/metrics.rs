//! Counts for Prometheus: requests by status class, and how long they took. No person, no address, no content.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;

/// Upper bounds of the histogram, in milliseconds.
const BOUNDS: [u64; 8] = [1, 5, 10, 50, 100, 500, 1000, 5000];

static CLASSES: [AtomicU64; 6] = [const { AtomicU64::new(0) }; 6];
static BUCKETS: [AtomicU64; 9] = [const { AtomicU64::new(0) }; 9];
static TOTAL_MS: AtomicU64 = AtomicU64::new(0);

/// Counts one request.
pub async fn count(request: Request, next: Next) -> Response {
    #[expect(
        clippy::disallowed_methods,
        reason = "measuring how long a request took is the edge's own business"
    )]
    let began = Instant::now();
    let response = next.run(request).await;
    let took = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    let class = usize::from(response.status().as_u16() / 100).min(5);
    CLASSES[class].fetch_add(1, Ordering::Relaxed);
    let bucket = BOUNDS.iter().position(|bound| took <= *bound).unwrap_or(BOUNDS.len());
    BUCKETS[bucket].fetch_add(1, Ordering::Relaxed);
    TOTAL_MS.fetch_add(took, Ordering::Relaxed);
    response
}

/// The counts in Prometheus' text form.
pub fn text() -> String {
    let mut text = String::from("# TYPE xingge_requests_total counter\n");
    for (class, number) in CLASSES.iter().enumerate().skip(1) {
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "xingge_requests_total{{class=\"{class}xx\"}} {}",
            number.load(Ordering::Relaxed)
        );
    }
    text.push_str("# TYPE xingge_request_milliseconds histogram\n");
    let mut sum = 0;
    for (index, bucket) in BUCKETS.iter().enumerate() {
        sum += bucket.load(Ordering::Relaxed);
        let bound = BOUNDS.get(index).map_or_else(|| "+Inf".to_owned(), ToString::to_string);
        let _ = writeln!(text, "xingge_request_milliseconds_bucket{{le=\"{bound}\"}} {sum}");
    }
    let _ = writeln!(
        text,
        "xingge_request_milliseconds_sum {}\nxingge_request_milliseconds_count {sum}",
        TOTAL_MS.load(Ordering::Relaxed)
    );
    text
}
