//! One warning: what it says, what it means for each site, what can still be done before it
//! strikes and who decides it, and what came of it.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::Response;
use continuity::access::{Action, Object};
use continuity::command::{Command, DecidePrecaution, JudgeWarning};
use continuity::event::Came;
use continuity::requirements::warning::join::{SiteVerdict, Verdict};
use continuity::requirements::warning::precaution::{Advice, Precaution, Precautions};
use continuity::requirements::warning::prewarned::ToWarn;
use continuity::state::warning::Received;
use jiff::tz::TimeZone;
use maud::{Markup, html};

use super::{breaks, event, name, plans, posture_word, sure, touches};
use crate::answer::Given;
use crate::answer::warnings::{One, one};
use crate::http::call::Call;
use crate::http::order;
use crate::http::problem::Problem;
use crate::http::run_api::new_run;
use crate::web::form::{self, Ask, Faults};
use crate::web::frame::{Page, show_as};
use crate::web::operation::start::{instant, who};
use crate::web::reckoned::{self, Reckoned};
use crate::web::{link, when};

/// Most sites of a verdict that are listed.
const LISTED_MAX: usize = 60;

/// What the parts of the page share.
struct Seen<'a> {
    call: &'a Call,
    now: &'a Reckoned,
    zone: TimeZone,
    received: &'a Received,
    one: &'a One,
    precautions: &'a Precautions,
    faults: &'a Faults,
}

/// The page.
pub async fn show(call: Call) -> Result<Response, Problem> {
    show_with(&call, &Faults::default(), StatusCode::OK).await
}

async fn show_with(call: &Call, faults: &Faults, status: StatusCode) -> Result<Response, Problem> {
    let now = reckoned::of(call).await?;
    let id = call.path.get("warning").to_string();
    let (asked, at, wanted) = (Arc::clone(&now), call.now, id.clone());
    let compute =
        move || asked.given(|given| one(&Given { at, ..*given }, &asked.present.state, &wanted));
    let unknown = || Problem::unknown(&format!("warning/{id}"));
    let (one, precautions) = call.doors.compute(compute).await?.ok_or_else(unknown)?;
    let received = now.present.state.warning(&id).ok_or_else(unknown)?;
    let seen = Seen {
        call,
        now: &now,
        zone: when::zone(now.registers()),
        received,
        one: &one,
        precautions: &precautions,
        faults,
    };
    let title = event(&one.warning).to_string();
    let page = Page::new(&title, "/requirements", whole(&seen))
        .help("2-requirements#warnings")
        .export([("JSON", format!("/api/v1/warnings/{id}"))]);
    show_as(call, status, page).await
}

fn whole(seen: &Seen<'_>) -> Markup {
    let row = &seen.one.warning;
    let warning = &seen.received.warning;
    html! {
        p.crumb { a href="/requirements/warnings" { "Warnings" } }
        h1 { (event(row)) }
        (seen.faults.summary())
        p.lead {
            (posture_word(row.raises)) @if row.holds { ": " (row.raises_because) } @else { ", it is over" } ". "
            @if let Some(headline) = &warning.headline { (headline) }
        }
        @if !warning.is_actual() {
            p.banner { strong { "Not an actual alert." } " Its status is " (warning.status) "; it raises nothing." }
        }
        (facts(seen))
        (measures(seen))
        (decisions(seen))
        (outcome(seen))
        (sites(seen))
        @if let Some(text) = &warning.text { h2 { "What it says" } p.pre { (text) } }
        @if let Some(text) = &warning.instruction { h2 { "What it tells people to do" } p.pre { (text) } }
        @if !row.alert.remarks.is_empty() {
            h2 { "Remarks" }
            ul { @for remark in &row.alert.remarks { li { (remark) } } }
        }
    }
}

fn facts(seen: &Seen<'_>) -> Markup {
    let (row, warning) = (&seen.one.warning, &seen.received.warning);
    let both = |at| when::both(at, &seen.zone);
    html! {
        dl.facts {
            dt { "touches" } dd { (touches(row, seen.now)) }
            dt { "would break" } dd { (breaks(row, seen.now)) }
            dt { "plan that fits" } dd { (plans(row, seen.now)) }
            dt { "how bad" } dd { (sure(row)) }
            dt { "expected" } dd {
                @match (seen.precautions.begins, seen.precautions.lead_seconds) {
                    (Some(begins), Some(lead)) => {
                        (both(begins)) " "
                        @if lead > 0 { strong { "in " (when::span(lead)) } } @else { span.quiet { (when::span(-lead)) " ago" } }
                    },
                    _ => { "unknown" },
                }
            }
            dt { "holds until" } dd {
                @match (warning.expires, &row.alert.over) {
                    (Some(expires), _) if expires <= seen.call.now => { "expired " (both(expires)) },
                    (_, Some(over)) => { (over) },
                    (Some(expires), None) => { (both(expires)) },
                    (None, None) => { "no end named" },
                }
            }
            dt { "likely" } dd {
                @match seen.precautions.probability {
                    Some(likely) => { (format!("{:.0} %", likely * 100.0)) },
                    None => { "unknown" },
                }
                br; small { (seen.precautions.rests_on) }
            }
            dt { "sender" } dd {
                (warning.sender_name.as_deref().or(warning.sender.as_deref()).unwrap_or("not named"))
                @if let Some(sent) = warning.sent { ", sent " (both(sent)) }
            }
            dt { "received" } dd { "by the feed " (row.feed) ", " (both(seen.received.at)) ", as " (warning.format) }
            dt { "identifier" } dd { code { (warning.identifier) } }
        }
    }
}

