//! A journal put aside as one SQLite file with a manifest, while it is being written; and brought
//! back, once the file was found to be what the manifest says and to hold together.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use ring::digest::{Context, SHA256};

use crate::Journal;
use crate::copy::{Credentials, copy};
use crate::entry::{Digest, Seq};
use crate::failure::Failure;
use crate::note::{private_file, write_private};
use crate::options::Options;
use crate::sqlite::{BACK_UP, beside, folder_of};
use crate::store::Store;

/// What a backup is said to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    /// The journal's own name.
    pub origin: String,
    /// How many entries it has.
    pub entries: Seq,
    /// The digest of all of them.
    pub head: Digest,
    /// The root of the tree over them.
    pub root: Digest,
    /// How many bytes the file has.
    pub bytes: u64,
    /// The file's SHA-256.
    pub sha256: Digest,
    /// When it was made, in microseconds since 1970 UTC.
    pub at_micros: i64,
}

/// The first line of every manifest.
const TITLE: &str = "mainstay backup 1";

impl Manifest {
    /// Where the manifest of a backup is.
    pub fn path(backup: &Path) -> PathBuf {
        beside(backup, ".manifest")
    }

    /// Reads the manifest of a backup.
    pub fn open(backup: &Path) -> Result<Manifest, Failure> {
        let path = Manifest::path(backup);
        let text = std::fs::read_to_string(&path).map_err(Failure::file(&path))?;
        Manifest::read(&text).ok_or_else(|| Failure::NoJournal {
            text: format!("{} is not the manifest of a backup", path.display()),
        })
    }

    /// The manifest as it is written: a line for each fact.
    pub fn text(&self) -> String {
        format!(
            "{TITLE}\norigin {}\nentries {}\nhead {}\nroot {}\nbytes {}\nsha256 {}\nat {}\n",
            self.origin,
            self.entries,
            self.head,
            self.root,
            self.bytes,
            self.sha256,
            self.at_micros
        )
    }

    /// Reads what `text` wrote.
    pub fn read(text: &str) -> Option<Manifest> {
        let mut lines = text.lines();
        if lines.next()? != TITLE {
            return None;
        }
        let mut fact = |name: &str| {
            let (found, value) = lines.next()?.split_once(' ')?;
            (found == name).then_some(value)
        };
        Some(Manifest {
            origin: fact("origin")?.to_owned(),
            entries: fact("entries")?.parse().ok()?,
            head: fact("head")?.parse().ok()?,
            root: fact("root")?.parse().ok()?,
            bytes: fact("bytes")?.parse().ok()?,
            sha256: fact("sha256")?.parse().ok()?,
            at_micros: fact("at")?.parse().ok()?,
        })
    }
}

impl Journal {
    /// Puts the journal as it is now into a new file, credentials included and sessions not, down
    /// to the disk, and a manifest beside it. Appends go on meanwhile.
    ///
    /// Errors: the file is there already; the world. Nothing half-made has the file's name.
    pub async fn backup_into(&self, path: &Path, at_micros: i64) -> Result<Manifest, Failure> {
        if path.exists() {
            let text = format!("{} is there already", path.display());
            return Err(Failure::Unfit { text });
        }
        let draft = beside(path, ".part");
        clear_away(&draft);
        let made = self.fill(&draft, path, at_micros).await;
        if made.is_err() {
            clear_away(&draft);
        }
        made
    }

    async fn fill(&self, draft: &Path, path: &Path, at_micros: i64) -> Result<Manifest, Failure> {
        if matches!(self.store, Store::Sqlite(_)) {
            // SQLite fills a file that is there and empty, and leaves its mode as it is.
            private_file(draft)?;
            let text = draft
                .to_str()
                .ok_or_else(|| Failure::unfit("a path that is no text"))?;
            let mut reading = self.reading().await?;
            reading.spoil();
            let link = reading.link().await?;
            // A reader's connection writes nothing, not even another file, until it is told so.
            link.plain("PRAGMA query_only = OFF").await?;
            link.rows(&BACK_UP, &[text.into()]).await?;
        }
        let options = Options {
            reserve: false,
            ..Options::default()
        };
        let copied = Journal::open(&format!("sqlite:{}", draft.display()), &options).await?;
        if matches!(self.store, Store::Postgres(_)) {
            copy(self, &copied, Credentials::Copied).await?;
        }
        copied.delete_sessions().await?;
        let head = copied.head().await?;
        let (origin, root) = (copied.origin(), copied.root(head.seq).await?);
        copied.close().await;
        let (bytes, sha256) = fingerprint(draft).await?;
        let manifest = Manifest {
            origin,
            entries: head.seq,
            head: head.digest,
            root,
            bytes,
            sha256,
            at_micros,
        };
        let beside_it = Manifest::path(path);
        let half = beside(&beside_it, ".part");
        let _ = std::fs::remove_file(&half);
        write_private(&half, manifest.text().as_bytes())?;
        std::fs::rename(&half, &beside_it).map_err(Failure::file(&beside_it))?;
        put_in_place(draft, path)?;
        Ok(manifest)
    }
}

