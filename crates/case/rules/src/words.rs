//! The words of the lifecycle: states, actions, closing kinds, clocks and reasons, each with a stable key.

use kernel::keyed;
use workday::Mode;

keyed! {
    /// Where a matter stands (domain.md §6.1).
    State {
        Reported = "reported" "已上报",
        Verifying = "verifying" "核实中",
        Voided = "voided" "作废",
        Declined = "declined" "不予受理",
        Filed = "filed" "已立案",
        AwaitingDispatch = "awaiting_dispatch" "待派遣",
        Dispatched = "dispatched" "已派遣待签收",
        Handling = "handling" "处置中",
        Joint = "joint" "联合处置",
        Returned = "returned" "退回待改派",
        Suspended = "suspended" "挂账",
        Handled = "handled" "已处置待核查",
        Inspecting = "inspecting" "核查中",
        Rework = "rework" "返工",
        PendingConfirm = "pending_confirm" "待当事人确认",
        Closed = "closed" "结案",
        Reopened = "reopened" "重开",
        Merged = "merged" "并案",
        Archived = "archived" "归档",
    }
}

impl State {
    /// Nothing is owed any more, unless somebody brings the matter back.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(
            self,
            Self::Voided | Self::Declined | Self::Closed | Self::Merged | Self::Archived
        )
    }
}

keyed! {
    /// What somebody does to a matter.
    Action {
        Report = "report" "上报",
        SelfResolve = "self_resolve" "自处置",
        Import = "import" "导入",
        AskVerify = "ask_verify" "派人核实",
        Verified = "verified" "核实属实",
        NotFound = "not_found" "核实未发现",
        Decline = "decline" "不予受理",
        Object = "object" "提出异议",
        Relocate = "relocate" "更正位置",
        /// A grid, community or unit is no more; its matter goes on with the successor.
        Rehome = "rehome" "移交",
        File = "file" "立案",
        Queue = "queue" "转待派遣",
        Merge = "merge" "并案",
        Unmerge = "unmerge" "撤销并案",
        Absorb = "absorb" "并入另一事项",
        Release = "release" "解除并入",
        Dispatch = "dispatch" "派遣",
        Redispatch = "redispatch" "改派",
        Accept = "accept" "签收",
        Return = "return" "退单",
        Escalate = "escalate" "上报上级",
        RequestExtension = "request_extension" "申请延期",
        GrantExtension = "grant_extension" "同意延期",
        RefuseExtension = "refuse_extension" "不同意延期",
        RequestSuspension = "request_suspension" "申请挂账",
        EndorseSuspension = "endorse_suspension" "初审同意挂账",
        GrantSuspension = "grant_suspension" "终审同意挂账",
        RefuseSuspension = "refuse_suspension" "不同意挂账",
        Resume = "resume" "恢复处置",
        Submit = "submit" "提交结果",
        Inspect = "inspect" "开始核查",
        Pass = "pass" "核查通过",
        Fail = "fail" "核查不通过",
        Confirm = "confirm" "确认已解决",
        Dispute = "dispute" "反映未解决",
        Lapse = "lapse" "逾期未反馈结案",
        Transfer = "transfer" "移交办结",
        Reopen = "reopen" "重新打开",
        Appeal = "appeal" "超期申诉",
        GrantAppeal = "grant_appeal" "同意申诉",
        RefuseAppeal = "refuse_appeal" "不同意申诉",
        Reclass = "reclass" "改正类别",
        Archive = "archive" "归档",
        Supervise = "supervise" "督办",
        Reply = "reply" "回复督办",
        Remind = "remind" "催办",
        Recount = "recount" "重算时限",
        Note = "note" "补充说明",
        Reveal = "reveal" "查看反映人",
        Hide = "hide" "隐藏内容",
    }
}

