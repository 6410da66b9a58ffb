//! The tables of an office with their columns, in the order in which they can be filled.

/// Name, and `column:kind` with `*` for the parts of the key. Sessions stay behind: people sign in again.
pub const TABLES: &[(&str, &str)] = &[
    ("offices", "street:whole* name:text settings:text"),
    ("layers", "street:whole* layer:whole* valid_from:whole note:text"),
    (
        "areas",
        "street:whole* code:whole* valid_from:whole* valid_to:whole layer:whole level:text name:text households:whole residents:whole shape:text",
    ),
    (
        "buildings",
        "street:whole* id:whole* valid_from:whole* area:whole valid_to:whole compound:text address:text floors:whole households:whole residents:whole lng:real lat:real",
    ),
    ("documents", "street:whole* name:text* body:text"),
    (
        "units",
        "street:whole* key:text* name:text kind:text position:whole valid_from:whole valid_to:whole",
    ),
    (
        "endings",
        "street:whole* desk:text* ends_at:whole* area:whole heirs:text",
    ),
    (
        "roles",
        "street:whole* key:text* name:text permissions:text position:whole",
    ),
    (
        "posts",
        "street:whole* id:id* role:text area:whole unit:text title:text valid_from:whole valid_to:whole",
    ),
    (
        "accounts",
        "street:whole* id:id* login:text name:text password:text created_at:whole ended_at:whole failures:whole locked_until:whole",
    ),
    (
        "holdings",
        "street:whole* post:id* account:id* from_at:whole* to_at:whole",
    ),
    (
        "absences",
        "street:whole* id:id* account:id from_at:whole to_at:whole deputy:id ended_at:whole",
    ),
    (
        "feeds",
        "street:whole* token:bytes* account:id created_at:whole ended_at:whole",
    ),
    ("chain_heads", "street:whole* chain:text* seq:whole hash:bytes"),
    (
        "office_events",
        "street:whole* seq:whole* about:id about_seq:whole at:whole action:text body:text digest:bytes hash:bytes",
    ),
    ("client_requests", "street:whole* client_id:id* answer:text at:whole"),
    ("counters", "street:whole* name:text* value:whole"),
    (
        "catalogue_items",
        "street:whole* code:text* position:whole major:text name:text lead:text basis:text taken_back_by:text words:text places:text weight:whole valid_from:whole valid_to:whole",
    ),
    (
        "catalogue_standards",
        "street:whole* id:text* position:whole condition:text amount:whole unit:text season:text evidence:whole",
    ),
    (
        "calendar_notices",
        "street:whole* year:whole* version:whole* accepted_at:whole accepted_by:text citation:text body:text",
    ),
    (
        "calendar_closures",
        "street:whole* id:id* day:whole works:whole reason:text added_at:whole ended_at:whole",
    ),
    (
        "recounts",
        "street:whole* id:id* basis:text before:text begun_at:whole after_case:id seen:whole moved:whole finished_at:whole",
    ),
    ("mappings", "street:whole* name:text* body:text"),
    (
        "cases",
        "street:whole* id:id* seq:whole number:text state:text level:text area:whole desk:text lead:text item:text item_name:text channel:text title:text place:text lng:real lat:real closing:text flags:whole reported_at:whole closed_at:whole promise_due_at:whole handle_due_at:whole alarm_at:whole body:text",
    ),
    (
        "case_events",
        "street:whole* seq:whole* about:id about_seq:whole at:whole action:text body:text digest:bytes hash:bytes",
    ),
    (
        "case_todos",
        "street:whole* desk:text* case_id:id* kind:text* due_at:whole",
    ),
    ("case_parties", "street:whole* party:text* case_id:id*"),
    (
        "case_reporters",
        "street:whole* case_id:id* place:whole* receipt:bytes name:text phone:text account:id",
    ),
    (
        "case_photos",
        "street:whole* id:id* case_id:id stage:text width:whole height:whole taken_lng:real taken_lat:real added_at:whole jpeg:bytes",
    ),
    (
        "notices",
        "street:whole* id:id* party:text case_id:id at:whole text:text read_at:whole",
    ),
    (
        "case_marks",
        "street:whole* case_id:id* kind:text* month:whole end_month:whole bits:whole seconds:whole",
    ),
    (
        "case_cells",
        "street:whole* dimension:text* end_month:whole* month:whole* kind:text* key:text* bits:whole* number:whole seconds:whole",
    ),
    (
        "case_imports",
        "street:whole* source:text* source_key:text* case_id:id digest:bytes",
    ),
    (
        "households",
        "street:whole* id:id* version:whole building:whole dwelling:text head_name:text search:text residents:whole headless_since:text conflicts:whole body:text",
    ),
    (
        "residents",
        "street:whole* id:id* household:id name:text sex:text born:text phone:text relation:text from_day:text arrival:text to_day:text departure:text",
    ),
    (
        "people_events",
        "street:whole* seq:whole* about:id about_seq:whole at:whole action:text body:text digest:bytes hash:bytes",
    ),
    (
        "household_conflicts",
        "street:whole* household:id* number:whole* resident:id field:text opened_at:whole decided_at:whole body:text",
    ),
    ("field_devices", "street:whole* device:id* account:id next_n:whole"),
    (
        "field_uploads",
        "street:whole* device:id* n:whole* client_id:id author:text area:whole received_at:whole phone_at:whole elapsed_ms:whole kind:text body:text state:text answer:text",
    ),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Whole,
    Text,
    Real,
    Id,
    Bytes,
}

