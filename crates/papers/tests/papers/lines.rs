//! Lines of Chinese and Latin text.

use papers::Weight;

use crate::fonts;

/// One em of 10 pt in millimetres.
const EM: f32 = 10.0 * 25.4 / 72.0;

#[test]
fn no_mark_stands_where_it_must_not_and_no_word_is_torn() {
    let Some(fonts) = fonts() else { return };
    for (ems, text, lines) in [
        // The mark that would begin the second line takes its character along.
        (5.0, "清河街道办，事处", vec!["清河街道", "办，事处"]),
        (5.0, "他说过：“请进。”", vec!["他说过：", "“请进。”"]),
        (4.0, "见附件（一）后", vec!["见附件", "（一）后"]),
        (5.0, "关于《通知》的", vec!["关于《通", "知》的"]),
        (4.0, "办结率98.6％了", vec!["办结率", "98.6％了"]),
        (4.0, "共受理1,286件", vec!["共受理", "1,286件"]),
        (5.0, "这件事情——已办", vec!["这件事情", "——已办"]),
        (5.0, "请看windows系统", vec!["请看", "windows", "系统"]),
        (4.0, "甲乙\n丙丁", vec!["甲乙", "丙丁"]),
        (3.0, "", vec![""]),
        // A word longer than any line is cut where the line is full, and loses nothing.
        (2.0, "wwwww", vec!["ww", "ww", "w"]),
    ] {
        let set = fonts.lines(text, 10.0, Weight::Regular, ems * EM).unwrap();
        assert_eq!(set, lines, "{text} in {ems} ems");
    }
}

#[test]
fn width_is_that_of_the_glyphs() {
    let Some(fonts) = fonts() else { return };
    let width = fonts.width("清河街道", 10.0, Weight::Bold).unwrap();
    assert!((width - 4.0 * EM).abs() < 0.001, "{width}");
    assert!(fonts.width("1234", 10.0, Weight::Regular).unwrap() < 3.0 * EM);
}
