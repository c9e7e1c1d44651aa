//! The page of one item: what is asked of it, what it can do by calculation, what was shown, and
//! why; what it needs and what needs it; plans, data, people and facts. It computes nothing.

mod around;
pub(in crate::web::requirements) mod catching_up;
mod conditions;
mod facts;
mod figures;
mod plans;
pub mod told;
mod week;

use std::sync::Arc;

use axum::response::Response;
use continuity::access::{Action, Object};
use continuity::command::Command;
use continuity::written::Written;
use jiff::tz::TimeZone;
use maud::{Markup, html};
use record::kind::Confirmed;
use record::value::Date;

use self::told::Told;
use super::words::{self, count, named, state};
use crate::http::call::Call;
use crate::http::order::execute;
use crate::http::problem::Problem;
use crate::web::form;
use crate::web::frame::{self, Page};
use crate::web::link::{self, ITEMS};
use crate::web::navigation::Mark;
use crate::web::operation::evidence;
use crate::web::reckoned::{self, Reckoned};
use crate::web::when;

/// What the parts of the page share.
pub(super) struct Seen<'a> {
    /// The computed present.
    pub now: &'a Reckoned,
    /// What is told of the item.
    pub told: &'a Told,
    /// The zone in which times are shown.
    pub zone: TimeZone,
    /// The instant of the request.
    pub instant: jiff::Timestamp,
    /// Whether the reader sees figures of money.
    pub may_see_money: bool,
}

/// The page.
pub async fn show(call: Call) -> Result<Response, Problem> {
    let now = reckoned::of(&call).await?;
    let (kind, id) = (call.path.get("kind"), call.path.get("id"));
    let reference = format!("{kind}/{id}");
    let known = ITEMS.contains(&kind) && now.registers().has(kind, id);
    if !known {
        return Err(Problem::unknown(&format!("`{reference}`")));
    }
    let asked = (Arc::clone(&now), reference.clone());
    let told = call.doors.compute(move || told::told(&asked.0, &asked.1));
    let Some(told) = told.await? else {
        return retired(&call, &now, &reference).await;
    };
    let seen = Seen {
        now: &now,
        told: &told,
        zone: when::zone(now.registers()),
        instant: call.now,
        may_see_money: call.may(Action::ReadMoney),
    };
    let may_confirm = call.may_do(Action::Amend, Object::Record(kind, id));
    let may_see_contacts = call.may(Action::ReadContacts);
    let body = html! {
        (header(&seen))
        (figures::block(&seen))
        @if let Some(evidence) = now.evidence(&reference) {
            (evidence::block(evidence, call.now, &seen.zone))
        }
        (week::block(&seen))
        (around::block(&seen))
        (plans::block(&seen))
        (plans::data(&seen))
        (plans::people(&seen, may_see_contacts))
        (findings(&seen))
        (facts::block(&seen, may_confirm))
    };
    let page = Page::new(told.name.clone(), "/requirements", body)
        .help("2-requirements")
        .about(&reference)
        .script("estate")
        .export([(
            "JSON",
            format!("/api/v1/targets?of={}", link::escaped(&reference)),
        )]);
    frame::show(&call, page).await
}

/// The page of an item that takes no part in any figure any more.
async fn retired(call: &Call, now: &Reckoned, reference: &str) -> Result<Response, Problem> {
    let name = words::name(now.registers(), reference);
    let body = html! {
        h1 { (name) }
        p.lead { "This " (words::kind(reference)) " is retired: it takes no part in any figure." }
        p { a.button href=(link::filed(reference)) { "Its record" } }
    };
    frame::show(
        call,
        Page::new(name.clone(), "/requirements", body).about(reference),
    )
    .await
}

