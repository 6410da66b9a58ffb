//! `xingge calendar`: the working calendar, a day a line.

use std::io::{self, BufWriter, Write};

use clap::Args;
use workday::{DayKind, Notice};

use super::deadline::moment;

#[derive(Args)]
pub struct Calendar {
    /// 第一天
    #[arg(long)]
    from: String,
    /// 最后一天
    #[arg(long)]
    to: String,
}

impl Calendar {
    /// A line is date, kind (`workday`, `weekend`, `holiday`, `makeup`), name and notice, with tabs between, and
    /// `provisional` at the end in a year without a notice.
    pub fn run(&self) -> Result<(), String> {
        let (from, to) = (moment(&self.from)?.date(), moment(&self.to)?.date());
        if to < from {
            return Err(format!("最后一天 {to} 早于第一天 {from}。"));
        }
        let mut output = BufWriter::new(io::stdout().lock());
        for date in from.series(jiff::Span::new().days(1)).take_while(|date| *date <= to) {
            let day = workday::Calendar::builtin().day(date);
            let kind = match day.kind {
                DayKind::Workday => "workday",
                DayKind::Weekend => "weekend",
                DayKind::Holiday => "holiday",
                DayKind::Makeup => "makeup",
            };
            let notice = day.notice.map(Notice::citation).unwrap_or_default();
            let name = day.name.unwrap_or_default();
            let mark = if day.known { "" } else { "\tprovisional" };
            writeln!(output, "{date}\t{kind}\t{name}\t{notice}{mark}").map_err(|error| format!("写不出：{error}。"))?;
        }
        output.flush().map_err(|error| format!("写不出：{error}。"))
    }
}
