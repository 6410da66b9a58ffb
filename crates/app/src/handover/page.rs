//! The page on which a grid or unit ends: what is to be handed over, who takes it, the last day.

use std::sync::Arc;

use access::ending::{DeskPost, list_desk_posts};
use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use case::store::list_named;
use case_rules::Case;
use grid::store::list_areas;
use grid::succession::list_endings;
use kernel::{AccountId, Desk, Issues, PostId, Refusal};
use routes::Route;
use web::{Fault, Form, Page, Shell, Site, Town, Visitor, redirect_with};

use super::act::{self, COUNTED, Farewell, HandOver, can_end, duties_of, heirs_of};
use super::list::{ending_of, last_day, names};
use super::settle;

/// Numbers shown on the page; the rest is counted.
const SHOWN: usize = 60;

/// What somebody typed, kept when a form comes back.
#[derive(Default)]
struct Typed {
    heir: String,
    way: String,
    why: String,
    farewell: Option<Farewell>,
    issues: Issues,
    refusal: Option<Refusal>,
}

struct Holder {
    field: String,
    person: String,
    post: String,
    /// The successor's posts of the same role.
    next: Vec<(String, String, bool)>,
    leaves: bool,
}

#[derive(Template)]
#[template(path = "handover/show.html")]
struct Show {
    shell: Shell,
    desk: Desk,
    name: String,
    is_grid: bool,
    households: i64,
    residents: i64,
    /// Number, and the grid where it lies by now when that is another.
    numbers: Vec<(String, String)>,
    open: usize,
    /// There are more than were counted.
    many: bool,
    /// Some lie in another grid by now.
    elsewhere: bool,
    /// Nothing is open, or somebody filled the form in while nothing was.
    can_end: bool,
    posts: usize,
    holders: Vec<Holder>,
    duties: Vec<String>,
    heirs: Vec<(String, String, bool)>,
    heir: Option<(String, String)>,
    ends: Option<(String, String)>,
    today: String,
    last_day: String,
    by_place: bool,
    why: String,
    issues: Issues,
    refusal: Option<Refusal>,
}

async fn page(site: &Site, visitor: &Visitor, status: StatusCode, desk: Desk, typed: Typed) -> Result<Response, Fault> {
    let (now, town) = (site.now(), site.town());
    if !can_end(&desk) || !town.has(&desk) {
        return Err(Fault::Absent);
    }
    let endings = list_endings(&site.db, site.street).await?;
    let heirs = heirs_of(&desk, &town, &endings);
    let heir = typed.heir.parse::<Desk>().ok().filter(|heir| heirs.contains(heir));
    let open = list_named(&site.db, site.street, &desk, None, COUNTED).await?;
    let posts = list_desk_posts(&site.db, site.street, &desk, now).await?;
    let next = match &heir {
        Some(heir) => list_desk_posts(&site.db, site.street, heir, now).await?,
        None => Vec::new(),
    };
    let (mut households, mut residents) = (0, 0);
    if let Desk::Grid(code) = desk
        && let Some(area) = list_areas(&site.db, site.street, now)
            .await?
            .into_iter()
            .find(|area| area.code == code)
    {
        (households, residents) = (area.households, area.residents);
    }
    let today = now.civil().date().to_string();
    let page = Show {
        shell: Shell::of(site, visitor, format!("停用{}", town.desk(&desk))),
        name: town.desk(&desk),
        is_grid: matches!(desk, Desk::Grid(_)),
        households,
        residents,
        numbers: open
            .iter()
            .take(SHOWN)
            .map(|case| (case.number.clone(), lies_elsewhere(&town, case, &desk)))
            .collect(),
        open: open.len(),
        elsewhere: open.iter().any(|case| !lies_elsewhere(&town, case, &desk).is_empty()),
        can_end: open.is_empty() || typed.farewell.is_some(),
        many: open.len() as i64 == COUNTED,
        posts: posts.len(),
        holders: holders(&posts, &next, typed.farewell.as_ref()),
        duties: duties_of(&desk, site),
        heirs: heirs
            .iter()
            .map(|one| (one.to_string(), town.desk(one), Some(one) == heir.as_ref()))
            .collect(),
        heir: heir.map(|heir| (heir.to_string(), town.desk(&heir))),
        ends: ending_of(&endings, &desk, now).map(|ending| (last_day(ending), names(&town, &ending.heirs))),
        last_day: typed
            .farewell
            .as_ref()
            .map_or_else(|| today.clone(), |farewell| farewell.last_day.clone()),
        today,
        by_place: typed.way == "place",
        why: typed.why,
        issues: typed.issues,
        refusal: typed.refusal,
        desk,
    };
    Ok(Page(status, page).into_response())
}

/// The name of the grid where a grid's matter lies by now, when that is another.
fn lies_elsewhere(town: &Town, case: &Case, desk: &Desk) -> String {
    let Desk::Grid(own) = desk else { return String::new() };
    let found = case.place.point.and_then(|(lng, lat)| town.locate(lng, lat));
    found
        .filter(|area| area != own)
        .map_or_else(String::new, |area| town.name(area))
}

