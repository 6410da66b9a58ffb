//! Reads one table out of a file, whatever its name claims it to be.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use crate::csv_text::{self, Encoding};
use crate::sheet::Sheet;
use crate::workbook::{self, Format};
use crate::{layout, legacy, zipped};

/// Larger files are refused before they are read.
const MAX_BYTES: u64 = 50 * 1024 * 1024;

/// Answers to what a file leaves open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Which sheet; otherwise the first visible one with content.
    pub sheet: Option<String>,
    /// How CSV text is encoded; otherwise found out.
    pub encoding: Option<Encoding>,
}

/// Why a file was not read. The text is for the person at the screen.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    #[error("打不开文件：{0}")]
    Io(#[from] std::io::Error),
    #[error("文件超过 50 MB，请拆成几个文件再导入")]
    TooLong,
    #[error("文件解压后超过 200 MB，不予读取；请只保留要导入的工作表，另存后再试")]
    TooLarge,
    #[error("有内容的行超过 20 万行，或单元格超过 300 万个，请拆成几个文件再导入")]
    TooManyRows,
    #[error("表格里有一个离得很远的单元格，读取会占用过多内存；请删去远处的内容，或另存为 .xlsx 后再试")]
    FarCell,
    #[error("文件头声明的大小与文件本身不符，不予读取；请用 WPS 或 Excel 打开，另存为 .xlsx 后再试")]
    FalseSize,
    #[error("文件有密码保护；请用 WPS 或 Excel 打开，去掉密码后另存再试")]
    Password,
    #[error("文件已损坏，读不出表格；请用 WPS 或 Excel 打开，另存为 .xlsx 后再试")]
    Broken,
    #[error(".xlsb 和 .ods 不能直接导入；请用 WPS 或 Excel 打开，另存为 .xlsx 后再试")]
    OtherFormat,
    #[error("不是表格文件；可以导入 .xlsx、.xls 和 .csv")]
    NotASheet,
    #[error("这是网页或 XML 格式的表格；请用 WPS 或 Excel 打开，另存为 .xlsx 后再试")]
    Markup,
    #[error("文字编码既不是 UTF-8 也不是 GB18030；请用 WPS 或 Excel 打开，另存为 .xlsx 后再试")]
    UnknownEncoding,
    #[error("文字编码有两种可能，请选定一种：按 UTF-8 是「{as_utf8}」，按 GB18030 是「{as_gb18030}」")]
    EncodingUnclear { as_utf8: String, as_gb18030: String },
    #[error("没有这张工作表；文件里有：{0}")]
    NoSuchSheet(String),
    #[error("文件里没有内容")]
    Empty,
}

/// Reads the file at a path.
pub fn read(path: impl AsRef<Path>) -> Result<Sheet, ReadError> {
    let path = path.as_ref();
    let mut bytes = Vec::new();
    // One byte more than allowed tells a file that is too long.
    File::open(path)?.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    read_bytes(&name, &bytes, &Options::default())
}

/// Reads a file's bytes; the name is kept for reports and decides nothing.
pub fn read_bytes(name: &str, bytes: &[u8], options: &Options) -> Result<Sheet, ReadError> {
    if bytes.len() as u64 > MAX_BYTES {
        return Err(ReadError::TooLong);
    }
    let wanted = options.sheet.as_deref();
    let (grid, encoding) = if bytes.starts_with(b"PK\x03\x04") {
        zipped::inspect(bytes)?;
        (workbook::read(bytes, Format::Xlsx, wanted)?, None)
    } else if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        legacy::inspect(bytes)?;
        (workbook::read(bytes, Format::Xls, wanted)?, None)
    } else {
        let (text, encoding) = csv_text::decode(bytes, options.encoding)?;
        if text.trim_start().starts_with('<') {
            return Err(ReadError::Markup);
        }
        if text.starts_with("%PDF-") {
            return Err(ReadError::NotASheet);
        }
        (csv_text::rows(&text)?, Some(encoding))
    };
    layout::lay_out(name, encoding, grid)
}
