//! Import in the browser: files of any format in, what they would change and break shown, and
//! exactly that written once it was seen.

use std::sync::Arc;

use axum::body::Bytes;
use axum::http::StatusCode;
use axum::response::Response;
use continuity::access::Action;
use continuity::command::Command;
use continuity::refusal::Refusal;
use continuity::written::Written;
use exchange::import::{FORMATS, File, Import, by_name};
use ledger::Present;
use maud::{Markup, html};
use record::kinds::ALL;

use super::HELP;
use super::preview::{self, Preview};
use super::waiting::Files;
use crate::answer;
use crate::http::call::{Call, SentFile};
use crate::http::order;
use crate::http::parameter::{Parameter, Sort};
use crate::http::problem::Problem;
use crate::web::form::{self, Ask, Faults};
use crate::web::frame::{Page, show_as};
use crate::web::reckoned;

/// What the page may be asked.
pub const ASKED: &[Parameter] = &[Parameter::new("did", Sort::Typed, "What was just written.")];

/// Most faults of files that are listed.
const FAULTS_MAX: usize = 200;

/// What people know of each format.
const SAYS: &[(&str, &str)] = &[
    ("csv", "Tables as text (CSV): one row a record"),
    ("xlsx", "A workbook (Excel): one sheet a kind"),
    ("mainstay", "Our own files (YAML, JSON)"),
    ("backstage", "Backstage catalogue (catalog-info.yaml)"),
    ("servicenow", "ServiceNow export (CSV, JSON)"),
    ("kubernetes", "Kubernetes manifests"),
    ("compose", "Docker Compose files"),
    ("netbox", "NetBox export"),
    ("gitlab-catalog", "GitLab service catalogue"),
];

/// Which file name a pasted text gets, by format.
const PASTED: &[(&str, &str)] = &[("csv", "pasted.csv"), ("servicenow", "pasted.csv")];

/// What was sent, read against the present.
struct Ready {
    preview: Preview,
    written: Vec<Written>,
}

/// The page.
pub async fn page(call: Call) -> Result<Response, Problem> {
    may_import(&call)?;
    let did = call.query.text("did").unwrap_or_default();
    let notice = html! {
        @if did == "applied" {
            p.banner.done role="status" {
                strong { "Written, as it was shown." } " " a href="/changes" { "What changed" } " · "
                a href="/findings" { "What is found now" } " · " a href="/records" { "Records" }
            }
        }
    };
    shown(&call, StatusCode::OK, &notice).await
}

fn may_import(call: &Call) -> Result<(), Problem> {
    if call.may(Action::Import) {
        return Ok(());
    }
    let object = continuity::access::Object::Whole;
    let who = "administrator, continuity-manager".to_owned();
    Err(Refusal::not_allowed(Action::Import, object, who).into())
}

