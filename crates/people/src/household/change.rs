//! What staff does with a household that is there.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kernel::{HouseholdId, Issues, ResidentId};
use people_rules::{Edit, Left, Purpose, Setting, Version, Wish};
use routes::Route;
use web::{Fault, Form, Page, Shell, Site, Visitor, redirect_with};

use super::page::{Told, render};
use crate::act::{Order, carry_out, id_of, once_a_day, reveal, said};
use crate::store::{find_household, list_addresses, list_buildings, write};
use crate::typed::{Choices, TypedMember, Was, choices};

/// Carries out what a form on the household's page asks for, and comes back to the page.
async fn carry(
    site: &Arc<Site>,
    visitor: &Visitor,
    form: &Form,
    id: HouseholdId,
    wish: Wish,
    flash: &str,
) -> Result<Response, Fault> {
    let order = Order::Change(id, wish);
    match carry_out(site, said(form.client()?, &order), visitor, order).await {
        Ok(answer) => {
            let flash = match answer.disputed {
                true => "有一项与别人刚登记的不一致，两种说法都在下面，请核实后裁定。",
                false => flash,
            };
            Ok(redirect_with(&Route::HouseholdShow.to(&[&id]), flash))
        }
        Err(Fault::Refused(refusal)) => {
            let told = Told {
                status: Some(StatusCode::CONFLICT),
                refusal: Some(refusal.text),
                ..Told::default()
            };
            render(site, visitor, id, told).await
        }
        Err(other) => Err(other),
    }
}

fn base(form: &Form) -> Result<Version, Fault> {
    let unreadable = |_| Fault::Unreadable("表单缺少版本，请刷新页面后重新填写。".into());
    form.get("base").parse().map_err(unreadable)
}

pub async fn add_member(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(id): Path<HouseholdId>,
    form: Form,
) -> Result<Response, Fault> {
    let mut issues = Issues::default();
    let typed = TypedMember::of_form(&form, 0);
    // Sent twice it is one person; another name is another person.
    let who = ResidentId(id_of(&[&form.client()?.to_string(), &typed.name]));
    let Some(member) = typed.read(who, site.now().day(), &mut issues) else {
        let told = Told {
            status: Some(StatusCode::UNPROCESSABLE_ENTITY),
            member: typed,
            issues,
            ..Told::default()
        };
        return render(&site, &visitor, id, told).await;
    };
    carry(&site, &visitor, &form, id, Wish::Add { member }, "已增加成员。").await
}

pub async fn end_member(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path((id, member)): Path<(HouseholdId, ResidentId)>,
    form: Form,
) -> Result<Response, Fault> {
    // Entered by mistake: the leaving is taken back, and the history shows both.
    if let Ok(was) = serde_json::from_str::<Left>(form.get("back")) {
        let edits = vec![Edit {
            of: Some(member),
            old: Setting::Left(Some(was)),
            new: Setting::Left(None),
            consent: false,
        }];
        let wish = Wish::Correct {
            base: base(&form)?,
            edits,
        };
        return carry(&site, &visitor, &form, id, wish, "已改回仍住在这里。").await;
    }
    let (Ok(on), Ok(why)) = (form.get("on").parse(), form.get("why").parse()) else {
        return render(&site, &visitor, id, Told::unfit("请选择离开的原因和日期。")).await;
    };
    let base = base(&form)?;
    let wish = Wish::End { base, member, on, why };
    carry(&site, &visitor, &form, id, wish, "已登记离开，之前的记录都在。").await
}

pub async fn set_head(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(id): Path<HouseholdId>,
    form: Form,
) -> Result<Response, Fault> {
    let Ok(to) = form.get("to").parse() else {
        return render(&site, &visitor, id, Told::unfit("请选择由谁当户主。")).await;
    };
    let base = base(&form)?;
    let wish = match form.get("was").parse() {
        Ok(was) => Wish::ChangeHead { base, was, to },
        Err(_) => Wish::ConfirmHead { base, to },
    };
    carry(&site, &visitor, &form, id, wish, "户主已更新，请核对各人与户主的关系。").await
}

pub async fn decide_conflict(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path((id, number)): Path<(HouseholdId, u32)>,
    form: Form,
) -> Result<Response, Fault> {
    let Ok(side) = form.get("side").parse() else {
        return render(&site, &visitor, id, Told::unfit("请选择保留哪一种说法。")).await;
    };
    carry(&site, &visitor, &form, id, Wish::Settle { number, side }, "已裁定。").await
}

