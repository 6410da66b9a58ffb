//! Hiding something that must not stay: found before the step is decided, taken out of every table after it.

use std::str::FromStr;

use case_rules::{Action, Case, Event, Fact, MARK, Reason, Target, With, hidden, mark};
use db::{Tx, body_digest};
use kernel::{Actor, AttachmentId, CaseId, Issues, Moment, Street};
use web::{Fault, Written};

use super::act::StepInput;
use super::forms::Choice;
use crate::store::{PhotoRow, list_events, list_photos, remove_photo, reword_entry, reword_notices, write};

/// What a step of hiding finds and leaves.
pub struct Hiding {
    /// The history as it reads from now on.
    pub history: Vec<Event>,
    /// The entries of it that read differently, with their new bodies and the words that were there.
    reworded: Vec<(Event, String, Vec<String>)>,
    photo: Option<AttachmentId>,
    mark: String,
}

/// Looks up what is to be hidden.
///
/// # Errors
/// An issue when nothing is named that could be hidden.
pub async fn find(
    tx: &Tx,
    street: Street,
    case: CaseId,
    actor: &Actor,
    input: &StepInput,
    now: Moment,
) -> Written<Hiding> {
    let missing = |text: String| {
        let mut issues = Issues::default();
        issues.add("hide", "case.hide.target_missing", text);
        Fault::from(issues)
    };
    let target = Target::from_str(&input.hide).map_err(missing)?;
    let photo = match target {
        Target::Photo(id) => {
            let known = list_photos(tx, street, case).await?.iter().any(|photo| photo.id == id);
            Some(id).filter(|_| known)
        }
        _ => None,
    };
    let reason: Reason = input.reason.parse().unwrap_or(Reason::Other);
    let mark = mark(reason, actor, now);
    let mut history = list_events(tx, street, case).await?;
    let mut reworded = Vec::new();
    for event in hidden(&history, target, &mark) {
        if let Some(old) = history.iter_mut().find(|old| old.seq == event.seq) {
            let words = old.written().map(str::to_owned).collect();
            *old = event.clone();
            let body = write(&event)?;
            reworded.push((event, body, words));
        }
    }
    Ok(Hiding {
        history,
        reworded,
        photo,
        mark,
    })
}

impl Hiding {
    /// What the rules must know of it.
    #[must_use]
    pub fn with(&self) -> With {
        let entries = self.reworded.iter().map(|(event, body, _)| {
            let digest = body_digest(body).iter().map(|byte| format!("{byte:02x}")).collect();
            (event.seq, digest)
        });
        With::Hidden {
            entries: entries.collect(),
            photo: self.photo,
        }
    }

    /// Rewrites the entries, and takes the words out of notices and the picture out of its table.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn store(self, tx: &Tx, street: Street, case: CaseId) -> Written<()> {
        for (event, body, words) in self.reworded {
            reword_entry(tx, street, case, event.seq, body).await?;
            for words in words {
                reword_notices(tx, street, case, event.at, &words, &self.mark).await?;
            }
        }
        if let Some(photo) = self.photo {
            remove_photo(tx, street, case, photo).await?;
        }
        Ok(())
    }
}

/// What of a matter can be hidden, for the form.
#[must_use]
pub fn choices(case: &Case, events: &[Event], photos: &[PhotoRow], chosen: &str) -> Vec<Choice> {
    let mut choices = Vec::new();
    let mut offer = |value: String, label: String| {
        choices.push(Choice {
            chosen: value == chosen,
            value,
            label,
        });
    };
    for event in events {
        let Some(words) = event.written().find(|text| !text.starts_with(MARK)) else {
            continue;
        };
        let start: String = words.chars().take(16).collect();
        offer(
            format!("words:{}", event.seq),
            format!("{} {}：{start}", event.at.minute(), event.action.name()),
        );
    }
    if !case.place.text.is_empty() && !case.place.text.starts_with(MARK) {
        offer("place".into(), format!("地点说明：{}", case.place.text));
    }
    for (index, photo) in photos.iter().enumerate() {
        let label = format!("第 {} 张照片（{}）", index + 1, crate::view::stage_name(&photo.stage));
        offer(format!("photo:{}", photo.id), label);
    }
    choices
}

/// What stands in the place of pictures that were hidden.
#[must_use]
pub fn hidden_photos(events: &[Event]) -> Vec<String> {
    events
        .iter()
        .filter(|event| {
            event.action == Action::Hide && event.facts.iter().any(|fact| matches!(fact, Fact::PhotoHidden(_)))
        })
        .map(|event| mark(event.reason.unwrap_or(Reason::Other), &event.actor, event.at))
        .collect()
}
