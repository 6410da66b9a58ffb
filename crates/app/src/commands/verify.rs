//! `xingge verify`: the chain holds, hidden words are those a later entry names, and folding the history gives the stored state
//! and the stored figures.

use std::collections::{BTreeMap, HashMap};

use case::store::verify_figures;
use case_rules::{Case, Event, Fact};
use db::{Chain, Entry, Sql, body_digest, link_hash, read_chain, values};
use kernel::{CaseId, HouseholdId, Street};
use people_rules::Household;
use uuid::Uuid;

use super::{Place, hex, say};
use crate::open::find_office;

const STRETCH: i64 = 5_000;

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    pub entries: i64,
    pub cases: usize,
    pub households: usize,
    /// Each in words, with where.
    pub faults: Vec<String>,
}

pub async fn run(place: &Place) -> Result<(), String> {
    let db = place.open().await?;
    let (street, ..) = find_office(&db)
        .await
        .map_err(|error| error.to_string())?
        .ok_or("数据库里还没有单位。")?;
    let verdict = verify(&db, street).await.map_err(|error| error.to_string())?;
    db.close().await;
    for fault in verdict.faults.iter().take(20) {
        say(fault);
    }
    say(&format!(
        "核对经过 {} 条、事项 {} 件、住户 {} 户，发现问题 {} 处。",
        verdict.entries,
        verdict.cases,
        verdict.households,
        verdict.faults.len()
    ));
    if verdict.faults.is_empty() {
        Ok(())
    } else {
        Err("历史与现状不一致，请停用并联系维护人员，保留数据目录。".into())
    }
}

/// Checks the chains, then every matter and household.
///
/// # Errors
/// The database's failure; what does not hold is in the verdict.
pub async fn verify(db: &impl Sql, street: Street) -> Result<Verdict, db::Error> {
    let mut verdict = Verdict::default();
    let folded = fold(db, street, &mut verdict).await?;
    compare(db, street, &folded.cases, &mut verdict).await?;
    verdict
        .faults
        .extend(verify_figures(db, street, folded.cases.values()).await?);
    compare_households(db, street, &folded.households, &mut verdict).await?;
    verdict.cases = folded.cases.len();
    verdict.households = folded.households.len();
    Ok(verdict)
}

/// What the histories give.
#[derive(Default)]
pub struct Folded {
    pub cases: HashMap<Uuid, Case>,
    pub households: HashMap<Uuid, Household>,
}

/// Reads the chains and folds every matter and household.
///
/// # Errors
/// The database's failure; what does not hold goes to the verdict.
pub async fn fold(db: &impl Sql, street: Street, verdict: &mut Verdict) -> Result<Folded, db::Error> {
    let mut folded = Folded::default();
    let mut reworded = Reworded::default();
    for chain in [Chain::Office, Chain::Cases, Chain::People] {
        let (mut seq, mut hash) = (0, Vec::new());
        loop {
            let stretch = read_chain(db, street, chain, seq, STRETCH).await?;
            if stretch.is_empty() {
                break;
            }
            for entry in stretch {
                reworded.look(chain, &entry);
                let Entry {
                    seq: at,
                    link,
                    digest,
                    hash: stored,
                } = entry;
                if at != seq + 1 {
                    verdict
                        .faults
                        .push(format!("第 {} 条之后缺了记录，下一条是第 {at} 条。", seq));
                }
                let expected = link_hash(street, &hash, at, &link, &digest);
                if expected != stored {
                    verdict
                        .faults
                        .push(format!("第 {at} 条（{} {}）被改动过。", link.at, link.action));
                }
                (seq, hash) = (at, stored);
                verdict.entries += 1;
                match chain {
                    Chain::Cases => take(&mut folded.cases, &mut reworded, verdict, &link.body, link.about),
                    Chain::People => take_household(&mut folded.households, verdict, &link.body, link.about),
                    Chain::Office => {}
                }
            }
        }
        let head = db
            .row(
                "SELECT seq, hash FROM chain_heads WHERE street = $1 AND chain = $2",
                values![street.0, chain.key()],
            )
            .await?;
        let head: (i64, Vec<u8>) = head.map_or(Ok((0, Vec::new())), |row| {
            Ok::<_, db::Error>((row.get("seq")?, row.get("hash")?))
        })?;
        if head != (seq, hash) {
            verdict.faults.push(format!(
                "链尾对不上：登记到第 {} 条，实际到第 {seq} 条，末尾有记录被删。",
                head.0
            ));
        }
    }
    reworded.judge(verdict);
    Ok(folded)
}

/// Entries that do not read as they were first written, and those that a later entry says were hidden.
#[derive(Default)]
struct Reworded {
    /// By matter and entry: in words where it stands, and the digest of what it says now.
    found: BTreeMap<(Uuid, i64), (String, Vec<u8>)>,
    /// The digest of what it should say; the last entry that hides something in it has the last word.
    hidden: BTreeMap<(Uuid, i64), String>,
}

impl Reworded {
    fn look(&mut self, chain: Chain, entry: &Entry) {
        let now = body_digest(&entry.link.body);
        if now != entry.digest {
            let place = format!("第 {} 条（{} {}）", entry.seq, entry.link.at, entry.link.action);
            // Nothing of the office's own chain is ever hidden, and its entries have no numbers of their own.
            let key = match chain {
                Chain::Cases | Chain::People => (entry.link.about, entry.link.about_seq),
                Chain::Office => (Uuid::nil(), entry.seq),
            };
            self.found.insert(key, (place, now));
        }
    }

