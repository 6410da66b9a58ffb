//! Phones without a network: writes in their own order, two phones at one household, clocks that are wrong.

use serde_json::{Value, json};

use crate::family::{Family, member, set_phone};
use crate::person::fresh_client;
use crate::world::{World, both};

/// A phone: its own id, and what it wrote.
struct Phone {
    login: &'static str,
    device: String,
    writes: Vec<Value>,
}

impl Phone {
    fn of(login: &'static str) -> Self {
        Self {
            login,
            device: fresh_client(),
            writes: Vec::new(),
        }
    }

    /// Writes something at nine o'clock, an hour and a half before it is sent.
    fn writes(&mut self, family: &Family, mut body: Value) {
        body["household"] = family.id.clone().into();
        self.writes.push(json!({
            "n": self.writes.len() + 1, "client_id": fresh_client(), "phone_at": "2026-03-10T09:00:00+08:00",
            "elapsed_ms": 5_400_000, "kind": "household", "body": body,
        }));
    }

    /// Sends some of them, by number; what came back for each.
    async fn sends(&self, world: &World, numbers: &[usize]) -> Vec<Value> {
        let writes: Vec<&Value> = numbers.iter().map(|n| &self.writes[n - 1]).collect();
        let body = json!({ "device": self.device, "writes": writes });
        let person = world.person(self.login).await;
        let reply = person.post_json("/api/v1/field-uploads", &body).await.expect(200);
        reply.json()["answers"].as_array().expect("answers").clone()
    }
}

/// Create a household, change the head, add a member.
fn three(phone: &mut Phone, family: &Family) {
    phone.writes(family, family.register());
    phone.writes(
        family,
        json!({ "action": "change_head", "base": 1, "was": family.head, "to": family.wife }),
    );
    let son = member(&fresh_client(), "张志强", "son", "male", "1980-02-02");
    phone.writes(family, json!({ "action": "add", "member": son }));
}

/// The household without what differs between two that were made alike.
async fn shape(world: &World, family: &Family) -> Value {
    let seen = world.household(family).await;
    let people = seen["household"]["members"].as_array().expect("members");
    let is_head = |member: &Value| member["id"] == seen["household"]["head"];
    let people: Vec<Value> = people
        .iter()
        .map(|member| json!([member["name"], member["relation"], member["left"], is_head(member)]))
        .collect();
    json!([seen["household"]["version"], seen["household"]["dwelling"], people])
}

fn states(answers: &[Value]) -> Vec<&str> {
    answers
        .iter()
        .map(|answer| answer["state"].as_str().expect("a state"))
        .collect()
}

#[tokio::test]
async fn o05_three_one_two_ends_as_on_the_phone() {
    both(async |world| {
        let family = world.new_family(1).await;
        let mut phone = Phone::of("grid-worker-01");
        three(&mut phone, &family);
        assert_eq!(states(&phone.sends(world, &[3]).await), ["waiting"]);
        world.wait(3 * 3600);
        // It waits where staff sees it, and nobody may decide yet.
        let clerk = world.person("clerk-1a").await;
        let page = clerk.get("/field-uploads").await.expect(200);
        let page = page
            .shows("增加成员：张**")
            .hides("张志强")
            .shows("等第 1 条已 3 小时")
            .hides("照样登记");
        clerk.get("/households").await.expect(200).shows("离线上传");
        let path = format!("/field-uploads/{}/3/decision", phone.device);
        let csrf = page.any_csrf();
        let early = [
            ("_csrf", csrf.as_str()),
            ("_client", &fresh_client()),
            ("decision", "accept"),
        ];
        clerk.post(&path, &early).await.expect(409).shows("满 5 天");
        world
            .person("grid-worker-02")
            .await
            .get("/field-uploads")
            .await
            .expect(200)
            .hides(&phone.device);

        assert_eq!(states(&phone.sends(world, &[1]).await), ["applied"]);
        assert_eq!(world.household(&family).await["residents"], 3);
        let second = phone.sends(world, &[2]).await;
        assert_eq!(states(&second), ["applied"]);
        // Sending again changes nothing and answers the same.
        assert_eq!(phone.sends(world, &[2]).await, second);
        assert_eq!(states(&phone.sends(world, &[1, 2, 3]).await), ["applied"; 3]);
        let after = world.household(&family).await;
        assert_eq!(
            (&after["household"]["head"], &after["residents"]),
            (&json!(family.wife), &json!(4))
        );
        assert_eq!(after["household"]["version"], 3);
        clerk.get("/field-uploads").await.expect(200).shows("没有要处理的");
    })
    .await;
}

#[tokio::test]
async fn o05_every_order_of_arrival_ends_the_same() {
    both(async |world| {
        let mut shapes = Vec::new();
        for order in [[1, 2, 3], [1, 3, 2], [2, 1, 3], [2, 3, 1], [3, 1, 2], [3, 2, 1]] {
            let family = world.new_family(1).await;
            let mut phone = Phone::of("grid-worker-01");
            three(&mut phone, &family);
            for n in order {
                phone.sends(world, &[n]).await;
            }
            shapes.push(shape(world, &family).await);
        }
        assert!(shapes.iter().all(|shape| *shape == shapes[0]), "{shapes:?}");
    })
    .await;
}

