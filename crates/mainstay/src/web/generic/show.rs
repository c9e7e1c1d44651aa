//! A record as it was filed: what it says and what it does not, who holds it now, what may be done
//! next, what is found about it, what names it.

use axum::response::Response;
use continuity::access::{Action, authorize};
use continuity::actor::Actor;
use continuity::finding::Finding;
use continuity::state::State;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use maud::{Markup, html};
use record::kind::Status;

use super::difference::{difference, legend, list};
use super::list::{confirmed, status};
use super::names::Names;
use super::outline::Part;
use super::reading::{facts, unsaid};
use super::subject::{Next, Subject};
use super::{HELP, draft, label};
use crate::http::call::Call;
use crate::http::order::failed;
use crate::http::parameter::{Parameter, Sort};
use crate::http::problem::Problem;
use crate::web::form::{self, Ask, Faults};
use crate::web::frame::{Page, show};
use crate::web::reckoned::{self, Reckoned};
use crate::web::{link, when};

/// What the page may be asked.
pub const ASKED: &[Parameter] = &[
    Parameter::new("did", Sort::Typed, "What was just done."),
    Parameter::new("undo", Sort::Typed, "The revision to go back to."),
];

/// Most records that name this one and are shown.
const NAMED_BY: usize = 30;
/// Most names of people that are shown as those who may approve.
const WHO: usize = 5;

/// The page.
pub async fn page(call: Call) -> Result<Response, Problem> {
    let now = reckoned::of(&call).await?;
    let state = &now.present.state;
    let subject = Subject::of(&call, state)?;
    let names = Names::new(&state.registers);
    let reference = subject.reference();
    let title = subject.title(&names);
    let next = subject.next(&call);
    let last = call
        .doors
        .ledger
        .history(subject.about.name, subject.seen.id(), 1)
        .await;
    let last = last.map_err(|failure| failed(&failure))?;
    let since = last.first().map(|entry| entry.at);
    let unsaved = draft::kept(&call, &reference).await.map(|draft| draft.at);
    let zone = when::zone(&state.registers);
    let node = subject.tree(&subject.seen);
    let own: Vec<&Part> = subject.outline.own.iter().collect();
    let carried = subject.outline.carried.iter();
    let carried = carried.filter(|part| !["name", "confirmed"].contains(&&*part.key));
    let carried: Vec<&Part> = carried.collect();
    let body = html! {
        p.crumbs { a href={ "/records/" (subject.about.plural) } { (label::sentence(subject.about.plural)) } }
        h1 { (title) }
        p { span.tag { (label::sentence(subject.about.name)) } " " (status(subject.seen.status())) " " small { (reference) } }
        (done(&call, &subject))
        @if let Some(at) = unsaved {
            p.banner { "You typed something here until " (when::both(at, &zone)) " and did not save it. "
                a href={ (subject.path()) "/edit?draft=1" } { "Go on with it" } }
        }
        (held(&call, &subject, state, &names, since, &zone))
        (proposal(&subject))
        (actions(&call, &subject, next))
        section.sheet {
            h2 { "What it says" }
            (facts(&own, &node, &names))
            (not_said(&unsaid(&own, &node), &subject, next))
            @if subject.withholds() { p.quiet { "Figures of money are not shown to you." } }
        }
        section.sheet {
            h2 { "Where it comes from" }
            p { "Confirmed: " (confirmed(subject.seen.envelope(), call.now)) }
            (facts(&carried, &node, &names))
        }
        (findings(&now, &reference))
        (named_by(state, &reference, &names))
        (attachments(state, &reference))
    };
    let page = Page::new(title, "/records", body)
        .help(HELP)
        .about(&reference);
    show(&call, page).await
}

/// What was just done, with the way back.
fn done(call: &Call, subject: &Subject) -> Markup {
    let words = match call.query.text("did") {
        Some("saved") => "Saved",
        Some("submit") => "Submitted for approval",
        Some("approve") => "Put in force",
        Some("return") => "Given back to its author",
        Some("retire") => "Retired",
        Some("confirm") => "Confirmed as still right",
        Some("undo") => "Undone: it says again what it said before",
        Some("nothing") => {
            return html! { p.banner role="status" { "Nothing was changed: it says that already." } };
        }
        _ => return Markup::default(),
    };
    let to = call
        .query
        .text("undo")
        .and_then(|text| text.parse::<u32>().ok());
    html! {
        div.banner.done role="status" {
            p { strong { (words) } ", as revision " (subject.filing.revision) "." }
            @if let Some(to) = to.filter(|to| *to < subject.filing.revision) {
                (undo(subject, to, "Undo"))
            }
        }
    }
}

