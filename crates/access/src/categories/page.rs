//! The list of categories, and the form of one.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use codes::catalogue::{Basis, UNITS};
use kernel::{Desk, Issues, Moment, Refusal, UnitKey};
use routes::Route;
use web::{Fault, Form, Page, Shell, Site, Visitor, redirect_with, staffed};

use super::act::{Edit, end, put};
use super::draft::{Draft, fields, limit_words, unit_words};
use crate::changes::mark;
use crate::office::store::load_setup;

const VIEWS: [(&str, &str); 3] = [("open", "在用"), ("ended", "已停用"), ("all", "全部")];

struct Row {
    href: String,
    code: String,
    name: String,
    major: String,
    lead: String,
    limits: String,
    ended: Option<String>,
}

#[derive(Template)]
#[template(path = "categories/index.html")]
struct Index {
    shell: Shell,
    rows: Vec<Row>,
    views: Vec<(&'static str, &'static str, bool)>,
    view: String,
    words: String,
    open: usize,
    /// What nobody would receive: link, category, why.
    unowned: Vec<(String, String, &'static str)>,
}

/// A choice of a list: key, name, chosen.
type Choice = (String, String, bool);

#[derive(Template)]
#[template(path = "categories/show.html")]
struct Show {
    shell: Shell,
    draft: Draft,
    is_new: bool,
    title: String,
    /// `2026-03-31 00:00`, and whether that is past.
    ended: Option<(String, bool)>,
    seen: String,
    majors: Vec<String>,
    leads: Vec<Choice>,
    bases: Vec<Choice>,
    takers: Vec<Choice>,
    units: Vec<(&'static str, &'static str)>,
    today: String,
    issues: Issues,
    refusal: Option<Refusal>,
}

pub async fn index(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    RawQuery(query): RawQuery,
) -> Result<Response, Fault> {
    let query = Form::of_query(&query.unwrap_or_default());
    let view = VIEWS
        .iter()
        .find(|(key, _)| *key == query.get("view"))
        .map_or("open", |(key, _)| *key);
    let words = query.get("q").to_lowercase();
    let (catalogue, town, now) = (site.catalogue(), site.town(), site.now());
    let desks = staffed(&site).await?;
    // A unit that took over stands for the one that has ended.
    let unit = |key: &str| {
        let desk = town.successor(Desk::Unit(UnitKey(key.to_owned())));
        let ended = if town.has(&desk) { "" } else { "（已撤销）" };
        format!("{}{ended}", town.desk(&desk))
    };
    let rows: Vec<Row> = catalogue
        .items()
        .iter()
        .filter(|item| view == "all" || item.is_open(now.0) == (view == "open"))
        .map(|item| {
            let mut limits: Vec<String> = Vec::new();
            for row in catalogue.standards(&item.code) {
                let limit = limit_words(row.limit, &row.unit);
                if !limits.contains(&limit) {
                    limits.push(limit);
                }
            }
            Row {
                href: Route::CategoryShow.to(&[&item.code]),
                code: item.code.clone(),
                name: item.name.clone(),
                major: item.major.clone(),
                lead: item.taken_back_by.as_deref().map_or_else(
                    || unit(&item.lead),
                    |by| format!("{}，转{}", unit(&item.lead), unit(by)),
                ),
                limits: limits.join("、"),
                ended: item.ended_at.map(|at| Moment(at).civil().date().to_string()),
            }
        })
        .filter(|row| {
            let all = [&row.code, &row.name, &row.major, &row.lead];
            words.is_empty() || all.iter().any(|text| text.to_lowercase().contains(&words))
        })
        .collect();
    let unowned = site
        .unowned(&desks)
        .into_iter()
        .map(|(item, why)| {
            (
                Route::CategoryShow.to(&[&item.code]),
                format!("{} {}", item.code, item.name),
                why,
            )
        })
        .collect();
    Ok(Page::ok(Index {
        shell: Shell::of(&site, &visitor, "事项类别"),
        rows,
        views: VIEWS.iter().map(|(key, name)| (*key, *name, *key == view)).collect(),
        view: view.to_owned(),
        words: query.get("q").to_owned(),
        open: catalogue.open_items(now.0).count(),
        unowned,
    })
    .into_response())
}

/// What stands on the form besides what is stored.
#[derive(Default)]
struct Failed {
    draft: Option<Draft>,
    issues: Issues,
    refusal: Option<Refusal>,
}

fn page(
    site: &Site,
    visitor: &Visitor,
    code: Option<&str>,
    status: StatusCode,
    failed: Failed,
) -> Result<Response, Fault> {
    let (catalogue, town, now) = (site.catalogue(), site.town(), site.now());
    let item = match code {
        Some(code) => Some(catalogue.item(code).ok_or(Fault::Absent)?),
        None => None,
    };
    let standards = item.map_or(&[][..], |item| catalogue.standards(&item.code));
    let draft = failed
        .draft
        .or_else(|| item.map(|item| Draft::of(item, standards)))
        .unwrap_or_default();
    let units = |district: bool, chosen: &str| -> Vec<Choice> {
        let units = town.units.iter().filter(|unit| unit.is_district == district);
        units
            .map(|unit| (unit.key.0.clone(), unit.name.clone(), unit.key.0 == chosen))
            .collect()
    };
    let mut majors: Vec<String> = Vec::new();
    for item in catalogue.items() {
        if !majors.contains(&item.major) {
            majors.push(item.major.clone());
        }
    }
    let title = item.map_or_else(|| "新设类别".to_owned(), |item| item.name.clone());
    let page = Show {
        shell: Shell::of(site, visitor, title.clone()),
        is_new: item.is_none(),
        title,
        ended: item
            .and_then(|item| item.ended_at)
            .map(|at| (Moment(at).civil().date().to_string(), at <= now.0)),
        seen: item
            .map(|item| mark(&fields(item, standards, &town)))
            .unwrap_or_default(),
        majors,
        leads: units(false, &draft.lead),
        takers: units(true, &draft.taken_back_by),
        bases: Basis::ALL
            .iter()
            .map(|basis| {
                (
                    basis.key().to_owned(),
                    basis.name().to_owned(),
                    basis.key() == draft.basis,
                )
            })
            .collect(),
        units: UNITS.map(|unit| (unit, unit_words(unit))).into(),
        today: now.civil().date().to_string(),
        draft,
        issues: failed.issues,
        refusal: failed.refusal,
    };
    Ok(Page(status, page).into_response())
}

pub async fn new(State(site): State<Arc<Site>>, visitor: Visitor) -> Result<Response, Fault> {
    page(&site, &visitor, None, StatusCode::OK, Failed::default())
}

pub async fn show(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(code): Path<String>,
) -> Result<Response, Fault> {
    page(&site, &visitor, Some(&code), StatusCode::OK, Failed::default())
}

pub async fn create(State(site): State<Arc<Site>>, visitor: Visitor, form: Form) -> Result<Response, Fault> {
    let edit = Edit {
        draft: Draft::of_form(&form, form.get("code"), &[]),
        seen: None,
        actor: visitor.actor.clone(),
    };
    let outcome = site.write(form.client()?, edit.clone(), put).await;
    let flash = format!("已设 {} {}，现在起可以选。", edit.draft.code, edit.draft.name);
    answer(&site, &visitor, None, outcome, Some(edit.draft), flash).await
}

pub async fn edit(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(code): Path<String>,
    form: Form,
) -> Result<Response, Fault> {
    let catalogue = site.catalogue();
    let edit = Edit {
        draft: Draft::of_form(&form, &code, catalogue.standards(&code)),
        seen: Some(form.get("seen").to_owned()),
        actor: visitor.actor.clone(),
    };
    let outcome = site.write(form.client()?, edit.clone(), put).await;
    let flash = "已保存，此后立案的按新的办；已立案的事项保留原名称和原时限。".to_owned();
    answer(&site, &visitor, Some(&code), outcome, Some(edit.draft), flash).await
}

/// Ends a category from a day on; without a day, an end is taken back.
pub async fn end_on(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(code): Path<String>,
    form: Form,
) -> Result<Response, Fault> {
    let midnight = |day: jiff::civil::Date| Moment::from_civil(day.at(0, 0, 0, 0));
    let today = midnight(site.now().civil().date());
    let at = match form.get("end") {
        "" => Ok(None),
        day => match day.parse().map(midnight) {
            Ok(at) if at >= today => Ok(Some(at)),
            _ => {
                let mut issues = Issues::default();
                issues.add("end", "access.category.end", "停用日期应为今天或以后的一天。");
                Err(Fault::Invalid(issues))
            }
        },
    };
    let flash = match at {
        Ok(Some(_)) => format!(
            "已定自 {} 起停用。已立案的事项照常办，名称不变；列表里仍可筛选。",
            form.get("end")
        ),
        _ => "已恢复使用。".to_owned(),
    };
    let outcome = match at {
        Ok(at) => {
            site.write(form.client()?, (code.clone(), at, visitor.actor.clone()), end)
                .await
        }
        Err(fault) => Err(fault),
    };
    answer(&site, &visitor, Some(&code), outcome, None, flash).await
}

async fn answer(
    site: &Site,
    visitor: &Visitor,
    code: Option<&str>,
    outcome: Result<bool, Fault>,
    draft: Option<Draft>,
    flash: String,
) -> Result<Response, Fault> {
    let fault = match outcome {
        Ok(changed) => {
            site.settle(load_setup(&site.db, site.street).await?);
            let flash = if changed { flash } else { "没有改动。".to_owned() };
            let path = code.map_or_else(
                || Route::CategoryIndex.path().to_owned(),
                |code| Route::CategoryShow.to(&[&code]),
            );
            return Ok(redirect_with(&path, &flash));
        }
        Err(fault) => fault,
    };
    let status = fault.status();
    let failed = match fault {
        Fault::Invalid(issues) => Failed {
            draft,
            issues,
            refusal: None,
        },
        Fault::Refused(refusal) | Fault::Stale(refusal) => Failed {
            draft,
            issues: Issues::default(),
            refusal: Some(refusal),
        },
        other => return Err(other),
    };
    page(site, visitor, code, status, failed)
}
