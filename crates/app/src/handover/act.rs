//! The two writes: handing open matters over, and setting the last day.

use std::sync::Arc;

use access::add_holding;
use access::ending::{DeskPost, end_posts, list_desk_posts};
use case::rehome::{self, Move};
use case::store::list_named;
use db::{Tx, WriteError};
use grid::succession::{Ending, add_ending, end_unit, find_area, join_grids, list_endings, next_start};
use jiff::civil::Date;
use kernel::{AccountId, Actor, AreaCode, ClientId, Desk, Issues, Level, Moment, PostId, Refusal, UnitKey};
use serde_json::json;
use uuid::Uuid;
use web::{Fault, Site, Town, Work, Written, record, staffed};

/// Numbers named one by one; the rest is counted.
const NAMED: usize = 10;
/// Counted exactly up to here.
pub const COUNTED: i64 = 1000;

/// Whether a desk can end by a form: grids and units can.
#[must_use]
pub const fn can_end(desk: &Desk) -> bool {
    matches!(desk, Desk::Grid(_) | Desk::Unit(_))
}

/// Who could take over: the other grids of the community, the other units; not what ends itself.
#[must_use]
pub fn heirs_of(desk: &Desk, town: &Town, endings: &[Ending]) -> Vec<Desk> {
    let all: Vec<Desk> = match desk {
        Desk::Grid(area) => town
            .areas
            .iter()
            .filter(|other| other.code.level() == Level::Grid && other.code.community() == area.community())
            .map(|other| Desk::Grid(other.code))
            .collect(),
        Desk::Unit(_) => town.units.iter().map(|unit| Desk::Unit(unit.key.clone())).collect(),
        _ => Vec::new(),
    };
    all.into_iter()
        .filter(|heir| heir != desk && endings.iter().all(|ending| ending.desk != *heir))
        .collect()
}

/// The categories in use that name the unit, or a unit that it took over from.
#[must_use]
pub fn duties_of(desk: &Desk, site: &Site) -> Vec<String> {
    let (catalogue, town) = (site.catalogue(), site.town());
    catalogue
        .open_items(site.now().0)
        .filter(|item| town.successor(Desk::Unit(UnitKey(item.lead.clone()))) == *desk)
        .map(|item| item.name.clone())
        .collect()
}

fn refuse<T>(code: &'static str, text: impl Into<String>) -> Written<T> {
    Err(Fault::Refused(Refusal::new(code, text)).into())
}

/// How open matters are handed over.
#[derive(Clone, Debug)]
pub struct HandOver {
    pub actor: Actor,
    pub desk: Desk,
    /// Absent: each to the grid that is drawn where it lies now.
    pub heir: Option<Desk>,
    pub why: String,
}

/// Hands every open matter of a desk over, in batches. Tells how many moved and how many stay.
///
/// # Errors
/// A refusal when there is nobody to take over; the database's failure.
pub async fn hand_over(site: &Arc<Site>, client: ClientId, given: HandOver) -> Result<(usize, usize), Fault> {
    let (town, endings) = (site.town(), list_endings(&site.db, site.street).await?);
    if let Some(heir) = &given.heir {
        if !heirs_of(&given.desk, &town, &endings).contains(heir) {
            return Err(Fault::Absent);
        }
        if matches!(heir, Desk::Unit(_)) && !staffed(site).await?.contains(heir) {
            return Err(Fault::Refused(vacant(&town, heir)));
        }
    }
    let plan = Move {
        heir: given.heir.clone(),
        why: given.why.clone(),
    };
    let (mut client, mut after, mut moved, mut seen) = (client, None, 0, 0);
    loop {
        let batch = (given.actor.clone(), given.desk.clone(), after, plan.clone());
        let (more, looked, next) = site.write(client, batch, rehome::write).await?;
        (moved, seen) = (moved + more, seen + looked);
        if next.is_none() {
            break;
        }
        (client, after) = (ClientId(site.id()), next);
    }
    let said = (given, moved);
    site.write(ClientId(site.id()), said, note).await?;
    Ok((moved, seen - moved))
}

