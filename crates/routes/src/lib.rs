//! Every URL as one row: name, verb, path, permission, kind. A URL without a permission cannot be written.

mod table;

use kernel::Permission;

pub use table::Route;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    Get,
    Post,
}

/// What comes back, and how a missing permission is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A page for people; without a session it leads to the login page.
    Page,
    /// JSON under `/api/v1`; without a session it is 401.
    Api,
    /// JSON or a picture that a page loads; without a session it is 404.
    Part,
    /// For machines that watch the program.
    Probe,
}

#[derive(Clone, Copy, Debug)]
pub struct Row {
    pub verb: Verb,
    /// As axum writes it: `/cases/{case}`.
    pub path: &'static str,
    pub permission: Permission,
    pub kind: Kind,
}

impl Route {
    /// The path with its parts filled in, in order.
    #[must_use]
    pub fn to(self, parts: &[&dyn std::fmt::Display]) -> String {
        let mut filled = String::new();
        let mut parts = parts.iter();
        for (index, piece) in self.row().path.split('/').enumerate() {
            if index > 0 {
                filled.push('/');
            }
            if piece.starts_with('{') {
                let part = parts.next().map(ToString::to_string).unwrap_or_default();
                filled.push_str(&part);
            } else {
                filled.push_str(piece);
            }
        }
        debug_assert!(parts.next().is_none(), "{self:?} has fewer parts");
        filled
    }

    /// The path itself, for routes without parts.
    #[must_use]
    pub fn path(self) -> &'static str {
        self.row().path
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_fill_their_parts() {
        assert_eq!(Route::CaseShow.to(&[&"abc"]), "/cases/abc");
        assert_eq!(Route::CasePhoto.to(&[&"abc", &7]), "/cases/abc/photos/7");
        assert_eq!(Route::Today.to(&[]), "/today");
    }

    #[test]
    fn no_two_rows_share_verb_and_path() {
        for (index, one) in Route::ALL.iter().enumerate() {
            for other in &Route::ALL[index + 1..] {
                let (a, b) = (one.row(), other.row());
                assert!((a.verb, a.path) != (b.verb, b.path), "{one:?} and {other:?}");
            }
        }
    }

    #[test]
    fn the_api_lives_under_its_version() {
        for route in Route::ALL {
            let row = route.row();
            assert_eq!(row.kind == Kind::Api, row.path.starts_with("/api/v1/"), "{route:?}");
        }
    }
}
