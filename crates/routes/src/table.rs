//! The table.

use kernel::Permission as P;

use crate::Kind::{Api, Page, Part, Probe};
use crate::Row;
use crate::Verb::{Get, Post};

macro_rules! table {
    ($($name:ident $verb:ident $path:literal $permission:ident $kind:ident)+) => {
        /// One URL.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Route { $($name),+ }

        impl Route {
            pub const ALL: &[Self] = &[$(Self::$name),+];

            #[must_use]
            pub const fn row(self) -> Row {
                match self {
                    $(Self::$name => Row { verb: $verb, path: $path, permission: P::$permission, kind: $kind }),+
                }
            }
        }
    };
}

table! {
    // Anybody
    Home              Get  "/"                                 Public         Page
    ReportNew         Get  "/reports/new"                      Public         Page
    ReportCreate      Post "/reports"                          Public         Page
    ReceiptFind       Get  "/receipts"                         Public         Page
    ReceiptShow       Get  "/receipts/{receipt}"               Public         Page
    ReceiptStep       Post "/receipts/{receipt}/steps"         Public         Page
    ReceiptClock      Get  "/receipts/{receipt}/clock"         Public         Page
    ReceiptPhoto      Get  "/receipts/{receipt}/photos/{photo}" Public        Part
    SessionNew        Get  "/login"                            Public         Page
    SessionCreate     Post "/login"                            Public         Page
    SessionDemo       Post "/login/demo"                       Public         Page
    SessionEnd        Post "/logout"                           SignedIn       Page
    Preferences       Post "/preferences"                      Public         Page
    AreasMap          Get  "/map/areas.geojson"                Public         Part
    BaseMap           Get  "/map/base.geojson"                 Public         Part
    Locate            Get  "/map/locate"                       Public         Part
    Asset             Get  "/assets/{file}"                    Public         Part
    Health            Get  "/healthz"                          Public         Probe
    Metrics           Get  "/metrics"                          Public         Probe
    OpenApi           Get  "/api/openapi.json"                 Public         Part
    ApiGuide          Get  "/api"                              Public         Page

    // Staff
    Today             Get  "/today"                            SignedIn       Page
    NoticeIndex       Get  "/notices"                          SignedIn       Page
    FeedIndex         Get  "/feeds"                            SignedIn       Page
    FeedCreate        Post "/feeds"                            SignedIn       Page
    FeedEnd           Post "/feeds/end"                        SignedIn       Page
    FeedRead          Get  "/feeds/{feed}"                     Public         Part
    AbsenceIndex      Get  "/absences"                         SignedIn       Page
    AbsenceCreate     Post "/absences"                         SignedIn       Page
    AbsenceEnd        Post "/absences/{absence}/end"           SignedIn       Page
    CaseIndex         Get  "/cases"                            ReadCases      Page
    CaseMap           Get  "/cases/map.json"                   ReadCases      Part
    CaseExport        Post "/cases/export"                     ReadCases      Page
    CaseNew           Get  "/cases/new"                        Report         Page
    CaseCreate        Post "/cases"                            Report         Page
    SelfResolveNew    Get  "/self-resolutions/new"             SelfResolve    Page
    SelfResolveCreate Post "/self-resolutions"                 SelfResolve    Page
    CaseShow          Get  "/cases/{case}"                     ReadCases      Page
    ClockIndex        Get  "/cases/{case}/clocks"              ReadCases      Page
    CaseStep          Post "/cases/{case}/steps"               ReadCases      Page
    CasePhoto         Get  "/cases/{case}/photos/{photo}"      ReadCases      Part
    CaseReveal        Post "/cases/{case}/reveals"             RevealReporter Page
    CompareNew        Get  "/cases/{case}/merge/{other}"       Intake         Page
    CallNew           Get  "/calls/new"                        TakeCalls      Page
    CallCreate        Post "/calls"                            TakeCalls      Page
    Similar           Get  "/calls/similar"                    TakeCalls      Part
    Suggest           Get  "/catalogue/suggestions"            SignedIn       Part
    Wall              Get  "/wall"                             ReadBoard      Page
    BoardShades       Get  "/board/shades.json"                ReadBoard      Part
    Board             Get  "/board"                            ReadBoard      Page
    FigureIndex       Get  "/figures"                          ReadBoard      Page
    FigureSheet       Get  "/figures.csv"                      ReadBoard      Page
    BulletinIndex     Get  "/bulletins"                        ReadBoard      Page
    BulletinFile      Get  "/bulletins/{file}"                 ReadBoard      Page

    // Households
    HouseholdIndex    Get  "/households"                       ReadHouseholds Page
    HouseholdNew      Get  "/households/new"                   EditHouseholds Page
    HouseholdCreate   Post "/households"                       EditHouseholds Page
    HouseholdShow     Get  "/households/{household}"           ReadHouseholds Page
    HouseholdEdit     Get  "/households/{household}/edit"      EditHouseholds Page
    HouseholdUpdate   Post "/households/{household}"           EditHouseholds Page
    HouseholdReveal   Post "/households/{household}/reveals"   ReadHouseholds Page
    MemberCreate      Post "/households/{household}/members"   EditHouseholds Page
    MemberEnd         Post "/households/{household}/members/{member}/end" EditHouseholds Page
    HeadUpdate        Post "/households/{household}/head"      EditHouseholds Page
    ConflictDecision  Post "/households/{household}/conflicts/{number}/decision" EditHouseholds Page
    FieldUploadIndex  Get  "/field-uploads"                    EditHouseholds Page
    FieldUploadDecision Post "/field-uploads/{device}/{n}/decision" EditHouseholds Page

    // The three administrators
    AccountIndex      Get  "/accounts"                         ManageAccounts Page
    AccountCreate     Post "/accounts"                         ManageAccounts Page
    AccountEnd        Post "/accounts/{account}/end"           ManageAccounts Page
    AccountPassword   Post "/accounts/{account}/password"      ManageAccounts Page
    OfficeShow        Get  "/office"                           ManageOffice   Page
    OfficeUpdate      Post "/office"                           ManageOffice   Page
    OfficePreview     Get  "/office/preview"                   ManageOffice   Part
    RoleUpdate        Post "/office/roles/{role}"              ManageOffice   Page
    CategoryIndex     Get  "/office/categories"                ManageOffice   Page
    CategoryNew       Get  "/office/categories/new"            ManageOffice   Page
    CategoryCreate    Post "/office/categories"                ManageOffice   Page
    CategoryShow      Get  "/office/categories/{category}"     ManageOffice   Page
    CategoryUpdate    Post "/office/categories/{category}"     ManageOffice   Page
    CategoryEnd       Post "/office/categories/{category}/end" ManageOffice   Page
    CalendarShow      Get  "/calendar"                         SignedIn       Page
    NoticePreview     Post "/calendar/notices/preview"         ManageOffice   Page
    NoticeCreate      Post "/calendar/notices"                 ManageOffice   Page
    ClosurePreview    Post "/calendar/closures/preview"        ManageOffice   Page
    ClosureCreate     Post "/calendar/closures"                ManageOffice   Page
    ClosureShow       Get  "/calendar/closures/{closure}"      ManageOffice   Page
    ClosureEnd        Post "/calendar/closures/{closure}/end"  ManageOffice   Page
    AreaIndex         Get  "/areas"                            ManageOffice   Page
    AreaShow          Get  "/areas/{desk}"                     ManageOffice   Page
    AreaHandOver      Post "/areas/{desk}/matters"             ManageOffice   Page
    AreaEnd           Post "/areas/{desk}/end"                 ManageOffice   Page
    PostIndex         Get  "/posts"                            GrantPosts     Page
    PostCreate        Post "/posts"                            GrantPosts     Page
    HoldingCreate     Post "/posts/{post}/holdings"            GrantPosts     Page
    HoldingEnd        Post "/posts/{post}/holdings/{account}/end" GrantPosts  Page
    AuditIndex        Get  "/audit"                            ReadAudit      Page

    // The same by JSON
    ApiSession        Post "/api/v1/session"                   Public         Api
    ApiReport         Post "/api/v1/reports"                   Public         Api
    ApiReceipt        Get  "/api/v1/receipts/{receipt}"        Public         Api
    ApiReceiptStep    Post "/api/v1/receipts/{receipt}/steps"  Public         Api
    ApiTodos          Get  "/api/v1/todos"                     SignedIn       Api
    ApiAbsences       Get  "/api/v1/absences"                  SignedIn       Api
    ApiAbsenceCreate  Post "/api/v1/absences"                  SignedIn       Api
    ApiAbsenceEnd     Post "/api/v1/absences/{absence}/end"    SignedIn       Api
    ApiCases          Get  "/api/v1/cases"                     ReadCases      Api
    ApiCaseCreate     Post "/api/v1/cases"                     Report         Api
    ApiSelfResolve    Post "/api/v1/self-resolutions"          SelfResolve    Api
    ApiCase           Get  "/api/v1/cases/{case}"              ReadCases      Api
    ApiClocks         Get  "/api/v1/cases/{case}/clocks"       ReadCases      Api
    ApiStep           Post "/api/v1/cases/{case}/steps"        ReadCases      Api
    ApiAreas          Get  "/api/v1/areas"                     Public         Api
    ApiCatalogue      Get  "/api/v1/catalogue"                 Public         Api
    ApiLifecycle      Get  "/api/v1/lifecycle"                 Public         Api
    ApiBoard          Get  "/api/v1/board"                     ReadBoard      Api
    ApiFigures        Get  "/api/v1/figures"                   ReadBoard      Api
    ApiHouseholds     Get  "/api/v1/households"                ReadHouseholds Api
    ApiHouseholdCreate Post "/api/v1/households"               EditHouseholds Api
    ApiHousehold      Get  "/api/v1/households/{household}"    ReadHouseholds Api
    ApiHouseholdChange Post "/api/v1/households/{household}/changes" EditHouseholds Api
    ApiHouseholdReveal Post "/api/v1/households/{household}/reveals" ReadHouseholds Api
    ApiFieldUpload    Post "/api/v1/field-uploads"             EditHouseholds Api
}
