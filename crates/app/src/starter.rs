//! What an office is founded with, to be replaced by its own: departments, the district's units, the catalogue.

use codes::Catalogue;
use codes::catalogue::{CatalogueError, Department, Item};
use kernel::UnitKey;
use web::UnitName;

/// The nine departments, and the district's units that the duty list names.
#[must_use]
pub fn units() -> Vec<UnitName> {
    let street = Department::ALL.iter().map(|department| UnitName {
        key: UnitKey(department.key().to_owned()),
        name: department.name().to_owned(),
        is_district: false,
    });
    let items = Catalogue::builtin().items().iter();
    let mut names: Vec<&str> = items.filter_map(|item| item.taken_back_by.as_deref()).collect();
    names.sort_unstable();
    names.dedup();
    let district = (1..).zip(names).map(|(number, name)| UnitName {
        key: UnitKey(format!("district:{number:02}")),
        name: name.to_owned(),
        is_district: true,
    });
    street.chain(district).collect()
}

/// The starter catalogue with its owners as the keys of these units.
///
/// # Errors
/// When a unit that an item names is missing.
pub fn catalogue(units: &[UnitName]) -> Result<Catalogue, CatalogueError> {
    let starter = Catalogue::builtin();
    let key = |name: &String| {
        let unit = units.iter().find(|unit| unit.is_district && unit.name == *name);
        unit.map(|unit| unit.key.0.clone())
    };
    let items = starter.items().iter().map(|item| Item {
        taken_back_by: item.taken_back_by.as_ref().and_then(key),
        ..item.clone()
    });
    let standards = starter.items().iter().flat_map(|item| starter.standards(&item.code));
    Catalogue::of(items.collect(), standards.cloned().collect())
}
