//! Serving a picture: never cached by others, never guessed to be anything but a JPEG.

use axum::http::header;
use axum::response::{IntoResponse, Response};

/// A JPEG for this reader alone.
#[must_use]
pub fn jpeg(bytes: Vec<u8>) -> Response {
    (
        [
            (header::CONTENT_TYPE, "image/jpeg"),
            (header::CACHE_CONTROL, "private, max-age=300"),
        ],
        bytes,
    )
        .into_response()
}
