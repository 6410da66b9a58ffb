//! Characters without a glyph are told, never dropped.

use papers::{Error, Font, Sheet, Style, Weight, print_sheets};

use crate::{about, document, fonts, pages, wider_font};

#[test]
fn every_missing_character_is_named_once() {
    let Some(fonts) = fonts() else { return };
    let mut document = document();
    document.heading(papers::Level::One, "𠮷先生");
    document.paragraph("𠮷先生反映😀，编号\u{7}");
    document.paragraph("另一处😀");
    let error = document.print(&fonts).unwrap_err();
    let characters = vec!['\u{7}', '😀', '𠮷'];
    assert_eq!(error, Error::Missing { characters });
    assert_eq!(
        error.to_string(),
        "字体里没有这些字：\u{fffd}（U+0007）、😀（U+1F600）、𠮷（U+20BB7）"
    );
}

#[test]
fn sheets_and_measures_tell_too() {
    let Some(fonts) = fonts() else { return };
    let mut sheet = Sheet::a4();
    sheet.text(20.0, 20.0, "𠮷", Style::new(12.0));
    let missing = Error::Missing {
        characters: vec!['𠮷']
    };
    assert_eq!(print_sheets(&about(), &[sheet], &fonts), Err(missing.clone()));
    assert_eq!(fonts.width("𠮷", 12.0, Weight::Bold), Err(missing.clone()));
    assert_eq!(fonts.lines("𠮷", 12.0, Weight::Regular, 50.0), Err(missing));
}

#[test]
fn a_fallback_draws_them_and_they_can_be_searched() {
    let Some((fonts, wider)) = fonts().zip(wider_font()) else {
        return;
    };
    let mut document = document();
    document.paragraph("住户𠮷先生反映路灯不亮。");
    let pdf = document.print(&fonts.with_fallback(wider)).unwrap();
    let Some(pages) = pages(&pdf, "fallback") else { return };
    assert!(pages[0].contains("住户𠮷先生反映路灯不亮。"), "{}", pages[0]);
}

#[test]
fn what_is_no_font_is_refused() {
    assert_eq!(Font::read(b"no font", 0).unwrap_err(), Error::Font);
    assert_eq!(Font::read(&[0x1f, 0x8b, 0, 0], 0).unwrap_err(), Error::Font);
}
