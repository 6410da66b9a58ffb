//! 5,000 cards in `target/papers/cards.pdf`, ten on a page, and how long they took: `cargo run --release -p papers --example cards`.

use std::error::Error;
use std::fs;
use std::path::Path as FilePath;
use std::time::Instant;

use jiff::civil::date;
use papers::{About, Color, Font, Fonts, Path, Pen, Sheet, Style, print_sheets};

const CARDS: usize = 5_000;
const CARD: (f32, f32) = (90.0, 54.0);
/// Left edges and upper edges of the cards that fill a page.
const COLUMNS: [f32; 2] = [15.0, 105.0];
const ROWS: [f32; 5] = [13.5, 67.5, 121.5, 175.5, 229.5];
const ON_A_PAGE: usize = COLUMNS.len() * ROWS.len();
/// Modules on a side, as in a QR code of version 3.
const MODULES: u32 = 29;
const MODULE: f32 = 0.9;

#[expect(clippy::disallowed_methods, reason = "a stopwatch is what a benchmark is")]
#[expect(clippy::print_stdout, reason = "the figures are the output")]
fn main() -> Result<(), Box<dyn Error>> {
    let root = FilePath::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let font = |name: &str| -> Result<Font, Box<dyn Error>> {
        let bytes = fs::read(root.join(format!("web/dist/fonts/{name}.ttf.gz")))?;
        Ok(Font::read(&bytes, 0)?)
    };
    let started = Instant::now();
    let fonts = Fonts::new(font("NotoSansSC-Regular")?, font("NotoSansSC-Bold")?);
    println!("fonts read in {:?}", started.elapsed());
    let started = Instant::now();
    let numbers: Vec<u32> = (1..).take(CARDS).collect();
    let sheets: Vec<Sheet> = numbers.chunks(ON_A_PAGE).map(page).collect();
    println!("{CARDS} cards placed in {:?}", started.elapsed());
    let about = About {
        title: "楼栋服务卡".to_owned(),
        office: "清河街道办事处".to_owned(),
        date: date(2026, 11, 5),
    };
    let pdf = print_sheets(&about, &sheets, &fonts)?;
    println!("and printed in {:?}: {} bytes", started.elapsed(), pdf.len());
    fs::create_dir_all(root.join("target/papers"))?;
    fs::write(root.join("target/papers/cards.pdf"), pdf)?;
    Ok(())
}

fn page(numbers: &[u32]) -> Sheet {
    let mut page = Sheet::a4();
    let places = ROWS.iter().flat_map(|&y| COLUMNS.map(|x| (x, y)));
    for ((x, y), &number) in places.zip(numbers) {
        page.place(&card(number), x, y);
    }
    page.cut_marks(&[15.0, 105.0, 195.0], &[13.5, 67.5, 121.5, 175.5, 229.5, 283.5]);
    page
}

fn card(number: u32) -> Sheet {
    let mut card = Sheet::new(CARD.0, CARD.1);
    card.rect(0.0, 0.0, CARD.0, 1.6, Color::ACCENT);
    card.text(6.0, 11.0, "清河街道民生服务卡", Style::new(13.0).bold());
    card.line((6.0, 14.0), (84.0, 14.0), Pen::new(0.5, Color::PALE));
    let house = format!("幸福里社区{}号楼{}单元", number / 20 + 1, number % 6 + 1);
    card.text(6.0, 21.0, &house, Style::new(10.5));
    let grid = format!("第{}网格　网格员 王建国", number / 100 + 1);
    card.text(6.0, 28.0, &grid, Style::new(10.5));
    card.text(6.0, 35.0, "24小时热线 12345", Style::new(10.5));
    card.text(6.0, 44.0, "扫码反映身边事，", Style::new(9.0).color(Color::GREY));
    card.text(6.0, 49.0, "件件有着落。", Style::new(9.0).color(Color::GREY));
    card.path(&code(number), Color::BLACK);
    card
}

/// As many dark modules as a code has, from the number; neighbours in a row are one rectangle.
fn code(number: u32) -> Path {
    let mut path = Path::new();
    let mut state = number.wrapping_mul(2_654_435_761) | 1;
    let mut y = 20.0;
    for _ in 0..MODULES {
        let (mut x, mut dark) = (57.5, 0.0);
        for _ in 0..MODULES {
            // xorshift: any pattern will do.
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            if state & 1 == 1 {
                dark += MODULE;
            } else if dark > 0.0 {
                path.rect(x - dark, y, dark, MODULE);
                dark = 0.0;
            }
            x += MODULE;
        }
        if dark > 0.0 {
            path.rect(x - dark, y, dark, MODULE);
        }
        y += MODULE;
    }
    path
}
