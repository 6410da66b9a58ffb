//! Accounts.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use db::Tx;
use kernel::{AccountId, Actor, Issues, Refusal};
use routes::Route;
use serde_json::json;
use web::{Fault, Form, Page, Shell, Site, Visitor, Work, record, redirect_with};

use crate::absences::list_absences;
use crate::password;
use crate::store::{NewAccount, add_account, count_holdings, end_account, end_sessions, list_people, store_password};

struct Person {
    id: AccountId,
    login: String,
    name: String,
    titles: String,
    ended: Option<String>,
}

#[derive(Template)]
#[template(path = "accounts/index.html")]
struct Index {
    shell: Shell,
    people: Vec<Person>,
    login: String,
    name: String,
    issues: Issues,
    refusal: Option<Refusal>,
}

async fn page(
    site: &Site,
    visitor: &Visitor,
    status: StatusCode,
    (login, name): (String, String),
    issues: Issues,
    refusal: Option<Refusal>,
) -> Result<Response, Fault> {
    let mut people: Vec<Person> = Vec::new();
    for row in list_people(&site.db, site.street, site.now()).await? {
        match people.iter_mut().find(|person| person.id == row.account) {
            Some(person) => person.titles = format!("{}、{}", person.titles, row.title),
            None => people.push(Person {
                id: row.account,
                login: row.login,
                name: row.name,
                titles: row.title,
                ended: row.ended_at.map(kernel::Moment::minute),
            }),
        }
    }
    Ok(Page(
        status,
        Index {
            shell: Shell::of(site, visitor, "账号"),
            people,
            login,
            name,
            issues,
            refusal,
        },
    )
    .into_response())
}

pub async fn index(State(site): State<Arc<Site>>, visitor: Visitor) -> Result<Response, Fault> {
    page(
        &site,
        &visitor,
        StatusCode::OK,
        Default::default(),
        Issues::default(),
        None,
    )
    .await
}

pub async fn create(State(site): State<Arc<Site>>, visitor: Visitor, form: Form) -> Result<Response, Fault> {
    let (login, name, secret) = (
        form.get("login").to_owned(),
        form.get("name").to_owned(),
        form.get("password").to_owned(),
    );
    let mut issues = Issues::default();
    if login.is_empty() || !login.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c)) {
        issues.add("login", "access.login", "登录名只能用字母、数字和 - _ . 。");
    } else if list_people(&site.db, site.street, site.now())
        .await?
        .iter()
        .any(|person| person.login == login)
    {
        issues.add("login", "access.login_taken", "这个登录名已有人用，请换一个。");
    }
    if name.is_empty() {
        issues.add("name", "access.name", "请填写姓名。");
    }
    if secret.chars().count() < password::SHORTEST {
        issues.add(
            "password",
            "access.password_short",
            format!("密码至少 {} 位。建议用几个不相干的词连起来。", password::SHORTEST),
        );
    }
    if !issues.0.is_empty() {
        return page(
            &site,
            &visitor,
            StatusCode::UNPROCESSABLE_ENTITY,
            (login, name),
            issues,
            None,
        )
        .await;
    }
    let hash = password::hash(secret)
        .await
        .ok_or_else(|| Fault::from(db::Error::Content("no hash".into())))?;
    let account = NewAccount {
        id: AccountId(site.id()),
        login,
        name: name.clone(),
        password: hash,
    };
    site.write(form.client()?, (account, visitor.actor.clone()), make)
        .await?;
    Ok(redirect_with(
        Route::AccountIndex.path(),
        &format!("已开通 {name} 的账号。岗位由安全管理员授予。"),
    ))
}

fn make(tx: &Tx, site: Arc<Site>, (account, actor): (NewAccount, Actor)) -> Work<'_, ()> {
    Box::pin(async move {
        let now = site.now();
        add_account(tx, site.street, &account, now).await?;
        record(
            tx,
            site.street,
            account.id.0,
            &actor,
            now,
            "account_made",
            json!({ "login": account.login, "name": account.name }),
        )
        .await?;
        Ok(())
    })
}

pub async fn end(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(account): Path<AccountId>,
    form: Form,
) -> Result<Response, Fault> {
    match site
        .write(form.client()?, (account, visitor.actor.clone()), finish)
        .await
    {
        Ok(()) => {
            site.sessions.forget_all();
            Ok(redirect_with(
                Route::AccountIndex.path(),
                "账号已停用，下一次请求起不能再进入。",
            ))
        }
        Err(Fault::Refused(refusal)) => {
            page(
                &site,
                &visitor,
                StatusCode::CONFLICT,
                Default::default(),
                Issues::default(),
                Some(refusal),
            )
            .await
        }
        Err(other) => Err(other),
    }
}

/// A new first password, when somebody has forgotten the old one; every open session ends.
pub async fn set_password(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(account): Path<AccountId>,
    form: Form,
) -> Result<Response, Fault> {
    let secret = form.get("password").to_owned();
    if secret.chars().count() < password::SHORTEST {
        let text = format!("密码至少 {} 位，没有改动。", password::SHORTEST);
        let refusal = Some(Refusal::new("access.password_short", text));
        return page(
            &site,
            &visitor,
            StatusCode::UNPROCESSABLE_ENTITY,
            Default::default(),
            Issues::default(),
            refusal,
        )
        .await;
    }
    let hash = password::hash(secret)
        .await
        .ok_or_else(|| Fault::from(db::Error::Content("no hash".into())))?;
    site.write(form.client()?, (account, hash, visitor.actor.clone()), renew)
        .await?;
    site.sessions.forget_all();
    Ok(redirect_with(
        Route::AccountIndex.path(),
        "密码已重置，请当面告诉本人。",
    ))
}

fn renew(tx: &Tx, site: Arc<Site>, (account, hash, actor): (AccountId, String, Actor)) -> Work<'_, ()> {
    Box::pin(async move {
        let now = site.now();
        if store_password(tx, site.street, account, &hash).await? == 0 {
            return Err(Fault::Absent.into());
        }
        end_sessions(tx, site.street, account).await?;
        record(tx, site.street, account.0, &actor, now, "password_reset", json!({})).await?;
        Ok(())
    })
}

/// An account ends after its posts were handed over (trap M08); history keeps the name.
fn finish(tx: &Tx, site: Arc<Site>, (account, actor): (AccountId, Actor)) -> Work<'_, ()> {
    Box::pin(async move {
        let now = site.now();
        let held = count_holdings(tx, site.street, account, now).await?;
        if held > 0 {
            let text = format!("此人还担任 {held} 个岗位。请先由安全管理员免去或移交岗位，再停用账号。");
            return Err(Fault::Refused(Refusal::new("access.still_holds", text)).into());
        }
        if let Some(absence) = list_absences(tx, site.street, now)
            .await?
            .iter()
            .find(|absence| absence.is_deputy(account))
        {
            let text = format!(
                "此人在 {} 代理 {} 的岗位。请先由本人或安全管理员给 {} 销假、另定代理人，再停用账号。",
                absence.days.words(),
                absence.name,
                absence.name
            );
            return Err(Fault::Refused(Refusal::new("access.stands_in", text)).into());
        }
        if end_account(tx, site.street, account, now).await? == 0 {
            return Err(Fault::Absent.into());
        }
        end_sessions(tx, site.street, account).await?;
        record(tx, site.street, account.0, &actor, now, "account_ended", json!({})).await?;
        Ok(())
    })
}
