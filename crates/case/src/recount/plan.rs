//! What another calendar does to a page of open matters: nothing is stored here.

use std::collections::BTreeMap;
use std::sync::Arc;

use case_rules::{
    Action, Case, Change, Clock, ClockKind, ClockState, Event, Office, Wish, With, decide, recounted, recounted_alone,
};
use db::Sql;
use kernel::{Actor, CaseId, Moment, Street};
use uuid::Uuid;
use web::Fault;
use web::calendar::{Basis, Timetable, amount_in_words};

use super::store::list_open;
use crate::store::list_events;
use crate::view::due_text;

/// Matters looked at together.
pub const PAGE: i64 = 2_000;

/// The calendar until the change, and the office with the one from now on.
#[derive(Clone)]
pub struct Turn {
    pub was: Arc<Timetable>,
    pub office: Office,
    /// What the change rests on, for the entry.
    pub basis: String,
    pub now: Moment,
}

/// A matter before and after.
pub struct Move {
    pub before: Case,
    pub change: Change,
}

/// Some open matters, and those of them that move.
pub struct Page {
    pub seen: i64,
    pub last: Option<CaseId>,
    pub moves: Vec<Move>,
}

impl Turn {
    /// The clocks of a matter as they would stand, where that can be told without its history.
    fn alone(&self, case: &Case) -> Option<BTreeMap<ClockKind, Clock>> {
        let is = &*self.office.timetable;
        let open = case.clocks.iter().filter(|(_, clock)| !clock.is_stopped());
        open.map(|(kind, clock)| {
            let clock = recounted_alone(*kind, clock, (&self.was, is)).ok()??;
            Some((*kind, clock))
        })
        .collect()
    }

    /// The change that the matter goes through; none when nothing of it moves.
    #[must_use]
    pub fn follow(&self, case: &Case, clocks: BTreeMap<ClockKind, Clock>) -> Option<Change> {
        if clocks.iter().all(|(kind, clock)| case.clock(*kind) == Some(clock)) {
            return None;
        }
        let wish = Wish::new(Action::Recount)
            .saying(format!("{}：{}。", self.basis, told(case, &clocks).join("；")))
            .with(With::Clocks(clocks));
        // A state that knows no counting anew has no clock to move.
        decide(case, &Actor::system(), self.now, &wish, &self.office).ok()
    }

    /// What becomes of matters whose histories are given where they were asked for.
    fn moves(&self, cases: Vec<Case>) -> (Vec<Move>, Vec<Case>) {
        let (mut moves, mut asked) = (Vec::new(), Vec::new());
        for before in cases {
            match self.alone(&before) {
                Some(clocks) => {
                    if let Some(change) = self.follow(&before, clocks) {
                        moves.push(Move { before, change });
                    }
                }
                None => asked.push(before),
            }
        }
        (moves, asked)
    }
}

/// The next open matters by their ids, and what becomes of them.
///
/// # Errors
/// The database's failure, or a calendar without working time.
pub async fn page(db: &impl Sql, street: Street, after: Uuid, turn: &Turn) -> Result<Page, Fault> {
    let bodies = list_open(db, street, after, PAGE).await?;
    let own = turn.clone();
    let read = tokio::task::spawn_blocking(move || -> Result<_, db::Error> {
        let cases = bodies.iter().map(|body| crate::store::parse::<Case>(body));
        let cases = cases.collect::<Result<Vec<_>, _>>()?;
        let (seen, last) = (cases.len(), cases.last().map(|case| case.id));
        Ok((seen, last, own.moves(cases)))
    });
    let (seen, last, (mut moves, asked)) = read.await.map_err(|error| db::Error::Content(error.to_string()))??;
    for before in asked {
        let events: Vec<Event> = list_events(db, street, before.id).await?;
        let clocks = recounted(&events, &turn.office.timetable).map_err(Fault::Refused)?;
        if let Some(change) = turn.follow(&before, clocks) {
            moves.push(Move { before, change });
        }
    }
    Ok(Page {
        seen: i64::try_from(seen).unwrap_or(i64::MAX),
        last,
        moves,
    })
}

/// Every clock that moves, in words: from when to when.
#[must_use]
pub fn told(case: &Case, clocks: &BTreeMap<ClockKind, Clock>) -> Vec<String> {
    let moved = clocks
        .iter()
        .filter_map(|(kind, clock)| Some((kind, case.clock(*kind)?, clock)))
        .filter(|(_, was, is)| was != is);
    moved
        .map(|(kind, was, is)| {
            let (from, to) = from_to(was, is);
            let name = kind.name();
            match (from == to, due_text(was.due_at), due_text(is.due_at)) {
                // What it has left is as before; the due time it stood with is another.
                (true, old, new) if old != new => format!("{name} {to}不变，原定到期 {old} → {new}"),
                (true, ..) => format!("{name} {to}"),
                (false, ..) => format!("{name} {from} → {to}"),
            }
        })
        .collect()
}

/// A clock before and after, as people say it: its due time, or what it has left while it stands.
#[must_use]
pub fn from_to(was: &Clock, is: &Clock) -> (String, String) {
    let basis: Basis = is.pace.basis();
    let words = |clock: &Clock| match clock.state {
        ClockState::Paused { remaining, .. } if remaining >= 0 => format!("还剩{}", amount_in_words(remaining, basis)),
        ClockState::Paused { remaining, .. } => format!("已超{}", amount_in_words(-remaining, basis)),
        _ if clock.provisional => format!("{}（暂定）", due_text(clock.due_at)),
        _ => due_text(clock.due_at),
    };
    (words(was), words(is))
}
