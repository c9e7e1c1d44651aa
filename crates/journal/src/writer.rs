//! The one connection that writes. It knows the journal's end, trusts a connection only as long as
//! every answer was clear, and after an unclear one looks what is there before it says anything.

use std::time::Duration;

use tokio::time::Instant;

use crate::batch::{Batch, Growth};
use crate::checkpoint::Checkpoint;
use crate::entry::{Digest, Seq};
use crate::failure::Failure;
use crate::link::{Link, Value};
use crate::note::SigningKey;
use crate::reserve::Reserve;
use crate::sqlite::Role;
use crate::statements as sql;
use crate::store::Store;
use crate::tail::{Tail, read_head};
use crate::{postgres, sqlite};

/// SQLite's log is moved into the file when about this much was written to it.
const LOG_BYTES: u64 = 8 * 1024 * 1024;
/// Most bytes of bodies in one statement.
const STATEMENT_BYTES: usize = 8 * 1024 * 1024;
/// First and longest pause before a database that is away is asked again.
const PAUSE: (Duration, Duration) = (Duration::from_millis(50), Duration::from_secs(2));

/// How often a head that others move is run after.
const RACES: usize = 20;

/// The connection that writes, and what it knows.
pub(crate) struct Writer {
    /// Where it leads.
    pub store: Store,
    /// The name that checkpoints carry.
    pub origin: String,
    /// The key that signs them, if there is one.
    pub signer: Option<SigningKey>,
    /// Room kept for the worst day; SQLite only.
    pub reserve: Option<Reserve>,
    /// How long to go on trying; none for SQLite, where waiting mends nothing.
    pub patience: Option<Duration>,
    link: Option<Link>,
    /// The last connection that was not to be trusted.
    given_up: Option<Link>,
    tail: Option<Tail>,
    /// A transaction was begun and its end was not seen.
    open: bool,
    /// A write failed in a way that leaves the file in doubt.
    suspect: bool,
    /// Bytes written to SQLite's log since it was last moved into the file.
    logged: u64,
}

/// Whether an append may use the room kept for the worst day.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Urgency {
    /// It may not.
    Ordinary,
    /// It may.
    Urgent,
}

impl Writer {
    /// Takes over a fresh connection.
    pub(crate) fn new(store: Store, origin: String, link: Link) -> Writer {
        Writer {
            store,
            origin,
            signer: None,
            reserve: None,
            patience: None,
            link: Some(link),
            given_up: None,
            tail: None,
            open: false,
            suspect: false,
            logged: 0,
        }
    }

    /// The connection, made anew where the last one cannot be trusted.
    pub(crate) async fn ready(&mut self) -> Result<&mut Link, Failure> {
        if self.open && !self.store.is_memory() {
            self.distrust();
        }
        if let Some(old @ Link::Sqlite(_)) = self.given_up.take() {
            // A connection that closes in its own time could still hold a lock on the file.
            old.close().await;
        }
        if self.link.is_none() {
            self.tail = None;
            let mut link = self.store.connect(Role::Writer).await?;
            if self.suspect && matches!(link, Link::Sqlite(_)) {
                sqlite::settle(&mut link).await?;
            }
            self.link = Some(link);
        }
        let link = self.link.as_mut().expect("it was made above");
        if self.open {
            // In memory the connection is the journal: it cannot be made anew, only cleared.
            let _ = link.plain("ROLLBACK").await;
            self.tail = None;
        }
        self.open = false;
        self.suspect = false;
        Ok(link)
    }

    /// Closes the connection and waits until it is closed. What is in memory only stays.
    pub(crate) async fn close(&mut self) {
        if self.store.is_memory() {
            return;
        }
        self.tail = None;
        for link in [self.given_up.take(), self.link.take()]
            .into_iter()
            .flatten()
        {
            link.close().await;
        }
    }

    /// The journal's end as this connection last saw it.
    pub(crate) fn tail(&self) -> Option<&Tail> {
        self.tail.as_ref()
    }

