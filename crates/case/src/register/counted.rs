//! The list behind a number: which figure, over which months, in which row of a table.

use kernel::figure::{Dimension, Figure, Period, month_text};
use web::{Fault, Form, Site, encode};

use crate::store::Counted;

/// Reads the part of an address that names a figure.
///
/// # Errors
/// What cannot be read.
pub fn counted_of(query: &Form) -> Result<Option<Counted>, Fault> {
    let figure: Figure = match query.get("figure") {
        "" => return Ok(None),
        key => key.parse().map_err(Fault::Unreadable)?,
    };
    let period = Period::parse(query.get("from"), query.get("to")).map_err(Fault::Unreadable)?;
    let row = match query.get("dim") {
        "" => None,
        dimension => {
            let dimension: Dimension = dimension.parse().map_err(Fault::Unreadable)?;
            Some((dimension, query.get("key").to_owned()))
        }
    };
    Ok(Some(Counted { figure, period, row }))
}

/// The fields that keep the figure in a form or an address.
#[must_use]
pub fn fields_of(counted: &Counted) -> Vec<(&'static str, String)> {
    let mut fields = vec![
        ("figure", counted.figure.key().to_owned()),
        ("from", month_text(counted.period.from)),
        ("to", month_text(counted.period.to)),
    ];
    if let Some((dimension, key)) = &counted.row {
        fields.extend([("dim", dimension.key().to_owned()), ("key", key.clone())]);
    }
    fields
}

/// The same as the end of an address.
#[must_use]
pub fn query_of(fields: &[(&'static str, String)]) -> String {
    fields
        .iter()
        .map(|(name, value)| format!("&{name}={}", encode(value)))
        .collect()
}

/// What the list holds, in words.
#[must_use]
pub fn sentence(counted: &Counted, site: &Site) -> String {
    let row = counted
        .row
        .as_ref()
        .map(|(dimension, key)| format!("{} · ", site.row_name(*dimension, key)))
        .unwrap_or_default();
    format!("{row}{} · {}", counted.period.name(), counted.figure.name())
}
