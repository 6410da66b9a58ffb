//! What a post allows, and the posts of an office. Which role carries what is one table.

use crate::keyed;

keyed! {
    /// One thing a person may do. The route table and the lifecycle table name these and nothing else.
    Permission {
        /// Anybody, signed in or not.
        Public = "public" "任何人",
        /// Anybody signed in.
        SignedIn = "signed_in" "已登录",
        ReadCases = "read_cases" "查看事项",
        Report = "report" "上报",
        SelfResolve = "self_resolve" "自处置",
        Verify = "verify" "现场核实",
        Intake = "intake" "受理立案",
        Dispatch = "dispatch" "派遣",
        Handle = "handle" "处置",
        Escalate = "escalate" "上报上级",
        Approve = "approve" "审批延期挂账",
        ApproveFinally = "approve_finally" "终审挂账",
        Inspect = "inspect" "核查",
        Supervise = "supervise" "督办",
        RevealReporter = "reveal_reporter" "查看反映人",
        HideContent = "hide_content" "隐藏内容",
        TakeCalls = "take_calls" "接听录入",
        ReadBoard = "read_board" "查看全局看板",
        ReadHouseholds = "read_households" "查看住户",
        EditHouseholds = "edit_households" "登记住户",
        ManageAccounts = "manage_accounts" "管理账号",
        GrantPosts = "grant_posts" "授予岗位",
        ReadAudit = "read_audit" "查阅审计",
        ManageOffice = "manage_office" "管理机构设置",
        /// The program itself, by its clock.
        System = "system" "系统",
        /// The person who holds a matter's receipt code.
        HoldReceipt = "hold_receipt" "凭回执码",
    }
}

keyed! {
    /// The roles a post can have. The eight grid roles (一格八员) come first.
    Role {
        GridHead = "grid_head" "网格长",
        Supervisor = "supervisor" "督导员",
        PoliceContact = "police_contact" "警务员",
        Volunteer = "volunteer" "志愿者",
        GridWorker = "grid_worker" "网格员",
        Mediator = "mediator" "调解员",
        InformationContact = "information_contact" "信息员",
        PartyGroupLeader = "party_group_leader" "党小组长",
        CommunityClerk = "community_clerk" "社区工作人员",
        CommunityInspector = "community_inspector" "社区核查员",
        Dispatcher = "dispatcher" "中心派遣员",
        UnitClerk = "unit_clerk" "部门办事员",
        Leader = "leader" "街道领导",
        SystemAdministrator = "system_administrator" "系统管理员",
        SecurityAdministrator = "security_administrator" "安全管理员",
        Auditor = "auditor" "审计员",
    }
}

impl Role {
    /// What the role allows unless the office changes it.
    #[must_use]
    pub const fn default_permissions(self) -> &'static [Permission] {
        use Permission as P;
        match self {
            Self::GridHead | Self::GridWorker => &[
                P::ReadCases,
                P::Report,
                P::SelfResolve,
                P::Verify,
                P::Handle,
                P::Escalate,
                P::ReadHouseholds,
                P::EditHouseholds,
            ],
            Self::Supervisor => &[P::ReadCases, P::Report, P::Supervise],
            Self::PoliceContact
            | Self::Volunteer
            | Self::Mediator
            | Self::InformationContact
            | Self::PartyGroupLeader => &[P::Report],
            Self::CommunityClerk => &[
                P::ReadCases,
                P::Report,
                P::Intake,
                P::Dispatch,
                P::Handle,
                P::Escalate,
                P::Approve,
                P::TakeCalls,
                P::RevealReporter,
                P::HideContent,
                P::ReadHouseholds,
                P::EditHouseholds,
            ],
            Self::CommunityInspector => &[P::ReadCases, P::Inspect],
            Self::Dispatcher => &[
                P::ReadCases,
                P::Inspect,
                P::Report,
                P::Intake,
                P::Dispatch,
                P::Escalate,
                P::Approve,
                P::TakeCalls,
                P::ReadBoard,
                P::RevealReporter,
                P::HideContent,
            ],
            Self::UnitClerk => &[P::ReadCases, P::Handle, P::Escalate, P::RevealReporter],
            Self::Leader => &[P::ReadCases, P::Dispatch, P::ReadBoard, P::Supervise, P::ApproveFinally],
            Self::SystemAdministrator => &[P::ManageAccounts, P::ManageOffice],
            Self::SecurityAdministrator => &[P::GrantPosts],
            Self::Auditor => &[P::ReadAudit],
        }
    }

    /// Whether the post belongs to one grid (一格八员).
    #[must_use]
    pub const fn is_of_grid(self) -> bool {
        matches!(
            self,
            Self::GridHead
                | Self::Supervisor
                | Self::PoliceContact
                | Self::Volunteer
                | Self::GridWorker
                | Self::Mediator
                | Self::InformationContact
                | Self::PartyGroupLeader
        )
    }

    /// The three administrators (三员) exclude one another and every other post.
    #[must_use]
    pub const fn is_administrator(self) -> bool {
        matches!(
            self,
            Self::SystemAdministrator | Self::SecurityAdministrator | Self::Auditor
        )
    }
}
