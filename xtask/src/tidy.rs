//! `cargo xtask tidy`: the house rules that no compiler checks, each with its own message.
mod crates;
mod files;
mod words;

use std::path::Path;

use crate::tools::{Outcome, files_below, metadata, read, root};

/// Folders that hold nothing written by us.
const NOT_OURS: [&str; 3] = ["target", "node_modules", "dist"];
const TEXT: [&str; 11] = [
    "rs", "toml", "sql", "html", "js", "mjs", "css", "scss", "md", "json", "csv",
];

pub fn run() -> Outcome {
    let root = root();
    let mut findings = crates::check(&crates::read(&metadata(&["--no-deps"])?, &root)?);
    let mut allowed = words::Allowed::read(&root)?;
    let mut looked_at = 0;
    for folder in ["crates", "xtask", "web", "docs"] {
        for path in files_below(&root.join(folder), &NOT_OURS)? {
            if !has_ending(&path, &TEXT) || path.ends_with("package-lock.json") {
                continue;
            }
            let text = read(&path)?;
            let name = path.strip_prefix(&root).unwrap_or(&path).to_string_lossy().into_owned();
            findings.extend(files::check(&name, &text));
            findings.extend(words::check(&name, &text, &mut allowed));
            looked_at += 1;
        }
    }
    findings.extend(allowed.unused());
    if findings.is_empty() {
        eprintln!("tidy: {looked_at} files, nothing to say");
        return Ok(());
    }
    Err(format!("tidy: {} findings\n{}", findings.len(), findings.join("\n")))
}

fn has_ending(path: &Path, endings: &[&str]) -> bool {
    path.extension()
        .is_some_and(|ending| endings.iter().any(|known| ending == *known))
}
