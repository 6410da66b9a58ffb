//! Free pages.

use papers::{Align, Color, Error, Path, Pen, Sheet, Style, print_sheets};

use crate::{about, fonts, pages, read_by};

fn card(name: &str) -> Sheet {
    let mut card = Sheet::new(90.0, 54.0);
    card.rect(0.0, 0.0, 90.0, 12.0, Color::ACCENT);
    card.text(
        45.0,
        8.0,
        name,
        Style::new(12.0).bold().color(Color::WHITE).align(Align::Centre),
    );
    card.line((6.0, 20.0), (84.0, 20.0), Pen::new(0.5, Color::PALE));
    let mut code = Path::new();
    code.rect(60.0, 24.0, 1.0, 1.0);
    code.rect(62.0, 24.0, 1.0, 1.0);
    card.path(&code, Color::BLACK);
    card
}

#[test]
fn cards_stand_on_a_page_with_cut_marks() {
    let Some(fonts) = fonts() else { return };
    let mut page = Sheet::a4();
    for (row, name) in ["第一网格", "第二网格"].into_iter().enumerate() {
        let y = if row == 0 { 13.5 } else { 67.5 };
        page.place(&card(name), 15.0, y);
    }
    page.cut_marks(&[15.0, 105.0], &[13.5, 67.5, 121.5]);
    let pdf = print_sheets(&about(), &[page, card("第三网格")], &fonts).unwrap();
    if let Some(pages) = pages(&pdf, "cards") {
        assert_eq!(pages.len(), 2);
        assert!(
            pages[0].contains("第一网格") && pages[0].contains("第二网格"),
            "{pages:?}"
        );
        assert!(pages[1].contains("第三网格"), "{pages:?}");
    }
    if let Some(info) = read_by("pdfinfo", &pdf, "cards") {
        assert!(info.contains("595.276 x 841.89 pts (A4)"), "{info}");
    }
}

#[test]
fn a_sheet_without_area_is_refused() {
    let Some(fonts) = fonts() else { return };
    assert_eq!(
        print_sheets(&about(), &[Sheet::new(0.0, 54.0)], &fonts),
        Err(Error::Paper)
    );
}
