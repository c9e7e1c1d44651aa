//! Warnings: how hazards stand, what each warning touches and would break here, which plan fits,
//! whether the feeds are heard, and how warnings have done so far. The map is drawn from
//! coordinates alone; the list says all that it shows.

mod map;
pub mod one;

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::Response;
use continuity::access::Action;
use continuity::command::Command;
use continuity::requirements::warning::NOT_ACTUAL;
use continuity::requirements::warning::join::Verdict;
use continuity::requirements::warning::posture::{HazardPosture, Posture};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use maud::{Markup, html};

use crate::answer::alerts::brought;
use crate::answer::warnings::{Board, FeedRow, Row, ScoreRow, board};
use crate::http::call::Call;
use crate::http::order;
use crate::http::problem::Problem;
use crate::web::form::{self, Faults};
use crate::web::frame::{Page, show_as};
use crate::web::reckoned::{self, Reckoned};
use crate::web::{link, when};

/// Most sites that are named before the others are counted.
const NAMED_MAX: usize = 4;

/// The page.
pub async fn show(call: Call) -> Result<Response, Problem> {
    let faults = Faults::default();
    show_with(&call, &faults, StatusCode::OK).await
}

/// The board as pages show it.
pub async fn reckon(call: &Call, now: &Arc<Reckoned>) -> Result<Board, Problem> {
    let (silent, expected) = call.doors.keeping.warnings();
    let (asked, at) = (Arc::clone(now), call.now);
    let compute = move || {
        asked.given(|given| {
            let given = crate::answer::Given { at, ..*given };
            board(&given, &asked.present.state, silent, &expected)
        })
    };
    call.doors.compute(compute).await
}

async fn show_with(call: &Call, faults: &Faults, status: StatusCode) -> Result<Response, Problem> {
    let now = reckoned::of(call).await?;
    let zone = when::zone(now.registers());
    let board = reckon(call, &now).await?;
    let taking = call.may(Action::ReceiveWarning);
    let body = html! {
        h1 { "Warnings" }
        (lead(&board))
        (postures(&board.postures, &now))
        section aria-labelledby="list" {
            h2 #list { "What was received" }
            @if board.warnings.is_empty() {
                p { "No warning was received yet. A feed sends them to the API, a folder named in \
                     the settings is read, or a file is taken in below." }
            } @else {
                (map::drawing(&board, &now))
                (rows(&board.warnings, &now, &zone, call.now))
            }
            @if board.others > 0 {
                p.quiet { (board.others) " more are over, or beyond the list; "
                    a href="/api/v1/warnings" { "all as JSON" } "." }
            }
        }
        (feeds(&board.feeds, &zone))
        (scores(&board))
        @if taking { (taking_in(faults)) }
    };
    let page = Page::new("Warnings", "/requirements", body)
        .help("2-requirements#warnings")
        .export([("JSON", "/api/v1/warnings".to_string())]);
    show_as(call, status, page).await
}

fn lead(board: &Board) -> Markup {
    let touching = board.warnings.iter().filter(|it| !it.affected.is_empty());
    let (touching, unsure) = (
        touching.count(),
        board
            .warnings
            .iter()
            .filter(|it| it.holds && undecided(it) > 0)
            .count(),
    );
    html! {
        p.lead {
            @match touching {
                0 => { span.good { "No warning in force touches a site of ours" } },
                1 => { span.warn { "One warning in force touches a site of ours" } },
                more => { span.warn { (more) " warnings in force touch sites of ours" } },
            }
            @if unsure > 0 { "; of " (unsure) " nobody can tell for every site" }
            "."
        }
    }
}

fn undecided(row: &Row) -> usize {
    let sites = row.alert.sites.iter();
    sites
        .filter(|it| it.verdict == Verdict::CannotDecide)
        .count()
}

/// The word of a posture, with its shape and colour.
pub fn posture_word(posture: Posture) -> Markup {
    html! {
        @match posture {
            Posture::Normal => { span.good { "normal" } },
            Posture::Watch => { span.open-word { "watch" } },
            Posture::Warning => { span.warn { "warning" } },
            Posture::Imminent => { span.bad-word { "imminent" } },
        }
    }
}

