//! How a matter is told in words: its state, its due time, its line of a list.

use case_rules::{Case, Clock, ClockState, Closing, State};
use kernel::Moment;
use web::Town;

use crate::flags;
use crate::store::CaseRow;

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

/// A span of time in its largest fitting unit.
#[must_use]
pub fn span_words(span: i64) -> String {
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
    /// The colleague on leave for whom the reader has it.
    pub for_name: Option<String>,
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
        for_name: None,
    }
}

/// When a picture was taken, in words.
#[must_use]
pub fn stage_name(stage: &str) -> &'static str {
    if stage == "report" { "上报时" } else { "处置后" }
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
