//! The history holds: a busy day verifies without a fault, and one byte changed behind its back is found.

use app::commands::{Verdict, verify};
use db::{Sql, values};
use serde_json::json;

use crate::matter::Matter;
use crate::world::{World, both};

async fn verdict(world: &World) -> Verdict {
    verify(&world.site.db, world.site.street).await.expect("read")
}

async fn busy(world: &World) -> Matter {
    let matter = world.reported(1, "废弃的自动售货机").await;
    let other = world.reported(1, "同一台").await;
    let same = json!({ "other": matter.number, "reason": "same_matter", "text": "同一台" });
    world.take("clerk-1a", &other, "merge", same).await;
    world.awaiting_answer(&matter).await;
    world.wait_days(9);
    case::sweep::run(&world.site).await.expect("the sweep");
    matter
}

#[tokio::test]
async fn a_busy_day_verifies() {
    both(async |world| {
        let before = verdict(world).await;
        assert_eq!(before.faults, Vec::<String>::new());
        busy(world).await;
        let after = verdict(world).await;
        assert_eq!(after.faults, Vec::<String>::new());
        assert_eq!(after.cases, before.cases + 2);
        assert!(after.entries > before.entries + 10);
    })
    .await;
}

#[tokio::test]
async fn one_byte_changed_is_found() {
    both(async |world| {
        let matter = busy(world).await;
        let street = world.site.street.0;
        let id: uuid::Uuid = matter.id.parse().expect("an id");
        let sql = "UPDATE case_events SET body = REPLACE(body, '已清走', '没清走') WHERE street = $1 AND about = $2 AND action = 'submit'";
        let touched = world.site.db.run(sql, values![street, id]).await;
        assert_eq!(touched.expect("changed"), 1);
        let faults = verdict(world).await.faults;
        assert!(faults.iter().any(|fault| fault.contains("被改动过")), "{faults:?}");
    })
    .await;
}

#[tokio::test]
async fn a_state_that_history_does_not_give_and_a_missing_end_are_found() {
    both(async |world| {
        let matter = busy(world).await;
        let street = world.site.street.0;
        let id: uuid::Uuid = matter.id.parse().expect("an id");
        let run = async |sql: &str| {
            let touched = world.site.db.run(sql, values![street, id]).await;
            assert_eq!(touched.expect("changed"), 1, "{sql}");
            verdict(world).await.faults
        };
        let faults = run("UPDATE cases SET state = 'voided' WHERE street = $1 AND id = $2").await;
        assert!(faults.iter().any(|fault| fault.contains(&matter.number)), "{faults:?}");
        let last = "DELETE FROM case_events WHERE street = $1 AND seq = (SELECT MAX(seq) FROM case_events WHERE street = $1 AND $2 = $2)";
        let faults = run(last).await;
        assert!(faults.iter().any(|fault| fault.contains("末尾有记录被删")), "{faults:?}");
    })
    .await;
}
