//! The plan of the programme: tranches, what each delivers, when it is good enough, who owns it,
//! and how far it has slipped. A deliverable is accepted, or expected later, from here.

use axum::response::Response;
use continuity::access::{Action, Object};
use continuity::command::Command;
use continuity::initiation::programme_plan::{DeliverableRow, Standing, Tranche};
use continuity::written::Written;
use jiff::tz::TimeZone;
use maud::{Markup, html};
use record::kind::Status;
use record::kinds::{Record, Registers};
use record::link::split;
use record::value::Date;

use super::agree;
use crate::answer::boards;
use crate::http::call::Call;
use crate::http::order;
use crate::http::problem::Problem;
use crate::web::form::{self, Ask, Faults};
use crate::web::frame::{Page, show as framed};
use crate::web::{link, reckoned};

/// The plan.
pub async fn show(call: Call) -> Result<Response, Problem> {
    let now = reckoned::of(&call).await?;
    let plan = now.given(boards::programme);
    let state = &now.present.state;
    let registers = now.registers();
    let rows = || plan.tranches.iter().flat_map(|it| &it.deliverables);
    let late = rows().filter(|it| it.standing == Standing::Late).count();
    let accepted = rows()
        .filter(|it| it.standing == Standing::Accepted)
        .count();
    let body = html! {
        h1 { "Programme plan" }
        p.lead { "What the programme delivers, when each part is good enough, and how far it slipped." }
        @for it in registers.programmes.live() {
            (agree::banner(&call, state, &it.reference(), "/initiation/programme"))
        }
        @if plan.tranches.is_empty() {
            p { "There is no plan yet. " a href="/initiation/start" { "Twelve questions" }
                " make a first one." }
        } @else {
            p { (accepted) " of " (rows().count()) " deliverables are accepted"
                @if late > 0 { ", " span.bad-word { (late) " are late" } } "." }
        }
        @for tranche in &plan.tranches { (tranche_of(&call, registers, tranche)) }
    };
    let page = Page::new("Programme plan", "/initiation", body).help("1-initiation#done-when");
    framed(&call, page.export([("As JSON", "/api/v1/programme-plan")])).await
}

fn tranche_of(call: &Call, registers: &Registers, tranche: &Tranche) -> Markup {
    let name = tranche.name.as_deref().unwrap_or("Without a tranche");
    html! {
        div.sheet {
            h2 { (name) " " span.quiet { (slip(tranche.slip_days)) } }
            div.scroll { table.stack {
                thead { tr { th { "Delivers" } th { "Owner" } th { "Due" } th { "Stands" }
                    th { span.unseen { "Change" } } } }
                tbody { @for row in &tranche.deliverables { (line(call, registers, row)) } }
            } }
        }
    }
}

fn slip(days: Option<i64>) -> String {
    match days {
        None => "slip unknown".into(),
        Some(0) => "no slip".into(),
        Some(days @ ..=-1) => format!("{} days early", -days),
        Some(1) => "slipped by 1 day".into(),
        Some(days) => format!("slipped by {days} days"),
    }
}

fn line(call: &Call, registers: &Registers, row: &DeliverableRow) -> Markup {
    let class = match row.standing {
        Standing::Accepted => "good",
        Standing::Late => "bad-word",
        Standing::WillBeLate | Standing::Undated => "warn",
        Standing::Open => "open-word",
    };
    let id = split(&row.programme).1;
    let may = call.may_do(Action::Amend, Object::Record("programme", id));
    html! {
        tr {
            td { strong { (row.title) }
                p.quiet { @match &row.accepted_when {
                    Some(words) => { "Good enough when " (words) }
                    None => { span.warn { "Nobody says when it is good enough." } }
                } }
            }
            td data-label="Owner" { @match &row.owner {
                Some(owner) => (link::named(registers, owner)),
                None => span.warn { "nobody" },
            } }
            td data-label="Due" { (row.due.as_deref().unwrap_or("no day set"))
                @if let Some(expected) = &row.expected { br; span.quiet { "expected " (expected) } }
                @if let Some(accepted) = &row.accepted { br; span.quiet { "accepted " (accepted) } }
            }
            td data-label="Stands" { span.(class) { (row.standing.words()) } br;
                span.quiet { (slip(row.slip_days)) } }
            td { @if may && row.standing != Standing::Accepted { (step(row)) } }
        }
    }
}

fn step(row: &DeliverableRow) -> Markup {
    let name = format!("expected-{}-{}", split(&row.programme).1, row.place);
    html! {
        details { summary { "Change" }
            form method="post" action="/initiation/programme" {
                (form::request())
                input type="hidden" name="programme" value=(row.programme);
                input type="hidden" name="place" value=(row.place);
                input type="hidden" name="title" value=(row.title);
                input type="hidden" name="field" value=(name);
                (form::typed("date", Ask::new(&name, "Expected", ""),
                    row.expected.as_deref().unwrap_or_default(), &Faults::default()))
                p.actions {
                    button type="submit" name="step" value="accept" { "Accepted today" }
                    button.plain type="submit" name="step" value="expect" { "Expected then" }
                }
            }
        }
    }
}

/// Accepts a deliverable, or says when it is expected.
pub async fn changed(call: Call) -> Result<Response, Problem> {
    let fields = call.fields();
    let id = split(fields.text("programme")).1.to_owned();
    let state = &call.doors.ledger.present().state;
    let Some(Record::Programme(mut programme)) = state.latest("programme", &id) else {
        return Err(Problem::unknown(&format!("programme/{id}")));
    };
    let place: usize = fields.text("place").parse().unwrap_or(usize::MAX);
    let title = fields.text("title");
    let found = programme.own.deliverables.get_mut(place);
    let Some(it) = found.filter(|it| it.title == title) else {
        return Err(Problem::invalid(
            "The plan was changed meanwhile; look at it again.",
        ));
    };
    match fields.text("step") {
        "accept" => it.done = Some(Date(call.now.to_zoned(TimeZone::UTC).date())),
        _ => {
            let day = fields.text(fields.text("field"));
            let day = day.parse().map(Date);
            let wrong = |_| Problem::invalid("Name the day on which it is expected.");
            it.expected = Some(day.map_err(wrong)?);
        }
    }
    if programme.status() != Status::Draft {
        programme.envelope.status = Some(Status::Approved);
    }
    let expected = state.filing("programme", &id).map(|filing| filing.revision);
    let command = Command::Amend {
        written: Written::made(Record::Programme(programme)),
        expected,
    };
    let receipt = order::execute(&call, command).await?;
    Ok(form::away("/initiation/programme", &receipt))
}
