//! What a new day or a new layer brings: the tree taken into use, posts ended, matters handed over. Run as often as one likes.

use std::sync::Arc;

use access::ending::end_posts;
use db::{Tx, WriteError};
use grid::succession::list_endings;
use grid::{keep_town, redraw};
use kernel::ClientId;
use web::{Fault, Site, Work};

/// Takes the tree into use that is in force now and hands over what lies with its former parts; tells how many matters moved.
///
/// # Errors
/// The database's failure.
pub async fn settle(site: &Arc<Site>) -> Result<usize, Fault> {
    if keep_town(site).await? {
        take_up(site).await?;
    }
    case::rehome::settle(site).await
}

/// Ends what goes with the grids and units that have ended, also when they did so while no program ran.
///
/// # Errors
/// The database's failure.
pub async fn take_up(site: &Arc<Site>) -> Result<(), Fault> {
    let (now, endings) = (site.now(), list_endings(&site.db, site.street).await?);
    if endings.iter().all(|ending| ending.ends_at > now) {
        return Ok(());
    }
    site.write(ClientId(site.id()), (), follow).await?;
    site.sessions.forget_all();
    Ok(())
}

/// Posts made since the ending was decided end too, and the map shows what is in force.
fn follow(tx: &Tx, site: Arc<Site>, (): ()) -> Work<'_, ()> {
    Box::pin(async move {
        let now = site.now();
        for ending in list_endings(tx, site.street).await? {
            if ending.ends_at <= now {
                end_posts(tx, site.street, &ending.desk, ending.ends_at).await?;
            }
        }
        redraw(tx, site.street, now).await?;
        Ok::<_, WriteError<Fault>>(())
    })
}
