//! Readers of warnings, standings and histories under attack: each file in a process of its own
//! that is measured, all of them again under watch. A panic, a silence, a slow or a hungry answer
//! and a reach for a file or a door is a find.

mod attack;
mod child;
mod sound;
mod verdict;
mod watch;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

pub use self::attack::Bait;
use self::attack::{Attack, Meant, all};
use self::sound::{FORMS, Syntax};
use self::verdict::{Verdict, judged};

/// A build that was not made to be fast is granted more time.
const PATIENCE: u64 = if cfg!(debug_assertions) { 8 } else { 1 };
/// Longest that a reader may take for any file.
const SLOW: Duration = Duration::from_secs(PATIENCE);
/// Longest for a million rows.
const SLOW_ROWS: Duration = Duration::from_secs(5 * PATIENCE);
/// Most memory beside the file, in megabytes, for XML up to a megabyte; and for any file.
const HUNGRY_MB: (u64, u64) = (64, 256);
/// Most memory for a million rows, in megabytes.
const HUNGRY_ROWS_MB: u64 = 1_024;
/// Where finds are kept.
const FINDS: &str = "target/readers";

/// What is wrong with what came of an attack; nothing where all is well.
fn fault(attack: &Attack, verdict: &Verdict, sound: &Verdict) -> Option<String> {
    if let Some(fault) = verdict.fault() {
        return Some(fault);
    }
    let word = verdict.word();
    let same = word == "read" && verdict.read == sound.read;
    let well = match attack.meant {
        Meant::Refused => word == "refused",
        Meant::Told => word != "read" || same,
        Meant::Whole(units) => word == "refused" || verdict.units >= units,
        Meant::Read => true,
    };
    (!well).then(|| format!("{word}, with {} units, and nothing is said", verdict.units))
}

/// Judges the attacks of a seed in this process, without measuring. Errors: a find.
pub fn small(seed: u64) -> anyhow::Result<usize> {
    let bait = Bait {
        file: "/nowhere/canary".into(),
        address: "127.0.0.1:9".into(),
    };
    let attacks = all(seed, &bait, false)?;
    let mut finds = Vec::new();
    for attack in &attacks {
        let sound = judged(&attack.form, attack.form.file, &attack.sound);
        let read = sound.refused.is_empty() && sound.panics.is_none() && sound.units > 0;
        anyhow::ensure!(
            read,
            "the sound file of {} is not read: {sound:?}",
            attack.form.name
        );
        let verdict = judged(&attack.form, attack.form.file, &attack.bytes).beside(&sound);
        let found = fault(attack, &verdict, &sound);
        finds.extend(found.map(|it| format!("{}: {}: {it}", attack.form.name, attack.what)));
    }
    anyhow::ensure!(
        finds.is_empty(),
        "{} finds:\n{}",
        finds.len(),
        finds.join("\n")
    );
    Ok(attacks.len())
}

/// `torture readers [--seed S] [--said] [--only FORM]`: every attack, measured and watched.
pub fn run(args: &[String]) -> anyhow::Result<()> {
    if let Some(list) = super::option(args, "--child") {
        return child::run(Path::new(list), super::has(args, "--reach"));
    }
    let seed = super::number(args, "--seed", 1)?;
    let folder = tempfile::tempdir()?;
    let door = watch::Door::open(folder.path())?;
    let mut attacks = all(seed, &door.bait, true)?;
    if let Some(only) = super::option(args, "--only") {
        attacks.retain(|it| it.form.name == only);
    }
    let files = written(folder.path(), &attacks)?;
    let mut rows: BTreeMap<&str, Row> = BTreeMap::new();
    let mut finds = 0;
    for (attack, file) in attacks.iter().zip(&files) {
        let sound = judged(&attack.form, attack.form.file, &attack.sound);
        let told = child::measured(folder.path(), std::slice::from_ref(file))?;
        let (verdict, took, peak) = match told.into_iter().next() {
            Some(told) => (told.verdict.beside(&sound), told.took, told.peak_kb),
            None => (child::dead(), Duration::ZERO, 0),
        };
        let row = rows.entry(attack.form.name).or_default();
        row.add(&verdict, took, peak);
        let found = fault(attack, &verdict, &sound).or_else(|| beyond(attack, took, peak));
        if super::has(args, "--said") {
            println!(
                "{}: {}: {}",
                attack.form.name,
                attack.what,
                said(&verdict, took, peak)
            );
        }
        if let Some(found) = found {
            finds += 1;
            let kept = keep(attack)?;
            println!(
                "{}: {}: {found}; kept in {}",
                attack.form.name,
                attack.what,
                kept.display()
            );
        }
    }
    for form in FORMS {
        if let Some(row) = rows.get(form.name) {
            println!("{}", row.told(form.name));
        }
    }
    println!("{}", watch::watched(&door, folder.path(), &files)?);
    anyhow::ensure!(finds == 0, "{finds} finds among {} attacks", attacks.len());
    println!("{} attacks from seed {seed}: no find", attacks.len());
    Ok(())
}

