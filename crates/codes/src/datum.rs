//! Typed coordinates: WGS-84 is what we store, GCJ-02 and BD-09 exist only at the edges.

use std::f64::consts::PI;

use serde::{Deserialize, Serialize};

/// Krasovsky 1940, on which the published shift formula rests.
const AXIS: f64 = 6_378_245.0;
const ECCENTRICITY_SQUARED: f64 = 0.006_693_421_622_965_943;

/// Degrees of error left by an inverse: 1e-10° is 0.01 mm.
const CLOSE_ENOUGH: f64 = 1e-10;

macro_rules! datum {
    ($($(#[$doc:meta])* $name:ident),+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
        pub struct $name {
            /// Degrees east.
            pub lng: f64,
            /// Degrees north.
            pub lat: f64,
        }
    )+};
}

datum! {
    /// GPS, BeiDou and browser positions; equals CGCS2000 within centimetres.
    ///
    /// A point is shifted once. The second conversion does not exist (trap G08):
    ///
    /// ```compile_fail
    /// use codes::datum::Wgs84;
    /// let once = Wgs84 { lng: 114.07, lat: 32.1 }.to_gcj02();
    /// let twice = once.to_gcj02();
    /// ```
    ///
    /// Nor is a shifted point taken where a stored one is expected:
    ///
    /// ```compile_fail
    /// use codes::datum::{Gcj02, Wgs84};
    /// let stored: Wgs84 = Gcj02 { lng: 114.07, lat: 32.1 };
    /// ```
    Wgs84,
    /// Gaode, Tencent and WeChat positions.
    Gcj02,
    /// Baidu positions: GCJ-02 shifted once more.
    Bd09
}

impl Wgs84 {
    /// As Gaode and Tencent draw it.
    ///
    /// ```
    /// use codes::datum::Wgs84;
    /// let shown = Wgs84 { lng: 114.07, lat: 32.1 }.to_gcj02();
    /// assert!((shown.lng - 114.0758793).abs() < 1e-7);
    /// ```
    #[must_use]
    pub fn to_gcj02(self) -> Gcj02 {
        let (lng, lat) = shift_gcj((self.lng, self.lat));
        Gcj02 { lng, lat }
    }

    /// As Baidu draws it.
    #[must_use]
    pub fn to_bd09(self) -> Bd09 {
        self.to_gcj02().to_bd09()
    }
}

impl Gcj02 {
    /// The true position, within a millimetre.
    #[must_use]
    pub fn to_wgs84(self) -> Wgs84 {
        let (lng, lat) = invert(shift_gcj, (self.lng, self.lat));
        Wgs84 { lng, lat }
    }

    /// As Baidu draws it.
    #[must_use]
    pub fn to_bd09(self) -> Bd09 {
        let (lng, lat) = shift_bd((self.lng, self.lat));
        Bd09 { lng, lat }
    }
}

impl Bd09 {
    /// As Gaode and Tencent draw it.
    #[must_use]
    pub fn to_gcj02(self) -> Gcj02 {
        let (lng, lat) = invert(shift_bd, (self.lng, self.lat));
        Gcj02 { lng, lat }
    }

    /// The true position, within a millimetre.
    #[must_use]
    pub fn to_wgs84(self) -> Wgs84 {
        self.to_gcj02().to_wgs84()
    }
}

/// Whether a position can be in China (73–136° E, 3–54° N, islands included).
#[must_use]
pub fn plausible_in_china(lng: f64, lat: f64) -> bool {
    (73.0..=136.0).contains(&lng) && (3.0..=54.0).contains(&lat)
}

/// Whether the two numbers only make sense the other way round.
#[must_use]
pub fn looks_swapped(lng: f64, lat: f64) -> bool {
    !plausible_in_china(lng, lat) && plausible_in_china(lat, lng)
}

/// The published formula; outside its box nothing is shifted.
fn shift_gcj((lng, lat): (f64, f64)) -> (f64, f64) {
    if !(72.004..=137.8347).contains(&lng) || !(0.8293..=55.8271).contains(&lat) {
        return (lng, lat);
    }
    let (x, y) = (lng - 105.0, lat - 35.0);
    let ripple = 20.0 * (6.0 * PI * x).sin() + 20.0 * (2.0 * PI * x).sin();
    let north = -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * x.abs().sqrt()
        + (ripple
            + 20.0 * (PI * y).sin()
            + 40.0 * (PI * y / 3.0).sin()
            + 160.0 * (PI * y / 12.0).sin()
            + 320.0 * (PI * y / 30.0).sin())
            * 2.0
            / 3.0;
    let east = 300.0
        + x
        + 2.0 * y
        + 0.1 * x * x
        + 0.1 * x * y
        + 0.1 * x.abs().sqrt()
        + (ripple
            + 20.0 * (PI * x).sin()
            + 40.0 * (PI * x / 3.0).sin()
            + 150.0 * (PI * x / 12.0).sin()
            + 300.0 * (PI * x / 30.0).sin())
            * 2.0
            / 3.0;
    let phi = lat.to_radians();
    let m = 1.0 - ECCENTRICITY_SQUARED * phi.sin().powi(2);
    let meridian = AXIS * (1.0 - ECCENTRICITY_SQUARED) / (m * m.sqrt());
    let parallel = AXIS / m.sqrt() * phi.cos();
    (
        lng + (east / parallel).to_degrees(),
        lat + (north / meridian).to_degrees(),
    )
}

fn shift_bd((lng, lat): (f64, f64)) -> (f64, f64) {
    const TURN: f64 = PI * 3000.0 / 180.0;
    let radius = lng.hypot(lat) + 0.000_02 * (lat * TURN).sin();
    let angle = lat.atan2(lng) + 0.000_003 * (lng * TURN).cos();
    (radius * angle.cos() + 0.0065, radius * angle.sin() + 0.006)
}

/// Solves `shift(p) = target`. Both shifts move a point by far less than they vary, so a few steps do.
fn invert(shift: fn((f64, f64)) -> (f64, f64), target: (f64, f64)) -> (f64, f64) {
    let mut guess = target;
    for _ in 0..12 {
        let shifted = shift(guess);
        let (dx, dy) = (shifted.0 - target.0, shifted.1 - target.1);
        guess = (guess.0 - dx, guess.1 - dy);
        if dx.abs().max(dy.abs()) < CLOSE_ENOUGH {
            break;
        }
    }
    guess
}
