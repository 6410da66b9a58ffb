//! Names of residents, which nobody prints by accident.

use std::fmt;

use codes::text::mask_name;
use serde::{Deserialize, Serialize};

/// A name as registered. Whoever shows it says how: in full or masked; it has no `Display`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PersonName(String);

impl PersonName {
    /// In full: for the store, for forms, and for whoever said what for.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As screens show it unless asked: `王**`.
    #[must_use]
    pub fn mask(&self) -> String {
        mask_name(&self.0)
    }
}

/// Logs see the masked name only.
impl fmt::Debug for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PersonName({})", self.mask())
    }
}

impl From<&str> for PersonName {
    fn from(name: &str) -> Self {
        Self(name.to_owned())
    }
}

impl From<String> for PersonName {
    fn from(name: String) -> Self {
        Self(name)
    }
}
