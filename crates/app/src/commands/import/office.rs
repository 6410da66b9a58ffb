//! `xingge import office`: what `xingge export` wrote, into an empty database of either engine.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use clap::Args;
use db::{Insert, Sql, Tx, Values, WriteError, values};
use kernel::{Actor, Street};
use serde_json::{Value, json};
use uuid::Uuid;
use web::Fault;

use super::{Counts, Founding, broken, refused};
use crate::commands::tables::{Column, Kind, TABLES, columns_of};
use crate::commands::verify::{Verdict, verify};
use crate::commands::{Place, hex, say};
use crate::open::{find_office, now};

/// Rows kept before they are written.
const CHUNK: usize = 500;

#[derive(Args, Clone, Debug)]
pub struct Office {
    #[command(flatten)]
    place: Place,
    /// 写了 --street 只收那个街道的文件，写了 --name 导入后用那个名称
    #[command(flatten)]
    founding: Founding,
    /// xingge export 写出的文件
    file: PathBuf,
}

impl Office {
    pub async fn run(&self) -> Result<(), String> {
        let (wanted, name) = (self.founding.code()?, self.founding.name()?);
        let db = self.place.open().await?;
        if find_office(&db).await.map_err(broken)?.is_some() {
            return Err("数据库里已有单位，不覆盖。请换一个空的数据库。".into());
        }
        let file = self.file.clone();
        // All or nothing: a half imported office would look like a whole one.
        let (rows, verdict) = db
            .write::<(usize, Verdict), Fault, _>(move |tx| {
                let (file, name) = (file.clone(), name.clone());
                Box::pin(async move {
                    let (street, rows, verdict) = read(tx, &file, wanted).await?;
                    if let Some(name) = name {
                        rename_office(tx, street, &name).await?;
                    }
                    Ok((rows, verdict))
                })
            })
            .await
            .map_err(refused)?;
        db.close().await;
        say(&format!(
            "已导入：经过 {} 条，事项 {} 件，核对无误。",
            verdict.entries, verdict.cases
        ));
        let counts = Counts {
            rows,
            imported: rows,
            ..Counts::default()
        };
        say(&counts.to_string());
        Ok(())
    }
}

fn unreadable(text: impl Into<String>) -> WriteError<Fault> {
    WriteError::Refused(Fault::Unreadable(text.into()))
}

/// Rows of one table on their way.
struct Waiting {
    table: &'static str,
    columns: Vec<Column>,
    rows: Vec<Values>,
}

impl Waiting {
    async fn write(&mut self, tx: &Tx) -> Result<(), db::Error> {
        let names: Vec<&str> = self.columns.iter().map(|column| column.name).collect();
        let mut insert = Insert::into(self.table, &names.join(", "));
        for row in self.rows.drain(..) {
            insert.row(row);
        }
        if insert.is_empty() {
            return Ok(());
        }
        tx.insert(insert).await
    }
}

/// The office goes on under another name; its history says so.
async fn rename_office(tx: &Tx, street: Street, name: &str) -> Result<(), db::Error> {
    tx.run(
        "UPDATE offices SET name = $2 WHERE street = $1",
        values![street.0, name],
    )
    .await?;
    let what = json!({ "name": name });
    web::record(tx, street, Uuid::nil(), &Actor::system(), now(), "office_changed", what).await
}

async fn read(tx: &Tx, path: &Path, wanted: Option<Street>) -> Result<(Street, usize, Verdict), WriteError<Fault>> {
    let file = File::open(path).map_err(|error| unreadable(format!("打不开 {}：{error}", path.display())))?;
    let mut street = None;
    let (mut rows, mut promised) = (0, None);
    let mut waiting: Option<Waiting> = None;
    for (number, line) in (1..).zip(BufReader::new(file).lines()) {
        let wrong = |what: &str| unreadable(format!("第 {number} 行{what}，文件不完整或被改过。"));
        let line = line.map_err(|_| wrong("读不出"))?;
        let value: Value = serde_json::from_str(&line).map_err(|_| wrong("不是 JSON"))?;
        if number == 1 {
            if value["xingge"] != 1 {
                return Err(unreadable("这不是 xingge export 写出的文件。"));
            }
            street = value["street"].as_i64().map(Street);
            if let (Some(wanted), Some(found)) = (wanted, street)
                && wanted != found
            {
                let text = format!("文件是街道 {} 的，不是 --street 写的 {}，没有写入。", found.0, wanted.0);
                return Err(unreadable(text));
            }
            continue;
        }
        if let Some(count) = value["rows"].as_u64() {
            promised = usize::try_from(count).ok();
            continue;
        }
        let (table, columns) = TABLES
            .iter()
            .find(|(table, _)| value["table"] == *table)
            .ok_or_else(|| wrong("的表名不认识"))?;
        if waiting
            .as_ref()
            .is_none_or(|w| w.table != *table || w.rows.len() >= CHUNK)
        {
            if let Some(mut full) = waiting.take() {
                full.write(tx).await?;
            }
            waiting = Some(Waiting {
                table,
                columns: columns_of(columns),
                rows: Vec::new(),
            });
        }
        if let Some(waiting) = &mut waiting {
            let row = waiting
                .columns
                .iter()
                .map(|column| from_json(&value["row"][column.name], column.kind))
                .collect::<Option<Values>>()
                .ok_or_else(|| wrong("的内容不对"))?;
            waiting.rows.push(row);
            rows += 1;
        }
    }
    if let Some(mut last) = waiting {
        last.write(tx).await?;
    }
    let street = street.ok_or_else(|| unreadable("文件里没有单位。"))?;
    if promised != Some(rows) {
        return Err(unreadable("文件不完整，没有写入。请重新导出。"));
    }
    let verdict = verify(tx, street).await?;
    match verdict.faults.first() {
        None => Ok((street, rows, verdict)),
        Some(fault) => Err(unreadable(format!("文件不可信，没有写入：{fault}"))),
    }
}

/// The value for a column; nothing when it is of another kind.
fn from_json(value: &Value, kind: Kind) -> Option<db::query::Value> {
    if value.is_null() {
        return Some(match kind {
            Kind::Whole => None::<i64>.into(),
            Kind::Text => None::<String>.into(),
            Kind::Real => None::<f64>.into(),
            Kind::Id => None::<Uuid>.into(),
            Kind::Bytes => None::<Vec<u8>>.into(),
        });
    }
    Some(match kind {
        Kind::Whole => value.as_i64()?.into(),
        Kind::Text => value.as_str()?.into(),
        Kind::Real => value.as_str()?.parse::<f64>().ok()?.into(),
        Kind::Id => value.as_str()?.parse::<Uuid>().ok()?.into(),
        Kind::Bytes => hex::decode(value.as_str()?)?.into(),
    })
}