    /// Appends a batch, or finds that it was appended already.
    pub(crate) async fn append(
        &mut self,
        batch: &mut Batch,
        urgency: Urgency,
    ) -> Result<(), Failure> {
        if urgency == Urgency::Ordinary
            && let Some(reserve) = &mut self.reserve
        {
            reserve.restore()?;
        }
        let until = self.patience.map(|patience| Instant::now() + patience);
        let mut pause = PAUSE.0;
        loop {
            let Err(failure) = self.attempt(batch).await else {
                return Ok(());
            };
            if failure.is_refusal() {
                return Err(failure);
            }
            if matches!(failure, Failure::Full) {
                // The room is given up only for what takes it at once: others write here too.
                let urgent = urgency == Urgency::Urgent;
                if urgent && self.reserve.as_mut().is_some_and(Reserve::release) {
                    continue;
                }
                return Err(failure);
            }
            if self.store.is_memory() {
                return Err(failure);
            }
            self.distrust();
            match until {
                Some(until) if failure.passes() && Instant::now() < until => {
                    tokio::time::sleep(pause).await;
                    pause = (pause * 2).min(PAUSE.1);
                }
                _ if self.is_there(batch).await.unwrap_or(false) => return Ok(()),
                _ => return Err(failure),
            }
        }
    }

    /// Makes a checkpoint if there are entries beyond the last one.
    pub(crate) async fn checkpoint(
        &mut self,
        key: &SigningKey,
        at_micros: i64,
    ) -> Result<Option<Checkpoint>, Failure> {
        for _ in 0..RACES {
            let link = self.ready().await?;
            let tail = Tail::read(link).await?;
            if tail.head.seq <= tail.reach.size {
                self.tail = Some(tail);
                return Ok(None);
            }
            let tree = (tail.head.seq, tail.frontier.root());
            let made = Checkpoint::signed(key, tail.reach, &self.origin, tree, at_micros);
            let mut after = tail.clone();
            after.reach = made.reach();
            let growth = Growth {
                tail: after,
                subtrees: Vec::new(),
                checkpoint: Some(made),
            };
            let written = self.transact(&tail, None, &growth).await;
            if !self.concluded(written).await? {
                continue;
            }
            self.tail = Some(growth.tail);
            return Ok(growth.checkpoint);
        }
        Err(raced())
    }

    /// Starts a transaction that writes more than a batch.
    pub(crate) async fn begin(&mut self) -> Result<&mut Link, Failure> {
        self.ready().await?;
        self.tail = None;
        self.open = true;
        let link = self.link.as_mut().expect("`ready` made it");
        link.begin().await?;
        Ok(link)
    }

    /// Ends what `begin` began. Without it nothing is written.
    pub(crate) async fn commit(&mut self) -> Result<(), Failure> {
        let link = self.link.as_mut().expect("`begin` needed it");
        link.plain("COMMIT").await?;
        self.open = false;
        self.tail = Some(Tail::read(link).await?);
        if matches!(link, Link::Sqlite(_)) && !self.store.is_memory() {
            sqlite::checkpoint(link).await?;
        }
        Ok(())
    }

