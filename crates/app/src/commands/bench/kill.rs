//! `kill -9` at random moments under intake load: everything acknowledged is there, nothing twice, the history holds.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use db::{Db, Sql, values};
use uuid::Uuid;

use super::super::say;
use super::super::verify::verify;
use super::client::{Client, sign_in};
use super::intake::body;
use super::server::{Server, demo_data};
use crate::open::{find_office, new_id};

const CLIENTS: usize = 8;

pub async fn run(dir: &Path, times: u32) -> Result<(), String> {
    let data = dir.join("kill");
    if data.exists() {
        std::fs::remove_dir_all(&data).map_err(|error| error.to_string())?;
    }
    let data = demo_data(dir, "kill", 200).await?;
    let before = count(&data).await?;
    let mut acknowledged: BTreeMap<Uuid, String> = BTreeMap::new();
    let mut unanswered = 0;
    for round in 0..times {
        let (server, _) = Server::start(&data).await?;
        let cookie = sign_in(server.port, "dispatcher-1").await?;
        let mut clients = Vec::new();
        for _ in 0..CLIENTS {
            clients.push(tokio::spawn(client(server.port, cookie.clone())));
        }
        // Spread over the round, a different moment each time.
        let moment = 80 + u64::from(round) * 7919 % 900;
        tokio::time::sleep(Duration::from_millis(moment)).await;
        server.kill().await;
        for client in clients {
            let (known, open) = client.await.map_err(|error| error.to_string())?;
            acknowledged.extend(known);
            unanswered += open;
        }
    }
    // The same requests again: every one must get the answer it got.
    let (server, _) = Server::start(&data).await?;
    let cookie = sign_in(server.port, "dispatcher-1").await?;
    let mut again = Client::connect(server.port).await.map_err(|error| error.to_string())?;
    let mut lost = 0;
    for (id, number) in &acknowledged {
        let reply = again
            .post("/api/v1/cases", &cookie, "application/json", &body(*id, 0))
            .await
            .map_err(|error| error.to_string())?;
        if number_of(&reply.body).as_ref() != Some(number) {
            lost += 1;
        }
    }
    server.kill().await;
    let added = count(&data).await? - before;
    let extra = added - i64::try_from(acknowledged.len()).unwrap_or(0);
    let db = Db::open(&format!("sqlite:{}", data.join("xingge.db").display()))
        .await
        .map_err(|error| error.to_string())?;
    let (street, ..) = find_office(&db)
        .await
        .map_err(|error| error.to_string())?
        .ok_or("没有单位")?;
    let verdict = verify(&db, street).await.map_err(|error| error.to_string())?;
    db.close().await;
    say(&format!(
        "killed {times} times; acknowledged {}, lost {lost}, stored without an answer {extra} of {unanswered} under way; verify: {} faults",
        acknowledged.len(),
        verdict.faults.len()
    ));
    let honest = lost == 0 && extra >= 0 && extra <= unanswered && verdict.faults.is_empty();
    if honest {
        Ok(())
    } else {
        Err("有丢失、重复或历史不一致".into())
    }
}

fn number_of(body: &[u8]) -> Option<String> {
    let value: serde_json::Value = serde_json::from_slice(body).ok()?;
    value["number"].as_str().map(str::to_owned)
}

/// Reports until the connection dies; what was answered, and how many were under way.
async fn client(port: u16, cookie: String) -> (BTreeMap<Uuid, String>, i64) {
    let mut known = BTreeMap::new();
    let Ok(mut client) = Client::connect(port).await else {
        return (known, 0);
    };
    loop {
        let id = new_id();
        match client
            .post("/api/v1/cases", &cookie, "application/json", &body(id, known.len()))
            .await
        {
            Ok(reply) if reply.status == 201 => {
                known.extend(number_of(&reply.body).map(|number| (id, number)));
            }
            Ok(_) | Err(_) => return (known, 1),
        }
    }
}

async fn count(data: &Path) -> Result<i64, String> {
    let db = Db::open(&format!("sqlite:{}", data.join("xingge.db").display()))
        .await
        .map_err(|error| error.to_string())?;
    let row = db
        .row(
            "SELECT COUNT(*) AS number FROM cases WHERE street = $1",
            values![crate::demo::STREET.0],
        )
        .await;
    let number = row
        .map_err(|error| error.to_string())?
        .map_or(Ok(0), |row| row.get("number"))
        .map_err(|error| error.to_string());
    db.close().await;
    number
}
