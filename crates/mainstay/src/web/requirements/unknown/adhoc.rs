//! Something nobody listed is lost: say what is gone, see at once what stops and when it is late,
//! which plans are nearest, and keep it as a scenario. One form, no script needed.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::Response;
use continuity::access::Action;
use continuity::requirements::exposure::Exposure;
use continuity::requirements::recovery_targets::Verdict;
use continuity::requirements::unknown::nearest::NearPlan;
use maud::{Markup, html};
use record::kinds::Registers;
use record::requirements::LossType;
use record::requirements::scenario::Mode;

use crate::answer::Wrong;
use crate::answer::impact::impact;
use crate::answer::unknown::nearest;
use crate::http::call::Call;
use crate::http::parameter::{Parameter, Sort};
use crate::http::problem::Problem;
use crate::web::form::{self, Ask, Faults};
use crate::web::frame::{Page, show_as};
use crate::web::link::{escaped, several};
use crate::web::reckoned::{self, Reckoned};
use crate::web::requirements::words::{count, named, verdict};
use crate::web::when::span;

/// What may be asked.
pub const ASKED: &[Parameter] = &[
    Parameter::new("type", Sort::Typed, "What sort of thing is gone."),
    Parameter::new("mode", Sort::Typed, "The way it is lost."),
    Parameter::new("name", Sort::Typed, "What happens."),
    Parameter::new("lose", Sort::Typed, "What is lost.").many(),
];

/// Loss types as one says them, with the kinds of items that come first.
const TYPES: &[(LossType, &str, &[&str])] = &[
    (LossType::Site, "A site or a building", &["site"]),
    (
        LossType::Workplace,
        "The place where people work",
        &["site"],
    ),
    (LossType::People, "People", &["team"]),
    (
        LossType::Platform,
        "Machines: hosts, storage, clusters",
        &["component"],
    ),
    (LossType::Data, "Data, or that it is right", &["dataset"]),
    (
        LossType::Malicious,
        "Whatever an intruder encrypts or deletes",
        &["component", "dataset"],
    ),
    (
        LossType::Network,
        "Network and telephone",
        &["component", "supplier"],
    ),
    (
        LossType::Utility,
        "Power, cooling, water",
        &["component", "supplier"],
    ),
    (
        LossType::Supplier,
        "A supplier, a cloud, rented software",
        &["supplier"],
    ),
    (
        LossType::ControlPlane,
        "Sign-in, keys, names",
        &["component", "service"],
    ),
    (
        LossType::Confidentiality,
        "Secrecy, so that we must shut it down",
        &["service", "dataset"],
    ),
    (
        LossType::Logistics,
        "Roads, ships, deliveries",
        &["supplier", "site"],
    ),
    (LossType::Region, "A whole region at once", &["site"]),
];

/// What was said so far.
struct Said {
    of: Option<LossType>,
    mode: Mode,
    name: String,
    lose: Vec<String>,
}

impl Said {
    /// From the address, or from the form that came back.
    fn read(call: &Call) -> Said {
        let fields = call.fields();
        let text = |name: &str| match fields.filled(name) {
            Some(text) => text.to_owned(),
            None => call.query.text(name).unwrap_or_default().trim().to_owned(),
        };
        let of = TYPES
            .iter()
            .map(|(of, ..)| *of)
            .find(|of| of.as_str() == text("type"));
        let asked = Mode::ALL
            .iter()
            .copied()
            .find(|it| it.as_str() == text("mode"));
        let by_type = match of {
            Some(LossType::Malicious) => Mode::Malicious,
            Some(LossType::People) => Mode::People,
            Some(LossType::Data) => Mode::Corruption,
            _ => Mode::Loss,
        };
        let mut lose: Vec<String> = fields.all("lose").map(str::to_owned).collect();
        if lose.is_empty() {
            lose = call.query.texts("lose");
        }
        lose.retain(|it| !it.trim().is_empty());
        lose.dedup();
        Said {
            of,
            mode: asked.unwrap_or(by_type),
            name: text("name"),
            lose,
        }
    }

