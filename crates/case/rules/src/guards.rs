//! Conditions by name: each answers yes, or says in words what is missing.

use kernel::{Actor, Desk, Level, Moment, Refusal};
use workday::{Basis, Limit, Mode, Unit};

use crate::case::Case;
use crate::lifecycle::{Guard, Seat};
use crate::office::Office;
use crate::reasons::reasons;
use crate::rehome::moves;
use crate::wish::{Wish, With};
use crate::words::{Action, ClockKind, State};

const DAY: i64 = 86_400;

pub(crate) struct Ask<'a> {
    pub case: &'a Case,
    pub actor: &'a Actor,
    pub now: Moment,
    pub wish: &'a Wish,
    pub office: &'a Office,
}

/// The desks that a seat means for a matter; where anybody may, the desks that have it.
pub(crate) fn seats(seat: Seat, case: &Case) -> Vec<Desk> {
    match seat {
        Seat::Desk => case.desk.iter().cloned().collect(),
        Seat::Dispatcher => vec![case.approver(), Desk::Centre],
        Seat::Lead => case.lead.iter().cloned().collect(),
        Seat::Unit => case.lead.iter().chain(&case.assisting).cloned().collect(),
        Seat::InScope => case.desk.iter().chain(&case.lead).cloned().collect(),
        Seat::Reporter | Seat::System => Vec::new(),
    }
}

/// Whether the actor sits where the row wants.
pub(crate) fn seated(seat: Seat, case: &Case, actor: &Actor) -> bool {
    match seat {
        Seat::Desk | Seat::Dispatcher | Seat::Lead | Seat::Unit => {
            seats(seat, case).iter().any(|desk| actor.desks.contains(desk))
        }
        // The scope of the query that loaded the matter has decided already.
        Seat::InScope => true,
        Seat::Reporter => actor.may(kernel::Permission::HoldReceipt),
        Seat::System => actor.may(kernel::Permission::System),
    }
}

