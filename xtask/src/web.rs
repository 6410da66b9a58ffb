//! `cargo xtask web`: the browser assets, rebuilt only when something they come from changed.
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

use crate::tools::{Outcome, files_below, root, run};

/// What npm writes last, so an install that was cut off does not count as one.
const INSTALLED: &str = "node_modules/.package-lock.json";
const BUILT: &str = "dist/manifest.json";

pub fn build() -> Outcome {
    let web = root().join("web");
    if is_older(modified(&web.join(INSTALLED)), modified(&web.join("package-lock.json"))) {
        run(Command::new("npm")
            .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
            .current_dir(&web))?;
    }
    if is_older(modified(&web.join(BUILT)), newest_source(&web)?) {
        run(Command::new("node").arg("build.mjs").current_dir(&web))?;
    }
    if web.join(BUILT).is_file() {
        Ok(())
    } else {
        Err(format!("web/build.mjs wrote no {BUILT}"))
    }
}

/// The last change among the files and folders the assets are made of (a folder changes when a file goes).
fn newest_source(web: &Path) -> Outcome<Option<SystemTime>> {
    let mut newest = modified(&web.join(INSTALLED));
    for file in files_below(web, &["node_modules", "dist", "e2e"])? {
        let folder = file.parent().filter(|folder| *folder != web).and_then(modified);
        newest = newest.max(modified(&file)).max(folder);
    }
    Ok(newest)
}

fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|data| data.modified()).ok()
}

/// Whether `made` is absent, or from before `source`.
fn is_older(made: Option<SystemTime>, source: Option<SystemTime>) -> bool {
    made.is_none_or(|made| source.is_some_and(|source| made < source))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn rebuilt_when_absent_or_older_than_its_source() {
        let early = Some(SystemTime::UNIX_EPOCH);
        let late = Some(SystemTime::UNIX_EPOCH + Duration::from_secs(1));
        assert!(is_older(None, early) && is_older(None, None) && is_older(early, late));
        assert!(!is_older(late, early) && !is_older(early, early) && !is_older(early, None));
    }
}
