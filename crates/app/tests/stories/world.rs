//! The world of a story: one engine, a small office, a clock that the story turns, people who come in by the door.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use app::demo::{SEED, build};
use app::open::find_office;
use axum::Router;
use db::{Db, Sql, values};
use kernel::{AreaCode, Level, Moment};
use uuid::Uuid;
use web::Site;

use crate::person::Person;

/// Tuesday 2026-03-10, 09:00: a workday with no holiday near.
pub const MORNING: Moment = Moment(1_773_104_400_000);
/// Closed matters of the past: enough for lists and figures, fast to build.
const HISTORY: usize = 30;

/// Runs a story on SQLite, and on PostgreSQL where `XINGGE_TEST_PG` names a server.
pub async fn both(story: impl AsyncFn(&World)) {
    let server = std::env::var("XINGGE_TEST_PG").ok();
    for server in [None].into_iter().chain(server.map(Some)) {
        let engine = if server.is_some() { "PostgreSQL" } else { "SQLite" };
        eprintln!("on {engine}");
        let home = Home::make(server).await;
        let world = World::open(&home).await;
        story(&world).await;
        world.site.db.close().await;
        drop(world);
        home.remove().await;
    }
}

pub struct World {
    pub site: Arc<Site>,
    /// Where the database is, for commands.
    pub address: String,
    pub router: Router,
    clock: Arc<AtomicI64>,
    signed_in: Mutex<HashMap<String, (Person, Moment)>>,
    points: HashMap<AreaCode, (f64, f64)>,
    grids: Vec<AreaCode>,
}

impl World {
    async fn open(home: &Home) -> Self {
        let db = Db::open(&home.address).await.expect("the engine opens");
        let (street, _) = find_office(&db).await.expect("read").expect("founded");
        let setup = access::load_setup(&db, street).await.expect("set up");
        let town = grid::load_town(&db, street, MORNING).await.expect("town");
        let mut points = HashMap::new();
        let mut grids = Vec::new();
        let areas = grid::store::list_areas(&db, street, MORNING).await.expect("areas");
        for area in areas.iter().filter(|area| area.code.level() == Level::Grid) {
            let ring = &area.rings[0];
            let inside = (1..ring.len()).find_map(|step| {
                let (a, b) = (ring[0], ring[step]);
                let middle = ((a[0] + b[0]) / 2.0, (a[1] + b[1]) / 2.0);
                (town.locate(middle.0, middle.1) == Some(area.code)).then_some(middle)
            });
            points.insert(area.code, inside.expect("a point inside the grid"));
            grids.push(area.code);
        }
        grids.sort_unstable();
        let clock = Arc::new(AtomicI64::new(MORNING.0));
        let (own, counter) = (clock.clone(), AtomicU64::new(1));
        let site = Arc::new(Site::new(
            db,
            street,
            setup,
            town,
            Box::new(move || Moment(own.load(Ordering::SeqCst))),
            Box::new(move || seeded(counter.fetch_add(1, Ordering::SeqCst))),
        ));
        Self {
            router: app::router(site.clone()),
            address: home.address.clone(),
            site,
            clock,
            signed_in: Mutex::default(),
            points,
            grids,
        }
    }

    /// The same office as after a restart: nothing is remembered but what the database has.
    pub async fn restarted(&self) -> Router {
        // Far from the ids that were given before.
        let (old, own, counter) = (&self.site, self.clock.clone(), AtomicU64::new(1 << 40));
        let setup = access::load_setup(&old.db, old.street).await.expect("set up");
        let town = grid::load_town(&old.db, old.street, MORNING).await.expect("town");
        app::router(Arc::new(Site::new(
            old.db.clone(),
            old.street,
            setup,
            town,
            Box::new(move || Moment(own.load(Ordering::SeqCst))),
            Box::new(move || seeded(counter.fetch_add(1, Ordering::SeqCst))),
        )))
    }

    /// Turns the clock on.
    pub fn wait(&self, seconds: i64) {
        self.clock.fetch_add(seconds * 1000, Ordering::SeqCst);
    }

    /// Turns the clock on to nine o'clock some days later.
    pub fn wait_days(&self, days: i64) {
        let day = (self.site.now().0 - MORNING.0) / 86_400_000 + days;
        self.clock.store(MORNING.0 + day * 86_400_000, Ordering::SeqCst);
    }

    /// The code of the grid with this number; number 1 lies in community 1, number 50 in community 8.
    pub fn grid(&self, number: usize) -> AreaCode {
        self.grids[number - 1]
    }

    /// A place in a grid.
    pub fn point(&self, number: usize) -> (f64, f64) {
        self.points[&self.grid(number)]
    }

    /// Somebody without an account.
    pub fn resident(&self) -> Person {
        Person::new(self.router.clone(), None)
    }

