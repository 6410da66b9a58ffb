//! The binary.

use std::process::ExitCode;

use app::commands::{Command, run};
use clap::Parser;

/// 星格：一个街道办事处
#[derive(Parser)]
#[command(
    name = "xingge",
    version,
    about = "星格：一个街道办事处",
    disable_help_subcommand = true
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            tracing::error!(%error, "no runtime");
            return ExitCode::FAILURE;
        }
    };
    runtime.block_on(run(cli.command))
}
