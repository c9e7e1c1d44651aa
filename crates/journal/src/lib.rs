//! How we remember: opaque entries in order, chained and covered by a Merkle tree, in SQLite or
//! PostgreSQL. Read `entry`, then `writer`. What an entry means is known above, never here.

#![allow(clippy::disallowed_methods)] // how long a database may be away is measured

pub mod attachment;
pub mod backup;
mod batch;
pub mod checkpoint;
pub mod credential;
pub mod entry;
pub mod failure;
pub mod copy;
pub mod dump;
mod link;
mod listen;
pub mod note;
pub mod options;
mod postgres;
mod read;
mod readers;
mod reserve;
pub mod session;
mod sqlite;
mod statements;
mod store;
mod tail;
pub mod tree;
pub mod verify;
mod writer;

use std::sync::{Arc, Mutex as Lock, PoisonError};

use tokio::sync::{Mutex, Notify, watch};

use attachment::Attachment;
use batch::Batch;
use checkpoint::{Checkpoint, Reach};
use entry::{Draft, Entry, Head, Seq};
use failure::Failure;
use listen::Listening;
use note::SigningKey;
use options::Options;
use readers::Readers;
use reserve::Reserve;
use store::Store;
use tail::read_head;
use writer::{Urgency, Writer};

/// A journal that is open. One is enough for a process; it is shared by reference.
pub struct Journal {
    store: Store,
    options: Options,
    origin: Lock<String>,
    writer: Mutex<Writer>,
    readers: Readers,
    seen: watch::Sender<Seq>,
    reach: Lock<Reach>,
    listening: Lock<Option<Listening>>,
}

/// An address may hold a password: a trace shows which journal it is, never where.
impl std::fmt::Debug for Journal {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Journal({})", self.origin())
    }
}

impl Journal {
    /// Opens a journal: `sqlite:FILE`, made when missing; `sqlite::memory:`; `postgres://…`, made
    /// in an empty database.
    ///
    /// Errors: something else is there; it is from the future; it cannot be reached.
    pub async fn open(url: &str, options: &Options) -> Result<Journal, Failure> {
        let store = Store::of(url, options)?;
        let (mut link, origin) = store.open(options).await?;
        let (head, reach) = match read_head(&mut link).await {
            // A damaged journal opens all the same: what is left of it can be read and verified.
            Err(Failure::Broken { .. }) => (Head::EMPTY, Reach::NONE),
            read => read?,
        };
        let mut writer = Writer::new(store.clone(), origin.clone(), link);
        match &store {
            Store::Sqlite(file) => {
                let kept = options.reserve && !options.read_only && options.vfs.is_none();
                writer.reserve = file.path.as_deref().filter(|_| kept).map(Reserve::keep);
            }
            Store::Postgres(_) => writer.patience = Some(options.patience),
        }
        Ok(Journal {
            readers: Readers::new(store.clone()),
            store,
            options: options.clone(),
            origin: Lock::new(origin),
            writer: Mutex::new(writer),
            seen: watch::Sender::new(head.seq),
            reach: Lock::new(reach),
            listening: Lock::new(None),
        })
    }

    /// Closes every connection that nobody uses now and waits until it is closed: then the file can
    /// be copied or moved. Whoever uses the journal again opens it again.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.lock().await.close().await;
    }

    /// The journal's own name, which its checkpoints carry and its signing key should.
    pub fn origin(&self) -> String {
        self.origin
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Signs a checkpoint within the append that makes it due by its hundred entries. Those due by
    /// time are asked for with `checkpoint`.
    pub async fn sign_with(&self, key: SigningKey) {
        self.writer.lock().await.signer = Some(key);
    }

    /// Appends entries after `expected`, all or none, and returns them once they are safely kept.
    /// The same call again returns the same entries and changes nothing.
    ///
    /// Errors: `HeadMoved` if the last entry is another; `Unfit` for what cannot be kept; the rest
    /// is the world's.
    pub async fn append(
        &self,
        expected: Seq,
        drafts: Vec<Draft>,
        attachments: Vec<Attachment>,
    ) -> Result<Vec<Entry>, Failure> {
        self.write(expected, drafts, attachments, Urgency::Ordinary)
            .await
    }

    /// Appends like `append`, and on a full disk into the room kept for what cannot wait.
    pub async fn append_urgent(
        &self,
        expected: Seq,
        drafts: Vec<Draft>,
        attachments: Vec<Attachment>,
    ) -> Result<Vec<Entry>, Failure> {
        self.write(expected, drafts, attachments, Urgency::Urgent)
            .await
    }

    /// Makes and signs a checkpoint, if there are entries beyond the last one.
    pub async fn checkpoint(
        &self,
        key: &SigningKey,
        at_micros: i64,
    ) -> Result<Option<Checkpoint>, Failure> {
        if self.options.read_only {
            return Err(Failure::ReadOnly);
        }
        let mut writer = self.writer.lock().await;
        let made = writer.checkpoint(key, at_micros).await?;
        self.note_tail(&writer);
        Ok(made)
    }

    /// Whether a checkpoint is due, by what this process knows of the journal.
    pub fn checkpoint_due(&self, now_micros: i64) -> bool {
        checkpoint::checkpoint_due(self.reach(), *self.seen.borrow(), now_micros)
    }

    /// How far the checkpoints reach, by what this process knows: also those that an append made.
    /// Whoever delivers them elsewhere reads on from the last number delivered.
    pub fn reach(&self) -> Reach {
        *self.reach.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn write(
        &self,
        expected: Seq,
        drafts: Vec<Draft>,
        attachments: Vec<Attachment>,
        urgency: Urgency,
    ) -> Result<Vec<Entry>, Failure> {
        if self.options.read_only {
            return Err(Failure::ReadOnly);
        }
        let mut batch = Batch::new(expected, drafts, attachments)?;
        let mut writer = self.writer.lock().await;
        let done = writer.append(&mut batch, urgency).await;
        if let Err(Failure::HeadMoved { found }) = &done {
            self.saw(*found);
        }
        done?;
        self.note_tail(&writer);
        Ok(batch.entries)
    }

    /// Remembers what the writer knows, for those who wait.
    fn note_tail(&self, writer: &Writer) {
        if let Some(tail) = writer.tail() {
            *self.reach.lock().unwrap_or_else(PoisonError::into_inner) = tail.reach;
            self.saw(tail.head.seq);
        }
    }

    /// Takes the name of the journal that was copied into this one.
    fn set_origin(&self, origin: String) {
        *self.origin.lock().unwrap_or_else(PoisonError::into_inner) = origin;
    }

    /// Remembers how far the journal is known to reach.
    fn saw(&self, seq: Seq) {
        self.seen.send_if_modified(|seen| {
            let moved = seq > *seen;
            *seen = seq.max(*seen);
            moved
        });
    }

    /// What wakes whoever waits for others: on PostgreSQL, their word that they appended.
    fn heard(&self) -> Arc<Notify> {
        let Store::Postgres(database) = &self.store else {
            return Arc::default();
        };
        let mut listening = self
            .listening
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        listening
            .get_or_insert_with(|| Listening::start(&database.url))
            .heard()
    }
}

#[cfg(test)]
#[path = "../tests/it/databases.rs"]
mod databases;
