//! How a run ends: criterion by criterion, with whoever of the business confirms the minimum
//! level; and whether one who did not carry it out says that it was so.

use axum::http::StatusCode;
use axum::response::Response;
use continuity::access::{Action, Object};
use continuity::command::Command;
use continuity::event::{Criterion, Minimum, Outcome, RunStoodDown};
use maud::{Markup, html};
use record::node::Node;
use record::value::Percent;

use super::told::told;
use super::{View, show_with};
use crate::http::call::Call;
use crate::http::problem::Problem;
use crate::web::form::{self, Ask, Faults};
use crate::web::navigation::Mark;
use crate::web::operation::start::{instant, who};
use crate::web::{link, when};

/// Ends a run.
pub async fn stood_down(call: Call) -> Result<Response, Problem> {
    let run = call.path.get("run").to_owned();
    let present = call.doors.ledger.present();
    let Some(known) = present.state.run(&run) else {
        return Err(Problem::unknown(&format!("run/{run}")));
    };
    let zone = when::zone(&present.state.registers);
    let mut faults = Faults::default();
    let end = read(&call, &known.start.pass_criteria, &zone, &mut faults);
    let Some(end) = end.filter(|_| faults.is_empty()) else {
        return show_with(&call, &faults, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let place = format!("/runs/{run}#end");
    told(&call, Command::StandDown(Box::new(end)), &place).await
}

/// What the form says; every fault at once.
fn read(
    call: &Call,
    wanted: &[String],
    zone: &jiff::tz::TimeZone,
    faults: &mut Faults,
) -> Option<RunStoodDown> {
    let fields = call.fields();
    let outcome = Outcome::ALL
        .iter()
        .find(|it| it.as_str() == fields.text("outcome"));
    if outcome.is_none() {
        faults.add("outcome", "say what came of it");
    }
    let criteria = wanted.iter().enumerate().map(|(index, text)| Criterion {
        text: text.clone(),
        met: match fields.text(&format!("met-{index}")) {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        },
        note: fields
            .filled(&format!("met-note-{index}"))
            .map(str::to_owned),
    });
    let criteria = criteria.collect();
    let mut said = |name: &str| {
        instant(fields.text(name), zone).unwrap_or_else(|fault| {
            faults.add(name, fault);
            None
        })
    };
    let (at, minimum_at) = (said("ended-at"), said("minimum-at"));
    let at = at.unwrap_or(call.now);
    let minimum = fields.filled("minimum-by").map(|by| Minimum {
        by: by.to_owned(),
        at: minimum_at.unwrap_or(at),
    });
    let volume = fields
        .filled("data-volume")
        .map(|text| match text.ends_with('%') {
            true => text.to_owned(),
            false => format!("{text}%"),
        });
    let data_volume = volume.and_then(|text| {
        let read = record::kind::read_alone::<Percent>(&Node::text(text));
        read.map_err(|_| faults.add("data-volume", "write it as 80%"))
            .ok()
    });
    Some(RunStoodDown {
        run: call.path.get("run").to_owned(),
        at,
        outcome: *outcome?,
        criteria,
        minimum,
        data_volume,
        note: fields.filled("end-note").map(str::to_owned),
    })
}

/// Says whether a run was as it says.
pub async fn verified(call: Call) -> Result<Response, Problem> {
    let fields = call.fields();
    let run = call.path.get("run").to_owned();
    let confirmed = match fields.text("confirmed") {
        "yes" => true,
        "no" => false,
        _ => {
            let mut faults = Faults::default();
            faults.add("confirmed", "say whether it was so");
            return show_with(&call, &faults, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
    };
    let note = fields.filled("verify-note").map(str::to_owned);
    let place = format!("/runs/{run}#end");
    let command = Command::VerifyRun {
        run,
        confirmed,
        note,
    };
    told(&call, command, &place).await
}

/// The end of the run: its form while it goes on, else what came of it.
pub(super) fn part(view: &View<'_>) -> Markup {
    let id = &view.now.run;
    let own = *view.run.by == *view.call.actor.as_text();
    let may = own
        || view
            .call
            .may_do(Action::StandDown, Object::Record("run", id));
    html! {
        section.sheet aria-labelledby="end" {
            h2 #end { "The end" }
            @if view.now.is_on {
                @if may { (stand_down_form(view)) }
                @else { p { "Whoever started it, the exercise director or the crisis manager stands it down." } }
            } @else {
                (came_of_it(view))
                (verification(view))
            }
        }
    }
}

fn stand_down_form(view: &View<'_>) -> Markup {
    let (fields, faults) = (view.call.fields(), view.faults);
    let all_past = view.now.past == view.now.steps.len();
    let tried = !fields.text("outcome").is_empty();
    let outcomes = [
        ("passed", "Passed: all that was to be shown was shown"),
        ("partly", "Partly"),
        ("failed", "Failed"),
        (
            "aborted",
            "Aborted: it was ended before it could show anything",
        ),
    ];
    html! {
        details open[all_past || tried] {
            summary { "Stand it down" }
            form method="post" action={ "/runs/" (link::escaped(&view.now.run)) "/stand-down" } {
                (form::request())
                (form::select(Ask::new("outcome", "What came of it", ""), fields.text("outcome"), &outcomes, faults))
                @if let Some(fault) = faults.at("criteria") { p.fault { (fault) } }
                @for (index, text) in view.now.pass_criteria.iter().enumerate() {
                    (criterion(view, index, text))
                }
                div.row {
                    (form::field(Ask::new("minimum-by", "Who of the business confirms that it works",
                        "At the minimum level (MBCO). Without it nothing counts as proven."), fields.text("minimum-by"), faults))
                    (form::field(Ask::new("minimum-at", "Since when it works", "Empty: now. Recovery ends here."),
                        fields.text("minimum-at"), faults))
                }
                (form::field(Ask::new("data-volume", "How much of the current data was restored", "As 80%. Empty where it is not known."),
                    fields.text("data-volume"), faults))
                (form::area(Ask::new("end-note", "What else is to be said",
                    "Needed where it counts as passed although a criterion was not met."), fields.text("end-note"), 2, faults))
                @if let Some(fault) = faults.at("note").filter(|_| tried) { p.fault { (fault) } }
                (form::field(Ask::new("ended-at", "When it ended", "Empty: now."), fields.text("ended-at"), faults))
                div.actions { button type="submit" { "Stand it down" } }
            }
        }
    }
}

fn criterion(view: &View<'_>, index: usize, text: &str) -> Markup {
    let (name, note) = (format!("met-{index}"), format!("met-note-{index}"));
    let fields = view.call.fields();
    let chosen = fields.text(&name);
    html! {
        fieldset.criterion {
            legend { (text) }
            @for (value, label) in [("yes", "Met"), ("no", "Not met"), ("", "Nobody can say")] {
                label.check {
                    input type="radio" name=(name) value=(value) checked[chosen == value]; " " (label)
                }
            }
            label { "What was seen" input type="text" name=(note) value=(fields.text(&note)) autocomplete="off"; }
        }
    }
}

fn came_of_it(view: &View<'_>) -> Markup {
    let Some(end) = &view.run.end else {
        return html! {};
    };
    let mark = match end.outcome {
        Outcome::Passed => Mark::Good,
        Outcome::Aborted => Mark::Open,
        Outcome::Partly | Outcome::Failed => Mark::Bad,
    };
    html! {
        p.lead {
            span.(mark.class()) { (end.outcome.as_str()) }
            ", " (when::both(end.at, view.zone))
            @if let Some(by) = &view.run.ended_by { ", by " (who(by)) }
        }
        @if let Some(note) = &end.note { p { (note) } }
        @if !end.criteria.is_empty() {
            ul { @for it in &end.criteria {
                @let (mark, word) = match it.met {
                    Some(true) => (Mark::Good, "met"),
                    Some(false) => (Mark::Bad, "not met"),
                    None => (Mark::Open, "nobody can say"),
                };
                li { (it.text) ": " span.(mark.class()) { (word) } @if let Some(note) = &it.note { ". " (note) } }
            } }
        }
        dl.facts {
            dt { "Minimum level" }
            dd { @match &end.minimum {
                Some(minimum) => { "confirmed by " (minimum.by) ", " (when::both(minimum.at, view.zone)) }
                None => { "nobody of the business confirmed it" }
            } }
            dt { "Data restored" }
            dd { @match end.data_volume { Some(volume) => { (volume) " of what there is" } None => { "not said" } } }
        }
        p { "What it shows today stands with each service: "
            @for id in view.run.start.recovers.iter().filter(|id| id.starts_with("service/")) { (link::record(id, id)) " " }
        }
    }
}

fn verification(view: &View<'_>) -> Markup {
    let id = &view.now.run;
    let may = view
        .call
        .may_do(Action::VerifyRun, Object::Record("run", id));
    let took_part = view.run.executors.contains(&*view.call.actor.as_text());
    let (fields, faults) = (view.call.fields(), view.faults);
    html! {
        h3 { "Verification" }
        @match &view.run.verified {
            Some(it) => p {
                @if it.confirmed { span.good { "It was as it says" } } @else { span.bad-word { "It was not as it says" } }
                ": " (who(&it.by)) ", " (when::both(it.at, view.zone))
                @if let Some(note) = &it.note { ". " (note) }
            },
            None => p { "Nobody who did not carry it out has looked at it yet. Until then it proves nothing." },
        }
        @if may && took_part {
            p.quiet { "You told of its steps, so someone else verifies it." }
        } @else if may {
            form method="post" action={ "/runs/" (link::escaped(id)) "/verify" } {
                (form::request())
                (form::select(Ask::new("confirmed", "Was it as it says?", ""), fields.text("confirmed"),
                    &[("yes", "Yes: the times and the criteria are right"), ("no", "No")], faults))
                (form::field(Ask::new("verify-note", "What was seen", "Needed where it was not so."),
                    fields.text("verify-note"), faults))
                @if let Some(fault) = faults.at("note") { p.fault { (fault) } }
                div.actions { button type="submit" { "Verify" } }
            }
        }
    }
}
