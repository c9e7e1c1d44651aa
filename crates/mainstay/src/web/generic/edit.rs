//! The form of a record: a new one, or a change of one that is there. All faults at once, each at
//! its field; what was typed is kept; whoever saved meanwhile is shown beside.

use axum::http::StatusCode;
use axum::response::Response;
use continuity::access::{Action, Object};
use continuity::command::Command;
use continuity::written::Written;
use maud::{Markup, html};
use record::kind::Status;
use record::kinds::{About, Record};
use record::link::to_id;
use record::node::{Entry, Node, Value};

use super::difference::{difference, legend, list};
use super::inputs::Inputs;
use super::names::Names;
use super::outline::{Outline, Sort};
use super::subject::{self, Subject};
use super::values::{Built, Values};
use super::{HELP, draft, label};
use crate::answer;
use crate::http::call::Call;
use crate::http::parameter::{self, Parameter};
use crate::http::problem::Problem;
use crate::http::{order, reply, withhold};
use crate::web::form::{self, Ask, Faults};
use crate::web::frame::{Page, show_as};
use crate::web::when;

/// What the page may be asked.
pub const ASKED: &[Parameter] = &[
    Parameter::new(
        "draft",
        parameter::Sort::Typed,
        "Goes on with what was kept unsaved.",
    ),
    Parameter::new(
        "like",
        parameter::Sort::Typed,
        "Begins with what this record says.",
    ),
];

/// The form as it is to be shown.
struct Sheet<'s> {
    call: &'s Call,
    about: &'static About,
    outline: &'s Outline,
    subject: Option<&'s Subject>,
    values: &'s Values,
    faults: Faults,
    more: &'s str,
    notice: Markup,
}

/// What is done with what was typed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Then {
    Draft,
    Review,
    InForce,
    Patch,
}

/// A new record's form.
pub async fn new(call: Call) -> Result<Response, Problem> {
    let about = subject::kind(&call)?;
    let outline = subject::outline(&call, about);
    let mut values = Values::default();
    let like = call.query.text("like").unwrap_or_default();
    if let Some(record) = call.doors.ledger.present().state.latest(about.name, like) {
        values = Values::of(&outline.parts(), &subject::tree(&call, &record));
    }
    shown(&call, about, &outline, None, values).await
}

/// The form of a record that is there.
pub async fn edit(call: Call) -> Result<Response, Problem> {
    let present = call.doors.ledger.present();
    let subject = Subject::of(&call, &present.state)?;
    let values = Values::of(&subject.outline.parts(), &subject.tree(&subject.latest));
    shown(
        &call,
        subject.about,
        &subject.outline,
        Some(&subject),
        values,
    )
    .await
}

async fn shown(
    call: &Call,
    about: &'static About,
    outline: &Outline,
    subject: Option<&Subject>,
    mut values: Values,
) -> Result<Response, Problem> {
    let kept = draft::kept(call, &key(call, about)).await;
    let mut notice = Markup::default();
    if let Some(kept) = kept {
        let zone = when::zone(&call.doors.ledger.present().state.registers);
        let said = when::both(kept.at, &zone);
        if call.query.text("draft").is_some() {
            values = kept.values;
            notice = html! { p.banner role="status" { "This is what you typed until " (said) ". It is not saved yet; nobody else sees it." } };
        } else {
            notice = html! {
                div.banner role="status" {
                    p { "You typed something here until " (said) " and did not save it. " a href="?draft=1" { "Go on with it" } }
                    form method="post" { button.plain name="_then" value="discard" { "Throw it away" } }
                }
            };
        }
    }
    let sheet = Sheet {
        call,
        about,
        outline,
        subject,
        values: &values,
        faults: Faults::default(),
        more: "",
        notice,
    };
    sheet.show(StatusCode::OK).await
}

/// Under which name what is typed is kept.
fn key(call: &Call, about: &About) -> String {
    format!("{}/{}", about.name, call.path.get("id"))
}

/// A new record is sent.
pub async fn filed(call: Call) -> Result<Response, Problem> {
    let about = subject::kind(&call)?;
    let outline = subject::outline(&call, about);
    taken(&call, about, &outline, None).await
}

