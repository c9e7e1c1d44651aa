//! Having a finding accepted for a time: who accepts it, why, until when. What is filed is a draft
//! of a waiver; it counts once it is approved.

use axum::http::StatusCode;
use axum::response::Response;
use continuity::command::Command;
use continuity::finding::Finding;
use continuity::written::Written;
use maud::{Markup, html};
use record::complaint::Complaints;
use record::kinds::{Record, Registers};
use record::link::to_id;
use record::node::Node;

use super::one::{record_of, shown, subject};
use crate::http::call::Call;
use crate::http::order::execute;
use crate::http::problem::Problem;
use crate::web::form::{self, Ask, Faults};
use crate::web::reckoned::Reckoned;
use crate::web::requirements::words::{name, named};

/// The waivers there are, and the form for a new one.
pub(super) fn block(
    now: &Reckoned,
    call: &Call,
    finding: &Finding,
    may: bool,
    faults: &Faults,
) -> Markup {
    let registers = now.registers();
    let about = registers.waivers.live().filter(|waiver| {
        let of = &waiver.own.finding;
        let by_rule = finding
            .rules
            .iter()
            .any(|rule| rule == of || rule.ends_with(&format!("#{of}")));
        *waiver.subject.text == *record_of(&finding.subject) && (*of == finding.code || by_rule)
    });
    let about: Vec<_> = about.collect();
    html! {
        section.sheet #waive {
            h2 { "Accept it for a time" }
            @if let Some(waiver) = &finding.waived_by {
                p { "It is accepted for now by " (named(registers, waiver)) "." }
            }
            ul.plain-list { @for waiver in &about { li {
                (named(registers, &waiver.reference())) " " span.tag { (waiver.status().as_str()) }
                @if let Some(expires) = waiver.expires { " until " (expires) }
                @if let Some(reason) = &waiver.reason { ": " (reason) }
            } } }
            @if may && finding.waived_by.is_none() { (asked(registers, call, finding, faults)) }
            @else if !may { p.quiet { "Your functions do not file waivers." } }
        }
    }
}

fn asked(registers: &Registers, call: &Call, finding: &Finding, faults: &Faults) -> Markup {
    let fields = call.fields();
    let mut approvers = vec![(String::new(), "choose".to_owned())];
    // Who may accept risks comes first; whether they may is decided when they approve.
    let accepts =
        |role: &record::initiation::Role| role.authority.as_ref().is_some_and(|it| it.accept_risk);
    let roles: Vec<_> = registers.roles.live().collect();
    for first in [true, false] {
        let of = roles.iter().filter(|role| accepts(&role.own) == first);
        approvers.extend(of.map(|role| (role.reference(), name(registers, &role.reference()))));
    }
    let approvers: Vec<(&str, &str)> = approvers
        .iter()
        .map(|(id, name)| (&**id, &**name))
        .collect();
    let ask = |name, label, hint| Ask::new(name, label, hint).required();
    html! {
        form method="post" action={ (super::address(finding)) "/waive" } {
            (form::request())
            (faults.summary())
            (form::area(ask("reason", "Why can it stay so?",
                "One or two sentences that an auditor understands."), fields.text("reason"), 3,
                faults))
            (form::select(ask("approver", "Who accepts it?", "Their approval puts it in force."),
                fields.text("approver"), &approvers, faults))
            (form::typed("date", ask("expires", "Until when?",
                "After that day it is an error again."), fields.text("expires"), faults))
            div.actions { button type="submit" { "File the draft" } }
        }
    }
}

/// Files the draft.
pub async fn done(call: Call) -> Result<Response, Problem> {
    let (code, subject) = (call.path.get("code"), subject(&call));
    let fields = call.fields();
    let mut faults = Faults::default();
    for (field, why) in [
        ("reason", "say why it can stay so"),
        ("approver", "choose who accepts it"),
        ("expires", "say until when"),
    ] {
        if fields.filled(field).is_none() {
            faults.add(field, why);
        }
    }
    let registers = &call.doors.ledger.present().state.registers;
    let text = |field: &str| Node::text(fields.filled(field).unwrap_or_default());
    let node = Node::map([
        ("kind", Node::text("waiver")),
        ("id", Node::text(free_id(registers, code, &subject))),
        ("status", Node::text("draft")),
        // Of a policy not all rules are accepted, but the one.
        (
            "finding",
            Node::text(if subject.contains('#') {
                &*subject
            } else {
                code
            }),
        ),
        ("subject", Node::text(record_of(&subject))),
        ("reason", text("reason")),
        ("approver", text("approver")),
        ("expires", text("expires")),
    ]);
    let mut complaints = Complaints::new();
    let record = Record::read(&node, 0, &mut complaints);
    for complaint in &complaints.all {
        if faults.at(&complaint.field).is_none() {
            faults.add(complaint.field.clone(), complaint.text.clone());
        }
    }
    let (Some(record), true) = (record, faults.is_empty()) else {
        return shown(&call, StatusCode::UNPROCESSABLE_ENTITY, &faults).await;
    };
    let written = Written::made(record);
    let receipt = execute(&call, Command::File { written }).await?;
    let (kind, id) = (call.path.get("kind"), call.path.get("id"));
    let id = crate::web::link::escaped(id);
    Ok(form::away(
        &format!("/findings/{code}/{kind}/{id}#waive"),
        &receipt,
    ))
}

/// An id that no waiver has yet.
fn free_id(registers: &Registers, code: &str, subject: &str) -> String {
    let first: String = to_id(&format!("{code}-{subject}"))
        .chars()
        .take(180)
        .collect();
    let more = (2..).map(|number| format!("{first}-{number}"));
    let mut all = std::iter::once(first.clone()).chain(more);
    all.find(|id| registers.waivers.get(id).is_none())
        .unwrap_or(first)
}
