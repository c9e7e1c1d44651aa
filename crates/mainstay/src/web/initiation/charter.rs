//! The charter: policy, scope, roles, steering and programme as one document for print, signed as
//! the journal stood at an entry. It shows at once whether anything changed since.

use axum::response::Response;
use continuity::access::{Action, Object};
use continuity::command::Command;
use continuity::initiation::role_board::may;
use continuity::rule::DEFAULT_POLICY_ID;
use continuity::state::{Signature, State};
use exchange::write::yaml;
use jiff::tz::TimeZone;
use maud::{Markup, html};
use record::kind::{Filed, RecordKind};
use record::kinds::Registers;
use record::node::Node;
use record::register::Register;

use super::{agree, policy};
use crate::access::secret::Secret;
use crate::http::call::Call;
use crate::http::order;
use crate::http::problem::Problem;
use crate::web::form::{self, Ask, Faults};
use crate::web::frame::{Page, show as framed};
use crate::web::{link, reckoned, when};

/// The document.
pub async fn show(call: Call) -> Result<Response, Problem> {
    let now = reckoned::of(&call).await?;
    let state = &now.present.state;
    let registers = &state.registers;
    let digest = digest(registers);
    let zone = when::zone(registers);
    let signs = call.may_do(Action::Approve, Object::Kind("policy"));
    // What is signed is the present, never a page of the past.
    let current = now.present.seq == call.doors.ledger.present().seq;
    let body = html! {
        h1 { "Continuity charter" }
        p.lead { "What is agreed: policy, scope, roles, steering and programme. Only what is in \
            force stands here." }
        (signatures(state, &digest, &zone))
        (document(registers))
        section.sheet aria-labelledby="sign" {
            h2 #sign { "Signature" }
            dl.facts {
                dt { "Journal at entry" } dd { (now.present.seq) }
                dt { "SHA-256 of the content" } dd { code { (digest) } }
            }
            @if signs && current { form.no-print method="post" action="/initiation/charter" {
                (form::request())
                input type="hidden" name="digest" value=(digest);
                (form::field(Ask::new("statement", "What your signature says", "May stay empty."),
                    "", &Faults::default()))
                p.actions { button type="submit" { "Sign this charter" } }
            } }
        }
    };
    framed(
        &call,
        Page::new("Continuity charter", "/initiation", body).help("1-initiation#done-when"),
    )
    .await
}

/// The records in force of a kind.
fn nodes<K: RecordKind>(register: &Register<K>) -> impl Iterator<Item = Node> {
    let own = |it: &&Filed<K>| !(K::NAME == "policy" && &*it.id == DEFAULT_POLICY_ID);
    register.approved().filter(own).map(Filed::write)
}

/// The digest of all that stands in the charter.
fn digest(registers: &Registers) -> String {
    let all: Vec<Node> = nodes(&registers.policies)
        .chain(nodes(&registers.scopes))
        .chain(nodes(&registers.roles))
        .chain(nodes(&registers.assignments))
        .chain(nodes(&registers.bodies))
        .chain(nodes(&registers.programmes))
        .collect();
    Secret::new(yaml::documents(&all)).digest()
}

fn signatures(state: &State, digest: &str, zone: &TimeZone) -> Markup {
    let all: Vec<&Signature> = state.signatures("charter").collect();
    html! {
        section.sheet aria-labelledby="signed" {
            h2 #signed { "Signed" }
            @if all.is_empty() { p { "Nobody has signed it yet." } }
            @for it in all.iter().rev() {
                p {
                    strong { (agree::actor(state, &it.by)) } ", " (when::both(it.at, zone))
                        ", at entry " (it.entry) ". "
                    @if it.digest == digest { span.good { "Nothing changed since." } } @else {
                        span.warn { "It was changed since." } " "
                        a href={ "/initiation/charter?as-of=" (it.entry) } { "As it was signed" }
                    }
                    @if let Some(statement) = &it.statement { br; "\u{201c}" (statement)
                        "\u{201d}" }
                }
            }
        }
    }
}

