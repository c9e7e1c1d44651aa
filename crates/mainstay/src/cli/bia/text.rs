//! The report of the impact analysis in words for a terminal: the whole organisation, or all that
//! is known of some activities.

use continuity::path::{humane, humane_or_unknown};

use crate::answer::impact_report::ImpactReport;
use crate::answer::impact_report::activity::{ActivityReport, WorkaroundOf};
use crate::answer::impact_report::catch_up::{CatchUp, Together};
use crate::answer::impact_report::harm::{ConditionHarm, View};
use crate::answer::impact_report::method::Method;
use crate::answer::impact_report::need::Need;
use crate::answer::impact_report::roll_up::{RollUp, Row, ServiceRow};
use crate::answer::impact_report::sign_off::Approval;
use crate::answer::impact_report::target::Headline;
use crate::cli::targets::catching_up_lines;

/// How many rows of a list are shown.
const SHOWN: usize = 40;

/// The whole organisation.
pub fn whole(report: &ImpactReport) -> String {
    let mut out = method(&report.method);
    out.push_str(&in_scope(&report.roll_up));
    let mut section = |title: &str, rows: Vec<String>| {
        if rows.is_empty() {
            return;
        }
        out.push_str(&format!("{title} ({})\n", rows.len()));
        for row in rows.iter().take(SHOWN) {
            out.push_str(&format!("  {row}\n"));
        }
        if rows.len() > SHOWN {
            out.push_str(&format!("  and {} more\n", rows.len() - SHOWN));
        }
        out.push('\n');
    };
    let all = &report.roll_up;
    let of = |wanted: fn(&Row) -> bool| all.rows.iter().filter(move |it| wanted(it));
    section(
        "Soonest intolerable first",
        of(|it| it.mtpd.seconds.is_some()).map(ranked).collect(),
    );
    section(
        "Not time-critical, as far as it was judged",
        of(Row::is_open_ended).map(ranked).collect(),
    );
    section(
        "Nobody knows when it becomes intolerable",
        of(|it| it.mtpd.seconds.is_none() && !it.is_open_ended())
            .map(|it| it.id.clone())
            .collect(),
    );
    let asked = all
        .services
        .iter()
        .filter(|it| it.business_seconds.is_some());
    section("What that asks of services", asked.map(service).collect());
    section(
        "Once all is back: to catch up with",
        all.catch_ups.iter().map(catch_up).collect(),
    );
    section(
        "Restored together",
        all.together.iter().map(together).collect(),
    );
    let conflicts = all.conflicts.iter();
    let conflicts = conflicts.map(|it| format!("{} {}: {}", it.severity, it.subject, it.text));
    section("Conflicts", conflicts.collect());
    let contested = of(|it| !it.contested.is_empty());
    let contested = contested.map(|it| format!("{}: {}", it.id, it.contested.join(", ")));
    section("Respondents disagree, undecided", contested.collect());
    let waiting = of(|it| !it.not_approved.is_empty());
    let waiting = waiting.map(|it| format!("{}: {}", it.id, it.not_approved.join(", ")));
    section("Not approved", waiting.collect());
    let unanswered = all.unanswered.iter().map(|it| {
        let asked = it.asked.as_deref().unwrap_or("nobody");
        let (standing, open) = (it.standing.as_str(), it.open_count);
        format!(
            "{}: asked {asked}, {standing}, {open} questions open",
            it.id
        )
    });
    section("Not answered", unanswered.collect());
    out
}

/// How far the analysis covers what is in scope.
fn in_scope(all: &RollUp) -> String {
    let counts = all.counts.iter();
    let counts: Vec<String> = counts
        .map(|it| format!("{} {}", it.1, it.0.as_str()))
        .collect();
    let mut out = format!("In scope: {}.\n", counts.join(", "));
    let (excluded, undecided) = (all.excluded_count, all.undecided_count);
    if excluded + undecided > 0 {
        out.push_str(&format!(
            "{excluded} out of scope, {undecided} neither in scope nor out.\n"
        ));
    }
    out.push('\n');
    out
}

fn method(method: &Method) -> String {
    let levels = method.levels.iter().map(|it| {
        let word = it.word.as_deref().unwrap_or("no word");
        let intolerable = if it.intolerable { " (intolerable)" } else { "" };
        format!("{} {word}{intolerable}", it.level)
    });
    let levels: Vec<String> = levels.collect();
    let end = match method.reports {
        "last-tolerable" => "the last moment known to be tolerable",
        _ => "the first moment known to be intolerable",
    };
    let mut out = format!("Levels: {}.\nReported as MTPD: {end}.\n", levels.join(", "));
    for loss in &method.intolerable_loss {
        out.push_str(&format!(
            "Intolerable loss: {} ({}).\n",
            loss.amount, loss.by
        ));
    }
    for margin in &method.margins {
        out.push_str(&format!("Margin: {} ({}).\n", margin.margin, margin.by));
    }
    out
}

