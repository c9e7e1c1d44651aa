//! Timetables beside the best that is known of them, beside CP-SAT in the same time, and at the
//! size of a whole organisation. Every timetable is checked by the checker that shares nothing
//! with the search.

mod organisation;
mod psplib;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::Context as _;
use engine::timetable::check::breach;
use engine::timetable::{Effort, Project, Timetable, again, timetable};

use super::papers::Row;
use psplib::Instance;

/// A set of instances, with what is asked of it.
struct Set {
    name: &'static str,
    /// Schedules built for each; chosen to take less than a second on two threads.
    schedules: u64,
    /// The mean gap to the best known that is asked for, in per cent.
    gap: f64,
}

const SETS: [Set; 3] = [
    Set {
        name: "j30",
        schedules: 60_000,
        gap: 0.3,
    },
    Set {
        name: "j60",
        schedules: 120_000,
        gap: f64::NAN,
    },
    Set {
        name: "j120",
        schedules: 170_000,
        gap: 3.0,
    },
];

/// Every how many instances the peer is asked, and for how long.
const PEER_STEP: usize = 9;
const PEER_SECONDS: &str = "1";

/// What a set came to.
#[derive(Default)]
struct Sum {
    gaps: Vec<f64>,
    reached: usize,
    seconds: f64,
    longest: f64,
    built: u64,
}

impl Sum {
    fn gap(&self) -> f64 {
        self.gaps.iter().sum::<f64>() / self.gaps.len().max(1) as f64 * 100.0
    }

    fn greatest(&self) -> f64 {
        self.gaps.iter().copied().fold(0.0, f64::max) * 100.0
    }
}

/// `DIR` is a folder with PSPLIB's sets and `best_known.csv`.
pub fn run(args: &[String]) -> anyhow::Result<()> {
    let option = |name: &str| {
        let at = args.iter().position(|arg| arg == name)?;
        args.get(at + 1).map(PathBuf::from)
    };
    let folder = args.first().filter(|arg| !arg.starts_with("--"));
    let folder = PathBuf::from(folder.context("where are the instances? (bench schedule DIR)")?);
    let dry = args.contains(&"--dry".into());
    let peers = option("--peers");
    let python = option("--python").unwrap_or_else(|| "python3".into());
    let mut text = String::from(HEAD);
    for set in &SETS {
        let instances = psplib::instances(&folder, set.name)?;
        let all = solve(set, &instances)?;
        text.push_str(&line(
            &format!("{}, all {}", set.name, instances.len()),
            set,
            &all,
        ));
        if let (Some(peers), false) = (&peers, set.name == "j30") {
            let sample: Vec<Instance> = instances.into_iter().step_by(PEER_STEP).collect();
            let (ours, theirs) = (solve(set, &sample)?, peer(&python, peers, &folder, set)?);
            let name = format!("{}, every {PEER_STEP}th", set.name);
            text.push_str(&line(&name, set, &ours));
            let (gap, greatest) = (theirs.gap(), theirs.greatest());
            text.push_str(&format!(
                "| the same, CP-SAT, two workers, {PEER_SECONDS} s | {gap:.3} % | {greatest:.2} % \
                 | {} of {} | {:.2} s | - | ours is {:.1} times as small |\n",
                theirs.reached,
                theirs.gaps.len(),
                theirs.longest,
                gap / ours.gap(),
            ));
        }
    }
    let command = "cargo run --release -p xtask -- bench schedule DIR --peers FOLDER \
                   --python PROGRAM";
    super::papers::append_table("timetables beside the best known", command, &text, dry)?;
    whole_organisation(dry)
}

const HEAD: &str = "| instances | mean gap | greatest | best known reached | longest time, two \
                    threads | schedules a second | asked for |\n|---|---|---|---|---|---|---|\n";

fn line(name: &str, set: &Set, sum: &Sum) -> String {
    let asked = match set.gap.is_nan() {
        true => "-".into(),
        false => format!("at most {} % in 1 s", set.gap),
    };
    format!(
        "| {name} | {:.3} % | {:.2} % | {} of {} | {:.2} s | {:.0} | {asked} |\n",
        sum.gap(),
        sum.greatest(),
        sum.reached,
        sum.gaps.len(),
        sum.longest,
        sum.built as f64 / sum.seconds,
    )
}