fn measures(seen: &Seen<'_>) -> Markup {
    let list = &seen.precautions.list;
    html! {
        section aria-labelledby="measures" {
            h2 #measures { "What can still be done" }
            @if list.is_empty() {
                p {
                    @if seen.precautions.hazards.is_empty() { "The warning tells of no hazard that is known for a site it touches." }
                    @else { "No measure in force answers " (names(&seen.precautions.hazards, seen.now)) "." }
                }
            } @else {
                p.quiet { "By the latest useful minute. A measure pays when the harm is more likely than what acting costs by what it avoids (cost–loss rule)." }
            }
            @for it in list { (measure(seen, it)) }
        }
    }
}

fn names(references: &[String], now: &Reckoned) -> String {
    let names: Vec<String> = references.iter().map(|it| name(it, now)).collect();
    names.join(", ")
}

fn measure(seen: &Seen<'_>, it: &Precaution) -> Markup {
    let id = it.measure.trim_start_matches("measure/");
    let decided = it.decided.as_ref();
    let accepted = decided.is_some_and(|it| it.accepted);
    let may = seen
        .call
        .may_do(Action::DecidePrecaution, Object::Record("measure", id));
    html! {
        article.sheet.measure id={ "measure-" (id) } {
            h3 { (link::record(&it.measure, &it.name)) }
            p {
                @match it.advice {
                    Advice::Act => { span.warn { "Act" } },
                    Advice::NotWorthIt => { span.good { "Not worth it" } },
                    Advice::TooLate => { span.bad-word { "Too late" } },
                    Advice::Unknown => { span.quiet { "Not known" } },
                }
                ": " (it.because) "."
            }
            dl.facts {
                dt { "begin by" } dd {
                    @match it.latest {
                        Some(latest) => {
                            strong { (when::both(latest, &seen.zone)) }
                            (left(seen, latest))
                        },
                        None => { "unknown" },
                    }
                }
                dt { "takes effect" } dd {
                    @match it.takes_seconds { Some(takes) => { "after " (when::span(takes)) }, None => { "unknown" } }
                    @let longer = it.path_seconds.filter(|path| Some(*path) != it.takes_seconds);
                    @if let Some(path) = longer {
                        ", with what comes before it after " (when::span(path))
                    }
                    @if !it.after.is_empty() { br; small { "after " (names(&it.after, seen.now)) } }
                }
                dt { "costs" } dd { (it.cost_money.map_or("unknown".into(), |it| it.to_string())) }
                dt { "avoids" } dd {
                    (it.avoids_money.map_or("unknown".into(), |it| it.to_string()))
                    br; small { (it.avoids_rests_on) }
                }
                dt { "decided by" } dd {
                    @match &it.decides {
                        Some(party) => { (link::record(party, &name(party, seen.now))) },
                        None => { "whoever may invoke" },
                    }
                }
                @if let Some(plan) = &it.plan {
                    dt { "by the plan" }
                    dd { (link::record(plan, &name(plan, seen.now))) }
                }
            }
            (to_warn(&it.warn))
            (steps(seen, it))
            @if let Some(decided) = decided {
                p {
                    @if decided.accepted { span.good { "Accepted" } } @else { span.quiet { "Declined" } }
                    " by " (who(&decided.by)) ", " (when::both(decided.at, &seen.zone))
                    @if let Some(reason) = &decided.what.reason { ": " (reason) }
                    @if let Some(run) = &decided.what.run { ". " a href={ "/runs/" (run) } { "The run that carries it out" } }
                }
            }
            @if !accepted && may { (forms(seen, it, id)) }
            @if !accepted && !may { p.quiet { "You may not decide this." } }
        }
    }
}

fn left(seen: &Seen<'_>, latest: jiff::Timestamp) -> Markup {
    let left = latest.as_second() - seen.call.now.as_second();
    html! { " " @if left >= 0 { "(in " (when::span(left)) ")" } @else { span.bad-word { (when::span(-left)) " too late" } } }
}

/// Most people named before the others wait behind a click.
const WARNED_OPEN: usize = 6;

