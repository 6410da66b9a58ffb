//! What holds for every start, limit and pause.

use jiff::SignedDuration;
use jiff::civil::{DateTime, date};
use proptest::prelude::*;
use workday::{Basis, Calendar, Limit, Mode, Pause, Timetable, Unit};

use crate::seven_hours;

/// Any second from 2003, before the first notice, to 2028, after the last.
fn moment() -> impl Strategy<Value = DateTime> {
    (0..25 * 365 * 86_400_i64).prop_map(|seconds| {
        date(2003, 6, 1)
            .at(0, 0, 0, 0)
            .checked_add(SignedDuration::from_secs(seconds))
            .unwrap()
    })
}

fn basis() -> impl Strategy<Value = Basis> {
    prop_oneof![Just(Basis::Continuous), Just(Basis::Sessions), Just(Basis::Workdays)]
}

fn unit_and_mode() -> impl Strategy<Value = (Unit, Mode)> {
    let mode = prop_oneof![Just(Mode::D), Just(Mode::H), Just(Mode::L)];
    (0..6_usize, mode).prop_map(|(n, mode)| (Unit::ALL[n].0, mode))
}

fn office() -> impl Strategy<Value = Timetable> {
    prop_oneof![Just(Timetable::default()), Just(seven_hours())]
}

