//! `cargo xtask oracles`: our calendar against other people's, day by day and by the stopwatch.
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::tools::{Outcome, capture, cargo, read, root, run, target_dir};

const FIRST: &str = "2004-01-01";
const LAST: &str = "2026-12-31";
const CHINESE_DAYS: &str = "chinese-days@1.5.7";
/// The oracle that is in Python, as the verdicts name it.
const PYTHON: &str = "chinesecalendar";
const CHINESECALENDAR: &str = "chinesecalendar==1.11.0";
/// Random deadlines for the ratio.
const QUESTIONS: usize = 50_000;
/// The longest limit of the race, in workdays.
const LONGEST: usize = 30;
/// Days before the end of the last year from which the longest limit could leave it.
const MARGIN: usize = 75;
/// The specification's vectors, which the program's tests hold too.
const VECTORS: &str = "crates/app/tests/commands/deadlines.txt";
/// Four data sets in one table: date, weekday, then a column each with work, off, or nothing.
const SHARED_DAYS: &str = "../shared/data/05-holidays/day_status.csv";

/// One day of ours: date, kind, and the notice's name and citation.
struct Day<'a> {
    date: &'a str,
    works: bool,
    why: String,
}

pub fn compare() -> Outcome {
    let folder = target_dir()?.join("oracles");
    fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let scripts = root().join("oracles");
    let verdicts = read(&scripts.join("verdicts.csv"))?;

    run(cargo().args(["build", "--workspace", "--bin", "xingge"]))?;
    let xingge = target_dir()?.join("debug/xingge");
    let ours = capture(Command::new(&xingge).args(["calendar", "--from", FIRST, "--to", LAST]))?;
    let ours = days(&ours)?;

    // What needs no network comes first.
    let mut faults = vectors(&xingge, &folder)?;
    faults += shared_sets(&ours, &verdicts)?;

    let python = install(&folder)?;
    let theirs = capture(
        Command::new("node")
            .arg(scripts.join("days.cjs"))
            .env("NODE_PATH", folder.join("node_modules")),
    )?;
    faults += report("chinese-days", &ours, &theirs, &verdicts)?;
    let theirs = capture(Command::new(&python).arg(scripts.join("days.py")))?;
    faults += report(PYTHON, &ours, &theirs, &verdicts)?;
    faults += race(&folder, &python, &scripts, &ours, &verdicts)?;
    if faults == 0 {
        Ok(())
    } else {
        Err(format!("{faults} faults: see the lines above"))
    }
}

/// Asks the program every vector of the specification; gives the number of wrong answers.
fn vectors(xingge: &Path, folder: &Path) -> Outcome<usize> {
    let text = read(&root().join(VECTORS))?;
    let rows: Vec<(&str, &str, &str)> = sections(&text)?;
    let questions = folder.join("questions.txt");
    let asked: String = rows.iter().map(|(_, question, _)| format!("{question}\n")).collect();
    fs::write(&questions, asked).map_err(|e| format!("{}: {e}", questions.display()))?;
    let input = fs::File::open(&questions).map_err(|e| format!("{}: {e}", questions.display()))?;
    let said = capture(Command::new(xingge).args(["deadline", "--stdin"]).stdin(input))?;
    let answers: Vec<&str> = said.lines().collect();
    if answers.len() != rows.len() {
        return Err(format!("{} answers to {} questions", answers.len(), rows.len()));
    }
    let mut counts: Vec<(&str, usize, usize)> = Vec::new();
    for ((section, question, expected), found) in rows.iter().zip(answers) {
        if counts.last().is_none_or(|count| count.0 != *section) {
            counts.push((section, 0, 0));
        }
        if let Some(count) = counts.last_mut() {
            count.1 += usize::from(found == *expected);
            count.2 += 1;
        }
        if found != *expected {
            eprintln!("  {question}: {found} instead of {expected}");
        }
    }
    for (section, right, of) in &counts {
        eprintln!("vectors: {right} of {of} right: {section}");
    }
    Ok(counts.iter().map(|(_, right, of)| of - right).sum())
}

