//! The case catalogue: items, filing standards, duties, suggestions from a sentence, demo weights.

mod files;
mod suggest;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use self::files::Files;
pub use self::suggest::Suggestion;
pub use crate::duty::{Basis, Department};

static BUILTIN: LazyLock<Catalogue> = LazyLock::new(|| {
    Catalogue::from_csv(Files {
        items: include_str!("../data/catalogue.csv"),
        standards: include_str!("../data/standards.csv"),
        synonyms: include_str!("../data/synonyms.csv"),
        frequency: include_str!("../data/frequency.csv"),
    })
    .expect("the committed catalogue is read by every test run")
});

/// The units of limits: continuous hours, office hours, working days, continuous days, natural days.
pub const UNITS: [&str; 5] = ["uh", "wh", "wd", "ud", "nd"];

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
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Item {
    /// `C01-01`, `E04-06`, `S14`.
    pub code: String,
    /// Name of the major class.
    pub major: String,
    pub name: String,
    /// The key of the unit that leads, or forwards what was taken back.
    pub lead: String,
    pub basis: Basis,
    /// Who took it back, present exactly then: the unit's key; in the starter, which has no units, its name.
    pub taken_back_by: Option<String>,
    /// What people say for it; `a+b` asks for both parts anywhere in the sentence.
    pub words: Vec<String>,
    /// Words that only say where. They decide when no word says what.
    pub places: Vec<String>,
    /// How often it occurs; among equals the more frequent item comes first.
    pub weight: u32,
    /// From this moment (milliseconds) nobody can choose it any more.
    pub ended_at: Option<i64>,
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

    /// Whether it can be chosen at a moment.
    #[must_use]
    pub fn is_open(&self, at: i64) -> bool {
        self.ended_at.is_none_or(|end| at < end)
    }
}

/// One filing condition of an item, with its limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
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

    /// The code of its item.
    #[must_use]
    pub fn item(&self) -> &str {
        self.id.split_once('/').map_or("", |(code, _)| code)
    }
}

/// Why a catalogue cannot be used.
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

/// Items, standards, duties and words of one office.
#[derive(Debug)]
pub struct Catalogue {
    items: Vec<Item>,
    standards: BTreeMap<String, Vec<Standard>>,
}

impl Catalogue {
    /// The starter catalogue: one city's codes and limits, with demo duties. Offices are founded with it and go on with
    /// their own.
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

    /// The catalogue of these items and standards, in this order.
    ///
    /// # Errors
    /// At the first that is repeated, points nowhere, or cannot be counted.
    pub fn of(items: Vec<Item>, standards: Vec<Standard>) -> Result<Self, CatalogueError> {
        let mut known: BTreeMap<String, Vec<Standard>> = BTreeMap::new();
        for item in &items {
            let code = || item.code.clone();
            if !item.code.starts_with(['C', 'E', 'S']) {
                return Err(CatalogueError::Kind(code()));
            }
            if (item.basis == Basis::TakenBack) != item.taken_back_by.is_some() {
                return Err(CatalogueError::TakenBack(code()));
            }
            if known.insert(code(), Vec::new()).is_some() {
                return Err(CatalogueError::Duplicate(code()));
            }
        }
        for standard in standards {
            let id = standard.id.clone();
            if !UNITS.contains(&standard.unit.as_str()) {
                return Err(CatalogueError::Unit(id));
            }
            if standard.limit == 0 {
                return Err(CatalogueError::Limit(id));
            }
            let rows = known
                .get_mut(standard.item())
                .ok_or_else(|| CatalogueError::UnknownCode(standard.item().to_owned()))?;
            if rows.iter().any(|row| row.id == id) {
                return Err(CatalogueError::Duplicate(id));
            }
            rows.push(standard);
        }
        if let Some((code, _)) = known.iter().find(|(_, rows)| rows.is_empty()) {
            return Err(CatalogueError::NoStandard(code.clone()));
        }
        Ok(Self {
            items,
            standards: known,
        })
    }

    /// All items in the order of the office, ended ones too.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// Items that can be chosen at a moment.
    pub fn open_items(&self, at: i64) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(move |item| item.is_open(at))
    }

    /// The item of a code, ended or not.
    #[must_use]
    pub fn item(&self, code: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.code == code)
    }

    /// Filing conditions of an item, tightest of each class first; empty for an unknown code.
    #[must_use]
    pub fn standards(&self, code: &str) -> &[Standard] {
        self.standards.get(code).map_or(&[], Vec::as_slice)
    }

    /// One filing condition by its id, with its item.
    #[must_use]
    pub fn standard(&self, id: &str) -> Option<(&Item, &Standard)> {
        let (code, _) = id.split_once('/')?;
        let standard = self.standards(code).iter().find(|standard| standard.id == id)?;
        Some((self.item(code)?, standard))
    }
}
