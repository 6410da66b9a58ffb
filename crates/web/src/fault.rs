//! Every way in which a request fails, and nothing of how.

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use db::WriteError;
use kernel::{Issues, Refusal};
use serde_json::json;

/// A failed request. The guard renders it as a page or as JSON, by the kind of the route.
#[derive(Clone, Debug)]
pub enum Fault {
    /// Not there, or not for you: the same answer.
    Absent,
    Forbidden,
    /// Sign in first, then come back to this path.
    SignIn(String),
    /// What was sent cannot be read.
    Unreadable(String),
    Invalid(Issues),
    Refused(Refusal),
    /// Somebody else was faster.
    Stale(Refusal),
    TooMany,
    TooLarge(String),
    /// The page was open too long, or another site sent the form.
    Forged,
    /// A number for the log, and nothing else.
    Broken(String),
}

impl Fault {
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::Absent => StatusCode::NOT_FOUND,
            Self::Forbidden | Self::Forged => StatusCode::FORBIDDEN,
            Self::SignIn(_) => StatusCode::UNAUTHORIZED,
            Self::Unreadable(_) => StatusCode::BAD_REQUEST,
            Self::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Refused(_) | Self::Stale(_) => StatusCode::CONFLICT,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The stable code of the answer.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::Absent => "absent",
            Self::Forbidden => "forbidden",
            Self::SignIn(_) => "sign_in",
            Self::Unreadable(_) => "unreadable",
            Self::Invalid(_) => "invalid",
            Self::Refused(refusal) | Self::Stale(refusal) => refusal.code,
            Self::TooMany => "too_many",
            Self::TooLarge(_) => "too_large",
            Self::Forged => "forged",
            Self::Broken(_) => "broken",
        }
    }

    /// What went wrong and what to do, in words.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Absent => "没有这个页面，或者它不在您的职责范围内。请检查网址，或从首页重新进入。".into(),
            Self::Forbidden => "您的岗位没有这项权限。如工作需要，请联系安全管理员。".into(),
            Self::SignIn(_) => "请先登录。".into(),
            Self::Unreadable(text) | Self::TooLarge(text) => text.clone(),
            Self::Invalid(issues) => issues
                .0
                .iter()
                .map(|issue| issue.text.as_str())
                .collect::<Vec<_>>()
                .join(" "),
            Self::Refused(refusal) | Self::Stale(refusal) => refusal.to_string(),
            Self::TooMany => "操作太频繁，请过一会儿再试。已填写的内容不会丢失。".into(),
            Self::Forged => {
                "页面停留太久或来源不明，本次提交没有生效。请返回上一页刷新后再提交，已填写的内容会保留。".into()
            }
            Self::Broken(number) => {
                format!("程序出错了，没有保存本次操作。请稍后再试；如仍不行，请把编号 {number} 告诉系统管理员。")
            }
        }
    }

    pub(crate) fn json(&self) -> Response {
        let mut body = json!({ "code": self.code(), "message": self.text() });
        match self {
            Self::Invalid(issues) => {
                body["issues"] = issues
                    .0
                    .iter()
                    .map(|i| json!({ "field": i.field, "code": i.code, "message": i.text }))
                    .collect();
            }
            Self::Refused(refusal) | Self::Stale(refusal) => body["allowed"] = json!(refusal.allowed),
            _ => {}
        }
        (self.status(), Json(body)).into_response()
    }
}

/// A failure is logged once, under a number that the person can read out.
impl From<db::Error> for Fault {
    fn from(error: db::Error) -> Self {
        let number = format!("{:08X}", error_number());
        tracing::error!(%error, %number, "a request failed");
        Self::Broken(number)
    }
}

fn error_number() -> u32 {
    let mut bytes = [0; 4];
    // Without randomness the number is zero and the log still has the error.
    if getrandom::fill(&mut bytes).is_err() {
        return 0;
    }
    u32::from_be_bytes(bytes)
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Issues> for Fault {
    fn from(issues: Issues) -> Self {
        Self::Invalid(issues)
    }
}

impl<E: Into<Self>> From<WriteError<E>> for Fault {
    fn from(error: WriteError<E>) -> Self {
        match error {
            WriteError::Refused(refused) => refused.into(),
            WriteError::Failed(failed) => failed.into(),
        }
    }
}

/// So that `?` inside a write carries a fault out of it.
impl From<Fault> for WriteError<Fault> {
    fn from(fault: Fault) -> Self {
        Self::Refused(fault)
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let mut response = (self.status(), [(header::CACHE_CONTROL, "no-store")]).into_response();
        response.extensions_mut().insert(self);
        response
    }
}
