//! The frame around every page of someone who has signed in: where one is, what stands beside,
//! whether all is well, what time it is, and how to get help, print, share and look back.

use axum::http::StatusCode;
use axum::response::Response;
use continuity::access::Action;
use maud::{DOCTYPE, Markup, html};

use super::asset::{self, MARK, STYLE};
use super::navigation::{self, Mark};
use super::when;
use crate::http::call::Call;
use crate::http::problem::Problem;
use crate::http::reply;
use crate::keep::remark::Level;

/// The media type of pages.
pub const HTML: &str = "text/html; charset=utf-8";

/// What stands inside the frame, and what the frame must know of it.
pub struct Page {
    title: String,
    place: &'static str,
    help: &'static str,
    scripts: Vec<&'static str>,
    exports: Vec<(&'static str, String)>,
    about: Option<String>,
    body: Markup,
}

impl Page {
    /// A page with its title, and the place in the navigation to which it belongs: the path of an
    /// entry there.
    pub fn new(title: impl Into<String>, place: &'static str, body: Markup) -> Page {
        Page {
            title: title.into(),
            place,
            help: "",
            scripts: Vec::new(),
            exports: Vec::new(),
            about: None,
            body,
        }
    }

    /// The part of the handbook that helps here: `1-initiation#scope`.
    pub fn help(self, help: &'static str) -> Page {
        Page { help, ..self }
    }

    /// Loads a module of `web/script`, by its name without ending.
    pub fn script(mut self, name: &'static str) -> Page {
        self.scripts.push(name);
        self
    }

