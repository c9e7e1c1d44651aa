//! The page of one row: what is missed, when, how likely and why, and the form that makes an
//! action of it. The action is filed as a draft, open, with a day.

use axum::http::StatusCode;
use axum::response::Response;
use continuity::access::{Action, Object};
use continuity::command::Command;
use continuity::requirements::drift::Row;
use continuity::written::Written;
use jiff::ToSpan;
use jiff::civil::Date;
use maud::{Markup, html};
use record::complaint::Complaints;
use record::kinds::{Record, Registers};
use record::link::to_id;
use record::node::Node;

use super::{Ahead, PATH, do_by, likely, missed_on};
use crate::http::call::Call;
use crate::http::order::execute;
use crate::http::problem::Problem;
use crate::web::form::{self, Ask, Faults};
use crate::web::frame::{Page, show_as};
use crate::web::link::{self, filed as address};
use crate::web::requirements::words::named;

/// Where no day is known, an action is proposed for so many days ahead.
const DUE_DAYS: i32 = 14;

/// The page.
pub async fn show(call: Call) -> Result<Response, Problem> {
    shown(&call, StatusCode::OK, &Faults::default()).await
}

async fn shown(call: &Call, status: StatusCode, faults: &Faults) -> Result<Response, Problem> {
    let ahead = Ahead::of(call).await?;
    let found = ahead.drift.row(call.path.get("key"));
    let title = found.map_or("It is not so any more", |row| row.what.words());
    let body = html! {
        p.quiet { a href=(PATH) { "What we will miss next" } }
        @match found {
            Some(row) => { (told(call, &ahead, row, faults)) }
            None => {
                h1 { (title) }
                p.lead { "Nothing of this name is foreseen in the coming " (ahead.drift.within_days)
                    " days. It was renewed or mended, or lies further ahead." }
            }
        }
    };
    let mut page = Page::new(title, "/requirements", body).help("2-requirements#what-we-will-miss");
    if let Some(row) = found {
        page = page.about(&row.subject);
    }
    let status = if found.is_none() {
        StatusCode::NOT_FOUND
    } else {
        status
    };
    show_as(call, status, page).await
}

fn told(call: &Call, ahead: &Ahead, row: &Row, faults: &Faults) -> Markup {
    let (registers, today) = (ahead.now.registers(), ahead.drift.from);
    html! {
        h1 { (row.text) }
        dl.facts {
            dt { "About" } dd { (named(registers, &row.subject)) ": " (row.what.words()) }
            dt { "Missed on" } dd { (missed_on(row, today)) }
            dt { "Do by" } dd { (do_by(row, today))
                @if row.mend_days > 0 { " " small { "the mend takes " (row.mend_days) " days" } } }
            dt { "How likely by " (ahead.drift.until) } dd { (likely(row)) }
            dt { "Answers for it" } dd { @match &row.owner {
                Some(owner) => { (named(registers, owner)) }
                None => { span.quiet { "nobody is written" } }
            } }
        }
        section.sheet aria-labelledby="why" {
            h2 #why { "How this was reckoned" }
            ol { @for step in &row.because { li {
                (step.text)
                @if let Some(record) = &step.record { " " small { (named(registers, record)) } }
            } } }
            p { "How likely: " (row.probability_from) }
        }
        section.sheet aria-labelledby="mend" {
            h2 #mend { "What to do" }
            p { (row.act) }
            div.actions {
                a.button.plain href={ (address(&row.subject)) "/edit" } { "Change its record" }
            }
            (actions(registers, row))
            @if call.may_do(Action::File, Object::Kind("action")) {
                (asked(call, row, today, faults))
            } @else { p.quiet { "Your functions do not file actions." } }
        }
    }
}

/// What is done about it already.
fn actions(registers: &Registers, row: &Row) -> Markup {
    let about = registers.actions.live().filter(|action| {
        let answers = action.own.answers.as_ref();
        answers.is_some_and(|it| *it.text == *row.subject)
    });
    let about: Vec<_> = about.collect();
    html! {
        @if !about.is_empty() {
            h3 { "Done about it already" }
            ul.plain-list { @for action in about { li {
                (named(registers, &action.reference()))
                @if let Some(state) = action.own.state { " " span.tag { (state.as_str()) } }
                @if let Some(due) = action.own.due { " until " (due) }
            } } }
        }
    }
}

fn asked(call: &Call, row: &Row, today: Date, faults: &Faults) -> Markup {
    let fields = call.fields();
    let typed = |name: &str, proposed: String| match fields.filled(name) {
        Some(text) => text.to_owned(),
        None => proposed,
    };
    let soon = today.saturating_add(DUE_DAYS.days());
    let due = row.do_by.unwrap_or(soon).max(today);
    let owner = row.owner.clone().unwrap_or_default();
    html! {
        h3 { "Make an action of it" }
        form method="post" action={ (PATH) "/" (link::escaped(&row.key)) "?within="
            (call.query.text("within").unwrap_or("365")) } {
            (form::request())
            (faults.summary())
            (form::area(Ask::new("text", "What is done?", "").required(),
                &typed("text", row.act.clone()), 3, faults))
            (form::typed("date", Ask::new("due", "Until when?", "").required(),
                &typed("due", due.to_string()), faults))
            (form::field(Ask::new("owner", "Who does it?",
                "A role, a person or a team: `role/dba-lead`."), &typed("owner", owner), faults))
            div.actions { button type="submit" { "File the action" } }
        }
    }
}

/// Files the action.
pub async fn filed(call: Call) -> Result<Response, Problem> {
    let ahead = Ahead::of(&call).await?;
    let Some(row) = ahead.drift.row(call.path.get("key")) else {
        return shown(&call, StatusCode::NOT_FOUND, &Faults::default()).await;
    };
    let fields = call.fields();
    let mut faults = Faults::default();
    for (field, why) in [("text", "say what is done"), ("due", "say until when")] {
        if fields.filled(field).is_none() {
            faults.add(field, why);
        }
    }
    let text = |field: &str| Node::text(fields.filled(field).unwrap_or_default());
    let id = free_id(&call.doors.ledger.present().state.registers, row);
    let mut entries = vec![
        ("kind", Node::text("action")),
        ("id", Node::text(&*id)),
        ("name", Node::text(row.text.trim_end_matches('.'))),
        ("answers", Node::text(&*row.subject)),
        ("text", text("text")),
        ("due", text("due")),
        ("state", Node::text("open")),
    ];
    if fields.filled("owner").is_some() {
        entries.push(("owner", text("owner")));
    }
    let mut complaints = Complaints::new();
    let record = Record::read(&Node::map(entries), 0, &mut complaints);
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
    Ok(form::away(&address(&format!("action/{id}")), &receipt))
}

/// An id that no action has yet.
fn free_id(registers: &Registers, row: &Row) -> String {
    let first: String = to_id(&row.key).chars().take(180).collect();
    let more = (2..).map(|number| format!("{first}-{number}"));
    let mut all = std::iter::once(first.clone()).chain(more);
    all.find(|id| registers.actions.get(id).is_none())
        .unwrap_or(first)
}
