//! Reads the rows of a table as cases.

use std::collections::HashMap;

use jiff::civil::DateTime;

use super::{CaseRow, FIELDS, Issue, IssueKind, MAX_WORDS, RowProblem};
use crate::cell::Damage;
use crate::dates::{self, DateProblem};
use crate::mapping::{Mapping, MappingError};
use crate::sheet::{Row, Sheet};

/// Reads every row of the table; `now` is the moment of the import on the wall clock.
pub fn rows(sheet: &Sheet, mapping: &Mapping, now: DateTime) -> Result<Vec<Result<CaseRow, RowProblem>>, MappingError> {
    mapping.check(&sheet.headers, &FIELDS)?;
    let mut columns = HashMap::new();
    for field in &FIELDS {
        let headers = mapping.columns.get(field.field).map_or(&[][..], Vec::as_slice);
        let places: Vec<usize> = headers.iter().filter_map(|header| sheet.column(header)).collect();
        columns.insert(field.field, places);
    }
    let mut seen: HashMap<String, u32> = HashMap::new();
    let read = |row| {
        Reader {
            sheet,
            mapping,
            columns: &columns,
            row,
            issues: Vec::new(),
        }
        .case(now, &mut seen)
    };
    Ok(sheet.rows.iter().map(read).collect())
}

struct Reader<'a> {
    sheet: &'a Sheet,
    mapping: &'a Mapping,
    columns: &'a HashMap<&'static str, Vec<usize>>,
    row: &'a Row,
    issues: Vec<Issue>,
}

impl<'a> Reader<'a> {
    fn case(mut self, now: DateTime, seen: &mut HashMap<String, u32>) -> Result<CaseRow, RowProblem> {
        let source_key = self.key(seen);
        let reported_at = self.time("reported_at", Some(now));
        if reported_at.is_none() && !self.has_issue("reported_at") {
            self.report("reported_at", IssueKind::Missing, "");
        }
        let words = self.text("words", "\n");
        match codes::text::length(&words) {
            0 if !self.has_issue("words") => self.report("words", IssueKind::Missing, ""),
            n if n > MAX_WORDS => self.report("words", IssueKind::TooLong, &n.to_string()),
            _ => {}
        }
        let point = self.point();
        let closed_at = self.time("closed_at", Some(now));
        let due_at = self.time("due_at", None);
        if let (Some(reported), Some(closed)) = (reported_at, closed_at)
            && closed < reported
        {
            self.report("closed_at", IssueKind::ClosedBeforeReported, &closed.to_string());
        }
        let place_text = self.text("place_text", " ").replace('\n', " ");
        let some = |text: String| (!text.is_empty()).then_some(text);
        let category_hint = some(self.text("category_hint", "/"));
        let reporter = some(self.text("reporter", " "));
        let resolution = some(self.text("resolution", "\n"));
        match reported_at {
            Some(reported_at) if self.issues.is_empty() => Ok(CaseRow {
                row: self.row.number,
                source_key,
                reported_at,
                words,
                place_text,
                point,
                category_hint,
                reporter,
                closed_at,
                due_at,
                resolution,
            }),
            _ => Err(RowProblem {
                row: self.row.number,
                source_key: some(source_key),
                issues: self.issues,
            }),
        }
    }

    fn key(&mut self, seen: &mut HashMap<String, u32>) -> String {
        let key = self.text("source_key", "-");
        if key.is_empty() {
            if !self.has_issue("source_key") {
                self.report("source_key", IssueKind::Missing, "");
            }
        } else if let Some(first) = seen.get(&key) {
            let value = format!("{key}，见第 {first} 行");
            self.report("source_key", IssueKind::Duplicate, &value);
        } else {
            seen.insert(key.clone(), self.row.number);
        }
        key
    }

