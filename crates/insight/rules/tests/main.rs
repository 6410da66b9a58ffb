//! The formulas by published numbers, and what publication may not give away.

use insight_rules::{Count, Counts, FEWEST, Part, Rate, Ratio, UNIT_INDEX, composite, missing, publish};
use kernel::figure::{Figure, MarkKind, Standing, When, bits};
use proptest::prelude::*;

/// Tianmen's bulletin of December 2016 (domain.md §6.6), and edges of rounding.
#[test]
fn rates_have_two_decimals_half_up() {
    for (over, under, text) in [
        (911, 972, "93.72%"),
        (737, 972, "75.82%"),
        (902, 956, "94.35%"),
        (9, 16, "56.25%"),
        (1, 3, "33.33%"),
        (2, 3, "66.67%"),
        // 0.125 % and 99.995 % lie on the edge.
        (1, 800, "0.13%"),
        (19_999, 20_000, "100.00%"),
        (0, 5, "0.00%"),
        (5, 5, "100.00%"),
        (0, 0, "—"),
    ] {
        assert_eq!(Ratio::new(over, under).text(), text, "{over}/{under}");
    }
}

/// The same bulletin by its rows: what closed on time, late and not at all, in the table as the page makes it.
#[test]
fn tianmens_bulletin_comes_out_of_its_counts() {
    let open = Standing { done: false, ..done() };
    let row = |on_time, late, unclosed| {
        let mut counts = Counts::default();
        counts.add(MarkKind::Close, 0, done(), times(on_time));
        counts.add(MarkKind::Close, bits::LATE, done(), times(late));
        counts.add(MarkKind::Close, 0, open, times(unclosed));
        counts
    };
    // The bulletin divides only the closed by kind; how many of each were on time adds up to its 737.
    let (events, components) = (row(731, 171, 54), row(6, 3, 7));
    assert_eq!(Rate::Closed.of(&events).sentence(), "94.35%（902/956）");
    assert_eq!(Rate::Closed.of(&components).text(), "56.25%");
    let mut all = events;
    all.merge(&components);
    all.add(MarkKind::File, 0, done(), times(996));
    assert_eq!(all.number(Figure::Filed), 996);
    assert_eq!(all.number(Figure::ToClose), 972);
    assert_eq!(Rate::Closed.of(&all).sentence(), "93.72%（911/972）");
    assert_eq!(Rate::ClosedOnTime.of(&all).sentence(), "75.82%（737/972）");
    assert_eq!(all.number(Figure::Unclosed), 61);
}

/// Wilson's interval, worked out apart from this code.
#[test]
fn few_are_shown_with_their_interval() {
    for (over, under, interval) in [
        (9, 16, Some((3318, 7690))),
        (0, 10, Some((0, 2775))),
        (10, 10, Some((7225, 10_000))),
        (1, 29, Some((61, 1718))),
        (15, 30, None),
        (0, 0, None),
    ] {
        assert_eq!(Ratio::new(over, under).interval(), interval, "{over}/{under}");
    }
    assert_eq!(Ratio::new(9, 16).sentence(), "56.25%（9/16，95% 区间 33.18%–76.90%）");
    assert_eq!(Ratio::new(911, 972).sentence(), "93.72%（911/972）");
}

/// The collector of domain.md §6.7: 200 reports, 184 filed; 6 missed of 190; 48 of 50 and 57 of 60 in time.
#[test]
fn a_composite_is_the_weighted_sum_of_its_rates() {
    let collector = [
        (40, Ratio::new(184, 200), false),
        (20, Ratio::new(6, 190), true),
        (20, Ratio::new(48, 50), false),
        (20, Ratio::new(57, 60), false),
    ];
    assert_eq!(composite(&collector), Some(9437));
    let mut without = collector;
    without[2].1 = Ratio::new(0, 0);
    assert_eq!(composite(&without), None, "an unknown part is neither 0 nor 100");
}

#[test]
fn the_unit_index_never_counts_reports() {
    assert_eq!(UNIT_INDEX.iter().map(|part| part.weight).sum::<i64>(), 100);
    for Part { rate, .. } in UNIT_INDEX {
        let formula = rate.formula();
        for figure in formula.less.iter().chain([&formula.over, &formula.under]) {
            assert_ne!(figure.take().kind, MarkKind::Report, "{rate}");
        }
    }
    let parts = UNIT_INDEX.map(|part| (part, part.rate.of(&Counts::default())));
    assert_eq!(missing(&parts), UNIT_INDEX.map(|part| part.rate));
}

fn done() -> Standing {
    Standing {
        done: true,
        carried: false,
        early: false,
    }
}

fn times(number: i64) -> Count {
    Count { number, seconds: 0 }
}

