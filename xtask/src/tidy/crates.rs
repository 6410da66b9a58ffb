//! The crate table of the architecture: who may depend on whom, compared with `cargo metadata`.
use std::path::Path;

use serde_json::Value;

use crate::tools::Outcome;

/// A crate under `crates/` and the crates beside it that it may name.
const TABLE: [(&str, &[&str]); 11] = [
    ("kernel", &[]),
    ("workday", &[]),
    ("gridding", &[]),
    ("codes", &[]),
    ("seal", &[]),
    ("sheets", &["kernel", "codes"]),
    ("papers", &[]),
    ("routes", &["kernel"]),
    ("db", &["kernel"]),
    ("web", &["kernel", "workday", "routes", "db", "codes"]),
    ("jobs", &["kernel", "db"]),
];
const CONTEXTS: [&str; 12] = [
    "access",
    "people",
    "grid",
    "case",
    "visit",
    "centre",
    "community",
    "party",
    "economy",
    "welfare",
    "publish",
    "insight",
];
/// What a context may name besides its own rules.
const CONTEXT_NEEDS: [&str; 8] = ["kernel", "routes", "db", "web", "jobs", "codes", "sheets", "papers"];
const RULES_NEED: [&str; 3] = ["kernel", "workday", "codes"];
/// The crates from outside that cannot reach a clock, a socket or a database by themselves.
const PURE: [&str; 5] = ["serde", "serde_json", "thiserror", "jiff", "geo"];
/// The whole list of crates from outside for a library that is published by itself; a longer one is a decision (docs/adr).
const PUBLISHED: [(&str, &[&str]); 1] = [("workday", &["jiff", "serde", "serde_json", "tyme4rs"])];
/// Database drivers, by the beginning of their names.
const DRIVERS: [&str; 6] = ["sqlx", "rusqlite", "libsqlite3", "tokio-postgres", "postgres", "diesel"];

/// A crate of the workspace by its place: `kernel`, `case`, `case/rules`, `xtask`.
pub struct Crate {
    place: String,
    needs: Vec<Need>,
}

struct Need {
    name: String,
    /// The place, when it is a crate of this workspace.
    place: Option<String>,
    for_tests: bool,
}

/// Take the crates out of `cargo metadata --no-deps`.
pub fn read(metadata: &Value, root: &Path) -> Outcome<Vec<Crate>> {
    let broken = || "cargo metadata has another shape than expected".to_owned();
    let packages = metadata["packages"].as_array().ok_or_else(broken)?;
    let mut crates = Vec::new();
    for package in packages {
        let manifest = package["manifest_path"].as_str().ok_or_else(broken)?;
        let folder = Path::new(manifest).parent().ok_or_else(broken)?;
        let mut needs = Vec::new();
        for dependency in package["dependencies"].as_array().ok_or_else(broken)? {
            needs.push(Need {
                name: dependency["name"].as_str().ok_or_else(broken)?.to_owned(),
                place: dependency["path"].as_str().map(|path| place(Path::new(path), root)),
                for_tests: dependency["kind"] == "dev",
            });
        }
        crates.push(Crate {
            place: place(folder, root),
            needs,
        });
    }
    Ok(crates)
}

fn place(folder: &Path, root: &Path) -> String {
    let inside = folder.strip_prefix(root).unwrap_or(folder);
    inside
        .strip_prefix("crates")
        .unwrap_or(inside)
        .to_string_lossy()
        .into_owned()
}

pub fn check(crates: &[Crate]) -> Vec<String> {
    crates.iter().flat_map(check_crate).collect()
}

fn check_crate(one: &Crate) -> Vec<String> {
    let place = one.place.as_str();
    let mut findings = Vec::new();
    let inner = inner_needs(place);
    if matches!(inner, Inner::Unknown) {
        findings.push(format!(
            "crates/{place}: not in the crate table of the architecture; add its row there and in tidy"
        ));
    }
    for need in &one.needs {
        match &need.place {
            Some(other) => {
                if let Some(why) = refuse_inner(place, &inner, other, need.for_tests) {
                    findings.push(format!("{place} depends on {other}: {why}"));
                }
            }
            None => {
                if let Some(why) = refuse_outer(place, &need.name, need.for_tests) {
                    findings.push(format!("{place} depends on {}: {why}", need.name));
                }
            }
        }
    }
    findings
}

enum Inner {
    Unknown,
    Anything,
    Only(Vec<String>),
}

