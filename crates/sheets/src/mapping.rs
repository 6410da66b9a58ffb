//! Which column of a foreign table is which field of ours.

use std::collections::{BTreeMap, HashSet};

use serde::{Deserialize, Serialize};

use crate::dates::DateOrder;

/// A field that can be imported, with the headers people give it.
#[derive(Clone, Copy, Debug)]
pub struct FieldSpec {
    pub field: &'static str,
    /// The header of our own export.
    pub title: &'static str,
    pub required: bool,
    /// Several columns may make up the field, in the order of the synonyms.
    pub many: bool,
    /// Best first, lower case, without blanks and underscores.
    pub synonyms: &'static [&'static str],
}

/// A layout of columns, kept as JSON.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    pub name: String,
    /// For people.
    #[serde(default)]
    pub title: String,
    /// Field to headers; the parts of a field are joined in this order.
    pub columns: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub date_order: DateOrder,
    /// Field to text, where no column has a value.
    #[serde(default)]
    pub constants: BTreeMap<String, String>,
    /// Where positions can lie: west, south, east, north. China without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bounds: Option<[f64; 4]>,
}

/// Why a mapping does not fit a table.
#[derive(Debug, thiserror::Error)]
pub enum MappingError {
    #[error("缺少必需的列：{0}")]
    Missing(String),
    #[error("列对应关系里有不认识的字段：{0}")]
    UnknownField(String),
    #[error("列对应关系读不懂：{0}")]
    Json(#[from] serde_json::Error),
}

const SHIPPED: [&str; 3] = [
    include_str!("../data/mappings/teddy2020.json"),
    include_str!("../data/mappings/nyc311.json"),
    include_str!("../data/mappings/boston311.json"),
];

impl Mapping {
    /// The mappings that come with the program.
    pub fn shipped() -> Result<Vec<Self>, MappingError> {
        SHIPPED.into_iter().map(Self::from_json).collect()
    }

    pub fn from_json(json: &str) -> Result<Self, MappingError> {
        Ok(serde_json::from_str(json)?)
    }

    /// The shipped mapping of that name.
    pub fn named(name: &str) -> Result<Option<Self>, MappingError> {
        Ok(Self::shipped()?.into_iter().find(|mapping| mapping.name == name))
    }

    /// The shipped mapping whose required columns are all there, otherwise a guess.
    pub fn for_headers(headers: &[String], fields: &[FieldSpec]) -> Result<Self, MappingError> {
        for mapping in Self::shipped()? {
            let covers = |field: &FieldSpec| {
                let names = mapping.columns.get(field.field);
                names.is_some_and(|names| names.iter().all(|name| headers.contains(name)))
            };
            if fields.iter().filter(|field| field.required).all(covers) {
                return Ok(mapping);
            }
        }
        Ok(Self::guess(headers, fields))
    }

    /// Pairs headers and fields by their usual names in Chinese and English.
    ///
    /// First come headers equal to a synonym, then those that contain one; no header is used twice.
    #[must_use]
    pub fn guess(headers: &[String], fields: &[FieldSpec]) -> Self {
        let plain: Vec<String> = headers.iter().map(|header| plain(header)).collect();
        let mut used: HashSet<usize> = HashSet::new();
        let mut columns: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for fits in [is_equal, is_inside] {
            for field in fields {
                let found = columns.entry(field.field.to_owned()).or_default();
                for synonym in field.synonyms {
                    if !found.is_empty() && !field.many {
                        break;
                    }
                    let hit = (0..plain.len()).find(|at| !used.contains(at) && fits(&plain[*at], synonym));
                    if let Some(at) = hit {
                        used.insert(at);
                        found.push(headers[at].clone());
                    }
                }
            }
        }
        columns.retain(|_, headers| !headers.is_empty());
        Self {
            name: "guess".to_owned(),
            title: "按表头猜测".to_owned(),
            columns,
            ..Self::default()
        }
    }

    /// Whether every required field has a column in the table or a constant, and no field is unknown.
    pub fn check(&self, headers: &[String], fields: &[FieldSpec]) -> Result<(), MappingError> {
        let known = |name: &&String| fields.iter().any(|field| field.field == name.as_str());
        if let Some(name) = self
            .columns
            .keys()
            .chain(self.constants.keys())
            .find(|name| !known(name))
        {
            return Err(MappingError::UnknownField(name.clone()));
        }
        let there = |field: &&FieldSpec| {
            let columns = self.columns.get(field.field);
            columns.is_some_and(|names| names.iter().any(|name| headers.contains(name)))
                || self.constants.contains_key(field.field)
        };
        let missing: Vec<&str> = fields
            .iter()
            .filter(|field| field.required && !there(field))
            .map(|field| field.title)
            .collect();
        if missing.is_empty() {
            Ok(())
        } else {
            Err(MappingError::Missing(missing.join("、")))
        }
    }
}

fn is_equal(header: &str, synonym: &str) -> bool {
    header == synonym
}

/// One character inside a longer header says too little.
fn is_inside(header: &str, synonym: &str) -> bool {
    synonym.chars().count() > 1 && header.contains(synonym)
}

/// A header without what people vary: case, blanks, marks of required columns, brackets with remarks.
fn plain(header: &str) -> String {
    // Of a header with groups the last part names the column.
    let header = header.rsplit('/').next().unwrap_or(header);
    let header = header.split(['(', '（']).next().unwrap_or(header);
    header.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}
