//! Taking a step: load within the scope, decide by the table, store. Pages, receipts and the API all come through here.

use std::sync::Arc;

use case_rules::{Action, Case, Change, Home, Outcome, Place, Reason, Wish, With, decide, next_alarm};
use codes::Catalogue;
use db::{Tx, WriteError};
use jiff::civil::Date;
use kernel::{
    Actor, AreaCode, AttachmentId, CaseId, ClientId, Desk, Issues, Level, Moment, OrderId, Refusal, Scope, UnitKey,
};
use serde::{Deserialize, Serialize};
use web::{Fault, Photo, Site, Town, Work, Written};

use super::hide;
use crate::intake::act::{clean, standard_of};
use crate::notice::tell;
use crate::office::office;
use crate::store::{add_photo, find_by_number, find_case, list_events, save, supervisors_of};

/// A step as somebody asked for it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct StepInput {
    pub action: String,
    /// The entry that the sender saw last; another one since then makes the step stale.
    pub seq: u32,
    pub reason: String,
    #[serde(deserialize_with = "clean")]
    pub text: String,
    /// The row of the standard to file under.
    pub standard: String,
    pub lead: String,
    pub assisting: Vec<String>,
    /// A date, `2026-12-01`.
    pub until: String,
    #[serde(deserialize_with = "clean")]
    pub notice: String,
    pub outcome: String,
    /// A date and time, `2026-12-01T18:00`, of China or with its offset; a date alone ends with the office day.
    pub due: String,
    /// The number of another matter.
    pub other: String,
    #[serde(deserialize_with = "clean")]
    pub place: String,
    /// The grid that a matter on the line belongs to.
    pub area: String,
    pub lng: Option<f64>,
    pub lat: Option<f64>,
    /// What to hide: `words:3` (the entry), `place` or `photo:<id>`.
    pub hide: String,
}

/// The answer to a step, kept for repeats.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq, Eq)]
pub struct Stepped {
    pub id: CaseId,
    pub number: String,
    pub seq: u32,
    pub state: String,
    /// What the same person could do next.
    pub allowed: Vec<String>,
}

#[derive(Clone)]
struct Given {
    case: CaseId,
    actor: Actor,
    scope: Scope,
    input: StepInput,
    photos: Arc<Vec<Photo>>,
}

/// Takes a step, once for each id of the sender.
///
/// # Errors
/// Absent outside the scope; stale when somebody was faster; a refusal by the table.
pub async fn take_step(
    site: &Arc<Site>,
    client: ClientId,
    (actor, scope): (Actor, Scope),
    case: CaseId,
    input: StepInput,
    photos: Vec<Photo>,
) -> Result<Stepped, Fault> {
    site.write(
        client,
        Given {
            case,
            actor,
            scope,
            input,
            photos: Arc::new(photos),
        },
        write,
    )
    .await
}

fn write(tx: &Tx, site: Arc<Site>, given: Given) -> Work<'_, Stepped> {
    Box::pin(async move {
        let Given {
            case: id,
            actor,
            scope,
            input,
            photos,
        } = given;
        let now = site.now();
        let office = office(&site).await?;
        let case = find_case(tx, &scope, id).await?.ok_or(Fault::Absent)?;
        if input.seq != 0 && input.seq != case.seq {
            return Err(Fault::Stale(meanwhile(tx, &site, &case, input.seq).await?).into());
        }
        let (mut wish, other) = wish_of(tx, &site, &scope, &case, &input, photos.len()).await?;
        let hiding = match wish.action {
            Action::Hide => Some(hide::find(tx, site.street, id, &actor, &input, now).await?),
            _ => None,
        };
        if let Some(hiding) = &hiding {
            wish.with = hiding.with();
        }
        let mut change = decide(&case, &actor, now, &wish, &office).map_err(Fault::from)?;
        if let Some(hiding) = &hiding {
            change = change.over(&hiding.history).map_err(Fault::from)?;
        }
        save(
            tx,
            site.street,
            Some(&case),
            &change,
            next_alarm(change.case(), &office),
        )
        .await?;
        tell(tx, &site, &change);
        if let Some(hiding) = hiding {
            hiding.store(tx, site.street, id).await?;
        }
        for photo in photos.iter() {
            add_photo(tx, site.street, id, AttachmentId(site.id()), "result", photo, now).await?;
        }
        if let Some((other, action)) = other {
            let wish = Wish::new(action).with(With::Other {
                case: id,
                reachable: case.reachable,
                total: case.reporters,
            });
            let change = decide(&other, &actor, now, &wish, &office).map_err(Fault::from)?;
            save(
                tx,
                site.street,
                Some(&other),
                &change,
                next_alarm(change.case(), &office),
            )
            .await?;
        }
        Ok::<_, WriteError<Fault>>(stepped(&change, &actor))
    })
}

