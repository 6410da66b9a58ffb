//! `cargo xtask ci`: what a change must pass, cheap checks first.
use crate::tools::{Outcome, Steps, cargo, has_cargo_tool, run};
use crate::{test, tidy, web};

pub fn check() -> Outcome {
    let mut steps = Steps::start();
    steps.run("format", || run(cargo().args(["fmt", "--all", "--check"])));
    steps.run("tidy", tidy::run);
    if has_cargo_tool("deny") {
        // Advisories need the network, so they are a task of their own.
        steps.run("cargo deny", || {
            run(cargo().args(["deny", "check", "bans", "licenses", "sources"]))
        });
    } else {
        steps.skip("cargo deny", "cargo-deny is not installed");
    }
    // The assets first: a crate embeds them. Clippy is the only `check` of the run, and in the profile of the
    // tests, so the two share build scripts and macros, which is all they can share.
    if steps.run("web assets", web::build).is_some() {
        steps.run("clippy", || {
            run(cargo().args([
                "clippy",
                "--locked",
                "--workspace",
                "--all-targets",
                "--",
                "-D",
                "warnings",
            ]))
        });
        test::add_to(&mut steps);
    }
    steps.finish()
}
