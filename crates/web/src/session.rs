//! Sessions: a random token in a cookie, its SM3 in the table, and what the person may do right now.

use std::collections::{BTreeSet, HashMap};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use db::Engine;
use kernel::{AccountId, Actor, AreaCode, Desk, Moment, Permission, PostId, Role, Scope, StandIn, Street, UnitKey};
use sm3::{Digest, Sm3};

/// Idle for this long, a session is over (等保: idle timeout).
const IDLE_MS: i64 = 8 * 3_600_000;
/// However busy, it ends after this long.
const ABSOLUTE_MS: i64 = 72 * 3_600_000;

/// A post as held today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    pub id: PostId,
    pub role: Role,
    /// The office's own name for the role.
    pub role_name: String,
    pub title: String,
    pub area: Option<AreaCode>,
    pub unit: Option<UnitKey>,
    pub permissions: Vec<Permission>,
    /// The holder, on leave, in whose place somebody sits here.
    pub for_name: Option<String>,
}

/// The desks somebody in this role sits at.
#[must_use]
pub fn desks_of(role: Role, area: Option<AreaCode>, unit: Option<&UnitKey>) -> Vec<Desk> {
    match (role, area, unit) {
        (Role::GridHead | Role::GridWorker, Some(area), _) => vec![Desk::Grid(area)],
        (Role::CommunityClerk, Some(area), _) => vec![Desk::Community(area)],
        (Role::CommunityInspector, Some(area), _) => vec![Desk::Inspection(area)],
        (Role::Dispatcher, ..) => vec![Desk::Centre],
        (Role::Leader, ..) => vec![Desk::Leader],
        (Role::UnitClerk, _, Some(unit)) => vec![Desk::Unit(unit.clone())],
        _ => Vec::new(),
    }
}

impl Post {
    /// The desks somebody at this post sits at.
    #[must_use]
    pub fn desks(&self) -> Vec<Desk> {
        desks_of(self.role, self.area, self.unit.as_ref())
    }

    /// The title as people read it: `网格员`, or `网格员（代 王小明）`.
    #[must_use]
    pub fn shown_title(&self) -> String {
        match &self.for_name {
            Some(name) => format!("{}（代 {name}）", self.title),
            None => self.title.clone(),
        }
    }

    /// The area seen whole from this post; nobody sees cases by virtue of administering.
    #[must_use]
    pub fn view(&self, street: Street) -> Option<AreaCode> {
        match self.role {
            Role::GridHead | Role::GridWorker | Role::Supervisor | Role::CommunityClerk | Role::CommunityInspector => {
                self.area
            }
            Role::Dispatcher | Role::Leader => Some(AreaCode(street.0 * 1_000_000)),
            _ => None,
        }
    }
}

/// What a session stands for.
#[derive(Clone, Debug)]
pub struct Session {
    pub account: AccountId,
    pub name: String,
    /// The own posts first, then those of colleagues on leave.
    pub posts: Vec<Post>,
    pub created_at: Moment,
    pub seen_at: Moment,
    /// Protects forms: known to the page, not to another site.
    pub csrf: String,
    /// When a holding or a leave begins or ends next; the session is read again then.
    pub good_until: Moment,
}

impl Session {
    #[must_use]
    pub fn is_over(&self, now: Moment) -> bool {
        now.0 - self.seen_at.0 > IDLE_MS || now.0 - self.created_at.0 > ABSOLUTE_MS
    }

