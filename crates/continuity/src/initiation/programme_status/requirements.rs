//! The done-criteria of Requirements and strategy: impact analysis, risks, strategy.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use record::kind::Filed;
use record::link::split;
use record::requirements::risk::Treatment;
use record::requirements::scenario::Mode;
use record::requirements::{Choice, Impact, Risk};

use super::part::{Looked, Part, each, each_if_any, free_of};
use super::{Ground, Overdue, SubStage};
use crate::requirements::analysis_conflicts::CONTRADICTIONS;
use crate::requirements::coverage::{Covered, covered, due};
use crate::requirements::recovery_targets::Verdict;
use crate::requirements::strategy::comparison::of_one;
use crate::requirements::strategy::workings::Workings;

/// The sub-stages.
pub(super) fn parts(ground: &Ground<'_, '_>) -> Vec<SubStage> {
    vec![impact(ground), risk(ground), strategy(ground)]
}

fn impact(ground: &Ground<'_, '_>) -> SubStage {
    let registers = ground.judge.registers();
    let estate = ground.judge.estate();
    let mut of: BTreeMap<String, Vec<&Filed<Impact>>> = BTreeMap::new();
    for impact in registers.impacts.live() {
        let activity = format!("activity/{}", impact.own.activity.id());
        of.entry(activity).or_default().push(impact);
    }
    let today = ground.judge.today();
    let mut overdue = Vec::new();
    let assessed: Vec<Looked> = ground
        .in_scope("activity")
        .map(|row| {
            let known = of.get(&row.id).map_or(&[][..], Vec::as_slice);
            let name = &row.name;
            let activity = registers.activities.get(split(&row.id).1);
            let by = activity.map(|it| covered(it, known, today).0);
            let why = match by.unwrap_or(Covered::Missing) {
                Covered::InDate => None,
                Covered::Overdue => {
                    overdue.extend(named_by_no_record(&row.id, known, today));
                    Some(format!("the assessment of {name} is to be made anew"))
                }
                Covered::Undated => Some(format!(
                    "nobody says when the assessment of {name} was made"
                )),
                Covered::Waiting => Some(format!("the assessment of {name} is not approved")),
                Covered::Missing => Some(format!("{name} is not assessed")),
            };
            (row.id.clone(), why)
        })
        .collect();
    let mapped = ground.in_scope("activity").map(|row| {
        let item = estate.find(&row.id).map(|item| estate.listed(item).item);
        let needs = item.is_some_and(|item| !item.requires.is_empty());
        let why = (!needs).then(|| format!("nothing is named that {} needs", row.name));
        (row.id.clone(), why)
    });
    let none = "No activity is in scope.";
    Part::new("S2.1", "Business impact analysis")
        .on(registers.impacts.live().map(Filed::reference))
        .overdue(overdue)
        .when(each(
            "Every activity in scope has an approved assessment that is in date.",
            assessed,
            none,
        ))
        .when(each(
            "Every activity in scope says what it needs.",
            mapped,
            none,
        ))
        .when(free_of(
            "Those who judged the same agree, or who answers for it has decided.",
            ground,
            &["respondents-disagree"],
        ))
        .when(free_of(
            "Every condition that was judged is one that its activity has.",
            ground,
            &["condition-unknown"],
        ))
        .when(free_of(
            "No target contradicts another, or it is knowingly accepted.",
            ground,
            CONTRADICTIONS,
        ))
        .done(ground)
}

/// An assessment that is to be made anew by a day that its records do not name: so many months
/// after it was made.
fn named_by_no_record(activity: &str, known: &[&Filed<Impact>], today: Date) -> Option<Overdue> {
    let approved = || known.iter().filter(|it| it.is_approved());
    let named = |it: &&&Filed<Impact>| it.envelope.review_due.is_some_and(|due| due.0 < today);
    let due = approved().filter_map(|it| due(it)).max()?;
    (!approved().any(|it| named(&it))).then(|| Overdue {
        id: activity.to_string(),
        due: due.to_string(),
    })
}

