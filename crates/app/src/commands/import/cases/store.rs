//! The second phase: rows become matters by the rules, some hundred in one transaction, none twice.

use std::collections::HashMap;
use std::sync::Arc;

use case::office::office;
use case::store::{
    Made, ReporterRow, Taken, keep_imports, list_events, list_imports, load_all, load_for_program, next_numbers,
    put_mapping, rename_reporter, save, update_import,
};
use case_rules::{Action, Imported, Office, Place, Wish, decide, import, next_alarm};
use codes::receipt::ReceiptCode;
use db::{Db, Tx, WriteError};
use kernel::{Actor, AreaCode, CaseId, Moment, Street};
use sheets::Mapping;
use sheets::cases::CaseRow;
use web::{Fault, Site, Written};

use super::super::{Counts, Progress, record};
use super::text::{changes, said};
use crate::commands::hex;
use crate::open::open_site;

/// Few enough that other writers hardly wait.
const CHUNK: usize = 500;

/// What every chunk needs.
struct Import {
    site: Arc<Site>,
    office: Office,
    source: String,
    title: String,
}

pub async fn store(
    db: &Db,
    street: Street,
    mapping: &Mapping,
    file: &str,
    rows: Vec<CaseRow>,
    counts: Counts,
) -> Result<(), Fault> {
    let site = open_site(db.clone()).await?;
    let office = office(&site).await?;
    let import = Arc::new(Import {
        site,
        office,
        source: mapping.name.clone(),
        title: mapping.title.clone(),
    });
    let rows = Arc::new(rows);
    let (mut progress, mut done) = (Progress::start(), 0);
    while done < rows.len() {
        let (import, part, from) = (import.clone(), rows.clone(), done);
        let to = (from + CHUNK).min(rows.len());
        db.write::<(), Fault, _>(move |tx| {
            let (import, rows) = (import.clone(), part.clone());
            Box::pin(async move { import.chunk(tx, &rows[from..to]).await })
        })
        .await?;
        done = to;
        progress.tell(done, rows.len());
    }
    let (name, body) = (mapping.name.clone(), serde_json::to_string(mapping));
    let body = body.map_err(|error| db::Error::Content(error.to_string()))?;
    let file = file.to_owned();
    db.write::<(), Fault, _>(move |tx| {
        let (name, body, file) = (name.clone(), body.clone(), file.clone());
        Box::pin(async move {
            put_mapping(tx, street, &name, &body).await?;
            Ok(record(tx, street, "cases", &file, counts).await?)
        })
    })
    .await?;
    Ok(())
}

impl Import {
    /// Whatever the plan said: what another import stored meanwhile is not stored again.
    async fn chunk(&self, tx: &Tx, rows: &[CaseRow]) -> Written<()> {
        let (street, now) = (self.site.street, self.site.now());
        let keys: Vec<String> = rows.iter().map(|row| row.source_key.clone()).collect();
        let known: HashMap<String, Taken> = list_imports(tx, street, &self.source, &keys)
            .await?
            .into_iter()
            .map(|taken| (taken.key.clone(), taken))
            .collect();
        let (old, new): (Vec<&CaseRow>, Vec<&CaseRow>) =
            rows.iter().partition(|row| known.contains_key(&row.source_key));
        let count = i64::try_from(new.len()).unwrap_or(i64::MAX);
        let numbers = if new.is_empty() {
            Vec::new()
        } else {
            next_numbers(tx, street, now, count).await?
        };
        let (mut made, mut taken) = (Vec::new(), Vec::new());
        for (row, number) in new.into_iter().zip(numbers) {
            let matter = self.matter(row, number, now)?;
            taken.push(Taken {
                key: row.source_key.clone(),
                case: matter.case.id,
                digest: digest(row)?,
            });
            made.push(matter);
        }
        if !made.is_empty() {
            load_all(tx, street, &made).await?;
            keep_imports(tx, street, &self.source, &taken).await?;
        }
        for row in old {
            if let Some(taken) = known.get(&row.source_key) {
                self.news(tx, row, taken, now).await?;
            }
        }
        Ok(())
    }

    fn matter(&self, row: &CaseRow, number: String, now: Moment) -> Result<Made, Fault> {
        let town = self.site.town();
        let street = AreaCode(self.site.street.0 * 1_000_000);
        let area = row.point.and_then(|(lng, lat)| town.locate(lng, lat));
        let imported = Imported {
            id: CaseId(self.site.id()),
            number,
            words: row.words.clone(),
            place: Place {
                text: row.place_text.clone(),
                point: row.point,
                area: area.unwrap_or(street),
                layer: town.layer,
            },
            named: row.reporter.is_some(),
            reported_at: Moment::from_civil(row.reported_at),
            closed_at: row.closed_at.map(Moment::from_civil),
            text: said(row, &self.title),
        };
        let change = import(imported, now, &self.office)?;
        let reporter = row.reporter.clone().map(|name| {
            // The table wants a code for each reporter; nobody is given this one.
            let code = ReceiptCode::from_random(self.site.id().into_bytes());
            let phone = String::new();
            (code, ReporterRow { name, phone })
        });
        Ok(Made {
            case: change.case().clone(),
            events: change.events().to_vec(),
            alarm: next_alarm(change.case(), &self.office),
            reporter,
        })
    }

    /// A row that reads otherwise than last time: what changed becomes an entry, and a person decides.
    async fn news(&self, tx: &Tx, row: &CaseRow, taken: &Taken, now: Moment) -> Written<()> {
        let street = self.site.street;
        let new = digest(row)?;
        if new == taken.digest {
            return Ok(());
        }
        let case = load_for_program(tx, street, taken.case)
            .await?
            .ok_or_else(|| WriteError::Refused(Fault::Absent))?;
        let events = list_events(tx, street, taken.case).await?;
        let wish = Wish::new(Action::Import).saying(changes(row, &case, &events));
        let change = decide(&case, &Actor::system(), now, &wish, &self.office)
            .map_err(|refusal| WriteError::Refused(Fault::from(refusal)))?;
        let alarm = next_alarm(change.case(), &self.office);
        save(tx, street, Some(&case), &change, alarm).await?;
        if let Some(name) = &row.reporter {
            rename_reporter(tx, street, taken.case, name).await?;
        }
        let taken = Taken {
            digest: new,
            ..taken.clone()
        };
        Ok(update_import(tx, street, &self.source, &taken).await?)
    }
}

fn digest(row: &CaseRow) -> Result<Vec<u8>, Fault> {
    hex::decode(&row.digest()).ok_or_else(|| db::Error::Content("摘要不是十六进制".to_owned()).into())
}
