//! The office as the rules see it, at this moment.

use case_rules::{Office, StageLimits};
use web::{Fault, Site, staffed};

/// Calendar, stage limits and who is there today.
///
/// # Errors
/// The database's failure.
pub async fn office(site: &Site) -> Result<Office, Fault> {
    Ok(Office {
        street: site.street,
        timetable: site.timetable.clone(),
        stages: StageLimits::default(),
        staffed: (*staffed(site).await?).clone(),
    })
}
