//! The program as a child process, on a free port, with data of its own.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use tokio::process::{Child, Command};

use super::super::say;
use super::client::Client;

pub struct Server {
    pub port: u16,
    child: Child,
}

/// The binary that is running now.
fn program() -> Result<PathBuf, String> {
    std::env::current_exe().map_err(|error| error.to_string())
}

/// Builds the demo office in a folder, once.
pub async fn demo_data(dir: &Path, name: &str, history: usize) -> Result<PathBuf, String> {
    let data = dir.join(name);
    if data.join("xingge.db").exists() {
        return Ok(data);
    }
    say(&format!("building {history} cases in {}", data.display()));
    let status = Command::new(program()?)
        .args(["demo", "--build-only", "--history", &history.to_string(), "--data"])
        .arg(&data)
        .stdout(Stdio::null())
        .status()
        .await
        .map_err(|error| error.to_string())?;
    if status.success() {
        Ok(data)
    } else {
        Err("演示数据没有建成".into())
    }
}

impl Server {
    /// Starts and waits until it answers; tells how long that took.
    pub async fn start(data: &Path) -> Result<(Self, Duration), String> {
        let port = TcpListener::bind("127.0.0.1:0")
            .and_then(|listener| listener.local_addr())
            .map_err(|error| error.to_string())?
            .port();
        #[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
        let began = Instant::now();
        let child = Command::new(program()?)
            .args(["serve", "--listen", &format!("127.0.0.1:{port}"), "--data"])
            .arg(data)
            .env("XINGGE_LOG", "error")
            .stdout(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| error.to_string())?;
        let server = Self { port, child };
        for _ in 0..4000 {
            if let Ok(mut client) = Client::connect(port).await
                && client.get("/healthz", "").await.is_ok_and(|reply| reply.status == 200)
            {
                return Ok((server, began.elapsed()));
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        Err("服务 20 秒内没有就绪".into())
    }

    /// As the machine's power would: no word, no chance to finish.
    pub async fn kill(mut self) {
        // A child that is gone already is as dead as it should be.
        let _ = self.child.kill().await;
    }

    /// Resident memory in megabytes.
    pub fn resident(&self) -> Option<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()?)).ok()?;
        let line = status.lines().find(|line| line.starts_with("VmRSS"))?;
        line.split_whitespace()
            .nth(1)?
            .parse::<f64>()
            .ok()
            .map(|kilobytes| kilobytes / 1024.0)
    }
}

/// Start-up time and memory in the demo office.
pub async fn measure_start(dir: &Path) -> Result<(), String> {
    let data = demo_data(dir, "demo-15000", crate::demo::HISTORY).await?;
    let mut took = Vec::new();
    let mut resident = Vec::new();
    for _ in 0..5 {
        let (server, ready) = Server::start(&data).await?;
        tokio::time::sleep(Duration::from_secs(1)).await;
        took.push(ready.as_secs_f64() * 1000.0);
        resident.extend(server.resident());
        server.kill().await;
    }
    took.sort_by(f64::total_cmp);
    resident.sort_by(f64::total_cmp);
    let middle = |values: &[f64]| values.get(values.len() / 2).copied().unwrap_or(f64::NAN);
    say(&format!(
        "ready after {:.0} ms, resident {:.0} MB (medians of 5)",
        middle(&took),
        middle(&resident)
    ));
    Ok(())
}
