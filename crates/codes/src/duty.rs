//! The nine departments, and the three lists a duty may stand on.

use serde::{Deserialize, Serialize};

/// The nine lines of the service centre.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Department {
    Governance,
    Petitions,
    Justice,
    FamilyPlanning,
    CivilAffairs,
    SocialInsurance,
    PartyOrganisation,
    Municipal,
    Construction,
}

impl Department {
    /// All nine, in the order of the counter.
    pub const ALL: [Self; 9] = [
        Self::Governance,
        Self::Petitions,
        Self::Justice,
        Self::FamilyPlanning,
        Self::CivilAffairs,
        Self::SocialInsurance,
        Self::PartyOrganisation,
        Self::Municipal,
        Self::Construction,
    ];

    /// The stable key, as stored.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Governance => "governance",
            Self::Petitions => "petitions",
            Self::Justice => "justice",
            Self::FamilyPlanning => "family_planning",
            Self::CivilAffairs => "civil_affairs",
            Self::SocialInsurance => "social_insurance",
            Self::PartyOrganisation => "party_organisation",
            Self::Municipal => "municipal",
            Self::Construction => "construction",
        }
    }

    /// The default name on screen; an office may rename its departments.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Governance => "综治办",
            Self::Petitions => "信访办",
            Self::Justice => "司法所",
            Self::FamilyPlanning => "计生办（卫健）",
            Self::CivilAffairs => "民政所",
            Self::SocialInsurance => "社保所",
            Self::PartyOrganisation => "组织办",
            Self::Municipal => "市政办",
            Self::Construction => "建设办",
        }
    }
}

impl Basis {
    pub const ALL: [Self; 3] = [Self::Basic, Self::Assisting, Self::TakenBack];

    /// The stable key, as stored.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Basic => "basic",
            Self::Assisting => "assisting",
            Self::TakenBack => "taken_back",
        }
    }

    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Basic => "基本履职事项",
            Self::Assisting => "配合履职事项",
            Self::TakenBack => "上级部门收回事项",
        }
    }

    /// The basis of a key.
    #[must_use]
    pub fn of(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|basis| basis.key() == key)
    }
}

/// Which of the three duty lists names the matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// 基本履职事项.
    Basic,
    /// 配合履职事项.
    Assisting,
    /// 上级部门收回事项: the street only forwards.
    TakenBack,
}