#[derive(Clone, Copy, Debug)]
pub struct Column {
    pub name: &'static str,
    pub kind: Kind,
    pub key: bool,
}

/// Reads the columns of a table.
pub fn columns_of(text: &'static str) -> Vec<Column> {
    text.split(' ')
        .map(|column| {
            let (name, kind) = column.split_once(':').unwrap_or((column, ""));
            Column {
                name,
                kind: match kind.trim_end_matches('*') {
                    "whole" => Kind::Whole,
                    "real" => Kind::Real,
                    "id" => Kind::Id,
                    "bytes" => Kind::Bytes,
                    _ => Kind::Text,
                },
                key: kind.ends_with('*'),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use db::{Db, Sql, values};

    use super::*;

    /// Read again after every migration: a table or column that is not listed would be lost on the way.
    #[tokio::test]
    async fn every_table_and_column_of_the_schema_is_listed() {
        let folder = std::env::temp_dir().join(format!("xingge-tables-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join("xingge.db");
        let db = Db::open(&format!("sqlite:{}", file.display())).await.unwrap();
        let rows = db
            .rows(
                "SELECT m.name AS tab, c.name AS col, c.type AS kind, c.pk AS pk FROM sqlite_schema m, pragma_table_info(m.name) c
                 WHERE m.type = 'table' AND m.name NOT IN ('migrations', 'sessions') AND m.name NOT LIKE 'sqlite_%'",
                values![],
            )
            .await
            .unwrap();
        let mut schema: BTreeMap<String, BTreeSet<(String, String, bool)>> = BTreeMap::new();
        for row in rows {
            let kind: String = row.get("kind").unwrap();
            let key = row.get::<i64>("pk").unwrap() > 0;
            let columns = schema.entry(row.get("tab").unwrap()).or_default();
            columns.insert((row.get("col").unwrap(), kind, key));
        }
        db.close().await;
        std::fs::remove_dir_all(&folder).unwrap();
        let listed: BTreeMap<String, BTreeSet<(String, String, bool)>> = TABLES
            .iter()
            .map(|(table, columns)| {
                let columns = columns_of(columns).into_iter().map(|column| {
                    let kind = match column.kind {
                        Kind::Whole => "BIGINT",
                        Kind::Text => "TEXT",
                        Kind::Real => "REAL",
                        Kind::Id | Kind::Bytes => "BLOB",
                    };
                    (column.name.to_owned(), kind.to_owned(), column.key)
                });
                ((*table).to_owned(), columns.collect())
            })
            .collect();
        assert_eq!(listed, schema);
    }
}
