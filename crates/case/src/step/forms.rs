//! The forms of a matter's page: one for each action that is allowed now, with the fields it needs.

use case_rules::{Action, Case, Outcome, allowed, reasons};
use codes::Catalogue;
use codes::catalogue::{Basis, Item};
use kernel::{Actor, Desk, Level, Moment, UnitKey};
use web::{Site, Town};

use super::act::StepInput;
use crate::store::shared_pairs;

/// A choice of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub chosen: bool,
}

/// What a form asks for, besides reason and words.
#[derive(Clone, Debug, Default)]
pub struct ActionForm {
    pub key: &'static str,
    pub label: &'static str,
    /// The next step forward: shown open and first.
    pub primary: bool,
    pub danger: bool,
    pub reasons: Vec<Choice>,
    /// The words' label, when words are asked for; whether they must be given.
    pub text: Option<(&'static str, bool)>,
    pub standards: Vec<(String, Vec<Choice>)>,
    pub suggestion: Option<String>,
    pub leads: Vec<(&'static str, Vec<Choice>)>,
    pub grids: Vec<Choice>,
    pub until: bool,
    pub outcomes: Vec<Choice>,
    pub photos: Option<&'static str>,
    pub due: bool,
    pub other: bool,
    pub place: bool,
    pub hide: Vec<Choice>,
    pub typed: StepInput,
    /// What was sent last is in the fields; the step did not happen.
    pub failed: bool,
    pub error: Option<String>,
}

/// Steps forward, in the order of a matter's life; the first that is allowed stands open on the page.
const FORWARD: &[Action] = &[
    Action::File,
    Action::Verified,
    Action::Dispatch,
    Action::Redispatch,
    Action::Accept,
    Action::Submit,
    Action::Inspect,
    Action::Pass,
    Action::Resume,
    Action::GrantExtension,
    Action::EndorseSuspension,
    Action::GrantSuspension,
    Action::GrantAppeal,
    Action::Reclass,
];

/// Steps that go back or aside, shown after the others.
const fn is_aside(action: Action) -> bool {
    matches!(
        action,
        Action::Decline
            | Action::Return
            | Action::Fail
            | Action::NotFound
            | Action::Transfer
            | Action::RefuseExtension
            | Action::RefuseSuspension
            | Action::RefuseAppeal
            | Action::Hide
    )
}

const fn text_of(action: Action) -> Option<(&'static str, bool)> {
    Some(match action {
        Action::Decline => ("为什么不办，请居民去哪里办", true),
        Action::NotFound => ("现场情况", true),
        Action::Return => ("退回的依据（职责清单、法规条款或现场情况）", true),
        Action::Escalate => ("本级为什么解决不了", true),
        Action::RequestExtension => ("为什么需要延期", true),
        Action::RequestSuspension => ("为什么需要挂账", true),
        Action::Submit => ("做了什么、结果如何（反映人会看到）", true),
        Action::Fail => ("哪里没有办到位", true),
        Action::Merge => ("为什么认为是同一件事", true),
        Action::Unmerge => ("为什么撤销", true),
        Action::Transfer => ("移交给谁、为什么（反映人会看到）", true),
        Action::Supervise => ("督办要求", true),
        Action::Reply => ("回复督办：原因、措施、何时办完", true),
        Action::Note => ("补充说明", true),
        Action::Hide => ("为什么必须隐藏（不要把要隐藏的内容再写一遍）", true),
        Action::Reopen => ("为什么重新打开", true),
        Action::Relocate => ("更正的依据", true),
        Action::Rehome => ("为什么属于这个网格", true),
        Action::Appeal => ("申诉理由和依据", true),
        Action::RefuseExtension | Action::RefuseSuspension | Action::RefuseAppeal => ("不同意的理由", true),
        Action::Dispatch | Action::Redispatch => ("派遣说明（派给职责清单以外的单位时必填依据）", false),
        Action::AskVerify => ("请网格员核实什么", false),
        Action::Verified
        | Action::Pass
        | Action::GrantExtension
        | Action::GrantSuspension
        | Action::EndorseSuspension => ("意见", false),
        _ => return None,
    })
}

/// The forms for what this person may do now, forward steps first.
#[must_use]
pub fn action_forms(
    case: &Case,
    actor: &Actor,
    site: &Site,
    typed: Option<(&StepInput, Option<String>)>,
) -> Vec<ActionForm> {
    let actions: Vec<Action> = allowed(case, actor)
        .into_iter()
        // Reveal has its own form beside the reporter; Absorb and Release come with Merge and Unmerge.
        .filter(|action| !matches!(action, Action::Reveal | Action::Absorb | Action::Release))
        .collect();
    let first = FORWARD.iter().copied().find(|action| actions.contains(action));
    let mut forms: Vec<ActionForm> = actions
        .into_iter()
        .map(|action| form(case, action, site, Some(action) == first))
        .collect();
    if let Some((input, error)) = typed
        && let Some(form) = forms.iter_mut().find(|form| form.key == input.action)
    {
        form.typed = input.clone();
        form.failed = true;
        form.error = error;
        mark(form, input);
    }
    forms.sort_by_key(|form| {
        (
            !form.failed,
            !form.primary,
            form.danger,
            form.key == "note",
            form.key == "hide",
        )
    });
    forms
}

fn mark(form: &mut ActionForm, input: &StepInput) {
    let choose = |choices: &mut Vec<Choice>, value: &str| {
        choices
            .iter_mut()
            .for_each(|choice| choice.chosen = choice.value == value)
    };
    choose(&mut form.reasons, &input.reason);
    choose(&mut form.outcomes, &input.outcome);
    choose(&mut form.grids, &input.area);
    form.standards
        .iter_mut()
        .for_each(|(_, choices)| choose(choices, &input.standard));
    form.leads
        .iter_mut()
        .for_each(|(_, choices)| choose(choices, &input.lead));
}

fn form(case: &Case, action: Action, site: &Site, primary: bool) -> ActionForm {
    let mut form = ActionForm {
        key: action.key(),
        label: action.name(),
        primary,
        danger: is_aside(action),
        reasons: reasons(action)
            .iter()
            .map(|reason| Choice {
                value: reason.key().into(),
                label: reason.name().into(),
                chosen: false,
            })
            .collect(),
        text: text_of(action),
        ..ActionForm::default()
    };
    match action {
        Action::File | Action::Reclass => {
            let (standards, suggestion) = standards(case, &site.catalogue(), site.now());
            form.standards = standards;
            form.suggestion = suggestion;
        }
        Action::Dispatch | Action::Redispatch => {
            let (leads, suggestion) = leads(case, &site.catalogue(), &site.town());
            form.leads = leads;
            form.suggestion = suggestion;
        }
        Action::Rehome => form.grids = grids(case, &site.town()),
        Action::RequestSuspension => form.until = true,
        Action::Supervise => form.due = true,
        Action::Merge => form.other = true,
        Action::Hide => {
            let warning = "隐藏后原文在系统里找不回来，列表、查询码页面、接口和导出里都不再有。以前的备份里还在。";
            form.suggestion = Some(warning.into());
        }
        Action::Relocate => form.place = true,
        Action::Submit => {
            form.outcomes = Outcome::ALL
                .iter()
                .map(|outcome| Choice {
                    value: outcome.key().into(),
                    label: outcome.name().into(),
                    chosen: *outcome == Outcome::Fixed,
                })
                .collect();
            form.photos = Some(if case.standard.as_ref().is_some_and(|standard| standard.evidence) {
                "该类事项的结案标准要求有处置后的照片，用来证明隐患已消除。"
            } else {
                "照片可以不传。"
            });
        }
        _ => {}
    }
    form
}

/// The whole catalogue by class, what the words suggest first, with the matched words as the reason.
fn standards(case: &Case, catalogue: &Catalogue, now: Moment) -> (Vec<(String, Vec<Choice>)>, Option<String>) {
    let choices = |item: &Item, chosen: bool| -> Vec<Choice> {
        let rows = catalogue.standards(&item.code);
        let best = nearest_condition(&case.words, rows);
        rows.iter()
            .enumerate()
            .map(|(index, standard)| Choice {
                value: standard.id.clone(),
                label: format!(
                    "{}：{}（{}）",
                    item.name,
                    standard.condition,
                    limit_words(standard.limit, &standard.unit)
                ),
                chosen: chosen && index == best,
            })
            .collect()
    };
    let mut groups: Vec<(String, Vec<Choice>)> = Vec::new();
    let mut hint = None;
    let mut suggested = Vec::new();
    let open = catalogue.suggest(&case.words).into_iter().filter_map(|suggestion| {
        let item = catalogue.item(&suggestion.code).filter(|item| item.is_open(now.0))?;
        Some((item, suggestion.because))
    });
    for (index, (item, because)) in open.take(4).enumerate() {
        if index == 0 {
            hint = Some(format!(
                "按反映内容里的“{}”建议为“{}”，请核对后选择立案条件。",
                because.join("、"),
                item.name
            ));
        }
        suggested.extend(choices(item, index == 0));
    }
    if !suggested.is_empty() {
        groups.push(("建议".to_owned(), suggested));
    }
    for item in catalogue.open_items(now.0) {
        let rows = choices(item, false);
        match groups.iter_mut().find(|(major, _)| *major == item.major) {
            Some((_, group)) => group.extend(rows),
            None => groups.push((item.major.clone(), rows)),
        }
    }
    (groups, hint)
}

/// The condition that shares most pairs of characters with the words; among equals the least urgent, which stands last.
fn nearest_condition(words: &str, rows: &[codes::catalogue::Standard]) -> usize {
    rows.iter()
        .enumerate()
        .max_by_key(|(index, row)| (shared_pairs(&row.condition, words), *index))
        .map_or(0, |(index, _)| index)
}

/// `2 紧急工作时`, `5 个工作日`.
#[must_use]
pub fn limit_words(amount: u32, unit: &str) -> String {
    let unit = match unit {
        "um" => "紧急工作分",
        "uh" => "紧急工作时",
        "ud" => "紧急工作日",
        "wh" => "个工作时",
        "wd" => "个工作日",
        _ => "个自然日",
    };
    format!("{amount} {unit}")
}

/// The grids of the community, for a matter that belongs to none.
fn grids(case: &Case, town: &Town) -> Vec<Choice> {
    town.areas
        .iter()
        .filter(|area| area.code.level() == Level::Grid && case.place.area.contains(area.code))
        .map(|area| Choice {
            value: area.code.digits(),
            label: area.name.clone(),
            chosen: false,
        })
        .collect()
}

/// Units to choose from, the duty list's first, with the list as the reason.
fn leads(case: &Case, catalogue: &Catalogue, town: &Town) -> (Vec<(&'static str, Vec<Choice>)>, Option<String>) {
    let item = case
        .standard
        .as_ref()
        .and_then(|standard| catalogue.item(&standard.item));
    let unit = |key: &str| town.successor(Desk::Unit(UnitKey(key.to_owned())));
    let suggested = item.map(|item| match (&item.taken_back_by, case.level) {
        (Some(by), Level::District | Level::Street) if town.has(&unit(by)) => unit(by),
        _ => unit(&item.lead),
    });
    let hint = item.zip(case.standard.as_ref()).map(|(item, filed)| {
        let (name, lead) = (&filed.item_name, town.desk(&unit(&item.lead)));
        match (&item.taken_back_by, item.basis) {
            (Some(by), _) => format!("“{name}”已上收，由{}负责；街道由{lead}对接转办。", town.desk(&unit(by))),
            (None, Basis::Assisting) => format!("按职责清单，“{name}”属配合履职事项，由{lead}牵头配合。"),
            (None, _) => format!("按职责清单，“{name}”属基本履职事项，由{lead}主办。"),
        }
    });
    let choice = |desk: Desk| Choice {
        chosen: suggested.as_ref() == Some(&desk),
        label: town.desk(&desk),
        value: desk.to_string(),
    };
    let units = |district: bool| {
        town.units
            .iter()
            .filter(|unit| unit.is_district == district)
            .map(|unit| choice(Desk::Unit(unit.key.clone())))
            .collect()
    };
    let mut near = Vec::new();
    let area = case.place.area;
    if area.level() == Level::Grid && town.has_area(area) {
        near.push(choice(Desk::Grid(area)));
    }
    if area.level() != Level::Street {
        near.push(choice(Desk::Community(area.community())));
    }
    let mut groups = vec![("街道部门", units(false)), ("网格和社区", near)];
    if case.level >= Level::Street {
        groups.push(("区级部门", units(true)));
    }
    groups.retain(|(_, choices): &(_, Vec<Choice>)| !choices.is_empty());
    (groups, hint)
}
