//! A catalogue as four committed tables.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::{Basis, Catalogue, CatalogueError, Department, Item, Standard};

/// The four files of a catalogue, as text.
#[derive(Clone, Copy, Debug)]
pub struct Files<'a> {
    pub items: &'a str,
    pub standards: &'a str,
    pub synonyms: &'a str,
    pub frequency: &'a str,
}

#[derive(Deserialize)]
struct ItemRow {
    code: String,
    major: String,
    name: String,
    lead: Department,
    basis: Basis,
    taken_back_by: Option<String>,
}

#[derive(Deserialize)]
struct StandardRow {
    code: String,
    condition: String,
    wording: String,
    limit: u32,
    unit: String,
    season: Option<String>,
    evidence: String,
}

#[derive(Deserialize)]
struct WordRow {
    words: String,
    code: String,
    place: Option<String>,
}

#[derive(Deserialize)]
struct WeightRow {
    code: String,
    weight: u32,
}

fn rows<T: for<'de> Deserialize<'de>>(text: &str) -> Result<Vec<T>, csv::Error> {
    csv::Reader::from_reader(text.as_bytes()).deserialize().collect()
}

impl Catalogue {
    /// Reads an office's own files.
    ///
    /// # Errors
    /// At the first row that is unreadable, repeated, or points nowhere.
    pub fn from_csv(files: Files<'_>) -> Result<Self, CatalogueError> {
        let mut items: Vec<Item> = rows::<ItemRow>(files.items)?
            .into_iter()
            .map(|row| Item {
                code: row.code,
                major: row.major,
                name: row.name,
                lead: row.lead.key().to_owned(),
                basis: row.basis,
                taken_back_by: row.taken_back_by,
                words: Vec::new(),
                places: Vec::new(),
                weight: 1,
                ended_at: None,
            })
            .collect();
        let positions: BTreeMap<String, usize> = (0..).zip(&items).map(|(at, item)| (item.code.clone(), at)).collect();
        let position = |code: &str| {
            positions
                .get(code)
                .copied()
                .ok_or_else(|| CatalogueError::UnknownCode(code.to_owned()))
        };
        for row in rows::<WordRow>(files.synonyms)? {
            let item = &mut items[position(&row.code)?];
            if row.place.as_deref() == Some("yes") {
                item.places.push(row.words);
            } else {
                item.words.push(row.words);
            }
        }
        let mut weighed = BTreeSet::new();
        for row in rows::<WeightRow>(files.frequency)? {
            items[position(&row.code)?].weight = row.weight;
            if !weighed.insert(row.code.clone()) {
                return Err(CatalogueError::Duplicate(row.code));
            }
        }
        let standards = rows::<StandardRow>(files.standards)?
            .into_iter()
            .map(|row| Standard {
                id: format!("{}/{}", row.code, row.condition),
                condition: row.wording,
                limit: row.limit,
                unit: row.unit,
                season: row.season,
                evidence: row.evidence == "yes",
            })
            .collect();
        Self::of(items, standards)
    }
}
