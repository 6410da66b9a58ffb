//! The frame around every page: who is signed in, where one can go, the tokens of forms.

use kernel::{ClientId, Permission as P};
use routes::Route;

use crate::assets::asset_path;
use crate::session::Post;
use crate::site::{Site, Visitor};

/// One entry of the navigation.
#[derive(Clone, Debug)]
pub struct Tab {
    pub href: &'static str,
    pub label: &'static str,
    pub icon: &'static str,
    pub active: bool,
}

/// What the layout needs.
#[derive(Clone, Debug)]
pub struct Shell {
    pub title: String,
    pub office: String,
    pub demo: bool,
    /// Name and post, when signed in.
    pub who: Option<(String, String)>,
    pub tabs: Vec<Tab>,
    pub csrf: String,
    pub client: ClientId,
    pub elder: bool,
    pub flash: Option<String>,
    pub css: String,
    pub js: String,
    pub map_js: String,
    pub sprite: String,
    pub logo: String,
    /// Where the reader is, so that preferences lead back.
    pub here: String,
}

const TABS: &[(Route, P, &str, &str)] = &[
    (Route::Today, P::ReadCases, "今日待办", "inbox"),
    (Route::CaseIndex, P::ReadCases, "事项", "list-task"),
    (Route::SelfResolveNew, P::SelfResolve, "自处置", "check-circle"),
    (Route::CaseNew, P::Report, "上报", "plus-lg"),
    (Route::HouseholdIndex, P::ReadHouseholds, "住户", "house"),
    (Route::CallNew, P::TakeCalls, "接听登记", "telephone"),
    (Route::Board, P::ReadBoard, "街道一页", "bar-chart"),
    (Route::NoticeIndex, P::ReadCases, "提醒", "bell"),
    (Route::FigureIndex, P::ReadBoard, "统计", "clipboard-check"),
    (Route::AccountIndex, P::ManageAccounts, "账号", "people"),
    (Route::OfficeShow, P::ManageOffice, "机构设置", "gear"),
    (Route::CategoryIndex, P::ManageOffice, "事项类别", "card-list"),
    (Route::AreaIndex, P::ManageOffice, "区划与单位", "building"),
    (Route::PostIndex, P::GrantPosts, "岗位", "person-badge"),
    (Route::AuditIndex, P::ReadAudit, "审计", "journal-text"),
    (Route::AbsenceIndex, P::SignedIn, "请假与代理", "calendar3"),
    (Route::CalendarShow, P::SignedIn, "工作日历", "clock"),
];

impl Shell {
    /// The frame for a visitor.
    #[must_use]
    pub fn of(site: &Site, visitor: &Visitor, title: impl Into<String>) -> Self {
        let who = visitor.session.as_ref().map(|session| {
            let posts = session
                .posts
                .iter()
                .map(Post::shown_title)
                .collect::<Vec<_>>()
                .join("、");
            (session.name.clone(), posts)
        });
        let tabs = TABS
            .iter()
            .filter(|(_, permission, ..)| visitor.may(*permission))
            .map(|(route, _, label, icon)| Tab {
                href: route.path(),
                label,
                icon,
                active: *route == visitor.route,
            })
            .collect();
        Self {
            title: title.into(),
            office: site.setup().name.clone(),
            demo: site.setup().settings.demo,
            who,
            tabs,
            csrf: visitor
                .session
                .as_ref()
                .map(|session| session.csrf.clone())
                .unwrap_or_default(),
            client: visitor.client(site),
            elder: visitor.elder,
            flash: visitor.flash.clone(),
            css: asset_path("app.css"),
            js: asset_path("app.js"),
            map_js: asset_path("map.js"),
            sprite: asset_path("sprite.svg"),
            logo: asset_path("logo.svg"),
            here: if visitor.route.row().path.contains('{') {
                String::new()
            } else {
                visitor.route.path().to_owned()
            },
        }
    }
}