async fn shown(call: &Call, status: StatusCode, notice: &Markup) -> Result<Response, Problem> {
    let formats: Vec<(&str, &str)> = FORMATS
        .iter()
        .map(|(name, _)| (*name, says(name)))
        .collect();
    let chosen = call.fields().filled("format").unwrap_or("csv");
    let faults = Faults::default();
    let body = html! {
        p.crumbs { a href="/records" { "Records" } }
        h1 { "Import" }
        p.lead { "Nothing is written before you saw what it would change." }
        (notice)
        form.sheet method="post" enctype="multipart/form-data" {
            (form::select(Ask::new("format", "Format", "What the files are."), chosen, &formats, &faults))
            div.field {
                label for="f-files" { "Files" span.hint #f-files-hint { "One or many. A table may bring its mapping file along." } }
                input #f-files type="file" name="files" multiple aria-describedby="f-files-hint";
            }
            (form::area(Ask::new("text", "Or paste a text", "For tables: the first line holds the headings, and a column `kind` says what each row is."), call.fields().text("text"), 6, &faults))
            p.actions { button type="submit" { "Show what it would change" } }
        }
        details {
            summary { "Headings that tables may have" }
            p {
                "Each row is a record; a column " code { "kind" } " says of which kind, and without it rows "
                "are taken as services. Headings are the keys of the fields. One kind is quicker in its own table:"
            }
            ul { @for about in ALL { li { a href={ "/records/" (about.plural) "/grid" } { (about.plural) } } } }
        }
    };
    let page = Page::new("Import", "/records", body).help(HELP);
    show_as(call, status, page).await
}

fn says(name: &'static str) -> &'static str {
    let known = SAYS.iter().find(|(known, _)| *known == name);
    known.map_or(name, |(_, says)| says)
}

/// Files are sent, or what was shown is to be written.
pub async fn taken(call: Call) -> Result<Response, Problem> {
    may_import(&call)?;
    let sender = call.actor.as_text();
    if let Some(id) = call.fields().filled("apply") {
        let Some(files) = call.doors.waiting.get(id, &sender, call.now) else {
            let notice = html! {
                p.banner.bad role="alert" {
                    strong { "Nothing was written." } " What was shown is no longer at hand. Choose the files once more."
                }
            };
            return shown(&call, StatusCode::CONFLICT, &notice).await;
        };
        return apply(&call, id, files).await;
    }
    let Some(format) = FORMATS
        .iter()
        .map(|(name, _)| *name)
        .find(|name| *name == call.fields().text("format"))
    else {
        return Err(Problem::invalid("That is no format that can be imported."));
    };
    let files = files(&call, format);
    if files.is_empty() {
        let notice = html! { p.banner.bad role="alert" { "Choose a file or paste a text." } };
        return shown(&call, StatusCode::UNPROCESSABLE_ENTITY, &notice).await;
    }
    let files = Files {
        sender,
        format,
        files,
        seen: 0,
        at: call.now,
        written: false,
    };
    previewed(&call, files, &Markup::default()).await
}

/// The files that were sent, and the text that was pasted as one.
fn files(call: &Call, format: &str) -> Vec<SentFile> {
    let chosen = call.fields().files().iter();
    let mut files: Vec<SentFile> = chosen
        .filter(|file| !file.name.is_empty())
        .cloned()
        .collect();
    if let Some(text) = call.fields().filled("text") {
        let known = PASTED.iter().find(|(known, _)| *known == format);
        let name = known.map_or("pasted.yaml", |(_, name)| name);
        files.push(SentFile {
            name: name.to_owned(),
            bytes: Bytes::from(text.to_owned()),
        });
    }
    files
}

async fn ready(
    call: &Call,
    files: &Files,
    present: &Arc<Present>,
) -> Result<Result<Ready, Box<Import>>, Problem> {
    let (files, present) = (files.clone(), Arc::clone(present));
    let today = answer::import::today(call.now);
    let read = move || {
        let importer = by_name(files.format).expect("it was looked for in the same list");
        let read: Vec<File<'_>> = files
            .files
            .iter()
            .map(|file| File {
                name: &file.name,
                bytes: &file.bytes,
            })
            .collect();
        let imported = importer(&read).known_until(today);
        if !imported.complaints.is_empty() {
            return Err(Box::new(imported));
        }
        let names: Vec<String> = files.files.iter().map(|file| file.name.clone()).collect();
        let registers = &present.state.registers;
        let (change, written) = answer::import::to_write(imported, &names, registers);
        Ok(Ready {
            preview: change.into(),
            written,
        })
    };
    call.doors.compute(read).await
}

/// What the files would change, waiting for consent.
async fn previewed(call: &Call, mut files: Files, notice: &Markup) -> Result<Response, Problem> {
    let now = reckoned::of(call).await?;
    let ready = match ready(call, &files, &now.present).await? {
        Ok(ready) => ready,
        Err(imported) => {
            return shown(call, StatusCode::UNPROCESSABLE_ENTITY, &faults(&imported)).await;
        }
    };
    files.seen = now.present.seq;
    let preview = Arc::new(ready.preview);
    let view = preview::shown(call, &now, Arc::clone(&preview)).await?;
    let id = call.doors.waiting.keep(files);
    let body = html! {
        p.crumbs { a href="/records/import" { "Import" } }
        h1 { "What it would change" }
        (notice)
        (view)
        @if preview.is_empty() {
            p.actions { a.button href="/records/import" { "Back" } }
        } @else {
            form.actions method="post" action="/records/import" {
                (form::request())
                input type="hidden" name="apply" value=(id);
                button type="submit" { "Write exactly this" }
                a.button.plain href="/records/import" { "Leave it" }
            }
        }
    };
    show_as(
        call,
        StatusCode::OK,
        Page::new("What it would change", "/records", body),
    )
    .await
}

/// Writes what was shown; where the journal went on meanwhile, it is shown anew instead.
async fn apply(call: &Call, id: &str, files: Files) -> Result<Response, Problem> {
    const DONE: &str = "/records/import?did=applied";
    if files.written {
        return Ok(form::to(DONE));
    }
    let present = call.doors.ledger.present();
    if present.seq != files.seen {
        let notice = html! {
            p.banner role="alert" {
                strong { "Not written yet: " } "the journal went on from entry " (files.seen) " to " (present.seq)
                " since this was shown. This is what it would change now."
            }
        };
        return previewed(call, files, &notice).await;
    }
    let Ok(ready) = ready(call, &files, &present).await? else {
        return Err(Problem::invalid(
            "The files can no longer be read as they were shown.",
        ));
    };
    let source = match files.files.as_slice() {
        [one] => one.name.clone(),
        [first, rest @ ..] => format!("{} and {} more", first.name, rest.len()),
        [] => String::new(),
    };
    let command = Command::Import {
        source: format!("{} {source}", files.format),
        records: ready.written,
        seen: Some(files.seen),
    };
    let receipt = order::execute(call, command).await?;
    call.doors.waiting.note_written(id);
    Ok(form::away(DONE, &receipt))
}

/// What is wrong with the files: each with its place.
fn faults(imported: &Import) -> Markup {
    let all = &imported.complaints;
    html! {
        div.banner.bad role="alert" {
            p { strong { (all.len()) @if all.len() == 1 { " fault" } @else { " faults" } " in the files." } " Nothing was imported." }
            ul { @for (file, complaint) in all.iter().take(FAULTS_MAX) {
                li {
                    code { (file) @if complaint.at.line > 0 { ":" (complaint.at.line) ":" (complaint.at.column.max(1)) } }
                    ": " @if !complaint.field.is_empty() { (complaint.field) ": " } (complaint.text)
                }
            } }
            @if all.len() > FAULTS_MAX { p { "and " (all.len() - FAULTS_MAX) " more" } }
        }
    }
}
