//! What is counted: the marks every matter bears, and the figures that count them (domain.md §6.6).
//!
//! A mark says that a matter passes a stage: when it is due there, when it is done, and what else is so, as bits.
//! A matter bears at most one mark of each kind, as it stands now, so that nothing done twice is counted twice (trap R01).
//! Who writes the marks and who shows the figures both read this table, so that a number and its list are one question.

use crate::{AreaCode, Desk, keyed};

pub use crate::period::{Period, Standing, month_after, month_text};

keyed! {
    /// The stages that are counted.
    MarkKind {
        Report = "report" "上报",
        File = "file" "立案",
        Verify = "verify" "核实",
        Dispatch = "dispatch" "派遣",
        Accept = "accept" "签收",
        Handle = "handle" "处置",
        Inspect = "inspect" "核查",
        Close = "close" "结案",
        End = "end" "办结",
    }
}

/// What else is so of a mark.
pub mod bits {
    /// Done after it was due.
    pub const LATE: i64 = 1;
    /// Late, but the appeal was granted: the fact stays, the rating leaves it out (trap T28).
    pub const EXEMPT: i64 = 1 << 1;
    pub const SUSPENDED: i64 = 1 << 2;
    pub const REWORKED: i64 = 1 << 3;
    pub const RETURNED: i64 = 1 << 4;
    pub const REOPENED: i64 = 1 << 5;
    pub const SUPERVISED: i64 = 1 << 6;
    // What became of a report, one of these.
    pub const PENDING: i64 = 1 << 7;
    pub const FILED: i64 = 1 << 8;
    pub const SELF_RESOLVED: i64 = 1 << 9;
    pub const MERGED: i64 = 1 << 10;
    pub const DECLINED: i64 = 1 << 11;
    pub const SPAM: i64 = 1 << 12;
    pub const TRIAL: i64 = 1 << 13;
    pub const VOIDED: i64 = 1 << 14;
    pub const ELSEWHERE: i64 = 1 << 15;
    // How it ended.
    pub const ASKED: i64 = 1 << 16;
    pub const CONFIRMED: i64 = 1 << 17;
    pub const SILENT: i64 = 1 << 18;
    pub const DISPUTED: i64 = 1 << 19;
    pub const TRANSFERRED: i64 = 1 << 20;
    pub const UNSOLVABLE: i64 = 1 << 21;
}

/// One mark of a matter. Months are numbers such as `202610`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    pub kind: MarkKind,
    /// When it is due; for what has no limit, when it happened.
    pub month: i64,
    /// When it was done; 0 while it is not.
    pub end_month: i64,
    pub bits: i64,
    /// How long it took, for handling and for the reporter's answer.
    pub seconds: i64,
}

keyed! {
    /// By what figures are told apart.
    Dimension {
        Community = "community" "社区",
        Grid = "grid" "网格",
        Unit = "unit" "主办单位",
        Category = "category" "类别",
        Channel = "channel" "来源",
    }
}

impl Dimension {
    /// All grids that handle by themselves are one row: a grid is often one person, and persons are not rated.
    pub const GRIDS: &str = "grid";

    /// The row in which a matter is counted; empty where it has no unit or category yet.
    #[must_use]
    pub fn key_of(self, area: AreaCode, lead: Option<&Desk>, item: Option<&str>, channel: &str) -> String {
        match self {
            Self::Community => area.community().digits(),
            Self::Grid => area.digits(),
            Self::Unit => match lead {
                None => String::new(),
                Some(Desk::Grid(_)) => Self::GRIDS.into(),
                Some(desk) => desk.to_string(),
            },
            Self::Category => item.map(major_of).unwrap_or_default().to_owned(),
            Self::Channel => channel.to_owned(),
        }
    }
}

/// The major class of an item: `C01` of `C01-37`, and `S` of all services.
#[must_use]
pub fn major_of(item: &str) -> &str {
    match item.split_once('-') {
        Some((major, _)) => major,
        None => item.get(..1).unwrap_or_default(),
    }
}

