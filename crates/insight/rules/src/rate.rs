//! The rates, each with its agreed denominator (domain.md §6.6).

use kernel::figure::Figure;
use kernel::keyed;

use crate::counts::Counts;
use crate::ratio::Ratio;

keyed! {
    /// A rate of the tables.
    Rate {
        Valid = "valid" "有效上报率",
        FiledOnTime = "filed_on_time" "按时立案率",
        Supervised = "supervised" "督办率",
        VerifiedOnTime = "verified_on_time" "按时核实率",
        DispatchedOnTime = "dispatched_on_time" "按时派遣率",
        DispatchedRight = "dispatched_right" "准确派遣率",
        Response = "response" "首次响应率",
        Handled = "handled" "处置率",
        HandledOnTime = "handled_on_time" "按期处置率",
        HandledOnTimeRated = "handled_on_time_rated" "按期处置率（剔除挂账和申诉成立）",
        Rework = "rework" "返工率",
        InspectedOnTime = "inspected_on_time" "按时核查率",
        Closed = "closed" "结案率",
        ClosedOnTime = "closed_on_time" "按期结案率",
        ClosedOnTimeRated = "closed_on_time_rated" "按期结案率（剔除申诉成立）",
        ClosedLate = "closed_late" "超期结案率",
        Reopened = "reopened" "重开率",
        Confirmed = "confirmed" "确认解决率",
    }
}

/// A rate as its figures: one over another, less some.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Formula {
    pub over: Figure,
    pub under: Figure,
    /// Parts of the denominator that are left out, each listed as an exclusion.
    pub less: &'static [Figure],
}

impl Formula {
    /// `按期结案 ÷（应结案 − 挂账中（缓办））`.
    #[must_use]
    pub fn text(&self) -> String {
        if self.less.is_empty() {
            return format!("{} ÷ {}", self.over.name(), self.under.name());
        }
        let less: Vec<&str> = self.less.iter().map(|figure| figure.name()).collect();
        format!("{} ÷（{} − {}）", self.over.name(), self.under.name(), less.join(" − "))
    }
}

impl Rate {
    #[must_use]
    pub const fn formula(self) -> Formula {
        use Figure as F;
        let (over, under, less): (F, F, &'static [F]) = match self {
            Self::Valid => (F::Valid, F::Received, &[]),
            Self::FiledOnTime => (F::FiledOnTime, F::Filed, &[]),
            Self::Supervised => (F::Supervised, F::Filed, &[]),
            Self::VerifiedOnTime => (F::VerifiedOnTime, F::ToVerify, &[]),
            Self::DispatchedOnTime => (F::DispatchedOnTime, F::ToDispatch, &[]),
            // A wrong dispatch shows in the unit sending it back, not in work done badly.
            Self::DispatchedRight => (F::NotReturned, F::ToDispatch, &[]),
            // The unit takes it on within its limit. Opening a reporter's name is no measure: it would reward looking.
            Self::Response => (F::AcceptedOnTime, F::ToAccept, &[]),
            Self::Handled => (F::Handled, F::ToHandle, &[]),
            Self::HandledOnTime => (F::HandledOnTime, F::ToHandle, &[]),
            Self::HandledOnTimeRated => (F::HandledOnTime, F::ToHandle, &[F::HandleSuspended, F::HandleExempt]),
            Self::Rework => (F::Reworked, F::ToHandle, &[]),
            Self::InspectedOnTime => (F::InspectedOnTime, F::ToInspect, &[]),
            Self::Closed => (F::Closed, F::ToClose, &[F::CloseSuspended]),
            Self::ClosedOnTime => (F::ClosedOnTime, F::ToClose, &[F::CloseSuspended]),
            Self::ClosedOnTimeRated => (F::ClosedOnTime, F::ToClose, &[F::CloseSuspended, F::CloseExempt]),
            Self::ClosedLate => (F::ClosedLate, F::ToClose, &[]),
            Self::Reopened => (F::Reopened, F::Ended, &[]),
            Self::Confirmed => (F::Confirmed, F::Asked, &[]),
        };
        Formula { over, under, less }
    }

    /// The rate of a row.
    #[must_use]
    pub fn of(self, counts: &Counts) -> Ratio {
        let Formula { over, under, less } = self.formula();
        let less: i64 = less.iter().map(|figure| counts.number(*figure)).sum();
        Ratio::new(counts.number(over), counts.number(under) - less)
    }
}