/// A change is sent.
pub async fn amended(call: Call) -> Result<Response, Problem> {
    let present = call.doors.ledger.present();
    let subject = Subject::of(&call, &present.state)?;
    taken(&call, subject.about, &subject.outline, Some(&subject)).await
}

async fn taken(
    call: &Call,
    about: &'static About,
    outline: &Outline,
    subject: Option<&Subject>,
) -> Result<Response, Problem> {
    let mut values = Values::sent(call.fields().pairs());
    if let Some(aside) = aside(call, &key(call, about), &values).await? {
        return Ok(aside);
    }
    let present = call.doors.ledger.present();
    let names = Names::new(&present.state.registers);
    values.replace(|name, value| match outline.sort_at(name)? {
        Sort::Reference(kinds) => Some(names.meant(value, kinds)),
        _ => None,
    });
    let mut sheet = Sheet {
        call,
        about,
        outline,
        subject,
        values: &values,
        faults: Faults::default(),
        more: call.fields().text("_more"),
        notice: Markup::default(),
    };
    if !sheet.more.is_empty() {
        return sheet.show(StatusCode::OK).await;
    }
    let then = sheet.then();
    let record = match sheet.record(then) {
        Ok(record) => record,
        Err(faults) => {
            sheet.faults = faults;
            return sheet.show(StatusCode::UNPROCESSABLE_ENTITY).await;
        }
    };
    if then == Then::Patch {
        return sheet.patch(&record).await;
    }
    let saved = sheet.save(record.clone()).await;
    match saved {
        Ok(response) => {
            draft::erase(call, &key(call, about)).await;
            Ok(response)
        }
        Err(problem) if problem.status() == StatusCode::PRECONDITION_FAILED => {
            sheet.notice = sheet.meanwhile(&record).await?;
            sheet.show(StatusCode::CONFLICT).await
        }
        Err(problem) => {
            sheet.faults = Faults::of(&problem);
            sheet.faults.add("", problem.words());
            sheet.show(problem.status()).await
        }
    }
}

/// What is typed is kept unsaved, or what was kept is thrown away; nothing where it is to be saved.
async fn aside(call: &Call, key: &str, values: &Values) -> Result<Option<Response>, Problem> {
    let here = call.parts.uri.path();
    Ok(match call.fields().text("_then") {
        "keep" => {
            let at = draft::keep(call, key, values).await?.to_string();
            Some(match call.fields().text("_quiet") {
                "" => form::to(&format!("{here}?draft=1")),
                _ => reply::json_bytes(answer::json(&serde_json::json!({ "kept_at": at }))),
            })
        }
        "discard" => {
            draft::erase(call, key).await;
            Some(form::to(here))
        }
        _ => None,
    })
}

