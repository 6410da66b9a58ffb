//! The committed catalogue: complete, unique, and found by what people say.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use codes::Catalogue;
use codes::catalogue::{Basis, CatalogueError, Files, ItemKind};

const FILES: Files<'static> = Files {
    items: include_str!("../data/catalogue.csv"),
    standards: include_str!("../data/standards.csv"),
    synonyms: include_str!("../data/synonyms.csv"),
    frequency: include_str!("../data/frequency.csv"),
};

#[test]
fn holds_the_whole_catalogue() {
    let catalogue = Catalogue::builtin();
    let count = |kind| catalogue.items().iter().filter(|item| item.kind() == kind).count();
    assert_eq!(count(ItemKind::Component), 66);
    assert_eq!(count(ItemKind::Event), 98);
    assert_eq!(count(ItemKind::Service), 22);
    for item in catalogue.items() {
        assert!(!catalogue.standards(&item.code).is_empty(), "{}", item.code);
        assert!(item.weight > 0, "{}", item.code);
        assert_eq!(catalogue.item(&item.code), Some(item));
    }
    assert!(catalogue.standards("C99-99").is_empty());
    assert_eq!(catalogue.item("C99-99"), None);
}

#[test]
fn wordings_tell_the_conditions_of_an_item_apart() {
    let catalogue = Catalogue::builtin();
    for item in catalogue.items() {
        let standards = catalogue.standards(&item.code);
        let wordings: BTreeSet<_> = standards.iter().map(|s| &s.condition).collect();
        assert_eq!(wordings.len(), standards.len(), "{} {}", item.code, item.name);
        for standard in standards {
            assert_eq!(catalogue.standard(&standard.id), Some((item, standard)));
            assert!(standard.id.starts_with(&item.code), "{}", standard.id);
        }
    }
}

#[test]
fn photos_are_asked_for_in_a_small_minority() {
    let catalogue = Catalogue::builtin();
    let standards: Vec<_> = catalogue
        .items()
        .iter()
        .flat_map(|item| catalogue.standards(&item.code))
        .collect();
    let with_evidence = standards.iter().filter(|s| s.evidence).count();
    assert!(
        (10..standards.len() / 10).contains(&with_evidence),
        "{with_evidence} of {}",
        standards.len()
    );
    let asks = |id: &str| catalogue.standard(id).expect(id).1.evidence;
    assert!(asks("C01-01/hazard") && asks("E01-01/unlicensed2") && asks("S17/removal"));
    assert!(!asks("E01-12/dirt") && !asks("C01-01/damage3") && !asks("S20/suggestion"));
}

#[test]
fn urgent_limits_run_day_and_night() {
    let catalogue = Catalogue::builtin();
    let row = |id: &str| {
        let (_, s) = catalogue.standard(id).expect(id);
        (s.limit, s.unit.as_str(), s.urgent())
    };
    assert_eq!(row("C01-01/hazard"), (2, "uh", true));
    assert_eq!(row("C01-01/damage"), (4, "wh", false));
    assert_eq!(row("E01-01/unlicensed"), (2, "ud", true));
    assert_eq!(row("S03/outage"), (24, "uh", true));
    assert_eq!(row("S21/answer"), (60, "nd", false));
    assert_eq!(
        catalogue
            .standard("C04-02/other")
            .and_then(|(_, s)| s.season.as_deref()),
        Some("planting")
    );
}

#[test]
fn what_was_taken_back_names_who_took_it() {
    let catalogue = Catalogue::builtin();
    for item in catalogue.items() {
        assert_eq!(
            item.basis == Basis::TakenBack,
            item.taken_back_by.is_some(),
            "{}",
            item.code
        );
    }
    let item = |code| catalogue.item(code).expect(code);
    assert_eq!(item("E05-02").taken_back_by.as_deref(), Some("燃气公司"));
    assert_eq!(
        (item("E04-06").lead.as_str(), item("E04-06").basis),
        ("municipal", Basis::Basic)
    );
}

#[test]
fn refuses_files_that_do_not_fit() {
    let items = "code,major,name,lead,basis,taken_back_by\nC01-01,公用设施,井盖,municipal,basic,\n";
    let standards = "code,condition,wording,limit,unit,season,evidence\nC01-01,hazard,缺失,2,uh,,yes\n";
    let files = Files {
        items,
        standards,
        synonyms: "words,code,place\n",
        frequency: "code,weight\n",
    };
    assert!(Catalogue::from_csv(files).is_ok());

    let twice = format!("{items}C01-01,公用设施,井盖,municipal,basic,\n");
    let refused = |files| Catalogue::from_csv(files).expect_err("must be refused");
    assert!(matches!(refused(Files { items: &twice, ..files }), CatalogueError::Duplicate(code) if code == "C01-01"));
    let nobody = items.replace("basic", "taken_back");
    assert!(matches!(
        refused(Files {
            items: &nobody,
            ..files
        }),
        CatalogueError::TakenBack(_)
    ));
    let unit = standards.replace("uh", "hours");
    assert!(matches!(
        refused(Files {
            standards: &unit,
            ..files
        }),
        CatalogueError::Unit(_)
    ));
    let astray = "words,code,place\n井盖,C09-09,\n";
    assert!(matches!(
        refused(Files {
            synonyms: astray,
            ..files
        }),
        CatalogueError::UnknownCode(_)
    ));
    let department = items.replace("municipal", "navy");
    assert!(matches!(
        refused(Files {
            items: &department,
            ..files
        }),
        CatalogueError::Csv(_)
    ));
    assert!(matches!(
        refused(Files {
            standards: "code,condition,wording,limit,unit,season,evidence\n",
            ..files
        }),
        CatalogueError::NoStandard(_)
    ));
}

