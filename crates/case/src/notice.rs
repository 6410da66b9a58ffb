//! Words to desks and people about what happened; written with the event, so that none is lost and none is sent twice.

use case_rules::{Action, Change, Event, Fact};
use db::{Insert, Tx, values};
use web::{Site, Town};

/// Writes the notices that a change calls for, when the write ends.
pub fn tell(tx: &Tx, site: &Site, change: &Change) {
    let case = change.case();
    let town = site.town();
    let mut insert = Insert::into("notices", "street, id, party, case_id, at, text");
    for event in change.events() {
        for (party, text) in notices(
            event,
            &town,
            case.lead.as_ref().or(case.desk.as_ref()).map(ToString::to_string),
        ) {
            insert.row(values![site.street.0, site.id(), party, case.id.0, event.at.0, text]);
        }
    }
    tx.insert_later(insert);
}

/// Who is told what. New work shows on the to-do list by itself; notices are for what one would otherwise miss.
fn notices(event: &Event, town: &Town, lead: Option<String>) -> Vec<(String, String)> {
    let mut told = Vec::new();
    let mut to_lead = |text: String| told.extend(lead.clone().map(|lead| (lead, text)));
    match event.action {
        Action::Remind => to_lead(format!("催办：{}", event.text)),
        Action::Supervise => to_lead(format!("督办：{}", event.text)),
        Action::GrantExtension | Action::RefuseExtension | Action::GrantSuspension | Action::RefuseSuspension => {
            to_lead(format!("审批结果：{}{}", event.action.name(), event.text));
        }
        Action::Rehome => to_lead(format!("移交：{}", event.text)),
        Action::Fail | Action::Dispute => to_lead(format!("返工：{}", event.text)),
        Action::Note if event.actor.account.is_none() => to_lead(format!("反映人补充：{}", event.text)),
        _ => {}
    }
    for fact in &event.facts {
        match fact {
            Fact::Follower(account, _) => told.push((account.to_string(), "事项已上报上级，请跟办。".to_owned())),
            Fact::Vacant(desk) => told.push((
                "centre".to_owned(),
                format!("{}无人在岗，事项已上转，请安排人员。", town.desk(desk)),
            )),
            _ => {}
        }
    }
    told
}
