//! Takes a change of the calendar into use: the change, its entry in the office's history and the counting anew of open
//! matters are one transaction.

use std::sync::Arc;

use db::{Sql, Tx};
use kernel::{Actor, ClientId, Refusal, Street};
use serde_json::json;
use uuid::Uuid;
use web::calendar::{
    Calendar, KeptClosure, KeptNotice, begin_recount, list_closures, list_notices, load_calendar, load_timetable,
};
use web::{Fault, Site, Work, record};

use super::proposal::{Proposal, mark};
use super::store::{add_closure, add_notice, end_closure};

/// The calendar in force, with what it is made of.
pub struct InForce {
    pub calendar: Calendar,
    pub notices: Vec<KeptNotice>,
    pub closures: Vec<KeptClosure>,
}

/// # Errors
/// The database's failure.
pub async fn in_force(db: &impl Sql, street: Street) -> Result<InForce, Fault> {
    Ok(InForce {
        calendar: load_calendar(db, street).await?,
        notices: list_notices(db, street).await?,
        closures: list_closures(db, street).await?,
    })
}

/// A change as somebody wants it, and the mark of the calendar that the page showed.
#[derive(Clone)]
pub struct Given {
    pub proposal: Proposal,
    pub seen: String,
    pub actor: Actor,
}

/// Takes it into use, here at once.
///
/// # Errors
/// Stale when the calendar is another by now; issues when the change fits nowhere.
pub async fn adopt(site: &Arc<Site>, client: ClientId, given: Given) -> Result<(), Fault> {
    site.write(client, given, write).await?;
    site.retime(load_timetable(&site.db, site.street).await?);
    Ok(())
}

fn write(tx: &Tx, site: Arc<Site>, given: Given) -> Work<'_, ()> {
    Box::pin(async move {
        let (street, now) = (site.street, site.now());
        let known = in_force(tx, street).await?;
        if mark(&known.calendar, given.proposal.years()) != given.seen {
            let text = "您查看以后，日历已被其他人改过。您的改动没有生效，内容已保留；下面是按现状重算的结果，请核对后再确认。";
            return Err(Fault::Stale(Refusal::new("case.calendar.stale", text)).into());
        }
        given
            .proposal
            .over(&known.calendar, &known.closures)
            .map_err(Fault::from)?;
        let basis = given.proposal.basis();
        begin_recount(tx, street, site.id(), &basis, now).await?;
        let mut what = json!({ "title": basis });
        let (action, about) = match &given.proposal {
            Proposal::Notice(notice) => {
                let version = add_notice(tx, street, notice, &given.actor.name, now).await?;
                what["version"] = json!(version);
                what["notice"] = json!(notice);
                ("notice_adopted", Uuid::nil())
            }
            Proposal::Close(closure) => {
                let id = site.id();
                add_closure(tx, street, id, closure, now).await?;
                ("closure_added", id)
            }
            Proposal::End(kept) => {
                end_closure(tx, street, kept.id, now).await?;
                ("closure_ended", kept.id)
            }
        };
        record(tx, street, about, &given.actor, now, action, what).await?;
        Ok(())
    })
}