#[tokio::test]
async fn o05_after_five_days_a_person_decides_and_nothing_is_dropped() {
    both(async |world| {
        let family = world.family().await;
        let never = world.new_family(1).await;
        let mut phone = Phone::of("grid-worker-01");
        phone.writes(&family, set_phone(&family.head, Value::Null, "13800138001", 1));
        let son = member(&fresh_client(), "张志强", "son", "male", "1980-02-02");
        phone.writes(&family, json!({ "action": "add", "member": son }));
        phone.writes(&never, json!({ "action": "confirm_head", "base": 1, "to": never.wife }));
        assert_eq!(states(&phone.sends(world, &[2, 3]).await), ["waiting"; 2]);
        world.wait_days(5);
        world.wait(3600);
        let clerk = world.person("clerk-1a").await;
        let page = clerk.get("/field-uploads").await.expect(200).shows("超过 5 天，请处理");
        let decide = |n: usize| format!("/field-uploads/{}/{n}/decision", phone.device);
        // The one whose household is there is accepted as it is.
        clerk
            .send(&page.form(&decide(2)).with("decision", "accept"))
            .await
            .expect(303);
        let after = world.household(&family).await;
        assert_eq!(after["residents"], 4);
        let last = after["events"].as_array().expect("events").last().expect("one").clone();
        assert_eq!((&last["origin"]["n"], &last["action"]), (&json!(2), &json!("add")));
        // The other cannot go; it is discarded, with a reason that the author reads.
        let told = clerk
            .send(&page.form(&decide(3)).with("decision", "accept"))
            .await
            .expect(409);
        told.shows("这一户还没有登记");
        let discard = page.form(&decide(3)).with("decision", "discard");
        clerk.send(&discard).await.expect(422).shows("作废要写理由");
        let discard = discard.with("reason", "这家已搬走，上门核实过");
        clerk.send(&discard).await.expect(303);
        let again = phone.sends(world, &[3]).await;
        assert_eq!(again[0]["state"], "discarded");
        assert!(again[0]["text"].as_str().expect("words").contains("上门核实过"));
        world
            .person("auditor")
            .await
            .get("/audit")
            .await
            .expect(200)
            .shows("作废离线上传");
        // The first comes after all, and counts.
        assert_eq!(states(&phone.sends(world, &[1]).await), ["applied"]);
        assert_eq!(
            world.household(&family).await["household"]["members"][0]["phone"],
            "13800138001"
        );
    })
    .await;
}

#[tokio::test]
async fn o06_two_workers_change_one_household_offline() {
    both(async |world| {
        let family = world.family().await;
        for (base, (old, new)) in (1..).zip([
            ("2单元301", "2单元302"),
            ("2单元302", "2单元303"),
            ("2单元303", "2单元301"),
        ]) {
            let edit = json!({ "of": null, "old": { "dwelling": old }, "new": { "dwelling": new } });
            let wish = json!({ "action": "correct", "base": base, "edits": [edit] });
            world.change("clerk-1a", &family, wish).await.expect(200);
        }
        assert_eq!(world.household(&family).await["household"]["version"], 4);
        let (mut a, mut b) = (Phone::of("grid-head-01"), Phone::of("grid-worker-01"));
        a.writes(&family, set_phone(&family.head, Value::Null, "13800138001", 4));
        b.writes(&family, set_phone(&family.head, Value::Null, "13800138002", 4));
        b.writes[0]["phone_at"] = "2026-03-10T10:15:00+08:00".into();
        let newborn = member(&fresh_client(), "张小红", "grandchild", "female", "2026-03-01");
        b.writes(&family, json!({ "action": "add", "member": newborn }));
        assert_eq!(states(&a.sends(world, &[1]).await), ["applied"]);
        assert_eq!(states(&b.sends(world, &[1, 2]).await), ["conflict", "applied"]);
        let after = world.household(&family).await;
        assert_eq!(after["residents"], 4, "the member is added");
        assert_eq!(
            after["household"]["members"][0]["phone"], "13800138001",
            "the earlier accepted stays"
        );

        // Both values, times and names are there for whoever decides, and the list marks the household.
        let clerk = world.person("clerk-1a").await;
        clerk
            .get("/households?view=pending")
            .await
            .expect(200)
            .shows(&family.id)
            .shows("1 处不一致");
        let names = after["household"]["conflicts"][0].clone();
        let masked = clerk.get(&family.page()).await.expect(200);
        masked
            .shows("138****8001")
            .shows("138****8002")
            .hides("13800138001")
            .shows("要裁定，先");
        let mut page = clerk
            .reveals(&family.page())
            .await
            .shows("13800138001")
            .shows("13800138002")
            .shows("2026-03-10 09:00")
            .shows("2026-03-10 10:15");
        for side in ["kept_by", "later_by"] {
            page = page.shows(names[side]["by"].as_str().expect("a name"));
        }
        let path = format!("{}/conflicts/1/decision", family.page());
        let form = page.form(&path);
        clerk.send(&form).await.expect(422).shows("请选择保留哪一种说法");
        let form = form.with("side", "later");
        clerk.send(&form).await.expect(303);
        let after = world.household(&family).await;
        assert_eq!(after["household"]["members"][0]["phone"], "13800138002");
        assert_eq!(after["household"]["conflicts"][0]["decided"]["side"], "later");
        let late = world
            .change(
                "grid-head-01",
                &family,
                json!({ "action": "settle", "number": 1, "side": "kept" }),
            )
            .await;
        late.refused(409, "people.conflict.decided");
        clerk
            .get("/households?view=pending")
            .await
            .expect(200)
            .hides(&family.id);
    })
    .await;
}

