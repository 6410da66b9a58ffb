//! A flat metric picture of a small region: metres east and north of a centre.

use geo::{Coord, MapCoords, MultiPolygon};

/// Equirectangular projection about a centre, with the ellipsoid's degree lengths there. Within a
/// county areas are right to about half a percent, within a street far better.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plane {
    lng: f64,
    lat: f64,
    metres_per_lng: f64,
    metres_per_lat: f64,
}

impl Plane {
    pub(crate) fn about(lng: f64, lat: f64) -> Self {
        let phi = lat.to_radians();
        Self {
            lng,
            lat,
            // Series for GRS-80, good to a centimetre in a degree.
            metres_per_lng: 111_412.84 * phi.cos() - 93.5 * (3.0 * phi).cos() + 0.118 * (5.0 * phi).cos(),
            metres_per_lat: 111_132.954 - 559.822 * (2.0 * phi).cos() + 1.175 * (4.0 * phi).cos(),
        }
    }

    pub(crate) fn flat(self, c: Coord<f64>) -> Coord<f64> {
        Coord {
            x: (c.x - self.lng) * self.metres_per_lng,
            y: (c.y - self.lat) * self.metres_per_lat,
        }
    }

    pub(crate) fn round(self, c: Coord<f64>) -> Coord<f64> {
        Coord {
            x: c.x / self.metres_per_lng + self.lng,
            y: c.y / self.metres_per_lat + self.lat,
        }
    }

    pub(crate) fn flatten(self, shape: &MultiPolygon<f64>) -> MultiPolygon<f64> {
        shape.map_coords(|c| self.flat(c))
    }
}
