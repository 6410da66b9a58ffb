//! The commands, one file each.

mod backup;
mod bench;
mod calendar;
mod deadline;
mod demo;
mod docs;
mod export;
mod figures;
mod found;
mod hex;
mod import;
mod report;
mod serve;
mod tables;
mod verify;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use db::Db;

pub use import::DrawnLayer;
pub use report::write_month;
pub use verify::{Verdict, verify};

/// Where the office lives.
#[derive(Args, Clone, Debug)]
pub struct Place {
    /// 数据目录（SQLite）
    #[arg(long, env = "XINGGE_DATA", default_value = "data/office")]
    pub data: PathBuf,
    /// PostgreSQL 地址；给出后不用数据目录
    #[arg(long, env = "XINGGE_DATABASE")]
    pub database: Option<String>,
}

impl Place {
    /// The database address; makes the folder for SQLite.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn address(&self) -> Result<String, String> {
        if let Some(address) = &self.database {
            return Ok(address.clone());
        }
        std::fs::create_dir_all(&self.data)
            .map_err(|error| format!("建不了数据目录 {}：{error}", self.data.display()))?;
        Ok(format!("sqlite:{}", self.data.join("xingge.db").display()))
    }

    /// # Errors
    /// When the database cannot be opened.
    pub async fn open(&self) -> Result<Db, String> {
        Db::open(&self.address()?).await.map_err(|error| error.to_string())
    }
}

#[derive(Subcommand)]
pub enum Command {
    /// 测量（见 CONTRIBUTING.md）
    #[command(hide = true)]
    Bench(bench::Bench),
    /// 写出由代码得来的文档
    #[command(hide = true)]
    Docs(docs::Docs),
    /// 建立一个空的单位和三员账号
    Found(found::Found),
    /// 启动服务
    Serve(serve::Serve),
    /// 建立并打开演示单位
    Demo(demo::Demo),
    /// 核对历史链，并由经过重算每件事项的现状和全部统计数字
    Verify(Place),
    /// 核对或重算统计数字
    #[command(subcommand)]
    Figures(figures::Figures),
    /// 写出月报
    #[command(subcommand)]
    Report(report::Report),
    /// 导入事项、区划、网格、楼栋，或整个单位
    #[command(subcommand)]
    Import(import::Import),
    /// 把整个单位导出为文本，可导入另一种数据库
    Export(export::Export),
    /// 备份到一个文件
    Backup(backup::Backup),
    /// 从备份文件恢复到一个空的数据目录
    Restore(backup::Restore),
    /// 算时限到哪天、哪一刻为止
    Deadline(deadline::Deadline),
    /// 列出工作日历，每天一行
    Calendar(calendar::Calendar),
}

/// Says something to whoever runs the command.
#[expect(clippy::print_stdout, reason = "commands talk to their terminal")]
pub(crate) fn say(text: &str) {
    println!("{text}");
}

/// Runs a command to its end.
pub async fn run(command: Command) -> ExitCode {
    let outcome = match command {
        Command::Bench(bench) => bench.run().await,
        Command::Docs(docs) => docs.run(),
        Command::Found(found) => found.run().await,
        Command::Serve(serve) => serve.run().await,
        Command::Demo(demo) => demo.run().await,
        Command::Verify(place) => verify::run(&place).await,
        Command::Figures(figures) => figures.run().await,
        Command::Report(report) => report.run().await,
        Command::Import(import) => import.run().await,
        Command::Export(export) => export.run().await,
        Command::Backup(backup) => backup.run().await,
        Command::Restore(restore) => restore.run().await,
        Command::Deadline(deadline) => return deadline.run(),
        Command::Calendar(calendar) => calendar.run(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(text) => {
            say(&format!("出错：{text}"));
            ExitCode::FAILURE
        }
    }
}
