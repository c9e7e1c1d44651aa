//! What every respondent said of every condition, side by side: the range, and the owner's
//! decision where they disagree. The decision is an ordinary change of the activity.

use axum::response::Response;
use continuity::command::Command;
use continuity::initiation::policy_in_force::policy_in_force;
use continuity::requirements::campaign::CampaignStep;
use continuity::requirements::questionnaire::Topic;
use continuity::requirements::respondents::{Agreement, ConditionViews, NORMAL, View};
use continuity::written::Written;
use maud::{Markup, html};
use record::kinds::Record;
use record::requirements::Activity;
use record::value::Duration;

use super::taken::with_targets;
use super::typed::duration;
use super::whose::{limit, named, range};
use super::{Asked, answers};
use crate::http::call::Call;
use crate::http::order;
use crate::http::problem::Problem;
use crate::web::form::{self, Ask, Faults};
use crate::web::link::{self, escaped};
use crate::web::when::{span, span_or_unknown};

/// What each condition is judged to be, by the latest answers.
pub fn conditions(asked: &Asked) -> Vec<ConditionViews> {
    let policy = policy_in_force(&asked.present.state.registers);
    asked.answers.conditions(&policy)
}

/// Conditions that nobody decided although the respondents disagree.
pub fn undecided(all: &[ConditionViews]) -> Vec<&ConditionViews> {
    let open = |it: &&ConditionViews| it.agreement == Agreement::Undecided;
    all.iter().filter(open).collect()
}

/// Every condition with what its respondents say. `decide`: with the form that decides.
pub fn markup(asked: &Asked, all: &[ConditionViews], decide: bool, faults: &Faults) -> Markup {
    html! {
        section.sheet #respondents {
            h2 { "When it becomes intolerable, by whom" }
            @for condition in all {
                (one(asked, condition))
                @if decide && condition.agreement == Agreement::Undecided {
                    (deciding(asked, all, condition, faults))
                }
            }
        }
    }
}

fn one(asked: &Asked, condition: &ConditionViews) -> Markup {
    let judge = asked.place(&Topic::Impact.number().to_string());
    let judge = format!("{judge}?when={}", escaped(&condition.when));
    html! {
        h3 { (named(condition)) }
        @if condition.views.is_empty() {
            p { span.state.open-word { "not judged by itself" } " "
                a href=(judge) { "Judge " (said(condition)) } }
        } @else {
            div.scroll { table.stack {
                thead { tr { th scope="col" { "Who" } th scope="col" { "Intolerable after " small { "(MTPD)" } }
                    th scope="col" { "Between" } th scope="col" { "What decides" } th scope="col" { "How sure" } } }
                tbody { @for view in &condition.views { (row(asked, view)) } }
            } }
            (stands(condition))
        }
    }
}

fn row(asked: &Asked, view: &View) -> Markup {
    html! { tr {
        th scope="row" { (link::record(&view.impact, asked.by(view).as_str()))
            @if view.status != "approved" { br; small { (view.status.replace('-', " ")) } } }
        td data-label="Intolerable after" { (limit(view)) }
        td data-label="Between" { @match view.first_intolerable_seconds {
            Some(first) => { "tolerable after " (span(view.last_tolerable_seconds)) ", no longer after " (span(first)) }
            None => { "tolerable for " (span(view.judged_to_seconds)) ", as far as it was judged" }
        } }
        td data-label="What decides" { @match (&view.category, view.loss_crossing_seconds) {
            (Some(category), None) => (category),
            (Some(category), Some(at)) => { (category) "; money after about " (span(at)) }
            (None, Some(at)) => { "money, after about " (span(at)) }
            (None, None) => span.quiet { "nothing does" },
        } }
        td data-label="How sure" { @match &view.confidence { Some(it) => (it), None => span.quiet { "not said" } } }
    } }
}

/// How they stand to each other.
fn stands(condition: &ConditionViews) -> Markup {
    let at = match condition.declared_beyond() {
        true => " That is longer than anyone who judged it would bear.",
        false => "",
    };
    html! {
        @match condition.agreement {
            Agreement::Undecided => p { span.state.bad-word { "they disagree" } ": "
                strong { (range(condition)) }
                ". Nothing is averaged: until somebody decides, "
                strong { (span_or_unknown(condition.least_seconds)) } " counts." },
            Agreement::Decided => p { span.state.good { "decided" } ": "
                strong { (span_or_unknown(condition.decided_seconds)) }
                " counts, as declared; they said " (range(condition)) "." (at) },
            Agreement::Agreed => p { span.state.good { "they agree" } ": " (range(condition)) "."
                (declared(condition)) (at) },
            Agreement::One => (declared(condition)),
            Agreement::Unjudged => {}
        }
    }
}

fn declared(condition: &ConditionViews) -> Markup {
    html! { @if let Some(seconds) = condition.decided_seconds {
        p.quiet { (span(seconds)) " is declared, and counts." }
    } }
}

fn said(condition: &ConditionViews) -> &str {
    match condition.when.as_str() {
        NORMAL => "normal times",
        peak => peak,
    }
}

