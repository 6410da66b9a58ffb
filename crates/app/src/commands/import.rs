//! `xingge import`: files of other systems, looked at first, stored when one says so.

mod buildings;
mod cases;
mod divisions;
mod found;
mod grids;
mod office;

use std::fmt;
use std::path::Path;

use clap::Subcommand;
use db::{Db, Tx};
use kernel::{Actor, Moment, Street};
use serde_json::json;
use web::Fault;

use crate::demo;
use crate::open::now;

pub(super) use found::{Founding, found as found_office};
pub use grids::DrawnLayer;

#[derive(Subcommand, Clone, Debug)]
pub enum Import {
    /// 事项：别的系统导出的表格（.xlsx、.xls、.csv）
    Cases(cases::Cases),
    /// 区划：社区代码表（.csv，或放着几个年份代码表的目录）
    Divisions(divisions::Divisions),
    /// 网格边界（.geojson）
    Grids(grids::Grids),
    /// 楼栋（.geojson）
    Buildings(buildings::Buildings),
    /// 整个单位：xingge export 写出的文件，导入空的数据库
    Office(office::Office),
}

impl Import {
    pub async fn run(&self) -> Result<(), String> {
        match self {
            Self::Cases(cases) => cases.run().await,
            Self::Divisions(divisions) => divisions.run().await,
            Self::Grids(grids) => grids.run().await,
            Self::Buildings(buildings) => buildings.run().await,
            Self::Office(office) => office.run().await,
        }
    }
}

/// Every row is in exactly one of the last three. Written as the last line, for programs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub rows: usize,
    pub imported: usize,
    pub refused: usize,
    pub unchanged: usize,
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "rows {} imported {} refused {} unchanged {}",
            self.rows, self.imported, self.refused, self.unchanged
        )
    }
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.rows += other.rows;
        self.imported += other.imported;
        self.refused += other.refused;
        self.unchanged += other.unchanged;
    }
}

/// The last part of a path.
fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Puts the import into the office's own history: the file and how much of it, no content.
async fn record(tx: &Tx, street: Street, what: &str, file: &str, counts: Counts) -> Result<(), db::Error> {
    let Counts {
        rows,
        imported,
        refused,
        unchanged,
    } = counts;
    let what = json!({ "kind": what, "file": file, "rows": rows, "imported": imported, "refused": refused, "unchanged": unchanged });
    web::record(tx, street, uuid::Uuid::nil(), &Actor::system(), now(), "imported", what).await
}

/// The office of the database. Where there is none, the one that was named is founded, or the example's where nobody
/// named one, unless one only looks.
async fn office_of(db: &Db, founding: &Founding, commit: bool) -> Result<Street, String> {
    let wanted = founding.code()?;
    if let Some((street, name)) = crate::open::find_office(db).await.map_err(broken)? {
        if wanted.is_some_and(|wanted| wanted != street) {
            return Err(format!(
                "这里的单位是“{name}”（{}），不是 --street 写的那个。请换一个数据目录。",
                street.0
            ));
        }
        return Ok(street);
    }
    let (street, name) = match (&founding.street, &founding.name) {
        (None, None) => (demo::STREET, demo::NAME.to_owned()),
        _ => founding.office()?,
    };
    if commit {
        eprintln!(
            "数据库里还没有单位，建立“{name}”（{}）。自己的单位用 --street、--name 写明。",
            street.0
        );
        found::found(db, street, &name).await.map_err(refused)?;
    }
    Ok(street)
}

fn broken(error: impl fmt::Display) -> String {
    error.to_string()
}

fn refused(error: impl Into<Fault>) -> String {
    error.into().text()
}

/// Tells on stderr how far a long import is, once it has taken a second.
struct Progress {
    began: Moment,
    told: bool,
}

impl Progress {
    fn start() -> Self {
        Self {
            began: now(),
            told: false,
        }
    }

    fn tell(&mut self, done: usize, of: usize) {
        if now().0 - self.began.0 > 1000 {
            eprint!("\r已写入 {done} / {of}");
            self.told = true;
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.told {
            eprintln!();
        }
    }
}
