//! The login page, and the demo's people by role.

use std::sync::Arc;

use askama::Template;
use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::{Role, UnitKey};
use routes::Route;
use serde::Deserialize;
use serde_json::json;
use web::{Fault, Form, JsonBody, Page, Shell, Site, Visitor, cookie_line, redirect};

use super::act::{enter, sign_in, sign_out};
use crate::store::list_people;

/// One person to sign in as, in the demo.
struct Person {
    login: String,
    name: String,
    title: String,
    icon: &'static str,
}

#[derive(Template)]
#[template(path = "session/new.html")]
struct New {
    shell: Shell,
    next: String,
    login: String,
    error: Option<String>,
    groups: Vec<(&'static str, Vec<Person>)>,
}

/// How many of each role the demo offers; the others are in the same posts elsewhere.
const fn offered(role: Role) -> (usize, &'static str) {
    match role {
        Role::GridHead | Role::GridWorker | Role::Supervisor => (2, "person-badge"),
        Role::CommunityClerk | Role::CommunityInspector => (2, "people"),
        Role::Dispatcher => (1, "inbox"),
        Role::UnitClerk => (9, "building"),
        Role::Leader => (1, "star"),
        Role::SystemAdministrator => (1, "gear"),
        Role::SecurityAdministrator => (1, "shield-check"),
        Role::Auditor => (1, "journal-text"),
        _ => (1, "person-circle"),
    }
}

const fn group(role: Role) -> &'static str {
    match role {
        Role::CommunityClerk | Role::CommunityInspector => "社区",
        Role::Dispatcher | Role::Leader => "街道中心和领导",
        Role::UnitClerk => "九个部门",
        Role::SystemAdministrator | Role::SecurityAdministrator | Role::Auditor => "三员",
        _ => "网格（一格八员）",
    }
}

async fn page(
    site: &Site,
    visitor: &Visitor,
    status: StatusCode,
    next: String,
    login: String,
    error: Option<String>,
) -> Result<Response, Fault> {
    let mut groups: Vec<(&'static str, Vec<Person>)> = Vec::new();
    if site.setup().settings.demo {
        let mut counts = std::collections::BTreeMap::new();
        for person in list_people(&site.db, site.street, site.now()).await? {
            // The demo offers the nine departments; the district's units are reached through them.
            let Some(role) = person
                .role
                .filter(|_| !person.unit.as_ref().is_some_and(UnitKey::is_district))
            else {
                continue;
            };
            let (most, icon) = offered(role);
            let count = counts.entry(role).or_insert(0);
            *count += 1;
            if *count > most {
                continue;
            }
            let person = Person {
                login: person.login,
                name: person.name,
                title: person.title,
                icon,
            };
            match groups.iter_mut().find(|(name, _)| *name == group(role)) {
                Some((_, people)) => people.push(person),
                None => groups.push((group(role), vec![person])),
            }
        }
    }
    Ok(Page(
        status,
        New {
            shell: Shell::of(site, visitor, "登录"),
            next,
            login,
            error,
            groups,
        },
    )
    .into_response())
}

/// Only a path of our own leads back after signing in.
fn own_path(next: &str) -> &str {
    if next.starts_with('/') && !next.starts_with("//") && !next.contains('\\') {
        next
    } else {
        Route::Home.path()
    }
}

pub async fn new(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    RawQuery(query): RawQuery,
) -> Result<Response, Fault> {
    let query = Form::of_query(&query.unwrap_or_default());
    page(
        &site,
        &visitor,
        StatusCode::OK,
        query.get("next").to_owned(),
        String::new(),
        None,
    )
    .await
}

pub async fn create(State(site): State<Arc<Site>>, visitor: Visitor, form: Form) -> Result<Response, Fault> {
    let next = form.get("next").to_owned();
    match sign_in(&site, form.get("login"), form.get("password")).await {
        Ok(token) => Ok(with_session(redirect(own_path(&next)), Some(&token))),
        Err(Fault::Refused(refusal)) => {
            page(
                &site,
                &visitor,
                StatusCode::UNPROCESSABLE_ENTITY,
                next,
                form.get("login").to_owned(),
                Some(refusal.text),
            )
            .await
        }
        Err(other) => Err(other),
    }
}

/// One click, in the demo only.
pub async fn create_demo(State(site): State<Arc<Site>>, form: Form) -> Result<Response, Fault> {
    if !site.setup().settings.demo {
        return Err(Fault::Absent);
    }
    let people = list_people(&site.db, site.street, site.now()).await?;
    let person = people
        .into_iter()
        .find(|person| person.login == form.get("login") && person.ended_at.is_none())
        .ok_or(Fault::Absent)?;
    let token = enter(&site, person.account, person.name).await?;
    Ok(with_session(redirect(own_path(form.get("next"))), Some(&token)))
}

pub async fn end(State(site): State<Arc<Site>>, visitor: Visitor, form: Form) -> Result<Response, Fault> {
    // Reading the form has checked its token.
    drop(form);
    if let Some(session) = &visitor.session {
        sign_out(&site, session.account).await?;
    }
    Ok(with_session(redirect("/"), None))
}

fn with_session(mut response: Response, token: Option<&str>) -> Response {
    if let Ok(value) = HeaderValue::from_str(&cookie_line(token)) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

/// Large type and targets, kept in a cookie.
pub async fn preferences(form: Form) -> Response {
    let age = if form.get("elder") == "on" {
        "elder=1; Path=/; Max-Age=31536000; SameSite=Lax"
    } else {
        "elder=; Path=/; Max-Age=0"
    };
    let here = form.get("here");
    let mut response = redirect(if here.is_empty() { "/" } else { own_path(here) });
    response
        .headers_mut()
        .append(header::SET_COOKIE, HeaderValue::from_static(age));
    response
}

#[derive(Debug, Deserialize)]
pub struct SignIn {
    login: String,
    password: String,
}

/// For programs: the token as a cookie and in the body.
pub async fn create_api(State(site): State<Arc<Site>>, JsonBody(body): JsonBody<SignIn>) -> Result<Response, Fault> {
    let token = sign_in(&site, &body.login, &body.password).await?;
    Ok(with_session(
        (StatusCode::CREATED, Json(json!({ "token": token }))).into_response(),
        Some(&token),
    ))
}
