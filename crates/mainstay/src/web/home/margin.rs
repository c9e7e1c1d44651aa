//! The strip of margin: what one more loss would stop, by name, this minute, and because of what.
//! It stands on the home page and is fetched alone when something is said. Without script it says
//! as of when it holds.

use std::collections::BTreeMap;

use axum::http::header;
use axum::response::Response;
use continuity::requirements::margin::{Left, Margin, NextLoss, Standing};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use maud::{Markup, html};
use record::kinds::Registers;

use crate::http::call::Call;
use crate::http::grounds;
use crate::http::problem::Problem;
use crate::http::reply;
use crate::web::navigation::Mark;
use crate::web::requirements::words::{count, named, state};
use crate::web::{link, when};

/// How many losses and groups are named.
const SHOWN: usize = 3;
/// How many services of a loss are named.
const SERVICES_SHOWN: usize = 3;

/// One further loss, and all that it would stop.
pub struct Threat<'m> {
    /// `kind/id` of what would be lost.
    pub id: &'m str,
    /// The services and activities it would stop: id and name.
    pub stops: Vec<(&'m str, &'m str)>,
    /// How many of them would be late.
    pub late: usize,
    /// What is down that would have held.
    pub instead_of: Vec<&'m str>,
    /// Whether it is the very last of a group that something down has left.
    pub is_last: bool,
}

/// The strip alone.
pub async fn alone(call: Call) -> Result<Response, Problem> {
    let (present, margin) = grounds::shown(&call).await?;
    let zone = when::zone(&present.state.registers);
    let markup = strip(&margin, &present.state.registers, call.now, &zone);
    let response = reply::body("text/html; charset=utf-8", markup.into_string());
    Ok(reply::with(response, header::CACHE_CONTROL, "no-store"))
}

/// The strip as a part of a page.
pub async fn part(call: &Call) -> Result<Markup, Problem> {
    let (present, margin) = grounds::shown(call).await?;
    let zone = when::zone(&present.state.registers);
    Ok(strip(&margin, &present.state.registers, call.now, &zone))
}

/// What one more loss would newly do, the worst first: the last of a group, then what makes most
/// late, then what stops most.
pub fn threats(margin: &Margin) -> Vec<Threat<'_>> {
    let mut found: BTreeMap<&str, Threat<'_>> = BTreeMap::new();
    let last = |id: &str| {
        let mut groups = margin.on_last_redundancy.iter();
        groups.any(|group| group.members_up.iter().any(|member| member == id))
    };
    let new = |it: &&NextLoss| it.because_of_signal || it.late_because_of_signal;
    for service in &margin.services {
        for loss in service.next_losses.iter().filter(new) {
            let id = loss.members[0].as_str();
            let threat = found.entry(id).or_insert_with(|| Threat {
                id,
                stops: Vec::new(),
                late: 0,
                instead_of: Vec::new(),
                is_last: last(id),
            });
            threat.stops.push((&service.id, &service.name));
            threat.late += usize::from(loss.breaches == Some(true));
            for spare in &loss.instead_of {
                if !threat.instead_of.contains(&spare.as_str()) {
                    threat.instead_of.push(spare);
                }
            }
        }
    }
    let mut all: Vec<Threat<'_>> = found.into_values().collect();
    all.sort_by_key(|it| {
        let (late, stops) = (it.late, it.stops.len());
        std::cmp::Reverse((it.is_last, late, stops))
    });
    all
}

fn strip(margin: &Margin, registers: &Registers, now: Timestamp, zone: &TimeZone) -> Markup {
    let threats = threats(margin);
    let counts = margin.counts;
    let class = match (threats.is_empty(), counts.stopped) {
        (true, 0) => "sheet margin-strip",
        _ => "sheet margin-strip alarm",
    };
    html! {
        section #margin class=(class) aria-labelledby="margin-title" data-refresh="/requirements/margin/strip" {
            h2 #margin-title { "Margin now" }
            @if counts.stopped > 0 {
                p { (state(Mark::Bad, &count(counts.stopped, "service or activity has stopped", "services and activities have stopped"))) }
            }
            @for threat in threats.iter().take(SHOWN) { (threat_line(threat, registers)) }
            @if threats.len() > SHOWN {
                p { a href="/requirements/margin#next" { "All " (threats.len()) " losses that would now stop something" } }
            }
            (last_ones(margin, &threats, registers))
            @if threats.is_empty() && counts.stopped == 0 {
                p { (quiet_words(margin)) }
            }
            (planned(margin, registers, zone))
            p.foot {
                a href="/requirements/margin" { "Margin, service by service" }
                small { " as of " (when::both(now, zone)) }
            }
        }
    }
}

