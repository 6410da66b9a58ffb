//! Why a document was not made.

/// Why a document was not made. No document is ever made with something left out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The bytes are no OpenType font, or their gzip wrapping is damaged.
    #[error("字体文件读不出来")]
    Font,
    /// Characters that neither the fonts nor the fallback can draw, each once, in code point order.
    #[error("字体里没有这些字：{}", named(characters))]
    Missing {
        /// The characters.
        characters: Vec<char>,
    },
    /// A row has more or fewer cells than the table has columns. Rows count from 1, without the header.
    #[error("表格第 {row} 行有 {cells} 格，应为 {columns} 格")]
    Cells {
        /// Which row.
        row: usize,
        /// How many cells it has.
        cells: usize,
        /// How many it should have.
        columns: usize,
    },
    /// A chart cannot be drawn as given.
    #[error("图“{title}”画不出来：{why}")]
    Chart {
        /// The chart's title.
        title: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// A page has no width or no height.
    #[error("纸张的宽和高必须大于零")]
    Paper,
    /// The writer refused the document.
    #[error("PDF 写不出来：{0}")]
    Writer(String),
}

/// `𠮷（U+20BB7）、…`: with the code point, since the reader's own font may lack the character too.
fn named(characters: &[char]) -> String {
    let each: Vec<String> = characters
        .iter()
        .map(|&c| {
            let shown = if c.is_control() { '\u{fffd}' } else { c };
            format!("{shown}（U+{:04X}）", u32::from(c))
        })
        .collect();
    each.join("、")
}
