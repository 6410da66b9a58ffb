//! `xingge deadline`: when a limit ends, for one question or for a line each of the standard input.

use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::process::ExitCode;

use clap::Args;
use jiff::civil::{Date, DateTime, Time};
use workday::{Calendar, Deadline as Due, Limit, Mode, OfficeHours, Pause, Session, Timetable};

#[derive(Args)]
pub struct Deadline {
    /// 起算时刻：2026-02-13T10:00、带秒，或只写日期（从 0 点起算）
    #[arg(long, required_unless_present = "stdin")]
    from: Option<String>,
    /// 时限：30um 紧急工作分、2uh 紧急工作时、1ud 紧急工作日、4wh 工作时、5wd 工作日、15nd 自然日
    #[arg(long, required_unless_present = "stdin")]
    limit: Option<String>,
    /// 算法：D 整日，收件当日不计，末日 24 点到期；H 从此刻起按办公小时（自然日按 24 小时）；
    /// L 法定期间，同 D，自然日末日遇休息日顺延。按分按时的时限三种算法相同
    #[arg(long, default_value = "D", value_name = "D|H|L")]
    mode: String,
    /// 逐段说明怎样算得，每个不计的日子附放假通知的文号和日期
    #[arg(long, conflicts_with = "stdin")]
    explain: bool,
    /// 从标准输入逐行读“起算时刻 时限 算法”（算法可省），每行答一行
    #[arg(long, conflicts_with_all = ["from", "limit", "pause"])]
    stdin: bool,
    /// 每个上班日的办公时段
    #[arg(long, default_value = "08:00-12:00,14:00-18:00", value_name = "时段,时段")]
    hours: String,
    /// 算法 H 中一个工作日的小时数
    #[arg(long, default_value = "8", value_name = "小时")]
    day_hours: String,
    /// 挂账暂停：开始..结束，可写多次
    #[arg(long, value_name = "开始..结束")]
    pause: Vec<String>,
}

impl Deadline {
    pub fn run(&self) -> ExitCode {
        let outcome = if self.stdin { self.lines() } else { self.one() };
        match outcome {
            Ok(()) => ExitCode::SUCCESS,
            Err(text) => {
                // Not on the standard output, which holds the answers.
                eprintln!("错误：{text}");
                ExitCode::FAILURE
            }
        }
    }

    fn one(&self) -> Result<(), String> {
        let (Some(from), Some(limit)) = (&self.from, &self.limit) else {
            return Err("缺 --from 或 --limit。".to_owned());
        };
        let office = self.office()?;
        let (from, limit, mode) = (moment(from)?, read_limit(limit)?, read_mode(&self.mode)?);
        let mut pauses = self
            .pause
            .iter()
            .map(|text| pause(text))
            .collect::<Result<Vec<_>, _>>()?;
        pauses.sort_unstable_by_key(|pause| pause.from);
        let story = office
            .explain_with_pauses(from, limit, mode, &pauses)
            .map_err(|error| format!("{}。", error.in_words()))?;
        let mut answer = String::new();
        put(&mut answer, story.deadline, limit.is_whole_days(mode));
        if self.explain {
            for line in story.in_words() {
                answer.push('\n');
                answer.push_str(&line);
            }
        }
        super::say(&answer);
        Ok(())
    }

    fn lines(&self) -> Result<(), String> {
        let office = self.office()?;
        let mode = read_mode(&self.mode)?;
        let mut input = BufReader::with_capacity(1 << 16, io::stdin().lock());
        let mut output = BufWriter::with_capacity(1 << 16, io::stdout().lock());
        let outcome = answer_lines(&office, mode, &mut input, &mut output);
        match outcome.and_then(|wrong| output.flush().map(|()| wrong)) {
            Ok(0) => Ok(()),
            Ok(wrong) => Err(format!("有 {wrong} 行没有算出，见各行。")),
            Err(error) => Err(format!("读写中断：{error}。")),
        }
    }

    fn office(&self) -> Result<Timetable, String> {
        let sessions = self
            .hours
            .split(',')
            .map(|text| {
                let (start, end) = text.split_once('-').unwrap_or((text, ""));
                match (clock(start), clock(end)) {
                    (Some(start), Some(end)) => Ok(Session::daily(start, end)),
                    _ => Err(format!("办公时段“{text}”读不懂，应写成 08:00-12:00,14:00-18:00。")),
                }
            })
            .collect::<Result<Vec<_>, _>>()?;
        let minutes = minutes(&self.day_hours)
            .ok_or_else(|| format!("一天的小时数“{}”读不懂，应写成 7 或 7.5。", self.day_hours))?;
        let hours = OfficeHours::new(sessions)
            .and_then(|hours| hours.with_minutes_per_workday(minutes))
            .map_err(|error| format!("{}。", error.in_words()))?;
        Ok(Timetable::new(Calendar::builtin().clone(), hours))
    }
}

/// Answers every line; gives the number of lines that could not be answered.
fn answer_lines(
    office: &Timetable,
    mode: Mode,
    input: &mut BufReader<impl Read>,
    output: &mut impl Write,
) -> io::Result<usize> {
    let (mut line, mut answer) = (Vec::new(), String::new());
    let mut wrong = 0;
    loop {
        // Whoever asks line by line must have the answers before the next question.
        if input.buffer().is_empty() {
            output.flush()?;
        }
        if input.read_until(b'\n', &mut line)? == 0 {
            return Ok(wrong);
        }
        answer.clear();
        let question = String::from_utf8_lossy(&line);
        if let Err(text) = answer_line(office, mode, &question, &mut answer) {
            wrong += 1;
            answer = format!("错误：{text}");
        }
        answer.push('\n');
        output.write_all(answer.as_bytes())?;
        line.clear();
    }
}