impl Sheet<'_> {
    fn then(&self) -> Then {
        match self.call.fields().text("_then") {
            "review" => Then::Review,
            "in-force" => Then::InForce,
            "patch" => Then::Patch,
            _ => Then::Draft,
        }
    }

    /// The record that was typed, or what is wrong with it.
    fn record(&self, then: Then) -> Result<Record, Faults> {
        let mut built = self.values.built(&self.outline.parts());
        let id = self.id();
        let Value::Map(entries) = &mut built.node.value else {
            return Err(Faults::default());
        };
        let mut head = vec![
            ("kind", Node::text(self.about.name)),
            ("id", Node::text(id.as_str())),
        ];
        head.extend(
            self.status(then)
                .map(|status| ("status", Node::text(status))),
        );
        for (key, value) in head {
            let (key, at) = (key.into(), Default::default());
            entries.push(Entry { key, at, value });
        }
        let mut faults = Faults::default();
        for (name, text) in &built.faults {
            faults.add(name.as_str(), text.as_str());
        }
        let record = read(&built, &mut faults);
        match record.filter(|_| faults.is_empty()) {
            Some(record) => self.with_hidden(record),
            None => Err(faults),
        }
    }

    /// What the reader may not see stays as it is.
    fn with_hidden(&self, record: Record) -> Result<Record, Faults> {
        let Some(subject) = self.subject.filter(|subject| subject.withholds()) else {
            return Ok(record);
        };
        let mut faults = Faults::default();
        let restored = withhold::restored(&record.write(), &subject.latest.write());
        match restored {
            Ok(node) => subject::read(&node).map_err(|complaints| {
                complaints
                    .all
                    .iter()
                    .for_each(|it| faults.add(it.field.as_str(), it.text.as_str()));
                faults
            }),
            Err(fields) => {
                let text = "it holds money, which you may not see and so not change";
                fields
                    .iter()
                    .for_each(|field| faults.add(field.as_str(), text));
                Err(faults)
            }
        }
    }

    /// The id: that of the record, what was typed, or one made from the name.
    fn id(&self) -> String {
        if let Some(subject) = self.subject {
            return subject.seen.id().to_owned();
        }
        let typed = self.values.get("id").trim();
        if !typed.is_empty() {
            return typed.to_owned();
        }
        let made = to_id(self.values.get("name"));
        let state = &self.call.doors.ledger.present().state;
        let is_free = |id: &String| state.filing(self.about.name, id).is_none();
        let numbered = (2..1_000).map(|number| format!("{made}-{number}"));
        let mut all = std::iter::once(made.clone()).chain(numbered);
        all.find(is_free).unwrap_or(made)
    }

    /// The status that it shall have; where it has it without saying so, it says nothing still.
    fn status(&self, then: Then) -> Option<&'static str> {
        let latest = self.subject.map(|subject| &subject.latest);
        let wanted = match then {
            Then::Draft => Status::Draft,
            Then::Review => Status::InReview,
            Then::InForce => Status::Approved,
            Then::Patch => latest?.status(),
        };
        let unsaid = latest
            .is_some_and(|latest| latest.envelope().status.is_none() && latest.status() == wanted);
        (!unsaid).then(|| wanted.as_str())
    }

    async fn save(&self, record: Record) -> Result<Response, Problem> {
        let path = crate::web::link::filed(&record.reference());
        let written = Written::made(record);
        let Some(subject) = self.subject else {
            let receipt = order::execute(self.call, Command::File { written }).await?;
            return Ok(form::away(&format!("{path}?did=saved&undo=0"), &receipt));
        };
        let expected = self.call.fields().text("_revision").parse().ok();
        let command = Command::Amend { written, expected };
        let receipt = order::execute(self.call, command).await?;
        let did = match receipt.entries {
            None => format!("{path}?did=nothing"),
            Some(_) => format!("{path}?did=saved&undo={}", subject.filing.revision),
        };
        Ok(form::away(&did, &receipt))
    }

    /// A change of what stands in a folder, as a patch for that folder.
    async fn patch(mut self, record: &Record) -> Result<Response, Problem> {
        let present = self.call.doors.ledger.present();
        let patch = answer::propose::patch(&present.state, record);
        match patch {
            Err(refusal) => {
                let problem = Problem::from(refusal);
                self.faults.add("", problem.words());
                self.show(problem.status()).await
            }
            Ok(patch) => {
                self.notice = html! {
                    section.sheet #patch {
                        h2 { "Your change, as a patch" }
                        @if patch.is_empty() { p { "It says the same as the folder." } }
                        @else {
                            p { "Give this to whoever looks after the folder, or apply it there with " code { "git apply" } "." }
                            pre.code { (patch) }
                        }
                    }
                };
                self.show(StatusCode::OK).await
            }
        }
    }

    /// What someone else saved meanwhile beside what was typed, both against what was seen.
    async fn meanwhile(&self, yours: &Record) -> Result<Markup, Problem> {
        let seen: u32 = self.call.fields().text("_revision").parse().unwrap_or(0);
        let Some(subject) = self.subject else {
            return Ok(Markup::default());
        };
        let changes = subject::changes(self.call).await?;
        let base = changes.iter().find(|change| change.revision == seen);
        let base = base.and_then(|change| change.content.as_ref());
        let base = base.map(|record| subject.tree(record));
        let base = base.unwrap_or_else(|| Node::map::<&str>([]));
        let parts = self.outline.parts();
        let theirs = difference(&parts, &base, &subject.tree(&subject.latest));
        let yours = difference(&parts, &base, &subject.tree(yours));
        Ok(html! {
            section.banner.bad role="alert" #meanwhile {
                p {
                    strong { "Not saved: someone else was quicker. " }
                    "Revision " (subject.filing.revision) " by " (subject.filing.author) " came after the one you saw. "
                    "Nothing is lost: both stand here. Take over what you want of theirs, then save again."
                }
                (legend())
                div.columns {
                    div { h2 { "Saved meanwhile" } (list(&theirs)) }
                    div { h2 { "What you typed" } (list(&yours)) }
                }
            }
        })
    }

    async fn show(&self, status: StatusCode) -> Result<Response, Problem> {
        let present = self.call.doors.ledger.present();
        let names = Names::new(&present.state.registers);
        let inputs = Inputs {
            values: self.values,
            faults: &self.faults,
            more: self.more,
            names: &names,
        };
        let parts = self.outline.parts();
        let (own, carried): (Vec<_>, Vec<_>) = parts.iter().copied().partition(|part| {
            ["name", "owner", "description"].contains(&&*part.key)
                || self.outline.own.iter().any(|own| own.key == part.key)
        });
        let kind = label::inside(self.about.name);
        let title = match self.subject {
            Some(subject) => format!("Edit {}", subject.title(&names)),
            None => format!("New {kind}"),
        };
        let folded = carried.iter().any(|part| self.faults.under(&part.key));
        let body = html! {
            p.crumbs { a href={ "/records/" (self.about.plural) } { (label::sentence(self.about.plural)) } }
            h1 { (title) }
            p.lead { (self.about.about) }
            (self.notice)
            (inputs.summary(&parts))
            form.record method="post" novalidate data-draft=(key(self.call, self.about)) {
                (form::request())
                // The first button of a form is the one that Enter presses.
                button.unseen aria-hidden="true" type="submit" name="_then" value="draft" tabindex="-1" { "Save as a draft" }
                @if let Some(subject) = self.subject {
                    input type="hidden" name="_revision" value=(subject.filing.revision);
                } @else { (self.id_field()) }
                section.sheet { (inputs.fields(&own)) }
                details.sheet.carried open[folded] {
                    summary { "Where it comes from, how long it holds, labels" }
                    (inputs.fields(&carried))
                }
                @if self.subject.is_some_and(Subject::withholds) {
                    p.quiet { "Figures of money are not shown to you. They stay as they are." }
                }
                (self.buttons())
                p.quiet.kept role="status" aria-live="polite" data-kept="" {}
            }
            (inputs.offers(&parts))
        };
        let page = Page::new(title, "/records", body)
            .help(HELP)
            .script("record");
        let page = match self.subject {
            Some(subject) => page.about(&subject.reference()),
            None => page,
        };
        show_as(self.call, status, page).await
    }

    fn id_field(&self) -> Markup {
        let hint = "Lower-case letters, digits, hyphens. Left empty, it is made from the name. It never changes.";
        form::field(
            Ask::new("id", "Id", hint),
            self.values.get("id"),
            &self.faults,
        )
    }

    /// Only what may be done.
    fn buttons(&self) -> Markup {
        let frozen = self
            .subject
            .is_some_and(|subject| subject.filing.home.is_some());
        let object = match self.subject {
            Some(subject) => Object::Record(self.about.name, subject.seen.id()),
            None => Object::Kind(self.about.name),
        };
        let approve = self.call.may_do(Action::Approve, object);
        html! {
            @if frozen {
                p { "Its home is a folder: it is changed there. Here you can make a patch of your change." }
                p.actions { button type="submit" name="_then" value="patch" { "Make a patch" } }
            } @else {
                div.actions.sticky {
                    @if approve { button type="submit" name="_then" value="in-force" { "Save and put in force" } }
                    button.plain[approve] type="submit" name="_then" value="review" { "Save and submit for approval" }
                    button.plain type="submit" name="_then" value="draft" { "Save as a draft" }
                    button.plain type="submit" name="_then" value="keep" { "Keep for me, unsaved" }
                    a.button.plain href=(self.back()) { "Leave" }
                }
            }
        }
    }

    fn back(&self) -> String {
        match self.subject {
            Some(subject) => subject.path(),
            None => format!("/records/{}", self.about.plural),
        }
    }
}

fn read(built: &Built, faults: &mut Faults) -> Option<Record> {
    match subject::read(&built.node) {
        Ok(record) => Some(record),
        Err(complaints) => {
            for complaint in &complaints.all {
                faults.add(built.field(complaint), complaint.text.as_str());
            }
            None
        }
    }
}