fn stepped(change: &Change, actor: &Actor) -> Stepped {
    let case = change.case();
    Stepped {
        id: case.id,
        number: case.number.clone(),
        seq: case.seq,
        state: case.state.key().to_owned(),
        allowed: case_rules::allowed(case, actor)
            .iter()
            .map(|action| action.key().to_owned())
            .collect(),
    }
}

/// Tells a slower second actor what the first one did.
async fn meanwhile(tx: &Tx, site: &Site, case: &Case, seen: u32) -> Written<Refusal> {
    let events = list_events(tx, site.street, case.id).await?;
    let what: Vec<String> = events
        .iter()
        .filter(|event| event.seq > seen && event.action != Action::Queue)
        .map(|event| format!("{} {}{}", event.at.minute(), event.actor.name, event.action.name()))
        .collect();
    let text = format!(
        "在您填写的时候，已有人处理了这件事项：{}。您的操作没有生效，填写的内容已保留。",
        what.join("；")
    );
    Ok(Refusal::new("case.stale", text))
}

/// Reads what the action needs, looks up what only the store knows, and says at once what is wrong with the fields.
async fn wish_of(
    tx: &Tx,
    site: &Site,
    scope: &Scope,
    case: &Case,
    input: &StepInput,
    photos: usize,
) -> Written<(Wish, Option<(Case, Action)>)> {
    let mut issues = Issues::default();
    let action: Action = input
        .action
        .parse()
        .map_err(|_| Fault::Unreadable(format!("没有“{}”这个操作。", input.action)))?;
    let reason = match input.reason.as_str() {
        "" => None,
        key => key
            .parse::<Reason>()
            .map_err(|text| issues.add("reason", "case.step.reason", text))
            .ok(),
    };
    if codes::text::length(&input.text) > 5000 {
        issues.add("text", "case.step.text_too_long", "说明超过 5000 字，请精简。");
    }
    let mut other = None;
    let with = match action {
        Action::File | Action::Reclass => match standard_of(&site.catalogue(), &input.standard, site.now()) {
            Some(standard) if standard.ended => {
                let text = format!(
                    "“{}”这一类已停用，不能再用它立案。请改选别的类别；填写的内容已保留。",
                    standard.item_name
                );
                issues.add("standard", "case.file.category_ended", text);
                With::Nothing
            }
            Some(standard) => With::Standard(standard),
            None => {
                issues.add("standard", "case.file.standard_missing", "请选择事项类别和立案条件。");
                With::Nothing
            }
        },
        Action::Dispatch | Action::Redispatch => units(site, case, input, &mut issues),
        Action::RequestSuspension => match input.until.parse::<Date>() {
            Ok(day) => With::Until {
                until: Moment::from_civil(day.at(8, 0, 0, 0)),
                notice: input.notice.clone(),
            },
            Err(_) => {
                issues.add("until", "case.suspend.until_missing", "请选择挂账截止日期。");
                With::Nothing
            }
        },
        Action::Supervise => match Moment::read(&input.due) {
            Some(due) => With::Order {
                order: OrderId(site.id()),
                due,
            },
            None => {
                issues.add("due", "case.order.due_missing", "请选择督办回复的期限。");
                With::Nothing
            }
        },
        Action::Submit => match input.outcome.parse::<Outcome>() {
            Ok(outcome) => With::Result {
                outcome,
                evidence: u32::try_from(photos).unwrap_or(u32::MAX),
            },
            Err(_) => {
                issues.add("outcome", "case.submit.outcome_missing", "请选择处置结果。");
                With::Nothing
            }
        },
        Action::Escalate => With::Followers(supervisors_of(tx, site.street, case.place.area, site.now()).await?),
        Action::Relocate => match relocated(site, case, input) {
            Some(place) => With::Place(place),
            None => {
                issues.add("place", "case.relocate.place_missing", "请在地图上点选新的位置。");
                With::Nothing
            }
        },
        Action::Rehome => match AreaCode::from_digits(&input.area).filter(|code| {
            code.level() == Level::Grid && case.place.area.contains(*code) && site.town().has_area(*code)
        }) {
            Some(area) => With::Home(Home {
                place: Some(Place {
                    area,
                    layer: site.town().layer,
                    ..case.place.clone()
                }),
                ..Home::default()
            }),
            None => {
                issues.add("area", "case.rehome.nowhere", "请选择事项属于哪个网格。");
                With::Nothing
            }
        },
        Action::Merge => match find_by_number(tx, scope, &input.other).await?.filter(Case::is_open) {
            Some(parent) => {
                let with = With::Other {
                    case: parent.id,
                    reachable: 0,
                    total: 0,
                };
                other = Some((parent, Action::Absorb));
                with
            }
            None => {
                issues.add(
                    "other",
                    "case.merge.target_missing",
                    "没有找到这个编号的在办事项，请检查要并入的主案编号。",
                );
                With::Nothing
            }
        },
        Action::Unmerge => {
            if let Some(parent) = case.merged_into {
                other = find_case(tx, scope, parent)
                    .await?
                    .filter(Case::is_open)
                    .map(|parent| (parent, Action::Release));
            }
            With::Nothing
        }
        _ => With::Nothing,
    };
    issues.or(()).map_err(Fault::from)?;
    Ok((
        Wish {
            action,
            reason,
            text: input.text.trim().to_owned(),
            with,
        },
        other,
    ))
}

