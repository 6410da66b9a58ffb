//! What comes by itself: clocks after a change of the calendar, reminders, automatic orders, resuming, closing after silence,
//! the morning's word about what waits without an owner. Run as often as one likes.

mod tray;

use std::sync::Arc;

use case_rules::{decide, due_wishes, next_alarm};
use db::{Tx, WriteError};
use kernel::{Actor, CaseId, ClientId, OrderId};
use web::{Fault, Site, Work};

use crate::notice::tell;
use crate::office::office;
use crate::store::{list_alarms, load_for_program, save, set_alarm};

const BATCH: i64 = 200;

/// Does everything that is due now; tells how many entries were written.
///
/// # Errors
/// The database's failure.
pub async fn run(site: &Arc<Site>) -> Result<usize, Fault> {
    let mut written = crate::recount::run(site).await? + tray::warn(site).await?;
    loop {
        let due = list_alarms(&site.db, site.street, site.now(), BATCH).await?;
        for case in &due {
            match site.write(ClientId(site.id()), *case, attend).await {
                Ok(entries) => written += entries,
                // Another server, or a person, was faster; the matter comes again with its new alarm.
                Err(Fault::Stale(_)) => {}
                Err(fault) => return Err(fault),
            }
        }
        if (due.len() as i64) < BATCH {
            return Ok(written);
        }
    }
}

fn attend(tx: &Tx, site: Arc<Site>, id: CaseId) -> Work<'_, usize> {
    Box::pin(async move {
        let now = site.now();
        let office = office(&site).await?;
        let Some(mut case) = load_for_program(tx, site.street, id).await? else {
            return Ok(0);
        };
        let mut written = 0;
        for wish in due_wishes(&case, now, &office, OrderId(site.id())) {
            // A refusal means that an earlier wish changed the ground; the next sweep sees it.
            let Ok(change) = decide(&case, &Actor::system(), now, &wish, &office) else {
                continue;
            };
            save(
                tx,
                site.street,
                Some(&case),
                &change,
                next_alarm(change.case(), &office),
            )
            .await?;
            tell(tx, &site, &change);
            written += change.events().len();
            case = change.case().clone();
        }
        if written == 0 {
            // Nothing to do after all: set the alarm anew, never to a moment that has passed.
            let alarm = next_alarm(&case, &office).filter(|at| *at > now);
            set_alarm(tx, site.street, id, alarm).await?;
        }
        Ok::<_, WriteError<Fault>>(written)
    })
}