keyed! {
    /// How a matter ended. Only the first four count as solved.
    Closing {
        Confirmed = "confirmed" "当事人确认",
        Silent = "silent" "逾期未反馈",
        InspectedOnly = "inspected_only" "核查结案",
        SelfResolved = "self" "自处置",
        Merged = "merged" "随主案办结",
        Transferred = "transferred" "已移交",
        UnsolvableExplained = "unsolvable_explained" "无法解决已说明",
        /// The system it was imported from closed it.
        Elsewhere = "elsewhere" "原系统已办结",
    }
}

impl Closing {
    /// "Transferred" and "explained" never count as solved (domain.md §6.1, trap E06).
    #[must_use]
    pub const fn is_solved(self) -> bool {
        matches!(
            self,
            Self::Confirmed | Self::Silent | Self::InspectedOnly | Self::SelfResolved
        )
    }
}

keyed! {
    /// The clocks of a matter. The promise belongs to the resident and never resets.
    ClockKind {
        Promise = "promise" "对居民承诺",
        Intake = "intake" "受理",
        Verify = "verify" "核实",
        Dispatch = "dispatch" "派遣",
        Accept = "accept" "签收",
        Handle = "handle" "处置",
        Inspect = "inspect" "核查",
        Confirm = "confirm" "当事人反馈",
    }
}

impl ClockKind {
    /// How days count: whole days for what is said to residents, office hours from the moment of dispatch for units
    /// (domain.md §5.2).
    #[must_use]
    pub const fn mode(self) -> Mode {
        match self {
            Self::Promise | Self::Confirm => Mode::D,
            _ => Mode::H,
        }
    }
}

keyed! {
    /// What a unit says it achieved.
    Outcome {
        Fixed = "fixed" "已解决",
        Cannot = "cannot" "无法解决，已说明原因和替代办法",
    }
}

keyed! {
    /// Why a step backwards or sideways was taken. Each action lists the reasons that fit it.
    Reason {
        NotOurArea = "not_our_area" "不在本辖区",
        NotOurDuty = "not_our_duty" "不属街道职责",
        LegalProcedure = "legal_procedure" "应走诉讼、仲裁、复议等法定程序",
        AlreadyAnswered = "already_answered" "同一事项已有答复",
        TooVague = "too_vague" "内容不清且联系不上",
        UnreasonableDemand = "unreasonable_demand" "诉求不合理",
        NothingThere = "nothing_there" "现场未发现",
        AlreadyGone = "already_gone" "到场时已消除",
        WrongUnit = "wrong_unit" "职责属其他单位",
        NeedsPower = "needs_power" "需要执法权或审批权",
        NeedsMoney = "needs_money" "需要经费",
        NeedsOthers = "needs_others" "需要多部门配合",
        TakenBack = "taken_back" "上收区级部门事项",
        Weather = "weather" "天气原因",
        Material = "material" "等待材料或设备",
        Season = "season" "等待施工季节",
        WaitingForReporter = "waiting_for_reporter" "等待反映人配合",
        WorkIncomplete = "work_incomplete" "未处理到位",
        EvidenceWeak = "evidence_weak" "佐证不足",
        CameBack = "came_back" "问题再次出现",
        SameMatter = "same_matter" "同一事项",
        MergedByMistake = "merged_by_mistake" "并案有误",
        Spam = "spam" "骚扰、广告或无意义内容",
        Trial = "trial" "测试内容",
        Overdue = "overdue" "超期",
        Important = "important" "事关重大",
        ContactReporter = "contact_reporter" "需联系反映人核实情况",
        OnSiteMeeting = "on_site_meeting" "需约反映人到现场",
        DeadlineForceMajeure = "deadline_force_majeure" "不可抗力导致超期",
        DeadlineWrongDispatch = "deadline_wrong_dispatch" "错派导致超期",
        IdNumber = "id_number" "含身份证号等证件号码",
        PrivateDetail = "private_detail" "含个人隐私",
        Other = "other" "其他",
    }
}