keyed! {
    /// A number that opens the matters it counts.
    Figure {
        Received = "received" "上报",
        Valid = "valid" "有效上报",
        ValidReports = "valid_reports" "有效上报（含并案）",
        Pending = "pending" "待受理",
        SelfResolved = "self_resolved" "自行处置",
        Merged = "merged" "并案",
        Declined = "declined" "不予受理",
        Spam = "spam" "骚扰、广告或无意义内容",
        Trial = "trial" "测试内容",
        Voided = "voided" "核实后作废",
        Elsewhere = "elsewhere" "原系统已办结（导入）",
        Filed = "filed" "立案",
        FiledOnTime = "filed_on_time" "按时立案",
        Supervised = "supervised" "督办",
        ToVerify = "to_verify" "应核实",
        Verified = "verified" "核实",
        VerifiedOnTime = "verified_on_time" "按时核实",
        ToDispatch = "to_dispatch" "应派遣",
        Dispatched = "dispatched" "派遣",
        DispatchedOnTime = "dispatched_on_time" "按时派遣",
        NotReturned = "not_returned" "未被退单",
        Returned = "returned" "退单",
        ToAccept = "to_accept" "应签收",
        Accepted = "accepted" "签收",
        AcceptedOnTime = "accepted_on_time" "按时签收",
        ToHandle = "to_handle" "应处置",
        Handled = "handled" "处置",
        HandledOnTime = "handled_on_time" "按期处置",
        HandledLate = "handled_late" "超期处置",
        Unhandled = "unhandled" "未处置",
        HandleSuspended = "handle_suspended" "挂账中（处置）",
        HandleExempt = "handle_exempt" "超期处置但申诉成立",
        Reworked = "reworked" "返工",
        ToInspect = "to_inspect" "应核查",
        Inspected = "inspected" "核查",
        InspectedOnTime = "inspected_on_time" "按时核查",
        ToClose = "to_close" "应结案",
        CloseCarried = "close_carried" "上期结转",
        CloseEarly = "close_early" "提前结案",
        Closed = "closed" "结案",
        ClosedOnTime = "closed_on_time" "按期结案",
        ClosedLate = "closed_late" "超期结案",
        Unclosed = "unclosed" "未结案",
        CloseSuspended = "close_suspended" "挂账中（缓办）",
        CloseExempt = "close_exempt" "超期结案但申诉成立",
        Ended = "ended" "办结（含自行处置）",
        Reopened = "reopened" "办结前重开过",
        Asked = "asked" "已请反映人确认",
        Confirmed = "confirmed" "反映人确认解决",
        Silent = "silent" "逾期未反馈",
        Disputed = "disputed" "反映过未解决",
        Transferred = "transferred" "移交办结",
        Unsolvable = "unsolvable" "无法解决已说明",
    }
}

/// Which marks with a standing are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Everything that had to be done.
    Due,
    Done,
    /// Had to be done and was not.
    Open,
    /// Had to be done before and was not.
    Carried,
    Early,
}

/// The marks that a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Take {
    pub kind: MarkKind,
    pub when: When,
    /// Any of these bits, unless there are none.
    pub any: i64,
    /// None of these bits.
    pub none: i64,
}

impl Take {
    /// Whether a mark is counted.
    #[must_use]
    pub const fn takes(&self, bits: i64, standing: Standing) -> bool {
        let when = match self.when {
            When::Due => true,
            When::Done => standing.done,
            When::Open => !standing.done,
            When::Carried => standing.carried,
            When::Early => standing.early,
        };
        when && (self.any == 0 || bits & self.any != 0) && bits & self.none == 0
    }
}