fn answer_line(office: &Timetable, mode: Mode, line: &str, answer: &mut String) -> Result<(), String> {
    let mut words = line.trim_start_matches('\u{feff}').split_whitespace();
    let (Some(from), Some(limit)) = (words.next(), words.next()) else {
        return Err(format!(
            "“{}”不全，一行应写“起算时刻 时限 算法”，如 2026-02-13T10:00 5wd D。",
            line.trim()
        ));
    };
    let mode = words.next().map_or(Ok(mode), read_mode)?;
    if let Some(more) = words.next() {
        return Err(format!("“{more}”是多余的，一行只写“起算时刻 时限 算法”。"));
    }
    let limit = read_limit(limit)?;
    let due = office
        .deadline(moment(from)?, limit, mode)
        .map_err(|error| format!("{}。", error.in_words()))?;
    put(answer, due, limit.is_whole_days(mode));
    Ok(())
}

/// The day, or the moment where a limit runs by the hour or a pause broke the day.
fn put(answer: &mut String, due: Due, is_day: bool) {
    let midnight = due.at.time() == Time::midnight();
    if is_day && midnight {
        put_date(answer, due.last_day());
    } else {
        put_date(answer, due.at.date());
        let time = due.at.time();
        answer.push('T');
        put_two(answer, time.hour());
        answer.push(':');
        put_two(answer, time.minute());
        if time.second() != 0 {
            answer.push(':');
            put_two(answer, time.second());
        }
    }
    if due.provisional {
        answer.push_str(" provisional");
    }
}

fn put_date(answer: &mut String, date: Date) {
    let year = date.year();
    if let 1000..=9999 = year {
        put_two(answer, (year / 100) as i8);
        put_two(answer, (year % 100) as i8);
        answer.push('-');
        put_two(answer, date.month());
        answer.push('-');
        put_two(answer, date.day());
    } else {
        answer.push_str(&date.to_string());
    }
}

/// A number from 0 to 99 in two digits.
fn put_two(answer: &mut String, number: i8) {
    let digit = |n: i8| char::from(b'0' + n.unsigned_abs());
    answer.push(digit(number / 10));
    answer.push(digit(number % 10));
}

/// A moment of China's civil time, or the first of a day.
pub(super) fn moment(text: &str) -> Result<DateTime, String> {
    let refuse = || format!("时刻“{text}”读不懂，应写成 2026-02-13T10:00 或 2026-02-13。");
    // The wire form names China's offset; any other would be another moment.
    let civil = text.strip_suffix("+08:00").unwrap_or(text);
    let bytes = civil.as_bytes();
    let number = |from: usize, to: usize| -> Option<i16> {
        let digits = bytes.get(from..to)?;
        digits.iter().try_fold(0, |sum: i16, digit| {
            digit.is_ascii_digit().then(|| sum * 10 + i16::from(digit - b'0'))
        })
    };
    let two = |from| number(from, from + 2).and_then(|number| i8::try_from(number).ok());
    let sign = |at, sign| bytes.get(at) == Some(&sign);
    let read = || {
        let date = Date::new(number(0, 4)?, two(5)?, two(8)?).ok()?;
        if !sign(4, b'-') || !sign(7, b'-') {
            return None;
        }
        let (hour, minute, second) = match bytes.len() {
            10 if civil.len() == text.len() => (0, 0, 0),
            16 if sign(13, b':') => (two(11)?, two(14)?, 0),
            19 if sign(13, b':') && sign(16, b':') => (two(11)?, two(14)?, two(17)?),
            _ => return None,
        };
        if bytes.len() > 10 && !sign(10, b'T') && !sign(10, b't') {
            return None;
        }
        Some(date.to_datetime(Time::new(hour, minute, second, 0).ok()?))
    };
    read().ok_or_else(refuse)
}

fn read_limit(text: &str) -> Result<Limit, String> {
    text.parse()
        .map_err(|_| format!("时限“{text}”读不懂，应是整数加 um、uh、ud、wh、wd、nd 之一，如 5wd。"))
}

fn read_mode(text: &str) -> Result<Mode, String> {
    match text {
        "D" | "d" => Ok(Mode::D),
        "H" | "h" => Ok(Mode::H),
        "L" | "l" => Ok(Mode::L),
        _ => Err(format!(
            "算法“{text}”读不懂，应是 D（整日）、H（办公小时）或 L（法定期间）。"
        )),
    }
}

fn pause(text: &str) -> Result<Pause, String> {
    let (from, to) = text
        .split_once("..")
        .ok_or_else(|| format!("暂停“{text}”读不懂，应写成 2026-03-02T15:00..2026-03-04T10:00。"))?;
    Ok(Pause {
        from: moment(from)?,
        to: moment(to)?,
    })
}

fn clock(text: &str) -> Option<Time> {
    let (hour, minute) = text.trim().split_once(':')?;
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

/// Hours such as `7` or `7.5` in whole minutes.
fn minutes(hours: &str) -> Option<u32> {
    let (whole, part) = hours.split_once('.').unwrap_or((hours, "0"));
    if part.is_empty() || part.len() > 2 || !part.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let hundredths = part.parse::<u32>().ok()? * if part.len() == 1 { 10 } else { 1 };
    let sixtieths = hundredths * 60;
    let whole = whole.parse::<u32>().ok()?.checked_mul(60)?;
    sixtieths.is_multiple_of(100).then(|| whole + sixtieths / 100)
}
