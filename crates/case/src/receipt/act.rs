//! What the holder of a receipt code may see and do.

use std::sync::Arc;

use case_rules::{Action, Case, Event, allowed};
use codes::receipt::ReceiptCode;
use kernel::{Actor, ClientId, Scope};
use web::{Fault, Site};

use crate::step::act::{StepInput, Stepped, take_step};
use crate::store::{Receipt, find_receipt, list_events, load_for_program};

/// A matter as its reporter may see it. A merged one shows the main matter's progress, in reduced form (trap M01).
#[derive(Clone, Debug)]
pub struct Followed {
    pub receipt: Receipt,
    pub own: Case,
    /// The matter that is worked on: the own one, or the one it was merged into.
    pub case: Case,
    pub events: Vec<Event>,
    pub own_events: Vec<Event>,
    pub actions: Vec<Action>,
}

/// The matter of a code.
///
/// # Errors
/// Absent for any code that opens nothing, however it is wrong.
pub async fn follow(site: &Site, code: &str) -> Result<Followed, Fault> {
    let code: ReceiptCode = code.parse().map_err(|_| Fault::Absent)?;
    let receipt = find_receipt(&site.db, site.street, code).await?.ok_or(Fault::Absent)?;
    let own = load_for_program(&site.db, site.street, receipt.case)
        .await?
        .ok_or(Fault::Absent)?;
    let mut case = own.clone();
    // The main matter may have been merged in its turn.
    while let Some(parent) = case.merged_into {
        case = load_for_program(&site.db, site.street, parent)
            .await?
            .ok_or(Fault::Absent)?;
    }
    let events = list_events(&site.db, site.street, case.id).await?;
    let own_events = if case.id == own.id {
        Vec::new()
    } else {
        list_events(&site.db, site.street, own.id).await?
    };
    let actions = allowed(&case, &Actor::reporter());
    Ok(Followed {
        receipt,
        own,
        case,
        events,
        own_events,
        actions,
    })
}

/// A reporter's step. Words of a merged matter arrive in the main one (trap M03).
///
/// # Errors
/// As [`take_step`].
pub async fn step(site: &Arc<Site>, client: ClientId, code: &str, input: StepInput) -> Result<Stepped, Fault> {
    let followed = follow(site, code).await?;
    let sight = (Actor::reporter(), Scope::whole(site.street));
    take_step(
        site,
        client,
        sight,
        followed.case.id,
        StepInput { seq: 0, ..input },
        Vec::new(),
    )
    .await
}