#[test]
fn t28_both_numbers_are_shown_and_the_exempted_are_counted() {
    let mut counts = Counts::default();
    counts.add(MarkKind::Handle, 0, done(), times(8));
    counts.add(MarkKind::Handle, bits::LATE, done(), times(1));
    counts.add(MarkKind::Handle, bits::LATE | bits::EXEMPT, done(), times(1));
    assert_eq!(Rate::HandledOnTime.of(&counts), Ratio::new(8, 10));
    assert_eq!(Rate::HandledOnTimeRated.of(&counts), Ratio::new(8, 9));
    assert_eq!(counts.number(Figure::HandledLate), 2);
    assert_eq!(counts.number(Figure::HandleExempt), 1);
}

#[test]
fn suspended_matters_leave_the_denominator() {
    let open = Standing { done: false, ..done() };
    let mut counts = Counts::default();
    counts.add(MarkKind::Close, 0, done(), times(6));
    counts.add(MarkKind::Close, 0, open, times(2));
    counts.add(MarkKind::Close, bits::SUSPENDED, open, times(2));
    assert_eq!(Rate::Closed.of(&counts), Ratio::new(6, 8));
    assert_eq!(counts.number(Figure::ToClose), 10);
    let formula = Rate::Closed.formula().text();
    assert_eq!(formula, "结案 ÷（应结案 − 挂账中（缓办））");
}

#[test]
fn r03_mean_hours_are_of_handling_alone() {
    let mut counts = Counts::default();
    let took = |number, seconds| Count { number, seconds };
    counts.add(MarkKind::Handle, 0, done(), took(2, 3 * 3600));
    counts.add(MarkKind::End, bits::ASKED | bits::CONFIRMED, done(), took(2, 72 * 3600));
    assert_eq!(counts.mean_hours(Figure::Handled), Some(15));
    assert_eq!(counts.mean_hours(Figure::Confirmed), Some(360));
    assert_eq!(counts.mean_hours(Figure::Silent), None);
}

/// A rate between 0 and 100 % needs a numerator that is part of its denominator, whatever is left out of that.
#[test]
fn every_rate_is_a_part_of_its_whole() {
    for rate in Rate::ALL {
        let formula = rate.formula();
        let (over, under) = (formula.over.take(), formula.under.take());
        assert_eq!(over.kind, under.kind, "{rate}");
        assert!(under.when == over.when || under.when == When::Due, "{rate}");
        assert_eq!(over.any & under.none, 0, "{rate}");
        for less in formula.less.iter().map(|figure| figure.take()) {
            assert_eq!(less.kind, under.kind, "{rate}");
            // Nothing that is left out is in the numerator.
            assert!(
                less.when == When::Open && over.when == When::Done
                    || less.any == bits::EXEMPT && over.none == bits::LATE,
                "{rate}"
            );
        }
    }
}

#[test]
fn r06_small_cells_and_what_gives_them_away_are_suppressed() {
    let rows = vec![vec![40, 38, 12], vec![2, 1, 0], vec![20, 10, 5]];
    let published = publish(&rows);
    assert_eq!(
        published.rows,
        [
            // 40 − 38 = 2 would be told by the pair.
            vec![Some(40), None, Some(12)],
            vec![None, None, None],
            vec![Some(20), Some(10), Some(5)],
        ]
    );
    assert_eq!(published.totals, [None, None, None], "62 − 40 − 20 would be 2");
    let all = publish(&[vec![10, 5], vec![20, 6]]);
    assert_eq!(all.totals, [Some(30), Some(11)]);
    assert_eq!(publish(&[]).totals, []);
}

proptest! {
    #[test]
    fn whatever_is_published_nothing_small_can_be_subtracted(
        rows in (1_usize..5).prop_flat_map(|width| prop::collection::vec(prop::collection::vec(0_i64..40, width), 1..8)),
    ) {
        let published = publish(&rows);
        for row in published.rows.iter().chain([&published.totals]) {
            let shown: Vec<i64> = row.iter().flatten().copied().collect();
            for (index, one) in shown.iter().enumerate() {
                prop_assert!(*one >= FEWEST);
                for other in &shown[index + 1..] {
                    prop_assert!(one == other || (one - other).abs() >= FEWEST);
                }
            }
        }
        for (column, total) in published.totals.iter().enumerate() {
            let hidden = published.rows.iter().any(|row| row[column].is_none());
            prop_assert!(!hidden || total.is_none(), "the rest of the column would tell");
        }
    }

    #[test]
    fn an_interval_holds_its_rate(under in 1_i64..30, part in 0_i64..30) {
        let ratio = Ratio::new(part.min(under), under);
        let (low, high) = ratio.interval().expect("few");
        let value = ratio.hundredths().expect("some");
        prop_assert!(0 <= low && low <= value && value <= high && high <= 10_000);
    }
}
