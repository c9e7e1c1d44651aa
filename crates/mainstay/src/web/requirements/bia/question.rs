//! One question a page: what is known stands in it, it is saved as it is answered, and what would
//! follow stands at its side.

use axum::http::StatusCode;
use axum::response::Response;
use continuity::access::Action;
use continuity::command::Command;
use continuity::requirements::campaign::{CampaignStep, Sheet};
use continuity::requirements::questionnaire::peers::{Peers, peers};
use continuity::requirements::questionnaire::turn::Turn;
use continuity::requirements::questionnaire::{Answers, Topic};
use continuity::written::Written;
use maud::{Markup, html};

use super::ask::{self, Shown};
use super::{Asked, HELP, PLACE, consequence, taken, whose};
use crate::http::call::Call;
use crate::http::order;
use crate::http::parameter::{Parameter, Sort};
use crate::http::problem::Problem;
use crate::web::form::{self, Ask, Faults};
use crate::web::frame::{Page, show_as};
use crate::web::{link, reckoned};

/// What a question may be asked.
pub const ASKED: &[Parameter] = &[
    Parameter::new(
        "of",
        Sort::Typed,
        "The impact that is asked about, by its id.",
    ),
    Parameter::new("when", Sort::Typed, "The condition: `normal`, or a peak."),
    Parameter::new("new", Sort::Typed, "`yes`: somebody else judges it, too."),
];

/// A question.
pub async fn show(call: Call) -> Result<Response, Problem> {
    let (asked, topic) = opened(&call)?;
    if asked.sheet().is_none() {
        return Ok(form::to(&asked.place("start")));
    }
    shown(&call, asked, topic, &Faults::default(), false).await
}

/// An answer is saved: the records are amended as drafts.
pub async fn saved(call: Call) -> Result<Response, Problem> {
    let (mut asked, topic) = opened(&call)?;
    let Some((campaign, ..)) = asked.sheet() else {
        return Ok(form::to(&asked.place("start")));
    };
    let campaign = campaign.to_string();
    let fields = call.fields();
    if fields.text("do") == "grid" {
        return shown(&call, asked, topic, &Faults::default(), true).await;
    }
    if fields.text("do") == "hand-on" {
        return handed_on(&call, &asked, topic, campaign).await;
    }
    let state = &asked.present.state;
    let before = asked.answers.clone();
    let money = call.may(Action::ReadMoney);
    let mut whose = Faults::default();
    whose::check(&call, &asked, topic, &mut whose);
    let mut faults = taken::take(state, &mut asked.answers, topic, fields, money);
    for (field, text) in whose.all() {
        faults.add(field, text);
    }
    if !faults.is_empty() {
        asked.answers = before;
        return shown(&call, asked, topic, &faults, true).await;
    }
    let old = before.records();
    let changed = asked.answers.records().into_iter();
    let step = CampaignStep::Answer {
        activity: asked.activity.clone(),
        topic,
        remark: fields.filled("remark").map(str::to_string),
        records: changed
            .filter(|record| !old.contains(record))
            .map(Written::made)
            .collect(),
        seen: Some(asked.present.seq),
    };
    let receipt = order::execute(&call, Command::Campaign { campaign, step }).await?;
    let next = match (fields.text("do"), Topic::numbered(topic.number() + 1)) {
        ("check", _) | (_, None) => asked.place("answers"),
        // What it costs is asked of the same impact.
        (_, Some(Topic::Loss)) => whose::place(&asked, Topic::Loss),
        (_, Some(next)) => asked.place(&next.number().to_string()),
    };
    Ok(form::away(&next, &receipt))
}

async fn handed_on(
    call: &Call,
    asked: &Asked,
    topic: Topic,
    campaign: String,
) -> Result<Response, Problem> {
    let Some(to) = call.fields().filled("to") else {
        let mut faults = Faults::default();
        faults.add("to", "choose someone");
        let asked = Asked::of(call)?;
        return shown(call, asked, topic, &faults, true).await;
    };
    let step = CampaignStep::Delegate {
        activity: asked.activity.clone(),
        topic,
        to: to.to_string(),
    };
    let receipt = order::execute(call, Command::Campaign { campaign, step }).await?;
    Ok(form::away(&asked.place("start"), &receipt))
}

