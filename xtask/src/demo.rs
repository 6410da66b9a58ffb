//! `cargo xtask demo`: from a checkout to a running office with its demo data.
use std::fs;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::Command;

use crate::tools::{Outcome, Watch, cargo, root, run, target_dir};
use crate::web;

/// `args` go to `xingge demo`, which knows the default folder and address.
pub fn open(args: &[&str]) -> Outcome {
    let watch = Watch::start();
    eprintln!("[1/3] 准备页面资源 · building the browser assets");
    web::build()?;
    eprintln!("[2/3] 编译程序（首次需几分钟）· compiling the program (minutes, the first time)");
    run(cargo().args(["build", "--profile", "demo", "-p", "app", "--bin", "xingge"]))?;
    let program = target_dir()?.join("demo/xingge");
    let seconds = watch.elapsed().as_secs();
    eprintln!(
        "[3/3] 启动演示（准备用时 {seconds} 秒）· starting the office ({seconds} s so far); Ctrl-C 停止 stops it"
    );
    // Becomes the program, so that a signal meant for the office reaches it.
    let error = Command::new(&program).arg("demo").args(args).current_dir(root()).exec();
    Err(format!("cannot run {}: {error}", program.display()))
}

/// Builds the demo anew and recomputes it from its history: chain, matters, and every sum that figures read.
pub fn prove(program: &Path) -> Outcome {
    let data = target_dir()?.join("proved-demo");
    if data.exists() {
        fs::remove_dir_all(&data).map_err(|error| format!("cannot remove {}: {error}", data.display()))?;
    }
    let data = data.to_string_lossy();
    run(Command::new(program).args(["demo", "--build-only", "--data", &data]))?;
    run(Command::new(program).args(["verify", "--data", &data]))
}
