//! Recording a leave, and ending one early.

use std::sync::Arc;

use db::Tx;
use kernel::{AbsenceId, AccountId, Actor, ClientId, Issues, Permission, Refusal};
use serde::Deserialize;
use serde_json::json;
use web::{Fault, Site, Visitor, Work, posts_of, record};

use super::decide::{Absence, Days, Known, decide, parse_days};
use super::store::{add_absence, end_absence, list_absences};
use crate::store::{PersonRow, count_open_work, find_name, list_people, list_posts, roles_of};

/// What somebody sends, by form or by JSON.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct AbsenceInput {
    /// Whose leave: a login, or a name that only one person has. Empty for the sender's own.
    pub account: String,
    pub from: String,
    pub to: String,
    pub deputy: String,
}

#[derive(Clone)]
pub struct Given {
    id: AbsenceId,
    account: AccountId,
    days: Days,
    deputy: Option<AccountId>,
    actor: Actor,
}

/// Somebody still here, by login, by id, or by a name that nobody else has.
fn find<'a>(people: &'a [PersonRow], text: &str) -> Option<&'a PersonRow> {
    let here = || people.iter().filter(|person| person.ended_at.is_none());
    let exact = here().find(|person| person.login == text || person.account.to_string() == text);
    exact.or_else(|| {
        let named = here().find(|person| person.name == text)?;
        let alone = here().all(|person| person.name != text || person.account == named.account);
        alone.then_some(named)
    })
}

/// Reads what was sent.
///
/// # Errors
/// Issues with what cannot be read; forbidden for somebody else's leave without the permission to grant posts.
pub async fn check(site: &Site, visitor: &Visitor, input: &AbsenceInput) -> Result<Given, Fault> {
    let own = visitor.actor.account.ok_or(Fault::Absent)?;
    let people = list_people(&site.db, site.street, site.now()).await?;
    let person = find(&people, &input.account).map(|person| person.account);
    if !input.account.is_empty() && person != Some(own) && !visitor.may(Permission::GrantPosts) {
        return Err(Fault::Forbidden);
    }
    let (days, mut issues) = match parse_days(&input.from, &input.to, site.now().civil().date()) {
        Ok(days) => (Some(days), Issues::default()),
        Err(issues) => (None, issues),
    };
    if !input.account.is_empty() && person.is_none() {
        issues.add(
            "account",
            "access.absence.account",
            "没有找到请假的人，或有同名的。请从列表里选。",
        );
    }
    let deputy = find(&people, &input.deputy).map(|person| person.account);
    if !input.deputy.is_empty() && deputy.is_none() {
        issues.add(
            "deputy",
            "access.absence.deputy",
            "没有找到代理人，或有同名的。请从列表里选。",
        );
    }
    match days {
        Some(days) if issues.0.is_empty() => Ok(Given {
            id: AbsenceId(site.id()),
            account: person.unwrap_or(own),
            days,
            deputy,
            actor: visitor.actor.clone(),
        }),
        _ => Err(issues.into()),
    }
}

/// Records a leave; it holds at the next request if it begins today.
///
/// # Errors
/// A refusal by [`decide`].
pub async fn record_absence(site: &Arc<Site>, client: ClientId, given: Given) -> Result<AbsenceId, Fault> {
    let id = site.write(client, given, write).await?;
    site.sessions.forget_all();
    Ok(id)
}

fn write(tx: &Tx, site: Arc<Site>, given: Given) -> Work<'_, AbsenceId> {
    Box::pin(async move {
        let (now, street) = (site.now(), site.street);
        let gone = || Fault::Refused(Refusal::new("access.absence.gone", "此人已离任，请从列表里另选一位。"));
        let name = find_name(tx, street, given.account).await?.ok_or_else(gone)?;
        let (deputy, deputy_roles) = match given.deputy {
            Some(deputy) => (
                Some((deputy, find_name(tx, street, deputy).await?.ok_or_else(gone)?)),
                roles_of(tx, street, deputy, now).await?,
            ),
            None => (None, Vec::new()),
        };
        let wish = Absence {
            id: given.id,
            account: given.account,
            name,
            days: given.days,
            deputy,
        };
        let absences = list_absences(tx, street, now).await?;
        let bare = match wish.deputy {
            Some(_) => Vec::new(),
            None => bare_desks(tx, &site, &wish, &absences).await?,
        };
        let known = Known {
            absences: &absences,
            roles: &roles_of(tx, street, wish.account, now).await?,
            deputy_roles: &deputy_roles,
            bare: &bare,
        };
        decide(&wish, &known).map_err(Fault::from)?;
        add_absence(tx, street, &wish).await?;
        let deputy = wish.deputy.as_ref().map(|(id, _)| id);
        let title = match &wish.deputy {
            Some((_, name)) => format!("{} {}，由 {name} 代理", wish.name, wish.days.words()),
            None => format!("{} {}", wish.name, wish.days.words()),
        };
        record(
            tx,
            street,
            wish.account.0,
            &given.actor,
            now,
            "absence_recorded",
            json!({ "absence": wish.id, "from": wish.days.from, "to": wish.days.to, "deputy": deputy, "title": title }),
        )
        .await?;
        Ok(wish.id)
    })
}

/// The desks where, on these days, nobody would sit but people on leave without a deputy, with their open matters.
/// A desk without any is left out when the leave begins today: what is new goes one level up. By a later day there may be.
async fn bare_desks(
    tx: &Tx,
    site: &Site,
    wish: &Absence,
    absences: &[Absence],
) -> Result<Vec<(String, i64)>, db::Error> {
    let rows = list_posts(tx, site.street, site.now()).await?;
    let away = |account: AccountId| {
        let bare = |other: &&Absence| other.account == account && other.deputy.is_none();
        account == wish.account || absences.iter().filter(bare).any(|other| other.days.overlaps(wish.days))
    };
    let mut bare = Vec::new();
    for post in posts_of(tx, site.street, wish.account, site.now()).await? {
        for desk in post.desks() {
            let manned = rows
                .iter()
                .any(|row| row.sits_at(&desk) && row.is_held(|account| !away(account)));
            let open = count_open_work(tx, site.street, &desk).await?;
            let name = site.town().desk(&desk);
            let matters = open > 0 || wish.days.from > site.now();
            if !manned && matters && !bare.iter().any(|(known, _)| *known == name) {
                bare.push((name, open));
            }
        }
    }
    Ok(bare)
}

/// Ends a leave at once; the posts are their holder's own again at the next request.
///
/// # Errors
/// Absent when it is over, or neither one's own nor one's to manage.
pub async fn end_early(site: &Arc<Site>, client: ClientId, id: AbsenceId, visitor: &Visitor) -> Result<(), Fault> {
    let all = visitor.may(Permission::GrantPosts);
    site.write(client, (id, visitor.actor.clone(), all), finish).await?;
    site.sessions.forget_all();
    Ok(())
}

fn finish(tx: &Tx, site: Arc<Site>, (id, actor, all): (AbsenceId, Actor, bool)) -> Work<'_, ()> {
    Box::pin(async move {
        let now = site.now();
        let absence = list_absences(tx, site.street, now)
            .await?
            .into_iter()
            .find(|absence| absence.id == id && (all || Some(absence.account) == actor.account))
            .ok_or(Fault::Absent)?;
        end_absence(tx, site.street, id, now).await?;
        record(
            tx,
            site.street,
            absence.account.0,
            &actor,
            now,
            "absence_ended",
            json!({ "absence": id, "title": format!("{} {}", absence.name, absence.days.words()) }),
        )
        .await?;
        Ok(())
    })
}
