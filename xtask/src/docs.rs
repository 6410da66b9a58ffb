//! `cargo xtask docs`: documents made from the code, by the program itself.
use std::path::Path;
use std::process::Command;

use crate::tools::{Outcome, cargo, root, run, target_dir};

/// Builds the program and lets it write its documents.
pub fn write() -> Outcome {
    run(cargo().args(["build", "--workspace", "--bin", "xingge"]))?;
    run(Command::new(target_dir()?.join("debug/xingge"))
        .arg("docs")
        .current_dir(root()))
}

/// Whether the committed documents still say what the code says.
pub fn compare(program: &Path) -> Outcome {
    run(Command::new(program).args(["docs", "--check"]).current_dir(root()))
}
