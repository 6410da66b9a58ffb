//! What every file must keep to: its opening sentence, its length, nothing left over, SQL in its room.

const LONGEST: usize = 400;
/// Written in two halves, so that this file passes its own check.
const LEFT_OVER: [&str; 4] = [
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("HA", "CK"),
    concat!("lorem", " ipsum"),
];
/// Traces of a merge or a patch that went wrong, at the start of a line.
const TRACES: [&str; 3] = [concat!("@@", " -"), concat!("<<<<", "<<< "), concat!(">>>>", ">>> ")];
const CUST_WITH_VALUES: &str = concat!("cust_with", "_values");

/// `name` is the path from the checkout's root.
pub fn check(name: &str, text: &str) -> Vec<String> {
    let mut findings = left_over(name, text);
    if name.ends_with(".rs") {
        findings.extend(opening(name, text));
        findings.extend(length(name, text));
        findings.extend(database_names(name, text));
    }
    if name.ends_with("Cargo.toml") {
        findings.extend(lints(name, text));
    }
    findings
}

fn opening(name: &str, text: &str) -> Option<String> {
    (!text.starts_with("//! ")).then(|| format!("{name}:1: opens without a `//!` sentence"))
}

fn length(name: &str, text: &str) -> Option<String> {
    let lines = text.lines().count();
    (lines > LONGEST && !is_test(name))
        .then(|| format!("{name}: {lines} lines, more than {LONGEST}: it usually holds two things"))
}

fn is_test(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    name.contains("/tests/") || file == "tests.rs" || file == "story.rs" || file.ends_with("_tests.rs")
}

fn left_over(name: &str, text: &str) -> Vec<String> {
    let found = |line: &str| {
        LEFT_OVER
            .into_iter()
            .find(|mark| has_word(line, mark))
            .or_else(|| TRACES.into_iter().find(|mark| line.starts_with(mark)))
    };
    on_lines(name, text, |line| {
        found(line).map(|mark| format!("`{}` is left over", mark.trim()))
    })
}

/// `mark` with nothing of a longer word around it.
fn has_word(line: &str, mark: &str) -> bool {
    let part_of_word = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(mark)
        .any(|(at, _)| !line[..at].ends_with(part_of_word) && !line[at + mark.len()..].starts_with(part_of_word))
}

fn database_names(name: &str, text: &str) -> Vec<String> {
    if name.starts_with("xtask/") {
        return Vec::new();
    }
    let in_db = name.starts_with("crates/db/");
    let may_query = in_db || name.ends_with("/store.rs");
    on_lines(name, text, |line| {
        if line.trim_start().starts_with("//") {
            None
        } else if line.contains(CUST_WITH_VALUES) {
            Some(format!(
                "`{CUST_WITH_VALUES}` drops its values on SQLite; use the typed API or a whole statement"
            ))
        } else if !in_db && line.contains("sqlx::") {
            Some("only db names sqlx".to_owned())
        } else if !may_query && (line.contains("sea_orm::") || line.contains("sea_query::")) {
            Some("only db and store.rs files name sea_orm".to_owned())
        } else {
            None
        }
    })
}

/// Without this section the workspace's lints pass a crate by in silence.
fn lints(name: &str, text: &str) -> Option<String> {
    let mut section = text.lines().skip_while(|line| line.trim() != "[lints]").skip(1);
    let kept = section
        .next()
        .is_some_and(|line| line.replace(' ', "") == "workspace=true");
    (!kept).then(|| format!("{name}: has no `[lints] workspace = true`"))
}

/// What `look` says about each line, with the line's number.
pub fn on_lines(name: &str, text: &str, look: impl Fn(&str) -> Option<String>) -> Vec<String> {
    let numbered = text.lines().enumerate();
    numbered
        .filter_map(|(n, line)| look(line).map(|what| format!("{name}:{}: {what}", n + 1)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTHING: [String; 0] = [];

    #[test]
    fn a_file_opens_with_a_sentence() {
        assert_eq!(check("crates/case/src/lib.rs", "//! Cases.\nmod act;\n"), NOTHING);
        assert_eq!(
            check("crates/case/src/lib.rs", "mod act;\n"),
            ["crates/case/src/lib.rs:1: opens without a `//!` sentence"]
        );
    }

    #[test]
    fn a_file_has_at_most_400_lines_tests_apart() {
        let long = "//! Long.\n".repeat(401);
        assert_eq!(check("crates/case/src/lib.rs", &"//! Just.\n".repeat(400)), NOTHING);
        assert!(check("crates/case/src/lib.rs", &long)[0].contains("401 lines"));
        assert!(check("crates/case/src/history.rs", &long)[0].contains("401 lines"));
        for test in [
            "crates/case/src/intake/story.rs",
            "crates/case/rules/tests/table.rs",
            "crates/case/src/due_tests.rs",
        ] {
            assert_eq!(check(test, &long), NOTHING, "{test}");
        }
    }

    #[test]
    fn left_overs_are_found_as_words() {
        for mark in LEFT_OVER {
            assert_eq!(
                check("docs/a.md", &format!("one\n({mark}: later)\n")),
                [format!("docs/a.md:2: `{mark}` is left over")]
            );
            assert_eq!(check("docs/a.md", &format!("x{mark}x {mark}_list\n")), NOTHING);
        }
        for mark in TRACES {
            assert_eq!(check("web/src/a.js", &format!("{mark}1,2\n")).len(), 1, "{mark}");
            assert_eq!(check("web/src/a.js", &format!("a {mark}1,2\n")), NOTHING, "{mark}");
        }
    }

    #[test]
    fn the_database_is_named_in_its_rooms_only() {
        let queries = "//! Queries.\nuse sea_orm::Cond;\n";
        let driver = "//! Driver.\nuse sqlx::Row;\n";
        assert_eq!(check("crates/case/src/board/store.rs", queries), NOTHING);
        assert_eq!(check("crates/db/src/tx.rs", &format!("{queries}{driver}")), NOTHING);
        assert_eq!(
            check("crates/case/src/board/page.rs", "//! A page.\n// not sea_orm::Cond\n"),
            NOTHING
        );
        assert_eq!(
            check("crates/case/src/board/page.rs", queries),
            ["crates/case/src/board/page.rs:2: only db and store.rs files name sea_orm"]
        );
        assert_eq!(
            check("crates/case/src/board/store.rs", driver),
            ["crates/case/src/board/store.rs:2: only db names sqlx"]
        );
    }

    #[test]
    fn the_call_that_loses_values_is_banned_everywhere() {
        let text = format!("//! Queries.\nlet e = Expr::{CUST_WITH_VALUES}(\"$1\", [v]);\n");
        for name in ["crates/db/src/tx.rs", "crates/case/src/store.rs"] {
            assert!(check(name, &text)[0].contains("drops its values"), "{name}");
        }
    }

    #[test]
    fn a_manifest_takes_the_workspace_lints() {
        assert_eq!(
            check("crates/case/Cargo.toml", "[package]\n\n[lints]\nworkspace = true\n"),
            NOTHING
        );
        assert_eq!(
            check(
                "crates/case/Cargo.toml",
                "[package]\n[dependencies]\nworkspace = true\n"
            )
            .len(),
            1
        );
    }
}
