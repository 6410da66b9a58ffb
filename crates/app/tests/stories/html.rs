//! Reads the forms of a page the way a browser would: names, values, what is chosen.

/// A form as it stands on a page, to be filled in and sent.
#[derive(Clone, Debug, Default)]
pub struct Form {
    pub action: String,
    pub multipart: bool,
    pub fields: Vec<(String, String)>,
    /// Field, file name, content.
    pub files: Vec<(String, String, Vec<u8>)>,
    /// The names a person sees and fills in.
    pub visible: Vec<String>,
}

impl Form {
    /// Replaces the value of a field, or adds it.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.fields.retain(|(key, _)| key != name);
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    #[must_use]
    pub fn with_all(self, fields: &[(&str, &str)]) -> Self {
        fields.iter().fold(self, |form, (name, value)| form.with(name, value))
    }

    #[must_use]
    pub fn photo(mut self, file: &str, bytes: Vec<u8>) -> Self {
        self.files.push(("photo".into(), file.into(), bytes));
        self
    }

    pub fn get(&self, name: &str) -> &str {
        self.fields
            .iter()
            .find(|(key, _)| key == name)
            .map_or("", |(_, value)| value)
    }
}

/// Every form of a page.
pub fn forms(page: &str) -> Vec<Form> {
    page.split("<form ")
        .skip(1)
        .map(|rest| {
            let body = rest.split("</form>").next().unwrap_or(rest);
            let head = attributes(body.split('>').next().unwrap_or_default());
            read(&head, body)
        })
        .collect()
}

fn read(head: &[(String, String)], body: &str) -> Form {
    let mut form = Form {
        action: value(head, "action"),
        multipart: value(head, "enctype") == "multipart/form-data",
        ..Form::default()
    };
    let mut select = None;
    for piece in body.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').unwrap_or((piece, ""));
        let (kind, rest) = tag.split_once(' ').unwrap_or((tag, ""));
        let found = attributes(rest);
        let has = |name: &str| found.iter().any(|(key, _)| key == name);
        let name = value(&found, "name");
        match kind {
            "select" => {
                form.visible.push(name.clone());
                select = Some(name);
            }
            "/select" => select = None,
            "option" if has("selected") => {
                if let Some(name) = &select {
                    form.fields.push((name.clone(), value(&found, "value")));
                }
            }
            "textarea" => {
                form.visible.push(name.clone());
                form.fields.push((name, unescape(text)));
            }
            "input" => match value(&found, "type").as_str() {
                "hidden" => form.fields.push((name, value(&found, "value"))),
                "radio" | "checkbox" => {
                    form.visible.push(name.clone());
                    if has("checked") {
                        form.fields.push((name, value(&found, "value")));
                    }
                }
                "file" => form.visible.push(name),
                _ => {
                    form.visible.push(name.clone());
                    form.fields.push((name, value(&found, "value")));
                }
            },
            _ => {}
        }
    }
    form.visible.sort();
    form.visible.dedup();
    form
}

fn value(found: &[(String, String)], name: &str) -> String {
    found
        .iter()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.clone())
        .unwrap_or_default()
}

/// The attributes of a tag, `a="b" c`.
fn attributes(mut text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    loop {
        text = text.trim_start();
        let end = text.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(text.len());
        let (name, rest) = text.split_at(end);
        if name.is_empty() {
            return found;
        }
        text = rest;
        let mut value = String::new();
        if let Some(quoted) = rest.strip_prefix("=\"") {
            let (inside, after) = quoted.split_once('"').unwrap_or((quoted, ""));
            value = unescape(inside);
            text = after;
        }
        found.push((name.to_owned(), value));
    }
}

/// Text as the reader sees it.
pub fn unescape(text: &str) -> String {
    [
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#38;", "&"),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// Every link to a list that shows a number: its address and the number.
pub fn numbers(page: &str) -> Vec<(String, usize)> {
    page.split("<a ")
        .skip(1)
        .filter_map(|rest| {
            let (head, body) = rest.split_once("</a>")?.0.split_once('>')?;
            let href = value(&attributes(head), "href");
            let text: String = body
                .split('<')
                .map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text))
                .collect();
            let digits: String = text.chars().filter(char::is_ascii_digit).collect();
            let number = digits.parse().ok()?;
            href.starts_with("/cases?").then_some((href, number))
        })
        .collect()
}

/// The href of every link whose address begins so, in order.
pub fn links(page: &str, begin: &str) -> Vec<String> {
    page.split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .map(unescape)
        .filter(|href| href.starts_with(begin))
        .collect()
}
