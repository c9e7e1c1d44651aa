//! The warnings that stand over an item: what is warned of, how far it raises a posture, and until
//! when it holds. What it would break as a whole stands on the warning's own page.

use continuity::requirements::warning::over::Over;
use maud::{Markup, html};

use super::Seen;
use crate::web::requirements::warnings::posture_word;
use crate::web::requirements::words::named;
use crate::web::when;

/// Most warnings that are named.
const NAMED_MAX: usize = 8;

pub(super) fn block(seen: &Seen<'_>) -> Markup {
    let all = &seen.told.warnings;
    html! {
        @if !all.is_empty() {
            section.sheet #warned {
                h2 { @if all.len() == 1 { "A warning is in force here" } @else { (all.len()) " warnings are in force here" } }
                ul { @for it in all.iter().take(NAMED_MAX) { li { (row(seen, it)) } } }
                @if all.len() > NAMED_MAX {
                    p { a href="/requirements/warnings" { (all.len() - NAMED_MAX) " more among all warnings" } }
                }
            }
        }
    }
}

fn row(seen: &Seen<'_>, it: &Over) -> Markup {
    let own = [seen.told.reference.clone()];
    let (posture, why) = &it.posture;
    html! {
        (posture_word(*posture)) " "
        a href={ "/requirements/warnings/" (it.id) } { (it.event) }
        @if it.sites != own {
            " over " @for (at, site) in it.sites.iter().enumerate() {
                @if at > 0 { ", " } (named(seen.now.registers(), site))
            }
            ", without which it stops"
        }
        br;
        @match it.begins {
            Some(begins) => { "expected from " (when::both(begins, &seen.zone)) },
            None => { "nobody says from when" },
        }
        @match it.expires {
            Some(expires) => { ", holds until " (when::both(expires, &seen.zone)) },
            None => { ", names no end" },
        }
        br; small { (why) }
    }
}
