//! Whether a leave may stand: its days, its deputy, and the desks it would leave with nobody. No clock, no SQL.

use jiff::civil::Date;
use kernel::{AbsenceId, AccountId, Issues, Moment, Refusal, Role};

/// Nobody plans further; a longer one is a slip of the finger in the year.
const MOST_DAYS: i32 = 366;

/// Whole civil days: from the midnight that begins the first to the midnight that ends the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    pub from: Moment,
    pub to: Moment,
}

impl Days {
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.from < other.to && other.from < self.to
    }

    #[must_use]
    pub fn holds(self, at: Moment) -> bool {
        self.from <= at && at < self.to
    }

    #[must_use]
    pub fn first(self) -> Date {
        self.from.civil().date()
    }

    #[must_use]
    pub fn last(self) -> Date {
        self.to.plus_seconds(-1).civil().date()
    }

    /// `2026-03-02 至 2026-03-06`, as people say it.
    #[must_use]
    pub fn words(self) -> String {
        if self.first() == self.last() {
            return self.first().to_string();
        }
        format!("{} 至 {}", self.first(), self.last())
    }
}

/// Reads the first and the last day; a last day left empty is the first.
///
/// # Errors
/// What is wrong with either, for the person who typed it.
pub fn parse_days(first: &str, last: &str, today: Date) -> Result<Days, Issues> {
    let mut issues = Issues::default();
    let day = |text: &str| text.parse::<Date>().ok();
    let from = day(first);
    match from {
        None => issues.add("from", "access.absence.from", "请选择从哪一天起请假。"),
        Some(from) if from < today => issues.add(
            "from",
            "access.absence.past",
            "请假从今天或以后的日子起，以前的不用补登记。",
        ),
        Some(_) => {}
    }
    let to = if last.is_empty() { from } else { day(last) };
    match (from, to) {
        (_, None) if !last.is_empty() => issues.add("to", "access.absence.to", "请选择请假到哪一天，当天也算在内。"),
        (Some(from), Some(to)) if to < from => {
            issues.add("to", "access.absence.order", "最后一天在第一天之前，请检查。");
        }
        (Some(from), Some(to)) if from.until(to).is_ok_and(|span| span.get_days() >= MOST_DAYS) => {
            issues.add("to", "access.absence.long", "请假超过一年，请检查年份。");
        }
        _ => {}
    }
    match (from, to.and_then(|to| to.tomorrow().ok())) {
        (Some(from), Some(after)) if issues.0.is_empty() => {
            let midnight = |date: Date| Moment::from_civil(date.at(0, 0, 0, 0));
            Ok(Days {
                from: midnight(from),
                to: midnight(after),
            })
        }
        _ => Err(issues),
    }
}

/// A leave that is not over, or one that is wished for.
#[derive(Clone, Debug)]
pub struct Absence {
    pub id: AbsenceId,
    pub account: AccountId,
    pub name: String,
    pub days: Days,
    pub deputy: Option<(AccountId, String)>,
}

impl Absence {
    /// Whether this person is the one who stands in.
    #[must_use]
    pub fn is_deputy(&self, account: AccountId) -> bool {
        self.deputy.as_ref().is_some_and(|(deputy, _)| *deputy == account)
    }
}

/// The three administrators stand in for nobody and nobody stands in for them, except one of the same role.
#[must_use]
pub fn suits(absent: &[Role], deputy: &[Role]) -> bool {
    let mut all = absent.iter().chain(deputy);
    if !all.clone().any(|role| role.is_administrator()) {
        return true;
    }
    let first = all.next();
    !absent.is_empty() && !deputy.is_empty() && all.all(|role| Some(role) == first)
}

/// What is known of those concerned.
pub struct Known<'a> {
    /// Every leave that is not over.
    pub absences: &'a [Absence],
    pub roles: &'a [Role],
    pub deputy_roles: &'a [Role],
    /// Desks where nobody else sits on these days and that must not be left: name and number of open matters.
    pub bare: &'a [(String, i64)],
}

