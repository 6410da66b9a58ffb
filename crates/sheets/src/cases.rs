//! Cases out of a table: each row is read whole, and everything wrong with it is said at once.

mod reader;

use jiff::civil::DateTime;
use sm3::{Digest, Sm3};

pub use self::reader::rows;
use crate::mapping::FieldSpec;

/// The longest of 4,326 real messages has 6,999 characters; beyond this it is no message.
pub const MAX_WORDS: usize = 10_000;

const fn field(field: &'static str, title: &'static str, synonyms: &'static [&'static str]) -> FieldSpec {
    FieldSpec {
        field,
        title,
        required: false,
        many: false,
        synonyms,
    }
}

/// The fields of a case, in the order of our own export.
pub const FIELDS: [FieldSpec; 11] = [
    FieldSpec {
        required: true,
        ..field(
            "source_key",
            "来源编号",
            &[
                "来源编号",
                "留言编号",
                "工单编号",
                "工单号",
                "案件编号",
                "事件编号",
                "受理编号",
                "编号",
                "caseenquiryid",
                "uniquekey",
                "servicerequestid",
                "caseid",
                "id",
                "序号",
            ],
        )
    },
    FieldSpec {
        required: true,
        ..field(
            "reported_at",
            "反映时间",
            &[
                "反映时间",
                "留言时间",
                "上报时间",
                "受理时间",
                "来电时间",
                "登记时间",
                "投诉时间",
                "创建时间",
                "createddate",
                "opendt",
                "requesteddatetime",
                "reportedat",
                "时间",
                "日期",
            ],
        )
    },
    FieldSpec {
        required: true,
        many: true,
        ..field(
            "words",
            "诉求内容",
            &[
                "诉求内容",
                "留言主题",
                "主题",
                "标题",
                "留言详情",
                "详情",
                "内容",
                "问题描述",
                "描述",
                "complainttype",
                "casetitle",
                "descriptor",
                "description",
            ],
        )
    },
    field(
        "place_text",
        "地点",
        &[
            "地点",
            "事发地点",
            "地址",
            "位置",
            "发生地",
            "incidentaddress",
            "location",
            "address",
        ],
    ),
    field("longitude", "经度", &["经度", "longitude", "lng", "lon", "long"]),
    field("latitude", "纬度", &["纬度", "latitude", "lat"]),
    field(
        "category_hint",
        "类别",
        &[
            "类别",
            "问题类别",
            "诉求类型",
            "事件类型",
            "一级标签",
            "一级分类",
            "分类",
            "类型",
            "category",
            "type",
        ],
    ),
    field(
        "reporter",
        "反映人",
        &[
            "反映人",
            "留言用户",
            "诉求人",
            "来电人",
            "投诉人",
            "上报人",
            "姓名",
            "reporter",
            "requester",
        ],
    ),
    field(
        "due_at",
        "办理时限",
        &[
            "办理时限",
            "截止时间",
            "限办时间",
            "到期时间",
            "应办结时间",
            "duedate",
            "slatargetdt",
            "expecteddatetime",
        ],
    ),
    field(
        "closed_at",
        "办结时间",
        &[
            "办结时间",
            "答复时间",
            "结案时间",
            "完成时间",
            "closeddate",
            "closeddt",
            "closedat",
        ],
    ),
    field(
        "resolution",
        "办理结果",
        &[
            "办理结果",
            "答复意见",
            "处理结果",
            "答复内容",
            "回复内容",
            "resolutiondescription",
            "closurereason",
            "resolution",
        ],
    ),
];

/// A case as the table tells it. Times are civil, as written; the point is longitude, latitude.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseRow {
    /// Row number in the file.
    pub row: u32,
    /// Unique within the file.
    pub source_key: String,
    pub reported_at: DateTime,
    pub words: String,
    /// Empty where the table names no place.
    pub place_text: String,
    pub point: Option<(f64, f64)>,
    pub category_hint: Option<String>,
    pub reporter: Option<String>,
    pub closed_at: Option<DateTime>,
    pub due_at: Option<DateTime>,
    pub resolution: Option<String>,
}

