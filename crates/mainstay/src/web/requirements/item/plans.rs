//! Plans for each scenario with the gaps, where data and its copies are, who is called.

use maud::{Markup, html};
use record::kind::Status;
use record::requirements::Dataset;
use record::requirements::dataset::{Protection, Verified};

use super::Seen;
use super::told::ForScenario;
use crate::web::link;
use crate::web::navigation::Mark;
use crate::web::requirements::words::{name, named, state};
use crate::web::when::{ago, span, span_or_unknown};

/// Plans against scenarios.
pub(super) fn block(seen: &Seen<'_>) -> Markup {
    let told = seen.told;
    if matches!(told.kind.as_str(), "team") {
        return html! {};
    }
    html! {
        section.sheet #plans {
            h2 { "Plans for each scenario" }
            @if told.scenarios.is_empty() { p.quiet { "No scenario is written down yet." } }
            @else { div.scroll { table.stack {
                thead { tr {
                    th scope="col" { "Scenario" } th scope="col" { "Does it stop this?" }
                    th scope="col" { "Back after" } th scope="col" { "Plan" }
                } }
                tbody { @for scenario in &told.scenarios { (row(seen, scenario)) } }
            } } }
            @if !told.plans.is_empty() {
                p { "Whatever the cause: " @for plan in &told.plans { (plan_words(seen, plan))
                    " " } }
            }
        }
    }
}

fn row(seen: &Seen<'_>, scenario: &ForScenario) -> Markup {
    let registers = seen.now.registers();
    html! { tr {
        th scope="row" { (named(registers, &scenario.id)) }
        td data-label="Stops it" { @if scenario.stops { (state(Mark::Bad, "stops it")) } @else {
            (state(Mark::Good, "goes on")) } }
        td data-label="Back after" { @if scenario.stops {
            (span_or_unknown(scenario.back_seconds)) } @else { "" } }
        td data-label="Plan" {
            @for plan in &scenario.plans { (plan_words(seen, plan)) " " }
            @if scenario.plans.is_empty() {
                @if scenario.stops && seen.told.plans.is_empty() { (state(Mark::Bad,
                    "gap: no plan")) }
                @else if scenario.stops { span.quiet { "only the general one" } }
                @else { span.quiet { "none needed" } }
            }
        }
    } }
}

fn plan_words(seen: &Seen<'_>, plan: &str) -> Markup {
    let registers = seen.now.registers();
    let record = registers.plans.get(record::link::split(plan).1);
    let status = record.map(|plan| plan.status());
    html! {
        (named(registers, plan)) " "
        small { @match status {
            Some(Status::Approved) => { "in force" }
            Some(status) => { (status.as_str()) }
            None => { "" }
        } }
    }
}

/// Where data and its copies are.
pub(super) fn data(seen: &Seen<'_>) -> Markup {
    let (told, registers) = (seen.told, seen.now.registers());
    html! {
        @if !told.data.is_empty() { section.sheet #data {
            h2 { "Where its data and the copies are" }
            @for (id, dataset, holders) in &told.data { article {
                h3 { (named(registers, id)) }
                p {
                    @match &dataset.size { Some(size) => { (size) }, None => { "size unknown" } }
                    @if !holders.is_empty() { "; held by "
                        @for (place, holder) in holders.iter().enumerate() {
                            @if place > 0 { ", " } (named(registers, holder))
                        }
                    }
                }
                (copies(seen, dataset))
            } }
        } }
        @if !told.places.is_empty() { section.sheet #places {
            h2 { "Places and suppliers under it" }
            ul { @for place in &told.places { li { (named(registers, place)) (contract(seen,
                place)) } } }
        } }
        @if !told.risks.is_empty() { section.sheet #risks {
            h2 { "What may stop it" }
            ul { @for risk in &told.risks { li {
                a href={ "/requirements/risks/of/" (record::link::split(risk).1) } {
                    (name(registers, risk)) } } } }
            p { a href={ "/requirements/risks?of=" (link::escaped(&told.reference)) } {
                "How often, and what that costs" } }
        } }
    }
}