pub(crate) fn check(guard: Guard, ask: &Ask<'_>) -> Result<(), Refusal> {
    let Ask {
        case,
        actor,
        now,
        wish,
        office,
    } = ask;
    let handle_due = case.clock(ClockKind::Handle).map(|clock| clock.due_at);
    let (holds, code, text) = match guard {
        Guard::Explained => {
            let fitting = reasons(wish.action);
            if wish.reason.is_none_or(|reason| !fitting.contains(&reason)) {
                (
                    false,
                    "case.reason_missing",
                    format!("请选择“{}”的理由。", wish.action.name()),
                )
            } else {
                (
                    has_words(wish),
                    "case.text_missing",
                    format!("请写明“{}”的具体情况和依据。", wish.action.name()),
                )
            }
        }
        Guard::Worded => (
            has_words(wish),
            "case.text_missing",
            format!("请填写“{}”的说明。", wish.action.name()),
        ),
        Guard::WithAssisting => (!case.assisting.is_empty(), "case.assisting", "没有协办单位。".into()),
        Guard::WithoutAssisting => (
            case.assisting.is_empty(),
            "case.assisting",
            "有协办单位，请联合处置。".into(),
        ),
        Guard::ReporterReachable => (case.reachable > 0, "case.reporter", "没有可联系的反映人。".into()),
        Guard::NoReporter => (
            case.reachable == 0,
            "case.reporter",
            "反映人可以联系，应请其确认。".into(),
        ),
        Guard::OnDuty => match &wish.with {
            With::Units { on_duty, .. } => (
                *on_duty || has_words(wish),
                "case.dispatch.off_duty_list",
                "该单位不在此事项的职责清单上。如仍要派给它，请写明依据。".into(),
            ),
            _ => (false, "case.dispatch.lead_missing", "请选择主办单位。".into()),
        },
        Guard::HasLevelAbove => (
            case.level.above().is_some(),
            "case.escalate.top",
            "已在最高一级，不能再上报。".into(),
        ),
        Guard::AtStreetLevel => (
            case.level >= Level::Street,
            "case.transfer.level",
            "移交由街道一级决定，请先上报街道。".into(),
        ),
        Guard::BeforeDue => (
            handle_due.is_none_or(|due| *now <= due),
            "case.extend.late",
            "处置时限已过，不能再申请延期。延期须在到期前提出。".into(),
        ),
        Guard::ExtensionsLeft => (
            case.extensions < 2,
            "case.extend.used_up",
            "已延期两次，不能再延。".into(),
        ),
        Guard::NoRequestPending => (
            !case.has_request(),
            "case.request_pending",
            "已有一项申请等待审批，请等结果出来再提。".into(),
        ),
        Guard::ExtensionPending => (
            case.extension.is_some(),
            "case.extend.none",
            "没有待审批的延期申请。".into(),
        ),
        Guard::SuspensionPending => (
            case.suspension
                .as_ref()
                .is_some_and(|request| request.endorsed.is_none() && !request.granted),
            "case.suspend.none",
            "没有待初审的挂账申请。".into(),
        ),
        Guard::SuspensionEndorsed => (
            case.suspension
                .as_ref()
                .is_some_and(|request| request.endorsed.is_some() && !request.granted),
            "case.suspend.not_endorsed",
            "挂账申请须先经派遣岗初审同意。".into(),
        ),
        Guard::EndDateAhead => match &wish.with {
            With::Until { until, notice } => {
                if notice.trim().is_empty() {
                    (
                        false,
                        "case.suspend.notice_missing",
                        "请填写给居民看的说明：为什么要等、等到什么时候。".into(),
                    )
                } else {
                    let ahead = until.seconds_since(*now);
                    (
                        ahead > 0 && ahead <= 366 * DAY,
                        "case.suspend.until",
                        "挂账截止日期须在今天之后、一年之内。".into(),
                    )
                }
            }
            _ => (false, "case.suspend.until_missing", "请填写挂账截止日期。".into()),
        },
        Guard::EvidenceGiven => {
            let wanted = case.standard.as_ref().is_some_and(|standard| standard.evidence);
            let given = matches!(wish.with, With::Result { evidence, .. } if evidence > 0);
            (
                !wanted || given,
                "case.submit.evidence_missing",
                "该类事项的结案标准要求提供处置后的照片，请上传至少一张。".into(),
            )
        }
        Guard::NotTheHandler => (
            actor.account.is_some_and(|account| !case.handlers.contains(&account)),
            "case.inspect.own_work",
            "本案由您处置，须由其他人核查。".into(),
        ),
        Guard::WithinThirtyDays => (
            case.closed_at
                .is_some_and(|closed| now.seconds_since(closed) <= 30 * DAY),
            "case.reopen.too_late",
            "结案已超过 30 天，不能重新打开。如问题再次出现，请重新上报。".into(),
        ),
        Guard::LateAndNotAppealed => (
            case.appeal.is_none() && case.clock(ClockKind::Handle).is_some_and(|clock| clock.is_late(*now)),
            "case.appeal.not_open",
            "只有超期的事项可以申诉，每件一次。".into(),
        ),
        Guard::AppealPending => (
            case.appeal.as_ref().is_some_and(|appeal| appeal.granted.is_none()),
            "case.appeal.none",
            "没有待审的超期申诉。".into(),
        ),
        Guard::CommentOpen => (case.awaits_answer(), "case.note", "反映人没有待答复的留言。".into()),
        Guard::SecondReviewer if wish.action == Action::GrantSuspension => (
            case.suspension
                .as_ref()
                .is_some_and(|request| request.endorsed != actor.account),
            "case.suspend.same_approver",
            "您已初审过这项挂账，须由另一人终审。".into(),
        ),
        Guard::SecondReviewer => (
            case.appeal
                .as_ref()
                .is_some_and(|appeal| actor.account.is_some_and(|who| !appeal.reviewers.contains(&who))),
            "case.appeal.same_reviewer",
            "您已审过这项申诉，须由另一人复审。".into(),
        ),
        Guard::NotDecidedAbove => (
            case.returns < 2,
            "case.return.decided",
            "该事项已由上一级裁定承办单位，不能再退。如有异议请书面补充说明。".into(),
        ),
        Guard::Elsewhere => match &wish.with {
            With::Home(home) => (
                moves(case, home),
                "case.rehome.same",
                "去处与现在相同，没有要移交的。".into(),
            ),
            _ => (false, "case.rehome.nowhere", "请选择移交到哪里。".into()),
        },
        Guard::Unplaced => (
            case.place.area.level() != Level::Grid,
            "case.rehome.placed",
            "该事项已有所属网格。".into(),
        ),
        Guard::OtherMatter => match &wish.with {
            With::Other { case: other, .. } if wish.action == Action::Release => (
                case.absorbed.contains(other),
                "case.merge.not_absorbed",
                "该事项没有并入本案。".into(),
            ),
            With::Other { case: other, .. } => (
                *other != case.id && !case.absorbed.contains(other),
                "case.merge.same",
                "不能与自己并案，也不能重复并案。".into(),
            ),
            _ => (false, "case.merge.target_missing", "请选择要并入的事项。".into()),
        },
        Guard::OrderOpen => (
            case.open_order().is_some(),
            "case.order.none",
            "没有待回复的督办。".into(),
        ),
        Guard::OrderDueAhead => match &wish.with {
            With::Order { due, .. } => (due > now, "case.order.due", "督办的回复期限须在现在之后。".into()),
            _ => (false, "case.order.due_missing", "请填写督办的回复期限。".into()),
        },
        Guard::NotReminded => match &wish.with {
            With::Reminder {
                clock,
                started,
                percent,
            } => (
                !case.reminded.contains(&(*clock, *started, *percent)),
                "case.remind.done",
                "这一级催办已经发过。".into(),
            ),
            _ => (false, "case.remind.none", "催办缺少时钟。".into()),
        },
        Guard::ClocksMove => (
            matches!(&wish.with, With::Clocks(clocks) if clocks.iter().any(|(kind, clock)| case.clock(*kind) != Some(clock))),
            "case.recount.none",
            "日历的变化不影响这件事项的时限。".into(),
        ),
        Guard::HidesSomething => (
            matches!(&wish.with, With::Hidden { entries, photo } if !entries.is_empty() || photo.is_some()),
            "case.hide.nothing",
            "这里没有可以隐藏的内容，请重新选择要隐藏的是哪一条。".into(),
        ),
        Guard::TimeIsUp => (
            time_is_up(case, wish.action, *now, office),
            "case.not_yet",
            "还没到时间。".into(),
        ),
    };
    if holds { Ok(()) } else { Err(Refusal::new(code, text)) }
}

