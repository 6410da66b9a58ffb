//! The calendar's page, and the page that shows a change before it is taken into use.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kernel::{Issues, Moment, Permission, Refusal};
use routes::Route;
use uuid::Uuid;
use web::calendar::{Issue, KeptClosure, Notice, Recount, list_recounts};
use web::{Fault, Form, Page, Shell, Site, Visitor, redirect_with};

use super::act::{Given, InForce, adopt, in_force};
use super::preview::{Preview, preview};
use super::proposal::{Proposal, Typed, closure_words, day_words, mark, read_closure, read_notice};
use super::year::{LEGEND, Month, months};

/// Changes of the calendar that the page lists.
const SHOWN: i64 = 5;
const ADOPTED: &str = "已采用。在办事项随后逐件重算，进度显示在本页；每件的经过里写明从几时改到几时。";

/// A version of a year's notice.
struct Version {
    title: String,
    /// Who took it in and when; where it came with the program, so.
    origin: String,
    counts: &'static str,
}

/// A change on its way through the open matters, in words.
struct Progress {
    basis: String,
    begun: String,
    state: String,
    seen: i64,
    moved: i64,
}

#[derive(Template)]
#[template(path = "calendar/show.html")]
struct Show {
    shell: Shell,
    year: i16,
    known: bool,
    months: Vec<Month>,
    legend: [(&'static str, &'static str, &'static str); 6],
    versions: Vec<Version>,
    /// Address and words.
    closures: Vec<(String, String)>,
    recounts: Vec<Progress>,
    keeps: bool,
    typed: Typed,
    issues: Issues,
}

/// A day that a notice names.
struct Named {
    day: String,
    what: &'static str,
    name: String,
}

#[derive(Template)]
#[template(path = "calendar/preview.html")]
struct Ahead {
    shell: Shell,
    title: String,
    /// Where the change is sent, and where it is looked at again.
    action: String,
    again: &'static str,
    button: &'static str,
    kind: &'static str,
    named: Vec<Named>,
    doubts: Vec<String>,
    preview: Preview,
    typed: Typed,
    seen: String,
    issues: Issues,
    refusal: Option<Refusal>,
}

fn typed_of(form: &Form) -> Typed {
    Typed {
        text: form.get("text").to_owned(),
        amends: form.get("amends") == "on",
        day: form.get("day").to_owned(),
        works: form.get("works") == "on",
        reason: form.get("reason").to_owned(),
    }
}

fn versions(known: &InForce, year: i16) -> Vec<Version> {
    let of_year: Vec<&Notice> = known
        .calendar
        .notices()
        .iter()
        .filter(|notice| notice.year == year)
        .collect();
    let kept: Vec<_> = known.notices.iter().filter(|kept| kept.notice.year == year).collect();
    let builtin = of_year.len().saturating_sub(kept.len());
    let whole = of_year.iter().rposition(|notice| !notice.amends).unwrap_or(0);
    of_year
        .iter()
        .enumerate()
        .map(|(index, notice)| Version {
            title: notice.citation(),
            origin: match index.checked_sub(builtin).and_then(|index| kept.get(index)) {
                Some(kept) => format!(
                    "第 {} 版，{} 由 {} 采用",
                    kept.version,
                    kept.accepted_at.minute(),
                    kept.accepted_by
                ),
                None => "随程序提供".to_owned(),
            },
            counts: match (index < whole, notice.amends) {
                (true, _) => "已被后来的代替",
                (false, true) => "现行，只改它写到的日子",
                (false, false) => "现行",
            },
        })
        .collect()
}

fn progress(recount: Recount) -> Progress {
    Progress {
        basis: recount.basis,
        begun: recount.begun_at.minute(),
        state: match recount.finished_at {
            Some(at) => format!("{} 完成", at.minute()),
            None => "正在重算".to_owned(),
        },
        seen: recount.seen,
        moved: recount.moved,
    }
}

async fn page(
    site: &Site,
    visitor: &Visitor,
    year: Option<i16>,
    typed: Typed,
    issues: Issues,
) -> Result<Response, Fault> {
    let known = in_force(&site.db, site.street).await?;
    let year = year.unwrap_or_else(|| site.now().civil().year());
    let status = if issues.0.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let recounts = list_recounts(&site.db, site.street, SHOWN).await?;
    let page = Show {
        shell: Shell::of(site, visitor, "工作日历"),
        year,
        known: known.calendar.is_known(jiff::civil::date(year, 1, 1)),
        months: months(&known.calendar, year),
        legend: LEGEND,
        versions: versions(&known, year),
        closures: known
            .closures
            .iter()
            .map(|kept| (Route::ClosureShow.to(&[&kept.id]), closure_words(&kept.closure)))
            .collect(),
        recounts: recounts.into_iter().map(progress).collect(),
        keeps: visitor.may(Permission::ManageOffice),
        typed,
        issues,
    };
    Ok(Page(status, page).into_response())
}

pub async fn show(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    RawQuery(query): RawQuery,
) -> Result<Response, Fault> {
    let query = Form::of_query(&query.unwrap_or_default());
    // Beyond the years of notices and of matters there is nothing to look at.
    let year = query
        .get("year")
        .parse()
        .ok()
        .filter(|year| (2004..=2060).contains(year));
    page(&site, &visitor, year, Typed::default(), Issues::default()).await
}

/// What somebody wants, with what the reader of notices was not sure of.
struct Wanted {
    proposal: Proposal,
    doubts: Vec<Issue>,
}

fn notice_of(typed: &Typed, _: Moment) -> Result<Wanted, Issues> {
    let (notice, doubts) = read_notice(typed)?;
    let proposal = Proposal::Notice(notice);
    Ok(Wanted { proposal, doubts })
}

fn closure_of(typed: &Typed, now: Moment) -> Result<Wanted, Issues> {
    let proposal = Proposal::Close(read_closure(typed, now)?);
    let doubts = Vec::new();
    Ok(Wanted { proposal, doubts })
}

type Read = fn(&Typed, Moment) -> Result<Wanted, Issues>;

/// The page before the change: what it names, what becomes different, which matters move.
async fn ahead(
    site: &Site,
    visitor: &Visitor,
    wanted: Wanted,
    typed: Typed,
    (issues, refusal): (Issues, Option<Refusal>),
) -> Result<Response, Fault> {
    let known = in_force(&site.db, site.street).await?;
    let next = match wanted.proposal.over(&known.calendar, &known.closures) {
        Ok(next) => next,
        // Somebody else did the same meanwhile.
        Err(issues) => return page(site, visitor, None, typed, issues).await,
    };
    let status = match (&refusal, issues.0.is_empty()) {
        (Some(_), _) => StatusCode::CONFLICT,
        (None, false) => StatusCode::UNPROCESSABLE_ENTITY,
        (None, true) => StatusCode::OK,
    };
    let (action, again, button, kind) = match &wanted.proposal {
        Proposal::Notice(_) => (
            Route::NoticeCreate.path().to_owned(),
            Route::NoticePreview.path(),
            "采用",
            "notice",
        ),
        Proposal::Close(_) => (
            Route::ClosureCreate.path().to_owned(),
            Route::ClosurePreview.path(),
            "采用",
            "closure",
        ),
        Proposal::End(kept) => (Route::ClosureEnd.to(&[&kept.id]), "", "取消这一天的安排", "end"),
    };
    let named = match &wanted.proposal {
        Proposal::Notice(notice) => named(notice),
        _ => Vec::new(),
    };
    let page = Ahead {
        shell: Shell::of(site, visitor, "采用前先看"),
        title: wanted.proposal.basis(),
        action,
        again,
        button,
        kind,
        named,
        doubts: wanted.doubts.iter().map(Issue::in_words).collect(),
        preview: preview(site, &wanted.proposal, &known.calendar, &next).await?,
        typed,
        seen: mark(&known.calendar, wanted.proposal.years()),
        issues,
        refusal,
    };
    Ok(Page(status, page).into_response())
}

fn named(notice: &Notice) -> Vec<Named> {
    let days = notice.days.iter().flat_map(|span| {
        let days = span.from.series(jiff::Span::new().days(1));
        days.take_while(|date| *date <= span.to).map(|date| Named {
            day: day_words(date),
            what: if span.works { "上班" } else { "放假" },
            name: span.name.clone(),
        })
    });
    days.collect()
}

async fn look(site: &Site, visitor: &Visitor, form: &Form, read: Read) -> Result<Response, Fault> {
    let typed = typed_of(form);
    match read(&typed, site.now()) {
        Ok(wanted) => ahead(site, visitor, wanted, typed, (Issues::default(), None)).await,
        Err(issues) => page(site, visitor, None, typed, issues).await,
    }
}

async fn take(site: &Arc<Site>, visitor: &Visitor, form: &Form, read: Read) -> Result<Response, Fault> {
    let typed = typed_of(form);
    let wanted = match read(&typed, site.now()) {
        Ok(wanted) => wanted,
        Err(issues) => return page(site, visitor, None, typed, issues).await,
    };
    if !wanted.doubts.is_empty() && form.get("checked") != "on" {
        let mut issues = Issues::default();
        let text = "有读不准的地方。请对照原文核对，再勾选“已对照原文核对”。";
        issues.add("checked", "case.calendar.doubts", text);
        return ahead(site, visitor, wanted, typed, (issues, None)).await;
    }
    let given = Given {
        proposal: wanted.proposal.clone(),
        seen: form.get("seen").to_owned(),
        actor: visitor.actor.clone(),
    };
    match adopt(site, form.client()?, given).await {
        Ok(()) => Ok(redirect_with(Route::CalendarShow.path(), ADOPTED)),
        Err(Fault::Stale(refusal)) => ahead(site, visitor, wanted, typed, (Issues::default(), Some(refusal))).await,
        Err(Fault::Invalid(issues)) => page(site, visitor, None, typed, issues).await,
        Err(fault) => Err(fault),
    }
}

pub async fn preview_notice(State(site): State<Arc<Site>>, visitor: Visitor, form: Form) -> Result<Response, Fault> {
    look(&site, &visitor, &form, notice_of).await
}

pub async fn create_notice(State(site): State<Arc<Site>>, visitor: Visitor, form: Form) -> Result<Response, Fault> {
    take(&site, &visitor, &form, notice_of).await
}

pub async fn preview_closure(State(site): State<Arc<Site>>, visitor: Visitor, form: Form) -> Result<Response, Fault> {
    look(&site, &visitor, &form, closure_of).await
}

pub async fn create_closure(State(site): State<Arc<Site>>, visitor: Visitor, form: Form) -> Result<Response, Fault> {
    take(&site, &visitor, &form, closure_of).await
}

async fn find_closure(site: &Site, id: Uuid) -> Result<KeptClosure, Fault> {
    let known = in_force(&site.db, site.street).await?;
    known
        .closures
        .into_iter()
        .find(|kept| kept.id == id)
        .ok_or(Fault::Absent)
}

fn ending(kept: KeptClosure) -> Wanted {
    Wanted {
        proposal: Proposal::End(kept),
        doubts: Vec::new(),
    }
}

pub async fn show_closure(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(closure): Path<Uuid>,
) -> Result<Response, Fault> {
    let wanted = ending(find_closure(&site, closure).await?);
    ahead(&site, &visitor, wanted, Typed::default(), (Issues::default(), None)).await
}

pub async fn end(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(closure): Path<Uuid>,
    form: Form,
) -> Result<Response, Fault> {
    let kept = find_closure(&site, closure).await?;
    let given = Given {
        proposal: Proposal::End(kept.clone()),
        seen: form.get("seen").to_owned(),
        actor: visitor.actor.clone(),
    };
    match adopt(&site, form.client()?, given).await {
        Ok(()) => Ok(redirect_with(Route::CalendarShow.path(), ADOPTED)),
        Err(Fault::Stale(refusal)) => {
            let said = (Issues::default(), Some(refusal));
            ahead(&site, &visitor, ending(kept), Typed::default(), said).await
        }
        Err(fault) => Err(fault),
    }
}
