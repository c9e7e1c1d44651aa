//! The waves in which everything comes back.

use continuity::requirements::return_order::Return;
use maud::{Markup, html};

use super::Seen;
use crate::web::link;
use crate::web::navigation::Mark;
use crate::web::requirements::map::overlay::{State, from_loss};
use crate::web::requirements::words::{count, kind, name, state};
use crate::web::when::{span, span_or_unknown};

/// Rows of a wave that stand open; a longer one is folded.
const OPEN: usize = 25;
/// Rows of a wave that are shown at all unless it is asked for.
const SHOWN: usize = 40;

pub(super) fn block(seen: &Seen<'_>) -> Markup {
    let returns = &seen.overlay.returns;
    let waves: Vec<&[Return]> = returns
        .chunk_by(|one, other| one.wave == other.wave)
        .collect();
    html! {
        section.sheet #waves {
            h2 { "In which order it comes back" }
            p.quiet {
                "What waits for nothing begins at once; each wave can begin when what it waits for is back. "
                "How many people can work at once is not counted here: "
                a href=(schedule(seen)) { "who does what when, with the people there are" } "." }
            @for wave in waves { (one(seen, wave)) }
        }
    }
}

/// The schedule of the same loss.
fn schedule(seen: &Seen<'_>) -> String {
    let lost = seen
        .lose
        .iter()
        .map(|it| format!("lose={}&", link::escaped(it)));
    let lost: String = lost.collect();
    format!(
        "/implementation/recover?{lost}at={}",
        link::escaped(seen.typed)
    )
}

fn one(seen: &Seen<'_>, wave: &[Return]) -> Markup {
    let last = wave
        .iter()
        .map(|it| it.back_seconds)
        .max_by_key(|it| (it.is_none(), *it));
    let number = wave[0].wave;
    let whole = seen.all == number.to_string();
    let shown = match whole {
        true => wave,
        false => &wave[..wave.len().min(SHOWN)],
    };
    html! {
        details #{ "wave-" (number) } open[whole || wave.len() <= OPEN] {
            summary { strong { "Wave " (number) } ": " (count(wave.len(), "thing",
                "things")) ", all back "
                (span_or_unknown(last.flatten())) " after the start of work" }
            div.scroll { table.stack {
                thead { tr {
                    th scope="col" { "What" } th scope="col" { span.unseen { "State" } } th
                        scope="col" { "Work begins" }
                    th scope="col" { "Back, from the loss" } th scope="col" { "Waits last for" }
                } }
                tbody { @for it in shown { (row(seen, it)) } }
            } }
            @if shown.len() < wave.len() {
                p { a href={ (seen.link(seen.lose, seen.hours, seen.sort)) "&all=" (number)
                    "#wave-" (number) } {
                    (wave.len() - shown.len()) " more of this wave" } }
            }
        }
    }
}

fn row(seen: &Seen<'_>, it: &Return) -> Markup {
    let how = seen.overlay.state(&it.id);
    html! { tr {
        th scope="row" { (link::record(&it.id, &it.name)) " " small { (kind(&it.id)) } }
        td data-label="State" { @match how {
            State::Back => { (state(Mark::Good, "back")) }
            _ if it.lost => { (state(Mark::Bad, "lost")) }
            _ => { (state(Mark::Bad, "stopped")) }
        } }
        td data-label="Work begins" { @match it.begins_seconds {
            Some(0) => { "at once" }
            Some(begins) => { "after " (span(begins)) }
            None => { "unknown" }
        } }
        td data-label="Back" { @match from_loss(it) { Some(back) => { "after " (span(back)) },
            None => { "unknown" } } }
        td data-label="Waits for" { @if let Some(other) = &it.waits_for { (link::record(other,
            &name(seen.registers(), other))) } }
    } }
}
