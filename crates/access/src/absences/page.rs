//! The page of leaves and deputies.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kernel::{AbsenceId, Issues, Permission, Refusal};
use routes::Route;
use web::{Fault, Form, Page, Shell, Site, Visitor, redirect_with};

use super::act::{AbsenceInput, check, end_early, record_absence};
use super::decide::Absence;
use super::store::list_absences;
use crate::store::list_people;

struct Row {
    id: AbsenceId,
    name: String,
    days: String,
    deputy: Option<String>,
    away: bool,
    /// Whether the reader may end it.
    ends: bool,
}

#[derive(Template)]
#[template(path = "absences/index.html")]
struct Index {
    shell: Shell,
    rows: Vec<Row>,
    /// What to choose from: a name, or the login of one of several with that name; and words to know them by.
    people: Vec<(String, String)>,
    input: AbsenceInput,
    today: String,
    /// Whether the reader records leaves for anybody.
    all: bool,
    issues: Issues,
    refusal: Option<Refusal>,
}

/// The leaves that somebody sees: with the permission to grant posts all, otherwise where they are away or stand in.
pub(super) async fn list_seen(site: &Site, visitor: &Visitor) -> Result<Vec<Absence>, Fault> {
    let mut absences = list_absences(&site.db, site.street, site.now()).await?;
    let own = visitor.actor.account.ok_or(Fault::Absent)?;
    if !visitor.may(Permission::GrantPosts) {
        absences.retain(|absence| absence.account == own || absence.is_deputy(own));
    }
    Ok(absences)
}

async fn page(
    site: &Site,
    visitor: &Visitor,
    status: StatusCode,
    input: AbsenceInput,
    issues: Issues,
    refusal: Option<Refusal>,
) -> Result<Response, Fault> {
    let (now, all) = (site.now(), visitor.may(Permission::GrantPosts));
    let rows = list_seen(site, visitor)
        .await?
        .into_iter()
        .map(|absence| Row {
            id: absence.id,
            days: absence.days.words(),
            away: absence.days.holds(now),
            ends: all || Some(absence.account) == visitor.actor.account,
            deputy: absence.deputy.map(|(_, name)| name),
            name: absence.name,
        })
        .collect();
    let mut people = list_people(&site.db, site.street, now).await?;
    people.retain(|person| person.ended_at.is_none());
    people.sort_by_key(|person| person.account);
    people.dedup_by_key(|person| person.account);
    let alone = |name: &str| people.iter().filter(|person| person.name == name).count() == 1;
    let people = people
        .iter()
        .map(|person| match alone(&person.name) {
            true => (person.name.clone(), person.title.clone()),
            false => (person.login.clone(), format!("{} {}", person.name, person.title)),
        })
        .collect();
    let page = Index {
        shell: Shell::of(site, visitor, "请假与代理"),
        rows,
        people,
        input,
        today: now.civil().date().to_string(),
        all,
        issues,
        refusal,
    };
    Ok(Page(status, page).into_response())
}

pub async fn index(State(site): State<Arc<Site>>, visitor: Visitor) -> Result<Response, Fault> {
    let empty = AbsenceInput::default();
    page(&site, &visitor, StatusCode::OK, empty, Issues::default(), None).await
}

pub async fn create(State(site): State<Arc<Site>>, visitor: Visitor, form: Form) -> Result<Response, Fault> {
    let text = |name: &str| form.get(name).to_owned();
    let input = AbsenceInput {
        account: text("account"),
        from: text("from"),
        to: text("to"),
        deputy: text("deputy"),
    };
    let client = form.client()?;
    let outcome = match check(&site, &visitor, &input).await {
        Ok(given) => record_absence(&site, client, given).await,
        Err(fault) => Err(fault),
    };
    let (status, issues, refusal) = match outcome {
        Ok(_) => {
            let flash = "已登记请假。到时自动开始，到期自动结束；提前回来请点“提前销假”。";
            return Ok(redirect_with(Route::AbsenceIndex.path(), flash));
        }
        Err(Fault::Invalid(issues)) => (StatusCode::UNPROCESSABLE_ENTITY, issues, None),
        Err(Fault::Refused(refusal)) => (StatusCode::CONFLICT, Issues::default(), Some(refusal)),
        Err(other) => return Err(other),
    };
    page(&site, &visitor, status, input, issues, refusal).await
}

pub async fn end(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(absence): Path<AbsenceId>,
    form: Form,
) -> Result<Response, Fault> {
    end_early(&site, form.client()?, absence, &visitor).await?;
    Ok(redirect_with(
        Route::AbsenceIndex.path(),
        "已销假，下一次请求起岗位由本人接办。",
    ))
}
