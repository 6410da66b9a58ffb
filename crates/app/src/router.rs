//! The router: every row of the route table with its handler and its guard. A row without a handler does not compile.

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::response::IntoResponse;
use axum::routing::{MethodRouter, get, post};
use routes::Route as R;
use web::{Fault, Guarded, Site, guard};

use crate::{handlers, handover};

/// A photo of 60 MB must reach the handler to be refused with the rest of the form kept.
const MOST_BODY: usize = 100 * 1024 * 1024;

fn handler(route: R) -> MethodRouter<Arc<Site>> {
    match route {
        R::Home => get(handlers::home),
        R::ReportNew => get(case::intake::page::new),
        R::ReportCreate => post(case::intake::page::create),
        R::ReceiptFind => get(case::receipt::page::find),
        R::ReceiptShow => get(case::receipt::page::show),
        R::ReceiptClock => get(case::account::page::show_receipt),
        R::ReceiptStep => post(case::receipt::page::create_step),
        R::ReceiptPhoto => get(case::receipt::page::photo),
        R::SessionNew => get(access::session::page::new),
        R::SessionCreate => post(access::session::page::create),
        R::SessionDemo => post(access::session::page::create_demo),
        R::SessionEnd => post(access::session::page::end),
        R::Preferences => post(access::session::page::preferences),
        R::AreasMap => get(grid::map::areas),
        R::BaseMap => get(grid::map::base),
        R::Locate => get(grid::map::locate),
        R::Asset => get(handlers::asset),
        R::Health => get(handlers::health),
        R::Metrics => get(handlers::metrics),
        R::OpenApi => get(handlers::open_api),
        R::ApiGuide => get(handlers::api_guide),
        R::Today => get(case::today::page::index),
        R::NoticeIndex => get(case::today::page::notices),
        R::FeedIndex => get(case::feed::page::index),
        R::FeedCreate => post(case::feed::page::create),
        R::FeedEnd => post(case::feed::page::end),
        R::FeedRead => get(case::feed::read::show),
        R::AbsenceIndex => get(access::absences::page::index),
        R::AbsenceCreate => post(access::absences::page::create),
        R::AbsenceEnd => post(access::absences::page::end),
        R::CaseIndex => get(case::register::page::index),
        R::CaseMap => get(case::register::page::points),
        R::CaseExport => post(case::register::export::create),
        R::CaseNew => get(case::patrol::page::new_report),
        R::CaseCreate => post(case::patrol::page::create_report),
        R::SelfResolveNew => get(case::patrol::page::new_solve),
        R::SelfResolveCreate => post(case::patrol::page::create_solve),
        R::CaseShow => get(case::step::page::show),
        R::ClockIndex => get(case::account::page::show),
        R::CaseStep => post(case::step::page::create),
        R::CasePhoto => get(case::step::page::photo),
        R::CaseReveal => post(case::step::page::reveal),
        R::CompareNew => get(case::step::compare::show),
        R::CallNew => get(case::call::page::new),
        R::CallCreate => post(case::call::page::create),
        R::Similar => get(case::call::page::similar),
        R::Suggest => get(case::call::page::suggest),
        R::Wall => get(insight::wall::page::index),
        R::BoardShades => get(insight::wall::page::shades),
        R::Board => get(insight::board::page::index),
        R::FigureIndex => get(insight::figures::page::index),
        R::FigureSheet => get(insight::figures::page::sheet),
        R::BulletinIndex => get(insight::bulletin::page::index),
        R::BulletinFile => get(insight::bulletin::page::file),
        R::HouseholdIndex => get(people::register::page::index),
        R::HouseholdNew => get(people::register::page::new),
        R::HouseholdCreate => post(people::register::page::create),
        R::HouseholdShow => get(people::household::page::show),
        R::HouseholdEdit => get(people::household::edit),
        R::HouseholdUpdate => post(people::household::update),
        R::HouseholdReveal => post(people::household::page::create_reveal),
        R::MemberCreate => post(people::household::add_member),
        R::MemberEnd => post(people::household::end_member),
        R::HeadUpdate => post(people::household::set_head),
        R::ConflictDecision => post(people::household::decide_conflict),
        R::FieldUploadIndex => get(people::upload::page::index),
        R::FieldUploadDecision => post(people::upload::page::create_decision),
        R::AccountIndex => get(access::accounts::page::index),
        R::AccountCreate => post(access::accounts::page::create),
        R::AccountEnd => post(access::accounts::page::end),
        R::AccountPassword => post(access::accounts::page::set_password),
        R::OfficeShow => get(access::office::page::show),
        R::OfficeUpdate => post(access::office::page::edit),
        R::OfficePreview => get(access::office::page::preview),
        R::RoleUpdate => post(access::office::page::edit_role),
        R::CategoryIndex => get(access::categories::page::index),
        R::CategoryNew => get(access::categories::page::new),
        R::CategoryCreate => post(access::categories::page::create),
        R::CategoryShow => get(access::categories::page::show),
        R::CategoryUpdate => post(access::categories::page::edit),
        R::CategoryEnd => post(access::categories::page::end_on),
        R::CalendarShow => get(case::calendar::page::show),
        R::NoticePreview => post(case::calendar::page::preview_notice),
        R::NoticeCreate => post(case::calendar::page::create_notice),
        R::ClosurePreview => post(case::calendar::page::preview_closure),
        R::ClosureCreate => post(case::calendar::page::create_closure),
        R::ClosureShow => get(case::calendar::page::show_closure),
        R::ClosureEnd => post(case::calendar::page::end),
        R::AreaIndex => get(handover::list::index),
        R::AreaShow => get(handover::page::show),
        R::AreaHandOver => post(handover::page::hand_over),
        R::AreaEnd => post(handover::page::end),
        R::PostIndex => get(access::posts::page::index),
        R::PostCreate => post(access::posts::page::create),
        R::HoldingCreate => post(access::posts::page::grant_to),
        R::HoldingEnd => post(access::posts::page::end),
        R::AuditIndex => get(access::audit::page::index),
        R::ApiSession => post(access::session::page::create_api),
        R::ApiReport => post(case::api::report),
        R::ApiReceipt => get(case::api::receipt),
        R::ApiReceiptStep => post(case::api::create_receipt_step),
        R::ApiTodos => get(case::api::todos),
        R::ApiAbsences => get(access::absences::api::index),
        R::ApiAbsenceCreate => post(access::absences::api::create),
        R::ApiAbsenceEnd => post(access::absences::api::end),
        R::ApiCases => get(case::api::cases),
        R::ApiCaseCreate => post(case::api::create_case),
        R::ApiSelfResolve => post(case::api::self_resolve),
        R::ApiCase => get(case::api::case),
        R::ApiClocks => get(case::account::page::show_api),
        R::ApiStep => post(case::api::create_step),
        R::ApiAreas => get(grid::map::areas_api),
        R::ApiCatalogue => get(case::api::catalogue),
        R::ApiLifecycle => get(case::api::lifecycle),
        R::ApiBoard => get(insight::board::page::show_api),
        R::ApiFigures => get(insight::figures::page::show_api),
        R::ApiHouseholds => get(people::api::households),
        R::ApiHouseholdCreate => post(people::api::create_household),
        R::ApiHousehold => get(people::api::household),
        R::ApiHouseholdChange => post(people::api::change_household),
        R::ApiHouseholdReveal => post(people::api::reveal_household),
        R::ApiFieldUpload => post(people::api::take_uploads),
    }
}

/// The whole program as a service.
pub fn router(site: Arc<Site>) -> Router {
    let mut router = Router::new();
    for route in R::ALL {
        let guarded = Guarded {
            site: site.clone(),
            route: *route,
        };
        router = router.route(route.path(), handler(*route).layer(from_fn_with_state(guarded, guard)));
    }
    let lost = Guarded {
        site: site.clone(),
        route: R::Home,
    };
    router
        .fallback_service(
            axum::routing::any(|| async { Fault::Absent.into_response() })
                .layer(from_fn_with_state(lost, guard))
                .with_state(site.clone()),
        )
        .layer(DefaultBodyLimit::max(MOST_BODY))
        .layer(axum::middleware::from_fn(crate::metrics::count))
        .with_state(site)
}
