//! The list and the form of a new household.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kernel::{HouseholdId, Issues, Permission, ResidentId};
use people_rules::{Opening, Relation};
use routes::Route;
use web::{Fault, Form, Page, Shell, Site, Visitor, redirect_with};

use crate::act::{Order, carry_out, id_of, said};
use crate::store::{Filter, HouseholdRow, PAGE, list_buildings, list_households};
use crate::typed::{Choices, MOST_MEMBERS, TypedMember, choices};
use crate::upload::store::count_open;

struct Row {
    href: String,
    address: String,
    dwelling: String,
    grid: String,
    head: String,
    residents: i64,
    headless: Option<String>,
    conflicts: i64,
}

#[derive(Template)]
#[template(path = "register/index.html")]
struct Index {
    shell: Shell,
    rows: Vec<Row>,
    words: String,
    pending: bool,
    filtered: bool,
    buildings: Choices,
    next: Option<String>,
    may_edit: bool,
    uploads: i64,
}

/// What a query asks for.
pub(crate) fn filter_of(form: &Form) -> Filter {
    Filter {
        words: form.get("q").to_owned(),
        building: form.get("building").parse().ok(),
        pending: form.get("view") == "pending",
        page: form.get("page").parse().unwrap_or(0).clamp(0, 10_000),
    }
}

pub async fn index(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    RawQuery(query): RawQuery,
) -> Result<Response, Fault> {
    let query = Form::of_query(&query.unwrap_or_default());
    let filter = filter_of(&query);
    let mut rows = list_households(&site.db, &visitor.scope, &filter).await?;
    let more = rows.len() as i64 > PAGE;
    rows.truncate(PAGE as usize);
    let town = site.town();
    let row = |row: HouseholdRow| Row {
        href: Route::HouseholdShow.to(&[&row.id]),
        address: row.building.address,
        dwelling: row.dwelling,
        grid: town.name(row.building.area),
        head: row.head_name.mask(),
        residents: row.residents,
        headless: row.headless_since,
        conflicts: row.conflicts,
    };
    let next = more.then(|| {
        let view = if filter.pending { "pending" } else { "" };
        let building = filter.building.map(|id| id.to_string()).unwrap_or_default();
        let words = web::encode(&filter.words);
        format!("?view={view}&building={building}&q={words}&page={}", filter.page + 1)
    });
    let may_edit = visitor.may(Permission::EditHouseholds);
    let uploads = match may_edit {
        true => count_open(&site.db, &visitor.scope).await?,
        false => 0,
    };
    let buildings = list_buildings(&site.db, &visitor.scope, site.now()).await?;
    Ok(Page::ok(Index {
        shell: Shell::of(&site, &visitor, "住户"),
        rows: rows.into_iter().map(row).collect(),
        filtered: filter.pending || filter.building.is_some() || !filter.words.is_empty() || filter.page > 0,
        buildings: choices(&buildings, query.get("building")),
        words: filter.words,
        pending: filter.pending,
        next,
        may_edit,
        uploads,
    })
    .into_response())
}

#[derive(Template)]
#[template(path = "register/new.html")]
struct New {
    shell: Shell,
    buildings: Choices,
    dwelling: String,
    members: Vec<TypedMember>,
    issues: Issues,
    refusal: Option<String>,
    today: String,
}

async fn page(
    site: &Site,
    visitor: &Visitor,
    status: StatusCode,
    form: &Form,
    problem: Problem,
) -> Result<Response, Fault> {
    let buildings = list_buildings(&site.db, &visitor.scope, site.now()).await?;
    let members = (0..MOST_MEMBERS).map(|index| typed(form, index)).collect();
    let (issues, refusal) = match problem {
        Problem::None => (Issues::default(), None),
        Problem::Issues(issues) => (issues, None),
        Problem::Refusal(text) => (Issues::default(), Some(text)),
    };
    let page = New {
        shell: Shell::of(site, visitor, "登记住户"),
        buildings: choices(&buildings, form.get("building")),
        dwelling: form.get("dwelling").to_owned(),
        members,
        issues,
        refusal,
        today: site.now().day().to_string(),
    };
    Ok(Page(status, page).into_response())
}

enum Problem {
    None,
    Issues(Issues),
    Refusal(String),
}

/// The first person of the form is the head.
fn typed(form: &Form, index: usize) -> TypedMember {
    let member = TypedMember::of_form(form, index);
    match index {
        0 => TypedMember {
            relation: Relation::Head.key().into(),
            is_head: true,
            ..member
        },
        _ => member,
    }
}

pub async fn new(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    RawQuery(query): RawQuery,
) -> Result<Response, Fault> {
    let query = Form::of_query(&query.unwrap_or_default());
    page(&site, &visitor, StatusCode::OK, &query, Problem::None).await
}

pub async fn create(State(site): State<Arc<Site>>, visitor: Visitor, form: Form) -> Result<Response, Fault> {
    let client = form.client()?;
    let mut issues = Issues::default();
    let building = form.get("building").parse().unwrap_or_else(|_| {
        issues.add("building", "people.building.missing", "请选择楼栋。");
        0
    });
    if form.get("dwelling").is_empty() {
        issues.add(
            "dwelling",
            "people.dwelling.missing",
            "请填写房号，例如 2单元301；独门独院写“独户”。",
        );
    }
    let today = site.now().day();
    // Sent twice it is one household.
    let own = |what: &str| id_of(&[&client.to_string(), what]);
    let members = (0..MOST_MEMBERS)
        .map(|index| typed(&form, index))
        .filter(|member| member.index == 0 || !member.is_blank())
        .filter_map(|member| member.read(ResidentId(own(&member.index.to_string())), today, &mut issues))
        .collect();
    if !issues.0.is_empty() {
        return page(
            &site,
            &visitor,
            StatusCode::UNPROCESSABLE_ENTITY,
            &form,
            Problem::Issues(issues),
        )
        .await;
    }
    let opening = Opening {
        id: HouseholdId(own("household")),
        building,
        dwelling: form.get("dwelling").to_owned(),
        members,
    };
    let order = Order::Register(opening);
    match carry_out(&site, said(client, &order), &visitor, order).await {
        Ok(answer) => Ok(redirect_with(
            &Route::HouseholdShow.to(&[&answer.household]),
            "已登记这一户。",
        )),
        Err(Fault::Refused(refusal)) => {
            page(
                &site,
                &visitor,
                StatusCode::CONFLICT,
                &form,
                Problem::Refusal(refusal.text),
            )
            .await
        }
        Err(other) => Err(other),
    }
}
