//! `xingge serve`: the service, its sweep, and a clean end.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use access::load_setup;
use clap::Args;
use db::Db;
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;
use web::{Fault, Site};

use super::{Place, say};
use crate::open::open_site;
use crate::{handover, router};

/// Often enough for reminders by the minute.
const SWEEP_EVERY: Duration = Duration::from_secs(20);

/// In sweeps: once an hour.
const FORGET_EVERY: u64 = 180;

#[derive(Args, Clone, Debug)]
pub struct Serve {
    #[command(flatten)]
    pub place: Place,
    /// 监听地址
    #[arg(long, env = "XINGGE_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
}

impl Serve {
    pub async fn run(&self) -> Result<(), String> {
        log();
        let db = self.place.open().await?;
        self.serve(db).await
    }

    /// Serves an open database until told to stop.
    pub(crate) async fn serve(&self, db: Db) -> Result<(), String> {
        let site = open_site(db.clone()).await.map_err(|fault: Fault| fault.text())?;
        let listener = TcpListener::bind(self.listen)
            .await
            .map_err(|error| format!("{} 打不开：{error}。可用 --listen 换一个端口。", self.listen))?;
        say(&format!("{} 已就绪：http://{}", site.setup().name, self.listen));
        let sweeper = tokio::spawn(sweep(site.clone()));
        let service = router(site).into_make_service_with_connect_info::<SocketAddr>();
        let served = axum::serve(listener, service).with_graceful_shutdown(stop()).await;
        sweeper.abort();
        db.close().await;
        tracing::info!("stopped");
        served.map_err(|error| error.to_string())
    }
}

/// Structured logs to the terminal; no personal data is ever put into them.
pub(crate) fn log() {
    let filter = EnvFilter::try_from_env("XINGGE_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    // A second start in one process keeps the first subscriber.
    let _ = tracing_subscriber::fmt()
        .json()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .try_init();
}

async fn sweep(site: Arc<Site>) {
    if let Err(fault) = handover::take_up(&site).await {
        tracing::error!(code = fault.code(), "what has ended could not be taken up");
    }
    let mut tick = tokio::time::interval(SWEEP_EVERY);
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    for round in 0_u64.. {
        tick.tick().await;
        if round % FORGET_EVERY == 0
            && let Err(fault) = site.forget_answers().await
        {
            tracing::error!(code = fault.code(), "old answers could not be forgotten");
        }
        if let Err(fault) = follow(&site).await {
            tracing::error!(code = fault.code(), "the office's settings could not be read");
        }
        match handover::settle(&site).await {
            Ok(0) => {}
            Ok(matters) => tracing::info!(matters, "handed over"),
            Err(fault) => tracing::error!(code = fault.code(), "the hand-over failed"),
        }
        match case::sweep::run(&site).await {
            Ok(0) => {}
            Ok(entries) => tracing::info!(entries, "swept"),
            Err(fault) => tracing::error!(code = fault.code(), "the sweep failed"),
        }
    }
}

/// What the office has set, as the database has it: another server may have changed it, or two edits crossed.
async fn follow(site: &Site) -> Result<(), Fault> {
    site.settle(load_setup(&site.db, site.street).await?);
    Ok(())
}

async fn stop() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
