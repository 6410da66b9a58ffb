//! How a matter is told in words: to staff in full, to reporters in plain and reduced form.

use case_rules::{Action, Case, Clock, ClockKind, ClockState, Closing, Event, Fact, State};
use kernel::{Desk, Moment};
use web::Town;

use crate::flags;
use crate::store::CaseRow;

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

/// A due time with the words that say how far away it is.
#[derive(Clone, Debug)]
pub struct Due {
    pub at: String,
    pub relative: String,
    pub late: bool,
    pub provisional: bool,
    /// Part of the time that is used, 0 to 100.
    pub percent: u32,
}

fn span_words(span: i64) -> String {
    if span < 3600 {
        format!("{} 分钟", (span / 60).max(1))
    } else if span < 48 * 3600 {
        format!("{} 小时", span / 3600)
    } else {
        format!("{} 天", span / 86_400)
    }
}

/// How far away a moment is, as people say it.
#[must_use]
pub fn relative(due: Moment, now: Moment) -> String {
    let seconds = due.seconds_since(now);
    let words = span_words(seconds.abs());
    if seconds >= 0 {
        format!("还有 {words}")
    } else {
        format!("已超 {words}")
    }
}

/// A whole-day limit ends at 24:00 of its last day; shown as that day.
#[must_use]
pub fn due_text(due: Moment) -> String {
    let civil = due.civil();
    if civil.hour() == 0 && civil.minute() == 0 {
        let day = due.plus_seconds(-1).civil();
        return format!("{} 24:00", day.strftime("%m-%d"));
    }
    civil.strftime("%m-%d %H:%M").to_string()
}

/// A clock as a due time.
#[must_use]
pub fn due_of(clock: &Clock, now: Moment) -> Due {
    let end = match clock.state {
        ClockState::Stopped { at } => at,
        _ => now,
    };
    let total = clock.due_at.seconds_since(clock.started_at).max(1);
    let used = end.seconds_since(clock.started_at).clamp(0, total);
    let relative = match clock.state {
        ClockState::Running => relative(clock.due_at, now),
        ClockState::Paused { remaining, .. } if remaining >= 0 => {
            format!("已暂停，还剩 {:.1} 小时", remaining as f64 / 3600.0)
        }
        ClockState::Paused { .. } => "已暂停，暂停前已超时".into(),
        ClockState::Stopped { at } if at <= clock.due_at => "按时完成".into(),
        ClockState::Stopped { .. } => "超时完成".into(),
    };
    Due {
        at: due_text(clock.due_at),
        relative,
        late: clock.is_late(now),
        provisional: clock.provisional,
        percent: u32::try_from(used * 100 / total).unwrap_or(100),
    }
}

/// The colour family of a state badge.
#[must_use]
pub const fn tone_of(state: State) -> &'static str {
    match state {
        State::Reported
        | State::Verifying
        | State::Filed
        | State::AwaitingDispatch
        | State::Dispatched
        | State::Returned
        | State::Reopened => "wait",
        State::Handling | State::Joint | State::Rework => "work",
        State::Handled | State::Inspecting | State::PendingConfirm => "check",
        State::Suspended => "hold",
        State::Closed | State::Archived => "done",
        State::Voided | State::Declined | State::Merged => "void",
    }
}

/// A line of a list, in words.
#[derive(Clone, Debug)]
pub struct RowView {
    pub href: String,
    pub number: String,
    pub title: String,
    pub place: String,
    pub area: String,
    pub state: &'static str,
    pub tone: &'static str,
    pub holder: String,
    pub flags: Vec<(&'static str, &'static str)>,
    pub due: Option<(String, String, bool)>,
    pub reported: String,
    pub todo: &'static str,
}

/// Makes the line; `due` is the to-do's own due time where it comes from a to-do list.
#[must_use]
pub fn row_view(row: &CaseRow, due: Option<Moment>, todo: &'static str, town: &Town, now: Moment) -> RowView {
    let state: Result<State, _> = row.state.parse();
    let open = row.closed_at.is_none();
    let due = due.or(row.promise_due_at.filter(|_| open));
    let closing: Option<Closing> = row.closing.as_ref().and_then(|closing| closing.parse().ok());
    RowView {
        href: routes::Route::CaseShow.to(&[&row.id]),
        number: row.number.clone(),
        title: row.title.clone(),
        place: row.place.clone(),
        area: town.name(row.area),
        state: closing.map_or_else(|| state.as_ref().map_or("", |state| state.name()), Closing::name),
        tone: state.map_or("void", tone_of),
        holder: row.desk.as_ref().map(|desk| town.desk(desk)).unwrap_or_default(),
        flags: flags::names(row.flags),
        due: due.map(|due| (due_text(due), relative(due, now), due < now)),
        reported: row.reported_at.minute(),
        todo,
    }
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

/// When a picture was taken, in words.
#[must_use]
pub fn stage_name(stage: &str) -> &'static str {
    if stage == "report" { "上报时" } else { "处置后" }
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
pub fn staff_timeline(events: &[Event], town: &Town) -> Vec<Line> {
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
                    Fact::Follower(_, name) => what = format!("{what}，督导员{name}跟办"),
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
            Line {
                at: event.at.minute(),
                who: format!("{}{title}", event.actor.name),
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

/// One sentence that says where the matter stands.
#[must_use]
pub fn plain_state(case: &Case) -> &'static str {
    match case.state {
        State::Reported => "已收到，尚未分派，等待受理。",
        State::Verifying => "正在派人到现场看情况。",
        State::Voided => "现场没有发现问题，已作废。您可以提出异议。",
        State::Declined => "这件事不由我们办理，请看下面的去处。您可以提出异议。",
        State::Filed | State::AwaitingDispatch | State::Reopened => "已收到并立案，尚未分派，正在安排单位办理。",
        State::Dispatched if case.vacant.is_some() => "已收到，尚未分派到人：承办岗位暂时没有人，正在安排。",
        State::Dispatched => "已派给承办单位，等待接手。",
        State::Handling | State::Joint => "承办单位正在办理。",
        State::Returned => "承办单位退回，正在改派，承诺时间不变。",
        State::Suspended => "暂缓办理，到期会自动恢复。",
        State::Handled | State::Inspecting => "已办完，正在由其他人核查。",
        State::Rework => "没有办到位，已要求返工。",
        State::PendingConfirm => "已办完并通过核查，请您看看解决了没有。",
        State::Merged => "与另一件相同的事项合并办理。",
        State::Closed | State::Archived => match case.closing {
            Some(Closing::Confirmed) => "已结案：您确认已解决。",
            Some(Closing::Silent) => "已结案：到期没有收到您的反馈。",
            Some(Closing::InspectedOnly) => "已结案：核查通过。",
            Some(Closing::SelfResolved) => "已当场处置。",
            Some(Closing::Transferred) => "已移交有权处理的部门。这不算解决，30 天内您可以重新打开。",
            Some(Closing::UnsolvableExplained) => "暂时无法解决，已说明原因。这不算解决，30 天内您可以重新打开。",
            _ => "已结案。",
        },
    }
}