/// The button that goes back to a revision: a new revision that says the same.
pub fn undo(subject: &Subject, to: u32, word: &str) -> Markup {
    html! {
        form.inline method="post" action={ (subject.path()) "/undo" } {
            (form::request())
            input type="hidden" name="to" value=(to);
            input type="hidden" name="revision" value=(subject.filing.revision);
            button.plain type="submit" { (word) }
        }
    }
}

/// Who holds it now, since when, and until when.
fn held(
    call: &Call,
    subject: &Subject,
    state: &State,
    names: &Names<'_>,
    since: Option<Timestamp>,
    zone: &TimeZone,
) -> Markup {
    let latest = &subject.latest;
    let envelope = latest.envelope();
    let author = subject
        .filing
        .author
        .strip_prefix("account/")
        .unwrap_or(&subject.filing.author);
    html! {
        p.held {
            @match latest.status() {
                Status::Draft => { "With " strong { (author) } ", who writes it" }
                Status::InReview => {
                    "Waits for approval"
                    @let who = approvers(call, state, subject);
                    @if who.is_empty() { span.warn { " nobody who has an account may approve it" } }
                    @else { " by " strong { (who) } }
                }
                Status::Retired => { "Out of use; nobody holds it" }
                Status::Approved => {
                    @match &envelope.owner {
                        Some(owner) => { "In force; " (names.party(&owner.text)) " answers for it" }
                        None => { "In force; " span.warn { "nobody is named who answers for it" } }
                    }
                }
            }
            @if let Some(since) = since { ", since " (when::both(since, zone)) " (" (when::ago(since, call.now)) ")" }
            @if let Some(due) = &envelope.review_due { ", until its review on " (due) }
            "."
        }
        @if let Some(home) = &subject.filing.home {
            @let stands = stands(subject, state);
            div.banner {
                p { strong { "Its home is the folder " (home) "." } " It is changed there"
                    @if let Some(stands) = stands { ", at " code { (stands) } } ", and comes here with the next sync." }
                p { a href={ (subject.path()) "/edit" } { "Make a patch of a change" } }
            }
        }
    }
}

/// Where it stands in the folder that is its home.
fn stands(subject: &Subject, state: &State) -> Option<String> {
    let (file, line) = subject.filing.stands?;
    let name = state.file_names().get(file as usize)?;
    Some(format!("{name}:{line}"))
}

/// Some of those who may approve it now, by name.
fn approvers(call: &Call, state: &State, subject: &Subject) -> String {
    let reference = subject.reference();
    let object = continuity::access::record_object(&reference);
    let may = |id: &str| {
        let actor = Actor::Account {
            id: id.to_owned(),
            via: None,
        };
        object.is_some_and(|object| {
            authorize(state, &actor, Action::Approve, object, call.now).is_ok()
        })
    };
    let mut all = state
        .accounts()
        .filter(|(id, account)| !account.closed && may(id));
    let mut shown: Vec<&str> = all
        .by_ref()
        .take(WHO)
        .map(|(_, it)| it.name.as_str())
        .collect();
    if all.next().is_some() {
        shown.push("others");
    }
    shown.join(", ")
}

/// What is proposed and not yet in force, against what is.
fn proposal(subject: &Subject) -> Markup {
    if subject.filing.proposed.is_none() {
        return Markup::default();
    }
    let parts = subject.outline.parts();
    let all = difference(
        &parts,
        &subject.tree(&subject.seen),
        &subject.tree(&subject.latest),
    );
    html! {
        section.sheet #proposal {
            h2 { "A change is proposed" }
            p { "By " (subject.filing.author) ". What stands below is in force until it is approved." }
            (legend())
            (list(&all))
        }
    }
}

