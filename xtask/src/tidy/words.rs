//! Words this product must not know, in its tables, its addresses and its labels.
//!
//! 国办函〔2026〕12号 forbids such software to count check-ins, points, online time, installs and log-ins, or to
//! rank persons; the rest (movement, belief, descent, faces, opinions, watched persons) no service here needs.
use std::fs;
use std::path::Path;

use super::files::on_lines;
use crate::tools::{Outcome, read};

const ALLOW_FILE: &str = "xtask/tidy-allow.txt";

const CHINESE: [&str; 31] = [
    "签到",
    "打卡",
    "积分",
    "排名",
    "排行榜",
    "在线时长",
    "在线时间",
    "登录率",
    "登录次数",
    "安装率",
    "安装量",
    "下载量",
    "点赞",
    "轨迹",
    "电子围栏",
    "人脸",
    "刷脸",
    "民族",
    "族别",
    "宗教",
    "信仰",
    "涉教",
    "涉邪",
    "舆情",
    "稳控",
    "上访人员",
    "重点人员",
    "重点青少年",
    "刑满释放",
    "社区矫正",
    "黑名单",
];
/// Names as they stand in snake case; `check-in`, `checkIn` and `Check in` are found too.
const ENGLISH: [&str; 49] = [
    "check_in",
    "check_ins",
    "checkin",
    "checkins",
    "clock_in",
    "punch_in",
    "points",
    "ranking",
    "rankings",
    "leaderboard",
    "online_time",
    "online_duration",
    "online_minutes",
    "online_seconds",
    "screen_time",
    "login_rate",
    "login_count",
    "install_rate",
    "install_count",
    "likes",
    "like_count",
    "read_count",
    "track",
    "tracks",
    "trajectory",
    "trajectories",
    "mileage",
    "geofence",
    "face_recognition",
    "face_id",
    "face_image",
    "ethnic",
    "ethnicity",
    "religion",
    "religions",
    "religious",
    "belief",
    "beliefs",
    "opinion_monitoring",
    "sentiment",
    "watch_list",
    "watchlist",
    "blacklist",
    "black_list",
    "key_person",
    "key_persons",
    "special_group",
    "special_groups",
    "risk_person",
];

/// What a file is to this check.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// Names and labels both: tables, addresses, templates.
    Named,
    /// Labels only: a script speaks of points and tracks of lines on a map.
    Labels,
}

fn kind(name: &str) -> Option<Kind> {
    let address = name.starts_with("crates/routes/src/") && name.ends_with(".rs");
    if address || name.ends_with(".sql") || name.ends_with(".html") {
        Some(Kind::Named)
    } else if name.starts_with("web/src/") && (name.ends_with(".js") || name.ends_with(".mjs")) {
        Some(Kind::Labels)
    } else {
        None
    }
}

pub fn check(name: &str, text: &str, allowed: &mut Allowed) -> Vec<String> {
    let Some(kind) = kind(name) else {
        return Vec::new();
    };
    let words = CHINESE.into_iter().map(|word| (word, true));
    let words = words.chain(
        ENGLISH
            .into_iter()
            .filter(|_| kind == Kind::Named)
            .map(|word| (word, false)),
    );
    let mut findings = Vec::new();
    for (word, is_chinese) in words {
        let found = on_lines(name, text, |line| {
            let line = without_comment(name, line);
            let has = if is_chinese {
                line.contains(word)
            } else {
                has_name(line, word)
            };
            has.then(|| format!("`{word}` must not exist in this product (domain boundary)"))
        });
        if !found.is_empty() && !allowed.takes(name, word) {
            findings.extend(found);
        }
    }
    findings
}

/// A comment may say what is absent, and why.
fn without_comment<'a>(name: &str, line: &'a str) -> &'a str {
    let mark = if name.ends_with(".sql") { "--" } else { "//" };
    if !name.ends_with(".html") && line.trim_start().starts_with(mark) {
        ""
    } else {
        line
    }
}

/// Whether the name occurs, whole, in any spelling: `a_b`, `a-b`, `a b`, `aB`.
fn has_name(line: &str, name: &str) -> bool {
    let mut spelled = String::from("_");
    let mut before = ' ';
    // The coordinates of an SVG shape, which are no column.
    for c in line.replace(" points=\"", " ").chars() {
        if c.is_ascii_uppercase() && before.is_ascii_lowercase() {
            spelled.push('_');
        }
        match c {
            '-' | '_' | ' ' => spelled.push('_'),
            c if c.is_ascii_alphanumeric() => spelled.push(c.to_ascii_lowercase()),
            // Ends a name, so that `check (in_force)` is no check-in.
            _ => spelled.push_str("_|_"),
        }
        before = c;
    }
    spelled.push('_');
    spelled.contains(&format!("_{name}_"))
}

