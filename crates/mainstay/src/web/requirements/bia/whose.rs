//! Whose answer a question is about, and in which condition: the links above a grid, what a form
//! remembers of them, and what is wrong with a choice. What they say is compared elsewhere.

use continuity::access::Action;
use continuity::decide::campaign::known_as;
use continuity::initiation::policy_in_force::policy_in_force;
use continuity::requirements::questionnaire::Topic;
use continuity::requirements::questionnaire::turn::Turn;
use continuity::requirements::respondents::{ConditionViews, NORMAL, View, when};
use maud::{Markup, html};

use super::Asked;
use crate::http::call::Call;
use crate::http::problem::Problem;
use crate::web::form::{self, Ask, Faults};
use crate::web::link::escaped;
use crate::web::when::span;

/// Whether a question is asked of each respondent and condition apart.
pub fn is_apart(topic: Topic) -> bool {
    matches!(topic, Topic::Impact | Topic::Loss | Topic::Confidence)
}

/// Turns to what a call asks about. Errors: no such impact, no such condition.
pub fn turn(call: &Call, asked: &mut Asked, topic: Topic) -> Result<(), Problem> {
    if !is_apart(topic) {
        return Ok(());
    }
    let said = |name: &str| {
        let typed = call.fields().filled(name);
        typed.or_else(|| call.query.text(name)).map(str::to_string)
    };
    if let Some(id) = said("of") {
        return match asked.answers.turn(&Turn::Of(id.clone())) {
            true => Ok(()),
            false => Err(Problem::unknown(&format!("impact/{id}"))),
        };
    }
    let condition = said("when").unwrap_or_else(|| NORMAL.into());
    let peaks = &asked.answers.activity.own.peaks;
    let known = condition == NORMAL || peaks.iter().any(|peak| peak.name == condition);
    if !known && asked.answers.first_in(&condition).is_none() {
        return Err(Problem::unknown(&format!("peak {condition}")));
    }
    let me = known_as(&asked.present.state, &call.actor);
    let delegate = topic == Topic::Impact && !asked.may_change(call);
    let delegate = delegate && asked.may_answer(call, topic);
    let own = asked
        .answers
        .impacts()
        .find(|it| when(it) == condition && it.own.respondent.as_deref() == Some(me.as_str()));
    let turn = match own.map(|it| it.id.to_string()) {
        Some(own) if delegate => Turn::Of(own),
        _ if delegate => Turn::New {
            when: condition,
            respondent: Some(me),
        },
        _ if said("new").is_some() => Turn::New {
            when: condition,
            respondent: call.fields().filled("respondent").map(str::to_string),
        },
        _ => Turn::In(condition),
    };
    asked.answers.turn(&turn);
    Ok(())
}

/// What is wrong with whom and what an answer is about.
pub fn check(call: &Call, asked: &Asked, topic: Topic, faults: &mut Faults) {
    let answers = &asked.answers;
    if topic != Topic::Impact {
        return;
    }
    if let Some(impact) = &answers.impact {
        let filing = asked.present.state.filing("impact", &impact.id);
        let seen: Option<u64> = call.fields().text("seen").parse().ok();
        if let (Some(filing), Some(seen)) = (filing, seen)
            && filing.last > seen
        {
            let text = "was changed by someone else meanwhile: look at it again, then answer anew";
            faults.add("level", text);
        }
        return;
    }
    match (&answers.begun.respondent, answers.begun.beside) {
        (None, true) => faults.add(
            "respondent",
            "say who judges: others have judged it already",
        ),
        (Some(name), _) if answers.is_taken(name) => {
            let text = "has judged this already: choose them above, or write another name";
            faults.add("respondent", text);
        }
        _ => {}
    }
}

/// The page of a question about the same impact; as it is where the first one is asked about.
pub fn place(asked: &Asked, topic: Topic) -> String {
    let place = asked.place(&topic.number().to_string());
    let first = asked.answers.first_in(NORMAL).map(|it| &it.id);
    match &asked.answers.impact {
        Some(impact) if is_apart(topic) && first != Some(&impact.id) => of(place, &impact.id),
        _ => place,
    }
}

fn of(place: String, id: &str) -> String {
    format!("{place}?of={}", escaped(id))
}

/// What a form remembers of whom it is about.
pub fn remembered(asked: &Asked, topic: Topic) -> Markup {
    let answers = &asked.answers;
    html! {
        @if is_apart(topic) {
            @match &answers.impact {
                Some(impact) => input type="hidden" name="of" value=(impact.id);,
                None => {
                    input type="hidden" name="when" value=(answers.begun.when);
                    input type="hidden" name="new" value="yes";
                }
            }
            input type="hidden" name="seen" value=(asked.present.seq);
        }
    }
}

