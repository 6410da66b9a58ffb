//! The resident's form: no account, any phone.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use case_rules::Channel;
use kernel::{Actor, Issues};
use routes::Route;
use web::{Fault, Form, Page, Photo, Shell, Site, Visitor, confirmed, read_photo, redirect_with};

use super::act::{ReportInput, check, open_case, phone_clock};

impl ReportInput {
    /// Reads the fields of a form.
    #[must_use]
    pub fn of_form(form: &Form) -> Self {
        let number = |name| form.get(name).parse().ok();
        let input = Self {
            words: form.get("words").to_owned(),
            place: form.get("place").to_owned(),
            lng: number("lng"),
            lat: number("lat"),
            datum: form.get("datum").to_owned(),
            area: form.get("area").to_owned(),
            name: form.get("name").to_owned(),
            phone: form.get("phone").to_owned(),
            channel: None,
            standard: form.get("standard").to_owned(),
            done: form.get("done").to_owned(),
            phone_at: form.get("phone_at").to_owned(),
            elapsed_ms: form.get("elapsed_ms").parse().unwrap_or(0),
        };
        // Nobody can correct a hidden field: a report is not lost because of a clock.
        match phone_clock(&input) {
            Some(_) => input,
            None => Self {
                phone_at: String::new(),
                ..input
            },
        }
    }

    #[must_use]
    pub fn lng_text(&self) -> String {
        self.lng.map(|lng| lng.to_string()).unwrap_or_default()
    }

    #[must_use]
    pub fn lat_text(&self) -> String {
        self.lat.map(|lat| lat.to_string()).unwrap_or_default()
    }
}

/// Reads the photos of a form; the first that cannot be kept becomes an issue, the rest of the form stays.
pub async fn read_photos(form: &mut Form, issues: &mut Issues) -> Vec<Photo> {
    let mut photos = Vec::new();
    for upload in std::mem::take(&mut form.files) {
        match read_photo(upload).await {
            Ok(photo) => photos.push(photo),
            Err(error) => issues.add("photo", "case.photo", error.text()),
        }
    }
    photos
}

#[derive(Template)]
#[template(path = "intake/new.html")]
struct New {
    shell: Shell,
    software: bool,
    input: ReportInput,
    issues: Issues,
    centre: (f64, f64),
}

/// Where the map opens when nothing is picked.
pub const CENTRE: (f64, f64) = (114.07, 32.10);

fn page(
    site: &Site,
    visitor: &Visitor,
    status: StatusCode,
    software: bool,
    input: ReportInput,
    issues: Issues,
) -> Response {
    Page(
        status,
        New {
            shell: Shell::of(site, visitor, "反映问题"),
            software,
            input,
            issues,
            centre: CENTRE,
        },
    )
    .into_response()
}

pub async fn new(State(site): State<Arc<Site>>, visitor: Visitor, RawQuery(query): RawQuery) -> Response {
    let query = Form::of_query(&query.unwrap_or_default());
    page(
        &site,
        &visitor,
        StatusCode::OK,
        query.get("about") == "software",
        ReportInput::default(),
        Issues::default(),
    )
}

pub async fn create(State(site): State<Arc<Site>>, visitor: Visitor, mut form: Form) -> Result<Response, Fault> {
    let client = form.client()?;
    let software = form.get("about") == "software";
    let mut input = ReportInput::of_form(&form);
    if software {
        input.place = "本系统".into();
    }
    let mut issues = Issues::default();
    let photos = read_photos(&mut form, &mut issues).await;
    let report = match check(&input, &site, false, Channel::Resident) {
        Ok(mut report) if issues.0.is_empty() => {
            if software {
                report.words = format!("【对本系统的意见】{}", report.words);
            }
            report
        }
        Ok(_) => {
            return Ok(page(
                &site,
                &visitor,
                StatusCode::UNPROCESSABLE_ENTITY,
                software,
                input,
                issues,
            ));
        }
        Err(more) => {
            issues.0.extend(more.0);
            return Ok(page(
                &site,
                &visitor,
                StatusCode::UNPROCESSABLE_ENTITY,
                software,
                input,
                issues,
            ));
        }
    };
    let opened = open_case(&site, client, Actor::reporter(), report, photos).await?;
    let receipt = opened.receipt.unwrap_or_default();
    let flash = if opened.assigned {
        "已收到，谢谢您。"
    } else {
        "已收到，谢谢您。位置不在已划分的网格内，由街道中心人工分派。"
    };
    let shown = redirect_with(&Route::ReceiptShow.to(&[&receipt]), flash);
    Ok(confirmed(shown, client))
}
