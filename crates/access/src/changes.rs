//! What an edit changed, field by field, for the office's history; and a mark by which a stale page is known.

use serde_json::{Value, json};

/// The fields of something editable, each with its name and its value as people read them.
pub type Fields = Vec<(String, String)>;

/// The fields that differ, each with before and after; a field that one side lacks is empty there.
pub fn changes(before: &Fields, after: &Fields) -> Vec<Value> {
    let of = |fields: &Fields, name: &str| {
        let found = fields.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let gone = before
        .iter()
        .filter(|(name, _)| !after.iter().any(|(known, _)| known == name));
    after
        .iter()
        .chain(gone)
        .map(|(name, _)| (name, of(before, name), of(after, name)))
        .filter(|(_, before, after)| before != after)
        .map(|(name, before, after)| json!({ "field": name, "before": before, "after": after }))
        .collect()
}

/// Changes with any of the fields: a form carries the mark of what its page showed.
pub fn mark(fields: &Fields) -> String {
    let text: Vec<String> = fields.iter().map(|(name, value)| format!("{name}\n{value}")).collect();
    let hash = web::token_hash(&text.join("\n"));
    hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
