//! The reporter's pages.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use case_rules::{Action, Case, ClockKind, State as S};
use codes::receipt::ReceiptCode;
use kernel::{AttachmentId, Issues};
use routes::Route;
use web::{Fault, Form, Page, Shell, Site, Visitor, redirect, redirect_with};

use super::act::{Followed, follow, step};
use crate::photo::jpeg;
use crate::step::act::StepInput;
use crate::step::hide::hidden_photos;
use crate::store::{PhotoRow, list_photos, load_photo};
use crate::timeline::{Line, public_timeline};
use crate::view::{due_text, plain_state, stage_name, tone_of};

#[derive(Template)]
#[template(path = "receipt/find.html")]
struct Find {
    shell: Shell,
    issues: Issues,
    typed: String,
}

#[derive(Template)]
#[template(path = "receipt/show.html")]
struct Show {
    shell: Shell,
    code: String,
    number: String,
    fresh: bool,
    title: String,
    words: String,
    place: String,
    state: &'static str,
    tone: &'static str,
    plain: &'static str,
    promise: Option<String>,
    confirm_by: Option<String>,
    result: Option<String>,
    lines: Vec<Line>,
    reveals: Vec<Line>,
    photos: Vec<(String, &'static str)>,
    hidden_photos: Vec<String>,
    merged: bool,
    can_confirm: bool,
    can_object: bool,
    can_reopen: bool,
    can_note: bool,
}

pub async fn find(State(site): State<Arc<Site>>, visitor: Visitor, RawQuery(query): RawQuery) -> Response {
    let typed = Form::of_query(&query.unwrap_or_default()).get("code").to_owned();
    let mut issues = Issues::default();
    if !typed.is_empty() {
        match typed.parse::<ReceiptCode>() {
            Ok(code) => return redirect(&Route::ReceiptShow.to(&[&code])),
            Err(error) => issues.add("code", "case.receipt.code", error.to_string()),
        }
    }
    let status = if issues.0.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    Page(
        status,
        Find {
            shell: Shell::of(&site, &visitor, "查进度"),
            issues,
            typed,
        },
    )
    .into_response()
}

pub async fn show(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(code): Path<String>,
) -> Result<Response, Fault> {
    // Guessing is slow for anybody who fails often.
    let followed = match follow(&site, &code).await {
        Err(Fault::Absent) if !site.buckets.take("receipt-misses", 120, 60, site.now()) => {
            return Err(Fault::TooMany);
        }
        other => other?,
    };
    let photos = list_photos(&site.db, site.street, followed.receipt.case).await?;
    Ok(Page::ok(view(&site, &visitor, &code, &followed, &photos)).into_response())
}

fn view(site: &Site, visitor: &Visitor, code: &str, followed: &Followed, photos: &[PhotoRow]) -> Show {
    let Followed {
        own,
        case,
        events,
        own_events,
        actions,
        ..
    } = followed;
    let town = site.town();
    let mut lines = public_timeline(own, own_events, &town);
    lines.extend(
        public_timeline(case, events, &town)
            .into_iter()
            .filter(|line| own.id == case.id || !line.what.starts_with("您")),
    );
    let (reveals, lines): (Vec<Line>, Vec<Line>) =
        lines.into_iter().partition(|line| line.what.starts_with("有人查看"));
    let may = |action: Action| actions.contains(&action);
    let result = events
        .iter()
        .rev()
        .find(|event| event.action == Action::Submit)
        .map(|event| event.text.clone());
    Show {
        shell: Shell::of(site, visitor, "办理进度"),
        code: code
            .parse::<ReceiptCode>()
            .map(|code| code.to_string())
            .unwrap_or_default(),
        number: own.number.clone(),
        fresh: own.seq == 1,
        title: own.title(),
        words: own.words.clone(),
        place: own.place.text.clone(),
        state: case.state.name(),
        tone: tone_of(case.state),
        plain: plain_state(case),
        promise: case
            .clock(ClockKind::Promise)
            .filter(|_| case.is_open())
            .map(|clock| due_text(clock.due_at)),
        confirm_by: case
            .clock(ClockKind::Confirm)
            .filter(|_| case.state == S::PendingConfirm)
            .map(|clock| due_text(clock.due_at)),
        result: result.filter(|_| matches!(case.state, S::PendingConfirm | S::Closed)),
        lines,
        reveals,
        photos: photos
            .iter()
            .filter(|photo| is_shown(photo, case))
            .map(|photo| {
                let href = Route::ReceiptPhoto.to(&[&code, &photo.id]);
                (href, stage_name(&photo.stage))
            })
            .collect(),
        hidden_photos: hidden_photos(if own.id == case.id { events } else { own_events }),
        merged: own.id != case.id,
        can_confirm: may(Action::Confirm),
        can_object: may(Action::Object),
        can_reopen: may(Action::Reopen),
        can_note: may(Action::Note),
    }
}

/// Pictures of the work belong to staff until somebody else has checked it.
fn is_shown(photo: &PhotoRow, case: &Case) -> bool {
    photo.stage == "report" || matches!(case.state, S::PendingConfirm | S::Closed)
}

pub async fn create_step(
    State(site): State<Arc<Site>>,
    Path(code): Path<String>,
    form: Form,
) -> Result<Response, Fault> {
    let input = StepInput {
        action: form.get("action").to_owned(),
        text: form.get("text").to_owned(),
        ..StepInput::default()
    };
    step(&site, form.client()?, &code, input).await?;
    Ok(redirect_with(
        &Route::ReceiptShow.to(&[&code]),
        "已收到您的答复，谢谢。",
    ))
}

pub async fn photo(
    State(site): State<Arc<Site>>,
    Path((code, photo)): Path<(String, AttachmentId)>,
) -> Result<Response, Fault> {
    let followed = follow(&site, &code).await?;
    let shown = list_photos(&site.db, site.street, followed.receipt.case).await?;
    if !shown.iter().any(|row| row.id == photo && is_shown(row, &followed.case)) {
        return Err(Fault::Absent);
    }
    let bytes = load_photo(&site.db, site.street, followed.receipt.case, photo)
        .await?
        .ok_or(Fault::Absent)?;
    Ok(jpeg(bytes))
}
