//! Posts and holdings.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use db::Tx;
use kernel::{AccountId, Actor, AreaCode, Desk, Level, PostId, Refusal, Role};
use routes::Route;
use serde_json::json;
use web::{Fault, Form, Page, Shell, Site, Visitor, Work, desks_of, record, redirect_with};

use crate::absences::{list_absences, suits};
use crate::office::store::list_roles;
use crate::store::{
    NewPost, PostRow, add_holding, add_post, count_open_work, end_holding, find_name, list_people, list_posts, roles_of,
};

struct Post {
    id: PostId,
    role: String,
    title: String,
    place: String,
    holder: Option<(AccountId, String)>,
}

#[derive(Template)]
#[template(path = "posts/index.html")]
struct Index {
    shell: Shell,
    posts: Vec<Post>,
    people: Vec<(AccountId, String)>,
    words: String,
    vacant: usize,
    roles: Vec<(String, String)>,
    units: Vec<(String, String)>,
    refusal: Option<Refusal>,
}

async fn page(
    site: &Site,
    visitor: &Visitor,
    status: StatusCode,
    words: &str,
    refusal: Option<Refusal>,
) -> Result<Response, Fault> {
    let (now, town) = (site.now(), site.town());
    let rows = list_posts(&site.db, site.street, now).await?;
    let vacant = rows.iter().filter(|row| row.holder.is_none()).count();
    let posts = rows
        .into_iter()
        .map(|row| Post {
            id: row.id,
            role: row.role_name,
            title: row.title,
            place: row
                .area
                .map(|area| town.name(area))
                .or(row.unit.map(|unit| town.desk(&kernel::Desk::Unit(unit))))
                .unwrap_or_default(),
            holder: row.holder,
        })
        .filter(|post| {
            words.is_empty()
                || post.title.contains(words)
                || post.holder.as_ref().is_some_and(|(_, name)| name.contains(words))
        })
        .take(120)
        .collect();
    let mut people: Vec<(AccountId, String)> = list_people(&site.db, site.street, now)
        .await?
        .into_iter()
        .filter(|person| person.ended_at.is_none())
        .map(|person| (person.account, format!("{}（{}）", person.name, person.login)))
        .collect();
    people.dedup();
    let page = Index {
        shell: Shell::of(site, visitor, "岗位"),
        posts,
        people,
        words: words.to_owned(),
        vacant,
        roles: list_roles(&site.db, site.street).await?,
        units: town
            .units
            .iter()
            .map(|unit| (unit.key.0.clone(), unit.name.clone()))
            .collect(),
        refusal,
    };
    Ok(Page(status, page).into_response())
}

pub async fn index(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    RawQuery(query): RawQuery,
) -> Result<Response, Fault> {
    let query = Form::of_query(&query.unwrap_or_default());
    page(&site, &visitor, StatusCode::OK, query.get("q"), None).await
}

pub async fn grant_to(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(post): Path<PostId>,
    form: Form,
) -> Result<Response, Fault> {
    let account: AccountId = form
        .get("account")
        .parse()
        .map_err(|_| Fault::Unreadable("请选择由谁担任。".into()))?;
    answer(
        &site,
        &visitor,
        site.write(form.client()?, (post, account, visitor.actor.clone()), grant)
            .await,
        "已授予岗位，下一次请求起生效。",
    )
    .await
}

pub async fn end(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path((post, account)): Path<(PostId, AccountId)>,
    form: Form,
) -> Result<Response, Fault> {
    answer(
        &site,
        &visitor,
        site.write(form.client()?, (post, account, visitor.actor.clone()), take_back)
            .await,
        "已免去岗位，下一次请求起失效。",
    )
    .await
}

async fn answer(site: &Site, visitor: &Visitor, outcome: Result<(), Fault>, flash: &str) -> Result<Response, Fault> {
    match outcome {
        Ok(()) => {
            site.sessions.forget_all();
            Ok(redirect_with(Route::PostIndex.path(), flash))
        }
        Err(Fault::Refused(refusal)) => page(site, visitor, StatusCode::CONFLICT, "", Some(refusal)).await,
        Err(other) => Err(other),
    }
}

/// A new post: a role, and the area or unit that it belongs to.
pub async fn create(State(site): State<Arc<Site>>, visitor: Visitor, form: Form) -> Result<Response, Fault> {
    let (town, roles) = (site.town(), list_roles(&site.db, site.street).await?);
    let refuse = |code, text: &str| Fault::Refused(Refusal::new(code, text));
    let made = (|| {
        let role: Role = form
            .get("role")
            .parse()
            .map_err(|_| refuse("access.post_role", "请选择角色。"))?;
        let area =
            AreaCode::from_digits(form.get("area")).filter(|code| town.areas.iter().any(|known| known.code == *code));
        let unit = town.units.iter().find(|unit| unit.key.0 == form.get("unit"));
        let (area, unit) = match role {
            Role::UnitClerk => (None, unit.map(|unit| unit.key.clone())),
            Role::CommunityClerk | Role::CommunityInspector => (area.filter(|area| area.level() != Level::Grid), None),
            _ if role.is_of_grid() => (area.filter(|area| area.level() == Level::Grid), None),
            _ => (None, None),
        };
        if role == Role::UnitClerk && unit.is_none() {
            return Err(refuse("access.post_unit", "部门办事员要选择所属单位。"));
        }
        if (role.is_of_grid() || matches!(role, Role::CommunityClerk | Role::CommunityInspector)) && area.is_none() {
            return Err(refuse(
                "access.post_area",
                "请填写所属网格（15 位）或社区（12 位）的编码，须是已建立的区划。",
            ));
        }
        let place = area
            .map(|area| town.name(area))
            .or(unit.as_ref().map(|unit| town.desk(&Desk::Unit(unit.clone()))));
        let called = roles.iter().find(|(key, _)| key == role.key());
        let called = called.map_or(role.name(), |(_, name)| name);
        let title = format!("{}{called}", place.unwrap_or_default());
        Ok(NewPost {
            id: PostId(site.id()),
            role,
            area,
            unit,
            title,
        })
    })();
    let outcome = match made {
        Ok(post) => site.write(form.client()?, (post, visitor.actor.clone()), make).await,
        Err(fault) => Err(fault),
    };
    answer(&site, &visitor, outcome, "已设立岗位，请授予担任人。").await
}

