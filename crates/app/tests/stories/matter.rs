//! Matters of a story: reported, and moved to where the story begins.

use serde_json::{Value, json};

use crate::person::{Reply, fresh_client};
use crate::world::World;

/// An abandoned vending machine: three workdays, the municipal office's own duty, no photo needed.
pub const ABANDONED: &str = "C01-45/abandoned";
/// A missing trench cover: four urgent hours, proof by photo.
pub const MISSING_COVER: &str = "C01-26/hazard";

/// A matter with the code of its reporter.
#[derive(Clone, Debug)]
pub struct Matter {
    pub id: String,
    pub number: String,
    pub receipt: String,
}

impl Matter {
    #[track_caller]
    fn of(reply: &Reply) -> Self {
        let body = reply.json();
        let text = |key: &str| body[key].as_str().unwrap_or_default().to_owned();
        Self {
            id: text("id"),
            number: text("number"),
            receipt: text("receipt"),
        }
    }

    pub fn page(&self) -> String {
        format!("/cases/{}", self.id)
    }

    pub fn receipt_page(&self) -> String {
        format!("/receipts/{}", self.receipt)
    }
}

impl World {
    /// A resident reports something in a grid.
    pub async fn reported(&self, grid: usize, words: &str) -> Matter {
        let (lng, lat) = self.point(grid);
        let body = json!({ "client_id": fresh_client(), "words": words, "place": "和平路口", "lng": lng, "lat": lat, "name": "王秀英", "phone": "15400001234" });
        let reply = self.resident().post_json("/api/v1/reports", &body).await;
        Matter::of(&reply.expect(201))
    }

    /// A grid worker reports upward.
    pub async fn found(&self, worker: &str, grid: usize, words: &str) -> Matter {
        let (lng, lat) = self.point(grid);
        let body = json!({ "client_id": fresh_client(), "words": words, "lng": lng, "lat": lat });
        let reply = self.person(worker).await.post_json("/api/v1/cases", &body).await;
        Matter::of(&reply.expect(201))
    }

    /// One step by JSON that must succeed.
    #[track_caller]
    pub fn take<'a>(
        &'a self,
        login: &'a str,
        matter: &'a Matter,
        action: &'a str,
        more: Value,
    ) -> impl Future<Output = Value> + 'a {
        let at = std::panic::Location::caller();
        async move {
            let person = self.person(login).await;
            let reply = person.api_step(&matter.id, action, more).await;
            assert_eq!(reply.status, 200, "{login} {action} at {at}: {}", reply.text());
            reply.json()
        }
    }

    /// In the community of grid 1: filed under a standard.
    pub async fn filed(&self, matter: &Matter, standard: &str) {
        self.take("clerk-1a", matter, "file", json!({ "standard": standard }))
            .await;
    }

    /// Filed, dispatched to the municipal office and accepted there.
    pub async fn handling(&self, matter: &Matter, standard: &str) {
        self.filed(matter, standard).await;
        let lead = json!({ "lead": "unit:municipal" });
        self.take("clerk-1a", matter, "dispatch", lead).await;
        self.take("unit-municipal", matter, "accept", json!({})).await;
    }

    /// Handled and inspected: the reporter is asked.
    pub async fn awaiting_answer(&self, matter: &Matter) {
        self.handling(matter, ABANDONED).await;
        let done = json!({ "text": "已清走，地面已复原。", "outcome": "fixed" });
        self.take("unit-municipal", matter, "submit", done).await;
        self.take("inspector-1", matter, "inspect", json!({})).await;
        self.take("inspector-1", matter, "pass", json!({})).await;
    }

    /// How the matter stands, as the centre sees it: `case`, `events`, `allowed`.
    pub async fn look(&self, matter: &Matter) -> Value {
        let centre = self.person("dispatcher-1").await;
        let path = format!("/api/v1/cases/{}", matter.id);
        centre.get(&path).await.expect(200).json()
    }

    pub async fn state(&self, matter: &Matter) -> String {
        let seen = self.look(matter).await;
        seen["case"]["state"].as_str().expect("a state").to_owned()
    }

    /// The actions of the history, in order.
    pub async fn history(&self, matter: &Matter) -> Vec<String> {
        let seen = self.look(matter).await;
        let events = seen["events"].as_array().expect("events");
        let action = |event: &Value| event["action"].as_str().unwrap_or_default().to_owned();
        events.iter().map(action).collect()
    }
}
