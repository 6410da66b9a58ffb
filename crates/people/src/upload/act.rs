//! Taking in numbered writes, and what a person decides about one that cannot go by itself.

use std::sync::Arc;

use db::{Tx, WriteError};
use kernel::{AreaCode, ClientId, DeviceId, HouseholdId, Moment, Refusal};
use people_rules::{Change, Origin, Queue, UploadState, is_overdue};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use web::{Fault, Site, Visitor, Work, Written, record};

use super::store::{Told, Upload, find_upload, hold_device, keep, list_from, set_next, settle};
use crate::act::{Answer, Order, apply, said, signed};

/// A phone sends at most so many at once; it sends the rest afterwards.
const MOST_WRITES: usize = 200;
/// The highest number a phone can reach.
const MOST_NUMBER: i64 = 1_000_000_000;

/// What a phone sends.
#[derive(Clone, Deserialize)]
pub struct Batch {
    pub device: DeviceId,
    pub writes: Vec<Numbered>,
}

/// One write with its number, and both of the phone's clocks.
#[derive(Clone, Deserialize)]
pub struct Numbered {
    pub n: i64,
    pub client_id: ClientId,
    /// What the phone's clock showed, with its offset.
    pub phone_at: String,
    /// From writing to sending, by the phone's steady counter.
    pub elapsed_ms: i64,
    pub kind: String,
    pub body: Value,
}

/// What a phone is answered, write by write.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    pub n: i64,
    pub state: UploadState,
    #[serde(flatten)]
    pub told: Told,
}

fn refusal(code: &'static str, text: impl Into<String>) -> Fault {
    Fault::Refused(Refusal::new(code, text))
}

/// Takes in what a phone sends, and carries out whatever has its turn.
///
/// # Errors
/// A batch that cannot be read at all, or a fault with a number.
pub async fn take_in(site: &Arc<Site>, visitor: &Visitor, batch: Batch) -> Result<Vec<Reply>, Fault> {
    if batch.writes.len() > MOST_WRITES {
        return Err(Fault::TooLarge(format!(
            "一次最多上传 {MOST_WRITES} 条，请分几次上传。"
        )));
    }
    let mut uploads = Vec::new();
    for write in batch.writes {
        let phone_at = Moment::read(&write.phone_at).ok_or_else(|| {
            let text = format!("第 {} 条的时间读不懂，应为 2026-03-05T09:00:00+08:00 这样。", write.n);
            Fault::Unreadable(text)
        })?;
        if !(1..=MOST_NUMBER).contains(&write.n) || write.elapsed_ms < 0 {
            return Err(Fault::Unreadable("序号从 1 开始，经过的时间不能是负数。".into()));
        }
        uploads.push(Upload {
            device: batch.device,
            n: write.n,
            client: write.client_id,
            author: visitor.actor.name.clone(),
            area: visitor
                .scope
                .areas
                .first()
                .copied()
                .unwrap_or(AreaCode(site.street.0 * 1_000_000)),
            received_at: site.now(),
            phone_at,
            elapsed_ms: write.elapsed_ms,
            kind: write.kind,
            body: write.body.to_string(),
            state: UploadState::Waiting,
            told: Told::default(),
        });
    }
    // The numbers make repeats harmless; a kept answer of the whole batch would hide what became of a waiting one.
    let once = ClientId(site.id());
    site.write(once, (visitor.clone(), batch.device, uploads), take_in_work)
        .await
}

fn take_in_work(
    tx: &Tx,
    site: Arc<Site>,
    (visitor, device, uploads): (Visitor, DeviceId, Vec<Upload>),
) -> Work<'_, Vec<Reply>> {
    Box::pin(async move {
        let account = visitor.actor.account.ok_or(Fault::Forbidden)?;
        let (owner, next) = hold_device(tx, site.street, device, account).await?;
        if owner != account {
            let text = "这个设备编号已由另一个账号使用。请退出后重新登录，手机会换一个编号。";
            return Err(refusal("people.upload.device", text).into());
        }
        for upload in &uploads {
            keep(tx, site.street, upload).await?;
        }
        let waiting = list_from(tx, site.street, device, next).await?;
        let known = waiting.into_iter().map(|upload| {
            let n = upload.n;
            (n, (upload.state == UploadState::Waiting).then_some(upload))
        });
        let mut queue = Queue::new(next, known);
        while let Some((n, upload)) = queue.turn() {
            let (state, told) = attempt(tx, &site, &visitor, &upload).await?;
            settle(tx, site.street, device, n, state, &told).await?;
        }
        set_next(tx, site.street, device, queue.next()).await?;
        let mut replies = Vec::new();
        for sent in &uploads {
            let kept = find_kept(tx, &site, sent).await?;
            replies.push(reply(sent, kept, queue.next()));
        }
        Ok(replies)
    })
}

async fn find_kept(tx: &Tx, site: &Site, sent: &Upload) -> Result<Option<Upload>, db::Error> {
    let found = list_from(tx, site.street, sent.device, sent.n).await?;
    Ok(found.into_iter().next().filter(|kept| kept.n == sent.n))
}

