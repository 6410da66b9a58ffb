//! `xingge export`: the whole office as text, a line a row, for the other engine or another program.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use db::{Row, Sql, Tx, WriteError, values};
use kernel::Street;
use serde_json::{Map, Value, json};
use uuid::Uuid;
use web::Fault;

use super::tables::{Column, Kind, TABLES, columns_of};
use super::{Place, hex, say};
use crate::open::{find_office, now};

/// Rows read at once: photos are large.
const PAGE: i64 = 100;

#[derive(Args, Clone, Debug)]
pub struct Export {
    #[command(flatten)]
    place: Place,
    /// 要写的文件（不能已存在）
    file: PathBuf,
}

impl Export {
    pub async fn run(&self) -> Result<(), String> {
        if self.file.exists() {
            return Err(format!("{} 已存在，不覆盖。请换一个文件名。", self.file.display()));
        }
        let db = self.place.open().await?;
        let office = find_office(&db).await.map_err(|error| error.to_string())?;
        let (street, name) = office.ok_or("数据库里还没有单位。")?;
        let part = self.file.with_extension("part");
        let target = part.clone();
        // Inside one transaction, so that all tables tell of the same moment.
        let written = db.write::<u64, Fault, _>(move |tx| {
            let (target, name) = (target.clone(), name.clone());
            Box::pin(async move { write(tx, street, &name, &target).await })
        });
        let written = written.await.map_err(|error| Fault::from(error).text());
        db.close().await;
        let rows = written.inspect_err(|_| {
            // What is half written is of no use; if it cannot be removed, the next export says so.
            let _ = std::fs::remove_file(&part);
        })?;
        std::fs::rename(&part, &self.file).map_err(|error| error.to_string())?;
        say(&format!(
            "已导出 {rows} 行到 {}。用 xingge import office 导入空的数据库。登录状态不在其中。",
            self.file.display()
        ));
        Ok(())
    }
}

async fn write(tx: &Tx, street: Street, name: &str, path: &Path) -> Result<u64, WriteError<Fault>> {
    let broken = |error: std::io::Error| WriteError::Refused(Fault::Unreadable(format!("写不了文件：{error}")));
    tx.hold_still().await?;
    let mut file = BufWriter::new(File::create(path).map_err(broken)?);
    let head = json!({ "xingge": 1, "street": street.0, "name": name, "at": now().rfc3339() });
    writeln!(file, "{head}").map_err(broken)?;
    let mut rows = 0;
    for (table, columns) in TABLES {
        let columns = columns_of(columns);
        let mut after: Option<Vec<db::query::Value>> = None;
        loop {
            let page = page(tx, street, table, &columns, after.take()).await?;
            for row in &page {
                let mut object = Map::new();
                for column in &columns {
                    object.insert(column.name.to_owned(), to_json(row, column)?);
                }
                writeln!(file, "{}", json!({ "table": table, "row": object })).map_err(broken)?;
                rows += 1;
            }
            match page.last() {
                Some(last) if page.len() as i64 == PAGE => after = Some(key_of(last, &columns)?),
                _ => break,
            }
        }
    }
    // Whoever reads it knows by this line that nothing is missing.
    writeln!(file, "{}", json!({ "rows": rows })).map_err(broken)?;
    let file = file.into_inner().map_err(|error| broken(error.into_error()))?;
    file.sync_all().map_err(broken)?;
    Ok(rows)
}

async fn page(
    tx: &Tx,
    street: Street,
    table: &str,
    columns: &[Column],
    after: Option<Vec<db::query::Value>>,
) -> Result<Vec<Row>, db::Error> {
    let names: Vec<&str> = columns.iter().map(|column| column.name).collect();
    let keys: Vec<&str> = columns
        .iter()
        .filter(|column| column.key)
        .map(|column| column.name)
        .collect();
    let mut arguments = values![street.0, PAGE];
    let mut beyond = String::new();
    if let Some(after) = after {
        let places: Vec<String> = (3..3 + after.len()).map(|place| format!("${place}")).collect();
        beyond = format!(" AND ({}) > ({})", keys.join(", "), places.join(", "));
        arguments.extend(after);
    }
    let sql = format!(
        "SELECT {} FROM {table} WHERE street = $1{beyond} ORDER BY {} LIMIT $2",
        names.join(", "),
        keys.join(", ")
    );
    tx.rows(&sql, arguments).await
}

fn key_of(row: &Row, columns: &[Column]) -> Result<Vec<db::query::Value>, db::Error> {
    columns
        .iter()
        .filter(|column| column.key)
        .map(|column| {
            Ok(match column.kind {
                Kind::Whole => row.get::<i64>(column.name)?.into(),
                Kind::Text => row.get::<String>(column.name)?.into(),
                Kind::Real => row.get::<f64>(column.name)?.into(),
                Kind::Id => row.get::<Uuid>(column.name)?.into(),
                Kind::Bytes => row.get::<Vec<u8>>(column.name)?.into(),
            })
        })
        .collect()
}

fn to_json(row: &Row, column: &Column) -> Result<Value, db::Error> {
    let name = column.name;
    Ok(match column.kind {
        Kind::Whole => json!(row.get::<Option<i64>>(name)?),
        Kind::Text => json!(row.get::<Option<String>>(name)?),
        // As text: readers of JSON round differently, and positions may not move.
        Kind::Real => json!(row.get::<Option<f64>>(name)?.map(|real| real.to_string())),
        Kind::Id => json!(row.get::<Option<Uuid>>(name)?),
        Kind::Bytes => json!(row.get::<Option<Vec<u8>>>(name)?.map(|bytes| hex::encode(&bytes))),
    })
}