fn units(site: &Site, case: &Case, input: &StepInput, issues: &mut Issues) -> With {
    let town = site.town();
    let known = |desk: &Desk| matches!(desk, Desk::Unit(_) | Desk::Grid(_) | Desk::Community(_)) && town.has(desk);
    let lead = input.lead.parse::<Desk>().ok().filter(known);
    let assisting: Vec<Desk> = input
        .assisting
        .iter()
        .filter_map(|desk| desk.parse().ok())
        .filter(known)
        .collect();
    match lead {
        Some(lead) => {
            let on_duty = is_on_duty(&site.catalogue(), &town, case, &lead);
            With::Units {
                lead,
                assisting,
                on_duty,
            }
        }
        None => {
            issues.add("lead", "case.dispatch.lead_missing", "请选择主办单位。");
            With::Nothing
        }
    }
}

/// The duty list names a department for each item; grids and communities may always handle what lies with them.
fn is_on_duty(catalogue: &Catalogue, town: &Town, case: &Case, lead: &Desk) -> bool {
    let item = case
        .standard
        .as_ref()
        .and_then(|standard| catalogue.item(&standard.item));
    match (lead, item) {
        (Desk::Grid(area) | Desk::Community(area), _) => {
            area.contains(case.place.area) || case.place.area.level() == Level::Street
        }
        (Desk::Unit(key), Some(item)) => {
            town.successor(Desk::Unit(UnitKey(item.lead.clone()))) == *lead
                || (item.taken_back_by.is_some() && key.is_district())
        }
        _ => false,
    }
}

/// A corrected place: grid, and with it the desk, are found anew (trap G11).
fn relocated(site: &Site, case: &Case, input: &StepInput) -> Option<Place> {
    let (lng, lat) = input.lng.zip(input.lat)?;
    let town = site.town();
    let area = town.locate(lng, lat).unwrap_or(AreaCode(site.street.0 * 1_000_000));
    let text = if input.place.trim().is_empty() {
        case.place.text.clone()
    } else {
        input.place.trim().to_owned()
    };
    Some(Place {
        text,
        point: Some((lng, lat)),
        area,
        layer: town.layer,
    })
}
