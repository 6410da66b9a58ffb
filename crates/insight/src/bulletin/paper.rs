//! The bulletin on paper.

use insight_rules::{Counts, Rate, Ratio, VERSION};
use kernel::figure::{Dimension, Figure, Period};
use kernel::{Age, Moment};
use papers::{About, Chart, Column, Document, Error, Font, Fonts, Level, Table};

use super::month::{Bulletin, sum_of};
use super::{PRINCIPLES, RATES};
use crate::figures::columns::EXCLUSIONS;
use crate::figures::table::{Row, interval};

/// Rows of the table by category; the others are one row.
const CATEGORIES: usize = 10;
/// Numbers and rates of the tables.
const COUNTED: [(Figure, &str); 4] = [
    (Figure::Received, "上报"),
    (Figure::Filed, "立案"),
    (Figure::Closed, "结案"),
    (Figure::Unclosed, "未结案"),
];
const RATED: [(Rate, &str); 4] = [
    (Rate::ClosedOnTime, "按期结案率"),
    (Rate::HandledOnTime, "按期处置率"),
    (Rate::Confirmed, "确认解决率"),
    (Rate::Reopened, "重开率"),
];

/// The bulletin as PDF.
///
/// # Errors
/// A character that the fonts lack, or a program that was built without them.
pub fn print(bulletin: &Bulletin) -> Result<Vec<u8>, Error> {
    let font = |name: &str| Font::read(&web::printing_font(name).ok_or(Error::Font)?, 0);
    let fonts = Fonts::new(font("NotoSansSC-Regular")?, font("NotoSansSC-Bold")?);
    document(bulletin).print(&fonts)
}

fn document(bulletin: &Bulletin) -> Document {
    let mut document = Document::new(About {
        title: "群众诉求办理情况月报".to_owned(),
        office: bulletin.office.clone(),
        date: bulletin.as_of.civil().date(),
    });
    let month = tight(&bulletin.period().name());
    let running = if bulletin.is_running() { "（未完）" } else { "" };
    document.subtitle(&format!("{month}{running}"));
    document.note(&format!(
        "统计口径{VERSION}，公式见文末。数据截至{}：此后的办理不在其中。{}",
        minute(bulletin.as_of),
        if bulletin.is_running() {
            "本月还没有过完，应结案、应处置里有还没到期的，比率会继续变化。"
        } else {
            ""
        }
    ));
    document.figures(key_figures(bulletin));
    document.heading(Level::One, "一、总体情况");
    document.paragraph(&overview(bulletin));
    document.paragraph(&rates(&bulletin.total));
    document.chart(trend(bulletin));
    let titles = ["二、各社区情况", "三、各主办单位情况", "四、主要类别"];
    for (at, ((dimension, rows), title)) in bulletin.tables.iter().zip(titles).enumerate() {
        document.heading(Level::One, title);
        if at == 0 {
            document.note(&reading());
        }
        document.table(table(
            &format!("表{}　按{}", at + 1, dimension.name()),
            *dimension,
            rows,
            &bulletin.total,
        ));
    }
    document.heading(Level::One, "五、在办情况");
    open(&mut document, bulletin);
    document.heading(Level::One, "六、不计入比率的");
    document.table(exclusions(&bulletin.total));
    document.heading(Level::One, "七、怎么算的");
    PRINCIPLES.iter().for_each(|principle| document.note(principle));
    for rate in RATES {
        document.note(&format!("{} = {}", rate.name(), rate.formula().text()));
    }
    document
}

/// How the tables are read.
fn reading() -> String {
    format!(
        "比率下面是分子/分母；分母不到{}件的再列95%区间，真实水平多半在这中间，不宜比高低。未结案是到期而没有结案的，含批准挂账的。“—”是没有应计的事项。",
        insight_rules::SMALL
    )
}

fn key_figures(bulletin: &Bulletin) -> Vec<papers::Figure> {
    let counted = [
        (Figure::Received, "上报"),
        (Figure::Filed, "立案"),
        (Figure::Closed, "结案"),
        (Figure::Unclosed, "到期未结案"),
    ];
    let counted = counted.map(|(figure, name)| {
        let number = |counts: &Counts| counts.number(figure).to_string();
        papers::Figure::new(name, &number(&bulletin.total), "件").note(&format!("上月 {}", number(&bulletin.before)))
    });
    let rated = RATED.map(|(rate, name)| {
        let ratio = rate.of(&bulletin.total);
        papers::Figure::new(name, &ratio.text(), "").note(&parts(ratio, " · "))
    });
    counted.into_iter().chain(rated).collect()
}

/// `9/16`, with its interval where few were counted.
fn parts(ratio: Ratio, between: &str) -> String {
    let of = format!("{}/{}", ratio.over, ratio.under);
    interval(ratio).map_or_else(|| of.clone(), |edges| format!("{of}{between}{edges}"))
}

fn overview(bulletin: &Bulletin) -> String {
    let (now, before) = (&bulletin.total, &bulletin.before);
    let number = |figure: Figure| now.number(figure);
    let end = if bulletin.is_running() {
        "到数据截止时"
    } else {
        "到月底"
    };
    format!(
        "{}上报{}件（上月{}件），立案{}件（上月{}件），结案{}件（上月{}件），办结{}件，其中当场解决的{}件。{end}到期未结案{}件，其中批准挂账的{}件。",
        tight(&bulletin.period().name()),
        number(Figure::Received),
        before.number(Figure::Received),
        number(Figure::Filed),
        before.number(Figure::Filed),
        number(Figure::Closed),
        before.number(Figure::Closed),
        number(Figure::Ended),
        number(Figure::SelfResolved),
        number(Figure::Unclosed),
        number(Figure::CloseSuspended),
    )
}

