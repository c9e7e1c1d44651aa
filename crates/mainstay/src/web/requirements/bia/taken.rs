//! From the fields of a question's form to the answers as they shall be. Everything that is wrong
//! is said at its field, all at once; the answers stay as they were where something is.

use std::collections::BTreeMap;

use continuity::estate::Estate;
use continuity::requirements::questionnaire::{Answers, Topic};
use continuity::state::State;
use record::complaint::Complaints;
use record::item::{Item, Need, Rto, Targets};
use record::kinds::Record;
use record::link::ItemRef;
use record::requirements::activity::{Backlog, Peak};
use record::value::{Duration, Flow};

use super::grid::{Grid, MOST};
use super::typed::{duration, percent, read, span, value};
use crate::http::fields::Fields;
use crate::web::form::Faults;

/// Puts what a form says into the answers. `sees_money` is false for who may not see it: then
/// losses stay as they are.
pub fn take(
    state: &State,
    answers: &mut Answers,
    topic: Topic,
    fields: &Fields,
    sees_money: bool,
) -> Faults {
    let mut faults = Faults::default();
    let mut changed = answers.clone();
    match topic {
        Topic::Impact => impact(state, &mut changed, fields, &mut faults),
        Topic::Loss if sees_money => {
            if let Some(impact) = &mut changed.impact {
                super::loss::taken(&mut impact.own, fields, &mut faults);
            }
        }
        Topic::Loss => {}
        Topic::Peaks => peaks(&mut changed, fields, &mut faults),
        Topic::Targets => targets(&mut changed, fields, &mut faults),
        Topic::Minimum => minimum(&mut changed, fields, &mut faults),
        Topic::Workaround => workaround(state, &mut changed, fields, &mut faults),
        Topic::Backlog => backlog(&mut changed, fields, &mut faults),
        Topic::Needs => needs(state, &mut changed, fields, &mut faults),
        Topic::Confidence => confidence(&mut changed, fields, &mut faults),
    }
    if faults.is_empty() {
        check(&changed, &mut faults);
    }
    if faults.is_empty() {
        *answers = changed;
    }
    faults
}

/// What the records themselves complain of, at the field of the form.
fn check(answers: &Answers, faults: &mut Faults) {
    let others = |record: &Record| {
        answers
            .others
            .iter()
            .any(|it| it.reference() == record.reference())
    };
    for record in answers.records().iter().filter(|it| !others(it)) {
        let mut complaints = Complaints::new();
        Record::read(&record.write(), 0, &mut complaints);
        for complaint in &complaints.all {
            let field = complaint.field.replace("levels.", "level.");
            let field = match field.as_str() {
                field @ ("loss" | "loss-low" | "loss-high") => format!("{field}.0"),
                "backlog" => "arrives".to_string(),
                "after" => "times".to_string(),
                "people-after" => "people-after.0.after".to_string(),
                field => field.replace('[', ".").replace(']', ""),
            };
            faults.add(field, complaint.text.as_str());
        }
    }
}

/// The times of a grid as they were typed, separated by commas.
pub fn times(fields: &Fields, faults: &mut Faults) -> Option<Vec<Duration>> {
    let text = fields.filled("times")?;
    let parts = text.split([',', ';']).map(str::trim);
    let parts: Vec<&str> = parts.filter(|it| !it.is_empty()).collect();
    if parts.len() > MOST {
        faults.add("times", format!("at most {MOST} times are judged"));
        return None;
    }
    let read = |part: &&str| read(&span(part), "times", faults);
    parts.iter().map(read).collect()
}