/// The answer to one write: what was kept under its number, unless that was another write.
fn reply(sent: &Upload, kept: Option<Upload>, next: i64) -> Reply {
    let other = Told::said(
        "people.upload.number",
        format!("第 {} 号已经是另一条登记，这一条没有收下。请联系系统管理员。", sent.n),
    );
    let (state, told) = match kept {
        Some(kept) if kept.client != sent.client => (UploadState::Refused, other),
        Some(kept) if kept.state == UploadState::Waiting => {
            let text = format!("已收下，在等前面的第 {next} 条，不会丢。");
            (kept.state, Told { text, ..kept.told })
        }
        Some(kept) => (kept.state, kept.told),
        None => (UploadState::Refused, other),
    };
    Reply { n: sent.n, state, told }
}

/// Carries out one write. A refusal is an answer too: it is kept, and the ones after it have their turn.
async fn attempt(tx: &Tx, site: &Site, visitor: &Visitor, upload: &Upload) -> Written<(UploadState, Told)> {
    match carry_out(tx, site, visitor, upload).await {
        Ok(change) => Ok(done(&change)),
        Err(WriteError::Refused(fault)) => {
            let told = Told::said(fault.code(), fault.text());
            Ok((UploadState::Refused, told))
        }
        Err(failed) => Err(failed),
    }
}

fn done(change: &Change) -> (UploadState, Told) {
    let (state, text) = match change.is_disputed() {
        true => (
            UploadState::Conflict,
            "有一项与别人登记的不一致，已标出，等人核实后裁定；其余的已登记。",
        ),
        false => (UploadState::Applied, "已登记。"),
    };
    let told = Told {
        code: String::new(),
        text: text.into(),
        done: Some(Answer::of(change)),
    };
    (state, told)
}

/// What a write says, by its kind.
async fn carry_out(tx: &Tx, site: &Site, visitor: &Visitor, upload: &Upload) -> Written<Change> {
    let unreadable = || {
        refusal(
            "people.upload.unreadable",
            "这一条的内容读不懂，请更新手机上的页面后重新填写。",
        )
    };
    let origin = Origin {
        device: upload.device,
        n: upload.n,
        by: upload.author.clone(),
        phone_at: upload.phone_at,
        received_at: upload.received_at,
    };
    match upload.kind.as_str() {
        "household" => {
            let order = household_order(&upload.body).ok_or_else(unreadable)?;
            let applied = apply(tx, site, visitor, &order, site.now(), Some(&origin)).await;
            applied.map_err(|error| match error {
                WriteError::Refused(Fault::Absent) => {
                    refusal("people.household.absent", "这一户还没有登记，或者不在您的职责范围内。").into()
                }
                other => other,
            })
        }
        _ => Err(unreadable().into()),
    }
}

/// The order in the body of a write of the kind `household`.
pub(super) fn household_order(body: &str) -> Option<Order> {
    let value: Value = serde_json::from_str(body).ok()?;
    let household: HouseholdId = value["household"].as_str()?.parse().ok()?;
    Order::of_json(household, value).ok()
}

/// What a person decides about a write that cannot go by itself.
#[derive(Clone, Debug, Serialize)]
pub enum Decision {
    Accept,
    Discard { reason: String },
}

/// Accepts a write as it is, or discards it with a reason. One that still waits in time is left alone.
///
/// # Errors
/// A refusal in words, absence outside the scope, or a fault with a number.
pub async fn decide(
    site: &Arc<Site>,
    client: ClientId,
    visitor: &Visitor,
    (device, n): (DeviceId, i64),
    decision: Decision,
) -> Result<UploadState, Fault> {
    let once = said(client, &(device, n, &decision));
    site.write(once, (visitor.clone(), device, n, decision), decide_work)
        .await
}

fn decide_work(
    tx: &Tx,
    site: Arc<Site>,
    (visitor, device, n, decision): (Visitor, DeviceId, i64, Decision),
) -> Work<'_, UploadState> {
    Box::pin(async move {
        let street = site.street;
        let upload = find_upload(tx, &visitor.scope, device, n).await?.ok_or(Fault::Absent)?;
        // Held in the same way as by the phone itself, then read again.
        let account = visitor.actor.account.ok_or(Fault::Forbidden)?;
        hold_device(tx, street, device, account).await?;
        let upload = find_kept(tx, &site, &upload).await?.ok_or(Fault::Absent)?;
        match upload.state {
            UploadState::Refused => {}
            UploadState::Waiting if is_overdue(upload.received_at, site.now()) => {}
            UploadState::Waiting => {
                let text = "这一条还在等同一部手机前面的登记，满 5 天还没等到再处理。";
                return Err(refusal("people.upload.waiting", text).into());
            }
            _ => return Err(refusal("people.upload.decided", "这一条已经有结果了，请刷新页面。").into()),
        }
        let (state, told) = match decision {
            Decision::Accept => done(&carry_out(tx, &site, &visitor, &upload).await?),
            Decision::Discard { reason } => {
                let title = format!("{}第 {n} 条：{reason}", upload.author);
                let actor = signed(&visitor.actor, upload.area);
                record(
                    tx,
                    street,
                    device.0,
                    &actor,
                    site.now(),
                    "upload_discarded",
                    json!({ "title": title }),
                )
                .await?;
                let told = Told::said(
                    "people.upload.discarded",
                    format!("{}作废了这一条：{reason}", visitor.actor.name),
                );
                (UploadState::Discarded, told)
            }
        };
        settle(tx, street, device, n, state, &told).await?;
        Ok(state)
    })
}