fn copies(seen: &Seen<'_>, dataset: &Dataset) -> Markup {
    html! {
        @if dataset.protection.is_empty() { p { (state(Mark::Bad, "no copy is written down")) } }
        ul { @for copy in &dataset.protection { li { (copy_words(seen, copy)) } } }
    }
}

fn copy_words(seen: &Seen<'_>, copy: &Protection) -> Markup {
    let registers = seen.now.registers();
    let at = copy.at.as_ref().map(|at| match at.text.contains('/') {
        true => at.text.to_string(),
        false => format!("site/{}", at.text),
    });
    let verified = copy.verified.unwrap_or(Verified::None);
    let age = copy.verified_at.map(|date| {
        let at = date.0.to_zoned(jiff::tz::TimeZone::UTC);
        at.map(|at| ago(at.timestamp(), seen.instant))
            .unwrap_or_default()
    });
    html! {
        strong { (copy.method.as_str()) }
        @if let Some(at) = &at { " at " (named(registers, at)) } @else { " (nobody says where)" }
        @if let Some(every) = copy.every { ", every " (span(every.0)) }
        @if copy.immutable { ", cannot be changed" }
        @if let Some(domain) = &copy.admin_domain { ", deletable by " (domain) }
        "; last proven: "
        @match verified {
            Verified::Restored => { (state(Mark::Good, "restored")) }
            Verified::None => { (state(Mark::Bad, "never")) }
            other => { (state(Mark::Warn, other.as_str())) }
        }
        @if let Some(age) = age { " " (age) }
    }
}

fn contract(seen: &Seen<'_>, place: &str) -> Markup {
    let registers = seen.now.registers();
    let Some(("supplier", id)) = place.split_once('/') else {
        return html! {};
    };
    let contracts = registers
        .contracts
        .live()
        .filter(|it| it.supplier.id() == id);
    html! { @for contract in contracts {
        br; small {
            (named(registers, &contract.reference()))
            @if let Some(number) = &contract.own.reference { ", number " code { (number) } }
            @if let Some(rto) = contract.rto { ", promises to be back within " (span(rto.0)) }
            @if let Some(end) = contract.end { ", until " (end) }
        }
    } }
}

/// Who is called, with the ways for those who may see them.
pub(super) fn people(seen: &Seen<'_>, may_see_contacts: bool) -> Markup {
    let (told, registers) = (seen.told, seen.now.registers());
    let mut parties: Vec<&String> = told.holders.iter().chain(&told.deputies).collect();
    parties.extend(&told.team);
    if parties.is_empty() {
        return html! {};
    }
    html! {
        section.sheet #people {
            h2 { "Who is called" }
            ul { @for party in parties { li {
                (named(registers, party)) (verified(seen, party))
                @if may_see_contacts { (cards(seen, party)) }
            } } }
            @if !may_see_contacts {
                p.quiet {
                    "Numbers are kept beside the records and shown to those who may see them." }
            }
        }
    }
}

fn verified(seen: &Seen<'_>, party: &str) -> Markup {
    let registers = seen.now.registers();
    let date = match party.split_once('/') {
        Some(("person", id)) => registers.persons.get(id).and_then(|it| it.contact_verified),
        Some(("team", id)) => registers.teams.get(id).and_then(|it| it.contact_verified),
        _ => return html! {},
    };
    let at = date.and_then(|date| date.0.to_zoned(jiff::tz::TimeZone::UTC).ok());
    html! { " " small { @match at {
        Some(at) => { "contact verified " (ago(at.timestamp(), seen.instant)) }
        None => { "contact never verified" }
    } } }
}

/// The private files beside a person's or team's record: cards with their numbers.
fn cards(seen: &Seen<'_>, party: &str) -> Markup {
    let files = seen.now.present.state.attachments();
    let theirs = files.filter(|(_, file)| file.private && file.subject == party);
    html! { @for (digest, file) in theirs {
        " " a href={ "/api/v1/attachments/" (digest) } { (file.name) }
        span.unseen { " of " (name(seen.now.registers(), party)) }
    } " " a.quiet href={ (link::filed(party)) } { "record" } }
}
