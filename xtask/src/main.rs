//! The project's own commands, run as `cargo xtask <command>`.
mod ci;
mod demo;
mod docs;
mod notices;
mod oracles;
mod postgres;
mod test;
mod tidy;
mod tools;
mod web;

use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask <command>
  web                build the browser assets into web/dist, when something changed
  demo [-- args]     build the program and open the office with its demo data
  test               install what is missing, then every test: Rust, both databases, browser
  docs               write the documents that follow from the code into docs/generated
  tidy               the house rules that no compiler checks
  ci                 format, tidy, lints, then test
  oracles            deadlines against the specification's vectors, the calendar against other people's, the race with Python
  notices            write THIRD-PARTY.md";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let outcome = match args.as_slice() {
        ["web"] => web::build(),
        ["demo"] => demo::open(&[]),
        ["demo", "--", rest @ ..] => demo::open(rest),
        ["test"] => test::all(),
        ["docs"] => docs::write(),
        ["tidy"] => tidy::run(),
        ["ci"] => ci::check(),
        ["oracles"] => oracles::compare(),
        ["notices"] => notices::run(),
        _ => Err(USAGE.to_owned()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}
