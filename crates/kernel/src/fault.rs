//! The two ways in which a wish is answered with no: issues with what was typed, and refusals by rule.

use std::fmt;

/// One thing that is wrong with one field, in words for the person who typed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    pub field: &'static str,
    /// Stable, such as `case.report.words_missing`.
    pub code: &'static str,
    pub text: String,
}

/// Everything that is wrong with a form; answered with 422 and the form again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Issues(pub Vec<Issue>);

impl Issues {
    pub fn add(&mut self, field: &'static str, code: &'static str, text: impl Into<String>) {
        self.0.push(Issue {
            field,
            code,
            text: text.into(),
        });
    }

    /// `Ok(value)` when nothing is wrong.
    ///
    /// # Errors
    /// Itself, when anything is.
    pub fn or<T>(self, value: T) -> Result<T, Self> {
        if self.0.is_empty() { Ok(value) } else { Err(self) }
    }

    #[must_use]
    pub fn of(&self, field: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|issue| issue.field == field)
            .map(|issue| issue.text.as_str())
    }
}

/// A rule says no; answered with 409 and what would be allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Stable, such as `case.close.evidence_missing`.
    pub code: &'static str,
    pub text: String,
    /// What the same person could do instead, in words.
    pub allowed: Vec<String>,
}

impl Refusal {
    #[must_use]
    pub fn new(code: &'static str, text: impl Into<String>) -> Self {
        Self {
            code,
            text: text.into(),
            allowed: Vec::new(),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)?;
        if !self.allowed.is_empty() {
            write!(f, "（现在可以：{}）", self.allowed.join("、"))?;
        }
        Ok(())
    }
}
