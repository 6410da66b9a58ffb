//! Every workday, when the office opens: what came before today and nobody has in hand (trap E13).

use std::sync::Arc;

use db::{Insert, Tx, values};
use kernel::{ClientId, Desk, Moment};
use web::{Fault, Site, Work, staffed};

use crate::store::{Waiting, find_waiting, take_day, was_taken};

/// The counter that keeps the last day on which this was said.
const DAY: &str = "tray-alarm";

/// Tells the centre and the leaders, once a workday however many servers run this; tells how many notices were written.
pub async fn warn(site: &Arc<Site>) -> Result<usize, Fault> {
    let now = site.now().civil();
    let opening = site.setup().timetable.next_working_moment(now.date().at(0, 0, 0, 0));
    // A day off, or a day that has not begun; what has no calendar is said where clocks start.
    if opening.is_ok_and(|at| at.date() == now.date() && at <= now)
        && !was_taken(&site.db, site.street, DAY, number_of(now.date())).await?
    {
        return site.write(ClientId(site.id()), (), tell).await;
    }
    Ok(0)
}

/// A day as a number, `20260310`.
fn number_of(day: jiff::civil::Date) -> i64 {
    (i64::from(day.year()) * 100 + i64::from(day.month())) * 100 + i64::from(day.day())
}

fn tell(tx: &Tx, site: Arc<Site>, (): ()) -> Work<'_, usize> {
    Box::pin(async move {
        let (now, street) = (site.now(), site.street);
        let today = now.civil().date();
        if !take_day(tx, street, DAY, number_of(today)).await? {
            return Ok(0);
        }
        let morning = Moment::from_civil(today.at(0, 0, 0, 0));
        let Some(Waiting { number, oldest, since }) = find_waiting(tx, street, morning).await? else {
            return Ok(0);
        };
        let days = (today - since.civil().date()).get_days();
        let mut text = format!("还有 {number} 件没有单位接手，最早的已等 {days} 天。请尽快受理、派遣或安排人员。");
        let unowned = site.unowned(&*staffed(&site).await.map_err(Fault::from)?).len();
        if unowned > 0 {
            text.push_str(&format!(
                "另有 {unowned} 个事项类别的责任单位已撤销或没有人在岗，请系统管理员处理。"
            ));
        }
        let mut insert = Insert::into("notices", "street, id, party, case_id, at, text");
        for desk in [Desk::Centre, Desk::Leader] {
            insert.row(values![
                street.0,
                site.id(),
                desk.to_string(),
                oldest.0,
                now.0,
                text.as_str()
            ]);
        }
        tx.insert_later(insert);
        Ok(2)
    })
}
