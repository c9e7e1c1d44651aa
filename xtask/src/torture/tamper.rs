//! A hostile administrator at the file, by reliability rows: rows of every table are
//! edited, deleted, inserted, reordered and cut off with SQLite's own library. All of it is found,
//! the first entry is named, and the second verifier, in Python, says the same.

use journal::entry::Seq;

use super::specimen::Specimen;
use crate::seeded::Seeded;

/// What came of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Changes that were made, each to a whole journal.
    pub changes: u64,
    /// Those that were found.
    pub found: u64,
    /// Those for which an entry had to be named, and was.
    pub named: u64,
    /// Journals that both verifiers judged.
    pub judged_twice: u64,
}

/// Changes tried on one specimen.
const CHANGES_EACH: u64 = 50;

/// `cargo xtask torture tamper [--full] [--seed S]`: 1,000 changes, or 10,000, each judged twice.
pub fn run(args: &[String]) -> anyhow::Result<()> {
    let changes = if super::has(args, "--full") {
        10_000
    } else {
        1_000
    };
    let seed = super::number(args, "--seed", 1)?;
    println!("{:?}", changed(seed, changes, 1)?);
    Ok(())
}

/// Makes so many changes and judges each; every `python_every`-th also with the second verifier.
///
/// Errors: the first change that is not found, whose entry is not named, or on which the two
/// verifiers do not agree.
pub fn changed(seed: u64, changes: u64, python_every: u64) -> anyhow::Result<Outcome> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let mut outcome = Outcome::default();
        let mut random = Seeded(seed);
        while outcome.changes < changes {
            let specimen = Specimen::make(260 + random.below(600) as u64, random.number()).await?;
            let whole = specimen.verified().await;
            anyhow::ensure!(
                whole.is_some_and(|report| report.is_whole()),
                "it is not whole at first"
            );
            anyhow::ensure!(
                specimen.verified_by_python()?,
                "Python finds fault with a whole one"
            );
            let text = specimen.dumped().await?;
            anyhow::ensure!(
                specimen.lines_verified_by_python(&text)?,
                "Python faults the lines"
            );
            let edited = text.replacen("filed", "Filed", 1);
            anyhow::ensure!(
                !specimen.lines_verified_by_python(&edited)?,
                "an edit is not found"
            );
            outcome.judged_twice += 3;
            for _ in 0..CHANGES_EACH.min(changes - outcome.changes) {
                let python = outcome.changes.is_multiple_of(python_every);
                one(&specimen, &mut random, python, &mut outcome).await?;
            }
        }
        Ok(outcome)
    })
}

async fn one(
    specimen: &Specimen,
    random: &mut Seeded,
    python: bool,
    outcome: &mut Outcome,
) -> anyhow::Result<()> {
    let (change, first) = change(specimen, random);
    let rows = specimen.attack(&change).await?;
    anyhow::ensure!(rows > 0, "{change:?} changes nothing");
    outcome.changes += 1;
    let report = specimen.verified().await;
    let whole = report.as_ref().is_some_and(|report| report.is_whole());
    anyhow::ensure!(!whole, "{change:?} was not found");
    outcome.found += 1;
    if let Some(first) = first {
        let named = report.as_ref().and_then(|report| report.first_bad());
        let faults = report.map(|report| report.faults);
        anyhow::ensure!(
            named == Some(first),
            "{change:?}: not entry {first}: {faults:?}"
        );
        outcome.named += 1;
    }
    if python {
        let whole = specimen.verified_by_python()?;
        // The two look at the same rows; a view or trigger more is not for the second to see.
        let beyond = change
            .iter()
            .any(|statement| statement.starts_with("CREATE"));
        anyhow::ensure!(!whole || beyond, "Python does not find {change:?}");
        outcome.judged_twice += 1;
    }
    specimen.put(&specimen.clean)
}

/// A change, and the entry that must be named first, where there is one.
fn change(specimen: &Specimen, random: &mut Seeded) -> (Vec<String>, Option<Seq>) {
    match random.below(4) {
        0 => edited(specimen, random),
        1 => moved(specimen, random),
        2 => (vec![beside_tree(specimen, random)], None),
        _ => (vec![beside_attachments(random)], None),
    }
}

/// A row of an entry is edited.
fn edited(specimen: &Specimen, random: &mut Seeded) -> (Vec<String>, Option<Seq>) {
    let seq = 1 + random.below(specimen.entries.len()) as u64;
    let other = "ab".repeat(32);
    let edits = [
        "body = body || ' '".to_owned(),
        "body = replace(body, 'filed', 'Filed')".to_owned(),
        "at_micros = at_micros + 1".to_owned(),
        "id = 'x' || id".to_owned(),
        "digest = zeroblob(32)".to_owned(),
        format!("attached = trim(attached || ' +{other}')"),
        format!("attached = trim(attached || ' -{other}')"),
    ];
    let edit = &edits[random.below(edits.len())];
    (
        vec![format!("UPDATE entry SET {edit} WHERE seq = {seq}")],
        Some(seq),
    )
}

