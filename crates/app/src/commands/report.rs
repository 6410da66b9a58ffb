//! `xingge report`: bulletins as files, the same bytes for the same data.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use insight::bulletin::{Form, gather};
use kernel::Scope;
use kernel::figure::{Period, month_after, month_text};
use web::Site;

use super::{Place, say};
use crate::open::{now, open_site};

#[derive(Subcommand, Clone, Debug)]
pub enum Report {
    /// 某月的月报：一份打印用的 PDF，一份带公式的 Excel
    Month(Month),
}

#[derive(Args, Clone, Debug)]
pub struct Month {
    /// 哪个月，如 2026-10；不写是上个月
    month: Option<String>,
    #[command(flatten)]
    place: Place,
    /// 放在哪个文件夹
    #[arg(long, default_value = ".")]
    out: PathBuf,
}

impl Report {
    pub async fn run(&self) -> Result<(), String> {
        let Self::Month(Month { month, place, out }) = self;
        let month = match month {
            Some(month) => Period::parse(month, month)?.from,
            None => month_after(now().month(), -1),
        };
        let db = place.open().await?;
        let site = open_site(db).await.map_err(|fault| fault.text())?;
        let written = write_month(&site, month, out).await;
        site.db.close().await;
        written?
            .iter()
            .for_each(|path| say(&format!("已写出 {}", path.display())));
        Ok(())
    }
}

/// Writes a month's bulletin in every form into a folder, over an earlier one.
///
/// # Errors
/// A sentence: a month without data, a character that cannot be printed, a folder that cannot be written.
pub async fn write_month(site: &Site, month: i64, out: &Path) -> Result<Vec<PathBuf>, String> {
    let bulletin = gather(site, &Scope::whole(site.street), month)
        .await
        .map_err(|error| error.to_string())?
        .ok_or_else(|| format!("{} 没有上报，也没有办结，没有月报。", month_text(month)))?;
    std::fs::create_dir_all(out).map_err(|error| format!("建不了文件夹 {}：{error}", out.display()))?;
    let mut written = Vec::new();
    for form in Form::ALL {
        let path = out.join(form.file_name(month));
        std::fs::write(&path, form.make(&bulletin)?).map_err(|error| format!("写不了 {}：{error}", path.display()))?;
        written.push(path);
    }
    Ok(written)
}
