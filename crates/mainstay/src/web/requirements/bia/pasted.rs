//! Judgements as a table of text: one line an activity and a category, one column a time, with
//! tabs between, as spreadsheets copy and paste it. A line that begins with `activity` names the
//! times of those below it.

use std::collections::BTreeMap;

use continuity::initiation::policy_in_force::policy_in_force;
use continuity::requirements::questionnaire::Answers;
use continuity::state::State;
use record::complaint::Complaints;
use record::kind::Filed;
use record::kinds::Record;
use record::requirements::{Activity, Impact};
use record::value::{Duration, Money};

use super::grid::{Grid, levels};
use super::typed::{read, span};
use crate::web::form::Faults;

/// The row that holds money.
pub const LOSS: &str = "loss";
/// Most lines.
const LINES_MAX: usize = 20_000;

/// A line of the table.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The activity, by id.
    pub activity: String,
    /// The category, or `loss`.
    pub category: String,
    /// A value for each time; empty where nothing is said.
    pub cells: Vec<String>,
}

/// Lines below one head.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// The times.
    pub times: Vec<Duration>,
    /// The lines.
    pub lines: Vec<Line>,
}

/// What is judged of some activities, in blocks of the same times, by activity. Without money for
/// who may not see it.
pub fn blocks(state: &State, activities: &[&Filed<Activity>], money: bool) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for activity in activities {
        let Some(answers) = Answers::latest(state, &activity.id) else {
            continue;
        };
        let grid = Grid::of(&state.registers, &answers);
        let own = answers.impact.as_ref().map(|it| &it.own);
        let line = |category: &str, cells: Vec<String>| Line {
            activity: activity.id.to_string(),
            category: category.to_string(),
            cells,
        };
        let empty = || vec![String::new(); grid.times.len()];
        let mut lines: Vec<Line> = grid
            .categories
            .iter()
            .map(|category| {
                let judged = own.and_then(|own| own.levels.get(category));
                let cells = judged.map(|all| all.iter().map(u32::to_string).collect());
                line(category, cells.unwrap_or_else(empty))
            })
            .collect();
        if let Some(own) = own.filter(|own| money && !own.loss.is_empty()) {
            let cells = own.loss.iter().map(Money::to_string).collect();
            lines.push(line(LOSS, cells));
        }
        match blocks.iter_mut().find(|block| block.times == grid.times) {
            Some(block) => block.lines.extend(lines),
            None => blocks.push(Block {
                times: grid.times,
                lines,
            }),
        }
    }
    blocks
}

/// The table as text.
pub fn text(blocks: &[Block]) -> String {
    let mut out = String::new();
    for block in blocks {
        let times: Vec<String> = block.times.iter().map(Duration::to_string).collect();
        out.push_str(&format!("activity\tharm to\t{}\n", times.join("\t")));
        for line in &block.lines {
            let cells = line.cells.join("\t");
            out.push_str(&format!("{}\t{}\t{cells}\n", line.activity, line.category));
        }
    }
    out
}

/// What a table says of one activity.
#[derive(Default)]
struct Said {
    times: Vec<Duration>,
    levels: BTreeMap<String, Vec<u32>>,
    loss: Option<Vec<Money>>,
}

/// The impacts as a table says they shall be, those alone that change. Every fault names its line.
pub fn impacts(state: &State, text: &str, faults: &mut Faults) -> Vec<(Answers, Answers)> {
    let mut all: BTreeMap<String, Said> = BTreeMap::new();
    let mut times: Vec<Duration> = Vec::new();
    let words = levels(&policy_in_force(&state.registers));
    if text.lines().count() > LINES_MAX {
        faults.add(
            "table",
            format!("at most {LINES_MAX} lines are taken at once"),
        );
        return Vec::new();
    }
    for (at, line) in text.lines().enumerate() {
        let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
        if cells.iter().all(|cell| cell.is_empty()) {
            continue;
        }
        let mut fault = |text: String| faults.add("table", format!("line {}: {text}", at + 1));
        match one(state, &words, &cells, &mut times, &mut all) {
            Ok(()) => {}
            Err(text) => fault(text),
        }
    }
    let mut changed = Vec::new();
    for (activity, said) in all {
        match merged(state, &activity, said) {
            Ok(Some(pair)) => changed.push(pair),
            Ok(None) => {}
            Err(text) => faults.add("table", format!("{activity}: {text}")),
        }
    }
    changed
}

