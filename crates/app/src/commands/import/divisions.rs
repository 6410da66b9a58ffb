//! `xingge import divisions`: the communities of the street from a code table; what was, stays with its dates.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;
use codes::division::DivisionCodeError;
use codes::text::clean_text;
use codes::{DivisionCode, Level as CodeLevel};
use db::{Db, WriteError};
use grid::redraw;
use grid::store::{AreaRow, count_open_work, end_level, insert_areas, list_unended, newest_layer, newest_start};
use jiff::civil::Date;
use kernel::{AreaCode, Level, Moment, Street};
use sheets::Sheet;
use web::Fault;

use super::{Counts, Founding, broken, file_name, office_of, record, refused};
use crate::commands::{Place, say};
use crate::open::now;

#[derive(Args, Clone, Debug)]
pub struct Divisions {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    founding: Founding,
    /// 代码表（列 code、name），或一个目录
    path: PathBuf,
    /// 自哪天起生效，如 2023-06-30；不写则从现在起
    #[arg(long)]
    from: Option<Date>,
}

/// What one table changes.
#[derive(Clone, Debug, Default)]
struct Plan {
    added: Vec<AreaRow>,
    /// As it is called now, and how it was.
    renamed: Vec<(AreaRow, String)>,
    ended: Vec<AreaRow>,
    /// Not in the table any more, but with open work.
    kept: Vec<(AreaRow, i64)>,
    refused: Vec<String>,
    elsewhere: usize,
    unchanged: usize,
}

impl Divisions {
    pub async fn run(&self) -> Result<(), String> {
        let files = files(&self.path)?;
        if self.from.is_some() && files.len() != 1 {
            return Err("目录里有几个代码表，生效日期不会相同；请一个一个导入。".into());
        }
        let db = self.place.open().await?;
        let street = office_of(&db, &self.founding, true).await?;
        let mut counts = Counts::default();
        for file in &files {
            counts += self.one(&db, street, file).await?;
        }
        db.close().await;
        say(&counts.to_string());
        Ok(())
    }

    async fn one(&self, db: &Db, street: Street, file: &Path) -> Result<Counts, String> {
        let sheet = sheets::read(file).map_err(broken)?;
        let (Some(code), Some(name)) = (sheet.column("code"), sheet.column("name")) else {
            say(&format!("{}：没有 code 和 name 两列，略过。", sheet.file));
            return Ok(Counts::default());
        };
        let newest = newest_start(db, street, Level::Community).await.map_err(broken)?;
        let from = match self.from {
            Some(day) => Moment::from_civil(day.at(0, 0, 0, 0)),
            None => now().max(Moment(newest.0 + 1)),
        };
        if from <= newest {
            return Err(format!(
                "已有的社区记录自 {} 起生效，不能再从更早的 {} 起。",
                newest.minute(),
                from.minute()
            ));
        }
        let plan = plan(db, street, &sheet, (code, name)).await?;
        let counts = plan.tell(&sheet.file, from);
        if counts.imported > 0 || !plan.ended.is_empty() {
            commit(db, street, &sheet.file, plan, counts, from)
                .await
                .map_err(refused)?;
        }
        Ok(counts)
    }
}

impl Plan {
    fn tell(&self, file: &str, from: Moment) -> Counts {
        let day = from.civil().date();
        say(&format!("{file}："));
        if self.elsewhere > 0 {
            say(&format!("其他街道或其他级别 {} 行，略过", self.elsewhere));
        }
        for area in &self.added {
            say(&format!("新增 {} {}，{day} 起", area.code.digits(), area.name));
        }
        for (area, old) in &self.renamed {
            say(&format!("更名 {} {old} → {}，{day} 起", area.code.digits(), area.name));
        }
        for area in &self.ended {
            say(&format!("撤销 {} {}，到 {day}", area.code.digits(), area.name));
        }
        for (area, work) in &self.kept {
            say(&format!(
                "注意：{} {} 不在表里，但下面还有 {work} 个网格或未办结事项，没有撤销；请先移交",
                area.code.digits(),
                area.name
            ));
        }
        for reason in &self.refused {
            say(reason);
        }
        let (imported, refused) = (self.added.len() + self.renamed.len(), self.refused.len());
        Counts {
            rows: imported + refused + self.unchanged,
            imported,
            refused,
            unchanged: self.unchanged,
        }
    }
}

