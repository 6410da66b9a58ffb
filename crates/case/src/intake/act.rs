//! Opening a matter: the only way in, whoever comes.

use std::sync::Arc;

use case_rules::{Channel, Opening, PhoneClock, Place, Reporter, Standard, next_alarm, open};
use codes::Catalogue;
use codes::datum::{Gcj02, Wgs84};
use codes::phone::Phone;
use codes::receipt::ReceiptCode;
use db::{Tx, WriteError};
use kernel::{Actor, AreaCode, AttachmentId, CaseId, ClientId, Issues, Level, Moment};
use serde::{Deserialize, Deserializer, Serialize};
use web::{Fault, Photo, Site, Work, random_bytes};

use crate::notice::tell;
use crate::office::office;
use crate::store::{ReporterRow, add_photo, add_reporter, next_number, save};

/// Enough for a long letter, short enough for a screen. Longer texts are asked to be cut.
pub const MOST_WORDS: usize = 2000;
const MOST_PLACE: usize = 200;
const MOST_NAME: usize = 50;
/// Afterwards the same words are news.
const SAME_REPORT_SECONDS: i64 = 600;

/// Reads words of JSON as a form reads them: without invisible characters.
///
/// # Errors
/// When it is no text.
pub fn clean<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let text = String::deserialize(from)?;
    Ok(codes::text::clean_text(&text).into_owned())
}

/// A report as somebody typed it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ReportInput {
    #[serde(deserialize_with = "clean")]
    pub words: String,
    /// The address, or where it is in words.
    #[serde(deserialize_with = "clean")]
    pub place: String,
    pub lng: Option<f64>,
    pub lat: Option<f64>,
    /// `wgs84` (also for CGCS2000) or `gcj02`; converted here and nowhere else.
    pub datum: String,
    /// The digits of a community or grid, when somebody chose it instead of a point.
    pub area: String,
    #[serde(deserialize_with = "clean")]
    pub name: String,
    pub phone: String,
    pub channel: Option<Channel>,
    /// The row of the standard, for something solved on the spot.
    pub standard: String,
    /// The phone's own time when it was written, with its offset, and the milliseconds since by a counter nobody sets.
    pub phone_at: String,
    pub elapsed_ms: i64,
    /// What was done; makes it a self-resolved matter.
    #[serde(deserialize_with = "clean")]
    pub done: String,
}

/// A report that can be kept.
#[derive(Clone, Debug)]
pub struct Report {
    pub words: String,
    pub place: Place,
    pub reporter: Option<ReporterRow>,
    pub channel: Channel,
    pub phone: Option<PhoneClock>,
    pub solved: Option<(Option<Standard>, String)>,
}

/// The answer to a report, kept for repeats.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq, Eq)]
pub struct Opened {
    pub id: CaseId,
    pub number: String,
    /// Given to reporters, once.
    pub receipt: Option<String>,
    /// Whether the place belongs to a grid.
    pub assigned: bool,
}

/// The standard's row, frozen as it reads today (trap T21), also of a category that has ended.
#[must_use]
pub fn standard_of(catalogue: &Catalogue, row: &str, now: Moment) -> Option<Standard> {
    let (item, standard) = catalogue.standard(row)?;
    Some(Standard {
        item: item.code.clone(),
        item_name: item.name.clone(),
        row: standard.id.clone(),
        condition: standard.condition.clone(),
        limit: format!("{}{}", standard.limit, standard.unit),
        urgent: standard.urgent(),
        evidence: standard.evidence,
        ended: !item.is_open(now.0),
    })
}

/// Checks what was typed. `by_staff` decides whether somebody is to be asked about the result.
///
/// # Errors
/// Every issue at once, each with its field.
pub fn check(input: &ReportInput, site: &Site, by_staff: bool, default_channel: Channel) -> Result<Report, Issues> {
    let mut issues = Issues::default();
    let length = codes::text::length(&input.words);
    if input.words.trim().is_empty() {
        issues.add("words", "case.report.words_missing", "请写一写发生了什么，一句话也行。");
    } else if length > MOST_WORDS {
        let text = format!("文字有 {length} 个字，超过 {MOST_WORDS} 字。请精简，细节可以在受理后补充。");
        issues.add("words", "case.report.words_too_long", text);
    }
    if codes::text::length(&input.place) > MOST_PLACE {
        issues.add(
            "place",
            "case.report.place_too_long",
            format!("地点请控制在 {MOST_PLACE} 字以内。"),
        );
    }
    if codes::text::length(&input.name) > MOST_NAME {
        issues.add(
            "name",
            "case.report.name_too_long",
            format!("姓名请控制在 {MOST_NAME} 字以内。"),
        );
    }
    let phone = match input.phone.trim() {
        "" => String::new(),
        typed => match typed.parse::<Phone>() {
            Ok(phone) => phone.to_string(),
            Err(error) => {
                issues.add(
                    "phone",
                    "case.report.phone",
                    format!("电话不对：{error}。不留电话也可以提交。"),
                );
                String::new()
            }
        },
    };
    let place = place_of(input, site, &mut issues);
    let done = input.done.trim().to_owned();
    let standard = (!input.standard.is_empty()).then(|| standard_of(&site.catalogue(), &input.standard, site.now()));
    if let Some(None) = standard {
        issues.add("standard", "case.report.standard", "没有这个事项类别，请重新选择。");
    }
    let solved = (!done.is_empty()).then(|| (standard.flatten(), done));
    let reporter = (!by_staff).then(|| ReporterRow {
        name: input.name.trim().to_owned(),
        phone,
    });
    let channel = input.channel.unwrap_or(default_channel);
    let phone = phone_clock(input);
    if phone.is_none() && !input.phone_at.is_empty() {
        let text = "手机时间读不懂。请写成 2026-03-05T09:00:00+08:00，经过的毫秒数不能是负数。";
        issues.add("phone_at", "case.report.phone_at", text);
    }
    issues.or(Report {
        words: input.words.trim().to_owned(),
        place,
        reporter,
        channel,
        phone,
        solved,
    })
}

