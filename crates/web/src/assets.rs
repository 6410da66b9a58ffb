//! Built assets, embedded; their names carry their hash, so that a browser may keep them for ever.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

use crate::fault::Fault;

#[derive(RustEmbed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Dist;

static MANIFEST: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let file = Dist::get("manifest.json")
        .map(|file| file.data.into_owned())
        .unwrap_or_default();
    serde_json::from_slice(&file).unwrap_or_default()
});

/// Where an asset is served: `app.css` → `/assets/app-1a2b3c.css`.
#[must_use]
pub fn asset_path(name: &str) -> String {
    format!("/assets/{}", MANIFEST.get(name).map_or(name, String::as_str))
}

/// A font for printed documents as it is embedded, gzipped: `NotoSansSC-Regular`, `NotoSansSC-Bold`. None where the assets
/// were not built.
#[must_use]
pub fn printing_font(name: &str) -> Option<Cow<'static, [u8]>> {
    Dist::get(&format!("fonts/{name}.ttf.gz")).map(|file| file.data)
}

/// Serves one built file, compressed where it was built so and the browser can read it.
#[must_use]
pub fn serve(name: &str, headers: &HeaderMap) -> Response {
    let kind = match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("json") => "application/json",
        Some("png") => "image/png",
        _ => return Fault::Absent.into_response(),
    };
    let wants = headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let packed = [("br", ".br"), ("gzip", ".gz")]
        .into_iter()
        .filter(|(coding, _)| wants.contains(coding))
        .find_map(|(coding, ending)| Dist::get(&format!("{name}{ending}")).map(|file| (file, coding)));
    let keep = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::VARY, "accept-encoding"),
    ];
    match (packed, Dist::get(name)) {
        (Some((file, coding)), _) => {
            (keep, [(header::CONTENT_ENCODING, coding)], file.data.into_owned()).into_response()
        }
        (None, Some(file)) => (keep, file.data.into_owned()).into_response(),
        (None, None) => Fault::Absent.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;

    use super::*;

    #[test]
    fn printing_fonts_are_for_the_program_not_for_browsers() {
        for name in ["NotoSansSC-Regular", "NotoSansSC-Bold"] {
            if let Some(font) = printing_font(name) {
                assert!(font.starts_with(&[0x1f, 0x8b]) && font.len() < 7_000_000, "{name}");
            }
            let file = format!("fonts/{name}.ttf.gz");
            assert_eq!(serve(&file, &HeaderMap::new()).status(), StatusCode::NOT_FOUND);
        }
        assert!(printing_font("NotoSansSC-Black").is_none());
    }
}