#[derive(Template)]
#[template(path = "household/edit.html")]
struct EditPage {
    shell: Shell,
    id: HouseholdId,
    base: String,
    was: String,
    address: String,
    buildings: Choices,
    dwelling: String,
    members: Vec<TypedMember>,
    issues: Issues,
    refusal: Option<String>,
    today: String,
}

pub async fn edit(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(id): Path<HouseholdId>,
) -> Result<Response, Fault> {
    // A form to correct names shows them: it is a look in full, and is written down as one.
    let once = once_a_day("household_edit", &site, &visitor, id);
    let (household, _) = reveal(&site, &visitor, once, id, Purpose::Correct).await?;
    let was = Was {
        building: household.building,
        dwelling: household.dwelling.clone(),
    };
    let page = EditPage {
        shell: Shell::of(&site, &visitor, "更正住户"),
        id,
        base: household.version.to_string(),
        was: write(&was)?,
        address: String::new(),
        buildings: Vec::new(),
        dwelling: household.dwelling.clone(),
        members: (household.here().into_iter().enumerate())
            .map(|(index, member)| TypedMember::of(index, member))
            .collect(),
        issues: Issues::default(),
        refusal: None,
        today: site.now().day().to_string(),
    };
    form_page(&site, &visitor, StatusCode::OK, page, household.building).await
}

/// The form with the buildings to choose from; one that has ended is only named.
async fn form_page(
    site: &Site,
    visitor: &Visitor,
    status: StatusCode,
    page: EditPage,
    building: i64,
) -> Result<Response, Fault> {
    let rows = list_buildings(&site.db, &visitor.scope, site.now()).await?;
    let address = list_addresses(&site.db, site.street, &[building])
        .await?
        .remove(&building);
    let page = EditPage {
        buildings: choices(&rows, &building.to_string()),
        address: address.unwrap_or_default(),
        ..page
    };
    Ok(Page(status, page).into_response())
}

pub async fn update(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(id): Path<HouseholdId>,
    form: Form,
) -> Result<Response, Fault> {
    find_household(&site.db, &visitor.scope, id)
        .await?
        .ok_or(Fault::Absent)?;
    let base = base(&form)?;
    let unreadable = |_| Fault::Unreadable("页面打开太久，请刷新后重新填写。".into());
    let was: Was = serde_json::from_str(form.get("was")).map_err(unreadable)?;
    let mut issues = Issues::default();
    let building = form.get("building").parse().unwrap_or(was.building);
    let dwelling = form.get("dwelling").to_owned();
    let of = |old: Setting, new: Setting| Edit {
        of: None,
        old,
        new,
        consent: false,
    };
    let mut edits = Vec::new();
    if building != was.building {
        edits.push(of(Setting::Building(was.building), Setting::Building(building)));
    }
    if dwelling != was.dwelling {
        edits.push(of(Setting::Dwelling(was.dwelling), Setting::Dwelling(dwelling.clone())));
    }
    let members: Vec<TypedMember> = (0..200)
        .map(|index| TypedMember::of_form(&form, index))
        .take_while(|member| !member.was.is_empty())
        .collect();
    for member in &members {
        edits.extend(member.edits(&mut issues));
    }
    let refusal = if issues.0.is_empty() {
        let order = Order::Change(id, Wish::Correct { base, edits });
        match carry_out(&site, said(form.client()?, &order), &visitor, order).await {
            Ok(answer) if answer.disputed => {
                let flash = "有一项与别人刚登记的不一致，两种说法都在下面，请核实后裁定。其余的已更正。";
                return Ok(redirect_with(&Route::HouseholdShow.to(&[&id]), flash));
            }
            Ok(_) => return Ok(redirect_with(&Route::HouseholdShow.to(&[&id]), "已更正。")),
            Err(Fault::Refused(refusal)) => Some(refusal.text),
            Err(other) => return Err(other),
        }
    } else {
        None
    };
    let status = match refusal {
        Some(_) => StatusCode::CONFLICT,
        None => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let page = EditPage {
        shell: Shell::of(&site, &visitor, "更正住户"),
        id,
        base: base.to_string(),
        was: form.get("was").to_owned(),
        address: String::new(),
        buildings: Vec::new(),
        dwelling,
        members,
        issues,
        refusal,
        today: site.now().day().to_string(),
    };
    form_page(&site, &visitor, status, page, building).await
}
