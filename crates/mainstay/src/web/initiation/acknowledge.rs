//! Acknowledging a policy: by whoever has signed in, or by a personal link for a person without an
//! account. A link is proved by a key that stands beside the journal; nothing of it is remembered.

use axum::http::StatusCode;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use continuity::access::{Action, Object};
use continuity::actor::Actor;
use continuity::command::Command;
use continuity::initiation::acknowledgement::acknowledged;
use continuity::refusal::Refusal;
use jiff::tz::TimeZone;
use journal::credential::Credential;
use maud::{Markup, html};
use record::initiation::Policy;
use record::kind::Filed;
use ring::hmac;

use super::policy;
use crate::access::secret::Secret;
use crate::http::call::Call;
use crate::http::order::{self, failed};
use crate::http::parameter::{Parameter, Sort};
use crate::http::problem::Problem;
use crate::http::reply;
use crate::web::form;
use crate::web::frame::{HTML, Page, show as framed};
use crate::web::layout::{Width, page};
use crate::web::link::{self, escaped};

/// What a personal link carries.
pub const ASKED: &[Parameter] = &[
    Parameter::new("person", Sort::Typed, "The person whose link it is."),
    Parameter::new("proof", Sort::Typed, "What proves the link."),
    Parameter::new("after", Sort::Typed, "Not before this entry."),
];

/// The sort and name of the key beside the journal.
const KEY: (&str, &str) = ("link-key", "acknowledge");

/// Who reads: someone signed in, or the person of a link with its proof.
enum Reader {
    Account,
    Person(String, String),
}

/// The policy in force, its revision, and who reads it.
struct Reading {
    policy: Filed<Policy>,
    revision: u32,
    reader: Reader,
}

/// The policy, to be read and acknowledged.
pub async fn show(call: Call) -> Result<Response, Problem> {
    let asked = |name: &str| call.query.text(name).unwrap_or_default().to_owned();
    let (person, proof) = (asked("person"), asked("proof"));
    let Some(reading) = reading(&call, &person, &proof).await? else {
        let here = format!("/acknowledge/policy/{}", escaped(call.path.get("id")));
        return Ok(form::to(&format!("/sign-in?next={}", escaped(&here))));
    };
    let state = &call.doors.ledger.present().state;
    let by = match &reading.reader {
        Reader::Person(person, _) => format!("person/{person}"),
        Reader::Account => own(&call),
    };
    let known = state.acknowledgement(&reading.policy.reference(), &by);
    let done = known.is_some_and(|known| known.revision == reading.revision);
    let body = body(&reading, done);
    let page = page("Acknowledge the policy", None, Width::Wide, &body);
    Ok(reply::body(HTML, page.into_string()))
}

/// Who the caller is when they acknowledge: their person, else their account.
fn own(call: &Call) -> String {
    let state = &call.doors.ledger.present().state;
    let id = call.actor.account().unwrap_or_default();
    let person = state.account(id).and_then(|it| it.person.as_deref());
    let person = person.map(|person| format!("person/{}", record::link::split(person).1));
    person.unwrap_or_else(|| format!("account/{id}"))
}

fn body(reading: &Reading, done: bool) -> Markup {
    let policy = &reading.policy;
    html! {
        h1 { (policy.title()) }
        p.lead { "Revision " (reading.revision) ", in force. Read it, and say so below." }
        @if let Some(text) = &policy.envelope.description { p { (text) } }
        (policy::laid_down(&policy.own))
        section.sheet aria-labelledby="rules" {
            h2 #rules { "Rules" }
            ul { @for rule in &policy.own.rules { li { (policy::words(rule)) } } }
        }
        @if done {
            p.banner role="status" { span.good { "You have acknowledged this revision." }
                " Thank you." }
        } @else {
            form method="post" action={ "/acknowledge/policy/" (escaped(&policy.id)) } {
                (form::request())
                input type="hidden" name="revision" value=(reading.revision);
                @if let Reader::Person(person, proof) = &reading.reader {
                    input type="hidden" name="person" value=(person);
                    input type="hidden" name="proof" value=(proof);
                }
                p.actions { button type="submit" { "I have read it" } }
            }
        }
    }
}

/// Takes an acknowledgement.
pub async fn done(call: Call) -> Result<Response, Problem> {
    let fields = call.fields();
    let (person, proof) = (
        fields.text("person").to_owned(),
        fields.text("proof").to_owned(),
    );
    let revision = fields.text("revision").parse().unwrap_or(0);
    let Some(reading) = reading(&call, &person, &proof).await? else {
        return Err(Refusal::unknown("that").into());
    };
    let subject = reading.policy.reference();
    let place = format!("/acknowledge/policy/{}", escaped(&reading.policy.id));
    match reading.reader {
        Reader::Account => {
            let person = None;
            let command = Command::Acknowledge {
                subject,
                revision,
                person,
            };
            let receipt = order::execute(&call, command).await?;
            Ok(form::away(&place, &receipt))
        }
        Reader::Person(person, proof) => {
            let command = Command::Acknowledge {
                subject,
                revision,
                person: Some(person.clone()),
            };
            order::execute_as(&call, Actor::Server, command).await?;
            let query = format!("person={}&proof={}", escaped(&person), escaped(&proof));
            Ok(form::to(&format!("{place}?{query}")))
        }
    }
}

