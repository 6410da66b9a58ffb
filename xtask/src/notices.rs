//! `cargo xtask notices`: THIRD-PARTY.md, what the program is shipped with and under which licence.
use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;
use std::fs;
use std::process::Command;

use serde_json::Value;

use crate::tools::{Outcome, capture, metadata, read, root};

pub fn run() -> Outcome {
    let rows = shipped(&metadata(&["--locked"])?, "app")?;
    let mut text = String::from(
        "# Third-party software\n\nWritten by `cargo xtask notices`.\n\n## Rust crates in `xingge`\n\n\
         | crate | version | licence |\n| --- | --- | --- |\n",
    );
    for (name, version, licence) in &rows {
        let _ = writeln!(text, "| {name} | {version} | {licence} |");
    }
    let web = root().join("web");
    let manifest = web.join("package.json");
    if manifest.is_file() {
        let manifest: Value = serde_json::from_str(&read(&manifest)?).map_err(|e| format!("web/package.json: {e}"))?;
        if manifest["scripts"]["notices"].is_string() {
            let listed = capture(
                Command::new("npm")
                    .args(["run", "--silent", "notices"])
                    .current_dir(&web),
            )?;
            let _ = write!(text, "\n## Browser packages\n\n{}\n", listed.trim());
        }
    }
    let file = root().join("THIRD-PARTY.md");
    fs::write(&file, text).map_err(|e| format!("{}: {e}", file.display()))?;
    eprintln!("THIRD-PARTY.md: {} crates", rows.len());
    Ok(())
}

/// Name, version and licence of what `package` is made with: no build scripts, no tests, none of our own.
fn shipped(metadata: &Value, package: &str) -> Outcome<BTreeSet<(String, String, String)>> {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let packages = list(&metadata["packages"]);
    let by_id: HashMap<String, &Value> = packages.iter().map(|one| (text(&one["id"]), one)).collect();
    let nodes = list(&metadata["resolve"]["nodes"]);
    let node_of: HashMap<String, &Value> = nodes.iter().map(|one| (text(&one["id"]), one)).collect();
    // Our own packages have no source; a crate from outside may bear the same name.
    let is_ours = |one: &Value| one["source"].is_null();
    let start = packages.iter().find(|one| one["name"] == package && is_ours(one));
    let start = start.ok_or_else(|| format!("no package `{package}` in the workspace"))?;

    let mut seen = BTreeSet::new();
    let mut open = vec![text(&start["id"])];
    let mut rows = BTreeSet::new();
    while let Some(id) = open.pop() {
        if !seen.insert(id.clone()) {
            continue;
        }
        if let Some(one) = by_id.get(&id).filter(|one| !is_ours(one)) {
            let licence = one["license"].as_str().or(one["license_file"].as_str());
            let licence = licence.ok_or_else(|| format!("{id} names no licence"))?;
            rows.insert((text(&one["name"]), text(&one["version"]), licence.to_owned()));
        }
        for dependency in node_of.get(&id).map(|node| list(&node["deps"])).unwrap_or_default() {
            if list(&dependency["dep_kinds"]).iter().any(|kind| kind["kind"].is_null()) {
                open.push(text(&dependency["pkg"]));
            }
        }
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn lists_what_is_linked_and_nothing_else() {
        let outside =
            |id: &str| json!({ "id": id, "name": id, "version": "1.0.0", "license": "MIT", "source": "registry" });
        let on = |id: &str, kind: Value| json!({ "pkg": id, "dep_kinds": [{ "kind": kind }] });
        let metadata = json!({
            "packages": [{ "id": "ours", "name": "app", "source": null }, outside("deep"), outside("near"), outside("test"), outside("build")],
            "resolve": { "nodes": [
                { "id": "ours", "deps": [on("near", Value::Null), on("test", json!("dev")), on("build", json!("build"))] },
                { "id": "near", "deps": [on("deep", Value::Null)] },
            ]},
        });
        let names: Vec<String> = shipped(&metadata, "app")
            .unwrap()
            .into_iter()
            .map(|row| row.0)
            .collect();
        assert_eq!(names, ["deep", "near"]);
        assert!(shipped(&metadata, "other").is_err());
    }
}
