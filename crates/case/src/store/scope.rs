//! One scope for every query: what is outside is absent.

use db::Text;
use kernel::Scope;

/// Adds the scope to a statement over `cases c`.
pub fn in_scope(text: &mut Text, scope: &Scope) {
    let mut ways = Vec::new();
    for area in &scope.areas {
        let (first, last) = (text.arg(area.0), text.arg(area.last().0));
        ways.push(format!("c.area BETWEEN {first} AND {last}"));
    }
    if !scope.parties.is_empty() {
        let parties: Vec<String> = scope.parties.iter().map(|party| text.arg(party.as_str())).collect();
        ways.push(format!(
            "EXISTS (SELECT 1 FROM case_parties p WHERE p.street = c.street AND p.case_id = c.id AND p.party IN ({}))",
            parties.join(", ")
        ));
    }
    if ways.is_empty() {
        text.push(" AND 1 = 0");
    } else {
        text.push(&format!(" AND ({})", ways.join(" OR ")));
    }
}
