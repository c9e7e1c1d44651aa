//! What must hold after a life: both ledgers and a fold from the first entry agree, the past is as
//! it was seen, entries are without gap and chained, every acknowledged order is there exactly
//! once and no refused one is, and no record's revision ever went back.

use std::collections::HashMap;

use anyhow::{Context as _, bail, ensure};
use continuity::event::Remembered;
use journal::Journal;
use journal::entry::{Digest, Entry, chained};
use journal::options::Options;
use ledger::{Ledger, Point, Present, Settings};

use super::Asked;
use super::office::Office;

/// Judges a life whose offices have nothing under way. Gives the last entry.
pub(crate) async fn judge(
    url: &str,
    offices: &[Office],
    asked: &[Asked],
    kept: &[Present],
) -> anyhow::Result<u64> {
    let options = Options {
        read_only: true,
        ..Options::default()
    };
    let settings = Settings {
        read_only: true,
        ..Settings::default()
    };
    let journal = Journal::open(url, &options).await?;
    let fresh = Ledger::open(journal, settings).await?;
    let present = fresh.present();
    for (number, office) in offices.iter().enumerate() {
        let seen = caught_up(office, present.seq).await?;
        same(&seen, &present).with_context(|| format!("ledger {number} is not the fold"))?;
        if let Some(missed) = office.missed() {
            bail!("ledger {number}: {missed}");
        }
    }
    for then in kept {
        let past = fresh.as_of(Point::Entry(then.seq)).await?;
        same(&past, then).with_context(|| format!("the past at {} is another", then.seq))?;
    }
    let report = fresh.journal().verify(&[], &[]).await?;
    ensure!(report.is_whole(), "it is not whole: {:?}", report.faults);
    let entries = fresh.journal().read_after(0, usize::MAX).await?;
    chain(&entries, &present)?;
    let remembered = entries
        .iter()
        .map(|entry| Ok(ledger::remembered(entry)?))
        .collect::<anyhow::Result<Vec<_>>>()?;
    each_once(&remembered, asked)?;
    revisions(&remembered, &present)?;
    Ok(present.seq)
}

/// The present of an office once it has followed to an entry.
async fn caught_up(office: &Office, head: u64) -> anyhow::Result<Present> {
    let ledger = office.ledger.clone();
    let following = office.spawn(async move {
        let mut news = ledger.watch();
        while ledger.present().seq < head {
            news.recv().await?;
        }
        anyhow::Ok(Present::clone(&ledger.present()))
    });
    let patience = std::time::Duration::from_secs(30);
    let followed = tokio::time::timeout(patience, following).await;
    followed.context("a ledger does not follow")??
}

fn same(one: &Present, other: &Present) -> anyhow::Result<()> {
    ensure!(
        one.seq == other.seq && one.digest == other.digest && one.at == other.at,
        "it stands at {} {} {}, not at {} {} {}",
        one.seq,
        one.digest,
        one.at,
        other.seq,
        other.digest,
        other.at
    );
    ensure!(one.state == other.state, "the states at {} differ", one.seq);
    Ok(())
}

/// Numbers without a gap, ids that are unique, digests that follow from what stands there.
fn chain(entries: &[Entry], present: &Present) -> anyhow::Result<()> {
    let mut digest = Digest::ZERO;
    let mut ids = std::collections::HashSet::new();
    for (entry, seq) in entries.iter().zip(1..) {
        ensure!(entry.seq == seq, "entry {seq} is called {}", entry.seq);
        digest = chained(digest, entry.leaf());
        ensure!(entry.digest == digest, "entry {seq} breaks the chain");
        ensure!(ids.insert(&entry.id), "entry {seq} has the id of another");
    }
    ensure!(
        present.seq == entries.len() as u64 && present.digest == digest,
        "the head is not the last entry"
    );
    Ok(())
}

/// The entries of each request stand together, once, and are those of its receipt.
fn each_once(remembered: &[Remembered], asked: &[Asked]) -> anyhow::Result<()> {
    let mut groups: HashMap<(String, String), (u64, u64)> = HashMap::new();
    for one in remembered.iter().skip(1) {
        let request = one.request.clone();
        let request = request.with_context(|| format!("entry {} was not asked for", one.seq))?;
        let key = (one.actor.clone(), request);
        let group = groups.entry(key).or_insert((one.seq, one.seq - 1));
        ensure!(
            group.1 == one.seq - 1,
            "{:?} was carried out twice: {group:?} and {}",
            one.request,
            one.seq
        );
        group.1 = one.seq;
    }
    for asked in asked {
        let request = asked.order.request.clone().unwrap_or_default();
        answered(
            asked,
            groups.remove(&(asked.order.actor.as_text(), request)),
        )?;
    }
    ensure!(groups.is_empty(), "nobody asked for {:?}", groups.keys());
    Ok(())
}

/// Whether the entries of an order are those that its answer says.
fn answered(asked: &Asked, stands: Option<(u64, u64)>) -> anyhow::Result<()> {
    let request = asked.order.request.as_deref().unwrap_or_default();
    let (told, anew) = match &asked.answer {
        None => bail!("{request} has no answer"),
        Some(Ok(receipt)) => (receipt.entries, !receipt.repeated),
        Some(Err(_)) => (None, false),
    };
    // One that got no answer at first may have been carried out after a later no.
    let unseen = asked.in_doubt && told.is_none();
    ensure!(
        stands == told || unseen,
        "{request} stands at {stands:?}; the answer was {:?}",
        asked.answer
    );
    if let Some((first, _)) = told.filter(|_| anew) {
        ensure!(
            first > asked.after,
            "{request} stands before {}, which was known when it was asked",
            asked.after
        );
    }
    Ok(())
}

/// The changes of each record are numbered from 1, each knows the one before, and the present
/// knows the last.
fn revisions(remembered: &[Remembered], present: &Present) -> anyhow::Result<()> {
    let mut last: HashMap<String, (u32, u64)> = HashMap::new();
    for one in remembered {
        let (Some(subject), Some((revision, previous))) = (one.subject(), one.revision()) else {
            continue;
        };
        let before = last.insert(subject.clone(), (revision, one.seq));
        let (number, seq) = before.map_or((0, None), |(number, seq)| (number, Some(seq)));
        ensure!(
            revision == number + 1 && previous == seq,
            "entry {}: {subject} goes from revision {number} at {seq:?} to {revision}, which says \
             it follows {previous:?}",
            one.seq
        );
    }
    for (subject, filing) in present.state.filings() {
        let known = last.remove(subject);
        ensure!(
            known == Some((filing.revision, filing.last)),
            "{subject} is said to be at {} {}, not {known:?}",
            filing.revision,
            filing.last
        );
    }
    ensure!(last.is_empty(), "the present forgot {:?}", last.keys());
    Ok(())
}