    /// Somebody of the office, signed in through the demo's door.
    pub async fn person(&self, login: &str) -> Person {
        let now = self.site.now();
        let known = self.signed_in.lock().expect("lock").get(login).cloned();
        if let Some((person, at)) = known
            && now.seconds_since(at) < 3600
        {
            return person;
        }
        let reply = self
            .resident()
            .post("/login/demo", &[("login", login)])
            .await
            .expect(303);
        let person = Person::new(self.router.clone(), Some(reply.session()));
        self.signed_in
            .lock()
            .expect("lock")
            .insert(login.to_owned(), (person.clone(), now));
        person
    }

    /// One value of the database, for what no page shows.
    pub async fn count(&self, sql: &str) -> i64 {
        let row = self.site.db.row(sql, values![]).await.expect("count");
        row.expect("a row").get("number").expect("a number")
    }
}

/// A version 7 id that is different each time and the same in every run.
fn seeded(number: u64) -> Uuid {
    // The steps of splitmix64; receipt codes are made of these bits.
    let mix = |salt: u64| {
        let mut z = number.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(salt);
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    };
    let mut bytes = [0; 10];
    bytes[..8].copy_from_slice(&mix(1).to_be_bytes());
    bytes[8..].copy_from_slice(&mix(2).to_be_bytes()[..2]);
    let ms = u64::try_from(MORNING.0).expect("after 1970") + number;
    uuid::Builder::from_unix_timestamp_millis(ms, &bytes).into_uuid()
}

/// Where one story's office lives.
struct Home {
    address: String,
    folder: PathBuf,
    /// The server's address and the database's name.
    server: Option<(String, String)>,
}

static HOMES: AtomicU64 = AtomicU64::new(0);

impl Home {
    /// A copy of the office that was built once for this program.
    async fn make(server: Option<String>) -> Self {
        let (mark, number) = (program_mark(), HOMES.fetch_add(1, Ordering::SeqCst));
        let own = format!("story_{mark}_{}_{number}", std::process::id());
        let shared = Path::new(env!("CARGO_TARGET_TMPDIR")).join("stories");
        let folder = shared.join(&own);
        std::fs::create_dir_all(&folder).expect("a folder");
        // Other test processes wait here until the office is built, and take copies one after the other.
        let lock = std::fs::File::create(shared.join("lock")).expect("a lock file");
        lock.lock().expect("the lock");
        let home = match server {
            None => {
                let file = folder.join("xingge.db");
                let template = shared.join(format!("office_{mark}.db"));
                if !template.exists() {
                    forget_old(&shared);
                    let draft = folder.join("draft.db");
                    let db = founded(&format!("sqlite:{}", draft.display())).await;
                    db.copy_to(&template.display().to_string()).await.expect("the copy");
                    db.close().await;
                }
                std::fs::copy(&template, &file).expect("a copy");
                Self {
                    address: format!("sqlite:{}", file.display()),
                    folder,
                    server: None,
                }
            }
            Some(server) => {
                let template = format!("office_{mark}");
                let admin = Db::open(&server).await.expect("the server");
                let known = admin
                    .row(
                        "SELECT 1 AS one FROM pg_database WHERE datname = $1",
                        values![template.as_str()],
                    )
                    .await
                    .expect("the list of databases");
                let run = async |sql: String| admin.run(&sql, values![]).await.expect("the server");
                if known.is_none() {
                    run(format!("CREATE DATABASE draft_{mark}")).await;
                    let db = founded(&named(&server, &format!("draft_{mark}"))).await;
                    db.close().await;
                    run(format!("ALTER DATABASE draft_{mark} RENAME TO {template}")).await;
                }
                run(format!("CREATE DATABASE {own} TEMPLATE {template}")).await;
                admin.close().await;
                Self {
                    address: named(&server, &own),
                    folder,
                    server: Some((server, own)),
                }
            }
        };
        lock.unlock().expect("the lock");
        home
    }

    async fn remove(self) {
        if let Some((server, own)) = &self.server {
            let admin = Db::open(server).await.expect("the server");
            let sql = format!("DROP DATABASE {own} WITH (FORCE)");
            admin.run(&sql, values![]).await.expect("dropped");
            admin.close().await;
        }
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        // A folder left behind is removed with the build.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

async fn founded(address: &str) -> Db {
    let db = Db::open(address).await.expect("a new database");
    build(&db, SEED, MORNING, HISTORY, |_, _| {})
        .await
        .expect("the demo office");
    db
}

/// The same server, another database.
fn named(server: &str, name: &str) -> String {
    let (rest, query) = server.split_once('?').unwrap_or((server, ""));
    let (base, _) = rest.rsplit_once('/').expect("postgres://host/name");
    format!("{base}/{name}?{query}")
}

/// Changes with every build of this program, so that no office of older code is used.
fn program_mark() -> String {
    let program = std::env::current_exe().expect("this program");
    let meta = std::fs::metadata(&program).expect("its file");
    let built = meta.modified().expect("its time");
    let since = built.duration_since(std::time::UNIX_EPOCH).expect("after 1970");
    format!("{:x}_{}", since.as_millis(), meta.len() % 1_000_000)
}

/// Removes the offices of earlier builds.
fn forget_old(shared: &Path) {
    for entry in std::fs::read_dir(shared).expect("the folder").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with("office_") {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}
