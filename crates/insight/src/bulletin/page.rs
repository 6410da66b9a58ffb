//! The list of bulletins, and their files.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use kernel::figure::{Period, month_text};
use papers::Error;
use routes::Route;
use sheets::attachment;
use web::{Fault, Page, Shell, Site, Visitor};

use super::month::{Bulletin, gather, list_months};
use super::{paper, workbook};

/// What a bulletin comes as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Pdf,
    Xlsx,
}

impl Form {
    pub const ALL: [Self; 2] = [Self::Pdf, Self::Xlsx];

    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Xlsx => "xlsx",
        }
    }

    const fn content_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    /// What the file is called: `月报-2026-10.pdf`.
    #[must_use]
    pub fn file_name(self, month: i64) -> String {
        format!("月报-{}.{}", month_text(month), self.ending())
    }

    /// The bytes of the file; the same for the same bulletin. Takes a while: fonts are unpacked and cut.
    ///
    /// # Errors
    /// A sentence for whoever asked, such as a character that cannot be printed.
    pub fn make(self, bulletin: &Bulletin) -> Result<Vec<u8>, String> {
        match self {
            Self::Pdf => paper::print(bulletin).map_err(|error| match error {
                Error::Missing { .. } => format!("月报印不出来：{error}。请系统管理员改用字体里有的字，或先下载表格。"),
                error => format!("月报印不出来：{error}。请把这句话告诉系统管理员，或先下载表格。"),
            }),
            Self::Xlsx => workbook::write(bulletin).map_err(|error| error.to_string()),
        }
    }
}

struct Line {
    name: String,
    received: i64,
    ended: i64,
    is_running: bool,
    pdf: String,
    xlsx: String,
}

#[derive(Template)]
#[template(path = "bulletin/index.html")]
struct Index {
    shell: Shell,
    lines: Vec<Line>,
}

pub async fn index(State(site): State<Arc<Site>>, visitor: Visitor) -> Result<Response, Fault> {
    let months = list_months(&site.db, &visitor.scope).await?;
    let lines = months.into_iter().map(|listed| {
        let file = |form: Form| Route::BulletinFile.to(&[&format!("{}.{}", month_text(listed.month), form.ending())]);
        let period = Period {
            from: listed.month,
            to: listed.month,
        };
        Line {
            name: period.name(),
            received: listed.received,
            ended: listed.ended,
            is_running: listed.is_running,
            pdf: file(Form::Pdf),
            xlsx: file(Form::Xlsx),
        }
    });
    let page = Index {
        lines: lines.collect(),
        shell: Shell::of(&site, &visitor, "月报"),
    };
    Ok(Page::ok(page).into_response())
}

/// The month and the form of `2026-10.pdf`.
fn parse(file: &str) -> Option<(i64, Form)> {
    let (month, ending) = file.split_once('.')?;
    let form = Form::ALL.into_iter().find(|form| form.ending() == ending)?;
    Some((Period::parse(month, month).ok()?.from, form))
}

pub async fn file(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(file): Path<String>,
) -> Result<Response, Fault> {
    let (month, form) = parse(&file).ok_or(Fault::Absent)?;
    let bulletin = gather(&site, &visitor.scope, month).await?.ok_or(Fault::Absent)?;
    let bytes = tokio::task::spawn_blocking(move || form.make(&bulletin))
        .await
        .map_err(|error| db::Error::Content(error.to_string()))?
        .map_err(Fault::Unreadable)?;
    let headers = [
        (header::CONTENT_TYPE, form.content_type().to_owned()),
        (header::CONTENT_DISPOSITION, attachment(&form.file_name(month))),
    ];
    Ok((headers, bytes).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_by_month_and_form() {
        assert_eq!(parse("2026-10.pdf"), Some((202_610, Form::Pdf)));
        assert_eq!(parse("2026-10.xlsx"), Some((202_610, Form::Xlsx)));
        for wrong in [
            "2026-10",
            "2026-13.pdf",
            "2026-10.csv",
            "10.pdf",
            "..",
            "2026-10.pdf.pdf",
        ] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
        assert_eq!(Form::Xlsx.file_name(202_610), "月报-2026-10.xlsx");
    }
}