fn inner_needs(place: &str) -> Inner {
    let only = |names: &[&str]| Inner::Only(names.iter().map(|name| (*name).to_owned()).collect());
    if let Some((_, names)) = TABLE.iter().find(|(name, _)| *name == place) {
        return only(names);
    }
    if rules_owner(place).is_some() {
        return only(&RULES_NEED);
    }
    if CONTEXTS.contains(&place) {
        let own_rules = format!("{place}/rules");
        let names: Vec<&str> = CONTEXT_NEEDS.iter().copied().chain([own_rules.as_str()]).collect();
        return only(&names);
    }
    match place {
        "app" | "testkit" => Inner::Anything,
        "xtask" => only(&[]),
        _ => Inner::Unknown,
    }
}

/// `case` of `case/rules`.
fn rules_owner(place: &str) -> Option<&str> {
    place
        .strip_suffix("/rules")
        .filter(|context| CONTEXTS.contains(context))
}

fn refuse_inner(place: &str, allowed: &Inner, other: &str, for_tests: bool) -> Option<String> {
    if other == "testkit" {
        return (!for_tests).then(|| "testkit is a dev-dependency only".to_owned());
    }
    let Inner::Only(names) = allowed else {
        return None;
    };
    if names.iter().any(|name| name == other) {
        return None;
    }
    if CONTEXTS.contains(&place) && CONTEXTS.contains(&other) {
        return Some("contexts meet by typed ids, published views and outbox messages, never by import".to_owned());
    }
    let names = if names.is_empty() {
        "no crate of the workspace".to_owned()
    } else {
        names.join(", ")
    };
    Some(format!("it may name {names}"))
}

fn refuse_outer(place: &str, name: &str, for_tests: bool) -> Option<&'static str> {
    if place != "db" && DRIVERS.iter().any(|driver| name.starts_with(driver)) {
        return Some("only db names a database driver");
    }
    if name.starts_with("sea-") && !may_query(place) {
        return Some("only db and crates with a store.rs query the database");
    }
    let published = PUBLISHED.iter().find(|(library, _)| *library == place);
    if !for_tests && published.is_some_and(|(_, names)| !names.contains(&name)) {
        return Some("a published library keeps to its list of crates");
    }
    if rules_owner(place).is_some() && !for_tests && !PURE.contains(&name) {
        return Some("rules are pure: no async, no SQL, no HTTP, no clock");
    }
    None
}

/// Crates that may hold a `store.rs`.
fn may_query(place: &str) -> bool {
    ["db", "web", "jobs"].contains(&place) || CONTEXTS.contains(&place)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// The findings on one crate with one dependency; `needs` ends in `!` when it is for tests.
    fn on(place: &str, needs: &str) -> Vec<String> {
        let name = needs.trim_end_matches('!');
        let kind = if needs.ends_with('!') {
            json!("dev")
        } else {
            Value::Null
        };
        let mut dependency = json!({ "name": name, "kind": kind });
        if let Some(inner) = name.strip_prefix("./") {
            dependency["path"] = json!(format!("/home/crates/{inner}"));
        }
        let metadata = json!({ "packages": [{
            "manifest_path": format!("/home/crates/{place}/Cargo.toml"),
            "dependencies": [dependency],
        }]});
        check(&read(&metadata, Path::new("/home")).unwrap())
    }

    #[test]
    fn what_the_table_allows_passes() {
        for (place, needs) in [
            ("web", "./kernel"),
            ("case", "./case/rules"),
            ("case", "./testkit!"),
            ("case", "sea-orm"),
            ("case/rules", "./workday"),
            ("case/rules", "thiserror"),
            ("case/rules", "proptest!"),
            ("db", "sqlx"),
            ("app", "./case"),
            ("workday", "tyme4rs"),
            ("workday", "proptest!"),
        ] {
            assert_eq!(on(place, needs), [] as [String; 0], "{place} -> {needs}");
        }
    }

    #[test]
    fn everything_else_is_refused_with_its_reason() {
        for (place, needs, why) in [
            ("case", "./grid", "contexts meet by typed ids"),
            ("case", "./grid!", "contexts meet by typed ids"),
            ("case", "./grid/rules", "it may name kernel"),
            ("case/rules", "./db", "it may name kernel, workday, codes"),
            ("case/rules", "tokio", "rules are pure"),
            ("case/rules", "time", "rules are pure"),
            ("kernel", "./db", "no crate of the workspace"),
            ("routes", "./web", "it may name kernel"),
            ("app", "./testkit", "dev-dependency only"),
            ("testkit", "sqlx", "only db names a database driver"),
            ("case", "tokio-postgres", "only db names a database driver"),
            ("app", "sea-orm", "query the database"),
            ("codes", "sea-query", "query the database"),
            ("workday", "regex", "keeps to its list"),
            ("gossip", "serde", "not in the crate table"),
            ("gossip/rules", "serde", "not in the crate table"),
        ] {
            let found = on(place, needs);
            assert!(
                found.len() == 1 && found[0].contains(why),
                "{place} -> {needs}: {found:?}"
            );
        }
    }
}
