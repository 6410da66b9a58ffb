//! The four ways of every row of the route table: who is refused, who sees nothing, who may, and with what.

use kernel::Desk;
use routes::Route;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::calendar::NOTICE;
use crate::ground::Fixture;
use crate::person::fresh_client;
use crate::world::World;

/// What a request carries.
pub enum Body {
    None,
    Form(Vec<(&'static str, String)>),
    Json(Value),
}

/// What somebody with the right role sees of what lies outside.
pub enum Beyond {
    /// The path as this person asks for it is not there.
    Absent(&'static str, String),
    /// The list is there, without this.
    Hidden(&'static str, String, String),
    /// Why there is nothing outside.
    Nothing(&'static str),
}

/// One row of the walk.
pub struct Walk {
    pub path: String,
    pub body: Body,
    /// Somebody signed in who may not; none where anybody may.
    pub wrong: Option<&'static str>,
    pub right: &'static str,
    pub beyond: Beyond,
    pub status: u16,
}

/// The four ways of a row. A new row does not compile without its entry.
pub fn walk(route: Route, world: &World, fixture: &Fixture) -> Walk {
    use Beyond::{Absent, Hidden, Nothing};
    use Route as R;
    let Fixture {
        matter,
        other,
        photo,
        family,
        ..
    } = fixture;
    let (case, code) = (&matter.id, &matter.receipt);
    let (lng, lat) = world.point(1);
    let report = || json!({ "client_id": fresh_client(), "words": "路口有垃圾", "lng": lng, "lat": lat });
    let form = |fields: &[(&'static str, &str)]| {
        Body::Form(
            fields
                .iter()
                .map(|(name, value)| (*name, (*value).to_owned()))
                .collect(),
        )
    };
    let note = || json!({ "client_id": fresh_client(), "action": "note", "text": "补充" });
    let words = [
        ("words", "路口有垃圾"),
        ("place", "和平路口"),
        ("standard", "C01-45/abandoned"),
        ("done", "已清走"),
    ];
    // Anybody may: the outside is a code or name that does not exist.
    let public = |path: String, body: Body, status: u16, beyond: Beyond| Walk {
        path,
        body,
        wrong: None,
        right: "grid-worker-01",
        beyond,
        status,
    };
    let open = "open to anybody, about nobody";
    let whole = "whoever may, sees the whole office";
    let own = "what somebody adds has no outside";
    let staff = |path: String, body: Body, wrong, right, beyond, status| Walk {
        path,
        body,
        wrong: Some(wrong),
        right,
        beyond,
        status,
    };
    let shown = |wrong, right, beyond| staff(route.path().to_owned(), Body::None, wrong, right, beyond, 200);
    let absent = |login, route: R| Absent(login, route.to(&[case]));
    let path = |route: R| route.path().to_owned();
    let unknown = Uuid::nil();
    let last = Desk::Grid(world.grid(50));
    match route {
        R::Home => public("/".into(), Body::None, 303, Nothing(open)),
        R::ReportNew | R::ReceiptFind | R::SessionNew | R::ApiGuide => {
            public(path(route), Body::None, 200, Nothing(open))
        }
        R::ReportCreate => public(path(route), form(&words[..2]), 303, Nothing(open)),
        R::ReceiptShow | R::ReceiptClock | R::ApiReceipt => public(
            route.to(&[code]),
            Body::None,
            200,
            Absent("grid-worker-01", route.to(&[&"2222222222"])),
        ),
        R::ReceiptStep => public(
            route.to(&[code]),
            form(&[("action", "note"), ("text", "补充")]),
            303,
            Absent("grid-worker-01", route.to(&[&"2222222222"])),
        ),
        R::ReceiptPhoto => public(
            route.to(&[code, photo]),
            Body::None,
            200,
            Absent("grid-worker-01", route.to(&[&other.receipt, photo])),
        ),
        R::SessionCreate => public(
            path(route),
            form(&[("login", "story-new"), ("password", "correct horse battery")]),
            303,
            Nothing(open),
        ),
        R::SessionDemo => public(path(route), form(&[("login", "mediator-02")]), 303, Nothing(open)),
        R::SessionEnd => Walk {
            path: path(route),
            body: form(&[]),
            wrong: None,
            right: "mediator-02",
            beyond: Nothing("only the own session"),
            status: 303,
        },
        R::Preferences => public(path(route), form(&[("elder", "on")]), 303, Nothing(open)),
        R::AreasMap | R::BaseMap | R::OpenApi | R::Health | R::Metrics => {
            public(path(route), Body::None, 200, Nothing(open))
        }
        R::Locate => public(
            format!("/map/locate?lng={lng}&lat={lat}"),
            Body::None,
            200,
            Nothing(open),
        ),
        R::Asset => public(
            fixture.asset.clone(),
            Body::None,
            200,
            Absent("grid-worker-01", "/assets/absent.js".into()),
        ),
        R::Today | R::ApiTodos => Walk {
            path: path(route),
            body: Body::None,
            wrong: None,
            right: "clerk-1a",
            beyond: Hidden("clerk-8a", path(route), matter.number.clone()),
            status: 200,
        },
        R::NoticeIndex => Walk {
            path: path(route),
            body: Body::None,
            wrong: None,
            right: "clerk-1a",
            beyond: Hidden("clerk-8a", path(route), matter.number.clone()),
            status: 200,
        },
        R::FeedIndex => Walk {
            path: path(route),
            body: Body::None,
            wrong: None,
            right: "mediator-05",
            beyond: Nothing(own),
            status: 200,
        },
        R::FeedCreate => Walk {
            path: path(route),
            body: form(&[]),
            wrong: None,
            right: "mediator-05",
            beyond: Nothing(own),
            status: 200,
        },
        R::FeedEnd => Walk {
            path: path(route),
            body: form(&[]),
            wrong: None,
            right: "mediator-05",
            beyond: Nothing(own),
            status: 303,
        },
        R::FeedRead => public(
            fixture.feed.clone(),
            Body::None,
            200,
            Absent("grid-worker-01", route.to(&[&"00.ics"])),
        ),
        R::AbsenceIndex | R::ApiAbsences => {
            let absence = &fixture.absences[usize::from(route == R::ApiAbsences)];
            Walk {
                path: path(route),
                body: Body::None,
                wrong: None,
                right: "mediator-05",
                beyond: Hidden("clerk-8a", path(route), absence.clone()),
                status: 200,
            }
        }
        R::AbsenceCreate => Walk {
            path: path(route),
            body: form(&[("from", "2026-03-20")]),
            wrong: None,
            right: "mediator-05",
            beyond: Nothing(own),
            status: 303,
        },
        R::AbsenceEnd => Walk {
            path: route.to(&[&fixture.absences[0]]),
            body: form(&[]),
            wrong: None,
            right: "mediator-05",
            beyond: Absent("clerk-8a", route.to(&[&fixture.absences[0]])),
            status: 303,
        },
        R::ApiAbsenceCreate => Walk {
            path: path(route),
            body: Body::Json(json!({ "client_id": fresh_client(), "from": "2026-03-23", "to": "2026-03-24" })),
            wrong: None,
            right: "mediator-05",
            beyond: Nothing(own),
            status: 201,
        },
        R::ApiAbsenceEnd => Walk {
            path: route.to(&[&fixture.absences[1]]),
            body: Body::Json(json!({ "client_id": fresh_client() })),
            wrong: None,
            right: "mediator-05",
            beyond: Absent("clerk-8a", route.to(&[&fixture.absences[1]])),
            status: 200,
        },
        R::CaseIndex | R::ApiCases => staff(
            format!("{}?view=all&q={}", path(route), matter.number),
            Body::None,
            "sysadmin",
            "grid-worker-01",
            Hidden(
                "grid-worker-50",
                format!("{}?view=all&q=2026", path(route)),
                matter.number.clone(),
            ),
            200,
        ),
        R::CaseMap => shown(
            "volunteer-01",
            "clerk-1a",
            Hidden("clerk-8a", path(route), case.clone()),
        ),
        R::CaseExport => staff(
            path(route),
            form(&[("view", "all"), ("purpose", "核对台账")]),
            "sysadmin",
            "clerk-1a",
            Nothing("the file has the rows of the list; s03 reads it"),
            200,
        ),
        R::CaseNew => shown("auditor", "volunteer-01", Nothing(own)),
        R::CaseCreate => staff(
            path(route),
            form(&words),
            "unit-municipal",
            "volunteer-01",
            Nothing(own),
            303,
        ),
        R::SelfResolveNew => shown("clerk-1a", "grid-worker-01", Nothing(own)),
        R::SelfResolveCreate => staff(path(route), form(&words), "clerk-1a", "grid-head-01", Nothing(own), 303),
        R::CaseShow | R::ApiCase | R::ClockIndex | R::ApiClocks => staff(
            route.to(&[case]),
            Body::None,
            "secadmin",
            "supervisor-01",
            absent("grid-worker-02", route),
            200,
        ),
        R::CaseStep => staff(
            route.to(&[case]),
            form(&[("action", "note"), ("text", "补充")]),
            "volunteer-01",
            "grid-worker-01",
            absent("unit-municipal", route),
            303,
        ),
        R::CasePhoto => staff(
            route.to(&[case, photo]),
            Body::None,
            "sysadmin",
            "clerk-1a",
            Absent("clerk-8a", route.to(&[case, photo])),
            200,
        ),
        R::CaseReveal => staff(
            route.to(&[case]),
            form(&[("reason", "contact_reporter"), ("text", "约现场时间")]),
            "grid-worker-01",
            "clerk-1a",
            absent("clerk-8a", route),
            200,
        ),
        R::CompareNew => staff(
            route.to(&[case, &other.number]),
            Body::None,
            "grid-worker-01",
            "clerk-1a",
            Absent("clerk-8a", route.to(&[case, &other.number])),
            200,
        ),
        R::CallNew => shown(
            "unit-municipal",
            "clerk-1a",
            Hidden("clerk-8a", path(route), world.grid(1).community().digits()),
        ),
        R::CallCreate => staff(path(route), form(&words), "leader-1", "dispatcher-1", Nothing(own), 200),
        R::Similar => staff(
            format!("{}?lng={lng}&lat={lat}", path(route)),
            Body::None,
            "inspector-1",
            "clerk-1a",
            Hidden(
                "clerk-8a",
                format!("{}?lng={lng}&lat={lat}", path(route)),
                matter.number.clone(),
            ),
            200,
        ),
        R::Suggest => Walk {
            path: format!("{}?words=%E5%9E%83%E5%9C%BE", path(route)),
            body: Body::None,
            wrong: None,
            right: "clerk-1a",
            beyond: Nothing("the catalogue is about nobody"),
            status: 200,
        },
        R::Board
        | R::Wall
        | R::BoardShades
        | R::ApiBoard
        | R::FigureIndex
        | R::FigureSheet
        | R::ApiFigures
        | R::BulletinIndex => shown("clerk-1a", "leader-1", Nothing(whole)),
        R::BulletinFile => staff(
            route.to(&[&"2026-03.xlsx"]),
            Body::None,
            "clerk-1a",
            "leader-1",
            Absent("leader-1", route.to(&[&"1999-01.xlsx"])),
            200,
        ),
        R::HouseholdIndex | R::ApiHouseholds => staff(
            format!("{}?q={}", path(route), web::encode("张建国")),
            Body::None,
            "supervisor-01",
            "grid-worker-01",
            Hidden(
                "clerk-8a",
                format!("{}?q={}", path(route), web::encode("张建国")),
                family.id.clone(),
            ),
            200,
        ),
        R::HouseholdNew => shown(
            "supervisor-01",
            "grid-worker-01",
            Hidden("clerk-8a", path(route), family.address.clone()),
        ),
        R::HouseholdCreate => staff(
            path(route),
            form(&[
                ("building", &family.building.to_string()),
                ("dwelling", "独户"),
                ("name-0", "李桂英"),
                ("sex-0", "female"),
            ]),
            "volunteer-01",
            "grid-worker-01",
            Nothing("a building outside is refused with words"),
            303,
        ),
        R::HouseholdShow | R::HouseholdEdit | R::ApiHousehold => staff(
            route.to(&[&family.id]),
            Body::None,
            "supervisor-01",
            "grid-head-01",
            Absent("grid-worker-02", route.to(&[&family.id])),
            200,
        ),
        R::HouseholdUpdate => {
            let was = json!({ "building": family.building, "dwelling": "2单元301" }).to_string();
            staff(
                route.to(&[&family.id]),
                form(&[("base", "1"), ("was", &was), ("dwelling", "2单元302")]),
                "leader-1",
                "clerk-1a",
                Absent("clerk-8a", route.to(&[&family.id])),
                303,
            )
        }
        R::HouseholdReveal => staff(
            route.to(&[&family.id]),
            form(&[("purpose", "contact")]),
            "supervisor-01",
            "grid-worker-01",
            Absent("grid-worker-02", route.to(&[&family.id])),
            200,
        ),
        R::MemberCreate => staff(
            route.to(&[&family.id]),
            form(&[
                ("name-0", "张小红"),
                ("sex-0", "female"),
                ("relation-0", "grandchild"),
                ("arrival-0", "born"),
            ]),
            "dispatcher-1",
            "grid-worker-01",
            Absent("grid-worker-02", route.to(&[&family.id])),
            303,
        ),
        R::MemberEnd => staff(
            route.to(&[&family.id, &family.grandson]),
            form(&[("base", "1"), ("on", "2026-03-02"), ("why", "moved_out")]),
            "unit-municipal",
            "grid-worker-01",
            Absent("grid-worker-02", route.to(&[&family.id, &family.grandson])),
            303,
        ),
        R::HeadUpdate => staff(
            route.to(&[&family.id]),
            form(&[("base", "1"), ("was", &family.head), ("to", &family.wife)]),
            "inspector-1",
            "clerk-1a",
            Absent("clerk-8a", route.to(&[&family.id])),
            303,
        ),
        R::ConflictDecision => staff(
            route.to(&[&family.id, &1]),
            form(&[("side", "kept")]),
            "auditor",
            "clerk-1a",
            Absent("clerk-8a", route.to(&[&family.id, &1])),
            303,
        ),
        R::FieldUploadIndex => shown(
            "supervisor-01",
            "clerk-1a",
            Hidden("clerk-8a", path(route), "内容读不懂".into()),
        ),
        R::FieldUploadDecision => staff(
            route.to(&[&fixture.device, &1]),
            form(&[("decision", "discard"), ("reason", "内容是空的")]),
            "sysadmin",
            "clerk-1a",
            Absent("clerk-8a", route.to(&[&fixture.device, &1])),
            303,
        ),
        R::ApiHouseholdCreate => staff(
            path(route),
            Body::Json({
                let mut body = family.register();
                body["client_id"] = fresh_client().into();
                body["household"] = fresh_client().into();
                for member in body["members"].as_array_mut().into_iter().flatten() {
                    member["id"] = fresh_client().into();
                }
                body
            }),
            "supervisor-01",
            "grid-worker-01",
            Nothing("a building outside is refused with words"),
            201,
        ),
        R::ApiHouseholdChange => staff(
            route.to(&[&family.id]),
            Body::Json(json!({
                "client_id": fresh_client(), "action": "correct", "base": 1,
                "edits": [{ "of": family.head, "old": { "name": "张建国" }, "new": { "name": "张建帼" } }],
            })),
            "supervisor-01",
            "grid-worker-01",
            Absent("grid-worker-02", route.to(&[&family.id])),
            200,
        ),
        R::ApiHouseholdReveal => staff(
            route.to(&[&family.id]),
            Body::Json(json!({ "client_id": fresh_client(), "purpose": "contact" })),
            "leader-1",
            "clerk-1a",
            Absent("clerk-8a", route.to(&[&family.id])),
            200,
        ),
        R::ApiFieldUpload => staff(
            path(route),
            Body::Json(json!({ "device": fresh_client(), "writes": [] })),
            "supervisor-01",
            "grid-worker-01",
            Nothing("each write is answered by itself"),
            200,
        ),
        R::AccountIndex => shown("secadmin", "sysadmin", Nothing(whole)),
        R::AccountCreate => staff(
            path(route),
            form(&[
                ("login", "story-third"),
                ("name", "第三位"),
                ("password", "correct horse battery"),
            ]),
            "leader-1",
            "sysadmin",
            Nothing(whole),
            303,
        ),
        R::AccountEnd => staff(
            route.to(&[&fixture.ended]),
            form(&[]),
            "secadmin",
            "sysadmin",
            Absent("sysadmin", route.to(&[&unknown])),
            303,
        ),
        R::AccountPassword => staff(
            route.to(&[&fixture.newcomer]),
            form(&[("password", "correct horse battery")]),
            "secadmin",
            "sysadmin",
            Absent("sysadmin", route.to(&[&unknown])),
            303,
        ),
        R::OfficeShow | R::OfficePreview | R::CategoryIndex | R::CategoryNew => {
            shown("secadmin", "sysadmin", Nothing(whole))
        }
        R::OfficeUpdate => staff(
            path(route),
            form(&[
                ("seen", &fixture.office_seen),
                ("name", "五星街道办事处"),
                ("centre", "社会治理中心"),
                ("morning_from", "08:30"),
                ("morning_to", "12:00"),
                ("afternoon_from", "14:30"),
                ("afternoon_to", "18:00"),
                ("intake", "120"),
                ("verify", "240"),
                ("dispatch", "15"),
                ("accept", "120"),
                ("inspect", "480"),
                ("confirm_days", "5"),
            ]),
            "secadmin",
            "sysadmin",
            Nothing(whole),
            303,
        ),
        R::CalendarShow => Walk {
            path: path(route),
            body: Body::None,
            wrong: None,
            right: "leader-1",
            beyond: Nothing("one calendar for everybody"),
            status: 200,
        },
        R::NoticePreview => staff(
            path(route),
            form(&[("text", NOTICE)]),
            "secadmin",
            "sysadmin",
            Nothing(whole),
            200,
        ),
        R::NoticeCreate => staff(
            path(route),
            form(&[("text", NOTICE), ("seen", &fixture.calendar_seen[0])]),
            "secadmin",
            "sysadmin",
            Nothing(whole),
            303,
        ),
        R::ClosurePreview => staff(
            path(route),
            form(&[("day", "2026-03-12"), ("reason", "暴雪停工")]),
            "secadmin",
            "sysadmin",
            Nothing(whole),
            200,
        ),
        R::ClosureCreate => staff(
            path(route),
            form(&[
                ("day", "2026-03-12"),
                ("reason", "暴雪停工"),
                ("seen", &fixture.calendar_seen[1]),
            ]),
            "secadmin",
            "sysadmin",
            Nothing(whole),
            303,
        ),
        R::ClosureShow => staff(
            fixture.closure.clone(),
            Body::None,
            "secadmin",
            "sysadmin",
            Absent("sysadmin", route.to(&[&unknown])),
            200,
        ),
        R::ClosureEnd => staff(
            format!("{}/end", fixture.closure),
            form(&[("seen", &fixture.calendar_seen[2])]),
            "secadmin",
            "sysadmin",
            Absent("sysadmin", route.to(&[&unknown])),
            303,
        ),
        R::RoleUpdate => staff(
            route.to(&[&"leader"]),
            form(&[("role", "街道负责人")]),
            "secadmin",
            "sysadmin",
            Absent("sysadmin", route.to(&[&"mayor"])),
            303,
        ),
        R::CategoryCreate => staff(
            path(route),
            form(&[
                ("code", "E01-70"),
                ("name", "占道晾晒粮食"),
                ("major", "市容环境"),
                ("lead", "municipal"),
                ("basis", "basic"),
                ("condition", "影响通行"),
                ("limit-new", "1"),
                ("unit-new", "wd"),
            ]),
            "secadmin",
            "sysadmin",
            Nothing(whole),
            303,
        ),
        R::CategoryShow => staff(
            route.to(&[&"E01-36"]),
            Body::None,
            "secadmin",
            "sysadmin",
            Absent("sysadmin", route.to(&[&"E99-99"])),
            200,
        ),
        R::CategoryUpdate => staff(
            route.to(&[&"E01-36"]),
            form(&[
                ("seen", &fixture.category_seen),
                ("name", "乱堆物料"),
                ("major", "市容环境"),
                ("lead", "municipal"),
                ("basis", "basic"),
                ("limit-1", "2"),
                ("unit-1", "wd"),
            ]),
            "secadmin",
            "sysadmin",
            Absent("sysadmin", route.to(&[&"E99-99"])),
            303,
        ),
        R::CategoryEnd => staff(
            route.to(&[&"C01-45"]),
            form(&[("end", "2030-01-01")]),
            "secadmin",
            "sysadmin",
            Absent("sysadmin", route.to(&[&"E99-99"])),
            303,
        ),
        R::AreaIndex => shown("secadmin", "sysadmin", Nothing(whole)),
        R::AreaShow => staff(
            route.to(&[&last]),
            Body::None,
            "dispatcher-1",
            "sysadmin",
            Absent("sysadmin", route.to(&[&"grid:411502005008999"])),
            200,
        ),
        R::AreaHandOver => staff(
            route.to(&[&last]),
            form(&[("heir", &Desk::Grid(world.grid(49)).to_string()), ("why", "两格合并")]),
            "secadmin",
            "sysadmin",
            Absent("sysadmin", route.to(&[&"grid:411502005008999"])),
            303,
        ),
        // Nobody said yet where the people of the grid go on: the form comes back.
        R::AreaEnd => staff(
            route.to(&[&last]),
            form(&[("last_day", "2026-03-31")]),
            "leader-1",
            "sysadmin",
            Absent("sysadmin", route.to(&[&"unit:closed"])),
            422,
        ),
        R::PostIndex => shown("sysadmin", "secadmin", Nothing(whole)),
        R::PostCreate => staff(
            path(route),
            form(&[("role", "volunteer"), ("area", "411502005001001")]),
            "sysadmin",
            "secadmin",
            Nothing(whole),
            303,
        ),
        R::HoldingCreate => {
            let (post, who) = (fixture.volunteer_post, fixture.newcomer.to_string());
            staff(
                route.to(&[&post]),
                form(&[("account", &who)]),
                "sysadmin",
                "secadmin",
                Absent("secadmin", route.to(&[&unknown])),
                303,
            )
        }
        R::HoldingEnd => staff(
            route.to(&[&fixture.volunteer_post, &fixture.newcomer]),
            form(&[]),
            "auditor",
            "secadmin",
            Absent("secadmin", route.to(&[&unknown, &fixture.newcomer])),
            303,
        ),
        R::AuditIndex => shown("secadmin", "auditor", Nothing(whole)),
        R::ApiSession => public(
            path(route),
            Body::Json(json!({ "login": "story-new", "password": "correct horse battery" })),
            201,
            Nothing(open),
        ),
        R::ApiReport => public(path(route), Body::Json(report()), 201, Nothing(open)),
        R::ApiReceiptStep => public(
            route.to(&[code]),
            Body::Json(note()),
            200,
            Absent("grid-worker-01", route.to(&[&"2222222222"])),
        ),
        R::ApiCaseCreate => staff(
            path(route),
            Body::Json(report()),
            "inspector-1",
            "volunteer-01",
            Nothing(own),
            201,
        ),
        R::ApiSelfResolve => {
            let mut body = report();
            body["done"] = "已清走".into();
            staff(
                path(route),
                Body::Json(body),
                "volunteer-01",
                "grid-worker-01",
                Nothing(own),
                201,
            )
        }
        R::ApiStep => staff(
            route.to(&[case]),
            Body::Json(note()),
            "auditor",
            "clerk-1a",
            absent("clerk-8a", route),
            200,
        ),
        R::ApiAreas | R::ApiCatalogue | R::ApiLifecycle => public(path(route), Body::None, 200, Nothing(open)),
    }
}
