//! The two short forms of the field.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use case_rules::Channel;
use kernel::{Issues, Permission};
use routes::Route;
use web::{Fault, Form, Page, Shell, Site, Visitor, confirmed, redirect_with};

use crate::intake::act::{ReportInput, check, open_case, standard_of};
use crate::intake::page::{CENTRE, read_photos};

/// What grids meet most, as large buttons; the rest is in the list below them.
const COMMON: &[&str] = &["E01-10", "E01-36", "E04-10", "E04-96", "E02-01", "C01-37"];

#[derive(Template)]
#[template(path = "patrol/new.html")]
struct New {
    shell: Shell,
    solve: bool,
    common: Vec<(String, String, bool)>,
    rest: Vec<(String, String, bool)>,
    areas: Vec<(String, String, bool)>,
    input: ReportInput,
    issues: Issues,
    centre: (f64, f64),
}

fn page(
    site: &Site,
    visitor: &Visitor,
    solve: bool,
    status: StatusCode,
    input: ReportInput,
    issues: Issues,
) -> Response {
    let (catalogue, now) = (site.catalogue(), site.now());
    let first = |code: &str| {
        catalogue
            .standards(code)
            .first()
            .map(|standard| standard.id.clone())
            .unwrap_or_default()
    };
    let choice = |code: &str, name: &str| {
        let id = first(code);
        let chosen = id == input.standard;
        (id, name.to_owned(), chosen)
    };
    let common = COMMON
        .iter()
        .filter_map(|code| catalogue.item(code).filter(|item| item.is_open(now.0)))
        .map(|item| choice(&item.code, &item.name))
        .collect();
    let rest = catalogue
        .open_items(now.0)
        .filter(|item| !COMMON.contains(&item.code.as_str()))
        .map(|item| choice(&item.code, &item.name))
        .collect();
    let town = site.town();
    let own: Vec<_> = visitor.posts().iter().filter_map(|post| post.area).collect();
    let areas = own
        .iter()
        .map(|area| (area.digits(), town.name(*area), area.digits() == input.area))
        .collect();
    let title = if solve { "自处置登记" } else { "上报" };
    Page(
        status,
        New {
            shell: Shell::of(site, visitor, title),
            solve,
            common,
            rest,
            areas,
            input,
            issues,
            centre: CENTRE,
        },
    )
    .into_response()
}

pub async fn new_report(State(site): State<Arc<Site>>, visitor: Visitor) -> Response {
    page(
        &site,
        &visitor,
        false,
        StatusCode::OK,
        ReportInput::default(),
        Issues::default(),
    )
}

pub async fn new_solve(State(site): State<Arc<Site>>, visitor: Visitor) -> Response {
    page(
        &site,
        &visitor,
        true,
        StatusCode::OK,
        ReportInput::default(),
        Issues::default(),
    )
}

pub async fn create_report(State(site): State<Arc<Site>>, visitor: Visitor, form: Form) -> Result<Response, Fault> {
    create(&site, &visitor, form, false).await
}

pub async fn create_solve(State(site): State<Arc<Site>>, visitor: Visitor, form: Form) -> Result<Response, Fault> {
    create(&site, &visitor, form, true).await
}

async fn create(site: &Arc<Site>, visitor: &Visitor, mut form: Form, solve: bool) -> Result<Response, Fault> {
    let client = form.client()?;
    let mut input = ReportInput::of_form(&form);
    let mut issues = Issues::default();
    let photos = read_photos(&mut form, &mut issues).await;
    if solve {
        let standard = standard_of(&site.catalogue(), &input.standard, site.now());
        match &standard {
            Some(standard) if input.words.is_empty() => input.words.clone_from(&standard.item_name),
            Some(_) => {}
            None => issues.add("standard", "case.report.standard", "请选择是什么事。"),
        }
        if photos.is_empty() && standard.is_some_and(|standard| standard.evidence) {
            let text = "这一类的结案标准要求有照片，用来证明隐患已消除。请拍一张；其他内容已保留。";
            issues.add("photo", "case.self_resolve.evidence_missing", text);
        }
        if input.done.is_empty() {
            issues.add("done", "case.report.done_missing", "请写一句怎么解决的。");
        }
    } else {
        input.done.clear();
    }
    let report = match check(&input, site, true, Channel::Patrol) {
        Ok(report) if issues.0.is_empty() => report,
        Ok(_) => {
            return Ok(page(
                site,
                visitor,
                solve,
                StatusCode::UNPROCESSABLE_ENTITY,
                input,
                issues,
            ));
        }
        Err(more) => {
            issues.0.extend(more.0);
            return Ok(page(
                site,
                visitor,
                solve,
                StatusCode::UNPROCESSABLE_ENTITY,
                input,
                issues,
            ));
        }
    };
    let opened = open_case(site, client, visitor.actor.clone(), report, photos).await?;
    let flash = if solve {
        format!("{} 已登记自处置。", opened.number)
    } else {
        format!("{} 已上报。", opened.number)
    };
    let path = if visitor.may(Permission::ReadCases) {
        Route::Today
    } else {
        Route::CaseNew
    };
    Ok(confirmed(redirect_with(path.path(), &flash), client))
}
