//! The form by which a decision is drafted: the option taken, why, why not the others, who
//! approves, until when, and the gap that is accepted, if any. The draft then waits for approval.

use axum::http::StatusCode;
use axum::response::Response;
use continuity::access::{Action, Object};
use continuity::command::Command;
use continuity::requirements::strategy::comparison::{Column, Comparison};
use continuity::requirements::strategy::decision::seen;
use continuity::state::State;
use maud::{Markup, html};
use record::complaint::Complaints;
use record::kind::Filed;
use record::kinds::{Record, Registers};
use record::link::split;
use record::node::Node;
use record::requirements::Choice;
use record::shape::Shape as _;

use super::asked;
use super::compare::{asked_of, page, there_is};
use crate::answer::strategy;
use crate::http::call::Call;
use crate::http::order;
use crate::http::problem::Problem;
use crate::web::form::{self, Ask, Typed};
use crate::web::requirements::words::name as name_of;
use crate::web::{reckoned, when};

/// The options that can be decided for.
fn filed(told: &Comparison) -> impl Iterator<Item = &Column> {
    told.options.iter().filter(|column| column.id.contains('/'))
}

/// The form.
pub fn form(call: &Call, registers: &Registers, told: &Comparison, typed: &Typed) -> Markup {
    let may = call.may_do(Action::File, Object::Kind("choice"));
    if !may || filed(told).next().is_none() {
        return html! {};
    }
    let options: Vec<(&str, &str)> = filed(told)
        .map(|column| (column.id.as_str(), column.name.as_str()))
        .collect();
    let fresh = typed.is_fresh();
    let taken = match fresh {
        true => call
            .query
            .text("option")
            .or(told.cheapest_in_time.as_deref())
            .unwrap_or_default(),
        false => typed.text("option"),
    };
    let parties = parties(registers);
    let parties: Vec<(&str, &str)> = parties
        .iter()
        .map(|(id, name)| (id.as_str(), name.as_str()))
        .collect();
    let faults = &typed.faults;
    let line = |ask: Ask<'_>| form::field(ask, typed.text(ask.name), faults);
    html! {
        section.sheet.no-print #decide aria-labelledby="decides" {
            h2 #decides { "Decide" }
            (faults.summary())
            form method="post" action={ "/requirements/strategy/" (told.id) "/decide" } {
                (form::request())
                input type="hidden" name="mode" value=(told.mode);
                (form::select(Ask::new("option", "The option taken", "").required(), taken,
                    &options, faults))
                (form::area(Ask::new("reason", "Why this one",
                    "One or two sentences that still hold \
                    in a year.").required(), typed.text("reason"), 3, faults))
                fieldset { legend { "Why not the others" }
                    @for column in filed(told) {
                        (line(Ask::new(&format!("not-{}", split(&column.id).1), &column.name,
                            "Empty for the option taken.")))
                    }
                }
                div.row {
                    (form::select(Ask::new("approver", "Who approves it", ""),
                        typed.text("approver"), &parties, faults))
                    (form::typed("date", Ask::new("expires", "Holds until",
                        "Then it is decided anew."),
                        typed.text("expires"), faults))
                    (line(Ask::new("granted", "Money granted", "As 25000 EUR.")))
                }
                fieldset { legend { "A gap that is carried knowingly" }
                    (form::check("gap-accepted", "It does not reach all that is asked, and that \
                        is accepted \
                        by whoever approves it, until the day
                            above.", typed.text("gap-accepted") == "true"))
                    (line(Ask::new("gap", "What is missing then",
                        "As: back 2 h later than needed.")))
                }
                p.actions { button type="submit" { "File the draft" } }
            }
        }
    }
}

/// Who can approve: roles and bodies.
fn parties(registers: &Registers) -> Vec<(String, String)> {
    let mut all = vec![(String::new(), "Nobody yet".to_owned())];
    let roles = registers.roles.live();
    all.extend(roles.map(|it| (it.reference(), it.title().to_owned())));
    let bodies = registers.bodies.live();
    all.extend(bodies.map(|it| (it.reference(), it.title().to_owned())));
    all
}

/// Files the draft of a decision.
pub async fn done(call: Call) -> Result<Response, Problem> {
    let mut typed = Typed::of(&call);
    let now = reckoned::of(&call).await?;
    there_is(&call, now.registers())?;
    let mut question = asked_of(&call);
    let word = typed.text("mode");
    question.mode = strategy::mode(word)
        .ok()
        .map(|mode| mode.as_str().to_owned());
    let told = asked(&call, &now, move |given| {
        strategy::compare(given, &question)
    })
    .await?;
    let today = call.now.to_zoned(when::zone(now.registers())).date();
    let choice = choice(&mut typed, &now.present.state, &told, today);
    let Some(choice) = choice.filter(|_| typed.faults.is_empty()) else {
        return page(&call, StatusCode::UNPROCESSABLE_ENTITY, &typed).await;
    };
    let receipt = order::execute(&call, Command::file(Record::Choice(choice))).await?;
    let back = format!("/requirements/strategy/{}?mode={}", told.id, told.mode);
    Ok(form::away(&back, &receipt))
}

/// The decision that was typed; every fault at once.
fn choice(
    typed: &mut Typed,
    state: &State,
    told: &Comparison,
    today: jiff::civil::Date,
) -> Option<Filed<Choice>> {
    let taken = filed(told).find(|column| column.id == typed.text("option"));
    let (taken_id, taken_name, verdict) = match taken {
        Some(column) => (column.id.clone(), column.name.clone(), column.verdict),
        None => {
            typed.faults.add("option", "choose one of the options");
            return None;
        }
    };
    let gap = typed.text("gap-accepted") == "true";
    let mut wrong = Vec::new();
    if typed.text("reason").is_empty() {
        wrong.push(("reason".to_owned(), "say why, in a sentence"));
    }
    for column in filed(told).filter(|column| column.id != taken_id) {
        let field = format!("not-{}", split(&column.id).1);
        if typed.text(&field).is_empty() {
            wrong.push((field, "say why it is not taken"));
        }
    }
    if gap && typed.text("approver").is_empty() {
        wrong.push(("approver".into(), "say who carries the gap"));
    }
    if gap && typed.text("expires").is_empty() {
        wrong.push(("expires".into(), "say until when; then the gap comes back"));
    }
    if gap && typed.text("gap").is_empty() {
        wrong.push(("gap".into(), "say what is missing then"));
    }
    let misses = verdict == continuity::requirements::recovery_targets::Verdict::Misses;
    if misses && !gap {
        let why = "it does not reach what is asked: take another, or accept the gap below";
        wrong.push(("option".into(), why));
    }
    for (field, text) in wrong {
        typed.faults.add(field, text);
    }
    let node = written(typed, state, told, (&taken_id, &taken_name), today);
    let mut complaints = Complaints::new();
    let mut read = Filed::<Choice>::read(&node, 0, &mut complaints);
    for complaint in complaints.all {
        typed.faults.add(complaint.field, complaint.text);
    }
    let option = state.registers.options.get(split(&taken_id).1);
    if let (Some(read), Some(option)) = (&mut read, option) {
        read.own.seen = Some(seen(option));
    }
    read
}

/// The decision as a file would hold it.
fn written(
    typed: &Typed,
    state: &State,
    told: &Comparison,
    (taken, title): (&str, &str),
    today: jiff::civil::Date,
) -> Node {
    let mut id = format!("{}-{}-{today}", split(&told.id).1, told.mode);
    while state.filing("choice", &id).is_some() {
        id.push_str("-b");
    }
    let rejected = filed(told)
        .filter(|column| column.id != taken)
        .map(|column| {
            let option = split(&column.id).1;
            let why = typed.text(&format!("not-{option}")).to_owned();
            Node::map([("option", Node::text(option)), ("reason", Node::text(why))])
        });
    let mut all = vec![
        ("kind", Node::text("choice")),
        ("id", Node::text(id)),
        (
            "name",
            Node::text(format!("{}: {title}", name_of(&state.registers, &told.id))),
        ),
        ("status", Node::text("draft")),
        ("covers", Node::list([Node::text(told.id.as_str())])),
        ("option", Node::text(split(taken).1)),
        ("rejected", Node::list(rejected)),
        ("decided", Node::text(today.to_string())),
    ];
    for field in ["reason", "approver", "expires", "granted", "gap"] {
        let value = typed.text(field);
        let gap = typed.text("gap-accepted") == "true";
        if !value.is_empty() && (field != "gap" || gap) {
            all.push((field, Node::text(value)));
        }
    }
    if typed.text("gap-accepted") == "true" {
        all.push(("gap-accepted", true.write()));
    }
    Node::map(all)
}
