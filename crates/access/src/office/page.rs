//! The page of the office's settings, and the example beside the hours.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kernel::{Issues, Refusal};
use routes::Route;
use web::{Fault, Form, Hours, Minute, Page, Settings, Shell, Site, Summer, Visitor, redirect_with};

use super::act::{Edit, fields, rename, update};
use super::store::{find_settings, list_roles, load_setup};
use crate::changes::mark;

const MOST_NAME: usize = 30;
const MOST_ROLE: usize = 12;

/// The fields of hours: key, label.
const HOURS: [(&str, &str); 4] = [
    ("morning_from", "上午上班"),
    ("morning_to", "上午下班"),
    ("afternoon_from", "下午上班"),
    ("afternoon_to", "下午下班"),
];
const SUMMER: [(&str, &str); 4] = [
    ("summer_morning_from", "夏季上午上班"),
    ("summer_morning_to", "夏季上午下班"),
    ("summer_afternoon_from", "夏季下午上班"),
    ("summer_afternoon_to", "夏季下午下班"),
];
const OTHERS: [&str; 10] = [
    "name",
    "centre",
    "summer_from",
    "summer_to",
    "intake",
    "verify",
    "dispatch",
    "accept",
    "inspect",
    "confirm_days",
];

/// What stands in the form, by field.
type Typed = BTreeMap<&'static str, String>;

/// One control of the form.
struct Field {
    key: &'static str,
    label: String,
    hint: &'static str,
    value: String,
}

#[derive(Template)]
#[template(path = "office/show.html")]
struct Show {
    shell: Shell,
    names: Vec<Field>,
    hours: Vec<Field>,
    days: Vec<Field>,
    summer: Vec<Field>,
    has_summer: bool,
    stages: Vec<Field>,
    live: String,
    example: String,
    seen: String,
    roles: Vec<(String, String)>,
    issues: Issues,
    refusal: Option<Refusal>,
}

#[derive(Template)]
#[template(path = "office/preview.html")]
struct Preview {
    example: String,
}

fn keys() -> impl Iterator<Item = &'static str> {
    HOURS.iter().chain(&SUMMER).map(|(key, _)| *key).chain(OTHERS)
}

fn typed_of(form: &Form) -> Typed {
    keys().map(|key| (key, form.get(key).to_owned())).collect()
}

