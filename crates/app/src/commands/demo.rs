//! `xingge demo`: builds the demo office once, then serves it.

use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;

use super::serve::{Serve, log};
use super::{Place, say};
use crate::demo::{Failure, HISTORY, SEED, build};
use crate::open::{find_office, now};

#[derive(Args, Clone, Debug)]
pub struct Demo {
    /// 数据目录
    #[arg(long, env = "XINGGE_DATA", default_value = "data/demo")]
    data: PathBuf,
    /// PostgreSQL 地址；给出后不用数据目录
    #[arg(long, env = "XINGGE_DATABASE")]
    database: Option<String>,
    /// 监听地址
    #[arg(long, env = "XINGGE_LISTEN", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// 生成演示数据的种子
    #[arg(long, default_value_t = SEED)]
    seed: u64,
    /// 三年里办结的事项数
    #[arg(long, default_value_t = HISTORY)]
    history: usize,
    /// 只建立，不启动服务
    #[arg(long)]
    build_only: bool,
}

impl Demo {
    pub async fn run(&self) -> Result<(), String> {
        log();
        let place = Place {
            data: self.data.clone(),
            database: self.database.clone(),
        };
        let db = place.open().await?;
        if find_office(&db).await.map_err(|error| error.to_string())?.is_none() {
            say("正在建立演示单位（只需一次）……");
            build(&db, self.seed, now(), self.history, progress)
                .await
                .map_err(|failure| match failure {
                    Failure::Story(text) => format!("演示数据推演不下去：{text}"),
                    Failure::Database(text) => text,
                })?;
            say("");
        }
        if self.build_only {
            db.close().await;
            return Ok(());
        }
        Serve {
            place,
            listen: self.listen,
        }
        .serve(db)
        .await
    }
}

/// A bar on one line.
#[expect(clippy::print_stdout, reason = "a progress bar is for the terminal")]
fn progress(percent: u32, what: &str) {
    let filled = (percent / 4) as usize;
    print!(
        "\r[{}{}] {percent:3}% {what}　　　　",
        "█".repeat(filled),
        "·".repeat(25 - filled.min(25))
    );
    // A terminal that cannot be written to is no reason to stop.
    let _ = std::io::stdout().flush();
}
