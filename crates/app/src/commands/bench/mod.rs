//! `xingge bench`: the figures of CONTRIBUTING.md, each measured against the running program on this machine.

mod client;
mod intake;
mod kill;
mod pages;
mod recount;
mod server;

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::say;

#[derive(Args, Clone, Debug)]
pub struct Bench {
    /// 放测试数据的目录（会写入几百兆到几吉字节）
    #[arg(long, default_value = "target/bench")]
    dir: PathBuf,
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand, Clone, Debug)]
enum What {
    /// 上报入库：8 个客户端，每次应答前落盘
    Intake {
        #[arg(long, default_value_t = 10)]
        seconds: u64,
    },
    /// 待办页和街道一页：15,000 件；加 --large 再测 1,500,000 件
    Pages {
        #[arg(long, default_value_t = 5)]
        seconds: u64,
        #[arg(long)]
        large: bool,
    },
    /// 改一天日历，全部在办事项重算时限，途中杀死两次，再逐件核对
    Recount {
        #[arg(long, default_value_t = 1_000_000)]
        cases: usize,
    },
    /// 启动时间和内存
    Start,
    /// 在上报途中随机杀死服务，核对一件不少、一件不重
    Kill {
        #[arg(long, default_value_t = 30)]
        times: u32,
    },
}

impl Bench {
    pub async fn run(&self) -> Result<(), String> {
        std::fs::create_dir_all(&self.dir).map_err(|error| error.to_string())?;
        match self.what {
            What::Intake { seconds } => intake::run(&self.dir, seconds).await,
            What::Pages { seconds, large } => pages::run(&self.dir, seconds, large).await,
            What::Recount { cases } => recount::run(&self.dir, cases).await,
            What::Start => server::measure_start(&self.dir).await,
            What::Kill { times } => kill::run(&self.dir, times).await,
        }
    }
}

/// Rate and latencies of a run.
struct Figures {
    done: usize,
    seconds: f64,
    /// Milliseconds, sorted.
    latencies: Vec<f64>,
}

impl Figures {
    fn of(mut latencies: Vec<f64>, seconds: f64) -> Self {
        latencies.sort_by(f64::total_cmp);
        Self {
            done: latencies.len(),
            seconds,
            latencies,
        }
    }

    fn rate(&self) -> f64 {
        self.done as f64 / self.seconds
    }

    fn percentile(&self, percent: usize) -> f64 {
        let index = (self.latencies.len() * percent / 100).min(self.latencies.len().saturating_sub(1));
        self.latencies.get(index).copied().unwrap_or(f64::NAN)
    }

    fn tell(&self, what: &str) {
        say(&format!(
            "{what}: {:.0}/s, p50 {:.1} ms, p99 {:.1} ms ({} in {:.1} s)",
            self.rate(),
            self.percentile(50),
            self.percentile(99),
            self.done,
            self.seconds
        ));
    }
}
