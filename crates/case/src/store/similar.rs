//! Candidates for a merge: open matters nearby, of the same item or in like words.

use case_rules::MARK;
use db::{Error, Sql, Text, values};
use kernel::{AreaCode, CaseId, Moment, Scope};

use super::lists::{CaseRow, ROW, case_row};
use super::scope::in_scope;

/// What a matter is compared by.
#[derive(Clone, Copy, Debug)]
pub struct Likeness<'a> {
    /// In degrees; about 300 m around it are near.
    pub point: Option<(f64, f64)>,
    /// Where no point is known.
    pub area: Option<AreaCode>,
    /// The item of the catalogue it is filed under, or that its words suggest.
    pub item: Option<&'a str>,
    pub words: &'a str,
    pub not: Option<CaseId>,
}

/// Looked at for likeness, of which the most alike are shown.
const MOST_NEAR: i64 = 60;
const MOST_ALIKE: usize = 8;
/// Fewer pairs of characters are shared by sentences about anything.
const FEWEST_SHARED: usize = 2;

/// Open matters nearby in place and time that may be the same one: of the same item, or in like words.
///
/// # Errors
/// The database's failure.
pub async fn find_similar(
    db: &impl Sql,
    scope: &Scope,
    like: &Likeness<'_>,
    since: Moment,
) -> Result<Vec<CaseRow>, Error> {
    const NEAR: f64 = 0.003;
    let mut text = Text::new(
        &format!(
            "SELECT {ROW} FROM cases c WHERE c.street = $1 AND c.closed_at IS NULL AND c.desk IS NOT NULL AND c.reported_at > $2"
        ),
        values![scope.street.0, since.0],
    );
    in_scope(&mut text, scope);
    match (like.point, like.area, like.item) {
        (Some((lng, lat)), ..) => {
            let edges = [lng - NEAR, lng + NEAR, lat - NEAR, lat + NEAR].map(|edge| text.arg(edge));
            let [west, east, south, north] = edges;
            text.push(&format!(
                " AND c.lng BETWEEN {west} AND {east} AND c.lat BETWEEN {south} AND {north}"
            ));
        }
        (None, Some(area), _) => {
            let area = text.arg(area.0);
            text.push(&format!(" AND c.area = {area}"));
        }
        (None, None, Some(item)) => {
            let item = text.arg(item);
            text.push(&format!(" AND c.item = {item}"));
        }
        (None, None, None) => return Ok(Vec::new()),
    }
    if let Some(not) = like.not {
        let not = text.arg(not.0);
        text.push(&format!(" AND c.id <> {not}"));
    }
    let most = text.arg(MOST_NEAR);
    text.push(&format!(" ORDER BY c.reported_at DESC LIMIT {most}"));
    let rows = db.rows(&text.sql, text.values).await?;
    let rows: Result<Vec<CaseRow>, Error> = rows.iter().map(case_row).collect();
    Ok(most_alike(rows?, like))
}

/// The same item first, then the most words in common, the newest among equals. With nothing to go by, whatever is near.
fn most_alike(rows: Vec<CaseRow>, like: &Likeness<'_>) -> Vec<CaseRow> {
    let unknown = like.item.is_none() && like.words.trim().is_empty();
    let mut scored: Vec<(bool, usize, CaseRow)> = rows
        .into_iter()
        .map(|row| {
            let same = like.item.is_some() && row.item.as_deref() == like.item;
            // What stands for hidden words says nothing about the matter.
            let shared = match row.title.starts_with(MARK) || like.words.starts_with(MARK) {
                true => 0,
                false => shared_pairs(&row.title, like.words),
            };
            (same, shared, row)
        })
        .filter(|(same, shared, _)| unknown || *same || *shared >= FEWEST_SHARED)
        .collect();
    scored.sort_by_key(|(same, shared, _)| std::cmp::Reverse((*same, *shared)));
    scored.into_iter().take(MOST_ALIKE).map(|(.., row)| row).collect()
}

/// How many pairs of neighbouring characters of one text stand in the other too.
#[must_use]
pub fn shared_pairs(one: &str, other: &str) -> usize {
    let characters: Vec<char> = one.chars().collect();
    characters
        .windows(2)
        .filter(|pair| pair.iter().all(|c| c.is_alphanumeric()) && other.contains(&pair.iter().collect::<String>()))
        .count()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn alike_is_the_same_item_or_like_words() {
        let row = |number: &str, item: Option<&str>, title: &str| CaseRow {
            id: CaseId(Uuid::nil()),
            number: number.into(),
            state: "reported".into(),
            area: AreaCode(411_502_005_001_001),
            desk: None,
            title: title.into(),
            place: String::new(),
            item: item.map(str::to_owned),
            item_name: None,
            closing: None,
            flags: 0,
            reported_at: Moment(0),
            closed_at: None,
            promise_due_at: None,
            handle_due_at: None,
        };
        let rows = || {
            vec![
                row("噪音", Some("E01-99"), "楼下广场舞太吵，晚上睡不着"),
                row("像", None, "菜市场东门的井盖丢了"),
                row("同类", Some("C01-26"), "人行道有个坑"),
                row("只同一处", None, "楼道灯不亮，请来修。"),
            ]
        };
        let found = |item, words| {
            let like = Likeness {
                point: None,
                area: None,
                item,
                words,
                not: None,
            };
            let alike = most_alike(rows(), &like);
            alike.into_iter().map(|row| row.number).collect::<Vec<_>>()
        };
        assert_eq!(found(Some("C01-26"), "菜市场东门井盖没了，危险。"), ["同类", "像"]);
        assert_eq!(found(None, "东门的井盖没有了"), ["像"]);
        assert_eq!(found(None, "请来。"), Vec::<String>::new());
        assert_eq!(found(None, "").len(), 4, "nothing to go by");
        let hidden = format!("{MARK}：理由 含个人隐私，河南路社区工作人员");
        assert_eq!(found(None, &hidden), Vec::<String>::new());
    }

    #[test]
    fn pairs_are_of_letters() {
        for (one, other, shared) in [
            ("路灯不亮", "路灯坏了", 1),
            ("路灯不亮", "这里路灯不亮", 3),
            ("好。好。", "坏。坏。", 0),
            ("", "路灯", 0),
        ] {
            assert_eq!(shared_pairs(one, other), shared, "{one} {other}");
        }
    }
}
