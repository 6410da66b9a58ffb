//! Writes to households: load within the scope, decide, store. Shared by pages, the API and the phones' door.

use std::sync::Arc;

use db::{Chain, Tx, head};
use kernel::{Actor, AreaCode, ClientId, Desk, HouseholdId, Moment, Permission, Refusal, ResidentId};
use people_rules::{Change, Household, Opening, Origin, Purpose, Setting, Version, Wish, decide, register};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sm3::{Digest, Sm3};
use uuid::Uuid;
use web::{Fault, Site, Visitor, Work, Written, record};

use crate::store::{BuildingRow, find_building, find_household, is_taken, save};

/// Something to do with a household, new or known.
#[derive(Clone, Debug, Serialize)]
pub enum Order {
    Register(Opening),
    Change(HouseholdId, Wish),
}

impl Order {
    /// Reads `{"action": "register", …}` or one of the other actions.
    ///
    /// # Errors
    /// What does not fit, in the words of the reader.
    pub fn of_json(household: HouseholdId, mut value: Value) -> Result<Self, String> {
        clean(&mut value);
        if value["action"] == "register" {
            value["id"] = household.to_string().into();
            return serde_json::from_value(value)
                .map(Self::Register)
                .map_err(|error| error.to_string());
        }
        let wish = serde_json::from_value(value).map_err(|error| error.to_string())?;
        Ok(Self::Change(household, wish))
    }
}

/// Takes invisible characters out of every text, as forms do.
fn clean(value: &mut Value) {
    match value {
        Value::String(text) => *text = codes::text::clean_text(text).into_owned(),
        Value::Array(items) => items.iter_mut().for_each(clean),
        Value::Object(fields) => fields.values_mut().for_each(clean),
        _ => {}
    }
}

/// The answer to a write, kept for repeats.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    pub household: HouseholdId,
    pub version: Version,
    /// Something said here meets another value and waits for a person.
    pub disputed: bool,
}

impl Answer {
    pub(crate) fn of(change: &Change) -> Self {
        Self {
            household: change.household().id,
            version: change.household().version,
            disputed: change.is_disputed(),
        }
    }
}

/// An id made of texts: the same for the same texts.
pub(crate) fn id_of(parts: &[&str]) -> Uuid {
    let digest = Sm3::digest(parts.join("\n").as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}

/// The id of what a form says: its own, and the words. Who goes back and says something else does not get the first answer.
pub(crate) fn said(client: ClientId, words: &impl Serialize) -> ClientId {
    let words = serde_json::to_string(words).unwrap_or_default();
    ClientId(id_of(&[&client.to_string(), &words]))
}

/// Carries out an order, once for each id of the sender.
///
/// # Errors
/// A refusal of the rules, absence outside the scope, or a fault with a number.
pub async fn carry_out(site: &Arc<Site>, client: ClientId, visitor: &Visitor, order: Order) -> Result<Answer, Fault> {
    site.write(client, (visitor.clone(), order), work).await
}

fn work(tx: &Tx, site: Arc<Site>, (visitor, order): (Visitor, Order)) -> Work<'_, Answer> {
    Box::pin(async move {
        let change = apply(tx, &site, &visitor, &order, site.now(), None).await?;
        Ok(Answer::of(&change))
    })
}

/// Carries out an order inside a write. A refusal comes before anything is written.
///
/// # Errors
/// A refusal of the rules, absence outside the scope, or the database's failure.
pub(crate) async fn apply(
    tx: &Tx,
    site: &Site,
    visitor: &Visitor,
    order: &Order,
    now: Moment,
    origin: Option<&Origin>,
) -> Written<Change> {
    // Whoever comes second reads what the first has written, and merges instead of being turned away.
    head(tx, site.street, Chain::People).await?;
    match order {
        Order::Register(opening) => {
            let building = must_be_inside(tx, visitor, opening.building, now).await?;
            let actor = signed(&visitor.actor, building.area);
            let change = register(opening, &actor, now, origin).map_err(Fault::from)?;
            let ids: Vec<ResidentId> = opening.members.iter().map(|member| member.id).collect();
            must_be_new(tx, site, Some(opening.id), &ids).await?;
            save(tx, site.street, None, &change).await?;
            Ok(change)
        }
        Order::Change(id, wish) => {
            let before = find_household(tx, &visitor.scope, *id).await?.ok_or(Fault::Absent)?;
            let building = find_building(tx, &visitor.scope, before.building).await?;
            let actor = signed(&visitor.actor, building.ok_or(Fault::Absent)?.area);
            let change = decide(&before, &actor, now, wish, origin).map_err(Fault::from)?;
            match wish {
                Wish::Add { member } => must_be_new(tx, site, None, &[member.id]).await?,
                Wish::Correct { edits, .. } => {
                    for edit in edits {
                        if let Setting::Building(building) = edit.new {
                            must_be_inside(tx, visitor, building, now).await?;
                        }
                    }
                }
                _ => {}
            }
            save(tx, site.street, Some(&before), &change).await?;
            Ok(change)
        }
    }
}

