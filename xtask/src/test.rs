//! `cargo xtask test`: every test, with everything it needs, on a machine that has only Rust and Node.
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::postgres::{self, Cluster};
use crate::tools::{Outcome, Steps, cargo, files_below, has_cargo_tool, is_root, root, run, target_dir};
use crate::{demo, docs, web};

const CHROMIUM: &str = "/usr/bin/chromium";
/// Reads printed documents back for the tests of `papers`.
const PDF_READER: &str = "/usr/bin/pdftotext";
const CJK_FONTS: &str = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc";

pub fn all() -> Outcome {
    let mut steps = Steps::start();
    if steps.run("web assets", web::build).is_some() {
        add_to(&mut steps);
    }
    steps.finish()
}

/// The tests themselves; the browser assets exist already.
pub fn add_to(steps: &mut Steps) {
    if steps.run("packages", install_packages).is_none() {
        return;
    }
    let Some(cluster) = steps.run("PostgreSQL", Cluster::start) else {
        return;
    };
    let with_database = |args: &[&str]| run(cargo().args(args).env("XINGGE_TEST_PG", cluster.url()));
    if has_cargo_tool("nextest") {
        steps.run("tests", || with_database(&["nextest", "run", "--workspace"]));
        steps.run("examples in docs", || with_database(&["test", "--doc", "--workspace"]));
    } else {
        steps.run("tests", || with_database(&["test", "--workspace"]));
    }
    // `--workspace` keeps the features the tests were built with, so only the program itself is compiled.
    let program = steps.run("program", || {
        run(cargo().args(["build", "--workspace", "--bin", "xingge"]))?;
        Ok(target_dir()?.join("debug/xingge"))
    });
    if let Some(program) = program {
        steps.run("generated documents", || docs::compare(&program));
        steps.run("figures of the demo", || demo::prove(&program));
        let journeys = root().join("web/e2e");
        if journeys.is_dir() {
            steps.run("browser journeys", || run_journeys(&journeys, &program));
        } else {
            steps.skip("browser journeys", "web/e2e does not exist");
        }
    }
    steps.run("PostgreSQL stopped", || cluster.stop());
}

/// The files by name: Node 20 takes a folder here, later ones do not.
fn run_journeys(folder: &Path, program: &Path) -> Outcome {
    let files: Vec<PathBuf> = files_below(folder, &[])?
        .into_iter()
        .filter(|file| is_journey(file))
        .collect();
    if files.is_empty() {
        return Err("web/e2e holds no *.test.mjs".to_owned());
    }
    run(Command::new("node")
        .args(["--test", "--test-concurrency=2"])
        .args(files)
        .current_dir(root())
        .env("XINGGE_BIN", program)
        .env("CHROMIUM", CHROMIUM))
}

fn is_journey(file: &Path) -> bool {
    let name = file.to_string_lossy();
    name.ends_with(".test.mjs") || name.ends_with(".test.js")
}

fn install_packages() -> Outcome {
    let wanted = [
        ("postgresql", postgres::programs().is_some()),
        ("chromium", Path::new(CHROMIUM).exists()),
        ("fonts-noto-cjk", Path::new(CJK_FONTS).exists()),
        ("poppler-utils", Path::new(PDF_READER).exists()),
    ];
    let missing: Vec<&str> = wanted.iter().filter(|(_, here)| !here).map(|(name, _)| *name).collect();
    if missing.is_empty() {
        return Ok(());
    }
    if !is_root() {
        let names = missing.join(" ");
        return Err(format!("missing: {names}. Install with: sudo apt-get install {names}"));
    }
    run(apt().arg("update"))?;
    run(apt().args(["install", "-y", "--no-install-recommends"]).args(missing))
}

fn apt() -> Command {
    let mut command = Command::new("apt-get");
    command.arg("-q").env("DEBIAN_FRONTEND", "noninteractive");
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn journeys_are_the_test_files_only() {
        assert!(is_journey(Path::new("web/e2e/report.test.mjs")));
        assert!(!is_journey(Path::new("web/e2e/office.mjs")));
    }
}
