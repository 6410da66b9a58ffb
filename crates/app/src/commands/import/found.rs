//! An office for a database that has none: its roles, its departments, its catalogue and the street itself.

use access::{add_catalogue, add_role};
use clap::Args;
use codes::division::{DivisionCode, Level};
use db::{Db, Sql, WriteError, values};
use grid::store::{AreaRow, add_areas, add_units};
use kernel::{Actor, AreaCode, Moment, Role, Street};
use serde_json::json;
use web::{Fault, Settings};

use crate::open::now;
use crate::starter;

const MOST_NAME: usize = 30;

/// Which office to found.
#[derive(Args, Clone, Debug)]
pub struct Founding {
    /// 街道代码，9 位
    #[arg(long)]
    pub street: Option<String>,
    /// 单位名称
    #[arg(long)]
    pub name: Option<String>,
}

impl Founding {
    /// The code, if one was given.
    ///
    /// # Errors
    /// What is wrong with it, in a sentence.
    pub fn code(&self) -> Result<Option<Street>, String> {
        let Some(typed) = &self.street else { return Ok(None) };
        let wrong = |why: String| format!("街道代码“{typed}”不对：{why}。应为 9 位数字，例如 411502005。");
        let code: DivisionCode = typed.parse().map_err(|error| wrong(format!("{error}")))?;
        if code.level() != Level::Street {
            return Err(wrong(format!("这是{}代码", code.level().label())));
        }
        let street = typed.parse().map_err(|_| wrong("只能是数字".into()))?;
        Ok(Some(Street(street)))
    }

    /// The name, if one was given.
    ///
    /// # Errors
    /// What is wrong with it, in a sentence.
    pub fn name(&self) -> Result<Option<String>, String> {
        let Some(typed) = &self.name else { return Ok(None) };
        let name = codes::text::clean_text(typed).trim().to_owned();
        if name.is_empty() || codes::text::length(&name) > MOST_NAME {
            return Err(format!("单位名称应为 1 到 {MOST_NAME} 字。"));
        }
        Ok(Some(name))
    }

    /// Code and name of the office to found.
    ///
    /// # Errors
    /// What is missing or wrong, in a sentence.
    pub fn office(&self) -> Result<(Street, String), String> {
        match (self.code()?, self.name()?) {
            (Some(street), Some(name)) => Ok((street, name)),
            (Some(_), None) => Err("请用 --name 写明单位名称，例如 --name 五星街道办事处。".into()),
            (None, _) => {
                Err("请写明是哪个街道：--street 411502005 --name 五星街道办事处（换成自己的代码和名称）。".into())
            }
        }
    }
}

pub async fn found(db: &Db, street: Street, name: &str) -> Result<(), Fault> {
    let name = name.to_owned();
    let founded = db.write::<(), Fault, _>(move |tx| {
        let name = name.clone();
        Box::pin(async move {
            let from = now();
            tx.run(
                "INSERT INTO offices (street, name, settings) VALUES ($1, $2, $3)",
                values![street.0, name.as_str(), json!(Settings::default()).to_string()],
            )
            .await?;
            for (position, role) in (1..).zip(Role::ALL) {
                add_role(tx, street, *role, position).await?;
            }
            let units = starter::units();
            add_units(tx, street, &units, from).await?;
            let catalogue = starter::catalogue(&units).map_err(|error| db::Error::Content(error.to_string()))?;
            add_catalogue(tx, street, &catalogue, from).await?;
            let whole = AreaRow {
                code: AreaCode(street.0 * 1_000_000),
                name: name.trim_end_matches("办事处").to_owned(),
                households: 0,
                residents: 0,
                rings: Vec::new(),
            };
            add_areas(tx, street, 1, "尚未绘制", &[whole], from).await?;
            record_founding(tx, street, &name, from).await?;
            Ok::<_, WriteError<Fault>>(())
        })
    });
    Ok(founded.await?)
}

async fn record_founding(tx: &db::Tx, street: Street, name: &str, from: Moment) -> Result<(), db::Error> {
    let about = uuid::Uuid::nil();
    web::record(
        tx,
        street,
        about,
        &Actor::system(),
        from,
        "office_founded",
        json!({ "name": name }),
    )
    .await
}
