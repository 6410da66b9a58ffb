//! The work in the background: a stretch of open matters a transaction, and the mark with them, so that a program that is
//! killed goes on where it was and does nothing twice.

use std::sync::Arc;

use case_rules::next_alarm;
use db::{Tx, WriteError};
use kernel::{CaseId, ClientId};
use uuid::Uuid;
use web::calendar::{Recount, list_recounts, load_timetable};
use web::{Fault, Site, Work};

use super::plan::{Page, Turn, page};
use super::store::{Progress, advance};
use crate::office::office;
use crate::store::{Ready, save_all, stale};

/// Times that a stretch is read anew because somebody worked on one of its matters meanwhile.
const ATTEMPTS: u32 = 20;

/// Lets the open matters follow the newest change of the calendar; tells how many moved.
///
/// # Errors
/// The database's failure, or a calendar without working time.
pub async fn run(site: &Arc<Site>) -> Result<usize, Fault> {
    let mut moved = 0;
    while let Some(recount) = find(site).await? {
        moved += follow(site, &recount).await?;
    }
    Ok(moved)
}

async fn find(site: &Site) -> Result<Option<Recount>, Fault> {
    let newest = list_recounts(&site.db, site.street, 1).await?.pop();
    Ok(newest.filter(|recount| recount.finished_at.is_none()))
}

/// A stretch that is ready to be written.
struct Stretch {
    progress: Progress,
    ready: Vec<Ready>,
}

/// Goes through all open matters after the mark, or until another change takes over. While one stretch is written, the next
/// is counted.
async fn follow(site: &Arc<Site>, recount: &Recount) -> Result<usize, Fault> {
    let mut office = office(site).await?;
    // As the database has it: another server may have changed it just now.
    office.timetable = Arc::new(load_timetable(&site.db, site.street).await?);
    let turn = Turn {
        was: Arc::new(recount.timetable_before(&site.db, site.street).await?),
        office,
        basis: recount.basis.clone(),
        now: site.now(),
    };
    let (mut moved, mut attempts) = (0, 0);
    let mut stretch = count(site, recount.id, recount.after_case, &turn).await?;
    loop {
        let number = stretch.ready.len();
        let (from, to) = (stretch.progress.from, stretch.progress.to);
        let next = async {
            match to {
                Some(to) => count(site, recount.id, to, &turn).await.map(Some),
                None => Ok(None),
            }
        };
        let (written, next) = tokio::join!(site.write(ClientId(site.id()), Arc::new(stretch), write), next);
        match written {
            Ok(true) => (moved, attempts) = (moved + number, 0),
            Ok(false) => return Ok(moved),
            // Somebody worked on one of them meanwhile; it is counted as it stands now.
            Err(Fault::Stale(_)) if attempts < ATTEMPTS => {
                attempts += 1;
                stretch = count(site, recount.id, from, &turn).await?;
                continue;
            }
            Err(fault) => return Err(fault),
        }
        match next? {
            Some(next) => stretch = next,
            None => return Ok(moved),
        }
    }
}

async fn count(site: &Site, id: Uuid, from: Uuid, turn: &Turn) -> Result<Stretch, Fault> {
    let Page { seen, last, moves } = page(&site.db, site.street, from, turn).await?;
    let (street, office) = (site.street, turn.office.clone());
    let ready = tokio::task::spawn_blocking(move || {
        let ready = moves.into_iter().map(|step| {
            let alarm = next_alarm(step.change.case(), &office);
            Ready::of(street, &step.before, &step.change, alarm)
        });
        ready.collect::<Result<Vec<_>, db::Error>>()
    });
    let ready = ready.await.map_err(|error| db::Error::Content(error.to_string()))??;
    let progress = Progress {
        id,
        from,
        to: last.map(|CaseId(last)| last),
        seen,
        moved: i64::try_from(ready.len()).unwrap_or(i64::MAX),
    };
    Ok(Stretch { progress, ready })
}

/// Tells whether the stretch was the next one to write.
fn write(tx: &Tx, site: Arc<Site>, stretch: Arc<Stretch>) -> Work<'_, bool> {
    Box::pin(async move {
        if !advance(tx, site.street, &stretch.progress, site.now()).await? {
            return Ok(false);
        }
        if !save_all(tx, site.street, &stretch.ready).await? {
            return Err(WriteError::Refused(Fault::Stale(stale())));
        }
        Ok(true)
    })
}