fn risk(ground: &Ground<'_, '_>) -> SubStage {
    let registers = ground.judge.registers();
    let risks = || registers.risks.live();
    let mut judged: BTreeSet<&str> = BTreeSet::new();
    judged.extend(risks().filter_map(|it| it.own.hazard.as_ref().map(|hazard| hazard.id())));
    let hazards = registers.hazards.approved().map(|it| {
        let why = (!judged.contains(&*it.id)).then(|| format!("no risk judges {}", it.title()));
        (it.reference(), why)
    });
    let decided = risks().map(|it| (it.reference(), decision(ground, it)));
    let scenarios = registers.scenarios.approved();
    let scenarios = scenarios.map(|it| (it.reference(), None));
    Part::new("S2.2", "Risk assessment and predictive assessment")
        .on(risks().map(Filed::reference))
        .begun(!registers.hazards.is_empty())
        .when(each(
            "Every hazard of the catalogue is judged by a risk.",
            hazards,
            "The catalogue of hazards is empty.",
        ))
        .when(each(
            "Every risk has an owner and a decision; what is accepted has a name and an end.",
            decided,
            "There is no risk in the register.",
        ))
        .when(each(
            "The scenarios to be ready for are named.",
            scenarios,
            "There is no scenario.",
        ))
        .done(ground)
}

/// What a risk lacks.
fn decision(ground: &Ground<'_, '_>, risk: &Filed<Risk>) -> Option<String> {
    let title = risk.title();
    let accepted = risk.treatment == Some(Treatment::Accept);
    match () {
        () if risk.envelope.owner.is_none() => Some(format!("nobody owns {title}")),
        () if risk.treatment.is_none() => Some(format!("nothing is decided about {title}")),
        () if accepted && risk.accepted_by.is_none() => {
            Some(format!("nobody is named who accepted {title}"))
        }
        () if accepted => match risk.accepted_until {
            None => Some(format!("{title} is accepted without an end")),
            Some(day) if day.0 < ground.judge.today() => {
                Some(format!("{title} was accepted until {day}"))
            }
            Some(_) => None,
        },
        () => None,
    }
}

fn strategy(ground: &Ground<'_, '_>) -> SubStage {
    let registers = ground.judge.registers();
    let today = ground.judge.today();
    let estate = ground.judge.estate();
    let mut of: BTreeMap<String, Vec<&Filed<Choice>>> = BTreeMap::new();
    for choice in registers.choices.live() {
        for item in choice
            .own
            .covers
            .iter()
            .filter_map(|it| estate.find(&it.text))
        {
            let item = estate.reference(item).to_string();
            of.entry(item).or_default().push(choice);
        }
    }
    let workings = Workings::new(ground.judge);
    let decided = ground.in_scope("service").map(|row| {
        let holds = |choice: &&&Filed<Choice>| {
            choice.is_approved() && choice.expires.is_none_or(|day| day.0 >= today)
        };
        let known = of.get(&row.id).map_or(&[][..], Vec::as_slice);
        let why = match known.iter().find(holds) {
            None => Some(format!("nothing is decided for {}", row.name)),
            Some(choice) => gap(&workings, &row.id, choice),
        };
        (row.id.clone(), why)
    });
    let reasons = registers.choices.approved().map(|choice| -> Looked {
        let silent = choice.rejected.iter().find(|it| it.reason.is_none());
        let title = choice.title();
        let why = match silent {
            _ if choice.approver.is_none() => Some(format!("nobody is named who decided {title}")),
            Some(other) => {
                let other = split(&other.option.text).1;
                Some(format!("{title} says not why {other} was not taken"))
            }
            None => None,
        };
        (choice.reference(), why)
    });
    Part::new("S2.3", "Continuity strategy")
        .on(registers.choices.live().map(Filed::reference))
        .begun(!registers.options.is_empty())
        .when(each(
            "Each service in scope has a decided option that reaches its targets, or an accepted gap.",
            decided,
            "No service is in scope.",
        ))
        .when(each_if_any(
            "Each decision names who took it, and why the others were not taken.",
            reasons,
        ))
        .done(ground)
}

/// Why a decision does not reach the targets of a service. An option that says what it changes is
/// computed; what its seller claims decides nothing then.
fn gap(workings: &Workings<'_, '_>, service: &str, choice: &Filed<Choice>) -> Option<String> {
    if choice.gap_accepted {
        return None;
    }
    let id = choice.own.option.id();
    let Some(option) = workings.judge.registers().options.get(id) else {
        let title = choice.title();
        return Some(format!("{title} takes an option that is not there"));
    };
    let mode = option.mode.unwrap_or(Mode::Loss);
    let column = of_one(workings, service, mode, option);
    let title = option.title();
    match (workings.required(service), column.rtc_seconds) {
        (Some(_), None) => Some(format!("{title} says not how soon {service} is back")),
        (Some(needs), Some(reaches)) if reaches > needs => {
            Some(format!("{title} brings {service} back too late"))
        }
        _ if column.verdict == Verdict::Misses => Some(format!(
            "{title} does not reach what {service} needs: {}",
            column.because.join(", ")
        )),
        _ => None,
    }
}
