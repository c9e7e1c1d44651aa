//! The report as tables for spreadsheets: one row for each activity, and one for each activity,
//! condition, view and time. What is unknown is an empty cell; what is never intolerable says so.

use continuity::requirements::reconstruction::Reconstructed;
use continuity::requirements::respondents::NORMAL;
use exchange::document::table::Table;

use super::ImpactReport;
use super::activity::ActivityReport;
use super::harm::{ConditionHarm, View};

/// The columns of the table of activities.
const ACTIVITIES: &[&str] = &[
    "activity",
    "name",
    "owner",
    "description",
    "covered",
    "judged_on",
    "age_days",
    "due_on",
    "mtpd_seconds",
    "mtpd_beyond_seconds",
    "mtpd_from",
    "mtpd_condition",
    "last_tolerable_seconds",
    "first_intolerable_seconds",
    "driver",
    "indicative",
    "respondents",
    "respondents_disagree",
    "rto_declared_seconds",
    "rto_max_seconds",
    "required_seconds",
    "back_seconds",
    "verdict",
    "wrt_seconds",
    "margin_seconds",
    "backlog_clearing_seconds",
    "mtpd_ends",
    "mbco_percent",
    "people",
    "people_minimum",
    "people_after",
    "rpo_declared_seconds",
    "loses_local",
    "loses_site",
    "loses_corruption",
    "loses_ransomware",
    "consistency_groups",
    "workaround",
    "workaround_start_seconds",
    "workaround_sustain_seconds",
    "workaround_tried_on",
    "peaks",
    "needs_count",
    "needs_in_conflict",
    "approved_by",
    "approved_at",
    "approved_entry",
    "answered_by",
    "confidence",
    "conflicts",
    "makes_anew",
    "makes_anew_seconds",
    "makes_anew_counts",
    "puts_right",
    "catching_up_seconds",
    "backlog_at_target_seconds",
    "rekey_seconds",
];

/// The columns of the table of harm.
const HARM: &[&str] = &[
    "activity",
    "name",
    "condition",
    "impact",
    "status",
    "respondent",
    "after_seconds",
    "category",
    "level",
    "word",
    "intolerable",
    "loss",
    "currency",
];

fn shown<T: ToString>(value: Option<T>) -> String {
    value.map_or(String::new(), |it| it.to_string())
}

fn yes(truth: bool) -> String {
    if truth { "yes" } else { "no" }.to_string()
}

fn table(name: &str, head: &[&str], rows: Vec<Vec<String>>) -> Table {
    Table {
        name: name.to_string(),
        head: head.iter().map(|it| (*it).to_string()).collect(),
        rows,
    }
}

/// One row for each activity.
pub fn activities(report: &ImpactReport) -> Table {
    let rows = report.activities.iter().map(|it| {
        let mut row = who(it);
        row.extend(mtpd(it));
        row.extend(targets(it));
        row.extend(lost(it));
        row.extend(around(it));
        row.extend(signed(it));
        row.extend(afterwards(it));
        row
    });
    table("activities", ACTIVITIES, rows.collect())
}

fn who(it: &ActivityReport) -> Vec<String> {
    vec![
        it.id.clone(),
        it.name.clone(),
        shown(it.owner.as_ref()),
        shown(it.description.as_ref()),
        it.covered.map_or("in no scope", |it| it.as_str()).into(),
        shown(it.judged_on.as_ref()),
        shown(it.age_days),
        shown(it.due_on.as_ref()),
    ]
}

fn mtpd(it: &ActivityReport) -> Vec<String> {
    let mtpd = &it.mtpd;
    let views = it.conditions.iter().flat_map(|it| &it.views);
    let mut respondents: Vec<&str> = views
        .filter_map(|it| it.said.respondent.as_deref())
        .collect();
    respondents.sort_unstable();
    respondents.dedup();
    let disagree = it.conditions.iter().filter(|it| it.is_contested());
    let disagree: Vec<&str> = disagree.map(|it| it.when.as_str()).collect();
    vec![
        shown(mtpd.seconds),
        shown(mtpd.beyond_seconds),
        shown(mtpd.from),
        shown(mtpd.condition.as_ref()),
        shown(mtpd.last_tolerable_seconds),
        shown(mtpd.first_intolerable_seconds),
        shown(mtpd.driver.as_ref()),
        yes(mtpd.indicative),
        respondents.join("; "),
        disagree.join("; "),
    ]
}

fn targets(it: &ActivityReport) -> Vec<String> {
    let all = &it.arithmetic;
    let clearing = all.backlog.as_ref().and_then(|it| it.clearing_seconds);
    let people = it.people_after.iter();
    let people = people.map(|it| format!("{} s: {}", it.after_seconds, it.people));
    vec![
        shown(all.rto_declared_seconds),
        shown(all.rto_max_seconds),
        shown(all.required_seconds),
        shown(all.back_seconds),
        all.verdict.as_str().into(),
        all.wrt_seconds.to_string(),
        shown(all.margin_seconds),
        shown(clearing),
        all.mtpd_ends.into(),
        shown(it.mbco_percent),
        shown(it.people),
        shown(it.people_minimum),
        people.collect::<Vec<String>>().join("; "),
    ]
}