/// MTPD in words, with its interval and what decides.
fn mtpd(mtpd: &Headline) -> String {
    let Some(seconds) = mtpd.seconds else {
        return mtpd.beyond_seconds.map_or("unknown".into(), |beyond| {
            format!("more than {}", humane(beyond))
        });
    };
    let mut out = humane(seconds);
    if let (Some(last), Some(first)) = (mtpd.last_tolerable_seconds, mtpd.first_intolerable_seconds)
    {
        out.push_str(&format!(" ({}, {}]", humane(last), humane(first)));
    }
    if mtpd.indicative {
        out.push_str(", indicative: where the money crosses");
    } else if let Some(driver) = &mtpd.driver {
        out.push_str(&format!(", {driver} decides"));
    } else if let Some(from) = mtpd.from {
        out.push_str(&format!(", {from}"));
    }
    if let Some(condition) = mtpd.condition.as_deref().filter(|it| *it != "normal") {
        out.push_str(&format!(", {condition}"));
    }
    out
}

fn ranked(row: &Row) -> String {
    format!(
        "{}: {}; back within {}, would be back after {}: {}",
        row.id,
        mtpd(&row.mtpd),
        humane_or_unknown(row.required_seconds),
        humane_or_unknown(row.back_seconds),
        row.verdict.as_str()
    )
}

fn catch_up(row: &CatchUp) -> String {
    let mut parts = vec![match row.wrt_seconds {
        Some(wrt) => format!("{} given for it", humane(wrt)),
        None => "nobody says how long it may take".into(),
    }];
    if !row.makes_anew.is_empty() {
        parts.push(format!("makes anew {}", row.makes_anew.join(", ")));
    }
    if !row.makes_anew_in_vain.is_empty() {
        let all = row.makes_anew_in_vain.join(", ");
        parts.push(format!("makes anew, not counted, {all}"));
    }
    if !row.puts_right.is_empty() {
        parts.push(format!("puts right {}", row.puts_right.join(", ")));
    }
    if let Some(takes) = row.takes_seconds {
        let fits = match row.fits {
            Some(true) => " (fits)",
            Some(false) => " (does not fit)",
            None => "",
        };
        parts.push(format!("takes {} at worst{fits}", humane(takes)));
    }
    match row.backlog_seconds {
        Some(backlog) => parts.push(format!("backlog another {}", humane(backlog))),
        None if row.never_clears => parts.push("the backlog never clears".into()),
        None => {}
    }
    if let Some(rekey) = row.rekey_seconds {
        parts.push(format!("entered again in {}", humane(rekey)));
    }
    format!("{}: {}", row.id, parts.join("; "))
}

fn together(group: &Together) -> String {
    format!(
        "{}: {}; may lose the last {}",
        group.group,
        group.members.join(", "),
        humane_or_unknown(group.rpo_required_seconds)
    )
}

fn service(row: &ServiceRow) -> String {
    let path: Vec<&str> = row.path.iter().map(|step| step.id.as_str()).collect();
    let mut out = format!(
        "{} within {}: {}",
        row.id,
        humane_or_unknown(row.business_seconds),
        path.join(" > ")
    );
    if let Some(conflict) = &row.conflict {
        out.push_str(&format!("\n      {conflict}"));
    }
    out
}

/// Each activity that was asked for.
pub fn each(report: &ImpactReport) -> String {
    let texts = report.activities.iter().map(one);
    texts.collect::<Vec<String>>().join("\n")
}