fn document(registers: &Registers) -> Markup {
    let policies = registers.policies.approved();
    let policies = policies.filter(|it| &*it.id != DEFAULT_POLICY_ID);
    html! {
        @for it in policies {
            h2 { "Policy: " (it.title()) }
            div.sheet { (policy::facts(&it.own)) }
            @if !it.own.rules.is_empty() {
                div.sheet { h3 { "Rules" }
                    ol { @for rule in &it.own.rules { li { (policy::words(rule)) } } } }
            }
        }
        (scope(registers))
        (roles(registers))
        (steering(registers))
        (programme(registers))
    }
}

fn scope(registers: &Registers) -> Markup {
    html! { @for it in registers.scopes.approved() {
        div.sheet {
            h2 { "Scope: " (it.title()) }
            @if let Some(text) = &it.envelope.description { p { (text) } }
            @let inside = it.own.includes.iter().map(|it| it.text.to_string());
            @let inside: Vec<String> = inside.collect();
            p { strong { "In: " }
                @if inside.is_empty() { "nothing is named" } @else {
                    (link::several(registers, &inside, 500)) } }
            @if !it.own.excludes.is_empty() { p { strong { "Out:" } }
                ul { @for out in &it.own.excludes { li {
                (link::named(registers, &out.item.text))
                @if let Some(reason) = &out.reason { ": " (reason) }
                @if let Some(approver) = &out.approver { ", agreed by "
                    (link::named(registers, &approver.text)) }
                @if let Some(day) = out.expires { ", until " (day) }
            } } } }
        }
    } }
}

fn roles(registers: &Registers) -> Markup {
    html! {
        div.sheet {
            h2 { "Roles" }
            div.scroll { table.stack {
                thead { tr { th { "Role" } th { "May" } th { "Held by" } } }
                tbody { @for role in registers.roles.approved() { tr {
                    td { (role.title()) }
                    td data-label="May" {
                        (role.own.authority.as_ref().map_or(Vec::new(), may).join("; ")) }
                    td data-label="Held by" {
                        @let held = registers.assignments.approved();
                        @let held = held.filter(|it| it.own.role.id() == &*role.id);
                        @let mut held: Vec<_> = held.collect();
                        @let () = held.sort_by_key(|it| it.own.rank.unwrap_or(1));
                        @for (place, it) in held.iter().enumerate() {
                            @if place > 0 { ", then " }
                            (link::named(registers, &format!("person/{}", it.own.person.id())))
                        }
                    }
                } } }
            } }
        }
    }
}

fn steering(registers: &Registers) -> Markup {
    html! { @for it in registers.bodies.approved() {
        div.sheet {
            h2 { "Steering: " (it.title()) }
            @if !it.own.decides.is_empty() { p { "Decides on " (it.own.decides.join(", ")) "." } }
            p {
                @if let Some(money) = it.own.escalate_above { "Costs above " (money) ", " }
                @if let Some(money) = it.own.escalate_risk_above { "risks above " (money) ", " }
                @if let Some(after) = it.own.escalate_after { "delays above " (after) ", " }
                "reach it as written here."
            }
        }
    } }
}

fn programme(registers: &Registers) -> Markup {
    html! { @for it in registers.programmes.approved() {
        div.sheet {
            h2 { "Programme: " (it.title()) }
            ul { @for one in &it.own.deliverables { li {
                (one.title)
                @if let Some(words) = &one.accepted_when { ", good enough when " (words) }
                @if let Some(due) = one.due { ", due " (due) }
            } } }
        }
    } }
}

/// Signs it, if it is still what was seen.
pub async fn signed(call: Call) -> Result<Response, Problem> {
    let fields = call.fields();
    let present = call.doors.ledger.present();
    let digest = digest(&present.state.registers);
    if fields.text("digest") != digest {
        let text = "The charter was changed while you read it; look at it again before you sign.";
        return Err(Problem::invalid(text));
    }
    let command = Command::Sign {
        document: "charter".into(),
        entry: present.seq,
        digest,
        statement: fields.filled("statement").map(str::to_owned),
    };
    let receipt = order::execute(&call, command).await?;
    Ok(form::away("/initiation/charter", &receipt))
}