    /// Runs one statement by itself.
    pub(crate) async fn execute(
        &mut self,
        statement: &sql::Statement,
        values: &[Value<'_>],
    ) -> Result<u64, Failure> {
        let mut pause = PAUSE.0;
        loop {
            let failure = match self.execute_once(statement, values).await {
                Ok(rows) => return Ok(rows),
                Err(failure) => failure,
            };
            // A server that was started anew has cut the connection. To do any of these twice
            // changes no more than to do it once.
            if self.patience.is_none() || !failure.passes() || pause > PAUSE.1 {
                return Err(failure);
            }
            tokio::time::sleep(pause).await;
            pause *= 4;
        }
    }

    async fn execute_once(
        &mut self,
        statement: &sql::Statement,
        values: &[Value<'_>],
    ) -> Result<u64, Failure> {
        let done = self.ready().await?.execute(statement, values).await;
        if let Err(failure) = &done
            && !failure.is_refusal()
            && !matches!(failure, Failure::Full)
        {
            self.distrust();
        }
        done
    }

    /// Tries once. Success means that the database said so after COMMIT.
    async fn attempt(&mut self, batch: &mut Batch) -> Result<(), Failure> {
        for _ in 0..RACES {
            self.ready().await?;
            let link = self.link.as_mut().expect("`ready` made it");
            if self.tail.as_ref().map(|tail| tail.head.seq) != Some(batch.expected) {
                self.tail = Some(Tail::read(link).await?);
            }
            let tail = self.tail.clone().expect("it was read above");
            if tail.head.seq != batch.expected {
                if tail.head.seq > batch.expected && self.is_there(batch).await? {
                    return Ok(());
                }
                let found = tail.head.seq;
                return Err(Failure::HeadMoved { found });
            }
            if batch.entries.is_empty() {
                // The cached end may be old; who appends nothing asks for the truth.
                let (head, _) = read_head(link).await?;
                return match head.seq == batch.expected {
                    true => Ok(()),
                    false => Err(Failure::HeadMoved { found: head.seq }),
                };
            }
            batch.chain(tail.head.digest);
            let sign = self.signer.as_ref().map(|key| (key, self.origin.as_str()));
            let growth = batch.growth(&tail, sign);
            let written = self.transact(&tail, Some(batch), &growth).await;
            if !self.concluded(written).await? {
                continue;
            }
            self.tail = Some(growth.tail);
            self.aftermath(batch).await;
            return Ok(());
        }
        Err(raced())
    }

    /// Writes everything in one transaction. False: someone else moved the head.
    async fn transact(
        &mut self,
        before: &Tail,
        batch: Option<&Batch>,
        growth: &Growth,
    ) -> Result<bool, Failure> {
        self.open = true;
        let link = self.link.as_mut().expect("`ready` made it");
        link.begin().await?;
        let (head, reach) = (growth.tail.head, growth.tail.reach);
        let values = [
            head.seq.into(),
            (&head.digest).into(),
            reach.number.into(),
            (&reach.hash).into(),
            before.head.seq.into(),
            (&before.head.digest).into(),
            before.reach.number.into(),
        ];
        if link.execute(&sql::MOVE_HEAD, &values).await? == 0 {
            return Ok(false);
        }
        if let Some(batch) = batch {
            write_entries(link, batch).await?;
        }
        for (place, hash) in &growth.subtrees {
            let values = [
                i64::from(place.level).into(),
                place.position.into(),
                hash.into(),
            ];
            link.execute(&sql::ADD_TREE, &values).await?;
        }
        if let Some(made) = &growth.checkpoint {
            let values = [
                made.number.into(),
                made.size.into(),
                made.at_micros.into(),
                made.note.as_str().into(),
            ];
            link.execute(&sql::ADD_CHECKPOINT, &values).await?;
        }
        link.plain("COMMIT").await?;
        self.open = false;
        Ok(true)
    }

    /// Ends what `transact` began. True: it is written; false: someone else moved the head.
    async fn concluded(&mut self, written: Result<bool, Failure>) -> Result<bool, Failure> {
        if matches!(written, Ok(true)) {
            return written;
        }
        let clear = match &written {
            Ok(_) | Err(Failure::Full) => true,
            Err(failure) => failure.is_refusal(),
        };
        let link = self.link.as_mut().expect("`ready` made it");
        let ended = match clear {
            true => link.plain("ROLLBACK").await,
            // What is in doubt stays marked as open, so that nobody goes on with the connection.
            false => return written,
        };
        // SQLite has ended the transaction itself when the disk was full.
        if ended.is_ok() || matches!(written, Err(Failure::Full)) {
            self.open = false;
        }
        if written.is_ok() {
            self.tail = None;
        }
        written
    }

    /// Gives up a connection after an answer that was not clear.
    fn distrust(&mut self) {
        if self.store.is_memory() {
            self.open = true;
            return;
        }
        self.given_up = self.link.take();
        self.tail = None;
        self.open = false;
        self.suspect = true;
    }

    /// Whether a batch is in the journal already, every entry as it would be written now.
    async fn is_there(&mut self, batch: &mut Batch) -> Result<bool, Failure> {
        let link = self.ready().await?;
        let Some(first) = batch.entries.first() else {
            return Ok(false);
        };
        let row = link
            .row(&sql::ENTRY_BY_ID, &[first.id.as_str().into()])
            .await?;
        if row.map(|row| row.count(0)).transpose()? != Some(first.seq) {
            return Ok(false);
        }
        let Some(previous) = digest_at(link, batch.expected).await? else {
            return Ok(false);
        };
        batch.chain(previous);
        let head = batch.head().expect("a batch with a first entry has a last");
        let link = self.ready().await?;
        Ok(digest_at(link, head.seq).await? == Some(head.digest))
    }

    /// What follows a write and may fail without harm: the log is kept short, erased bytes leave
    /// the log too, others are told.
    async fn aftermath(&mut self, batch: &Batch) {
        if self.store.is_memory() {
            return;
        }
        let erased = batch.entries.iter().any(|entry| !entry.erases.is_empty());
        self.logged += batch.weight();
        let link = self.link.as_mut().expect("`ready` made it");
        let done = match link {
            Link::Sqlite(_) if erased => sqlite::settle(link).await,
            Link::Sqlite(_) if self.logged > LOG_BYTES => sqlite::checkpoint(link).await,
            Link::Sqlite(_) => return,
            Link::Postgres(_) if erased => match link.plain("VACUUM attachment").await {
                Ok(()) => postgres::tell(link).await,
                failed => failed,
            },
            Link::Postgres(_) => postgres::tell(link).await,
        };
        match done {
            Ok(()) => self.logged = 0,
            Err(Failure::Away { .. }) if self.store.is_file() => {}
            Err(Failure::Full) => {}
            // The entries are kept, the log is as it was; only the connection may not be trusted.
            Err(_) => {
                self.distrust();
                let _ = self.ready().await;
            }
        }
    }
}

/// The digest of an entry; that of nothing at place 0.
async fn digest_at(link: &mut Link, seq: Seq) -> Result<Option<Digest>, Failure> {
    if seq == 0 {
        return Ok(Some(Digest::ZERO));
    }
    let row = link.row(&sql::ENTRY_DIGEST, &[seq.into()]).await?;
    row.map(|row| row.digest(0)).transpose()
}

/// Writes a batch's attachments and entries, and erases what they erase.
async fn write_entries(link: &mut Link, batch: &Batch) -> Result<(), Failure> {
    for one in &batch.attachments {
        write_attachment(link, &one.digest, Some((&one.salt, &one.bytes))).await?;
    }
    for digest in batch.attached_before() {
        if link
            .rows(&sql::HAS_ATTACHMENT, &[(&digest).into()])
            .await?
            .is_empty()
        {
            return Err(Failure::unfit(format!("there is no attachment {digest}")));
        }
    }
    write_rows(link, &batch.rows()).await?;
    for digest in batch.entries.iter().flat_map(|entry| &entry.erases) {
        if link
            .execute(&sql::ERASE_ATTACHMENT, &[digest.into()])
            .await?
            == 0
        {
            return Err(Failure::unfit(format!("there is no attachment {digest}")));
        }
    }
    Ok(())
}

/// An entry as its row holds it.
#[derive(Clone, Copy)]
pub(crate) struct EntryRow<'a> {
    /// Its place.
    pub seq: Seq,
    /// When it happened.
    pub at_micros: i64,
    /// Its id.
    pub id: &'a str,
    /// What it says of attachments.
    pub attached: &'a str,
    /// What happened.
    pub body: &'a str,
    /// The digest of all entries up to it.
    pub digest: &'a Digest,
}

/// Writes entries in as few statements as they take.
pub(crate) async fn write_rows(link: &mut Link, all: &[EntryRow<'_>]) -> Result<(), Failure> {
    let mut left = all;
    while !left.is_empty() {
        let fits = |rows: usize| {
            let bytes = |row: &EntryRow<'_>| row.body.len();
            rows <= left.len() && left[..rows].iter().map(bytes).sum::<usize>() <= STATEMENT_BYTES
        };
        let mut choices = sql::add_entries().iter();
        let chosen = choices.find(|(rows, _)| *rows == 1 || fits(*rows));
        let (rows, statement) = chosen.expect("one of the statements takes one row");
        let (now, later) = left.split_at(*rows);
        let mut values: Vec<Value<'_>> = Vec::with_capacity(rows * 6);
        for row in now {
            let row: [Value<'_>; 6] = [
                row.seq.into(),
                row.at_micros.into(),
                row.id.into(),
                row.attached.into(),
                row.body.into(),
                row.digest.into(),
            ];
            values.extend(row);
        }
        link.execute(statement, &values).await?;
        left = later;
    }
    Ok(())
}

/// Writes an attachment, or what is left of one that was erased.
pub(crate) async fn write_attachment(
    link: &mut Link,
    digest: &Digest,
    kept: Option<(&[u8], &[u8])>,
) -> Result<(), Failure> {
    let (salt, bytes) = kept.unzip();
    let values = [digest.into(), salt.into(), bytes.into()];
    link.execute(&sql::ADD_ATTACHMENT, &values)
        .await
        .map(|_| ())
}

/// A head that others move faster than we can follow.
fn raced() -> Failure {
    Failure::Away {
        source: "others append without pause".into(),
    }
}
