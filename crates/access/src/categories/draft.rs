//! A category as it stands in the form, and what of it cannot be kept.

use codes::Catalogue;
use codes::catalogue::{Basis, Item, Standard, UNITS};
use codes::text::length;
use kernel::{Desk, Issues, UnitKey};
use web::{Form, Town};

use crate::changes::Fields;

const MOST_NAME: usize = 30;
const MOST_CONDITION: usize = 60;
const MOST_WORDS: usize = 60;
const MOST_LIMIT: u32 = 366;

/// One standard in the form. A new one has no id yet.
#[derive(Clone, Default)]
pub struct StandardDraft {
    pub id: String,
    pub condition: String,
    pub season: Option<String>,
    pub limit: String,
    pub unit: String,
    pub evidence: bool,
}

/// A category in the form.
#[derive(Clone, Default)]
pub struct Draft {
    pub code: String,
    pub major: String,
    pub name: String,
    pub lead: String,
    pub basis: String,
    pub taken_back_by: String,
    pub words: String,
    pub places: String,
    pub standards: Vec<StandardDraft>,
    /// Another condition; empty when none is wanted.
    pub more: StandardDraft,
}

/// `2 紧急工作时`, `5 工作日`.
pub fn limit_words(limit: u32, unit: &str) -> String {
    let words = unit_words(unit);
    format!("{limit} {}", words.split('（').next().unwrap_or(words))
}

pub fn unit_words(unit: &str) -> &'static str {
    match unit {
        "uh" => "紧急工作时（昼夜连续）",
        "ud" => "紧急工作日（昼夜连续）",
        "wh" => "工作时",
        "wd" => "工作日",
        _ => "自然日",
    }
}

/// `C01-01`, `E04-06`, `S14`.
fn is_code(code: &str) -> bool {
    let digits = |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    match code.split_at_checked(1) {
        Some(("C" | "E", rest)) => rest
            .split_once('-')
            .is_some_and(|(major, minor)| digits(major) && digits(minor)),
        Some(("S", rest)) => digits(rest),
        _ => false,
    }
}