/// Exceptions, one a line: path, word, reason. An exception nobody needs any more is a finding too.
#[derive(Default)]
pub struct Allowed(Vec<Exception>);

struct Exception {
    path: String,
    word: String,
    used: bool,
}

impl Allowed {
    pub fn read(root: &Path) -> Outcome<Self> {
        let file = root.join(ALLOW_FILE);
        if fs::exists(&file).is_ok_and(|there| there) {
            Self::parse(&read(&file)?)
        } else {
            Ok(Self::default())
        }
    }

    fn parse(text: &str) -> Outcome<Self> {
        let mut exceptions = Vec::new();
        for line in text
            .lines()
            .filter(|line| !line.trim().is_empty() && !line.starts_with('#'))
        {
            let mut parts = line.split_whitespace();
            let (Some(path), Some(word), Some(_reason)) = (parts.next(), parts.next(), parts.next()) else {
                return Err(format!("{ALLOW_FILE}: `{line}` is not `path word reason`"));
            };
            exceptions.push(Exception {
                path: path.to_owned(),
                word: word.to_owned(),
                used: false,
            });
        }
        Ok(Self(exceptions))
    }

    fn takes(&mut self, path: &str, word: &str) -> bool {
        let found = self.0.iter_mut().find(|one| one.path == path && one.word == word);
        found.map(|one| one.used = true).is_some()
    }

    pub fn unused(&self) -> Vec<String> {
        let idle = self.0.iter().filter(|one| !one.used);
        idle.map(|one| format!("{ALLOW_FILE}: `{} {}` allows nothing any more", one.path, one.word))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIGRATION: &str = "crates/db/migrations/0001_first.sql";

    fn found(name: &str, text: &str) -> Vec<String> {
        check(name, text, &mut Allowed::default())
    }

    #[test]
    fn every_word_is_found_in_tables_addresses_and_templates() {
        for name in [
            MIGRATION,
            "crates/routes/src/table.rs",
            "crates/case/src/board/page.html",
        ] {
            for word in CHINESE {
                assert_eq!(found(name, &format!("<b>{word}</b>")).len(), 1, "{name} {word}");
            }
            for word in ENGLISH {
                assert_eq!(found(name, &format!("x\n  {word} bigint,\n")).len(), 1, "{name} {word}");
            }
        }
    }

    #[test]
    fn any_spelling_is_found_but_whole_names_only() {
        for line in [
            "staff_check_in_at",
            "/check-ins/{id}",
            "CheckIn",
            "Check in",
            "staff.checkIn",
        ] {
            assert!(has_name(line, "check_in") || has_name(line, "check_ins"), "{line}");
        }
        for line in ["check (in_force = 1)", "checking", "precheck_into", "check  in"] {
            assert!(!has_name(line, "check_in"), "{line}");
        }
        assert!(!has_name("<polyline points=\"0,0 1,1\">", "points"));
        assert!(!has_name("endpoints", "points") && !has_name("soundtrack tracking_no", "track"));
    }

    #[test]
    fn comments_may_say_what_is_absent() {
        assert!(found(MIGRATION, "-- no religion column\n").is_empty());
        assert_eq!(found(MIGRATION, "religion text, -- why\n").len(), 1);
    }

    #[test]
    fn scripts_are_read_for_labels_and_other_code_not_at_all() {
        assert!(found("web/src/map.js", "const points = [];\n").is_empty());
        assert_eq!(found("web/src/map.js", "label('签到')\n").len(), 1);
        assert!(
            found(
                "crates/sheets/src/import.rs",
                "const DROPPED: [&str; 1] = [\"民族\"];\n"
            )
            .is_empty()
        );
    }

    #[test]
    fn an_exception_needs_a_reason_and_a_use() {
        assert!(Allowed::parse("a.html 民族\n").is_err());
        let mut allowed = Allowed::parse("# why\na.html 民族 the name of a road\nb.html 积分 gone\n").unwrap();
        assert!(check("a.html", "民族路", &mut allowed).is_empty());
        assert_eq!(check("c.html", "民族路", &mut allowed).len(), 1);
        assert_eq!(
            allowed.unused(),
            ["xtask/tidy-allow.txt: `b.html 积分` allows nothing any more"]
        );
    }
}