/// Solves and checks each instance.
fn solve(set: &Set, instances: &[Instance]) -> anyhow::Result<Sum> {
    let mut sum = Sum::default();
    for instance in instances {
        let (seconds, found) = timed(&instance.project, set.schedules, 2)?;
        let name = &instance.name;
        let (bound, best) = (found.lower_bound, instance.best);
        anyhow::ensure!(
            bound <= best,
            "{name}: a bound of {bound} above {best}, which was reached"
        );
        let gap = (found.score.makespan - best) as f64 / best as f64;
        sum.reached += usize::from(gap <= 0.0);
        sum.gaps.push(gap);
        sum.seconds += seconds;
        sum.longest = sum.longest.max(seconds);
        sum.built += found.built;
    }
    Ok(sum)
}

fn effort(schedules: u64, threads: usize) -> Effort {
    Effort {
        seed: 1,
        schedules,
        threads,
    }
}

/// A timetable that was checked, and how long it took.
fn timed(project: &Project, schedules: u64, threads: usize) -> anyhow::Result<(f64, Timetable)> {
    let start = Instant::now();
    let found = timetable(project, effort(schedules, threads));
    let seconds = start.elapsed().as_secs_f64();
    let found = found.map_err(|misfit| anyhow::anyhow!("no timetable: {misfit:?}"))?;
    let broken = breach(project, &found.starts);
    anyhow::ensure!(
        broken.is_none(),
        "a timetable that breaks its project: {broken:?}"
    );
    Ok((seconds, found))
}

/// CP-SAT on every so many instances of a set, as its own script says.
fn peer(python: &Path, peers: &Path, folder: &Path, set: &Set) -> anyhow::Result<Sum> {
    let scratch = tempfile::tempdir()?;
    let table = scratch.path().join("peer.csv");
    let mut command = Command::new(python);
    command.arg(peers.join("cpsat_psplib.py")).arg(folder);
    command.args([set.name, &PEER_STEP.to_string(), PEER_SECONDS, "2"]);
    let output = command.arg(&table).output()?;
    let complaint = String::from_utf8_lossy(&output.stderr);
    anyhow::ensure!(output.status.success(), "the peer failed: {complaint}");
    let text = std::fs::read_to_string(&table)?;
    let mut sum = Sum::default();
    for row in text.lines().skip(1) {
        let cells: Vec<&str> = row.split(',').collect();
        let number = |at: usize| cells.get(at).and_then(|cell| cell.parse::<f64>().ok());
        let (best, found) = number(1)
            .zip(number(7))
            .context("the peer found nothing in time")?;
        let gap = (found - best) / best;
        sum.reached += usize::from(gap <= 0.0);
        sum.gaps.push(gap);
        sum.longest = sum.longest.max(number(12).unwrap_or(f64::NAN));
    }
    Ok(sum)
}

/// A thousand services and five thousand steps; then one step takes longer.
fn whole_organisation(dry: bool) -> anyhow::Result<()> {
    let mut project = organisation::project(1);
    let (whole, first) = timed(&project, 250, 2)?;
    project.jobs[organisation::STEPS / 2].seconds *= 3;
    let start = Instant::now();
    let changed = again(&project, effort(1, 2), &first.starts);
    let replanned = start.elapsed().as_secs_f64();
    let changed = changed.map_err(|misfit| anyhow::anyhow!("no timetable: {misfit:?}"))?;
    anyhow::ensure!(
        breach(&project, &changed.starts).is_none(),
        "a timetable planned again breaks its project"
    );
    anyhow::ensure!(
        first.starts != changed.starts,
        "a step that takes longer changed nothing"
    );
    let row = |what: String, seconds: f64, limit: f64| Row {
        what,
        measured: format!("{:.0} ms", seconds * 1000.0),
        limit: format!("{:.0} ms", limit * 1000.0),
        share: seconds / limit,
    };
    let what = format!(
        "{} services, {} steps, {} schedules",
        organisation::SERVICES,
        organisation::STEPS,
        first.built
    );
    let rows = [
        row(what, whole, 2.0),
        row("again after one step's change".into(), replanned, 0.2),
    ];
    let command = "cargo run --release -p xtask -- bench schedule DIR";
    super::papers::append("a whole organisation in one timetable", command, &rows, dry)
}
