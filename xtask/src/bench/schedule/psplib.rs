//! Reads the instances of PSPLIB (`.sm` files) and the best that is known of each.

use std::path::Path;

use anyhow::Context as _;
use engine::timetable::{Job, Project, Resource, Take, Wait};

/// An instance.
pub struct Instance {
    /// Its name, as `j12016_1`.
    pub name: String,
    /// The project.
    pub project: Project,
    /// The earliest end that anyone has reached.
    pub best: i64,
}

/// All instances of a set that are there, by parameter and number.
pub fn instances(folder: &Path, set: &str) -> anyhow::Result<Vec<Instance>> {
    let list = folder.join("best_known.csv");
    let list = std::fs::read_to_string(&list).with_context(|| list.display().to_string())?;
    let mut found: Vec<((u32, u32), Instance)> = Vec::new();
    for row in list.lines().skip(1) {
        let mut cells = row.split(',');
        let (name, best) = (
            cells.next().unwrap_or_default(),
            cells.next().unwrap_or_default(),
        );
        let numbers = name.strip_prefix(set).and_then(|rest| rest.split_once('_'));
        let numbers =
            numbers.and_then(|(one, other)| Some((one.parse().ok()?, other.parse().ok()?)));
        let file = folder.join(set).join(format!("{name}.sm"));
        let (Some(numbers), true) = (numbers, file.exists()) else {
            continue;
        };
        let text = std::fs::read_to_string(&file)?;
        let instance = Instance {
            name: name.into(),
            project: project(&text).with_context(|| file.display().to_string())?,
            best: best
                .parse()
                .with_context(|| format!("{name}: no best known end"))?,
        };
        found.push((numbers, instance));
    }
    anyhow::ensure!(
        !found.is_empty(),
        "no instance of {set} in {}",
        folder.display()
    );
    found.sort_by_key(|(numbers, _)| *numbers);
    Ok(found.into_iter().map(|(_, instance)| instance).collect())
}

/// Numbers at the beginning of a line.
fn numbers(line: &str) -> Vec<i64> {
    let words = line.split_whitespace();
    words.map_while(|word| word.parse().ok()).collect()
}

/// The lines of numbers under a heading, up to the next line of stars.
fn under<'t>(text: &'t str, heading: &str) -> impl Iterator<Item = Vec<i64>> + 't {
    let heading = heading.to_string();
    let lines = text
        .lines()
        .skip_while(move |line| !line.starts_with(&heading));
    let lines = lines.skip(1).take_while(|line| !line.starts_with('*'));
    lines.map(numbers).filter(|numbers| !numbers.is_empty())
}

fn project(text: &str) -> anyhow::Result<Project> {
    let mut jobs: Vec<Job> = under(text, "REQUESTS/DURATIONS")
        .map(|row| job(&row))
        .collect();
    for row in under(text, "PRECEDENCE RELATIONS") {
        let one = u32::try_from(row[0] - 1)?;
        for &later in row.iter().skip(3) {
            let later = jobs.get_mut(usize::try_from(later - 1)?);
            let later = later.context("a successor that is no job")?;
            later.after.push(Wait::all(vec![one]));
        }
    }
    let amounts = under(text, "RESOURCEAVAILABILITIES").next();
    let amounts = amounts.context("no line of resources")?;
    let resources = amounts
        .iter()
        .map(|&amount| Resource::steady(amount as u32));
    anyhow::ensure!(!jobs.is_empty(), "no jobs");
    Ok(Project {
        jobs,
        resources: resources.collect(),
        goals: Vec::new(),
    })
}

/// Number, mode, length, then how much of each resource.
fn job(row: &[i64]) -> Job {
    let takes = row.iter().skip(3).enumerate();
    let takes = takes.filter(|(_, amount)| **amount > 0);
    Job {
        seconds: row.get(2).copied().unwrap_or(0),
        takes: takes
            .map(|(resource, &amount)| Take {
                resource: resource as u32,
                amount: amount as u32,
            })
            .collect(),
        ..Job::default()
    }
}
