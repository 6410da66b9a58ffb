//! The guard before every route: who is it, may this person come here, and how is a no said.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Actor, Permission, Scope};
use routes::{Kind, Route};

use crate::fault::Fault;
use crate::page::fault_page;
use crate::site::{Site, Visitor};
use crate::store::find_session;

pub(crate) const SESSION_COOKIE: &str = "xingge";
pub(crate) const ELDER_COOKIE: &str = "elder";
pub(crate) const FLASH_COOKIE: &str = "flash";

/// No script, style, font or frame from anywhere else.
const CSP: &str = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; \
                   frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

/// What the guard of one route needs.
#[derive(Clone)]
pub struct Guarded {
    pub site: Arc<Site>,
    pub route: Route,
}

/// Stands before one route.
pub async fn guard(State(guarded): State<Guarded>, mut request: Request, next: Next) -> Response {
    let Guarded { site, route } = guarded;
    let row = route.row();
    let mut visitor = Visitor {
        actor: Actor {
            account: None,
            name: String::new(),
            title: String::new(),
            on_behalf: None,
            desks: Vec::new(),
            permissions: [].into(),
            stand_ins: Vec::new(),
        },
        scope: Scope::nothing(site.street),
        session: None,
        elder: cookie(request.headers(), ELDER_COOKIE).is_some(),
        flash: cookie(request.headers(), FLASH_COOKIE).and_then(|text| decode(&text)),
        route,
    };
    let outcome = admit(&site, &mut visitor, &mut request).await;
    let had_flash = visitor.flash.is_some();
    let response = match outcome {
        Ok(()) => {
            request.extensions_mut().insert(visitor.clone());
            next.run(request).await
        }
        Err(fault) => fault.into_response(),
    };
    let mut response = match response.extensions().get::<Fault>().cloned() {
        None => response,
        Some(fault) => refuse(&site, &visitor, row.kind, &fault),
    };
    let headers = response.headers_mut();
    headers.insert("content-security-policy", HeaderValue::from_static(CSP));
    headers.insert("x-content-type-options", HeaderValue::from_static("nosniff"));
    headers.insert("referrer-policy", HeaderValue::from_static("same-origin"));
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    if had_flash && row.kind == Kind::Page && !headers.contains_key(header::SET_COOKIE) {
        headers.append(
            header::SET_COOKIE,
            HeaderValue::from_static("flash=; Path=/; Max-Age=0"),
        );
    }
    response
}

async fn admit(site: &Site, visitor: &mut Visitor, request: &mut Request) -> Result<(), Fault> {
    let row = visitor.route.row();
    let write = request.method() != Method::GET && request.method() != Method::HEAD;
    if write && is_foreign(request.headers()) {
        return Err(Fault::Forged);
    }
    if let Some(token) = cookie(request.headers(), SESSION_COOKIE)
        && let Some(session) = find_session(site, &token).await?
    {
        visitor.actor = session.actor();
        visitor.scope = session.scope(site.street);
        visitor.session = Some(session);
    }
    if visitor.actor.may(row.permission) {
        if write && row.permission == Permission::Public {
            let stranger = request
                .extensions()
                .get::<ConnectInfo<SocketAddr>>()
                .map(|info| info.0.ip().to_string());
            if stranger.is_some_and(|ip| !site.buckets.take(&ip, 60, 60, site.now())) {
                return Err(Fault::TooMany);
            }
        }
        return Ok(());
    }
    match (&visitor.session, row.kind) {
        (None, Kind::Part) => Err(Fault::Absent),
        (None, _) => Err(Fault::SignIn(
            request
                .uri()
                .path_and_query()
                .map(ToString::to_string)
                .unwrap_or_default(),
        )),
        (Some(_), _) => Err(Fault::Forbidden),
    }
}

/// Whether a browser says that another site sent this. Old kernels say nothing; the form's own token covers them.
fn is_foreign(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return !matches!(site, "same-origin" | "none");
    }
    match (text("origin"), text("host")) {
        (Some(origin), Some(host)) => origin.split_once("://").is_none_or(|(_, own)| own != host),
        _ => false,
    }
}

fn refuse(site: &Site, visitor: &Visitor, kind: Kind, fault: &Fault) -> Response {
    match (kind, fault) {
        (Kind::Page, Fault::SignIn(path)) => {
            Redirect::to(&format!("{}?next={}", Route::SessionNew.path(), encode(path))).into_response()
        }
        (Kind::Page, _) => fault_page(site, visitor, fault),
        _ => fault.json(),
    }
}

/// A cookie for the session, or for none.
#[must_use]
pub fn cookie_line(token: Option<&str>) -> String {
    match token {
        Some(token) => format!("{SESSION_COOKIE}={token}; Path=/; HttpOnly; SameSite=Lax"),
        None => format!("{SESSION_COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"),
    }
}

/// One cookie of a request.
pub(crate) fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, value)| *key == name && !value.is_empty())
        .map(|(_, value)| value.to_owned())
}

/// Percent-encodes everything but letters, digits and a few safe marks.
#[must_use]
pub fn encode(text: &str) -> String {
    use std::fmt::Write as _;
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~/".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

pub(crate) fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        match first {
            b'%' => {
                let digits = tail.get(..2)?;
                bytes.push(u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?);
                rest = &tail[2..];
            }
            b'+' => bytes.push(b' '),
            other => bytes.push(*other),
        }
    }
    String::from_utf8(bytes).ok()
}
