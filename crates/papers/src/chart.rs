//! Bar and line charts: what they show, and whether it can be shown.

use crate::error::Error;

/// More series than this cannot be told apart without colour.
pub(crate) const MOST_SERIES: usize = 4;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Bars,
    Lines,
}

/// Numbers drawn over labels, as bars side by side or as lines. Series differ by pattern, dash and marker, so that a
/// print without colour can be read.
///
/// ```
/// use papers::Chart;
///
/// let mut chart = Chart::bars("各社区受理与办结", "件", ["幸福里", "清河", "东风"]);
/// chart.series("受理", [128.0, 96.0, 75.0]);
/// chart.series("办结", [120.0, 95.0, 60.0]);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    pub(crate) kind: Kind,
    pub(crate) title: String,
    pub(crate) unit: String,
    pub(crate) labels: Vec<String>,
    pub(crate) series: Vec<(String, Vec<f64>)>,
}

impl Chart {
    /// Bars side by side over each label: for communities, departments, categories.
    pub fn bars<T: Into<String>>(title: &str, unit: &str, labels: impl IntoIterator<Item = T>) -> Self {
        Self::new(Kind::Bars, title, unit, labels)
    }

    /// Lines from label to label: for months and days. Labels are left out evenly where they would touch.
    pub fn lines<T: Into<String>>(title: &str, unit: &str, labels: impl IntoIterator<Item = T>) -> Self {
        Self::new(Kind::Lines, title, unit, labels)
    }

    fn new<T: Into<String>>(kind: Kind, title: &str, unit: &str, labels: impl IntoIterator<Item = T>) -> Self {
        Self {
            kind,
            title: title.to_owned(),
            unit: unit.to_owned(),
            labels: labels.into_iter().map(Into::into).collect(),
            series: Vec::new(),
        }
    }

    /// Adds a series with a value for each label; at most four.
    pub fn series(&mut self, name: &str, values: impl IntoIterator<Item = f64>) {
        self.series.push((name.to_owned(), values.into_iter().collect()));
    }

    pub(crate) fn check(&self) -> Result<(), Error> {
        let refused = |why| {
            Err(Error::Chart {
                title: self.title.clone(),
                why,
            })
        };
        if self.series.len() > MOST_SERIES {
            return refused("最多四组数，再多就分不清了");
        }
        if self.series.iter().any(|(_, values)| values.len() != self.labels.len()) {
            return refused("每组数的个数要和标签一样多");
        }
        if self
            .series
            .iter()
            .any(|(_, values)| values.iter().any(|value| !value.is_finite()))
        {
            return refused("数里有无穷大或不是数的值");
        }
        Ok(())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.labels.is_empty() || self.series.is_empty()
    }

    /// Everything the chart shows, for those who hear it: `受理：幸福里 128，清河 96；办结：…（单位：件）`.
    pub(crate) fn in_words(&self) -> String {
        if self.is_empty() {
            return format!("{}：{NOTHING}", self.title);
        }
        let series: Vec<String> = self
            .series
            .iter()
            .map(|(name, values)| {
                let pairs = self.labels.iter().zip(values);
                let pairs: Vec<String> = pairs
                    .map(|(label, value)| format!("{label} {}", number(*value)))
                    .collect();
                format!("{name}：{}", pairs.join("，"))
            })
            .collect();
        format!("{}（单位：{}）。{}", self.title, self.unit, series.join("；"))
    }
}

pub(crate) const NOTHING: &str = "本期没有数据";

/// With at most two decimals, none of them zero at the end.
pub(crate) fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// The values at which the axis has its lines: round, from zero or below, to the largest value or above. Where all values
/// are whole, so are these.
pub(crate) fn ticks(values: &[f64]) -> Vec<f64> {
    let low = values.iter().copied().fold(0.0, f64::min);
    let high = values.iter().copied().fold(0.0, f64::max);
    let high = if high > low { high } else { 1.0 };
    let is_whole = values.iter().all(|value| value.fract() == 0.0);
    let rough = (high - low) / 4.0;
    let power = 10_f64.powf(rough.log10().floor());
    let steps = [1.0, 2.0, 2.5, 5.0, 10.0].map(|step| step * power);
    let is_round = |step: &f64| *step >= rough * 0.999 && (!is_whole || step.fract() == 0.0);
    let step = steps.into_iter().find(is_round).unwrap_or(10.0 * power);
    let first = (low / step).floor();
    let last = (high / step).ceil().max(first + 1.0);
    let mut at = first;
    let mut out = Vec::new();
    while at <= last {
        out.push(at * step);
        at += 1.0;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axis_is_round_and_holds_every_value() {
        for (values, axis) in [
            (vec![128.0, 96.0], vec![0.0, 50.0, 100.0, 150.0]),
            (vec![1322.0], vec![0.0, 500.0, 1000.0, 1500.0]),
            (vec![10.0], vec![0.0, 5.0, 10.0]),
            (vec![2.0], vec![0.0, 1.0, 2.0]),
            (vec![0.5], vec![0.0, 0.2, 0.4, 0.6]),
            (vec![0.0, 0.0], vec![0.0, 1.0]),
            (vec![], vec![0.0, 1.0]),
            (vec![-30.0, 50.0], vec![-40.0, -20.0, 0.0, 20.0, 40.0, 60.0]),
            (vec![98.6], vec![0.0, 25.0, 50.0, 75.0, 100.0]),
        ] {
            let found: Vec<String> = ticks(&values).into_iter().map(number).collect();
            let axis: Vec<String> = axis.into_iter().map(number).collect();
            assert_eq!(found, axis, "{values:?}");
        }
    }

    #[test]
    fn numbers_are_short() {
        for (value, text) in [
            (128.0, "128"),
            (98.6, "98.6"),
            (0.126, "0.13"),
            (-0.001, "0"),
            (100.0, "100"),
        ] {
            assert_eq!(number(value), text);
        }
    }

    #[test]
    fn what_cannot_be_drawn_is_refused() {
        let mut uneven = Chart::bars("图", "件", ["甲", "乙"]);
        uneven.series("受理", [1.0]);
        let mut endless = Chart::lines("图", "件", ["甲"]);
        endless.series("受理", [f64::NAN]);
        let mut crowded = Chart::lines("图", "件", ["甲"]);
        (0..5).for_each(|_| crowded.series("受理", [1.0]));
        for chart in [uneven, endless, crowded] {
            assert!(matches!(chart.check(), Err(Error::Chart { .. })), "{chart:?}");
        }
    }
}
