//! The case catalogue: items, filing standards, duties, suggestions from a sentence, demo weights.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use crate::duty::{Basis, Department};
use crate::text::{clean_text, length};

static BUILTIN: LazyLock<Catalogue> = LazyLock::new(|| {
    Catalogue::from_csv(Files {
        items: include_str!("../data/catalogue.csv"),
        standards: include_str!("../data/standards.csv"),
        synonyms: include_str!("../data/synonyms.csv"),
        frequency: include_str!("../data/frequency.csv"),
    })
    .expect("the committed catalogue is read by every test run")
});

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// 部件: a fixed public object.
    Component,
    /// 事件: something that happened.
    Event,
    /// 服务: a resident's need.
    Service,
}

/// One minor of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Item {
    /// `C01-01`, `E04-06`, `S14`.
    pub code: String,
    /// Name of the major class.
    pub major: String,
    pub name: String,
    lead: Department,
    basis: Basis,
    taken_back_by: Option<String>,
}

impl Item {
    /// Told by the code's letter.
    #[must_use]
    pub fn kind(&self) -> ItemKind {
        match self.code.as_bytes().first() {
            Some(b'C') => ItemKind::Component,
            Some(b'E') => ItemKind::Event,
            _ => ItemKind::Service,
        }
    }
}

/// One filing condition of an item, with its limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standard {
    /// `C01-01/hazard`; unique and stable.
    pub id: String,
    /// The condition in plain words.
    pub condition: String,
    pub limit: u32,
    /// `uh` `wh` `wd` `ud` `nd`: see domain §4.3 and the data folder's README.
    pub unit: String,
    /// `planting`: the limit counts in that season only.
    pub season: Option<String>,
    /// Closing needs photos, since danger or removal must be proven.
    pub evidence: bool,
}

impl Standard {
    /// Urgent limits run day and night.
    #[must_use]
    pub fn urgent(&self) -> bool {
        matches!(self.unit.as_str(), "uh" | "ud")
    }
}

/// Whose duty an item is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duty<'a> {
    /// The street's department that leads, or forwards what was taken back.
    pub lead: Department,
    pub basis: Basis,
    /// The district department or company; present exactly when taken back.
    pub taken_back_by: Option<&'a str>,
}

/// An item that a sentence may mean, and the words that say so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Suggestion {
    pub code: String,
    pub because: Vec<String>,
}

/// Why catalogue files cannot be used; row numbers count the header as 1.
#[derive(Debug, Error)]
pub enum CatalogueError {
    #[error("目录文件无法读取：{0}")]
    Csv(#[from] csv::Error),
    #[error("目录编码重复：{0}")]
    Duplicate(String),
    #[error("目录中没有编码 {0}")]
    UnknownCode(String),
    #[error("{0} 没有立案标准")]
    NoStandard(String),
    #[error("{0} 的时限单位应为 uh、wh、wd、ud 或 nd")]
    Unit(String),
    #[error("{0} 的时限应大于零")]
    Limit(String),
    #[error("{0} 属于上级收回事项时，应写明由谁收回；否则应留空")]
    TakenBack(String),
    #[error("编码应以 C、E 或 S 开头：{0}")]
    Kind(String),
}

/// The four files of a catalogue, as text.
#[derive(Clone, Copy, Debug)]
pub struct Files<'a> {
    pub items: &'a str,
    pub standards: &'a str,
    pub synonyms: &'a str,
    pub frequency: &'a str,
}

/// Items, standards, duties and words of one office.
#[derive(Debug)]
pub struct Catalogue {
    items: Vec<Item>,
    standards: BTreeMap<String, Vec<Standard>>,
    words: Vec<Keyword>,
    weights: BTreeMap<String, u32>,
}