    /// Offers the same content in other forms: word and address.
    pub fn export<S: Into<String>>(
        mut self,
        forms: impl IntoIterator<Item = (&'static str, S)>,
    ) -> Page {
        let forms = forms
            .into_iter()
            .map(|(word, address)| (word, address.into()));
        self.exports.extend(forms);
        self
    }

    /// Says which record the page is about, `kind/id`, for "what changed".
    pub fn about(self, reference: &str) -> Page {
        Page {
            about: Some(reference.to_owned()),
            ..self
        }
    }
}

/// The page in its frame.
pub async fn show(call: &Call, page: Page) -> Result<Response, Problem> {
    show_as(call, StatusCode::OK, page).await
}

/// The page in its frame, with a status: a form that has faults, above all.
pub async fn show_as(call: &Call, status: StatusCode, page: Page) -> Result<Response, Problem> {
    let surroundings = Surroundings::of(call).await;
    Ok(framed(&surroundings, status, &page))
}

pub(super) fn framed(around: &Surroundings, status: StatusCode, page: &Page) -> Response {
    let response = reply::body(HTML, whole(around, page).into_string());
    reply::with_status(response, status)
}

/// What the frame shows beside the page.
pub(super) struct Surroundings {
    name: Option<String>,
    here: String,
    now: jiff::Timestamp,
    zone: jiff::tz::TimeZone,
    seq: u64,
    past: Option<String>,
    entry_at: jiff::Timestamp,
    pulse: (Mark, String),
    stages: Vec<navigation::Stage>,
    running: Vec<navigation::Running>,
    strip: Option<Markup>,
    demonstration: bool,
    reads_log: bool,
    /// Accounts whose recovery code opened the door, and when, for administrators.
    alarms: Vec<(String, jiff::Timestamp)>,
}

impl Surroundings {
    pub(super) async fn of(call: &Call) -> Surroundings {
        let present = call.doors.ledger.present();
        // The frame never waits for a computation: it shows the states that were last known.
        let known = call.doors.reckoning.known();
        let name = call.actor.account().map(|id| {
            let account = present.state.account(id);
            account
                .map_or(id, |account| account.name.as_str())
                .to_owned()
        });
        let here = call.parts.uri.path_and_query();
        let administers = call.may(Action::ManageAccounts);
        let alarms = present.state.alarms().iter().filter(|_| administers);
        let alarms = alarms
            .map(|alarm| (alarm.account.clone(), alarm.at))
            .collect();
        Surroundings {
            name,
            here: here.map_or_else(|| "/".to_owned(), |it| it.as_str().to_owned()),
            now: call.now,
            zone: when::zone(&present.state.registers),
            seq: present.seq,
            past: asked(call, "as-of"),
            entry_at: present.at,
            pulse: pulse(call),
            stages: navigation::stages(known.as_deref()),
            running: navigation::running(&present.state),
            strip: super::tour::strip(call),
            demonstration: call.doors.demonstration,
            reads_log: call.may(Action::ReadLog),
            alarms,
        }
    }
}

/// A parameter that every page takes, as it was asked for.
pub(crate) fn asked(call: &Call, name: &str) -> Option<String> {
    let query = call.parts.uri.query().unwrap_or_default();
    let mut parts = query.split('&').filter_map(|part| part.split_once('='));
    let (_, value) = parts.find(|(known, value)| *known == name && !value.is_empty())?;
    crate::http::parameter::decoded(value)
}

/// Whether node, database and keeping are well: the worst of them, and in which words.
fn pulse(call: &Call) -> (Mark, String) {
    let ill = call.doors.health.checks(&call.doors.ledger);
    if let Some(ill) = ill.iter().find(|it| !it.well) {
        return (Mark::Bad, format!("{}: {}", ill.name, ill.words));
    }
    if let Some(trouble) = call.doors.ledger.trouble() {
        return (Mark::Bad, trouble);
    }
    let keeping = call.doors.keeping.remarks(&call.doors.ledger, call.now);
    match keeping.iter().find(|it| it.level >= Level::Error) {
        Some(remark) if call.may(Action::Keep) => (Mark::Warn, remark.words()),
        _ => (Mark::Good, "Node, database and journal are well".to_owned()),
    }
}

fn whole(around: &Surroundings, page: &Page) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (page.title) " · Mainstay" }
                link rel="icon" href=(MARK.path);
                link rel="stylesheet" href=(STYLE.path);
                @for name in ["frame"].iter().chain(&page.scripts) {
                    @if let Some(script) = asset::script(name) {
                        script type="module" src=(script.path) {}
                    }
                }
            }
            body.framed {
                a.skip href="#main" { "Skip to the content" }
                (top(around))
                (rail(around, page))
                div.content {
                    @if marked(around) { aside.modes aria-label="What holds on every page" {
                        @if around.demonstration {
                            p.mode.demonstration role="note" {
                                strong { "Demonstration: nothing is kept." }
                                " " a href="/sign-out" { "Be someone else" }
                            }
                        }
                        @for (account, at) in &around.alarms {
                            p.mode.alarm role="alert" {
                                strong { "Alarm" } " A recovery code opened the door to " (account)
                                " at " (when::both(*at, &around.zone)) ". "
                                a href="/account" { "Find out why" }
                            }
                        }
                        @for run in &around.running { (mode(run)) }
                        @if let Some(past) = &around.past {
                            p.mode.past role="note" {
                                strong { "The past" } " As it was at " (past) ". "
                                a href=(without(&around.here, "as-of")) { "Back to the present" }
                            }
                        }
                    } }
                    @if let Some(strip) = &around.strip { (strip) }
                    main #main tabindex="-1" { (page.body) }
                    (tools(around, page))
                    (foot(around))
                }
            }
        }
    }
}

/// The top line: name, search, clocks, health, who.
fn top(around: &Surroundings) -> Markup {
    let (mark, words) = &around.pulse;
    html! {
        header.top {
            a.name href="/" { img src=(MARK.path) alt="" width="26" height="26"; "Mainstay" }
            @if around.name.is_some() {
                form.search action="/search" role="search" {
                    label.unseen for="q" { "Search everything" }
                    input #q name="q" type="search" placeholder="Search everything" autocomplete="off"
                        enterkeyhint="search";
                    button.plain type="submit" { "Search" }
                }
            }
            p.clocks {
                (when::clock(around.now, &around.zone))
            }
            p.pulse.(mark.class()) {
                a href="/account#now" title=(words) {
                    span.unseen { (words) }
                    span aria-hidden="true" { (mark.word()) }
                }
            }
            @if let Some(name) = &around.name {
                p.who { a href="/account" { (name) } }
            }
        }
    }
}

