//! A hostile administrator at the file: whatever they change with SQLite's own library is found,
//! and the first entry concerned is named. Reliability rows.

use journal::Journal;
use journal::attachment::Attachment;
use journal::entry::{Draft, Entry, Seq};
use journal::note::{SigningKey, VerifierKey};
use journal::options::Options;
use journal::verify::Report;
use sqlx::{AssertSqlSafe, Connection as _, Row as _, SqliteConnection};

use crate::databases::{self, Place};
use crate::drafts::{attachment, draft};
use crate::seeded::Seeded;

/// A journal of some entries with attachments, erasures and checkpoints, its key and last note.
struct Kept {
    place: Place,
    entries: Vec<Entry>,
    attachments: Vec<Attachment>,
    key: VerifierKey,
    note: String,
}

async fn kept(count: u64, seed: u64) -> Kept {
    let place = databases::sqlite();
    let journal = Journal::open(&place.url, &Options::default())
        .await
        .unwrap();
    let key = || SigningKey::from_seed(&journal.origin(), &[3; 32]);
    let mut random = Seeded(seed);
    let (mut entries, mut attachments): (Vec<Entry>, Vec<Attachment>) = (Vec::new(), Vec::new());
    while (entries.len() as u64) < count {
        let head = entries.len() as u64;
        let batch = (1 + random.below(60) as u64).min(count - head);
        let mut drafts: Vec<Draft> = (head + 1..head + 1 + batch).map(draft).collect();
        let mut brought = Vec::new();
        if random.one_in(2) {
            let card = attachment(&format!("card {head}"));
            drafts[0].attaches.push(card.digest);
            attachments.push(card.clone());
            brought.push(card);
        } else if let Some(card) = attachments.pop() {
            drafts[0].erases.push(card.digest);
        }
        entries.extend(journal.append(head, drafts, brought).await.unwrap());
        if random.one_in(2) || entries.len() as u64 == count {
            journal
                .checkpoint(&key(), 1_000_000 * head as i64)
                .await
                .unwrap();
        }
    }
    let note = journal.last_checkpoint().await.unwrap().unwrap().note;
    let key = key().verifier().clone();
    journal.close().await;
    Kept {
        key,
        place,
        entries,
        attachments,
        note,
    }
}

impl Kept {
    async fn verified(&self, outside: &[String]) -> Report {
        let journal = Journal::open(&self.place.url, &Options::default())
            .await
            .unwrap();
        journal
            .verify(std::slice::from_ref(&self.key), outside)
            .await
            .unwrap()
    }

    /// Runs statements on the file, as anyone may who can write it.
    async fn attack(&self, statements: &[String]) {
        let mut link = SqliteConnection::connect(&self.place.url).await.unwrap();
        let mut changed = 0;
        for statement in statements {
            let done = sqlx::raw_sql(AssertSqlSafe(statement.clone()))
                .execute(&mut link)
                .await;
            changed += done
                .unwrap_or_else(|error| panic!("{statement}: {error}"))
                .rows_affected();
        }
        assert!(changed > 0, "{statements:?} changed nothing");
        link.close().await.unwrap();
    }
}

