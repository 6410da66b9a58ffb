//! The monthly bulletin: whoever leads takes the figures of a month along, as a printed document and as a workbook.

mod month;
pub mod page;
mod paper;
#[cfg(test)]
mod tests;
mod workbook;

use insight_rules::Rate;
use kernel::figure::{Dimension, Figure};

pub use month::{Bulletin, gather};
pub use page::Form;

/// By what a bulletin tells figures apart. Not by grid: a grid is often one person.
const DIMENSIONS: [Dimension; 3] = [Dimension::Community, Dimension::Unit, Dimension::Category];

/// Figures of the workbook: all that its rates are made of, and what stands beside them.
const FIGURES: [Figure; 24] = [
    Figure::Received,
    Figure::Valid,
    Figure::SelfResolved,
    Figure::Filed,
    Figure::ToClose,
    Figure::CloseCarried,
    Figure::CloseEarly,
    Figure::Closed,
    Figure::ClosedOnTime,
    Figure::ClosedLate,
    Figure::Unclosed,
    Figure::CloseSuspended,
    Figure::CloseExempt,
    Figure::ToHandle,
    Figure::HandledOnTime,
    Figure::HandleSuspended,
    Figure::HandleExempt,
    Figure::Reworked,
    Figure::Ended,
    Figure::Reopened,
    Figure::Asked,
    Figure::Confirmed,
    Figure::Silent,
    Figure::Disputed,
];

/// Rates of the workbook.
const RATES: [Rate; 8] = [
    Rate::Closed,
    Rate::ClosedOnTime,
    Rate::ClosedOnTimeRated,
    Rate::HandledOnTime,
    Rate::HandledOnTimeRated,
    Rate::Rework,
    Rate::Reopened,
    Rate::Confirmed,
];

/// How to read the numbers; the formulas of the rates follow.
const PRINCIPLES: [&str; 6] = [
    "一件事项只计一次，看它现在的样子：重开又结案的，仍是一件结案。",
    "应结案 = 本月到期、月前没有结案的，加上月前到期、月初还没结案的（上期结转），加上本月提前结案的。应处置同理。",
    "结案的月份是结案那天；是否超期按承诺时限，等反映人确认的时间不算。处置到提交结果为止。",
    "比率两位小数，四舍五入；分母为 0 写“—”，不是 0，也不是 100%。",
    "分母不到 30 件的比率不宜比高低；打印版在下面列出 95% 区间，真实水平多半在这中间。",
    "社区、单位按机构顺序排，不按高低排；网格自己办的合成一行，不给个人打分。",
];