/// Whom to tell before it is carried out, in that order.
fn to_warn(list: &[ToWarn]) -> Markup {
    let row =
        |it: &ToWarn| html! { li { (link::record(&it.party, &it.name)) " " small { (it.why) } } };
    let (open, behind) = list.split_at(list.len().min(WARNED_OPEN));
    html! {
        @if !list.is_empty() {
            h4 { "Tell beforehand, in this order" }
            ol { @for it in open { (row(it)) } }
            @if !behind.is_empty() {
                details {
                    summary { (behind.len()) " more" }
                    ol start=(WARNED_OPEN + 1) { @for it in behind { (row(it)) } }
                }
            }
        }
    }
}

fn steps(seen: &Seen<'_>, it: &Precaution) -> Markup {
    html! {
        @if !it.steps.is_empty() {
            details {
                summary { (it.steps.len()) " steps by their latest useful minute" }
                ol { @for step in &it.steps {
                    li {
                        (step.title)
                        @match step.latest { Some(latest) => { ", begin by " (when::both(latest, &seen.zone)) }, None => { ", latest minute unknown" } }
                        @if let Some(takes) = step.takes_seconds { ", takes " (when::span(takes)) }
                    }
                } }
            }
        }
    }
}

fn forms(seen: &Seen<'_>, it: &Precaution, id: &str) -> Markup {
    let fields = seen.call.fields();
    let mine = fields.text("measure") == it.measure;
    let none = Faults::default();
    let faults = if mine { seen.faults } else { &none };
    let typed = |name: &str| {
        if mine {
            fields.text(name).to_string()
        } else {
            String::new()
        }
    };
    let action = format!("/requirements/warnings/{}/precautions", seen.received.id);
    let (reason, plan) = (format!("reason-{id}"), format!("typed-{id}"));
    let asked = it.plan.as_deref().map(|plan| name(plan, seen.now));
    // Several forms stand on the page: their fields are told apart by the measure.
    let renamed = renamed(faults, id);
    html! {
        form method="post" action=(action) {
            (form::request())
            input type="hidden" name="measure" value=(it.measure);
            (form::field(Ask::new(&reason, "Why", "A sentence: it is kept with the figures above.").required(), &typed(&reason), &renamed))
            @if let Some(asked) = asked {
                @let hint = format!("To accept, type the name of its plan: {asked}. This is no exercise.");
                (form::field(Ask::new(&plan, "The plan's name", &hint), &typed(&plan), &renamed))
            }
            div.actions {
                button type="submit" name="accept" value="true" { "Accept" }
                button.plain type="submit" name="accept" value="false" { "Decline" }
            }
        }
    }
}

/// The faults of a decision under the names of one form's fields.
fn renamed(faults: &Faults, id: &str) -> Faults {
    let mut out = Faults::default();
    for (field, text) in faults.all() {
        let field = match field.ends_with(id) {
            true => field.to_string(),
            false => format!("{field}-{id}"),
        };
        out.add(field, text);
    }
    out
}

fn decisions(seen: &Seen<'_>) -> Markup {
    let decided = &seen.received.decided;
    html! {
        @if decided.len() > 1 {
            details {
                summary { (decided.len()) " decisions so far" }
                ul { @for it in decided {
                    li {
                        @if it.accepted { "accepted " } @else { "declined " }
                        (name(&it.what.measure, seen.now)) " by " (who(&it.by)) ", " (when::both(it.at, &seen.zone))
                    }
                } }
            }
        }
    }
}

fn outcome(seen: &Seen<'_>) -> Markup {
    let action = format!("/requirements/warnings/{}/outcome", seen.received.id);
    let fields = seen.call.fields();
    let judged = seen.received.judged.as_ref();
    html! {
        section.sheet aria-labelledby="came" {
            h2 #came { "What came of it" }
            @match judged {
                Some(judged) => p {
                    @match judged.what.came {
                        Came::Hit => {
                            span.bad-word { "It struck" }
                            @if let Some(struck) = judged.what.struck {
                                " " (when::both(struck, &seen.zone)) (used(seen, struck))
                            }
                        },
                        Came::FalseAlarm => { span.good { "A false alarm" } },
                    }
                    ", says " (who(&judged.by)) @if let Some(note) = &judged.what.note { ": " (note) }
                },
                None => p { "Nobody has said yet. What is said here scores the sender and the rule." },
            }
            @if seen.call.may(Action::JudgeWarning) {
                form method="post" action=(action) {
                    (form::request())
                    (form::select(Ask::new("came", "What came", "").required(), fields.text("came"), &[("false-alarm", "It did not strike: a false alarm"), ("hit", "It struck")], seen.faults))
                    (form::typed("datetime-local", Ask::new("struck", "When it struck", "Local time; only where it struck."), fields.text("struck"), seen.faults))
                    (form::field(Ask::new("note", "What was seen", ""), fields.text("note"), seen.faults))
                    div.actions { button type="submit" { "Say so" } }
                }
            }
        }
    }
}

