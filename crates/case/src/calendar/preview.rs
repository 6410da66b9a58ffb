//! What a change would do: the days that become different, and the open matters that would move. Nothing is stored.

use std::sync::Arc;

use kernel::CaseId;
use uuid::Uuid;
use web::calendar::{Calendar, DayKind, Timetable};
use web::{Fault, Site};

use super::proposal::{Proposal, day_words, differing};
use crate::office::office;
use crate::recount::plan::{Turn, page, told};

/// Matters listed one by one.
const LISTED: usize = 50;

/// A day, as it is and as it will be.
pub struct DayLine {
    pub day: String,
    pub was: String,
    pub is: String,
}

/// An open matter that would move. The reader may not see matters, so its number is all there is.
pub struct MoveLine {
    pub number: String,
    pub clocks: Vec<String>,
}

/// What a change would do.
pub struct Preview {
    pub days: Vec<DayLine>,
    pub seen: i64,
    pub moved: usize,
    pub moves: Vec<MoveLine>,
}

/// A day's kind and its name.
pub fn kind_words(calendar: &Calendar, date: jiff::civil::Date) -> String {
    let day = calendar.day(date);
    let kind = match (day.kind, day.closure.is_some()) {
        (DayKind::Workday | DayKind::Makeup, true) => "本单位上班",
        (_, true) => "本单位停止办公",
        (DayKind::Workday, _) => "工作日",
        (DayKind::Weekend, _) => "周末",
        (DayKind::Holiday, _) => "放假",
        (DayKind::Makeup, _) => "调休上班",
    };
    match day.name {
        Some(name) => format!("{kind}（{name}）"),
        None => kind.to_owned(),
    }
}

/// # Errors
/// The database's failure, or a calendar without working time.
pub async fn preview(site: &Site, proposal: &Proposal, was: &Calendar, is: &Calendar) -> Result<Preview, Fault> {
    let days = differing(was, is, proposal.years());
    let days = days.into_iter().map(|(date, _)| DayLine {
        day: day_words(date),
        was: kind_words(was, date),
        is: kind_words(is, date),
    });
    let now = site.setup().timetable.clone();
    let mut office = office(site).await?;
    office.timetable = Arc::new(Timetable::new(is.clone(), now.hours().clone()));
    let turn = Turn {
        was: now,
        office,
        basis: proposal.basis(),
        now: site.now(),
    };
    let mut preview = Preview {
        days: days.collect(),
        seen: 0,
        moved: 0,
        moves: Vec::new(),
    };
    let mut after = Uuid::nil();
    loop {
        let next = page(&site.db, site.street, after, &turn).await?;
        preview.seen += next.seen;
        preview.moved += next.moves.len();
        let room = LISTED.saturating_sub(preview.moves.len());
        preview.moves.extend(next.moves.iter().take(room).map(|step| MoveLine {
            number: step.before.number.clone(),
            clocks: told(&step.before, &step.change.case().clocks),
        }));
        match next.last {
            Some(CaseId(last)) => after = last,
            None => return Ok(preview),
        }
    }
}