impl CaseRow {
    /// SM3 over everything but the row number, in hex: equal digests mean nothing changed.
    ///
    /// Stored beside imported cases, so its form may not change.
    #[must_use]
    pub fn digest(&self) -> String {
        let time = |time: Option<DateTime>| time.map(|t| t.to_string());
        let fields = [
            Some(self.source_key.clone()),
            time(Some(self.reported_at)),
            Some(self.words.clone()),
            Some(self.place_text.clone()),
            self.point.map(|(lng, lat)| format!("{lng} {lat}")),
            self.category_hint.clone(),
            self.reporter.clone(),
            time(self.closed_at),
            time(self.due_at),
            self.resolution.clone(),
        ];
        let mut hash = Sm3::new();
        for field in fields {
            let field = field.unwrap_or_default();
            hash.update((field.len() as u64).to_be_bytes());
            hash.update(field);
        }
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// A row that is not imported, with every reason.
#[derive(Clone, Debug, PartialEq)]
pub struct RowProblem {
    pub row: u32,
    pub source_key: Option<String>,
    pub issues: Vec<Issue>,
}

/// One thing wrong in one column.
#[derive(Clone, Debug, PartialEq)]
pub struct Issue {
    /// The column as the file calls it.
    pub column: String,
    pub kind: IssueKind,
    /// What stands there, shortened.
    pub value: String,
}

/// What can be wrong with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum IssueKind {
    Missing,
    Duplicate,
    LostDigits,
    FormulaError,
    UnreadableTime,
    AmbiguousTime,
    NoSuchTime,
    FutureTime,
    TooLong,
    HalfPoint,
    NotANumber,
    ZeroPoint,
    SwappedPoint,
    FarPoint,
    ClosedBeforeReported,
}

impl IssueKind {
    /// What is wrong.
    #[must_use]
    pub const fn what(self) -> &'static str {
        match self {
            Self::Missing => "没有填写",
            Self::Duplicate => "与前面的行重复",
            Self::LostDigits => "是超过 15 位的数字，后面几位已被表格软件改成 0",
            Self::FormulaError => "公式出错",
            Self::UnreadableTime => "时间读不懂",
            Self::AmbiguousTime => "日期有几种读法",
            Self::NoSuchTime => "没有这一天或这一刻",
            Self::FutureTime => "时间在将来",
            Self::TooLong => "超过 10000 字",
            Self::HalfPoint => "经度和纬度只有一个",
            Self::NotANumber => "坐标不是数字",
            Self::ZeroPoint => "坐标是 0",
            Self::SwappedPoint => "经度和纬度写反了",
            Self::FarPoint => "坐标不在本地范围内",
            Self::ClosedBeforeReported => "办结早于反映",
        }
    }

    /// What the person can do.
    #[must_use]
    pub const fn advice(self) -> &'static str {
        match self {
            Self::Missing => "请补填",
            Self::Duplicate => "请删去重复的行，或改正编号",
            Self::LostDigits => "请把这一列设为文本格式，再照原件重新填写",
            Self::FormulaError => "请改正公式，或直接填写结果",
            Self::UnreadableTime | Self::AmbiguousTime => "请写成 2019-02-28 11:25 的样子",
            Self::NoSuchTime | Self::FutureTime => "请核对后改正",
            Self::TooLong => "请缩短，全文可作为附件上传",
            Self::HalfPoint => "请补填另一个，或两个都留空",
            Self::NotANumber => "请写成 113.722700 的样子，或两个都留空",
            Self::ZeroPoint | Self::FarPoint => "请改正，或两个都留空",
            Self::SwappedPoint => "请对调两列",
            Self::ClosedBeforeReported => "请核对两个时间",
        }
    }
}

impl Issue {
    /// The whole sentence for the refused workbook.
    #[must_use]
    pub fn sentence(&self) -> String {
        let value = if self.value.is_empty() {
            String::new()
        } else {
            format!("（{}）", self.value)
        };
        format!("「{}」{}{value}，{}", self.column, self.kind.what(), self.kind.advice())
    }
}