/// A change, and the first entry that must be named, where there is one.
fn mutation(kept: &Kept, random: &mut Seeded) -> (Vec<String>, Option<Seq>) {
    let count = kept.entries.len();
    let seq = 1 + random.below(count) as u64;
    let other = 1 + random.below(count) as u64;
    let one = |text: String| vec![text];
    let pick = random.below(16);
    match pick {
        0 => (
            one(format!(
                "UPDATE entry SET body = body || ' ' WHERE seq = {seq}"
            )),
            Some(seq),
        ),
        1 => (
            one(format!(
                "UPDATE entry SET at_micros = at_micros + 1 WHERE seq = {seq}"
            )),
            Some(seq),
        ),
        2 => (
            one(format!("UPDATE entry SET id = 'x' || id WHERE seq = {seq}")),
            Some(seq),
        ),
        3 => (
            one(format!(
                "UPDATE entry SET digest = zeroblob(32) WHERE seq = {seq}"
            )),
            Some(seq),
        ),
        4 => (
            one(format!(
                "UPDATE entry SET attached = '+{}' WHERE seq = {seq}",
                "ab".repeat(32)
            )),
            Some(seq),
        ),
        5 => (
            one(format!("DELETE FROM entry WHERE seq = {seq}")),
            Some(seq),
        ),
        6 => (
            // Deleted, and the gap closed.
            vec![
                format!("DELETE FROM entry WHERE seq = {seq}"),
                format!("UPDATE entry SET seq = -seq WHERE seq > {seq}"),
                "UPDATE entry SET seq = -seq - 1 WHERE seq < 0".to_owned(),
            ],
            Some(seq),
        ),
        7 => (
            one(format!(
                "INSERT INTO entry VALUES ({}, 1, 'new', '', 'body', zeroblob(32))",
                count as u64 + 1 + other
            )),
            Some(count as u64 + 1 + other),
        ),
        8 if seq != other => (
            // Two entries change places.
            vec![
                format!("UPDATE entry SET seq = -1 WHERE seq = {seq}"),
                format!("UPDATE entry SET seq = {seq} WHERE seq = {other}"),
                format!("UPDATE entry SET seq = {other} WHERE seq = -1"),
            ],
            Some(seq.min(other)),
        ),
        9 => (
            one(format!("DELETE FROM entry WHERE seq >= {seq}")),
            Some(seq),
        ),
        10 => (
            // The end is cut off, and the head set back to match.
            vec![
                format!("DELETE FROM entry WHERE seq >= {}", seq.max(2)),
                "UPDATE head SET seq = (SELECT max(seq) FROM entry), \
                 digest = (SELECT digest FROM entry ORDER BY seq DESC LIMIT 1)"
                    .to_owned(),
            ],
            Some(seq.max(2)),
        ),
        11 => {
            let bit = 1 << random.below(8);
            (
                one(format!(
                    "UPDATE tree SET hash = unhex(printf('%02x%s', {bit}, substr(hex(hash), 3))) \
                     WHERE position = {}",
                    random.below(count / 256)
                )),
                None,
            )
        }
        12 => (
            one("DELETE FROM tree WHERE position = 0".to_owned()),
            Some(1),
        ),
        13 => (
            one("INSERT INTO tree VALUES (8, 99999, zeroblob(32))".to_owned()),
            None,
        ),
        14 => {
            let number = 1 + random.below(5);
            let change = [
                format!("DELETE FROM checkpoint WHERE number = {number}"),
                format!("UPDATE checkpoint SET size = size - 1 WHERE number = {number}"),
                format!("UPDATE checkpoint SET at_micros = 5 WHERE number = {number}"),
                "DELETE FROM checkpoint WHERE number = (SELECT max(number) FROM checkpoint)"
                    .to_owned(),
                "UPDATE head SET checkpoint_number = checkpoint_number + 1".to_owned(),
                "UPDATE head SET digest = zeroblob(32)".to_owned(),
                "CREATE TRIGGER t AFTER INSERT ON entry BEGIN DELETE FROM tree; END; \
                 UPDATE head SET seq = seq"
                    .to_owned(),
                "DELETE FROM head".to_owned(),
            ];
            (one(change[random.below(change.len())].clone()), None)
        }
        _ => {
            let change = [
                "UPDATE attachment SET bytes = CAST(bytes || 'x' AS BLOB) WHERE bytes IS NOT NULL",
                "UPDATE attachment SET salt = NULL, bytes = NULL WHERE bytes IS NOT NULL",
                "UPDATE attachment SET salt = zeroblob(32) WHERE bytes IS NOT NULL",
                "UPDATE attachment SET salt = zeroblob(32), bytes = x'78' WHERE bytes IS NULL",
                "DELETE FROM attachment WHERE bytes IS NOT NULL",
                "DELETE FROM attachment WHERE bytes IS NULL",
                "INSERT INTO attachment VALUES (zeroblob(32), zeroblob(32), x'78')",
            ];
            (one(change[random.below(change.len())].to_owned()), None)
        }
    }
}

/// whatever is changed is found, and the first entry is named.
#[tokio::test]
async fn every_change_is_found() {
    let kept = kept(700, 1).await;
    let whole = kept.verified(std::slice::from_ref(&kept.note)).await;
    assert!(whole.is_whole(), "{:?}", whole.faults);
    assert_eq!((whole.entries, whole.uncovered), (700, 0));
    assert!(kept.attachments.len() > 2 && whole.checkpoints > 5);
    let clean = std::fs::read(kept.place.path()).unwrap();
    for seed in 0..150 {
        let mut random = Seeded(seed);
        let (change, first) = mutation(&kept, &mut random);
        kept.attack(&change).await;
        let report = kept.verified(&[]).await;
        assert!(!report.is_whole(), "seed {seed}: {change:?} was not found");
        if first.is_some() {
            let bad = report.first_bad();
            assert_eq!(bad, first, "seed {seed}: {change:?}: {:?}", report.faults);
        }
        put_back(&kept.place, &clean);
    }
}

/// Puts the file back as it was.
fn put_back(place: &Place, clean: &[u8]) {
    for suffix in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{suffix}", place.path().display()));
    }
    std::fs::write(place.path(), clean).unwrap();
}

