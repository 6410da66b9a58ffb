//! `xingge figures`: the numbers of every table, checked against the histories or counted anew from them.

use case::store::{rebuild_figures, verify_figures};
use clap::Subcommand;
use db::WriteError;
use web::Fault;

use super::verify::fold;
use super::{Place, Verdict, say};
use crate::open::find_office;

#[derive(Subcommand, Clone, Debug)]
pub enum Figures {
    /// 由全部经过重算，与存着的统计数字逐项核对
    Verify(Place),
    /// 由全部经过重算并替换存着的统计数字
    Rebuild(Place),
}

impl Figures {
    pub async fn run(&self) -> Result<(), String> {
        let (Self::Verify(place) | Self::Rebuild(place)) = self;
        let db = place.open().await?;
        let office = find_office(&db).await.map_err(|error| error.to_string())?;
        let (street, ..) = office.ok_or("数据库里还没有单位。")?;
        let outcome = match self {
            Self::Verify(_) => {
                let mut verdict = Verdict::default();
                let folded = fold(&db, street, &mut verdict)
                    .await
                    .map_err(|error| error.to_string())?;
                let faults = verify_figures(&db, street, folded.cases.values())
                    .await
                    .map_err(|error| error.to_string())?;
                faults.iter().take(20).for_each(|fault| say(fault));
                if faults.is_empty() {
                    say(&format!("统计数字与 {} 件事项的经过一致。", folded.cases.len()));
                    Ok(())
                } else {
                    Err(format!(
                        "有 {} 处不一致。运行 xingge figures rebuild 重算。",
                        faults.len()
                    ))
                }
            }
            Self::Rebuild(_) => {
                let written = db.write::<usize, Fault, _>(move |tx| {
                    Box::pin(async move {
                        tx.hold_still().await?;
                        let mut verdict = Verdict::default();
                        let folded = fold(tx, street, &mut verdict).await?;
                        // Figures of a history that does not hold would look right and be wrong.
                        if let Some(fault) = verdict.faults.first() {
                            let text = format!("历史不完整，没有重算：{fault}先运行 xingge verify。");
                            return Err(WriteError::Refused(Fault::Unreadable(text)));
                        }
                        rebuild_figures(tx, street, folded.cases.values()).await?;
                        Ok(folded.cases.len())
                    })
                });
                let cases = written.await.map_err(|error| Fault::from(error).text());
                cases.map(|cases| say(&format!("已由 {cases} 件事项的经过重算统计数字。")))
            }
        };
        db.close().await;
        outcome
    }
}