impl Figure {
    /// The marks it counts.
    #[must_use]
    pub const fn take(self) -> Take {
        use MarkKind as K;
        use When::{Carried, Done, Due, Early, Open};
        use bits::*;
        let (kind, when, any, none) = match self {
            Self::Received => (K::Report, Done, 0, ELSEWHERE),
            Self::Valid => (K::Report, Done, FILED | SELF_RESOLVED, 0),
            Self::ValidReports => (K::Report, Done, FILED | SELF_RESOLVED | MERGED, 0),
            Self::Pending => (K::Report, Done, PENDING, 0),
            Self::SelfResolved => (K::Report, Done, SELF_RESOLVED, 0),
            Self::Merged => (K::Report, Done, MERGED, 0),
            Self::Declined => (K::Report, Done, DECLINED, SPAM | TRIAL),
            Self::Spam => (K::Report, Done, SPAM, 0),
            Self::Trial => (K::Report, Done, TRIAL, 0),
            Self::Voided => (K::Report, Done, VOIDED, 0),
            Self::Elsewhere => (K::Report, Done, ELSEWHERE, 0),
            Self::Filed => (K::File, Done, 0, 0),
            Self::FiledOnTime => (K::File, Done, 0, LATE),
            Self::Supervised => (K::File, Done, SUPERVISED, 0),
            Self::ToVerify => (K::Verify, Due, 0, 0),
            Self::Verified => (K::Verify, Done, 0, 0),
            Self::VerifiedOnTime => (K::Verify, Done, 0, LATE),
            Self::ToDispatch => (K::Dispatch, Due, 0, 0),
            Self::Dispatched => (K::Dispatch, Done, 0, 0),
            Self::DispatchedOnTime => (K::Dispatch, Done, 0, LATE),
            Self::NotReturned => (K::Dispatch, Due, 0, RETURNED),
            Self::Returned => (K::Dispatch, Due, RETURNED, 0),
            Self::ToAccept => (K::Accept, Due, 0, 0),
            Self::Accepted => (K::Accept, Done, 0, 0),
            Self::AcceptedOnTime => (K::Accept, Done, 0, LATE),
            Self::ToHandle => (K::Handle, Due, 0, 0),
            Self::Handled => (K::Handle, Done, 0, 0),
            Self::HandledOnTime => (K::Handle, Done, 0, LATE),
            Self::HandledLate => (K::Handle, Done, LATE, 0),
            Self::Unhandled => (K::Handle, Open, 0, 0),
            Self::HandleSuspended => (K::Handle, Open, SUSPENDED, 0),
            Self::HandleExempt => (K::Handle, Done, EXEMPT, 0),
            Self::Reworked => (K::Handle, Due, REWORKED, 0),
            Self::ToInspect => (K::Inspect, Due, 0, 0),
            Self::Inspected => (K::Inspect, Done, 0, 0),
            Self::InspectedOnTime => (K::Inspect, Done, 0, LATE),
            Self::ToClose => (K::Close, Due, 0, 0),
            Self::CloseCarried => (K::Close, Carried, 0, 0),
            Self::CloseEarly => (K::Close, Early, 0, 0),
            Self::Closed => (K::Close, Done, 0, 0),
            Self::ClosedOnTime => (K::Close, Done, 0, LATE),
            Self::ClosedLate => (K::Close, Done, LATE, 0),
            Self::Unclosed => (K::Close, Open, 0, 0),
            Self::CloseSuspended => (K::Close, Open, SUSPENDED, 0),
            Self::CloseExempt => (K::Close, Done, EXEMPT, 0),
            Self::Ended => (K::End, Done, 0, 0),
            Self::Reopened => (K::End, Done, REOPENED, 0),
            Self::Asked => (K::End, Done, ASKED, 0),
            Self::Confirmed => (K::End, Done, CONFIRMED, 0),
            Self::Silent => (K::End, Done, SILENT, 0),
            Self::Disputed => (K::End, Done, DISPUTED, 0),
            Self::Transferred => (K::End, Done, TRANSFERRED, 0),
            Self::Unsolvable => (K::End, Done, UNSOLVABLE, 0),
        };
        Take { kind, when, any, none }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_have_keys() {
        let grid = AreaCode(411_502_005_001_003);
        let key = |dimension: Dimension, lead: Option<&Desk>, item| dimension.key_of(grid, lead, item, "hotline");
        assert_eq!(key(Dimension::Community, None, None), "411502005001");
        assert_eq!(key(Dimension::Grid, None, None), "411502005001003");
        assert_eq!(key(Dimension::Unit, None, None), "");
        assert_eq!(key(Dimension::Unit, Some(&Desk::Grid(grid)), None), "grid");
        assert_eq!(key(Dimension::Unit, Some(&Desk::Centre), None), "centre");
        assert_eq!(key(Dimension::Category, None, Some("C01-37")), "C01");
        assert_eq!(key(Dimension::Category, None, Some("S14")), "S");
        assert_eq!(key(Dimension::Category, None, None), "");
        assert_eq!(key(Dimension::Channel, None, None), "hotline");
    }
}