    #[must_use]
    pub fn actor(&self) -> Actor {
        let first = self.posts.first();
        let own = || self.posts.iter().filter(|post| post.for_name.is_none());
        let own_desks: Vec<Desk> = own().flat_map(Post::desks).collect();
        let own_permissions: BTreeSet<Permission> = own().flat_map(|post| post.permissions.iter().copied()).collect();
        let stand_ins = self.posts.iter().filter_map(|post| {
            let name = post.for_name.clone()?;
            let desks = post.desks().into_iter().filter(|desk| !own_desks.contains(desk));
            let permissions = post.permissions.iter().copied();
            Some(StandIn {
                title: post.title.clone(),
                name,
                desks: desks.collect(),
                permissions: permissions.filter(|p| !own_permissions.contains(p)).collect(),
            })
        });
        Actor {
            account: Some(self.account),
            name: self.name.clone(),
            title: first.map(|post| post.title.clone()).unwrap_or_default(),
            on_behalf: first.and_then(|post| post.for_name.clone()),
            desks: self.posts.iter().flat_map(Post::desks).collect(),
            permissions: self
                .posts
                .iter()
                .flat_map(|post| post.permissions.iter().copied())
                .collect(),
            stand_ins: stand_ins.collect(),
        }
    }

    #[must_use]
    pub fn scope(&self, street: Street) -> Scope {
        let parties = self
            .posts
            .iter()
            .flat_map(Post::desks)
            .filter(|desk| matches!(desk, Desk::Unit(_)))
            .map(|desk| desk.to_string())
            .chain([self.account.to_string()])
            .collect();
        Scope {
            street,
            areas: self.posts.iter().filter_map(|post| post.view(street)).collect(),
            parties,
        }
    }
}

/// Sessions by the hash of their token, and when each was read.
type Known = HashMap<Vec<u8>, (Arc<Session>, Moment)>;

/// Sessions seen lately. A change of accounts or posts empties it, so that a right taken away is gone at the next request.
pub struct Sessions {
    known: Mutex<Known>,
    /// How long an entry may be trusted. With SQLite this process is the only one; PostgreSQL may serve others too.
    trust_ms: i64,
    version: AtomicU64,
}

impl Sessions {
    #[must_use]
    pub fn for_engine(engine: Engine) -> Self {
        let trust_ms = match engine {
            Engine::Sqlite => 60_000,
            Engine::Postgres => 0,
        };
        Self {
            known: Mutex::default(),
            trust_ms,
            version: AtomicU64::new(0),
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    #[must_use]
    pub fn get(&self, token: &[u8], now: Moment) -> Option<Arc<Session>> {
        let known = self.lock();
        let (session, read_at) = known.get(token)?;
        let fresh = now.0 - read_at.0 < self.trust_ms && now < session.good_until && !session.is_over(now);
        fresh.then(|| session.clone())
    }

    pub fn put(&self, token: Vec<u8>, session: Arc<Session>, now: Moment) {
        let mut known = self.lock();
        // A bound, not a policy: a street has a few hundred people.
        if known.len() > 10_000 {
            known.clear();
        }
        known.insert(token, (session, now));
    }

    /// After any change of accounts, posts or holdings.
    pub fn forget_all(&self) {
        self.version.fetch_add(1, Ordering::SeqCst);
        self.lock().clear();
    }

    /// Grows with every such change.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.version.load(Ordering::SeqCst)
    }

    /// How long something derived from posts may be trusted.
    #[must_use]
    pub const fn trust_ms(&self) -> i64 {
        self.trust_ms
    }
}

/// A new 256-bit token, as hexadecimal digits.
///
/// # Errors
/// When the system has no randomness to give.
pub fn new_token() -> Result<String, getrandom::Error> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes)?;
    Ok(hex(&bytes))
}

/// Sixteen bytes that nobody can guess.
///
/// # Errors
/// When the system has no randomness to give.
pub fn random_bytes() -> Result<[u8; 16], getrandom::Error> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

/// What the table keeps of a token.
#[must_use]
pub fn token_hash(token: &str) -> Vec<u8> {
    Sm3::digest(token.as_bytes()).to_vec()
}

/// The form token of a session, derived so that it need not be stored.
pub(crate) fn csrf_of(token: &str) -> String {
    hex(&Sm3::digest(format!("csrf:{token}").as_bytes())[..16])
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
