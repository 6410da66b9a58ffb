//! `xingge found`: an empty office with its three administrators, whose first passwords are shown once.

use access::{NewAccount, NewPost, add_account, add_holding, add_post, password};
use clap::Args;
use db::WriteError;
use kernel::{AccountId, PostId, Role, Street};
use web::{Fault, new_token};

use super::import::{Founding, found_office};
use super::{Place, say};
use crate::open::{find_office, new_id, now};

/// The three who share the power; everybody else comes in through them.
const FIRST: [(Role, &str); 3] = [
    (Role::SystemAdministrator, "sysadmin"),
    (Role::SecurityAdministrator, "secadmin"),
    (Role::Auditor, "auditor"),
];

#[derive(Args, Clone, Debug)]
pub struct Found {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    founding: Founding,
}

impl Found {
    pub async fn run(&self) -> Result<(), String> {
        let (street, name) = self.founding.office()?;
        let db = self.place.open().await?;
        let words = |error: db::Error| error.to_string();
        if let Some((_, name)) = find_office(&db).await.map_err(words)? {
            return Err(format!("这里已有单位“{name}”，不再建立。"));
        }
        found_office(&db, street, &name).await.map_err(|fault| fault.text())?;
        say(&format!(
            "已建立单位“{name}”（{}）。以下初始密码只显示这一次，请分别交给三个人：",
            street.0
        ));
        for (role, login) in FIRST {
            let secret: String = new_token()
                .map_err(|error| error.to_string())?
                .chars()
                .take(16)
                .collect();
            let hash = password::hash(secret.clone())
                .await
                .ok_or("密码算不出来，请检查内存。")?;
            let account = NewAccount {
                id: AccountId(new_id()),
                login: login.to_owned(),
                name: role.name().to_owned(),
                password: hash,
            };
            appoint(&db, street, account, role)
                .await
                .map_err(|error| format!("{error:?}"))?;
            say(&format!("  {}　登录名 {login}　密码 {secret}", role.name()));
        }
        say("接下来：xingge import divisions、import grids 建立网格树，再由系统管理员开通账号、安全管理员授予岗位。");
        db.close().await;
        Ok(())
    }
}

async fn appoint(db: &db::Db, street: Street, account: NewAccount, role: Role) -> Result<(), WriteError<Fault>> {
    let post = NewPost {
        id: PostId(new_id()),
        role,
        area: None,
        unit: None,
        title: role.name().to_owned(),
    };
    db.write::<(), Fault, _>(move |tx| {
        let (account, post) = (account.clone(), post.clone());
        Box::pin(async move {
            let at = now();
            add_account(tx, street, &account, at).await?;
            add_post(tx, street, &post, at).await?;
            add_holding(tx, street, post.id, account.id, at).await?;
            let what = serde_json::json!({ "login": account.login, "title": post.title });
            web::record(
                tx,
                street,
                account.id.0,
                &kernel::Actor::system(),
                at,
                "account_made",
                what,
            )
            .await?;
            Ok(())
        })
    })
    .await
}