fn opened(call: &Call) -> Result<(Asked, Topic), Problem> {
    let mut asked = Asked::of(call)?;
    let number = call.path.get("n");
    let topic = number.parse().ok().and_then(Topic::numbered);
    let unknown = || Problem::unknown(&format!("question {number}"));
    let topic = topic.ok_or_else(unknown)?;
    whose::turn(call, &mut asked, topic)?;
    Ok((asked, topic))
}

async fn shown(
    call: &Call,
    asked: Asked,
    topic: Topic,
    faults: &Faults,
    typed: bool,
) -> Result<Response, Problem> {
    let now = reckoned::of(call).await?;
    let aside = consequence::compute(call, asked.answers.clone()).await?;
    let registers = &asked.present.state.registers;
    let peers = peers(registers, &now.items, &asked.answers.activity);
    let mut before = Answers::in_force(registers, &asked.activity);
    if let Some(before) = &mut before {
        // What another respondent said last time is no hint for this one.
        let id = asked.answers.impact.as_ref().map(|it| it.id.to_string());
        if !id.is_some_and(|id| before.turn(&Turn::Of(id))) {
            before.impact = None;
        }
    }
    let view = View {
        call,
        asked: &asked,
        topic,
        faults,
        typed,
        peers: &peers,
        before: before.as_ref(),
    };
    let body = html! {
        (head(&view))
        div.columns.bia {
            div.sheet { (sheet(&view)) }
            aside.sheet #consequence aria-label="What follows" aria-live="polite" data-consequence=(asked.place("consequence")) {
                (consequence::markup(&aside))
            }
        }
        (hand_on(&view))
    };
    let title = format!("{}: {}", asked.title(), topic.asks());
    let page = Page::new(title, PLACE, body).help(HELP).script("bia");
    let status = match faults.is_empty() {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    show_as(call, status, page).await
}

struct View<'a> {
    call: &'a Call,
    asked: &'a Asked,
    topic: Topic,
    faults: &'a Faults,
    typed: bool,
    peers: &'a Peers,
    before: Option<&'a Answers>,
}

impl View<'_> {
    fn sheet(&self) -> Option<&Sheet> {
        self.asked.sheet().map(|(_, _, sheet)| sheet)
    }
}

fn head(view: &View<'_>) -> Markup {
    let (number, all) = (view.topic.number(), Topic::ALL.len());
    html! {
        p.quiet { a href=(view.asked.place("start")) { (view.asked.title()) } " · question " (number) " of " (all) }
        progress.steps-done max=(all) value=(number) aria-label="How far you are" { (number) " of " (all) }
        h1 { (view.topic.asks()) }
        @for doubt in view.sheet().into_iter().flat_map(|it| it.doubts(Some(view.topic))) {
            div.banner.bad { p { strong { "Contested" } " by " (view.asked.named(&doubt.by)) ": " (doubt.text) } }
        }
    }
}

fn sheet(view: &View<'_>) -> Markup {
    let asked = view.asked;
    let may = asked.may_answer(view.call, view.topic);
    let answered = view
        .sheet()
        .and_then(|it| it.answers.get(view.topic.as_str()));
    let shown = Shown {
        answered: answered.is_some(),
        registers: &asked.present.state.registers,
        answers: &asked.answers,
        before: view.before,
        typed: view.typed.then(|| view.call.fields()),
        faults: view.faults,
        peers: view.peers,
        sees_money: view.call.may(Action::ReadMoney),
        names_themself: asked.may_change(view.call),
    };
    let remark = match view.typed {
        true => view.call.fields().text("remark").to_string(),
        false => answered
            .and_then(|it| it.remark.clone())
            .unwrap_or_default(),
    };
    let remark_ask = Ask::new(
        "remark",
        "A word to whoever approves it",
        "Why it is so, what you are unsure of. May stay empty.",
    );
    html! {
        (view.faults.summary())
        @if whose::is_apart(view.topic) { (whose::choices(view.call, asked, view.topic)) }
        (known(view))
        form method="post" action=(asked.place(&view.topic.number().to_string())) novalidate data-bia {
            (form::request())
            input type="hidden" name="n" value=(view.topic.number());
            (whose::remembered(asked, view.topic))
            // The first button is the one that Enter presses.
            button.unseen type="submit" name="do" value="next" tabindex="-1" aria-hidden="true" { "Save" }
            @if view.topic == Topic::Impact {
                (whose::who(view.call, asked, view.faults))
                (whose::begun(asked))
            }
            (ask::fields(view.topic, &shown))
            (form::area(remark_ask, &remark, 2, view.faults))
            (buttons(view, may))
        }
    }
}

