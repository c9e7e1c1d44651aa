//! Reading: entries by place, the head, attachments, proofs. None of it touches the writer.

use std::time::Duration;

use tokio::sync::MutexGuard;

use crate::Journal;
use crate::attachment::Attachment;
use crate::checkpoint::Checkpoint;
use crate::entry::{Digest, Entry, Head, Seq, read_attached};
use crate::failure::Failure;
use crate::link::{Link, Row, Value};
use crate::readers::Reader;
use crate::statements::{self as sql, Statement};
use crate::store::Store;
use crate::tail::{head_of, span};
use crate::tree::{Span, consistency_spans, empty_root, inclusion_spans};
use crate::writer::Writer;

/// Most rows held in memory at once.
pub(crate) const ROWS_MAX: u64 = 4096;
/// Bytes of bodies held in memory at once, about.
const BYTES: usize = 8 * 1024 * 1024;

/// How many rows to ask for, so that large bodies do not fill the memory.
pub(crate) struct Pace {
    rows: u64,
}

impl Pace {
    /// Begins with few.
    pub(crate) fn new() -> Pace {
        Pace { rows: 256 }
    }

    /// How many to ask for now.
    pub(crate) fn rows(&self) -> u64 {
        self.rows
    }

    /// Learns from how many bytes the last ones had.
    pub(crate) fn learn(&mut self, bytes: usize) {
        if bytes < BYTES / 2 {
            self.rows = (self.rows * 2).min(ROWS_MAX);
        } else if bytes > BYTES {
            self.rows = (self.rows / 2).max(1);
        }
    }

    /// Asks for one at a time from now on, if it did not do so already. False if it did.
    pub(crate) fn slow(&mut self) -> bool {
        let slowed = self.rows > 1;
        self.rows = 1;
        slowed
    }
}

/// A connection to read with: one of several, or the only one there is.
pub(crate) enum Reading<'a> {
    /// One of several.
    Own(Reader),
    /// The writer's: a journal in memory has no other.
    Only(MutexGuard<'a, Writer>),
}

impl Reading<'_> {
    /// The connection.
    pub(crate) async fn link(&mut self) -> Result<&mut Link, Failure> {
        match self {
            Reading::Own(reader) => Ok(reader.link()),
            Reading::Only(writer) => writer.ready().await,
        }
    }

    /// Does not let it go back: it is broken, or no longer what it was.
    pub(crate) fn spoil(&mut self) {
        if let Reading::Own(reader) = self {
            reader.set_fit(false);
        }
    }

    /// Starts to read one state. In memory nobody writes while the only connection is ours.
    pub(crate) async fn begin(&mut self) -> Result<&mut Link, Failure> {
        if let Reading::Own(reader) = self {
            reader.set_fit(false);
            reader.link().begin_reading().await?;
        }
        self.link().await
    }

    /// Ends what `begin` began. Without it the connection is closed.
    pub(crate) async fn end(mut self) {
        if let Reading::Own(reader) = &mut self
            && reader.link().plain("ROLLBACK").await.is_ok()
        {
            reader.set_fit(true);
        }
    }
}

impl Journal {
    /// Which database keeps the journal, and of which version: `SQLite 3.51.3`.
    pub async fn database(&self) -> Result<String, Failure> {
        let (name, version) = match &self.store {
            Store::Sqlite(_) => ("SQLite", &crate::sqlite::VERSION),
            Store::Postgres(_) => ("PostgreSQL", &crate::postgres::VERSION),
        };
        let rows = self.rows(version, &[]).await?;
        let text = rows.first().map_or(Ok(""), |row| row.text(0))?;
        Ok(format!("{name} {text}"))
    }

    /// The last entry's place and the digest of all.
    pub async fn head(&self) -> Result<Head, Failure> {
        let rows = self.rows(&sql::HEAD, &[]).await?;
        let row = rows.first();
        let row = row.ok_or_else(|| Failure::broken("the table `head` is empty"))?;
        let (head, _, _) = head_of(row)?;
        self.saw(head.seq);
        Ok(head)
    }