/// Decides a leave. Nobody is away while standing in for somebody, so there are no circles and no second hands.
///
/// # Errors
/// A refusal that says whose days are in the way and what to do.
pub fn decide(wish: &Absence, known: &Known<'_>) -> Result<(), Refusal> {
    let refuse = |code, text: String| Err(Refusal::new(code, text));
    let at_once = || known.absences.iter().filter(|other| other.days.overlaps(wish.days));
    if let Some(own) = at_once().find(|other| other.account == wish.account) {
        let text = format!(
            "{} 在 {} 已登记过请假，时间有重叠。请先销假，或改日期。",
            own.name,
            own.days.words()
        );
        return refuse("access.absence.overlap", text);
    }
    if let Some(other) = at_once().find(|other| other.is_deputy(wish.account)) {
        let text = format!(
            "{} 在 {} 代理 {} 的岗位，不能同时请假。请先给 {} 另定代理人，或改日期。",
            wish.name,
            other.days.words(),
            other.name,
            other.name
        );
        return refuse("access.absence.stands_in", text);
    }
    let Some((deputy, name)) = &wish.deputy else {
        return match known.bare.iter().max_by_key(|(_, number)| *number) {
            None => Ok(()),
            Some((desk, 0)) => refuse(
                "access.absence.bare",
                format!("{desk}那几天没有其他人在岗，到时手里的事项会没有人办。请选一位代理人。"),
            ),
            Some((desk, number)) => refuse(
                "access.absence.open_work",
                format!("{desk}还有 {number} 件未办事项，这几天没有其他人在岗。请选一位代理人。"),
            ),
        };
    };
    if *deputy == wish.account {
        return refuse("access.absence.self", "代理人不能是请假的本人，请另选一位。".into());
    }
    if let Some(away) = at_once().find(|other| other.account == *deputy) {
        let text = format!(
            "{name} 在 {} 也请假，不能代理。请另选一位，或改日期。",
            away.days.words()
        );
        return refuse("access.absence.deputy_away", text);
    }
    if !suits(known.roles, known.deputy_roles) {
        let text = "三员（系统、安全、审计）只能由同一角色的另一人代理，也不代理别的岗位。请另选一位。";
        return refuse("access.absence.administrators", text.into());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use uuid::Uuid;

    const TODAY: Date = date(2026, 3, 1);

    fn days(first: &str, last: &str) -> Days {
        parse_days(first, last, TODAY).expect("days")
    }

    fn absence(who: u128, first: &str, last: &str, deputy: Option<u128>) -> Absence {
        let account = |number| AccountId(Uuid::from_u128(number));
        Absence {
            id: AbsenceId(Uuid::from_u128(who)),
            account: account(who),
            name: format!("{who} 号"),
            days: days(first, last),
            deputy: deputy.map(|number| (account(number), format!("{number} 号"))),
        }
    }

    #[test]
    fn days_are_civil_and_inclusive() {
        let week = days("2026-03-02", "2026-03-06");
        let minute = |day, hour, minute| Moment::from_civil(date(2026, 3, day).at(hour, minute, 0, 0));
        for (at, away) in [
            (minute(1, 23, 59), false),
            (minute(2, 0, 0), true),
            (minute(6, 23, 59), true),
            (minute(7, 0, 0), false),
        ] {
            assert_eq!(week.holds(at), away, "{at}");
        }
        assert_eq!(week.words(), "2026-03-02 至 2026-03-06");
        assert_eq!(days("2026-03-02", "").words(), "2026-03-02");
    }

    #[test]
    fn what_cannot_be_meant_is_said() {
        for (first, last, field, code) in [
            ("", "2026-03-06", "from", "access.absence.from"),
            ("昨天", "", "from", "access.absence.from"),
            ("2026-02-28", "2026-03-06", "from", "access.absence.past"),
            ("2026-03-02", "三月六日", "to", "access.absence.to"),
            ("2026-03-06", "2026-03-02", "to", "access.absence.order"),
            ("2026-03-02", "2062-03-06", "to", "access.absence.long"),
        ] {
            let issues = parse_days(first, last, TODAY).expect_err(first);
            assert_eq!((issues.0[0].field, issues.0[0].code), (field, code), "{first} {last}");
            assert_eq!(issues.0.len(), 1, "{first} {last}");
        }
    }

    #[test]
    fn leaves_that_meet_and_leaves_that_do_not() {
        // 1 is away from the 2nd to the 6th, 2 stands in.
        let known = [absence(1, "2026-03-02", "2026-03-06", Some(2))];
        for (who, first, last, deputy, answer) in [
            (1, "2026-03-06", "2026-03-09", None, Some("access.absence.overlap")),
            (1, "2026-03-01", "2026-03-02", Some(3), Some("access.absence.overlap")),
            (1, "2026-03-07", "2026-03-09", None, None),
            (2, "2026-03-05", "2026-03-05", None, Some("access.absence.stands_in")),
            (2, "2026-03-05", "2026-03-05", Some(1), Some("access.absence.stands_in")),
            (2, "2026-03-07", "2026-03-07", Some(1), None),
            (
                3,
                "2026-03-06",
                "2026-03-10",
                Some(1),
                Some("access.absence.deputy_away"),
            ),
            (3, "2026-03-07", "2026-03-10", Some(1), None),
            (3, "2026-03-02", "2026-03-06", Some(3), Some("access.absence.self")),
            (3, "2026-03-02", "2026-03-06", Some(2), None),
        ] {
            let wish = absence(who, first, last, deputy);
            let known = Known {
                absences: &known,
                roles: &[Role::GridWorker],
                deputy_roles: &[Role::GridHead],
                bare: &[],
            };
            let refused = decide(&wish, &known).err().map(|refusal| refusal.code);
            assert_eq!(refused, answer, "{who} {first} {last} {deputy:?}");
        }
    }

    #[test]
    fn a_bare_desk_needs_a_deputy() {
        for (number, code, words) in [
            (3, "access.absence.open_work", "市政管理办公室还有 3 件"),
            (0, "access.absence.bare", "市政管理办公室那几天没有其他人"),
        ] {
            let bare = [("市政管理办公室".to_owned(), number)];
            let known = Known {
                absences: &[],
                roles: &[Role::UnitClerk],
                deputy_roles: &[],
                bare: &bare,
            };
            let refused = decide(&absence(1, "2026-03-02", "", None), &known).expect_err("nobody there");
            assert_eq!(refused.code, code);
            assert!(refused.text.contains(words), "{}", refused.text);
            assert_eq!(decide(&absence(1, "2026-03-02", "", Some(2)), &known), Ok(()));
        }
    }

    #[test]
    fn administrators_stand_in_only_for_their_own() {
        use Role::{Auditor, GridWorker, SecurityAdministrator as Security, UnitClerk};
        for (absent, deputy, fits) in [
            (&[GridWorker][..], &[UnitClerk][..], true),
            (&[GridWorker], &[], true),
            (&[], &[GridWorker], true),
            (&[Security], &[Security], true),
            (&[Security], &[Auditor], false),
            (&[Security], &[GridWorker], false),
            (&[Security], &[], false),
            (&[GridWorker], &[Security], false),
            (&[], &[Auditor], false),
        ] {
            assert_eq!(suits(absent, deputy), fits, "{absent:?} {deputy:?}");
        }
    }
}
