//! A folder and a database for one test, and the program run on them.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};

use db::{Db, Row, Sql, values};

static NUMBER: AtomicU64 = AtomicU64::new(0);

pub struct Scratch {
    pub folder: PathBuf,
    /// The server and the database made for this test.
    postgres: Option<(String, String)>,
}

/// What the program said.
#[derive(Debug)]
pub struct Said {
    pub ok: bool,
    pub text: String,
}

impl Said {
    pub fn last(&self) -> &str {
        self.text.lines().last().unwrap_or_default()
    }

    #[track_caller]
    pub fn has(&self, words: &str) {
        assert!(self.text.contains(words), "no “{words}” in\n{}", self.text);
    }
}

/// Runs a test on SQLite, and on PostgreSQL where `XINGGE_TEST_PG` names a server.
pub async fn both(test: impl AsyncFn(&Scratch)) {
    let server = std::env::var("XINGGE_TEST_PG").ok();
    for server in [None].into_iter().chain(server.map(Some)) {
        let scratch = Scratch::make(server).await;
        test(&scratch).await;
        scratch.remove().await;
    }
}

impl Scratch {
    pub async fn make(server: Option<String>) -> Self {
        let name = format!(
            "imports_{}_{}",
            std::process::id(),
            NUMBER.fetch_add(1, Ordering::SeqCst)
        );
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(&name);
        std::fs::create_dir_all(&folder).unwrap();
        if let Some(server) = &server {
            let admin = Db::open(server).await.unwrap();
            let sql = format!("CREATE DATABASE {name}");
            admin.run(&sql, values![]).await.unwrap();
            admin.close().await;
        }
        Self {
            folder,
            postgres: server.map(|server| (server, name)),
        }
    }

    pub async fn remove(self) {
        if let Some((server, name)) = &self.postgres {
            let admin = Db::open(server).await.unwrap();
            let sql = format!("DROP DATABASE {name} WITH (FORCE)");
            admin.run(&sql, values![]).await.unwrap();
            admin.close().await;
        }
        std::fs::remove_dir_all(&self.folder).unwrap();
    }

    fn address(&self) -> String {
        match &self.postgres {
            Some((server, name)) => named(server, name),
            None => format!("sqlite:{}", self.folder.join("data/xingge.db").display()),
        }
    }

    /// `words` are the command; where the office lies is added.
    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xingge"));
        command.args(words).arg("--data").arg(self.folder.join("data"));
        command.env_remove("XINGGE_DATA").env_remove("XINGGE_DATABASE");
        if self.postgres.is_some() {
            command.arg("--database").arg(self.address());
        }
        command
    }

    pub fn xingge(&self, words: &[&str]) -> Said {
        let Output { status, stdout, .. } = self.command(words).output().unwrap();
        Said {
            ok: status.success(),
            text: String::from_utf8(stdout).unwrap(),
        }
    }

    /// The same, and it must go well.
    #[track_caller]
    pub fn good(&self, words: &[&str]) -> Said {
        let said = self.xingge(words);
        assert!(said.ok, "{words:?}\n{}", said.text);
        said
    }

    pub fn start(&self, words: &[&str]) -> Child {
        let mut command = self.command(words);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().unwrap()
    }

    /// Writes a file into the folder and gives its path.
    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.folder.join(name);
        std::fs::write(&path, content).unwrap();
        path.display().to_string()
    }

    /// A copy of a shared file, so that what comes back beside it comes into the folder.
    pub fn shared(&self, path: &str) -> Option<String> {
        let from = shared(path)?;
        let name = from.file_name().unwrap().to_str().unwrap().to_owned();
        Some(self.file(&name, std::fs::read(&from).unwrap()))
    }

    pub async fn db(&self) -> Db {
        Db::open(&self.address()).await.unwrap()
    }

    pub async fn rows(&self, sql: &str) -> Vec<Row> {
        let db = self.db().await;
        let rows = db.rows(sql, values![]).await.unwrap();
        db.close().await;
        rows
    }

    /// One number.
    pub async fn number(&self, sql: &str) -> i64 {
        let rows = self.rows(sql).await;
        rows[0].get("number").unwrap()
    }

    pub async fn texts(&self, sql: &str) -> Vec<String> {
        let rows = self.rows(sql).await;
        rows.iter().map(|row| row.get("text").unwrap()).collect()
    }

    #[track_caller]
    pub fn holds(&self) {
        self.good(&["verify"]).has("发现问题 0 处");
    }
}

/// The path of a shared file, or nothing (and a line about it) on a machine without the data.
pub fn shared(path: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data")
        .join(path);
    if path.exists() {
        return Some(path);
    }
    eprintln!("skipped: no {}", path.display());
    None
}

/// The same server with another database.
fn named(server: &str, database: &str) -> String {
    let (base, options) = match server.split_once('?') {
        Some((base, options)) => (base, format!("?{options}")),
        None => (server, String::new()),
    };
    let scheme = base.find("://").map_or(0, |at| at + 3);
    let host = base[scheme..].rfind('/').map_or(base, |at| &base[..scheme + at]);
    format!("{host}/{database}{options}")
}
