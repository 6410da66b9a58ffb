//! File names that survive Chinese characters (trap X18).

/// The name for the workbook of rows refused from a file.
#[must_use]
pub fn refused_name(file: &str) -> String {
    let file = safe(file);
    let stem = file.rsplit_once('.').map_or(file.as_str(), |(stem, _)| stem);
    format!("{}-未导入.xlsx", stem.trim())
}

/// The value of `Content-Disposition` for a download: an ASCII form and the real name (RFC 6266).
///
/// ```
/// let header = sheets::attachment("案件.xlsx");
/// assert_eq!(header, "attachment; filename=\"__.xlsx\"; filename*=UTF-8''%E6%A1%88%E4%BB%B6.xlsx");
/// ```
#[must_use]
pub fn attachment(file: &str) -> String {
    let file = safe(file);
    let ascii: String = file.chars().map(|c| if c.is_ascii() { c } else { '_' }).collect();
    let mut encoded = String::new();
    for byte in file.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{encoded}")
}

/// The last part of a path without quotes, line ends and other control characters.
fn safe(file: &str) -> String {
    let file = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let name: String = file
        .chars()
        .filter(|c| !c.is_control() && !codes::text::is_invisible(*c) && !"\"<>|?*:%;".contains(*c))
        .collect();
    let name = name.trim().trim_start_matches('.');
    if name.is_empty() {
        "表格".to_owned()
    } else {
        name.to_owned()
    }
}