/// Where what stands in the form comes from.
fn known(view: &View<'_>) -> Markup {
    let known = view.asked.answers.known(view.topic);
    let answered = view
        .sheet()
        .and_then(|it| it.answers.get(view.topic.as_str()));
    html! {
        @if let Some(answered) = answered {
            p.quiet { span.good { "Answered" } " by " (view.asked.named(&answered.by)) "." }
        } @else if let Some(known) = known {
            p.quiet { "What stands here is known from "
                (link::record(&known.record, &known.record))
                @if known.status != "approved" { ", " (known.status.replace('-', " ")) }
                @if let Some(source) = &known.source { ", source " (source) }
                @match (&known.confirmed_by, &known.confirmed_at) {
                    (Some(by), Some(at)) => { "; confirmed by " (view.asked.named(by)) " on " (at) }
                    _ => "; nobody confirmed it yet",
                }
                ". If it is still right, just save." }
        }
    }
}

fn buttons(view: &View<'_>, may: bool) -> Markup {
    let number = view.topic.number();
    let back = match number {
        1 => view.asked.place("start"),
        number => view.asked.place(&(number - 1).to_string()),
    };
    html! {
        div.actions {
            @if may {
                button type="submit" name="do" value="next" {
                    @if number < Topic::ALL.len() { "Save and go on" } @else { "Save and check all" }
                }
                @if number < Topic::ALL.len() {
                    button.plain type="submit" name="do" value="check" { "Save and check all" }
                }
            } @else { p.quiet { "You may read this; whoever owns the activity answers it." } }
            a.button.plain href=(back) { "Back" }
            @if !may && number < Topic::ALL.len() {
                a.button.plain href=(view.asked.place(&(number + 1).to_string())) { "Next" }
            }
        }
    }
}

/// Handing this one question to a colleague.
fn hand_on(view: &View<'_>) -> Markup {
    if !view.asked.may_change(view.call) {
        return html! {};
    }
    let handed = view
        .sheet()
        .and_then(|it| it.delegated.get(view.topic.as_str()));
    let accounts = view.asked.present.state.accounts();
    let open = accounts.filter(|(_, account)| !account.closed);
    html! {
        details.sheet open[view.faults.at("to").is_some()] {
            summary { "Someone else knows this better" }
            @if let Some(to) = handed { p { "Handed to " strong { (view.asked.named(to)) } ", who has not answered yet." } }
            form method="post" action=(view.asked.place(&view.topic.number().to_string())) {
                (form::request())
                @if let Some(fault) = view.faults.at("to") { p.fault { (fault) } }
                div.row {
                    div.field {
                        label for="f-to" { "Hand this question to"
                            span.hint { "They answer this one only; you sign all of it." } }
                        select #f-to name="to" {
                            option value="" { "Choose someone" }
                            @for (id, account) in open {
                                option value={ "account/" (id) } { (account.name) }
                            }
                        }
                    }
                    button.plain type="submit" name="do" value="hand-on" { "Hand it on" }
                }
                p.quiet { "They find it under " a href="/requirements/bia" { "Impact analysis" }
                    ", or by the address of this page." }
            }
        }
    }
}