/// Which condition, and whose answer: links that choose another.
pub fn choices(call: &Call, asked: &Asked, topic: Topic) -> Markup {
    let policy = policy_in_force(&asked.present.state.registers);
    let all = asked.answers.conditions(&policy);
    let here = asked.answers.when();
    let delegate = !asked.may_change(call) && asked.may_answer(call, topic);
    let money = call.may(Action::ReadMoney);
    html! {
        @if all.len() > 1 {
            nav.filter aria-label="In which condition" {
                @for condition in &all { (tab(asked, topic, condition, condition.when == here)) }
            }
        }
        @if let Some(condition) = all.iter().find(|it| it.when == here) {
            @if delegate {
                p { "You answer as yourself" @if let Some(me) = asked.answers.respondent() {
                    ", " strong { (asked.called(me)) } }
                    ". What others said stays as they said it." }
            } @else if money || topic != Topic::Loss {
                (judges(asked, topic, condition))
            }
        }
    }
}

fn tab(asked: &Asked, topic: Topic, condition: &ConditionViews, is: bool) -> Markup {
    let place = asked.place(&topic.number().to_string());
    let place = format!("{place}?when={}", escaped(&condition.when));
    html! {
        a href=(place) aria-current=[is.then_some("true")] { (named(condition)) " "
            small { @if condition.views.is_empty() { "not judged" }
                @else { (range(condition)) } } }
    }
}

/// A condition as people say it.
pub fn named(condition: &ConditionViews) -> &str {
    match condition.when.as_str() {
        NORMAL => "In normal times",
        peak => peak,
    }
}

/// The range of what the respondents show, in words.
pub fn range(condition: &ConditionViews) -> String {
    let never = condition.never_within_seconds;
    match (condition.least_seconds, condition.greatest_seconds, never) {
        (Some(least), _, Some(never)) => {
            format!("{} to never within {}", span(least), span(never))
        }
        (Some(least), Some(most), None) if least != most => {
            format!("{} to {}", span(least), span(most))
        }
        (Some(least), ..) => span(least),
        (None, _, Some(never)) => format!("never within {}", span(never)),
        (None, ..) => "not judged".into(),
    }
}

/// What a view shows, in words.
pub fn limit(view: &View) -> String {
    match view.mtpd_seconds {
        Some(seconds) => span(seconds),
        None => format!("never within {}", span(view.judged_to_seconds)),
    }
}

/// Who judges a condition: links to the answers of each, and to one more.
fn judges(asked: &Asked, topic: Topic, condition: &ConditionViews) -> Markup {
    let place = asked.place(&topic.number().to_string());
    let here = asked.answers.impact.as_ref().map(|it| it.reference());
    let more = format!("{place}?when={}&new=yes", escaped(&condition.when));
    html! {
        @if !condition.views.is_empty() {
            nav.filter aria-label="Whose answer" {
                @for view in &condition.views {
                    @let id = record::link::split(&view.impact).1;
                    @let is = here.as_deref() == Some(&*view.impact);
                    a href=(of(place.clone(), id)) aria-current=[is.then_some("true")] {
                        (asked.by(view)) " " small { (limit(view)) } }
                }
                @if topic == Topic::Impact {
                    a href=(more) aria-current=[here.is_none().then_some("true")] { "Someone else judges it, too" }
                }
            }
        }
    }
}

/// Who judges, asked where a new answer stands beside those of others.
pub fn who(call: &Call, asked: &Asked, faults: &Faults) -> Markup {
    let begun = &asked.answers.begun;
    if asked.answers.impact.is_some() || !begun.beside || !asked.may_change(call) {
        return html! {};
    }
    let hint = "A name: theirs is kept beside the others, and nothing is averaged.";
    let ask = Ask::new("respondent", "Who judges", hint).required();
    form::field(ask, begun.respondent.as_deref().unwrap_or_default(), faults)
}

/// How a grid that nobody filled yet was begun.
pub fn begun(asked: &Asked) -> Markup {
    let answers = &asked.answers;
    let pattern = answers.pattern();
    html! {
        @if answers.impact.is_none() {
            @match pattern {
                Some(_) => p.quiet { "What stands here is what was judged of normal times. Change what is "
                    "worse then, and save: nothing is kept of it before." },
                None if answers.begun.beside => p.quiet { "It begins empty, so that one answer is no hint "
                    "for the other." },
                None => {}
            }
        }
    }
}