fn header(seen: &Seen<'_>) -> Markup {
    let (told, registers) = (seen.told, seen.now.registers());
    let (mark, word) = words::verdict_word(told.target.verdict);
    let purpose = told.envelope.description.as_deref();
    html! {
        header.item {
            p.quiet { a href={ "/items?kind=" (told.kind) } { (told.kind) } " · " code {
                (told.reference) } }
            h1 { (told.name) }
            @if let Some(purpose) = purpose { p.lead { (purpose) } }
            p.item-line {
                (state(mark, match told.target.rtc_seconds.is_some() || mark != Mark::Open {
                    true => format!("Back {word}"),
                    false => format!("Return {word}"),
                }.as_str()))
                @if let Some(tier) = told.tier { span.tag { "tier " (tier) } }
                @if told.vital { span.tag { "vital" } }
                @if told.envelope.status == Some(record::kind::Status::Draft) { span.tag {
                    "draft" } }
                @if told.target.cyclic { span.tag { "in a circle of needs" } }
            }
            dl.facts {
                dt { "Answers for it" }
                dd { @match &told.owner {
                    Some(owner) => { (named(registers, owner)) }
                    None => { (state(Mark::Warn, "nobody")) }
                } }
                dt { "Stands in" }
                dd { (people(seen, &told.deputies, "nobody")) }
                @if !told.holders.is_empty() {
                    dt { "Held now by" }
                    dd { (people(seen, &told.holders, "nobody")) }
                }
            }
            p.actions {
                a.button href={ "/map?of=" (link::escaped(&told.reference)) } { "Map" }
                a.button.plain href={ "/requirements/impact?lose="
                    (link::escaped(&told.reference)) } {
                    "What if it is lost?"
                }
                a href={ "/requirements/strategy/" (told.reference) } { "Ways to recover it" }
                a href=(link::filed(&told.reference)) { "Its record" }
            }
        }
    }
}

fn people(seen: &Seen<'_>, all: &[String], none: &str) -> Markup {
    let registers = seen.now.registers();
    html! {
        @if all.is_empty() { (state(Mark::Open, none)) }
        @for (place, person) in all.iter().enumerate() {
            @if place > 0 { ", " }
            (named(registers, person))
        }
    }
}

fn findings(seen: &Seen<'_>) -> Markup {
    let reference = &seen.told.reference;
    let own: Vec<_> = seen.now.findings_of(reference).collect();
    let others = seen.now.findings.iter().filter(|finding| {
        finding.subject != *reference && finding.because.iter().any(|it| it == reference)
    });
    let others = others.count();
    html! {
        section.sheet #findings {
            h2 { "Findings about it" }
            @if own.is_empty() { p.quiet { "None." } }
            ul.plain-list { @for finding in own {
                li {
                    (words::severity(finding.severity)) " "
                    a href=(super::super::operation::findings::address(finding)) { (finding.text) }
                    @if let Some(waiver) = &finding.waived_by {
                        " " span.tag { "waived by " (named(seen.now.registers(), waiver)) }
                    }
                }
            } }
            @if others > 0 {
                p { a href={ "/findings?text=" (link::escaped(reference)) } {
                    (count(others, "other finding leads", "other findings lead")) " through it"
                } }
            }
        }
    }
}

/// Says that what is written of an item is still right.
pub async fn confirmed(call: Call) -> Result<Response, Problem> {
    let (kind, id) = (call.path.get("kind"), call.path.get("id"));
    let reference = format!("{kind}/{id}");
    let present = call.doors.ledger.present();
    let latest = present.state.latest(kind, id);
    let Some(mut record) = latest.filter(|_| ITEMS.contains(&kind)) else {
        return Err(Problem::unknown(&format!("`{reference}`")));
    };
    let account = call.actor.account();
    let person = account.and_then(|id| present.state.account(id)?.person.clone());
    let by = person.map_or_else(
        || account.unwrap_or("operator").to_owned(),
        |person| format!("person/{}", record::link::split(&person).1),
    );
    let zone = when::zone(&present.state.registers);
    record.envelope_mut().confirmed = Some(Confirmed {
        by,
        at: Date(call.now.to_zoned(zone).date()),
    });
    let expected = call
        .fields()
        .filled("revision")
        .and_then(|it| it.parse().ok());
    let written = Written::made(record);
    let receipt = execute(&call, Command::Amend { written, expected }).await?;
    Ok(form::away(
        &format!("{}#facts", link::place(&reference)),
        &receipt,
    ))
}