/// The person as history keeps them in a place: in an own post where one will do, else for whom they sit there.
pub(crate) fn signed(actor: &Actor, area: AreaCode) -> Actor {
    let mut seats = [Desk::Grid(area), Desk::Community(area.community())];
    seats.sort_by_key(|seat| actor.stand_ins.iter().any(|post| post.desks.contains(seat)));
    Actor {
        permissions: actor.permissions.clone(),
        ..actor.signature(&seats, Permission::EditHouseholds)
    }
}

async fn must_be_inside(tx: &Tx, visitor: &Visitor, building: i64, now: Moment) -> Written<BuildingRow> {
    let found = find_building(tx, &visitor.scope, building).await?;
    if let Some(row) = found.filter(|row| row.valid_to.is_none_or(|end| now < end)) {
        return Ok(row);
    }
    let text = "请从列表里选楼栋；不在您职责范围内的楼栋由那里的网格员登记。";
    Err(Fault::Refused(Refusal::new("people.building.unknown", text)).into())
}

async fn must_be_new(tx: &Tx, site: &Site, household: Option<HouseholdId>, ids: &[ResidentId]) -> Written<()> {
    if !is_taken(tx, site.street, household, ids).await? {
        return Ok(());
    }
    let text = "这一户或其中的人已经登记过，没有重复登记。";
    Err(Fault::Refused(Refusal::new("people.known", text)).into())
}

/// The id of what counts once for each person, household and day.
pub(crate) fn once_a_day(what: &str, site: &Site, visitor: &Visitor, household: HouseholdId) -> ClientId {
    let account = visitor.actor.account.map(|id| id.to_string()).unwrap_or_default();
    let today = site.now().day().to_string();
    ClientId(id_of(&[what, &account, &household.to_string(), &today]))
}

/// Notes that somebody read about a household: once for each person, household and day.
///
/// # Errors
/// A fault with a number.
pub(crate) async fn note_reading(
    site: &Arc<Site>,
    visitor: &Visitor,
    household: HouseholdId,
    building: &BuildingRow,
) -> Result<(), Fault> {
    let once = once_a_day("household_read", site, visitor, household);
    // The auditor learns in which grid; who lives there is not for the audit.
    let grid = site.town().name(building.area);
    let actor = signed(&visitor.actor, building.area);
    site.write(once, (actor, household, "household_read", grid), note).await
}

/// Finds a household to be shown in full, and notes who looked and what for: once for each id.
///
/// # Errors
/// Absence outside the scope, or a fault with a number.
pub(crate) async fn reveal(
    site: &Arc<Site>,
    visitor: &Visitor,
    client: ClientId,
    id: HouseholdId,
    purpose: Purpose,
) -> Result<(Household, BuildingRow), Fault> {
    let (household, building) = load_household(site, visitor, id).await?;
    let title = format!("{}：{}", site.town().name(building.area), purpose.name());
    let once = said(client, &(id, purpose));
    let actor = signed(&visitor.actor, building.area);
    site.write(once, (actor, id, "household_revealed", title), note).await?;
    Ok((household, building))
}

/// A household with its building, within the scope.
///
/// # Errors
/// Absence outside the scope, or a fault with a number.
pub(crate) async fn load_household(
    site: &Site,
    visitor: &Visitor,
    id: HouseholdId,
) -> Result<(Household, BuildingRow), Fault> {
    let household = find_household(&site.db, &visitor.scope, id)
        .await?
        .ok_or(Fault::Absent)?;
    let building = find_building(&site.db, &visitor.scope, household.building)
        .await?
        .ok_or(Fault::Absent)?;
    Ok((household, building))
}

fn note<'t>(
    tx: &'t Tx,
    site: Arc<Site>,
    (actor, household, action, title): (Actor, HouseholdId, &'static str, String),
) -> Work<'t, ()> {
    Box::pin(async move {
        record(
            tx,
            site.street,
            household.0,
            &actor,
            site.now(),
            action,
            json!({ "title": title }),
        )
        .await?;
        Ok(())
    })
}