/// Where an answer is too slow or too hungry.
fn beyond(attack: &Attack, took: Duration, peak_kb: u64) -> Option<String> {
    let rows = attack.what == "a million rows";
    let slow = if rows { SLOW_ROWS } else { SLOW };
    let most = match attack.bytes.len() {
        _ if rows => HUNGRY_ROWS_MB,
        0..=1_000_000 if attack.form.syntax == Syntax::Xml => HUNGRY_MB.0,
        _ => HUNGRY_MB.1,
    };
    if took > slow {
        return Some(format!(
            "takes {:.2} s, of {:.0} s",
            took.as_secs_f64(),
            slow.as_secs_f64()
        ));
    }
    (peak_kb / 1_024 > most).then(|| format!("takes {} MB, of {most} MB", peak_kb / 1_024))
}

fn said(verdict: &Verdict, took: Duration, peak_kb: u64) -> String {
    let refused = verdict
        .refused
        .first()
        .map(|(line, text)| format!("line {line}: {text}"));
    let words = refused
        .or_else(|| verdict.remarks.first().cloned())
        .unwrap_or_default();
    format!(
        "{} {:.1} ms {} KB: {words}",
        verdict.word(),
        took.as_secs_f64() * 1e3,
        peak_kb
    )
}

/// Files of the attacks, each in a folder of its own so that it can have its form's name.
fn written(folder: &Path, attacks: &[Attack]) -> anyhow::Result<Vec<child::Wanted>> {
    let mut files = Vec::new();
    for (index, attack) in attacks.iter().enumerate() {
        let own = folder.join(index.to_string());
        std::fs::create_dir_all(&own)?;
        let path = own.join(attack.form.file);
        std::fs::write(&path, &attack.bytes)?;
        files.push(child::Wanted {
            form: attack.form.name.to_string(),
            path,
        });
    }
    Ok(files)
}

fn keep(attack: &Attack) -> anyhow::Result<PathBuf> {
    let name = attack.what.replace([' ', '/', '`'], "-");
    let folder = Path::new(FINDS).join(format!("{}-{name}", attack.form.name));
    std::fs::create_dir_all(&folder)?;
    let path = folder.join(attack.form.file);
    std::fs::write(&path, &attack.bytes)?;
    Ok(path)
}

/// What came of one form.
#[derive(Default)]
struct Row {
    words: BTreeMap<&'static str, usize>,
    worst: Duration,
    peak_kb: u64,
}

impl Row {
    fn add(&mut self, verdict: &Verdict, took: Duration, peak_kb: u64) {
        *self.words.entry(verdict.word()).or_default() += 1;
        self.worst = self.worst.max(took);
        self.peak_kb = self.peak_kb.max(peak_kb);
    }

    fn told(&self, name: &str) -> String {
        let count = |word: &str| self.words.get(word).copied().unwrap_or_default();
        format!(
            "{name}: {} attacks: {} refused, {} read with remarks, {} read as they are; worst \
             {:.0} ms, {} MB",
            self.words.values().sum::<usize>(),
            count("refused"),
            count("remarked"),
            count("read"),
            self.worst.as_secs_f64() * 1e3,
            self.peak_kb / 1_024
        )
    }
}
