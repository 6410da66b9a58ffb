//! The page of a household.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kernel::{HouseholdId, Issues, Permission, ResidentId};
use people_rules::{Member, Purpose};
use web::{Fault, Form, Page, Shell, Site, Visitor};

use crate::act::{load_household, note_reading, reveal};
use crate::store::{list_addresses, list_events};
use crate::typed::TypedMember;
use crate::view::{Dispute, Line, Names, buildings_of};

struct Resident {
    id: ResidentId,
    name: String,
    relation: &'static str,
    sex: &'static str,
    born: String,
    phone: String,
    since: String,
    left: Option<String>,
    /// The leaving as the page shows it, for taking it back.
    left_was: String,
    /// Marks the proposed head.
    proposed: bool,
}

#[derive(Template)]
#[template(path = "household/show.html")]
struct Show {
    shell: Shell,
    id: HouseholdId,
    version: u32,
    address: String,
    grid: String,
    dwelling: String,
    here: Vec<Resident>,
    gone: Vec<Resident>,
    head: Option<ResidentId>,
    headless: Option<(String, Option<String>)>,
    open: Vec<Dispute>,
    decided: Vec<Dispute>,
    lines: Vec<Line>,
    revealed: Option<&'static str>,
    purposes: Vec<(&'static str, &'static str)>,
    may_edit: bool,
    today: String,
    /// Somebody to add, as typed.
    member: TypedMember,
    issues: Issues,
    refusal: Option<String>,
}

/// What an action on this page came back with.
#[derive(Default)]
pub(super) struct Told {
    pub status: Option<StatusCode>,
    pub member: TypedMember,
    pub issues: Issues,
    pub refusal: Option<String>,
    /// What names and numbers are shown in full for.
    pub revealed: Option<Purpose>,
}

impl Told {
    /// A form that cannot be carried out as typed.
    pub fn unfit(refusal: &str) -> Self {
        Self {
            status: Some(StatusCode::UNPROCESSABLE_ENTITY),
            refusal: Some(refusal.into()),
            ..Self::default()
        }
    }
}

fn resident(names: &Names<'_>, member: &Member, site: &Site) -> Resident {
    let age = |member: &Member| {
        let born = member.born?;
        let until = member.left.map_or_else(|| site.now().day(), |left| left.on);
        Some(format!("{born}（{} 岁）", born.years_until(until)))
    };
    Resident {
        id: member.id,
        name: names.shown(&member.name),
        relation: member.relation.name(),
        sex: member.sex.name(),
        born: age(member).unwrap_or_else(|| "—".into()),
        phone: (member.phone.as_ref())
            .map(|phone| names.number(phone))
            .unwrap_or_default(),
        since: format!("{} 起（{}）", member.from, member.arrival.name()),
        left: member.left.map(|left| format!("{} {}", left.on, left.why.name())),
        left_was: member
            .left
            .and_then(|left| serde_json::to_string(&left).ok())
            .unwrap_or_default(),
        proposed: (names.household.headless).is_some_and(|headless| headless.proposed == Some(member.id)),
    }
}

pub async fn show(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(id): Path<HouseholdId>,
) -> Result<Response, Fault> {
    render(&site, &visitor, id, Told::default()).await
}

/// Shows names and numbers in full, once, after what for is written down.
pub async fn create_reveal(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(id): Path<HouseholdId>,
    form: Form,
) -> Result<Response, Fault> {
    let Ok(purpose) = form.get("purpose").parse::<Purpose>() else {
        return render(&site, &visitor, id, Told::unfit("请选择查看姓名和电话的理由。")).await;
    };
    reveal(&site, &visitor, form.client()?, id, purpose).await?;
    let told = Told {
        revealed: Some(purpose),
        ..Told::default()
    };
    render(&site, &visitor, id, told).await
}

pub(super) async fn render(
    site: &Arc<Site>,
    visitor: &Visitor,
    id: HouseholdId,
    told: Told,
) -> Result<Response, Fault> {
    let (household, building) = load_household(site, visitor, id).await?;
    note_reading(site, visitor, id, &building).await?;
    let events = list_events(&site.db, site.street, id).await?;
    let names = Names {
        household: &household,
        addresses: list_addresses(&site.db, site.street, &buildings_of(&household, &events)).await?,
        full: told.revealed.is_some(),
    };
    let (decided, open) = household
        .conflicts
        .iter()
        .partition::<Vec<_>, _>(|conflict| conflict.decided.is_some());
    let page = Show {
        shell: Shell::of(site, visitor, format!("{} {}", building.address, household.dwelling)),
        id,
        version: household.version,
        address: building.address,
        grid: site.town().name(building.area),
        dwelling: household.dwelling.clone(),
        here: household
            .here()
            .into_iter()
            .map(|member| resident(&names, member, site))
            .collect(),
        gone: (household.members.iter().filter(|member| member.left.is_some()))
            .map(|member| resident(&names, member, site))
            .collect(),
        head: household.head,
        headless: household
            .headless
            .map(|headless| (headless.since.to_string(), headless.proposed.map(|id| names.name(id)))),
        open: open.into_iter().map(|conflict| names.dispute(conflict)).collect(),
        decided: decided.into_iter().map(|conflict| names.dispute(conflict)).collect(),
        lines: events.iter().rev().map(|event| names.line(event)).collect(),
        revealed: told.revealed.map(Purpose::name),
        purposes: Purpose::ALL
            .iter()
            .map(|purpose| (purpose.key(), purpose.name()))
            .collect(),
        may_edit: visitor.may(Permission::EditHouseholds),
        today: site.now().day().to_string(),
        member: TypedMember {
            is_head: household.here().is_empty(),
            ..told.member
        },
        issues: told.issues,
        refusal: told.refusal,
    };
    Ok(Page(told.status.unwrap_or(StatusCode::OK), page).into_response())
}
