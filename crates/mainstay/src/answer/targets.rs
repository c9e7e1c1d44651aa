//! What is required of every item and what is achievable.

use continuity::requirements::hours_walk::HoursWalk;
use continuity::requirements::recovery_targets::{TargetTable, recovery_targets};

use super::{Given, Wrong, item};

/// What is asked.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// Judge each target at every hour of the week.
    pub hours: bool,
    /// Only these items, with whole paths; all where empty.
    pub of: Vec<String>,
}

/// A row for each item.
pub fn targets(given: &Given<'_>, asked: &Asked) -> Result<TargetTable, Wrong> {
    let standpoint = given.standpoint();
    let targets = recovery_targets(&standpoint);
    let mut table = if asked.of.is_empty() {
        targets.table(&standpoint)
    } else {
        let named = asked.of.iter().map(|name| item(&standpoint.estate, name));
        let mut named: Vec<u32> = named.collect::<Result<_, _>>()?;
        named.sort_unstable();
        named.dedup();
        let row = |item: u32| targets.row(&standpoint, item, usize::MAX);
        TargetTable {
            items: named.into_iter().map(row).collect(),
        }
    };
    if asked.hours {
        let mut walk = HoursWalk::new(&standpoint, &targets);
        for row in &mut table.items {
            let found = standpoint.estate.find(&row.id);
            row.hours = found.and_then(|item| walk.judge(item));
        }
    }
    Ok(table)
}
