//! Every reader of foreign bytes under seeded mutation, on the stable compiler: a panic, a slow
//! answer or a record that does not read back as it was written is a find, and is kept as a file.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use exchange::import::{FORMATS, File, Import, Importer};
use record::complaint::Complaints;
use record::kinds::Record;

use super::mutation::mutated;
use super::sample::{self, Sample};
use crate::seeded::Seeded;

/// Longest a reader may take for the small inputs it gets here.
const SLOW: Duration = Duration::from_secs(5);
/// Where finds are kept, for someone to make fixtures of them.
const FINDS: &str = "target/fuzz";

/// An input that a reader did not bear.
pub struct Find {
    /// The reader.
    pub reader: &'static str,
    /// The seed of its case.
    pub seed: u64,
    /// What happened.
    pub what: String,
    /// The name of the file that was changed, and what it was changed to.
    pub input: Sample,
}

/// Fuzzes every reader, or one, for some minutes each.
pub fn run(args: &[String]) -> anyhow::Result<()> {
    let option = |name: &str| {
        let at = args.iter().position(|arg| arg == name)?;
        args.get(at + 1).map(String::as_str)
    };
    let minutes: f64 = option("--minutes")
        .unwrap_or("10")
        .parse()
        .context("--minutes")?;
    let first: u64 = option("--seed").unwrap_or("1").parse().context("--seed")?;
    let only = option("--only");
    let real = option("--samples").map(PathBuf::from);
    let readers: Vec<&(&'static str, Importer)> = FORMATS
        .iter()
        .filter(|(name, _)| only.is_none_or(|only| only == *name))
        .collect();
    anyhow::ensure!(
        !readers.is_empty(),
        "no reader is called {}",
        only.unwrap_or_default()
    );
    // A find is told below; a message for each would bury it.
    std::panic::set_hook(Box::new(|_| {}));
    let mut finds = 0;
    for (reader, _) in readers {
        let windows = real
            .as_deref()
            .map_or(Ok(Vec::new()), |folder| sample::real(reader, folder))?;
        let ends = Instant::now() + Duration::from_secs_f64(minutes * 60.0);
        let (mut seed, mut found) = (first, 0);
        while Instant::now() < ends && found < 10 {
            for find in cases(reader, &windows, seed, 100)? {
                keep(&find)?;
                found += 1;
            }
            seed += 100;
        }
        println!(
            "{reader}: {} cases from seed {first}, {found} finds",
            seed - first
        );
        finds += found;
    }
    anyhow::ensure!(finds == 0, "{finds} finds, kept in {FINDS}");
    Ok(())
}

/// Runs a number of cases of one reader, each with a seed of its own, from our own samples and from
/// real ones where there are any.
pub fn cases(
    reader: &str,
    real: &[Sample],
    first_seed: u64,
    count: u64,
) -> anyhow::Result<Vec<Find>> {
    let found = FORMATS.iter().find(|(name, _)| *name == reader);
    let (reader, importer) = found.with_context(|| format!("no reader is called {reader}"))?;
    let own = sample::own(reader)?;
    let mut finds = Vec::new();
    for seed in first_seed..first_seed + count {
        let mut random = Seeded(seed);
        // Half of the cases change what is real, where there is any.
        let from_real = !real.is_empty() && random.one_in(2);
        let set = if from_real {
            let at = random.below(real.len());
            &real[at..=at]
        } else {
            &own[..]
        };
        let at = random.below(set.len());
        let hostile = mutated(&set[at].1, &mut random);
        if let Some(what) = fault(*importer, set, at, &hostile) {
            finds.push(Find {
                reader,
                seed,
                what,
                input: (set[at].0.clone(), hostile),
            });
        }
    }
    Ok(finds)
}

/// What is wrong with a reader's answer to a set of files of which one is hostile.
fn fault(importer: Importer, set: &[Sample], at: usize, hostile: &[u8]) -> Option<String> {
    let files: Vec<File<'_>> = set
        .iter()
        .enumerate()
        .map(|(index, (name, bytes))| File {
            name,
            bytes: if index == at { hostile } else { bytes },
        })
        .collect();
    let start = Instant::now();
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        let import = importer(&files);
        let unlike = import
            .complaints
            .is_empty()
            .then(|| unlike(&import))
            .flatten();
        (import.complaints.len(), unlike)
    }));
    let took = start.elapsed();
    match outcome {
        Err(panic) => {
            let text = panic.downcast_ref::<String>().map(String::as_str);
            let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
            Some(format!("panics: {}", text.unwrap_or("without a text")))
        }
        Ok(_) if took > SLOW => Some(format!("takes {:.1} s", took.as_secs_f64())),
        Ok((_, unlike)) => unlike.map(|id| format!("{id} does not read back as it was written")),
    }
}

/// The first record that is not the same after writing and reading.
fn unlike(import: &Import) -> Option<String> {
    let same = |record: &&Record| {
        let mut text = String::new();
        exchange::write::yaml::document(&record.write(), &mut text);
        let node = exchange::read::yaml::read(&text, 1).node;
        let again = node.and_then(|node| Record::read(&node, 0, &mut Complaints::new()));
        again.as_ref() != Some(*record)
    };
    import.records.iter().find(same).map(Record::reference)
}

fn keep(find: &Find) -> anyhow::Result<()> {
    std::fs::create_dir_all(FINDS)?;
    let (name, bytes) = &find.input;
    let path = Path::new(FINDS).join(format!("{}-{}-{name}", find.reader, find.seed));
    std::fs::write(&path, bytes)?;
    println!(
        "{}: seed {}: {}; kept in {}",
        find.reader,
        find.seed,
        find.what,
        path.display()
    );
    Ok(())
}
