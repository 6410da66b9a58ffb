//! A chart as ink: axis, grid, labels, legend, and the bars or lines.

use crate::breaks;
use crate::chart::{Chart, Kind, MOST_SERIES, NOTHING, number, ticks};
use crate::flow::Strip;
use crate::font::{TypeCase, Weight};
use crate::ink::{Align, Color, Ink, Path, Pen, Style};
use crate::pdf::{Role, Tags};

const TITLE: Style = Style::new(10.5).bold().align(Align::Centre);
const SMALL: Style = Style::new(9.0).color(Color::GREY);
const LABEL_LEADING: f32 = 12.0;
/// The title's line, then the line of unit and legend, then the plot.
const LEGEND_Y: f32 = 31.0;
const PLOT_TOP: f32 = 46.0;
const PLOT_HEIGHT: f32 = 116.0;
const GRID: Pen = Pen::new(0.4, Color::PALE);
const AXIS: Pen = Pen::new(0.7, Color::GREY);
/// Bars wider than this look like blocks.
const WIDEST_BAR: f32 = 30.0;
/// With more bars than this, their values are left to the axis.
const MOST_VALUES: usize = 24;
/// Solid, hatched, empty, crossed: told apart on a grey print.
const DASHES: [Option<(f32, f32)>; MOST_SERIES] = [None, Some((5.0, 3.0)), Some((1.5, 2.0)), Some((9.0, 3.0))];

pub(crate) fn strip(chart: &Chart, types: &mut TypeCase<'_>, tags: &mut Tags, measure: f32) -> Strip {
    let mut inks = vec![Ink::text(measure / 2.0, 12.0, chart.title.as_str(), TITLE)];
    let height = if chart.is_empty() {
        let style = SMALL.align(Align::Centre);
        inks.push(Ink::line((0.0, 24.0), (measure, 24.0), GRID));
        inks.push(Ink::text(measure / 2.0, 50.0, NOTHING, style));
        inks.push(Ink::line((0.0, 70.0), (measure, 70.0), GRID));
        70.0
    } else {
        let mut plot = Plot::new(chart, types, measure);
        plot.legend(types);
        plot.grid();
        match chart.kind {
            Kind::Bars => plot.bars(types),
            Kind::Lines => plot.lines(),
        }
        let below = plot.labels(types);
        inks.append(&mut plot.inks);
        PLOT_TOP + PLOT_HEIGHT + below
    };
    Strip {
        gap: 12.0,
        height,
        groups: vec![(Some(tags.add(Role::Figure(chart.in_words()), None)), inks)],
        ..Strip::default()
    }
}

struct Plot<'a> {
    chart: &'a Chart,
    ticks: Vec<f64>,
    left: f32,
    right: f32,
    inks: Vec<Ink>,
}

impl<'a> Plot<'a> {
    fn new(chart: &'a Chart, types: &mut TypeCase<'_>, measure: f32) -> Self {
        let values: Vec<f64> = chart.series.iter().flat_map(|(_, values)| values.clone()).collect();
        let ticks = ticks(&values);
        let widest = ticks
            .iter()
            .map(|tick| types.width(&number(*tick), SMALL.size, SMALL.weight))
            .fold(0.0, f32::max);
        Self {
            chart,
            ticks,
            left: widest + 6.0,
            right: measure,
            inks: Vec::new(),
        }
    }

    fn slot(&self) -> f32 {
        (self.right - self.left) / self.chart.labels.len() as f32
    }

    fn middle(&self, label: usize) -> f32 {
        self.left + (label as f32 + 0.5) * self.slot()
    }

    fn y(&self, value: f64) -> f32 {
        let low = self.ticks.first().copied().unwrap_or(0.0);
        let high = self.ticks.last().copied().unwrap_or(1.0);
        PLOT_TOP + PLOT_HEIGHT * ((high - value) / (high - low)) as f32
    }

    fn grid(&mut self) {
        for tick in self.ticks.clone() {
            let y = self.y(tick);
            let pen = if tick == 0.0 { AXIS } else { GRID };
            self.inks.push(Ink::line((self.left, y), (self.right, y), pen));
            let style = SMALL.align(Align::End);
            self.inks.push(Ink::text(self.left - 5.0, y + 3.2, number(tick), style));
        }
    }

    /// The unit at the left; at the right the names of the series, each with a sample of how it is drawn.
    fn legend(&mut self, types: &mut TypeCase<'_>) {
        let unit = format!("单位：{}", self.chart.unit);
        self.inks.push(Ink::text(0.0, LEGEND_Y, unit, SMALL));
        let names: Vec<(usize, f32)> = (0..self.chart.series.len())
            .map(|at| (at, types.width(&self.chart.series[at].0, SMALL.size, SMALL.weight)))
            .collect();
        let mut x = self.right - names.iter().map(|(_, width)| width + 38.0).sum::<f32>() + 14.0;
        for (at, width) in names {
            match self.chart.kind {
                Kind::Bars => self.bar(at, (x, LEGEND_Y - 8.0), (20.0, 9.0)),
                Kind::Lines => {
                    let y = LEGEND_Y - 3.2;
                    self.inks.push(line(vec![(x, y), (x + 20.0, y)], at));
                    self.marker(at, (x + 10.0, y));
                }
            }
            let name = self.chart.series[at].0.as_str();
            self.inks.push(Ink::text(x + 24.0, LEGEND_Y, name, SMALL));
            x += width + 38.0;
        }
    }