fn impact(state: &State, answers: &mut Answers, fields: &Fields, faults: &mut Faults) {
    let grid = Grid::of(&state.registers, answers);
    let times = times(fields, faults).unwrap_or(grid.times);
    let mut levels: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for category in fields.all("category") {
        let cell = |at: usize| fields.filled(&format!("level.{category}.{at}"));
        let cells: Vec<Option<&str>> = (0..times.len()).map(cell).collect();
        if cells.iter().all(Option::is_none) {
            continue;
        }
        let name = format!("level.{category}");
        if cells.iter().any(Option::is_none) {
            let text = "judge it at every time, or leave the whole row open";
            faults.add(name, text);
            continue;
        }
        let known = |text: &Option<&str>| {
            let level = text.unwrap_or_default().parse::<u32>().ok();
            level.filter(|level| (*level as usize) < grid.levels.len())
        };
        match cells.iter().map(known).collect::<Option<Vec<u32>>>() {
            Some(judged) => drop(levels.insert(category.to_string(), judged)),
            None => faults.add(name, "choose one of the levels"),
        }
    }
    if levels.is_empty() && faults.is_empty() {
        let text = "judge at least one category at every time";
        faults.add("level", text);
    }
    let mut impact = answers.impact_or_begun(state);
    if impact.own.after != times {
        let own = &mut impact.own;
        (own.loss, own.loss_low, own.loss_high) = Default::default();
    }
    (impact.own.after, impact.own.levels) = (times, levels);
    answers.impact = Some(impact);
}

fn peaks(answers: &mut Answers, fields: &Fields, faults: &mut Faults) {
    let known = &answers.activity.own.peaks;
    let mut peaks: Vec<Peak> = Vec::new();
    for at in 0..MOST {
        let name = |part: &str| format!("peaks.{at}.{part}");
        let parts = ["name", "days", "mtpd", "multiplier", "workaround"];
        if parts
            .iter()
            .all(|part| fields.filled(&name(part)).is_none())
        {
            continue;
        }
        let Some(called) = fields.filled(&name("name")) else {
            faults.add(name("name"), "give it a name");
            continue;
        };
        let days = fields.filled(&name("days")).map(str::to_string);
        let twin = known.iter().find(|peak| peak.name == called);
        peaks.push(Peak {
            name: called.to_string(),
            days: days.or_else(|| twin.and_then(|peak| peak.days.clone())),
            multiplier: value(fields, &name("multiplier"), faults),
            mtpd: duration(fields, &name("mtpd"), faults),
            workaround: percent(fields, &name("workaround"), faults),
        });
    }
    for (at, peak) in known.iter().enumerate() {
        let kept = peaks.iter().any(|it| it.name == peak.name);
        if let Some(judged) = answers.first_in(&peak.name).filter(|_| !kept) {
            let text = format!(
                "{} is judged by itself in {}: keep its name, or retire that impact first",
                peak.name,
                judged.reference()
            );
            faults.add(format!("peaks.{at}.name"), text);
        }
    }
    answers.activity.own.peaks = peaks;
}

/// The targets, begun where there are none; taken out where none is left.
pub(super) fn with_targets(item: &mut Item, change: impl FnOnce(&mut Targets)) {
    let nothing = Targets {
        mtpd: None,
        mtpd_ends: None,
        wrt: None,
        rto: None,
        rpo: None,
        mbco: None,
    };
    let mut targets = item.targets.clone().unwrap_or_else(|| nothing.clone());
    change(&mut targets);
    item.targets = (targets != nothing).then_some(targets);
}

fn targets(answers: &mut Answers, fields: &Fields, faults: &mut Faults) {
    let mtpd = duration(fields, "mtpd", faults);
    let within = duration(fields, "rto", faults);
    let rpo = duration(fields, "rpo", faults);
    with_targets(&mut answers.activity.own.item, |targets| {
        // Clock and start of an agreed target stay as they were agreed.
        let rto = within.map(|within| match targets.rto {
            Some(known) => Rto { within, ..known },
            None => Rto::plain(within),
        });
        (targets.mtpd, targets.rto, targets.rpo) = (mtpd, rto, rpo);
    });
}

fn minimum(answers: &mut Answers, fields: &Fields, faults: &mut Faults) {
    let mbco = percent(fields, "mbco", faults);
    let activity = &mut answers.activity.own;
    activity.people = value(fields, "people", faults);
    activity.people_minimum = value(fields, "people-minimum", faults);
    if let (Some(all), Some(least)) = (activity.people, activity.people_minimum)
        && least > all
    {
        let text = "the least is no more than what there normally is";
        faults.add("people-minimum", text);
    }
    if let Some(after) = super::people::taken(fields, faults) {
        activity.people_after = after;
    }
    with_targets(&mut activity.item, |targets| targets.mbco = mbco);
}

