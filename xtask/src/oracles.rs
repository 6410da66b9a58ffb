//! `cargo xtask oracles`: our calendar against other people's, day by day and by the stopwatch.
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::tools::{Outcome, capture, cargo, read, root, run, target_dir};

const FIRST: &str = "2004-01-01";
const LAST: &str = "2026-12-31";
const CHINESE_DAYS: &str = "chinese-days@1.5.7";
const CHINESECALENDAR: &str = "chinesecalendar==1.11.0";
/// Random deadlines for the ratio.
const QUESTIONS: usize = 200_000;
/// Days before the end of the last year from which a deadline of five workdays could leave it.
const MARGIN: usize = 40;

/// One day of ours: date, kind, and the notice's name and citation.
struct Day<'a> {
    date: &'a str,
    works: bool,
    why: String,
}

pub fn compare() -> Outcome {
    let folder = target_dir()?.join("oracles");
    fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let python = install(&folder)?;
    let scripts = root().join("oracles");

    run(cargo().args(["build", "--workspace", "--bin", "xingge"]))?;
    let xingge = target_dir()?.join("debug/xingge");
    let ours = capture(Command::new(xingge).args(["calendar", "--from", FIRST, "--to", LAST]))?;
    let ours = days(&ours)?;
    let verdicts = read(&scripts.join("verdicts.csv"))?;

    let mut faults = 0;
    let modules = folder.join("node_modules");
    let theirs = capture(
        Command::new("node")
            .arg(scripts.join("days.cjs"))
            .env("NODE_PATH", modules),
    )?;
    faults += report("chinese-days", &ours, &theirs, &verdicts)?;
    let theirs = capture(Command::new(&python).arg(scripts.join("days.py")))?;
    faults += report("chinesecalendar", &ours, &theirs, &verdicts)?;
    faults += race(&folder, &python, &scripts, &ours)?;
    if faults == 0 {
        Ok(())
    } else {
        Err(format!(
            "{faults} differences without a verdict, or verdicts without a difference"
        ))
    }
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
    let mut known: Vec<(&str, &str, &str)> = Vec::new();
    for line in verdicts.lines().skip(1) {
        let fields: Vec<&str> = line.splitn(4, ',').collect();
        let [date, of, right, authority] = fields[..] else {
            return Err(format!("not a verdict: {line}"));
        };
        if of == oracle {
            known.push((date, right, authority));
        }
    }
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

/// Five workdays from random dates, by the library and by a loop over the Python package; gives the answers that differ.
fn race(folder: &Path, python: &Path, scripts: &Path, ours: &[Day<'_>]) -> Outcome<usize> {
    let dates = folder.join("dates.txt");
    let last = ours.len().saturating_sub(MARGIN);
    let text: String = random(QUESTIONS, last).map(|n| format!("{}\n", ours[n].date)).collect();
    fs::write(&dates, text).map_err(|e| format!("{}: {e}", dates.display()))?;

    run(cargo().args(["build", "--release", "-p", "workday", "--example", "due"]))?;
    let example = target_dir()?.join("release/examples/due");
    let (our_answers, our_rate) = timed(Command::new(example).arg(&dates))?;
    let (their_answers, their_rate) = timed(Command::new(python).arg(scripts.join("due.py")).arg(&dates))?;
    let differ = our_answers
        .lines()
        .zip(their_answers.lines())
        .filter(|(our, their)| our != their)
        .count();
    let missing = our_answers.lines().count().abs_diff(their_answers.lines().count());
    eprintln!(
        "{QUESTIONS} deadlines of 5wd: {differ} differ; ours {:.2} M/s, the loop {:.3} M/s, ratio {:.0}",
        our_rate / 1e6,
        their_rate / 1e6,
        our_rate / their_rate
    );
    Ok(differ + missing)
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
fn random(count: usize, end: usize) -> impl Iterator<Item = usize> {
    let mut state: u64 = 20_261_125;
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
    fn other_days_are_an_error() {
        assert!(differences("one", &days(OURS).unwrap(), "2005-12-30\twork\n", VERDICTS).is_err());
        assert!(days("2005-12-30").is_err());
    }
}
