//! The page of a household.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kernel::{HouseholdId, Issues, Permission, ResidentId};
use people_rules::{Household, Member};
use web::{Fault, Page, Shell, Site, Visitor};

use crate::act::note_reading;
use crate::store::{find_building, find_household, list_addresses, list_events};
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
}

fn resident(household: &Household, member: &Member, site: &Site) -> Resident {
    let age = |member: &Member| {
        let born = member.born?;
        let until = member.left.map_or_else(|| site.now().day(), |left| left.on);
        Some(format!("{born}（{} 岁）", born.years_until(until)))
    };
    Resident {
        id: member.id,
        name: member.name.clone(),
        relation: member.relation.name(),
        sex: member.sex.name(),
        born: age(member).unwrap_or_else(|| "—".into()),
        phone: member.phone.as_ref().map(ToString::to_string).unwrap_or_default(),
        since: format!("{} 起（{}）", member.from, member.arrival.name()),
        left: member.left.map(|left| format!("{} {}", left.on, left.why.name())),
        left_was: member
            .left
            .and_then(|left| serde_json::to_string(&left).ok())
            .unwrap_or_default(),
        proposed: household
            .headless
            .is_some_and(|headless| headless.proposed == Some(member.id)),
    }
}

pub async fn show(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(id): Path<HouseholdId>,
) -> Result<Response, Fault> {
    render(&site, &visitor, id, Told::default()).await
}

pub(super) async fn render(
    site: &Arc<Site>,
    visitor: &Visitor,
    id: HouseholdId,
    told: Told,
) -> Result<Response, Fault> {
    let household = find_household(&site.db, &visitor.scope, id)
        .await?
        .ok_or(Fault::Absent)?;
    let building = find_building(&site.db, &visitor.scope, household.building)
        .await?
        .ok_or(Fault::Absent)?;
    note_reading(site, visitor, id, &building).await?;
    let events = list_events(&site.db, site.street, id).await?;
    let names = Names {
        household: &household,
        addresses: list_addresses(&site.db, site.street, &buildings_of(&household, &events)).await?,
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
            .map(|member| resident(&household, member, site))
            .collect(),
        gone: (household.members.iter().filter(|member| member.left.is_some()))
            .map(|member| resident(&household, member, site))
            .collect(),
        head: household.head,
        headless: household
            .headless
            .map(|headless| (headless.since.to_string(), headless.proposed.map(|id| names.name(id)))),
        open: open.into_iter().map(|conflict| names.dispute(conflict)).collect(),
        decided: decided.into_iter().map(|conflict| names.dispute(conflict)).collect(),
        lines: events.iter().rev().map(|event| names.line(event)).collect(),
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
