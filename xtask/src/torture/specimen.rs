//! A journal to be hurt: entries, attachments, erasures, checkpoints, all from a seed; what it was,
//! and its file put back as it was.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context as _;
use journal::Journal;
use journal::attachment::Attachment;
use journal::entry::{Draft, Entry};
use journal::note::{SigningKey, VerifierKey};
use journal::options::Options;
use journal::verify::Report;
use sqlx::{AssertSqlSafe, Connection as _, SqliteConnection};

use crate::seeded::Seeded;

/// The journal and what it was.
pub struct Specimen {
    /// Its entries.
    pub entries: Vec<Entry>,
    /// Its attachments that were not erased.
    pub attachments: Vec<Attachment>,
    /// The key of its checkpoints.
    pub key: VerifierKey,
    /// How many checkpoints it has.
    pub checkpoints: u64,
    /// Its file as it was.
    pub clean: Vec<u8>,
    folder: tempfile::TempDir,
}

impl Specimen {
    /// Makes one with so many entries.
    pub async fn make(count: u64, seed: u64) -> anyhow::Result<Specimen> {
        let folder = tempfile::tempdir()?;
        let url = format!("sqlite:{}", folder.path().join("journal.db").display());
        let journal = Journal::open(&url, &options()).await?;
        let key = SigningKey::from_seed(&journal.origin(), &[3; 32]);
        let mut random = Seeded(seed);
        let (mut entries, mut attachments) = (Vec::new(), Vec::<Attachment>::new());
        while (entries.len() as u64) < count {
            let head = entries.len() as u64;
            let batch = (1 + random.below(60) as u64).min(count - head);
            let mut drafts: Vec<Draft> = (head + 1..=head + batch).map(draft).collect();
            let mut brought = Vec::new();
            // The first two bring something, the third erases one; then as it comes.
            if head == 0 || attachments.len() < 2 || random.one_in(2) {
                let card = Attachment::new(format!("card {head}").into_bytes())?;
                drafts[0].attaches.push(card.digest);
                attachments.push(card.clone());
                brought.push(card);
            } else if let Some(card) = attachments.pop() {
                drafts[0].erases.push(card.digest);
            }
            entries.extend(journal.append(head, drafts, brought).await?);
            if random.one_in(2) || entries.len() as u64 == count {
                journal.checkpoint(&key, 1_000_000 * head as i64).await?;
            }
        }
        let last = journal
            .last_checkpoint()
            .await?
            .context("it has checkpoints")?;
        journal.close().await;
        let clean = std::fs::read(folder.path().join("journal.db"))?;
        Ok(Specimen {
            entries,
            attachments,
            key: key.verifier().clone(),
            checkpoints: last.number,
            clean,
            folder,
        })
    }

    /// Where its file is.
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("journal.db")
    }

    /// Opens it.
    pub async fn open(&self) -> Result<Journal, journal::failure::Failure> {
        Journal::open(&format!("sqlite:{}", self.path().display()), &options()).await
    }

    /// What verifying finds. A journal that cannot even be opened has `None` for a report.
    pub async fn verified(&self) -> Option<Report> {
        let journal = self.open().await.ok()?;
        let report = journal.verify(std::slice::from_ref(&self.key), &[]).await;
        journal.close().await;
        report.ok()
    }

    /// The journal as lines of text.
    pub async fn dumped(&self) -> anyhow::Result<String> {
        let journal = self.open().await?;
        let mut text = String::new();
        let mut line = |line: &str| {
            text.push_str(line);
            Ok(())
        };
        journal.dump(&mut line).await?;
        journal.close().await;
        Ok(text)
    }

    /// Whether the second verifier finds lines of text whole.
    pub fn lines_verified_by_python(&self, text: &str) -> anyhow::Result<bool> {
        let path = self.folder.path().join("journal.jsonl");
        std::fs::write(&path, text)?;
        self.python(&path)
    }

    /// Whether the second verifier, in Python, finds it whole.
    pub fn verified_by_python(&self) -> anyhow::Result<bool> {
        self.python(&self.path())
    }

    fn python(&self, journal: &Path) -> anyhow::Result<bool> {
        let python = std::env::var("MAINSTAY_PYTHON").unwrap_or_else(|_| "python3".to_owned());
        let tool = concat!(env!("CARGO_MANIFEST_DIR"), "/../tools/verify.py");
        let output = Command::new(&python)
            .arg(tool)
            .arg(journal)
            .args(["--key", &self.key.to_string()])
            .output()
            .with_context(|| format!("{python} does not start"))?;
        match output.status.code() {
            Some(0) => Ok(true),
            Some(1) => Ok(false),
            _ => anyhow::bail!("{}", String::from_utf8_lossy(&output.stderr)),
        }
    }

    /// Runs statements on its file, as anyone may who can write it. Returns how many rows changed.
    pub async fn attack(&self, statements: &[String]) -> anyhow::Result<u64> {
        let url = format!("sqlite:{}", self.path().display());
        let mut link = SqliteConnection::connect(&url).await?;
        let mut changed = 0;
        for statement in statements {
            let done = sqlx::raw_sql(AssertSqlSafe(statement.clone()))
                .execute(&mut link)
                .await;
            changed += done.with_context(|| statement.clone())?.rows_affected();
        }
        link.close().await?;
        Ok(changed)
    }

    /// Puts the file back as it was, or as it is to be.
    pub fn put(&self, bytes: &[u8]) -> anyhow::Result<()> {
        for suffix in ["-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{suffix}", self.path().display()));
        }
        Ok(std::fs::write(self.path(), bytes)?)
    }
}

fn options() -> Options {
    Options {
        reserve: false,
        ..Options::default()
    }
}

fn draft(number: u64) -> Draft {
    Draft {
        id: format!("0190a0b0-0000-7000-8000-{number:012}"),
        at_micros: 1_700_000_000_000_000 + number as i64 * 1_000_000,
        attaches: Vec::new(),
        erases: Vec::new(),
        body: format!("{{\"event\":\"filed\",\"number\":{number},\"text\":\"Ærø\\nline\"}}"),
    }
}
