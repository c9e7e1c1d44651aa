//! Something nobody listed is lost: say what is gone, see at once what stops and when it is late,
//! which plans are nearest, and keep it as a scenario. One form, no script needed.

mod effect;

pub(super) use effect::team_table;

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::Response;
use continuity::access::Action;
use maud::{Markup, html};
use record::requirements::LossType;
use record::requirements::scenario::Mode;

use crate::answer::Wrong;
use crate::answer::unknown::{AdHoc, ad_hoc};
use crate::http::call::Call;
use crate::http::parameter::{Parameter, Sort};
use crate::http::problem::Problem;
use crate::web::form::{self, Ask, Faults};
use crate::web::frame::{Page, show_as};
use crate::web::link::escaped;
use crate::web::reckoned::{self, Reckoned};
use crate::web::requirements::words::named;

/// What may be asked.
pub const ASKED: &[Parameter] = &[
    Parameter::new("type", Sort::Typed, "What sort of thing is gone."),
    Parameter::new("mode", Sort::Typed, "The way it is lost."),
    Parameter::new("name", Sort::Typed, "What happens."),
    Parameter::new(
        "share",
        Sort::Typed,
        "The share of people away, in percent.",
    ),
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
    share: String,
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
            share: text("share"),
            lose,
        }
    }

    /// The share of people that is away, where it is not all of them; or what is wrong with it.
    fn share(&self) -> Result<Option<u32>, &'static str> {
        if self.of != Some(LossType::People) || self.share.is_empty() {
            return Ok(None);
        }
        match self.share.trim_end_matches('%').trim().parse() {
            Ok(100) => Ok(None),
            Ok(share @ 1..=99) => Ok(Some(share)),
            _ => Err("a whole number from 1 to 100, in percent"),
        }
    }

    /// This page with one loss less.
    fn without(&self, lost: &str) -> String {
        let mut parts = vec![format!("name={}", escaped(&self.name))];
        parts.extend(self.of.map(|of| format!("type={}", of.as_str())));
        if !self.share.is_empty() {
            parts.push(format!("share={}", escaped(&self.share)));
        }
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
    let mut said = Said::read(call);
    let mut faults = faults.clone();
    let share = said.share().unwrap_or_else(|why| {
        faults.add("share", why);
        None
    });
    let ad = AdHoc {
        lose: said.lose.clone(),
        mode: said.mode,
        of: said.of,
        share,
    };
    let asked = Arc::clone(&now);
    let compute = move || {
        asked.given(|given| -> Result<_, Wrong> {
            match ad.lose.is_empty() {
                true => Ok(None),
                false => ad_hoc(given, &ad).map(Some),
            }
        })
    };
    let (found, why) = match call.doors.compute(compute).await? {
        Ok(found) => (found, None),
        Err(Wrong(why)) => (None, Some(why)),
    };
    if let Some(effect) = &found {
        said.lose.clone_from(&effect.lose);
        said.lose.dedup();
    }
    let (said, faults) = (said, &faults);
    let body = html! {
        p { a href="/requirements/unknown" { "Unknown disasters" } }
        h1 { "Something else is lost" }
        p.lead { "Whatever took it: say what is gone. Two minutes." }
        (faults.summary())
        @if let Some(why) = &why { p.banner.bad role="alert" { (why) } }
        (question(&now, &said, faults))
        @if let Some(effect) = &found {
            (effect::block(now.registers(), effect))
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
                    (named(now.registers(), lost)) (is_lost(said, lost)) ". "
                    a href=(said.without(lost)) { "Give it back" }
                } } } }
                div.field {
                    label for="lose" { "Which" @if !said.lose.is_empty() { " else" }
                        span.hint { "A name or " code { "kind/id" } } }
                    input #lose name="lose" data-search="items";
                }
                (picks(now, said))
                @if said.of == Some(LossType::People) {
                    (form::field(Ask::new("share", "Which share of them is away, in percent?",
                        "Empty: all of them."), &said.share, faults))
                }
                input type="hidden" name="name" value=(said.name);
                div.actions { button type="submit" { "Show what happens" } }
            }
        }
    }
}

/// How much of something is lost.
fn is_lost(said: &Said, lost: &str) -> String {
    match said.share() {
        Ok(Some(share)) if lost.starts_with("team/") => format!(": {share} % of it away"),
        _ => ": lost".into(),
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
                @if let (Some(of), true) = (said.of, !said.share.is_empty()) {
                    @if of == LossType::People { input type="hidden" name="share" value=(said.share); }
                }
                @if let Some(of) = said.of { input type="hidden" name="type" value=(of.as_str()); }
                @for item in &said.lose { input type="hidden" name="lose" value=(item); }
                div.actions { button type="submit" { "File the draft" } }
            }
        } }
    }
}