/// The rows of the vectors' file: section, question, answer.
fn sections(text: &str) -> Outcome<Vec<(&str, &str, &str)>> {
    let (mut section, mut rows) = ("", Vec::new());
    for line in text.lines() {
        if let Some(title) = line.strip_prefix("# ") {
            section = title;
        } else {
            let (question, answer) = line.split_once(" = ").ok_or_else(|| format!("not a vector: {line}"))?;
            rows.push((section, question, answer));
        }
    }
    Ok(rows)
}

/// The data sets that lie beside the checkout where it was made; elsewhere they are skipped.
fn shared_sets(ours: &[Day<'_>], verdicts: &str) -> Outcome<usize> {
    let file = root().join(SHARED_DAYS);
    if !file.is_file() {
        eprintln!("skipped: no {SHARED_DAYS} beside the checkout");
        return Ok(0);
    }
    let table = read(&file)?;
    let names = table.lines().next().unwrap_or_default().split(',').skip(2);
    let mut faults = 0;
    for (column, name) in names.enumerate() {
        let (first, theirs) = one_set(&table, column + 2);
        let from = ours.iter().position(|day| day.date == first);
        let from = from.ok_or_else(|| format!("{name}: no day of ours is {first:?}"))?;
        faults += report(&name.replace('_', "-"), &ours[from..], &theirs, verdicts)?;
    }
    Ok(faults)
}

/// The first day a set knows, and its days up to the last of ours, as the scripts print them.
fn one_set(table: &str, column: usize) -> (&str, String) {
    let known: Vec<(&str, &str)> = table
        .lines()
        .skip(1)
        .filter_map(|line| Some((line.split(',').next()?, line.split(',').nth(column)?)))
        .filter(|(date, word)| !word.is_empty() && *date <= LAST)
        .collect();
    let lines = known.iter().map(|(date, word)| format!("{date}\t{word}\n")).collect();
    (known.first().map_or("", |day| day.0), lines)
}

/// Installs both oracles below `folder`; gives the Python that has one.
fn install(folder: &Path) -> Outcome<PathBuf> {
    let python = folder.join("venv/bin/python");
    if !python.is_file() {
        run(Command::new("python3").args(["-m", "venv"]).arg(folder.join("venv")))?;
    }
    run(Command::new(&python).args(["-m", "pip", "install", "--quiet", CHINESECALENDAR]))?;
    run(Command::new("npm")
        .args(["install", "--no-save", "--no-audit", "--no-fund", "--prefix"])
        .arg(folder)
        .arg(CHINESE_DAYS))?;
    Ok(python)
}

fn days(text: &str) -> Outcome<Vec<Day<'_>>> {
    let day = |line| -> Option<Day<'_>> {
        let mut fields = str::split(line, '\t');
        let (date, kind) = (fields.next()?, fields.next()?);
        let why: Vec<&str> = fields.filter(|field| !field.is_empty()).collect();
        Some(Day {
            date,
            works: matches!(kind, "workday" | "makeup"),
            why: format!("{kind} {}", why.join(" ")).trim_end().to_owned(),
        })
    };
    text.lines()
        .map(|line| day(line).ok_or_else(|| format!("not a day: {line}")))
        .collect()
}