    /// The labels below the plot, and how much room they took.
    fn labels(&mut self, types: &mut TypeCase<'_>) -> f32 {
        let slot = self.slot();
        let labels = &self.chart.labels;
        let every = match self.chart.kind {
            // A bar without its name says nothing: long names take several lines.
            Kind::Bars => 1,
            Kind::Lines => {
                let widest = labels
                    .iter()
                    .map(|label| types.width(label, SMALL.size, SMALL.weight))
                    .fold(0.0, f32::max);
                (1..labels.len())
                    .find(|every| widest + 4.0 <= slot * small(*every))
                    .unwrap_or(labels.len())
            }
        };
        let room = slot * small(every) - 4.0;
        let style = SMALL.color(Color::BLACK).align(Align::Centre);
        let mut most = 0;
        let mut inks = Vec::new();
        for (at, label) in labels.iter().enumerate().step_by(every) {
            // In lines of like length: none holds a single last character.
            let width = types.width(label, style.size, Weight::Regular);
            let even = width / (width / room).ceil().max(1.0);
            let even = (even / style.size - 0.01).ceil() * style.size;
            let lines = breaks::lines(types, label, style.size, Weight::Regular, even.min(room), 0.0);
            most = most.max(lines.len());
            for (line, set) in lines.iter().enumerate() {
                let y = PLOT_TOP + PLOT_HEIGHT + 13.0 + LABEL_LEADING * small(line);
                inks.push(Ink::text(self.middle(at), y, set.text.trim_end(), style));
            }
        }
        self.inks.append(&mut inks);
        5.0 + LABEL_LEADING * small(most)
    }

    fn bars(&mut self, types: &mut TypeCase<'_>) {
        let count = self.chart.series.len();
        let width = (self.slot() * 0.72 / small(count)).min(WIDEST_BAR);
        let size = 8.0;
        let is_valued = count * self.chart.labels.len() <= MOST_VALUES;
        for (at, (_, values)) in self.chart.series.iter().enumerate() {
            for (label, &value) in values.iter().enumerate() {
                let x = self.middle(label) + width * (small(at) - small(count) / 2.0);
                let (top, bottom) = (self.y(value.max(0.0)), self.y(value.min(0.0)));
                // Bars that touch would merge on a grey print.
                self.bar(at, (x + 0.75, top), (width - 1.5, bottom - top));
                let text = number(value);
                let text_width = types.width(&text, size, Weight::Regular);
                if is_valued && text_width <= width + 4.0 {
                    let y = if value < 0.0 { bottom + 8.5 } else { top - 2.5 };
                    let style = Style::new(size).align(Align::Centre);
                    // The grid stops behind the number.
                    let left = x + (width - text_width) / 2.0 - 0.5;
                    self.inks
                        .push(Ink::rect(left, y - 6.5, text_width + 1.0, 7.5, Color::WHITE));
                    self.inks.push(Ink::text(x + width / 2.0, y, text, style));
                }
            }
        }
    }

    /// One bar in the pattern of its series: full, hatched, empty, crossed.
    fn bar(&mut self, series: usize, (x, y): (f32, f32), (width, height): (f32, f32)) {
        if height <= 0.0 {
            return;
        }
        let fill = if series == 0 { Color::ACCENT } else { Color::WHITE };
        self.inks.push(Ink::rect(x, y, width, height, fill));
        let pen = Pen::new(0.6, Color::ACCENT);
        if series == 1 || series == 3 {
            self.inks.extend(hatch((x, y), (width, height), false, pen));
        }
        if series == 3 {
            self.inks.extend(hatch((x, y), (width, height), true, pen));
        }
        let (right, bottom) = (x + width, y + height);
        let points = vec![(x, bottom), (x, y), (right, y), (right, bottom), (x, bottom)];
        self.inks.push(Ink::Line { points, pen });
    }

    fn lines(&mut self) {
        for (at, (_, values)) in self.chart.series.iter().enumerate() {
            let points: Vec<(f32, f32)> = values
                .iter()
                .enumerate()
                .map(|(label, value)| (self.middle(label), self.y(*value)))
                .collect();
            if points.len() > 1 {
                self.inks.push(line(points.clone(), at));
            }
            for point in points {
                self.marker(at, point);
            }
        }
    }

    /// A full square, an empty square, a full diamond, an empty diamond.
    fn marker(&mut self, series: usize, (x, y): (f32, f32)) {
        let r = if series < 2 { 2.2 } else { 3.0 };
        let corners = if series < 2 {
            [(x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r)]
        } else {
            [(x, y - r), (x + r, y), (x, y + r), (x - r, y)]
        };
        let mut path = Path::new();
        path.polygon(&corners);
        let fill = if series.is_multiple_of(2) {
            Color::ACCENT
        } else {
            Color::WHITE
        };
        self.inks.push(Ink::Shape { path, fill });
        let points = corners.into_iter().chain([corners[0]]).collect();
        let pen = Pen::new(0.9, Color::ACCENT);
        self.inks.push(Ink::Line { points, pen });
    }
}

fn line(points: Vec<(f32, f32)>, series: usize) -> Ink {
    let pen = Pen {
        dash: DASHES[series],
        ..Pen::new(1.3, Color::ACCENT)
    };
    Ink::Line { points, pen }
}

/// Slanted lines across a rectangle, cut at its edges; `falling` from the upper left instead of the lower left.
fn hatch((x, y): (f32, f32), (width, height): (f32, f32), falling: bool, pen: Pen) -> Vec<Ink> {
    let mut out = Vec::new();
    let mut offset = 3.5;
    // A line holds the points whose distances from the corner's two edges add up to `offset`.
    while offset < width + height {
        let along = |right: f32, down: f32| (x + right, if falling { y + height - down } else { y + down });
        let from = along(offset.min(width), (offset - width).max(0.0));
        let to = along((offset - height).max(0.0), offset.min(height));
        out.push(Ink::line(from, to, pen));
        offset += 3.5;
    }
    out
}

fn small(count: usize) -> f32 {
    count as f32
}