/// What the phone took for the time; it moves no limit.
#[must_use]
pub fn phone_clock(input: &ReportInput) -> Option<PhoneClock> {
    let stamp: jiff::Timestamp = input.phone_at.parse().ok()?;
    (input.elapsed_ms >= 0).then_some(PhoneClock {
        at: Moment(stamp.as_millisecond()),
        elapsed_ms: input.elapsed_ms,
    })
}

fn place_of(input: &ReportInput, site: &Site, issues: &mut Issues) -> Place {
    let town = site.town();
    let whole = AreaCode(site.street.0 * 1_000_000);
    let mut place = Place {
        text: input.place.trim().to_owned(),
        point: None,
        area: whole,
        layer: town.layer,
    };
    match (input.lng, input.lat) {
        (Some(lng), Some(lat)) => match at_door(lng, lat, &input.datum) {
            Some(point) => {
                place.point = Some((point.lng, point.lat));
                place.area = town.locate(point.lng, point.lat).unwrap_or(whole);
            }
            None => issues.add(
                "place",
                "case.report.point",
                "地图位置不对（经纬度超出范围）。请重新在地图上点选。",
            ),
        },
        (None, None) if !input.area.is_empty() => match AreaCode::from_digits(&input.area) {
            Some(area) if town.areas.iter().any(|known| known.code == area) => place.area = area,
            _ => issues.add("area", "case.report.area", "没有这个社区或网格，请重新选择。"),
        },
        (None, None) => {}
        _ => issues.add("place", "case.report.point", "地图位置不完整。请重新在地图上点选。"),
    }
    if place.text.is_empty() && place.point.is_none() && place.area.level() == Level::Street {
        issues.add(
            "place",
            "case.report.place_missing",
            "请告诉我们在哪里：在地图上点一下，或写上地址。",
        );
    }
    if place.text.is_empty() && place.area.level() != Level::Street {
        place.text = town.name(place.area);
    }
    place
}

/// GCJ-02 is converted at the door; inside there is one datum (trap G08).
fn at_door(lng: f64, lat: f64, datum: &str) -> Option<Wgs84> {
    if !(lng.is_finite() && lat.is_finite() && (-180.0..=180.0).contains(&lng) && (-90.0..=90.0).contains(&lat)) {
        return None;
    }
    Some(match datum {
        "gcj02" => Gcj02 { lng, lat }.to_wgs84(),
        _ => Wgs84 { lng, lat },
    })
}

#[derive(Clone)]
struct Given {
    report: Report,
    actor: Actor,
    photos: Arc<Vec<Photo>>,
}

/// Opens the matter, once for each id of the sender.
///
/// # Errors
/// A refusal of the rules, or a fault with a number.
pub async fn open_case(
    site: &Arc<Site>,
    client: ClientId,
    actor: Actor,
    report: Report,
    photos: Vec<Photo>,
) -> Result<Opened, Fault> {
    site.write(
        client,
        Given {
            report,
            actor,
            photos: Arc::new(photos),
        },
        write,
    )
    .await
}

/// The same for a sender without an id of its own: `implied` is made of what was sent, and within ten minutes it is the
/// same report (trap O03). Tells whether it was there already.
///
/// # Errors
/// As [`open_case`].
pub async fn open_implied(
    site: &Arc<Site>,
    implied: ClientId,
    actor: Actor,
    report: Report,
) -> Result<(Opened, bool), Fault> {
    let given = Given {
        report,
        actor,
        photos: Arc::default(),
    };
    site.write_within(implied, SAME_REPORT_SECONDS, given, write).await
}

fn write(tx: &Tx, site: Arc<Site>, given: Given) -> Work<'_, Opened> {
    Box::pin(async move {
        let Given { report, actor, photos } = given;
        let (now, street) = (site.now(), site.street);
        let office = office(&site).await?;
        let id = CaseId(site.id());
        let number = next_number(tx, street, now).await?;
        let opening = Opening {
            id,
            number: number.clone(),
            channel: report.channel,
            words: report.words,
            place: report.place.clone(),
            reporter: if report.reporter.is_some() {
                Reporter::Reachable
            } else {
                Reporter::Staff
            },
            photos: u32::try_from(photos.len()).unwrap_or(u32::MAX),
            phone: report.phone,
            solved: report.solved,
        };
        let change = open(opening, &actor, now, &office).map_err(Fault::from)?;
        save(tx, street, None, &change, next_alarm(change.case(), &office)).await?;
        let mut receipt = None;
        if let Some(reporter) = &report.reporter {
            let code = ReceiptCode::from_random(random_bytes().map_err(|error| db::Error::Content(error.to_string()))?);
            add_reporter(tx, street, id, code, reporter, actor.account);
            receipt = Some(code.to_string());
        }
        for photo in photos.iter() {
            add_photo(tx, street, id, AttachmentId(site.id()), "report", photo, now).await?;
        }
        tell(tx, &site, &change);
        let assigned = report.place.area.level() != Level::Street;
        Ok::<_, WriteError<Fault>>(Opened {
            id,
            number,
            receipt,
            assigned,
        })
    })
}