fn typed_now(name: &str, settings: &Settings) -> Typed {
    let mut typed = Typed::from([("name", name.to_owned()), ("centre", settings.centre.clone())]);
    let mut put = |keys: &[(&'static str, &str); 4], hours: &Hours| {
        let at = [hours.morning.0, hours.morning.1, hours.afternoon.0, hours.afternoon.1];
        typed.extend(keys.iter().zip(at).map(|((key, _), at)| (*key, at.to_string())));
    };
    put(&HOURS, &settings.hours);
    if let Some(summer) = &settings.summer {
        put(&SUMMER, &summer.hours);
        typed.insert("summer_from", summer.from.to_string());
        typed.insert("summer_to", summer.to.to_string());
    }
    typed.extend(
        settings
            .stages
            .named()
            .map(|(key, _, _, value, _)| (key, value.to_string())),
    );
    typed
}

fn value(typed: &Typed, key: &str) -> String {
    typed.get(key).cloned().unwrap_or_default()
}

/// Reads the form over the settings that stand; what cannot be read is an issue of its field.
fn read(typed: &Typed, now: &Settings) -> Result<(String, Settings), Issues> {
    let mut issues = Issues::default();
    let mut hours = |keys: &[(&'static str, &str); 4]| -> Option<Hours> {
        let mut at = Vec::new();
        for (key, label) in keys {
            match value(typed, key).parse::<Minute>() {
                Ok(minute) => at.push(minute),
                Err(text) => issues.add(key, "access.office.time", format!("{label}：{text}")),
            }
        }
        let [a, b, c, d] = at.try_into().ok()?;
        Some(Hours {
            morning: (a, b),
            afternoon: (c, d),
        })
    };
    let mut settings = now.clone();
    settings.hours = hours(&HOURS).unwrap_or(now.hours);
    let (from, to) = (value(typed, "summer_from"), value(typed, "summer_to"));
    settings.summer = if from.is_empty() && to.is_empty() {
        None
    } else {
        let hours = hours(&SUMMER);
        let mut day = |key, label: &str, text: &str| {
            let wrong = |text: String| issues.add(key, "access.office.day", format!("{label}：{text}"));
            text.parse().map_err(wrong).ok()
        };
        let from = day("summer_from", "夏季开始", &from);
        let to = day("summer_to", "夏季结束", &to);
        from.zip(to)
            .zip(hours)
            .map(|((from, to), hours)| Summer { from, to, hours })
            .or(now.summer)
    };
    // What is no number is out of every range, and said so with the range.
    let number = |key: &str| value(typed, key).parse().unwrap_or(0);
    let stages = &mut settings.stages;
    stages.intake = number("intake");
    stages.verify = number("verify");
    stages.dispatch = number("dispatch");
    stages.accept = number("accept");
    stages.inspect = number("inspect");
    stages.confirm_days = number("confirm_days");
    settings.centre = value(typed, "centre");
    let name = value(typed, "name");
    if name.is_empty() || codes::text::length(&name) > MOST_NAME {
        issues.add(
            "name",
            "access.office.name",
            format!("请填写单位名称，不超过 {MOST_NAME} 字。"),
        );
    }
    // Times that cannot be read stand in for themselves; the rest is checked all the same.
    if let Err(more) = settings.check() {
        issues.0.extend(more.0);
    }
    issues.or((name, settings))
}

/// What stands on the page besides the stored settings.
#[derive(Default)]
struct Failed {
    typed: Option<Typed>,
    issues: Issues,
    refusal: Option<Refusal>,
}

async fn page(site: &Site, visitor: &Visitor, status: StatusCode, failed: Failed) -> Result<Response, Fault> {
    let (name, settings) = find_settings(&site.db, site.street).await?.ok_or(Fault::Absent)?;
    let typed = failed.typed.unwrap_or_else(|| typed_now(&name, &settings));
    let field = |key: &'static str, label: &str, hint: &'static str| Field {
        key,
        label: label.to_owned(),
        hint,
        value: value(&typed, key),
    };
    let times = |keys: &[(&'static str, &'static str)]| {
        keys.iter()
            .map(|(key, label)| field(key, label, ""))
            .collect::<Vec<_>>()
    };
    let (summer, days) = (
        times(&SUMMER),
        times(&[("summer_from", "从（月-日）"), ("summer_to", "到（月-日）")]),
    );
    let live: Vec<&str> = HOURS
        .iter()
        .chain(&SUMMER)
        .map(|(key, _)| *key)
        .chain(["summer_from", "summer_to"])
        .collect();
    let page = Show {
        shell: Shell::of(site, visitor, "机构设置"),
        names: vec![
            field("name", "单位名称", "显示在每一页的页头和居民的回执上。"),
            field("centre", "中心名称", "受理和派遣的中心，显示在“在谁手里”和回执上。"),
        ],
        hours: times(&HOURS),
        has_summer: summer.iter().chain(&days).any(|field| !field.value.is_empty()),
        days,
        summer,
        stages: settings
            .stages
            .named()
            .map(|(key, name, unit, _, _)| field(key, &format!("{name}（{}）", unit.trim_start_matches("工作")), ""))
            .into(),
        live: live.join(","),
        example: example(&typed, &settings, site),
        seen: mark(&fields(&name, &settings)),
        roles: list_roles(&site.db, site.street).await?,
        issues: failed.issues,
        refusal: failed.refusal,
    };
    Ok(Page(status, page).into_response())
}

/// The example for what stands in the form, or what is wrong with it.
fn example(typed: &Typed, now: &Settings, site: &Site) -> String {
    // Only the hours are asked here; the rest of the form has its own say.
    let mut full = typed_now("-", now);
    let given =
        |key: &&'static str| HOURS.iter().chain(&SUMMER).any(|(known, _)| known == key) || key.starts_with("summer");
    full.extend(keys().filter(given).map(|key| (key, value(typed, key))));
    match read(&full, now) {
        Ok((_, settings)) => settings.example(site.now(), site.setup().timetable.calendar()),
        Err(issues) => issues.0.first().map(|issue| issue.text.clone()).unwrap_or_default(),
    }
}

pub async fn show(State(site): State<Arc<Site>>, visitor: Visitor) -> Result<Response, Fault> {
    page(&site, &visitor, StatusCode::OK, Failed::default()).await
}

pub async fn preview(State(site): State<Arc<Site>>, RawQuery(query): RawQuery) -> Response {
    let typed = typed_of(&Form::of_query(&query.unwrap_or_default()));
    let example = example(&typed, &site.setup().settings, &site);
    Page::ok(Preview { example }).into_response()
}

pub async fn edit(State(site): State<Arc<Site>>, visitor: Visitor, form: Form) -> Result<Response, Fault> {
    let typed = typed_of(&form);
    let outcome = match read(&typed, &site.setup().settings) {
        Ok((name, settings)) => {
            let edit = Edit {
                name,
                settings,
                seen: form.get("seen").to_owned(),
                actor: visitor.actor.clone(),
            };
            site.write(form.client()?, edit, update).await
        }
        Err(issues) => Err(Fault::Invalid(issues)),
    };
    match outcome {
        Ok(changed) => {
            site.settle(load_setup(&site.db, site.street).await?);
            let flash = if changed {
                "已保存，从现在起开始计时的事项按新的办。改了办公时间的，在办事项随后逐件重算，每件都记明从几时改到几时。"
            } else {
                "没有改动。"
            };
            Ok(redirect_with(Route::OfficeShow.path(), flash))
        }
        Err(fault) => answer(&site, &visitor, fault, Some(typed)).await,
    }
}

async fn answer(site: &Site, visitor: &Visitor, fault: Fault, typed: Option<Typed>) -> Result<Response, Fault> {
    let status = fault.status();
    let failed = match fault {
        Fault::Invalid(issues) => Failed {
            typed,
            issues,
            ..Failed::default()
        },
        Fault::Refused(refusal) | Fault::Stale(refusal) => Failed {
            typed,
            refusal: Some(refusal),
            ..Failed::default()
        },
        other => return Err(other),
    };
    page(site, visitor, status, failed).await
}

/// A role by another name.
pub async fn edit_role(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(role): Path<String>,
    form: Form,
) -> Result<Response, Fault> {
    let name = form.get("role").to_owned();
    let outcome = if name.is_empty() || codes::text::length(&name) > MOST_ROLE {
        let mut issues = Issues::default();
        issues.add(
            "role",
            "access.office.role_name",
            format!("请填写角色名称，不超过 {MOST_ROLE} 字。"),
        );
        Err(Fault::Invalid(issues))
    } else {
        let given = (role, name.clone(), visitor.actor.clone());
        site.write(form.client()?, given, rename).await
    };
    match outcome {
        Ok(()) => {
            // Sessions carry the names of their roles.
            site.sessions.forget_all();
            let flash = format!("已改名为“{name}”，权限不变。");
            Ok(redirect_with(Route::OfficeShow.path(), &flash))
        }
        Err(fault) => answer(&site, &visitor, fault, None).await,
    }
}
