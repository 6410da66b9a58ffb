//! What an import would do, in words; the last line is for programs.

use std::collections::BTreeMap;
use std::fmt;

use crate::cases::IssueKind;
use crate::plan::Plan;
use crate::sheet::Sheet;

/// Row numbers shown for each kind of problem.
const SHOWN: usize = 10;

/// Prints a plan. The last line is exactly `rows N imported N refused N unchanged N`.
pub struct Report<'a> {
    pub sheet: &'a Sheet,
    pub plan: &'a Plan,
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { sheet, plan } = self;
        write!(f, "{}", sheet.file)?;
        if !sheet.name.is_empty() {
            write!(f, "，工作表「{}」", sheet.name)?;
        }
        writeln!(f, "：表头在第 {} 行，数据 {} 行", sheet.header_row, sheet.rows.len())?;
        for note in &sheet.notes {
            writeln!(f, "注意：{note}")?;
        }
        writeln!(
            f,
            "新增 {}，变更 {}，未变 {}，未导入 {}",
            plan.new.len(),
            plan.changed.len(),
            plan.unchanged.len(),
            plan.refused.len()
        )?;
        let mut groups: BTreeMap<(&str, IssueKind), Vec<u32>> = BTreeMap::new();
        for problem in &plan.refused {
            for issue in &problem.issues {
                groups.entry((&issue.column, issue.kind)).or_default().push(problem.row);
            }
        }
        for ((column, kind), rows) in groups {
            let shown: Vec<String> = rows.iter().take(SHOWN).map(u32::to_string).collect();
            let more = if rows.len() > SHOWN { " 等" } else { "" };
            writeln!(
                f,
                "「{column}」{}：{} 行（第 {}{more} 行）。{}",
                kind.what(),
                rows.len(),
                shown.join("、"),
                kind.advice()
            )?;
        }
        write!(
            f,
            "rows {} imported {} refused {} unchanged {}",
            plan.rows(),
            plan.imported(),
            plan.refused.len(),
            plan.unchanged.len()
        )
    }
}
