//! The history of a matter as people read it: in full for staff, plain and reduced for the reporter.

use std::collections::BTreeMap;

use case_rules::{Action, Case, Clock, ClockKind, Event, Fact};
use kernel::{AccountId, Desk, Moment};
use web::Town;

use crate::view::{due_text, span_words};

/// One entry of a timeline.
#[derive(Clone, Debug)]
pub struct Line {
    pub at: String,
    pub who: String,
    pub what: String,
    pub text: String,
    /// `done`, `late` or nothing: never the only carrier of meaning.
    pub tone: &'static str,
}

fn desk_in(event: &Event) -> Option<&Desk> {
    event.facts.iter().find_map(|fact| match fact {
        Fact::Lead(Some(desk)) => Some(desk),
        _ => None,
    })
}

fn clock_in(event: &Event, kind: ClockKind) -> Option<&Clock> {
    event.facts.iter().find_map(|fact| match fact {
        Fact::Clock(found, clock) if *found == kind => Some(clock),
        _ => None,
    })
}

const fn tone(action: Action) -> &'static str {
    match action {
        Action::SelfResolve | Action::Pass | Action::Confirm | Action::Lapse | Action::Submit => "done",
        Action::Return
        | Action::Fail
        | Action::Dispute
        | Action::Supervise
        | Action::Decline
        | Action::NotFound
        | Action::Reopen => "late",
        _ => "",
    }
}

/// When those left who have left, by account.
pub type Left = BTreeMap<AccountId, Moment>;

/// A name of the history, with the day on which that person left (trap M08).
#[must_use]
pub fn with_leaving(name: &str, account: Option<AccountId>, left: &Left) -> String {
    match account.and_then(|account| left.get(&account)) {
        Some(at) => format!("{name}（{} 离任）", at.civil().date()),
        None => name.to_owned(),
    }
}

/// Small errors of a phone's clock are everybody's.
const SKEW_SHOWN_SECONDS: i64 = 300;

/// How far the clock of the sender's phone was off, with both times.
#[must_use]
pub fn phone_skew(first: &Event) -> Option<String> {
    let phone = first.facts.iter().find_map(|fact| match fact {
        Fact::Phone(phone) => Some(*phone),
        _ => None,
    })?;
    let ahead = phone.ahead(first.at);
    (ahead.abs() > SKEW_SHOWN_SECONDS).then(|| {
        let way = if ahead > 0 { "快" } else { "慢" };
        format!(
            "手机时间{way} {}（手机上 {} 写的，{} 收到）。时限都从收到时算。",
            span_words(ahead.abs()),
            phone.at.minute(),
            first.at.minute()
        )
    })
}

/// Which entry was hidden, for the line that says so.
fn hidden_in(event: &Event, events: &[Event]) -> Option<String> {
    let named = |entry: u32| {
        let old = events.iter().find(|event| event.seq == entry)?;
        Some(format!("{} {}", old.at.minute(), old.action.name()))
    };
    let names = event.facts.iter().filter_map(|fact| match fact {
        Fact::Hidden { entry, .. } => named(*entry),
        Fact::PhotoHidden(_) => Some("一张照片".into()),
        _ => None,
    });
    let names: Vec<String> = names.collect();
    (!names.is_empty()).then(|| names.join("、"))
}

/// The whole history, for staff who see the matter.
#[must_use]
pub fn staff_timeline(events: &[Event], town: &Town, left: &Left) -> Vec<Line> {
    events
        .iter()
        .filter(|event| event.action != Action::Queue)
        .map(|event| {
            let mut what = event.action.name().to_owned();
            if let Some(lead) = desk_in(event) {
                what = format!("{what}：{}", town.desk(lead));
            }
            if let Some(names) = hidden_in(event, events) {
                what = format!("{what}：{names}");
            }
            for fact in &event.facts {
                match fact {
                    Fact::Filed(standard) => what = format!("{what}：{}（{}）", standard.item_name, standard.condition),
                    Fact::Vacant(desk) => what = format!("{what}（{}无人在岗，已上转）", town.desk(desk)),
                    Fact::Follower(account, name) => {
                        what = format!("{what}，督导员{}跟办", with_leaving(name, Some(*account), left));
                    }
                    Fact::Closing(Some(kind)) => what = format!("{what}，结案方式：{}", kind.name()),
                    Fact::Suspension { until, .. } => what = format!("{what}至 {}", until.minute()),
                    Fact::Ordered { due, .. } => what = format!("{what}，限 {} 前回复", due.minute()),
                    _ => {}
                }
            }
            let reason = event
                .reason
                .map(|reason| format!("【{}】", reason.name()))
                .unwrap_or_default();
            let title = if event.actor.title == event.actor.name {
                String::new()
            } else {
                format!(" {}", event.actor.title)
            };
            let absent = event.actor.on_behalf.as_ref();
            let absent = absent.map(|name| format!("（代 {name}）")).unwrap_or_default();
            let name = with_leaving(&event.actor.name, event.actor.account, left);
            Line {
                at: event.at.minute(),
                who: format!("{name}{title}{absent}"),
                what,
                text: format!("{reason}{}", event.text),
                tone: tone(event.action),
            }
        })
        .collect()
}

