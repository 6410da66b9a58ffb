//! The drawn plan of the invented town: which block belongs to which grid, names of streets, sites and parks.

pub const STREET: &str = "411502005";
pub const STREET_NAME: &str = "五星街道";

/// The eight communities of the 2016 statistical list, in the order of their codes 001 to 008.
pub const COMMUNITIES: [&str; 8] = ["河南路", "宝石桥", "红星", "大拱桥", "平西", "七里棚", "琵琶山", "马鞍"];

/// One word a block, north row first: community 1 to 8 and grid a to g; `.` is outside.
pub const BLOCKS: [&str; 14] = [
    ".  .  .  5b 5b 5c 6a 6a 6a 6b 6b 6b .  .  . ",
    ".  5a 5a 5b 5b 5c 5c 6a 6a 6b 6b 6c 6c 6c . ",
    "5a 5a 5d 5d 5d 5c 5c 6d 6d 6d 6d 6d 6c 6e 6e",
    "5e 5e 5d 5d 1a 1a 1b 1b 3a 3b 3b 6d 6e 6e 6e",
    "5e 5e 5e 1c 1d 1d 1f 3c 3a 3d 3d 6f 6f 6f 6e",
    "5f 5f 5f 1c 1e 1e 1f 3c 3e 3e 3f 3f 6f 6f 6f",
    "5f 5f 5f 2a 2a 2b 2b 2b 4a 4a 4b 4b 6g 6g 6g",
    "5g 5g 5g 2c 2d 2d 2f 4c 4d 4d 4e 4b 6g 6g . ",
    ".  5g 5g 2c 2e 2e 2f 4c 4f 4f 4e 6g 6g 6g . ",
    ".  7a 7a 7b 7b 7b 7c 7c 8a 8a 8b 8b 8c 8c . ",
    "7a 7a 7a 7b 7b 7c 7c 7c 8a 8a 8b 8b 8c 8c 8c",
    "7d 7d 7d 7e 7e 7f 7f 8d 8d 8a 8b 8e 8f 8f 8f",
    ".  7d 7d 7e 7e 7f 7f 8d 8d 8e 8e 8e 8f 8f . ",
    ".  .  .  7e 7e 7f 7f 8d 8d 8e 8e .  .  .  . ",
];
pub const ROWS: usize = BLOCKS.len();
pub const COLUMNS: usize = 15;

/// Nominal metres, west to east and north to south: narrow blocks in the old town, wide ones at the fringe.
pub const WIDTHS: [f64; COLUMNS] = [
    540.0, 480.0, 420.0, 350.0, 310.0, 285.0, 270.0, 260.0, 270.0, 285.0, 310.0, 340.0, 400.0, 460.0, 520.0,
];
pub const HEIGHTS: [f64; ROWS] = [
    480.0, 420.0, 370.0, 320.0, 290.0, 270.0, 260.0, 265.0, 310.0, 320.0, 340.0, 380.0, 430.0, 490.0,
];

/// The row line along which the river runs: communities 2, 4, 5, 6 lie north of it, 7 and 8 south.
pub const RIVER_LINE: usize = 9;
pub const RIVER: &str = "浉河";
pub const NORTH_BANK: &str = "浉河北路";
pub const SOUTH_BANK: &str = "浉河南路";

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    Lane,
    Street,
    Secondary,
    Primary,
}

impl Class {
    pub fn name(self) -> &'static str {
        match self {
            Self::Lane => "lane",
            Self::Street => "street",
            Self::Secondary => "secondary",
            Self::Primary => "primary",
        }
    }

    /// Metres from the middle of the road to the nearest wall.
    pub fn setback(self) -> f64 {
        match self {
            Self::Lane => 7.0,
            Self::Street => 11.0,
            Self::Secondary => 15.0,
            Self::Primary => 20.0,
        }
    }
}

use Class::{Primary, Secondary, Street};

