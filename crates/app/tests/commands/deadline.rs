//! `xingge deadline`.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crate::xingge;

/// The office of the traps: seven hours a day.
const SEVEN: [&str; 4] = ["--hours", "09:00-12:00,14:00-18:00", "--day-hours", "7"];

#[track_caller]
fn answer(words: &[&str]) -> String {
    let words: Vec<&str> = ["deadline"].iter().chain(words).copied().collect();
    let said = xingge(&words, b"");
    assert!(said.ok, "{words:?}: {}", said.complaint);
    said.answer.trim_end().to_owned()
}

#[track_caller]
fn refusal(words: &[&str]) -> String {
    let words: Vec<&str> = ["deadline"].iter().chain(words).copied().collect();
    let said = xingge(&words, b"");
    assert!(!said.ok && said.answer.is_empty(), "{words:?}: {}", said.answer);
    said.complaint.trim_end().to_owned()
}

#[test]
fn every_golden_line() {
    let golden: Vec<(&str, &str)> = include_str!("deadlines.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split_once(" = ").unwrap())
        .collect();
    assert!(golden.len() > 55, "{} lines", golden.len());
    let questions: String = golden.iter().map(|(question, _)| format!("{question}\n")).collect();
    let said = xingge(&["deadline", "--stdin"], questions.as_bytes());
    assert!(said.ok, "{}", said.complaint);
    let answers: Vec<&str> = said.answer.lines().collect();
    assert_eq!(answers.len(), golden.len());
    for ((question, expected), found) in golden.iter().zip(answers) {
        assert_eq!(found, *expected, "{question}");
    }
}

#[test]
fn one_question() {
    for (words, expected) in [
        (vec!["--from", "2026-02-13T10:00", "--limit", "5wd"], "2026-02-27"),
        (
            vec!["--from", "2026-02-13T10:00", "--limit", "5wd", "--mode", "H"],
            "2026-02-27T10:00",
        ),
        (
            vec!["--from", "2025-09-17", "--limit", "15nd", "--mode", "L"],
            "2025-10-09",
        ),
        (
            vec!["--from", "2026-12-31T10:00", "--limit", "5wd"],
            "2027-01-07 provisional",
        ),
    ] {
        assert_eq!(answer(&words), expected, "{words:?}");
    }
}

#[test]
fn the_traps_of_a_seven_hour_office() {
    for (name, from, limit, due) in [
        ("t01", "2026-09-18T17:30", "4wh", "2026-09-20T14:30"),
        ("t03", "2026-05-08T17:00", "8wh", "2026-05-09T18:00"),
        ("t05", "2027-02-04T16:00", "14wh", "2027-02-08T16:00 provisional"),
        ("t06", "2025-12-31T16:00", "7wh", "2026-01-04T16:00"),
        ("t08", "2026-03-03T20:00", "4wh", "2026-03-04T15:00"),
        ("t10", "2026-03-02T17:00", "4wh", "2026-03-03T12:00"),
        ("t15", "2026-03-02T09:00", "5wd", "2026-03-06T18:00"),
    ] {
        let mut words = vec!["--from", from, "--limit", limit, "--mode", "H"];
        words.extend(SEVEN);
        assert_eq!(answer(&words), due, "{name}");
    }
}

#[test]
fn t13_a_pause_inside_working_time() {
    let mut words = vec!["--from", "2026-03-02T10:00", "--limit", "14wh"];
    words.extend(SEVEN);
    words.extend(["--pause", "2026-03-02T15:00..2026-03-04T10:00"]);
    assert_eq!(answer(&words), "2026-03-05T16:00");
}

#[test]
fn t15_eight_hours_a_day_are_another_promise() {
    let words = [
        "--from",
        "2026-03-02T09:00",
        "--limit",
        "5wd",
        "--mode",
        "H",
        "--hours",
        SEVEN[1],
    ];
    assert_eq!(answer(&words), "2026-03-09T16:00");
    let half = [
        "--from",
        "2026-03-02T08:00",
        "--limit",
        "2wd",
        "--mode",
        "H",
        "--day-hours",
        "7.5",
    ];
    assert_eq!(answer(&half), "2026-03-03T17:00");
}

#[test]
fn pauses_in_any_order() {
    let later = ["--pause", "2026-03-03T09:00..2026-03-09T09:00"];
    let earlier = ["--pause", "2026-03-02T10:00..2026-03-02T15:00"];
    for pauses in [[later, earlier], [earlier, later]] {
        let mut words = vec!["--from", "2026-03-02T09:00", "--limit", "2wd", "--mode", "H"];
        words.extend(pauses.concat());
        assert_eq!(answer(&words), "2026-03-10T12:00");
    }
    // Whole days that a pause broke end at a moment.
    let words = [
        "--from",
        "2026-03-02T09:00",
        "--limit",
        "2wd",
        "--pause",
        "2026-03-03T12:00..2026-03-04T15:00",
    ];
    assert_eq!(answer(&words), "2026-03-06T03:00");
}

#[test]
fn an_explanation_names_the_notice_with_number_and_date() {
    let words = ["--from", "2026-02-13T10:00", "--limit", "5wd", "--explain"];
    assert_eq!(
        answer(&words).lines().collect::<Vec<_>>(),
        [
            "2026-02-27",
            "2026年2月13日 10:00 起，限5个工作日",
            "2026年2月13日 10:00—24:00 收件当日，不计",
            "2026年2月14日 调休上班（国办发明电〔2025〕7号，2025年11月4日），计1个工作日",
            "2026年2月15日—2026年2月23日 春节放假（国办发明电〔2025〕7号，2025年11月4日），不计",
            "2026年2月24日—2026年2月27日 计4个工作日",
            "2026年2月27日 24:00 到期",
        ]
    );
}

#[test]
fn bad_lines_are_answered_in_their_place() {
    let lines = "2026-02-13T10:00 5wd D\n\
                 2026-02-30 5wd D\n\
                 2026-02-13 5xx D\n\
                 2026-02-13 5wd Q\n\
                 2026-02-13\n\
                 \n\
                 2026-02-13 5wd D 多\n\
                 2026-02-13T10:00+09:00 5wd D\n\
                 2026-02-13T10:00 4294967295wd H\n\
                 \u{feff}2026-02-13T10:00 5wd H\r\n";
    let said = xingge(
        &["deadline", "--stdin"],
        &[lines.as_bytes(), b"\xff\xfe 5wd\n", b"2026-02-13 1wd"].concat(),
    );
    let answers: Vec<&str> = said.answer.lines().collect();
    assert_eq!(answers.len(), 12, "{answers:#?}");
    assert_eq!(
        (answers[0], answers[9], answers[11]),
        ("2026-02-27", "2026-02-27T10:00", "2026-02-14")
    );
    for wrong in (1..=8).chain([10]) {
        assert!(answers[wrong].starts_with("错误："), "{}", answers[wrong]);
    }
    assert_eq!(
        answers[1],
        "错误：时刻“2026-02-30”读不懂，应写成 2026-02-13T10:00 或 2026-02-13。"
    );
    assert_eq!(
        (said.ok, said.complaint.trim_end()),
        (false, "错误：有 9 行没有算出，见各行。")
    );
}

#[test]
fn bad_options_are_refused_in_words() {
    let ask = ["--from", "2026-03-02T09:00", "--limit", "5wd"];
    for (options, words) in [
        (["--mode", "X"], "算法“X”读不懂"),
        (["--hours", "8-12"], "办公时段“8-12”读不懂"),
        (["--hours", "12:00-08:00"], "从 12:00:00 开始的时段结束不晚于开始"),
        (["--hours", "08:00-12:00,11:00-18:00"], "与前一段重叠"),
        (["--day-hours", "七"], "一天的小时数“七”读不懂"),
        (["--day-hours", "25"], "一个工作日不能是 1500 分钟"),
        (["--pause", "2026-03-03"], "暂停“2026-03-03”读不懂"),
        (["--pause", "2026-03-01..2026-03-03"], "早于起算时刻"),
    ] {
        let complaint = refusal(&[ask.as_slice(), &options].concat());
        assert!(
            complaint.starts_with("错误：") && complaint.contains(words),
            "{complaint}"
        );
    }
    let complaint = refusal(&["--from", "明天", "--limit", "5wd"]);
    assert!(complaint.contains("时刻“明天”读不懂"), "{complaint}");
}

#[test]
fn many_lines_at_once() {
    let lines: String = (0..100_000)
        .map(|n| format!("2026-{:02}-{:02}T10:00 5wd H\n", n % 12 + 1, n % 28 + 1))
        .collect();
    let said = xingge(&["deadline", "--stdin"], lines.as_bytes());
    assert!(said.ok && said.answer.lines().count() == 100_000);
}

#[test]
fn an_empty_input_has_no_answers_and_a_single_question_needs_none() {
    let said = xingge(&["deadline", "--stdin"], b"");
    assert_eq!((said.ok, said.answer.as_str(), said.complaint.as_str()), (true, "", ""));
    let said = xingge(
        &["deadline", "--from", "2026-02-13T10:00", "--limit", "5wd"],
        b"2026-02-13 1wd\n",
    );
    assert_eq!((said.ok, said.answer.as_str()), (true, "2026-02-27\n"));
    assert!(refusal(&["--limit", "5wd"]).contains("--from"));
}

#[test]
fn a_line_is_answered_while_the_input_stays_open() {
    let mut program = Command::new(env!("CARGO_BIN_EXE_xingge"))
        .args(["deadline", "--stdin"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut questions = program.stdin.take().unwrap();
    let mut answers = BufReader::new(program.stdout.take().unwrap());
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        let mut line = String::new();
        while answers.read_line(&mut line).unwrap() > 0 {
            tell.send(std::mem::take(&mut line)).unwrap();
        }
    });
    let mut said = Vec::new();
    for question in ["2026-02-13T10:00 5wd\n", "2026-02-13T10:00 5wd H\n"] {
        questions.write_all(question.as_bytes()).unwrap();
        said.push(told.recv_timeout(Duration::from_secs(60)));
    }
    drop(questions);
    program.kill().unwrap();
    program.wait().unwrap();
    let said: Vec<String> = said.into_iter().flatten().collect();
    assert_eq!(said, ["2026-02-27\n", "2026-02-27T10:00\n"]);
}