fn rates(counts: &Counts) -> String {
    let sentences: Vec<String> = RATES
        .iter()
        .map(|rate| format!("{}{}", rate.name(), rate.of(counts).sentence()))
        .collect();
    format!("{}。", sentences.join("；"))
}

fn trend(bulletin: &Bulletin) -> Chart {
    let span = match (bulletin.trend.first(), bulletin.trend.last()) {
        (Some((from, ..)), Some((to, ..))) => Period { from: *from, to: *to }.name(),
        _ => String::new(),
    };
    let labels = bulletin.trend.iter().map(|(month, ..)| format!("{}月", month % 100));
    let mut chart = Chart::lines(&format!("上报和办结，{}", tight(&span)), "件", labels);
    chart.series("上报", bulletin.trend.iter().map(|(_, received, _)| *received as f64));
    chart.series("办结", bulletin.trend.iter().map(|(.., ended)| *ended as f64));
    chart
}

fn table(caption: &str, dimension: Dimension, rows: &[Row], total: &Counts) -> Table {
    let columns = std::iter::once(Column::words(dimension.name()).share(1.0))
        .chain(COUNTED.map(|(_, name)| Column::numbers(name)))
        .chain(RATED.map(|(_, name)| Column::numbers(name)));
    let mut table = Table::new(caption, columns);
    for (name, counts) in shown(dimension, rows) {
        table.row(line(&name, &counts));
    }
    table.total(line("合计", total));
    table
}

/// All rows as the office lists them; of categories those with most reports, and the others in one row.
fn shown(dimension: Dimension, rows: &[Row]) -> Vec<(String, Counts)> {
    let named = |row: &Row| (row.name.clone(), row.counts.clone());
    if dimension != Dimension::Category || rows.len() <= CATEGORIES + 1 {
        return rows.iter().map(named).collect();
    }
    let mut most: Vec<&Row> = rows.iter().collect();
    most.sort_by_key(|row| (-row.counts.number(Figure::Received), &row.key));
    let (shown, others) = most.split_at(CATEGORIES);
    let mut rest = Counts::default();
    others.iter().for_each(|row| rest.merge(&row.counts));
    let mut lines: Vec<(String, Counts)> = shown.iter().map(|row| named(row)).collect();
    lines.push((format!("其余 {} 类", others.len()), rest));
    lines
}

pub(super) fn line(name: &str, counts: &Counts) -> Vec<String> {
    std::iter::once(name.to_owned())
        .chain(COUNTED.map(|(figure, _)| counts.number(figure).to_string()))
        .chain(RATED.map(|(rate, _)| {
            let ratio = rate.of(counts);
            match ratio.hundredths() {
                Some(_) => format!("{}\n{}", ratio.text(), parts(ratio, "\n")),
                None => ratio.text(),
            }
        }))
        .collect()
}

fn open(document: &mut Document, bulletin: &Bulletin) {
    let Some(rows) = &bulletin.open else {
        document.paragraph("在办情况只知道现在的，不知道那时的，所以只列在当月和次月的月报里。");
        return;
    };
    let sum = sum_of(rows);
    document.paragraph(&format!(
        "截至{}，在办{}件，其中超期{}件，督办未回复{}件，挂账{}件，等反映人确认{}件。",
        minute(bulletin.as_of),
        sum.open,
        sum.late,
        sum.supervised,
        sum.suspended,
        sum.confirming
    ));
    let mut ages = Chart::bars("在办的反映了多久", "件", Age::ALL.iter().map(|age| age.name()));
    ages.series("在办", sum.ages.map(|number| number as f64));
    document.chart(ages);
    let names = ["在办", "超期", "督办未回复", "挂账", "等反映人确认"];
    let columns = std::iter::once(Column::words("社区").share(1.0)).chain(names.map(Column::numbers));
    let mut table = Table::new("表4　各社区在办", columns);
    let cells = |name: &str, figures: &crate::board::store::Figures| {
        let numbers = [
            figures.open,
            figures.late,
            figures.supervised,
            figures.suspended,
            figures.confirming,
        ];
        let numbers = numbers.map(|number| number.to_string());
        std::iter::once(name.to_owned()).chain(numbers).collect::<Vec<_>>()
    };
    rows.iter().for_each(|(name, figures)| table.row(cells(name, figures)));
    table.total(cells("合计", &sum));
    document.table(table);
}

fn exclusions(counts: &Counts) -> Table {
    let columns = [
        Column::words("代码"),
        Column::words("是什么").share(1.0),
        Column::numbers("件数"),
        Column::words("为什么").share(2.0),
    ];
    let mut table = Table::new("", columns);
    for out in EXCLUSIONS {
        let number = counts.number(out.figure).to_string();
        table.row([out.code, out.figure.name(), &number, out.why]);
    }
    table
}

/// Print sets its own space between Chinese and numbers.
fn tight(text: &str) -> String {
    text.replace(' ', "")
}

fn minute(at: Moment) -> String {
    at.civil().strftime("%Y年%-m月%-d日%H:%M").to_string()
}