/// Parts that must all occur in a sentence, and the item (by position) they point to.
#[derive(Debug)]
struct Keyword {
    parts: Vec<String>,
    item: usize,
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
    /// The starter catalogue: one city's codes and limits, with demo duties.
    ///
    /// ```
    /// let suggestions = codes::Catalogue::builtin().suggest("门口路灯不亮");
    /// assert_eq!(suggestions[0].code, "C01-37");
    /// assert_eq!(suggestions[0].because, ["路灯", "不亮"]);
    /// ```
    #[must_use]
    pub fn builtin() -> &'static Self {
        &BUILTIN
    }

    /// Reads an office's own files.
    ///
    /// # Errors
    /// At the first row that is unreadable, repeated, or points nowhere.
    pub fn from_csv(files: Files<'_>) -> Result<Self, CatalogueError> {
        let items: Vec<Item> = rows(files.items)?;
        let mut positions = BTreeMap::new();
        for (position, item) in items.iter().enumerate() {
            let code = item.code.clone();
            if !code.starts_with(['C', 'E', 'S']) {
                return Err(CatalogueError::Kind(code));
            }
            if (item.basis == Basis::TakenBack) != item.taken_back_by.is_some() {
                return Err(CatalogueError::TakenBack(code));
            }
            if positions.insert(code.clone(), position).is_some() {
                return Err(CatalogueError::Duplicate(code));
            }
        }
        let position = |code: &str| {
            positions
                .get(code)
                .copied()
                .ok_or_else(|| CatalogueError::UnknownCode(code.to_owned()))
        };

        let mut standards: BTreeMap<String, Vec<Standard>> = BTreeMap::new();
        let mut ids = BTreeSet::new();
        for row in rows::<StandardRow>(files.standards)? {
            position(&row.code)?;
            let id = format!("{}/{}", row.code, row.condition);
            if !ids.insert(id.clone()) {
                return Err(CatalogueError::Duplicate(id));
            }
            if !matches!(row.unit.as_str(), "uh" | "wh" | "wd" | "ud" | "nd") {
                return Err(CatalogueError::Unit(id));
            }
            if row.limit == 0 {
                return Err(CatalogueError::Limit(id));
            }
            standards.entry(row.code).or_default().push(Standard {
                id,
                condition: row.wording,
                limit: row.limit,
                unit: row.unit,
                season: row.season,
                evidence: row.evidence == "yes",
            });
        }
        if let Some(item) = items.iter().find(|item| !standards.contains_key(&item.code)) {
            return Err(CatalogueError::NoStandard(item.code.clone()));
        }

        // The item's own name, without what its brackets add, is a keyword too.
        let mut words: Vec<Keyword> = Vec::new();
        for (item, row) in items.iter().enumerate() {
            let name = row.name.split('（').next().unwrap_or_default();
            words.push(Keyword {
                parts: vec![name.to_lowercase()],
                item,
            });
        }
        for row in rows::<WordRow>(files.synonyms)? {
            let parts = row.words.split('+').map(str::to_lowercase).collect();
            words.push(Keyword {
                parts,
                item: position(&row.code)?,
            });
        }

        let mut weights = BTreeMap::new();
        for row in rows::<WeightRow>(files.frequency)? {
            position(&row.code)?;
            if weights.insert(row.code.clone(), row.weight).is_some() {
                return Err(CatalogueError::Duplicate(row.code));
            }
        }
        Ok(Self {
            items,
            standards,
            words,
            weights,
        })
    }

    /// All items in the order of the file.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The item of a code.
    #[must_use]
    pub fn item(&self, code: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.code == code)
    }

    /// Filing conditions of an item, tightest of each class first; empty for an unknown code.
    #[must_use]
    pub fn standards(&self, code: &str) -> &[Standard] {
        self.standards.get(code).map_or(&[], Vec::as_slice)
    }

    /// One filing condition by its id.
    #[must_use]
    pub fn standard(&self, id: &str) -> Option<&Standard> {
        let (code, _) = id.split_once('/')?;
        self.standards(code).iter().find(|standard| standard.id == id)
    }

    /// Whose duty an item is by default.
    #[must_use]
    pub fn duty(&self, code: &str) -> Option<Duty<'_>> {
        let item = self.item(code)?;
        Some(Duty {
            lead: item.lead,
            basis: item.basis,
            taken_back_by: item.taken_back_by.as_deref(),
        })
    }

    /// How often an item occurs in the demo; 1 when nothing is known.
    #[must_use]
    pub fn weight(&self, code: &str) -> u32 {
        self.weights.get(code).copied().unwrap_or(1)
    }

    /// Items whose words occur in a sentence, most matched characters first, then the more
    /// frequent item, then by code. Nothing is learnt and nothing is hidden: `because` is the reason.
    #[must_use]
    pub fn suggest(&self, sentence: &str) -> Vec<Suggestion> {
        let sentence = clean_text(sentence).to_lowercase();
        let mut matched: BTreeMap<usize, BTreeSet<(usize, &str)>> = BTreeMap::new();
        for keyword in &self.words {
            let places: Option<Vec<_>> = keyword
                .parts
                .iter()
                .map(|part| Some((sentence.find(part.as_str())?, part.as_str())))
                .collect();
            if let Some(places) = places {
                matched.entry(keyword.item).or_default().extend(places);
            }
        }
        let mut ranked: Vec<_> = matched
            .into_iter()
            .map(|(item, places)| {
                // A word inside a longer matched word says nothing new.
                let because: Vec<&str> = places
                    .iter()
                    .filter(|(_, word)| !places.iter().any(|(_, other)| other != word && other.contains(word)))
                    .map(|&(_, word)| word)
                    .collect();
                let score: usize = because.iter().map(|word| length(word)).sum();
                let code = &self.items[item].code;
                (score, self.weight(code), code, because)
            })
            .collect();
        ranked.sort_by(|a, b| (b.0, b.1, a.2).cmp(&(a.0, a.1, b.2)));
        ranked
            .into_iter()
            .map(|(_, _, code, because)| Suggestion {
                code: code.clone(),
                because: because.into_iter().map(str::to_owned).collect(),
            })
            .collect()
    }
}