/// The hand-over as an entry of the office's own history: how many, no content.
fn note(tx: &Tx, site: Arc<Site>, (given, moved): (HandOver, usize)) -> Work<'_, ()> {
    Box::pin(async move {
        let town = site.town();
        let heir = given
            .heir
            .as_ref()
            .map_or_else(|| "按位置".to_owned(), |heir| town.desk(heir));
        let title = format!("{} → {heir}，{moved} 件", town.desk(&given.desk));
        let what = json!({ "desk": given.desk, "heir": given.heir, "moved": moved, "why": given.why, "title": title });
        record(
            tx,
            site.street,
            Uuid::nil(),
            &given.actor,
            site.now(),
            "matters_handed_over",
            what,
        )
        .await?;
        Ok::<_, WriteError<Fault>>(())
    })
}

fn vacant(town: &Town, heir: &Desk) -> Refusal {
    Refusal::new(
        "areas.heir_vacant",
        format!(
            "{}没有在岗人员，接不了。请先请安全管理员授予岗位，或换一个单位。",
            town.desk(heir)
        ),
    )
}

/// The last day of a desk, and what becomes of those who sit there.
#[derive(Clone, Debug)]
pub struct Farewell {
    pub actor: Actor,
    pub desk: Desk,
    pub heir: String,
    pub last_day: String,
    /// For each holder of each post: the post to go on with, `none`, or nothing chosen yet.
    pub holders: Vec<(PostId, AccountId, String)>,
}

/// Sets the last day. Nothing may be open by then, and everybody must know where to go on.
pub fn end(tx: &Tx, site: Arc<Site>, given: Farewell) -> Work<'_, Moment> {
    Box::pin(async move {
        let (now, town, street) = (site.now(), site.town(), site.street);
        let name = town.desk(&given.desk);
        let endings = list_endings(tx, street).await?;
        if !town.has(&given.desk) || !can_end(&given.desk) {
            return Err(Fault::Absent.into());
        }
        if let Some(ending) = endings
            .iter()
            .find(|ending| ending.desk == given.desk && ending.ends_at > now)
        {
            let text = format!("{name}已定于 {} 停用。", ending.ends_at.minute());
            return refuse("areas.ends_already", text);
        }
        let posts = list_desk_posts(tx, street, &given.desk, now).await?;
        let (heir, at) = given.read(&site, &endings, &posts).map_err(Fault::from)?;
        if matches!(heir, Desk::Unit(_)) && !staffed(&site).await.map_err(Fault::from)?.contains(&heir) {
            return Err(Fault::Refused(vacant(&town, &heir)).into());
        }
        for desk in [&given.desk, &heir] {
            if let Desk::Grid(area) = desk
                && let Some(next) = next_start(tx, street, *area, now).await?
            {
                let text = format!(
                    "{}的边界已定于 {} 改变，请在那之后再办，或换一个接手的网格。",
                    town.desk(desk),
                    next.minute()
                );
                return refuse("areas.ground_changes", text);
            }
        }
        let open = list_named(tx, street, &given.desk, None, COUNTED).await?;
        if !open.is_empty() {
            let numbers: Vec<&str> = open.iter().take(NAMED).map(|case| case.number.as_str()).collect();
            let more = if open.len() > NAMED { "等" } else { "" };
            let text = format!(
                "{name}还有 {} 件未办结事项：{}{more}。请先全部移交，再停用。",
                open.len(),
                numbers.join("、")
            );
            return refuse("areas.open_work", text);
        }
        let next_posts = list_desk_posts(tx, street, &heir, now).await?;
        let mut moved = Vec::new();
        for post in &posts {
            for (account, person) in &post.holders {
                let Some(next) = given.next_post(post, *account, &next_posts) else {
                    continue;
                };
                if !next.holders.iter().any(|(holder, _)| holder == account) {
                    add_holding(tx, street, next.id, *account, at).await?;
                }
                moved.push(json!({ "account": account, "name": person, "from": post.title, "to": next.title }));
            }
        }
        end_posts(tx, street, &given.desk, at).await?;
        let action = match (&given.desk, &heir) {
            (Desk::Grid(area), Desk::Grid(to)) => {
                let found = |code: AreaCode| find_area(tx, street, code, now);
                let (Some(ended), Some(heir)) = (found(*area).await?, found(*to).await?) else {
                    return Err(Fault::Absent.into());
                };
                let note = format!("{}停用，并入{}", ended.name, heir.name);
                join_grids(tx, street, (&ended, &heir), at, &note).await?;
                "grid_ended"
            }
            (Desk::Unit(key), _) => {
                end_unit(tx, street, key, at).await?;
                "unit_ended"
            }
            _ => return Err(Fault::Absent.into()),
        };
        let ending = Ending {
            desk: given.desk.clone(),
            ends_at: at,
            heirs: vec![heir.clone()],
        };
        add_ending(tx, street, &ending).await?;
        let title = format!("{name}（{} 停用，{}接手）", at.minute(), town.desk(&heir));
        let what = json!({ "desk": given.desk, "heir": heir, "at": at, "holders": moved, "title": title });
        record(tx, street, Uuid::nil(), &given.actor, now, action, what).await?;
        Ok::<_, WriteError<Fault>>(at)
    })
}