fn one(
    state: &State,
    words: &[String],
    cells: &[&str],
    times: &mut Vec<Duration>,
    all: &mut BTreeMap<String, Said>,
) -> Result<(), String> {
    let [activity, category, values @ ..] = cells else {
        return Err("give an activity, a category and a value for each time".into());
    };
    if activity.eq_ignore_ascii_case("activity") {
        *times = head(values)?;
        return Ok(());
    }
    if times.is_empty() {
        return Err(
            "begin with a line `activity, harm to, 1h, 4h, ...` that names the times".into(),
        );
    }
    let activity = known(state, activity)?;
    let filled: Vec<&str> = values.iter().copied().take(times.len()).collect();
    if filled.iter().all(|value| value.is_empty()) {
        return Ok(());
    }
    if filled.len() < times.len() || filled.iter().any(|value| value.is_empty()) {
        return Err(format!(
            "{category} needs {} values, one for each time",
            times.len()
        ));
    }
    let said = all.entry(activity).or_default();
    if !said.times.is_empty() && said.times != *times {
        return Err("one activity is judged at the same times in every row".into());
    }
    said.times.clone_from(times);
    if category.eq_ignore_ascii_case(LOSS) {
        said.loss = Some(
            filled
                .iter()
                .map(|it| money(it))
                .collect::<Result<_, _>>()?,
        );
        return Ok(());
    }
    let levels = filled.iter().map(|it| level(words, it));
    let levels = levels.collect::<Result<Vec<u32>, String>>()?;
    said.levels.insert(category.to_lowercase(), levels);
    Ok(())
}

fn head(values: &[&str]) -> Result<Vec<Duration>, String> {
    let filled = values.iter().filter(|value| !value.is_empty());
    let read = |text: &&str| {
        let mut faults = Faults::default();
        read(&span(text), "x", &mut faults).ok_or_else(|| {
            let text = record::node::shorten(text);
            format!("`{text}` is no time; write 4h, 30m, 3d")
        })
    };
    filled.map(read).collect()
}

fn known(state: &State, text: &str) -> Result<String, String> {
    let activities = &state.registers.activities;
    let id = record::link::split(text).1;
    if activities.get(id).is_some() {
        return Ok(id.to_string());
    }
    let mut named = activities
        .live()
        .filter(|it| it.title().eq_ignore_ascii_case(text));
    match (named.next(), named.next()) {
        (Some(one), None) => Ok(one.id.to_string()),
        (Some(_), Some(_)) => Err("several activities have this name; write the id".into()),
        _ => Err(format!(
            "no activity is called `{}`",
            record::node::shorten(text)
        )),
    }
}

fn level(words: &[String], text: &str) -> Result<u32, String> {
    let by_word = words.iter().position(|it| it.eq_ignore_ascii_case(text));
    let by_number = || text.parse().ok().filter(|level| *level < words.len());
    let found = by_word.or_else(by_number);
    found.map(|level| level as u32).ok_or_else(|| {
        let most = words.len().saturating_sub(1);
        let text = record::node::shorten(text);
        format!(
            "`{text}` is no level; write 0 to {most}, or {}",
            words.join(", ")
        )
    })
}

fn money(text: &str) -> Result<Money, String> {
    let mut faults = Faults::default();
    let (amount, currency) = text.rsplit_once(' ').unwrap_or((text, ""));
    let found = super::typed::money(amount, currency, "x", &mut faults);
    found.ok_or_else(|| {
        let text = record::node::shorten(text);
        format!("`{text}` is no amount; write `5000 EUR`")
    })
}

/// The answers before and after; nothing where nothing changes. Categories that the table does not
/// name stay, if they are judged at the same times.
fn merged(state: &State, activity: &str, said: Said) -> Result<Option<(Answers, Answers)>, String> {
    let Some(before) = Answers::latest(state, activity) else {
        return Ok(None);
    };
    let mut impact = before.impact_or_begun(state);
    let Impact {
        after,
        levels,
        loss,
        loss_low,
        loss_high,
        ..
    } = &mut impact.own;
    if *after != said.times {
        let left = levels.keys().find(|it| !said.levels.contains_key(*it));
        if let Some(left) = left {
            return Err(format!("other times than before: say {left} for them, too"));
        }
        (*loss, *loss_low, *loss_high) = Default::default();
    }
    *after = said.times;
    levels.extend(said.levels);
    if let Some(said) = said.loss {
        *loss = said;
    }
    let mut complaints = Complaints::new();
    Record::read(&impact.write(), 0, &mut complaints);
    if let Some(complaint) = complaints.all.first() {
        return Err(format!("{}: {}", complaint.field, complaint.text));
    }
    let mut answers = before.clone();
    answers.impact = Some(impact);
    Ok((answers.impact != before.impact).then_some((before, answers)))
}