/// Brings a backup back as the journal at an address: a file that is not there yet, or an empty
/// database. Nobody is signed in at it.
///
/// Errors: the backup is not what its manifest says, or does not hold together; something is at
/// the address already; the world.
pub async fn restore(backup: &Path, url: &str, options: &Options) -> Result<Manifest, Failure> {
    let manifest = rehearse(backup).await?;
    let target = Store::of(url, options)?;
    if let Store::Sqlite(file) = &target
        && let Some(path) = &file.path
    {
        if path.exists() {
            let text = format!("{} is there already: move it away first", path.display());
            return Err(Failure::Unfit { text });
        }
        let draft = beside(path, ".part");
        clear_away(&draft);
        let copied = copy_file(backup, &draft).and_then(|()| put_in_place(&draft, path));
        if copied.is_err() {
            clear_away(&draft);
        }
        copied?;
        return Ok(manifest);
    }
    let from = open_backup(backup).await?;
    let to = Journal::open(url, options).await?;
    copy(&from, &to, Credentials::Copied).await?;
    from.close().await;
    to.close().await;
    Ok(manifest)
}

/// Does all of a restore but the last step: is the backup what its manifest says, does it hold
/// together, are its entries those it had?
pub async fn rehearse(backup: &Path) -> Result<Manifest, Failure> {
    let manifest = Manifest::open(backup)?;
    let (bytes, sha256) = fingerprint(backup).await?;
    if (bytes, sha256) != (manifest.bytes, manifest.sha256) {
        return Err(Failure::broken("the backup is not what its manifest says"));
    }
    let journal = open_backup(backup).await?;
    let report = journal.verify(&[], &[]).await?;
    journal.close().await;
    if let Some(fault) = report.faults.first() {
        return Err(Failure::broken(format!("{}: {}", fault.table, fault.text)));
    }
    let found = (report.entries, report.head.digest, report.root);
    if found != (manifest.entries, manifest.head, manifest.root) {
        return Err(Failure::broken(
            "the backup holds other entries than its manifest says",
        ));
    }
    Ok(manifest)
}

async fn open_backup(backup: &Path) -> Result<Journal, Failure> {
    let options = Options {
        read_only: true,
        ..Options::default()
    };
    Journal::open(&format!("sqlite:{}", backup.display()), &options).await
}

/// How long a file is, and its SHA-256.
async fn fingerprint(path: &Path) -> Result<(u64, Digest), Failure> {
    let path = path.to_owned();
    let read = move || {
        let work = || {
            let mut file = std::fs::File::open(&path)?;
            let mut context = Context::new(&SHA256);
            let mut buffer = vec![0; 1024 * 1024];
            let mut bytes = 0;
            loop {
                let count = file.read(&mut buffer)?;
                if count == 0 {
                    break;
                }
                context.update(&buffer[..count]);
                bytes += count as u64;
            }
            let mut digest = [0; 32];
            digest.copy_from_slice(context.finish().as_ref());
            Ok((bytes, Digest(digest)))
        };
        work().map_err(Failure::file(&path))
    };
    tokio::task::spawn_blocking(read)
        .await
        .map_err(|failed| Failure::Other {
            source: failed.into(),
        })?
}

/// Copies a file into a new one that only its owner can read.
fn copy_file(from: &Path, to: &Path) -> Result<(), Failure> {
    let mut source = std::fs::File::open(from).map_err(Failure::file(from))?;
    let mut target = private_file(to)?;
    std::io::copy(&mut source, &mut target).map_err(Failure::file(to))?;
    Ok(())
}

/// Gives a file that is complete its name, down to the disk.
fn put_in_place(draft: &Path, path: &Path) -> Result<(), Failure> {
    let work = || {
        std::fs::File::open(draft)?.sync_all()?;
        std::fs::rename(draft, path)?;
        std::fs::File::open(folder_of(path))?.sync_all()
    };
    work().map_err(Failure::file(path))
}

/// Removes what an attempt that was cut short may have left.
fn clear_away(draft: &Path) {
    for suffix in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(beside(draft, suffix));
    }
}