#[test]
fn sentences_find_their_item() {
    let rows = [
        ("我们小区门口那条路的路灯又不亮了", "C01-37"),
        ("河南路口污水井盖丢了一个，很危险", "C01-02"),
        ("路中间井盖晃得厉害，半夜咣当响", "C01-23"),
        ("垃圾桶满了好几天没人收，臭死了", "E01-92"),
        ("楼下有人占道卖菜，路都走不了", "E04-06"),
        ("对面工地夜间施工太吵，孩子睡不着", "E03-01"),
        ("楼上漏水到我家，找他不管", "S01"),
        ("家里突然停电了", "S03"),
        ("闻到很大的煤气味", "E05-02"),
        ("消防通道被私家车堵住了", "E04-96"),
        ("共享单车乱停把盲道占了", "E04-93"),
        ("墙上贴满牛皮癣小广告", "E02-01"),
        ("下大雨桥洞积水很深", "E05-06"),
        ("下水道堵了往外冒脏水", "E05-03"),
        ("有人在楼顶搭建铁皮房", "S17"),
        ("邻居遛狗不牵绳，差点咬到孩子", "E01-84"),
        ("路面塌陷了一个大坑", "E05-05"),
        ("想给老人申请助餐", "S06"),
        ("低保怎么申请", "S05"),
        ("医保卡停了，要去哪里办", "S08"),
        ("物业费涨了，业主委员会也不管", "S02"),
        ("充电桩坏了没人修", "S15"),
        ("电线掉下来了，离地不到两米", "E05-08"),
        ("有人在绿化带种菜", "E01-91"),
        ("我想做志愿者", "S19"),
        ("建筑垃圾堆在路边半个月", "E01-11"),
        ("公交站的座椅坏了", "C02-04"),
        ("ＫＴＶ的音响吵到半夜", "E01-28"),
        ("菜市场门口井盖坏了", "C01-23"),
        ("菜市场里有人打架", "S01"),
        ("停车场旁边的垃圾桶满了", "E01-92"),
        ("公厕门口堆着杂物", "E01-36"),
        ("天桥下面有小贩", "E04-01"),
        ("菜市场又脏又乱", "E04-98"),
    ];
    let catalogue = Catalogue::builtin();
    let wrong: Vec<_> = rows
        .iter()
        .filter_map(|(sentence, code)| {
            let found = catalogue.suggest(sentence);
            (found.first().map(|s| s.code.as_str()) != Some(code))
                .then(|| format!("{sentence}: {code}, found {found:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn suggestions_give_their_reason_and_repeat() {
    let catalogue = Catalogue::builtin();
    let sentence = "雨水井盖没了，旁边垃圾成堆";
    let found = catalogue.suggest(sentence);
    assert_eq!(
        (found[0].code.as_str(), found[0].because.as_slice()),
        ("C01-03", &["雨水井盖".to_owned()][..])
    );
    assert!(found.iter().any(|s| s.code == "E01-10"));
    assert!(
        found
            .iter()
            .all(|s| { s.because.iter().all(|word| sentence.contains(word.as_str())) })
    );
    assert_eq!(found, catalogue.suggest(sentence));
    // A place alone is better than nothing, and never hides what the sentence says.
    assert_eq!(catalogue.suggest("菜市场那里")[0].because, ["菜市场"]);
    let fight = catalogue.suggest("菜市场里有人打架");
    assert_eq!(fight[0].because, ["打架"]);
    assert!(catalogue.suggest("今天天气不错").is_empty());
    assert!(catalogue.suggest("").is_empty());
}

#[test]
fn agrees_with_the_public_list() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/domain/case_catalogue.csv");
    let Ok(mut reader) = csv::Reader::from_path(&path) else {
        eprintln!("skipped: the shared data is not here");
        return;
    };
    let catalogue = Catalogue::builtin();
    let mut wanted: BTreeMap<String, BTreeSet<(u32, String)>> = BTreeMap::new();
    for row in reader.records() {
        let row = row.expect("a readable row");
        let letter = if &row[0] == "component" { 'C' } else { 'E' };
        let code = format!("{letter}{}-{}", &row[1], &row[3]);
        assert_eq!(
            catalogue.item(&code).map(|item| item.name.as_str()),
            Some(&row[4]),
            "{code}"
        );
        wanted
            .entry(code)
            .or_default()
            .insert((row[6].parse().expect("a limit"), row[7].to_owned()));
    }
    for (code, limits) in &wanted {
        let ours: BTreeSet<_> = catalogue
            .standards(code)
            .iter()
            .map(|s| (s.limit, s.unit.clone()))
            .collect();
        assert_eq!(&ours, limits, "{code}");
    }
    assert_eq!(
        wanted.len(),
        catalogue
            .items()
            .iter()
            .filter(|item| item.kind() != ItemKind::Service)
            .count()
    );
}

#[test]
fn an_ended_item_is_known_and_cannot_be_chosen() {
    let starter = Catalogue::builtin();
    let mut items = starter.items().to_vec();
    items[0].ended_at = Some(1_000);
    let standards = starter.items().iter().flat_map(|item| starter.standards(&item.code));
    let catalogue = Catalogue::of(items, standards.cloned().collect()).expect("the starter's rows");
    let code = &starter.items()[0].code;
    let chosen = |at| catalogue.open_items(at).any(|item| item.code == *code);
    assert!(chosen(999) && !chosen(1_000));
    assert!(catalogue.item(code).is_some());
}

#[test]
fn committed_files_read_as_one_catalogue() {
    let catalogue = Catalogue::from_csv(FILES).expect("the committed files");
    assert_eq!(catalogue.items().len(), Catalogue::builtin().items().len());
}