    /// Up to `limit` entries after a place, in order.
    pub async fn read_after(&self, seq: Seq, limit: usize) -> Result<Vec<Entry>, Failure> {
        let mut entries: Vec<Entry> = Vec::new();
        let mut pace = Pace::new();
        let mut after = seq;
        while entries.len() < limit {
            let wanted = (limit - entries.len()) as u64;
            let values = [after.into(), wanted.min(pace.rows()).into()];
            let rows = self.rows(&sql::ENTRIES_AFTER, &values).await?;
            if rows.is_empty() {
                break;
            }
            let mut bytes = 0;
            for row in &rows {
                let entry = entry_of(row)?;
                go_on(&mut after, entry.seq)?;
                bytes += entry.body.len();
                entries.push(entry);
            }
            pace.learn(bytes);
        }
        Ok(entries)
    }

    /// The entries at some places, in the order asked; a place beyond the head gives none.
    pub async fn read(&self, seqs: &[Seq]) -> Result<Vec<Entry>, Failure> {
        let mut entries = Vec::with_capacity(seqs.len());
        for &seq in seqs {
            let rows = self.rows(&sql::ENTRY, &[seq.into()]).await?;
            entries.extend(rows.first().map(entry_of).transpose()?);
        }
        Ok(entries)
    }

    /// The last entry, in the order of the journal, that happened at or before an instant; 0 if
    /// none did. Clocks jump, so an entry before it may be later.
    pub async fn entry_at(&self, micros: i64) -> Result<Seq, Failure> {
        let rows = self.rows(&sql::ENTRY_AT, &[micros.into()]).await?;
        rows.first().map_or(Ok(0), |row| row.count(0))
    }

    /// An attachment; none if it is not there or was erased.
    ///
    /// Errors: what is stored is not what was.
    pub async fn attachment(&self, digest: &Digest) -> Result<Option<Attachment>, Failure> {
        let rows = self.rows(&sql::ATTACHMENT, &[digest.into()]).await?;
        let Some(attachment) = rows.first().map(attachment_of).transpose()?.flatten() else {
            return Ok(None);
        };
        if !attachment.is_whole() {
            return Err(Failure::broken(format!("attachment {digest} was changed")));
        }
        Ok(Some(attachment))
    }

    /// The last checkpoint.
    pub async fn last_checkpoint(&self) -> Result<Option<Checkpoint>, Failure> {
        let rows = self.rows(&sql::HEAD, &[]).await?;
        match rows.first().map(head_of).transpose()? {
            Some((_, number @ 1.., _)) => self.checkpoint_numbered(number).await,
            _ => Ok(None),
        }
    }

    /// The checkpoint with a number.
    pub async fn checkpoint_numbered(&self, number: u64) -> Result<Option<Checkpoint>, Failure> {
        let rows = self.rows(&sql::CHECKPOINT, &[number.into()]).await?;
        let Some(row) = rows.first() else {
            return Ok(None);
        };
        let read = Checkpoint::read(row.text(3)?);
        let read = read.ok_or_else(|| Failure::broken(format!("checkpoint {number}")))?;
        Ok(Some(read))
    }

    /// The root of the tree over the first `size` entries.
    pub async fn root(&self, size: Seq) -> Result<Digest, Failure> {
        if size == 0 {
            return Ok(empty_root());
        }
        let mut reading = self.within(size).await?;
        span(
            reading.link().await?,
            Span {
                begin: 0,
                end: size,
            },
        )
        .await
    }

    /// The proof that an entry is among the first `size`: check it with `tree::includes`, the
    /// leaf's index being one less than the entry's place.
    pub async fn inclusion_proof(&self, seq: Seq, size: Seq) -> Result<Vec<Digest>, Failure> {
        if seq == 0 || seq > size {
            return Err(Failure::unfit(format!("entry {seq} is not among {size}")));
        }
        self.hashes(size, inclusion_spans(seq - 1, size)).await
    }

    /// The proof that the first `from` entries are the beginning of the first `to`: check it with
    /// `tree::is_consistent`.
    pub async fn consistency_proof(&self, from: Seq, to: Seq) -> Result<Vec<Digest>, Failure> {
        if from > to {
            return Err(Failure::unfit(format!("{from} entries are more than {to}")));
        }
        self.hashes(to, consistency_spans(from, to)).await
    }

