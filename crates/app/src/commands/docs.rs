//! `xingge docs`: the documents that follow from the code; CI compares them.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use case_rules::{State, table};
use clap::Args;
use kernel::{Permission, Role};
use routes::Route;

use super::say;

#[derive(Args, Clone, Debug)]
pub struct Docs {
    /// 文档目录
    #[arg(long, default_value = "docs/generated")]
    dir: PathBuf,
    /// 只比较，不写
    #[arg(long)]
    check: bool,
}

impl Docs {
    pub fn run(&self) -> Result<(), String> {
        let documents = [
            ("routes.md", routes()),
            ("lifecycle.md", lifecycle()),
            ("permissions.md", permissions()),
            ("error-codes.md", error_codes(Path::new("crates"))?),
        ];
        let mut stale = Vec::new();
        for (name, text) in documents {
            let file = self.dir.join(name);
            let kept = std::fs::read_to_string(&file).unwrap_or_default();
            if kept == text {
                continue;
            }
            if self.check {
                stale.push(name);
            } else {
                std::fs::create_dir_all(&self.dir)
                    .and_then(|()| std::fs::write(&file, text))
                    .map_err(|error| error.to_string())?;
                say(&format!("wrote {}", file.display()));
            }
        }
        if stale.is_empty() {
            Ok(())
        } else {
            Err(format!(
                "过期的文档：{}。运行 cargo xtask docs 更新。",
                stale.join("、")
            ))
        }
    }
}

fn routes() -> String {
    let mut text = String::from(
        "# Routes\n\nMade from `crates/routes/src/table.rs`.\n\n| name | verb | path | permission | kind |\n| --- | --- | --- | --- | --- |\n",
    );
    for route in Route::ALL {
        let row = route.row();
        // Writing to a string cannot fail, here and below.
        let _ = writeln!(
            text,
            "| {route:?} | {:?} | `{}` | {} {} | {:?} |",
            row.verb,
            row.path,
            row.permission.key(),
            row.permission.name(),
            row.kind
        );
    }
    text
}

/// The steps as a diagram, then every row.
fn lifecycle() -> String {
    let mut text = String::from(
        "# Lifecycle of a matter\n\nMade from `crates/case/rules/src/lifecycle.rs`.\n\n```mermaid\nstateDiagram-v2\n",
    );
    for state in State::ALL {
        let _ = writeln!(text, "    state \"{}\" as {}", state.name(), state.key());
    }
    let mut arrows: BTreeMap<(String, String), Vec<&str>> = BTreeMap::new();
    for row in table().iter().filter(|row| row.to.is_some()) {
        let from = row.from.map_or("[*]", State::key).to_owned();
        let to = row.to.map_or("", State::key).to_owned();
        let names = arrows.entry((from, to)).or_default();
        if !names.contains(&row.action.name()) {
            names.push(row.action.name());
        }
    }
    for ((from, to), names) in arrows {
        let _ = writeln!(text, "    {from} --> {to}: {}", names.join(" / "));
    }
    text.push_str("```\n\n| from | action | to | permission | seat | guards | clocks |\n| --- | --- | --- | --- | --- | --- | --- |\n");
    for row in table() {
        let list = |items: Vec<String>| items.join(", ");
        let _ = writeln!(
            text,
            "| {} | {} {} | {} | {} | {:?} | {} | {} |",
            row.from.map_or("-", State::name),
            row.action.key(),
            row.action.name(),
            row.to.map_or("-", State::name),
            row.permission.key(),
            row.seat,
            list(row.guards.iter().map(|guard| format!("{guard:?}")).collect()),
            list(row.effects.iter().map(|effect| format!("{effect:?}")).collect()),
        );
    }
    text
}

fn permissions() -> String {
    let mut text = String::from(
        "# Roles and what they start with\n\nMade from `crates/kernel/src/permission.rs`. An office may change its own table `roles`.\n\n| role | permissions |\n| --- | --- |\n",
    );
    for role in Role::ALL {
        let names: Vec<String> = role
            .default_permissions()
            .iter()
            .map(|permission: &Permission| format!("{} {}", permission.key(), permission.name()))
            .collect();
        let _ = writeln!(text, "| {} {} | {} |", role.key(), role.name(), names.join(", "));
    }
    text
}

/// Every stable code with the file that says it, found in the sources.
fn error_codes(crates: &Path) -> Result<String, String> {
    let mut codes: BTreeMap<String, String> = BTreeMap::new();
    let mut folders = vec![crates.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))? {
            let path = entry.map_err(|error| error.to_string())?.path();
            let hidden = path.ends_with("tests") || path.ends_with("target");
            if path.is_dir() && !hidden {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let source = std::fs::read_to_string(&path).map_err(|error| error.to_string())?;
                for piece in source.split('"').skip(1).step_by(2).filter(|piece| is_code(piece)) {
                    codes
                        .entry(piece.to_owned())
                        .or_insert_with(|| path.display().to_string());
                }
            }
        }
    }
    let mut text = String::from(
        "# Error codes\n\nStable: programs may rely on them. Found in the sources.\n\n| code | said in |\n| --- | --- |\n",
    );
    for (code, file) in codes {
        let _ = writeln!(text, "| `{code}` | {file} |");
    }
    Ok(text)
}

fn is_code(piece: &str) -> bool {
    let fits = piece.chars().all(|c| c.is_ascii_lowercase() || c == '_' || c == '.');
    fits && ["case.", "access.", "grid.", "people."]
        .iter()
        .any(|start| piece.starts_with(start) && piece.len() > start.len())
}