fn workaround(state: &State, answers: &mut Answers, fields: &Fields, faults: &mut Faults) {
    let names = [
        "start-within",
        "sustain-for",
        "capacity",
        "rekey",
        "forms",
        "tried",
    ];
    let says = names.iter().any(|name| fields.filled(name).is_some());
    if !says && answers.workaround.is_none() {
        return;
    }
    let mut workaround = answers.workaround_or_begun(state);
    let own = &mut workaround.own;
    own.start_within = duration(fields, "start-within", faults);
    own.sustain_for = duration(fields, "sustain-for", faults);
    own.capacity = percent(fields, "capacity", faults);
    own.rekey = duration(fields, "rekey", faults);
    own.forms = fields.filled("forms").map(str::to_string);
    own.tried = value(fields, "tried", faults);
    answers.workaround = Some(workaround);
}

fn backlog(answers: &mut Answers, fields: &Fields, faults: &mut Faults) {
    let wrt = duration(fields, "wrt", faults);
    let flow = |name: &str, faults: &mut Faults| -> Option<Flow> {
        let text = fields.filled(name)?;
        let text = text.trim_end_matches("/h").trim_end();
        read(&format!("{text}/h"), name, faults)
    };
    let (arrives, clears) = (flow("arrives", faults), flow("clears", faults));
    let filled = |name: &str| fields.filled(name).is_some();
    if filled("arrives") != filled("clears") {
        let text = "say both: how fast work arrives, and how fast it is cleared";
        let missing = match filled("arrives") {
            true => "clears",
            false => "arrives",
        };
        faults.add(missing, text);
    }
    if wrt.is_some() && arrives.is_some() {
        faults.add(
            "wrt",
            "say either how long, or how fast work arrives and is cleared",
        );
    }
    let ends = value(fields, "mtpd-ends", faults);
    let backlog = arrives.zip(clears);
    answers.activity.own.backlog = backlog.map(|(arrives, clears)| Backlog { arrives, clears });
    with_targets(&mut answers.activity.own.item, |targets| {
        (targets.wrt, targets.mtpd_ends) = (wrt, ends);
    });
}

fn needs(state: &State, answers: &mut Answers, fields: &Fields, faults: &mut Faults) {
    let all_right = fields.text("do") == "all-right";
    let mut kept: Vec<Need> = Vec::new();
    for (at, need) in answers.activity.own.item.requires.iter().enumerate() {
        let name = format!("need.{at}");
        match fields.text(&name) {
            "right" => kept.push(need.clone()),
            _ if all_right => kept.push(need.clone()),
            "gone" => {}
            _ => faults.add(name, "say whether this is still right"),
        }
    }
    let estate = Estate::new(&state.registers);
    let lines = fields.text("more").lines().map(str::trim);
    for line in lines.filter(|line| !line.is_empty()).take(MOST) {
        match estate.ask(line) {
            Ok(item) => {
                let reference = estate.reference(item).to_string();
                let known =
                    |need: &Need| need.of.iter().any(|it| estate.find(&it.text) == Some(item));
                if !kept.iter().any(known) {
                    kept.push(Need::one(ItemRef::to(reference)));
                }
            }
            Err(unknown) => {
                let near = unknown.candidates.join(", ");
                let line = record::node::shorten(line);
                let text = match near.is_empty() {
                    true => format!("nothing is called `{line}`"),
                    false => format!("nothing is called `{line}`; did you mean {near}?"),
                };
                faults.add("more", text);
            }
        }
    }
    answers.activity.own.item.requires = kept;
}

fn confidence(answers: &mut Answers, fields: &Fields, faults: &mut Faults) {
    let text = |name: &str| fields.filled(name).map(str::to_string);
    // A delegate is not asked who answered: it stays as it was said.
    let asked = fields.pairs().any(|(name, _)| name == "respondent");
    if let (true, Some(name)) = (asked, text("respondent"))
        && answers.is_taken(&name)
    {
        let text = "has judged this already, in an answer of their own";
        faults.add("respondent", text);
    }
    match &mut answers.impact {
        Some(impact) => {
            if asked {
                impact.own.respondent = text("respondent");
            }
            impact.own.confidence = text("confidence");
        }
        None if text("confidence").is_some() => {
            let text = "answer the first question first: it is about that harm";
            faults.add("confidence", text);
        }
        None => {}
    }
}
