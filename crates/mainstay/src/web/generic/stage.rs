//! The page of a stage: its sub-stages in order, how far each has come, by which criteria, and
//! where one goes on. The pages of all stages are this one.

use continuity::initiation::programme_status::{Criterion, Progress, SubStage};
use maud::{Markup, html};
use record::kinds::Registers;

use crate::web::link;
use crate::web::navigation::mark;
use crate::web::reckoned::Reckoned;

/// A stage as its page tells of it.
pub struct About {
    /// Its number, from 1.
    pub number: u8,
    /// Its name.
    pub name: &'static str,
    /// What it is for, in a sentence.
    pub lead: &'static str,
}

/// Places of work: address and words.
type Places = &'static [(&'static str, &'static str)];

/// Where the work of each sub-stage is done.
const PLACES: &[(&str, Places)] = &[
    (
        "S1.1",
        &[
            ("/initiation/start", "Twelve questions"),
            ("/records/policies", "Policies"),
            ("/records/obligations", "Obligations"),
            ("/initiation/charter", "Charter"),
        ],
    ),
    ("S1.2", &[("/initiation/scope", "Scope board")]),
    (
        "S1.3",
        &[
            ("/initiation/roles", "Role board"),
            ("/initiation/who", "Who decides now"),
            ("/initiation/budget", "Budget"),
        ],
    ),
    ("S1.4", &[("/initiation/steering", "Steering")]),
    ("S1.5", &[("/initiation/programme", "Programme plan")]),
    (
        "S2.1",
        &[
            ("/requirements/bia", "Impact analysis"),
            ("/requirements/bia/report", "Report"),
            ("/requirements/activities", "Activities"),
            ("/requirements/services", "Services"),
        ],
    ),
    (
        "S2.2",
        &[
            ("/requirements/margin", "Margin now"),
            ("/requirements/ahead", "What we will miss next"),
            ("/requirements/forecast", "Hazards and forecast"),
            ("/requirements/warnings", "Warnings"),
            ("/requirements/risks", "Risks in numbers"),
            ("/requirements/unknown", "Unknown disasters"),
            ("/records/hazards", "Hazard records"),
            ("/records/scenarios", "Scenarios"),
        ],
    ),
    (
        "S2.3",
        &[
            ("/requirements/strategy", "Strategy"),
            ("/requirements/measures", "What measures do"),
            ("/requirements/turns", "Many services at once"),
            ("/records/options", "Options"),
            ("/records/choices", "Decisions"),
        ],
    ),
    (
        "S3.1",
        &[
            ("/initiation/roles", "Role board"),
            ("/records/teams", "Teams"),
        ],
    ),
    ("S3.2", &[("/records/arrangements", "Arrangements")]),
    ("S3.3", &[("/records/measures", "Measures")]),
    (
        "S3.4",
        &[
            ("/records/plans", "Plans"),
            ("/implementation/recover", "Recovery after a loss"),
        ],
    ),
    (
        "S3.5",
        &[
            ("/records/procedures", "Procedures"),
            ("/implementation/black-start", "Start from black"),
        ],
    ),
    ("S3.6", &[("/operation/exercises", "Exercises")]),
    ("S4.4", &[("/operation/exercises", "Exercises")]),
];

/// The body of a stage's page. `above` stands between the lead and the sub-stages.
pub fn body(now: &Reckoned, about: &About, above: &Markup) -> Markup {
    let parts: Vec<&SubStage> = now.status.of_stage(about.number).collect();
    let done = parts.iter().filter(|part| part.state == Progress::Done);
    html! {
        h1 { (about.number) ". " (about.name) }
        p.lead { (about.lead) }
        p { strong { (done.count()) " of " (parts.len()) " sub-stages are done." }
            " Done is what holds now: a date that passes or a service that comes in takes it back." }
        (next(now, &parts))
        (above)
        @for part in &parts { (sub_stage(now.registers(), part)) }
    }
}

/// The first thing to do: of what is overdue, else of what is not done.
fn next(now: &Reckoned, parts: &[&SubStage]) -> Markup {
    let overdue = parts.iter().find(|part| !part.overdue.is_empty());
    let open = |part: &&&SubStage| part.state != Progress::Done;
    let part = overdue.or_else(|| parts.iter().find(open));
    html! { @if let Some(part) = part {
        div.banner {
            p { strong { "Next: " a href={ "#" (part.id) } { (part.name) } ". " }
                @if let Some(late) = part.overdue.first() {
                    (link::named(now.registers(), &late.id))
                    " should have been looked at again by " (late.due) "."
                } @else if let Some(criterion) = part.next() {
                    (criterion.words) " " span.quiet { (criterion.why) }
                }
            }
        }
    } }
}

fn sub_stage(registers: &Registers, part: &SubStage) -> Markup {
    let places = PLACES.iter().find(|(id, _)| *id == part.id);
    let places = places.map_or(&[][..], |(_, places)| places);
    html! {
        section.sheet.sub-stage id=(part.id) aria-labelledby={ (part.id) "-name" } {
            h2 id={ (part.id) "-name" } { (part.id) " " (part.name) }
            p.state-line { span.state.(mark(part.state).class()) { (part.state.words()) } }
            @for late in &part.overdue {
                p { (link::named(registers, &late.id))
                    " should have been looked at again by " (late.due) "." }
            }
            ul.criteria { @for criterion in &part.criteria { (one(registers, criterion)) } }
            @if !places.is_empty() {
                p.places { @for (path, word) in places { a href=(path) { (word) } " " } }
            }
        }
    }
}

fn one(registers: &Registers, criterion: &Criterion) -> Markup {
    let (class, told) = match criterion.holds {
        true => ("good", "holds"),
        false => ("bad-word", "does not hold"),
    };
    html! {
        li {
            span.(class) { span.unseen { (told) ": " } (criterion.words) }
            span.why {
                (criterion.why)
                @if !criterion.records.is_empty() && !criterion.holds {
                    " " (link::several(registers, &criterion.records, 5)) "."
                }
                @if let Some(code) = criterion.finding {
                    " " a href={ "/findings?code=" (code) } { "All findings of this sort" }
                }
            }
        }
    }
}
