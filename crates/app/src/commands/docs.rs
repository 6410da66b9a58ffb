//! `xingge docs`: the documents that follow from the code; CI compares them.

use std::collections::{BTreeMap, BTreeSet};
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

/// Every stable code with what people read and the files that say it, found in the sources.
fn error_codes(crates: &Path) -> Result<String, String> {
    let mut codes: BTreeMap<String, Said> = BTreeMap::new();
    let mut folders = vec![crates.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))? {
            let path = entry.map_err(|error| error.to_string())?.path();
            // This file names codes only to speak about them.
            let hidden = ["tests", "target", "docs.rs"].iter().any(|name| path.ends_with(name));
            if path.is_dir() && !hidden {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let source = std::fs::read_to_string(&path).map_err(|error| error.to_string())?;
                collect(&source, &path.display().to_string(), &mut codes);
            }
        }
    }
    let mut text = String::from(
        "# Error codes\n\nStable: programs may rely on them. Found in the sources; `{…}` stands for what the case fills in.\n\n| code | what people read | said in |\n| --- | --- | --- |\n",
    );
    let list = |items: &BTreeSet<String>| items.iter().map(String::as_str).collect::<Vec<_>>().join("<br>");
    let mut silent = Vec::new();
    for (code, said) in &codes {
        let below = FROM_BELOW.iter().find(|(known, _)| known == code);
        if said.sentences.is_empty() && below.is_none() {
            silent.push(code.as_str());
        }
        let words = below.map_or_else(|| list(&said.sentences), |(_, who)| format!("*{who}*"));
        let _ = writeln!(text, "| `{code}` | {words} | {} |", list(&said.files));
    }
    if silent.is_empty() {
        Ok(text)
    } else {
        Err(format!("这些错误码旁边没有给人看的句子：{}。", silent.join("、")))
    }
}

/// Codes whose words come from the check that failed.
const FROM_BELOW: &[(&str, &str)] = &[
    ("access.office.day", "the field and the day, `web::settings`"),
    ("access.office.time", "the field and the time, `web::settings`"),
    (
        "case.calendar.unread",
        "what the reader of notices found, `workday::notice`",
    ),
    ("case.hide.target_missing", "what cannot be hidden, `case::step::hide`"),
    ("case.photo", "the photo's fault, `web::photo`"),
    ("case.receipt.code", "the unreadable code, `codes::receipt`"),
    ("case.step.reason", "the unknown reason, `case_rules::Reason`"),
];

/// Where a code is said, and in which words.
#[derive(Default)]
struct Said {
    sentences: BTreeSet<String>,
    files: BTreeSet<String>,
}

/// The codes of one source, each with the sentence beside it (ADR 0009): the argument after the code, or, where that is
/// a variable, the text made just before.
fn collect(source: &str, file: &str, codes: &mut BTreeMap<String, Said>) {
    let pieces: Vec<&str> = source.split('"').collect();
    let literals = |range: std::ops::Range<usize>| range.filter(|place| place % 2 == 1);
    let is_sentence = |place: &usize| pieces[*place].chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    for place in literals(0..pieces.len()).filter(|place| is_code(pieces[*place])) {
        let said = codes.entry(pieces[place].to_owned()).or_default();
        said.files.insert(file.to_owned());
        let between: String = pieces
            .get(place + 1)
            .map_or("", |piece| *piece)
            .split_whitespace()
            .collect();
        let sentence = match between.as_str() {
            "," | ",format!(" | ",&format!(" | ",text:" => literals(place + 1..pieces.len()).find(is_sentence),
            _ => literals(0..place).rev().take(3).find(is_sentence),
        };
        said.sentences
            .extend(sentence.map(|place| pieces[place].replace('|', "｜")));
    }
}

fn is_code(piece: &str) -> bool {
    let fits = piece.chars().all(|c| c.is_ascii_lowercase() || c == '_' || c == '.');
    fits && ["case.", "access.", "areas.", "grid.", "people."]
        .iter()
        .any(|start| piece.starts_with(start) && piece.len() > start.len())
}
