//! A part of a whole, and how people read it: two decimals, half up; nothing of nothing is a dash.

/// Below this many, a percentage alone misleads and its interval is shown (domain.md §6.7).
pub const SMALL: i64 = 30;

/// So many of so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ratio {
    pub over: i64,
    pub under: i64,
}

impl Ratio {
    #[must_use]
    pub const fn new(over: i64, under: i64) -> Self {
        Self { over, under }
    }

    /// In hundredths of a percent, half up. None when there is nothing to be a part of.
    #[must_use]
    pub const fn hundredths(self) -> Option<i64> {
        if self.under <= 0 {
            return None;
        }
        Some((self.over * 20_000 + self.under) / (self.under * 2))
    }

    /// `93.72%`, or `—`.
    #[must_use]
    pub fn text(self) -> String {
        self.hundredths().map_or_else(|| "—".into(), percent)
    }

    /// Wilson's 95 % interval in hundredths of a percent, where the whole is small.
    ///
    /// Wilson, E. B. (1927): it stays within 0 and 100 % and says something even for none or all of a few.
    #[must_use]
    pub fn interval(self) -> Option<(i64, i64)> {
        if self.under <= 0 || self.under >= SMALL {
            return None;
        }
        const Z: f64 = 1.959_963_984_540_054;
        let (over, under) = (self.over as f64, self.under as f64);
        let share = over / under;
        let middle = share + Z * Z / (2.0 * under);
        let half = Z * (share * (1.0 - share) / under + Z * Z / (4.0 * under * under)).sqrt();
        let edge = |edge: f64| (edge / (1.0 + Z * Z / under) * 10_000.0).round().clamp(0.0, 10_000.0) as i64;
        Some((edge(middle - half), edge(middle + half)))
    }

    /// `56.25%（9/16，95% 区间 33.18%–76.90%）` without what does not apply.
    #[must_use]
    pub fn sentence(self) -> String {
        let of = format!("{}/{}", self.over, self.under);
        match (self.hundredths(), self.interval()) {
            (None, _) => "—（没有应计的事项）".into(),
            (Some(value), None) => format!("{}（{of}）", percent(value)),
            (Some(value), Some((low, high))) => {
                format!(
                    "{}（{of}，95% 区间 {}–{}）",
                    percent(value),
                    percent(low),
                    percent(high)
                )
            }
        }
    }
}

fn percent(hundredths: i64) -> String {
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}