fn has_words(wish: &Wish) -> bool {
    !wish.text.trim().is_empty()
}

/// What the program may do by its clock, and when.
fn time_is_up(case: &Case, action: Action, now: Moment, office: &Office) -> bool {
    match action {
        Action::Resume => case
            .suspension
            .as_ref()
            .is_some_and(|suspension| now >= suspension.until),
        Action::Lapse => case
            .clock(ClockKind::Confirm)
            .is_some_and(|clock| clock.is_running() && clock.is_limited() && now > clock.due_at),
        Action::Supervise => supervision_at(case, office).is_some_and(|at| now >= at),
        Action::Archive => retention_at(case).is_some_and(|at| now >= at),
        _ => false,
    }
}

/// Retention starts a year after closing.
pub(crate) fn retention_at(case: &Case) -> Option<Moment> {
    case.closed_at
        .filter(|_| case.state == State::Closed)
        .map(|closed| closed.plus_seconds(365 * DAY))
}

/// One workday after the handling limit (domain.md §5.4), once for each start of the clock.
pub(crate) fn supervision_at(case: &Case, office: &Office) -> Option<Moment> {
    let clock = case
        .clock(ClockKind::Handle)
        .filter(|clock| clock.is_running() && clock.is_limited())?;
    let ordered = case
        .orders
        .iter()
        .any(|order| order.automatic && order.ordered_at > clock.started_at);
    if ordered || !case.is_open() {
        return None;
    }
    let one_day = Limit {
        amount: 1,
        unit: Unit::WorkDay,
    };
    let due = office.timetable.deadline(clock.due_at.civil(), one_day, Mode::H).ok()?;
    debug_assert_eq!(one_day.basis(Mode::H), Basis::Sessions);
    Some(Moment::from_civil(due.at))
}
