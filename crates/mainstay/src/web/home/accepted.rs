//! What was accepted knowingly and comes back: risks and gaps whose day has passed or is near, each
//! with the page where it is decided anew.

use jiff::ToSpan as _;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use maud::{Markup, html};
use record::kinds::Registers;
use record::link::split;
use record::requirements::risk::Treatment;

use crate::web::reckoned::Reckoned;

/// How many stand on the page.
const SHOWN: usize = 8;
/// So many days ahead an end is shown.
const AHEAD_DAYS: i32 = 30;

/// Something that was accepted until a day.
struct Accepted {
    name: String,
    /// Where it is decided anew.
    place: String,
    /// What is carried, in words.
    what: &'static str,
    until: Date,
}

/// The sheet; nothing where nothing comes back.
pub fn sheet(now: &Reckoned, zone: &TimeZone) -> Markup {
    let today = now.at.to_zoned(zone.clone()).date();
    let all = coming_back(now.registers(), today.saturating_add(AHEAD_DAYS.days()));
    html! { @if !all.is_empty() { section.sheet aria-labelledby="accepted" {
        h2 #accepted { "Accepted, and back again" }
        ul.due { @for it in all.iter().take(SHOWN) { li {
            a href=(it.place) { (it.name) } ": " (it.what) " "
            @if it.until < today { span.warn { "accepted until " (it.until) ", decide anew" } }
            @else { "accepted until " (it.until) }
        } } }
        @if all.len() > SHOWN { p.quiet { "and " (all.len() - SHOWN) " more" } }
    } } }
}

fn coming_back(registers: &Registers, ahead: Date) -> Vec<Accepted> {
    let risks = registers.risks.approved().filter_map(|risk| {
        let accepted = risk.treatment == Some(Treatment::Accept);
        let until = risk.accepted_until.filter(|it| accepted && it.0 <= ahead)?;
        Some(Accepted {
            name: risk.title().to_owned(),
            place: format!("/requirements/risks/of/{}#decide", risk.id),
            what: "a risk,",
            until: until.0,
        })
    });
    let gaps = registers.choices.approved().filter_map(|choice| {
        let until = choice
            .expires
            .filter(|it| choice.gap_accepted && it.0 <= ahead)?;
        let option = registers.options.get(choice.own.option.id());
        let mode = option.and_then(|it| it.mode).map(|it| it.as_str());
        let place = choice.covers.first().map(|it| match split(&it.text) {
            (Some(kind), id) => format!("/requirements/strategy/{kind}/{id}"),
            (None, id) => format!("/search?q={id}"),
        });
        let place = place.unwrap_or_else(|| "/requirements/strategy".into());
        Some(Accepted {
            name: choice.title().to_owned(),
            place: format!("{place}?mode={}", mode.unwrap_or("loss")),
            what: "a gap,",
            until: until.0,
        })
    });
    let mut all: Vec<Accepted> = risks.chain(gaps).collect();
    all.sort_by(|one, other| (one.until, &one.name).cmp(&(other.until, &other.name)));
    all
}