fn one(it: &ActivityReport) -> String {
    let mut out = format!("{} ({})\n", it.name, it.id);
    let mut line = |what: &str, text: String| out.push_str(&format!("  {what}: {text}\n"));
    if let Some(description) = &it.description {
        line("what it is", description.clone());
    }
    line("owner", it.owner.clone().unwrap_or("nobody".into()));
    line("impact", covered(it));
    line("intolerable after", mtpd(&it.mtpd));
    for sentence in &it.arithmetic.sentences {
        line("so", sentence.clone());
    }
    if let Some(declared) = it.arithmetic.rto_declared_seconds {
        line("RTO as declared", humane(declared));
    }
    line(
        "back",
        format!(
            "required {}, by calculation {}: {}",
            humane_or_unknown(it.arithmetic.required_seconds),
            humane_or_unknown(it.arithmetic.back_seconds),
            it.arithmetic.verdict.as_str()
        ),
    );
    line("least level", least(it));
    line("data", lost(it));
    if let Some(work) = &it.catching_up {
        let mut said = vec![work.words()];
        said.extend(catching_up_lines(work));
        line("catching up", said.join("\n      "));
    }
    for condition in &it.conditions {
        for view in &condition.views {
            line(&format!("harm, {}", condition.when), judged(view));
        }
        if condition.is_contested() {
            line(&format!("range, {}", condition.when), range(condition));
        }
        if condition.views.is_empty() {
            line(&format!("harm, {}", condition.when), "never judged".into());
        }
    }
    for workaround in &it.workarounds {
        line("workaround", workaround_text(workaround));
    }
    for need in &it.needs {
        line("needs", need_text(need));
    }
    for approval in &it.approvals {
        line("in force", approved(approval));
    }
    for conflict in &it.conflicts {
        line("conflict", conflict.text.clone());
    }
    out
}

fn covered(it: &ActivityReport) -> String {
    let covered = it.covered.map_or("in no scope", |it| it.as_str());
    match (&it.judged_on, &it.due_on) {
        (Some(judged), Some(due)) => format!("{covered}; judged {judged}, due {due}"),
        (_, Some(due)) => format!("{covered}; due {due}"),
        _ => format!("{covered}; nobody says when it was judged"),
    }
}

fn least(it: &ActivityReport) -> String {
    let level = it.mbco_percent.map(|it| format!("{it} %"));
    let number = |it: Option<u32>| it.map_or("unknown".to_string(), |it| it.to_string());
    let mut out = format!(
        "{}; people {}, at the least {}",
        level.unwrap_or("unknown".into()),
        number(it.people),
        number(it.people_minimum)
    );
    for then in &it.people_after {
        out.push_str(&format!(
            "; {} after {}",
            then.people,
            humane(then.after_seconds)
        ));
    }
    out
}

fn lost(it: &ActivityReport) -> String {
    let point = &it.recovery_point;
    let mut out = format!(
        "may lose the last {}",
        humane_or_unknown(point.declared_seconds)
    );
    for dataset in &point.datasets {
        out.push_str(&format!(
            "; {} within {}",
            dataset.id,
            humane_or_unknown(dataset.required_seconds)
        ));
        if let Some(group) = &dataset.consistency_group {
            out.push_str(&format!(" (restored with {group})"));
        }
    }
    out
}

fn judged(view: &View) -> String {
    let who = view.said.respondent.as_deref().unwrap_or("nobody named");
    let mut out = format!("{} ({who}, {})", view.said.impact, view.said.status);
    let times: Vec<String> = view.after_seconds.iter().map(|it| humane(*it)).collect();
    out.push_str(&format!("\n      {:<14} {}", "", times.join("  ")));
    for row in &view.levels {
        let cells = row.levels.iter().zip(&times);
        let cells: Vec<String> = cells
            .map(|(level, time)| format!("{level:>width$}", width = time.len()))
            .collect();
        out.push_str(&format!(
            "\n      {:<14} {}",
            row.category,
            cells.join("  ")
        ));
    }
    if !view.loss.is_empty() {
        out.push_str(&format!("\n      {:<14} {}", "loss", view.loss.join(", ")));
    }
    out
}

fn range(condition: &ConditionHarm) -> String {
    let greatest = condition.greatest_seconds;
    format!(
        "{} to {}",
        humane_or_unknown(condition.least_seconds),
        greatest.map_or("never within the times judged".into(), humane)
    )
}

fn workaround_text(it: &WorkaroundOf) -> String {
    let tried = it.tried_on.as_deref().unwrap_or("never, as far as known");
    format!(
        "{} ({}): works after {}, for {}; tried {tried}",
        it.id,
        it.status,
        humane_or_unknown(it.start_within_seconds),
        humane_or_unknown(it.sustain_for_seconds)
    )
}

fn need_text(it: &Need) -> String {
    let mut out = format!(
        "{} within {}, promises {}, would be back after {}",
        it.id,
        humane_or_unknown(it.required_seconds),
        humane_or_unknown(it.promised_seconds),
        humane_or_unknown(it.back_seconds)
    );
    if let Some(conflict) = &it.conflict {
        out.push_str(&format!("\n      {conflict}"));
    }
    out
}

fn approved(it: &Approval) -> String {
    match (&it.by, it.at, it.entry) {
        (Some(by), Some(at), Some(entry)) => {
            format!(
                "{} {}, by {by} at {at}, entry {entry}",
                it.record, it.status
            )
        }
        _ => format!("{} {}", it.record, it.status),
    }
}