    /// This page with one loss less.
    fn without(&self, lost: &str) -> String {
        let mut parts = vec![format!("name={}", escaped(&self.name))];
        parts.extend(self.of.map(|of| format!("type={}", of.as_str())));
        let rest = self.lose.iter().filter(|it| *it != lost);
        parts.extend(rest.map(|it| format!("lose={}", escaped(it))));
        format!("/requirements/unknown/adhoc?{}", parts.join("&"))
    }
}

/// The page.
pub async fn show(call: Call) -> Result<Response, Problem> {
    shown(&call, StatusCode::OK, &Faults::default()).await
}

/// The page, with what was wrong.
pub(super) async fn shown(
    call: &Call,
    status: StatusCode,
    faults: &Faults,
) -> Result<Response, Problem> {
    let now = reckoned::of(call).await?;
    let said = Said::read(call);
    let (asked, lose) = (Arc::clone(&now), said.lose.clone());
    let compute = move || {
        asked.given(|given| -> Result<_, Wrong> {
            if lose.is_empty() {
                return Ok(None);
            }
            Ok(Some((impact(given, &lose)?, nearest(given, &lose)?)))
        })
    };
    let (found, why) = match call.doors.compute(compute).await? {
        Ok(found) => (found, None),
        Err(Wrong(why)) => (None, Some(why)),
    };
    let body = html! {
        p { a href="/requirements/unknown" { "Unknown disasters" } }
        h1 { "Something else is lost" }
        p.lead { "Whatever took it: say what is gone. Two minutes." }
        (faults.summary())
        @if let Some(why) = &why { p.banner.bad role="alert" { (why) } }
        (question(&now, &said, faults))
        @if let Some((exposure, near)) = &found {
            (stops(now.registers(), exposure))
            (plans(now.registers(), near, said.lose.len()))
            (keep(call, &said, faults))
        }
    };
    let page = Page::new("Something else is lost", "/requirements", body)
        .help("2-requirements#unknown-disasters")
        .script("estate");
    show_as(call, status, page).await
}

fn question(now: &Reckoned, said: &Said, faults: &Faults) -> Markup {
    let mut types = vec![("", "choose")];
    types.extend(TYPES.iter().map(|(of, word, _)| (of.as_str(), *word)));
    let of = said.of.map_or("", LossType::as_str);
    html! {
        section.sheet {
            form method="get" action="/requirements/unknown/adhoc" {
                (form::select(Ask::new("type", "What sort of thing is gone?", "Not why: what."),
                    of, &types, faults))
                @if !said.lose.is_empty() { ul.plain-list { @for lost in &said.lose { li {
                    input type="hidden" name="lose" value=(lost);
                    (named(now.registers(), lost)) " is lost. "
                    a href=(said.without(lost)) { "Give it back" }
                } } } }
                div.field {
                    label for="lose" { "Which" @if !said.lose.is_empty() { " else" }
                        span.hint { "A name or " code { "kind/id" } } }
                    input #lose name="lose" data-search="items";
                }
                (picks(now, said))
                input type="hidden" name="name" value=(said.name);
                button type="submit" { "Show what happens" }
            }
        }
    }
}

/// Items of the kinds that such a loss takes first, to tick instead of typing.
fn picks(now: &Reckoned, said: &Said) -> Markup {
    let row = TYPES.iter().find(|(of, ..)| Some(*of) == said.of);
    let kinds = row.map_or(&[][..], |(_, _, kinds)| kinds);
    let registers = now.registers();
    let items = now.items.iter().map(|it| it.id.as_str());
    let fits = |id: &&str| kinds.contains(&super::super::words::kind(id));
    let mut items: Vec<&str> = items
        .filter(fits)
        .filter(|id| !said.lose.iter().any(|it| it == id))
        .collect();
    items.sort_by_key(|id| {
        kinds
            .iter()
            .position(|kind| *kind == super::super::words::kind(id))
    });
    html! { @if !items.is_empty() {
        fieldset { legend { "Or tick" }
            div.picks { @for id in items.iter().take(24) { label.check {
                input type="checkbox" name="lose" value=(id); " "
                (super::super::words::name(registers, id))
            } } }
        }
    } }
}

