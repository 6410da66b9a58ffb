//! What the program itself has to do for a matter, and when it has to look again.

use kernel::{Moment, OrderId};

use crate::case::Case;
use crate::clock::Clock;
use crate::guards::{retention_at, supervision_at};
use crate::office::Office;
use crate::wish::{Wish, With};
use crate::words::{Action, ClockKind, Reason, State};

/// Yellow, orange, red (domain.md §5.4).
const LEVELS: [u8; 3] = [50, 80, 100];
const REMINDING: [ClockKind; 2] = [ClockKind::Handle, ClockKind::Promise];

/// When a reminder may fire: not at night or on rest days, unless the category is urgent (§9, 18).
fn reminder_at(case: &Case, clock: &Clock, percent: u8, office: &Office) -> Option<Moment> {
    // Counted back from the end, so that a pause in between counts for nothing.
    let left = clock.total * i64::from(100 - percent) / 100;
    let at = office
        .timetable
        .add_working_seconds(clock.due_at.civil(), -left, clock.pace.basis())
        .ok()?;
    let at = if case.is_urgent() {
        at
    } else {
        office.timetable.next_working_moment(at).ok()?
    };
    Some(Moment::from_civil(at))
}

fn reminders<'a>(case: &'a Case, office: &'a Office) -> impl Iterator<Item = (Moment, ClockKind, Moment, u8)> + 'a {
    REMINDING
        .iter()
        .filter_map(|kind| {
            case.clock(*kind)
                .filter(|clock| clock.is_running() && clock.is_limited())
                .map(|clock| (*kind, clock))
        })
        .flat_map(|(kind, clock)| LEVELS.map(|percent| (kind, clock, percent)))
        .filter(|(kind, clock, percent)| !case.reminded.contains(&(*kind, clock.started_at, *percent)))
        .filter_map(move |(kind, clock, percent)| {
            reminder_at(case, clock, percent, office).map(|at| (at, kind, clock.started_at, percent))
        })
}

/// The other things that come by themselves.
fn events(case: &Case, office: &Office) -> impl Iterator<Item = (Moment, Action)> {
    let resume = case
        .suspension
        .as_ref()
        .filter(|_| case.state == State::Suspended)
        .map(|request| (request.until, Action::Resume));
    let lapse = case
        .clock(ClockKind::Confirm)
        .filter(|clock| case.state == State::PendingConfirm && clock.is_running() && clock.is_limited())
        .map(|clock| (clock.due_at.plus_seconds(1), Action::Lapse));
    let supervise = supervision_at(case, office).map(|at| (at, Action::Supervise));
    let archive = retention_at(case).map(|at| (at, Action::Archive));
    [resume, lapse, supervise, archive].into_iter().flatten()
}

/// When to look at the matter again.
#[must_use]
pub fn next_alarm(case: &Case, office: &Office) -> Option<Moment> {
    reminders(case, office)
        .map(|(at, ..)| at)
        .chain(events(case, office).map(|(at, _)| at))
        .min()
}

/// What the program wants to do now, oldest first. Each is decided like anybody's wish, so that nothing fires twice.
///
/// `order` is the id for an automatic order, should one be due.
#[must_use]
pub fn due_wishes(case: &Case, now: Moment, office: &Office, order: OrderId) -> Vec<Wish> {
    // Whoever catches up at night leaves the reminders for the morning.
    let awake = case.is_urgent()
        || office
            .timetable
            .next_working_moment(now.civil())
            .is_ok_and(|at| at <= now.civil());
    let mut due: Vec<(Moment, Wish)> = reminders(case, office)
        .filter(|(at, ..)| *at <= now && awake)
        .map(|(at, clock, started, percent)| {
            let text = format!("{}时限已用 {percent}%", clock.name());
            (
                at,
                Wish::new(Action::Remind).saying(text).with(With::Reminder {
                    clock,
                    started,
                    percent,
                }),
            )
        })
        .collect();
    due.extend(events(case, office).filter(|(at, _)| *at <= now).map(|(at, action)| {
        let wish = Wish::new(action);
        let wish = match action {
            Action::Supervise => wish
                .because(Reason::Overdue)
                .saying("处置超期满一个工作日，系统自动督办。")
                .with(With::Order { order, due: now }),
            Action::Resume => wish.saying("挂账期满，自动恢复处置。"),
            Action::Archive => wish.saying("结案满一年，自动归档。"),
            _ => wish.saying(format!(
                "{} 个工作日内未收到反馈，按“逾期未反馈”结案。",
                office.stages.confirm_days
            )),
        };
        (at, wish)
    }));
    due.sort_by_key(|(at, wish)| (*at, wish.action));
    due.into_iter().map(|(_, wish)| wish).collect()
}
