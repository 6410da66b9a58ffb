//! Flags of a matter that lists show and filter by, as bits of one column.

use case_rules::{Case, State};

pub const URGENT: i64 = 1;
pub const SUPERVISED: i64 = 2;
pub const EXTENDED: i64 = 4;
pub const REWORK: i64 = 8;
pub const REOPENED: i64 = 16;
pub const SUSPENDED: i64 = 32;
pub const VACANT: i64 = 64;
pub const PROVISIONAL: i64 = 128;
pub const RETURNED_TWICE: i64 = 256;
/// Filed under a category that had ended (trap O13).
pub const RECLASS: i64 = 512;

pub const NAMES: &[(i64, &str, &str)] = &[
    (URGENT, "紧急", "urgent"),
    (SUPERVISED, "督办", "supervised"),
    (SUSPENDED, "挂账", "suspended"),
    (REWORK, "返工", "rework"),
    (REOPENED, "重开", "reopened"),
    (EXTENDED, "延期", "extended"),
    (RETURNED_TWICE, "两次退单", "returned"),
    (VACANT, "岗位空缺", "vacant"),
    (RECLASS, "待改类", "reclass"),
    (PROVISIONAL, "时限暂定", "provisional"),
];

/// The flags of a matter now.
#[must_use]
pub fn flags_of(case: &Case) -> i64 {
    [
        (case.is_urgent(), URGENT),
        (case.is_open() && case.open_order().is_some(), SUPERVISED),
        (case.extensions > 0, EXTENDED),
        (case.state == State::Rework, REWORK),
        (case.round > 1, REOPENED),
        (case.state == State::Suspended, SUSPENDED),
        (case.is_open() && case.vacant.is_some(), VACANT),
        (case.clocks.values().any(|clock| clock.provisional), PROVISIONAL),
        (case.is_open() && case.returns >= 2, RETURNED_TWICE),
        (case.standard.as_ref().is_some_and(|standard| standard.ended), RECLASS),
    ]
    .into_iter()
    .filter(|(set, _)| *set)
    .map(|(_, flag)| flag)
    .sum()
}

/// The names of flags, for a list.
#[must_use]
pub fn names(flags: i64) -> Vec<(&'static str, &'static str)> {
    NAMES
        .iter()
        .filter(|(flag, ..)| flags & flag != 0)
        .map(|(_, name, key)| (*name, *key))
        .collect()
}
