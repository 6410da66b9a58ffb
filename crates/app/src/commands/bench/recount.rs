//! The calendar changes while very many matters are open: killed twice on the way, all of them end as a fresh count has them.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use case::store::{Made, list_events, load_all, load_for_program};
use case_rules::{Action, Case, Event, Fact, Office, StageLimits, next_alarm, recounted};
use db::{Db, Insert, Sql, WriteError, values};
use jiff::civil::Date;
use kernel::{CaseId, Street};
use uuid::Uuid;
use web::calendar::{Calendar, Recount, Timetable, begin_recount, day_number, list_recounts, load_timetable};

use super::super::say;
use super::server::{Server, demo_data};
use crate::open::{find_office, new_id, now};

/// Matters of one transaction while they are made.
const CHUNK: usize = 2_000;
const POLL: Duration = Duration::from_millis(20);
/// A server that has not moved for so many looks is stuck.
const PATIENCE: u32 = 30_000;

pub async fn run(dir: &Path, cases: usize) -> Result<(), String> {
    let data = dir.join("recount");
    if data.exists() {
        std::fs::remove_dir_all(&data).map_err(|error| error.to_string())?;
    }
    let data = demo_data(dir, "recount", 200).await?;
    let db = open(&data).await?;
    let (street, _) = find_office(&db)
        .await
        .map_err(|error| error.to_string())?
        .ok_or("没有单位")?;
    say(&format!("making {cases} open cases in {}", data.display()));
    multiply(&db, street, cases).await?;
    let day = close_a_day(&db, street).await?;
    say(&format!("{day} is closed; every open case is counted anew"));
    let third = i64::try_from(cases / 3).unwrap_or(i64::MAX);
    let mut took = Duration::ZERO;
    for until in [third, 2 * third, i64::MAX] {
        let (server, ready) = Server::start(&data).await?;
        #[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
        let began = Instant::now();
        let reached = wait(&db, street, until).await?;
        took += ready + began.elapsed();
        server.kill().await;
        let how = if reached.finished_at.is_some() {
            "finished"
        } else {
            "killed"
        };
        say(&format!("{how} at {} seen, {} moved", reached.seen, reached.moved));
    }
    let done = newest(&db, street).await?;
    let seconds = took.as_secs_f64();
    say(&format!(
        "{} open cases, {} moved and written, in {seconds:.1} s with two kills: {:.0} cases/s",
        done.seen,
        done.moved,
        done.seen as f64 / seconds
    ));
    let proven = prove(&db, street, &done).await;
    db.close().await;
    proven
}

async fn open(data: &Path) -> Result<Db, String> {
    let file: PathBuf = data.join("xingge.db");
    let db = Db::open(&format!("sqlite:{}", file.display())).await;
    db.map_err(|error| error.to_string())
}

/// Copies the demo's open matters, histories and all, under new numbers.
async fn multiply(db: &Db, street: Street, cases: usize) -> Result<(), String> {
    let failed = |error: db::Error| error.to_string();
    let rows = db
        .rows(
            "SELECT id FROM cases WHERE street = $1 AND closed_at IS NULL ORDER BY id",
            values![street.0],
        )
        .await
        .map_err(failed)?;
    let mut samples: Vec<Vec<Event>> = Vec::new();
    for row in rows {
        let id = CaseId(row.get("id").map_err(failed)?);
        samples.push(list_events(db, street, id).await.map_err(failed)?);
    }
    if samples.is_empty() {
        return Err("演示数据里没有在办事项".into());
    }
    let office = Office {
        street,
        timetable: Arc::default(),
        stages: StageLimits::default(),
        staffed: std::collections::BTreeSet::new(),
    };
    let have = samples.len();
    for from in (have..cases).step_by(CHUNK) {
        let made = (from..cases.min(from + CHUNK)).map(|index| copy(&samples[index % have], index, &office));
        let made = Arc::new(made.collect::<Result<Vec<Made>, String>>()?);
        db.write::<(), std::convert::Infallible, _>(move |tx| {
            let made = made.clone();
            Box::pin(async move { load_all(tx, street, &made).await.map_err(WriteError::from) })
        })
        .await
        .map_err(|error| format!("{error:?}"))?;
    }
    Ok(())
}

