//! Edits of the office's settings: each one entry of its history, with before and after.

use std::sync::Arc;

use db::Tx;
use kernel::{Actor, Issues, Refusal};
use serde_json::json;
use uuid::Uuid;
use web::calendar::begin_recount;
use web::{Fault, Hours, Settings, Site, Work, record};

use super::store::{find_settings, list_roles, rename_role, save_settings};
use crate::changes::{Fields, changes, mark};

/// Settings as somebody wants them, and the mark of those the page showed.
#[derive(Clone)]
pub struct Edit {
    pub name: String,
    pub settings: Settings,
    pub seen: String,
    pub actor: Actor,
}

/// The settings as people read them.
pub fn fields(name: &str, settings: &Settings) -> Fields {
    let hours = |hours: &Hours| {
        let [morning, afternoon] = [hours.morning, hours.afternoon].map(|(from, to)| format!("{from}–{to}"));
        format!("{morning}、{afternoon}")
    };
    let summer = settings.summer.as_ref().map_or_else(
        || "不分夏季".to_owned(),
        |summer| format!("{} 至 {} {}", summer.from, summer.to, hours(&summer.hours)),
    );
    let mut fields = vec![
        ("单位名称".to_owned(), name.to_owned()),
        ("中心名称".to_owned(), settings.centre.clone()),
        ("办公时间".to_owned(), hours(&settings.hours)),
        ("夏季办公时间".to_owned(), summer),
    ];
    let stages = settings.stages.named();
    fields.extend(stages.map(|(_, name, unit, value, _)| (format!("{name}时限"), format!("{value} {unit}"))));
    fields
}

/// What a page is told when somebody else was faster.
pub(crate) fn stale() -> Fault {
    let text = "您填写的时候，已有其他人改过这里。您的修改没有生效，填写的内容已保留；请核对下面的现状后再保存。";
    Fault::Stale(Refusal::new("access.office.stale", text))
}

/// Stores the settings; tells whether anything changed.
pub fn update(tx: &Tx, site: Arc<Site>, edit: Edit) -> Work<'_, bool> {
    Box::pin(async move {
        let (name, before) = find_settings(tx, site.street).await?.ok_or(Fault::Absent)?;
        let (old, new) = (fields(&name, &before), fields(&edit.name, &edit.settings));
        if edit.seen != mark(&old) {
            return Err(stale().into());
        }
        let changed = changes(&old, &new);
        if changed.is_empty() {
            return Ok(false);
        }
        if (before.hours, before.summer) != (edit.settings.hours, edit.settings.summer) {
            let hours = |fields: &Fields| {
                let shown = fields.iter().filter(|(name, _)| name.ends_with("办公时间"));
                shown
                    .map(|(name, value)| format!("{name} {value}"))
                    .collect::<Vec<_>>()
                    .join("，")
            };
            let basis = format!("办公时间改为：{}", hours(&new));
            begin_recount(tx, site.street, site.id(), &basis, site.now()).await?;
        }
        save_settings(tx, site.street, &edit.name, &edit.settings).await?;
        record(
            tx,
            site.street,
            Uuid::nil(),
            &edit.actor,
            site.now(),
            "office_changed",
            json!({ "changes": changed }),
        )
        .await?;
        Ok(true)
    })
}

/// Gives a role another name. The key, and what the role allows, stay.
pub fn rename(tx: &Tx, site: Arc<Site>, (key, name, actor): (String, String, Actor)) -> Work<'_, ()> {
    Box::pin(async move {
        let roles = list_roles(tx, site.street).await?;
        let (_, before) = roles.iter().find(|(known, _)| *known == key).ok_or(Fault::Absent)?;
        if roles.iter().any(|(known, taken)| *taken == name && *known != key) {
            let mut issues = Issues::default();
            let text = format!("已有角色叫“{name}”，请换一个名称。");
            issues.add("role", "access.office.role_taken", text);
            return Err(Fault::Invalid(issues).into());
        }
        if *before == name {
            return Ok(());
        }
        rename_role(tx, site.street, &key, &name).await?;
        let changed = json!([{ "field": "角色名称", "before": before, "after": name }]);
        record(
            tx,
            site.street,
            Uuid::nil(),
            &actor,
            site.now(),
            "role_renamed",
            json!({ "changes": changed }),
        )
        .await?;
        Ok(())
    })
}