    fn hide(&mut self, about: Uuid, event: &Event) {
        for fact in &event.facts {
            if let Fact::Hidden { entry, digest } = fact {
                self.hidden.insert((about, i64::from(*entry)), digest.clone());
            }
        }
    }

    fn judge(self, verdict: &mut Verdict) {
        for (key, (place, now)) in &self.found {
            if self.hidden.get(key) != Some(&hex::encode(now)) {
                verdict.faults.push(format!("{place}被改动过。"));
            }
        }
        for (about, entry) in self.hidden.keys().filter(|key| !self.found.contains_key(key)) {
            verdict
                .faults
                .push(format!("事项 {about} 的第 {entry} 条经过应已隐藏，却又是原文。"));
        }
    }
}

fn take(folded: &mut HashMap<Uuid, Case>, reworded: &mut Reworded, verdict: &mut Verdict, body: &str, about: Uuid) {
    let event: Event = match serde_json::from_str(body) {
        Ok(event) => event,
        Err(error) => {
            return verdict.faults.push(format!("事项 {about} 的一条经过读不懂：{error}"));
        }
    };
    reworded.hide(about, &event);
    let outcome = match folded.get_mut(&about) {
        Some(case) => case.take(&event),
        None => Case::fold(CaseId(about), [&event]).map(|case| {
            folded.insert(about, case);
        }),
    };
    if let Err(fault) = outcome {
        verdict.faults.push(format!("事项 {about} 的经过不连贯：{fault:?}"));
    }
}

async fn compare(
    db: &impl Sql,
    street: Street,
    folded: &HashMap<Uuid, Case>,
    verdict: &mut Verdict,
) -> Result<(), db::Error> {
    let mut after = Uuid::nil();
    let mut seen = 0;
    loop {
        let rows = db
            .rows(
                "SELECT id, state, number, body FROM cases WHERE street = $1 AND id > $2 ORDER BY id LIMIT 2000",
                values![street.0, after],
            )
            .await?;
        let Some(last) = rows.last() else { break };
        after = last.get("id")?;
        for row in &rows {
            seen += 1;
            let (id, state, number, body): (Uuid, String, String, String) =
                (row.get("id")?, row.get("state")?, row.get("number")?, row.get("body")?);
            let stored: Option<Case> = serde_json::from_str(&body).ok();
            match folded.get(&id) {
                None => verdict.faults.push(format!("事项 {number} 没有任何经过。")),
                Some(case) if Some(case) != stored.as_ref() || case.state.key() != state || case.number != number => {
                    verdict.faults.push(format!("事项 {number} 的现状与经过推算的不一致。"));
                }
                Some(_) => {}
            }
        }
    }
    if seen != folded.len() {
        verdict
            .faults
            .push(format!("有经过的事项 {} 件，存着的 {seen} 件。", folded.len()));
    }
    Ok(())
}

fn take_household(folded: &mut HashMap<Uuid, Household>, verdict: &mut Verdict, body: &str, about: Uuid) {
    let event: people_rules::Event = match serde_json::from_str(body) {
        Ok(event) => event,
        Err(error) => {
            return verdict.faults.push(format!("住户 {about} 的一条经过读不懂：{error}"));
        }
    };
    let outcome = match folded.get_mut(&about) {
        Some(household) => household.take(&event),
        None => Household::fold(HouseholdId(about), [&event]).map(|household| {
            folded.insert(about, household);
        }),
    };
    if let Err(fault) = outcome {
        verdict.faults.push(format!("住户 {about} 的经过不连贯：{fault:?}"));
    }
}

async fn compare_households(
    db: &impl Sql,
    street: Street,
    folded: &HashMap<Uuid, Household>,
    verdict: &mut Verdict,
) -> Result<(), db::Error> {
    let mut after = Uuid::nil();
    let mut seen = 0;
    loop {
        let rows = db
            .rows(
                "SELECT h.id, h.version, h.building, h.body,
                 (SELECT COUNT(*) FROM residents r WHERE r.street = h.street AND r.household = h.id) AS residents
                 FROM households h WHERE h.street = $1 AND h.id > $2 ORDER BY h.id LIMIT 2000",
                values![street.0, after],
            )
            .await?;
        let Some(last) = rows.last() else { break };
        after = last.get("id")?;
        for row in &rows {
            seen += 1;
            let (id, version, building): (Uuid, i64, i64) = (row.get("id")?, row.get("version")?, row.get("building")?);
            let (body, residents): (String, i64) = (row.get("body")?, row.get("residents")?);
            let stored: Option<Household> = serde_json::from_str(&body).ok();
            let holds = folded.get(&id).is_some_and(|household| {
                Some(household) == stored.as_ref()
                    && (i64::from(household.version), household.building) == (version, building)
                    && household.members.len() as i64 == residents
            });
            if !holds {
                verdict.faults.push(format!("住户 {id} 的现状与经过推算的不一致。"));
            }
        }
    }
    if seen != folded.len() {
        verdict
            .faults
            .push(format!("有经过的住户 {} 户，存着的 {seen} 户。", folded.len()));
    }
    Ok(())
}
