//! `meets-rpo`: no more data would be lost than may be.

use super::{Condition, Key, Outcome, Sort, Subject, With};
use crate::finding::Judge;
use crate::path::humane;
use crate::requirements::recovery_points::Point;

const MODES: &[&str] = &["local", "site", "corruption", "ransomware"];

/// The condition.
pub const CONDITION: Condition = Condition {
    name: "meets-rpo",
    demands: "Protect the data so that no more of it is lost than is allowed.",
    means: "For each way of losing data that is named, what its copies leave is no older than its \
            own RPO and those of all that run on it. What has no data or no RPO is not asked.",
    matters: "Copies that survive a broken disk may not survive an intruder: each way of loss \
              needs its own answer.",
    with: &[
        Key {
            name: "modes",
            means: "the ways of loss that count: local, site, corruption, ransomware; absent: all",
            sort: Sort::Words(MODES),
            default: None,
        },
        Key {
            name: "unknown",
            means: "whether a loss that is not known breaks the rule too",
            sort: Sort::Truth,
            default: Some("true"),
        },
    ],
    kinds: &["activity", "service", "component", "dataset"],
    holds,
};

fn holds(judge: &Judge<'_>, subject: &Subject<'_>, with: &With<'_>) -> Outcome {
    let Some(item) = subject.item else {
        return Outcome::Silent;
    };
    let points = &judge.targets.points;
    let (Some(achieved), Some(judged)) = (points.achieved[item as usize], points.judged(item))
    else {
        return Outcome::Silent;
    };
    let wanted = with.words("modes");
    let mut broken = Vec::new();
    let mut because = vec![subject.reference.clone()];
    let mut worst: Option<i64> = None;
    let mut required = judged[0].allowed_seconds;
    for ((mode, _), judged) in achieved.modes().into_iter().zip(judged) {
        if with.is_set("modes") && !wanted.iter().any(|wanted| wanted == mode) {
            continue;
        }
        let why = match judged.point {
            Point::Seconds(seconds) if seconds <= judged.allowed_seconds => continue,
            Point::Unknown if !with.truth("unknown") => continue,
            Point::Seconds(seconds) => {
                worst = worst.max(Some(seconds));
                format!("{mode}: {}", humane(seconds))
            }
            Point::Unknown => format!("{mode}: unknown"),
            Point::None => format!("{mode}: all of it"),
        };
        if broken.is_empty() {
            required = judged.allowed_seconds;
        }
        broken.push(why);
        let dataset = judge.estate().reference(judged.dataset).to_string();
        if !because.contains(&dataset) {
            because.push(dataset);
        }
    }
    if broken.is_empty() {
        return Outcome::Holds;
    }
    let title = subject.title();
    let (allowed, lost) = (humane(required), broken.join(", "));
    let text = format!("{title} may lose {allowed} of data and would lose more ({lost}).");
    let finding = subject.breach(text).because(because);
    finding.seconds(Some(required), worst).into()
}