/// What is read and by whom; nothing where one must sign in first. Errors: no such policy in
/// force, a link that proves nothing.
async fn reading(call: &Call, person: &str, proof: &str) -> Result<Option<Reading>, Problem> {
    let id = call.path.get("id").to_owned();
    let present = call.doors.ledger.present();
    let filing = present.state.filing("policy", &id);
    let revision = filing.and_then(|filing| filing.in_force);
    let policy = present.state.registers.policies.get(&id);
    let unknown = || Problem::unknown(&format!("policy/{id}"));
    let reader = match (person.is_empty(), call.actor.account()) {
        (false, _) => {
            let known = revision.ok_or_else(unknown)?;
            let key = key(call).await?;
            let tag = URL_SAFE_NO_PAD.decode(proof).unwrap_or_default();
            let text = text(&id, known, person);
            let sound = hmac::verify(&key, text.as_bytes(), &tag).is_ok();
            if !sound {
                let detail = "This link is not, or no longer, valid.";
                let remedy = "A new revision of the policy has new links; ask who sent it.";
                let status = StatusCode::FORBIDDEN;
                return Err(Problem::new(status, "link-invalid", detail, remedy));
            }
            Reader::Person(person.to_owned(), proof.to_owned())
        }
        (true, Some(_)) if call.may_do(Action::Read, Object::Record("policy", &id)) => {
            Reader::Account
        }
        _ => return Ok(None),
    };
    let found = policy.filter(|policy| policy.is_approved()).zip(revision);
    let (policy, revision) = found.ok_or_else(unknown)?;
    Ok(Some(Reading {
        policy: policy.clone(),
        revision,
        reader,
    }))
}

/// What a link's proof is over: it holds for one person and one revision.
fn text(policy: &str, revision: u32, person: &str) -> String {
    format!("acknowledge policy/{policy} {revision} person/{person}")
}

/// The key of links, made when it is first needed.
async fn key(call: &Call) -> Result<hmac::Key, Problem> {
    let journal = call.doors.ledger.journal();
    let read = || async {
        let found = journal.credential(KEY.0, KEY.1).await;
        found.map_err(|failure| failed(&failure.into()))
    };
    let mut known = read().await?;
    if known.is_none() {
        let credential = Credential {
            kind: KEY.0.into(),
            id: KEY.1.into(),
            owner: "server".into(),
            secret: Secret::random("").reveal().to_owned(),
            note: None,
            made_micros: call.now.as_microsecond(),
            expires_micros: None,
            used_micros: None,
        };
        let kept = journal.put_credential(&credential).await;
        kept.map_err(|failure| failed(&failure.into()))?;
        // Another node may have made one at the same time: what stands there counts.
        known = read().await?;
    }
    let unready = || Problem::later("busy", "The key of links could not be made.", 1);
    let known = known.ok_or_else(unready)?;
    Ok(hmac::Key::new(hmac::HMAC_SHA256, known.secret.as_bytes()))
}

/// The personal links of those who have not acknowledged a policy yet.
pub async fn links(call: Call) -> Result<Response, Problem> {
    let id = call.path.get("id").to_owned();
    let present = call.doors.ledger.present();
    let registers = &present.state.registers;
    let unknown = || Problem::unknown(&format!("policy/{id}"));
    let policy = registers.policies.get(&id).ok_or_else(unknown)?;
    let today = call.now.to_zoned(TimeZone::UTC).date();
    let read = acknowledged(registers, Some(&present.state), policy, today);
    let revision = read.revision.ok_or_else(unknown)?;
    let key = key(&call).await?;
    let address = |person: &str| {
        let bare = record::link::split(person).1;
        let tag = hmac::sign(&key, text(&id, revision, bare).as_bytes());
        let proof = URL_SAFE_NO_PAD.encode(tag.as_ref());
        let (id, person) = (escaped(&id), escaped(bare));
        format!("/acknowledge/policy/{id}?person={person}&proof={proof}")
    };
    let body = html! {
        h1 { "Personal links: " (policy.title()) }
        p { "Each link lets one person read revision " (revision) " and acknowledge it, without an \
            account. Send each to that person only. A new revision has new links." }
        @if read.open.is_empty() { p { "Everyone has acknowledged it." } }
        div.scroll { table.stack {
            thead { tr { th { "Person" } th { "Link" } } }
            tbody { @for person in &read.open { tr {
                td { (link::named(registers, person)) }
                td data-label="Link" { a href=(address(person)) { (address(person)) } }
            } } }
        } }
    };
    framed(&call, Page::new("Personal links", "/initiation", body)).await
}