    /// The cleaned text of a field: its columns joined, equal parts once; the constant where all are empty.
    fn text(&mut self, field: &'static str, glue: &str) -> String {
        let mut parts: Vec<String> = Vec::new();
        for &at in self.places(field) {
            let row = self.row;
            let cell = &row.cells[at];
            let kind = match cell.damage {
                Some(Damage::FormulaError) => Some(IssueKind::FormulaError),
                // A long number in free text is what the person wrote.
                Some(Damage::LostDigits) if field == "source_key" || cell.number.is_some() => {
                    Some(IssueKind::LostDigits)
                }
                _ => None,
            };
            if let Some(kind) = kind {
                self.report_at(at, kind, &cell.text);
                continue;
            }
            let part = codes::text::clean_text(&cell.text);
            if !part.is_empty() && !parts.iter().any(|p| *p == part) {
                parts.push(part.into_owned());
            }
        }
        if parts.is_empty()
            && let Some(constant) = self.mapping.constants.get(field)
        {
            return constant.clone();
        }
        parts.join(glue)
    }

    /// A moment that is not after `latest`; nothing where the cell is empty or wrong.
    fn time(&mut self, field: &'static str, latest: Option<DateTime>) -> Option<DateTime> {
        let at = self
            .places(field)
            .iter()
            .copied()
            .find(|&at| !self.row.cells[at].is_empty())?;
        let row = self.row;
        let cell = &row.cells[at];
        let kind = match dates::from_cell(cell, self.mapping.date_order) {
            Ok(time) if latest.is_some_and(|latest| time > latest) => IssueKind::FutureTime,
            Ok(time) => return Some(time),
            Err(_) if cell.damage == Some(Damage::FormulaError) => IssueKind::FormulaError,
            Err(DateProblem::Unreadable) => IssueKind::UnreadableTime,
            Err(DateProblem::Ambiguous) => IssueKind::AmbiguousTime,
            Err(DateProblem::NoSuchDay) => IssueKind::NoSuchTime,
        };
        self.report_at(at, kind, &cell.text);
        None
    }

    fn point(&mut self) -> Option<(f64, f64)> {
        let (lng, lat) = (self.text("longitude", ""), self.text("latitude", ""));
        let empty = if lng.is_empty() { "longitude" } else { "latitude" };
        match (lng.is_empty(), lat.is_empty()) {
            (true, true) => return None,
            (false, false) => {}
            _ => {
                self.report(empty, IssueKind::HalfPoint, "");
                return None;
            }
        }
        let number = |text: &str| text.parse::<f64>().ok().filter(|n| n.is_finite());
        let (x, y) = match (number(&lng), number(&lat)) {
            (Some(x), Some(y)) => (x, y),
            (None, _) => {
                self.report("longitude", IssueKind::NotANumber, &lng);
                return None;
            }
            (_, None) => {
                self.report("latitude", IssueKind::NotANumber, &lat);
                return None;
            }
        };
        let inside = |x: f64, y: f64| match self.mapping.bounds {
            Some([west, south, east, north]) => (west..=east).contains(&x) && (south..=north).contains(&y),
            None => codes::datum::plausible_in_china(x, y),
        };
        let kind = match (x, y) {
            (0.0, 0.0) => IssueKind::ZeroPoint,
            _ if inside(x, y) => return Some((x, y)),
            _ if inside(y, x) => IssueKind::SwappedPoint,
            _ => IssueKind::FarPoint,
        };
        self.report("longitude", kind, &format!("{lng} {lat}"));
        None
    }

    fn places(&self, field: &'static str) -> &'a [usize] {
        self.columns.get(field).map_or(&[], Vec::as_slice)
    }

    fn has_issue(&self, field: &'static str) -> bool {
        let names = |at: &usize| self.issues.iter().any(|issue| issue.column == self.sheet.headers[*at]);
        self.places(field).iter().any(names)
    }

    /// Names the field's first column, or the field itself where it has none.
    fn report(&mut self, field: &'static str, kind: IssueKind, value: &str) {
        let title = || {
            FIELDS
                .iter()
                .find(|spec| spec.field == field)
                .map_or(field, |spec| spec.title)
        };
        let column = self
            .places(field)
            .first()
            .map_or_else(title, |&at| &self.sheet.headers[at])
            .to_owned();
        self.push(column, kind, value);
    }

    fn report_at(&mut self, at: usize, kind: IssueKind, value: &str) {
        self.push(self.sheet.headers[at].clone(), kind, value);
    }

    fn push(&mut self, column: String, kind: IssueKind, value: &str) {
        let value = codes::text::cut(value, 30).replace('\n', " ");
        self.issues.push(Issue { column, kind, value });
    }
}
