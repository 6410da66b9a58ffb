//! Which items a sentence may mean, and the words that say so.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Catalogue, Item};
use crate::text::{clean_text, length};

/// An item that a sentence may mean, and the words that say so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Suggestion {
    pub code: String,
    pub because: Vec<String>,
}

/// A word at its place in the sentence, and whether it only says where.
type Found = BTreeMap<(usize, String), bool>;

impl Item {
    /// What of a sentence speaks for this item.
    fn found_in(&self, sentence: &str) -> Found {
        let mut found = Found::new();
        let mut look = |words: &str, only_where: bool| {
            let parts: Option<Vec<_>> = words
                .to_lowercase()
                .split('+')
                .map(|part| Some((sentence.find(part)?, part.to_owned())))
                .collect();
            for part in parts.unwrap_or_default() {
                found
                    .entry(part)
                    .and_modify(|known| *known &= only_where)
                    .or_insert(only_where);
            }
        };
        // The item's own name, without what its brackets add, is a word too.
        let name = self.name.split('（').next().unwrap_or_default();
        look(name, self.places.iter().any(|place| place == name));
        self.words.iter().for_each(|words| look(words, false));
        self.places.iter().for_each(|words| look(words, true));
        found
    }
}

impl Catalogue {
    /// Items whose words occur in a sentence: most matched characters of words that say what, then of words that say
    /// where, then the more frequent item, then by code. Nothing is learnt and nothing is hidden: `because` is the reason.
    #[must_use]
    pub fn suggest(&self, sentence: &str) -> Vec<Suggestion> {
        let sentence = clean_text(sentence).to_lowercase();
        let mut ranked: Vec<_> = self
            .items()
            .iter()
            .filter_map(|item| {
                let found = item.found_in(&sentence);
                // A word inside a longer matched word says nothing new.
                let said: Vec<(&str, bool)> = found
                    .iter()
                    .filter(|((_, word), _)| {
                        !found
                            .keys()
                            .any(|(_, other)| other != word && other.contains(word.as_str()))
                    })
                    .map(|((_, word), only_where)| (word.as_str(), *only_where))
                    .collect();
                let score = |wanted: bool| -> usize {
                    said.iter()
                        .filter(|(_, only_where)| *only_where == wanted)
                        .map(|(word, _)| length(word))
                        .sum()
                };
                let because: Vec<String> = said.iter().map(|(word, _)| (*word).to_owned()).collect();
                (!because.is_empty()).then(|| ((score(false), score(true), item.weight), &item.code, because))
            })
            .collect();
        ranked.sort_by(|a, b| (b.0, a.1).cmp(&(a.0, b.1)));
        ranked
            .into_iter()
            .map(|(_, code, because)| Suggestion {
                code: code.clone(),
                because,
            })
            .collect()
    }
}
