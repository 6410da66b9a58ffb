//! The office as the rules see it, at this moment.

use case_rules::{Office, StageLimits};
use web::{Fault, Site, Stages, staffed};

/// Calendar, stage limits and who is there today.
///
/// # Errors
/// The database's failure.
pub async fn office(site: &Site) -> Result<Office, Fault> {
    let setup = site.setup();
    Ok(Office {
        street: site.street,
        timetable: setup.timetable.clone(),
        stages: stage_limits(&setup.settings.stages),
        staffed: (*staffed(site).await?).clone(),
    })
}

/// The office sets minutes; clocks count seconds.
#[must_use]
pub fn stage_limits(stages: &Stages) -> StageLimits {
    let seconds = |minutes: u32| i64::from(minutes) * 60;
    StageLimits {
        intake: seconds(stages.intake),
        verify: seconds(stages.verify),
        dispatch: seconds(stages.dispatch),
        accept: seconds(stages.accept),
        inspect: seconds(stages.inspect),
        confirm_days: stages.confirm_days,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_office_that_sets_nothing_has_the_limits_of_the_rules() {
        let (ours, theirs) = (stage_limits(&web::Settings::default().stages), StageLimits::default());
        assert_eq!(format!("{ours:?}"), format!("{theirs:?}"));
    }
}
