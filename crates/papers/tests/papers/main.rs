//! What printed documents hold, read back out of them.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "helpers of tests may fail and tell"
)]

mod documents;
mod lines;
mod missing;
mod sheets;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use jiff::civil::date;
use papers::{About, Document, Font, Fonts};

/// Debian's fonts-noto-cjk; its third font is the one for simplified Chinese.
const WIDER_FONT: (&str, u32) = ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 2);

/// The fonts that `cargo xtask web` built, or nothing (and a line about it) where it did not run.
fn fonts() -> Option<Fonts> {
    let font = |name: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../web/dist/fonts/{name}.ttf.gz"));
        match fs::read(&path) {
            Ok(bytes) => Some(Font::read(&bytes, 0).unwrap()),
            Err(_) => {
                println!("skipped: no {}", path.display());
                None
            }
        }
    };
    Some(Fonts::new(font("NotoSansSC-Regular")?, font("NotoSansSC-Bold")?))
}

fn wider_font() -> Option<Font> {
    let (path, index) = WIDER_FONT;
    match fs::read(path) {
        Ok(bytes) => Some(Font::read(&bytes, index).unwrap()),
        Err(_) => {
            println!("skipped: no {path}");
            None
        }
    }
}

fn about() -> About {
    About {
        title: "民生诉求办理情况通报".to_owned(),
        office: "清河街道办事处".to_owned(),
        date: date(2026, 11, 5),
    }
}

fn document() -> Document {
    Document::new(about())
}

/// What a tool of poppler-utils says about a document, or nothing (and a line about it) where it is not installed.
fn read_by(tool: &str, pdf: &[u8], name: &str) -> Option<String> {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let file = folder.join(format!("{name}.pdf"));
    fs::write(&file, pdf).unwrap();
    let mut command = Command::new(tool);
    command.arg(&file);
    if tool == "pdftotext" {
        command.arg("-");
    }
    match command.output() {
        Ok(output) => Some(String::from_utf8(output.stdout).unwrap()),
        Err(_) => {
            println!("skipped: no {tool}");
            None
        }
    }
}

/// The text of each page without white space, so that a sentence over two lines is found.
fn pages(pdf: &[u8], name: &str) -> Option<Vec<String>> {
    let text = read_by("pdftotext", pdf, name)?;
    let pages = text.trim_end_matches('\u{c}').split('\u{c}');
    Some(pages.map(|page| page.split_whitespace().collect()).collect())
}
