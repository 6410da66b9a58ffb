//! The accounts of a matter's clocks as tables: what counted, what did not, which notice says so, and the sum so far.

use std::sync::Arc;

use askama::Template;
use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use case_rules::{Account, ClockKind, ClockState, Entry, Event, What, accounts};
use kernel::{CaseId, Moment};
use routes::Route;
use serde::Serialize;
use web::{Fault, Page, Shell, Site, Visitor};

use crate::receipt::act::follow;
use crate::store::{find_case, list_events};
use crate::view::{due_text, relative};

/// A line of an account.
#[derive(Clone, Debug, Serialize)]
struct Line {
    when: String,
    what: String,
    /// What it counted, and the sum with it; nothing for a line that only says what happened.
    counted: String,
    sum: String,
    /// A step of the clock, as against time that went by.
    step: bool,
    tone: &'static str,
}

/// One clock as a table.
#[derive(Clone, Debug, Serialize)]
struct Table {
    name: &'static str,
    /// What this clock measures, and what never stops it.
    note: &'static str,
    limit: String,
    due: String,
    verdict: String,
    late: bool,
    provisional: bool,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "account/show.html")]
struct Show {
    shell: Shell,
    back: String,
    number: String,
    title: String,
    at: String,
    tables: Vec<Table>,
    others: Vec<Table>,
}

#[derive(Template)]
#[template(path = "account/promise.html")]
struct Public {
    shell: Shell,
    back: String,
    number: String,
    table: Option<Table>,
}

const fn note(kind: ClockKind) -> &'static str {
    match kind {
        ClockKind::Promise => {
            "对居民的承诺：从上报的次日算起，退单、改派、挂账都不重新计时，也不停；只在等反映人答复时停。"
        }
        ClockKind::Handle => "单位之间的时限：从派遣算起，只计办公时间；改派给另一单位重新计时，挂账和核查期间停。",
        ClockKind::Intake => "从上报到受理。派人核实时停。",
        ClockKind::Verify => "从派人核实到有结果。",
        ClockKind::Dispatch => "从待派遣到派遣。",
        ClockKind::Accept => "从派遣到签收。",
        ClockKind::Inspect => "从提交结果到核查有结论。",
        ClockKind::Confirm => "等反映人答复：从请其确认的次日算起；反映人留言时停。",
    }
}

fn table(account: &Account, now: Moment) -> Table {
    let clock = &account.clock;
    let late = clock.is_late(now);
    let mut sum = 0;
    let mut lines = Vec::new();
    for entry in &account.entries {
        match &entry.what {
            What::Spent(spans) => {
                for span in spans.iter().filter(|span| span.tells()) {
                    sum += span.seconds;
                    let counts = span.seconds > 0;
                    lines.push(Line {
                        when: span.extent(),
                        what: span.why.in_words(),
                        counted: if counts {
                            account.amount(span.seconds)
                        } else {
                            "不计".into()
                        },
                        sum: if counts { account.amount(sum) } else { String::new() },
                        step: false,
                        tone: "",
                    });
                }
            }
            _ => lines.push(step_line(account, entry)),
        }
    }
    if matches!(clock.state, ClockState::Running) {
        lines.push(Line {
            when: due_text(clock.due_at),
            what: "到期".into(),
            counted: String::new(),
            sum: String::new(),
            step: true,
            tone: if late { "late" } else { "" },
        });
    }
    Table {
        name: account.kind.name(),
        note: note(account.kind),
        limit: account
            .entries
            .iter()
            .find_map(|entry| match &entry.what {
                What::Started { limit } => Some(limit.clone()),
                _ => None,
            })
            .unwrap_or_default(),
        due: due_text(clock.due_at),
        verdict: match clock.state {
            ClockState::Running => relative(clock.due_at, now),
            ClockState::Paused { .. } => "停着".into(),
            ClockState::Stopped { .. } if late => "超时完成".into(),
            ClockState::Stopped { .. } => "按时完成".into(),
        },
        late,
        provisional: clock.provisional,
        lines,
    }
}

fn step_line(account: &Account, entry: &Entry) -> Line {
    let by = entry.by.map_or("", |action| action.name());
    let what = match &entry.what {
        What::Started { limit } => format!("{by}，开始计时，限{limit}"),
        What::Paused { left } if *left < 0 => format!("{by}，停止计时，已超 {}", account.amount(left.abs())),
        What::Paused { left } => format!("{by}，停止计时，还剩 {}", account.amount(left.abs())),
        What::Resumed => format!("{by}，继续计时，{} 到期", due_text(entry.due_at)),
        What::Moved => format!("{by}，到期改为 {}", due_text(entry.due_at)),
        What::Stopped if entry.at > entry.due_at => format!("{by}，计时结束，超时"),
        What::Stopped => format!("{by}，计时结束，按时"),
        What::Spent(_) => String::new(),
    };
    let tone = if matches!(entry.what, What::Stopped) {
        "done"
    } else {
        ""
    };
    Line {
        when: entry.at.minute(),
        what,
        counted: String::new(),
        sum: String::new(),
        step: true,
        tone,
    }
}

fn tables(site: &Site, events: &[Event]) -> Result<Vec<(ClockKind, Table)>, Fault> {
    let now = site.now();
    let accounts = accounts(events, &site.setup().timetable).map_err(Fault::from)?;
    Ok(accounts
        .iter()
        .map(|account| (account.kind, table(account, now)))
        .collect())
}

const fn is_main(kind: ClockKind) -> bool {
    matches!(kind, ClockKind::Promise | ClockKind::Handle)
}

pub async fn show(State(site): State<Arc<Site>>, visitor: Visitor, Path(id): Path<CaseId>) -> Result<Response, Fault> {
    let case = find_case(&site.db, &visitor.scope, id).await?.ok_or(Fault::Absent)?;
    let events = list_events(&site.db, site.street, id).await?;
    let (main, others): (Vec<_>, Vec<_>) = tables(&site, &events)?
        .into_iter()
        .partition(|(kind, _)| is_main(*kind));
    let only = |tables: Vec<(ClockKind, Table)>| tables.into_iter().map(|(_, table)| table).collect();
    let page = Show {
        shell: Shell::of(&site, &visitor, "时限怎么算的"),
        back: Route::CaseShow.to(&[&id]),
        number: case.number.clone(),
        title: case.title(),
        at: site.now().minute(),
        tables: only(main),
        others: only(others),
    };
    Ok(Page::ok(page).into_response())
}

/// The same for programs.
pub async fn show_api(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(id): Path<CaseId>,
) -> Result<Response, Fault> {
    find_case(&site.db, &visitor.scope, id).await?.ok_or(Fault::Absent)?;
    let events = list_events(&site.db, site.street, id).await?;
    let tables: Vec<Table> = tables(&site, &events)?.into_iter().map(|(_, table)| table).collect();
    Ok(Json(tables).into_response())
}

/// What the reporter may see: the promise. Limits between units are the office's own affair.
pub async fn show_receipt(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(code): Path<String>,
) -> Result<Response, Fault> {
    let followed = follow(&site, &code).await?;
    let promise = tables(&site, &followed.events)?
        .into_iter()
        .find(|(kind, _)| *kind == ClockKind::Promise);
    let page = Public {
        shell: Shell::of(&site, &visitor, "时限怎么算的"),
        back: Route::ReceiptShow.to(&[&code]),
        number: followed.own.number.clone(),
        table: promise.map(|(_, table)| table),
    };
    Ok(Page::ok(page).into_response())
}
