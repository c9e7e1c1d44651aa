//! The grid of harm over time: which categories and which times are judged, and the words of this
//! organisation for each level.

use std::collections::{BTreeMap, BTreeSet};

use continuity::initiation::policy_in_force::{PolicyInForce, policy_in_force};
use continuity::requirements::questionnaire::Answers;
use record::kinds::Registers;
use record::value::Duration;

/// Judged where nothing else is known: from one hour to a week.
const TIMES: [i64; 5] = [3_600, 14_400, 86_400, 259_200, 604_800];
/// Categories where nothing else is known.
const CATEGORIES: [&str; 4] = ["customers", "financial", "legal", "safety"];
/// Levels where no policy has words for them.
const LEVELS: [&str; 5] = ["none", "low", "noticeable", "serious", "ruinous"];
/// Most times and categories of one grid.
pub const MOST: usize = 20;

/// What a grid asks.
pub struct Grid {
    /// The times, growing.
    pub times: Vec<Duration>,
    /// The categories, by name.
    pub categories: Vec<String>,
    /// The words of the levels, from 0 on.
    pub levels: Vec<String>,
    /// The level from which harm is intolerable.
    pub intolerable: usize,
}

impl Grid {
    /// The grid of an activity: what it judged last, else what others judged of it, else what the
    /// others of the organisation judge, else a common one. Cost: linear in the impacts.
    pub fn of(registers: &Registers, answers: &Answers) -> Grid {
        let own = answers.timed().map(|impact| &impact.own);
        let mut times: BTreeMap<&[Duration], usize> = BTreeMap::new();
        let mut categories: BTreeSet<&str> = BTreeSet::new();
        for impact in registers.impacts.approved() {
            *times.entry(&impact.own.after).or_default() += 1;
            categories.extend(impact.own.levels.keys().map(String::as_str));
        }
        // Of equally common times those that begin soonest.
        let common = times
            .iter()
            .min_by_key(|(_, count)| std::cmp::Reverse(**count));
        let times = match (own.filter(|own| !own.after.is_empty()), common) {
            (Some(own), _) => own.after.clone(),
            (None, Some((times, _))) => times.to_vec(),
            (None, None) => TIMES.map(Duration).to_vec(),
        };
        if let Some(own) = own {
            categories.extend(own.levels.keys().map(String::as_str));
        }
        if categories.is_empty() {
            categories.extend(CATEGORIES);
        }
        let policy = policy_in_force(registers);
        Grid {
            times,
            categories: categories
                .into_iter()
                .take(MOST)
                .map(str::to_string)
                .collect(),
            levels: levels(&policy),
            intolerable: policy.intolerable_level() as usize,
        }
    }

    /// A level in words, with its number, and a sign where it is intolerable.
    pub fn level(&self, level: usize) -> String {
        let word = self.levels.get(level).map_or("", String::as_str);
        let sign = match level >= self.intolerable {
            true => "\u{25B2}",
            false => "",
        };
        format!("{level}{sign} {word}")
    }

    /// For each level what another activity of the organisation judged so: its name, the category
    /// and the time. Cost: linear in the impacts.
    pub fn examples(&self, registers: &Registers, but: &str) -> Vec<Option<String>> {
        let mut all: Vec<Option<String>> = vec![None; self.levels.len()];
        for impact in registers.impacts.approved() {
            if impact.own.activity.id() == but {
                continue;
            }
            let activity = registers.activities.get(impact.own.activity.id());
            let Some(activity) = activity else { continue };
            for (category, levels) in &impact.own.levels {
                for (after, level) in impact.own.after.iter().zip(levels) {
                    if let Some(found) = all.get_mut(*level as usize)
                        && found.is_none()
                    {
                        *found = Some(format!(
                            "{}, {category}, after {}",
                            activity.title(),
                            crate::web::when::span(after.0)
                        ));
                    }
                }
            }
        }
        all
    }
}

/// The words of the levels in force; common ones, and as many as are intolerable needs, where no
/// policy has any.
pub fn levels(policy: &PolicyInForce) -> Vec<String> {
    if !policy.levels.is_empty() {
        return policy.levels.clone();
    }
    let count = LEVELS.len().max(policy.intolerable_level() as usize + 1);
    let word = |at: usize| LEVELS.get(at).map_or(String::new(), |it| it.to_string());
    (0..count).map(word).collect()
}
