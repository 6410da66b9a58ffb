//! The hand-over itself: each matter by the table, with its own line in history.

use std::collections::BTreeSet;
use std::sync::Arc;

use case_rules::{Action, Case, Home, Office, Wish, With, decide, next_alarm};
use db::{Tx, WriteError};
use kernel::{Actor, CaseId, ClientId, Desk, Level};
use web::{Fault, Site, Town, Work, Written};

use super::plan::{Move, home_of};
use crate::notice::tell;
use crate::office::office;
use crate::store::{list_astray, list_named, load_for_program, save};

/// Matters of one transaction.
pub const BATCH: i64 = 200;

/// What is handed over by one write: up to [`BATCH`] matters of a desk, after one of them.
pub type Given = (Actor, Desk, Option<CaseId>, Move);

/// Hands over the next matters of a desk. Tells how many moved, how many were looked at, and where to go on.
pub fn write(tx: &Tx, site: Arc<Site>, (actor, desk, after, plan): Given) -> Work<'_, (usize, usize, Option<CaseId>)> {
    Box::pin(async move {
        let office = office(&site).await?;
        let town = site.town();
        let cases = list_named(tx, site.street, &desk, after, BATCH).await?;
        let mut moved = 0;
        for case in &cases {
            let home = home_of(case, &plan.heirs(&desk, case, &town), &town);
            moved += usize::from(rehome(tx, &site, &office, (&actor, case, home), &plan.why).await?);
        }
        let next = (cases.len() as i64 == BATCH)
            .then(|| cases.last().map(|case| case.id))
            .flatten();
        Ok::<_, WriteError<Fault>>((moved, cases.len(), next))
    })
}

/// Hands over whatever lies with a grid or desk that has ended by now: what was open when a grid was split, and what came
/// in until the last day. Done again it changes nothing; what has no heir in office waits for the next time.
///
/// # Errors
/// The database's failure.
pub async fn settle(site: &Arc<Site>) -> Result<usize, Fault> {
    let (mut moved, mut stuck) = (0, BTreeSet::new());
    loop {
        let most = BATCH + stuck.len() as i64;
        let mut astray = list_astray(&site.db, site.street, site.now(), most).await?;
        astray.retain(|case| !stuck.contains(case));
        if astray.is_empty() {
            return Ok(moved);
        }
        let handed = site.write(ClientId(site.id()), astray.clone(), attend).await;
        let handed = match handed {
            Ok(handed) => handed,
            // A person was faster with one of them; all come again.
            Err(Fault::Stale(_)) => return Ok(moved),
            Err(fault) => return Err(fault),
        };
        moved += handed.len();
        stuck.extend(astray.into_iter().filter(|case| !handed.contains(case)));
    }
}

fn attend(tx: &Tx, site: Arc<Site>, astray: Vec<CaseId>) -> Work<'_, Vec<CaseId>> {
    Box::pin(async move {
        let office = office(&site).await?;
        let town = site.town();
        let mut handed = Vec::new();
        for id in astray {
            let Some(case) = load_for_program(tx, site.street, id).await? else {
                continue;
            };
            let home = home_of(&case, &town.heirs, &town);
            let ended: Vec<String> = town
                .heirs
                .keys()
                .filter(|desk| case.names(desk))
                .map(|desk| town.desk(desk))
                .collect();
            let why = format!("{}已停用", ended.join("、"));
            if rehome(tx, &site, &office, (&Actor::system(), &case, home), &why).await? {
                handed.push(id);
            }
        }
        Ok::<_, WriteError<Fault>>(handed)
    })
}

/// One matter; tells whether it moved. What the table refuses stays where it is.
async fn rehome(
    tx: &Tx,
    site: &Site,
    office: &Office,
    (actor, case, home): (&Actor, &Case, Home),
    why: &str,
) -> Written<bool> {
    let text = words(&site.town(), case, &home, why);
    let wish = Wish::new(Action::Rehome).saying(text).with(With::Home(home));
    let Ok(change) = decide(case, actor, site.now(), &wish, office) else {
        return Ok(false);
    };
    let alarm = next_alarm(change.case(), office);
    save(tx, site.street, Some(case), &change, alarm).await?;
    tell(tx, site, &change);
    Ok(true)
}

/// From where to where, and why.
fn words(town: &Town, case: &Case, home: &Home, why: &str) -> String {
    let mut parts = Vec::new();
    if let Some(place) = home.place.as_ref().filter(|place| place.area != case.place.area) {
        let from = town.name(case.place.area);
        parts.push(match place.area.level() {
            Level::Grid => format!("由{from}划归{}", town.name(place.area)),
            _ => format!("{from}的事项归属待定，由{}核定网格", town.name(place.area)),
        });
    }
    for (from, to) in &home.heirs {
        // The grid was named above.
        if *from != Desk::Grid(case.place.area) || home.place.is_none() {
            parts.push(format!("由{}移交{}", town.desk(from), town.desk(to)));
        }
    }
    format!("{}。原因：{why}。", parts.join("，"))
}
