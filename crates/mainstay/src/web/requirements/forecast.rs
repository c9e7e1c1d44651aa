//! What may come: the hazards of each site with their probabilities between bounds, what they rest
//! on, a belief tried out without touching a record, and how well the past would have been
//! foretold.

mod drawing;
mod hazard;
mod scores;

pub(super) use scores::verdict;

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::Response;
use continuity::access::Action;
use continuity::requirements::hazard_outlook::{
    HazardOutlook, Outlook, Question, SiteOutlook, hazard_outlook,
};
use maud::{Markup, html};
use record::kinds::Registers;
use record::requirements::hazard::Prior;

use crate::answer::forecast::{KeptForecasts, days, kept_forecasts};
use crate::http::call::Call;
use crate::http::forecast_api;
use crate::http::order;
use crate::http::parameter::{Parameter, Sort};
use crate::http::problem::Problem;
use crate::web::form::{self, Ask, Faults};
use crate::web::frame::{Page, show_as};
use crate::web::link::escaped;
use crate::web::reckoned::{self, Reckoned};
use crate::web::{link, when};

const PATH: &str = "/requirements/forecast";
/// How far ahead it is looked where nobody says it.
const WITHIN: &str = "30d";
/// How far ahead one may look by a choice: what is asked, and how it reads.
const AHEAD: [(&str, &str); 6] = [
    ("7d", "the next 7 days"),
    ("30d", "the next 30 days"),
    ("90d", "the next 90 days"),
    ("365d", "the next year"),
    ("1826d", "the next 5 years"),
    ("3652d", "the next 10 years"),
];

/// What may be asked.
pub const ASKED: &[Parameter] = &[
    Parameter::new("within", Sort::Typed, "How far ahead: `30d`."),
    Parameter::new("hazard", Sort::Typed, "The hazard whose belief is tried."),
    Parameter::new("events", Sort::Typed, "The belief tried: so many events."),
    Parameter::new("years", Sort::Typed, "The belief tried: in so many years."),
];

/// What was asked, as it was typed, and what it came to.
struct Asked {
    within: String,
    hazard: String,
    events: String,
    years: String,
    question: Question,
    faults: Faults,
}

