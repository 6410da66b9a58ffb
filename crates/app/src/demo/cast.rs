//! The people of the demo: synthetic names, one person a post, eight roles in every grid.

use access::{NewAccount, NewPost};
use kernel::{AccountId, Actor, AreaCode, Desk, PostId, Role, UnitKey};
use uuid::Uuid;
use web::UnitName;

use super::town::{Rng, Town};

const SURNAMES: &[&str] = &[
    "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "周", "吴", "徐", "孙", "马", "朱", "胡", "郭", "何", "林", "高",
    "罗", "郑", "梁", "谢", "宋", "唐", "许", "韩", "邓", "冯", "曹", "彭", "曾", "肖", "田", "董", "潘", "袁", "蔡",
    "蒋", "余", "于", "杜", "叶", "程", "魏", "苏", "吕", "丁", "任", "卢", "姚", "沈", "钟", "姜", "崔", "谭", "陆",
    "范", "汪", "廖", "石", "金", "韦", "贾", "夏", "付", "方", "邹", "熊", "白", "孟", "秦", "邱", "侯", "江", "尹",
    "薛", "闫", "段", "雷", "龙", "黎", "史", "陶", "贺", "毛", "郝", "顾", "龚", "邵", "万", "覃", "武", "钱", "戴",
    "欧阳", "诸葛",
];
const FIRST: &[&str] = &[
    "建", "志", "文", "春", "海", "永", "晓", "明", "国", "秀", "玉", "红", "桂", "丽", "新", "立", "小", "俊", "雪",
    "佳", "天", "兴", "长", "思", "正",
];
const SECOND: &[&str] = &[
    "华", "强", "敏", "军", "英", "平", "芳", "涛", "霞", "刚", "兰", "波", "燕", "龙", "梅", "辉", "玲", "斌", "静",
    "伟", "琴", "勇", "萍", "鹏", "云",
];

/// Somebody with an account and a post.
#[derive(Clone, Debug)]
pub struct Member {
    pub account: NewAccount,
    pub post: NewPost,
}

impl Member {
    /// The desks this person sits at.
    pub fn desks(&self) -> Vec<Desk> {
        web::desks_of(self.post.role, self.post.area, self.post.unit.as_ref())
    }

    /// This person acting, with what the role allows.
    pub fn actor(&self) -> Actor {
        Actor {
            account: Some(self.account.id),
            name: self.account.name.clone(),
            title: self.post.title.clone(),
            on_behalf: None,
            desks: self.desks(),
            permissions: self.post.role.default_permissions().iter().copied().collect(),
            stand_ins: Vec::new(),
        }
    }
}

/// A name that nobody else in the demo has, as far as there are names.
pub fn name(rng: &mut Rng) -> String {
    let second = if rng.chance(0.8) { *rng.pick(SECOND) } else { "" };
    format!("{}{}{second}", rng.pick(SURNAMES), rng.pick(FIRST))
}

/// A number that no carrier gave out: prefix 154 with zeros.
pub fn phone(rng: &mut Rng) -> String {
    format!("1540000{:04}", rng.below(10_000))
}

/// An id from the seed, in the form of a version 7 id of `ms`.
pub fn id(rng: &mut Rng, ms: i64) -> Uuid {
    let mut bytes = [0; 10];
    bytes[..8].copy_from_slice(&rng.next_u64().to_be_bytes());
    bytes[8..].copy_from_slice(&rng.next_u64().to_be_bytes()[..2]);
    uuid::Builder::from_unix_timestamp_millis(u64::try_from(ms).unwrap_or(0), &bytes).into_uuid()
}

/// Everybody, in the order of the roles.
pub fn cast(town: &Town, units: &[UnitName], rng: &mut Rng, ms: i64) -> Vec<Member> {
    let mut members = Vec::new();
    let mut used = std::collections::BTreeSet::new();
    let mut add =
        |login: String, role: Role, area: Option<AreaCode>, unit: Option<UnitKey>, title: String, rng: &mut Rng| {
            let name = (0..50)
                .map(|_| name(rng))
                .find(|name| used.insert(name.clone()))
                .unwrap_or_else(|| title.clone());
            let account = NewAccount {
                id: AccountId(id(rng, ms)),
                login,
                name,
                password: String::new(),
            };
            let post = NewPost {
                id: PostId(id(rng, ms)),
                role,
                area,
                unit,
                title,
            };
            members.push(Member { account, post });
        };
    for (number, grid) in (1..).zip(&town.grids) {
        let area = AreaCode::from_digits(&grid.code);
        for role in &Role::ALL[..8] {
            let key = role.key().replace('_', "-");
            add(
                format!("{key}-{number:02}"),
                *role,
                area,
                None,
                format!("{}{}", grid.name, role.name()),
                rng,
            );
        }
    }
    for (number, community) in (1..).zip(&town.communities) {
        let area = AreaCode::from_digits(&community.code);
        for seat in ["a", "b"] {
            add(
                format!("clerk-{number}{seat}"),
                Role::CommunityClerk,
                area,
                None,
                format!("{}工作人员", community.name),
                rng,
            );
        }
        add(
            format!("inspector-{number}"),
            Role::CommunityInspector,
            area,
            None,
            format!("{}核查员", community.name),
            rng,
        );
    }
    // Matters of no grid are inspected at the centre.
    let street = AreaCode::from_digits(town.code);
    add(
        "inspector-street".into(),
        Role::CommunityInspector,
        street,
        None,
        "街道核查员".into(),
        rng,
    );
    for number in 1..=3 {
        add(
            format!("dispatcher-{number}"),
            Role::Dispatcher,
            None,
            None,
            "社会服务管理中心派遣员".into(),
            rng,
        );
    }
    for unit in units {
        let login = format!("unit-{}", unit.key.0.replace([':', '_'], "-"));
        add(
            login,
            Role::UnitClerk,
            None,
            Some(unit.key.clone()),
            format!("{}办事员", unit.name),
            rng,
        );
    }
    add(
        "leader-1".into(),
        Role::Leader,
        None,
        None,
        "街道办事处主任".into(),
        rng,
    );
    add(
        "leader-2".into(),
        Role::Leader,
        None,
        None,
        "街道办事处副主任".into(),
        rng,
    );
    add(
        "sysadmin".into(),
        Role::SystemAdministrator,
        None,
        None,
        "系统管理员".into(),
        rng,
    );
    add(
        "secadmin".into(),
        Role::SecurityAdministrator,
        None,
        None,
        "安全管理员".into(),
        rng,
    );
    add(
        "secadmin-2".into(),
        Role::SecurityAdministrator,
        None,
        None,
        "安全管理员".into(),
        rng,
    );
    add("auditor".into(), Role::Auditor, None, None, "审计员".into(), rng);
    members
}