/// Working seconds counted second by second of each minute's start: slow, and nothing like the walk.
fn minutes_worked(office: &Timetable, from: DateTime, minutes: i64) -> i64 {
    let sessions = office.hours().sessions();
    (0..minutes)
        .filter(|n| {
            let minute = from.checked_add(SignedDuration::from_mins(*n)).unwrap();
            office.calendar().is_workday(minute.date())
                && sessions
                    .iter()
                    .any(|session| session.start <= minute.time() && minute.time() < session.end)
        })
        .count() as i64
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn deadlines_are_monotone(
        office in office(), a in moment(), b in moment(), n in 0..60_u32, more in 0..60_u32, how in unit_and_mode(),
    ) {
        let (early, late) = (a.min(b), a.max(b));
        let due = |from, amount| office.deadline(from, Limit::new(amount, how.0), how.1).unwrap().at;
        prop_assert!(due(early, n) <= due(early, n + more));
        prop_assert!(due(early, n) <= due(late, n));
        prop_assert!(early <= due(early, n));
    }

    #[test]
    fn hours_add_up(office in office(), from in moment(), a in 0..90_u32, b in 0..90_u32) {
        for unit in [Unit::WorkHour, Unit::UrgentHour, Unit::WorkDay] {
            let due = |from, amount| office.deadline(from, Limit::new(amount, unit), Mode::H).unwrap().at;
            prop_assert_eq!(due(due(from, a), b), due(from, a + b));
        }
    }

    #[test]
    fn the_time_up_to_a_deadline_is_the_limit(
        office in office(), from in moment(), seconds in 0..2_000_000_i64, basis in basis(),
    ) {
        let due = office.add_working_seconds(from, seconds, basis).unwrap();
        prop_assert_eq!(office.working_seconds(from, due, basis), seconds);
        prop_assert_eq!(office.working_seconds(due, from, basis), -seconds);
        let back = office.add_working_seconds(due, -seconds, basis).unwrap();
        prop_assert_eq!(office.working_seconds(back, due, basis), seconds);
        prop_assert!(from <= back || seconds == 0);
    }

    #[test]
    fn measuring_agrees_with_counting_minutes(office in office(), from in moment(), minutes in 0..20_000_i64) {
        let from = from.with().second(0).build().unwrap();
        let to = from.checked_add(SignedDuration::from_mins(minutes)).unwrap();
        let worked = minutes_worked(&office, from, minutes);
        prop_assert_eq!(office.working_seconds(from, to, Basis::Sessions), worked * 60);
    }

    #[test]
    fn whole_days_agree_with_counting_days(from in moment(), n in 1..60_usize) {
        let due = Timetable::default().deadline(from, Limit::new(n as u32, Unit::WorkDay), Mode::D).unwrap();
        let days = from.date().tomorrow().unwrap().series(jiff::Span::new().days(1));
        let last = days.filter(|day| Calendar::builtin().is_workday(*day)).nth(n - 1).unwrap();
        prop_assert_eq!(due.last_day(), last);
        let tomorrow = from.date().tomorrow().unwrap();
        let unknown = [tomorrow, last].iter().any(|day| !Calendar::builtin().is_known(*day));
        prop_assert_eq!(due.provisional, unknown);
    }

    #[test]
    fn hours_over_a_day_without_a_notice_are_provisional(office in office(), from in moment(), n in 1..400_u32) {
        let due = office.deadline(from, Limit::new(n, Unit::WorkHour), Mode::H).unwrap();
        let last = due.at.checked_sub(SignedDuration::from_secs(1)).unwrap().date();
        let mut days = from.date().series(jiff::Span::new().days(1)).take_while(|day| *day <= last);
        prop_assert_eq!(due.provisional, !days.all(|day| Calendar::builtin().is_known(day)));
    }

    #[test]
    fn a_pause_of_no_time_changes_nothing(
        office in office(), from in moment(), n in 1..40_u32, how in unit_and_mode(), later in -3_000_000..3_000_000_i64,
    ) {
        let limit = Limit::new(n, how.0);
        let basis = limit.basis(how.1);
        let due = office.deadline(from, limit, how.1).unwrap();
        // Late or not: pausing and going on in the same second keeps the deadline.
        let at = due.at.checked_add(SignedDuration::from_secs(later)).unwrap();
        let left = office.remaining(at, due.at, basis);
        prop_assert_eq!(office.resume(at, left, basis).unwrap().at, due.at);
    }

    #[test]
    fn a_pause_keeps_what_is_left(
        office in office(), from in moment(), n in 1..40_u32, how in unit_and_mode(), used in 0..500_000_i64,
        away in 0..5_000_000_i64,
    ) {
        let limit = Limit::new(n, how.0);
        let basis = limit.basis(how.1);
        let due = office.deadline(from, limit, how.1).unwrap();
        let paused = from.checked_add(SignedDuration::from_secs(used)).unwrap();
        let resumed = paused.checked_add(SignedDuration::from_secs(away)).unwrap();
        let left = office.remaining(paused, due.at, basis);
        let next = office.resume(resumed, left, basis).unwrap();
        prop_assert_eq!(office.remaining(resumed, next.at, basis), left);
    }

    #[test]
    fn pauses_are_a_chain_of_resumptions(
        office in office(), from in moment(), n in 1..40_u32, how in unit_and_mode(), gaps in prop::collection::vec(0..900_000_i64, 4),
    ) {
        prop_assume!(how != (Unit::NaturalDay, Mode::L));
        let limit = Limit::new(n, how.0);
        let basis = limit.basis(how.1);
        let later = |at: DateTime, gap: i64| at.checked_add(SignedDuration::from_secs(gap)).unwrap();
        let first = Pause { from: later(from, 86_400 + gaps[0]), to: later(from, 86_400 + gaps[0] + gaps[1]) };
        let second = Pause { from: later(first.to, gaps[2]), to: later(first.to, gaps[2] + gaps[3]) };
        let mut due = office.deadline(from, limit, how.1).unwrap();
        for pause in [first, second] {
            if pause.from < due.at {
                let next = office.resume(pause.to, office.remaining(pause.from, due.at, basis), basis).unwrap();
                due = workday::Deadline { provisional: next.provisional || due.provisional, ..next };
            }
        }
        let paused = office.deadline_with_pauses(from, limit, how.1, &[first, second]).unwrap();
        prop_assert_eq!(paused.at, due.at);

        // The explanation is of one piece and counts the limit, pauses or not.
        let story = office.explain_with_pauses(from, limit, how.1, &[first, second]).unwrap();
        prop_assert_eq!(story.deadline, paused);
        let mut at = from;
        for span in &story.spans {
            prop_assert_eq!(span.from, at);
            at = span.to;
        }
        prop_assert_eq!(at, paused.at);
        let plain = office.explain(from, limit, how.1).unwrap();
        let counted = |spans: &[workday::Span]| -> i64 { spans.iter().map(|span| span.seconds).sum() };
        prop_assert_eq!(counted(&story.spans), counted(&plain.spans));
    }

    #[test]
    fn a_pause_of_no_time_is_no_pause(office in office(), from in moment(), n in 0..40_u32, how in unit_and_mode(), gap in 0..900_000_i64) {
        let at = from.checked_add(SignedDuration::from_secs(gap)).unwrap();
        let limit = Limit::new(n, how.0);
        let paused = office.deadline_with_pauses(from, limit, how.1, &[Pause { from: at, to: at }]).unwrap();
        prop_assert_eq!(paused, office.deadline(from, limit, how.1).unwrap());
    }

    #[test]
    fn deadlines_fall_inside_sessions_or_at_their_end(office in office(), from in moment(), n in 1..200_u32) {
        let due = office.deadline(from, Limit::new(n, Unit::WorkHour), Mode::H).unwrap().at;
        prop_assert!(office.calendar().is_workday(due.date()));
        let time = due.time();
        prop_assert!(office.hours().sessions().iter().any(|session| session.start < time && time <= session.end));
    }

    #[test]
    fn the_next_working_moment_is_the_first(office in office(), from in moment()) {
        let next = office.next_working_moment(from).unwrap();
        prop_assert!(from <= next);
        prop_assert_eq!(office.working_seconds(from, next, Basis::Sessions), 0);
        let second = next.checked_add(SignedDuration::from_secs(1)).unwrap();
        prop_assert_eq!(office.working_seconds(next, second, Basis::Sessions), 1);
    }

    #[test]
    fn points_rise_to_the_deadline(office in office(), from in moment(), n in 1..200_u32, percent in 0..100_u32) {
        let due = office.deadline(from, Limit::new(n, Unit::WorkHour), Mode::H).unwrap().at;
        let point = |percent| office.point(from, due, Basis::Sessions, percent).unwrap();
        prop_assert_eq!((point(0), point(100)), (from, due));
        prop_assert!(point(percent) <= point(percent + 1));
    }

    #[test]
    fn an_explanation_leaves_no_gap(office in office(), from in moment(), n in 0..50_u32, how in unit_and_mode()) {
        let limit = Limit::new(n, how.0);
        let story = office.explain(from, limit, how.1).unwrap();
        prop_assert_eq!(story.deadline, office.deadline(from, limit, how.1).unwrap());
        let mut at = from;
        for span in &story.spans {
            prop_assert_eq!(span.from, at);
            prop_assert!(span.from < span.to);
            at = span.to;
        }
        prop_assert_eq!(at, story.deadline.at);
        let counted: i64 = story.spans.iter().map(|span| span.seconds).sum();
        let each = match (how.0, how.1) {
            (Unit::UrgentMinute, _) => 60,
            (Unit::UrgentHour | Unit::WorkHour, _) => 3_600,
            (Unit::WorkDay, Mode::H) => i64::from(office.hours().minutes_per_workday()) * 60,
            _ => 86_400,
        };
        prop_assert_eq!(counted, i64::from(n) * each);
    }

    #[test]
    fn spans_between_two_moments_leave_no_gap_and_add_up(
        office in office(), a in moment(), more in 0..40 * 86_400_i64, basis in basis(),
    ) {
        let to = a.checked_add(SignedDuration::from_secs(more)).unwrap();
        let spans = office.spans(a, to, basis).unwrap();
        let sum: i64 = spans.iter().map(|span| span.seconds).sum();
        prop_assert_eq!(sum, office.working_seconds(a, to, basis));
        prop_assert_eq!(spans.first().map_or(a, |span| span.from), a);
        prop_assert_eq!(spans.last().map_or(a, |span| span.to), if more == 0 { a } else { to });
        prop_assert!(spans.windows(2).all(|pair| pair[0].to == pair[1].from));
    }
}
