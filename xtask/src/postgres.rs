//! A private PostgreSQL cluster for one run of the tests, gone again however the run ends.
use std::fs;
use std::net::TcpListener;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::tools::{Outcome, capture, is_root, read, succeeds, target_dir};

/// Waits for the end of its input, which comes when the run ends or is killed, then stops the server and
/// removes the folder. The stop command is given as arguments behind the folder.
const STOPPER: &str = r#"read -r _; "$@" >/dev/null 2>&1; code=$?; rm -rf "$0"; exit $code"#;

pub struct Cluster {
    url: String,
    stopper: Child,
}

impl Cluster {
    pub fn start() -> Outcome<Self> {
        let programs = programs().ok_or("no initdb below /usr/lib/postgresql")?;
        let user = server_user();
        let home = make_home(user)?;
        let data = home.join("data");
        let log = home.join("log");
        let as_user = |program: &str| as_user(user, &programs.join(program));
        // From here on something watches over the folder.
        let mut stop = as_user("pg_ctl");
        stop.args(["stop", "-m", "immediate", "-D"]).arg(&data);
        let stopper = Command::new("sh")
            .args(["-c", STOPPER])
            .arg(&home)
            .arg(stop.get_program())
            .args(stop.get_args())
            .current_dir("/")
            .process_group(0)
            .stdin(Stdio::piped())
            .spawn()
            .map_err(|e| format!("cannot run sh: {e}"))?;
        let port = free_port()?;
        let url = format!("postgres://xingge@127.0.0.1:{port}/postgres?sslmode=disable");
        let cluster = Self { url, stopper };
        // With a C locale, lower() and trigrams know ASCII only.
        capture(
            as_user("initdb")
                .args([
                    "--username=xingge",
                    "--auth=trust",
                    "--encoding=UTF8",
                    "--locale=C.UTF-8",
                ])
                .args(["--no-sync", "-D"])
                .arg(&data),
        )?;
        let options = format!(
            "-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off \
             -c synchronous_commit=off -c full_page_writes=off"
        );
        let started = as_user("pg_ctl")
            .args(["start", "-w", "-s", "-o", &options, "-D"])
            .arg(&data)
            .arg("-l")
            .arg(&log)
            .stdout(Stdio::null())
            .status();
        if !started.is_ok_and(|status| status.success()) {
            return Err(format!("PostgreSQL did not start: {}", read(&log).unwrap_or_default()));
        }
        Ok(cluster)
    }

    /// Where the tests connect; a superuser who may create databases.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Stop now, and say whether it went well; dropping the cluster stops it without a word.
    pub fn stop(mut self) -> Outcome {
        self.end_input();
        let status = self.stopper.wait().map_err(|e| format!("PostgreSQL: {e}"))?;
        if status.success() {
            Ok(())
        } else {
            Err("pg_ctl could not stop PostgreSQL".to_owned())
        }
    }

    fn end_input(&mut self) {
        drop(self.stopper.stdin.take());
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.end_input();
        let _ = self.stopper.wait();
    }
}

/// The newest server's programs, where Debian puts them (outside the path).
pub fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?;
    versions
        .filter_map(|entry| entry.ok().map(|entry| entry.path().join("bin")))
        .filter(|bin| bin.join("initdb").is_file())
        .max_by_key(|bin| version_of(bin))
}

/// `15` of `/usr/lib/postgresql/15/bin`.
fn version_of(bin: &Path) -> Option<u32> {
    bin.parent()?.file_name()?.to_str()?.parse().ok()
}

/// PostgreSQL refuses to run as root; anyone else runs it as themselves.
fn server_user() -> Option<&'static str> {
    if !is_root() {
        return None;
    }
    let packaged = succeeds(Command::new("id").arg("postgres"));
    Some(if packaged { "postgres" } else { "nobody" })
}

fn as_user(user: Option<&str>, program: &Path) -> Command {
    let mut command = match user {
        None => Command::new(program),
        Some(user) => {
            let mut command = Command::new("runuser");
            command.args(["-u", user, "--"]).arg(program);
            command
        }
    };
    // A folder the server's user may not enter would make it complain.
    command.current_dir("/");
    command
}

/// A new folder of the server's user: below cargo's output, or, where that user cannot reach it (a checkout
/// in root's home), in the system's folder for temporary files.
fn make_home(user: Option<&str>) -> Outcome<PathBuf> {
    let pid = std::process::id();
    let below_target = target_dir()?.join("pg").join(pid.to_string());
    let elsewhere = std::env::temp_dir().join(format!("xingge-pg-{pid}"));
    for home in [below_target, elsewhere] {
        let explain = |e| format!("{}: {e}", home.display());
        fs::create_dir_all(home.parent().unwrap_or(&home)).map_err(explain)?;
        fs::create_dir(&home).map_err(explain)?;
        if let Some(user) = user {
            capture(Command::new("chown").arg(user).arg(&home))?;
        }
        if succeeds(as_user(user, Path::new("test")).arg("-w").arg(&home)) {
            return Ok(home);
        }
        fs::remove_dir(&home).map_err(explain)?;
    }
    Err("no folder that the database server's user can write to".to_owned())
}

fn free_port() -> Outcome<u16> {
    TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(|e| format!("no free port on loopback: {e}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_as_numbers() {
        let bin = |version: &str| PathBuf::from(format!("/usr/lib/postgresql/{version}/bin"));
        assert!(version_of(&bin("15")) > version_of(&bin("9")));
        assert_eq!(version_of(&bin("odd")), None);
    }
}