/// What the reporter reads: plain words, no names of staff, no internal notes; and every look at who they are.
#[must_use]
pub fn public_timeline(case: &Case, events: &[Event], town: &Town) -> Vec<Line> {
    let mut result = None;
    let mut lines = Vec::new();
    for event in events {
        let by_reporter = event.actor.account.is_none() && event.actor.title == "居民";
        let (what, text) = match event.action {
            Action::Report => ("已收到反映".to_owned(), format!("由{}受理。", desk_now(event, town))),
            Action::SelfResolve => ("网格员已当场处置".into(), event.text.clone()),
            Action::AskVerify => ("正在派人到现场核实".into(), String::new()),
            Action::Verified => ("现场核实属实".into(), String::new()),
            Action::NotFound => ("现场核实未发现问题".into(), event.text.clone()),
            Action::Decline => ("这件事我们办不了".into(), format!("{}{}", reason(event), event.text)),
            Action::Object => ("您提出了异议，已重新受理".into(), event.text.clone()),
            Action::File => {
                let due = clock_in(event, ClockKind::Promise)
                    .map(|clock| format!("承诺在 {} 前办结。", due_text(clock.due_at)));
                ("已立案".into(), due.unwrap_or_default())
            }
            Action::Merge => ("与另一件相同的事项合并办理".into(), "结果会同样告诉您。".into()),
            Action::Unmerge => ("恢复为单独办理".into(), String::new()),
            Action::Dispatch | Action::Redispatch => (
                "已派给承办单位".into(),
                desk_in(event)
                    .map(|desk| format!("由{}办理。", town.desk(desk)))
                    .unwrap_or_default(),
            ),
            Action::Accept => ("承办单位已接手".into(), String::new()),
            Action::Return => ("承办单位退回，正在改派".into(), reason(event)),
            Action::Escalate => ("已上报上一级处理".into(), reason(event)),
            Action::GrantExtension => ("办理时间延长".into(), reason(event)),
            Action::GrantSuspension => {
                let notice = case
                    .suspension
                    .as_ref()
                    .map(|request| request.notice.clone())
                    .unwrap_or_default();
                ("暂缓办理".into(), notice)
            }
            Action::Resume => ("恢复办理".into(), String::new()),
            Action::Submit => {
                result = Some(event.text.clone());
                ("承办单位报告办完，等待核查".into(), String::new())
            }
            Action::Pass => (
                "核查通过，请您确认".into(),
                result
                    .clone()
                    .map(|text| format!("办理结果：{text}"))
                    .unwrap_or_default(),
            ),
            Action::Fail => ("核查不通过，已要求返工".into(), String::new()),
            Action::Confirm => ("您确认已解决".into(), event.text.clone()),
            Action::Dispute => ("您反映未解决，已要求返工".into(), event.text.clone()),
            Action::Lapse => ("到期未收到您的反馈，已结案".into(), "30 天内可以重新打开。".into()),
            Action::Transfer => (
                "已移交有权处理的部门".into(),
                format!("{}{}", reason(event), event.text),
            ),
            Action::Reclass => ("已改正类别".into(), String::new()),
            Action::Reopen => ("重新打开".into(), event.text.clone()),
            Action::Rehome => ("负责的网格或部门有调整".into(), "办理进度和承诺时间不变。".into()),
            Action::Supervise => ("上级已督办".into(), String::new()),
            Action::Reveal => (
                "有人查看了您的姓名和电话".into(),
                format!("{}，理由：{}{}", event.actor.title, reason(event), event.text),
            ),
            Action::Hide => ("部分内容已隐藏".into(), reason(event)),
            Action::Note if by_reporter => ("您补充说明".into(), event.text.clone()),
            _ => continue,
        };
        lines.push(Line {
            at: event.at.minute(),
            who: String::new(),
            what,
            text,
            tone: tone(event.action),
        });
    }
    lines
}

fn reason(event: &Event) -> String {
    event
        .reason
        .map(|reason| format!("{}。", reason.name()))
        .unwrap_or_default()
}

fn desk_now(event: &Event, town: &Town) -> String {
    let desk = event.facts.iter().find_map(|fact| match fact {
        Fact::Desk(Some(desk)) => Some(town.desk(desk)),
        _ => None,
    });
    desk.unwrap_or_else(|| town.desk(&Desk::Centre))
}