fn list(text: &str) -> Vec<String> {
    text.split(|c: char| c.is_whitespace() || "、，,；;".contains(c))
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

impl Draft {
    /// What the form shows of a category.
    pub fn of(item: &Item, standards: &[Standard]) -> Self {
        Self {
            code: item.code.clone(),
            major: item.major.clone(),
            name: item.name.clone(),
            lead: item.lead.clone(),
            basis: item.basis.key().to_owned(),
            taken_back_by: item.taken_back_by.clone().unwrap_or_default(),
            words: item.words.join("、"),
            places: item.places.join("、"),
            standards: standards
                .iter()
                .map(|standard| StandardDraft {
                    id: standard.id.clone(),
                    condition: standard.condition.clone(),
                    season: standard.season.clone(),
                    limit: standard.limit.to_string(),
                    unit: standard.unit.clone(),
                    evidence: standard.evidence,
                })
                .collect(),
            more: StandardDraft::default(),
        }
    }

    /// The form as sent. Conditions that are there keep their wording, since matters were filed under it.
    pub fn of_form(form: &Form, code: &str, known: &[Standard]) -> Self {
        let text = |name: &str| form.get(name).to_owned();
        let standard = |key: &str| StandardDraft {
            limit: text(&format!("limit-{key}")),
            unit: text(&format!("unit-{key}")),
            evidence: !form.get(&format!("evidence-{key}")).is_empty(),
            ..StandardDraft::default()
        };
        Self {
            code: code.to_owned(),
            major: text("major"),
            name: text("name"),
            lead: text("lead"),
            basis: text("basis"),
            taken_back_by: text("taken_back_by"),
            words: text("words"),
            places: text("places"),
            standards: (1..)
                .zip(known)
                .map(|(number, row)| StandardDraft {
                    id: row.id.clone(),
                    condition: row.condition.clone(),
                    season: row.season.clone(),
                    ..standard(&number.to_string())
                })
                .collect(),
            more: StandardDraft {
                condition: text("condition"),
                ..standard("new")
            },
        }
    }

    /// The category that these fields make, or everything that is wrong. `before` is the one that is there.
    pub fn read(
        &self,
        before: Option<&Item>,
        catalogue: &Catalogue,
        town: &Town,
        now: i64,
    ) -> Result<(Item, Vec<Standard>), Issues> {
        let mut issues = Issues::default();
        if before.is_none() {
            self.check_code(catalogue, &mut issues);
        }
        if self.major.is_empty() || length(&self.major) > MOST_NAME {
            issues.add(
                "major",
                "access.category.major",
                format!("请填写大类，不超过 {MOST_NAME} 字。"),
            );
        }
        if self.name.is_empty() || length(&self.name) > MOST_NAME {
            issues.add(
                "name",
                "access.category.name",
                format!("请填写类别名称，不超过 {MOST_NAME} 字。"),
            );
        } else if let Some(other) = catalogue
            .open_items(now)
            .find(|item| item.name == self.name && item.code != self.code)
        {
            let text = format!("“{}”已是 {} 的名称，请换一个，免得选错。", self.name, other.code);
            issues.add("name", "access.category.name_taken", text);
        }
        // Trap E13: what nobody owns would be accepted and never sent on.
        if self.lead.is_empty() {
            let text = "请选择责任单位。没有责任单位的类别不能启用，否则收了没人办。";
            issues.add("lead", "access.category.owner_missing", text);
        } else if town.unit(&self.lead).is_none_or(|unit| unit.is_district) {
            let text = "选中的责任单位已不存在或不是街道部门，请换一个。";
            issues.add("lead", "access.category.owner_ended", text);
        }
        let basis = Basis::of(&self.basis);
        if basis.is_none() {
            issues.add("basis", "access.category.basis", "请选择履职依据。");
        }
        let taken_back = basis == Some(Basis::TakenBack);
        let by = town.unit(&self.taken_back_by).filter(|unit| unit.is_district);
        if taken_back && by.is_none() {
            issues.add(
                "taken_back_by",
                "access.category.taken_back_by",
                "上级收回的事项要选由哪个区级部门负责。",
            );
        } else if !taken_back && !self.taken_back_by.is_empty() {
            issues.add(
                "taken_back_by",
                "access.category.taken_back_by",
                "不是上级收回的事项，“收回部门”请留空。",
            );
        }
        for (field, text) in [("words", &self.words), ("places", &self.places)] {
            if list(text).len() > MOST_WORDS {
                issues.add(field, "access.category.words", format!("最多写 {MOST_WORDS} 个说法。"));
            }
        }
        let standards = self.read_standards(&mut issues);
        let item = Item {
            code: self.code.clone(),
            major: self.major.clone(),
            name: self.name.clone(),
            lead: self.lead.clone(),
            basis: basis.unwrap_or(Basis::Basic),
            taken_back_by: by.map(|unit| unit.key.0.clone()),
            words: list(&self.words),
            places: list(&self.places),
            weight: before.map_or(1, |item| item.weight),
            ended_at: before.and_then(|item| item.ended_at),
        };
        issues.or((item, standards))
    }

    fn check_code(&self, catalogue: &Catalogue, issues: &mut Issues) {
        if !is_code(&self.code) {
            let text = "编码应写成 C01-01（部件）、E04-06（事件）或 S14（服务）的样子。";
            issues.add("code", "access.category.code", text);
        } else if let Some(known) = catalogue.item(&self.code) {
            let text = format!(
                "编码 {} 已是“{}”的，停用后也不再给别的类别用。请换一个编码。",
                known.code, known.name
            );
            issues.add("code", "access.category.code_taken", text);
        }
    }

    fn read_standards(&self, issues: &mut Issues) -> Vec<Standard> {
        let mut standards = Vec::new();
        let mut used: Vec<String> = self.standards.iter().map(|row| row.id.clone()).collect();
        let wants_more = !self.more.condition.is_empty() || self.standards.is_empty();
        for row in self.standards.iter().chain(wants_more.then_some(&self.more)) {
            let number = row
                .limit
                .parse::<u32>()
                .ok()
                .filter(|limit| (1..=MOST_LIMIT).contains(limit));
            if number.is_none() || !UNITS.contains(&row.unit.as_str()) {
                let condition = match row.condition.as_str() {
                    "" => "新条件",
                    known => known,
                };
                let text = format!("“{condition}”的时限应为 1 到 {MOST_LIMIT} 的整数，并选单位。");
                issues.add("standards", "access.category.limit", text);
            }
            let mut id = row.id.clone();
            if id.is_empty() {
                if row.condition.is_empty() || length(&row.condition) > MOST_CONDITION {
                    let text = format!("请填写立案条件，不超过 {MOST_CONDITION} 字。");
                    issues.add("condition", "access.category.condition", text);
                }
                let free = (1..).map(|number| format!("{}/own{number}", self.code));
                id = free.clone().find(|id| !used.contains(id)).unwrap_or_default();
                used.push(id.clone());
            }
            standards.push(Standard {
                id,
                condition: row.condition.clone(),
                limit: number.unwrap_or(1),
                unit: row.unit.clone(),
                season: row.season.clone(),
                evidence: row.evidence,
            });
        }
        standards
    }
}

/// A category as people read it, for history and for the mark of a page.
pub fn fields(item: &Item, standards: &[Standard], town: &Town) -> Fields {
    let unit = |key: &str| town.desk(&Desk::Unit(UnitKey(key.to_owned())));
    let text = |name: &str, value: String| (name.to_owned(), value);
    let mut fields = vec![
        text("名称", item.name.clone()),
        text("大类", item.major.clone()),
        text("责任单位", unit(&item.lead)),
        text("履职依据", item.basis.name().to_owned()),
        text("收回部门", item.taken_back_by.as_deref().map(unit).unwrap_or_default()),
        text("常用说法", item.words.join("、")),
        text("地点说法", item.places.join("、")),
    ];
    for standard in standards {
        let photos = if standard.evidence { "，结案须有照片" } else { "" };
        let value = format!("{}{photos}", limit_words(standard.limit, &standard.unit));
        fields.push(text(&format!("时限（{}）", standard.condition), value));
    }
    let ended = item.ended_at.map(|at| kernel::Moment(at).minute()).unwrap_or_default();
    fields.push(text("停用时间", ended));
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_written_in_one_way() {
        for code in ["C01-01", "E04-06", "S14"] {
            assert!(is_code(code), "{code}");
        }
        for code in ["", "c01-01", "C1-1", "C01", "S014", "X01-01", "E04-0６", "市容"] {
            assert!(!is_code(code), "{code}");
        }
    }
}