/// who recomputes everything, without the key, is found by a note kept elsewhere.
#[tokio::test]
async fn a_recomputed_journal_is_found_by_a_note_outside() {
    let kept = kept(700, 2).await;
    for bad in [1, 300, 699] {
        let forged = databases::sqlite();
        let journal = Journal::open(&forged.url, &Options::default())
            .await
            .unwrap();
        let mut drafts = Vec::new();
        for entry in &kept.entries {
            drafts.push(Draft {
                id: entry.id.clone(),
                at_micros: entry.at_micros,
                attaches: Vec::new(),
                erases: Vec::new(),
                body: match entry.seq == bad {
                    true => "something else".to_owned(),
                    false => entry.body.clone(),
                },
            });
        }
        let size = drafts.len() as u64;
        journal.append(0, drafts, Vec::new()).await.unwrap();
        let origin = kept.note.lines().next().unwrap().to_owned();
        journal.close().await;
        let mut link = SqliteConnection::connect(&forged.url).await.unwrap();
        let set = format!("UPDATE journal SET origin = '{origin}'");
        sqlx::raw_sql(AssertSqlSafe(set))
            .execute(&mut link)
            .await
            .unwrap();
        link.close().await.unwrap();
        let journal = Journal::open(&forged.url, &Options::default())
            .await
            .unwrap();
        assert_eq!(journal.head().await.unwrap().seq, size);
        // In itself it is whole: only the note knows better.
        assert!(journal.verify(&[], &[]).await.unwrap().is_whole());
        let keys = [kept.key.clone()];
        let report = journal
            .verify(&keys, std::slice::from_ref(&kept.note))
            .await
            .unwrap();
        let outside: Vec<_> = report
            .faults
            .iter()
            .filter(|one| one.table == "outside")
            .collect();
        assert_eq!(outside.len(), 1, "{:?}", report.faults);
        assert!(outside[0].seq.is_some_and(|seq| seq <= bad), "{outside:?}");
    }
}

/// a cut that leaves no trace inside is found by a note kept elsewhere.
#[tokio::test]
async fn a_cut_is_found_by_a_note_outside() {
    let kept = kept(700, 3).await;
    kept.attack(&[
        "DELETE FROM checkpoint WHERE size > 500".to_owned(),
        "DELETE FROM entry WHERE seq > (SELECT max(size) FROM checkpoint)".to_owned(),
        "UPDATE head SET seq = (SELECT max(seq) FROM entry), \
         digest = (SELECT digest FROM entry ORDER BY seq DESC LIMIT 1), \
         checkpoint_number = (SELECT max(number) FROM checkpoint)"
            .to_owned(),
        "DELETE FROM tree WHERE (position + 1) * 256 > (SELECT seq FROM head)".to_owned(),
    ])
    .await;
    let journal = Journal::open(&kept.place.url, &Options::default())
        .await
        .unwrap();
    let number = {
        let mut link = SqliteConnection::connect(&kept.place.url).await.unwrap();
        let row = sqlx::query("SELECT note, number FROM checkpoint ORDER BY number DESC LIMIT 1");
        let row = row.fetch_one(&mut link).await.unwrap();
        let note: String = row.get(0);
        let hash = journal::entry::digest(note.as_bytes());
        let set = format!("UPDATE head SET checkpoint_hash = unhex('{hash}')");
        sqlx::raw_sql(AssertSqlSafe(set))
            .execute(&mut link)
            .await
            .unwrap();
        row.get::<i64, _>(1)
    };
    assert!(number > 1);
    journal.close().await;
    let head = kept.verified(&[]).await.entries;
    let about_attachments = |report: &Report| {
        report
            .faults
            .iter()
            .filter(|one| one.table != "attachment")
            .cloned()
            .collect::<Vec<_>>()
    };
    // The attachments of what was cut off betray it, unless they are taken too.
    assert_eq!(about_attachments(&kept.verified(&[]).await), []);
    let found = about_attachments(&kept.verified(std::slice::from_ref(&kept.note)).await);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].table, found[0].seq), ("outside", Some(head + 1)));
}

/// R-05 in small: a flipped bit is found, or changes nothing that is read.
#[tokio::test]
async fn a_flipped_bit_is_never_silently_wrong() {
    let kept = kept(400, 4).await;
    let clean = std::fs::read(kept.place.path()).unwrap();
    let (mut found, mut harmless) = (0, 0);
    for seed in 0..120 {
        let mut random = Seeded(1000 + seed);
        let mut bytes = clean.clone();
        let at = random.below(bytes.len());
        bytes[at] ^= 1 << random.below(8);
        put_back(&kept.place, &bytes);
        let Ok(journal) = Journal::open(&kept.place.url, &Options::default()).await else {
            found += 1;
            continue;
        };
        let report = journal.verify(std::slice::from_ref(&kept.key), &[]).await;
        if !report.is_ok_and(|report| report.is_whole()) {
            found += 1;
            journal.close().await;
            continue;
        }
        // Free space, or a hint that SQLite does without: everything still reads as it was.
        harmless += 1;
        let read = journal.read_after(0, usize::MAX).await.unwrap();
        assert_eq!(
            read,
            kept.entries,
            "seed {seed}: byte {at} of {}",
            clean.len()
        );
        for card in &kept.attachments {
            let card_read = journal.attachment(&card.digest).await.unwrap();
            assert_eq!(card_read.as_ref(), Some(card), "seed {seed}: byte {at}");
        }
        journal.close().await;
    }
    assert!(found > 60, "{found} found, {harmless} harmless");
}
