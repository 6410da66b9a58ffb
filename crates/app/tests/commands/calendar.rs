//! `xingge calendar`.

use crate::xingge;

#[test]
fn days_with_kind_name_and_notice() {
    let said = xingge(&["calendar", "--from", "2026-12-31", "--to", "2027-01-02"], b"");
    assert_eq!(
        said.answer,
        "2026-12-31\tworkday\t\t\n2027-01-01\tworkday\t\t\tprovisional\n2027-01-02\tweekend\t\t\tprovisional\n"
    );
    let said = xingge(&["calendar", "--from", "2026-02-13", "--to", "2026-02-15"], b"");
    let notice = "春节\t国办发明电〔2025〕7号，2025年11月4日";
    assert_eq!(
        said.answer,
        format!("2026-02-13\tworkday\t\t\n2026-02-14\tmakeup\t{notice}\n2026-02-15\tholiday\t{notice}\n")
    );
}

#[test]
fn the_three_disputed_days_are_worked() {
    for day in ["2005-12-31", "2013-04-07", "2013-10-12"] {
        let said = xingge(&["calendar", "--from", day, "--to", day], b"");
        assert!(said.answer.starts_with(&format!("{day}\tmakeup\t")), "{}", said.answer);
    }
}

#[test]
fn days_that_run_backwards_are_refused() {
    let said = xingge(&["calendar", "--from", "2026-02-02", "--to", "2026-02-01"], b"");
    assert!(!said.ok && said.answer.contains("最后一天 2026-02-01 早于第一天 2026-02-02。"));
}
