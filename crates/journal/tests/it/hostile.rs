//! A hostile administrator who recomputes everything, or cuts off the end without a trace: a note
//! kept elsewhere knows better. Reliability rows; changes that leave a trace inside
//! are tortured in `xtask`.

use journal::Journal;
use journal::attachment::Attachment;
use journal::entry::{Draft, Entry};
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
