//! What the commands share: the checkout's places, running programs, and a list of timed steps.
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

/// The error is the sentence to show; nothing here is handled by kind.
pub type Outcome<T = ()> = Result<T, String>;

/// The checkout. Cargo names the package's folder to what it runs, so a moved checkout stays right.
pub fn root() -> PathBuf {
    let package =
        std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    package.parent().map(Path::to_path_buf).unwrap_or(package)
}

/// The cargo that started us, in the checkout's root.
pub fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    command
}

/// Whether `cargo <tool>` is installed here.
pub fn has_cargo_tool(tool: &str) -> bool {
    succeeds(cargo().args([tool, "--version"]))
}

/// What cargo says of the workspace; `args` go to `cargo metadata`.
pub fn metadata(args: &[&str]) -> Outcome<Value> {
    let text = capture(cargo().args(["metadata", "--format-version", "1"]).args(args))?;
    serde_json::from_str(&text).map_err(|e| format!("cargo metadata: {e}"))
}

/// Cargo's output folder, wherever the environment put it.
pub fn target_dir() -> Outcome<PathBuf> {
    metadata(&["--no-deps"])?["target_directory"]
        .as_str()
        .map(PathBuf::from)
        .ok_or_else(|| "cargo metadata names no target_directory".to_owned())
}

/// Run a program with its output on the terminal.
pub fn run(command: &mut Command) -> Outcome {
    let shown = line(command);
    eprintln!("$ {shown}");
    let status = command.status().map_err(|e| format!("cannot run `{shown}`: {e}"))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("`{shown}` failed ({status})"))
    }
}

/// Run a program and take its standard output.
pub fn capture(command: &mut Command) -> Outcome<String> {
    let shown = line(command);
    let output = command.output().map_err(|e| format!("cannot run `{shown}`: {e}"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!("`{shown}` failed ({}): {}", output.status, said.trim()));
    }
    String::from_utf8(output.stdout).map_err(|e| format!("`{shown}`: {e}"))
}

/// Whether a program can be run and ends well, silently.
pub fn succeeds(command: &mut Command) -> bool {
    command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|s| s.success())
}

pub fn is_root() -> bool {
    capture(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

fn line(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let mut shown = program
        .file_name()
        .unwrap_or(program.as_os_str())
        .to_string_lossy()
        .into_owned();
    for arg in command.get_args() {
        let _ = write!(shown, " {}", arg.to_string_lossy());
    }
    shown
}

pub fn read(path: &Path) -> Outcome<String> {
    fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))
}

/// Every file below `dir`, sorted; folders whose name is in `skip` are not entered. No `dir`, no files.
pub fn files_below(dir: &Path, skip: &[&str]) -> Outcome<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open = vec![dir.to_path_buf()];
    while let Some(dir) = open.pop() {
        if !dir.is_dir() {
            continue;
        }
        let explain = |e: std::io::Error| format!("{}: {e}", dir.display());
        for entry in fs::read_dir(&dir).map_err(explain)? {
            let entry = entry.map_err(explain)?;
            let kind = entry.file_type().map_err(explain)?;
            let skipped = skip.iter().any(|name| entry.file_name() == *name);
            if kind.is_dir() && !skipped {
                open.push(entry.path());
            } else if kind.is_file() {
                found.push(entry.path());
            }
        }
    }
    found.sort();
    Ok(found)
}

/// The one stopwatch of these commands.
pub struct Watch(Instant);

impl Watch {
    #[expect(clippy::disallowed_methods, reason = "a build tool tells how long its steps took")]
    pub fn start() -> Self {
        Self(Instant::now())
    }

    pub fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}

/// Steps of a command, each timed; all are told at the end, and one failure fails the whole.
pub struct Steps {
    watch: Watch,
    rows: Vec<(String, Duration, Ending)>,
}

enum Ending {
    Done,
    Failed(String),
    Skipped(String),
}

impl Steps {
    pub fn start() -> Self {
        Self {
            watch: Watch::start(),
            rows: Vec::new(),
        }
    }

    /// Do one step now. `None` when it failed, so that what needs it can be left out.
    pub fn run<T>(&mut self, name: &str, work: impl FnOnce() -> Outcome<T>) -> Option<T> {
        eprintln!("== {name}");
        let watch = Watch::start();
        let (value, ending) = match work() {
            Ok(value) => (Some(value), Ending::Done),
            Err(message) => {
                eprintln!("{message}");
                (None, Ending::Failed(message))
            }
        };
        self.rows.push((name.to_owned(), watch.elapsed(), ending));
        value
    }

    /// Name a step that cannot be done here, and why.
    pub fn skip(&mut self, name: &str, why: &str) {
        self.rows
            .push((name.to_owned(), Duration::ZERO, Ending::Skipped(why.to_owned())));
    }

    /// Print the summary; an error when a step failed.
    pub fn finish(self) -> Outcome {
        let mut failed = 0;
        eprintln!("== summary");
        for (name, time, ending) in &self.rows {
            let word = match ending {
                Ending::Done => "ok".to_owned(),
                Ending::Skipped(why) => format!("skipped: {why}"),
                Ending::Failed(message) => {
                    failed += 1;
                    format!("FAILED: {}", message.lines().next().unwrap_or_default())
                }
            };
            eprintln!("  {name:<22}{:>9.1} s  {word}", time.as_secs_f64());
        }
        eprintln!("  {:<22}{:>9.1} s", "total", self.watch.elapsed().as_secs_f64());
        if failed == 0 {
            Ok(())
        } else {
            Err(format!("{failed} of {} steps failed", self.rows.len()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_failed_step_fails_the_whole_and_the_rest_still_runs() {
        let mut steps = Steps::start();
        assert_eq!(steps.run("first", || Ok(1)), Some(1));
        assert_eq!(steps.run("second", || Err::<i32, _>("broken".to_owned())), None);
        assert_eq!(steps.run("third", || Ok(3)), Some(3));
        assert_eq!(steps.finish(), Err("1 of 3 steps failed".to_owned()));
    }

    #[test]
    fn skipped_steps_do_not_fail() {
        let mut steps = Steps::start();
        steps.skip("extra", "not installed");
        assert_eq!(steps.finish(), Ok(()));
    }

    #[test]
    fn a_failing_program_is_an_error_that_names_it() {
        let error = run(Command::new("sh").args(["-c", "exit 3"])).unwrap_err();
        assert!(error.contains("sh -c exit 3") && error.contains('3'), "{error}");
        assert!(
            capture(Command::new("sh").args(["-c", "echo why >&2; exit 1"]))
                .unwrap_err()
                .ends_with("why")
        );
        assert!(!succeeds(&mut Command::new("no-such-program-here")));
    }
}
