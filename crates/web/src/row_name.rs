//! What the rows of figures are called on screen.

use kernel::figure::{Dimension, major_of};
use kernel::{AreaCode, Channel, Desk, Level};

use crate::site::Site;

impl Site {
    /// The words for a row of a dimension; its key where it has none.
    #[must_use]
    pub fn row_name(&self, dimension: Dimension, key: &str) -> String {
        let town = self.town();
        match (dimension, key) {
            (Dimension::Community | Dimension::Grid, key) => match AreaCode::from_digits(key) {
                Some(area) if area.level() == Level::Street => "未分派网格".into(),
                Some(area) if dimension == Dimension::Grid && area.level() == Level::Community => {
                    format!("{}（未到网格）", town.name(area))
                }
                Some(area) => town.name(area),
                None => key.to_owned(),
            },
            (Dimension::Unit, "") => "未派遣".into(),
            (Dimension::Unit, Dimension::GRIDS) => "各网格自办".into(),
            (Dimension::Unit, key) => key
                .parse::<Desk>()
                .map_or_else(|_| key.to_owned(), |desk| town.desk(&desk)),
            (Dimension::Category, "") => "未立案".into(),
            (Dimension::Category, key) => {
                let catalogue = self.catalogue();
                let item = catalogue.items().iter().find(|item| major_of(&item.code) == key);
                item.map_or_else(|| key.to_owned(), |item| item.major.clone())
            }
            (Dimension::Channel, key) => key
                .parse::<Channel>()
                .map_or_else(|_| key.to_owned(), |channel| channel.name().to_owned()),
        }
    }
}