fn threat_line(threat: &Threat<'_>, registers: &Registers) -> Markup {
    let more = threat.stops.len().saturating_sub(SERVICES_SHOWN);
    html! {
        p.threat {
            (state(Mark::Bad, "single point now")) " "
            strong { (named(registers, threat.id)) } ": if it is lost too, "
            @for (place, (id, name)) in threat.stops.iter().take(SERVICES_SHOWN).enumerate() {
                @if place > 0 { ", " } (link::record(id, name))
            }
            @if more > 0 { " and " a href="/requirements/margin#next" { (more) " more" } }
            @if threat.stops.len() == 1 { " stops" } @else { " stop" }
            @if threat.late > 0 { ", " (threat.late) " of them not back in time" }
            "."
            @if !threat.instead_of.is_empty() {
                " Down already: "
                @for (place, id) in threat.instead_of.iter().enumerate() {
                    @if place > 0 { ", " } (named(registers, id))
                }
                "."
            }
        }
    }
}

/// Groups that live on their last members and are not named above.
fn last_ones(margin: &Margin, threats: &[Threat<'_>], registers: &Registers) -> Markup {
    let named_above = |id: &String| threats.iter().take(SHOWN).any(|it| it.id == id);
    let open = margin.on_last_redundancy.iter();
    let open: Vec<_> = open
        .filter(|it| !it.members_up.iter().all(named_above))
        .collect();
    html! {
        @if !open.is_empty() {
            ul.last { @for group in open.iter().take(SHOWN) { li {
                (state(Mark::Warn, "nothing to spare")) " "
                (named(registers, &group.id)) " runs on " (link::several(registers, &group.members_up, 3)) " alone"
            } } }
            @if open.len() > SHOWN {
                p { a href="/requirements/margin#last" { "All " (open.len()) } }
            }
        }
    }
}

fn quiet_words(margin: &Margin) -> Markup {
    let counts = |it: &&continuity::requirements::margin::SignalUsed| {
        it.standing == Standing::Counts && it.says != "up"
    };
    let down = margin.signals.iter().filter(counts).count();
    let reduced = margin
        .services
        .iter()
        .filter(|it| it.margin == Left::Reduced)
        .count();
    html! {
        @if margin.signals.is_empty() && margin.under_way.is_empty() {
            (state(Mark::Open, "nothing heard")) " No monitor has said anything yet, so how things stand is not known."
        } @else {
            (state(Mark::Good, "no margin is lost")) " "
            @match down {
                0 => { "Nothing is said to be down." }
                _ => { (count(down, "thing is", "things are")) " said to be down or degraded, and no single further loss stops anything because of it." }
            }
            @if reduced > 0 { " " (count(reduced, "service or activity runs", "services and activities run")) " on less than it was built with." }
        }
    }
}

/// Planned work that takes the last of something.
fn planned(margin: &Margin, registers: &Registers, zone: &TimeZone) -> Markup {
    let takes = |it: &&continuity::requirements::margin::PlannedWork| {
        !it.is_on && (!it.stops.is_empty() || !it.leaves_without_margin.is_empty())
    };
    let next = margin.planned.iter().find(takes);
    html! {
        @if let Some(work) = next {
            p { (state(Mark::Warn, "planned")) " "
                (named(registers, &work.change)) " takes margin"
                @if let Ok(from) = work.from.parse::<Timestamp>() { " from " (when::both(from, zone)) }
                ": "
                a href="/requirements/margin#planned" { "what it takes" } }
        }
    }
}
