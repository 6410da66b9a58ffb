//! Which figures stand together on a table, and why something is left out of a rate.

use std::collections::BTreeSet;

use insight_rules::Rate;
use kernel::figure::{Dimension, Figure, MarkKind};
use kernel::keyed;

keyed! {
    /// A table of the page.
    Part {
        Close = "close" "结案",
        Handle = "handle" "派遣和处置",
        Intake = "intake" "上报和立案",
        Check = "check" "核实、核查和确认",
        Load = "load" "工作量和需要帮助的",
        Index = "index" "单位指数",
    }
}

/// A column of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    Figure(Figure),
    Rate(Rate),
    /// Mean hours, by the clock on the wall.
    Hours(Figure, &'static str),
}

use Column::{Figure as F, Hours, Rate as R};

impl Part {
    /// The tables of a dimension. A grid has its load and no rate, since a grid is often one person.
    #[must_use]
    pub const fn of(dimension: Dimension) -> &'static [Self] {
        match dimension {
            Dimension::Grid => &[Self::Load],
            Dimension::Unit => &[
                Self::Close,
                Self::Handle,
                Self::Intake,
                Self::Check,
                Self::Load,
                Self::Index,
            ],
            _ => &[Self::Close, Self::Handle, Self::Intake, Self::Check, Self::Load],
        }
    }

    /// The columns. The index has its own.
    #[must_use]
    pub const fn columns(self) -> &'static [Column] {
        match self {
            Self::Close => &[
                F(Figure::ToClose),
                F(Figure::CloseCarried),
                F(Figure::CloseEarly),
                F(Figure::Closed),
                F(Figure::Unclosed),
                R(Rate::Closed),
                R(Rate::ClosedOnTime),
                R(Rate::ClosedOnTimeRated),
                R(Rate::ClosedLate),
            ],
            Self::Handle => &[
                R(Rate::DispatchedOnTime),
                R(Rate::DispatchedRight),
                R(Rate::Response),
                R(Rate::Handled),
                R(Rate::HandledOnTime),
                R(Rate::HandledOnTimeRated),
                R(Rate::Rework),
                Hours(Figure::Handled, "平均处置小时"),
            ],
            Self::Intake => &[
                R(Rate::Valid),
                F(Figure::ValidReports),
                F(Figure::SelfResolved),
                F(Figure::Pending),
                R(Rate::FiledOnTime),
                R(Rate::Supervised),
            ],
            Self::Check => &[
                R(Rate::VerifiedOnTime),
                R(Rate::InspectedOnTime),
                F(Figure::Ended),
                R(Rate::Reopened),
                R(Rate::Confirmed),
                F(Figure::Silent),
                F(Figure::Disputed),
                F(Figure::Unsolvable),
                F(Figure::Transferred),
                Hours(Figure::Asked, "平均等待确认小时"),
            ],
            Self::Load => &[
                F(Figure::Received),
                F(Figure::SelfResolved),
                F(Figure::Filed),
                F(Figure::Unhandled),
                F(Figure::HandleSuspended),
                F(Figure::Returned),
                F(Figure::Supervised),
                F(Figure::Unclosed),
            ],
            Self::Index => &[],
        }
    }
}

/// A reason to stand outside some rate.
pub struct Exclusion {
    /// What people quote when they ask about it; a code is never used for another reason.
    pub code: &'static str,
    pub figure: Figure,
    pub why: &'static str,
}

const fn out(code: &'static str, figure: Figure, why: &'static str) -> Exclusion {
    Exclusion { code, figure, why }
}

/// What stands outside some rate, and why; each is counted and opens its list.
pub const EXCLUSIONS: &[Exclusion] = &[
    out(
        "K01",
        Figure::Merged,
        "与另一件是同一件事，只计主案；计入“有效上报（含并案）”",
    ),
    out("K02", Figure::Declined, "不予受理，不立案"),
    out("K03", Figure::Spam, "不是诉求，不立案"),
    out("K04", Figure::Trial, "测试，不立案"),
    out("K05", Figure::Voided, "现场没有发现，不立案"),
    out("K06", Figure::Elsewhere, "别的系统办结后导入的旧案，不计任何比率"),
    out(
        "K07",
        Figure::SelfResolved,
        "当场解决，没有承诺时限，不进处置率和结案率",
    ),
    out(
        "K08",
        Figure::CloseSuspended,
        "批准挂账且未到期，不进结案率和按期结案率的分母",
    ),
    out(
        "K09",
        Figure::CloseExempt,
        "确实超期，经两人复审申诉成立；“剔除”的按期结案率不计，原数仍列",
    ),
    out(
        "K10",
        Figure::HandleSuspended,
        "批准挂账且未到期，“剔除”的按期处置率不计",
    ),
    out(
        "K11",
        Figure::HandleExempt,
        "确实超期，经两人复审申诉成立；“剔除”的按期处置率不计，原数仍列",
    ),
];

/// Rates that others publish and this page does not, and why.
pub const WITHOUT: &[(&str, &str)] = &[
    ("准确立案率", "作废都在立案之前，立案后没有作废，这个比率恒为 100%"),
    ("漏报率", "谁该先看到、却由别人报来，没有可核对的记录，不猜"),
    (
        "重复诉求率",
        "要逐件判断是不是同一件事；重开的看“重开率”，并案的看“并案”",
    ),
];

/// What is told of a dimension: everything, except of grids, which have their load only.
#[must_use]
pub fn figures_of(dimension: Dimension) -> Vec<Figure> {
    match dimension {
        Dimension::Grid => Part::Load
            .columns()
            .iter()
            .filter_map(|column| match column {
                F(figure) => Some(*figure),
                _ => None,
            })
            .collect(),
        _ => Figure::ALL.to_vec(),
    }
}

/// The marks that must be read for it.
#[must_use]
pub fn kinds_of(dimension: Dimension) -> BTreeSet<MarkKind> {
    let excluded = EXCLUSIONS.iter().map(|exclusion| exclusion.figure);
    figures_of(dimension)
        .into_iter()
        .chain(excluded)
        .map(|figure| figure.take().kind)
        .collect()
}

/// What the public table shows: few columns, or their differences would say what is suppressed.
pub const PUBLIC: [Figure; 4] = [Figure::Received, Figure::Valid, Figure::Closed, Figure::ClosedOnTime];