/// The rail: home, the five stages in their order with the state of their sub-stages, and lists.
fn rail(around: &Surroundings, page: &Page) -> Markup {
    let current = |path: &str| (page.place == path).then_some("page");
    let inside = |path: &str| around.here.starts_with(path) && path != "/";
    html! {
        nav.rail aria-label="Main" {
            details.menu open {
                summary { "Menu" }
                ul {
                    li { a href="/" aria-current=[current("/")] { "Home" } }
                    @for stage in &around.stages {
                        li {
                            a href=(stage.path) aria-current=[current(stage.path)] {
                                span.number { (stage.number) } (stage.name)
                            }
                            @let open = page.place == stage.path || inside(stage.path);
                            @if open && !stage.parts.is_empty() {
                                ul.parts { @for part in &stage.parts {
                                    li { a href={ (stage.path) "#" (part.anchor) } {
                                        span.state.(part.mark.class()) { (part.state) }
                                        " " (part.name)
                                    } }
                                } }
                            }
                        }
                    }
                }
                ul.second {
                    @for (path, word) in navigation::LISTS {
                        li { a href=(path) aria-current=[current(path)] { (word) } }
                    }
                }
            }
        }
    }
}

/// Whether a line above the page says in which mode it is.
fn marked(around: &Surroundings) -> bool {
    around.demonstration
        || !around.alarms.is_empty()
        || around.past.is_some()
        || !around.running.is_empty()
}

/// What is running, so that nobody takes an exercise for the day or the day for an exercise.
fn mode(run: &navigation::Running) -> Markup {
    html! {
        p.mode.(run.class) role="status" {
            strong { (run.word) } " "
            a href=(run.path) { (run.title) }
            @if let Some(since) = &run.since { " since " (since) }
        }
    }
}

/// Below the page: help, print, link to keep, what changed, other forms.
fn tools(around: &Surroundings, page: &Page) -> Markup {
    let past = around
        .past
        .clone()
        .unwrap_or_else(|| around.seq.to_string());
    html! {
        nav.tools aria-label="This page" {
            a href={ "/help" @if !page.help.is_empty() { "/" (page.help) } } rel="help" { "Help" }
            a href=(with(&around.here, "as-of", &past)) {
                "Link to keep" span.unseen { ": this page as it is now" }
            }
            @if let Some(about) = &page.about {
                a href={ "/changes?of=" (about) } { "What changed here" }
            } @else {
                a href="/changes" { "What changed" }
            }
            button.plain.script-only type="button" data-do="print" { "Print" }
            @for (word, address) in &page.exports { a href=(address) { (word) } }
        }
    }
}

fn foot(around: &Surroundings) -> Markup {
    html! {
        footer {
            p {
                "Mainstay " (env!("CARGO_PKG_VERSION")) ". "
                @if around.reads_log { a href="/log" { "Journal" } } @else { "Journal" }
                " at entry " (around.seq)
                @if around.seq > 0 { ", " (when::both(around.entry_at, &around.zone)) }
                ". Page made " (when::both(around.now, &around.zone)) "."
            }
        }
    }
}

/// An address with a parameter set.
fn with(address: &str, name: &str, value: &str) -> String {
    let bare = without(&without(address, name), "after");
    let joint = if bare.contains('?') { '&' } else { '?' };
    format!("{bare}{joint}{name}={value}")
}

/// An address without a parameter.
pub(super) fn without(address: &str, name: &str) -> String {
    let Some((path, query)) = address.split_once('?') else {
        return address.to_owned();
    };
    let named = |part: &&str| part.split('=').next() != Some(name);
    let kept: Vec<&str> = query.split('&').filter(named).collect();
    match kept.is_empty() {
        true => path.to_owned(),
        false => format!("{path}?{}", kept.join("&")),
    }
}

#[cfg(test)]
mod tests;
