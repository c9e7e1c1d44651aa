//! One activity in the report: everything that was answered about it and what follows from that.

use std::sync::Arc;

use axum::response::Response;
use maud::{Markup, html};

use super::super::{PLACE, named, place};
use super::{HELP, HERE, afterwards, asked, back, harm, ranked, signed};
use crate::answer::impact_report::activity::ActivityReport;
use crate::answer::impact_report::method::Method;
use crate::http::call::Call;
use crate::http::problem::Problem;
use crate::web::frame::{Page, show as framed};
use crate::web::reckoned::Reckoned;
use crate::web::{link, reckoned, when};

/// The page.
pub async fn show(call: Call) -> Result<Response, Problem> {
    let now = reckoned::of(&call).await?;
    let id = call.path.get("activity").to_string();
    let unknown = Problem::unknown(&format!("activity/{id}"));
    let wanted = id.clone();
    let found = asked(&call, &now, move |ground| {
        Ok((ground.method(), ground.activity(&wanted)))
    });
    let (method, found) = found.await?;
    let found = found.ok_or(unknown)?;
    let title = format!("{}: report of the analysis", found.name);
    let body = html! {
        p.quiet.unprinted { a href=(HERE) { "Report of the impact analysis" } }
        (whole(&now, &found, &method, Heading::Page))
    };
    let forms = [(
        "JSON",
        format!("/api/v1/impact-report?activity={}", link::escaped(&id)),
    )];
    let reference = found.id.clone();
    let page = Page::new(title, PLACE, body).help(HELP).export(forms);
    framed(&call, page.about(&reference)).await
}

/// Whether the activity heads a page of its own or stands among others.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Heading {
    /// On its own page.
    Page,
    /// Among others, on paper.
    Paper,
}

/// Everything about an activity.
pub(super) fn whole(
    now: &Arc<Reckoned>,
    it: &ActivityReport,
    method: &Method,
    heading: Heading,
) -> Markup {
    html! { article.activity-report {
        @match heading {
            Heading::Page => h1 { (it.name) },
            Heading::Paper => h2.second { (it.name) },
        }
        @if let Some(description) = &it.description { p.lead { (description) } }
        (told(it))
        (facts(now, it, method))
        (harm::block(now, it, method))
        (back::times(now, it))
        (back::least(it))
        (back::lost(it))
        (afterwards::of_activity(now, it))
        (back::workarounds(it))
        (back::needs(it))
        (signed::block(now, it))
        (signed::conflicts(it))
    } }
}

/// The headline in a sentence.
fn told(it: &ActivityReport) -> Markup {
    html! { p.lead {
        @match (it.mtpd.seconds, it.mtpd.beyond_seconds) {
            (Some(seconds), _) => { "Its stop becomes intolerable after "
                strong { (when::span(seconds)) } " " small { "(MTPD)" } }
            (None, Some(beyond)) => { "Its stop is tolerable for more than "
                strong { (when::span(beyond)) } ", as far as it was judged: not time-critical" }
            (None, None) => { "When its stop becomes intolerable is " strong { "unknown" } }
        }
        @if let Some(why) = ranked::why(&it.mtpd) { ": " (why) }
        "."
    } }
}

fn facts(now: &Reckoned, it: &ActivityReport, method: &Method) -> Markup {
    let id = record::link::split(&it.id).1;
    let views = || it.conditions.iter().flat_map(|it| &it.views);
    let mut respondents: Vec<&str> = views()
        .filter_map(|it| it.said.respondent.as_deref())
        .collect();
    respondents.sort_unstable();
    respondents.dedup();
    html! { section.sheet {
        dl.facts {
            dt { "Owner" }
            dd { @match &it.owner { Some(owner) => (named(&now.present, owner)),
                None => span.bad-word { "nobody" } } }
            dt { "Record" } dd { (link::record(&it.id, &it.id)) }
            @if it.vital { dt { "Vital" } dd { "yes: its loss cannot be borne" } }
            @if it.critical_function { dt { "Regulator" } dd { "a critical or important function" } }
            dt { "Analysis" }
            dd { a href=(place(id, "answers")) { @match it.covered {
                Some(covered) => (covered.as_str()), None => "in no scope" } } }
            dt { "Judged" }
            dd { @match &it.judged_on { Some(on) => { (on)
                    @if let Some(age) = it.age_days { " " small { "(" (age) " days ago)" } } }
                None => "nobody says when" } }
            dt { "To be judged anew by" }
            dd { (it.due_on.as_deref().unwrap_or("no day is named")) }
            dt { "Respondents" }
            dd { @if respondents.is_empty() { "nobody is named" } (respondents.join(", ")) }
            dt { "Peaks" } dd { (peaks(it)) }
            dt { "Scale" }
            dd { "intolerable from level " (method.intolerable_level) "; "
                a href={ (HERE) "#method" } { "method and scale" } }
        }
    } }
}

fn peaks(it: &ActivityReport) -> Markup {
    let peaks = it.conditions.iter().skip(1);
    let words: Vec<String> = peaks
        .map(|peak| match &peak.days {
            Some(days) => format!("{} ({days})", peak.when),
            None => peak.when.clone(),
        })
        .collect();
    html! { @if words.is_empty() { "none" } (words.join(", ")) }
}
