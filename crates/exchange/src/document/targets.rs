//! Targets and verdicts as a table: what is demanded of each item, what is achievable, and what
//! the comparison says. Seconds for sums, words for people.

use continuity::path::{humane, humane_or_unknown};
use continuity::requirements::recovery_points::Point;
use continuity::requirements::recovery_targets::{ItemTarget, TargetTable};

use super::table::Table;

const HEAD: &[&str] = &[
    "id",
    "name",
    "verdict",
    "needs",
    "has",
    "needs seconds",
    "has seconds",
    "demanded by",
    "waits last for",
    "missing fact",
    "declared seconds",
    "lead seconds",
    "mtpd seconds",
    "may lose seconds",
    "loses locally",
    "loses with the site",
    "loses by corruption",
    "loses by ransomware",
];

/// One row for each item, in the order of the figures.
pub fn targets(figures: &TargetTable) -> Table {
    Table {
        name: "targets".into(),
        head: HEAD.iter().map(|word| word.to_string()).collect(),
        rows: figures.items.iter().map(row).collect(),
    }
}

fn row(item: &ItemTarget) -> Vec<String> {
    let seconds = |seconds: Option<i64>| seconds.map_or(String::new(), |it| it.to_string());
    let points = item.rpc_seconds.as_ref();
    let mut row = vec![
        item.id.clone(),
        item.name.clone(),
        item.verdict.as_str().to_string(),
        item.rto_required_seconds.map_or(String::new(), humane),
        humane_or_unknown(item.rtc_seconds),
        seconds(item.rto_required_seconds),
        seconds(item.rtc_seconds),
        item.rto_driver.clone().unwrap_or_default(),
        item.rtc_path.last().cloned().unwrap_or_default(),
        item.rtc_missing.clone().unwrap_or_default(),
        seconds(item.rto_declared_seconds),
        item.lead_seconds.to_string(),
        seconds(item.mtpd_seconds),
        seconds(item.rpo_required_seconds),
    ];
    match points {
        Some(points) => row.extend(points.modes().map(|(_, point)| lost(point))),
        None => row.extend(std::iter::repeat_n(String::new(), 4)),
    }
    row
}

fn lost(point: Point) -> String {
    match point {
        Point::Seconds(seconds) => humane(seconds),
        Point::Unknown => "unknown".into(),
        Point::None => "all of it".into(),
    }
}
