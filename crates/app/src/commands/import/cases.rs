//! `xingge import cases`: what could be stored and what is wrong, then the good rows as matters.

mod store;
mod text;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use case::store::{find_mapping, list_imports};
use clap::Args;
use db::Db;
use kernel::Street;
use sheets::cases::{CaseRow, FIELDS, RowProblem};
use sheets::{Mapping, Plan, Report, Sheet, plan, refused_name, write_refused};
use sm3::{Digest, Sm3};

use super::{Counts, Founding, broken, office_of};
use crate::commands::{Place, hex, say};
use crate::open::now;

#[derive(Args, Clone, Debug)]
pub struct Cases {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    founding: Founding,
    /// 表格文件
    file: PathBuf,
    /// 列对应关系的名字；不写则按表头辨认
    #[arg(long)]
    map: Option<String>,
    /// 写入；不写则只报告
    #[arg(long)]
    commit: bool,
}

impl Cases {
    pub async fn run(&self) -> Result<(), String> {
        let sheet = sheets::read(&self.file).map_err(broken)?;
        let db = self.place.open().await?;
        let street = office_of(&db, &self.founding, self.commit).await?;
        let mapping = choose(&db, street, &sheet, self.map.as_deref()).await?;
        let rows = sheets::cases::rows(&sheet, &mapping, now().civil()).map_err(broken)?;
        let already = known(&db, street, &mapping.name, &rows).await?;
        let plan = plan(rows, &already);
        let report = Report {
            sheet: &sheet,
            plan: &plan,
        }
        .to_string();
        let (report, last) = report.rsplit_once('\n').unwrap_or(("", &report));
        say(&format!("{report}\n列对应关系：{}（{}）", mapping.name, mapping.title));
        if self.commit {
            self.store(&db, street, &mapping, &sheet, &plan).await?;
        } else {
            say("以上只是报告，没有写入。加 --commit 写入。");
        }
        db.close().await;
        say(last);
        Ok(())
    }

    async fn store(
        &self,
        db: &Db,
        street: Street,
        mapping: &Mapping,
        sheet: &Sheet,
        plan: &Plan,
    ) -> Result<(), String> {
        let counts = Counts {
            rows: plan.rows(),
            imported: plan.imported(),
            refused: plan.refused.len(),
            unchanged: plan.unchanged.len(),
        };
        let rows: Vec<CaseRow> = plan.new.iter().chain(&plan.changed).cloned().collect();
        if rows.is_empty() {
            say("没有新的内容，什么也没有改变。");
        } else {
            store::store(db, street, mapping, &sheet.file, rows, counts)
                .await
                .map_err(|fault| fault.text())?;
        }
        if !plan.refused.is_empty() {
            let bytes = write_refused(sheet, &plan.refused).map_err(broken)?;
            let path = self.give_back(&sheet.file, &bytes)?;
            say(&format!(
                "未导入的行在 {}，最后一列写明原因，改正后可再导入。",
                path.display()
            ));
        }
        Ok(())
    }

    /// Beside the input, or else in the data folder.
    fn give_back(&self, file: &str, bytes: &[u8]) -> Result<PathBuf, String> {
        let beside = self.file.parent().unwrap_or(Path::new("."));
        if let Ok(path) = write_new(beside, file, bytes) {
            return Ok(path);
        }
        std::fs::create_dir_all(&self.place.data).map_err(broken)?;
        write_new(&self.place.data, file, bytes).map_err(broken)
    }
}

/// Writes under a free name: somebody may be correcting the one from last time.
fn write_new(folder: &Path, file: &str, bytes: &[u8]) -> std::io::Result<PathBuf> {
    let name = refused_name(file);
    let stem = name.trim_end_matches(".xlsx");
    let mut number = 1;
    loop {
        let path = match number {
            1 => folder.join(&name),
            _ => folder.join(format!("{stem}-{number}.xlsx")),
        };
        match std::fs::File::create_new(&path) {
            Ok(mut open) => {
                std::io::Write::write_all(&mut open, bytes)?;
                return Ok(path);
            }
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                if std::fs::read(&path).is_ok_and(|old| old == bytes) {
                    return Ok(path);
                }
                number += 1;
            }
            Err(error) => return Err(error),
        }
    }
}

/// The mapping by name, or by the headers: kept ones first, then shipped ones, then a guess.
async fn choose(db: &Db, street: Street, sheet: &Sheet, name: Option<&str>) -> Result<Mapping, String> {
    let by_headers = name_of_headers(&sheet.headers);
    let wanted = name.unwrap_or(&by_headers);
    if let Some(body) = find_mapping(db, street, wanted).await.map_err(broken)? {
        return Mapping::from_json(&body).map_err(broken);
    }
    if let Some(name) = name {
        let shipped = Mapping::named(name).map_err(broken)?;
        return shipped.ok_or_else(|| format!("没有名为“{name}”的列对应关系。"));
    }
    let mapping = Mapping::for_headers(&sheet.headers, &FIELDS).map_err(broken)?;
    let shipped = Mapping::named(&mapping.name).map_err(broken)?.is_some();
    Ok(if shipped {
        mapping
    } else {
        // A guess keeps its keys apart from those of tables with other headers.
        Mapping {
            name: by_headers,
            ..mapping
        }
    })
}

/// A name that only these headers have, in any order.
fn name_of_headers(headers: &[String]) -> String {
    let mut sorted: Vec<&str> = headers.iter().map(String::as_str).collect();
    sorted.sort_unstable();
    let digest = Sm3::digest(sorted.join("\n").as_bytes());
    format!("headers-{}", hex::encode(&digest[..6]))
}

/// What was imported before: key to digest.
async fn known(
    db: &Db,
    street: Street,
    source: &str,
    rows: &[Result<CaseRow, RowProblem>],
) -> Result<HashMap<String, String>, String> {
    let keys: Vec<String> = rows.iter().flatten().map(|row| row.source_key.clone()).collect();
    let taken = list_imports(db, street, source, &keys).await.map_err(broken)?;
    Ok(taken
        .into_iter()
        .map(|taken| (taken.key, hex::encode(&taken.digest)))
        .collect())
}
