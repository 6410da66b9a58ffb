//! Templates to responses, redirects with a word on the way, and the page of a fault.

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use kernel::ClientId;

use crate::fault::Fault;
use crate::guard::{FLASH_COOKIE, encode};
use crate::shell::Shell;
use crate::site::{Site, Visitor};

/// A rendered page.
pub struct Page<T>(pub StatusCode, pub T);

impl<T: Template> Page<T> {
    pub const fn ok(template: T) -> Self {
        Self(StatusCode::OK, template)
    }
}

impl<T: Template> IntoResponse for Page<T> {
    fn into_response(self) -> Response {
        match self.1.render() {
            Ok(html) => (self.0, Html(html)).into_response(),
            Err(error) => Fault::from(db::Error::Content(format!("template: {error}"))).into_response(),
        }
    }
}

/// After a write: on to the page that shows it.
#[must_use]
pub fn redirect(path: &str) -> Response {
    Redirect::to(path).into_response()
}

/// The same with a sentence that the next page shows once.
#[must_use]
pub fn redirect_with(path: &str, flash: &str) -> Response {
    let mut response = redirect(path);
    let cookie = format!(
        "{FLASH_COOKIE}={}; Path=/; Max-Age=60; HttpOnly; SameSite=Lax",
        encode(flash)
    );
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

/// Tells the browser that what this form sent is stored, so that it forgets its draft of it and of nothing else (trap O11).
#[must_use]
pub fn confirmed(mut response: Response, client: ClientId) -> Response {
    let cookie = format!("xg_sent={client}; Path=/; Max-Age=86400; SameSite=Lax");
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

#[derive(Template)]
#[template(path = "fault.html")]
struct FaultPage {
    shell: Shell,
    title: &'static str,
    text: String,
}

pub(crate) fn fault_page(site: &Site, visitor: &Visitor, fault: &Fault) -> Response {
    let title = match fault {
        Fault::Absent => "没有找到",
        Fault::Forbidden => "没有权限",
        Fault::Forged => "没有提交成功",
        Fault::Broken(_) => "程序出错了",
        Fault::TooMany => "请稍候",
        Fault::Refused(_) | Fault::Stale(_) => "这一步现在不能做",
        _ => "请检查填写的内容",
    };
    Page(
        fault.status(),
        FaultPage {
            shell: Shell::of(site, visitor, title),
            title,
            text: fault.text(),
        },
    )
    .into_response()
}