fn holders(posts: &[DeskPost], next: &[DeskPost], farewell: Option<&Farewell>) -> Vec<Holder> {
    let mut holders = Vec::new();
    for post in posts {
        for (account, person) in &post.holders {
            let chosen = farewell.map_or("", |farewell| farewell.choice(post.id, *account));
            holders.push(Holder {
                field: format!("holder-{}-{account}", post.id),
                person: person.clone(),
                post: post.title.clone(),
                next: next
                    .iter()
                    .filter(|next| next.role == post.role)
                    .map(|next| (next.id.to_string(), next.title.clone(), next.id.to_string() == chosen))
                    .collect(),
                leaves: chosen == "none",
            });
        }
    }
    holders
}

fn desk_of(path: &str) -> Result<Desk, Fault> {
    path.parse().map_err(|_| Fault::Absent)
}

pub async fn show(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(desk): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Fault> {
    let query = Form::of_query(&query.unwrap_or_default());
    let typed = Typed {
        heir: query.get("heir").to_owned(),
        ..Typed::default()
    };
    page(&site, &visitor, StatusCode::OK, desk_of(&desk)?, typed).await
}

/// Hands the open matters over, all in one go.
pub async fn hand_over(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(desk): Path<String>,
    form: Form,
) -> Result<Response, Fault> {
    let desk = desk_of(&desk)?;
    if !can_end(&desk) || !site.town().has(&desk) {
        return Err(Fault::Absent);
    }
    let by_place = form.get("way") == "place" && matches!(desk, Desk::Grid(_));
    let mut typed = Typed {
        heir: form.get("heir").to_owned(),
        way: form.get("way").to_owned(),
        why: form.get("why").to_owned(),
        ..Typed::default()
    };
    let heir = typed.heir.parse::<Desk>().ok();
    if heir.is_none() && !by_place {
        typed.issues.add("heir", "areas.heir_missing", "请选择由谁接手。");
    }
    if typed.why.is_empty() {
        typed
            .issues
            .add("why", "areas.why_missing", "请写明移交的原因，会记入每件事项的经过。");
    }
    if !typed.issues.0.is_empty() {
        return page(&site, &visitor, StatusCode::UNPROCESSABLE_ENTITY, desk, typed).await;
    }
    let given = HandOver {
        actor: visitor.actor.clone(),
        desk: desk.clone(),
        heir: if by_place { None } else { heir },
        why: typed.why.clone(),
    };
    match act::hand_over(&site, form.client()?, given).await {
        Ok((moved, stay)) => {
            let path = format!("{}?heir={}", Route::AreaShow.to(&[&desk]), web::encode(&typed.heir));
            let rest = match stay {
                0 => String::new(),
                stay => format!("，还有 {stay} 件没有去处，请选择由谁接手"),
            };
            Ok(redirect_with(&path, &format!("已移交 {moved} 件{rest}。")))
        }
        Err(Fault::Refused(refusal)) => {
            typed.refusal = Some(refusal);
            page(&site, &visitor, StatusCode::CONFLICT, desk, typed).await
        }
        Err(other) => Err(other),
    }
}

/// Sets the last day.
pub async fn end(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(desk): Path<String>,
    form: Form,
) -> Result<Response, Fault> {
    let desk = desk_of(&desk)?;
    let farewell = Farewell {
        actor: visitor.actor.clone(),
        desk: desk.clone(),
        heir: form.get("heir").to_owned(),
        last_day: form.get("last_day").to_owned(),
        holders: choices(&form, &list_desk_posts(&site.db, site.street, &desk, site.now()).await?),
    };
    let mut typed = Typed {
        heir: farewell.heir.clone(),
        ..Typed::default()
    };
    let status = match site.write(form.client()?, farewell.clone(), act::end).await {
        Ok(at) => {
            site.sessions.forget_all();
            settle(&site).await?;
            let last = at.plus_seconds(-1).civil().date();
            let flash = format!("{}将在 {last} 之后停用。", site.town().desk(&desk));
            return Ok(redirect_with(Route::AreaIndex.path(), &flash));
        }
        Err(Fault::Refused(refusal)) => {
            typed.refusal = Some(refusal);
            StatusCode::CONFLICT
        }
        Err(Fault::Invalid(issues)) => {
            typed.issues = issues;
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Err(other) => return Err(other),
    };
    typed.farewell = Some(farewell);
    page(&site, &visitor, status, desk, typed).await
}

/// What the form says of each holder.
fn choices(form: &Form, posts: &[DeskPost]) -> Vec<(PostId, AccountId, String)> {
    let mut choices = Vec::new();
    for post in posts {
        for (account, _) in &post.holders {
            let choice = form.get(&format!("holder-{}-{account}", post.id)).to_owned();
            choices.push((post.id, *account, choice));
        }
    }
    choices
}