    /// Waits until the journal reaches beyond a place, or the time is over. Returns the last entry.
    pub async fn wait_after(&self, seq: Seq, timeout: Duration) -> Result<Seq, Failure> {
        let deadline = tokio::time::Instant::now() + timeout;
        let mut seen = self.seen.subscribe();
        let heard = self.heard();
        loop {
            let told = heard.notified();
            match self.head().await {
                Ok(head) if head.seq > seq => return Ok(head.seq),
                // What is away comes back, or the time is over.
                Ok(_) => {}
                Err(failure) if failure.passes() => {}
                Err(failure) => return Err(failure),
            }
            let now = tokio::time::Instant::now();
            if now >= deadline {
                return Ok(*seen.borrow());
            }
            // Whatever wakes us, the database is asked again: it is the truth, the rest are hints.
            tokio::select! {
                _ = seen.wait_for(|head| *head > seq) => {}
                () = told => {}
                () = tokio::time::sleep_until((now + POLL).min(deadline)) => {}
            }
        }
    }

    /// A connection to read with.
    pub(crate) async fn reading(&self) -> Result<Reading<'_>, Failure> {
        if self.store.is_memory() {
            return Ok(Reading::Only(self.writer.lock().await));
        }
        self.readers.lend().await.map(Reading::Own)
    }

    /// Runs a statement that reads. What was found broken is replaced, a few times.
    pub(crate) async fn rows(
        &self,
        statement: &Statement,
        values: &[Value<'_>],
    ) -> Result<Vec<Row>, Failure> {
        let mut pauses = PAUSES.into_iter();
        loop {
            let failure = match self.rows_once(statement, values).await {
                Ok(rows) => return Ok(rows),
                Err(failure) => failure,
            };
            let Some(pause) = pauses.next().filter(|_| failure.passes()) else {
                return Err(failure);
            };
            tokio::time::sleep(pause).await;
        }
    }

    async fn rows_once(
        &self,
        statement: &Statement,
        values: &[Value<'_>],
    ) -> Result<Vec<Row>, Failure> {
        let mut reading = self.reading().await?;
        let read = reading.link().await?.rows(statement, values).await;
        if read.is_err() {
            // Where one is broken the others may be too.
            reading.spoil();
            self.readers.forget();
        }
        read
    }

    /// A connection, once it is known that the journal has that many entries.
    async fn within(&self, size: Seq) -> Result<Reading<'_>, Failure> {
        let head = self.head().await?;
        if size > head.seq {
            let text = format!("{size} is beyond the last entry, {}", head.seq);
            return Err(Failure::Unfit { text });
        }
        self.reading().await
    }

    async fn hashes(&self, size: Seq, spans: Vec<Span>) -> Result<Vec<Digest>, Failure> {
        let mut reading = self.within(size).await?;
        let link = reading.link().await?;
        let mut hashes = Vec::with_capacity(spans.len());
        for one in spans {
            hashes.push(span(link, one).await?);
        }
        Ok(hashes)
    }
}

/// Pauses between attempts to read: a reader is told soon that the database is away.
const PAUSES: [Duration; 3] = [
    Duration::ZERO,
    Duration::from_millis(100),
    Duration::from_millis(400),
];
/// How long a change by another process may go unseen.
const POLL: Duration = Duration::from_millis(250);

/// Goes on to the next key of rows that come in order. A damaged index can give them in another
/// one, and whoever asks for those after the last would ask for ever.
pub(crate) fn go_on<T: PartialOrd>(after: &mut T, next: T) -> Result<(), Failure> {
    if next <= *after {
        return Err(Failure::broken("rows are not in their order"));
    }
    *after = next;
    Ok(())
}

/// The entry of a row.
pub(crate) fn entry_of(row: &Row) -> Result<Entry, Failure> {
    let (attaches, erases) = read_attached(row.text(3)?)?;
    Ok(Entry {
        seq: row.count(0)?,
        at_micros: row.number(1)?,
        id: row.text(2)?.to_owned(),
        attaches,
        erases,
        body: row.text(4)?.to_owned(),
        digest: row.digest(5)?,
    })
}

/// The attachment of a row; none if it was erased.
pub(crate) fn attachment_of(row: &Row) -> Result<Option<Attachment>, Failure> {
    let digest = row.digest(0)?;
    let (Some(salt), Some(bytes)) = (row.bytes_or_none(1)?, row.bytes_or_none(2)?) else {
        return Ok(None);
    };
    let salt = salt.try_into();
    Ok(Some(Attachment {
        digest,
        salt: salt.map_err(|_| Failure::broken(format!("attachment {digest} was changed")))?,
        bytes: bytes.to_owned(),
    }))
}