/// How much time there was, and how far ahead the measures were done.
fn used(seen: &Seen<'_>, struck: jiff::Timestamp) -> Markup {
    let lead = struck.as_second() - seen.received.at.as_second();
    let ends = seen.received.decided.iter().filter_map(|it| {
        let run = seen.now.present.state.run(it.what.run.as_deref()?)?;
        Some((&it.what.measure, run.end.as_ref()?.at))
    });
    html! {
        ", " (when::span(lead)) " after it was received"
        @for (measure, ended) in ends {
            @let ahead = struck.as_second() - ended.as_second();
            "; " (name(measure, seen.now))
            @if ahead >= 0 { " was done " (when::span(ahead)) " ahead" } @else { " was done " (when::span(-ahead)) " too late" }
        }
    }
}

fn sites(seen: &Seen<'_>) -> Markup {
    let sites = &seen.one.warning.alert.sites;
    html! {
        section aria-labelledby="sites" {
            h2 #sites { "What it means for each site" }
            @for (verdict, title) in [
                (Verdict::Affected, "Touched"),
                (Verdict::CannotDecide, "Nobody can tell"),
                (Verdict::Ended, "Touched, and over"),
                (Verdict::NotAffected, "Not touched"),
            ] {
                @let of = sites.iter().filter(|it| it.verdict == verdict);
                @let of: Vec<&SiteVerdict> = of.collect();
                @if !of.is_empty() {
                    details open[verdict != Verdict::NotAffected] {
                        summary { (title) " (" (of.len()) ")" }
                        ul { @for site in of.iter().take(LISTED_MAX) {
                            li {
                                (link::record(&site.id, &name(&site.id, seen.now)))
                                ": " (site.because)
                            }
                        } }
                        @if of.len() > LISTED_MAX { p.quiet { (of.len() - LISTED_MAX) " more" } }
                    }
                }
            }
        }
    }
}

/// Decides on a measure; accepted with a plan, on to the run.
pub async fn decided(call: Call) -> Result<Response, Problem> {
    let id = call.path.get("warning").to_string();
    let fields = call.fields();
    let measure = fields.text("measure").to_string();
    let short = record::link::split(&measure).1.to_string();
    let named = |name: &str| {
        fields
            .filled(&format!("{name}-{short}"))
            .map(str::to_string)
    };
    let command = Command::DecidePrecaution(Box::new(DecidePrecaution {
        warning: id.clone(),
        measure: measure.clone(),
        accept: fields.text("accept") == "true",
        reason: named("reason"),
        run: new_run(&call)?,
        typed: named("typed"),
    }));
    match order::execute(&call, command).await {
        Ok(receipt) => {
            let state = &call.doors.ledger.present().state;
            let known = state.warning(&id);
            let last = known.and_then(|it| {
                it.decided
                    .iter()
                    .rev()
                    .find(|it| it.what.measure == measure)
            });
            let to = match last.and_then(|it| it.what.run.as_deref()) {
                Some(run) => format!("/runs/{run}"),
                None => format!("/requirements/warnings/{id}"),
            };
            Ok(form::away(&to, &receipt))
        }
        Err(problem) if problem.status() == StatusCode::UNPROCESSABLE_ENTITY => {
            let faults = renamed(&Faults::of(&problem), &short);
            show_with(&call, &faults, problem.status()).await
        }
        Err(problem) => Err(problem),
    }
}

/// Says what came of a warning.
pub async fn judged(call: Call) -> Result<Response, Problem> {
    let id = call.path.get("warning").to_string();
    let fields = call.fields();
    let zone = when::zone(&call.doors.ledger.present().state.registers);
    let came = match fields.text("came") {
        "hit" => Came::Hit,
        _ => Came::FalseAlarm,
    };
    let struck = match (came, instant(fields.text("struck"), &zone)) {
        (Came::FalseAlarm, _) => None,
        (Came::Hit, Ok(struck)) => struck,
        (Came::Hit, Err(why)) => {
            let mut faults = Faults::default();
            faults.add("struck", why);
            return show_with(&call, &faults, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
    };
    let command = Command::JudgeWarning(JudgeWarning {
        warning: id.clone(),
        came,
        struck,
        note: fields.filled("note").map(str::to_string),
    });
    match order::execute(&call, command).await {
        Ok(receipt) => Ok(form::away(
            &format!("/requirements/warnings/{id}"),
            &receipt,
        )),
        Err(problem) if problem.status() == StatusCode::UNPROCESSABLE_ENTITY => {
            show_with(&call, &Faults::of(&problem), problem.status()).await
        }
        Err(problem) => Err(problem),
    }
}
