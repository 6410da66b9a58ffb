//! The page of a matter: facts, both clocks, who has it, what may be done now, and the whole history.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use case_rules::{Action, Case, ClockKind, reasons};
use codes::text::mask_name;
use kernel::{AttachmentId, CaseId, Issues, Permission, Refusal};
use routes::Route;
use web::{Fault, Form, Page, Shell, Site, Visitor, confirmed, redirect_with};

use super::act::{StepInput, take_step};
use super::forms::{ActionForm, action_forms};
use super::hide;
use crate::flags;
use crate::intake::page::read_photos;
use crate::photo::jpeg;
use crate::store::{
    Likeness, find_case, find_similar, list_events, list_left, list_photos, list_reporters, load_photo,
    reporters_of_all,
};
use crate::timeline::{Line, phone_skew, staff_timeline, with_leaving};
use crate::view::{Due, RowView, due_of, row_view, stage_name, tone_of};

/// A look at who reported it, with the reason that was given.
#[derive(Clone, Debug)]
pub struct Person {
    pub name: String,
    pub phone: String,
}

#[derive(Template)]
#[template(path = "step/show.html")]
struct Show {
    shell: Shell,
    id: CaseId,
    seq: u32,
    number: String,
    title: String,
    words: String,
    place: String,
    area: String,
    point: Option<(f64, f64)>,
    channel: &'static str,
    reported: String,
    item: Option<(String, String)>,
    state: &'static str,
    tone: &'static str,
    flags: Vec<(&'static str, &'static str)>,
    level: &'static str,
    holder: String,
    assisting: Vec<String>,
    promise: Option<Due>,
    handle: Option<Due>,
    stage: Option<(&'static str, Due)>,
    /// The promise will be missed even if the unit keeps its own limit (trap E01).
    promise_in_danger: bool,
    lines: Vec<Line>,
    forms: Vec<ActionForm>,
    photos: Vec<(String, &'static str)>,
    hidden_photos: Vec<String>,
    /// How far the sender's clock was off, when that is worth a word (trap O08).
    phone_skew: Option<String>,
    followers: Vec<String>,
    orders: Vec<(String, bool, bool)>,
    reporters: u32,
    people: Vec<Person>,
    revealed: bool,
    reveal_reasons: Vec<(&'static str, &'static str)>,
    may_reveal: bool,
    similar: Vec<RowView>,
    merged_into: Option<(String, String)>,
    closing: Option<(&'static str, bool)>,
    refusal: Option<Refusal>,
    /// Words of a step that is not open to this person any more; they are not lost with its form.
    kept: Option<String>,
    issues: Issues,
}

/// What a failed step leaves on the page.
#[derive(Default)]
struct Failed {
    input: Option<StepInput>,
    refusal: Option<Refusal>,
    issues: Issues,
    status: Option<StatusCode>,
}

pub async fn show(State(site): State<Arc<Site>>, visitor: Visitor, Path(id): Path<CaseId>) -> Result<Response, Fault> {
    render(&site, &visitor, id, Failed::default(), None).await
}

async fn render(
    site: &Arc<Site>,
    visitor: &Visitor,
    id: CaseId,
    failed: Failed,
    people: Option<Vec<Person>>,
) -> Result<Response, Fault> {
    let case = find_case(&site.db, &visitor.scope, id).await?.ok_or(Fault::Absent)?;
    let (town, now) = (site.town(), site.now());
    let events = list_events(&site.db, site.street, id).await?;
    let named = events.iter().filter_map(|event| event.actor.account);
    let named = named
        .chain(case.followers.iter().map(|(account, _)| *account))
        .collect();
    let left = list_left(&site.db, site.street, &named).await?;
    let photos = list_photos(&site.db, site.street, id).await?;
    let similar = if visitor.may(Permission::Intake) && case.is_open() {
        // Before filing, what the words suggest.
        let item = case
            .standard
            .as_ref()
            .map(|standard| standard.item.clone())
            .or_else(|| {
                let suggested = site.catalogue().suggest(&case.words);
                suggested.first().map(|first| first.code.clone())
            });
        let like = Likeness {
            point: case.place.point,
            area: Some(case.place.area),
            item: item.as_deref(),
            words: &case.words,
            not: Some(id),
        };
        find_similar(&site.db, &visitor.scope, &like, now.plus_seconds(-30 * 86_400)).await?
    } else {
        Vec::new()
    };
    let masked = list_reporters(&site.db, site.street, id).await?;
    let parent = match case.merged_into {
        Some(parent) => find_case(&site.db, &visitor.scope, parent).await?,
        None => None,
    };
    // A refusal stands at the head of the page; a field's issue also beside its form.
    let issue = failed.issues.0.first().map(|issue| issue.text.clone());
    let typed = failed.input.as_ref().map(|input| (input, issue));
    let due = |kind| case.clock(kind).map(|clock| due_of(clock, now));
    let mut forms = action_forms(&case, &visitor.actor, site, typed);
    for form in forms.iter_mut().filter(|form| form.key == Action::Hide.key()) {
        form.hide = hide::choices(&case, &events, &photos, &form.typed.hide);
    }
    let kept = failed.input.as_ref().and_then(|input| {
        let open = forms.iter().any(|form| form.key == input.action);
        (!open && !input.text.is_empty()).then(|| input.text.clone())
    });
    let status = failed.status.unwrap_or(StatusCode::OK);
    let page = Show {
        shell: Shell::of(site, visitor, case.title()),
        id,
        seq: case.seq,
        number: case.number.clone(),
        title: case.title(),
        words: case.words.clone(),
        place: case.place.text.clone(),
        area: town.name(case.place.area),
        point: case.place.point,
        channel: case.channel.name(),
        reported: case.reported_at.minute(),
        item: case.standard.as_ref().map(|standard| {
            let evidence = if standard.evidence { "，结案须有照片" } else { "" };
            (standard.item_name.clone(), format!("{}{evidence}", standard.condition))
        }),
        state: case.state.name(),
        tone: tone_of(case.state),
        flags: flags::names(flags::flags_of(&case)),
        level: case.level.name(),
        holder: case.desk.as_ref().map(|desk| town.desk(desk)).unwrap_or_default(),
        assisting: case.assisting.iter().map(|desk| town.desk(desk)).collect(),
        promise: due(ClockKind::Promise),
        handle: due(ClockKind::Handle),
        stage: stage(&case, now),
        promise_in_danger: promise_in_danger(&case),
        lines: staff_timeline(&events, &town, &left).into_iter().rev().collect(),
        forms,
        photos: photos
            .iter()
            .map(|photo| (Route::CasePhoto.to(&[&id, &photo.id]), stage_name(&photo.stage)))
            .collect(),
        followers: case
            .followers
            .iter()
            .map(|(account, name)| with_leaving(name, Some(*account), &left))
            .collect(),
        hidden_photos: hide::hidden_photos(&events),
        phone_skew: events.first().and_then(phone_skew),
        orders: case
            .orders
            .iter()
            .rev()
            .map(|order| (order.due.minute(), order.answered, order.automatic))
            .collect(),
        reporters: case.reporters,
        kept,
        revealed: people.is_some(),
        people: people.unwrap_or_else(|| {
            masked
                .iter()
                .map(|row| Person {
                    name: if row.name.is_empty() {
                        "未留姓名".into()
                    } else {
                        mask_name(&row.name)
                    },
                    phone: if row.phone.is_empty() {
                        "未留电话".into()
                    } else {
                        "电话已隐藏".into()
                    },
                })
                .collect()
        }),
        reveal_reasons: reasons(Action::Reveal)
            .iter()
            .map(|reason| (reason.key(), reason.name()))
            .collect(),
        may_reveal: visitor.may(Permission::RevealReporter) && case.is_open() && case.reporters > 0,
        similar: similar.iter().map(|row| row_view(row, None, "", &town, now)).collect(),
        merged_into: parent.map(|parent| (Route::CaseShow.to(&[&parent.id]), parent.number)),
        closing: case.closing.map(|closing| (closing.name(), closing.is_solved())),
        refusal: failed.refusal,
        issues: failed.issues,
    };
    Ok(Page(status, page).into_response())
}

/// The clock of the present stage, where it is neither the promise nor the handling limit.
fn stage(case: &Case, now: kernel::Moment) -> Option<(&'static str, Due)> {
    [
        ClockKind::Intake,
        ClockKind::Verify,
        ClockKind::Dispatch,
        ClockKind::Accept,
        ClockKind::Inspect,
        ClockKind::Confirm,
    ]
    .into_iter()
    .filter_map(|kind| {
        case.clock(kind)
            .filter(|clock| clock.is_running())
            .map(|clock| (kind.name(), due_of(clock, now)))
    })
    .next_back()
}

fn promise_in_danger(case: &Case) -> bool {
    case.clock(ClockKind::Promise)
        .zip(case.clock(ClockKind::Handle))
        .is_some_and(|(promise, handle)| {
            promise.is_running() && handle.is_running() && handle.due_at.seconds_since(promise.due_at) > 60
        })
}

impl StepInput {
    /// Reads the fields of a form.
    #[must_use]
    pub fn of_form(form: &Form) -> Self {
        let text = |name: &str| form.get(name).to_owned();
        Self {
            action: text("action"),
            seq: form.get("seq").parse().unwrap_or(0),
            reason: text("reason"),
            text: text("text"),
            standard: text("standard"),
            lead: text("lead"),
            assisting: form.all("assisting").map(str::to_owned).collect(),
            until: text("until"),
            notice: text("notice"),
            outcome: text("outcome"),
            due: text("due"),
            other: text("other"),
            place: text("place"),
            area: text("area"),
            lng: form.get("lng").parse().ok(),
            lat: form.get("lat").parse().ok(),
            hide: text("hide"),
        }
    }
}

pub async fn create(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(id): Path<CaseId>,
    mut form: Form,
) -> Result<Response, Fault> {
    let client = form.client()?;
    let input = StepInput::of_form(&form);
    let mut issues = Issues::default();
    let photos = read_photos(&mut form, &mut issues).await;
    let outcome = if issues.0.is_empty() {
        let sight = (visitor.actor.clone(), visitor.scope.clone());
        take_step(&site, client, sight, id, input.clone(), photos).await
    } else {
        Err(Fault::Invalid(issues))
    };
    let fault = match outcome {
        Ok(done) => {
            let action = input.action.parse::<Action>().map_or("操作", Action::name);
            // The next person's desk may be out of this one's sight.
            let seen = find_case(&site.db, &visitor.scope, done.id).await?.is_some();
            let path = if seen {
                Route::CaseShow.to(&[&done.id])
            } else {
                Route::Today.path().to_owned()
            };
            let shown = redirect_with(&path, &format!("{} {action}，已记录。", done.number));
            return Ok(confirmed(shown, client));
        }
        Err(fault) => fault,
    };
    let status = Some(fault.status());
    let failed = match fault {
        Fault::Refused(refusal) | Fault::Stale(refusal) => Failed {
            refusal: Some(refusal),
            status,
            ..Failed::default()
        },
        Fault::Invalid(issues) => Failed {
            issues,
            status,
            ..Failed::default()
        },
        other => return Err(other),
    };
    render(
        &site,
        &visitor,
        id,
        Failed {
            input: Some(input),
            ..failed
        },
        None,
    )
    .await
}

/// Shows who reported it, once, after the reason is written into history where the reporter reads it.
pub async fn reveal(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(id): Path<CaseId>,
    form: Form,
) -> Result<Response, Fault> {
    let input = StepInput {
        action: "reveal".into(),
        reason: form.get("reason").into(),
        text: form.get("text").into(),
        ..StepInput::default()
    };
    let sight = (visitor.actor.clone(), visitor.scope.clone());
    match take_step(&site, form.client()?, sight, id, input, Vec::new()).await {
        Ok(_) => {}
        Err(Fault::Refused(refusal)) => {
            let failed = Failed {
                refusal: Some(refusal),
                status: Some(StatusCode::CONFLICT),
                ..Failed::default()
            };
            return render(&site, &visitor, id, failed, None).await;
        }
        Err(other) => return Err(other),
    }
    // What was merged into it, and into that in its turn.
    let mut all = vec![id];
    let mut next = 0;
    while let Some(id) = all.get(next).copied() {
        if let Some(case) = find_case(&site.db, &visitor.scope, id).await? {
            all.extend(case.absorbed);
        }
        next += 1;
    }
    let people = reporters_of_all(&site.db, site.street, &all).await?;
    let people = people
        .into_iter()
        .map(|row| Person {
            name: row.name,
            phone: row.phone,
        })
        .collect();
    render(&site, &visitor, id, Failed::default(), Some(people)).await
}

pub async fn photo(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path((id, photo)): Path<(CaseId, AttachmentId)>,
) -> Result<Response, Fault> {
    find_case(&site.db, &visitor.scope, id).await?.ok_or(Fault::Absent)?;
    let bytes = load_photo(&site.db, site.street, id, photo)
        .await?
        .ok_or(Fault::Absent)?;
    Ok(jpeg(bytes))
}
