//! A grid, a community or a unit is no more: what of a matter names it, and what takes its place.

use kernel::{Desk, Level, Refusal};

use crate::case::Case;
use crate::facts::Fact;
use crate::office::Office;
use crate::open::intake_level;
use crate::wish::Home;

/// Whether anything of the matter changes.
pub(crate) fn moves(case: &Case, home: &Home) -> bool {
    let replaced = |desk: &Desk| home.heirs.get(desk).is_some_and(|heir| heir != desk);
    home.place.as_ref().is_some_and(|place| place.area != case.place.area)
        || [&case.desk, &case.lead, &case.dispatched_by]
            .into_iter()
            .flatten()
            .any(replaced)
        || case.assisting.iter().any(replaced)
}

/// What becomes so. Clocks run on, and the state stays; the desk where it waits follows from these facts.
pub(crate) fn rehomed(case: &Case, home: &Home, office: &Office) -> Result<Vec<Fact>, Refusal> {
    let mut facts = Vec::new();
    if let Some(place) = home.place.as_ref().filter(|place| place.area != case.place.area) {
        facts.push(Fact::Place(place.clone()));
        // The street's own tray is dispatched at the centre (trap E13).
        let level = intake_level(place.area);
        if level == Level::Street && case.level < level {
            facts.push(Fact::Level(level));
        }
    }
    if let Some(from) = &case.dispatched_by
        && let Some(heir) = home.heirs.get(from)
    {
        facts.push(Fact::DispatchedBy(office.nearest(heir).0));
    }
    let mut lead = case.lead.clone();
    if let Some(old) = &case.lead
        && let Some(heir) = home.heirs.get(old)
    {
        let (desk, upward) = handler(heir, office)?;
        facts.push(Fact::Lead(Some(desk.clone())));
        if upward {
            facts.push(Fact::Vacant(heir.clone()));
        }
        // What was sent up since then stays up.
        if case.level == old.level() && desk.level() != old.level() {
            facts.push(Fact::Level(desk.level()));
        }
        lead = Some(desk);
    }
    let touched = |desk: &Desk| home.heirs.contains_key(desk) || (lead != case.lead && lead.as_ref() == Some(desk));
    if case.assisting.iter().any(touched) {
        let mut assisting = Vec::new();
        for desk in &case.assisting {
            let desk = match home.heirs.get(desk) {
                Some(heir) => handler(heir, office)?.0,
                None => desk.clone(),
            };
            if Some(&desk) != lead.as_ref() && !assisting.contains(&desk) {
                assisting.push(desk);
            }
        }
        facts.push(Fact::Assisting(assisting));
    }
    Ok(facts)
}

/// Nobody handles at the centre: a matter handed over there would wait for ever.
fn handler(heir: &Desk, office: &Office) -> Result<(Desk, bool), Refusal> {
    let (desk, upward) = office.nearest(heir);
    if upward && desk == Desk::Centre {
        return Err(Refusal::new(
            "case.rehome.vacant",
            "接手的网格或单位没有在岗人员，上一级也没有。请先请安全管理员授予岗位。",
        ));
    }
    Ok((desk, upward))
}