/// Entries are deleted, inserted, reordered or cut off.
fn moved(specimen: &Specimen, random: &mut Seeded) -> (Vec<String>, Option<Seq>) {
    let count = specimen.entries.len();
    let seq = 2 + random.below(count - 2) as u64;
    let other = 1 + random.below(seq as usize - 1) as u64;
    let beyond = count as u64 + 1 + other;
    let set_head = "UPDATE head SET seq = (SELECT max(seq) FROM entry), \
                    digest = (SELECT digest FROM entry ORDER BY seq DESC LIMIT 1)";
    let (change, first): (&[String], Seq) = match random.below(6) {
        0 => (&[format!("DELETE FROM entry WHERE seq = {seq}")], seq),
        // Deleted, and the gap closed.
        1 => (
            &[
                format!("DELETE FROM entry WHERE seq = {seq}"),
                format!("UPDATE entry SET seq = -seq WHERE seq > {seq}"),
                "UPDATE entry SET seq = -seq - 1 WHERE seq < 0".to_owned(),
            ],
            seq,
        ),
        2 => (
            &[format!(
                "INSERT INTO entry VALUES ({beyond}, 1, 'new', '', 'body', zeroblob(32))"
            )],
            beyond,
        ),
        // Two change places.
        3 => (
            &[
                format!("UPDATE entry SET seq = -1 WHERE seq = {seq}"),
                format!("UPDATE entry SET seq = {seq} WHERE seq = {other}"),
                format!("UPDATE entry SET seq = {other} WHERE seq = -1"),
            ],
            other,
        ),
        4 => (&[format!("DELETE FROM entry WHERE seq >= {seq}")], seq),
        // Cut off, and the head set back to match.
        _ => (
            &[
                format!("DELETE FROM entry WHERE seq >= {seq}"),
                set_head.to_owned(),
            ],
            seq,
        ),
    };
    (change.to_vec(), Some(first))
}

/// The tree, the checkpoints, the head, the tables themselves.
fn beside_tree(specimen: &Specimen, random: &mut Seeded) -> String {
    let number = 1 + random.below(specimen.checkpoints as usize);
    let position = random.below(specimen.entries.len() / 256);
    let changes = [
        format!("UPDATE tree SET hash = zeroblob(32) WHERE position = {position}"),
        format!("DELETE FROM tree WHERE position = {position}"),
        "INSERT INTO tree VALUES (8, 99999, zeroblob(32))".to_owned(),
        "INSERT INTO tree VALUES (3, 0, zeroblob(32))".to_owned(),
        format!("DELETE FROM checkpoint WHERE number = {number}"),
        format!("UPDATE checkpoint SET size = size - 1 WHERE number = {number}"),
        format!("UPDATE checkpoint SET at_micros = 5 WHERE number = {number}"),
        format!(
            "UPDATE checkpoint SET note = replace(note, 'at ', 'at 1') WHERE number = {number}"
        ),
        "DELETE FROM checkpoint".to_owned(),
        "UPDATE head SET checkpoint_number = checkpoint_number + 1".to_owned(),
        "UPDATE head SET checkpoint_hash = zeroblob(32)".to_owned(),
        "UPDATE head SET digest = zeroblob(32)".to_owned(),
        "UPDATE head SET seq = seq + 1".to_owned(),
        "UPDATE head SET seq = 4611686018427387904".to_owned(),
        "UPDATE entry SET seq = 9223372036854775807 WHERE seq = 3".to_owned(),
        "UPDATE checkpoint SET size = 4611686018427387904".to_owned(),
        "DELETE FROM head".to_owned(),
        "UPDATE journal SET origin = 'mainstay/another'".to_owned(),
        "CREATE TRIGGER t AFTER INSERT ON entry BEGIN DELETE FROM tree; END; \
         UPDATE head SET seq = seq"
            .to_owned(),
    ];
    changes[random.below(changes.len())].clone()
}

/// The attachments.
fn beside_attachments(random: &mut Seeded) -> String {
    let changes = [
        "UPDATE attachment SET bytes = CAST(bytes || 'x' AS BLOB) WHERE bytes IS NOT NULL",
        "UPDATE attachment SET salt = NULL, bytes = NULL WHERE bytes IS NOT NULL",
        "UPDATE attachment SET salt = zeroblob(32) WHERE bytes IS NOT NULL",
        "UPDATE attachment SET salt = zeroblob(32), bytes = x'78' WHERE bytes IS NULL",
        "UPDATE attachment SET digest = zeroblob(32) \
         WHERE digest = (SELECT min(digest) FROM attachment)",
        "DELETE FROM attachment WHERE bytes IS NOT NULL",
        "DELETE FROM attachment WHERE bytes IS NULL",
        "INSERT INTO attachment VALUES (zeroblob(32), zeroblob(32), x'78')",
    ];
    changes[random.below(changes.len())].to_owned()
}
