//! The form by which a risk's owner decides what is done about it: avoided, reduced, transferred,
//! or accepted by someone until a day, with the reason. All faults at once, what was typed is kept.

use axum::http::StatusCode;
use axum::response::Response;
use continuity::access::{Action, Object};
use continuity::command::Command;
use continuity::requirements::risk_numbers::RiskNumbers;
use continuity::written::Written;
use maud::{Markup, html};
use record::complaint::Complaints;
use record::kinds::{Record, Registers};
use record::node::{Entry, Node, Value};

use super::one;
use crate::http::call::Call;
use crate::http::order;
use crate::http::problem::Problem;
use crate::web::form::{self, Ask, Typed};
use crate::web::{reckoned, when};

const TREATMENTS: [(&str, &str); 5] = [
    ("", "Choose"),
    ("avoid", "Avoid: do not do what brings it"),
    ("reduce", "Reduce: make it rarer or milder"),
    ("transfer", "Transfer: let others carry it"),
    ("accept", "Accept: carry it knowingly, until a day"),
];

/// The form, for whoever may amend risks.
pub fn form(call: &Call, registers: &Registers, it: &RiskNumbers, typed: &Typed) -> Markup {
    let id = record::link::split(&it.id).1;
    if !call.may_do(Action::File, Object::Kind("risk")) {
        return html! {};
    }
    let fresh = typed.is_fresh();
    let value = |name: &str, written: Option<&str>| match fresh {
        true => written.unwrap_or_default().to_owned(),
        false => typed.text(name).to_owned(),
    };
    let parties = parties(registers);
    let parties: Vec<(&str, &str)> = parties
        .iter()
        .map(|(id, name)| (id.as_str(), name.as_str()))
        .collect();
    let faults = &typed.faults;
    let until = it
        .accepted_until
        .as_deref()
        .filter(|_| !it.acceptance_expired);
    html! { section.sheet.no-print #decide aria-labelledby="decides" {
        h2 #decides { "Decide what is done" }
        (faults.summary())
        form method="post" action={ "/requirements/risks/of/" (id) } {
            (form::request())
            (form::select(Ask::new("treatment", "What is done", "").required(),
                &value("treatment", it.treatment), &TREATMENTS, faults))
            (form::select(Ask::new("by", "Who decides",
                "Whoever accepts a risk must be allowed to.").required(),
                &value("by", it.accepted_by.as_deref()), &parties, faults))
            (form::typed("date", Ask::new("until", "Accepted until",
                "Needed where it is accepted; then it comes back."),
                &value("until", until), faults))
            (form::area(Ask::new("reason", "Why",
                "One or two sentences that still hold in a year.").required(),
                typed.text("reason"), 3, faults))
            p.actions { button type="submit" { "File the decision" } }
        }
    } }
}

fn parties(registers: &Registers) -> Vec<(String, String)> {
    let mut all = vec![(String::new(), "Nobody yet".to_owned())];
    all.extend(
        registers
            .roles
            .live()
            .map(|it| (it.reference(), it.title().to_owned())),
    );
    all.extend(
        registers
            .bodies
            .live()
            .map(|it| (it.reference(), it.title().to_owned())),
    );
    all
}

/// Files the decision.
pub async fn done(call: Call) -> Result<Response, Problem> {
    let mut typed = Typed::of(&call);
    let now = reckoned::of(&call).await?;
    let id = call.path.get("id").to_owned();
    let present = call.doors.ledger.present();
    let Some(record) = present.state.latest("risk", &id) else {
        return Err(Problem::unknown(&format!("`risk/{id}`")));
    };
    let today = call.now.to_zoned(when::zone(now.registers())).date();
    judge(&mut typed, today);
    let mut complaints = Complaints::new();
    let node = written(&record, &typed, today);
    let amended = Record::read(&node, record.origin().file, &mut complaints);
    for complaint in complaints.all {
        typed.faults.add(complaint.field, complaint.text);
    }
    let Some(amended) = amended.filter(|_| typed.faults.is_empty()) else {
        return one::page(&call, StatusCode::UNPROCESSABLE_ENTITY, &typed).await;
    };
    let written = Written::made(amended);
    let command = Command::Amend {
        written,
        expected: None,
    };
    let receipt = order::execute(&call, command).await?;
    Ok(form::away(
        &format!("/requirements/risks/of/{id}"),
        &receipt,
    ))
}

fn judge(typed: &mut Typed, today: jiff::civil::Date) {
    let mut wrong = Vec::new();
    if !TREATMENTS[1..]
        .iter()
        .any(|(word, _)| *word == typed.text("treatment"))
    {
        wrong.push(("treatment", "choose one of the four"));
    }
    if typed.text("by").is_empty() {
        wrong.push(("by", "say who decides"));
    }
    if typed.text("reason").is_empty() {
        wrong.push(("reason", "say why, in a sentence"));
    }
    if typed.text("treatment") == "accept" {
        match typed.text("until").parse::<jiff::civil::Date>() {
            Ok(until) if until > today => {}
            Ok(_) => wrong.push(("until", "this day has passed; name one to come")),
            Err(_) => wrong.push(("until", "say until when; then the risk comes back")),
        }
    }
    for (field, text) in wrong {
        typed.faults.add(field, text);
    }
}

/// The risk as a file would hold it after the decision.
fn written(record: &Record, typed: &Typed, today: jiff::civil::Date) -> Node {
    let mut node = record.write();
    let Value::Map(entries) = &mut node.value else {
        return node;
    };
    let gone = ["treatment", "accepted-by", "accepted-until", "decided"];
    entries.retain(|entry| !gone.contains(&&*entry.key));
    let mut set = |key: &str, value: Node| {
        entries.push(Entry {
            key: key.into(),
            at: Default::default(),
            value,
        });
    };
    set("treatment", Node::text(typed.text("treatment")));
    if typed.text("treatment") == "accept" {
        set("accepted-by", Node::text(typed.text("by")));
        set("accepted-until", Node::text(typed.text("until")));
    }
    let decided = [
        ("by", Node::text(typed.text("by"))),
        ("at", Node::text(today.to_string())),
        ("reason", Node::text(typed.text("reason"))),
    ];
    set("decided", Node::map(decided));
    node
}