fn lost(it: &ActivityReport) -> Vec<String> {
    use continuity::requirements::recovery_points::Point;
    let point = &it.recovery_point;
    let mut row = vec![shown(point.declared_seconds)];
    let modes = point.loses.map(|it| it.modes());
    row.extend((0..4).map(|at| match modes.map(|it| it[at].1) {
        Some(Point::Seconds(seconds)) => seconds.to_string(),
        Some(Point::None) => "all".into(),
        _ => String::new(),
    }));
    let groups = point.datasets.iter();
    let mut groups: Vec<&str> = groups
        .filter_map(|it| it.consistency_group.as_deref())
        .collect();
    groups.sort_unstable();
    groups.dedup();
    row.push(groups.join("; "));
    row
}

fn around(it: &ActivityReport) -> Vec<String> {
    let first = it.workarounds.first();
    let peaks = it.conditions.iter().filter(|it| it.when != NORMAL);
    let peaks = peaks.map(|it| match &it.days {
        Some(days) => format!("{} ({days})", it.when),
        None => it.when.clone(),
    });
    let conflicts = it.needs.iter().filter(|it| it.conflict.is_some());
    vec![
        shown(first.map(|it| &it.name)),
        shown(first.and_then(|it| it.start_within_seconds)),
        shown(first.and_then(|it| it.sustain_for_seconds)),
        shown(first.and_then(|it| it.tried_on.as_ref())),
        peaks.collect::<Vec<String>>().join("; "),
        it.needs_count.to_string(),
        conflicts
            .map(|it| it.id.as_str())
            .collect::<Vec<&str>>()
            .join("; "),
    ]
}

fn signed(it: &ActivityReport) -> Vec<String> {
    let impacts = it.approvals.iter();
    let mut impacts = impacts.filter(|it| it.record.starts_with("impact/") && it.entry.is_some());
    let latest = impacts.next().map(|first| {
        impacts.fold(
            first,
            |best, next| {
                if next.entry > best.entry { next } else { best }
            },
        )
    });
    let answering = it.answering.iter();
    let mut by: Vec<&str> = answering
        .flat_map(|it| it.answered.iter().map(|it| it.by.as_str()))
        .collect();
    by.sort_unstable();
    by.dedup();
    let views = it.conditions.iter().flat_map(|it| &it.views);
    let confidence: Vec<&str> = views
        .filter_map(|it| it.said.confidence.as_deref())
        .collect();
    let codes: Vec<&str> = it.conflicts.iter().map(|it| it.code.as_str()).collect();
    vec![
        shown(latest.and_then(|it| it.by.as_ref())),
        shown(latest.and_then(|it| it.at)),
        shown(latest.and_then(|it| it.entry)),
        by.join("; "),
        confidence.join("; "),
        codes.join("; "),
    ]
}

/// What is left to do once it is back.
fn afterwards(it: &ActivityReport) -> Vec<String> {
    let work = it.catching_up.as_ref();
    let anew = work.map_or(&[][..], |it| &it.reconstructs);
    let of_anew = |say: &dyn Fn(&Reconstructed) -> String| {
        anew.iter().map(say).collect::<Vec<String>>().join("; ")
    };
    let groups = work.map_or(&[][..], |it| &it.reconciles);
    let groups: Vec<&str> = groups.iter().map(|it| it.group.as_str()).collect();
    let backlog = work.and_then(|it| it.backlog.as_ref()?.at_target.as_ref());
    vec![
        of_anew(&|it| it.dataset.clone()),
        of_anew(&|it| shown(it.takes_seconds)),
        of_anew(&|it| yes(it.counts)),
        groups.join("; "),
        shown(work.and_then(|it| it.takes_seconds)),
        shown(backlog.and_then(|it| it.clears_after_seconds)),
        shown(it.workarounds.iter().find_map(|it| it.rekey_seconds)),
    ]
}

/// One row for each activity, condition, view and time, and for each category of harm; the money
/// stands in rows of its own.
pub fn harm(report: &ImpactReport) -> Table {
    let mut rows = Vec::new();
    for activity in &report.activities {
        for condition in &activity.conditions {
            for view in &condition.views {
                grid(report, activity, condition, view, &mut rows);
            }
        }
    }
    table("harm over time", HARM, rows)
}

fn grid(
    report: &ImpactReport,
    activity: &ActivityReport,
    condition: &ConditionHarm,
    view: &View,
    rows: &mut Vec<Vec<String>>,
) {
    for (at, after) in view.after_seconds.iter().enumerate() {
        let row = |category: &str, rest: [String; 5]| {
            let mut row = vec![
                activity.id.clone(),
                activity.name.clone(),
                condition.when.clone(),
                view.said.impact.clone(),
                view.said.status.clone(),
                shown(view.said.respondent.as_ref()),
                after.to_string(),
                category.to_string(),
            ];
            row.extend(rest);
            row
        };
        for levels in &view.levels {
            let level = levels.levels.get(at).copied();
            let known = level.and_then(|it| report.method.levels.get(it as usize));
            let rest = [
                shown(level),
                shown(known.and_then(|it| it.word.as_ref())),
                level.map_or(String::new(), |it| {
                    yes(it >= report.method.intolerable_level)
                }),
                String::new(),
                String::new(),
            ];
            rows.push(row(&levels.category, rest));
        }
        if let Some((amount, code)) = view.loss.get(at).and_then(|it| it.split_once(' ')) {
            let [a, b, c] = [(); 3].map(|()| String::new());
            rows.push(row("loss", [a, b, c, amount.into(), code.into()]));
        }
    }
}
