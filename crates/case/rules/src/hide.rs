//! Hiding: what must not stay is taken out of the entries that hold it, and a new entry says so (trap S08).

use std::str::FromStr;

use kernel::{Actor, AttachmentId, Moment, Refusal};

use crate::decide::Change;
use crate::facts::{Event, Fact};
use crate::words::Reason;

/// What is to be hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// The words of an entry: a report's, a comment's, a note's.
    Words(u32),
    /// The description of the place, in whichever entries it stands.
    Place,
    Photo(AttachmentId),
}

impl FromStr for Target {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let unknown = || "请选择要隐藏的内容。".to_owned();
        match text.split_once(':') {
            None if text == "place" => Ok(Self::Place),
            Some(("words", seq)) => seq.parse().map(Self::Words).map_err(|_| unknown()),
            Some(("photo", id)) => id.parse().map(Self::Photo).map_err(|_| unknown()),
            _ => Err(unknown()),
        }
    }
}

/// Begins what stands where something was hidden.
pub const MARK: &str = "【内容已隐藏】";

/// Stands where something was hidden: why, which post did it, when. Reporters read it too, so it names nobody.
#[must_use]
pub fn mark(reason: Reason, actor: &Actor, at: Moment) -> String {
    format!("{MARK}：理由 {}，{}，{}", reason.name(), actor.title, at.minute())
}

/// The entries that hold the target, as they read from now on.
#[must_use]
pub fn hidden(history: &[Event], target: Target, mark: &str) -> Vec<Event> {
    history
        .iter()
        .filter(|event| !matches!(target, Target::Words(seq) if seq != event.seq))
        .filter_map(|event| {
            let mut rest = event.clone();
            let replace = |text: &mut String| {
                if !text.trim().is_empty() {
                    mark.clone_into(text);
                }
            };
            for fact in &mut rest.facts {
                match (target, fact) {
                    (Target::Words(_), Fact::Words(words)) => replace(words),
                    (Target::Words(_), Fact::Suspension { notice, .. }) => replace(notice),
                    (Target::Place, Fact::Place(place)) => replace(&mut place.text),
                    _ => {}
                }
            }
            if matches!(target, Target::Words(_)) {
                replace(&mut rest.text);
            }
            (rest != *event).then_some(rest)
        })
        .collect()
}

impl Event {
    /// Whatever somebody wrote in it.
    pub fn written(&self) -> impl Iterator<Item = &str> {
        let facts = self.facts.iter().filter_map(|fact| match fact {
            Fact::Words(words) => Some(words.as_str()),
            Fact::Suspension { notice, .. } => Some(notice.as_str()),
            _ => None,
        });
        facts.chain([self.text.as_str()]).filter(|text| !text.trim().is_empty())
    }
}

impl Change {
    /// The same change after a history of which some entries read differently now.
    ///
    /// # Errors
    /// When that history does not fold.
    pub fn over(self, history: &[Event]) -> Result<Self, Refusal> {
        let all: Vec<Event> = history.iter().chain(&self.events).cloned().collect();
        let case = Self::of(self.case.id, None, all)?.case;
        Ok(Self { case, ..self })
    }
}
