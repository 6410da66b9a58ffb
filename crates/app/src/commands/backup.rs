//! `xingge backup` and `xingge restore`: one consistent file, checked before it is trusted.

use std::path::PathBuf;

use clap::Args;
use db::Db;

use super::verify::verify;
use super::{Place, say};
use crate::open::find_office;

#[derive(Args, Clone, Debug)]
pub struct Backup {
    #[command(flatten)]
    place: Place,
    /// 备份文件（不能已存在）
    file: PathBuf,
}

#[derive(Args, Clone, Debug)]
pub struct Restore {
    #[command(flatten)]
    place: Place,
    /// 备份文件
    file: PathBuf,
}

impl Backup {
    pub async fn run(&self) -> Result<(), String> {
        if self.file.exists() {
            return Err(format!("{} 已存在，不覆盖。请换一个文件名。", self.file.display()));
        }
        let db = self.place.open().await?;
        db.copy_to(&self.file.display().to_string())
            .await
            .map_err(|error| error.to_string())?;
        db.close().await;
        say(&format!("已备份到 {}。", self.file.display()));
        Ok(())
    }
}

impl Restore {
    pub async fn run(&self) -> Result<(), String> {
        if !self.file.is_file() {
            return Err(format!("没有找到备份文件 {}。", self.file.display()));
        }
        if self.place.database.is_some() {
            return Err("PostgreSQL 请用 pg_restore 恢复。".into());
        }
        let target = self.place.data.join("xingge.db");
        if target.exists() {
            return Err(format!(
                "{} 里已有数据，不覆盖。请换一个空目录。",
                self.place.data.display()
            ));
        }
        std::fs::create_dir_all(&self.place.data).map_err(|error| error.to_string())?;
        let part = self.place.data.join("restoring.db");
        std::fs::copy(&self.file, &part).map_err(|error| format!("复制不了：{error}"))?;
        // The copy becomes the office only after its history was checked.
        let checked = check(&part).await;
        match checked {
            Ok(text) => {
                std::fs::rename(&part, &target).map_err(|error| error.to_string())?;
                say(&text);
                Ok(())
            }
            Err(text) => {
                for ending in ["", "-wal", "-shm"] {
                    let _ = std::fs::remove_file(format!("{}{ending}", part.display()));
                }
                Err(text)
            }
        }
    }
}

async fn check(file: &std::path::Path) -> Result<String, String> {
    let db = Db::open(&format!("sqlite:{}", file.display()))
        .await
        .map_err(|_| "这不是星格的备份文件。".to_owned())?;
    let office = find_office(&db)
        .await
        .map_err(|_| "这不是星格的备份文件。".to_owned())?;
    let (street, name) = office.ok_or("备份里没有单位。")?;
    let verdict = verify(&db, street).await.map_err(|error| error.to_string())?;
    db.close().await;
    match verdict.faults.first() {
        None => Ok(format!(
            "已恢复{name}：经过 {} 条，事项 {} 件，核对无误。",
            verdict.entries, verdict.cases
        )),
        Some(fault) => Err(format!("备份不可信：{fault}")),
    }
}
