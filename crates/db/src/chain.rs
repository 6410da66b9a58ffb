//! History that shows if anybody touched it: every entry carries the SM3 of itself and the one before.
//!
//! The hash covers a digest of the words, not the words: those may have to go later, and the entry is proven all the same.

use kernel::{Moment, Street};
use sm3::{Digest, Sm3};
use uuid::Uuid;

use crate::engine::Error;
use crate::sql::{Insert, Sql};
use crate::values;
use crate::writer::Tx;

/// The chains of a street.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chain {
    /// What happened to matters.
    Cases,
    /// What happened in the office: sign-ins, posts, exports, reveals.
    Office,
    /// What happened to households.
    People,
}

impl Chain {
    /// The name under which the head is kept.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Cases => "cases",
            Self::Office => "office",
            Self::People => "people",
        }
    }

    const fn table(self) -> &'static str {
        match self {
            Self::Cases => "case_events",
            Self::Office => "office_events",
            Self::People => "people_events",
        }
    }
}

/// Where a chain ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    pub seq: i64,
    pub hash: Vec<u8>,
}

/// One entry: about what, when, in which words.
#[derive(Clone, Debug)]
pub struct Link {
    pub about: Uuid,
    pub about_seq: i64,
    pub at: Moment,
    pub action: String,
    pub body: String,
}

/// An entry as it is stored.
#[derive(Clone, Debug)]
pub struct Entry {
    pub seq: i64,
    pub link: Link,
    /// Of the body as it was first written.
    pub digest: Vec<u8>,
    pub hash: Vec<u8>,
}

/// What the chain keeps of a body.
#[must_use]
pub fn body_digest(body: &str) -> Vec<u8> {
    Sm3::digest(body.as_bytes()).to_vec()
}

/// The hash of an entry: SM3 over the hash before, the position, and the content with the body as its digest.
#[must_use]
pub fn link_hash(street: Street, before: &[u8], seq: i64, link: &Link, digest: &[u8]) -> Vec<u8> {
    let mut hash = Sm3::new();
    hash.update(before);
    hash.update(street.0.to_be_bytes());
    hash.update(seq.to_be_bytes());
    hash.update(link.about.as_bytes());
    hash.update(link.about_seq.to_be_bytes());
    hash.update(link.at.0.to_be_bytes());
    hash.update((link.action.len() as u64).to_be_bytes());
    hash.update(link.action.as_bytes());
    hash.update(digest);
    hash.finalize().to_vec()
}

/// The end of a chain, locked until the transaction ends.
///
/// # Errors
/// The database's failure.
pub async fn head(tx: &Tx, street: Street, chain: Chain) -> Result<Head, Error> {
    let lock = tx.engine().for_update();
    let sql = format!("SELECT seq, hash FROM chain_heads WHERE street = $1 AND chain = $2{lock}");
    match tx.row(&sql, values![street.0, chain.key()]).await? {
        Some(row) => Ok(Head {
            seq: row.get("seq")?,
            hash: row.get("hash")?,
        }),
        None => Ok(Head {
            seq: 0,
            hash: Vec::new(),
        }),
    }
}

/// Appends entries and moves the head.
///
/// # Errors
/// The database's failure.
pub async fn append(tx: &Tx, street: Street, chain: Chain, links: &[Link]) -> Result<(), Error> {
    append_many(tx, street, chain, links.iter().cloned()).await
}

/// The same for a stream of entries, as a bulk load makes them.
///
/// # Errors
/// The database's failure.
pub async fn append_many(
    tx: &Tx,
    street: Street,
    chain: Chain,
    links: impl IntoIterator<Item = Link> + Send,
) -> Result<(), Error> {
    let mut end = head(tx, street, chain).await?;
    let first = end.seq == 0;
    let mut insert = Insert::into(
        chain.table(),
        "street, seq, about, about_seq, at, action, body, digest, hash",
    );
    for link in links {
        end.seq += 1;
        let digest = body_digest(&link.body);
        end.hash = link_hash(street, &end.hash, end.seq, &link, &digest);
        insert.row(values![
            street.0,
            end.seq,
            link.about,
            link.about_seq,
            link.at.0,
            link.action,
            link.body,
            digest,
            end.hash.clone()
        ]);
    }
    if insert.is_empty() {
        return Ok(());
    }
    tx.insert_later(insert);
    let values = values![street.0, chain.key(), end.seq, end.hash];
    if first {
        // Two first entries meet at the key and the second runs again.
        tx.later(
            "INSERT INTO chain_heads (street, chain, seq, hash) VALUES ($1, $2, $3, $4)",
            values,
        );
    } else {
        tx.later(
            "UPDATE chain_heads SET seq = $3, hash = $4 WHERE street = $1 AND chain = $2",
            values,
        );
    }
    Ok(())
}

/// A stretch of a chain.
///
/// # Errors
/// The database's failure.
pub async fn read_chain(
    db: &impl Sql,
    street: Street,
    chain: Chain,
    after: i64,
    most: i64,
) -> Result<Vec<Entry>, Error> {
    let sql = format!(
        "SELECT seq, about, about_seq, at, action, body, digest, hash FROM {} WHERE street = $1 AND seq > $2 ORDER BY seq LIMIT $3",
        chain.table()
    );
    db.rows(&sql, values![street.0, after, most])
        .await?
        .into_iter()
        .map(|row| {
            let link = Link {
                about: row.get("about")?,
                about_seq: row.get("about_seq")?,
                at: Moment(row.get("at")?),
                action: row.get("action")?,
                body: row.get("body")?,
            };
            Ok(Entry {
                seq: row.get("seq")?,
                link,
                digest: row.get("digest")?,
                hash: row.get("hash")?,
            })
        })
        .collect()
}