/// Names every day that differs; gives the number of those without a verdict, and of verdicts without a day.
fn report(oracle: &str, ours: &[Day<'_>], theirs: &str, verdicts: &str) -> Outcome<usize> {
    let (lines, faults) = differences(oracle, ours, theirs, verdicts)?;
    eprintln!("{oracle}: {} days compared, {} differ", ours.len(), lines.len());
    for line in lines {
        eprintln!("  {line}");
    }
    Ok(faults)
}

fn differences(oracle: &str, ours: &[Day<'_>], theirs: &str, verdicts: &str) -> Outcome<(Vec<String>, usize)> {
    let theirs: Vec<(&str, bool)> = theirs
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .map(|(date, word)| (date, word == "work"))
        .collect();
    if theirs.len() != ours.len() || ours.iter().zip(&theirs).any(|(our, their)| our.date != their.0) {
        return Err(format!(
            "{oracle} speaks of other days: {} against {}",
            theirs.len(),
            ours.len()
        ));
    }
    let mut known = known(oracle, verdicts)?;
    let (mut lines, mut faults) = (Vec::new(), 0);
    for (our, (date, works)) in ours.iter().zip(theirs) {
        if our.works == works {
            continue;
        }
        let their = if works { "work" } else { "off" };
        let place = known.iter().position(|verdict| verdict.0 == date);
        let verdict = place.map(|place| known.remove(place));
        let judged = match verdict {
            Some((_, right, authority)) if (right == "work") == our.works => format!("ours is right: {authority}"),
            _ => {
                faults += 1;
                "NO VERDICT for ours".to_owned()
            }
        };
        lines.push(format!("{date}: ours {}; {oracle} {their}; {judged}", our.why));
    }
    for (date, ..) in known {
        faults += 1;
        lines.push(format!("{date}: a verdict, but no difference any longer"));
    }
    Ok((lines, faults))
}

/// The verdicts on an oracle's days: date, what is right, and who says so.
fn known<'a>(oracle: &str, verdicts: &'a str) -> Outcome<Vec<(&'a str, &'a str, &'a str)>> {
    let mut known = Vec::new();
    for line in verdicts.lines().skip(1) {
        let fields: Vec<&str> = line.splitn(4, ',').collect();
        let [date, of, right, authority] = fields[..] else {
            return Err(format!("not a verdict: {line}"));
        };
        if of == oracle {
            known.push((date, right, authority));
        }
    }
    Ok(known)
}

/// Random limits from random dates, by the library and by a loop over the Python package. Gives the answers that
/// differ for no judged day, and one fault more when ours is not a hundred times as fast.
fn race(folder: &Path, python: &Path, scripts: &Path, ours: &[Day<'_>], verdicts: &str) -> Outcome<usize> {
    let questions = folder.join("race.txt");
    let dates = random(20_261_125, QUESTIONS, ours.len().saturating_sub(MARGIN));
    let limits = random(7, QUESTIONS, LONGEST);
    let text: String = dates
        .zip(limits)
        .map(|(day, limit)| format!("{} {}\n", ours[day].date, limit + 1))
        .collect();
    fs::write(&questions, &text).map_err(|e| format!("{}: {e}", questions.display()))?;

    run(cargo().args(["build", "--release", "-p", "workday", "--example", "due"]))?;
    let example = target_dir()?.join("release/examples/due");
    let (our_answers, our_rate) = timed(Command::new(example).arg(&questions))?;
    let (their_answers, their_rate) = timed(Command::new(python).arg(scripts.join("due.py")).arg(&questions))?;
    let judged: Vec<&str> = known(PYTHON, verdicts)?.iter().map(|verdict| verdict.0).collect();
    let (differ, open) = unlike(&text, &our_answers, &their_answers, &judged)?;
    let ratio = our_rate / their_rate;
    eprintln!(
        "race: {QUESTIONS} deadlines of 1 to {LONGEST} workdays, {differ} differ, {open} of them over no day with a verdict; \
         one core {:.2} M/s, the loop {:.4} M/s, ratio {ratio:.0}",
        our_rate / 1e6,
        their_rate / 1e6,
    );
    Ok(open + usize::from(ratio < 100.0))
}

/// How many answers differ, and how many of them without a judged day between question and answer.
fn unlike(questions: &str, ours: &str, theirs: &str, judged: &[&str]) -> Outcome<(usize, usize)> {
    let (asked, our, their) = (questions.lines(), ours.lines(), theirs.lines());
    if our.clone().count() != asked.clone().count() || their.clone().count() != asked.clone().count() {
        return Err("not as many answers as questions".to_owned());
    }
    let (mut differ, mut open) = (0, 0);
    for ((question, our), their) in asked.zip(our).zip(their) {
        if our == their {
            continue;
        }
        differ += 1;
        // Dates as text are in the order of time; a question begins with its date.
        let over = |day: &&str| question < *day && *day <= our.max(their);
        open += usize::from(!judged.iter().any(over));
    }
    Ok((differ, open))
}

/// Runs a program that answers on its standard output and tells its rate on the standard error.
fn timed(command: &mut Command) -> Outcome<(String, f64)> {
    let shown = format!("{command:?}");
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|e| format!("cannot run {shown}: {e}"))?;
    let said = String::from_utf8_lossy(&output.stderr);
    let rate = said.trim().parse().map_err(|_| format!("{shown}: {}", said.trim()))?;
    let answers = String::from_utf8(output.stdout).map_err(|e| format!("{shown}: {e}"))?;
    Ok((answers, rate))
}

/// Numbers below `end`, the same in every run.
fn random(seed: u64, count: usize, end: usize) -> impl Iterator<Item = usize> {
    let mut state = seed;
    (0..count).map(move |_| {
        // Knuth's MMIX constants; the high bits are the good ones.
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % end.max(1)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: &str = "2005-12-30\tworkday\t\t\n2005-12-31\tmakeup\t元旦\t国办发明电〔2005〕35号\n";
    const VERDICTS: &str = "date,oracle,right,authority\n2005-12-31,one,work,第35号，12月31日上班\n";

    fn found(oracle: &str, theirs: &str) -> (Vec<String>, usize) {
        differences(oracle, &days(OURS).unwrap(), theirs, VERDICTS).unwrap()
    }

    #[test]
    fn a_difference_with_a_verdict_is_named_and_no_fault() {
        let (lines, faults) = found("one", "2005-12-30\twork\n2005-12-31\toff\n");
        let line = "2005-12-31: ours makeup 元旦 国办发明电〔2005〕35号; one off; ours is right: 第35号，12月31日上班";
        assert_eq!((lines, faults), (vec![line.to_owned()], 0));
    }

    #[test]
    fn a_difference_without_a_verdict_is_a_fault() {
        let (lines, faults) = found("two", "2005-12-30\toff\n2005-12-31\twork\n");
        assert!(faults == 1 && lines[0].contains("NO VERDICT"), "{lines:?}");
    }

    #[test]
    fn a_verdict_without_a_difference_is_a_fault() {
        let (lines, faults) = found("one", "2005-12-30\twork\n2005-12-31\twork\n");
        assert_eq!((lines.len(), faults), (1, 1));
    }

    #[test]
    fn vectors_stand_under_their_sections() {
        let text = "# What this is\n# Days\n2026-02-13 5wd = 2026-02-27\n# Hours\n2026-02-13 2wh = 2026-02-13T10:00\n";
        let rows = [
            ("Days", "2026-02-13 5wd", "2026-02-27"),
            ("Hours", "2026-02-13 2wh", "2026-02-13T10:00"),
        ];
        assert_eq!(sections(text).unwrap(), rows);
        assert!(sections("2026-02-13 5wd").is_err());
    }

    #[test]
    fn an_answer_may_differ_over_a_judged_day_only() {
        let (asked, ours) = ("2005-12-30 1\n2006-01-04 1\n", "2005-12-31\n2006-01-05\n");
        let judged = ["2005-12-31"];
        assert_eq!(unlike(asked, ours, ours, &judged), Ok((0, 0)));
        assert_eq!(unlike(asked, ours, "2006-01-04\n2006-01-05\n", &judged), Ok((1, 0)));
        assert_eq!(unlike(asked, ours, "2005-12-31\n2006-01-06\n", &judged), Ok((1, 1)));
        assert!(unlike(asked, ours, "2005-12-31\n", &judged).is_err());
    }

    #[test]
    fn a_set_begins_where_it_knows_something() {
        let table = "date,weekday,one,two\n2006-12-31,日,,off\n2007-01-01,一,off,off\n2027-01-01,五,off,off\n";
        assert_eq!(one_set(table, 2), ("2007-01-01", "2007-01-01\toff\n".to_owned()));
        assert_eq!(one_set(table, 3).0, "2006-12-31");
        assert_eq!(one_set(table, 9), ("", String::new()));
    }

    #[test]
    fn other_days_are_an_error() {
        assert!(differences("one", &days(OURS).unwrap(), "2005-12-30\twork\n", VERDICTS).is_err());
        assert!(days("2005-12-30").is_err());
    }
}
