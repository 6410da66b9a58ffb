//! A family of a story: a couple with the grandson they bring up, registered as a program would.

use db::{Sql, values};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::person::{Person, Reply, fresh_client};
use crate::world::World;

/// A household with the ids that later writes name.
#[derive(Clone, Debug)]
pub struct Family {
    pub id: String,
    pub head: String,
    pub wife: String,
    pub grandson: String,
    pub building: i64,
    pub address: String,
}

impl Family {
    pub fn page(&self) -> String {
        format!("/households/{}", self.id)
    }

    /// What registers it, with `action` for the phones' door.
    pub fn register(&self) -> Value {
        json!({
            "action": "register", "household": self.id, "building": self.building, "dwelling": "2单元301",
            "members": [
                member(&self.head, "张建国", "head", "male", "1955-08-01"),
                member(&self.wife, "王秀英", "spouse", "female", "1957-09-10"),
                member(&self.grandson, "张小明", "grandchild", "male", "2016-06-01"),
            ],
        })
    }
}

pub fn member(id: &str, name: &str, relation: &str, sex: &str, born: &str) -> Value {
    let from = if born > "2016-05-01" { born } else { "2016-05-01" };
    json!({ "id": id, "name": name, "relation": relation, "sex": sex, "born": born, "from": from, "arrival": "living" })
}

/// A number of somebody, from what the author saw to what it should be.
pub fn set_phone(of: &str, old: Value, new: &str, base: u32) -> Value {
    let edit = json!({ "of": of, "old": { "phone": old }, "new": { "phone": new }, "consent": true });
    json!({ "action": "correct", "base": base, "edits": [edit] })
}

impl Person {
    /// The page of a household in full, as the form on it gives it.
    pub async fn reveals(&self, home: &str) -> Reply {
        let form = self.get(home).await.expect(200).form(&format!("{home}/reveals"));
        self.send(&form.with("purpose", "contact")).await.expect(200)
    }
}

impl World {
    /// A building of a grid where people live.
    pub async fn building(&self, grid: usize) -> (i64, String) {
        let sql =
            "SELECT id, address FROM buildings WHERE street = $1 AND area = $2 AND households > 0 ORDER BY id LIMIT 1";
        let row = self
            .site
            .db
            .row(sql, values![self.site.street.0, self.grid(grid).0])
            .await;
        let row = row.expect("read").expect("a building");
        (row.get("id").expect("an id"), row.get("address").expect("an address"))
    }

    /// A family that nobody has registered yet.
    pub async fn new_family(&self, grid: usize) -> Family {
        let (building, address) = self.building(grid).await;
        let id = || fresh_client().parse::<Uuid>().expect("an id").to_string();
        Family {
            id: id(),
            head: id(),
            wife: id(),
            grandson: id(),
            building,
            address,
        }
    }

    /// A family of grid 1.
    pub async fn family(&self) -> Family {
        let family = self.new_family(1).await;
        let mut body = family.register();
        body["client_id"] = fresh_client().into();
        let worker = self.person("grid-worker-01").await;
        worker.post_json("/api/v1/households", &body).await.expect(201);
        family
    }

    /// A change by JSON.
    pub async fn change(&self, login: &str, family: &Family, mut wish: Value) -> Reply {
        wish["client_id"] = fresh_client().into();
        let path = format!("/api/v1/households/{}/changes", family.id);
        self.person(login).await.post_json(&path, &wish).await
    }

    /// The household in full, as JSON shows it to the community.
    pub async fn household(&self, family: &Family) -> Value {
        let path = format!("/api/v1/households/{}/reveals", family.id);
        let asked = json!({ "client_id": fresh_client(), "purpose": "settle" });
        let clerk = self.person("clerk-1a").await;
        clerk.post_json(&path, &asked).await.expect(200).json()
    }
}