/// Streets running west to east; entry 0 lies on row line 1. The names are invented.
pub const ROW_STREETS: [(&str, Class); ROWS - 1] = [
    ("北环路", Secondary),
    ("七里棚路", Street),
    ("申碑路", Primary),
    ("文昌街", Street),
    ("红星路", Secondary),
    ("五星大道", Primary),
    ("宝石桥街", Street),
    ("拱桥街", Street),
    (NORTH_BANK, Secondary),
    ("琵琶山路", Secondary),
    ("南湾大道", Primary),
    ("马鞍路", Street),
    ("茶园路", Street),
];

/// Streets running north to south; entry 0 lies on column line 1. Primary ones cross the river on a bridge.
pub const COLUMN_STREETS: [(&str, Class); COLUMNS - 1] = [
    ("平西路", Street),
    ("西环路", Secondary),
    ("河南路", Primary),
    ("学府街", Street),
    ("和平街", Secondary),
    ("育才街", Street),
    ("人民大道", Primary),
    ("建设街", Street),
    ("民生路", Secondary),
    ("工农街", Street),
    ("迎宾大道", Primary),
    ("春申街", Street),
    ("东环路", Secondary),
    ("物流路", Street),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Site {
    Office,
    School,
    Clinic,
    Market,
    Industry,
    Home,
}

/// Single institutions by block (row, column). Garrison units exist in such a town; none is drawn.
pub const SITES: [(usize, usize, Site, &str); 18] = [
    (5, 7, Site::Office, "五星街道办事处"),
    (4, 5, Site::Office, "五星派出所"),
    (3, 5, Site::School, "五星第一小学"),
    (5, 4, Site::School, "五星中学"),
    (7, 5, Site::School, "宝石桥小学"),
    (6, 9, Site::School, "大拱桥中学"),
    (2, 9, Site::School, "七里棚小学"),
    (4, 1, Site::School, "平西学校"),
    (10, 4, Site::School, "琵琶山小学"),
    (5, 9, Site::Clinic, "五星社区卫生服务中心"),
    (10, 9, Site::Clinic, "马鞍卫生服务站"),
    (6, 5, Site::Market, "宝石桥农贸市场"),
    (4, 10, Site::Market, "红星商场"),
    (7, 9, Site::Market, "大拱桥商业广场"),
    (2, 12, Site::Industry, "五星电商孵化园"),
    (10, 13, Site::Industry, "五星物流园"),
    (12, 1, Site::Industry, "琵琶山茶叶加工园"),
    (12, 9, Site::Home, "五星敬老院"),
];

/// Parks by block; one name may cover several blocks.
pub const PARKS: [(usize, usize, &str); 8] = [
    (11, 0, "琵琶山公园"),
    (11, 1, "琵琶山公园"),
    (9, 5, "浉河公园"),
    (8, 8, "拱桥公园"),
    (5, 11, "红星广场"),
    (1, 3, "平西郊野公园"),
    (13, 7, "马鞍山森林公园"),
    (12, 7, "马鞍山森林公园"),
];

pub const COMPOUND_FIRST: [&str; 24] = [
    "锦绣", "阳光", "滨河", "翠竹", "金桂", "紫薇", "茶都", "康宁", "吉祥", "东方", "御景", "碧水", "世纪", "华府",
    "幸福", "安居", "银杏", "百合", "丽景", "申城", "楚天", "祥和", "春晖", "明珠",
];
pub const COMPOUND_LAST: [&str; 6] = ["花园", "家园", "小区", "新村", "苑", "名邸"];
pub const HAMLET_FIRST: [&str; 26] = [
    "李", "王", "张", "刘", "陈", "杨", "周", "黄", "吴", "徐", "胡", "朱", "高", "何", "郭", "罗", "梁", "宋", "郑",
    "谢", "韩", "唐", "冯", "董", "程", "曹",
];
pub const HAMLET_LAST: [&str; 6] = ["家湾", "家冲", "家畈", "家塆", "庄", "家店"];
pub const SHOPS: [&str; 12] = [
    "便民超市",
    "早餐店",
    "五金店",
    "药店",
    "理发店",
    "茶叶店",
    "水果店",
    "快递驿站",
    "小吃店",
    "文具店",
    "粮油店",
    "电动车行",
];