fn postures(all: &[HazardPosture], now: &Reckoned) -> Markup {
    html! {
        section aria-labelledby="hazards" {
            h2 #hazards { "How hazards stand" }
            @if all.is_empty() {
                p { span.good { "Normal" } ": no warning in force and no indicator points to a hazard here." }
            } @else {
                ul.plain-list {
                    @for hazard in all {
                        li {
                            (posture_word(hazard.posture)) " "
                            (link::record(&hazard.id, &hazard.name))
                            @for sign in hazard.because.iter().take(NAMED_MAX) {
                                br; small { (source(&sign.of, now)) " raises it to " (sign.posture.as_str()) ": " (sign.why) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A warning by its identifier as a link to its page; an indicator as one to its record.
fn source(of: &str, now: &Reckoned) -> Markup {
    let mut received = now.present.state.warnings();
    match received.find(|it| it.warning.identifier == of) {
        Some(it) => html! {
            a href={ "/requirements/warnings/" (it.id) } { (it.warning.event().unwrap_or(of)) }
        },
        None => link::record(of, of),
    }
}

fn rows(rows: &[Row], now: &Reckoned, zone: &TimeZone, at: Timestamp) -> Markup {
    html! {
        div.scroll { table.stack {
            thead { tr {
                th { "Warning" } th { "Raises to" } th { "Touches" } th { "When" } th { "Would break" } th { "Plan that fits" }
            } }
            tbody { @for row in rows {
                tr {
                    td data-label="Warning" {
                        a href={ "/requirements/warnings/" (row.id) } { (event(row)) }
                        br; small { (sure(row)) }
                        @if row.alert.remarks.iter().any(|it| it == NOT_ACTUAL) {
                            br; small.warn { "not an actual alert" }
                        }
                    }
                    td data-label="Raises to" { (posture_word(row.raises)) br; small { @if row.holds { (row.raises_because) } @else { "it is over" } } }
                    td data-label="Touches" { (touches(row, now)) }
                    td data-label="When" { (times(row, zone, at)) }
                    td data-label="Would break" { (breaks(row, now)) }
                    td data-label="Plan that fits" { (plans(row, now)) }
                }
            } }
        } }
    }
}

/// What may happen, in words.
pub fn event(row: &Row) -> &str {
    let event = row.alert.event.as_deref();
    event
        .or(row.alert.headline.as_deref())
        .unwrap_or("Event not named")
}

/// How bad and how sure, in words.
pub fn sure(row: &Row) -> String {
    let alert = &row.alert;
    let word = |word: Option<&str>| word.map_or("unknown".to_string(), str::to_lowercase);
    format!(
        "severity {}, certainty {}, urgency {}",
        word(alert.severity),
        word(alert.certainty),
        word(alert.urgency)
    )
}

/// The sites that a warning touches, and how many nobody can tell about.
pub fn touches(row: &Row, now: &Reckoned) -> Markup {
    let ended = row
        .alert
        .sites
        .iter()
        .filter(|it| it.verdict == Verdict::Ended);
    let (ended, unsure) = (ended.count(), undecided(row));
    let nearest = row
        .alert
        .sites
        .iter()
        .filter_map(|it| Some((it.distance_km?, &it.id)))
        .min_by(|a, b| a.0.total_cmp(&b.0));
    html! {
        @for (index, site) in row.affected.iter().take(NAMED_MAX).enumerate() {
            @if index > 0 { ", " }
            (link::record(site, &name(site, now)))
        }
        @if row.affected.len() > NAMED_MAX { " and " (row.affected.len() - NAMED_MAX) " more" }
        @if row.affected.is_empty() && ended > 0 { "over for " (ended) " sites" }
        @if row.affected.is_empty() && ended == 0 {
            @match nearest {
                Some((km, site)) => { "none; " (name(site, now)) " is about " (km.round()) " km away" },
                None if unsure > 0 => {},
                None => { "none" },
            }
        }
        @if unsure > 0 { " " span.quiet { "cannot decide for " (unsure) } }
    }
}

/// The name of an item, else its reference.
pub fn name(reference: &str, now: &Reckoned) -> String {
    let (kind, id) = record::link::split(reference);
    let known = now.registers().envelope(kind.unwrap_or_default(), id);
    let name = known.and_then(|(envelope, ..)| envelope.name.clone());
    name.unwrap_or_else(|| reference.to_string())
}

fn times(row: &Row, zone: &TimeZone, at: Timestamp) -> Markup {
    html! {
        @if let Some(begins) = row.begins {
            "from " (when::both(begins, zone))
            @if begins > at { " " small { "(in " (when::span(begins.as_second() - at.as_second())) ")" } }
            br;
        }
        @match (row.ends, &row.alert.over) {
            (Some(ends), _) if ends <= at => { span.quiet { "expired " (when::both(ends, zone)) } },
            (_, Some(over)) => { span.quiet { (over) } },
            (Some(ends), None) => { "until " (when::both(ends, zone)) },
            (None, None) => { span.quiet { "no end named" } },
        }
    }
}

/// What would stop, as links.
pub fn breaks(row: &Row, now: &Reckoned) -> Markup {
    let Some(follows) = &row.alert.would_break else {
        return html! { span.quiet { "nothing here" } };
    };
    let lost: Vec<String> = row
        .affected
        .iter()
        .map(|it| format!("lose={}", link::escaped(it)))
        .collect();
    let whole = format!("/requirements/impact?{}", lost.join("&"));
    html! {
        @for (index, item) in follows.stops.iter().take(NAMED_MAX).enumerate() {
            @if index > 0 { ", " }
            (link::record(item, &name(item, now)))
        }
        @if follows.stops.len() > NAMED_MAX { " and " (follows.stops.len() - NAMED_MAX) " more" }
        @if follows.stops.is_empty() { "no service or activity" }
        br;
        a href=(whole) { (follows.items) " items would stop" }
        @if !follows.late.is_empty() { ", " span.bad-word { (follows.late.len()) " not back in time" } }
        @if !follows.unknown.is_empty() { ", " span.quiet { "of " (follows.unknown.len()) " nobody can say" } }
    }
}

/// The plans that fit, as links.
pub fn plans(row: &Row, now: &Reckoned) -> Markup {
    let plans = row
        .alert
        .would_break
        .as_ref()
        .map_or(&[][..], |it| &it.plans);
    html! {
        @if plans.is_empty() {
            @if row.affected.is_empty() { span.quiet { "none needed" } }
            @else { span.bad-word { "no plan in force fits" } }
        }
        @for plan in plans.iter().take(NAMED_MAX) {
            div { (link::record(&plan.id, &name(&plan.id, now))) br; small { (plan.because) } }
        }
    }
}

/// Whether the feeds are heard.
fn feeds(feeds: &[FeedRow], zone: &TimeZone) -> Markup {
    html! {
        section.sheet aria-labelledby="feeds" {
            h2 #feeds { "Feeds" }
            @if feeds.is_empty() { p { "No feed was ever heard: what is not warned of here may be warned of elsewhere." } }
            ul.plain-list { @for feed in feeds {
                li {
                    @if feed.silent { span.bad-word { (feed.feed) } }
                    @else { span.good { (feed.feed) } }
                    ": "
                    @match (feed.last, feed.heard_seconds) {
                        (Some(last), Some(ago)) => {
                            @if feed.silent { "silent for " (when::span(ago)) ", last heard " }
                            @else { "heard " (when::span(ago)) " ago, " }
                            (when::both(last, zone))
                        },
                        _ => { "never heard" },
                    }
                    ", " (feed.alerts) " alerts so far"
                    @for error in &feed.errors { br; small.warn { (error) } }
                }
            } }
        }
    }
}

fn scores(board: &Board) -> Markup {
    let all = [
        ("Senders", &board.scores),
        ("Measures, as the rule advised them", &board.rules),
        ("Hazards", &board.hazards),
    ];
    html! {
        section.sheet aria-labelledby="scores" {
            h2 #scores { "How warnings have done" }
            @if all.iter().all(|(_, rows)| rows.is_empty()) {
                p { "Nobody has said yet what came of a warning; then its sender, its hazard and the rule are scored." }
            }
            @for (title, rows) in all {
                @if !rows.is_empty() { h3 { (title) } (score_table(rows)) }
            }
        }
    }
}

/// Hits, false alarms and misses as a table.
pub fn score_table(rows: &[ScoreRow]) -> Markup {
    let percent =
        |part: Option<f64>| part.map_or("unknown".to_string(), |it| format!("{:.0} %", it * 100.0));
    let span = |seconds: Option<i64>| seconds.map_or("none yet".to_string(), when::span);
    html! {
        table.stack {
            thead { tr {
                th { "Of" } th { "Struck" } th { "False alarms" } th { "Struck unwarned" }
                th { "Hit rate" } th { "False-alarm ratio" }
                th { "From warning to harm" } th { "Done ahead of it" }
            } }
            tbody { @for row in rows { tr {
                th scope="row" { (row.of) }
                td data-label="Struck" { (row.hits) }
                td data-label="False alarms" { (row.false_alarms) }
                td data-label="Struck unwarned" { (row.misses) }
                td data-label="Hit rate" { (percent(row.hit_rate)) }
                td data-label="False-alarm ratio" { (percent(row.false_alarm_ratio)) }
                td data-label="From warning to harm" { (span(row.lead_seconds)) }
                td data-label="Done ahead of it" { (span(row.ahead_seconds)) }
            } } }
        }
    }
}

fn taking_in(faults: &Faults) -> Markup {
    html! {
        section.sheet aria-labelledby="take" {
            h2 #take { "Take a file in" }
            (faults.summary())
            form method="post" action="/requirements/warnings" enctype="multipart/form-data" {
                (form::request())
                @let ask = form::Ask::new("file", "File of warnings", "CAP, Atom, RSS, GeoJSON or JSON. Nothing that it points to is opened.").required();
                @let input = html! {
                    input type="file" name="file" id=(form::id("file")) required
                        aria-describedby=[ask.described(faults)];
                };
                (ask.around(faults, &input))
                div.actions { button type="submit" { "Take it in" } }
            }
        }
    }
}

/// Takes a file in.
pub async fn taken(call: Call) -> Result<Response, Problem> {
    let file = call.fields().files().first();
    let sent = file.map(|it| (it.name.clone(), it.bytes.clone()));
    let mut faults = Faults::default();
    let Some((name, bytes)) = sent.filter(|(_, bytes)| !bytes.is_empty()) else {
        faults.add("file", "choose a file");
        return show_with(&call, &faults, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let reading = move || brought(&name, "by-hand", &bytes);
    let (read, found) = call.doors.compute(reading).await?;
    if read.is_broken() {
        faults.add("file", found.errors.join("; "));
        return show_with(&call, &faults, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let receipt = order::execute(&call, Command::ReceiveWarnings(Box::new(found))).await?;
    Ok(form::away("/requirements/warnings", &receipt))
}
