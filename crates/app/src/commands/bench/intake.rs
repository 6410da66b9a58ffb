//! Durable intake through the API against the engine's own commit rate.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use db::{Db, Sql, values};
use uuid::Uuid;

use super::super::say;
use super::Figures;
use super::client::{Client, sign_in};
use super::server::{Server, demo_data};
use crate::open::new_id;

const CLIENTS: usize = 8;

/// A report as the desk sends it.
pub fn body(client: Uuid, number: usize) -> String {
    let (lng, lat) = (
        114.05 + (number % 97) as f64 * 0.0004,
        32.085 + (number % 89) as f64 * 0.0003,
    );
    format!(
        r#"{{"client_id":"{client}","words":"路口第 {number} 盏路灯不亮，晚上看不清路，请派人来修。","place":"申碑路与文昌街路口","lng":{lng},"lat":{lat},"name":"测试","phone":"15400000001"}}"#
    )
}

pub async fn run(dir: &Path, seconds: u64) -> Result<(), String> {
    let raw = raw_rate(dir, seconds.min(4)).await?;
    let data = demo_data(dir, "intake", 1_500).await?;
    let (server, _) = Server::start(&data).await?;
    let cookie = Arc::new(sign_in(server.port, "dispatcher-1").await?);
    let stop = Arc::new(AtomicBool::new(false));
    #[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
    let began = Instant::now();
    let mut clients = Vec::new();
    for _ in 0..CLIENTS {
        clients.push(tokio::spawn(client(server.port, cookie.clone(), stop.clone())));
    }
    tokio::time::sleep(Duration::from_secs(seconds)).await;
    stop.store(true, Ordering::Relaxed);
    let mut latencies = Vec::new();
    for client in clients {
        latencies.extend(client.await.map_err(|error| error.to_string())??);
    }
    let figures = Figures::of(latencies, began.elapsed().as_secs_f64());
    server.kill().await;
    figures.tell("durable intake, 8 clients");
    say(&format!(
        "raw engine, one commit each: {raw:.0}/s; ratio {:.2}",
        figures.rate() / raw
    ));
    Ok(())
}

async fn client(port: u16, cookie: Arc<String>, stop: Arc<AtomicBool>) -> Result<Vec<f64>, String> {
    let mut client = Client::connect(port).await.map_err(|error| error.to_string())?;
    let mut latencies = Vec::new();
    while !stop.load(Ordering::Relaxed) {
        let body = body(new_id(), latencies.len());
        #[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
        let began = Instant::now();
        let reply = client
            .post("/api/v1/cases", &cookie, "application/json", &body)
            .await
            .map_err(|error| error.to_string())?;
        if reply.status != 201 {
            return Err(format!(
                "上报得到 {}：{}",
                reply.status,
                String::from_utf8_lossy(&reply.body)
            ));
        }
        latencies.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    Ok(latencies)
}

/// How often a second the same engine, with the same settings, commits one small row.
async fn raw_rate(dir: &Path, seconds: u64) -> Result<f64, String> {
    let file = dir.join("raw.db");
    for ending in ["", "-wal", "-shm"] {
        // What is not there need not be removed.
        let _ = std::fs::remove_file(format!("{}{ending}", file.display()));
    }
    let db = Db::open(&format!("sqlite:{}", file.display()))
        .await
        .map_err(|error| error.to_string())?;
    #[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
    let began = Instant::now();
    let mut commits = 0_i64;
    while began.elapsed() < Duration::from_secs(seconds) {
        let name = format!("row {commits}");
        db.write::<(), std::convert::Infallible, _>(move |tx| {
            let name = name.clone();
            Box::pin(async move {
                tx.run(
                    "INSERT INTO counters (street, name, value) VALUES ($1, $2, 0)",
                    values![1_i64, name],
                )
                .await?;
                Ok(())
            })
        })
        .await
        .map_err(|error| format!("{error:?}"))?;
        commits += 1;
    }
    let rate = commits as f64 / began.elapsed().as_secs_f64();
    db.close().await;
    Ok(rate)
}
