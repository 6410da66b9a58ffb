//! One table ready to be shown: rows in the office's own order, every number with the address of its list.

use std::collections::BTreeMap;

use insight_rules::{Count, Counts, Part as IndexPart, Rate, Ratio, UNIT_INDEX, composite, missing};
use kernel::figure::{Dimension, Figure, Period};
use kernel::{Channel, Desk};
use routes::Route;
use web::{Site, Town, encode};

use super::columns::Column;

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Query {
    pub period: Period,
    pub dimension: Dimension,
}

/// One row: its key, its name, its figures.
pub struct Row {
    pub key: String,
    pub name: String,
    pub counts: Counts,
}

/// A number, the sign before it, and its list.
pub struct Link {
    pub sign: &'static str,
    pub number: i64,
    pub href: String,
}

/// A cell as the page shows it.
#[derive(Default)]
pub struct Cell {
    /// A rate or a mean; empty where the number itself is the cell.
    pub text: String,
    /// The same in a sentence, with formula.
    pub title: String,
    pub links: Vec<Link>,
    /// Where few were counted.
    pub interval: String,
}

impl Query {
    /// The list behind a figure; of all rows where `key` is none.
    #[must_use]
    pub fn href(&self, figure: Figure, key: Option<&str>) -> String {
        let row = key.map(|key| format!("&dim={}&key={}", self.dimension.key(), encode(key)));
        format!(
            "{}?view=all&figure={}&{}{}",
            Route::CaseIndex.path(),
            figure.key(),
            self.period.query(),
            row.unwrap_or_default()
        )
    }

    fn link(&self, sign: &'static str, figure: Figure, counts: &Counts, key: Option<&str>) -> Link {
        Link {
            sign,
            number: counts.number(figure),
            href: self.href(figure, key),
        }
    }

    /// The cell of a column in a row.
    #[must_use]
    pub fn cell(&self, column: Column, counts: &Counts, key: Option<&str>) -> Cell {
        match column {
            Column::Figure(figure) => Cell {
                links: vec![self.link("", figure, counts, key)],
                title: figure.name().into(),
                ..Cell::default()
            },
            Column::Hours(figure, title) => Cell {
                text: hours(counts, figure),
                title: title.into(),
                links: vec![self.link("共 ", figure, counts, key)],
                ..Cell::default()
            },
            Column::Rate(rate) => self.rate(rate, counts, key),
        }
    }

    /// A rate with its parts, each of which opens.
    #[must_use]
    pub fn rate(&self, rate: Rate, counts: &Counts, key: Option<&str>) -> Cell {
        let (formula, ratio) = (rate.formula(), rate.of(counts));
        let mut links = vec![
            self.link("", formula.over, counts, key),
            self.link(" / ", formula.under, counts, key),
        ];
        links.extend(
            formula
                .less
                .iter()
                .map(|figure| self.link(" − ", *figure, counts, key))
                .filter(|link| link.number > 0),
        );
        Cell {
            text: ratio.text(),
            title: format!("{} = {}：{}", rate.name(), formula.text(), ratio.sentence()),
            links,
            interval: interval(ratio).map(|text| format!("区间 {text}")).unwrap_or_default(),
        }
    }
}

/// `33–77%` where few were counted.
#[must_use]
pub fn interval(ratio: Ratio) -> Option<String> {
    ratio
        .interval()
        .map(|(low, high)| format!("{}–{}%", whole(low), whole(high)))
}

/// An edge of an interval, to the whole percent: it is not known better.
const fn whole(hundredths: i64) -> i64 {
    (hundredths + 50) / 100
}

/// Mean hours with one decimal, or a dash.
#[must_use]
pub fn hours(counts: &Counts, figure: Figure) -> String {
    counts
        .mean_hours(figure)
        .map_or_else(|| "—".into(), |tenths| format!("{}.{}", tenths / 10, tenths % 10))
}

/// Names and orders the rows: as the office lists them, never by how they did.
#[must_use]
pub fn rows_of(counted: BTreeMap<String, Counts>, dimension: Dimension, site: &Site) -> Vec<Row> {
    let town = site.town();
    let nothing = |counts: &Counts| {
        Figure::ALL
            .iter()
            .all(|figure| counts.count(*figure) == Count::default())
    };
    let mut rows: Vec<Row> = counted
        .into_iter()
        .filter(|(_, counts)| !nothing(counts))
        .map(|(key, counts)| Row {
            name: site.row_name(dimension, &key),
            key,
            counts,
        })
        .collect();
    rows.sort_by_cached_key(|row| (place(dimension, &row.key, &town), row.key.clone()));
    rows
}

fn place(dimension: Dimension, key: &str, town: &Town) -> usize {
    match dimension {
        Dimension::Unit => match key.parse::<Desk>() {
            Ok(Desk::Unit(unit)) => town
                .units
                .iter()
                .position(|known| known.key == unit)
                .unwrap_or(town.units.len()),
            Ok(_) => town.units.len() + 1,
            Err(_) => town.units.len() + 2,
        },
        Dimension::Channel => Channel::ALL
            .iter()
            .position(|channel| channel.key() == key)
            .unwrap_or(Channel::ALL.len()),
        Dimension::Community | Dimension::Grid | Dimension::Category => 0,
    }
}

/// All rows together.
#[must_use]
pub fn total_of(rows: &[Row]) -> Counts {
    rows.iter().fold(Counts::default(), |mut sum, row| {
        sum.merge(&row.counts);
        sum
    })
}

/// The unit index of a row in words, with the parts it is made of.
pub struct Indexed {
    /// `87.31`, or a dash with what is missing.
    pub value: String,
    pub missing: String,
    pub parts: Vec<Cell>,
}

/// Whether a row gets an index: units and communities do; grids are people, and what has no unit is nobody's.
#[must_use]
pub fn is_indexed(key: &str) -> bool {
    !matches!(key, "" | Dimension::GRIDS)
}

/// The index of a row.
#[must_use]
pub fn indexed(query: &Query, counts: &Counts, key: Option<&str>) -> Indexed {
    let parts = UNIT_INDEX.map(|part: IndexPart| (part, part.rate.of(counts)));
    let sum = composite(&parts.map(|(part, ratio)| (part.weight, ratio, part.inverse)));
    let unknown: Vec<&str> = missing(&parts).iter().map(|rate| rate.name()).collect();
    Indexed {
        value: sum.map_or_else(|| "—".into(), |points| format!("{}.{:02}", points / 100, points % 100)),
        missing: unknown.join("、"),
        parts: parts
            .iter()
            .map(|(part, _)| query.rate(part.rate, counts, key))
            .collect(),
    }
}
