//! What people send: fields and photos of a form, or JSON. Reading one checks that it came from our own page.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header;
use kernel::ClientId;
use serde::de::DeserializeOwned;

use crate::fault::Fault;
use crate::guard::decode;
use crate::site::{Site, Visitor};

/// A photo larger than this is refused with words, while the rest of the form is kept.
pub(crate) const PHOTO_BYTES: usize = 20 * 1024 * 1024;
const FIELD_BYTES: usize = 256 * 1024;
const MOST_PHOTOS: usize = 9;

/// A file of a form.
#[derive(Clone, Debug)]
pub enum Upload {
    Bytes(Bytes),
    TooLarge,
}

/// A form as sent. Invisible characters are gone from every field.
#[derive(Clone, Debug, Default)]
pub struct Form {
    fields: Vec<(String, String)>,
    pub files: Vec<Upload>,
}

impl Form {
    /// A field without surrounding blanks; empty when it was not sent.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.fields
            .iter()
            .find(|(key, _)| key == name)
            .map_or("", |(_, value)| value.trim())
    }

    /// Every value of a field that may come several times.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.fields
            .iter()
            .filter(move |(key, value)| key == name && !value.trim().is_empty())
            .map(|(_, value)| value.trim())
    }

    /// The form's own id, by which a repeat is known.
    ///
    /// # Errors
    /// When the page did not send one.
    pub fn client(&self) -> Result<ClientId, Fault> {
        self.get("_client")
            .parse()
            .map_err(|_| Fault::Unreadable("表单缺少编号，请刷新页面后重新提交。".into()))
    }

    /// Fields of an address (`?a=b`).
    #[must_use]
    pub fn of_query(query: &str) -> Self {
        let fields = query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .filter_map(|(key, value)| Some((decode(key)?, codes::text::clean_text(&decode(value)?).into_owned())))
            .collect();
        Self {
            fields,
            files: Vec::new(),
        }
    }

    async fn of_multipart(mut parts: Multipart) -> Result<Self, Fault> {
        let unreadable = |_| Fault::Unreadable("上传中断，没有收完整。请检查网络后重新提交。".into());
        let mut form = Self::default();
        while let Some(mut field) = parts.next_field().await.map_err(unreadable)? {
            let name = field.name().unwrap_or_default().to_owned();
            let is_file = field.file_name().is_some();
            let most = if is_file { PHOTO_BYTES } else { FIELD_BYTES };
            let mut bytes = Vec::new();
            let mut fits = true;
            while let Some(chunk) = field.chunk().await.map_err(unreadable)? {
                fits = fits && bytes.len() + chunk.len() <= most;
                if fits {
                    bytes.extend_from_slice(&chunk);
                }
            }
            if is_file {
                if !fits {
                    form.files.push(Upload::TooLarge);
                } else if !bytes.is_empty() && form.files.len() < MOST_PHOTOS {
                    form.files.push(Upload::Bytes(bytes.into()));
                }
            } else if fits {
                form.fields.push((
                    name,
                    codes::text::clean_text(&String::from_utf8_lossy(&bytes)).into_owned(),
                ));
            } else {
                return Err(Fault::TooLarge("填写的文字太长，请精简后再提交。".into()));
            }
        }
        Ok(form)
    }
}

impl FromRequest<Arc<Site>> for Form {
    type Rejection = Fault;

    async fn from_request(request: Request, site: &Arc<Site>) -> Result<Self, Fault> {
        let csrf = request
            .extensions()
            .get::<Visitor>()
            .and_then(|visitor| visitor.session.as_ref().map(|s| s.csrf.clone()));
        let kind = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
            .to_owned();
        let form = if kind.starts_with("multipart/form-data") {
            let parts = Multipart::from_request(request, site).await;
            Self::of_multipart(parts.map_err(|_| Fault::Unreadable("表单读不懂，请刷新页面后重新提交。".into()))?)
                .await?
        } else {
            let bytes = Bytes::from_request(request, site).await;
            let bytes = bytes.map_err(|_| Fault::TooLarge("提交的内容太大。".into()))?;
            Self::of_query(&String::from_utf8_lossy(&bytes))
        };
        match csrf {
            Some(token) if form.get("_csrf") != token => Err(Fault::Forged),
            _ => Ok(form),
        }
    }
}

/// JSON as sent to the API. Browsers cannot send this kind across sites without being asked first.
#[derive(Debug)]
pub struct JsonBody<T>(pub T);

impl<T: DeserializeOwned> FromRequest<Arc<Site>> for JsonBody<T> {
    type Rejection = Fault;

    async fn from_request(request: Request, site: &Arc<Site>) -> Result<Self, Fault> {
        let kind = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        if !kind.starts_with("application/json") {
            return Err(Fault::Unreadable("请以 application/json 提交。".into()));
        }
        let bytes = Bytes::from_request(request, site)
            .await
            .map_err(|_| Fault::TooLarge("提交的内容太大。".into()))?;
        serde_json::from_slice(&bytes)
            .map(Self)
            .map_err(|error| Fault::Unreadable(format!("JSON 读不懂：{error}")))
    }
}