/// The tables of a folder by the year in their names, so that the later one has the last word.
fn files(path: &Path) -> Result<Vec<PathBuf>, String> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let entries = std::fs::read_dir(path).map_err(|error| format!("打不开目录：{error}"))?;
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|file| file.extension().is_some_and(|ending| ending == "csv"))
        .collect();
    files.sort_by_key(|file| (year_in(&file_name(file)), file_name(file)));
    if files.is_empty() {
        return Err(format!("{} 里没有 .csv 文件。", path.display()));
    }
    Ok(files)
}

fn year_in(name: &str) -> u32 {
    name.split(|c: char| !c.is_ascii_digit())
        .filter(|digits| digits.len() == 4)
        .filter_map(|digits| digits.parse().ok())
        .max()
        .unwrap_or(0)
}

async fn plan(db: &Db, street: Street, sheet: &Sheet, (code, name): (usize, usize)) -> Result<Plan, String> {
    let areas = list_unended(db, street).await.map_err(broken)?;
    let own = AreaCode(street.0 * 1_000_000);
    let mut plan = Plan::default();
    let mut before: BTreeMap<AreaCode, AreaRow> = areas
        .iter()
        .filter(|area| area.code.level() == Level::Community)
        .map(|area| (area.code, area.clone()))
        .collect();
    let mut seen: BTreeMap<AreaCode, u32> = BTreeMap::new();
    for row in &sheet.rows {
        let (digits, name) = (row.cells[code].text.trim(), clean_text(&row.cells[name].text));
        let community = match digits.parse::<DivisionCode>() {
            Ok(found) if found.level() == CodeLevel::Community => area_of(found),
            Ok(_) => None,
            // Provinces and cities have shorter codes; only what should be ours is a mistake.
            Err(DivisionCodeError::WrongLength(_)) if !digits.starts_with(&own.digits()) => None,
            Err(error) => {
                let text = format!("第 {} 行「code」{digits}：{error}，请按区划代码表填写", row.number);
                plan.refused.push(text);
                continue;
            }
        };
        let Some(community) = community.filter(|community| own.contains(*community)) else {
            plan.elsewhere += 1;
            continue;
        };
        if name.is_empty() {
            plan.refused
                .push(format!("第 {} 行「name」没有填写，请补填", row.number));
            continue;
        }
        if let Some(first) = seen.insert(community, row.number) {
            plan.refused.push(format!(
                "第 {} 行「code」{digits} 与第 {first} 行重复，请删去一行",
                row.number
            ));
            seen.insert(community, first);
            continue;
        }
        match before.remove(&community) {
            Some(old) if old.name == name => plan.unchanged += 1,
            Some(old) => plan.renamed.push((
                AreaRow {
                    name: name.into_owned(),
                    ..old.clone()
                },
                old.name,
            )),
            None => plan.added.push(AreaRow {
                code: community,
                name: name.into_owned(),
                households: 0,
                residents: 0,
                rings: Vec::new(),
            }),
        }
    }
    // A table without this street says nothing about it, and a broken row may be the missing one.
    if seen.is_empty() || !plan.refused.is_empty() {
        return Ok(plan);
    }
    for area in before.into_values() {
        let grids = areas
            .iter()
            .filter(|grid| grid.code != area.code && area.code.contains(grid.code));
        let work = count_open_work(db, street, area.code).await.map_err(broken)?;
        match work + i64::try_from(grids.count()).unwrap_or(i64::MAX) {
            0 => plan.ended.push(area),
            work => plan.kept.push((area, work)),
        }
    }
    Ok(plan)
}

fn area_of(code: DivisionCode) -> Option<AreaCode> {
    i64::try_from(code.value()).ok().map(AreaCode)
}

async fn commit(
    db: &Db,
    street: Street,
    file: &str,
    plan: Plan,
    counts: Counts,
    from: Moment,
) -> Result<(), WriteError<Fault>> {
    let file = file.to_owned();
    db.write::<(), Fault, _>(move |tx| {
        let (plan, file) = (plan.clone(), file.clone());
        Box::pin(async move {
            let renamed: Vec<AreaRow> = plan.renamed.into_iter().map(|(area, _)| area).collect();
            for area in renamed.iter().chain(&plan.ended) {
                end_level(tx, street, Level::Community, Some(area.code), from).await?;
            }
            let layer = newest_layer(tx, street).await?;
            let new: Vec<AreaRow> = plan.added.into_iter().chain(renamed).collect();
            insert_areas(tx, street, layer, &new, from).await?;
            redraw(tx, street, from.max(now())).await?;
            Ok(record(tx, street, "divisions", &file, counts).await?)
        })
    })
    .await
}