/// Only what may be done next.
fn actions(call: &Call, subject: &Subject, next: Next) -> Markup {
    let step = |word: &'static str, label: &str, plain: bool| {
        html! {
            form.inline method="post" action={ (subject.path()) "/step" } {
                (form::request())
                input type="hidden" name="revision" value=(subject.filing.revision);
                button.plain[plain] type="submit" name="step" value=(word) { (label) }
            }
        }
    };
    let reasoned = |word: &'static str, label: &str| {
        html! {
            details.step {
                summary { (label) }
                form method="post" action={ (subject.path()) "/step" } {
                    (form::request())
                    input type="hidden" name="revision" value=(subject.filing.revision);
                    input type="hidden" name="step" value=(word);
                    (form::field(Ask { name: &format!("reason-{word}"), label: "Why", hint: "In a sentence; it is kept.", required: true }, "", &Faults::default()))
                    p.actions { button type="submit" { (label) } }
                }
            }
        }
    };
    let reference = subject.reference();
    let items = link::place(&reference);
    let confirm = match next.at_once {
        true => "Still right",
        false => "Still right (goes for approval)",
    };
    html! {
        div.actions {
            @if next.amend { a.button href={ (subject.path()) "/edit" } { "Edit" } }
            @if next.approve { (step("approve", "Approve", false)) }
            @if next.submit { (step("submit", "Submit for approval", true)) }
            @if next.amend && subject.seen.status() == Status::Approved { (step("confirm", confirm, true)) }
            @if items != subject.path() { a.button.plain href=(items) { "Its page with figures" } }
            a.button.plain href={ (subject.path()) "/history" } { "History" }
            @if call.may_do(Action::File, continuity::access::Object::Kind(subject.about.name)) {
                a.button.plain href={ "/records/" (subject.about.plural) "/new?like=" (subject.seen.id()) } { "Copy" }
            }
        }
        @if next.give_back { (reasoned("return", "Give back to its author")) }
        @if next.retire { (reasoned("retire", "Retire")) }
    }
}

/// What nobody wrote down, each with the way to its field.
fn not_said(parts: &[&Part], subject: &Subject, next: Next) -> Markup {
    html! {
        @if !parts.is_empty() {
            p.unsaid {
                span.quiet { "Not said: " }
                @for (place, part) in parts.iter().enumerate() {
                    @if place > 0 { ", " }
                    @if next.amend {
                        a href={ (subject.path()) "/edit#" (form::id(&part.key)) } { (part.label) }
                    } @else { (part.label) }
                }
            }
        }
    }
}

fn findings(now: &Reckoned, reference: &str) -> Markup {
    let all: Vec<&Finding> = now.findings_of(reference).collect();
    html! {
        section.sheet #findings {
            h2 { "Found about it" }
            @if all.is_empty() { p.quiet { "Nothing is found about it." } }
            ul.plain-list { @for finding in all {
                li {
                    strong { (finding.severity.as_str()) } ": " (finding.text) " "
                    a href={ "/findings/" (finding.code) } { (finding.code) }
                    @if !finding.mend.is_empty() { br; span.quiet { (finding.mend) } }
                }
            } }
        }
    }
}

fn named_by(state: &State, reference: &str, names: &Names<'_>) -> Markup {
    let (_, id) = record::link::split(reference);
    let (mut all, mut more) = (Vec::new(), 0usize);
    state.registers.each_link(&mut |kind, holder, _, link| {
        let (_, named) = record::link::split(link.text);
        let kinds: Vec<String> = match link.allowed {
            record::link::Allowed::Kind(kind) => vec![kind.to_owned()],
            record::link::Allowed::Kinds(kinds) => owned(kinds),
            record::link::Allowed::Items => owned(record::link::ITEMS),
            record::link::Allowed::Any => Vec::new(),
        };
        if named != id || names.reference(link.text, &kinds).as_deref() != Some(reference) {
            return;
        }
        match all.len() < NAMED_BY {
            true => all.push((format!("{kind}/{holder}"), link.field)),
            false => more += 1,
        }
    });
    html! {
        section.sheet #named-by {
            h2 { "Named by" }
            @if all.is_empty() { p.quiet { "No other record names it." } }
            ul.plain-list { @for (holder, field) in &all {
                li { (link::record(holder, &names.name(holder))) " " small { (label::of(&field.replace('_', "-"))) } }
            } }
            @if more > 0 { p.quiet { "and " (more) " more" } }
        }
    }
}

fn owned(kinds: &[&str]) -> Vec<String> {
    kinds.iter().map(|kind| (*kind).to_owned()).collect()
}

fn attachments(state: &State, reference: &str) -> Markup {
    let of = |(_, it): &(&str, &continuity::state::Attachment)| it.subject == reference;
    let all: Vec<_> = state.attachments().filter(of).collect();
    html! {
        @if !all.is_empty() {
            section.sheet #attachments {
                h2 { "Files" }
                ul.plain-list { @for (digest, file) in all {
                    li {
                        @match &file.erased {
                            Some(why) => { s { (file.name) } " " span.quiet { "erased: " (why) } }
                            None => { a href={ "/api/v1/attachments/" (digest) } { (file.name) } " " small { (file.bytes.div_ceil(1_000)) " kB" } }
                        }
                    }
                } }
            }
        }
    }
}
