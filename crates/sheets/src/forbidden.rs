//! Columns that the office must not hold; an import leaves them out and says so (domain.md §9 and §10).

/// Parts of Chinese headers: belief and ethnicity (PIPL), labels on persons, and the measures that
/// 国办函〔2026〕12号 forbids, such as check-ins, points, online time, rankings and likes.
const PARTS: [&str; 32] = [
    "宗教",
    "信教",
    "信仰",
    "教派",
    "民族",
    "族别",
    "积分",
    "签到",
    "签退",
    "打卡",
    "在线时长",
    "登录次数",
    "轨迹",
    "步数",
    "里程",
    "排名",
    "点赞",
    "阅读量",
    "反对数",
    "人脸",
    "重点人员",
    "重点上访",
    "上访人员",
    "涉邪",
    "涉教",
    "社会信用分",
    "信用积分",
    "风险等级",
    "人员标签",
    "吸毒",
    "艾滋",
    "精神病",
];

/// Whole English headers.
const ENGLISH: [&str; 16] = [
    "religion",
    "faith",
    "ethnicity",
    "ethnic group",
    "nationality group",
    "race",
    "points",
    "check in",
    "checkin",
    "likes",
    "ranking",
    "rank",
    "online time",
    "login count",
    "track",
    "face id",
];

/// Whether a column of this name may not be taken in.
///
/// ```
/// assert!(sheets::is_forbidden("民 族"));
/// assert!(sheets::is_forbidden("Check-In"));
/// assert!(!sheets::is_forbidden("checkpoint"));
/// ```
#[must_use]
pub fn is_forbidden(header: &str) -> bool {
    let spaced: String = header
        .to_lowercase()
        .chars()
        .map(|c| if matches!(c, '_' | '-') { ' ' } else { c })
        .collect();
    let dense: String = header.split_whitespace().collect();
    ENGLISH.contains(&spaced.trim()) || PARTS.iter().any(|part| dense.contains(part))
}
