//! Which reasons fit which action.

use crate::words::{Action, Reason};

/// The reasons that fit an action.
#[must_use]
pub const fn reasons(action: Action) -> &'static [Reason] {
    use Action as A;
    use Reason as R;
    match action {
        A::Decline => &[
            R::NotOurArea,
            R::NotOurDuty,
            R::LegalProcedure,
            R::AlreadyAnswered,
            R::TooVague,
            R::UnreasonableDemand,
            R::Spam,
            R::Trial,
        ],
        A::NotFound => &[R::NothingThere, R::AlreadyGone],
        A::Return => &[R::WrongUnit, R::NotOurArea, R::NeedsPower, R::NeedsOthers, R::TakenBack],
        A::Escalate => &[R::NeedsPower, R::NeedsMoney, R::NeedsOthers, R::TakenBack, R::Other],
        A::RequestExtension => &[R::Weather, R::Material, R::NeedsOthers, R::NeedsMoney, R::Other],
        A::RequestSuspension => &[
            R::Season,
            R::Weather,
            R::NeedsMoney,
            R::WaitingForReporter,
            R::LegalProcedure,
        ],
        A::Fail => &[R::WorkIncomplete, R::EvidenceWeak, R::CameBack],
        A::Merge => &[R::SameMatter],
        A::Unmerge => &[R::MergedByMistake],
        A::Transfer => &[R::TakenBack, R::NotOurDuty],
        A::Reopen => &[R::CameBack, R::WorkIncomplete],
        A::Supervise => &[R::Overdue, R::Important, R::CameBack, R::Other],
        A::Reveal => &[R::ContactReporter, R::OnSiteMeeting],
        A::Hide => &[R::IdNumber, R::PrivateDetail],
        A::Appeal => &[R::DeadlineForceMajeure, R::DeadlineWrongDispatch, R::WaitingForReporter],
        _ => &[],
    }
}