impl Farewell {
    /// Who takes over, and from which moment; everything that is missing in the form at once.
    fn read(&self, site: &Site, endings: &[Ending], posts: &[DeskPost]) -> Result<(Desk, Moment), Issues> {
        let (town, now) = (site.town(), site.now());
        let mut issues = Issues::default();
        let heir = self.heir.parse::<Desk>().ok();
        let heir = heir.filter(|heir| heirs_of(&self.desk, &town, endings).contains(heir));
        if heir.is_none() {
            let duties = duties_of(&self.desk, site);
            let text = if duties.is_empty() {
                "请选择由谁接手。".to_owned()
            } else {
                let named: Vec<&str> = duties.iter().take(3).map(String::as_str).collect();
                format!(
                    "职责清单上有 {} 类事项由它主办（{}等），请选择由谁接手。",
                    duties.len(),
                    named.join("、")
                )
            };
            issues.add("heir", "areas.heir_missing", text);
        }
        let today = now.civil().date();
        let last = self.last_day.parse::<Date>().ok().filter(|day| *day >= today);
        let at = last.and_then(|day| day.tomorrow().ok());
        if at.is_none() {
            issues.add("last_day", "areas.last_day", "请填写最后使用日，可以是今天，不能更早。");
        }
        for post in posts {
            for (account, person) in &post.holders {
                if self.choice(post.id, *account).is_empty() {
                    let text = format!("请选择{person}（{}）今后的岗位。", post.title);
                    issues.add("holders", "areas.holder_missing", text);
                }
            }
        }
        match (heir, at) {
            (Some(heir), Some(at)) => issues.or((heir, Moment::from_civil(at.at(0, 0, 0, 0)))),
            _ => Err(issues),
        }
    }

    /// What was chosen for a holder.
    pub fn choice(&self, post: PostId, account: AccountId) -> &str {
        let own = |(held, who, _): &&(PostId, AccountId, String)| *held == post && *who == account;
        self.holders.iter().find(own).map_or("", |(_, _, choice)| choice)
    }

    /// The successor's post of the same role; another role would be a grant of its own.
    fn next_post<'a>(&self, post: &DeskPost, account: AccountId, posts: &'a [DeskPost]) -> Option<&'a DeskPost> {
        let id: PostId = self.choice(post.id, account).parse().ok()?;
        posts.iter().find(|next| next.id == id && next.role == post.role)
    }
}
