//! The intake screen and its two live parts.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use case_rules::Channel;
use kernel::{Issues, Level};
use web::{Fault, Form, Page, Shell, Site, Visitor, confirmed};

use super::super::step::forms::limit_words;
use crate::intake::act::{Opened, ReportInput, check, open_case};
use crate::intake::page::CENTRE;
use crate::step::act::{StepInput, take_step};
use crate::store::{Likeness, find_by_number, find_case, find_similar};
use crate::view::{RowView, row_view};

#[derive(Template)]
#[template(path = "call/new.html")]
struct New {
    shell: Shell,
    input: ReportInput,
    walk_in: bool,
    issues: Issues,
    areas: Vec<(String, String, bool)>,
    centre: (f64, f64),
    done: Option<Done>,
}

/// What the clerk reads out to the caller.
struct Done {
    number: String,
    receipt: String,
    filed: bool,
    merged: Option<String>,
    /// Who takes it in.
    desk: String,
}

fn page(
    site: &Site,
    visitor: &Visitor,
    status: StatusCode,
    (input, walk_in): (ReportInput, bool),
    issues: Issues,
    done: Option<Done>,
) -> Response {
    let town = site.town();
    let areas = town
        .areas
        .iter()
        .filter(|area| area.code.level() == Level::Community && visitor.scope.sees_area(area.code))
        .map(|area| (area.code.digits(), area.name.clone(), area.code.digits() == input.area))
        .collect();
    Page(
        status,
        New {
            shell: Shell::of(site, visitor, "接听登记"),
            input,
            walk_in,
            issues,
            areas,
            centre: CENTRE,
            done,
        },
    )
    .into_response()
}

pub async fn new(State(site): State<Arc<Site>>, visitor: Visitor) -> Response {
    page(
        &site,
        &visitor,
        StatusCode::OK,
        (ReportInput::default(), false),
        Issues::default(),
        None,
    )
}

pub async fn create(State(site): State<Arc<Site>>, visitor: Visitor, form: Form) -> Result<Response, Fault> {
    let client = form.client()?;
    let input = ReportInput::of_form(&form);
    let walk_in = form.get("channel") == "walk_in";
    let channel = if walk_in { Channel::WalkIn } else { Channel::Hotline };
    let report = match check(
        &ReportInput {
            standard: String::new(),
            done: String::new(),
            ..input.clone()
        },
        &site,
        false,
        channel,
    ) {
        Ok(report) => report,
        Err(issues) => {
            return Ok(page(
                &site,
                &visitor,
                StatusCode::UNPROCESSABLE_ENTITY,
                (input, walk_in),
                issues,
                None,
            ));
        }
    };
    let Opened {
        id, number, receipt, ..
    } = open_case(&site, client, visitor.actor.clone(), report, Vec::new()).await?;
    let town = site.town();
    let desk = find_case(&site.db, &visitor.scope, id)
        .await?
        .and_then(|case| case.desk)
        .map(|desk| town.desk(&desk))
        .unwrap_or_default();
    let mut done = Done {
        number,
        receipt: receipt.unwrap_or_default(),
        filed: false,
        merged: None,
        desk,
    };
    // The report is kept whatever follows; filing and merging are steps of their own and may be refused.
    // Their id follows from the form's, so that a repeat gets the first answer here too.
    let follow_up = kernel::ClientId(uuid::Uuid::from_u128(!client.0.as_u128()));
    let sight = || (visitor.actor.clone(), visitor.scope.clone());
    let next = |input| take_step(&site, follow_up, sight(), id, input, Vec::new());
    let parent = form.get("parent");
    if !parent.is_empty() {
        let known = find_by_number(&site.db, &visitor.scope, parent).await?.is_some();
        let input = StepInput {
            action: "merge".into(),
            reason: "same_matter".into(),
            text: "来电时核对为同一事项".into(),
            other: parent.into(),
            ..StepInput::default()
        };
        if known && next(input).await.is_ok() {
            done.merged = Some(parent.to_owned());
        }
    } else if form.get("then") == "file" && !input.standard.is_empty() {
        let input = StepInput {
            action: "file".into(),
            standard: input.standard.clone(),
            ..StepInput::default()
        };
        done.filed = next(input).await.is_ok();
    }
    let shown = page(
        &site,
        &visitor,
        StatusCode::OK,
        (ReportInput::default(), walk_in),
        Issues::default(),
        Some(done),
    );
    Ok(confirmed(shown, client))
}

#[derive(Template)]
#[template(path = "call/similar.html")]
struct Similar {
    rows: Vec<RowView>,
}

/// Matters nearby that may be the same, as the clerk types.
pub async fn similar(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    RawQuery(query): RawQuery,
) -> Result<Response, Fault> {
    let query = Form::of_query(&query.unwrap_or_default());
    let point = query.get("lng").parse().ok().zip(query.get("lat").parse().ok());
    let item = site
        .catalogue()
        .suggest(query.get("words"))
        .first()
        .map(|suggestion| suggestion.code.clone());
    let now = site.now();
    let like = Likeness {
        point,
        area: None,
        item: item.as_deref(),
        words: query.get("words"),
        not: None,
    };
    let rows = find_similar(&site.db, &visitor.scope, &like, now.plus_seconds(-30 * 86_400)).await?;
    let town = site.town();
    Ok(Page::ok(Similar {
        rows: rows.iter().map(|row| row_view(row, None, "", &town, now)).collect(),
    })
    .into_response())
}

struct Offer {
    value: String,
    label: String,
    hint: String,
    key: usize,
}

#[derive(Template)]
#[template(path = "call/suggest.html")]
struct Suggest {
    offers: Vec<Offer>,
}

/// Categories that the words mean, with the matched words as the reason.
pub async fn suggest(State(site): State<Arc<Site>>, RawQuery(query): RawQuery) -> Response {
    let query = Form::of_query(&query.unwrap_or_default());
    let (catalogue, now) = (site.catalogue(), site.now());
    let offers = catalogue
        .suggest(query.get("words"))
        .into_iter()
        .filter_map(|suggestion| {
            let item = catalogue.item(&suggestion.code).filter(|item| item.is_open(now.0))?;
            Some(
                catalogue
                    .standards(&item.code)
                    .iter()
                    .take(3)
                    .map(move |standard| {
                        let hint = format!(
                            "{}；因为“{}”",
                            limit_words(standard.limit, &standard.unit),
                            suggestion.because.join("、")
                        );
                        (
                            standard.id.clone(),
                            format!("{} · {}", item.name, standard.condition),
                            hint,
                        )
                    })
                    .collect::<Vec<_>>(),
            )
        })
        .flatten()
        .take(5)
        .enumerate()
        .map(|(index, (value, label, hint))| Offer {
            value,
            label,
            hint,
            key: index + 1,
        })
        .collect();
    Page::ok(Suggest { offers }).into_response()
}
