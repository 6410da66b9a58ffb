//! What a row says besides the matter itself, in lines that stand in history; the reporter's name never does.

use case_rules::{Case, Event};
use kernel::Moment;
use sheets::cases::CaseRow;

/// The entry of a new matter.
pub fn said(row: &CaseRow, source: &str) -> String {
    let mut lines = vec![format!("由“{source}”导入，来源编号：{}", row.source_key)];
    lines.extend(more(row).into_iter().map(|(title, value)| format!("{title}：{value}")));
    lines.join("\n")
}

fn more(row: &CaseRow) -> Vec<(&'static str, String)> {
    let time = |at: jiff::civil::DateTime| Moment::from_civil(at).minute();
    [
        ("类别", row.category_hint.clone()),
        ("办理时限", row.due_at.map(time)),
        ("办结时间", row.closed_at.map(time)),
        ("办理结果", row.resolution.clone()),
    ]
    .into_iter()
    .filter_map(|(title, value)| Some((title, value?)))
    .collect()
}

/// What reads otherwise than the last time it was said.
pub fn changes(row: &CaseRow, case: &Case, events: &[Event]) -> String {
    let point = |point: Option<(f64, f64)>| point.map_or_else(String::new, |(lng, lat)| format!("{lng}, {lat}"));
    let own = [
        ("诉求内容", row.words.clone(), case.words.clone()),
        ("地点", row.place_text.clone(), case.place.text.clone()),
        ("坐标", point(row.point), point(case.place.point)),
        (
            "反映时间",
            Moment::from_civil(row.reported_at).minute(),
            case.reported_at.minute(),
        ),
    ];
    let besides = more(row)
        .into_iter()
        .map(|(title, value)| (title, value, String::new()));
    let lines: Vec<String> = own
        .into_iter()
        .chain(besides)
        .filter(|(title, now, first)| {
            let start = format!("{title}：");
            let last = events.iter().rev().find(|event| event.text.contains(&start));
            match last {
                Some(event) => !event.text.contains(&format!("{start}{now}")),
                None => now != first,
            }
        })
        .map(|(title, now, _)| format!("{title}：{now}"))
        .collect();
    if lines.is_empty() {
        // A value was taken out, or the reporter's name differs, which history does not tell.
        return "来源有变动：有内容被删去，或反映人有变。".to_owned();
    }
    format!("来源有变动。\n{}", lines.join("\n"))
}
