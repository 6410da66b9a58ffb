//! An office for a database that has none: its roles, its departments and the street itself.

use access::add_role;
use db::{Db, Sql, WriteError, values};
use grid::store::{AreaRow, add_areas, add_units};
use kernel::{Actor, AreaCode, Role, Street};
use serde_json::json;
use web::Fault;

use crate::demo::{NAME, STREET, units};
use crate::open::now;

pub async fn found(db: &Db) -> Result<Street, Fault> {
    let founded = db.write::<(), Fault, _>(|tx| {
        Box::pin(async move {
            let from = now();
            tx.run(
                "INSERT INTO offices (street, name, settings) VALUES ($1, $2, $3)",
                values![STREET.0, NAME, json!({}).to_string()],
            )
            .await?;
            for (position, role) in (1..).zip(Role::ALL) {
                add_role(tx, STREET, *role, position).await?;
            }
            add_units(tx, STREET, &units(), from).await?;
            let street = AreaRow {
                code: AreaCode(STREET.0 * 1_000_000),
                name: NAME.trim_end_matches("办事处").to_owned(),
                households: 0,
                residents: 0,
                rings: Vec::new(),
            };
            add_areas(tx, STREET, 1, "尚未绘制", &[street], from).await?;
            web::record(
                tx,
                STREET,
                uuid::Uuid::nil(),
                &Actor::system(),
                from,
                "office_founded",
                json!({ "name": NAME }),
            )
            .await?;
            Ok::<_, WriteError<Fault>>(())
        })
    });
    founded.await?;
    Ok(STREET)
}
