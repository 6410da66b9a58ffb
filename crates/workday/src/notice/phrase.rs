//! The few phrases notices are made of: dates, lists and ranges of dates, and what is said of them.

use jiff::civil::Weekday;

/// A date as written: the year and the month may be left to what came before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Dated {
    pub(super) year: Option<i16>,
    pub(super) month: Option<i8>,
    pub(super) day: i8,
    pub(super) weekday: Option<Weekday>,
}

type Items = Vec<(Dated, Option<Dated>)>;

/// What a clause says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Clause {
    /// 放假, 补休.
    Off(Items),
    /// 上班.
    Work(Items),
    /// What the days are anyway: 照常公休, 为法定节假日.
    Rest(Items),
    /// Rest days moved: the first are worked, the second off.
    Moved(Items, Items),
    /// 共3天, or the 1天 of 放假1天.
    Total(usize),
    /// 不调休, 与周末连休.
    Nothing,
}

/// A reader of one clause.
pub(super) struct Phrase<'a>(&'a str);

impl<'a> Phrase<'a> {
    /// The clauses of a sentence; `None` for each that is not understood.
    pub(super) fn clauses(sentence: &str) -> Vec<Option<Clause>> {
        let mut clauses = Vec::new();
        for part in split(sentence) {
            let Some((clause, total)) = Phrase(part).clause() else {
                clauses.push(None);
                continue;
            };
            clauses.push(Some(clause));
            clauses.extend(total.map(|total| Some(Clause::Total(total))));
        }
        clauses
    }

    /// A text that is one date and nothing else.
    pub(super) fn only_date(text: &'a str) -> Option<Dated> {
        let mut phrase = Self(text);
        let date = phrase.date()?;
        phrase.0.is_empty().then_some(date)
    }

    fn eat(&mut self, word: &str) -> bool {
        match self.0.strip_prefix(word) {
            Some(rest) => {
                self.0 = rest;
                true
            }
            None => false,
        }
    }

    fn eat_any(&mut self, words: &[&str]) -> bool {
        words.iter().any(|word| self.eat(word))
    }

    /// A number followed by `unit`; nothing is eaten otherwise.
    fn number<T: std::str::FromStr>(&mut self, unit: char) -> Option<T> {
        let rest = self.0.trim_start_matches(|c: char| c.is_ascii_digit());
        let number = self.0[..self.0.len() - rest.len()].parse().ok()?;
        self.0 = rest.strip_prefix(unit)?;
        Some(number)
    }

    /// The weekday in a bracket that follows, if there is one.
    fn note(&mut self) -> Option<Weekday> {
        let inside = self.0.strip_prefix('(')?;
        let end = inside.find(')')?;
        self.0 = &inside[end + 1..];
        let note = &inside[..end];
        let at = note.find("星期").map(|at| at + "星期".len());
        let at = at.or_else(|| note.find('周').map(|at| at + '周'.len_utf8()))?;
        let day = "一二三四五六日天".chars().position(|c| note[at..].starts_with(c))?;
        Weekday::from_monday_zero_offset(day.min(6) as i8).ok()
    }

    fn date(&mut self) -> Option<Dated> {
        let (year, month) = (self.number('年'), self.number('月'));
        let day = self.number('日')?;
        let weekday = self.note();
        Some(Dated {
            year,
            month,
            day,
            weekday,
        })
    }

    /// `1月1日至3日、5日`: as many as there are.
    fn items(&mut self) -> Option<Items> {
        let mut items = Vec::new();
        loop {
            let from = self.date()?;
            let mut to = None;
            if self.eat("至") {
                while self.eat("至") {}
                to = Some(self.date()?);
            }
            items.push((from, to));
            let before = self.0;
            if !self.eat_any(&["、", "和", "及"]) {
                return Some(items);
            }
            if !self.0.starts_with(|c: char| c.is_ascii_digit()) {
                self.0 = before;
                return Some(items);
            }
        }
    }

    /// The clause, and the total that is part of it.
    fn clause(mut self) -> Option<(Clause, Option<usize>)> {
        while self.eat_any(&["其中", "将", "即", "分别", ":"]) {}
        if self.0.is_empty() || ["不调休", "与周末连休", "含周末"].contains(&self.0) {
            return Some((Clause::Nothing, None));
        }
        if self.eat("共") {
            let total = self.number('天')?;
            return self.0.is_empty().then_some((Clause::Total(total), None));
        }
        let items = self.items()?;
        let mut total = None;
        let clause = if self.eat("放假") {
            let _ = self.eat_any(&["调休", "公休"]);
            let _ = self.eat("共");
            total = self.number('天');
            Clause::Off(items)
        } else if self.eat("补休") {
            Clause::Off(items)
        } else if self.eat_any(&["上班", "正常上班", "照常上班", "补班"]) {
            Clause::Work(items)
        } else if ["为法定节假日", "为法定假日", "为公休日", "照常公休", "公休"].contains(&self.0)
        {
            self.0 = "";
            Clause::Rest(items)
        } else {
            self.moved(items)?
        };
        self.0.is_empty().then_some((clause, total))
    }

    /// `…两个公休日分别调至…`.
    fn moved(&mut self, items: Items) -> Option<Clause> {
        let _ = self.eat_any(&["两个", "三个", "四个"]);
        let _ = self.eat("公休日");
        let _ = self.eat("分别");
        self.eat("调至")
            .then(|| self.items())
            .flatten()
            .map(|to| Clause::Moved(items, to))
    }
}

/// The parts between commas and semicolons outside brackets.
fn split(sentence: &str) -> Vec<&str> {
    let mut inside = false;
    sentence
        .split(|c: char| {
            match c {
                '(' => inside = true,
                ')' => inside = false,
                _ => {}
            }
            !inside && matches!(c, ',' | ';')
        })
        .collect()
}