fn copy(events: &[Event], index: usize, office: &Office) -> Result<Made, String> {
    let mut events = events.to_vec();
    for fact in events.iter_mut().flat_map(|event| &mut event.facts) {
        if let Fact::Number(number) = fact {
            *number = format!("X{index:07}");
        }
    }
    let case = Case::fold(CaseId(new_id()), &events).map_err(|error| format!("{error:?}"))?;
    Ok(Made {
        alarm: next_alarm(&case, office),
        case,
        events,
        reporter: None,
    })
}

/// Closes the first workday after today, as the page does.
async fn close_a_day(db: &Db, street: Street) -> Result<Date, String> {
    let at = now();
    let mut day = at.civil().date();
    loop {
        day = day.tomorrow().map_err(|error| error.to_string())?;
        if Calendar::builtin().is_workday(day) {
            break;
        }
    }
    db.write::<(), std::convert::Infallible, _>(move |tx| {
        Box::pin(async move {
            begin_recount(tx, street, new_id(), "停电停止办公", at).await?;
            let mut insert = Insert::into("calendar_closures", "street, id, day, works, reason, added_at");
            insert.row(values![street.0, new_id(), day_number(day), 0_i64, "停电", at.0]);
            tx.insert(insert).await?;
            Ok(())
        })
    })
    .await
    .map_err(|error| format!("{error:?}"))?;
    Ok(day)
}

async fn newest(db: &Db, street: Street) -> Result<Recount, String> {
    let newest = list_recounts(db, street, 1).await.map_err(|error| error.to_string())?;
    newest.into_iter().next().ok_or_else(|| "没有重算".into())
}

/// Waits until so many are seen, or all is done.
async fn wait(db: &Db, street: Street, until: i64) -> Result<Recount, String> {
    for _ in 0..PATIENCE {
        let recount = newest(db, street).await?;
        if recount.finished_at.is_some() || recount.seen >= until {
            return Ok(recount);
        }
        tokio::time::sleep(POLL).await;
    }
    Err("重算十分钟没有完成".into())
}

/// Every open matter has the clocks that its history gives by the new calendar, and moved at most once; who moved is counted.
async fn prove(db: &Db, street: Street, done: &Recount) -> Result<(), String> {
    let failed = |error: db::Error| error.to_string();
    let timetable: Timetable = load_timetable(db, street).await.map_err(|fault| fault.text())?;
    let (mut after, mut seen, mut moved, mut wrong) = (Uuid::nil(), 0_i64, 0_i64, 0);
    loop {
        let rows = db
            .rows(
                "SELECT id FROM cases WHERE street = $1 AND id > $2 AND closed_at IS NULL ORDER BY id LIMIT 5000",
                values![street.0, after],
            )
            .await
            .map_err(failed)?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            after = row.get("id").map_err(failed)?;
            let case = load_for_program(db, street, CaseId(after)).await.map_err(failed)?;
            let case = case.ok_or("事项不见了")?;
            let events = list_events(db, street, case.id).await.map_err(failed)?;
            let fresh = recounted(&events, &timetable).map_err(|refusal| refusal.text)?;
            let moves = events.iter().filter(|event| event.action == Action::Recount).count();
            let equal = fresh.iter().all(|(kind, clock)| case.clock(*kind) == Some(clock));
            let folds = Case::fold(case.id, &events).is_ok_and(|folded| folded == case);
            seen += 1;
            moved += i64::try_from(moves).unwrap_or(i64::MAX);
            wrong += usize::from(!equal || !folds || moves > 1);
        }
    }
    say(&format!(
        "proof: {seen} open cases counted afresh from their histories, {moved} entries, {wrong} differ"
    ));
    if wrong == 0 && moved == done.moved && seen == done.seen {
        Ok(())
    } else {
        Err("重算的结果与从头计算的不同".into())
    }
}
