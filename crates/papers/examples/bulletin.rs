//! A bulletin of two pages in `target/papers/bulletin.pdf`: `cargo xtask web && cargo run -p papers --example bulletin`.

use std::error::Error;
use std::fs;
use std::path::Path;

use jiff::civil::date;
use papers::{About, Chart, Column, Document, Figure, Font, Fonts, Level, Table};

/// Community, received, settled, settled in time, average hours.
const COMMUNITIES: [(&str, u32, u32, &str, &str); 6] = [
    ("幸福里社区", 268, 262, "99.1%", "18.4"),
    ("清河社区", 241, 232, "98.4%", "21.0"),
    ("东风社区", 225, 221, "98.9%", "19.7"),
    ("学府路社区", 204, 198, "97.6%", "24.2"),
    ("滨河花园社区", 189, 187, "99.3%", "16.8"),
    ("纺织城社区", 159, 154, "97.8%", "24.1"),
];

#[expect(clippy::print_stdout, reason = "where the document went")]
fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let font = |name: &str| -> Result<Font, Box<dyn Error>> {
        let bytes = fs::read(root.join(format!("web/dist/fonts/{name}.ttf.gz")))?;
        Ok(Font::read(&bytes, 0)?)
    };
    let fonts = Fonts::new(font("NotoSansSC-Regular")?, font("NotoSansSC-Bold")?);
    let pdf = bulletin().print(&fonts)?;
    fs::create_dir_all(root.join("target/papers"))?;
    let path = root.join("target/papers/bulletin.pdf");
    fs::write(&path, &pdf)?;
    println!("{}: {} bytes", path.display(), pdf.len());
    Ok(())
}

fn bulletin() -> Document {
    let mut document = Document::new(About {
        title: "民生诉求办理情况通报".to_owned(),
        office: "清河街道办事处".to_owned(),
        date: date(2026, 11, 5),
    });
    document.subtitle("2026年第10期");
    document.figures([
        Figure::new("受理总量", "1,286", "件").note("较上月 +3.2%"),
        Figure::new("按期办结率", "98.6", "%").note("较上月 +0.4 个百分点"),
        Figure::new("群众满意率", "97.1", "%").note("回访 1,103 件"),
        Figure::new("平均办理时长", "20.4", "小时").note("较上月 -1.7 小时"),
    ]);
    document.heading(Level::One, "一、总体情况");
    document.paragraph(
        "10月，街道共受理群众诉求1,286件，其中12345热线转办842件、网格员上报317件、微信小程序提交127件；办结1,254件，\
         按期办结率98.6%，较上月提高0.4个百分点。群众反映最集中的是“停车难”“噪声扰民”和《物业服务合同》履行问题——三类\
         合计占总量的41.3%。",
    );
    document.paragraph(
        "全月未发生超期未办事项，有3件经批准延期，均已向反映人说明原因。对跨社区、跨部门的疑难事项，街道召开协调会6次，\
         明确牵头单位17家，其中14件当月办结。",
    );
    document.heading(Level::One, "二、趋势与分布");
    document.chart(trend());
    document.chart(communities_chart());
    document.heading(Level::One, "三、各社区办理情况");
    document.paragraph("各社区受理、办结及用时情况见下表。平均用时按工作时间计算，不含等待反映人补充材料的时间。");
    document.table(communities_table());
    document.note("注：数据截至2026年10月31日24时；“按期”以首次承诺时限为准，经批准延期的按延期后的时限计算。");
    document.heading(Level::One, "四、下月重点");
    document.heading(Level::Two, "（一）学府路停车秩序整治");
    document.paragraph("上下学时段设置临时停靠区38个，11月15日前完成标线施划。");
    document.heading(Level::Two, "（二）老旧小区供暖保障");
    document.paragraph("对1998年以前建成的26栋住宅逐栋排查，低温诉求2小时内上门。");
    document
}

fn trend() -> Chart {
    let months = ["1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月"];
    let mut chart = Chart::lines("今年以来受理与办结趋势", "件", months);
    let received = [
        982.0, 764.0, 1105.0, 1087.0, 1143.0, 1210.0, 1322.0, 1301.0, 1246.0, 1286.0,
    ];
    let settled = [
        960.0, 771.0, 1068.0, 1080.0, 1121.0, 1188.0, 1290.0, 1296.0, 1232.0, 1254.0,
    ];
    chart.series("受理", received);
    chart.series("办结", settled);
    chart
}

fn communities_chart() -> Chart {
    let mut chart = Chart::bars("各社区受理与办结", "件", COMMUNITIES.map(|community| community.0));
    chart.series("受理", COMMUNITIES.map(|community| f64::from(community.1)));
    chart.series("办结", COMMUNITIES.map(|community| f64::from(community.2)));
    chart
}

fn communities_table() -> Table {
    let columns = [
        Column::words("社区").share(1.4),
        Column::numbers("受理（件）").share(1.0),
        Column::numbers("办结（件）").share(1.0),
        Column::numbers("按期办结率").share(1.0),
        Column::numbers("平均用时（小时）").share(1.3),
    ];
    let mut table = Table::new("表1　各社区诉求办理情况", columns);
    for (name, received, settled, in_time, hours) in COMMUNITIES {
        table.row([name, &received.to_string(), &settled.to_string(), in_time, hours]);
    }
    table.total(["合计", "1,286", "1,254", "98.6%", "20.4"]);
    table
}
