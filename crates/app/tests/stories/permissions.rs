//! Every row of the route table four ways: nobody, the wrong role, the right role out of scope, the right role in scope.

use kernel::Permission;
use routes::{Kind, Route, Verb};
use serde_json::json;
use uuid::Uuid;

use crate::ground::fixture;
use crate::html::links;
use crate::office::{account, post_of, with_photo};
use crate::person::{Person, Reply, fresh_client};
use crate::photos;
use crate::rows::{Beyond, Body, Walk, walk};
use crate::world::both;

/// Sends what the row carries; somebody signed in adds the page's token.
async fn ask(person: &Person, signed_in: bool, path: &str, body: &Body, verb: Verb) -> Reply {
    match (body, verb) {
        (Body::Json(json), _) => {
            let mut json = json.clone();
            if json.get("client_id").is_some() {
                json["client_id"] = fresh_client().into();
            }
            person.post_json(path, &json).await
        }
        (Body::None, Verb::Get) => person.get(path).await,
        (Body::None, Verb::Post) => panic!("{path} carries nothing"),
        (Body::Form(fields), _) => {
            let csrf = match signed_in {
                true => person.get("/notices").await.expect(200).any_csrf(),
                false => String::new(),
            };
            let client = fresh_client();
            let mut all = vec![("_client", client.as_str()), ("_csrf", csrf.as_str())];
            all.extend(fields.iter().map(|(name, value)| (*name, value.as_str())));
            person.post(path, &all).await
        }
    }
}

#[tokio::test]
async fn every_row_four_ways() {
    both(async |world| {
        let fixture = fixture(world).await;
        let mut seen = 0;
        for route in Route::ALL {
            let row = route.row();
            let Walk {
                path,
                body,
                wrong,
                right,
                beyond,
                status,
            } = walk(*route, world, &fixture);
            let public = row.permission == Permission::Public;
            // Nobody.
            let nobody = ask(&world.resident(), false, &path, &body, row.verb).await;
            match (public, row.kind) {
                (true, _) => assert_eq!(nobody.status, status, "{route:?} {}", nobody.text()),
                (false, Kind::Page) => {
                    assert_eq!(nobody.status, 303, "{route:?}");
                    assert!(nobody.location().starts_with("/login?next="), "{route:?}");
                }
                (false, Kind::Api) => assert_eq!(nobody.status, 401, "{route:?}"),
                (false, Kind::Part | Kind::Probe) => assert_eq!(nobody.status, 404, "{route:?}"),
            }
            // The wrong role.
            let open = matches!(row.permission, Permission::Public | Permission::SignedIn);
            assert_eq!(wrong.is_none(), open, "{route:?} names a wrong role");
            if let Some(login) = wrong {
                let reply = ask(&world.person(login).await, true, &path, &body, row.verb).await;
                assert_eq!(reply.status, 403, "{route:?} as {login}");
            }
            // The right role, outside its scope.
            match &beyond {
                Beyond::Absent(login, path) => {
                    let reply = ask(&world.person(login).await, true, path, &body, row.verb).await;
                    assert_eq!(reply.status, 404, "{route:?} as {login}");
                }
                Beyond::Hidden(login, path, text) => {
                    let reply = ask(&world.person(login).await, true, path, &body, row.verb).await;
                    reply.expect(200).hides(text);
                }
                Beyond::Nothing(why) => assert!(!why.is_empty()),
            }
            // The right role, inside.
            let reply = ask(&world.person(right).await, true, &path, &body, row.verb).await;
            assert_eq!(reply.status, status, "{route:?} as {right}: {}", reply.text());
            assert!(!reply.location().starts_with("/login?"), "{route:?}");
            if let Beyond::Hidden(_, _, text) = &beyond
                && *route != Route::NoticeIndex
            {
                reply.shows(text);
            }
            seen += 1;
        }
        assert_eq!(seen, Route::ALL.len());
    })
    .await;
}

#[tokio::test]
async fn s13_only_public_rows_answer_without_a_session() {
    both(async |world| {
        let resident = world.resident();
        let answered = [200, 201, 422, 400];
        for route in Route::ALL {
            let row = route.row();
            let parts = [Uuid::nil(), Uuid::nil()];
            let number = row.path.matches('{').count();
            let path = route.to(&parts[..number].iter().map(|id| id as _).collect::<Vec<_>>());
            let reply = match row.verb {
                Verb::Get => resident.get(&path).await,
                Verb::Post => resident.post(&path, &[]).await,
            };
            if row.permission != Permission::Public {
                assert!(!answered.contains(&reply.status), "{route:?} {}", reply.status);
                reply.hides("2026-0");
            }
        }
        for path in ["/cases.json", "/api/v1/users", "/admin", "/static/../data", "/debug"] {
            resident.get(path).await.expect(404);
        }
    })
    .await;
}

#[tokio::test]
async fn s06_a_post_taken_back_ends_at_the_next_request() {
    both(async |world| {
        let matter = world.reported(1, "废弃的售货机").await;
        let worker = world.person("grid-worker-01").await;
        let page = worker.get(&matter.page()).await.expect(200);
        let (post, who) = (
            post_of(world, "grid-worker-01").await,
            account(world, "grid-worker-01").await,
        );
        let security = world.person("secadmin").await;
        let csrf = security.get("/notices").await.any_csrf();
        let path = format!("/posts/{post}/holdings/{who}/end");
        let fields = [("_csrf", csrf.as_str()), ("_client", &fresh_client())];
        security.post(&path, &fields).await.expect(303);
        let note = page.step_form("note").with("text", "还在写的一句话");
        worker.send(&note).await.expect(403);
        worker.get(&matter.page()).await.expect(403);
        worker.get("/cases").await.expect(403);
        worker
            .get(&format!("/api/v1/cases/{}", matter.id))
            .await
            .refused(403, "forbidden");
    })
    .await;
}

#[tokio::test]
async fn the_three_administrators_see_no_case() {
    both(async |world| {
        let (matter, _) = with_photo(world, "废弃的售货机", photos::jpeg()).await;
        let page = world.person("clerk-1a").await.get(&matter.page()).await;
        let photo = links(&page.text(), &format!("{}/photos/", matter.page()))[0].clone();
        for login in ["sysadmin", "secadmin", "auditor"] {
            let person = world.person(login).await;
            let case = format!("/api/v1/cases/{}", matter.id);
            for path in [
                "/cases",
                "/cases/map.json",
                "/board",
                "/api/v1/cases",
                "/api/v1/board",
                &matter.page(),
                &photo,
                &case,
            ] {
                let reply = person.get(path).await;
                assert_eq!(reply.status, 403, "{login} {path}");
                reply.hides("售货机");
            }
            let todos = person.get("/api/v1/todos").await.expect(200).json();
            assert_eq!(todos["todos"], json!([]));
            assert!(!person.get("/today").await.expect(303).location().contains("case"));
            person
                .api_step(&matter.id, "note", json!({ "text": "看看" }))
                .await
                .refused(403, "forbidden");
        }
        // What the auditor reads is the office's history, not the residents'.
        let auditor = world.person("auditor").await;
        auditor.get("/audit").await.expect(200).hides("售货机");
    })
    .await;
}