fn make(tx: &Tx, site: Arc<Site>, (post, actor): (NewPost, Actor)) -> Work<'_, ()> {
    Box::pin(async move {
        let now = site.now();
        add_post(tx, site.street, &post, now).await?;
        record(
            tx,
            site.street,
            post.id.0,
            &actor,
            now,
            "post_made",
            json!({ "title": post.title }),
        )
        .await?;
        Ok(())
    })
}

/// The three administrators exclude each other and every other post; nobody grants to himself.
fn grant(tx: &Tx, site: Arc<Site>, (post, account, actor): (PostId, AccountId, Actor)) -> Work<'_, ()> {
    Box::pin(async move {
        let now = site.now();
        let row = list_posts(tx, site.street, now)
            .await?
            .into_iter()
            .find(|row| row.id == post)
            .ok_or(Fault::Absent)?;
        let held = roles_of(tx, site.street, account, now).await?;
        let refuse = |code, text: &str| Err(Fault::Refused(Refusal::new(code, text)).into());
        if find_name(tx, site.street, account).await?.is_none() {
            return refuse("access.left", "没有此人，或此人已离任。请从列表里选。");
        }
        if actor.account == Some(account) {
            return refuse("access.self_grant", "不能给自己授予岗位，请由另一位安全管理员办理。");
        }
        if held.iter().any(|role| role.is_administrator()) || (row.role.is_administrator() && !held.is_empty()) {
            return refuse(
                "access.administrators_exclude",
                "三员（系统、安全、审计）互相排斥，也不能兼任其他岗位。请换一个人。",
            );
        }
        if row.is_held(|holder| holder == account) {
            return refuse("access.holds_already", "此人已担任这个岗位。");
        }
        // Nor does a new post mix with those of somebody whom the person stands in for, or who stands in.
        for absence in list_absences(tx, site.street, now).await? {
            let other = match &absence.deputy {
                Some((deputy, _)) if absence.account == account => *deputy,
                Some((deputy, _)) if *deputy == account => absence.account,
                _ => continue,
            };
            let with: Vec<Role> = held.iter().copied().chain([row.role]).collect();
            if !suits(&with, &roles_of(tx, site.street, other, now).await?) {
                return refuse(
                    "access.deputies_exclude",
                    "此人请假由别人代理，或正代理别人，三员的岗位不能这样混在一起。请先销假，或换一个人。",
                );
            }
        }
        add_holding(tx, site.street, post, account, now).await?;
        record(
            tx,
            site.street,
            account.0,
            &actor,
            now,
            "post_granted",
            json!({ "post": post, "title": row.title }),
        )
        .await?;
        Ok(())
    })
}

/// The last holder of a desk with open work stays until somebody else sits there (trap M08).
fn take_back(tx: &Tx, site: Arc<Site>, (post, account, actor): (PostId, AccountId, Actor)) -> Work<'_, ()> {
    Box::pin(async move {
        let now = site.now();
        let rows = list_posts(tx, site.street, now).await?;
        let row = rows
            .iter()
            .find(|row| row.id == post && row.holder.as_ref().is_some_and(|(id, _)| *id == account))
            .ok_or(Fault::Absent)?;
        let absences = list_absences(tx, site.street, now).await?;
        let away = |who: AccountId| {
            absences
                .iter()
                .any(|absence| absence.account == who && absence.deputy.is_none())
        };
        for desk in desks_of(row.role, row.area, row.unit.as_ref()) {
            let others = rows
                .iter()
                .filter(|other| (other.id, &other.holder) != (row.id, &row.holder));
            let stays = |other: &PostRow| other.sits_at(&desk) && other.is_held(|who| !away(who));
            if others.into_iter().any(stays) {
                continue;
            }
            let open = count_open_work(tx, site.street, &desk).await?;
            if open > 0 {
                let text = format!(
                    "{}还有 {open} 件未办事项，且没有其他人在岗。请先授予接任人，再免去此人。",
                    site.town().desk(&desk)
                );
                return Err(Fault::Refused(Refusal::new("access.open_work", text)).into());
            }
        }
        end_holding(tx, site.street, post, account, now).await?;
        record(
            tx,
            site.street,
            account.0,
            &actor,
            now,
            "post_taken_back",
            json!({ "post": post, "title": row.title }),
        )
        .await?;
        Ok(())
    })
}