/// The form that decides one condition.
fn deciding(
    asked: &Asked,
    all: &[ConditionViews],
    condition: &ConditionViews,
    faults: &Faults,
) -> Markup {
    let mut limits: Vec<(i64, String)> = Vec::new();
    for view in &condition.views {
        let seconds = view.mtpd_seconds.unwrap_or(view.judged_to_seconds);
        let by = match view.mtpd_seconds {
            Some(_) => format!("as {} says", asked.by(view)),
            None => format!("the last moment that {} found tolerable", asked.by(view)),
        };
        match limits.iter_mut().find(|(known, _)| *known == seconds) {
            Some((_, text)) => *text = format!("{text}, {by}"),
            None => limits.push((seconds, by)),
        }
    }
    let others = condition.when == NORMAL
        && all
            .iter()
            .any(|it| it.when != NORMAL && !it.views.is_empty());
    let when = &condition.when;
    let names = Names::of(when);
    html! {
        form method="post" action=(asked.place("answers")) novalidate {
            (form::request())
            input type="hidden" name="when" value=(when);
            fieldset.choice #(form::id(&names.limit)) {
                legend { "You answer for it: what counts for " (said(condition)) "?" }
                @if let Some(fault) = faults.at(&names.limit) { p.fault { (fault) } }
                @for (seconds, by) in &limits { label.check {
                    input type="radio" name=(names.limit) value=(seconds); (span(*seconds)) ", " (by) } }
                label.check { input type="radio" name=(names.limit) value="other"; "another time" }
            }
            (form::field(Ask::new(&names.other, "Another time", "6 hours."), "", faults))
            (form::area(Ask::new(&names.reason, "Why", "It is kept for good, and read by whoever approves.").required(), "", 2, faults))
            @if others { p.quiet { "A declared limit counts instead of all that was judged; so that a peak "
                "judged shorter goes on counting, its limit is declared with it." } }
            div.actions { button type="submit" name="do" value="decide" { "Decide for " (said(condition)) } }
        }
    }
}

/// The names of the fields that decide a condition: each form of a page has its own.
struct Names {
    limit: String,
    other: String,
    reason: String,
}

impl Names {
    fn of(when: &str) -> Names {
        Names {
            limit: format!("limit.{when}"),
            other: format!("other.{when}"),
            reason: format!("reason.{when}"),
        }
    }
}

/// Decides what counts.
pub async fn decided(call: &Call, asked: Asked, campaign: String) -> Result<Response, Problem> {
    let fields = call.fields();
    let when = fields.text("when").to_string();
    let names = Names::of(&when);
    let all = conditions(&asked);
    let mut faults = Faults::default();
    let limit = match fields.text(&names.limit) {
        "other" => duration(fields, &names.other, &mut faults),
        seconds => seconds.parse().ok().map(Duration),
    };
    let limit = limit.filter(|it| it.0 > 0);
    if limit.is_none() && faults.is_empty() {
        let field = match fields.text(&names.limit) {
            "other" => &names.other,
            _ => &names.limit,
        };
        faults.add(field, "say which time counts");
    }
    let reason = fields.filled(&names.reason);
    if reason.is_none() {
        faults.add(&names.reason, "say why, in a sentence: it is kept for good");
    }
    let condition = all.iter().find(|it| it.when == when && it.known);
    let condition = condition.ok_or_else(|| Problem::unknown(&format!("peak {when}")))?;
    let mut activity = asked.answers.activity.clone();
    if let Some(limit) = limit
        && let Err(text) = declare(&mut activity.own, &all, condition, limit)
    {
        faults.add(&names.limit, text);
    }
    let (Some(limit), Some(reason), true) = (limit, reason, faults.is_empty()) else {
        return answers::checked(call, asked, &faults).await;
    };
    let topic = match condition.when.as_str() {
        NORMAL => Topic::Targets,
        _ => Topic::Peaks,
    };
    let remark = format!(
        "Decided for {}: {}. {reason}",
        said(condition),
        span(limit.0)
    );
    let before = asked.sheet().and_then(|(_, _, sheet)| {
        let answered = sheet.answers.get(topic.as_str())?;
        answered.remark.clone()
    });
    let step = CampaignStep::Answer {
        activity: asked.activity.clone(),
        topic,
        remark: Some(match before {
            Some(before) => format!("{before} {remark}"),
            None => remark,
        }),
        records: vec![Written::made(Record::Activity(activity))],
        seen: Some(asked.present.seq),
    };
    let receipt = order::execute(call, Command::Campaign { campaign, step }).await?;
    Ok(form::away(&asked.place("answers#respondents"), &receipt))
}

/// Declares the limit of a condition. A limit of normal times counts instead of all impacts, those
/// of peaks too; what was judged shorter for a peak is declared there, so that nothing is lost.
fn declare(
    activity: &mut Activity,
    all: &[ConditionViews],
    condition: &ConditionViews,
    limit: Duration,
) -> Result<(), String> {
    if condition.when != NORMAL {
        let mut peaks = activity.peaks.iter_mut();
        if let Some(peak) = peaks.find(|peak| peak.name == condition.when) {
            peak.mtpd = Some(limit);
        }
        return Ok(());
    }
    for other in all.iter().filter(|it| it.when != NORMAL) {
        let shorter = other.least_seconds.filter(|least| *least < limit.0);
        let Some(least) = shorter.filter(|_| other.decided_seconds.is_none()) else {
            continue;
        };
        if other.agreement == Agreement::Undecided {
            return Err(format!(
                "decide {} first: it may be shorter still",
                other.when
            ));
        }
        if let Some(peak) = activity.peaks.iter_mut().find(|it| it.name == other.when) {
            peak.mtpd = Some(Duration(least));
        }
    }
    with_targets(&mut activity.item, |targets| targets.mtpd = Some(limit));
    Ok(())
}
