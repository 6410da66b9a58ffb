//! Passwords: Argon2id, a few at a time, never on the request thread.

use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, PasswordHash, Version};
use tokio::sync::Semaphore;

/// Two at a time: each takes 19 MiB and tens of milliseconds.
static HASHERS: Semaphore = Semaphore::const_new(2);

/// The shortest password that is taken.
pub const SHORTEST: usize = 10;

fn argon() -> Argon2<'static> {
    // OWASP's first choice: 19 MiB, two passes, one lane.
    let params = Params::new(19 * 1024, 2, 1, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// The stored form of a password; `None` when the machine has no memory or randomness for it.
pub async fn hash(password: String) -> Option<String> {
    let _permit = HASHERS.acquire().await.ok()?;
    tokio::task::spawn_blocking(move || {
        argon()
            .hash_password(password.as_bytes())
            .ok()
            .map(|hash| hash.to_string())
    })
    .await
    .ok()?
}

/// Whether a password fits its stored form. Takes as long for an unknown account, given any form.
pub async fn fits(password: String, stored: String) -> bool {
    let Ok(_permit) = HASHERS.acquire().await else {
        return false;
    };
    tokio::task::spawn_blocking(move || {
        PasswordHash::new(&stored).is_ok_and(|hash| argon().verify_password(password.as_bytes(), &hash).is_ok())
    })
    .await
    .unwrap_or(false)
}
