//! Somebody with a browser or a program: sends requests, keeps the session, fills in the forms that pages show.

use axum::Router;
use axum::body::Body;
use axum::http::{Request, header};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower::ServiceExt;
use uuid::Uuid;

use crate::html::{Form, forms, unescape};

#[derive(Clone)]
pub struct Person {
    router: Router,
    session: Option<String>,
}

/// What came back.
pub struct Reply {
    pub status: u16,
    pub headers: axum::http::HeaderMap,
    pub bytes: Vec<u8>,
}

impl Person {
    pub fn new(router: Router, session: Option<String>) -> Self {
        Self { router, session }
    }

    /// The same session at another program over the same database.
    pub fn at(&self, router: Router) -> Self {
        Self {
            router,
            session: self.session.clone(),
        }
    }

    async fn send_raw(&self, verb: &str, path: &str, kind: &str, body: Vec<u8>) -> Reply {
        let mut request = Request::builder().method(verb).uri(path);
        if let Some(session) = &self.session {
            request = request.header(header::COOKIE, session);
        }
        if !kind.is_empty() {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        let request = request.body(Body::from(body)).expect("a request");
        let router = self.router.clone();
        let response = router.oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.expect("the body").to_bytes().to_vec();
        Reply {
            status: parts.status.as_u16(),
            headers: parts.headers,
            bytes,
        }
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.send_raw("GET", path, "", Vec::new()).await
    }

    /// A form that no page showed.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let pairs: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{name}={}", encode(value)))
            .collect();
        let kind = "application/x-www-form-urlencoded";
        self.send_raw("POST", path, kind, pairs.join("&").into_bytes()).await
    }

    pub async fn post_json(&self, path: &str, body: &Value) -> Reply {
        let bytes = serde_json::to_vec(body).expect("JSON");
        self.send_raw("POST", path, "application/json", bytes).await
    }

    /// A form as a browser sends it.
    pub async fn send(&self, form: &Form) -> Reply {
        if !form.multipart {
            assert!(form.files.is_empty(), "this form takes no files");
            let fields: Vec<(&str, &str)> = form
                .fields
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .collect();
            return self.post(&form.action, &fields).await;
        }
        const MARK: &str = "----stories";
        let mut body = Vec::new();
        for (name, value) in &form.fields {
            let part = format!("--{MARK}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend(part.into_bytes());
        }
        for (name, file, bytes) in &form.files {
            let part = format!(
                "--{MARK}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{}\"\r\nContent-Type: image/jpeg\r\n\r\n",
                file.replace('"', "%22")
            );
            body.extend(part.into_bytes());
            body.extend(bytes);
            body.extend(b"\r\n");
        }
        body.extend(format!("--{MARK}--\r\n").into_bytes());
        let kind = format!("multipart/form-data; boundary={MARK}");
        self.send_raw("POST", &form.action, &kind, body).await
    }

    /// Opens a matter's page and takes a step by the form that the page shows for it.
    pub async fn step(&self, case: &str, action: &str, fields: &[(&str, &str)]) -> Reply {
        let page = self.get(&format!("/cases/{case}")).await.expect(200);
        self.send(&page.step_form(action).with_all(fields)).await
    }

    /// Takes a step whose form the page does not show, as somebody with other tools would.
    pub async fn force(&self, case: &str, action: &str, fields: &[(&str, &str)]) -> Reply {
        let csrf = self.get("/notices").await.expect(200).any_csrf();
        let client = fresh_client();
        let path = format!("/cases/{case}/steps");
        let mut all = vec![("_csrf", csrf.as_str()), ("_client", &client), ("action", action)];
        all.extend(fields);
        self.post(&path, &all).await
    }

    /// The same step by JSON.
    pub async fn api_step(&self, case: &str, action: &str, more: Value) -> Reply {
        let mut body = json!({ "client_id": fresh_client(), "action": action });
        for (key, value) in more.as_object().expect("fields") {
            body[key] = value.clone();
        }
        self.post_json(&format!("/api/v1/cases/{case}/steps"), &body).await
    }
}

impl Reply {
    /// This very status; anything else stops the story with what came instead.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text());
        self
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// What a reader sees of the page, tags and all but with plain characters.
    pub fn seen(&self) -> String {
        unescape(&self.text())
    }

    #[track_caller]
    pub fn shows(self, words: &str) -> Self {
        assert!(self.seen().contains(words), "“{words}” is not on {}", self.text());
        self
    }

    #[track_caller]
    pub fn hides(self, words: &str) -> Self {
        assert!(!self.seen().contains(words), "“{words}” is on {}", self.text());
        self
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).expect("JSON")
    }

    /// A refusal by JSON: its status and stable code.
    #[track_caller]
    pub fn refused(self, status: u16, code: &str) -> Self {
        let reply = self.expect(status);
        assert_eq!(reply.json()["code"], code, "{}", reply.text());
        reply
    }

    pub fn location(&self) -> String {
        let header = self.headers.get(header::LOCATION);
        header
            .map(|value| value.to_str().expect("a path").to_owned())
            .unwrap_or_default()
    }

    /// The session cookie, as it is sent back.
    pub fn session(&self) -> String {
        let lines = self.headers.get_all(header::SET_COOKIE).iter();
        lines
            .filter_map(|line| line.to_str().ok()?.split(';').next())
            .find(|pair| pair.starts_with("xingge="))
            .expect("a session")
            .to_owned()
    }

    /// The form that is sent to this address.
    #[track_caller]
    pub fn form(&self, action: &str) -> Form {
        let found = forms(&self.text()).into_iter().find(|form| form.action == action);
        found.unwrap_or_else(|| panic!("no form to {action} on {}", self.text()))
    }

    /// The form of one step, on a matter's page or a receipt.
    #[track_caller]
    pub fn step_form(&self, action: &str) -> Form {
        self.find_step_form(action)
            .unwrap_or_else(|| panic!("no form for {action} on {}", self.text()))
    }

    pub fn find_step_form(&self, action: &str) -> Option<Form> {
        forms(&self.text())
            .into_iter()
            .find(|form| form.get("action") == action && form.action.ends_with("/steps"))
    }

    pub fn any_csrf(&self) -> String {
        let all = forms(&self.text());
        let form = all.iter().find(|form| !form.get("_csrf").is_empty());
        form.expect("a form").get("_csrf").to_owned()
    }
}

/// A sender's own id, new each time.
pub fn fresh_client() -> String {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let number = NEXT.fetch_add(1, Ordering::SeqCst);
    Uuid::from_u128(0x0197_0000_0000_7000_8000_0000_0000_0000 | u128::from(number)).to_string()
}

fn encode(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}
