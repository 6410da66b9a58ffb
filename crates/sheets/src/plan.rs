//! The first phase's result: what storing the table would do.

use std::collections::HashMap;

use crate::cases::{CaseRow, RowProblem};

/// Every row of the table is in exactly one of the four.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    pub new: Vec<CaseRow>,
    /// Known by its key, but with another digest.
    pub changed: Vec<CaseRow>,
    pub unchanged: Vec<CaseRow>,
    pub refused: Vec<RowProblem>,
}

impl Plan {
    /// Rows of the table.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.imported() + self.unchanged.len() + self.refused.len()
    }

    /// Rows that the second phase stores.
    #[must_use]
    pub fn imported(&self) -> usize {
        self.new.len() + self.changed.len()
    }
}

/// Compares rows with what was imported before from the same source: key to digest.
#[must_use]
pub fn plan(rows: Vec<Result<CaseRow, RowProblem>>, already: &HashMap<String, String>) -> Plan {
    let mut plan = Plan::default();
    for row in rows {
        match row {
            Err(problem) => plan.refused.push(problem),
            Ok(case) => match already.get(&case.source_key) {
                None => plan.new.push(case),
                Some(digest) if *digest == case.digest() => plan.unchanged.push(case),
                Some(_) => plan.changed.push(case),
            },
        }
    }
    plan
}