fn stops(registers: &Registers, exposure: &Exposure) -> Markup {
    let late = exposure
        .breaches
        .iter()
        .filter(|it| it.verdict != Verdict::Meets);
    let mut late: Vec<_> = late.collect();
    late.sort_by_key(|it| (it.at_seconds, it.id.clone()));
    html! {
        section.sheet #stops {
            h2 { (count(exposure.stopped.len(), "thing stops", "things stop")) }
            @if late.is_empty() { p { "Everything that stops is back in time, as far as it is known." } }
            @else { div.scroll { table {
                thead { tr { th { "Late" } th { "Target" } th.number { "Reached after" }
                    th.number { "Back after" } th { "" } } }
                tbody { @for it in late.iter().take(15) { tr {
                    td { (named(registers, &it.id)) }
                    td { (if it.clock == "rto" { "recovery time" } else { "longest tolerable outage" }) }
                    td.number { (span(it.at_seconds)) }
                    td.number { @match it.back_seconds { Some(back) => (span(back)), None => "not known" } }
                    td { (verdict(it.verdict)) }
                } } }
            } }
            @if late.len() > 15 { p.quiet { "and " (late.len() - 15) " more" } } }
            p { a href={ "/requirements/impact?" (lost(&exposure.lost)) } { "All of it, with the order of return" } }
        }
    }
}

fn lost(items: &[String]) -> String {
    let parts: Vec<String> = items
        .iter()
        .take(20)
        .map(|it| format!("lose={}", escaped(it)))
        .collect();
    parts.join("&")
}

fn plans(registers: &Registers, near: &[NearPlan], named_losses: usize) -> Markup {
    html! {
        section.sheet #plans {
            h2 { "Nearest plans" }
            @if near.is_empty() { p { "No plan knows any of it, or brings any of it back." } }
            ul.plain-list { @for plan in near.iter().take(6) { li {
                p { (named(registers, &plan.plan)) " "
                    @if !plan.in_force { span.tag { "not in force" } } }
                p.quiet {
                    @if plan.brings_back.is_empty() { "It brings back nothing of what stops. " }
                    @else { "It brings back " (several(registers, &plan.brings_back, 4)) ". " }
                    @if plan.meets > 0 { "It was made for the loss of " (plan.meets) " of these "
                        (named_losses) " (" (named(registers, &plan.scenario)) "). " }
                    @if plan.meets > 0 && !plan.leaves_out.is_empty() { "It reckons with "
                        (several(registers, &plan.leaves_out, 4)) " being there." }
                }
            } } }
        }
    }
}

fn keep(call: &Call, said: &Said, faults: &Faults) -> Markup {
    let words = |mode: &Mode| match mode {
        Mode::Loss => "gone",
        Mode::Corruption => "data wrong, replicas with it",
        Mode::Malicious => "destroyed with stolen credentials",
        Mode::SupplierExit => "a supplier is left",
        Mode::People => "people are absent",
    };
    let modes: Vec<(&str, &str)> = Mode::ALL
        .iter()
        .map(|it| (it.as_str(), words(it)))
        .collect();
    html! {
        @if super::scenario::may(call, Action::File) { section.sheet #keep {
            h2 { "Keep it as a scenario" }
            form method="post" action="/requirements/unknown/scenario" {
                (form::request())
                (form::field(Ask::new("name", "What happens?", "A few words.").required(),
                    &said.name, faults))
                (form::select(Ask::new("mode", "In which way?", ""), said.mode.as_str(), &modes, faults))
                @if let Some(of) = said.of { input type="hidden" name="type" value=(of.as_str()); }
                @for item in &said.lose { input type="hidden" name="lose" value=(item); }
                div.actions { button type="submit" { "File the draft" } }
            }
        } }
    }
}
