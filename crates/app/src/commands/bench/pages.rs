//! The to-do page, the leader's page and the figures, with a small and a large past.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use db::{Db, Sql, values};

use super::super::say;
use super::Figures;
use super::client::{Client, sign_in};
use super::server::{Server, demo_data};

const CLIENTS: usize = 8;
/// The shortest and the longest tables.
const FIGURES: [(&str, &str); 3] = [
    (
        "a month by community",
        "/api/v1/figures?from=2026-03&to=2026-03&dim=community",
    ),
    ("a year by unit", "/api/v1/figures?from=2025-01&to=2025-12&dim=unit"),
    ("a year by grid", "/api/v1/figures?from=2025-01&to=2025-12&dim=grid"),
];

pub async fn run(dir: &Path, seconds: u64, large: bool) -> Result<(), String> {
    let data = demo_data(dir, "demo-15000", crate::demo::HISTORY).await?;
    let small = measure(&data, seconds, "15,000 cases").await?;
    if large {
        let grown = dir.join("demo-1500000");
        if !grown.join("grown").exists() {
            grow(&data, &grown).await?;
        }
        let big = measure(&grown, seconds, "1,500,000 cases").await?;
        say(&format!("to-do page, large against small: {:.2}", big / small));
    }
    Ok(())
}

async fn measure(data: &Path, seconds: u64, what: &str) -> Result<f64, String> {
    let (server, _) = Server::start(data).await?;
    let clerk = Arc::new(sign_in(server.port, "unit-municipal").await?);
    let leader = Arc::new(sign_in(server.port, "leader-1").await?);
    // The first sweep after a long pause writes reminders; pages are measured after it.
    tokio::time::sleep(Duration::from_secs(2)).await;
    let todo = load(server.port, "/today", clerk, CLIENTS, seconds).await?;
    todo.tell(&format!("to-do page, {what}, 8 clients"));
    let board = load(server.port, "/board", leader.clone(), 1, seconds.min(3)).await?;
    board.tell(&format!("leader's page, {what}, 1 client"));
    for (name, path) in FIGURES {
        let figures = load(server.port, path, leader.clone(), 1, seconds.min(3)).await?;
        figures.tell(&format!("figures of {name}, {what}, 1 client"));
    }
    server.kill().await;
    Ok(todo.rate())
}

async fn load(
    port: u16,
    path: &'static str,
    cookie: Arc<String>,
    clients: usize,
    seconds: u64,
) -> Result<Figures, String> {
    let stop = Arc::new(AtomicBool::new(false));
    #[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
    let began = Instant::now();
    let mut running = Vec::new();
    for _ in 0..clients {
        let (cookie, stop) = (cookie.clone(), stop.clone());
        running.push(tokio::spawn(async move {
            let mut client = Client::connect(port).await.map_err(|error| error.to_string())?;
            let mut latencies = Vec::new();
            while !stop.load(Ordering::Relaxed) {
                #[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
                let began = Instant::now();
                let reply = client.get(path, &cookie).await.map_err(|error| error.to_string())?;
                if reply.status != 200 {
                    return Err(format!("{path} 得到 {}", reply.status));
                }
                latencies.push(began.elapsed().as_secs_f64() * 1000.0);
            }
            Ok(latencies)
        }));
    }
    tokio::time::sleep(Duration::from_secs(seconds)).await;
    stop.store(true, Ordering::Relaxed);
    let mut latencies = Vec::new();
    for client in running {
        latencies.extend(client.await.map_err(|error| error.to_string())??);
    }
    Ok(Figures::of(latencies, began.elapsed().as_secs_f64()))
}

/// A hundred times the past: closed matters are copied under new numbers, without their folded state, which no list reads;
/// open ones stay as they are.
async fn grow(from: &Path, to: &Path) -> Result<(), String> {
    say(&format!("growing to 1,500,000 cases in {}", to.display()));
    std::fs::create_dir_all(to).map_err(|error| error.to_string())?;
    std::fs::copy(from.join("xingge.db"), to.join("xingge.db")).map_err(|error| error.to_string())?;
    let db = Db::open(&format!("sqlite:{}", to.join("xingge.db").display()))
        .await
        .map_err(|error| error.to_string())?;
    for copy in 1_i64..100 {
        db.write::<(), std::convert::Infallible, _>(move |tx| {
            Box::pin(async move {
                tx.run(
                    "INSERT INTO cases (street, id, seq, number, state, level, area, desk, lead, item, channel, title, place, lng, lat, closing,
                        flags, reported_at, closed_at, promise_due_at, handle_due_at, alarm_at, body, item_name)
                     SELECT street, unhex(printf('%08x%024x', $1, rowid)), seq, number || '-' || $1, state, level, area, desk, lead, item, channel,
                        title, place, lng, lat, closing, flags, reported_at - $1, closed_at, promise_due_at, handle_due_at, NULL, '{}', item_name
                     FROM cases WHERE closed_at IS NOT NULL AND number NOT LIKE '%-%-%'",
                    values![copy],
                )
                .await?;
                Ok(())
            })
        })
        .await
        .map_err(|error| format!("{error:?}"))?;
    }
    db.write::<(), std::convert::Infallible, _>(|tx| {
        Box::pin(async move {
            let everybody =
                "INSERT OR IGNORE INTO case_parties SELECT street, lead, id FROM cases WHERE lead IS NOT NULL";
            tx.run(everybody, values![]).await?;
            // As many different sums as a hundred times the past has: every row of a dimension in every month.
            let everywhere = "INSERT INTO case_cells
                 SELECT s.street, s.dimension, s.end_month, s.month, s.kind, k.key, s.bits, 1 + s.number * 100 / k.many, s.seconds
                 FROM (SELECT street, dimension, end_month, month, kind, bits, SUM(number) AS number, SUM(seconds) AS seconds
                       FROM case_cells WHERE end_month <> 0 GROUP BY street, dimension, end_month, month, kind, bits) s
                 JOIN (SELECT DISTINCT dimension, key, COUNT(*) OVER (PARTITION BY dimension) AS many
                       FROM (SELECT DISTINCT dimension, key FROM case_cells)) k ON k.dimension = s.dimension
                 WHERE true
                 ON CONFLICT DO UPDATE SET number = excluded.number";
            tx.run(everywhere, values![]).await?;
            tx.run("ANALYZE", values![]).await?;
            Ok(())
        })
    })
    .await
    .map_err(|error| format!("{error:?}"))?;
    db.close().await;
    std::fs::write(to.join("grown"), "").map_err(|error| error.to_string())
}