#[tokio::test]
async fn o08_o10_a_wrong_clock_orders_nothing_and_no_zone_is_dropped() {
    both(async |world| {
        let family = world.family().await;
        let mut phone = Phone::of("grid-worker-01");
        for (time, name) in [
            // Two days ahead, then set back by hand, then as another zone writes nine o'clock.
            ("2026-03-12T07:30:00+08:00", "张建帼"),
            ("2026-03-01T09:00:00+08:00", "张建郭"),
            ("2026-03-10T01:00:00Z", "张建国"),
        ] {
            let old = ["张建国", "张建帼", "张建郭"][phone.writes.len()];
            let edit = json!({ "of": family.head, "old": { "name": old }, "new": { "name": name } });
            phone.writes(&family, json!({ "action": "correct", "base": 1, "edits": [edit] }));
            phone.writes.last_mut().expect("one")["phone_at"] = time.into();
        }
        assert_eq!(states(&phone.sends(world, &[3, 1]).await), ["waiting", "applied"]);
        let worker = world.person("grid-worker-01").await;
        worker
            .get("/field-uploads")
            .await
            .expect(200)
            .shows("写于 2026-03-10 09:00");
        let last = phone.sends(world, &[2]).await;
        assert_eq!(states(&last), ["applied"]);
        assert_eq!(
            world.household(&family).await["household"]["members"][0]["name"],
            "张建国"
        );
        let page = worker.get(&family.page()).await.expect(200);
        page.shows("写于 2026-03-12 07:30，2026-03-10 09:00 收到")
            .shows("写于 2026-03-10 09:00");

        // One that waits shows by how much the clock is wrong.
        let mut ahead = Phone::of("grid-head-01");
        ahead.writes(&family, json!({ "action": "settle", "number": 1, "side": "kept" }));
        ahead.writes(&family, json!({ "action": "settle", "number": 1, "side": "kept" }));
        ahead.writes[1]["phone_at"] = "2026-03-12T07:30:00+08:00".into();
        ahead.sends(world, &[2]).await;
        worker.get("/field-uploads").await.expect(200).shows("手机时钟快 2 天");
        let mut unread = ahead.writes[0].clone();
        unread["phone_at"] = "昨天".into();
        let body = json!({ "device": ahead.device, "writes": [unread] });
        world
            .person("grid-head-01")
            .await
            .post_json("/api/v1/field-uploads", &body)
            .await
            .refused(400, "unreadable");
    })
    .await;
}

#[tokio::test]
async fn a_phone_is_of_one_account_and_a_number_of_one_write() {
    both(async |world| {
        let family = world.family().await;
        let mut phone = Phone::of("grid-worker-01");
        phone.writes(&family, set_phone(&family.head, Value::Null, "13800138001", 1));
        phone.sends(world, &[1]).await;
        let theirs = json!({ "device": phone.device, "writes": phone.writes });
        let other = world.person("grid-head-01").await;
        other
            .post_json("/api/v1/field-uploads", &theirs)
            .await
            .refused(409, "people.upload.device");
        // The same number with other content is not taken for the first.
        phone.writes[0]["client_id"] = fresh_client().into();
        let answers = phone.sends(world, &[1]).await;
        assert_eq!(
            (&answers[0]["state"], &answers[0]["code"]),
            (&json!("refused"), &json!("people.upload.number"))
        );
        // What cannot be read is an answer of its own, is listed, and holds up nobody.
        phone.writes(&family, json!({ "action": "fly" }));
        phone.writes(
            &family,
            json!({ "action": "end", "base": 1, "member": family.wife, "on": "2026-03-02", "why": "moved_out" }),
        );
        let answers = phone.sends(world, &[2, 3]).await;
        assert_eq!(states(&answers), ["refused", "applied"]);
        assert_eq!(answers[0]["code"], "people.upload.unreadable");
        world
            .person("clerk-1a")
            .await
            .get("/field-uploads")
            .await
            .expect(200)
            .shows("这一条的内容读不懂");
    })
    .await;
}