/// The page.
pub async fn show(call: Call) -> Result<Response, Problem> {
    let now = reckoned::of(&call).await?;
    let asked = Arc::new(asked(&call, now.registers()));
    let (known, put) = (Arc::clone(&now), Arc::clone(&asked));
    let compute = move || {
        let outlook = hazard_outlook(known.registers(), known.at, &put.question);
        let kept = kept_forecasts(&known.present.state, known.at);
        (outlook, kept)
    };
    let (outlook, kept) = call.doors.compute(compute).await?;
    let may_keep = call.may(Action::KeepForecasts);
    let body = whole(&now, &asked, &outlook, &kept, may_keep);
    let status = match asked.faults.is_empty() {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let json = format!("/api/v1/forecast?within={}", escaped(&asked.within));
    let page = Page::new("What may come", "/requirements", body)
        .help("2-requirements#hazards-and-forecast")
        .export([("JSON", json)]);
    show_as(&call, status, page).await
}

/// Keeps the forecast of this moment.
pub async fn kept(call: Call) -> Result<Response, Problem> {
    let within = call.fields().text("within").to_string();
    let within = if within.is_empty() {
        WITHIN.into()
    } else {
        within
    };
    let command = forecast_api::command(&call, within.clone()).await?;
    let receipt = order::execute(&call, command).await?;
    Ok(form::away(
        &format!("{PATH}?within={}", escaped(&within)),
        &receipt,
    ))
}

fn asked(call: &Call, registers: &Registers) -> Asked {
    let text = |name: &str| call.query.text(name).unwrap_or_default().trim().to_string();
    let mut faults = Faults::default();
    let mut within = text("within");
    if within.is_empty() {
        within = WITHIN.into();
    }
    let within_days = days(&within).unwrap_or_else(|wrong| {
        faults.add("within", wrong.0);
        30
    });
    let (hazard, events, years) = (text("hazard"), text("events"), text("years"));
    let mut what_if = None;
    if !hazard.is_empty() {
        let number = |name: &str, text: &str, faults: &mut Faults| {
            let number = text
                .parse()
                .ok()
                .filter(|it: &f64| (1e-9..1e9).contains(it));
            if number.is_none() {
                faults.add(name, "A number above zero.");
            }
            number
        };
        let id = hazard.strip_prefix("hazard/").unwrap_or(&hazard);
        if registers.hazards.get(id).is_none() {
            faults.add("hazard", "No hazard is called so.");
        }
        let events = number("events", &events, &mut faults);
        let years = number("years", &years, &mut faults);
        if let (Some(events), Some(years), true) = (events, years, faults.is_empty()) {
            what_if = Some((id.to_string(), Prior { events, years }));
        }
    }
    Asked {
        within,
        hazard,
        events,
        years,
        question: Question {
            within_days,
            what_if,
            scored: true,
        },
        faults,
    }
}

fn whole(
    now: &Reckoned,
    asked: &Asked,
    outlook: &HazardOutlook,
    kept: &KeptForecasts,
    may_keep: bool,
) -> Markup {
    let registers = now.registers();
    let mut sites: Vec<&SiteOutlook> = outlook.sites.iter().collect();
    let worst = |site: &SiteOutlook| site.hazards.first().map_or(0.0, |it| it.probability_year);
    sites.sort_by(|one, other| worst(other).total_cmp(&worst(one)));
    html! {
        h1 { "What may come" }
        p.lead { "How often each hazard comes to each site, how likely it is in the time ahead, \
            and how far that can be trusted. An average is no timetable: two in a row do not disprove \
            it, and a long quiet does not make it due." }
        p { "What will run out or fall behind in our own estate stands on "
            a href="/requirements/ahead" { "what we will miss next" } "." }
        (asked.faults.summary())
        (question(asked, registers))
        @if let Some((id, prior)) = &asked.question.what_if {
            p.banner { "Tried out: " (link::named(registers, &format!("hazard/{id}")))
                " believed to come " (prior.events) " times in " (prior.years)
                " years before anyone looked. No record is changed. "
                a href=(format!("{PATH}?within={}", escaped(&asked.within))) { "Back to the records" } }
        }
        @if sites.is_empty() && outlook.organisation.is_empty() { (nothing()) }
        @for site in sites { (place(registers, Some(site), &site.hazards, asked)) }
        @if !outlook.organisation.is_empty() {
            (place(registers, None, &outlook.organisation, asked))
        }
        (unknown(registers, outlook))
        (scores::back_test(outlook))
        (scores::kept(kept, asked, may_keep))
        (sources(registers, outlook, now))
    }
}

fn nothing() -> Markup {
    html! {
        div.sheet {
            p { "No hazard has a history or a belief to forecast from. File hazards with a "
                code { "prior" } " (so many events in so many years), or bring a history in: "
                a href="/records/import" { "Import" } "." }
        }
    }
}

fn question(asked: &Asked, registers: &Registers) -> Markup {
    let faults = &asked.faults;
    let mut ahead: Vec<(&str, &str)> = AHEAD.to_vec();
    if !ahead.iter().any(|(word, _)| *word == asked.within) {
        ahead.push((&asked.within, &asked.within));
    }
    let mut hazards: Vec<(&str, &str)> = vec![("", "none")];
    hazards.extend(registers.hazards.live().map(|it| (&*it.id, it.title())));
    html! {
        form.row.ahead action=(PATH) {
            (form::select(Ask::new("within", "Within", ""), &asked.within, &ahead, faults))
            button type="submit" { "Show" }
        }
        details open[!asked.hazard.is_empty()] {
            summary { "Try another belief, without touching a record" }
            form.row.ahead action=(PATH) {
                input type="hidden" name="within" value=(asked.within);
                (form::select(Ask::new("hazard", "Hazard", ""), &asked.hazard, &hazards, faults))
                (form::field(Ask::new("events", "Events", "so many"), &asked.events, faults))
                (form::field(Ask::new("years", "Years", "in so many"), &asked.years, faults))
                button.plain type="submit" { "Try" }
            }
        }
    }
}

fn place(
    registers: &Registers,
    site: Option<&SiteOutlook>,
    hazards: &[Outlook],
    asked: &Asked,
) -> Markup {
    let days = asked.question.within_days;
    html! {
        section.sheet.outlook {
            @match site {
                Some(site) => h2 { (link::record(&site.id, &site.name)) },
                None => h2 { "The organisation as a whole" },
            }
            (drawing::legend(days))
            ul.plain-list.hazards { @for it in hazards { (hazard::row(registers, site, it)) } }
        }
    }
}

fn unknown(registers: &Registers, outlook: &HazardOutlook) -> Markup {
    html! {
        @if !outlook.unknown.is_empty() {
            section.sheet {
                h2 { "Nothing is known of how often these come" }
                p { "Nobody looked (no " code { "observed" } "), nothing was believed (no "
                    code { "prior" } "), and there is nothing like it to learn from. Unknown is "
                    "not zero." }
                ul.plain-list { @for it in &outlook.unknown {
                    @let (hazard, site) = it.split_once(" at ").unwrap_or((it, ""));
                    li { (link::named(registers, hazard))
                        @if !site.is_empty() { " at " (link::named(registers, site)) } }
                } }
            }
        }
    }
}

/// Where the histories come from, on which terms, and in which zone their times are.
fn sources(registers: &Registers, outlook: &HazardOutlook, now: &Reckoned) -> Markup {
    let mut sources: BTreeMap<(&str, &str), Vec<(&str, &str)>> = BTreeMap::new();
    for (_, it) in outlook.all() {
        let hazard = it.hazard.strip_prefix("hazard/").unwrap_or(&it.hazard);
        let Some(record) = registers.hazards.get(hazard) else {
            continue;
        };
        let source = record
            .envelope
            .source
            .as_deref()
            .unwrap_or("no source is named");
        let terms = record.envelope.description.as_deref().unwrap_or_default();
        let known = sources.entry((source, terms)).or_default();
        if !known.iter().any(|(id, _)| *id == it.hazard) {
            known.push((&it.hazard, &it.name));
        }
    }
    let zone = when::zone(registers);
    html! {
        section.sheet {
            h2 { "Where this comes from" }
            p { "Reckoned for " (when::both(now.at, &zone)) ". Histories are kept in UTC; a day \
                without a time counts from its midnight in UTC." }
            ul { @for ((source, terms), hazards) in &sources {
                li { strong { (source) } @if !terms.is_empty() { ". " (terms) } " "
                    span.quiet { @for (index, (hazard, name)) in hazards.iter().enumerate() {
                        @if index > 0 { ", " } (link::record(hazard, name))
                    } } }
            } }
        }
    }
}
